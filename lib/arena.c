/* arena - texts that stay where they are until all are dropped at once. */
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

enum { BLOCK_MIN = 4096 };	/* bytes of the first block */

struct arena_block {
	struct arena_block *next;	/* the one filled before */
	size_t cap;
	char p[];
};

static void
add_block(struct arena *a, size_t n)
{
	size_t cap = a->blocks ? a->blocks->cap : BLOCK_MIN / 2;
	struct arena_block *b;

	if (n > SIZE_MAX / 4)
		die_msg(EXIT_TROUBLE, "cannot hold a text of %zu bytes", n);
	cap = cap > SIZE_MAX / 4 ? cap : 2 * cap;
	if (cap < n)
		cap = n;
	b = malloc(sizeof *b + cap);
	if (!b)
		die_errno(EXIT_TROUBLE, "cannot allocate %zu bytes", cap);
	b->next = a->blocks;
	b->cap = cap;
	a->blocks = b;
	a->p = b->p;
	a->left = cap;
}

char *
arena_room(struct arena *a, size_t n)
{
	if (a->left < n || !a->blocks)
		add_block(a, n);
	return a->p;
}

char *
arena_copy(struct arena *a, const void *p, size_t n)
{
	char *copy = arena_room(a, n);

	if (n)
		memcpy(copy, p, n);
	arena_keep(a, n);
	return copy;
}

/* Free the blocks after b, which may be NULL; the sum of their sizes. */
static size_t
free_after(struct arena_block *b)
{
	size_t sum = 0;

	while (b) {
		struct arena_block *next = b->next;

		sum += b->cap;
		free(b);
		b = next;
	}
	return sum;
}

void
arena_reset(struct arena *a)
{
	size_t sum;

	if (!a->blocks)
		return;
	if (a->blocks->next) {	/* more than one: one for all the next time */
		sum = free_after(a->blocks);
		a->blocks = NULL;
		add_block(a, sum);
	}
	a->p = a->blocks->p;
	a->left = a->blocks->cap;
}

void
arena_clear(struct arena *a)
{
	free_after(a->blocks);
	*a = (struct arena)ARENA_INIT;
}
