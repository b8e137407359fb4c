/* archive_cold_search - which records of a cold file a search wants, by its columns. */
#include <stdlib.h>
#include <string.h>

#include "archive_cold.h"
#include "mem.h"

static uint64_t
rows_of(const struct cold *c)
{
	uint64_t rows = 0;

	for (size_t i = 0; i < c->nsegments; i++)
		rows += c->segments[i].s.count;
	return rows;
}

/*
 * What every match has tells which rows may match.  A longer text, which matches by
 * itself, tells of these which do.
 */
static bool
look(struct cold *c, const struct cold_search *x, const unsigned char *letters)
{
	struct column_needle has = x->has, sure = x->sure;
	bool same = sure.n == has.n && memcmp(sure.s, has.s, has.n) == 0;
	struct column_hits h = { 0 };

	has.letters = sure.letters = letters;
	if (!column_look(c->rows, &has, &c->hits))
		return false;
	for (uint64_t i = 0; !same && i < column_rows(c->rows); i++)
		c->hits.rows[i] = c->hits.rows[i] == COLUMN_NOT ? COLUMN_NOT :
		    COLUMN_MAYBE;
	if (!same && sure.n > 0 && c->hits.maybe + c->hits.sure > 0 &&
	    column_look(c->rows, &sure, &h))
		for (uint64_t i = 0; i < column_rows(c->rows); i++)
			if (h.rows[i] == COLUMN_SURE)
				c->hits.rows[i] = COLUMN_SURE;
	column_hits_clear(&h);
	return true;
}

static void
invert(unsigned char *v, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++)
		v[i] = (unsigned char)(COLUMN_SURE - v[i]);
}

/* Those around what may match are wanted, too; so may be what is around other files. */
static void
widen(struct cold *c, const struct cold_search *x, uint64_t n)
{
	unsigned char *v = c->hits.rows;
	uint64_t after = x->after, before;

	for (uint64_t i = 0; i < n; i++)
		if (v[i] != COLUMN_NOT) {
			after = x->after;
		} else if (after > 0) {
			after--;
			v[i] = COLUMN_MAYBE + COLUMN_SURE;
		}
	before = x->before;
	for (uint64_t i = n; i-- > 0;)
		if (v[i] == COLUMN_MAYBE || v[i] == COLUMN_SURE) {
			before = x->before;
		} else if (before > 0) {
			before--;
			v[i] = COLUMN_MAYBE;
		}
	for (uint64_t i = 0; i < n; i++)
		if (v[i] > COLUMN_SURE)
			v[i] = COLUMN_MAYBE;
}

static uint64_t
count(const struct cold *c, unsigned char verdict)
{
	uint64_t row = 0, n = 0;

	for (size_t i = 0; i < c->nsegments; i++)
		for (uint64_t k = c->segments[i].s.count; k > 0; k--, row++)
			n += c->hits.rows[row] == verdict && !c->segments[i].skip;
	return n;
}

/* Those that are wanted for sure do not come out, when they are only counted. */
static void
settle(struct cold *c, const struct cold_search *x, uint64_t rows)
{
	uint64_t sure;

	if (x->invert)
		invert(c->hits.rows, rows);
	if (x->before + x->after > 0)
		widen(c, x, rows);
	sure = count(c, COLUMN_SURE);
	c->left = count(c, COLUMN_MAYBE);
	if (!x->counts) {
		c->left += sure;
		return;
	}
	c->sure = sure;
	for (uint64_t i = 0; i < rows; i++)
		if (c->hits.rows[i] == COLUMN_SURE)
			c->hits.rows[i] = COLUMN_NOT;
}

bool
cold_look(struct cold *c, struct pack *pack, const struct cold_search *x)
{
	const unsigned char *letters;
	uint64_t rows = rows_of(c);

	c->pack = pack;
	c->told = c->sifted = !cold_filter(c, &x->has, &letters);
	if (c->told && !x->invert && x->before + x->after == 0)
		return c->none = true;	/* nothing else is needed to know it */
	cold_open_rows(c, pack);
	if (!c->rows || column_rows(c->rows) != rows)
		return c->told = false;
	if (c->told) {
		c->hits.rows = mem_grow(c->hits.rows, &c->hits.cap, rows, 1);
		memset(c->hits.rows, COLUMN_NOT, rows);
	} else {
		c->told = look(c, x, letters);
	}
	if (c->told) {
		c->none = count(c, COLUMN_MAYBE) + count(c, COLUMN_SURE) == 0;
		settle(c, x, rows);
	}
	return c->told;
}
