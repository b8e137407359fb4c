/* table - find things by a hash. */
#include "table.h"

#include <stdlib.h>

#include "mem.h"

enum { FEWEST = 16 };	/* chains; always a power of two */

uint64_t
table_hash(uint64_t from, const void *p, size_t n)
{
	const unsigned char *s = p;

	for (size_t i = 0; i < n; i++)
		from = (from ^ s[i]) * UINT64_C(1099511628211);
	return from;
}

static struct table_link **
chain(const struct table *t, uint64_t hash)
{
	/* the high bits of FNV are the better ones */
	return &t->chains[(hash ^ hash >> 32) & (t->nchains - 1)];
}

/* Twice as many chains; things of one hash keep their order. */
static void
grow(struct table *t)
{
	struct table_link **old = t->chains;
	size_t n = t->nchains;

	t->nchains = n ? 2 * n : FEWEST;
	t->chains = mem_zero(t->nchains, sizeof *t->chains);
	for (size_t i = 0; i < n; i++)
		for (struct table_link *x = old[i], *next; x; x = next) {
			struct table_link **at = chain(t, x->hash);

			while (*at)
				at = &(*at)->next;
			next = x->next;
			x->next = NULL;
			*at = x;
		}
	free(old);
}

void
table_add(struct table *t, uint64_t hash, struct table_link *x)
{
	struct table_link **at;

	if (t->n >= t->nchains)
		grow(t);
	at = chain(t, hash);
	*x = (struct table_link){ .next = *at, .hash = hash };
	*at = x;
	t->n++;
}

void
table_remove(struct table *t, struct table_link *x)
{
	struct table_link **at = chain(t, x->hash);

	while (*at != x)
		at = &(*at)->next;
	*at = x->next;
	x->next = NULL;
	t->n--;
}

static struct table_link *
with_hash(struct table_link *x, uint64_t hash)
{
	while (x && x->hash != hash)
		x = x->next;
	return x;
}

struct table_link *
table_first(const struct table *t, uint64_t hash)
{
	return t->nchains > 0 ? with_hash(*chain(t, hash), hash) : NULL;
}

struct table_link *
table_next(const struct table_link *x)
{
	return with_hash(x->next, x->hash);
}

void
table_each(struct table *t, void (*each)(struct table_link *))
{
	for (size_t i = 0; i < t->nchains; i++)
		for (struct table_link *x = t->chains[i], *next; x; x = next) {
			next = x->next;
			each(x);
		}
}

void
table_clear(struct table *t)
{
	free(t->chains);
	*t = (struct table)TABLE_INIT;
}
