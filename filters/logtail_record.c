/* logtail_record - what goes out: log, source and tick records. */
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
record_fixed(struct tail *t, struct gen *g)
{
	buf_cut(&g->fixed, 0);
	if (t->o.system)
		member(&g->fixed, "system", t->o.system);
	if (t->o.kind)
		member(&g->fixed, "kind", t->o.kind);
	member(&g->fixed, "path", g->path);
	member(&g->fixed, "fid", g->fid);
	buf_str(&g->fixed, ",\"off\":");
	buf_cut(&g->host, 0);
	buf_cut(&g->named, 0);
}

/* The text of a moment, with at least milliseconds. */
static void
render_time(struct gen *g, int64_t ns, int offset_s, int digits)
{
	int64_t second = ns / TS_SECOND;
	uint32_t part = (uint32_t)(ns % TS_SECOND);
	char *o = g->time;

	if (g->nclock > 0 && second / 60 == g->second / 60 && offset_s == g->offset_s &&
	    offset_s % 60 == 0) {
		g->clock[17] = (char)('0' + second % 60 / 10);
		g->clock[18] = (char)('0' + second % 10);
	} else {
		g->nclock = ts_format(g->clock, second * TS_SECOND, offset_s, 0);
		g->offset_s = offset_s;
	}
	g->second = second;
	if (digits < 3)
		digits = 3;
	for (int i = digits; i < 9; i++)
		part /= 10;
	o = put(o, g->clock, 19);
	*o = '.';
	for (int i = digits; i > 0; i--, part /= 10)
		o[i] = (char)('0' + part % 10);
	o = put(o + digits + 1, g->clock + 19, g->nclock - 19);
	g->ntime = (size_t)(o - g->time);
}

void
record_look(struct gen *g, const char *line, size_t n)
{
	struct stamp st;

	if (stamp_find(&g->memo, line, n, &st)) {
		render_time(g, st.ns, st.offset_s, st.digits);
		g->timed = true;
	}
}

/* The time of a line; from says where it comes from when the line has none. */
static bool
find_time(struct tail *t, struct gen *g, const char *line, size_t n, struct stamp *st,
    const char **from)
{
	if (stamp_find(&g->memo, line, n, st)) {
		render_time(g, st->ns, st->offset_s, st->digits);
		g->timed = true;
		return true;
	}
	st->from = st->to = 0;
	if (g->timed) {
		*from = "previous";
	} else {
		*from = "read";
		render_time(g, t->now_ns, zone_offset(t->zone, t->now_ns / TS_SECOND), 3);
	}
	return false;
}

/* The host of this line as text; the one of the line before is kept. */
static void
find_host(struct tail *t, struct gen *g, const char *line, size_t n,
    const struct stamp *st)
{
	const char *host = t->host;
	size_t len = strlen(host);

	if (!t->o.host && st && host_named(line, n, st, &host, &len) == false) {
		host = t->host;
		len = strlen(host);
	}
	if (g->host.n > 0 && g->named.n == len && memcmp(g->named.p, host, len) == 0)
		return;
	buf_cut(&g->named, 0);
	buf_put(&g->named, host, len);
	buf_cut(&g->host, 0);
	json_put_buf(&g->host, host, len);
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
note(struct fault *f, const struct gen *g)
{
	if (f->n++ == 0) {
		f->line = g->lines;
		f->off = g->off;
	}
}

/* The text; for what does not fit, its true length before it. */
static char *
put_text(char *o, char *start, struct gen *g, const char *line, size_t n, int64_t length)
{
	static const char truncated[] = ",\"truncated\":true,\"length\":";
	uint64_t bad = 0;
	size_t done = n;
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
			note(&g->cut, g);
			at = put_number(PUT(at, truncated), (uint64_t)length);
		}
		at = PUT(at, ",\"msg\":\"");
		memmove(at, o + room, (size_t)(text - o) - room);
		o = at + ((size_t)(text - o) - room);
	}
	if (bad > 0)
		note(&g->bad, g);
	return PUT(o, "\"}");
}

/* The bytes of a byte order mark, which is no part of what a line says. */
static size_t
mark(const char *line, size_t n)
{
	return n >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

void
record_line(struct tail *t, struct gen *g, const char *line, size_t n, int64_t end,
    int64_t length)
{
	size_t skip = mark(line, n);
	const char *from = NULL;
	char *start, *o;
	struct stamp st;
	enum level level;
	bool timed;

	g->lines++;
	timed = find_time(t, g, line + skip, n - skip, &st, &from);
	find_host(t, g, line + skip, n - skip, timed ? &st : NULL);
	level = LEVEL_NONE;		/* of an access log, always */
	if (!timed || st.form != DATE_CLF)
		level = level_find(line + skip, n - skip, st.from, st.to);
	o = start = out_room(&t->out, MEMBERS_MAX + g->fixed.n + g->host.n +
	    (json_escape_max(n) < RECORD_LIMIT ? json_escape_max(n) : RECORD_LIMIT));
	o = put(PUT(o, "{\"time\":\""), g->time, g->ntime);
	o = put(PUT(o, "\",\"type\":\"log\",\"host\":"), g->host.p, g->host.n);
	o = put_number(put(o, g->fixed.p, g->fixed.n), (uint64_t)g->off);
	o = put_number(PUT(o, ",\"end\":"), (uint64_t)end);
	if (level != LEVEL_NONE) {
		o = PUT(o, ",\"severity\":\"");
		o = put(o, level_name(level), strlen(level_name(level)));
		*o++ = '"';
	}
	if (from) {
		o = put(PUT(o, ",\"time_from\":\""), from, strlen(from));
		*o++ = '"';
	}
	o = put_text(o, start, g, line, n, length);
	t->out.text.n += (size_t)(o - start);
	if (out_end(&t->out) < 0)
		out_die(&t->out);
}

static void
put_now(struct tail *t, const char *type)
{
	char time[TS_MAX];
	int64_t now = ts_now();

	ts_format(time, now, zone_offset(t->zone, now / TS_SECOND), 3);
	out_fmt(&t->out, "{\"time\":\"%s\",\"type\":\"%s\"", time, type);
}

static void
end_record(struct tail *t)
{
	if (out_end(&t->out) < 0)
		out_die(&t->out);
}

void
record_source(struct tail *t, struct gen *g)
{
	unsigned char tail[DIGEST_SIZE];
	char edge[EDGE], hex[DIGEST_HEX];
	int64_t n = g->off < EDGE ? g->off : EDGE;

	if (g->stream || g->fid[0] == '\0' || g->source_off == g->off)
		return;
	if (gen_pread(g->fd, edge, (size_t)n, g->off - n) != n)
		return;		/* cut off just now: the next look at it will tell */
	digest_of(edge, (size_t)n, tail);
	if (g->head_n < EDGE && g->off > g->head_n) {
		int64_t head_n = g->off < EDGE ? g->off : EDGE;

		if (gen_pread(g->fd, edge, (size_t)head_n, 0) == head_n) {
			digest_of(edge, (size_t)head_n, g->head);
			g->head_n = head_n;
		}
	}
	put_now(t, "source");
	out_str(&t->out, ",\"host\":");
	json_put_out(&t->out, t->host, strlen(t->host));
	out_str(&t->out, ",\"path\":");
	json_put_out(&t->out, g->path, strlen(g->path));
	digest_hex(g->head, DIGEST_SIZE, hex);
	out_fmt(&t->out, ",\"fid\":\"%s\",\"dev\":%" PRIu64 ",\"ino\":%" PRIu64,
	    g->fid, g->dev, g->ino);
	out_fmt(&t->out, ",\"head_n\":%" PRId64 ",\"head\":\"%s\"", g->head_n, hex);
	digest_hex(tail, DIGEST_SIZE, hex);
	out_fmt(&t->out,
	    ",\"off\":%" PRId64 ",\"tail_n\":%" PRId64 ",\"tail\":\"%s\"}",
	    g->off, n, hex);
	end_record(t);
	g->source_off = g->off;
	marks_note(t, g, tail, n);
}

void
record_tick(struct tail *t)
{
	put_now(t, "tick");
	out_str(&t->out, ",\"source\":");
	if (t->o.system) {
		struct buf name = BUF_INIT;

		buf_fmt(&name, "%s/%s", t->host, t->o.system);
		json_put_out(&t->out, name.p, name.n);
		buf_clear(&name);
	} else {
		json_put_out(&t->out, t->host, strlen(t->host));
	}
	out_str(&t->out, "}");
	end_record(t);
}

void
record_flush(struct tail *t)
{
	if (out_flush(&t->out) < 0)
		out_die(&t->out);
}
