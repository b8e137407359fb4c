/*
 * column_kind - values that tell the kind of a row.
 *
 * Some members say the same thing: of one file all records have the same host, path and
 * fid.  Such values go to the text of the row's kind, as long as they do not make many
 * kinds out of few.  Those with many values come first: what depends on them adds none.
 */
#include <stdlib.h>

#include "column_part.h"
#include "mem.h"
#include "num.h"

enum {
	FEW = 64,		/* kinds that are few, whatever they are of */
	ROWS_A_KIND = 32,
	ROWS_A_VALUE = 16,
	VALUE_MAX = 200,	/* bytes of a value that may tell */
};

/* Its values may be in the text of kinds: they are few, and short. */
static bool
may_tell(const struct column_member *m)
{
	size_t max = m->n / ROWS_A_VALUE < FEW ? FEW : m->n / ROWS_A_VALUE;

	return m->n > 0 && m->ids && m->few.n <= max && m->longest <= VALUE_MAX;
}

static int
most_values_first(const void *a, const void *b)
{
	const struct column_member *x = *(struct column_member *const *)a,
	    *y = *(struct column_member *const *)b;

	if (x->few.n != y->few.n)
		return x->few.n < y->few.n ? 1 : -1;
	return x > y ? 1 : -1;
}

/* So many kinds may come of old ones. */
static size_t
allowed(const struct column_block *b, bool first)
{
	size_t max = b->nkinds + b->nkinds / 4 + 2;

	if (first && max < b->nrows / ROWS_A_KIND)
		max = b->nrows / ROWS_A_KIND;
	if (max < FEW)
		max = FEW;
	return max < COLUMN_KINDS_MAX ? max : COLUMN_KINDS_MAX;
}

struct pair {
	uint32_t kind;
	uint32_t id;		/* of its value, from 1; 0: it has no such member */
};

/* Kinds and the ids of a member to new kinds; false: too many. */
static bool
join(struct column_block *b, const struct column_member *m, size_t max,
    struct column_dict *d)
{
	unsigned char *with = column_with(b, (size_t)(m - b->members));
	uint32_t *rows = mem_zero(b->nrows, sizeof *rows);
	struct pair *pairs = mem_zero(max, sizeof *pairs), last = { 0, 0 };
	uint32_t *shapes = mem_zero(max, sizeof *shapes);
	size_t at = 0, r;
	int64_t k = -1;

	column_dict_reset(d);
	for (r = 0; r < b->nrows; r++) {
		struct pair p = { b->rows[r], with[b->rows[r]] ? m->ids[at++] + 1u : 0 };
		size_t known = d->n;

		if (k < 0 || p.kind != last.kind || p.id != last.id) {
			k = column_dict_put(d, (const char *)&p, sizeof p, max);
			if (k < 0)
				break;
			if (d->n > known) {
				pairs[k] = p;
				d->v[k].p = (const char *)&pairs[k];
				shapes[k] = b->kind_shape[p.kind];
			}
			last = p;
		}
		rows[r] = (uint32_t)k;
	}
	free(with);
	free(pairs);
	if (r < b->nrows) {
		free(rows);
		free(shapes);
		return false;
	}
	free(b->rows);
	free(b->kind_shape);
	b->rows = rows;
	b->kind_shape = shapes;
	b->nkinds = d->n;
	return true;
}

/* Members that tell: their values are in the text of kinds. */
static size_t
choose(struct column_block *b, struct column_member **v)
{
	struct column_dict d = { 0 };
	size_t n = 0, kept = 0;

	for (size_t m = 1; m < b->nmembers; m++)
		if (may_tell(b->members + m))
			v[n++] = b->members + m;
	if (n > 1)
		qsort(v, n, sizeof *v, most_values_first);
	for (size_t i = 0; i < n; i++)
		if (join(b, v[i], allowed(b, kept == 0), &d)) {
			v[i]->type = COLUMN_LITERAL;
			v[kept++] = v[i];
		}
	column_dict_clear(&d);
	return kept;
}

/* Kinds that some row is of. */
static void
drop_empty(struct column_block *b)
{
	uint32_t *to = mem_zero(b->nkinds + 1, sizeof *to);
	size_t n = 0;

	for (size_t r = 0; r < b->nrows; r++)
		to[b->rows[r]] = 1;
	for (size_t k = 0; k < b->nkinds; k++)
		if (to[k]) {
			b->kind_shape[n] = b->kind_shape[k];
			to[k] = (uint32_t)n++;
		}
	for (size_t r = 0; r < b->nrows; r++)
		b->rows[r] = to[b->rows[r]];
	b->nkinds = n;
	free(to);
}

/* How many rows each kind has, and which value of each member that tells. */
static uint16_t *
values_of_kinds(struct column_block *b, struct column_member **v, size_t n)
{
	uint16_t *of = mem_zero(b->nkinds * (n + 1), sizeof *of);

	b->kind_rows = mem_zero(b->nkinds, sizeof *b->kind_rows);
	for (size_t r = 0; r < b->nrows; r++)
		b->kind_rows[b->rows[r]]++;
	for (size_t i = 0; i < n; i++) {
		unsigned char *with = column_with(b, (size_t)(v[i] - b->members));
		size_t at = 0;

		for (size_t r = 0; r < b->nrows; r++)
			if (with[b->rows[r]])
				of[b->rows[r] * n + i] =
				    (uint16_t)(v[i]->ids[at++] + 1);
		free(with);
	}
	return of;
}

static void
put_kind(const struct column_block *b, size_t kind, struct column_member **v, size_t n,
    const uint16_t *of, struct buf *words)
{
	const struct column_shape *s = b->shapes + b->kind_shape[kind];

	buf_fmt(words, "%u %u ", b->kind_rows[kind], b->kind_context[kind]);
	if (s->whole) {
		buf_char(words, COLUMN_MARK);
		column_put_two(words, 0);
	}
	for (size_t i = 0; i < s->npieces; i++) {
		const struct column_piece *c = s->pieces + i;
		size_t k = 0;

		buf_put(words, c->text, c->n);
		while (k < n && v[k] != b->members + c->member)
			k++;
		if (k < n) {
			const struct column_key *value = v[k]->few.v +
			    of[kind * n + k] - 1;

			buf_put(words, value->p, value->n);
		} else {
			buf_char(words, COLUMN_MARK);
			column_put_two(words, c->member);
		}
	}
	if (!s->whole)
		buf_put(words, s->tail, s->ntail);
	buf_char(words, '\n');
}

/* Rows of one context are of one file: it is that of the fid, or else of the kind. */
static void
set_contexts(struct column_block *b, struct column_member **v, size_t n,
    const uint16_t *of)
{
	size_t fid = 0;

	b->kind_context = mem_zero(b->nkinds, sizeof *b->kind_context);
	while (fid < n && (v[fid]->nkey != 3 || memcmp(v[fid]->key, "fid", 3) != 0))
		fid++;
	for (size_t k = 0; k < b->nkinds; k++) {
		size_t same = k;

		if (fid < n && of[k * n + fid])
			for (same = 0; of[same * n + fid] != of[k * n + fid];)
				same++;
		b->kind_context[k] = (uint32_t)same;
	}
}

void
column_kinds(struct column_block *b, struct buf *words, struct buf *kinds)
{
	struct column_member **v = mem_zero(b->nmembers, sizeof *v);
	uint16_t *of;
	size_t n;

	b->nkinds = b->nshapes;
	b->kind_shape = mem_zero(b->nkinds, sizeof *b->kind_shape);
	for (size_t k = 0; k < b->nkinds; k++)
		b->kind_shape[k] = (uint32_t)k;
	n = choose(b, v);
	drop_empty(b);
	of = values_of_kinds(b, v, n);
	set_contexts(b, v, n, of);
	for (size_t k = 0; k < b->nkinds; k++)
		put_kind(b, k, v, n, of, words);
	for (size_t r = 0; r < b->nrows; r++)
		column_put_id(kinds, b->rows[r]);
	free(v);
	free(of);
}
