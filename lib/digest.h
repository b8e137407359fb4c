/* digest.h - cryptographic hashes, by libcrypto. */
#ifndef LIB_DIGEST_H
#define LIB_DIGEST_H

#include <stddef.h>

enum { DIGEST_SIZE = 32, DIGEST_HEX = 2 * DIGEST_SIZE + 1 };

struct digest;	/* SHA-256 (FIPS 180-4) of what is added */

struct digest *digest_new(void);

/* One more, at a part of the cost; the other must not be freed before it. */
struct digest *digest_like(const struct digest *);
void digest_free(struct digest *);
void digest_add(struct digest *, const void *, size_t);

/* What was added so far; goes on as after digest_new(). */
void digest_end(struct digest *, unsigned char sum[DIGEST_SIZE]);

/* The same, and goes on with what was added. */
void digest_peek(const struct digest *, unsigned char sum[DIGEST_SIZE]);

/* The hash of one piece. */
void digest_of(const void *, size_t, unsigned char sum[DIGEST_SIZE]);

/* The first n bytes in lower-case hexadecimal: 2 * n digits and a NUL. */
void digest_hex(const unsigned char *sum, size_t n, char *hex);

#endif
