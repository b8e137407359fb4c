/* column_slots - in which rows does a value fit a bit: lines, and slots of templates. */
#include "column_look.h"
#include "column_take.h"

#include <stdlib.h>

#include "find.h"
#include "mem.h"

enum { HEAD = 2, VALUES_MAX = 1 << 20, WIDTH_MAX = 18 };

bool
column_mark(struct column_marks *m, size_t row, unsigned char verdict)
{
	if (row >= m->n)
		return false;
	if (!m->v)
		m->v = mem_zero(m->n, 1);
	if (m->v[row] < verdict)
		m->v[row] = verdict;
	return true;
}

/* Newlines from p to end; eight bytes at a time. */
static size_t
newlines(const char *p, const char *end)
{
	const uint64_t ones = 0x0101010101010101u, low = 0x7f7f7f7f7f7f7f7fu;
	size_t n = 0;

	for (; end - p >= 8; p += 8) {
		uint64_t x;

		memcpy(&x, p, 8);
		x ^= ones * '\n';
		x = ~(((x & low) + low) | x | low);	/* the high bit of bytes 0 */
		n += (x >> 7) * ones >> 56;
	}
	for (; p < end; p++)
		n += *p == '\n';
	return n;
}

/* The bit with the newlines that must stand beside it. */
static void
set_text(const struct column_bit *b, struct buf *to)
{
	buf_cut(to, 0);
	if (b->where == COLUMN_BEGINS || b->where == COLUMN_IS)
		buf_char(to, '\n');
	buf_put(to, b->s, b->n);
	if (b->where == COLUMN_ENDS || b->where == COLUMN_IS)
		buf_char(to, '\n');
}

bool
column_lines_find(const struct column_lines *l, const char *p, const char *end)
{
	bool before = l->bit.where == COLUMN_BEGINS || l->bit.where == COLUMN_IS;
	const char *nl = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL, *hit;
	size_t line = 0;
	struct find f;

	if (!nl)
		return p == end;
	if (before && column_bit_fits(&l->bit, p, (size_t)(nl - p)) &&
	    !column_mark(l->marks, 0, l->verdict))
		return false;
	set_text(&l->bit, l->scratch);
	find_init(&f, l->scratch->p, l->scratch->n, l->bit.nocase);
	for (const char *from = p; (hit = find_next(&f, from, end)) != NULL;) {
		const char *value = hit + before;

		line += newlines(p, value);
		nl = memchr(value, '\n', (size_t)(end - value));
		if (!nl || !column_mark(l->marks, line, l->verdict))
			return false;
		p = value;
		from = nl + !before;
	}
	return true;
}

/* The number in the first line of a slot, which p moves behind. */
static bool
take_head(const char **p, const char *end, size_t max, size_t *n)
{
	int64_t v;

	if (*p == end)
		return false;
	++*p;
	if (!column_number(p, end, &v) || v < 0 || (size_t)v > max)
		return false;
	*n = (size_t)v;
	return true;
}

/* A few values, and which of them each row has. */
static bool
in_values(const struct column_lines *l, const char *p, const char *end)
{
	unsigned char *fits = NULL;
	size_t n, row = 0;
	bool ok = take_head(&p, end, VALUES_MAX, &n) && n <= (size_t)(end - p),
	    any = false;

	if (!ok)
		return false;
	fits = mem_zero(n + 1, 1);
	for (size_t i = 0; i < n && ok; i++) {
		struct column_span s;

		ok = column_line(&p, end, &s);
		fits[i] = ok && column_bit_fits(&l->bit, s.p, s.n);
		any = any || fits[i];
	}
	for (; ok && any && p < end && *p != '\n'; row++) {
		int64_t id = column_id(&p, end);

		ok = id >= 0 && (size_t)id < n &&
		    (!fits[id] || column_mark(l->marks, row, l->verdict));
	}
	free(fits);
	return ok;
}

/* Differences. */
static bool
in_numbers(const struct column_lines *l, const char *p, const char *end)
{
	char text[COLUMN_INT_TEXT];
	int64_t v = 0, d;
	size_t width, row = 0;

	if (!column_bit_number(&l->bit, COLUMN_INT_TEXT))
		return true;
	if (!take_head(&p, end, WIDTH_MAX, &width))
		return false;
	for (; p < end; row++) {
		size_t n;

		if (!column_number(&p, end, &d))
			return false;
		v = (int64_t)((uint64_t)v + (uint64_t)d);
		n = column_print(text, (uint64_t)v, width);
		if (column_bit_fits(&l->bit, text + sizeof text - n, n) &&
		    !column_mark(l->marks, row, l->verdict))
			return false;
	}
	return true;
}

bool
column_slot_lines(const struct column_template *t, size_t slot, const char **p,
    const char **end)
{
	const char *from = t->vars.p;
	size_t n;

	for (size_t i = 0; i < slot; i++)
		from += t->sizes[i];
	*end = from + t->sizes[slot];
	if (t->sizes[slot] < HEAD || (*from != '.' && *from != '@'))
		return false;
	*p = from + HEAD;
	if (*from == '.')
		return true;
	if (!take_head(&from, *end, VALUES_MAX, &n))
		return false;
	*p = from;
	for (struct column_span s; n > 0 && column_line(&from, *end, &s); n--)
		;
	*end = from;
	return true;
}

bool
column_slot_find(const struct column_lines *l, const struct column_template *t,
    size_t slot)
{
	const char *p = t->vars.p, *end;
	size_t same;

	if (!p || slot >= t->nslots || t->sizes[slot] < HEAD)
		return false;
	for (size_t i = 0; i < slot; i++)
		p += t->sizes[i];
	end = p + t->sizes[slot];
	switch (*p) {
	case '.': return column_lines_find(l, p + HEAD, end);
	case '@': return in_values(l, p, end);
	case '+': return in_numbers(l, p, end);
	case '=':
		return take_head(&p, end, COLUMN_SLOTS_MAX, &same) && same < slot &&
		    column_slot_find(l, t, same);
	default: return false;
	}
}

/* --- all slots at once -------------------------------------------------------------- */

/* Where a search is. */
struct place {
	const struct column_template *t;
	size_t template, slot;
	const char *from, *end;		/* of the slot */
	const char *counted;		/* up to there are so many lines: */
	size_t line;
};

/* The slot that has p, which lies behind the one before. */
static void
go_to(struct place *x, const struct column_in *in, const char *p)
{
	while (p >= x->end) {
		if (!x->t || ++x->slot >= x->t->nslots) {
			x->template += x->t != NULL;
			x->t = in->templates + x->template;
			x->slot = 0;
			x->end = x->t->vars.p;
			if (x->t->nslots == 0 || p >= x->end + x->t->size) {
				x->slot = x->t->nslots;
				x->end += x->t->size;
				continue;
			}
		}
		x->from = x->end;
		x->end += x->t->sizes[x->slot];
		x->counted = x->from + HEAD;
		x->line = 0;
	}
}

/* What was found at p: where to go on, or NULL. */
static const char *
take_hit(const struct column_lines *l, struct place *x, const char *p)
{
	struct column_lines here = *l;
	const char *nl;

	here.marks += x->template;
	if (x->end - x->from < HEAD)
		return NULL;
	if (*x->from == '@')
		return column_slot_find(&here, x->t, x->slot) ? x->end : NULL;
	if (*x->from != '.')
		return x->end;
	if (p < x->from + HEAD)
		return x->from + HEAD;
	x->line += newlines(x->counted, p);
	x->counted = p;
	nl = memchr(p, '\n', (size_t)(x->end - p));
	return nl && column_mark(here.marks, x->line, l->verdict) ? nl + 1 : NULL;
}

static bool
find_numbers(const struct column_lines *l, const struct column_in *in)
{
	struct column_lines here = *l;

	for (size_t i = 0; i < in->ntemplates; i++, here.marks++) {
		const struct column_template *t = in->templates + i;
		const char *p = t->vars.p;

		for (size_t s = 0; s < t->nslots; p += t->sizes[s++])
			if (t->sizes[s] > 0 && *p == '+' &&
			    !column_slot_find(&here, t, s))
				return false;
	}
	return true;
}

bool
column_vars_find(const struct column_lines *l, const struct column_in *in)
{
	const char *p, *end, *hit;
	struct place x = { 0 };
	struct find f;

	if (in->ntemplates == 0)
		return true;
	if (!in->vars.p || !in->templates[in->ntemplates - 1].vars.p)
		return false;
	p = x.end = in->templates[0].vars.p;
	end = in->templates[in->ntemplates - 1].vars.p +
	    in->templates[in->ntemplates - 1].size;
	find_init(&f, l->bit.s, l->bit.n, l->bit.nocase);
	while (p < end && (hit = find_next(&f, p, end)) != NULL) {
		go_to(&x, in, hit);
		if ((p = take_hit(l, &x, hit)) == NULL)
			return false;
	}
	return !column_bit_number(&l->bit, COLUMN_INT_TEXT) || find_numbers(l, in);
}
