/* column_values - the values of the next row, member by member. */
#include "column_back.h"
#include "column_take.h"
#include "ts.h"

bool
column_print_number(struct column_in *in)
{
	int64_t v = in->number;
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	char *end = in->text + sizeof in->text, *t = column_digits(end, u);

	if (v < 0)
		*--t = '-';
	in->now = (struct column_span){ t, (size_t)(end - t) };
	return in->now.n <= in->most;
}

/* Is there a next difference?  What it adds to is not known where the way says so. */
static inline bool
next_number(struct column_reader *r, struct column_in *in, unsigned context)
{
	int64_t d, from = 0;

	if (!in->p || !column_number(&in->p, in->end, &d)) {
		in->p = NULL;
		return false;
	}
	switch (in->way) {
	case COLUMN_PREV: from = in->last; break;
	case COLUMN_KIND: from = in->by_kind[context]; break;
	case COLUMN_BASED:
		if (r->time == TS_NONE && r->base && r->in[r->base].lost)
			return false;
		from = r->time;
		break;
	case COLUMN_FOLLOW:
		if (r->unknown[context])
			return false;
		from = r->last[context];
		break;
	case COLUMN_LENGTH:
		if (r->in[r->off].lost || r->in[r->msg].lost)
			return false;
		from = r->in[r->off].number + r->in[r->msg].number;
		break;
	}
	in->number = (int64_t)((uint64_t)from + (uint64_t)d);
	in->last = in->by_kind[context] = in->number;
	return true;
}

int64_t
column_unit(const struct column_pattern *p)
{
	static const int64_t units[] = { 1000000000, 100000000, 10000000, 1000000, 100000,
		10000, 1000, 100, 10, 1 };

	return units[p->digits];
}

static bool
next_time(struct column_reader *r, struct column_in *in, unsigned context, bool base)
{
	int64_t unit = column_unit(in->patterns), time = r->time, ns;
	bool ok;

	if (in->way == COLUMN_BASED) {
		/* in units of its own, while it is read */
		r->time = time == TS_NONE ? 0 : time / unit;
		ok = (time != TS_NONE || !r->in[r->base].lost || base) &&
		    next_number(r, in, context);
		r->time = time;
	} else {
		ok = next_number(r, in, context);
	}
	if (!ok || __builtin_mul_overflow(in->number, unit, &ns))
		return false;
	if (base)
		r->time = ns;
	in->number = ns;
	if (r->bare)
		return true;
	column_time_print(in->patterns, ns);
	in->now = (struct column_span){ in->patterns->text, in->patterns->n };
	return true;
}

/* How long the text is, as far as that can be told without it. */
static void
measure(struct column_in *in, const struct column_template *t)
{
	size_t n = t->bytes;

	for (size_t i = 0; i < t->nslots; i++)
		n += t->slots[i].now.n;
	in->number = (int64_t)n;
}

/* The text of a template with the values that it has now; the time of the row. */
char *
column_put_text(char *to, const struct column_template *t, int64_t time)
{
	for (const struct column_run *x = t->runs, *end = x + t->nruns; x < end; x++) {
		column_copy(to, x->p, x->n);
		to += x->n;
		if (x->slot) {
			column_copy(to, x->slot->p, x->slot->n);
			to += x->slot->n;
		} else if (x->time) {
			column_time_print(x->time, time);
			column_copy(to, x->time->text, x->time->n);
			to += x->time->n;
		}
	}
	return to;
}

size_t
column_text_size(const struct column_template *t)
{
	size_t n = t->size_of_text;

	for (size_t i = 0; i < t->nslots; i++)
		n += t->slots[i].now.n;
	return n;
}

/* The next template of a kind; NULL: there is none. */
static struct column_template *
next_template(struct column_in *in, size_t kind)
{
	int64_t id = in->ids[kind] ? column_id(&in->ids[kind], in->end) : -1;

	if (id < 0 || (size_t)id >= in->ntemplates) {
		in->ids[kind] = NULL;
		return NULL;
	}
	return in->templates + id;
}

/* Open it, too. */
static bool
take_apart(struct column_in *in, struct column_template *t)
{
	if (!t->open && !column_template_open(t))
		return false;
	if (t->nslots > 0 && !t->vars.p)
		return false;
	if (!t->runs)
		column_template_part(in, t);
	return true;
}

bool
column_length_needed(const struct column_reader *r, unsigned m)
{
	return m == r->msg && r->end && (!r->need || r->need[r->end]);
}

/* Nobody needs the text, perhaps not even how long it is. */
static bool
pass_text(struct column_reader *r, struct column_in *in, struct column_template *t)
{
	size_t n;

	if (t->timed && r->time == TS_NONE)
		return false;
	in->parts = t;
	if (!column_length_needed(r, (unsigned)(in - r->in))) {
		t->row++;
		return true;
	}
	if (!column_template_pass(t, &n))
		return false;
	in->number = (int64_t)(t->bytes + n);
	return true;
}

static bool
next_text(struct column_reader *r, struct column_in *in, size_t kind)
{
	struct column_template *t = next_template(in, kind);
	char *p;

	if (!t || !take_apart(in, t))
		return false;
	if (r->bare && t->plain)
		return pass_text(r, in, t);
	if (!column_template_next(t) || (t->timed && r->time == TS_NONE))
		return false;
	in->parts = t;
	if (t->plain) {
		measure(in, t);
		return true;
	}
	buf_cut(&in->room, 0);
	p = buf_room(&in->room, column_text_size(t));
	in->number = (int64_t)column_text_bytes(p,
	    (size_t)(column_put_text(p, t, r->time) - p));
	return true;
}

static bool
next_value(struct column_reader *r, unsigned m, size_t kind)
{
	struct column_in *in = r->in + m;
	unsigned context = r->kinds[kind].context;
	int64_t v;

	switch (in->type) {
	case COLUMN_TIMES:
		return next_time(r, in, context, m == r->base);
	case COLUMN_TEXT:
		return next_text(r, in, kind);
	case COLUMN_INTS:
		if (!next_number(r, in, context))
			return false;
		return r->bare || column_print_number(in);
	case COLUMN_IDS:
		v = in->p ? column_id(&in->p, in->end) : -1;
		if (v < 0 || (size_t)v >= in->nvalues) {
			in->p = NULL;
			return false;
		}
		in->now = in->values[v];
		break;
	default:
		if (!in->p || !column_line(&in->p, in->end, &in->now)) {
			in->p = NULL;
			return false;
		}
		break;
	}
	if (m == r->off || m == r->end)
		in->lost = !column_int(in->now.p, in->now.n, &in->number);
	return true;
}

void
column_begin_values(struct column_reader *r)
{
	r->time = TS_NONE;
	r->in[r->base].lost = r->in[r->off].lost = r->in[r->msg].lost = false;
	r->in[r->off].number = r->in[r->msg].number = 0;
}

bool
column_next_values(struct column_reader *r, size_t kind, size_t from)
{
	const struct column_kind *k = r->kinds + kind;
	bool ok = true;

	if (from == 0)
		column_begin_values(r);
	for (size_t i = from; i < k->nparts; i++) {
		struct column_in *in = r->in + k->order[i];

		if (r->need && !r->need[k->order[i]])
			continue;
		in->lost = false;
		if (!next_value(r, k->order[i], kind)) {
			in->lost = true;
			ok = false;
		}
		if (k->order[i] == r->end && r->end) {
			r->unknown[k->context] = in->lost;
			r->last[k->context] = in->number;
		}
	}
	return ok;
}
