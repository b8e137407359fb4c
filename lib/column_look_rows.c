/* column_look_rows - values that were found to rows. */
#include "column_look.h"
#include "column_take.h"

#include <stdlib.h>

#include "mem.h"

/* The members go along from their first value. */
static bool
begin(struct column_search *l, unsigned number)
{
	struct column_in *in = l->r->in + number;
	struct column_found *m = l->members + number;

	if (!column_load_member(l->r, number))
		return false;
	m->p = in->from;
	m->next = mem_zero(m->nmarks, sizeof *m->next);
	if (in->type == COLUMN_TEXT) {
		m->ids = mem_zero(l->r->nkinds, sizeof *m->ids);
		memcpy(m->ids, in->ids, l->r->nkinds * sizeof *m->ids);
	}
	return true;
}

static bool
is_marked(const struct column_found *m)
{
	for (size_t i = 0; i < m->nmarks; i++)
		if (m->marks[i].all || m->marks[i].v)
			return true;
	return false;
}

/* The next value of a member: what becomes of its row; -1: there is no next. */
static int
step(struct column_search *l, unsigned number, size_t kind)
{
	struct column_in *in = l->r->in + number;
	struct column_found *m = l->members + number;
	struct column_marks *k = m->marks;
	const char **p = in->type == COLUMN_TEXT ? &m->ids[kind] : &m->p;
	size_t row;
	int64_t id;

	if (in->type == COLUMN_LINES) {
		row = m->next[0]++;
	} else {
		id = *p ? column_id(p, in->end) : -1;
		if (id < 0 || (size_t)id >= (in->type == COLUMN_TEXT ? m->nmarks : k->n))
			return -1;
		row = (size_t)id;
		if (in->type == COLUMN_TEXT) {
			k += id;
			row = m->next[id]++;
		}
	}
	if (row >= k->n)
		return -1;
	return k->v && k->v[row] > k->all ? k->v[row] : k->all;
}

static bool
walk_rows(struct column_search *l, struct column_hits *h)
{
	const char *p = l->r->kinds_from;

	for (uint64_t row = 0; row < l->r->rows; row++) {
		int64_t kind = column_id(&p, l->r->kinds_end);
		const struct column_kind *k = l->r->kinds + kind;
		int verdict;

		if (kind < 0 || (size_t)kind >= l->r->nkinds)
			return false;
		verdict = l->kinds[kind];
		for (size_t i = 0; i < k->nparts; i++) {
			int v = l->members[k->parts[i].member].any ?
			    step(l, k->parts[i].member, (size_t)kind) : COLUMN_NOT;

			if (v < 0)
				return false;
			verdict = v > verdict ? v : verdict;
		}
		h->rows[row] = (unsigned char)verdict;
		h->maybe += verdict == COLUMN_MAYBE;
		h->sure += verdict == COLUMN_SURE;
	}
	return true;
}

bool
column_look_rows(struct column_search *l, struct column_hits *h)
{
	bool any = false;

	for (unsigned m = 0; m < l->r->nin; m++) {
		l->members[m].any = l->members[m].any && is_marked(l->members + m);
		any = any || l->members[m].any;
		if (l->members[m].any && !begin(l, m))
			return false;
	}
	for (size_t k = 0; k < l->r->nkinds; k++)
		any = any || l->kinds[k];
	return !any || (column_load_kinds(l->r) && walk_rows(l, h));
}
