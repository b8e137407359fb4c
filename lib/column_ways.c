/*
 * column_ways - a text with holes in it: what must be in them for a needle to be there?
 *
 * The needle can begin in a text or in a hole, lie over several of both, and end in one:
 * each such way is a list of demands on holes.  Texts leave few ways.
 */
#include "column_look.h"

static char
fold(const struct column_bit *b, char c)
{
	return b->nocase && c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool
same(const struct column_bit *b, const char *p, size_t from, size_t n)
{
	if (!b->nocase)
		return memcmp(p, b->s + from, n) == 0;
	for (size_t i = 0; i < n; i++)
		if (fold(b, p[i]) != b->s[from + i])
			return false;
	return true;
}

/* Must the needle end where the text does? */
static bool
at_end(const struct column_ways *w)
{
	return w->bit.where == COLUMN_ENDS || w->bit.where == COLUMN_IS;
}

static void
push(struct column_ways *w, size_t i, size_t from, size_t to, enum column_where where)
{
	w->stack[w->depth++] = (struct column_demand){ w->v[i].hole,
		{ w->bit.s + from, to - from, where, w->bit.nocase } };
}

static void
found(struct column_ways *w)
{
	w->enough = w->enough || !w->found(w->arg, w->stack, w->depth);
}

static void literal(struct column_ways *, size_t i, size_t offset, size_t k);

/* Can what follows hole i be there when the needle goes on at k? */
static bool
goes_on(const struct column_ways *w, size_t i, size_t k)
{
	const struct column_elem *e = w->v + i + 1;

	return e->n == 0 || k == w->bit.n || fold(&w->bit, *e->p) == w->bit.s[k];
}

/* The hole behind text i; k bytes of the needle are before it. */
static void
hole(struct column_ways *w, size_t i, size_t k)
{
	if (!at_end(w)) {
		push(w, i, k, w->bit.n, COLUMN_BEGINS);
		found(w);
		w->depth--;
	}
	for (size_t e = k; e < w->bit.n + at_end(w) && !w->enough; e++) {
		if (!goes_on(w, i, e))
			continue;
		push(w, i, k, e, COLUMN_IS);
		literal(w, i + 1, 0, e);
		w->depth--;
	}
}

/* Text i from that offset on; k bytes of the needle are before it. */
static void
literal(struct column_ways *w, size_t i, size_t offset, size_t k)
{
	const struct column_elem *e = w->v + i;
	size_t rest = e->n - offset, left = w->bit.n - k;
	bool last = i + 1 == w->n;

	if (w->steps++ > COLUMN_STEPS_MAX)
		w->enough = true;
	if (w->enough || !same(&w->bit, e->p + offset, k, rest < left ? rest : left))
		return;
	if (left <= rest && !at_end(w))
		found(w);
	else if (left < rest)
		return;
	else if (!last)
		hole(w, i, k + rest);
	else if (left == rest)
		found(w);
}

/* The needle begins in text i. */
static void
begin_text(struct column_ways *w, size_t i)
{
	const struct column_elem *e = w->v + i;
	const char *p = e->p, *end = p + e->n;

	for (; p < end && !w->enough; p++) {
		if (!w->bit.nocase &&
		    (p = memchr(p, *w->bit.s, (size_t)(end - p))) == NULL)
			break;
		if (fold(&w->bit, *p) == *w->bit.s)
			literal(w, i, (size_t)(p - e->p), 0);
	}
}

/* It begins in the hole behind text i, and goes on behind that. */
static void
begin_hole(struct column_ways *w, size_t i)
{
	for (size_t k = 1; k < w->bit.n + at_end(w) && !w->enough; k++) {
		if (!goes_on(w, i, k))
			continue;
		push(w, i, 0, k, COLUMN_ENDS);
		literal(w, i + 1, 0, k);
		w->depth--;
	}
}

bool
column_ways(struct column_ways *w)
{
	if (w->all_steps > COLUMN_ALL_STEPS_MAX)
		return false;
	w->depth = w->steps = 0;
	w->enough = false;
	if (w->bit.where == COLUMN_BEGINS || w->bit.where == COLUMN_IS) {
		literal(w, 0, 0, 0);
	} else {
		for (size_t i = 0; i < w->n && !w->enough; i++) {
			begin_text(w, i);
			if (i + 1 < w->n)
				begin_hole(w, i);
		}
	}
	w->all_steps += w->steps;
	return w->steps <= COLUMN_STEPS_MAX;
}
