/*
 * zonerule.h - the rule of a time zone, as POSIX writes it: "CET-1CEST,M3.5.0,M10.5.0/3".
 *
 * zone.h is what programs use; this is what holds after the table of a zone file.
 */
#ifndef LIB_ZONERULE_H
#define LIB_ZONERULE_H

#include <stdbool.h>
#include <stdint.h>

/* When clocks are moved in a year, in the local time that held before. */
struct zonerule_turn {
	/* 'J' day 1-365 without 29 February, 'D' day 0-365, 'M' month */
	char kind;
	int month, week, day;	/* of 'M': week 5 is the last; day alone otherwise */
	int second;		/* of that day */
};

struct zonerule {
	bool set, moves;	/* is there a rule, and does it know a summer time? */
	int std, dst;		/* seconds east */
	struct zonerule_turn to_dst, to_std;
};

/*
 * The whole of s, with times of day up to a week either way (RFC
 * 8536).  False when it is no rule.
 */
bool zonerule_read(const char *s, struct zonerule *);

/* Seconds east of UTC at that moment. */
int zonerule_offset(const struct zonerule *, int64_t utc_s);

/* The first moment after utc_s at which clocks are moved; false when they never are. */
bool zonerule_next(const struct zonerule *, int64_t utc_s, int64_t *at);

#endif
