/* date - a date with a time of day, as programs and people write it. */
#include "date.h"

#include <string.h>

#include "daytime.h"
#include "cursor.h"

enum { YEAR_MIN = 1970, YEAR_MAX = 2199, LEAP_YEAR = 2000, NAME_MAX_LEN = 10 };

static const char months[12][NAME_MAX_LEN] = {
	"january", "february", "march", "april", "may", "june", "july", "august",
	"september", "october", "november", "december",
};

static const char days[7][NAME_MAX_LEN] = {
	"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
};

/* Over a name of the table or its first three letters; its index, or -1. */
static int
name(struct cursor *c, const char table[][NAME_MAX_LEN], int n)
{
	char word[NAME_MAX_LEN] = { 0 };
	size_t len = 0;

	while (len < sizeof word - 1 && cursor_letter(cursor_peek(c, len))) {
		word[len] = (char)(c->p[len] | 0x20);
		len++;
	}
	if (len < 3 || cursor_letter(cursor_peek(c, len)))
		return -1;
	for (int i = 0; i < n; i++)
		if (memcmp(word, table[i], 3) == 0 &&
		    (len == 3 || strcmp(word, table[i]) == 0)) {
			c->p += len;
			return i;
		}
	return -1;
}

int
date_month(struct cursor *c)
{
	static const char words[12][8] = {
		"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
	};
	struct cursor at = *c;
	int m = name(&at, months, 12);

	if (m >= 0) {
		*c = at;
		return m + 1;
	}
	m = cursor_number(&at, 1, 2);
	for (int i = 11; i >= 0 && m < 0; i--)
		if (cursor_text(&at, words[i]))
			m = i + 1;
	if (m < 1 || m > 12 || !cursor_text(&at, "月"))
		return -1;
	*c = at;
	return m;
}

bool
date_weekday(struct cursor *c)
{
	struct cursor at = *c;

	if (name(c, days, 7) >= 0)
		return true;
	if ((!cursor_text(&at, "星期") && !cursor_text(&at, "周")) || at.e - at.p < 3)
		return false;
	c->p = at.p + 3;
	return true;
}

/* Over a day of the week and what separates it from the date. */
static void
weekday(struct cursor *c)
{
	if (!date_weekday(c))
		return;
	cursor_one(c, ",");
	cursor_blanks(c);
}

int
date_full_year(int y)
{
	return y >= 100 ? y : y < 70 ? 2000 + y : 1900 + y;
}

/* Is it a day of the calendar?  Any year that has it will do when none is stated. */
static bool
is_day(int y, int m, int d)
{
	if (y != 0 && (y < YEAR_MIN || y > YEAR_MAX))
		return false;
	return m >= 1 && m <= 12 && d >= 1 && d <= ts_month_days(y ? y : LEAP_YEAR, m);
}

static bool
set_day(struct date *d, int y, int m, int day)
{
	if (!is_day(y, m, day))
		return false;
	d->civil.year = y;
	d->civil.month = m;
	d->civil.day = day;
	return true;
}

/* The time of day at c, for a date that began at s. */
static bool
set_time(struct cursor *c, const char *s, bool short_ok, struct date *d)
{
	struct daytime t;

	if (!daytime_read(c, short_ok, &t))
		return false;
	d->whole = (size_t)(t.whole - s);
	for (int i = 0; i < 3; i++)
		d->ends[i] = t.ends[i] ? (size_t)(t.ends[i] - s) : 0;
	daytime_zone(c, &t);
	d->civil.hour = t.hour;
	d->civil.minute = t.minute;
	d->civil.second = t.second;
	d->civil.nanosecond = t.nanosecond;
	d->digits = t.digits;
	d->zoned = t.zoned;
	d->offset_s = t.offset_s;
	d->zone = t.zone;
	d->nzone = t.nzone;
	return true;
}

/*
 * What stands between date and time: T, blanks, a mark, colons, " - " of Gin, " time=" of
 * FortiGate, a weekday in Chinese.
 */
static bool
between(struct cursor *c)
{
	const char *from = c->p;

	if (cursor_one(c, "Tt-_"))
		return true;
	if (cursor_text(c, " - ") || cursor_text(c, " time="))
		return true;
	if (!cursor_one(c, ",|;") && cursor_one(c, ":"))
		cursor_one(c, ":");
	cursor_blanks(c);
	weekday(c);
	return c->p > from || (c->p < c->e && (unsigned char)*c->p >= 0x80);
}

/* 2026-11-20T20:52:36, 2026/11/20 20:52:36, 2026年11月20日 下午08时52分36秒 ... */
static bool
year_first(struct cursor *c, const char *s, struct date *d)
{
	int y = cursor_take(c, 4), m, day;
	char mark = cursor_peek(c, 0);

	d->form = DATE_ISO;
	if (mark == '-' || mark == '/' || mark == '.') {
		c->p++;
		if ((m = date_month(c)) < 0)
			m = cursor_number(c, 1, 2);
		if (!cursor_one(c, (const char[]){ mark, '\0' }))
			return false;
		day = cursor_number(c, 1, 2);
	} else {
		cursor_blanks(c);
		if (!cursor_text(c, "年"))
			return false;
		cursor_blanks(c);
		m = cursor_number(c, 1, 2);
		if (!cursor_text(c, "月"))
			return false;
		cursor_blanks(c);
		day = cursor_number(c, 1, 2);
		if (!cursor_text(c, "日"))
			return false;
	}
	return set_day(d, y, m, day) && between(c) && set_time(c, s, true, d);
}

/* 20261120T205236, 20261120 20:52:36, 20261120205236 */
static bool
compact(struct cursor *c, const char *s, struct date *d, bool joined)
{
	int y = cursor_take(c, 4), m = cursor_take(c, 2), day = cursor_take(c, 2);

	d->form = DATE_COMPACT;
	if (!set_day(d, y, m, day))
		return false;
	return (joined || cursor_one(c, "T -:")) && set_time(c, s, false, d);
}

/* 261120 20:52:36, 261120  8:52:36, 081109 203615 */
static bool
six(struct cursor *c, const char *s, struct date *d)
{
	int y = date_full_year(cursor_take(c, 2)), m = cursor_take(c, 2),
	    day = cursor_take(c, 2);

	d->form = DATE_COMPACT;
	if (!set_day(d, y, m, day) || !cursor_one(c, " "))
		return false;
	cursor_one(c, " ");
	return set_time(c, s, false, d);
}

/* 20/Nov/2026:20:52:36 +0800, 20-Nov-2026 20:52:36.123, 20 Nov 20:52:36, 20-11月-26 */
static bool
day_first(struct cursor *c, const char *s, struct date *d)
{
	int day = cursor_take(c, cursor_run(c)), m, y = 0;
	char mark = cursor_peek(c, 0);
	struct cursor at;

	if (!cursor_one(c, "/- ") || (m = date_month(c)) < 0)
		return false;
	at = *c;
	d->form = DATE_NAMED;
	if (cursor_one(&at, (const char[]){ mark, '\0' }) && cursor_peek(&at, 2) != ':') {
		size_t n = cursor_run(&at);

		if (n != 4 && !(n == 2 && mark == '-'))
			return false;
		y = date_full_year(cursor_take(&at, n));
		*c = at;
		if (mark == '/' && cursor_peek(c, 0) == ':')
			d->form = DATE_CLF;
	} else if (mark == ' ') {
		d->form = DATE_SYSLOG;
	} else {
		return false;
	}
	return set_day(d, y, m, day) && between(c) && set_time(c, s, false, d);
}

/* 20.11.2026 20:52:36 */
static bool
dotted(struct cursor *c, const char *s, struct date *d)
{
	int day = cursor_take(c, cursor_run(c)), m, y;

	c->p++;
	d->form = DATE_NAMED;	/* its order is as certain as with a name */
	if ((m = cursor_number(c, 1, 2)) < 0 || !cursor_one(c, "."))
		return false;
	y = cursor_run(c) == 2 ? date_full_year(cursor_take(c, 2)) :
	    cursor_number(c, 4, 4);
	return set_day(d, y, m, day) && between(c) && set_time(c, s, false, d);
}

bool
date_order(struct date *d, enum date_order order)
{
	static const unsigned char at[DATE_ORDERS][3] = { /* of year, month and day */
		[DATE_MDY] = { 2, 0, 1 }, [DATE_DMY] = { 2, 1, 0 },
		[DATE_YMD] = { 0, 1, 2 },
	};

	if (order == DATE_YMD ? d->year_digits > 2 : d->year_digits < 2)
		return false;
	return set_day(d, date_full_year(d->part[at[order][0]]), d->part[at[order][1]],
	    d->part[at[order][2]]);
}

/* 11-20 20:52:36.123 */
static bool
day_and_month(struct cursor *c, const char *s, struct date *d)
{
	int m = cursor_take(c, 2), day;

	c->p++;
	day = cursor_take(c, 2);
	d->form = DATE_SYSLOG;
	return set_day(d, 0, m, day) && cursor_one(c, " ") && set_time(c, s, false, d);
}

/* 11/20/2026 8:52:36 PM, 26/11/20 20:52:36, 20-11-2026 20:52:36, 26-1-2 20:52:36 */
static bool
numeric(struct cursor *c, const char *s, struct date *d)
{
	char mark[2] = { 0 };
	size_t first = cursor_run(c);

	d->form = DATE_NUMERIC;
	d->part[0] = cursor_take(c, cursor_run(c));
	mark[0] = cursor_peek(c, 0);
	if (!cursor_one(c, "/-") || (d->part[1] = cursor_number(c, 1, 2)) < 0 ||
	    !cursor_one(c, mark))
		return false;
	d->year_digits = (int)cursor_run(c);	/* 1: it is the day, the year is first */
	if (d->year_digits != 4 && d->year_digits != 2 &&
	    (d->year_digits != 1 || first != 2))
		return false;
	d->part[2] = cursor_take(c, (size_t)d->year_digits);
	if (!(mark[0] == '-' && date_order(d, DATE_DMY)) && !date_order(d, DATE_MDY) &&
	    !date_order(d, DATE_DMY) && !date_order(d, DATE_YMD))
		return false;
	return between(c) && set_time(c, s, false, d);
}

/* 1763643156, 1763643156.123, 1763643156123 and finer */
static bool
epoch(struct cursor *c, const char *s, struct date *d, size_t n)
{
	int64_t v = 0, unit = 1;

	for (size_t i = 10; i < n; i++)
		unit *= 10;
	for (size_t i = 0; i < n; i++)
		v = v * 10 + (*c->p++ - '0');
	d->form = DATE_EPOCH;
	d->epoch_s = v / unit;
	d->civil.nanosecond = (int)(v % unit * (TS_SECOND / unit));
	d->digits = (int)n - 10;
	d->whole = 10;
	if (n == 10 && cursor_peek(c, 0) == '.' && cursor_digit(cursor_peek(c, 1))) {
		int64_t scale = TS_SECOND;

		for (c->p++; cursor_digit(cursor_peek(c, 0)); c->p++)
			if (d->digits < 9) {
				d->digits++;
				scale /= 10;
				d->civil.nanosecond += (int)(scale * (*c->p - '0'));
			}
	}
	return c->p > s && !cursor_letter(cursor_peek(c, 0));
}

/* 1120 20:52:36.123456, after glog's letter */
static bool
glog(struct cursor *c, const char *s, struct date *d)
{
	int m = cursor_take(c, 2), day = cursor_take(c, 2);

	d->form = DATE_GLOG;
	return set_day(d, 0, m, day) && cursor_one(c, " ") && set_time(c, s, false, d) &&
	    d->digits == 6;
}

/*
 * The year that stands behind the time: Fri Nov 20 20:52:36 CST 2026.  Without a weekday
 * before, only one of this century, as switches write it.
 */
static void
year_last(struct cursor *c, struct date *d, bool sure)
{
	struct cursor at = *c;
	int y;

	if (!cursor_one(&at, " ") || (y = cursor_number(&at, 4, 4)) < YEAR_MIN ||
	    y > YEAR_MAX || (!sure && y / 100 != 20) ||
	    cursor_letter(cursor_peek(&at, 0)) || cursor_one(&at, "-/"))
		return;
	*c = at;
	d->civil.year = y;
}

/* Nov 20 20:52:36, Fri Nov 20 20:52:36 2026, Nov 20, 2026 8:52:36 PM, 11月 20 20:52:36 */
static bool
month_first(struct cursor *c, const char *s, struct date *d, bool weekday_known)
{
	int m = date_month(c), day, y = 0;
	struct cursor at;

	cursor_blanks(c);
	if (m < 0 || (day = cursor_number(c, 1, 2)) < 0)
		return false;
	cursor_one(c, ",");
	if (!cursor_one(c, " "))
		return false;
	cursor_blanks(c);
	at = *c;
	if (cursor_run(&at) == 4) {
		y = cursor_take(&at, 4);
		cursor_one(&at, ",");
		if (!cursor_one(&at, " "))
			return false;
		*c = at;
	}
	if (!set_day(d, y, m, day) || !set_time(c, s, false, d))
		return false;
	d->open_year = y == 0;
	if (d->open_year)
		year_last(c, d, weekday_known);
	d->form = d->civil.year ? DATE_NAMED : DATE_SYSLOG;
	return is_day(d->civil.year, m, day);
}

/* One or two digits: a day, or a month in digits. */
static bool
short_first(struct cursor *c, const char *s, struct date *d, size_t n)
{
	char next = cursor_peek(c, n);
	struct cursor at = { c->p + n, c->e };

	if (next == '.')
		return dotted(c, s, d);
	if ((unsigned char)next >= 0x80)
		return month_first(c, s, d, false);
	if (next == '-' && n == 2 && cursor_peek(c, 5) == ' ' &&
	    cursor_run(&(struct cursor){ c->p + 3, c->e }) == 2)
		return day_and_month(c, s, d);
	if (cursor_one(&at, "/-") && date_month(&at) < 0)
		return numeric(c, s, d);
	return day_first(c, s, d);
}

static bool
digits_first(struct cursor *c, const char *s, struct date *d)
{
	size_t n = cursor_run(c);

	switch (n) {
	case 1: case 2:
		return short_first(c, s, d, n);
	case 4:
		if (cursor_peek(c, 4) == ' ' && cursor_peek(c, 7) == ':')
			return glog(c, s, d);
		return year_first(c, s, d);
	case 6: return six(c, s, d);
	case 8: return compact(c, s, d, false);
	case 14: return compact(c, s, d, true);
	case 10: case 13: case 16: case 19:
		return epoch(c, s, d, n);
	default: return false;
	}
}

size_t
date_read(const char *s, size_t n, struct date *d)
{
	struct cursor c = { s, s + (n < DATE_TEXT_MAX ? n : DATE_TEXT_MAX) };

	memset(d, 0, sizeof *d);
	weekday(&c);
	if (cursor_digit(cursor_peek(&c, 0)) ? digits_first(&c, s, d) :
	    month_first(&c, s, d, c.p > s))
		return (size_t)(c.p - s);
	return 0;
}
