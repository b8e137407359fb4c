/* digest: the published sums of SHA-256 and of SM3, whatever the pieces. */
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

/* The examples of GB/T 32905-2016: "abc", and "abcd" sixteen times. */
static void
sm3(void)
{
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	struct digest *d = digest_new_kind(DIGEST_SM3), *like = digest_like(d);

	digest_add(d, "abc", 3);
	digest_peek(d, sum);
	digest_hex(sum, DIGEST_SIZE, hex);
	CHECK_STR(hex, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
	digest_end(d, sum);
	digest_hex(sum, DIGEST_SIZE, hex);
	CHECK_STR(hex, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
	for (int i = 0; i < 16; i++)
		digest_add(like, "abcd", 4);
	digest_end(like, sum);
	digest_hex(sum, DIGEST_SIZE, hex);
	CHECK_STR(hex, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
	digest_free(like);
	digest_free(d);
}

enum { MESSAGES = 67, MESSAGE_MAX = 5000, ROUNDS = 60 };

/* Many at a time have the sums that each has alone, of all lengths side by side. */
static void
many(enum digest_kind kind)
{
	static unsigned char text[MESSAGE_MAX + 64], sums[MESSAGES][DIGEST_SIZE];
	struct digest_message m[MESSAGES];
	unsigned char sum[DIGEST_SIZE];
	struct digest *d = digest_new_kind(kind);
	uint64_t x = 88172645463325252u;
	size_t wrong = 0;

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (unsigned char)(i * 131 + i / 256);
	for (size_t round = 0; round < ROUNDS; round++) {
		size_t n = round % (MESSAGES + 1), max = round % 3 ? 330 : MESSAGE_MAX;

		for (size_t i = 0; i < n; i++) {
			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
			m[i] = (struct digest_message){ text + x % 64, text + (x >> 8) % 64,
				(x >> 16) % 60, (x >> 24) % max, sums[i] };
			if (round == ROUNDS - 2)	/* each length about a block's end */
				m[i].nhead = 0, m[i].n = i + 1;
		}
		memset(sums, 0, sizeof sums);
		digest_many(d, m, n);
		for (size_t i = 0; i < n; i++) {
			digest_add(d, m[i].head, m[i].nhead);
			digest_add(d, m[i].p, m[i].n);
			digest_end(d, sum);
			wrong += memcmp(sum, sums[i], sizeof sum) != 0;
			digest_pair(d, m[i].head, m[i].nhead, m[i].p, m[i].n, sums[i]);
			wrong += memcmp(sum, sums[i], sizeof sum) != 0;
		}
	}
	CHECK_INT(wrong, 0);
	digest_free(d);
}

static void
many_of_sha256(void)
{
	many(DIGEST_SHA256);
}

static void
many_of_sm3(void)
{
	many(DIGEST_SM3);
}

/* As a level of a tree is made of the one below it, in its place. */
static void
many_in_place(void)
{
	unsigned char below[2 * MESSAGES * DIGEST_SIZE], want[MESSAGES * DIGEST_SIZE];
	struct digest_message m[MESSAGES];
	struct digest *d = digest_new();

	for (size_t i = 0; i < sizeof below; i++)
		below[i] = (unsigned char)(i * 7 + i / 64);
	for (size_t i = 0; i < MESSAGES; i++) {
		unsigned char *two = below + 2 * i * DIGEST_SIZE;

		m[i] = (struct digest_message){ "x", two, 1, 2 * DIGEST_SIZE,
			below + i * DIGEST_SIZE };
		digest_pair(d, "x", 1, two, 2 * DIGEST_SIZE, want + i * DIGEST_SIZE);
	}
	digest_many(d, m, MESSAGES);
	CHECK(memcmp(below, want, sizeof want) == 0);
	digest_free(d);
}

/* Names and digits are what they say, and nothing else. */
static void
texts(void)
{
	enum digest_kind kind;
	unsigned char b[2];

	CHECK(digest_named("sm3", 3, &kind) && kind == DIGEST_SM3);
	CHECK(digest_named("sha256", 6, &kind) && kind == DIGEST_SHA256);
	CHECK(!digest_named("sha2567", 7, &kind) && !digest_named("sm", 2, &kind));
	CHECK_STR(digest_name(DIGEST_SM3), "sm3");
	CHECK(digest_unhex("0aff", 2, b) && b[0] == 0x0a && b[1] == 0xff);
	CHECK(!digest_unhex("0aFf", 2, b) && !digest_unhex("0ag0", 2, b));
}

/* A pair is hashed as its pieces are, of all lengths around the borders of blocks. */
static void
pairs(void)
{
	static unsigned char text[9000];
	int bad = 0;

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (unsigned char)(i * 7 + i / 251);
	for (enum digest_kind kind = DIGEST_SHA256; kind <= DIGEST_SM3; kind++) {
		struct digest *d = digest_new_kind(kind), *e = digest_like(d);

		for (size_t n = 0; n < sizeof text; n += n < 300 || n > 3900 ? 1 : 97)
			for (size_t head = 0; head <= n && head <= 65; head += 13) {
				unsigned char a[DIGEST_SIZE], b[DIGEST_SIZE];

				if (n > 4200 && head > 0)
					break;
				digest_add(d, text, n);
				digest_end(d, a);
				digest_pair(e, text, head, text + head, n - head, b);
				bad += memcmp(a, b, sizeof a) != 0;
			}
		digest_free(d);
		digest_free(e);
	}
	CHECK(bad == 0);
}

int
main(void)
{
	RUN(sums);
	RUN(sm3);
	RUN(many_of_sha256);
	RUN(many_of_sm3);
	RUN(many_in_place);
	RUN(texts);
	RUN(pairs);
	return check_end();
}
