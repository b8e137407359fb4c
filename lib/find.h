/*
 * find.h - where a text occurs in a long one, as fast as memory can be read.
 *
 * Vectors look for the two bytes of the text that are rarest in logs; only where both
 * stand right is the rest compared.  Processors without AVX2 get the same answer slower.
 */
#ifndef LIB_FIND_H
#define LIB_FIND_H

#include <stdbool.h>
#include <stddef.h>

struct find {
	const char *s;		/* the text, which the caller keeps */
	size_t n;
	bool nocase;		/* in any case of ASCII letters; s is in lower case */
	size_t a, b;		/* places of the two bytes, a <= b */
	bool wide;		/* the processor has the vectors */
};

/* n is at least 1. */
void find_init(struct find *, const char *s, size_t n, bool nocase);

/* The first place from p on, wholly before end; NULL when there is none. */
const char *find_next(const struct find *, const char *p, const char *end);

#endif
