/* period - spans of the calendar: 6 months, 3 years, for ever. */
#include "period.h"

#include <stddef.h>
#include <string.h>

#include "num.h"
#include "ts.h"
#include "zone.h"

enum {
	DIGITS_MAX = 6,
	DAY_S = 86400,
	YEAR_MAX = 2261,	/* of the times that fit into int64 nanoseconds */
};

static const struct unit {
	const char *name;
	int months, days;
} units[] = {
	{ "month", 1, 0 }, { "months", 1, 0 }, { "mo", 1, 0 },
	{ "year", 12, 0 }, { "years", 12, 0 }, { "y", 12, 0 },
	{ "day", 0, 1 }, { "days", 0, 1 }, { "d", 0, 1 },
	{ "week", 0, 7 }, { "weeks", 0, 7 }, { "w", 0, 7 },
};

int
period_parse(const char *text, struct period *p)
{
	size_t n = strspn(text, "0123456789");
	char digits[DIGITS_MAX + 1];
	const char *name = text + n + strspn(text + n, " ");
	int64_t v;

	*p = (struct period){ .forever = strcmp(text, "forever") == 0 };
	if (p->forever)
		return 0;
	if (n == 0 || n > DIGITS_MAX)
		return -1;
	memcpy(digits, text, n);
	digits[n] = '\0';
	if (num_i64(digits, 0, PERIOD_DAYS_MAX, &v) < 0)
		return -1;
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (strcmp(name, units[i].name) == 0) {
			if (v * units[i].months > PERIOD_MONTHS_MAX ||
			    v * units[i].days > PERIOD_DAYS_MAX)
				return -1;
			p->months = (int)v * units[i].months;
			p->days = (int)v * units[i].days;
			return 0;
		}
	return -1;
}

int64_t
period_after(const struct period *p, int64_t ns, const struct zone *zone)
{
	int64_t second = ns / TS_SECOND - (ns % TS_SECOND < 0);
	int64_t part = ns - second * TS_SECOND;
	int64_t local = second + (zone ? zone_offset(zone, second) : 0), utc;
	struct ts_civil c;
	int month, days;

	if (p->forever)
		return INT64_MAX;
	ts_civil_at(local, &c);
	month = c.month - 1 + p->months;
	c.year += month / 12;
	c.month = month % 12 + 1;
	if (c.year > YEAR_MAX)
		return INT64_MAX;
	days = ts_month_days(c.year, c.month);
	if (c.day > days)
		c.day = days;
	local = ts_civil_seconds(&c) + (int64_t)p->days * DAY_S;
	utc = local;
	if (zone)
		zone_utc(zone, local, &utc);
	return utc > INT64_MAX / TS_SECOND - 1 ? INT64_MAX : utc * TS_SECOND + part;
}

/* The fewest and the most days that so many months in a row can have. */
static int
days_least(int months)
{
	/* from the last day of January on, in a year without a leap day */
	static const int of[12] = {
		0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334,
	};

	return months / 12 * 365 + of[months % 12];
}

static int
days_most(int months)
{
	static const int of[12] = {
		0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337,
	};

	return months / 12 * 365 + (months / 12 + 3) / 4 + of[months % 12];
}

bool
period_covers(const struct period *a, const struct period *b)
{
	if (a->forever || b->forever)
		return a->forever;
	if (a->months >= b->months && a->days >= b->days)
		return true;
	return days_least(a->months) + a->days >= days_most(b->months) + b->days;
}
