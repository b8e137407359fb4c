/*
 * column_look_numbers - in which rows does a time or a number hold a bit?
 *
 * These are differences in their columns, and what they add to is known row by row only:
 * a reader of its own goes through the rows, and takes nothing that is not needed for it.
 */
#include "column_look.h"

#include <stdlib.h>

#include "mem.h"

bool
column_is_number(const struct column_in *in)
{
	return in->type == COLUMN_TIMES || in->type == COLUMN_INTS;
}

void
column_watch(struct column_search *l, unsigned member, const struct column_bit *b)
{
	if (l->nwatches == COLUMN_QUERIES_MAX)
		l->failed = true;
	else
		l->watches[l->nwatches++] = (struct column_query){ member, *b };
}

bool
column_watch_time(struct column_search *l, unsigned member, size_t template,
    const struct column_timed *x)
{
	struct column_found *m = l->members + member;

	if (l->ntimed == COLUMN_TIMED_MAX)
		return false;
	if (!m->timed)
		m->timed = mem_zero(l->r->in[member].ntemplates, sizeof *m->timed);
	l->timed = mem_grow(l->timed, &l->room, l->ntimed + 1, sizeof *l->timed);
	l->timed[l->ntimed] = *x;
	l->timed[l->ntimed].next = m->timed[template];
	m->timed[template] = ++l->ntimed;
	return true;
}

/* What must be taken of each row: the watched, and what they are told from. */
static bool *
needed(const struct column_search *l, const struct column_reader *r)
{
	bool *v = mem_zero(r->nin, sizeof *v);

	v[r->base] = true;
	for (size_t i = 0; i < l->nwatches; i++) {
		const struct column_in *in = r->in + l->watches[i].member;

		v[l->watches[i].member] = true;
		if (in->way == COLUMN_FOLLOW || in->way == COLUMN_LENGTH)
			v[r->off] = v[r->end] = v[r->msg] = true;
	}
	for (unsigned m = 0; m < r->nin; m++)
		v[m] = v[m] || l->members[m].timed;
	return v;
}

static bool
load(struct column_reader *r, const bool *need)
{
	bool ok = column_load_kinds(r);

	for (unsigned m = 0; ok && m < r->nin; m++)
		if (need[m] && r->in[m].there)
			ok = column_load_member(r, m) && (r->in[m].type != COLUMN_TEXT ||
			    column_load_vars(r, m));
	r->loaded = true;
	return ok;
}

/* Is the bit in a short text? */
static bool
fits(const struct column_bit *b, const char *p, size_t n)
{
	if (b->where != COLUMN_INSIDE || b->nocase)
		return column_bit_fits(b, p, n);
	for (const char *last = p + n - b->n; n >= b->n && p <= last; p++)
		if (*p == *b->s && memcmp(p, b->s, b->n) == 0)
			return true;
	return false;
}

static bool
holds(struct column_in *in, const struct column_bit *b)
{
	if (in->type != COLUMN_TIMES)
		return fits(b, in->now.p, in->now.n);
	column_time_print(in->patterns, in->number);
	return fits(b, in->patterns->text, in->patterns->n);
}

/* The times in the text of the row. */
static unsigned char
judge_times(const struct column_search *l, const struct column_found *m,
    struct column_in *in, int64_t time)
{
	unsigned char verdict = COLUMN_NOT;

	for (size_t i = m->timed[in->parts - in->templates]; i > 0;) {
		const struct column_timed *x = l->timed + i - 1;
		struct column_pattern *p = in->patterns + x->pattern;

		column_time_print(p, time);
		if (x->verdict > verdict && fits(&x->bit, p->text, p->n))
			verdict = x->verdict;
		i = x->next;
	}
	return verdict;
}

/* The watches on members of a kind, one after the other. */
struct watches {
	struct column_query **v;
	size_t *n;			/* of each kind */
};

static void
sort(const struct column_search *l, struct watches *w)
{
	const struct column_reader *r = l->r;

	w->v = mem_zero(r->nkinds, sizeof *w->v);
	w->n = mem_zero(r->nkinds, sizeof *w->n);
	for (size_t k = 0; k < r->nkinds; k++) {
		w->v[k] = mem_zero(l->nwatches + 1, sizeof **w->v);
		for (size_t i = 0; i < l->nwatches; i++)
			for (size_t p = 0; p < r->kinds[k].nparts; p++)
				if (r->kinds[k].parts[p].member == l->watches[i].member)
					w->v[k][w->n[k]++] = l->watches[i];
	}
}

static void
clear(struct watches *w, size_t nkinds)
{
	for (size_t k = 0; k < nkinds; k++)
		free(w->v[k]);
	free(w->v);
	free(w->n);
}

/* What the times and numbers say of the row that was taken. */
static unsigned char
judge(const struct column_search *l, const struct column_reader *r,
    const struct watches *w, size_t kind)
{
	const struct column_kind *k = r->kinds + kind;
	unsigned char verdict = COLUMN_NOT;

	for (size_t i = 0; i < w->n[kind] && verdict < l->sure; i++) {
		const struct column_query *q = w->v[kind] + i;

		if (holds(r->in + q->member, &q->bit))
			verdict = q->bit.where == COLUMN_INSIDE ? l->sure : COLUMN_MAYBE;
	}
	for (size_t i = 0; l->ntimed > 0 && i < k->nparts && verdict < l->sure; i++) {
		unsigned m = k->parts[i].member;
		unsigned char v = l->members[m].timed && r->in[m].parts ?
		    judge_times(l, l->members + m, r->in + m, r->time) : COLUMN_NOT;

		verdict = v > verdict ? v : verdict;
	}
	return verdict;
}

/* The numbers that are watched; false: one is too long. */
static bool
print(struct column_reader *r, const struct watches *w, size_t kind)
{
	for (size_t i = 0; i < w->n[kind]; i++) {
		struct column_in *in = r->in + w->v[kind][i].member;

		if (in->type == COLUMN_INTS && !column_print_number(in))
			return false;
	}
	return true;
}

static bool
walk(const struct column_search *l, struct column_reader *r, const struct watches *w,
    const bool *need, struct column_hits *h)
{
	for (uint64_t row = 0; row < r->rows; row++) {
		unsigned char *to = h->rows + row, verdict;
		size_t kind;

		if (!column_reader_numbers(r, need, &kind) || !print(r, w, kind))
			return false;
		if (*to == COLUMN_SURE)
			continue;
		verdict = judge(l, r, w, kind);
		if (verdict <= *to)
			continue;
		h->maybe -= *to == COLUMN_MAYBE;
		h->maybe += verdict == COLUMN_MAYBE;
		h->sure += verdict == COLUMN_SURE;
		*to = verdict;
	}
	return true;
}

bool
column_look_numbers(struct column_search *l, struct column_hits *h)
{
	struct column_reader *r;
	struct watches w;
	bool *need, ok;

	if (l->failed)
		return false;
	if (l->nwatches + l->ntimed == 0)
		return true;
	r = column_reader_open(&l->r->source);
	if (!r)
		return false;
	need = needed(l, r);
	sort(l, &w);
	ok = load(r, need) && walk(l, r, &w, need, h);
	clear(&w, r->nkinds);
	column_reader_free(r);
	free(need);
	return ok;
}
