/*
 * column_time - times in the forms that logs have.
 *
 * A form is a text with %Y and the like: %Y %y year, %m %d month and day, %e the day with
 * a space for 0, %b %a names, %H %M %S, %1 to %9 so many digits of a second.
 */
#include <stdlib.h>

#include "column_part.h"
#include "ts.h"

enum {
	QUARTER_S = 900,
	ZONE_MAX_S = 14 * 3600,
	DAY_S = 86400,
	YEAR_MIN = 1700, YEAR_MAX = 2200,
};

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char weekdays[] = "SunMonTueWedThuFriSat";

static const char *const forms[] = {
	"%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%b %e %H:%M:%S", "%b %d %H:%M:%S",
	"%a %b %d %H:%M:%S %Y", "%a %b %e %H:%M:%S %Y", "%y%m%d %H%M%S",
	"%Y/%m/%d %H:%M:%S", "%y/%m/%d %H:%M:%S", "%d/%b/%Y:%H:%M:%S",
	"%d/%b/%Y %H:%M:%S", "%d-%b-%Y %H:%M:%S", "%Y-%m-%d-%H.%M.%S", "%Y%m%d-%H:%M:%S",
	"%Y%m%d %H:%M:%S", "%Y%m%d%H%M%S", "%m-%d %H:%M:%S", "%m.%d %H:%M:%S", "%H:%M:%S",
};

static int
digits(const char *s, size_t n)
{
	int v = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + s[i] - '0';
	}
	return v;
}

/* The number of the name at s, from 0, or -1. */
static int
name(const char *names, const char *s)
{
	for (int i = 0; names[3 * i]; i++)
		if (memcmp(names + 3 * i, s, 3) == 0)
			return i;
	return -1;
}

/* What a form has besides digits of the second. */
struct parts {
	struct ts_civil c;
	bool year, date;
};

/* One part at s: its length, or 0. */
static size_t
take(char part, const char *s, size_t n, struct parts *p)
{
	static const char two[] = "ymdeHMS";
	size_t len = part == 'Y' ? 4 : strchr(two, part) ? 2 : 3;
	int v;

	if (n < len)
		return 0;
	if (len == 3)
		v = name(part == 'b' ? months : weekdays, s);
	else if (part == 'e' && *s == ' ')
		v = digits(s + 1, 1);
	else
		v = digits(s, len);
	switch (v < 0 ? 0 : part) {
	case 'Y': p->c.year = v; p->year = true; break;
	case 'y': p->c.year = 2000 + v; p->year = true; break;
	case 'm': p->c.month = v; p->date = true; break;
	case 'b': p->c.month = v + 1; p->date = true; break;
	case 'd': case 'e': p->c.day = v; break;
	case 'H': p->c.hour = v; break;
	case 'M': p->c.minute = v; break;
	case 'S': p->c.second = v; break;
	case 'a': break;
	default: return 0;
	}
	return len;
}

/* s in the form, which may end in digits of the second: its length or 0. */
static size_t
take_all(const char *form, const char *s, size_t n, struct parts *p)
{
	size_t at = 0, len;

	for (; *form; form++) {
		if (*form != '%') {
			if (at == n || s[at] != *form)
				return 0;
			at++;
			continue;
		}
		form++;
		if (*form >= '1' && *form <= '9') {
			len = (size_t)(*form - '0');
			if (n - at < len || (p->c.nanosecond = digits(s + at, len)) < 0)
				return 0;
			for (size_t i = len; i < 9; i++)
				p->c.nanosecond *= 10;
		} else {
			len = take(*form, s + at, n - at, p);
		}
		if (len == 0)
			return 0;
		at += len;
	}
	return at;
}

/* Of the year in which it is nearest. */
static int64_t
near_year(struct parts *p, int64_t near_s)
{
	struct ts_civil now;
	int64_t best = TS_NONE;

	ts_civil_at(near_s, &now);
	for (int y = now.year - 1; y <= now.year + 1; y++) {
		int64_t s;

		p->c.year = y;
		if (!ts_valid(&p->c))
			continue;
		s = ts_civil_seconds(&p->c);
		if (best == TS_NONE || llabs(s - near_s) < llabs(best - near_s))
			best = s;
	}
	return best;
}

/*
 * In seconds: what the form leaves out is near the time of the row; TS_NONE: it is no
 * such time.
 */
static int64_t
seconds(struct parts *p, int64_t near_s)
{
	int64_t best;

	if (p->date && !p->year)
		return near_year(p, near_s);
	if (!p->date) {
		p->c.year = 2000;
		p->c.month = p->c.day = 1;
	}
	if (p->c.year < YEAR_MIN || p->c.year > YEAR_MAX || !ts_valid(&p->c))
		return TS_NONE;
	best = ts_civil_seconds(&p->c);
	if (p->date)
		return best;
	best = best % DAY_S + (near_s - best % DAY_S) / DAY_S * DAY_S;
	if (best - near_s > DAY_S / 2)
		return best - DAY_S;
	return near_s - best > DAY_S / 2 ? best + DAY_S : best;
}

/* The pieces of the text that stand for something. */
static size_t
print(const char *form, const struct ts_civil *c, int weekday, char *to)
{
	char *t = to;

	for (; *form; form++) {
		int v = -1, n = 2;

		if (*form != '%') {
			*t++ = *form;
			continue;
		}
		switch (*++form) {
		case 'Y': v = c->year; n = 4; break;
		case 'y': v = c->year % 100; break;
		case 'm': v = c->month; break;
		case 'd': case 'e': v = c->day; break;
		case 'H': v = c->hour; break;
		case 'M': v = c->minute; break;
		case 'S': v = c->second; break;
		case 'b': memcpy(t, months + 3 * (c->month - 1), 3); t += 3; break;
		case 'a': memcpy(t, weekdays + 3 * weekday, 3); t += 3; break;
		default: v = 0; n = *form - '0'; break;
		}
		if (v < 0)
			continue;
		for (int i = n; i-- > 0; v /= 10)
			t[i] = (char)('0' + v % 10);
		if (*form == 'e' && *t == '0')
			*t = ' ';
		t += n;
	}
	return (size_t)(t - to);
}

bool
column_pattern_check(struct column_pattern *p)
{
	size_t n = 0;
	int seconds = 0;

	p->digits = 0;
	p->filled = false;
	for (const char *f = p->form; *f; f++, n++) {
		if (*f != '%')
			continue;
		if (*++f == '\0')
			return false;
		if (*f >= '1' && *f <= '9') {
			if (p->digits)
				return false;
			p->digits = *f - '0';
			p->fraction = n;
			n += (size_t)p->digits - 1;
		} else if (!strchr("YymdebaHMS", *f)) {
			return false;
		} else {
			if (*f == 'S')
				p->second_at = n;
			seconds += *f == 'S';
			n += *f == 'Y' ? 3 : *f == 'b' || *f == 'a' ? 2 : 1;
		}
	}
	p->n = n;
	if (seconds != 1)	/* of two, none is written by itself */
		p->second_at = n;
	return p->offset >= -DAY_S && p->offset <= DAY_S;
}

static void
print_second(struct column_pattern *p, int64_t s)
{
	struct ts_civil c;
	int64_t day = s >= 0 ? s / DAY_S : (s - DAY_S + 1) / DAY_S;

	ts_civil_at(s, &c);
	p->n = print(p->form, &c, ts_weekday(day), p->text);
	p->second = s;
	p->minute = s - c.second;
	p->filled = true;
}

void
column_time_print(struct column_pattern *p, int64_t ns)
{
	static const int64_t unit[] = { 1000000000, 100000000, 10000000, 1000000, 100000,
		10000, 1000, 100, 10, 1 };
	int64_t s = ns / TS_SECOND, f = ns % TS_SECOND;

	if (f < 0) {
		f += TS_SECOND;
		s--;
	}
	s += p->offset;
	if (p->filled && s != p->second && s - p->minute >= 0 && s - p->minute < 60 &&
	    p->second_at < p->n) {
		p->text[p->second_at] = (char)('0' + (s - p->minute) / 10);
		p->text[p->second_at + 1] = (char)('0' + (s - p->minute) % 10);
		p->second = s;
	} else if (!p->filled || s != p->second) {
		print_second(p, s);
	}
	f /= unit[p->digits];
	for (int i = p->digits; i-- > 0; f /= 10)
		p->text[p->fraction + (size_t)i] = (char)('0' + f % 10);
}

size_t
column_time_parse(const struct column_pattern *p, const char *s, size_t n, int64_t *ns)
{
	struct parts t = { .c = { .year = 2000, .month = 1, .day = 1 } };
	size_t len = take_all(p->form, s, n, &t);

	if (len == 0 || t.c.year < YEAR_MIN || t.c.year > YEAR_MAX || !ts_valid(&t.c))
		return 0;
	*ns = (ts_civil_seconds(&t.c) - p->offset) * TS_SECOND + t.c.nanosecond;
	return len;
}

/* What stands at s is that time, to the digit. */
static bool
same(struct column_pattern *p, const char *s, size_t n, int64_t ns)
{
	column_time_print(p, ns);
	return n >= p->n && memcmp(s, p->text, p->n) == 0;
}

/* A time of the minute that p->text is of: only its seconds differ, and their digits. */
static bool
same_minute(struct column_pattern *p, const char *s, int64_t *ns)
{
	size_t sec = p->second_at, behind = sec + 2,
	    from = p->digits ? p->fraction : p->n, to = from + (size_t)p->digits;
	int second, f = 0;

	if (!p->filled || behind > from || memcmp(s, p->text, sec) != 0 ||
	    memcmp(s + behind, p->text + behind, from - behind) != 0 ||
	    memcmp(s + to, p->text + to, p->n - to) != 0 ||
	    (second = digits(s + sec, 2)) < 0 || second > 59 ||
	    (f = digits(s + from, (size_t)p->digits)) < 0)
		return false;
	p->second = p->minute + second;
	memcpy(p->text + sec, s + sec, 2);
	for (int i = p->digits; i < 9; i++)
		f *= 10;
	*ns = (p->second - p->offset) * TS_SECOND + f;
	return true;
}

bool
column_time_exact(struct column_pattern *p, const char *s, size_t n, int64_t *ns)
{
	return n == p->n && (same_minute(p, s, ns) ||
	    (column_time_parse(p, s, n, ns) == n && same(p, s, n, *ns)));
}

/* The form, with digits of the second where s goes on with them. */
static size_t
set_form(struct column_pattern *p, const char *form, const char *s, size_t n, size_t len)
{
	size_t f = strlen(form), d = 0;

	*p = (struct column_pattern){ .offset = 0 };
	memcpy(p->form, form, f);
	if (len + 1 < n && (s[len] == '.' || s[len] == ',') && form[f - 1] == 'S')
		while (d < 9 && len + 1 + d < n && s[len + 1 + d] >= '0' &&
		    s[len + 1 + d] <= '9')
			d++;
	if (d > 0) {
		p->form[f++] = s[len];
		p->form[f++] = '%';
		p->form[f++] = (char)('0' + d);
		len += 1 + d;
	}
	column_pattern_check(p);
	return len;
}

size_t
column_time_guess(const char *s, size_t n, int64_t ns, struct column_pattern *p)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct parts t = { .c = { 0 } };
		size_t len = take_all(forms[i], s, n, &t);
		int64_t s_row = ns / TS_SECOND - (ns % TS_SECOND < 0), at, off;

		if (len == 0)
			continue;
		if (ns == TS_NONE) {
			len = set_form(p, forms[i], s, n, len);
			if (t.year && column_time_parse(p, s, n, &at) == len)
				return len;
			continue;
		}
		at = seconds(&t, s_row);
		off = at - s_row;
		if (at == TS_NONE || off % QUARTER_S != 0 || llabs(off) > ZONE_MAX_S)
			continue;
		len = set_form(p, forms[i], s, n, len);
		p->offset = off;
		if (same(p, s, n, ns))
			return len;
	}
	return 0;
}

bool
column_time_whole(const char *s, size_t n, struct column_pattern *p)
{
	size_t len = column_time_guess(s, n, TS_NONE, p), f = strlen(p->form);
	int64_t ns = 0;

	if (len == 0 || n - len > 6 || f + (n - len) >= sizeof p->form ||
	    memchr(s + len, '%', n - len))
		return false;
	memcpy(p->form + f, s + len, n - len);
	p->form[f + n - len] = '\0';
	column_pattern_check(p);
	return column_time_exact(p, s, n, &ns);
}
