/* sieve_part.h - what the parts of sieve share: which bytes count, and their pieces. */
#ifndef LIB_SIEVE_PART_H
#define LIB_SIEVE_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "sieve.h"

enum {
	PIECE = 6,			/* bytes of one of an identifier */
	WINDOW = SIEVE_MIN - PIECE + 1,	/* pieces; one of them is kept */
	IDS_LOG = 22,			/* bits of identifiers while they are made */
	WORDS_LOG = 18,
	PART = 64,			/* windows of a run that are looked at together */
};

/* Bytes of identifiers; letters are of words, too. */
enum { KIND_NONE, KIND_MARK, KIND_DIGIT, KIND_LETTER };
extern const unsigned char sieve_kind[256];

static inline bool
sieve_of_ids(char c)
{
	return sieve_kind[(unsigned char)c] != KIND_NONE;
}

static inline bool
sieve_of_words(char c)
{
	return (unsigned char)c >= 0x80 || sieve_kind[(unsigned char)c] == KIND_LETTER;
}

static inline bool
sieve_has_digit(const char *p, const char *end)
{
	while (p < end && sieve_kind[(unsigned char)*p] != KIND_DIGIT)
		p++;
	return p < end;
}

/* The next run from *p on that counts: its end, *p where it begins; or NULL. */
const char *sieve_next_run(const char **p, const char *end);

/* The runs that were seen last: lines of one log have many in common. */
enum { SEEN_LOG = 10 };
struct seen {
	struct {
		const char *p;
		size_t n;
	} v[1 << SEEN_LOG];
};

static inline uint64_t
sieve_8(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
	return x;
}

/* Of n bytes, 8 at least. */
static inline bool
sieve_same(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i + 8 < n; i += 8)
		if (sieve_8(a + i) != sieve_8(b + i))
			return false;
	return sieve_8(a + n - 8) == sieve_8(b + n - 8);
}

static inline bool
sieve_seen(struct seen *s, const char *p, size_t n)
{
	uint64_t x = sieve_8(p) + n, y = sieve_8(p + n - 8);
	size_t i = (size_t)((x ^ (y << 31 | y >> 33)) * 0x9e3779b97f4a7c15u >>
	    (64 - SEEN_LOG));

	if (s->v[i].n == n && sieve_same(s->v[i].p, p, n))
		return true;
	s->v[i].p = p;
	s->v[i].n = n;
	return false;
}

/*
 * The pieces that are kept of a run from *p on, as their hashes: at most PART, the same
 * one may come several times.  *p goes on behind those windows.  0: there are no more.
 */
size_t sieve_pieces(const char **p, const char *end, uint64_t kept[PART]);

/* The place of a piece among the bits: what is least in rank is anywhere. */
static inline uint32_t
sieve_id_place(uint64_t hash)
{
	return (uint32_t)(hash >> (64 - 2 * IDS_LOG)) & ((1u << IDS_LOG) - 1);
}

/* The same of the piece of a word that begins there. */
static inline uint32_t
sieve_word_place(const char *p)
{
	uint32_t x;

	memcpy(&x, p, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap32(x);
#endif
	return (x | 0x20202020u) * 0x9e3779b1u >> (32 - WORDS_LOG);
}

_Static_assert((int)SIEVE_WORD == (int)sizeof(uint32_t), "a piece of a word");

/* A place among so many bytes of bits. */
static inline size_t
sieve_fold(uint64_t place, unsigned log, size_t bytes)
{
	return (size_t)(place * bytes * 8 >> log);
}

static inline bool
sieve_is_set(const char *bits, size_t at)
{
	return bits[at / 8] >> at % 8 & 1;
}

/* Of words alone, as sieve_may(). */
bool sieve_may_words(const char *bits, size_t nbits, const char *needle, size_t n);

/* Append the bits of one kind; are all of those that were added in n bytes of bits? */
void sieve_put_ids(struct sieve *, struct buf *to);
void sieve_put_words(struct sieve *, struct buf *to);
bool sieve_in_ids(struct sieve *, const char *bits, size_t n);
bool sieve_in_words(struct sieve *, const char *bits, size_t n);

#endif
