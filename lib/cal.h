/*
 * cal.h - working-time calendars: which seconds count.
 *
 * A calendar has a zone, hours per weekday, days off (holidays) and days that are worked
 * although their weekday says no (make-up workdays, 调休).  Time that counts is exact to
 * the nanosecond; a day has 23 or 25 hours when its clocks are moved.
 */
#ifndef LIB_CAL_H
#define LIB_CAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cal;

/*
 * Read etc/calendars/NAME.conf below dir.  NULL after complaints on stderr.
 * See sluice.conf(5) for the keys.
 */
struct cal *cal_read(const char *dir, const char *name);
void cal_free(struct cal *);
const char *cal_name(const struct cal *);
int cal_offset(const struct cal *, int64_t ns);	/* of its zone, in seconds east of UTC */

/* The moment at which ns nanoseconds of working time have passed since from; TS_NONE past the bound. */
int64_t cal_add(const struct cal *, int64_t from, int64_t ns);

/* The working time between two moments; negative when to is before from. */
int64_t cal_between(const struct cal *, int64_t from, int64_t to);

/* The end of the n-th workday after the day of from. */
int64_t cal_add_days(const struct cal *, int64_t from, int days);

enum cal_day { CAL_WORKDAY, CAL_OFF, CAL_HOLIDAY, CAL_MAKEUP };

/* What day (since 1970-01-01, local) is, and the holiday's name (or ""). */
enum cal_day cal_day(const struct cal *, int64_t day, const char **name);

/* Does the calendar know the holidays of that year?  (It says so in the file.) */
bool cal_knows(const struct cal *, int year);

#endif
