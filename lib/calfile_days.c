/*
 * calfile_days - the dated days of calendar files: what is
 * said of a day, and how it is written.
 */
#include <stdlib.h>
#include <string.h>

#include "calfile_reader.h"
#include "conf.h"
#include "mem.h"
#include "num.h"
#include "ts.h"

enum { YEAR_MIN = 1700, YEAR_MAX = 2250 };

/* --- dates ------------------------------------------------------------------ */

/* "MM-DD" at s; a leap year, so that 02-29 is one. */
static bool
month_day(const char *s, int year, int *month, int *day)
{
	*month = num_digits(s, 2);
	*day = num_digits(s + 3, 2);
	return s[2] == '-' && *month >= 1 && *month <= 12 && *day >= 1 &&
	    *day <= ts_month_days(year, *month);
}

bool
calfile_date(const char *s, size_t n, int64_t *day)
{
	int y, m, d;

	if (n != 10 || s[4] != '-')
		return false;
	y = num_digits(s, 4);
	if (y < YEAR_MIN || y > YEAR_MAX || !month_day(s + 5, y, &m, &d))
		return false;
	*day = ts_days(y, m, d);
	return true;
}

/* "2026-02-14" or "2026-02-15..2026-02-23". */
static bool
date_range(const char *s, int64_t *first, int64_t *last)
{
	size_t n = strlen(s);

	if (n == 10 && calfile_date(s, n, first)) {
		*last = *first;
		return true;
	}
	return n == 22 && s[10] == '.' && s[11] == '.' && calfile_date(s, 10, first) &&
	    calfile_date(s + 12, 10, last) && *last >= *first;
}

/* --- what is known of a day --------------------------------------------------- */

const struct calfile_day *
calfile_from(const struct calfile *c, int64_t day)
{
	size_t lo = 0, hi = c->ndays;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->days[mid].day < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < c->ndays ? &c->days[lo] : NULL;
}

const struct calfile_day *
calfile_day(const struct calfile *c, int64_t day)
{
	const struct calfile_day *d = calfile_from(c, day);

	return d && d->day == day ? d : NULL;
}

const struct calfile_yearly *
calfile_yearly(const struct calfile *c, int64_t day)
{
	int y, m, d;

	if (c->nyearly == 0)
		return NULL;
	ts_from_days(day, &y, &m, &d);
	for (size_t i = 0; i < c->nyearly; i++)
		if (c->yearly[i].month == m && c->yearly[i].day == d)
			return &c->yearly[i];
	return NULL;
}

/* --- dated days --------------------------------------------------------------- */

/* The entry of that day, made when there is none; NULL at the bound. */
static struct calfile_day *
day_entry(struct calfile *c, int64_t day)
{
	size_t at = c->ndays;

	while (at > 0 && c->days[at - 1].day >= day)
		at--;
	if (at < c->ndays && c->days[at].day == day)
		return &c->days[at];
	if (c->ndays == CALFILE_DAYS_MAX)
		return NULL;
	c->days = mem_grow(c->days, &c->days_cap, c->ndays + 1, sizeof *c->days);
	memmove(&c->days[at + 1], &c->days[at], (c->ndays - at) * sizeof *c->days);
	c->days[at] = (struct calfile_day){ .day = day };
	c->ndays++;
	return &c->days[at];
}

static void
note_year(struct calfile_reader *r, int64_t day)
{
	int y, m, d;

	ts_from_days(day, &y, &m, &d);
	if (y < r->dated_from)
		r->dated_from = y;
	if (y > r->dated_to)
		r->dated_to = y;
}

static void
set_days(struct calfile_reader *r, const struct conf_section *s,
    const struct conf_entry *e, enum calfile_kind kind)
{
	int64_t first, last;

	if (!date_range(e->key, &first, &last)) {
		conf_bad(s, e->line, "'%s' is not a date such as 2026-02-14 "
		    "or 2026-02-15..2026-02-23", e->key);
		return;
	}
	if (last - first >= CALFILE_DAYS_MAX)
		last = first + CALFILE_DAYS_MAX;
	for (int64_t day = first; day <= last; day++) {
		struct calfile_day *d = day_entry(r->cal, day);

		if (!d) {
			conf_bad(s, e->line, "more than %d dated days", CALFILE_DAYS_MAX);
			return;
		}
		free(d->shift);
		d->shift = NULL;
		free(d->name);
		d->name = mem_str(e->value);
		d->kind = kind;
		if (kind == CALFILE_HOLIDAY)
			note_year(r, day);
	}
}

void
calfile_take_holidays(struct calfile_reader *r, const struct conf_section *s)
{
	struct calfile *c = r->cal;

	for (size_t i = 0; i < s->n; i++) {
		const struct conf_entry *e = &s->entries[i];
		int m, d;

		if (strlen(e->key) != 5) {
			set_days(r, s, e, CALFILE_HOLIDAY);
		} else if (!month_day(e->key, 2000, &m, &d)) {
			conf_bad(s, e->line,
			    "'%s' is not a day of the year such as 01-01", e->key);
		} else if (c->nyearly == CALFILE_YEARLY_MAX) {
			conf_bad(s, e->line, "more than %d yearly days",
			    CALFILE_YEARLY_MAX);
		} else {
			c->yearly = mem_grow(c->yearly, &c->yearly_cap, c->nyearly + 1,
			    sizeof *c->yearly);
			c->yearly[c->nyearly++] = (struct calfile_yearly){
				m, d, mem_str(e->value),
			};
		}
	}
}

void
calfile_take_workdays(struct calfile_reader *r, const struct conf_section *s)
{
	for (size_t i = 0; i < s->n; i++)
		set_days(r, s, &s->entries[i], CALFILE_MAKEUP);
}

/* The hours of a shift, or a break, of one day; NULL, or what is wrong with it. */
static const char *
set_dated_hours(struct calfile *c, int64_t day, const char *value, bool shift)
{
	struct calfile_day *d = day_entry(c, day);
	struct calhours **h;

	if (!d)
		return "is one dated day too many";
	h = shift ? &d->shift : &d->breaks;
	if (!*h)
		*h = mem_zero(1, sizeof **h);
	if (shift)
		d->kind = CALFILE_SHIFT;
	return shift && strcmp(value, "off") == 0 ? NULL : calhours_add(*h, value);
}

void
calfile_take_dated_hours(struct calfile_reader *r, const struct conf_section *s,
    bool shift)
{
	for (size_t i = 0; i < s->n && r->depth == 0; i++) {
		const struct conf_entry *e = &s->entries[i];
		int64_t first, last;
		const char *why = NULL;

		if (!date_range(e->key, &first, &last) || last - first > 366) {
			conf_bad(s, e->line, "'%s' is not a date such as 2026-02-14",
			    e->key);
			continue;
		}
		for (int64_t day = first; day <= last && !why; day++)
			why = set_dated_hours(r->cal, day, e->value, shift);
		if (why)
			conf_bad(s, e->line, "'%s' %s", e->value, why);
	}
}

/* --- the end ------------------------------------------------------------------ */

void
calfile_free_days(struct calfile *c)
{
	for (size_t i = 0; i < c->ndays; i++) {
		free(c->days[i].name);
		free(c->days[i].shift);
		free(c->days[i].breaks);
	}
	for (size_t i = 0; i < c->nyearly; i++)
		free(c->yearly[i].name);
	free(c->days);
	free(c->yearly);
}
