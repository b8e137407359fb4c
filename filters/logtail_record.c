/* logtail_record - a line or an entry as a log record. */
#include <inttypes.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "level.h"
#include "logtail.h"
#include "zone.h"

enum {
	NUMBER_MAX = 20,
	/* bytes of the members of a log record but host, fixed and msg */
	MEMBERS_MAX = 512,
	PIECE = 1024,		/* of a long line that is escaped at once */
};

static char *
put(char *o, const char *s, size_t n)
{
	memcpy(o, s, n);
	return o + n;
}

#define PUT(o, s) put((o), (s), sizeof(s) - 1)

static char *
put_number(char *o, uint64_t v)
{
	char text[NUMBER_MAX];
	size_t n = NUMBER_MAX;

	do
		text[--n] = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	return put(o, text + n, NUMBER_MAX - n);
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
	buf_cut(&c->fixed, 0);
	if (c->spec->system)
		member(&c->fixed, "system", c->spec->system);
	if (c->spec->kind)
		member(&c->fixed, "kind", c->spec->kind);
	member(&c->fixed, "path", path);
	member(&c->fixed, "fid", fid);
	buf_str(&c->fixed, ",\"off\":");
	buf_cut(&c->host, 0);
	buf_cut(&c->named, 0);
}

void
record_clear(struct common *c)
{
	stamp_clear(&c->memo);
	buf_clear(&c->fixed);
	buf_clear(&c->named);
	buf_clear(&c->host);
}

/* The text of a moment, with at least milliseconds. */
static void
render_time(struct common *c, int64_t ns, int offset_s, int digits)
{
	int64_t second = ns / TS_SECOND;
	uint32_t part = (uint32_t)(ns % TS_SECOND);
	char *o = c->time;

	if (c->nclock > 0 && second / 60 == c->second / 60 && offset_s == c->offset_s &&
	    offset_s % 60 == 0) {
		c->clock[17] = (char)('0' + second % 60 / 10);
		c->clock[18] = (char)('0' + second % 10);
	} else {
		c->nclock = ts_format(c->clock, second * TS_SECOND, offset_s, 0);
		c->offset_s = offset_s;
	}
	c->second = second;
	if (digits < 3)
		digits = 3;
	for (int i = digits; i < 9; i++)
		part /= 10;
	o = put(o, c->clock, 19);
	*o = '.';
	for (int i = digits; i > 0; i--, part /= 10)
		o[i] = (char)('0' + part % 10);
	o = put(o + digits + 1, c->clock + 19, c->nclock - 19);
	c->ntime = (size_t)(o - c->time);
}

void
record_look(struct common *c, const char *line, size_t n)
{
	struct stamp st;

	if (stamp_find(&c->memo, line, n, &st)) {
		render_time(c, st.ns, st.offset_s, st.digits);
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
		render_time(c, told->time_ns,
		    zone_offset(c->spec->zone, told->time_ns / TS_SECOND), 6);
		return false;
	}
	if (stamp_find(&c->memo, line, n, st)) {
		render_time(c, st->ns, st->offset_s, st->digits);
		c->timed = true;
		return true;
	}
	st->from = st->to = 0;
	if (c->timed && !told) {	/* one message has nothing to do with another */
		*from = "previous";
	} else {
		*from = "read";
		render_time(c, t->now_ns,
		    zone_offset(c->spec->zone, t->now_ns / TS_SECOND), 3);
	}
	return false;
}

/* The host of this line as text; the one of the line before is kept. */
static void
find_host(struct tail *t, struct common *c, const char *line, size_t n,
    const struct stamp *st)
{
	const struct told *told = c->told;
	const char *host = c->spec->host;
	size_t len = host ? strlen(host) : 0;

	if (!host && !(st && host_named(line, n, st, &host, &len))) {
		host = told && told->host ? told->host : t->host;
		len = told && told->host ? told->nhost : strlen(host);
	}
	if (c->host.n > 0 && c->named.n == len && memcmp(c->named.p, host, len) == 0)
		return;
	buf_cut(&c->named, 0);
	buf_put(&c->named, host, len);
	buf_cut(&c->host, 0);
	json_put_buf(&c->host, host, len);
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
	if (bad > 0)
		note(&c->bad, c, x->off);
	return PUT(o, "\"}");
}

/* The bytes of a byte order mark, which is no part of what a line says. */
static size_t
mark(const char *line, size_t n)
{
	return n >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

void
record_piece(struct tail *t, struct common *c, const struct piece *x)
{
	const char *line = x->p;
	size_t n = x->n, skip = mark(line, n);
	const char *from = NULL;
	char *start, *o;
	struct stamp st;
	enum level level;
	bool timed;

	c->lines++;
	timed = find_time(t, c, line + skip, n - skip, &st, &from);
	find_host(t, c, line + skip, n - skip, timed ? &st : NULL);
	level = c->told ? c->told->level : LEVEL_NONE;
	/* an access log has none, ever */
	if (level == LEVEL_NONE && (!timed || st.form != DATE_CLF))
		level = level_find(line + skip, n - skip, st.from, st.to);
	o = start = out_room(&t->out, MEMBERS_MAX + c->fixed.n + c->host.n +
	    (c->told ? c->told->nmembers : 0) +
	    (json_escape_max(n) < RECORD_LIMIT ? json_escape_max(n) : RECORD_LIMIT));
	o = put(PUT(o, "{\"time\":\""), c->time, c->ntime);
	o = put(PUT(o, "\",\"type\":\"log\",\"host\":"), c->host.p, c->host.n);
	o = put_number(put(o, c->fixed.p, c->fixed.n), (uint64_t)x->off);
	o = put_number(PUT(o, ",\"end\":"), (uint64_t)x->end);
	if (level != LEVEL_NONE) {
		o = PUT(o, ",\"severity\":\"");
		o = put(o, level_name(level), strlen(level_name(level)));
		*o++ = '"';
	}
	if (from) {
		o = put(PUT(o, ",\"time_from\":\""), from, strlen(from));
		*o++ = '"';
	}
	if (c->told && c->told->nmembers > 0)
		o = put(o, c->told->members, c->told->nmembers);
	o = put_text(o, start, c, x);
	t->out.text.n += (size_t)(o - start);
	if (out_end(&t->out) < 0)
		out_die(&t->out);
}
