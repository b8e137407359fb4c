/* column_rows - rows out of columns, one after the other. */
#include <stdlib.h>

#include "column_back.h"
#include "column_take.h"
#include "mem.h"
#include "ts.h"

enum { ROW_BYTES_MAX = COLUMN_BYTES_MAX };

struct column_reader *
column_reader_open(const struct column_source *source)
{
	struct column_reader *r = mem_zero(1, sizeof *r);
	struct column_span words;

	r->source = *source;
	if (!column_load_words(r, &words) || words.n == 0 || !column_words(r, words)) {
		column_reader_free(r);
		return NULL;
	}
	r->last = mem_zero(r->nkinds, sizeof *r->last);
	r->unknown = mem_zero(r->nkinds, sizeof *r->unknown);
	return r;
}

struct column_reader *
column_reader_new(struct column_set *set)
{
	struct column_source source = column_set_source(set);
	struct column_reader *r = column_reader_open(&source);

	if (r && !column_load_kinds(r)) {
		column_reader_free(r);
		return NULL;
	}
	if (r)
		column_load_all(r);
	return r;
}

static void
clear_in(struct column_in *in)
{
	for (size_t i = 0; i < in->ntemplates; i++) {
		struct column_template *t = in->templates + i;

		for (size_t s = 0; t->slots && s < t->nslots; s++)
			free(t->slots[s].values);
		free(t->slots);
		free(t->runs);
		free(t->lengths);
	}
	free(in->templates);
	free(in->patterns);
	free(in->values);
	free(in->by_kind);
	free(in->ids);
	buf_clear(&in->room);
}

void
column_reader_free(struct column_reader *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->nin; i++)
		clear_in(r->in + i);
	for (size_t i = 0; r->kinds && i < r->nkinds; i++) {
		free(r->kinds[i].parts);
		free(r->kinds[i].order);
	}
	free(r->in);
	free(r->kinds);
	free(r->last);
	free(r->unknown);
	free(r);
}

uint64_t
column_rows(const struct column_reader *r)
{
	return r->rows;
}

static void
print(struct column_in *in, int64_t v)
{
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	char *end = in->text + sizeof in->text, *t = column_digits(end, u);

	if (v < 0)
		*--t = '-';
	in->now = (struct column_span){ t, (size_t)(end - t) };
	in->number = v;
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

static int64_t
unit_of(const struct column_pattern *p)
{
	static const int64_t units[] = { 1000000000, 100000000, 10000000, 1000000, 100000,
		10000, 1000, 100, 10, 1 };

	return units[p->digits];
}

static bool
next_time(struct column_reader *r, struct column_in *in, unsigned context, bool base)
{
	int64_t unit = unit_of(in->patterns), time = r->time, ns;
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
static char *
put_text(char *to, const struct column_template *t, int64_t time)
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

static size_t
text_size(const struct column_template *t)
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

/* Nobody needs the text, perhaps not even how long it is. */
static bool
pass_text(struct column_reader *r, struct column_in *in, struct column_template *t)
{
	size_t n;

	if (t->timed && r->time == TS_NONE)
		return false;
	in->parts = t;
	if (in != r->in + r->msg || !r->end || (r->need && !r->need[r->end])) {
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
	p = buf_room(&in->room, text_size(t));
	in->number = (int64_t)column_text_bytes(p,
	    (size_t)(put_text(p, t, r->time) - p));
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
		if (r->bare && !r->need)
			return true;
		print(in, in->number);
		return in->now.n <= in->most;
	case COLUMN_IDS:
		v = in->p ? column_id(&in->p, in->end) : -1;
		if (v < 0 || (size_t)v >= in->nvalues) {
			in->p = NULL;
			return false;
		}
		in->now = in->values[v];
		break;
	default:
		if (!in->p || !column_take_line(&in->p, in->end, &in->now)) {
			in->p = NULL;
			return false;
		}
		break;
	}
	if (m == r->off || m == r->end)
		in->lost = !column_int(in->now.p, in->now.n, &in->number);
	return true;
}

/* All values of the next row that are needed: false when one of them is lost. */
static bool
next_row(struct column_reader *r, size_t kind)
{
	const struct column_kind *k = r->kinds + kind;
	bool ok = true;

	r->time = TS_NONE;
	r->in[r->base].lost = r->in[r->off].lost = r->in[r->msg].lost = false;
	r->in[r->off].number = r->in[r->msg].number = 0;
	for (size_t i = 0; i < k->nparts; i++) {
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

static void
put_row(const struct column_reader *r, const struct column_kind *k, struct buf *to)
{
	size_t n = k->text.n + 1;	/* marks included: more than is needed */
	char *p;

	for (size_t i = 0; i < k->nparts; i++) {
		const struct column_in *in = r->in + k->parts[i].member;

		n += in->parts ? text_size(in->parts) : in->now.n;
	}
	p = buf_room(to, n);
	for (size_t i = 0; i < k->nparts; i++) {
		const struct column_in *in = r->in + k->parts[i].member;

		memcpy(p, k->parts[i].before.p, k->parts[i].before.n);
		p += k->parts[i].before.n;
		if (in->parts) {
			p = put_text(p, in->parts, r->time);
		} else {
			column_copy(p, in->now.p, in->now.n);
			p += in->now.n;
		}
	}
	memcpy(p, k->tail.p, k->tail.n);
	p += k->tail.n;
	*p++ = '\n';
	to->n = (size_t)(p - to->p);
}

static enum column_rc
step(struct column_reader *r, struct buf *to)
{
	int64_t kind;

	if (r->row == r->rows)
		return COLUMN_END;
	if (!r->loaded)
		column_load_all(r);
	r->row++;
	kind = r->broken ? -1 : column_id(&r->kinds_p, r->kinds_end);
	if (kind < 0 || (size_t)kind >= r->nkinds) {
		r->broken = true;
		return COLUMN_LOST;
	}
	r->bare = to == NULL;
	if (!next_row(r, (size_t)kind))
		return COLUMN_LOST;
	if (to)
		put_row(r, r->kinds + kind, to);
	return COLUMN_ROW;
}

enum column_rc
column_next(struct column_reader *r, struct buf *to)
{
	return step(r, to);
}

enum column_rc
column_pass(struct column_reader *r)
{
	return step(r, NULL);
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
	return next_row(r, *kind);
}
