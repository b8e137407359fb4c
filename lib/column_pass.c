/*
 * column_pass - rows that are passed over.
 *
 * Of most only what later rows are told from is taken: the differences of numbers, and
 * how long a text is.  Where it is not that simple, column_next_values() goes on.
 */
#include "column_back.h"

#include <stdlib.h>

#include "column_take.h"
#include "mem.h"
#include "ts.h"

/* What is done with a member. */
enum what { PASS_SLOWLY, PASS_BASE, PASS_NUMBER, PASS_OFF, PASS_END, PASS_MSG, PASS_TEXT,
	PASS_ID, PASS_LINE };

struct column_op {
	enum what what;
	struct column_in *in;
	size_t at;			/* in the order of its kind */
};

static bool
adds_up(const struct column_in *in)
{
	return in->way == COLUMN_PREV || in->way == COLUMN_KIND;
}

static enum what
what_of_number(const struct column_reader *r, unsigned m)
{
	const struct column_in *in = r->in + m;

	if (in->type == COLUMN_TIMES)
		return !adds_up(in) ? PASS_SLOWLY : m == r->base ? PASS_BASE :
		    r->need ? PASS_SLOWLY : PASS_NUMBER;
	if (in->way == COLUMN_FOLLOW && m == r->off)
		return PASS_OFF;
	if (in->way == COLUMN_LENGTH && m == r->end)
		return PASS_END;
	return adds_up(in) && m != r->end ? PASS_NUMBER : PASS_SLOWLY;
}

static enum what
what_of(const struct column_reader *r, unsigned m)
{
	switch (r->in[m].type) {
	case COLUMN_TIMES:
	case COLUMN_INTS:
		return what_of_number(r, m);
	case COLUMN_TEXT:
		return column_length_needed(r, m) ? PASS_MSG : PASS_TEXT;
	case COLUMN_IDS:
		return m == r->off || m == r->end ? PASS_SLOWLY : PASS_ID;
	default:
		return m == r->off || m == r->end ? PASS_SLOWLY : PASS_LINE;
	}
}

static void
make_ops(struct column_reader *r, struct column_kind *k)
{
	k->ops = mem_zero(k->nparts + 1, sizeof *k->ops);
	for (size_t i = 0; i < k->nparts; i++)
		if (!r->need || r->need[k->order[i]])
			k->ops[k->nops++] = (struct column_op){
				what_of(r, k->order[i]), r->in + k->order[i], i };
}

void
column_pass_clear(struct column_reader *r)
{
	for (size_t i = 0; r->kinds && i < r->nkinds; i++)
		free(r->kinds[i].ops);
}

static inline bool
pass_number(struct column_in *in, int64_t *from)
{
	int64_t d;

	if (!in->p || !column_number(&in->p, in->end, &d))
		return false;
	in->number = *from = (int64_t)((uint64_t)*from + (uint64_t)d);
	return true;
}

static inline bool
pass_base(struct column_reader *r, struct column_in *in, int64_t *from)
{
	int64_t unit = column_unit(in->patterns), last = *from;
	const char *p = in->p;

	if (!pass_number(in, from))
		return false;
	if (!__builtin_mul_overflow(in->number, unit, &r->time)) {
		in->number = r->time;
		return true;
	}
	r->time = TS_NONE;
	in->p = p;			/* once more, slowly */
	*from = last;
	return false;
}

/* The text of a template that was taken apart before. */
static inline bool
pass_text(const struct column_reader *r, struct column_in *in, size_t kind, bool length)
{
	const char *p = in->ids[kind];
	int64_t id = p ? column_id(&p, in->end) : -1;
	struct column_template *t = in->templates + id;

	if (id < 0 || (size_t)id >= in->ntemplates || !t->runs || !t->plain ||
	    (t->timed && r->time == TS_NONE) || (t->nslots > 0 && !t->vars.p))
		return false;
	if (length && t->nslots > 0) {
		if (!t->lengths || t->row >= t->there)
			return false;
		in->number = (int64_t)(t->bytes + t->lengths[t->row]);
	} else {
		in->number = (int64_t)t->bytes;
	}
	t->row++;
	in->parts = t;
	in->ids[kind] = p;
	return true;
}

static inline bool
pass_id(struct column_in *in)
{
	const char *p = in->p;
	int64_t id = p ? column_id(&p, in->end) : -1;

	if (id < 0 || (size_t)id >= in->nvalues)
		return false;
	in->p = p;
	return true;
}

static inline bool
pass_line(struct column_in *in)
{
	const char *nl = in->p ? column_line_end(in->p, in->end) : NULL;

	if (nl)
		in->p = nl + 1;
	return nl != NULL;
}

/* What it adds to, and what it is told from. */
static inline int64_t *
base_of(struct column_in *in, unsigned context)
{
	return in->way == COLUMN_KIND ? in->by_kind + context : &in->last;
}

/* False: nothing was taken. */
static inline bool
pass(struct column_reader *r, const struct column_op *op, size_t kind, unsigned context)
{
	struct column_in *in = op->in;
	int64_t from;

	switch (op->what) {
	case PASS_BASE:
		return pass_base(r, in, base_of(in, context));
	case PASS_NUMBER:
		return pass_number(in, base_of(in, context));
	case PASS_OFF:
		from = r->last[context];
		return !r->unknown[context] && pass_number(in, &from);
	case PASS_END:
		from = r->in[r->off].number + r->in[r->msg].number;
		if (!pass_number(in, &from))
			return false;
		r->unknown[context] = false;
		r->last[context] = from;
		return true;
	case PASS_MSG:
		return pass_text(r, in, kind, true);
	case PASS_TEXT:
		return pass_text(r, in, kind, false);
	case PASS_ID:
		return pass_id(in);
	case PASS_LINE:
		return pass_line(in);
	default:
		return false;
	}
}

bool
column_pass_values(struct column_reader *r, size_t kind)
{
	struct column_kind *k = r->kinds + kind;

	if (!k->ops)
		make_ops(r, k);
	column_begin_values(r);
	for (const struct column_op *op = k->ops, *end = op + k->nops; op < end; op++)
		if (!pass(r, op, kind, k->context))
			return column_next_values(r, kind, op->at);
	return true;
}

bool
column_reader_numbers(struct column_reader *r, const bool *need, size_t *kind)
{
	int64_t k = column_id(&r->kinds_p, r->kinds_end);

	if (k < 0 || (size_t)k >= r->nkinds)
		return false;
	*kind = (size_t)k;
	r->bare = true;
	r->need = need;
	return column_pass_values(r, *kind);
}
