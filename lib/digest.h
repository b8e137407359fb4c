/* digest.h - cryptographic hashes, by libcrypto. */
#ifndef LIB_DIGEST_H
#define LIB_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

enum { DIGEST_SIZE = 32, DIGEST_HEX = 2 * DIGEST_SIZE + 1 };

enum digest_kind {
	DIGEST_SHA256,	/* FIPS 180-4 */
	DIGEST_SM3,	/* GB/T 32905-2016 */
};

struct digest;	/* the hash of what is added */

struct digest *digest_new(void);			/* SHA-256 */
struct digest *digest_new_kind(enum digest_kind);

/* One more, at a part of the cost; the other must not be freed before it. */
struct digest *digest_like(const struct digest *);
void digest_free(struct digest *);
void digest_add(struct digest *, const void *, size_t);

/* What was added so far; goes on as after digest_new(). */
void digest_end(struct digest *, unsigned char sum[DIGEST_SIZE]);

/* The same, and goes on with what was added. */
void digest_peek(const struct digest *, unsigned char sum[DIGEST_SIZE]);

/*
 * Where nothing was added: the hash of two pieces, one after the other, in less time than
 * by digest_add() and digest_end().  p may be NULL where n is 0.
 */
void digest_pair(struct digest *, const void *head, size_t nhead, const void *p, size_t n,
    unsigned char sum[DIGEST_SIZE]);

/*
 * The hashes of n messages, each of two pieces as above; where the processor has
 * instructions for SHA-256, in about half the time of digest_pair() for each.  A sum may
 * stand where its own message, or one before it in the list, does.
 */
struct digest_message {
	const void *head, *p;
	size_t nhead, n;
	unsigned char *sum;	/* DIGEST_SIZE bytes */
};
void digest_many(struct digest *, const struct digest_message *, size_t n);

/* The SHA-256 of one piece. */
void digest_of(const void *, size_t, unsigned char sum[DIGEST_SIZE]);

/* The first n bytes in lower-case hexadecimal: 2 * n digits and a NUL. */
void digest_hex(const unsigned char *sum, size_t n, char *hex);

/* n bytes from 2 * n such digits: false when they are not. */
bool digest_unhex(const char *hex, size_t n, unsigned char *sum);

/* "sha256", "sm3", and back: false when there is none of that name. */
const char *digest_name(enum digest_kind);
bool digest_named(const char *name, size_t n, enum digest_kind *);

/* n bytes that nobody can foretell, from the kernel; or ends the program. */
void digest_random(void *, size_t n);

#endif
