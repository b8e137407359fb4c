/*
 * ts.h - points in time: RFC 3339 to int64 nanoseconds UTC and back.
 *
 * The calendar is the proleptic Gregorian one; days are counted from
 * 1970-01-01.  No locale, no environment, no zone files: offsets only (zone.h
 * knows zones by name).
 */
#ifndef LIB_TS_H
#define LIB_TS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TS_SECOND INT64_C(1000000000)	/* in nanoseconds */
#define TS_NONE INT64_MIN		/* not a time */

enum { TS_MAX = 40 };	/* room for any time as text, with its NUL */

/*
 * Read an RFC 3339 time with any number of fractional digits (those past the
 * ninth are dropped), 'T', 't' or one space between date and time, "Z" or an
 * offset; a leap second :60 is the last nanosecond of the minute.  The whole of
 * s; years 1678 to 2261.  The offset in seconds goes to *offset_s unless it is
 * NULL.
 */
bool ts_parse(const char *s, size_t n, int64_t *ns, int *offset_s);

/*
 * Write ns as RFC 3339 in the zone offset_s seconds east of UTC, with the
 * given number of fractional digits (0 to 9; the rest is dropped), "Z" for
 * offset 0.  Returns the length, without the NUL.
 */
size_t ts_format(char text[TS_MAX], int64_t ns, int offset_s, int digits);

/* CLOCK_REALTIME; only for programs that may look at the wall clock */
int64_t ts_now(void);

/* A moment in its parts, without a zone. */
struct ts_civil {
	int year, month, day;		/* month 1 to 12, day 1 to 31 */
	int hour, minute, second;
	int nanosecond;
};

int64_t ts_days(int year, int month, int day);		/* days since 1970-01-01 */
void ts_from_days(int64_t days, int *year, int *month, int *day);
int ts_weekday(int64_t days);				/* 0 is Sunday */
int ts_month_days(int year, int month);			/* 28 to 31 */
bool ts_valid(const struct ts_civil *);	/* are all parts in their bounds? */
/* since 1970-01-01T00:00:00 of the same zone */
int64_t ts_civil_seconds(const struct ts_civil *);
void ts_civil_at(int64_t seconds, struct ts_civil *);	/* the inverse; nanosecond is 0 */

#endif
