/*
 * sieve.h - which identifiers may be in a text, told by few bits.
 *
 * Identifiers are runs of letters, digits and _ . - that have a digit and at least
 * SIEVE_MIN bytes.  Of each such run some short pieces are kept as bits, chosen by what
 * they are (the least hash in each SIEVE_MIN bytes): so any part of a run that is so long
 * has some of them, and a text without one of these does not have the identifier.
 */
#ifndef LIB_SIEVE_H
#define LIB_SIEVE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum { SIEVE_MIN = 12 };

/* Append the bits of a text. */
void sieve_make(const char *text, size_t n, struct buf *to);

/*
 * False: no text of these bits has it, in any case of ASCII letters.  So it is only for
 * what has an identifier, or a part of one that is long enough and has a digit.  Of the
 * lines of the text itself it is true, unless the bits are not those of it.
 */
bool sieve_may(const char *bits, size_t nbits, const char *needle, size_t n);

#endif
