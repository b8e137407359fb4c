/* logtail_control - the records beside those of lines: source and tick; and flushing. */
#include <inttypes.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "logtail.h"
#include "zone.h"

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
control_source(struct tail *t, struct gen *g)
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
control_tick(struct tail *t)
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
control_flush(struct tail *t)
{
	if (out_flush(&t->out) < 0)
		out_die(&t->out);
}
