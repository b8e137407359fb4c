/* mem - memory, or the end of the program. */
#include "mem.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"

enum { FIRST_CAP = 16 };	/* elements of the first growth */

static _Noreturn void
no_memory(size_t n, size_t size)
{
	errno = ENOMEM;
	die_errno(EXIT_TROUBLE, "cannot allocate %zu times %zu bytes", n, size);
}

void *
mem_zero(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		no_memory(n, size);
	return p;
}

char *
mem_copy(const void *p, size_t n)
{
	char *copy = n < SIZE_MAX ? malloc(n + 1) : NULL;

	if (!copy)
		no_memory(n, 1);
	if (n)
		memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}

char *
mem_str(const char *s)
{
	return mem_copy(s, strlen(s));
}

void *
mem_grow(void *p, size_t *cap, size_t need, size_t size)
{
	size_t n = *cap ? *cap : FIRST_CAP;

	if (p && need <= *cap)
		return p;
	while (n < need) {
		if (n > SIZE_MAX / 2)
			no_memory(need, size);
		n *= 2;
	}
	if (size && n > SIZE_MAX / size)
		no_memory(need, size);
	p = realloc(p, n * size);
	if (!p)
		no_memory(n, size);
	*cap = n;
	return p;
}
