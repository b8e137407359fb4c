/*
 * period.h - spans of the calendar: 6 months, 3 years, for ever.
 *
 * A month has as many days as it has, so a period has no length of its own: it leads from
 * one date to another one.  From 31 August six months lead to the last day of February.
 */
#ifndef LIB_PERIOD_H
#define LIB_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

struct zone;

enum { PERIOD_MONTHS_MAX = 12 * 200, PERIOD_DAYS_MAX = 366 * 200 };

struct period {
	bool forever;
	int months, days;	/* one after the other */
};

/*
 * "6month", "6 months", "3year", "180d", "4w", "forever" (also month, year, day, week in
 * the plural, after a blank or not): 0, or -1 when it is none, or longer than 200 years.
 */
int period_parse(const char *text, struct period *);

/*
 * The moment ns moved on by a period, to the same time of day in that zone (NULL: UTC);
 * where the month has no such day, to its last one.  INT64_MAX: for ever, or after 2261.
 */
int64_t period_after(const struct period *, int64_t ns, const struct zone *);

/* Is the first never shorter than the second, whatever date they begin at? */
bool period_covers(const struct period *, const struct period *);

#endif
