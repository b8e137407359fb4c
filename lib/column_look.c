/*
 * column_look - which rows of a block hold a text, by its columns.
 *
 * First the words: texts of kinds and templates that hold it, and what would have to be
 * in the values beside them where it lies over a border.  Then the values, column by
 * column.  Only when some have it are rows gone through, to tell which these are.
 */
#include "column_look.h"

#include <stdlib.h>

#include "mem.h"

enum {
	NEEDLE_MAX = 256,	/* bytes of the text that are looked for */
	BYTES_A_STEP = 64,	/* of a slot */
	TIME_HOLE = 1 << 16,	/* and the number of a pattern: a hole in a template */
};

static void
raise_to(unsigned char *v, unsigned char to)
{
	if (*v < to)
		*v = to;
}

static bool
fail(struct column_search *l)
{
	l->failed = true;
	return false;
}

/* --- texts of kinds ----------------------------------------------------------------- */

static void
add_query(struct column_search *l, const struct column_demand *d)
{
	struct column_query *q = l->queries, *end = q + l->nqueries;

	while (q < end && (q->member != d->hole || q->bit.s != d->bit.s ||
	    q->bit.n != d->bit.n || q->bit.where != d->bit.where))
		q++;
	if (q < end)
		return;
	if (l->nqueries == COLUMN_QUERIES_MAX)
		fail(l);
	else
		l->queries[l->nqueries++] = (struct column_query){ d->hole, d->bit };
}

/* Can the member have that at all? */
static bool
member_may(const struct column_in *in, const struct column_bit *b)
{
	if (in->type == COLUMN_TIMES)
		return column_bit_time(b, in->patterns);
	return in->type != COLUMN_INTS || column_bit_number(b, in->most);
}

/* What is rather looked for: values that stand in a column, and of these the longer. */
static bool
is_better(const struct column_search *l, const struct column_demand *a,
    const struct column_demand *b)
{
	bool x = column_is_number(l->r->in + a->hole);
	bool y = column_is_number(l->r->in + b->hole);

	return x != y ? y : a->bit.n > b->bit.n;
}

static bool
found_in_kind(void *arg, const struct column_demand *d, size_t n)
{
	struct column_search *l = arg;
	const struct column_demand *best = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!member_may(l->r->in + d[i].hole, &d[i].bit))
			return true;
		if (!best || is_better(l, d + i, best))
			best = d + i;
	}
	if (best)
		add_query(l, best);
	else
		raise_to(&l->kinds[l->kind], l->sure);
	return n > 0 && !l->failed;
}

static void
look_in_kind(struct column_search *l, size_t kind)
{
	const struct column_kind *k = l->r->kinds + kind;

	l->kind = kind;
	for (size_t i = 0; i < k->nparts; i++)
		l->elems[i] = (struct column_elem){ k->parts[i].before.p,
			k->parts[i].before.n, k->parts[i].member };
	l->elems[k->nparts] = (struct column_elem){ k->tail.p, k->tail.n, 0 };
	l->walk.n = k->nparts + 1;
	l->walk.bit = l->bit;
	l->walk.found = found_in_kind;
	if (!column_ways(&l->walk))
		raise_to(&l->kinds[kind], COLUMN_MAYBE);
}

/* --- templates ---------------------------------------------------------------------- */

static struct column_found *
the_member(struct column_search *l)
{
	return l->members + (l->in - l->r->in);
}

/* The slot that the demand is on. */
static bool
look_in_slot(struct column_search *l, const struct column_demand *d,
    unsigned char verdict)
{
	struct column_found *m = the_member(l);
	struct column_lines x = { d->bit, m->marks + l->template, verdict, &l->scratch };

	m->any = true;
	l->walk.steps += (unsigned)(l->in->templates[l->template].sizes[d->hole] /
	    BYTES_A_STEP);
	return (column_load_vars(l->r, (unsigned)(l->in - l->r->in)) &&
	    column_slot_find(&x, l->in->templates + l->template, d->hole)) || fail(l);
}

/* Only times have to hold something; a time says so, for all of them it is a guess. */
static void
watch_time(struct column_search *l, const struct column_demand *d, size_t n)
{
	struct column_found *m = the_member(l);
	struct column_timed x = { .bit = d->bit, .pattern = d->hole - TIME_HOLE,
		.verdict = n == 1 ? l->verdict : COLUMN_MAYBE };

	if (column_watch_time(l, (unsigned)(l->in - l->r->in), l->template, &x))
		return;
	m->any = true;
	raise_to(&m->marks[l->template].all, COLUMN_MAYBE);
}

static bool
found_in_template(void *arg, const struct column_demand *d, size_t n)
{
	struct column_search *l = arg;
	struct column_found *m = the_member(l);
	const struct column_demand *best = NULL, *time = NULL;

	for (size_t i = 0; i < n; i++)
		if (d[i].hole >= TIME_HOLE) {
			if (!column_bit_time(&d[i].bit,
			    l->in->patterns + (d[i].hole - TIME_HOLE)))
				return true;
			if (!time || d[i].bit.n > time->bit.n)
				time = d + i;
		} else if (!best || d[i].bit.n > best->bit.n) {
			best = d + i;
		}
	if (best)
		return look_in_slot(l, best, n == 1 ? l->verdict : COLUMN_MAYBE);
	if (time) {
		watch_time(l, time, n);
		return true;
	}
	m->any = true;
	raise_to(&m->marks[l->template].all, l->verdict);
	return false;
}

/* The texts of a template; false: they are too many. */
static bool
take_apart(struct column_search *l, const struct column_template *t,
    const struct column_bit *b)
{
	const char *p = t->text, *end = p + t->n, *from = p;
	unsigned slot = 0;
	size_t n = 0;

	for (; p < end; p++) {
		unsigned hole;

		if (*p != COLUMN_MARK && *p != COLUMN_TIME)
			continue;
		if (n + 1 == COLUMN_ELEMS_MAX)
			return false;
		l->elems[n] = (struct column_elem){ from, (size_t)(p - from), 0 };
		if (*p == COLUMN_MARK) {
			hole = slot++;
		} else {
			hole = TIME_HOLE + (unsigned)(*++p - COLUMN_DIGIT);
			if (b->where == COLUMN_INSIDE && column_bit_time(b,
			    l->in->patterns + (hole - TIME_HOLE)))
				watch_time(l, &(struct column_demand){ hole, *b }, 1);
		}
		l->elems[n++].hole = hole;
		from = p + 1;
	}
	l->elems[n++] = (struct column_elem){ from, (size_t)(p - from), 0 };
	l->walk.n = n;
	return true;
}

static void
look_in_texts(struct column_search *l, struct column_in *in, const struct column_bit *b,
    unsigned char verdict)
{
	unsigned number = (unsigned)(in - l->r->in);
	struct column_found *m = l->members + number;
	struct column_lines x = { *b, m->marks, verdict, &l->scratch };

	l->in = in;
	l->verdict = verdict;
	for (size_t i = 0; i < in->ntemplates && !l->failed; i++) {
		l->template = i;
		l->walk.bit = *b;
		l->walk.found = found_in_template;
		if (!take_apart(l, in->templates + i, b) || !column_ways(&l->walk)) {
			m->any = true;
			raise_to(&m->marks[i].all, COLUMN_MAYBE);
		}
	}
	if (b->where != COLUMN_INSIDE || l->failed ||
	    !column_letters_may(l->letters, b->s, b->n))
		return;
	m->any = true;
	if (!column_load_vars(l->r, number) || !column_vars_find(&x, in))
		fail(l);
}

/* --- members ------------------------------------------------------------------------ */

static size_t
rows_with(const struct column_reader *r, unsigned member)
{
	size_t n = 0;

	for (size_t k = 0; k < r->nkinds; k++)
		for (size_t i = 0; i < r->kinds[k].nparts; i++)
			if (r->kinds[k].parts[i].member == member)
				n += r->kinds[k].rows;
	return n;
}

static void
set_marks(struct column_search *l, unsigned number)
{
	struct column_in *in = l->r->in + number;
	struct column_found *m = l->members + number;

	if (m->marks)
		return;
	m->nmarks = in->type == COLUMN_TEXT ? in->ntemplates : 1;
	m->marks = mem_zero(m->nmarks, sizeof *m->marks);
	if (in->type == COLUMN_TEXT)
		for (size_t i = 0; i < in->ntemplates; i++)
			m->marks[i].n = in->templates[i].rows;
	else
		m->marks->n = in->type == COLUMN_IDS ? in->nvalues :
		    rows_with(l->r, number);
}

static void
look_in_values(struct column_search *l, unsigned number, const struct column_bit *b,
    unsigned char verdict)
{
	struct column_in *in = l->r->in + number;
	struct column_found *m = l->members + number;

	for (size_t i = 0; i < in->nvalues; i++)
		if (column_bit_fits(b, in->values[i].p, in->values[i].n)) {
			m->any = true;
			column_mark(m->marks, i, verdict);
		}
}

static void
look_in_member(struct column_search *l, unsigned number, const struct column_bit *b,
    unsigned char verdict)
{
	struct column_in *in = l->r->in + number;
	struct column_found *m = l->members + number;
	struct column_lines x = { .bit = *b, .verdict = verdict, .scratch = &l->scratch };

	set_marks(l, number);
	switch (in->type) {
	case COLUMN_TIMES:
	case COLUMN_INTS:
		column_watch(l, number, b);
		break;
	case COLUMN_TEXT:
		look_in_texts(l, in, b, verdict);
		break;
	case COLUMN_IDS:
		look_in_values(l, number, b, verdict);
		break;
	default:
		x.marks = m->marks;
		m->any = true;
		if (!column_load_member(l->r, number) ||
		    !column_lines_find(&x, in->from, in->end))
			fail(l);
		break;
	}
}

/* Rows of kinds of which every row holds it, or may hold it. */
static uint64_t
rows_of_kinds(const struct column_search *l, unsigned char verdict)
{
	uint64_t n = 0;

	for (size_t k = 0; k < l->r->nkinds; k++)
		if (l->kinds[k] == verdict)
			n += l->r->kinds[k].rows;
	return n;
}

/* Texts of kinds. */
static bool
look_in_kinds(struct column_search *l)
{
	for (size_t k = 0; k < l->r->nkinds && !l->failed; k++)
		look_in_kind(l, k);
	return !l->failed && rows_of_kinds(l, COLUMN_MAYBE) <= l->r->rows / 2;
}

static bool
look(struct column_search *l)
{
	struct column_reader *r = l->r;

	if (!look_in_kinds(l))
		return false;
	if (rows_of_kinds(l, COLUMN_SURE) == r->rows)
		return true;
	for (unsigned m = 0; m < r->nin && !l->failed; m++)
		if (r->in[m].there && member_may(r->in + m, &l->bit))
			look_in_member(l, m, &l->bit, l->sure);
	for (size_t i = 0; i < l->nqueries && !l->failed; i++)
		look_in_member(l, l->queries[i].member, &l->queries[i].bit, COLUMN_MAYBE);
	return !l->failed;
}

static void
clear(struct column_search *l)
{
	for (unsigned m = 0; m < l->r->nin; m++) {
		struct column_found *x = l->members + m;

		for (size_t i = 0; i < x->nmarks; i++)
			free(x->marks[i].v);
		free(x->marks);
		free(x->ids);
		free(x->next);
		free(x->timed);
	}
	free(l->members);
	free(l->kinds);
	free(l->timed);
	buf_clear(&l->scratch);
	free(l);
}

static bool
is_plain(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < ' ')
			return false;
	return n > 0;
}

bool
column_look(struct column_reader *r, const struct column_needle *needle,
    struct column_hits *h)
{
	size_t n = needle->n < NEEDLE_MAX ? needle->n : NEEDLE_MAX;
	struct column_search *l;
	bool told;

	if (!is_plain(needle->s, needle->n))	/* they are marks, in words */
		return false;
	l = mem_zero(1, sizeof *l);
	l->r = r;
	l->bit = (struct column_bit){ needle->s, n, COLUMN_INSIDE, needle->nocase };
	l->letters = needle->letters;
	l->sure = n == needle->n ? COLUMN_SURE : COLUMN_MAYBE;
	l->kinds = mem_zero(r->nkinds, 1);
	l->members = mem_zero(r->nin, sizeof *l->members);
	l->walk.v = l->elems;
	l->walk.arg = l;
	h->maybe = h->sure = 0;
	h->rows = mem_grow(h->rows, &h->cap, r->rows, 1);
	memset(h->rows, COLUMN_NOT, r->rows);
	told = look(l) && column_look_rows(l, h) && column_look_numbers(l, h);
	clear(l);
	return told;
}

void
column_hits_clear(struct column_hits *h)
{
	free(h->rows);
	*h = (struct column_hits){ 0 };
}
