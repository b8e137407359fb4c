/* logtail_record - a line or an entry as a log record. */
#include <inttypes.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "level.h"
#include "logtail.h"
#include "zone.h"

#define AHEAD_NS (5 * 60 * TS_SECOND)	/* a time later than the clock is doubtful */

enum {
	DAY_S = 86400,
	/* bytes of the members of a log record but host, fixed and msg */
	MEMBERS_MAX = 512,
	PIECE = 1024,		/* of a long line that is escaped at once */
	SLACK = 32,
};

static char *
put(char *o, const char *s, size_t n)
{
	memcpy(o, s, n);
	return o + n;
}

#define PUT(o, s) put((o), (s), sizeof(s) - 1)

/* A short text; nothing behind it is read. */
static inline char *
put_short(char *o, const char *s, size_t n)
{
	if (n >= 8 && n <= 16) {
		memcpy(o, s, 8);
		memcpy(o + n - 8, s + n - 8, 8);
		return o + n;
	}
	if (n >= 4 && n < 8) {
		memcpy(o, s, 4);
		memcpy(o + n - 4, s + n - 4, 4);
		return o + n;
	}
	return put(o, s, n);
}

/* A text behind which SLACK bytes can be read, and as many be written: in large steps. */
static inline char *
put_slack(char *o, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i += SLACK)
		memcpy(o + i, s + i, SLACK);
	return o + n;
}

static void
put_two(char *o, unsigned v)
{
	static const char pairs[] =
	    "00010203040506070809101112131415161718192021222324252627282930313233343536"
	    "37383940414243444546474849505152535455565758596061626364656667686970717273"
	    "7475767778798081828384858687888990919293949596979899";

	memcpy(o, pairs + 2 * v, 2);
}

/* Any number.  Writes over NUMBER_MAX bytes: copies of a fixed size are quick. */
static char *
put_number(char *o, uint64_t v)
{
	char text[2 * NUMBER_MAX];
	size_t n = NUMBER_MAX;

	for (; v >= 100; v /= 100)
		put_two(text + (n -= 2), (unsigned)(v % 100));
	if (v >= 10)
		put_two(text + (n -= 2), (unsigned)v);
	else
		text[--n] = (char)('0' + v);
	memcpy(o, text + n, NUMBER_MAX);
	return o + NUMBER_MAX - n;
}

/*
 * A number that is mostly close to the last one: only its last four digits are made anew.
 * Writes over NUMBER_MAX bytes.
 */
static char *
put_place(char *o, struct high_digits *high, uint64_t v)
{
	uint64_t value = v / 10000;
	unsigned low = (unsigned)(v % 10000);

	if (value == 0)
		return put_number(o, v);
	if (value != high->value) {
		high->value = value;
		high->n = (size_t)(put_number(high->text, value) - high->text);
	}
	memcpy(o, high->text, NUMBER_MAX);
	o += high->n;
	put_two(o, low / 100);
	put_two(o + 2, low % 100);
	return o + 4;
}

/* A member with a text, after a comma. */
static void
member(struct buf *b, const char *name, const char *text)
{
	buf_fmt(b, ",\"%s\":", name);
	json_put_buf(b, text, strlen(text));
}

void
record_begin(struct common *c, const char *path, const char *fid)
{
	c->memo.format = c->spec->time_format;
	buf_cut(&c->fixed, 0);
	if (c->spec->system)
		member(&c->fixed, "system", c->spec->system);
	if (c->spec->kind)
		member(&c->fixed, "kind", c->spec->kind);
	member(&c->fixed, "path", path);
	member(&c->fixed, "fid", fid);
	buf_str(&c->fixed, ",\"off\":");
	memset(buf_room(&c->fixed, SLACK), 0, SLACK);	/* see put_slack() */
	buf_cut(&c->host, 0);
	buf_cut(&c->named, 0);
	c->host_of = NULL;
}

void
record_forget(struct common *c)
{
	buf_clear(&c->fixed);
	buf_clear(&c->named);
	buf_clear(&c->host);
	c->host_of = NULL;
}

void
record_clear(struct common *c)
{
	stamp_clear(&c->memo);
	record_forget(c);
}

/*
 * What the times of records are made of: the text of one moment, over which the digits of
 * another one on its day are written where the second is another.
 */
static void
set_time(struct common *c, int64_t ns, int offset_s, int digits)
{
	int64_t second = ns / TS_SECOND, in_day = second - c->day_s;

	c->ns = ns;
	if (digits < 3)
		digits = 3;
	if (c->ntime > 0 && in_day >= 0 && in_day < DAY_S && ns > 0 &&
	    offset_s == c->offset_s && digits == c->digits) {
		if (in_day != c->in_day) {
			c->in_day = (int)in_day;
			put_two(c->time + 11, (unsigned)in_day / 3600);
			put_two(c->time + 14, (unsigned)in_day / 60 % 60);
			put_two(c->time + 17, (unsigned)in_day % 60);
		}
		return;
	}
	c->ntime = ts_format(c->time, ns, offset_s, digits);
	c->day_s = second - (second + offset_s) % DAY_S;
	c->in_day = ns > 0 ? (int)(second - c->day_s) : -1;	/* -1: as it stands */
	c->offset_s = offset_s;
	c->digits = digits;
}

/* The digits of a fraction. */
static void
put_fraction(char *o, unsigned ns, int digits)
{
	int i = digits;

	if (digits == 3) {	/* nearly all are so */
		ns /= 1000000;
		*o = (char)('0' + ns / 100);
		put_two(o + 1, ns % 100);
		return;
	}
	for (int left = 9 - digits; left > 0; left--)
		ns /= 10;
	for (; i > 1; i -= 2, ns /= 100)
		put_two(o + i - 2, ns % 100);
	if (i == 1)
		*o = (char)('0' + ns % 10);
}

/* The time of the record; writes over TS_MAX bytes: a copy of a fixed size is quick. */
static char *
put_time(char *o, const struct common *c)
{
	memcpy(o, c->time, sizeof c->time);
	if (c->in_day >= 0)
		put_fraction(o + 20, (unsigned)(c->ns % TS_SECOND), c->digits);
	return o + c->ntime;
}

void
record_look(struct common *c, const char *line, size_t n)
{
	struct stamp st;

	if (stamp_find(&c->memo, line, n, &st)) {
		set_time(c, st.ns, st.offset_s, st.digits);
		c->timed = true;
	}
}

/* The time of a line; from says where it comes from when the line has none. */
static bool
find_time(struct tail *t, struct common *c, const char *line, size_t n, struct stamp *st,
    const char **from)
{
	const struct told *told = c->told;

	if (told && told->time_ns != TS_NONE) {
		st->from = st->to = 0;
		set_time(c, told->time_ns,
		    zone_offset(c->spec->zone, told->time_ns / TS_SECOND), 6);
		return false;
	}
	if (stamp_find(&c->memo, line, n, st)) {
		set_time(c, st->ns, st->offset_s, st->digits);
		c->timed = true;
		return true;
	}
	st->from = st->to = 0;
	if (c->timed && !told) {	/* one message has nothing to do with another */
		*from = "previous";
	} else {
		*from = "read";
		set_time(c, t->now_ns,
		    zone_offset(c->spec->zone, t->now_ns / TS_SECOND), 3);
	}
	return false;
}

/* A text that is known to need no escape. */
struct text {
	const char *p;
	size_t n;
};

/* The host of this line as text: the source's, or the one that it names. */
static struct text
find_host(struct tail *t, struct common *c, const struct stated *is)
{
	const struct told *told = c->told;
	const char *host = c->spec->host;
	size_t len;

	if (!host && is->host)
		return (struct text){ is->host, is->nhost };
	if (!host)
		host = told && told->host ? told->host : t->host;
	if (host == c->host_of)		/* that stays where it is, and as it is */
		return (struct text){ c->host.p + 1, c->host.n - 2 };
	c->host_of = told && host == told->host ? NULL : host;
	len = c->host_of ? strlen(host) : told->nhost;
	if (c->host.n == 0 || c->named.n != len || memcmp(c->named.p, host, len) != 0) {
		buf_cut(&c->named, 0);
		buf_put(&c->named, host, len);
		buf_cut(&c->host, 0);
		json_put_buf(&c->host, host, len);
	}
	return (struct text){ c->host.p + 1, c->host.n - 2 };
}

/* The end of a piece of text that does not cut a character. */
static size_t
border(const char *s, size_t n, size_t want)
{
	size_t at = want;

	if (want >= n)
		return n;
	for (int i = 0; i < 3 && at > 0 && ((unsigned char)s[at] & 0xc0) == 0x80; i++)
		at--;
	return ((unsigned char)s[at] & 0xc0) == 0x80 ? want : at;
}

/*
 * As much of a long text as fits into room, a piece after the other; how much that was.
 */
static size_t
escape_long(char **o, const char *s, size_t n, size_t room, uint64_t *bad)
{
	size_t at = 0;
	char *p = *o, *end = *o + room;

	while (at < n && (size_t)(end - p) >= json_escape_max(PIECE)) {
		size_t len = border(s + at, n - at, PIECE);

		p += json_escape(p, s + at, len, bad);
		at += len;
	}
	*o = p;
	return at;
}

static void
note(struct fault *f, const struct common *c, int64_t off)
{
	if (f->n++ == 0) {
		f->line = c->lines;
		f->off = off;
	}
}

/* The text; for what does not fit, its true length before it. */
static char *
put_text(char *o, char *start, struct common *c, const struct piece *x)
{
	static const char truncated[] = ",\"truncated\":true,\"length\":";
	const char *line = x->p;
	size_t n = x->n, done = n;
	int64_t length = x->length;
	uint64_t bad = 0;
	char *text;

	if (length == (int64_t)n && json_escape_max(n) + MEMBERS_MAX < LINE_LIMIT / 2) {
		o = PUT(o, ",\"msg\":\"");
		o += json_escape(o, line, n, &bad);
	} else {
		size_t room = sizeof truncated + NUMBER_MAX + 16;
		char *at = o;

		text = o + room;	/* moved to its place when its length is known */
		done = escape_long(&text, line, n,
		    RECORD_LIMIT - (size_t)(text - start) - 3, &bad);
		if (done < n || length > (int64_t)n) {
			note(&c->cut, c, x->off);
			at = put_number(PUT(at, truncated), (uint64_t)length);
		}
		at = PUT(at, ",\"msg\":\"");
		memmove(at, o + room, (size_t)(text - o) - room);
		o = at + ((size_t)(text - o) - room);
	}
	if (bad > 0 || x->ninvalid > 0)
		note(&c->bad, c, x->off);
	return PUT(o, "\"}");
}

/* The bytes of a byte order mark, which is no part of what a line says. */
static size_t
mark(const char *line, size_t n)
{
	return n >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* What makes a time doubtful, or NULL. */
static const char *
doubt(const struct tail *t, const struct stamp *st)
{
	if (st->doubt != STAMP_SURE)
		return st->doubt == STAMP_TWICE ? "twice" : "never";
	return st->ns > t->now_ns + AHEAD_NS ? "ahead" : NULL;
}

/* A member whose value is a word, when there is one. */
static char *
put_word(char *o, const char *name, const char *word)
{
	if (!word)
		return o;
	o = put(o, name, strlen(name));
	o = put(o, word, strlen(word));
	*o++ = '"';
	return o;
}

/* The members that follow from the text. */
static char *
put_stated(char *o, enum level level, const char *from, const char *doubtful)
{
	static const struct severity {
		char text[SLACK];
		size_t n;
	} severities[] = {
#define SEVERITY(s) { ",\"severity\":\"" s "\"", sizeof ",\"severity\":\"" s }
		SEVERITY("emerg"), SEVERITY("alert"), SEVERITY("crit"), SEVERITY("err"),
		SEVERITY("warning"), SEVERITY("notice"), SEVERITY("info"),
		SEVERITY("debug"),
#undef SEVERITY
	};

	if (level != LEVEL_NONE)
		o = put_slack(o, severities[level].text, severities[level].n);
	o = put_word(o, ",\"time_from\":\"", from);
	return put_word(o, ",\"time_doubt\":\"", doubtful);
}

/* The members that are known from elsewhere than the text. */
static char *
put_further(char *o, const struct told *told, const struct piece *x)
{
	if (told && told->nmembers > 0)
		o = put(o, told->members, told->nmembers);
	if (x->lines > 1)
		o = put_number(PUT(o, ",\"lines\":"), x->lines);
	if (x->ninvalid > 0) {
		o = put(PUT(o, ",\"invalid\":\""), x->invalid, x->ninvalid);
		*o++ = '"';
	}
	return o;
}

/* Is it of the time that the options name? */
static bool
is_asked(const struct opts *o, int64_t ns)
{
	return (o->since_ns == TS_NONE || ns >= o->since_ns) &&
	    (o->until_ns == TS_NONE || ns < o->until_ns);
}

void
record_piece(struct tail *t, struct common *c, const struct piece *x)
{
	const char *line = x->p;
	size_t n = x->n, skip = mark(line, n);
	const char *from = NULL;
	char *start, *o;
	struct stamp st;
	struct stated is;
	struct text host;
	bool timed;

	c->lines++;
	timed = find_time(t, c, line + skip, n - skip, &st, &from);
	if (!is_asked(&t->o, c->ns))
		return;
	c->records++;
	stated_find(&t->alike, line + skip, n - skip, timed ? &st : NULL, &is);
	host = find_host(t, c, &is);
	if (c->told && c->told->level != LEVEL_NONE)
		is.level = c->told->level;
	o = start = out_room(&t->out, MEMBERS_MAX + c->fixed.n + host.n + x->ninvalid +
	    (c->told ? c->told->nmembers : 0) +
	    (json_escape_max(n) < RECORD_LIMIT ? json_escape_max(n) : RECORD_LIMIT));
	o = PUT(o, "{\"time\":\"");
	o = PUT(put_time(o, c), "\",\"type\":\"log\",\"host\":\"");
	o = put_short(o, host.p, host.n);
	*o++ = '"';
	o = put_slack(o, c->fixed.p, c->fixed.n);
	o = put_place(o, &c->place, (uint64_t)x->off);
	o = put_place(PUT(o, ",\"end\":"), &c->place, (uint64_t)x->end);
	o = put_stated(o, is.level, from, timed ? doubt(t, &st) : NULL);
	o = put_word(o, ",\"encoding\":\"", c->encoding);
	o = put_further(o, c->told, x);
	o = put_text(o, start, c, x);
	t->out.text.n += (size_t)(o - start);
	if (out_end(&t->out) < 0)
		out_die(&t->out);
}
