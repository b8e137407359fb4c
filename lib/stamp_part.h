/* stamp_part.h - what the parts of stamp share; nobody else includes it. */
#ifndef LIB_STAMP_PART_H
#define LIB_STAMP_PART_H

#include "stamp.h"

enum { STAMP_DAY_S = 86400 };

/* The latest local time that a line of the source may state. */
int64_t stamp_limit(struct stamp_memo *);

/* The offset of a local time in that zone (NULL: UTC), and what is in doubt about it. */
int stamp_offset(struct stamp_memo *, const struct zone *, int64_t local_s,
    enum stamp_doubt *);

/* Complete what was read at line + from; false when it is no moment after all. */
bool stamp_complete(struct stamp_memo *, struct date *, size_t from, size_t len,
    struct stamp *);

/* The first time in the given form; from and to as in stamp_find(). */
bool stamp_format_find(struct stamp_memo *, const char *line, size_t n, struct date *,
    struct stamp *);

/* May that date stand at this place of the line? */
bool stamp_trusted(const struct date *, const char *line, size_t at);
bool stamp_place(const char *line, size_t at);	/* may any? */
bool stamp_is_json(const char *line, size_t n);

/*
 * Keep how the time was written, so that its like is known again at a glance; local_s is
 * the local time of d.  sure: of JSON, the name before it said when.
 */
void stamp_remember(struct stamp_memo *, const char *line, size_t n, const struct date *,
    const struct stamp *, bool sure);

/*
 * A time written the same way in the same place as in the line before: what the long way
 * would have made of it.  False when it takes the long way to tell.
 */
bool stamp_again(struct stamp_memo *, const char *line, size_t n, struct stamp *);

#endif
