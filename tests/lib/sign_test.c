/* sign: the vectors of RFC 8032, SM2 both ways, keys in files. */
#include "sign.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "digest.h"

/* RFC 8032, 7.1, tests 1 to 3. */
static const struct {
	const char *public, *msg, *sig;
} rfc8032[] = {
	{ "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
	  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
	  "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
	{ "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
	  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
	  "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
	{ "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
	  "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
	  "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a" },
};

static void
vectors(void)
{
	for (size_t i = 0; i < sizeof rfc8032 / sizeof *rfc8032; i++) {
		unsigned char key[32], msg[2], sig[64], raw[SIGN_PUBLIC_MAX];
		size_t n = strlen(rfc8032[i].msg) / 2;
		struct sign_key *k;

		CHECK(digest_unhex(rfc8032[i].public, 32, key));
		CHECK(digest_unhex(rfc8032[i].msg, n, msg));
		CHECK(digest_unhex(rfc8032[i].sig, 64, sig));
		k = sign_from_public(SIGN_ED25519, key, sizeof key);
		CHECK(k && sign_kind(k) == SIGN_ED25519);
		CHECK(k && sign_check(k, msg, n, sig, sizeof sig));
		CHECK(k && sign_public(k, raw) == 32 && memcmp(raw, key, 32) == 0);
		sig[9] ^= 1;
		CHECK(k && !sign_check(k, msg, n, sig, sizeof sig));
		CHECK(k && !sign_check(k, msg, n, sig, sizeof sig - 1));
		sign_free(k);
	}
	CHECK(sign_from_public(SIGN_ED25519, "short", 5) == NULL);
	CHECK(sign_from_public(SIGN_SM2, "short", 5) == NULL);
}

/* Signed by a pair, checked by its public half; of another text or key it is none. */
static void
both_ways(void)
{
	for (enum sign_kind kind = SIGN_ED25519; kind <= SIGN_SM2; kind++) {
		struct sign_key *pair = sign_make(kind), *other = sign_make(kind), *half;
		unsigned char raw[SIGN_PUBLIC_MAX], sig[SIGN_MAX];
		size_t n = sign_public(pair, raw), nsig = sign_text(pair, "text", 4, sig);

		half = sign_from_public(kind, raw, n);
		CHECK(half && sign_kind(half) == kind);
		CHECK(half && sign_check(half, "text", 4, sig, nsig));
		CHECK(half && !sign_check(half, "tex", 3, sig, nsig));
		CHECK(!sign_check(other, "text", 4, sig, nsig));
		sign_free(half);
		sign_free(pair);
		sign_free(other);
	}
}

static void
files(void)
{
	char dir[] = "/tmp/sign_test.XXXXXX", path[64], pub[64];
	struct sign_key *pair = sign_make(SIGN_SM2), *k;
	unsigned char sig[SIGN_MAX];
	const char *why;
	struct stat st;
	size_t n;

	CHECK(mkdtemp(dir) != NULL);
	snprintf(path, sizeof path, "%s/key", dir);
	snprintf(pub, sizeof pub, "%s/key.pub", dir);
	CHECK(sign_save(pair, path) == 0);
	CHECK(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600);
	CHECK(sign_save(pair, path) < 0);	/* never over another */
	k = sign_load(path, true, &why);
	CHECK(k && !why);
	n = k ? sign_text(k, "a", 1, sig) : 0;
	sign_free(k);
	k = sign_load(pub, false, &why);
	CHECK(k && sign_kind(k) == SIGN_SM2 && sign_check(k, "a", 1, sig, n));
	sign_free(k);
	CHECK(sign_load(pub, true, &why) == NULL && strstr(why, "0600") != NULL);
	CHECK(chmod(pub, 0600) == 0);
	CHECK(sign_load(pub, true, &why) == NULL && strstr(why, "no private key") != NULL);
	CHECK(chmod(path, 0640) == 0);
	CHECK(sign_load(path, true, &why) == NULL && strstr(why, "0600") != NULL);
	CHECK(sign_load("/nonexistent", false, &why) == NULL && why != NULL);
	unlink(path);
	unlink(pub);
	rmdir(dir);
	sign_free(pair);
}

int
main(void)
{
	RUN(vectors);
	RUN(both_ways);
	RUN(files);
	return check_end();
}
