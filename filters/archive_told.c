/* archive_told - what the manifest tells of the segments and records, put together. */
#include <stdlib.h>
#include <string.h>

#include "archive_told.h"
#include "mem.h"
#include "num.h"
#include "rec.h"

void
told_clear(struct told *t)
{
	for (size_t i = 0; i < t->norders; i++) {
		free(t->orders[i].order);
		free(t->orders[i].by);
	}
	free(t->orders);
	free(t->checks);
	free(t->seqs);
	free(t->v);
}

/* Segments up to that one are told of. */
static bool
reach(struct told *t, int64_t segment)
{
	if (segment < 1 || segment > TOLD_SEGMENTS_MAX)
		return false;
	if ((size_t)segment <= t->n)
		return true;
	t->v = mem_grow(t->v, &t->cap, (size_t)segment, sizeof *t->v);
	memset(t->v + t->n, 0, ((size_t)segment - t->n) * sizeof *t->v);
	t->n = (size_t)segment;
	return true;
}

static bool
take_seal(struct told *t, struct rec *r)
{
	struct hash h;
	int64_t segment;

	if (!rec_int(r, "segment", &segment) || !hash_get(r, "chain", &h) ||
	    !reach(t, segment))
		return false;
	t->v[segment - 1].sealed = true;
	t->v[segment - 1].hash = h;
	return true;
}

/* The next number of an array. */
static bool
next_number(struct rec *r, const struct rec_value *all, size_t *pos, int64_t *i)
{
	struct rec_value v;

	return rec_each(r, all, pos, NULL, NULL, &v) && v.type == REC_NUMBER &&
	    num_text_i64(v.raw, v.n, i) && *i > 0;
}

static bool
take_expire(struct told *t, struct rec *r)
{
	struct rec_value all;
	int64_t first, last;
	size_t pos = 0;

	if (rec_get(r, "segments", &all) != REC_ARRAY ||
	    !next_number(r, &all, &pos, &first) || !next_number(r, &all, &pos, &last) ||
	    first > last || !reach(t, last))
		return false;
	for (int64_t i = first; i <= last; i++)
		t->v[i - 1].expired = true;
	return true;
}

static bool
take_redact(struct told *t, struct rec *r)
{
	struct told_order o = { .from = t->nseqs };
	struct rec_value all;
	size_t pos = 0;
	int64_t seq;

	if (rec_get(r, "records", &all) != REC_ARRAY)
		return false;
	while (next_number(r, &all, &pos, &seq)) {
		t->seqs = mem_grow(t->seqs, &t->cap_seqs, t->nseqs + 1, sizeof *t->seqs);
		t->seqs[t->nseqs++] = (uint64_t)seq;
	}
	o.n = t->nseqs - o.from;
	o.order = rec_dup(r, "order");
	o.by = rec_dup(r, "by");
	t->orders = mem_grow(t->orders, &t->cap_orders, t->norders + 1, sizeof o);
	t->orders[t->norders++] = o;
	return o.order && o.by && o.n > 0;
}

static bool
take_checkpoint(struct told *t, struct rec *r)
{
	struct told_check c;
	int64_t segments;

	if (!rec_int(r, "segments", &segments) || segments < 0 ||
	    segments > TOLD_SEGMENTS_MAX || !hash_get(r, "root", &c.root))
		return false;
	c.segments = (uint64_t)segments;
	t->checks = mem_grow(t->checks, &t->cap_checks, t->nchecks + 1, sizeof c);
	t->checks[t->nchecks++] = c;
	return true;
}

bool
told_line(struct told *t, struct rec *r)
{
	if (rec_is(r, "type", "seal"))
		return take_seal(t, r);
	if (rec_is(r, "type", "expire"))
		return take_expire(t, r);
	if (rec_is(r, "type", "redact"))
		return take_redact(t, r);
	if (rec_is(r, "type", "checkpoint"))
		return take_checkpoint(t, r);
	return true;
}

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static int
by_segments(const void *a, const void *b)
{
	const struct told_check *x = a, *y = b;

	return (x->segments > y->segments) - (x->segments < y->segments);
}

void
told_sort(struct told *t)
{
	if (t->nchecks > 1)
		qsort(t->checks, t->nchecks, sizeof *t->checks, by_segments);
	if (t->nseqs > 1)
		qsort(t->seqs, t->nseqs, sizeof *t->seqs, by_number);
}

void
told_copy_redacted(struct told *to, const struct told *from)
{
	to->seqs = mem_grow(NULL, &to->cap_seqs, from->nseqs, sizeof *to->seqs);
	if (from->nseqs > 0)
		memcpy(to->seqs, from->seqs, from->nseqs * sizeof *to->seqs);
	to->nseqs = from->nseqs;
}

bool
told_redacted(const struct told *t, uint64_t seq)
{
	return t->nseqs && bsearch(&seq, t->seqs, t->nseqs, sizeof seq, by_number);
}

size_t
told_from(const struct told *t, uint64_t seq)
{
	size_t lo = 0, hi = t->nseqs;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (t->seqs[mid] < seq)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

const struct told_segment *
told_segment(const struct told *t, uint64_t segment)
{
	return segment >= 1 && segment <= t->n ? &t->v[segment - 1] : NULL;
}
