/* level_json.h - a part of level: the severity that a line of JSON states. */
#ifndef LIB_LEVEL_JSON_H
#define LIB_LEVEL_JSON_H

#include "level.h"

/* "level":"INFO" and its like, MongoDB's "s":"W", the numbers of pino and GELF. */
enum level level_json(const char *line, size_t n);

/* F, E, W, I or D, as glog and MongoDB write them. */
enum level level_letter(char);

#endif
