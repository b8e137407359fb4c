/* column_walk - rows as their kind, their time and the number of a text. */
#include "column_back.h"
#include "column_take.h"

#include <stdlib.h>

#include "mem.h"
#include "ts.h"

struct column_walk {
	struct column_reader *r;
	unsigned text, time;		/* members; 0: none of that name is a column */
	struct column_in *in;		/* of the text; NULL: it has no column */
	bool *own;			/* of each template: its variable is all of it */
	bool *with_text, *with_time;	/* of each kind */
	int64_t ahead, unit;		/* the text of a time is so much ahead; of one */
	bool untold;			/* the text of times is none that ts reads */
	struct buf room;
};

static bool
is_named(const struct column_in *in, const char *name)
{
	return in->there && in->quoted && in->key.n == strlen(name) &&
	    memcmp(in->key.p, name, in->key.n) == 0;
}

static unsigned
find(const struct column_reader *r, const char *name)
{
	for (unsigned m = 1; m < r->nin; m++)
		if (is_named(r->in + m, name))
			return m;
	return 0;
}

static bool
has(const struct column_kind *k, unsigned m)
{
	for (size_t i = 0; i < k->nparts; i++)
		if (k->parts[i].member == m)
			return true;
	return false;
}

/* --- the texts ---------------------------------------------------------------------- */

/* Is one of them more than a word? */
static bool
any_more(const struct column_span *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (!column_token[(unsigned char)v->p[i]])
			return true;
	return false;
}

/*
 * Texts that were not worth a template are the variable of one; only its values tell
 * that it is this one.
 */
static bool
is_own(const struct column_template *t, size_t rows)
{
	const struct column_cursor *c = t->slots;
	const char *p = c->p;
	struct column_span v;

	if (c->type == '@') {
		for (size_t i = 0; i < c->nvalues; i++)
			if (any_more(c->values + i))
				return true;
		return false;
	}
	if (c->type != '.')
		return false;
	for (size_t i = 0; i < rows && column_line(&p, c->end, &v); i++)
		if (any_more(&v))
			return true;
	return false;
}

static bool
open_templates(struct column_walk *w)
{
	struct column_in *in = w->in;

	w->own = mem_zero(in->ntemplates + 1, sizeof *w->own);
	for (size_t i = 0; i < in->ntemplates; i++) {
		struct column_template *t = in->templates + i;

		if (t->nslots != 1)
			continue;
		if (!column_template_open(t) || !t->slots)
			return false;
		w->own[i] = is_own(t, t->rows);
	}
	return true;
}

static bool
open_text(struct column_walk *w)
{
	w->in = w->text ? w->r->in + w->text : NULL;
	if (!w->in)
		return true;
	if (!w->in->p)
		return false;
	switch (w->in->type) {
	case COLUMN_TEXT: return open_templates(w);
	case COLUMN_IDS: case COLUMN_LINES: return true;
	default: return false;
	}
}

/* --- the time ----------------------------------------------------------------------- */

/* What the text of a time says is a time of some zone; its form tells the zone. */
static void
set_zone(struct column_walk *w)
{
	struct column_pattern *p = w->r->in[w->time].patterns;
	int64_t ns;

	w->unit = TS_SECOND;
	for (int i = 0; i < p->digits; i++)
		w->unit /= 10;
	column_time_print(p, 0);
	w->untold = !ts_parse(p->text, p->n, &ns, NULL);
	w->ahead = w->untold ? 0 : -ns;
}

static bool
open_time(struct column_walk *w)
{
	struct column_in *in = w->r->in + w->time;

	if (!w->time)
		return true;
	if (!in->p || in->type != COLUMN_TIMES || w->time != w->r->base ||
	    (in->way != COLUMN_PREV && in->way != COLUMN_KIND))
		return false;
	set_zone(w);
	return true;
}

static bool
next_time(struct column_walk *w, unsigned context, int64_t *time)
{
	struct column_in *in = w->r->in + w->time;
	int64_t d, from = in->way == COLUMN_KIND ? in->by_kind[context] : in->last, ns;

	if (!column_number(&in->p, in->end, &d))
		return false;
	in->last = in->by_kind[context] = (int64_t)((uint64_t)from + (uint64_t)d);
	if (__builtin_mul_overflow(in->last, w->unit, &ns) ||
	    __builtin_sub_overflow(ns, w->ahead, &ns))
		return false;
	*time = w->untold ? TS_NONE : ns;
	return true;
}

/* --- all of it ---------------------------------------------------------------------- */

/* Fetch what is needed, and nothing else. */
static bool
load(struct column_walk *w)
{
	struct column_reader *r = w->r;

	if (!column_load_kinds(r) || (r->nin > 0 && r->in[0].there &&
	    !column_load_member(r, 0)))
		return false;
	if (w->text && (!column_load_member(r, w->text) ||
	    (r->in[w->text].type == COLUMN_TEXT && !column_load_vars(r, w->text))))
		return false;
	return !w->time || column_load_member(r, w->time);
}

struct column_walk *
column_walk_new(const struct column_source *source, const char *text, const char *time)
{
	struct column_walk *w = mem_zero(1, sizeof *w);

	w->r = column_reader_open(source);
	if (!w->r) {
		column_walk_free(w);
		return NULL;
	}
	w->text = find(w->r, text);
	w->time = find(w->r, time);
	if (!load(w) || !open_text(w) || !open_time(w)) {
		column_walk_free(w);
		return NULL;
	}
	w->with_text = mem_zero(w->r->nkinds, sizeof *w->with_text);
	w->with_time = mem_zero(w->r->nkinds, sizeof *w->with_time);
	for (size_t k = 0; k < w->r->nkinds; k++) {
		w->with_text[k] = w->text && has(w->r->kinds + k, w->text);
		w->with_time[k] = w->time && has(w->r->kinds + k, w->time);
	}
	return w;
}

void
column_walk_free(struct column_walk *w)
{
	if (!w)
		return;
	column_reader_free(w->r);
	free(w->own);
	free(w->with_text);
	free(w->with_time);
	buf_clear(&w->room);
	free(w);
}

size_t
column_walk_kinds(const struct column_walk *w)
{
	return w->r->nkinds;
}

void
column_walk_kind(const struct column_walk *w, size_t k, struct buf *to)
{
	const struct column_kind *kind = w->r->kinds + k;

	for (size_t i = 0; i < kind->nparts; i++) {
		buf_put(to, kind->parts[i].before.p, kind->parts[i].before.n);
		buf_char(to, '0');
	}
	buf_put(to, kind->tail.p, kind->tail.n);
}

bool
column_walk_has(const struct column_walk *w, size_t k, const char *name)
{
	const struct column_kind *kind = w->r->kinds + k;

	for (size_t i = 0; i < kind->nparts; i++)
		if (is_named(w->r->in + kind->parts[i].member, name))
			return true;
	return false;
}

size_t
column_walk_texts(const struct column_walk *w)
{
	if (!w->in || w->in->type == COLUMN_LINES)
		return 0;
	return w->in->type == COLUMN_IDS ? w->in->nvalues : w->in->ntemplates;
}

/* The template with v (NULL: what stands for any) in the place of its variables. */
static void
put_template(const struct column_walk *w, const struct column_template *t,
    const struct column_span *v, struct buf *to)
{
	for (const char *p = t->text, *end = p + t->n; p < end; p++)
		if (*p == COLUMN_TIME) {
			struct column_pattern *q =
			    w->in->patterns + (*++p - COLUMN_DIGIT);

			column_time_print(q, 0);
			buf_put(to, q->text, q->n);
		} else if (*p == COLUMN_MARK && v) {
			buf_put(to, v->p, v->n);
		} else {
			buf_char(to, *p);
		}
}

void
column_walk_text(const struct column_walk *w, size_t t, struct buf *to)
{
	if (w->in->type == COLUMN_IDS)
		buf_put(to, w->in->values[t].p, w->in->values[t].n);
	else
		put_template(w, w->in->templates + t, NULL, to);
}

static bool
next_template(struct column_walk *w, struct column_step *s)
{
	struct column_in *in = w->in;
	const char **p = &in->ids[s->kind];
	int64_t id = *p ? column_id(p, in->end) : -1;
	struct column_template *t = in->templates + id;

	if (id < 0 || (size_t)id >= in->ntemplates)
		return false;
	s->what = COLUMN_KNOWN;
	s->t = (size_t)id;
	if (!w->own[id])
		return true;
	if (!column_template_next(t))
		return false;
	buf_cut(&w->room, 0);
	put_template(w, t, &t->slots[0].now, &w->room);
	s->what = COLUMN_OWN;
	s->p = w->room.n ? w->room.p : "";
	s->n = w->room.n;
	return true;
}

static bool
next_line(struct column_in *in, enum column_what what, struct column_step *s)
{
	struct column_span v;

	if (!in->p || !column_line(&in->p, in->end, &v))
		return false;
	s->what = what;
	s->p = v.p;
	s->n = v.n;
	return true;
}

static bool
next_text(struct column_walk *w, struct column_step *s)
{
	int64_t id;

	switch (w->in->type) {
	case COLUMN_TEXT:
		return next_template(w, s);
	case COLUMN_IDS:
		id = column_id(&w->in->p, w->in->end);
		if (id < 0 || (size_t)id >= w->in->nvalues)
			return false;
		s->what = COLUMN_KNOWN;
		s->t = (size_t)id;
		return true;
	default:
		return next_line(w->in, COLUMN_OWN, s);
	}
}

enum column_rc
column_walk_next(struct column_walk *w, struct column_step *s)
{
	struct column_reader *r = w->r;
	const struct column_kind *k;
	int64_t kind;

	if (r->row == r->rows)
		return COLUMN_END;
	r->row++;
	*s = (struct column_step){ .time = TS_NONE };
	kind = r->broken ? -1 : column_id(&r->kinds_p, r->kinds_end);
	if (kind < 0 || (size_t)kind >= r->nkinds) {
		r->broken = true;
		return COLUMN_LOST;
	}
	s->kind = (size_t)kind;
	k = r->kinds + kind;
	if (k->nparts == 1 && k->parts[0].member == 0)
		r->broken = !next_line(r->in, COLUMN_ALL, s);
	if (w->with_time[kind] && !next_time(w, k->context, &s->time))
		r->broken = true;
	if (w->with_text[kind] && !next_text(w, s))
		r->broken = true;
	return r->broken ? COLUMN_LOST : COLUMN_ROW;
}
