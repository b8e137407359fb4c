/* column_load - columns are fetched when they are needed. */
#include "column_back.h"
#include "column_take.h"

#include <stdio.h>

#include "mem.h"

static bool
get_of_set(void *arg, const char *name, const char **p, size_t *n)
{
	const struct column *c = column_set_find(arg, name);

	if (!c)
		return false;
	*p = c->text.p;
	*n = c->text.n;
	return true;
}

struct column_source
column_set_source(struct column_set *set)
{
	return (struct column_source){ get_of_set, set };
}

static bool
fetch(struct column_reader *r, const char *name, struct column_span *s)
{
	if (!r->source.get(r->source.arg, name, &s->p, &s->n))
		return false;
	if (s->n == 0)
		s->p = "";
	return true;
}

bool
column_load_words(struct column_reader *r, struct column_span *s)
{
	return fetch(r, "words", s);
}

bool
column_load_kinds(struct column_reader *r)
{
	struct column_span s;

	if (!r->kinds_p && !r->broken) {
		r->broken = !fetch(r, "kinds", &s);
		if (!r->broken) {
			r->kinds_from = r->kinds_p = s.p;
			r->kinds_end = s.p + s.n;
		}
	}
	return !r->broken;
}

/* Where the ids of each kind begin, in the column of a text. */
static void
find_ids(struct column_reader *r, unsigned m)
{
	struct column_in *in = r->in + m;
	const char *p = in->p;

	in->ids = mem_zero(r->nkinds, sizeof *in->ids);
	for (size_t i = 0; p && i < r->nkinds; i++) {
		const struct column_kind *k = r->kinds + i;
		size_t part = 0;

		while (part < k->nparts && k->parts[part].member != m)
			part++;
		if (part == k->nparts)
			continue;
		in->ids[i] = p;
		for (uint64_t n = k->rows; n > 0; n--)
			if (column_id(&p, in->end) < 0)
				return;
	}
}

bool
column_load_member(struct column_reader *r, unsigned m)
{
	struct column_in *in = r->in + m;
	char name[COLUMN_NAME_MAX];
	struct column_span s;

	if (!in->loaded) {
		in->loaded = true;
		snprintf(name, sizeof name, "%u", m);
		if (fetch(r, name, &s)) {
			in->from = in->p = s.p;
			in->end = s.p + s.n;
		}
		if (in->type == COLUMN_TEXT)
			find_ids(r, m);
	}
	return in->from != NULL;
}

/* The slots of each template: NULL where they are not all there. */
static void
cut_vars(struct column_in *in)
{
	const char *p = in->vars.p, *end = p + in->vars.n;

	for (size_t i = 0; i < in->ntemplates; i++) {
		struct column_template *t = in->templates + i;

		if (t->size > (size_t)(end - p))
			return;
		t->vars = (struct column_span){ p, t->size };
		p += t->size;
	}
}

bool
column_load_vars(struct column_reader *r, unsigned m)
{
	struct column_in *in = r->in + m;
	char name[COLUMN_NAME_MAX];

	if (!in->vars_loaded) {
		in->vars_loaded = true;
		snprintf(name, sizeof name, "%u.vars", m);
		if (fetch(r, name, &in->vars))
			cut_vars(in);
	}
	return in->vars.p != NULL;
}

void
column_load_all(struct column_reader *r)
{
	r->loaded = true;
	column_load_kinds(r);
	for (unsigned m = 0; m < r->nin; m++) {
		if (!r->in[m].there)
			continue;
		column_load_member(r, m);
		if (r->in[m].type == COLUMN_TEXT)
			column_load_vars(r, m);
	}
}
