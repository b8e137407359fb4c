/* stamp_format - times in a form that is given, as strftime(3) writes them. */
#include "stamp_part.h"

#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "daytime.h"
#include "mem.h"

enum {
	EPOCH_DIGITS = 12,	/* of seconds, at most */
	YEAR_MIN = 1970,	/* as in date.c */
	YEAR_MAX = 2199,
};

struct stamp_format {
	char code[STAMP_FORMAT_MAX];	/* the letters behind %; 0: the byte */
	char byte[STAMP_FORMAT_MAX];
	size_t n;
	enum date_form form;
	bool half;
};

/* What was read so far. */
struct reading {
	struct cursor c;
	struct date *d;
	struct daytime t;
	const char *start;
	enum daytime_half half;
	int of_year;		/* the day of the year, 0: none */
	bool apart;		/* the fraction is not behind the seconds */
};

static bool
has(const struct stamp_format *f, const char *codes)
{
	for (; *codes; codes++)
		if (memchr(f->code, *codes, f->n))
			return true;
	return false;
}

static bool
add(struct stamp_format *f, char code, char byte)
{
	if (f->n == STAMP_FORMAT_MAX)
		return false;
	f->code[f->n] = code;
	f->byte[f->n++] = byte;
	return true;
}

/* What some letters stand for, and letters for the same. */
static const char *
stands_for(char code)
{
	switch (code) {
	case 'T': return "%H:%M:%S";
	case 'R': return "%H:%M";
	case 'F': return "%Y-%m-%d";
	case 'D': return "%m/%d/%y";
	case 'N': return "%f";
	case 'B': case 'h': return "%b";
	case 'A': return "%a";
	case 'e': return "%d";
	case 'k': return "%H";
	case 'l': return "%I";
	default: return NULL;
	}
}

/* The pieces of a text, added; NULL or why not. */
static const char *
compile(struct stamp_format *f, const char *s)
{
	for (; *s; s++) {
		const char *other, *why;

		if (*s != '%' || s[1] == '%') {
			s += *s == '%';
			if (!add(f, 0, *s))
				return "it is too long";
			continue;
		}
		s++;
		while (*s == '-' || *s == '_' || cursor_digit(*s))
			s++;		/* %-d and %3N: read alike */
		other = stands_for(*s);
		if (other) {
			if ((why = compile(f, other)) != NULL)
				return why;
		} else if (*s == '\0' || !strchr("YymbdjHIpMSfzZsa", *s)) {
			return "it has an unknown letter after %";
		} else if (!add(f, *s, 0)) {
			return "it is too long";
		}
	}
	return NULL;
}

static const char *
lacks(const struct stamp_format *f)
{
	if (has(f, "s"))
		return NULL;
	if (!has(f, "j") && !(has(f, "d") && has(f, "mb")))
		return "it has no day";
	if (has(f, "j") && !has(f, "Yy"))
		return "a day of the year needs the year";
	if (!has(f, "HI"))
		return "it has no time of day";
	return has(f, "I") && !has(f, "p") ? "%I needs %p" : NULL;
}

struct stamp_format *
stamp_format_new(const char *text, const char **why)
{
	struct stamp_format *f = mem_zero(1, sizeof *f);

	if ((*why = compile(f, text)) != NULL || (*why = lacks(f)) != NULL) {
		free(f);
		return NULL;
	}
	f->half = has(f, "p");
	f->form = has(f, "s") ? DATE_EPOCH : !has(f, "Yy") ? DATE_SYSLOG :
	    f->code[0] == 'Y' ? DATE_ISO : DATE_NAMED;
	return f;
}

void
stamp_format_free(struct stamp_format *f)
{
	free(f);
}

/* Over up to max digits, after one blank where numbers are padded so; -1: none. */
static int
number(struct cursor *c, size_t max)
{
	size_t n;

	if (max == 2)
		cursor_one(c, " ");
	n = cursor_run(c);
	return n == 0 ? -1 : cursor_take(c, n < max ? n : max);
}

static bool
put(int *to, int v)
{
	*to = v;
	return v >= 0;
}

/* A number of the time of day; where it ends is kept when it has two digits. */
static bool
part_of_time(struct reading *r, int *to, int which)
{
	const char *from = r->c.p;

	if (!put(to, number(&r->c, 2)))
		return false;
	if (r->c.p - from == 2 && *from != ' ')
		r->d->ends[which] = (size_t)(r->c.p - r->start);
	if (which == 2)
		r->d->whole = (size_t)(r->c.p - r->start);
	return true;
}

static bool
fraction(struct reading *r)
{
	int ns = 0, digits = 0;

	if (!cursor_digit(cursor_peek(&r->c, 0)))
		return false;
	r->apart = r->d->whole + 1 != (size_t)(r->c.p - r->start);
	for (; cursor_digit(cursor_peek(&r->c, 0)); r->c.p++)
		if (digits < 9) {
			ns = ns * 10 + (*r->c.p - '0');
			digits++;
		}
	r->d->digits = digits;
	for (; digits < 9; digits++)
		ns *= 10;
	r->d->civil.nanosecond = ns;
	return true;
}

static bool
epoch(struct reading *r)
{
	size_t n = cursor_run(&r->c);

	if (n == 0 || n > EPOCH_DIGITS)
		return false;
	r->d->epoch_s = 0;
	for (; n > 0; n--)
		r->d->epoch_s = r->d->epoch_s * 10 + (*r->c.p++ - '0');
	return true;
}

/* Over a zone; name: any word will do. */
static bool
zone(struct reading *r, bool name)
{
	const char *from = r->c.p;

	daytime_zone(&r->c, &r->t);
	if (r->c.p == from && name)
		while (cursor_letter(cursor_peek(&r->c, 0)))
			r->c.p++;
	return r->c.p > from;
}

static bool
piece(struct reading *r, char code, char byte)
{
	struct ts_civil *t = &r->d->civil;

	switch (code) {
	case 0:
		if (byte == ' ')
			cursor_blanks(&r->c);
		return byte == ' ' || cursor_one(&r->c, (const char[]){ byte, '\0' });
	case 'Y': return cursor_run(&r->c) >= 4 && put(&t->year, cursor_take(&r->c, 4));
	case 'y': return cursor_run(&r->c) >= 2 &&
	    put(&t->year, date_full_year(cursor_take(&r->c, 2)));
	case 'm': return put(&t->month, number(&r->c, 2));
	case 'b': return put(&t->month, date_month(&r->c));
	case 'd': return put(&t->day, number(&r->c, 2));
	case 'j': return put(&r->of_year, number(&r->c, 3));
	case 'H': case 'I': return part_of_time(r, &t->hour, 0);
	case 'M': return part_of_time(r, &t->minute, 1);
	case 'S': return part_of_time(r, &t->second, 2);
	case 'f': return fraction(r);
	case 'p': return (r->half = daytime_half(&r->c)) != DAYTIME_NONE;
	case 'z': case 'Z': return zone(r, code == 'Z');
	case 's': return epoch(r);
	default: return date_weekday(&r->c);
	}
}

/* Make one date of the parts; false when there is none such. */
static bool
settle(struct reading *r)
{
	struct ts_civil *t = &r->d->civil, probe;

	if (r->of_year > 0) {
		ts_from_days(ts_days(t->year, 1, 1) + r->of_year - 1, &probe.year,
		    &t->month, &t->day);
		if (probe.year != t->year)
			return false;
	}
	if (r->half != DAYTIME_NONE) {
		r->d->ends[0] = 0;
		if (t->hour < 1 || t->hour > 12)
			return false;
		t->hour = t->hour % 12 + (int)r->half;
	}
	if (t->second == 60) {		/* a leap second is the end of the one before */
		t->second = 59;
		t->nanosecond = 999999999;
		r->d->digits = 9;
		r->d->ends[2] = 0;
	}
	probe = *t;
	if (probe.year == 0)
		probe.year = 2000;	/* any that has a 29 February */
	return r->d->form == DATE_EPOCH || (probe.year >= YEAR_MIN &&
	    probe.year <= YEAR_MAX && ts_valid(&probe));
}

/* The form at the start of s: how many bytes it has there, or 0. */
static size_t
read_form(const struct stamp_format *f, const char *s, size_t n, struct date *d)
{
	struct reading r = {
		.c = { s, s + (n < DATE_TEXT_MAX ? n : DATE_TEXT_MAX) }, .d = d,
		.start = s, .half = DAYTIME_NONE,
	};

	memset(d, 0, sizeof *d);
	d->form = f->form;
	for (size_t i = 0; i < f->n; i++)
		if (!piece(&r, f->code[i], f->byte[i]))
			return 0;
	if (r.c.p == s || (cursor_digit(r.c.p[-1]) && cursor_digit(cursor_peek(&r.c, 0))))
		return 0;
	if (r.apart)
		d->ends[1] = 0;
	d->zoned = r.t.zoned;
	d->offset_s = r.t.offset_s;
	d->zone = r.t.zone;
	d->nzone = r.t.nzone;
	return settle(&r) ? (size_t)(r.c.p - s) : 0;
}

static bool
read_at(struct stamp_memo *m, const char *line, size_t n, size_t at, struct date *d,
    struct stamp *st)
{
	const struct stamp_format *f = m->format;
	size_t len;

	if (f->code[0] == 0 ? line[at] != f->byte[0] : !stamp_place(line, at))
		return false;
	len = read_form(f, line + at, n - at, d);
	return len > 0 && stamp_complete(m, d, at, len, st);
}

bool
stamp_format_find(struct stamp_memo *m, const char *line, size_t n, struct date *d,
    struct stamp *st)
{
	size_t end = n < STAMP_REACH ? n : STAMP_REACH;

	if (m->seen && m->last.from < n && read_at(m, line, n, m->last.from, d, st))
		return true;
	for (size_t at = 0; at < end; at++)
		if (read_at(m, line, n, at, d, st))
			return true;
	return false;
}
