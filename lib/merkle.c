/* merkle - trees of hashes, as RFC 6962 defines them. */
#include "merkle.h"

#include <string.h>

void
merkle_leaf(struct digest *d, const void *p, size_t n, unsigned char *leaf)
{
	digest_pair(d, "", 1, p, n, leaf);	/* "": the byte 0 */
}

/* to may be left or right. */
static void
join(struct digest *d, const unsigned char *left, const unsigned char *right,
    unsigned char *to)
{
	unsigned char both[1 + 2 * DIGEST_SIZE] = { 1 };

	memcpy(both + 1, left, DIGEST_SIZE);
	memcpy(both + 1 + DIGEST_SIZE, right, DIGEST_SIZE);
	digest_pair(d, both, sizeof both, NULL, 0, to);
}

/* How many full subtrees n leaves make. */
static unsigned
width(uint64_t n)
{
	return (unsigned)__builtin_popcountll(n);
}

void
merkle_add(struct merkle *t, struct digest *d, const unsigned char *leaf)
{
	unsigned w = width(t->n);

	memcpy(t->edge[w], leaf, DIGEST_SIZE);

	/* As in counting up by one: a full pair becomes one node a step further left. */
	for (uint64_t m = t->n; m & 1; m >>= 1, w--)
		join(d, t->edge[w - 1], t->edge[w], t->edge[w - 1]);
	t->n++;
}

void
merkle_root(const struct merkle *t, struct digest *d, unsigned char *root)
{
	unsigned w = width(t->n);

	if (w == 0) {
		digest_end(d, root);	/* of nothing */
		return;
	}
	memcpy(root, t->edge[--w], DIGEST_SIZE);
	while (w > 0)
		join(d, t->edge[--w], root, root);
}

/* The root of n leaves. */
static void
root_of(struct digest *d, const unsigned char *leaves, uint64_t n, unsigned char *root)
{
	struct merkle t = { .n = 0 };

	for (uint64_t i = 0; i < n; i++)
		merkle_add(&t, d, leaves + i * DIGEST_SIZE);
	merkle_root(&t, d, root);
}

/* The greatest power of two less than n, which is at least 2. */
static uint64_t
split(uint64_t n)
{
	return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

size_t
merkle_path(struct digest *d, const unsigned char *leaves, uint64_t n, uint64_t i,
    unsigned char path[MERKLE_DEPTH][DIGEST_SIZE])
{
	unsigned char down[MERKLE_DEPTH][DIGEST_SIZE];
	size_t depth = 0;

	/* From the root down: at each step the part where the leaf is not. */
	while (n > 1) {
		uint64_t k = split(n);

		if (i < k) {
			root_of(d, leaves + k * DIGEST_SIZE, n - k, down[depth++]);
			n = k;
		} else {
			root_of(d, leaves, k, down[depth++]);
			leaves += k * DIGEST_SIZE;
			i -= k;
			n -= k;
		}
	}
	for (size_t j = 0; j < depth; j++)
		memcpy(path[j], down[depth - 1 - j], DIGEST_SIZE);
	return depth;
}

bool
merkle_climb(struct digest *d, const unsigned char *leaf, uint64_t i, uint64_t n,
    const unsigned char *path, size_t npath, unsigned char *root)
{
	uint64_t last = n - 1;
	size_t k = 0;

	if (i >= n)
		return false;
	memcpy(root, leaf, DIGEST_SIZE);
	for (; last > 0; i >>= 1, last >>= 1) {
		if (i == last && !(i & 1))
			continue;	/* nothing is to the right of it on this level */
		if (k == npath)
			return false;
		if (i & 1)
			join(d, path + k * DIGEST_SIZE, root, root);
		else
			join(d, root, path + k * DIGEST_SIZE, root);
		k++;
	}
	return k == npath;
}
