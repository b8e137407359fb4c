/*
 * scan.h - which of many literals occur in a text, in one pass over it.
 *
 * Made for prefilters: thousands of literals cost little more than a few.  Each literal
 * has a tag; several may have the same.
 */
#ifndef LIB_SCAN_H
#define LIB_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scan;

enum { SCAN_LEAST = 3 };	/* bytes of the shortest literal */

struct scan *scan_new(void);
void scan_free(struct scan *);

/*
 * Add a literal of n bytes, at least SCAN_LEAST.  nocase: without regard to the case of
 * ASCII; s is then in lower case.  s is copied.
 */
void scan_add(struct scan *, const char *s, size_t n, bool nocase, size_t tag);

/* After the last scan_add(), before the first scan_text(). */
void scan_ready(struct scan *);

/* Set bit tag % 64 of found[tag / 64] for each literal that occurs in s. */
void scan_text(const struct scan *, const char *s, size_t n, uint64_t *found);

#endif
