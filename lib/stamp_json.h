/* stamp_json.h - a part of stamp: where lines of JSON state their time. */
#ifndef LIB_STAMP_JSON_H
#define LIB_STAMP_JSON_H

#include "keys.h"

/*
 * The place in line of the next value that may be its time, 0 at the end.  sure: only
 * under names that mean nothing else; then texts under any name that ends as those do.
 */
size_t stamp_json(struct keys *, const char *line, bool sure);

#endif
