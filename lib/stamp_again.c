/*
 * stamp_again - a time that is written as the one of the line before, known at a glance.
 *
 * Only the digits of the time of day and of its fraction may differ; everything else must
 * be the same text, and what follows must be nothing that could belong to it.
 */
#include "stamp_part.h"

#include <string.h>

#include "cursor.h"
#include "daytime.h"
#include "mem.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Does a mark with exactly that many digits stand there? */
static bool
sound_fraction(const char *s, size_t n)
{
	if (*s != '.' && *s != ',' && *s != ':')
		return false;
	for (size_t i = 1; i < n; i++)
		if (!cursor_digit(s[i]))
			return false;
	return !cursor_digit(s[n]);
}

/* The n bytes from at on may be any digits. */
static void
open_digits(char *text, char *fixed, char *digit, size_t at, size_t n)
{
	memset(text + at, '0', n);
	memset(fixed + at, '\xf0', n);
	memset(digit + at, '\x0f', n);
}

/* Keep the text of it, and which of its bytes are digits that may differ. */
static void
keep_text(struct stamp_layout *l, const char *s)
{
	char text[8 * STAMP_WORDS] = { 0 }, fixed[8 * STAMP_WORDS] = { 0 },
	    digit[8 * STAMP_WORDS] = { 0 };

	memcpy(text, s, l->len);
	memset(fixed, '\xff', l->len);
	if (l->hour > 0)
		open_digits(text, fixed, digit, l->hour, 2);
	open_digits(text, fixed, digit, l->minute, 2);
	open_digits(text, fixed, digit, l->second, 2);
	if (l->fraction > 0)
		open_digits(text, fixed, digit, l->fraction, l->tail - l->fraction);
	memcpy(l->text, text, sizeof text);
	memcpy(l->fixed, fixed, sizeof fixed);
	memcpy(l->digit, digit, sizeof digit);
	l->words = (l->len + 7) / 8;
}

/* From the day to the next that is called so, in seconds. */
static int64_t
to_next_year(const struct ts_civil *c)
{
	struct ts_civil next = *c;

	do
		next.year++;
	while (next.day > ts_month_days(next.year, next.month));
	return ts_civil_seconds(&next) - ts_civil_seconds(c);
}

/* Can a time like this be known again? */
static bool
plain(const struct stamp_memo *m, const struct date *d, const struct stamp *st,
    const char *s, const char *e)
{
	size_t fraction = d->digits > 0 ? (size_t)d->digits + 1 : 0;

	if (d->form == DATE_EPOCH || d->form == DATE_GLOG || d->ends[1] == 0 ||
	    d->ends[2] == 0 || st->to - st->from > 8 * STAMP_WORDS)
		return false;
	if (d->nzone > 3 && !m->named)
		return false;
	return fraction == 0 || ((size_t)(e - s) > d->whole + fraction ?
	    sound_fraction(s + d->whole, fraction) : false);
}

/* Keep where its parts stand. */
static void
keep_places(struct stamp_layout *l, const struct date *d, const struct stamp *st)
{
	l->len = st->to - st->from;
	l->fraction = d->digits > 0 ? d->whole + 1 : 0;
	l->tail = d->whole + (d->digits > 0 ? (size_t)d->digits + 1 : 0);
	l->hour = d->ends[0] > 0 ? d->ends[0] - 2 : 0;
	l->minute = d->ends[1] - 2;
	l->second = d->ends[2] - 2;
}

/* Keep what may follow it. */
static void
keep_end(struct stamp_layout *l, const struct date *d, bool given)
{
	l->open_year = d->open_year && d->form == DATE_SYSLOG;
	l->closed = d->zoned || d->nzone > 0 || (d->open_year && !l->open_year);
	if (given)		/* whatever is behind the seconds must end plainly */
		l->closed = l->len > l->tail;
}

void
stamp_remember(struct stamp_memo *m, const char *line, size_t n, const struct date *d,
    const struct stamp *st, bool sure)
{
	const struct ts_civil *c = &d->civil;
	struct stamp_layout *l;

	m->last = *st;
	m->missed = 0;
	m->seen = 1;
	if (st->from > m->reach)
		m->reach = st->from;
	if (!m->layout)
		m->layout = mem_zero(1, sizeof *m->layout);
	l = m->layout;
	l->words = 0;
	l->after[0] = l->after[1] = 0;
	l->json = stamp_is_json(line, n);
	if (!plain(m, d, st, line + st->from, line + n) ||
	    (l->json && (!sure || st->from > sizeof l->prefix)))
		return;
	keep_places(l, d, st);
	keep_end(l, d, m->format != NULL);
	l->zone = d->zoned ? NULL : d->nzone > 3 ? m->named : m->zone;
	l->day_s = ts_civil_seconds(c) - c->minute * 60 - c->second -
	    (l->hour > 0 ? c->hour * 3600 : 0);
	l->year_s = d->form == DATE_SYSLOG ? to_next_year(c) : 0;
	l->order = m->order;
	l->ordered = m->ordered;
	l->latest_s = m->latest_s;
	if (l->json)
		memcpy(l->prefix, line, st->from);
	keep_text(l, line + st->from);
}

/* Is a time of that form trusted behind what stands before it here? */
static bool
trusted(const struct stamp_memo *m, const char *line)
{
	struct date d = { .form = m->last.form, .whole = m->layout->second + 2 };

	return stamp_place(line, m->last.from) && stamp_trusted(&d, line, m->last.from);
}

/* May it stand in this line where it stood in the last? */
static bool
in_place(const struct stamp_memo *m, const char *line, size_t n)
{
	if (m->layout->json)
		return memcmp(line, m->layout->prefix, m->last.from) == 0;
	if (m->last.from == 0)		/* it begins otherwise than JSON does */
		return true;
	return !stamp_is_json(line, n) && trusted(m, line);
}

/* The same text but for its digits? */
static bool
same_text(const struct stamp_layout *l, const char *s, size_t n)
{
	char copy[8 * STAMP_WORDS] = { 0 };
	uint64_t odd = 0;

	if (n < 8 * l->words)
		s = memcpy(copy, s, n);
	for (size_t i = 0; i < l->words; i++) {
		uint64_t x;

		memcpy(&x, s + 8 * i, sizeof x);
		odd |= (x ^ l->text[i]) & l->fixed[i];
		odd |= ((x & l->digit[i]) + (l->digit[i] & EACH(0x06))) & EACH(0x10);
	}
	return odd == 0;
}

/* May a year be next? */
static bool
before_year(const char *s, const char *e)
{
	if (e - s < 5 || s[0] != ' ' || (e - s > 5 && cursor_digit(s[5])))
		return false;
	for (int i = 1; i < 5; i++)
		if (!cursor_digit(s[i]))
			return false;
	return true;
}

/* Does a word begin and end in these bytes, so that those behind them do not count? */
static bool
has_word(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && s[i] == ' ')
		i++;
	if (i == n || !cursor_letter(s[i]))
		return false;
	while (i < n && cursor_letter(s[i]))
		i++;
	return i < n;
}

/* Is what follows no further part of the time?  What was found is kept. */
static bool
ends_open(struct stamp_layout *l, const char *s, const char *e)
{
	uint64_t x = 0;

	if (e - s >= (ptrdiff_t)sizeof x) {
		memcpy(&x, s, sizeof x);
		if (x == l->after[0] || x == l->after[1])
			return true;
	}
	/* PM is followed by no letter */
	if ((l->len != l->tail && s < e && cursor_letter(*s)) || !daytime_ends(s, e))
		return false;
	if (x != 0 && has_word(s, sizeof x)) {
		l->after[1] = l->after[0];
		l->after[0] = x;
	}
	return true;
}

/* Does it end there, as the last one did? */
static bool
ended(struct stamp_layout *l, const char *s, const char *e)
{
	if (l->open_year && before_year(s, e))
		return false;
	if (!l->closed)
		return ends_open(l, s, e);
	return s == e || memchr(" ]>\")|\t,;}", *s, 10) != NULL;
}

static int
two(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

static int
nanoseconds(const struct stamp_layout *l, const char *s)
{
	static const int units[] = {
		1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1,
	};
	int v = 0;

	if (l->fraction == 0)
		return 0;
	for (size_t i = l->fraction; i < l->tail; i++)
		v = v * 10 + (s[i] - '0');
	return v * units[l->tail - l->fraction];
}

/* Does what the text leaves open still mean the same? */
static bool
still(struct stamp_memo *m, int64_t local_s)
{
	const struct stamp_layout *l = m->layout;

	if (l->year_s > 0) {
		int64_t limit = stamp_limit(m);

		return local_s <= limit && limit < local_s + l->year_s;
	}
	return m->last.form != DATE_NUMERIC || (l->order == m->order &&
	    l->ordered == m->ordered && l->latest_s == m->latest_s);
}

/* Does the line state a time that is written so? */
static bool
fits(struct stamp_memo *m, const char *line, size_t n)
{
	struct stamp_layout *l = m->layout;
	const char *s = line + m->last.from, *e = line + n;

	if (!l || l->words == 0 || n < m->last.from + l->len || !in_place(m, line, n) ||
	    !same_text(l, s, n - m->last.from) || !ended(l, s + l->len, e))
		return false;
	/* 20:52:36:123: is no fraction */
	return l->fraction == 0 || s[l->fraction - 1] != ':' || s + l->tail == e ||
	    s[l->tail] != ':';
}

bool
stamp_again(struct stamp_memo *m, const char *line, size_t n, struct stamp *st)
{
	const struct stamp_layout *l = m->layout;
	const char *s = line + m->last.from;
	int hour, minute, second;
	int64_t local_s;

	if (!fits(m, line, n))
		return false;
	hour = l->hour > 0 ? two(s + l->hour) : 0;
	minute = two(s + l->minute);
	second = two(s + l->second);
	local_s = l->day_s + hour * 3600 + minute * 60 + second;
	if (hour > 23 || minute > 59 || second > 59 || !still(m, local_s))
		return false;
	*st = m->last;
	if (l->zone)
		st->offset_s = stamp_offset(m, l->zone, local_s, &st->doubt);
	st->ns = (local_s - st->offset_s) * TS_SECOND + nanoseconds(l, s);
	m->missed = 0;
	return true;
}
