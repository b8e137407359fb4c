/* merkle - trees of hashes, as RFC 6962 defines them. */
#include "merkle.h"

#include <string.h>

enum { MERKLE_MANY_LOG = 6, MERKLE_MANY = 1 << MERKLE_MANY_LOG };	/* at a time */

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

/* A full subtree of 2^level leaves comes next; as many or none are beside it. */
static void
add_node(struct merkle *t, struct digest *d, const unsigned char *node, unsigned level)
{
	unsigned w = width(t->n);

	memcpy(t->edge[w], node, DIGEST_SIZE);

	/* As in counting up by one: a full pair becomes one node a step further left. */
	for (uint64_t m = t->n >> level; m & 1; m >>= 1, w--)
		join(d, t->edge[w - 1], t->edge[w], t->edge[w - 1]);
	t->n += UINT64_C(1) << level;
}

void
merkle_add(struct merkle *t, struct digest *d, const unsigned char *leaf)
{
	add_node(t, d, leaf, 0);
}

/* Each pair of n nodes becomes one, in the place of the first ones. */
static void
join_pairs(struct digest *d, unsigned char *nodes, size_t n)
{
	static const unsigned char head = 1;
	struct digest_message m[MERKLE_MANY / 2];

	for (size_t i = 0; i < n / 2; i++)
		m[i] = (struct digest_message){ &head, nodes + 2 * i * DIGEST_SIZE, 1,
			2 * DIGEST_SIZE, nodes + i * DIGEST_SIZE };
	digest_many(d, m, n / 2);
}

/* The largest full subtree that n leaves have at this place, within bounds. */
static unsigned
level_at(uint64_t at, uint64_t n)
{
	unsigned level = 63 - (unsigned)__builtin_clzll(n);

	if (at > 0 && level > (unsigned)__builtin_ctzll(at))
		level = (unsigned)__builtin_ctzll(at);
	return level < MERKLE_MANY_LOG ? level : MERKLE_MANY_LOG;
}

void
merkle_add_many(struct merkle *t, struct digest *d, unsigned char *leaves, uint64_t n)
{
	while (n > 0) {
		unsigned level = level_at(t->n, n);
		size_t size = (size_t)1 << level;

		for (size_t left = size; left > 1; left /= 2)
			join_pairs(d, leaves, left);
		add_node(t, d, leaves, level);
		leaves += size * DIGEST_SIZE;
		n -= size;
	}
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
