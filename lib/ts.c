/*
 * ts - points in time: RFC 3339 to int64 nanoseconds UTC and back.
 *
 * Days to dates and back by the usual division of the 400-year cycle, with
 * years that begin in March so that the leap day is the last of its year.
 */
#include "ts.h"

#include <string.h>
#include <time.h>

enum {
	DAY_S = 86400,
	CYCLE_DAYS = 146097,	/* days of 400 years */
	EPOCH_DAYS = 719468,	/* from 0000-03-01 to 1970-01-01 */
	YEAR_MIN = 1678,	/* whole years that fit into int64 nanoseconds */
	YEAR_MAX = 2261,
};

int64_t
ts_days(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t cycle = (y >= 0 ? y : y - 399) / 400;
	int64_t of_cycle = y - cycle * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return cycle * CYCLE_DAYS + of_cycle * 365 +
	    of_cycle / 4 - of_cycle / 100 + of_year - EPOCH_DAYS;
}

void
ts_from_days(int64_t days, int *year, int *month, int *day)
{
	int64_t z = days + EPOCH_DAYS;
	int64_t cycle = (z >= 0 ? z : z - (CYCLE_DAYS - 1)) / CYCLE_DAYS;
	int64_t d = z - cycle * CYCLE_DAYS;			/* 0 to 146096 */
	int64_t y = (d - d / 1460 + d / 36524 - d / 146096) / 365;
	int64_t of_year = d - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153;			/* 0 is March */

	*day = (int)(of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)(y + cycle * 400 + (*month <= 2));
}

int
ts_weekday(int64_t days)
{
	int64_t w = (days + 4) % 7;	/* 1970-01-01 was a Thursday */

	return (int)(w < 0 ? w + 7 : w);
}

int
ts_month_days(int year, int month)
{
	static const signed char days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
	};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

bool
ts_valid(const struct ts_civil *c)
{
	return c->year >= YEAR_MIN && c->year <= YEAR_MAX && c->month >= 1 &&
	    c->month <= 12 && c->day >= 1 && c->day <= ts_month_days(c->year, c->month) &&
	    c->hour >= 0 && c->hour <= 23 && c->minute >= 0 && c->minute <= 59 &&
	    c->second >= 0 && c->second <= 59 && c->nanosecond >= 0 &&
	    c->nanosecond <= 999999999;
}

int64_t
ts_civil_seconds(const struct ts_civil *c)
{
	return ts_days(c->year, c->month, c->day) * DAY_S + c->hour * 3600 +
	    c->minute * 60 + c->second;
}

void
ts_civil_at(int64_t seconds, struct ts_civil *c)
{
	int64_t days = seconds / DAY_S, of_day = seconds % DAY_S;

	if (of_day < 0) {
		of_day += DAY_S;
		days--;
	}
	ts_from_days(days, &c->year, &c->month, &c->day);
	c->hour = (int)(of_day / 3600);
	c->minute = (int)(of_day / 60 % 60);
	c->second = (int)(of_day % 60);
	c->nanosecond = 0;
}

static bool
is_digit(char c)
{
	return (unsigned char)(c - '0') <= 9;
}

static int
two(const char *s)
{
	return is_digit(s[0]) && is_digit(s[1]) ? (s[0] - '0') * 10 + (s[1] - '0') : -1;
}

/* ".digits" at s: its length, and the nanoseconds; 0 when it is not that. */
static size_t
take_fraction(const char *s, size_t n, int *ns)
{
	int v = 0, scale = 100000000;
	size_t i = 1;

	for (; i < n && is_digit(s[i]); i++) {
		v += (s[i] - '0') * scale;
		scale /= 10;
	}
	*ns = v;
	return i > 1 ? i : 0;
}

/* "Z" or "+hh:mm" as the whole of s, in seconds. */
static bool
take_offset(const char *s, size_t n, int *offset_s)
{
	int h, m;

	if (n == 1 && (*s == 'Z' || *s == 'z')) {
		*offset_s = 0;
		return true;
	}
	if (n != 6 || (*s != '+' && *s != '-') || s[3] != ':')
		return false;
	h = two(s + 1);
	m = two(s + 4);
	if (h < 0 || h > 23 || m < 0 || m > 59)
		return false;
	*offset_s = (h * 3600 + m * 60) * (*s == '-' ? -1 : 1);
	return true;
}

enum { FIXED = 19 };	/* 2026-11-20T20:52:36 */

/* The first FIXED bytes of s; a leap second is told in *leap, and is second 59. */
static bool
take_civil(const char *s, struct ts_civil *c, bool *leap)
{
	int high = two(s), low = two(s + 2);

	if (s[4] != '-' || s[7] != '-' || s[13] != ':' || s[16] != ':' ||
	    (s[10] != 'T' && s[10] != 't' && s[10] != ' '))
		return false;
	*c = (struct ts_civil){
		.year = high < 0 || low < 0 ? -1 : high * 100 + low,
		.month = two(s + 5), .day = two(s + 8),
		.hour = two(s + 11), .minute = two(s + 14), .second = two(s + 17),
	};
	*leap = c->second == 60;
	c->second -= *leap;
	return ts_valid(c);
}

bool
ts_parse(const char *s, size_t n, int64_t *ns, int *offset_s)
{
	struct ts_civil c;
	size_t at = FIXED;
	int offset;
	bool leap;

	if (n < FIXED + 1 || !take_civil(s, &c, &leap))
		return false;
	if (s[at] == '.') {
		size_t used = take_fraction(s + at, n - at, &c.nanosecond);

		if (used == 0)
			return false;
		at += used;
	}
	if (!take_offset(s + at, n - at, &offset))
		return false;
	if (leap)
		c.nanosecond = 999999999;
	*ns = (ts_civil_seconds(&c) - offset) * TS_SECOND + c.nanosecond;
	if (offset_s)
		*offset_s = offset;
	return true;
}

static char *
put_two(char *p, int v)
{
	p[0] = (char)('0' + v / 10);
	p[1] = (char)('0' + v % 10);
	return p + 2;
}

/* The first n (1 to 9) of the nine digits of a fraction, after their point. */
static char *
put_fraction(char *p, int ns, int n)
{
	static const int parts[] = {
		0, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1,
	};
	int v = ns / parts[n];

	*p = '.';
	for (int i = n; i > 0; i--) {
		p[i] = (char)('0' + v % 10);
		v /= 10;
	}
	return p + 1 + n;
}

static char *
put_offset(char *p, int offset_s)
{
	int minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;

	if (offset_s == 0) {
		*p++ = 'Z';
		return p;
	}
	*p++ = offset_s < 0 ? '-' : '+';
	p = put_two(p, minutes / 60);
	*p++ = ':';
	return put_two(p, minutes % 60);
}

size_t
ts_format(char text[TS_MAX], int64_t ns, int offset_s, int digits)
{
	struct ts_civil c;
	int64_t seconds = ns / TS_SECOND, fraction = ns % TS_SECOND;
	char *p = text;

	if (fraction < 0) {
		fraction += TS_SECOND;
		seconds--;
	}
	ts_civil_at(seconds + offset_s, &c);
	p = put_two(p, c.year / 100);
	p = put_two(p, c.year % 100);
	*p++ = '-';
	p = put_two(p, c.month);
	*p++ = '-';
	p = put_two(p, c.day);
	*p++ = 'T';
	p = put_two(p, c.hour);
	*p++ = ':';
	p = put_two(p, c.minute);
	*p++ = ':';
	p = put_two(p, c.second);
	if (digits > 0)
		p = put_fraction(p, (int)fraction, digits < 9 ? digits : 9);
	p = put_offset(p, offset_s);
	*p = '\0';
	return (size_t)(p - text);
}

int64_t
ts_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * TS_SECOND + t.tv_nsec;
}
