/* archive_coverage - which bytes of which sources are there, record by record. */
#include <stdlib.h>
#include <string.h>

#include "archive_coverage.h"
#include "archive_text.h"
#include "buf.h"
#include "json.h"
#include "mem.h"
#include "rec.h"
#include "ts.h"

enum { TIME_DIGITS = 3 };

void
coverage_init(struct coverage *c)
{
	*c = (struct coverage){ .first = NULL };
	c->last = &c->first;
}

static void
free_holes(struct hole *h)
{
	while (h) {
		struct hole *next = h->next;

		free(h->reason);
		free(h);
		h = next;
	}
}

void
coverage_clear(struct coverage *c)
{
	for (struct covered *s = c->first, *next; s; s = next) {
		next = s->next;
		free_holes(s->holes);
		free_holes(s->gaps);
		free(s->fid);
		free(s->host);
		free(s->path);
		free(s);
	}
	table_clear(&c->fids);
	free(c->order);
}

/* The source of a record; made when it is new. NULL: there are too many. */
static struct covered *
source_of(struct coverage *c, struct rec *r)
{
	const char *fid = "";
	struct table_link *l;
	struct covered *s;
	uint64_t hash;
	size_t n;

	if (!rec_str(r, "fid", &fid, &n))
		n = 0;
	hash = table_hash(TABLE_SEED, fid, n);
	for (l = table_first(&c->fids, hash); l; l = table_next(l)) {
		s = TABLE_THING(l, struct covered, link);
		if (strlen(s->fid) == n && memcmp(s->fid, fid, n) == 0)
			return s;
	}
	if (c->nsources == COVERAGE_SOURCES_MAX) {
		c->left_out++;
		return NULL;
	}
	s = mem_zero(1, sizeof *s);
	s->fid = mem_copy(fid, n);
	s->host = rec_dup(r, "host");
	s->path = rec_dup(r, "path");
	s->off = s->end = -1;
	s->from = s->to = TS_NONE;
	table_add(&c->fids, hash, &s->link);
	*c->last = s;
	c->last = &s->next;
	c->nsources++;
	return s;
}

static struct hole *
add_hole(struct coverage *c, struct hole **list, size_t *n, int64_t off, int64_t end)
{
	struct hole *h;

	if (*n == COVERAGE_HOLES_MAX) {
		c->left_out++;
		return NULL;
	}
	++*n;
	h = mem_zero(1, sizeof *h);
	h->off = off;
	h->end = end;
	h->next = *list;
	*list = h;
	return h;
}

/* Bytes that were skipped before the record: by an order, or we do not know why. */
static void
skip_to(struct coverage *c, struct covered *s, int64_t off)
{
	struct hole *h = add_hole(c, &s->holes, &c->nholes, s->end, off);

	s->missing += off - s->end;
	if (!h || c->redacted <= s->number)
		return;
	h->lawful = true;
	h->reason = mem_str(c->order ? c->order : "");
}

static void
take_log(struct coverage *c, struct rec *r, uint64_t number)
{
	int64_t off, end, time;
	struct covered *s;

	if (!rec_int(r, "off", &off) || !rec_int(r, "end", &end) || off < 0 ||
	    end < off || (s = source_of(c, r)) == NULL)
		return;
	if (s->off < 0)
		s->off = off;
	else if (off > s->end)
		skip_to(c, s, off);
	if (end > s->end)
		s->end = end;
	s->records++;
	s->number = number;
	if (!rec_time(r, "time", &time))
		return;
	if (s->from == TS_NONE || time < s->from)
		s->from = time;
	if (s->to == TS_NONE || time > s->to)
		s->to = time;
}

static void
take_gap(struct coverage *c, struct rec *r)
{
	struct covered *s = source_of(c, r);
	int64_t off, bytes;
	struct hole *h;

	if (!s)
		return;
	if (!rec_int(r, "off", &off))
		off = -1;
	if (!rec_int(r, "bytes", &bytes) || off < 0 || bytes < 0 ||
	    bytes > INT64_MAX - off)
		bytes = -1;
	h = add_hole(c, &s->gaps, &c->ngaps, off, bytes < 0 ? -1 : off + bytes);
	if (h)
		h->reason = rec_dup(r, "reason");
}

void
coverage_take(struct coverage *c, struct rec *r, uint64_t number)
{
	if (rec_is(r, "type", "log")) {
		take_log(c, r, number);
	} else if (rec_is(r, "type", "gap")) {
		take_gap(c, r);
	} else if (rec_is(r, "type", "redacted")) {
		c->redacted = number;
		free(c->order);
		c->order = rec_dup(r, "order");
	}
}

/* The gap record that tells of these bytes, or of some of them. */
static struct hole *
cause_of(const struct covered *s, const struct hole *h)
{
	for (struct hole *g = s->gaps; g; g = g->next)
		if (g->off >= 0 && g->off < h->end && (g->end < 0 || g->end > h->off))
			return g;
	return NULL;
}

/* Was it stored after all? */
static bool
is_there(const struct covered *s, const struct hole *g)
{
	return g->off >= 0 && g->end >= 0 && s->off >= 0 && g->off >= s->off &&
	    g->end <= s->end;
}

static void
put_source(struct buf *b, const char *type, const struct covered *s)
{
	buf_fmt(b, "{\"type\":\"%s\"", type);
	text_member(b, "host", s->host);
	text_member(b, "path", s->path);
	if (*s->fid)
		text_member(b, "fid", s->fid);
}

static void
print_hole(struct coverage *c, const struct covered *s, const struct hole *h,
    const char *reason, struct buf *b)
{
	put_source(b, "missing", s);
	if (h->off >= 0)
		buf_fmt(b, ",\"off\":%lld", (long long)h->off);
	if (h->end >= 0)
		buf_fmt(b, ",\"end\":%lld,\"bytes\":%lld", (long long)h->end,
		    (long long)(h->end - h->off));
	if (h->lawful) {
		text_member(b, "reason", "redacted");
		text_member(b, "order", h->reason);
	} else {
		text_member(b, "reason", reason ? reason : "not known");
		c->lost++;
	}
	buf_str(b, "}\n");
}

static void
print_holes(struct coverage *c, struct covered *s, struct buf *b)
{
	for (const struct hole *h = s->holes; h; h = h->next) {
		struct hole *g = h->lawful ? NULL : cause_of(s, h);

		if (g)
			g->used = true;
		print_hole(c, s, h, g ? g->reason : NULL, b);
	}
	for (const struct hole *g = s->gaps; g; g = g->next)
		if (!g->used && !is_there(s, g))
			print_hole(c, s, g, g->reason, b);
}

void
coverage_print(struct coverage *c, struct buf *b)
{
	for (struct covered *s = c->first; s; s = s->next) {
		if (s->records > 0) {
			put_source(b, "coverage", s);
			buf_fmt(b, ",\"off\":%lld,\"end\":%lld,\"missing\":%lld,"
			    "\"records\":%llu", (long long)s->off, (long long)s->end,
			    (long long)s->missing, (unsigned long long)s->records);
			text_time(b, "from", s->from, TIME_DIGITS);
			text_time(b, "to", s->to, TIME_DIGITS);
			buf_str(b, "}\n");
		}
		print_holes(c, s, b);
	}
}
