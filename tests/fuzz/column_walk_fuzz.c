/*
 * Fuzz target of lib/column_walk and lib/column_mask: whatever the lines are, the walk
 * tells of each the same text, but for its variables, that stands in the line; damaged
 * columns are walked safely.
 *
 * The first two bytes of an input say which byte of which column is changed.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "column.h"
#include "json.h"
#include "rec.h"
#include "ts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MAX = 60, DOTS = 3 };

static void
mask(const char *s, size_t n, struct buf *to)
{
	size_t from = to->n;

	column_mask(s, n, MAX, to);
	if (to->n - from > MAX + DOTS || (json_utf8(s, n) &&
	    !json_utf8(to->n ? to->p + from : "", to->n - from)))
		abort();
}

static int
mask_line(struct rec *r, const char *line, size_t n, struct buf *to)
{
	struct rec_value v;

	if (rec_parse(r, line, n) < 0 || rec_get(r, "msg", &v) != REC_STRING)
		return 0;
	mask(v.raw + 1, v.n - 2, to);
	return 1;
}

/* What a step tells of the text; 0: there is none. */
static int
mask_step(struct column_walk *w, const struct column_step *s, struct rec *r,
    struct buf *to)
{
	struct buf b = BUF_INIT;
	int is = 1;

	switch (s->what) {
	case COLUMN_KNOWN:
		column_walk_text(w, s->t, &b);
		mask(b.n ? b.p : "", b.n, to);
		break;
	case COLUMN_OWN:
		mask(s->p, s->n, to);
		break;
	case COLUMN_ALL:
		is = mask_line(r, s->p, s->n, to);
		break;
	case COLUMN_NOTHING:
		column_walk_kind(w, s->kind, &b);
		is = mask_line(r, b.p, b.n, to);
		break;
	}
	buf_clear(&b);
	return is;
}

static struct column_walk *
walk_of(struct column_set *set)
{
	struct column_source source = column_set_source(set);

	return column_walk_new(&source, "msg", "time");
}

static void
walk_lines(struct column_set *set, const char *text, size_t n)
{
	struct column_walk *w = walk_of(set);
	struct buf want = BUF_INIT, got = BUF_INIT;
	const char *p = text, *nl;
	struct rec *r = rec_new(), *line = rec_new();
	struct column_step s;

	for (; w && p < text + n; p = nl + 1) {
		int64_t time;

		nl = memchr(p, '\n', (size_t)(text + n - p));
		if (column_walk_next(w, &s) != COLUMN_ROW)
			abort();
		if (rec_parse(line, p, (size_t)(nl - p)) < 0)
			continue;	/* it is no record: nothing is promised */
		buf_cut(&want, 0);
		buf_cut(&got, 0);
		if (mask_line(line, p, (size_t)(nl - p), &want) !=
		    mask_step(w, &s, r, &got) || want.n != got.n ||
		    (got.n > 0 && memcmp(want.p, got.p, got.n) != 0))
			abort();
		if (column_walk_has(w, s.kind, "time") &&
		    (rec_time(line, "time", &time) ? time : TS_NONE) != s.time)
			abort();
	}
	if (w && column_walk_next(w, &s) != COLUMN_END)
		abort();
	column_walk_free(w);
	rec_free(r);
	rec_free(line);
	buf_clear(&want);
	buf_clear(&got);
}

/* Columns that may say anything. */
static void
walk_safely(struct column_set *set)
{
	struct column_walk *w = walk_of(set);
	struct buf b = BUF_INIT;
	struct rec *r = rec_new();
	struct column_step s;
	enum column_rc rc;

	for (int i = 0; w && i < 1 << 14; i++) {
		if ((rc = column_walk_next(w, &s)) == COLUMN_END)
			break;
		buf_cut(&b, 0);
		if (rc == COLUMN_ROW)
			(void)mask_step(w, &s, r, &b);
	}
	column_walk_free(w);
	rec_free(r);
	buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct column_set set = { 0 };
	struct buf in = BUF_INIT;
	struct column *c;
	uint8_t which, change;

	if (n < 2)
		return 0;
	which = data[0];
	change = data[1];
	buf_put(&in, data + 2, n - 2);
	buf_char(&in, '\n');
	column_write(&set, in.p, in.n);
	walk_lines(&set, in.p, in.n);
	c = set.v + which % set.n;
	if (c->text.n > 0) {
		size_t at = (size_t)change * c->text.n / 256;

		c->text.p[at] = (char)(c->text.p[at] ^ (1 + which / 16));
		walk_safely(&set);
		c->text.n = at;
		walk_safely(&set);
	}
	column_set_clear(&set);
	buf_clear(&in);
	return 0;
}
