/* column_var - the variables of templates, value by value. */
#include "column_back.h"

#include <stdlib.h>

#include "column_take.h"
#include "mem.h"

enum { WIDTH_MAX = 18, VALUES_MAX = 1 << 20 };

/* A small number in a line: false when it is none. */
static bool
take_number(struct column_cursor *c, unsigned max, unsigned *n)
{
	int64_t v;

	if (!column_number(&c->p, c->end, &v) || v < 0 || v > max)
		return false;
	*n = (unsigned)v;
	return true;
}

static bool
open_values(struct column_cursor *c)
{
	unsigned n;

	if (!take_number(c, VALUES_MAX, &n) || n > (size_t)(c->end - c->p))
		return false;
	c->values = mem_zero(n, sizeof *c->values);
	c->nvalues = n;
	for (unsigned i = 0; i < n; i++)
		if (!column_line(&c->p, c->end, &c->values[i]))
			return false;
	return true;
}

/* number: of the slot. */
static bool
open_slot(struct column_cursor *c, const char *p, size_t n, unsigned number)
{
	*c = (struct column_cursor){ .p = p, .end = p + n };
	if (n < 2)
		return false;
	c->type = *c->p++;
	switch (c->type) {
	case '.': return *c->p++ == '\n';
	case '+': return take_number(c, WIDTH_MAX, &c->width);
	case '=': return take_number(c, number, &c->same) && c->same < number;
	case '@': return open_values(c);
	default: return false;
	}
}

bool
column_template_open(struct column_template *t)
{
	const char *p = t->vars.p;

	t->open = true;
	if (!p)
		return t->nslots == 0;
	t->slots = mem_zero(t->nslots, sizeof *t->slots);
	for (size_t i = 0; i < t->nslots; p += t->sizes[i++])
		if (!open_slot(t->slots + i, p, t->sizes[i], (unsigned)i)) {
			t->vars.p = NULL;
			return false;
		}
	return true;
}

size_t
column_print(char text[COLUMN_INT_TEXT], uint64_t u, size_t width)
{
	char *end = text + COLUMN_INT_TEXT, *t = column_digits(end, u);

	while ((size_t)(end - t) < width)
		*--t = '0';
	return (size_t)(end - t);
}

static void
print(struct column_cursor *c)
{
	size_t n = column_print(c->text, (uint64_t)c->last, c->width);

	c->now = (struct column_span){ c->text + sizeof c->text - n, n };
}

static bool
next_line(struct column_cursor *c)
{
	const char *nl = column_line_end(c->p, c->end);

	if (!nl)
		return false;
	c->now = (struct column_span){ c->p, (size_t)(nl - c->p) };
	c->p = nl + 1;
	return true;
}

static bool
next_value(struct column_template *t, struct column_cursor *c)
{
	int64_t v;

	switch (c->type) {
	case '.':
		return next_line(c);
	case '+':
		if (!column_number(&c->p, c->end, &v))
			return false;
		c->last = (int64_t)((uint64_t)c->last + (uint64_t)v);
		print(c);
		return true;
	case '=':
		c->now = t->slots[c->same].now;
		return true;
	default:
		v = column_id(&c->p, c->end);
		if (v < 0 || (size_t)v >= c->nvalues)
			return false;
		c->now = c->values[v];
		return true;
	}
}

/* Past n values; there are so many. */
static void
pass_values(struct column_cursor *c, size_t n)
{
	int64_t v = 0;

	switch (c->type) {
	case '.':
		for (; n > 0; n--)
			c->p = column_line_end(c->p, c->end) + 1;
		break;
	case '+':
		for (; n > 0 && column_number(&c->p, c->end, &v); n--)
			c->last = (int64_t)((uint64_t)c->last + (uint64_t)v);
		break;
	case '@':
		for (; n > 0 && column_id(&c->p, c->end) >= 0; n--)
			;
		break;
	default:
		break;
	}
}

static bool
is_there(struct column_template *t)
{
	return (t->open || column_template_open(t)) && (t->nslots == 0 || t->vars.p);
}

bool
column_template_next(struct column_template *t)
{
	if (!is_there(t))
		return false;
	if (t->at < t->row) {
		for (size_t i = 0; i < t->nslots; i++)
			pass_values(t->slots + i, t->row - t->at);
		t->at = t->row;
	}
	for (size_t i = 0; i < t->nslots; i++)
		if (!next_value(t, t->slots + i)) {
			t->vars.p = NULL;	/* all that follow are lost, too */
			return false;
		}
	t->at = ++t->row;
	return true;
}

static unsigned
digits(uint64_t u)
{
	unsigned n = 1;

	for (; u >= 10000; u /= 10000)
		n += 4;
	return n + (u >= 10) + (u >= 100) + (u >= 1000);
}

/* Add how long the values of one slot are in the rows to come; false: there is none. */
static bool
next_length(struct column_cursor *c, uint32_t *n)
{
	const char *nl;
	unsigned width;
	int64_t v;

	switch (c->type) {
	case '.':
		nl = column_line_end(c->p, c->end);
		if (!nl)
			return false;
		*n += (uint32_t)(nl - c->p);
		c->p = nl + 1;
		return true;
	case '+':
		if (!column_number(&c->p, c->end, &v))
			return false;
		c->last = (int64_t)((uint64_t)c->last + (uint64_t)v);
		width = digits((uint64_t)c->last);
		*n += width > c->width ? width : c->width;
		return true;
	default:
		v = column_id(&c->p, c->end);
		if (v < 0 || (size_t)v >= c->nvalues)
			return false;
		*n += (uint32_t)c->values[v].n;
		return true;
	}
}

static void
measure(struct column_template *t)
{
	t->lengths = mem_zero(t->rows + 1, sizeof *t->lengths);
	t->there = t->rows;
	for (size_t i = 0; i < t->nslots; i++) {
		struct column_cursor c = t->slots[i];
		size_t row = t->at;

		while (c.type == '=')
			c = t->slots[c.same];
		while (row < t->there && next_length(&c, t->lengths + row))
			row++;
		t->there = row;
	}
}

bool
column_template_pass(struct column_template *t, size_t *bytes)
{
	*bytes = 0;
	if (!is_there(t))
		return false;
	if (t->nslots == 0)
		return true;
	if (!t->lengths)
		measure(t);
	if (t->row >= t->there)
		return false;
	*bytes = t->lengths[t->row++];
	return true;
}

/* Bytes of a text that ends where one part of a template does; SIZE_MAX: in an escape. */
static size_t
whole_bytes(const char *p, const char *end)
{
	size_t n = (size_t)(end - p);

	while (p < end && (p = memchr(p, '\\', (size_t)(end - p))) != NULL) {
		size_t k = end - p > 1 && p[1] == 'u' ? 6 : 2;

		if ((size_t)(end - p) < k)
			return SIZE_MAX;
		n -= k - 1;
		p += k;
	}
	return n;
}

/* What a mark at *p stands for, which it moves behind. */
static void
set_hole(const struct column_in *in, struct column_template *t, struct column_run *r,
    const char **p, size_t *slot)
{
	if (*(*p)++ == COLUMN_MARK) {
		r->slot = &t->slots[(*slot)++].now;
		return;
	}
	r->time = in->patterns + (*(*p)++ - COLUMN_DIGIT);
	t->timed = true;
	t->plain = t->plain && !strchr(r->time->form, '\\');
	t->bytes += r->time->n;
	t->size_of_text += r->time->n;
}

void
column_template_part(const struct column_in *in, struct column_template *t)
{
	const char *p = t->text, *end = p + t->n;
	size_t slot = 0;

	for (size_t i = 0; i < t->n; i++)
		t->nruns += p[i] == COLUMN_MARK || p[i] == COLUMN_TIME;
	t->runs = mem_zero(t->nruns + 1, sizeof *t->runs);
	t->nruns = 0;
	t->plain = t->nslots == 0 || !memchr(t->vars.p, '\\', t->vars.n);
	while (p < end) {
		struct column_run *r = t->runs + t->nruns++;
		size_t n;

		r->p = p;
		while (p < end && *p != COLUMN_MARK && *p != COLUMN_TIME)
			p++;
		r->n = (size_t)(p - r->p);
		n = whole_bytes(r->p, p);
		t->plain = t->plain && n != SIZE_MAX;
		t->bytes += n;
		t->size_of_text += r->n;
		if (p < end)
			set_hole(in, t, r, &p, &slot);
	}
}
