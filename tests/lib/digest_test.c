/* digest: the published sums of SHA-256, whatever the pieces. */
#include "digest.h"

#include "check.h"

/* The examples of FIPS 180-4: no byte, "abc", a million times 'a' in uneven pieces. */
static void
sums(void)
{
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX], a[1000];
	struct digest *d = digest_new();
	size_t left = 1000000;

	digest_end(d, sum);
	digest_hex(sum, DIGEST_SIZE, hex);
	CHECK_STR(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	digest_of("abc", 3, sum);
	digest_hex(sum, DIGEST_SIZE, hex);
	CHECK_STR(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	memset(a, 'a', sizeof a);
	for (size_t n = 1; left > 0; n = n % 999 + 1) {
		n = n < left ? n : left;
		digest_add(d, a, n);
		left -= n;
	}
	digest_end(d, sum);
	digest_hex(sum, DIGEST_SIZE, hex);
	CHECK_STR(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	digest_free(d);
}

int
main(void)
{
	RUN(sums);
	return check_end();
}
