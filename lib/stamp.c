/* stamp - the moment that a line of a log states. */
#include "stamp.h"

#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "stamp_json.h"
#include "stamp_part.h"
#include "zone.h"

enum {
	MISSES_MAX = 1000,	/* lines without a time before the place is forgotten */
	NEAR = 10,		/* how far a time at the start of its line may move */
	YEARLESS_REACH = 12,	/* a date without a year begins no later */
	WORDS = 2,		/* of a sentence that may stand before a time */
	CLOCK = 20,		/* behind a time of day, a date begins no later */
	EPOCH_MIN = 946684800,	/* 2000-01-01: a smaller number is something else, */
	EPOCH_AHEAD = 366 * STAMP_DAY_S,	/* and so is one further ahead */
};

/* May a date begin behind this byte? */
static bool
border(char c)
{
	switch (c) {
	case ' ': case '\t': case '[': case '(': case '<': case '"': case '\'': case '=':
	case '|': case ',': case ';': case ':': case '{': case '#': case '>': case '*':
	case '%':
		return true;
	default:
		return false;
	}
}

/* May a date begin at this place of the line? */
bool
stamp_place(const char *line, size_t at)
{
	return at == 0 || border(line[at - 1]) || (at == 1 && line[0] == '.') ||
	    (at >= 3 && memcmp(line + at - 3, "【", 3) == 0);
}

/* May a date begin with this byte: a digit, a month or day of the week, 星 周 一 ...? */
static bool
begins(char c)
{
	switch (c) {
	case 'J': case 'F': case 'M': case 'A': case 'S': case 'O': case 'N': case 'D':
	case 'T': case 'W': case '\xe4': case '\xe5': case '\xe6':
		return true;
	default:
		return cursor_digit(c);
	}
}

static bool
ends_with(const char *line, size_t n, const char *s)
{
	size_t len = strlen(s);

	return n >= len && memcmp(line + n - len, s, len) == 0;
}

/* Forms that could be mere numbers count only where times stand. */
bool
stamp_trusted(const struct date *d, const char *line, size_t at)
{
	static const char *const marks[] = {
		"audit(", "ts\":", "ts\": ", "time\":", "time\": ", "timestamp\":",
		"timestamp\": ", "ts=", "time=", "timestamp=",
	};

	switch (d->form) {
	case DATE_SYSLOG:
		for (size_t i = 0; i < at; i++)	/* <34>, 12:M, [12] but no words */
			if (line[i] >= 'a' && line[i] <= 'z')
				return false;
		return at <= YEARLESS_REACH;
	case DATE_GLOG:
		return false;	/* only behind its letter: see fresh() */
	case DATE_COMPACT:
		return at <= 1 || ends_with(line, at, "# Time: ") ||
		    (d->whole > 15 && line[at + 8] != ' ');
	case DATE_EPOCH:
		if (d->epoch_s < EPOCH_MIN)
			return false;
		for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
			if (ends_with(line, at, marks[i]))
				return true;
		return at == 0 || (at == 1 && line[0] == '[');
	default:
		return true;
	}
}

/* The zone that was written by name; NULL when it is none that is known. */
static const struct zone *
named_zone(struct stamp_memo *m, const struct date *d)
{
	if (d->nzone >= sizeof m->name)
		return NULL;
	if (m->named && strlen(m->name) == d->nzone &&
	    memcmp(m->name, d->zone, d->nzone) == 0)
		return m->named;
	zone_free(m->named);
	m->calm.zone = NULL;		/* the memory may be another's now */
	stamp_rest(m);
	memcpy(m->name, d->zone, d->nzone);
	m->name[d->nzone] = '\0';
	m->named = zone_new(m->name);
	return m->named;
}

/* The latest year in which the date exists and is not after what can be. */
static bool
infer_year(struct stamp_memo *m, struct date *d)
{
	int64_t latest = stamp_limit(m);
	struct ts_civil now;

	ts_civil_at(latest, &now);
	for (int y = now.year; y > now.year - 9 && y >= 1970; y--) {
		d->civil.year = y;
		if (ts_valid(&d->civil) && ts_civil_seconds(&d->civil) <= latest)
			return true;
	}
	return false;
}

/*
 * Day and month in the order that the source was seen to use; else the order of two-digit
 * years that comes nearest to the latest possible time.
 */
static void
choose_order(struct stamp_memo *m, struct date *d)
{
	int64_t latest = stamp_limit(m), best = INT64_MIN;
	struct date try = *d, won = *d;
	int fits = 0;

	if (m->ordered && date_order(d, m->order))
		return;
	for (int o = DATE_MDY; o < DATE_ORDERS; o++) {
		int64_t s;

		if (!date_order(&try, (enum date_order)o))
			continue;
		fits++;
		m->order = (enum date_order)o;
		s = ts_civil_seconds(&try.civil);
		if (d->year_digits == 2 && s <= latest && s > best) {
			best = s;
			won = try;
		}
	}
	m->ordered = fits == 1;
	*d = won;
}

bool
stamp_complete(struct stamp_memo *m, struct date *d, size_t from, size_t len,
    struct stamp *st)
{
	const struct zone *zone = m->zone;
	int64_t local;

	*st = (struct stamp){
		.form = d->form, .digits = d->digits, .from = from, .to = from + len,
	};
	if (d->form == DATE_EPOCH) {
		if (d->epoch_s > m->latest_s + EPOCH_AHEAD)
			return false;
		st->offset_s = zone ? zone_offset(zone, d->epoch_s) : 0;
		st->ns = d->epoch_s * TS_SECOND + d->civil.nanosecond;
		return true;
	}
	if (d->form == DATE_NUMERIC)
		choose_order(m, d);
	if (d->civil.year == 0 && !infer_year(m, d))
		return false;
	if (d->nzone > 3) {
		zone = named_zone(m, d);
		if (!zone) {		/* some other word */
			zone = m->zone;
			st->to -= d->nzone;
		}
	}
	local = ts_civil_seconds(&d->civil);
	st->offset_s = d->zoned ? d->offset_s : stamp_offset(m, zone, local, &st->doubt);
	st->ns = (local - st->offset_s) * TS_SECOND + d->civil.nanosecond;
	return true;
}

static bool
read_at(struct stamp_memo *m, const char *line, size_t n, size_t at, struct date *d,
    struct stamp *st)
{
	size_t len = date_read(line + at, n - at, d);

	return len > 0 && stamp_trusted(d, line, at) && stamp_complete(m, d, at, len, st);
}

/* A line that is JSON: the first value under a name that says when. */
static bool
read_json(struct stamp_memo *m, const char *line, size_t n, struct date *d,
    struct stamp *st, bool *certain)
{
	for (int sure = 1; sure >= 0; sure--) {
		struct keys k;
		size_t at;

		*certain = sure;
		keys_init(&k, line, n);
		while ((at = stamp_json(&k, line, sure)) > 0) {
			size_t len = date_read(line + at, n - at, d);

			if (len > 0 &&
			    (d->form != DATE_EPOCH || d->epoch_s >= EPOCH_MIN) &&
			    stamp_complete(m, d, at, len, st))
				return true;
		}
	}
	return false;
}

/* I1120 20:52:36.123456 */
static bool
read_glog(struct stamp_memo *m, const char *line, size_t n, struct date *d,
    struct stamp *st)
{
	size_t len;

	if (n < 20 || !strchr("IWEF", line[0]) || !cursor_digit(line[1]))
		return false;
	len = date_read(line + 1, n - 1, d);
	return len > 0 && d->form == DATE_GLOG && stamp_complete(m, d, 1, len, st);
}

/* 20:52:36 and whatever follows: does the line begin with its time of day? */
static bool
clock_first(const char *s, size_t n)
{
	size_t at = n > 0 && s[0] == '[';

	if (n < at + 8 || s[at + 2] != ':' || s[at + 5] != ':')
		return false;
	for (size_t i = 0; i < 8; i++)
		if (i % 3 != 2 && !cursor_digit(s[at + i]))
			return false;
	return true;
}

/* How far into the line a time may begin: a source has all its times in one place. */
static size_t
search_end(const struct stamp_memo *m, const char *line, size_t n)
{
	size_t end = STAMP_REACH;

	if (m->seen)
		end = m->reach <= 1 ? NEAR : m->reach <= NEAR ? m->reach + NEAR :
		    2 * m->reach + 40;
	if (n > 0 && line[0] == ' ')
		end = NEAR;
	else if (n > 0 && line[0] == '\t')
		end = 0;		/* the continuation of an entry */
	if (end > STAMP_REACH)
		end = STAMP_REACH;
	if (end > CLOCK && clock_first(line, n))
		end = CLOCK;
	return end < n ? end : n;
}

/* Is it a sentence, all that stands before a date: "the certificate will expire on"? */
static bool
sentence(const char *s, size_t n)
{
	size_t words = 0, from = 0;

	for (size_t i = 0; i < n; i++)
		if (s[i] == ' ') {
			words += i > from + 1;
			from = i + 1;
		} else if (s[i] < 'a' || s[i] > 'z') {
			from = n;	/* no word of a sentence until the next blank */
		}
	return words > WORDS;
}

static bool
search(struct stamp_memo *m, const char *line, size_t n, struct date *d, struct stamp *st)
{
	size_t end = search_end(m, line, n);

	for (size_t at = 0; at < end; at++)
		if (begins(line[at]) && stamp_place(line, at) &&
		    read_at(m, line, n, at, d, st))
			return !sentence(line, at);
	return false;
}

/* Where the line before had it; else anywhere. */
static bool
read_text(struct stamp_memo *m, const char *line, size_t n, struct date *d,
    struct stamp *st)
{
	size_t at = m->last.from;

	if (m->seen && at < n && begins(line[at]) && stamp_place(line, at) &&
	    m->last.form != DATE_GLOG && read_at(m, line, n, at, d, st))
		return true;
	return search(m, line, n, d, st) || read_glog(m, line, n, d, st);
}

bool
stamp_is_json(const char *line, size_t n)
{
	return n > 1 && line[0] == '{' && (line[1] == '"' || line[1] == ' ');
}

bool
stamp_find(struct stamp_memo *m, const char *line, size_t n, struct stamp *st)
{
	bool sure = true;
	struct date d;

	if (stamp_again(m, line, n, st)) {
		m->past_ns = st->ns;
		return true;
	}
	if (m->format ? stamp_format_find(m, line, n, &d, st) :
	    stamp_is_json(line, n) ? read_json(m, line, n, &d, st, &sure) :
	    read_text(m, line, n, &d, st)) {
		stamp_remember(m, line, n, &d, st, sure);
		m->past_ns = st->ns;
		return true;
	}
	if (m->missed++ >= MISSES_MAX) {
		m->seen = 0;
		m->reach = 0;
		stamp_rest(m);
	}
	return false;
}

void
stamp_rest(struct stamp_memo *m)
{
	free(m->layout);
	m->layout = NULL;
}

void
stamp_clear(struct stamp_memo *m)
{
	zone_free(m->named);
	stamp_rest(m);
	*m = (struct stamp_memo)STAMP_MEMO_INIT;
}
