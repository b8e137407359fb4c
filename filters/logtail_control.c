/* logtail_control - the records beside those of lines: source and tick; and flushing. */
#include <inttypes.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "logtail.h"
#include "zone.h"

void
control_begin(struct tail *t, const char *type)
{
	char time[TS_MAX];
	int64_t now = ts_now();

	ts_format(time, now, zone_offset(t->zone, now / TS_SECOND), 3);
	out_fmt(&t->out, "{\"time\":\"%s\",\"type\":\"%s\",\"host\":", time, type);
	json_put_out(&t->out, t->host, strlen(t->host));
}

void
control_end(struct tail *t)
{
	if (out_end(&t->out) < 0)
		out_die(&t->out);
}

/* Are the bytes before off still those that were read? */
static bool
stayed(const struct gen *g)
{
	char is[CONTEXT];

	return gen_pread(g->fd, is, g->nlast, g->off - (int64_t)g->nlast) ==
	    (ssize_t)g->nlast && memcmp(is, g->last, g->nlast) == 0;
}

/* The bytes before the place where to go on: how many; -1: they are not there. */
static int64_t
tail_of(const struct gen *g, int64_t place, char edge[EDGE])
{
	int64_t n = place < EDGE ? place : EDGE;

	if (g->packed) {
		if (place != g->off)
			return 0;	/* the head must do */
		if (g->nedge > 0)
			memcpy(edge, g->edge, g->nedge);
		return (int64_t)g->nedge;
	}
	return gen_pread(g->fd, edge, (size_t)n, place - n) == n && stayed(g) ? n : -1;
}

/* The identity grows with a small file. */
static void
grow_head(struct gen *g, int64_t place)
{
	int64_t n = place < EDGE ? place : EDGE;
	char edge[EDGE];

	if (g->packed || n <= g->head_n || gen_pread(g->fd, edge, (size_t)n, 0) != n ||
	    !stayed(g))
		return;
	digest_of(edge, (size_t)n, g->head);
	g->head_n = n;
}

/* The same from memory, of a file that was cut off: a copy of it is known by that. */
static int64_t
kept_tail(const struct gen *g, int64_t place, char edge[EDGE])
{
	if (place != g->off || g->nlast == 0)
		return -1;
	memcpy(edge, g->last, g->nlast);
	return (int64_t)g->nlast;
}

void
control_source(struct tail *t, struct gen *g)
{
	unsigned char tail[DIGEST_SIZE];
	char edge[EDGE], hex[DIGEST_HEX], encoding[ENCODING_MAX];
	int64_t place = gen_place(g), n;

	if ((g->stream && !g->packed) || g->fid[0] == '\0' || g->source_off == place)
		return;
	if (!open_hold(t, g))
		return;
	if ((n = tail_of(g, place, edge)) >= 0)
		grow_head(g, place);
	else if ((n = kept_tail(g, place, edge)) < 0)
		return;		/* cut off just now: the next look at it will tell */
	digest_of(edge, (size_t)n, tail);
	control_begin(t, "source");
	out_str(&t->out, ",\"path\":");
	json_put_out(&t->out, g->path, strlen(g->path));
	digest_hex(g->head, DIGEST_SIZE, hex);
	out_fmt(&t->out, ",\"fid\":\"%s\",\"dev\":%" PRIu64 ",\"ino\":%" PRIu64
	    ",\"born_ns\":%" PRId64, g->fid, g->dev, g->ino, g->born_ns);
	out_fmt(&t->out, ",\"head_n\":%" PRId64 ",\"head\":\"%s\"", g->head_n, hex);
	digest_hex(tail, DIGEST_SIZE, hex);
	out_fmt(&t->out, ",\"mtime_ns\":%" PRId64 ",\"off\":%" PRId64,
	    g->changed_ns, place);
	if (g->size >= 0)
		out_fmt(&t->out, ",\"size\":%" PRId64, g->size);
	text_guessed(g, encoding);
	if (encoding[0])
		out_fmt(&t->out, ",\"encoding\":\"%s\"", encoding);
	out_fmt(&t->out, ",\"tail_n\":%" PRId64 ",\"tail\":\"%s\"}", n, hex);
	control_end(t);
	g->source_off = place;
	marks_note(t, g, tail, n);
}

void
control_tick(struct tail *t)
{
	char time[TS_MAX];
	int64_t now = ts_now();

	ts_format(time, now, zone_offset(t->zone, now / TS_SECOND), 3);
	out_fmt(&t->out, "{\"time\":\"%s\",\"type\":\"tick\",\"source\":", time);
	if (t->o.system) {
		struct buf name = BUF_INIT;

		buf_fmt(&name, "%s/%s", t->host, t->o.system);
		json_put_out(&t->out, name.p, name.n);
		buf_clear(&name);
	} else {
		json_put_out(&t->out, t->host, strlen(t->host));
	}
	out_str(&t->out, "}");
	control_end(t);
}

void
control_flush(struct tail *t)
{
	if (out_flush(&t->out) < 0)
		out_die(&t->out);
}
