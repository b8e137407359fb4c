/* arena.h - texts that stay where they are until all are dropped at once. */
#ifndef LIB_ARENA_H
#define LIB_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	char *p;			/* the free part of the block in use */
	size_t left;
	struct arena_block *blocks;	/* private */
};

#define ARENA_INIT { 0 }

/* Room for n bytes; arena_keep() says how many of them were used. */
char *arena_room(struct arena *, size_t n);
static inline void
arena_keep(struct arena *a, size_t n)
{
	a->p += n;
	a->left -= n;
}

char *arena_copy(struct arena *, const void *, size_t n);

/* Drop all texts, and keep the memory: what was enough once is not allocated again. */
void arena_reset(struct arena *);
void arena_clear(struct arena *);	/* as after ARENA_INIT */

#endif
