/* digest - cryptographic hashes, by libcrypto. */
#include "digest.h"

/*
 * The functions of SHA-256 itself: what goes by a provider (EVP) sets up all of libcrypto
 * first, which costs megabytes and milliseconds, and more for each digest.  SM3 has no
 * other way.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <errno.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "err.h"
#include "mem.h"

enum {
	BLOCK = 64,
	PAIR_BYTES = 4096,	/* that digest_pair() copies, with their padding */
};

struct digest {
	SHA256_CTX ctx;
	EVP_MD_CTX *evp;	/* of SM3; NULL: SHA-256 */
};

static const char *const names[] = {
	[DIGEST_SHA256] = "sha256",
	[DIGEST_SM3] = "sm3",
};

static _Noreturn void
failed(void)
{
	die_msg(EXIT_TROUBLE, "cannot compute a hash: libcrypto refuses");
}

static void
start(struct digest *d)
{
	if (d->evp ? !EVP_DigestInit_ex(d->evp, NULL, NULL) : !SHA256_Init(&d->ctx))
		failed();
}

struct digest *
digest_new_kind(enum digest_kind kind)
{
	struct digest *d = mem_zero(1, sizeof *d);

	if (kind == DIGEST_SM3) {
		d->evp = EVP_MD_CTX_new();
		if (!d->evp || !EVP_DigestInit_ex(d->evp, EVP_sm3(), NULL))
			failed();
	}
	start(d);
	return d;
}

struct digest *
digest_new(void)
{
	return digest_new_kind(DIGEST_SHA256);
}

struct digest *
digest_like(const struct digest *other)
{
	return digest_new_kind(other->evp ? DIGEST_SM3 : DIGEST_SHA256);
}

void
digest_free(struct digest *d)
{
	if (d)
		EVP_MD_CTX_free(d->evp);
	free(d);
}

void
digest_add(struct digest *d, const void *p, size_t n)
{
	if (d->evp ? !EVP_DigestUpdate(d->evp, p, n) : !SHA256_Update(&d->ctx, p, n))
		failed();
}

void
digest_end(struct digest *d, unsigned char sum[DIGEST_SIZE])
{
	if (d->evp ? !EVP_DigestFinal_ex(d->evp, sum, NULL) : !SHA256_Final(sum, &d->ctx))
		failed();
	start(d);
}

void
digest_peek(const struct digest *d, unsigned char sum[DIGEST_SIZE])
{
	struct digest now = *d;

	if (d->evp) {
		now.evp = EVP_MD_CTX_new();
		if (!now.evp || !EVP_MD_CTX_copy_ex(now.evp, d->evp) ||
		    !EVP_DigestFinal_ex(now.evp, sum, NULL))
			failed();
		EVP_MD_CTX_free(now.evp);
	} else if (!SHA256_Final(sum, &now.ctx)) {
		failed();
	}
}

/* v as n bytes, the greatest first. */
static void
put_number(unsigned char *p, uint64_t v, unsigned n)
{
	while (n-- > 0) {
		p[n] = (unsigned char)v;
		v >>= 8;
	}
}

void
digest_pair(struct digest *d, const void *head, size_t nhead, const void *p, size_t n,
    unsigned char sum[DIGEST_SIZE])
{
	size_t all = nhead + n, size = (all + 1 + 8 + BLOCK - 1) / BLOCK * BLOCK;
	unsigned char text[PAIR_BYTES];

	if (d->evp || all > PAIR_BYTES || size > PAIR_BYTES) {
		digest_add(d, head, nhead);
		if (n)
			digest_add(d, p, n);
		digest_end(d, sum);
		return;
	}
	/* The padding of FIPS 180-4 is put here, so that whole blocks go in at once. */
	memcpy(text, head, nhead);
	if (n)
		memcpy(text + nhead, p, n);
	text[all] = 0x80;
	memset(text + all + 1, 0, size - all - 1 - 8);
	put_number(text + size - 8, (uint64_t)all * 8, 8);
	digest_add(d, text, size);
	for (int i = 0; i < 8; i++)
		put_number(sum + 4 * i, d->ctx.h[i], 4);
	start(d);
}

void
digest_of(const void *p, size_t n, unsigned char sum[DIGEST_SIZE])
{
	struct digest d = { .evp = NULL };

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

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
digest_unhex(const char *hex, size_t n, unsigned char *sum)
{
	for (size_t i = 0; i < n; i++) {
		int high = digit(hex[2 * i]), low = high < 0 ? -1 : digit(hex[2 * i + 1]);

		if (low < 0)
			return false;
		sum[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

const char *
digest_name(enum digest_kind kind)
{
	return names[kind];
}

bool
digest_named(const char *name, size_t n, enum digest_kind *kind)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (n == strlen(names[i]) && memcmp(name, names[i], n) == 0) {
			*kind = (enum digest_kind)i;
			return true;
		}
	return false;
}

void
digest_random(void *p, size_t n)
{
	char *to = p;

	while (n > 0) {
		ssize_t got = getrandom(to, n, 0);

		if (got < 0 && errno != EINTR)
			die_errno(EXIT_TROUBLE, "cannot get random bytes");
		if (got > 0) {
			to += got;
			n -= (size_t)got;
		}
	}
}
