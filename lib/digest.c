/* digest - cryptographic hashes, by libcrypto. */
#include "digest.h"

/*
 * The functions of SHA-256 itself: what goes by a provider (EVP) sets up all of libcrypto
 * first, which costs megabytes and milliseconds, and more for each digest.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <stdlib.h>

#include "err.h"
#include "mem.h"

struct digest {
	SHA256_CTX ctx;
};

static _Noreturn void
failed(void)
{
	die_msg(EXIT_TROUBLE, "cannot compute SHA-256: libcrypto refuses");
}

static void
start(struct digest *d)
{
	if (!SHA256_Init(&d->ctx))
		failed();
}

struct digest *
digest_new(void)
{
	struct digest *d = mem_zero(1, sizeof *d);

	start(d);
	return d;
}

struct digest *
digest_like(const struct digest *other)
{
	(void)other;		/* there is one kind only */
	return digest_new();
}

void
digest_free(struct digest *d)
{
	free(d);
}

void
digest_add(struct digest *d, const void *p, size_t n)
{
	if (!SHA256_Update(&d->ctx, p, n))
		failed();
}

void
digest_end(struct digest *d, unsigned char sum[DIGEST_SIZE])
{
	if (!SHA256_Final(sum, &d->ctx))
		failed();
	start(d);
}

void
digest_peek(const struct digest *d, unsigned char sum[DIGEST_SIZE])
{
	struct digest now = *d;

	if (!SHA256_Final(sum, &now.ctx))
		failed();
}

void
digest_of(const void *p, size_t n, unsigned char sum[DIGEST_SIZE])
{
	struct digest d;

	start(&d);
	digest_add(&d, p, n);
	if (!SHA256_Final(sum, &d.ctx))
		failed();
}

void
digest_hex(const unsigned char *sum, size_t n, char *hex)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*hex++ = digits[sum[i] >> 4];
		*hex++ = digits[sum[i] & 15];
	}
	*hex = '\0';
}
