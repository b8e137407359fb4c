/* cal_week.h - weeks without exceptions; for the cal*.c files, and for nothing else. */
#ifndef LIB_CAL_WEEK_H
#define LIB_CAL_WEEK_H

#include <stdint.h>

struct calfile;

/*
 * Moments outside of these years are not asked about; a
 * day more still fits an int64_t.
 */
#define CAL_FIRST_DAY INT64_C(-105000)	/* in 1682 */
#define CAL_LAST_DAY INT64_C(105000)	/* in 2257 */

/* How many whole weeks from that day on have nothing but their weekly hours? */
int64_t cal_week_plain(const struct calfile *, int64_t day);

/*
 * The working time of such a week, in nanoseconds: that
 * of the weekdays, without a zone.
 */
int64_t cal_week_sum(const struct calfile *);

#endif
