/* base64.h - bytes as text: base64 of RFC 4648, with its padding. */
#ifndef LIB_BASE64_H
#define LIB_BASE64_H

#include <stddef.h>

struct buf;

/* Append the text of n bytes. */
void base64_put(struct buf *, const void *, size_t n);

/*
 * The bytes of a text into at most max bytes at `to`; how many, or -1 when it is not
 * exactly what base64_put() would write, or too long.
 */
long base64_get(const char *text, size_t n, void *to, size_t max);

#endif
