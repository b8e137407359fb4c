/* archive_text.h - text in the files of an archive: members of lines, lines, numbers. */
#ifndef FILTERS_ARCHIVE_TEXT_H
#define FILTERS_ARCHIVE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/* ,"NAME":"TEXT"; nothing when text is NULL. */
void text_member(struct buf *, const char *name, const char *text);

/* ,"NAME":"TIME": RFC 3339, UTC, so many digits of a second; nothing for TS_NONE. */
void text_time(struct buf *, const char *name, int64_t ns, int digits);

/* The line at *p before end, without its newline; *p goes past it.  NULL: none. */
const char *text_line(const char **p, const char *end, size_t *n);

/* A whole number from min on that is all of it. */
bool text_number(const char *p, size_t n, uint64_t min, uint64_t *v);

#endif
