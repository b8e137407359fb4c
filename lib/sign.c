/* sign - signatures, by libcrypto: keys in PEM files, Ed25519 or SM2. */
#include "sign.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "err.h"
#include "file.h"
#include "mem.h"

enum { KEY_FILE_MAX = 16 << 10, ED25519_PUBLIC = 32, SM2_PUBLIC = 65 };

static const char sm2_id[] = "1234567812345678";

struct sign_key {
	EVP_PKEY *pkey;
	enum sign_kind kind;
};

static _Noreturn void
failed(const char *what)
{
	die_msg(EXIT_TROUBLE, "cannot %s: libcrypto refuses", what);
}

/* The key as ours; NULL when it is of another kind. */
static struct sign_key *
wrap(EVP_PKEY *pkey)
{
	struct sign_key *k;
	enum sign_kind kind = SIGN_ED25519;

	if (EVP_PKEY_is_a(pkey, "SM2")) {
		kind = SIGN_SM2;
	} else if (!EVP_PKEY_is_a(pkey, "ED25519")) {
		EVP_PKEY_free(pkey);
		return NULL;
	}
	k = mem_zero(1, sizeof *k);
	k->pkey = pkey;
	k->kind = kind;
	return k;
}

struct sign_key *
sign_make(enum sign_kind kind)
{
	const char *name = kind == SIGN_SM2 ? "SM2" : "ED25519";
	EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, name);
	struct sign_key *k = pkey ? wrap(pkey) : NULL;

	if (!k)
		failed("make a key");
	return k;
}

void
sign_free(struct sign_key *k)
{
	if (k)
		EVP_PKEY_free(k->pkey);
	free(k);
}

enum sign_kind
sign_kind(const struct sign_key *k)
{
	return k->kind;
}

/* Files with a pass phrase are not for programs that run alone. */
static int
no_phrase(char *p, int n, int rw, void *arg)
{
	(void)p, (void)n, (void)rw, (void)arg;
	return -1;
}

static struct sign_key *
from_pem(const struct buf *b, bool private, const char **why)
{
	BIO *bio = BIO_new_mem_buf(b->p, (int)b->n);
	EVP_PKEY *pkey = NULL;
	struct sign_key *k;

	if (!bio)
		failed("read a key");
	if (!private)
		pkey = PEM_read_bio_PUBKEY(bio, NULL, no_phrase, NULL);
	if (!pkey) {
		BIO_free(bio);
		bio = BIO_new_mem_buf(b->p, (int)b->n);
		pkey = bio ? PEM_read_bio_PrivateKey(bio, NULL, no_phrase, NULL) : NULL;
	}
	BIO_free(bio);
	*why = private ? "it holds no private key in PEM without pass phrase" :
	    "it holds no key in PEM";
	if (!pkey)
		return NULL;
	*why = "its key is neither Ed25519 nor SM2";
	k = wrap(pkey);
	if (k)
		*why = NULL;
	return k;
}

struct sign_key *
sign_load(const char *path, bool private, const char **why)
{
	struct buf b = BUF_INIT;
	struct sign_key *k;
	struct stat st;

	if (file_read(path, KEY_FILE_MAX, &b) < 0) {
		*why = strerror(errno);
		return NULL;
	}
	if (private && (stat(path, &st) < 0 || (st.st_mode & 077) != 0)) {
		*why = "others may read it: its mode must be 0600";
		k = NULL;
	} else {
		k = from_pem(&b, private, why);
	}
	if (b.n)
		OPENSSL_cleanse(b.p, b.n);
	buf_clear(&b);
	return k;
}

/* A point of SM2 as a key. */
static EVP_PKEY *
sm2_public(const void *p, size_t n)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
	OSSL_PARAM_BLD *bld = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params = NULL;
	EVP_PKEY *pkey = NULL;

	if (ctx && bld &&
	    OSSL_PARAM_BLD_push_utf8_string(bld, OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) &&
	    OSSL_PARAM_BLD_push_octet_string(bld, OSSL_PKEY_PARAM_PUB_KEY, p, n) &&
	    (params = OSSL_PARAM_BLD_to_param(bld)) != NULL &&
	    EVP_PKEY_fromdata_init(ctx) > 0 &&
	    EVP_PKEY_fromdata(ctx, &pkey, EVP_PKEY_PUBLIC_KEY, params) <= 0)
		pkey = NULL;
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(bld);
	EVP_PKEY_CTX_free(ctx);
	return pkey;
}

struct sign_key *
sign_from_public(enum sign_kind kind, const void *p, size_t n)
{
	EVP_PKEY *pkey = NULL;

	if (kind == SIGN_SM2 && n == SM2_PUBLIC)
		pkey = sm2_public(p, n);
	else if (kind == SIGN_ED25519 && n == ED25519_PUBLIC)
		pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, p, n);
	return pkey ? wrap(pkey) : NULL;
}

size_t
sign_public(const struct sign_key *k, unsigned char raw[SIGN_PUBLIC_MAX])
{
	size_t n = SIGN_PUBLIC_MAX;
	int ok;

	if (k->kind == SIGN_SM2)
		ok = EVP_PKEY_get_octet_string_param(k->pkey, OSSL_PKEY_PARAM_PUB_KEY,
		    raw, SIGN_PUBLIC_MAX, &n) && n == SM2_PUBLIC && raw[0] == 4;
	else
		ok = EVP_PKEY_get_raw_public_key(k->pkey, raw, &n);
	if (!ok)
		failed("read a public key");
	return n;
}

/* A file that must not be there yet. */
static int
write_new(const char *path, BIO *bio, mode_t mode)
{
	char *text;
	long n = BIO_get_mem_data(bio, &text);
	int fd = file_open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode), rc;

	if (fd < 0)
		return -1;
	rc = file_write(fd, text, (size_t)n) == 0 && fsync(fd) == 0 ? 0 : -1;
	if (close(fd) < 0)
		rc = -1;
	return rc == 0 ? file_sync_dir(path) : -1;
}

int
sign_save(const struct sign_key *k, const char *path)
{
	BIO *private = BIO_new(BIO_s_secmem()), *public = BIO_new(BIO_s_mem());
	struct buf name = BUF_INIT;
	int rc, saved;

	if (!private || !public || !PEM_write_bio_PUBKEY(public, k->pkey) ||
	    !PEM_write_bio_PrivateKey(private, k->pkey, NULL, NULL, 0, NULL, NULL))
		failed("write a key");
	buf_fmt(&name, "%s.pub", path);
	rc = write_new(path, private, 0600);
	if (rc == 0 && write_new(buf_text(&name), public, 0644) < 0) {
		saved = errno;
		unlink(path);	/* both or none */
		errno = saved;
		rc = -1;
	}
	saved = errno;
	BIO_free(private);
	BIO_free(public);
	buf_clear(&name);
	errno = saved;
	return rc;
}

/* Ready to sign or to check. */
static EVP_MD_CTX *
begin(const struct sign_key *k, bool sign)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	const EVP_MD *md = k->kind == SIGN_SM2 ? EVP_sm3() : NULL;
	EVP_PKEY_CTX *pctx = NULL;

	if (!ctx || (sign ? EVP_DigestSignInit(ctx, &pctx, md, NULL, k->pkey) :
	    EVP_DigestVerifyInit(ctx, &pctx, md, NULL, k->pkey)) <= 0 ||
	    (k->kind == SIGN_SM2 &&
	    EVP_PKEY_CTX_set1_id(pctx, sm2_id, sizeof sm2_id - 1) <= 0))
		failed("use a key");
	return ctx;
}

size_t
sign_text(const struct sign_key *k, const void *p, size_t n, unsigned char sig[SIGN_MAX])
{
	EVP_MD_CTX *ctx = begin(k, true);
	size_t nsig = SIGN_MAX;

	if (EVP_DigestSign(ctx, sig, &nsig, p, n) <= 0)
		failed("sign");
	EVP_MD_CTX_free(ctx);
	return nsig;
}

bool
sign_check(const struct sign_key *k, const void *p, size_t n, const unsigned char *sig,
    size_t nsig)
{
	EVP_MD_CTX *ctx = begin(k, false);
	bool ok = EVP_DigestVerify(ctx, sig, nsig, p, n) == 1;

	EVP_MD_CTX_free(ctx);
	return ok;
}
