/*
 * column_member - the values of a member, as they come.
 *
 * Whether all of them are few, or numbers, or times in one form is told value by value,
 * while the line is in the cache: later every value would be fetched anew.
 */
#include <stdlib.h>

#include "column_part.h"
#include "mem.h"

enum {
	FEW_FIRST = 128,	/* values that are few, however many rows there are */
	ROWS_A_VALUE = 8,	/* and more with more rows */
};

static void
forget_few(struct column_member *m)
{
	column_dict_clear(&m->few);
	free(m->ids);
	m->ids = NULL;
}

static void
forget_numbers(struct column_member *m)
{
	free(m->numbers);
	free(m->form);
	m->numbers = NULL;
	m->form = NULL;
}

/* The first value tells what the others may be. */
static void
begin(struct column_member *m, const char *s, size_t n)
{
	struct column_pattern form;
	int64_t v;

	m->ids = mem_zero(m->cap, sizeof *m->ids);
	if (m->quoted ? column_time_whole(s, n, &form) : column_int(s, n, &v))
		m->numbers = mem_zero(m->cap, sizeof *m->numbers);
	if (m->numbers && m->quoted) {
		m->form = mem_zero(1, sizeof *m->form);
		*m->form = form;
	}
}

/* Room for another value, and for what it is. */
static void
grow(struct column_member *m)
{
	size_t cap = m->cap;

	m->v = mem_grow(m->v, &m->cap, m->n + 1, sizeof *m->v);
	if (m->ids) {
		size_t same = cap;

		m->ids = mem_grow(m->ids, &same, m->cap, sizeof *m->ids);
	}
	if (m->numbers) {
		size_t same = cap;

		m->numbers = mem_grow(m->numbers, &same, m->cap, sizeof *m->numbers);
	}
}

/* Which of few values it is: most are that of the row before. */
static void
add_few(struct column_member *m, const char *text, const char *s, size_t n)
{
	size_t max = FEW_FIRST + m->n / ROWS_A_VALUE;
	int64_t k;

	if (m->n > 0 && m->v[m->n - 1].n == n &&
	    memcmp(text + m->v[m->n - 1].at, s, n) == 0) {
		m->ids[m->n] = m->ids[m->n - 1];
		return;
	}
	k = column_dict_put(&m->few, s, n, max < COLUMN_KINDS_MAX ? max :
	    COLUMN_KINDS_MAX);
	if (k < 0)
		forget_few(m);
	else
		m->ids[m->n] = (uint16_t)k;
}

void
column_member_add(struct column_member *m, const char *text, struct column_val v)
{
	const char *s = text + v.at;

	if (m->n == m->cap)
		grow(m);
	if (m->n == 0)
		begin(m, s, v.n);
	if (m->ids)
		add_few(m, text, s, v.n);
	if (m->numbers && !(m->form ?
	    column_time_exact(m->form, s, v.n, m->numbers + m->n) :
	    column_int(s, v.n, m->numbers + m->n)))
		forget_numbers(m);
	m->bytes += v.n;
	m->longest = v.n > m->longest ? v.n : m->longest;
	m->v[m->n++] = v;
}

void
column_member_clear(struct column_member *m)
{
	forget_few(m);
	forget_numbers(m);
	free(m->v);
}
