/* digest - cryptographic hashes, by libcrypto. */
#include "digest.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>

#include "err.h"
#include "mem.h"

struct digest {
	EVP_MD_CTX *ctx;
	/* copied to begin anew: half the cost of EVP_DigestInit_ex() */
	EVP_MD_CTX *empty;
	bool borrowed;		/* empty is another's */
};

static _Noreturn void
failed(void)
{
	die_msg(EXIT_TROUBLE, "cannot compute SHA-256: libcrypto refuses");
}

static void
start(struct digest *d)
{
	if (!EVP_MD_CTX_copy_ex(d->ctx, d->empty))
		failed();
}

struct digest *
digest_new(void)
{
	struct digest *d = mem_zero(1, sizeof *d);
	EVP_MD *md = EVP_MD_fetch(NULL, "SHA256", NULL);

	d->ctx = EVP_MD_CTX_new();
	d->empty = EVP_MD_CTX_new();
	if (!md || !d->ctx || !d->empty || !EVP_DigestInit_ex(d->empty, md, NULL))
		failed();
	EVP_MD_free(md);	/* d->empty holds it */
	start(d);
	return d;
}

struct digest *
digest_like(const struct digest *other)
{
	struct digest *d = mem_zero(1, sizeof *d);

	d->ctx = EVP_MD_CTX_new();
	d->empty = other->empty;
	d->borrowed = true;
	if (!d->ctx)
		failed();
	start(d);
	return d;
}

void
digest_free(struct digest *d)
{
	if (!d)
		return;
	EVP_MD_CTX_free(d->ctx);
	if (!d->borrowed)
		EVP_MD_CTX_free(d->empty);
	free(d);
}

void
digest_add(struct digest *d, const void *p, size_t n)
{
	if (!EVP_DigestUpdate(d->ctx, p, n))
		failed();
}

void
digest_end(struct digest *d, unsigned char sum[DIGEST_SIZE])
{
	if (!EVP_DigestFinal_ex(d->ctx, sum, NULL))
		failed();
	start(d);
}

void
digest_peek(const struct digest *d, unsigned char sum[DIGEST_SIZE])
{
	EVP_MD_CTX *now = EVP_MD_CTX_new();

	if (!now || !EVP_MD_CTX_copy_ex(now, d->ctx) ||
	    !EVP_DigestFinal_ex(now, sum, NULL))
		failed();
	EVP_MD_CTX_free(now);
}

void
digest_of(const void *p, size_t n, unsigned char sum[DIGEST_SIZE])
{
	struct digest *d = digest_new();

	digest_add(d, p, n);
	digest_end(d, sum);
	digest_free(d);
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
