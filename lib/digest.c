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

#include "digest_part.h"
#include "err.h"
#include "mem.h"

enum { BLOCK = 64 };

struct digest {
	SHA256_CTX ctx;
	EVP_MD_CTX *evp;	/* of SM3; NULL: SHA-256 */
	bool lanes;		/* digest_lanes() can be used */
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
	d->lanes = kind == DIGEST_SHA256 && digest_lanes_here();
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
put_number(unsigned char *p, uint32_t v, unsigned n)
{
	while (n-- > 0) {
		p[n] = (unsigned char)v;
		v >>= 8;
	}
}

static void
hash_message(struct digest *d, const struct digest_message *m)
{
	unsigned char text[DIGEST_LANE_BYTES];
	size_t blocks = d->evp ? 0 : digest_lane_blocks(m);

	if (blocks == 0) {
		digest_add(d, m->head, m->nhead);
		if (m->n)
			digest_add(d, m->p, m->n);
		digest_end(d, m->sum);
		return;
	}
	/* With its padding, so that whole blocks go in at once. */
	digest_lane_fill(m, blocks, text);
	digest_add(d, text, blocks * BLOCK);
	for (int i = 0; i < 8; i++)
		put_number(m->sum + 4 * i, d->ctx.h[i], 4);
	start(d);
}

void
digest_pair(struct digest *d, const void *head, size_t nhead, const void *p, size_t n,
    unsigned char sum[DIGEST_SIZE])
{
	struct digest_message m = { head, p, nhead, n, sum };

	hash_message(d, &m);
}

void
digest_many(struct digest *d, const struct digest_message *m, size_t n)
{
	for (size_t i = 0, from = 0; i <= n; i++) {
		bool fits = i < n && d->lanes && digest_lane_blocks(&m[i]) > 0;

		if (fits)
			continue;
		if (i > from)
			digest_lanes(m + from, i - from);
		if (i < n)
			hash_message(d, &m[i]);
		from = i + 1;
	}
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
