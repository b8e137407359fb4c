/* logtail_ledger - what of a generation was read, given out and lost. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "logtail.h"

void
ledger_add(struct tail *t, struct gen *g, const char *p, size_t n, int64_t at)
{
	struct ledger *l = &g->ledger;

	if (l->done < 0) {
		l->from = l->done = at;
		l->digest = digest_like(t->blank);
	}
	if (at < l->done) {	/* a part that was there before */
		size_t known = (size_t)(l->done - at) < n ? (size_t)(l->done - at) : n;

		p += known;
		n -= known;
	}
	if (n == 0)
		return;
	t->totals.bytes += n;
	digest_add(l->digest, p, n);
	l->done = at < l->done ? l->done + (int64_t)n : at + (int64_t)n;
}

static void
put_place(struct tail *t, const char *path, const char *fid)
{
	out_str(&t->out, ",\"path\":");
	json_put_out(&t->out, path, strlen(path));
	if (fid[0])
		out_fmt(&t->out, ",\"fid\":\"%s\"", fid);
}

/*
 * The account so far; why is its reason: end, rotated, truncated, stopped, asked.
 * One of which nothing was read in this run, and nothing lost, has none.
 */
void
ledger_stat(struct tail *t, struct gen *g, const char *why)
{
	struct ledger *l = &g->ledger;
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	if (l->done < 0 && l->lost == 0)
		return;
	control_begin(t, "stat");
	put_place(t, g->path, g->fid);
	if (l->done >= 0) {
		digest_peek(l->digest, sum);
		digest_hex(sum, DIGEST_SIZE, hex);
		out_fmt(&t->out, ",\"from\":%" PRId64 ",\"off\":%" PRId64, l->from,
		    g->off);
		out_fmt(&t->out, ",\"bytes\":%" PRId64 ",\"lines\":%" PRIu64
		    ",\"digest\":\"%s\"", g->off - l->from,
		    g->common.records, hex);
	}
	if (l->hole > 0)
		out_fmt(&t->out, ",\"hole\":%" PRId64, l->hole);
	out_fmt(&t->out, ",\"lost\":%" PRId64, l->lost);
	if (l->unseen)
		out_str(&t->out, ",\"unseen\":true");
	out_fmt(&t->out, ",\"why\":\"%s\"}", why);
	control_end(t);
}

void
ledger_gap(struct tail *t, const char *path, const char *fid, int64_t off, int64_t bytes,
    const char *reason)
{
	control_begin(t, "gap");
	put_place(t, path, fid);
	if (off >= 0)
		out_fmt(&t->out, ",\"off\":%" PRId64, off);
	if (bytes >= 0)
		out_fmt(&t->out, ",\"bytes\":%" PRId64, bytes);
	out_str(&t->out, ",\"reason\":");
	json_put_out(&t->out, reason, strlen(reason));
	out_str(&t->out, "}");
	control_end(t);
	t->totals.gaps++;
	if (bytes <= 0)		/* nobody knows whether anything was lost */
		return;
	t->totals.lost += bytes;
	t->trouble = true;
}

void
ledger_before(struct tail *t, struct gen *g)
{
	const struct mark *m = marks_by_fid(&t->marks, g->before);

	if (m)
		ledger_gap(t, g->path, m->fid, m->off, m->size > m->off ?
		    m->size - m->off : -1, m->ino == g->ino && m->born_ns == g->born_ns ?
		    "written anew while it was not read" :
		    "gone while it was not read");
	g->before[0] = '\0';
}

void
ledger_totals(const struct tail *t)
{
	const struct totals *x = &t->totals;
	double s = (double)(ts_now() - x->begun_ns) / (double)TS_SECOND;

	warn_msg("%" PRIu64 " files, %" PRIu64 " lines, %" PRIu64 " bytes, %" PRIu64
	    " records; %" PRId64 " bytes lost, %" PRIu64 " gaps; %.1f s, %.1f MB/s",
	    x->files, x->lines, x->bytes, x->records, x->lost, x->gaps, s,
	    s > 0 ? (double)x->bytes / s / 1e6 : 0.0);
}
