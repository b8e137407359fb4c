/* calhours.h - hours of a day and sets of weekdays, as calendar files write them. */
#ifndef LIB_CALHOURS_H
#define LIB_CALHOURS_H

#include <stddef.h>

enum {
	CALHOURS_DAY = 86400,	/* seconds */
	CALHOURS_MAX = 8,	/* stretches of hours, or breaks, of one day */
};

/* Seconds of the local day, from <= s < to; ascending, apart from each other. */
struct calhours_range {
	int from, to;
};

struct calhours {
	size_t n;
	struct calhours_range r[CALHOURS_MAX];
};

/*
 * Add "09:00-12:00 13:00-17:00"; NULL, or what is wrong
 * with it, to be put behind the text.
 */
const char *calhours_add(struct calhours *, const char *text);

/* "mon" at s, n bytes long: 0 (Sunday) to 6, or -1. */
int calhours_weekday(const char *s, size_t n);

/*
 * "mon", "mon-fri", "mon,wed-fri" or "daily" as a set of bits
 * from Sunday; 0 for none of these.
 */
unsigned calhours_weekdays(const char *text);

#endif
