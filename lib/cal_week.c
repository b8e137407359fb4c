/* cal_week - weeks without exceptions, which the questions to a calendar leap over. */
#include "cal_week.h"

#include "calfile.h"
#include "ts.h"
#include "zone.h"

enum { DAY = 86400 };

static int64_t
next_dated(const struct calfile *f, int64_t day)
{
	const struct calfile_day *d = calfile_from(f, day);

	return d ? d->day : CAL_LAST_DAY;
}

static int64_t
next_yearly(const struct calfile *f, int64_t day)
{
	int64_t first = CAL_LAST_DAY;
	int y, m, d;

	ts_from_days(day, &y, &m, &d);
	for (size_t i = 0; i < f->nyearly; i++)
		for (int year = y; year <= y + 1; year++) {
			int64_t at = ts_days(year, f->yearly[i].month, f->yearly[i].day);

			if (at >= day && at < first)
				first = at;
		}
	return first;
}

int64_t
cal_week_plain(const struct calfile *f, int64_t day)
{
	int64_t end = next_dated(f, day), at;

	if (end - day >= 7 && f->nyearly > 0) {
		int64_t yearly = next_yearly(f, day);

		end = yearly < end ? yearly : end;
	}
	if (end - day >= 7 && zone_next(f->zone, (day - 1) * DAY, &at)) {
		/* a day before, whatever the zone */
		at = at / DAY - (at % DAY < 0) - 1;
		end = at < end ? at : end;
	}
	if (end > CAL_LAST_DAY)
		end = CAL_LAST_DAY;
	return end > day ? (end - day) / 7 : 0;
}

int64_t
cal_week_sum(const struct calfile *f)
{
	int64_t sum = 0;

	for (int d = 0; d < 7; d++)
		for (size_t i = 0; i < f->week[d].n; i++)
			sum += f->week[d].r[i].to - f->week[d].r[i].from;
	return sum * TS_SECOND;
}
