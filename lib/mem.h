/* mem.h - memory, or the end of the program (status EXIT_TROUBLE, with a message). */
#ifndef LIB_MEM_H
#define LIB_MEM_H

#include <stddef.h>

/* n elements of size bytes, all zero; release with free(). */
void *mem_zero(size_t n, size_t size);

/* A copy of n bytes and a NUL after them; release with free(). */
char *mem_copy(const void *p, size_t n);
char *mem_str(const char *s);	/* the same for a string */

/*
 * Make room for need elements of size bytes in p, of which *cap fit now:
 * returns p or where it moved to, at least doubled.  The new part is not set.
 */
void *mem_grow(void *p, size_t *cap, size_t need, size_t size);

#endif
