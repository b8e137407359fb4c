/* merkle: the published vectors of RFC 6962 trees, and every path of many trees. */
#include "merkle.h"

#include "check.h"

/* The leaves that implementations of Certificate Transparency test with, and the roots. */
static const struct {
	const char *data;
	size_t n;
	const char *root;
} published[] = {
	{ "", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
	{ "\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
	{ "\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
	{ " !", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
	{ "01", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
	{ "@ABC", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
	{ "PQRSTUVW", 8,
	    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
	{ "`abcdefghijklmno", 16,
	    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
};

static void
vectors(void)
{
	struct digest *d = digest_new();
	struct merkle t = { .n = 0 };
	unsigned char h[DIGEST_SIZE];
	char hex[DIGEST_HEX];

	merkle_root(&t, d, h);
	digest_hex(h, sizeof h, hex);
	CHECK_STR(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
		merkle_leaf(d, published[i].data, published[i].n, h);
		merkle_add(&t, d, h);
		merkle_root(&t, d, h);
		digest_hex(h, sizeof h, hex);
		CHECK_STR(hex, published[i].root);
	}
	digest_free(d);
}

/* Every leaf of every tree up to 70: its path leads to the root, no other does. */
static void
paths(void)
{
	enum { N = 70 };
	static unsigned char leaves[N * DIGEST_SIZE];
	unsigned char path[MERKLE_DEPTH][DIGEST_SIZE], root[DIGEST_SIZE], got[DIGEST_SIZE];
	struct digest *d = digest_new();
	struct merkle t = { .n = 0 };
	int bad = 0;

	for (unsigned char n = 1; n <= N; n++) {
		unsigned char *leaf = leaves + (n - 1) * DIGEST_SIZE;

		merkle_leaf(d, &n, 1, leaf);
		merkle_add(&t, d, leaf);
		merkle_root(&t, d, root);
		for (uint64_t i = 0; i < n; i++) {
			size_t k = merkle_path(d, leaves, n, i, path);
			const unsigned char *mine = leaves + i * DIGEST_SIZE;

			bad += !merkle_climb(d, mine, i, n, path[0], k, got) ||
			    memcmp(got, root, sizeof root) != 0;
			/* shorter, longer, from another leaf, to another place */
			bad += k > 0 && merkle_climb(d, mine, i, n, path[0], k - 1, got);
			bad += merkle_climb(d, mine, i, n, path[0], k + 1, got);
			bad += n > 1 && merkle_climb(d, leaves + (i + 1) % n * DIGEST_SIZE,
			    i, n, path[0], k, got) && !memcmp(got, root, sizeof root);
			bad += n > 1 && merkle_climb(d, mine, (i + 1) % n, n, path[0], k,
			    got) && !memcmp(got, root, sizeof root);
		}
	}
	CHECK(bad == 0);
	CHECK(!merkle_climb(d, leaves, 5, 5, path[0], 2, got));
	digest_free(d);
}

/* Leaves that come in runs of any length make the tree that they make one by one. */
static void
runs(void)
{
	enum { N = 700 };
	static unsigned char leaves[N * DIGEST_SIZE], copy[N * DIGEST_SIZE];
	unsigned char want[DIGEST_SIZE], got[DIGEST_SIZE];
	struct digest *d = digest_new();
	int bad = 0;

	for (uint64_t i = 0; i < N; i++)
		merkle_leaf(d, &i, sizeof i, leaves + i * DIGEST_SIZE);
	for (uint64_t step = 1; step < N; step += 1 + step / 8) {
		struct merkle one = { .n = 0 }, many = { .n = 0 };

		memcpy(copy, leaves, sizeof copy);
		for (uint64_t at = 0; at < N;) {
			uint64_t n = (at * 7 + step) % step + 1;

			n = n < N - at ? n : N - at;
			for (uint64_t i = at; i < at + n; i++)
				merkle_add(&one, d, leaves + i * DIGEST_SIZE);
			merkle_add_many(&many, d, copy + at * DIGEST_SIZE, n);
			at += n;
			merkle_root(&one, d, want);
			merkle_root(&many, d, got);
			bad += one.n != many.n || memcmp(got, want, sizeof got) != 0;
		}
	}
	CHECK(bad == 0);
	digest_free(d);
}

int
main(void)
{
	RUN(vectors);
	RUN(paths);
	RUN(runs);
	return check_end();
}
