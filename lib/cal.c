/* cal - working-time calendars: which seconds count. */
#include "cal.h"

#include <limits.h>
#include <stdlib.h>

#include "cal_week.h"
#include "calfile.h"
#include "mem.h"
#include "ts.h"
#include "zone.h"

enum { DAY = 86400 };

struct cal {
	struct calfile *file;
	int64_t week;		/* working nanoseconds of a week without exceptions */
};

/* --- from days to moments ----------------------------------------------------- */

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int
cal_offset(const struct cal *c, int64_t ns)
{
	return zone_offset(c->file->zone, floor_div(ns, TS_SECOND));
}

int64_t
cal_local_day(const struct cal *c, int64_t ns)
{
	int64_t s = floor_div(ns, TS_SECOND);

	return floor_div(s + zone_offset(c->file->zone, s), DAY);
}

/* Where a local time lies, in seconds; where the clocks jump over it, the jump. */
static int64_t
utc_of(const struct zone *z, int64_t local)
{
	int64_t u, jump;

	if (zone_utc(z, local, &u) == ZONE_GAP &&
	    zone_next(z, local - zone_offset(z, u), &jump) && jump <= u)
		return jump;
	return u;
}

int64_t
cal_utc(const struct cal *c, int64_t local_ns)
{
	int64_t s = floor_div(local_ns, TS_SECOND), u;

	if (zone_utc(c->file->zone, s, &u) == ZONE_GAP)
		return utc_of(c->file->zone, s) * TS_SECOND;
	return u * TS_SECOND + (local_ns - s * TS_SECOND);
}

/* --- what a day is ------------------------------------------------------------ */

enum cal_day
cal_day(const struct cal *c, int64_t day, const char **name)
{
	static const enum cal_day kinds[] = {
		[CALFILE_HOLIDAY] = CAL_HOLIDAY, [CALFILE_MAKEUP] = CAL_MAKEUP,
		[CALFILE_SHIFT] = CAL_SHIFT,
	};
	const struct calfile_day *d = calfile_day(c->file, day);
	const struct calfile_yearly *y;

	*name = "";
	if (d && d->kind != CALFILE_PLAIN) {
		if (d->name)
			*name = d->name;
		return kinds[d->kind];
	}
	if ((y = calfile_yearly(c->file, day)) != NULL) {
		*name = y->name;
		return CAL_HOLIDAY;
	}
	return c->file->week[ts_weekday(day)].n > 0 ? CAL_WORKDAY : CAL_OFF;
}

/* Its hours before breaks; none on a holiday. */
static const struct calhours *
hours_of(const struct cal *c, int64_t day)
{
	static const struct calhours none;
	const char *name;

	switch (cal_day(c, day, &name)) {
	case CAL_HOLIDAY:
		return &none;
	case CAL_MAKEUP:
		return &c->file->makeup;
	case CAL_SHIFT:
		return calfile_day(c->file, day)->shift;
	default:
		return &c->file->week[ts_weekday(day)];
	}
}

/* Cut the breaks out of hours; both are ascending. */
static size_t
cut_breaks(const struct calhours *h, const struct calhours *breaks,
    struct calhours_range out[CAL_OPEN_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++) {
		int from = h->r[i].from;

		for (size_t k = 0; breaks && k < breaks->n; k++) {
			const struct calhours_range *b = &breaks->r[k];

			if (b->to <= from || b->from >= h->r[i].to)
				continue;
			if (b->from > from)
				out[n++] = (struct calhours_range){ from, b->from };
			from = b->to;
		}
		if (from < h->r[i].to)
			out[n++] = (struct calhours_range){ from, h->r[i].to };
	}
	return n;
}

size_t
cal_open(const struct cal *c, int64_t day, struct cal_open open[CAL_OPEN_MAX])
{
	const struct calfile_day *d = calfile_day(c->file, day);
	struct calhours_range r[CAL_OPEN_MAX];
	size_t m = cut_breaks(hours_of(c, day), d ? d->breaks : NULL, r), n = 0;

	for (size_t i = 0; i < m; i++) {
		int64_t from = utc_of(c->file->zone, day * DAY + r[i].from);
		int64_t to = utc_of(c->file->zone, day * DAY + r[i].to);

		if (from < to)
			open[n++] = (struct cal_open){ from * TS_SECOND, to * TS_SECOND };
	}
	return n;
}

bool
cal_is_workday(const struct cal *c, int64_t day)
{
	struct cal_open open[CAL_OPEN_MAX];

	return cal_open(c, day, open) > 0;
}

/* --- questions ---------------------------------------------------------------- */

static bool
in_bounds(int64_t ns)
{
	return ns != TS_NONE && ns > CAL_FIRST_DAY * DAY * TS_SECOND &&
	    ns < CAL_LAST_DAY * DAY * TS_SECOND;
}

/*
 * Go on from *left in one day: true when the answer lies in it, which
 * replaces *left.  When nothing is left and nothing was asked for at a
 * closing, the next opening is the answer.
 */
static bool
add_in_day(const struct cal *c, int64_t day, int64_t from, int64_t *left)
{
	struct cal_open open[CAL_OPEN_MAX];
	size_t n = cal_open(c, day, open);

	for (size_t i = 0; i < n; i++) {
		int64_t start = open[i].from > from ? open[i].from : from;
		int64_t len = open[i].to - start;

		if (len <= 0)
			continue;
		if (*left < len || (*left == len && !c->file->due_next)) {
			*left += start;
			return true;
		}
		*left -= len;
	}
	return false;
}

int64_t
cal_add(const struct cal *c, int64_t from, int64_t ns)
{
	int64_t day, last;

	if (!in_bounds(from) || ns < 0)
		return TS_NONE;
	day = cal_local_day(c, from);
	last = day + CAL_DAYS_MAX < CAL_LAST_DAY ? day + CAL_DAYS_MAX : CAL_LAST_DAY;
	if (add_in_day(c, day - 1, from, &ns) || add_in_day(c, day, from, &ns))
		return ns;
	for (day++; day < last; day++) {
		int64_t weeks = ns > c->week ? cal_week_plain(c->file, day) : 0;

		if (weeks > 0 && c->week > 0) {
			if (weeks > (ns - 1) / c->week)
				weeks = (ns - 1) / c->week;
			ns -= weeks * c->week;
			day += weeks * 7;
		}
		if (add_in_day(c, day, from, &ns))
			return ns;
	}
	return TS_NONE;
}

static int64_t
between_in_day(const struct cal *c, int64_t day, int64_t from, int64_t to)
{
	struct cal_open open[CAL_OPEN_MAX];
	size_t n = cal_open(c, day, open);
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t a = open[i].from > from ? open[i].from : from;
		int64_t b = open[i].to < to ? open[i].to : to;

		if (a < b)
			sum += b - a;
	}
	return sum;
}

int64_t
cal_between(const struct cal *c, int64_t from, int64_t to)
{
	int64_t day, first, last, sum = 0;

	if (!in_bounds(from) || !in_bounds(to) || to <= from)
		return 0;
	first = cal_local_day(c, from);
	last = cal_local_day(c, to) + 1;
	for (day = first - 1; day <= last; day++) {
		int64_t weeks = 0;

		if (day > first && last - day > 8)
			weeks = cal_week_plain(c->file, day);
		if (weeks > 0) {
			if (weeks > (last - day - 1) / 7)
				weeks = (last - day - 1) / 7;
			sum += weeks * c->week;
			day += weeks * 7;
		}
		sum += between_in_day(c, day, from, to);
	}
	return sum;
}

int64_t
cal_workday(const struct cal *c, int64_t day, int delta)
{
	int64_t bound = CAL_DAYS_MAX;
	int step = delta < 0 ? -1 : 1;

	if (day <= CAL_FIRST_DAY || day >= CAL_LAST_DAY)
		return TS_NONE;
	for (; delta == 0 && !cal_is_workday(c, day); day++)
		if (bound-- == 0)
			return TS_NONE;
	while (delta != 0) {
		day += step;
		if (bound-- == 0 || day <= CAL_FIRST_DAY || day >= CAL_LAST_DAY)
			return TS_NONE;
		if (cal_is_workday(c, day))
			delta -= step;
	}
	return day;
}

/* That moment itself where it closes a stretch of the day and such moments are kept. */
static int64_t
settle(const struct cal *c, int64_t day, int64_t at)
{
	struct cal_open open[CAL_OPEN_MAX];
	size_t n = cal_open(c, day, open);

	for (size_t i = 0; i < n && !c->file->due_next; i++)
		if (open[i].to == at)
			return at;
	return cal_add(c, at, 0);
}

int64_t
cal_add_days(const struct cal *c, int64_t from, int days, bool of_day)
{
	struct cal_open open[CAL_OPEN_MAX];
	int64_t day, target, local;
	size_t n;

	if (!in_bounds(from) || days < 0)
		return TS_NONE;
	day = cal_local_day(c, from);
	target = cal_workday(c, day, days);
	if (target == TS_NONE)
		return TS_NONE;
	if (of_day) {
		n = cal_open(c, target, open);
		return open[n - 1].to;
	}
	if (days == 0)
		return cal_add(c, from, 0);
	local = from + cal_offset(c, from) * TS_SECOND - day * DAY * TS_SECOND;
	return settle(c, target, cal_utc(c, target * DAY * TS_SECOND + local));
}

bool
cal_knows(const struct cal *c, int year)
{
	return year >= c->file->known_from && year <= c->file->known_to;
}

int
cal_unknown(const struct cal *c, int64_t from, int64_t to)
{
	int first, last, m, d;

	if (!in_bounds(from) || !in_bounds(to))
		return 0;
	ts_from_days(cal_local_day(c, from), &first, &m, &d);
	ts_from_days(cal_local_day(c, to), &last, &m, &d);
	for (int y = first; y <= last; y++)
		if (!cal_knows(c, y))
			return y;
	return 0;
}

/* --- the calendar ------------------------------------------------------------- */

static struct cal *
new_cal(struct calfile *f)
{
	struct cal *c;

	if (!f)
		return NULL;
	c = mem_zero(1, sizeof *c);
	c->file = f;
	c->week = cal_week_sum(f);
	return c;
}

struct cal *
cal_read(const char *dir, const char *name)
{
	return new_cal(calfile_read(dir, name));
}

struct cal *
cal_parse(const char *dir, const char *name, const char *text, size_t n)
{
	return new_cal(calfile_parse(dir, name, text, n));
}

void
cal_free(struct cal *c)
{
	if (!c)
		return;
	calfile_free(c->file);
	free(c);
}

const char *
cal_name(const struct cal *c)
{
	return c->file->name;
}

const char *
cal_title(const struct cal *c)
{
	return c->file->title;
}
