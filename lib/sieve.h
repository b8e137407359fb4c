/*
 * sieve.h - which identifiers and words may be in a text, told by few bits.
 *
 * Identifiers are runs of letters, digits and _ . - that have a digit and at least
 * SIEVE_MIN bytes.  Of each such run some short pieces are kept as bits, chosen by what
 * they are (the least hash in each SIEVE_MIN bytes): so any part of a run that is so long
 * has some of them, and a text without one of these does not have the identifier.
 *
 * Words are runs of letters and of bytes of characters beyond ASCII that have at least
 * SIEVE_WORD bytes: of them every piece of so many bytes is kept.
 */
#ifndef LIB_SIEVE_H
#define LIB_SIEVE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum { SIEVE_MIN = 12, SIEVE_WORD = 4 };

/* Append the bits of the identifiers of a text. */
void sieve_make(const char *text, size_t n, struct buf *to);

/*
 * False: no text of these bits has it, in any case of ASCII letters.  So it is only for
 * what has an identifier, or a part of one that is long enough and has a digit.  Of the
 * lines of the text itself it is true, unless the bits are not those of it.
 */
bool sieve_may(const char *bits, size_t nbits, const char *needle, size_t n);

/* Is there anything in it of which identifiers and words can tell? */
bool sieve_asks(const char *needle, size_t n);

/* Both kinds of a text that comes piece by piece: whole lines each. */
struct sieve;
struct sieve *sieve_new(void);
void sieve_free(struct sieve *);	/* does nothing on NULL */
void sieve_add(struct sieve *, const char *text, size_t n);

/* Append the bits of what was added, with a line before them that tells their sizes. */
void sieve_put(struct sieve *, struct buf *to);
void sieve_forget(struct sieve *);	/* another text comes */

/* What sieve_put() wrote, n bytes of it, where it stands; false: it is none. */
struct sieve_bits {
	const char *words, *ids;
	size_t nwords, nids;	/* bytes; 0: nothing is known */
};
bool sieve_read(struct sieve_bits *, const char *p, size_t n);

/* As sieve_may(). */
bool sieve_bits_may(const struct sieve_bits *, const char *needle, size_t n);

/* Do they have all that was added? */
bool sieve_bits_know(const struct sieve_bits *, struct sieve *);

#endif
