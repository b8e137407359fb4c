/* sign.h - signatures, by libcrypto: keys in PEM files, Ed25519 or SM2. */
#ifndef LIB_SIGN_H
#define LIB_SIGN_H

#include <stdbool.h>
#include <stddef.h>

enum sign_kind {
	SIGN_ED25519,	/* RFC 8032 */
	SIGN_SM2,	/* GB/T 32918.2-2016 with SM3 and the usual id 1234567812345678 */
};

enum {
	SIGN_MAX = 80,		/* bytes of a signature; 64, or up to 72 in DER for SM2 */
	SIGN_PUBLIC_MAX = 65,	/* of a public key: 32, or the point 04, x, y for SM2 */
};

struct sign_key;		/* a pair, or the public half of one */

struct sign_key *sign_make(enum sign_kind);	/* a new pair; or ends the program */
void sign_free(struct sign_key *);		/* does nothing on NULL */

/*
 * The private key in a file, or the public one (a private key gives its public half too).
 * A private key that others than its owner may read is refused.  NULL, and why in *why.
 */
struct sign_key *sign_load(const char *path, bool private, const char **why);

/* The public key of so many raw bytes, as sign_public() gives them; NULL: it is none. */
struct sign_key *sign_from_public(enum sign_kind, const void *, size_t n);

/*
 * Write the private key to path (mode 0600), the public one to path.pub; neither may be
 * there yet.  0, or -1 and errno.
 */
int sign_save(const struct sign_key *, const char *path);

enum sign_kind sign_kind(const struct sign_key *);
size_t sign_public(const struct sign_key *, unsigned char raw[SIGN_PUBLIC_MAX]);

/* Sign n bytes with a private key: how long the signature is; or ends the program. */
size_t sign_text(const struct sign_key *, const void *, size_t n,
    unsigned char sig[SIGN_MAX]);

/* Is it the signature of n bytes? */
bool sign_check(const struct sign_key *, const void *, size_t n,
    const unsigned char *sig, size_t nsig);

#endif
