/*
 * cal.h - working-time calendars: which seconds count.
 *
 * A calendar has a zone, hours per weekday, days off (holidays) and
 * days that are worked although their weekday says no (make-up
 * workdays, 调休); calfile.h has the syntax of its file.
 *
 * Time that counts is what passes, to the nanosecond, while the calendar is open: a day
 * has 23 or 25 hours when its clocks are moved.  Hours are half open: at 17:00 a day that
 * ends at 17:00 has ended.  An opening or closing that the clocks jump over lies where
 * they jump; one that comes twice is the first of the two.
 *
 * Days are counted from 1970-01-01 and are those of the calendar's zone.
 */
#ifndef LIB_CAL_H
#define LIB_CAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cal;

enum {
	CAL_DAYS_MAX = 36525,	/* a question reaches over a hundred years at most */
	CAL_OPEN_MAX = 24,	/* open stretches of one day: its hours, cut by breaks */
};

/*
 * Read NAME.conf in dir (NULL: calendars of the installed configuration), or
 * the file itself when name has a '/' in it.  NULL after complaints on
 * stderr.  cal_parse() reads a text instead.
 */
struct cal *cal_read(const char *dir, const char *name);
struct cal *cal_parse(const char *dir, const char *name, const char *text, size_t n);
void cal_free(struct cal *);			/* does nothing on NULL */
const char *cal_name(const struct cal *);	/* without directory and .conf */
const char *cal_title(const struct cal *);
int cal_offset(const struct cal *, int64_t ns);	/* of its zone, in seconds east of UTC */
/* the day in which that moment lies */
int64_t cal_local_day(const struct cal *, int64_t ns);

/*
 * The moment at which a local time (in nanoseconds since
 * 1970-01-01T00:00:00 there) is reached.
 */
int64_t cal_utc(const struct cal *, int64_t local_ns);

/*
 * The moment at which ns nanoseconds of working time have passed since from.
 * Exactly at a closing it is that closing, or the next opening where the
 * file says due_at_close = next.  Zero gives from itself while open, else
 * the next opening.  TS_NONE past the bound.
 */
int64_t cal_add(const struct cal *, int64_t from, int64_t ns);

/* The working time between two moments; 0 when to is not after from. */
int64_t cal_between(const struct cal *, int64_t from, int64_t to);

/*
 * The same time of day on the n-th workday after the day of from, or the next opening
 * when that is closed; of_day: the closing of that day instead.  TS_NONE past the bound.
 */
int64_t cal_add_days(const struct cal *, int64_t from, int days, bool of_day);

/*
 * Workdays are days with any hours.  The delta-th workday after a day (before it when
 * negative); 0 is the day itself, or the next workday.  TS_NONE past the bound.
 */
bool cal_is_workday(const struct cal *, int64_t day);
int64_t cal_workday(const struct cal *, int64_t day, int delta);

enum cal_day {
	CAL_WORKDAY,	/* its weekday has hours */
	CAL_OFF,	/* its weekday has none */
	CAL_HOLIDAY,
	CAL_MAKEUP,
	CAL_SHIFT,	/* hours of its own */
};

/* What a day is, and the name the file gives it (or ""). */
enum cal_day cal_day(const struct cal *, int64_t day, const char **name);

struct cal_open {
	int64_t from, to;	/* moments, from <= t < to */
};

/* The open stretches of a day, ascending; how many. */
size_t cal_open(const struct cal *, int64_t day, struct cal_open open[CAL_OPEN_MAX]);

/* Does the calendar know the holidays of that year?  (Its file says so.) */
bool cal_knows(const struct cal *, int year);

/*
 * The first year between two moments whose holidays it does
 * not know; 0 when it knows all.
 */
int cal_unknown(const struct cal *, int64_t from, int64_t to);

#endif
