/* archive_hash - hashes of records, of commits and of segments. */
#include <string.h>

#include "archive.h"
#include "archive_hash.h"
#include "archive_salts.h"
#include "buf.h"
#include "rec.h"

static const char seal_head[] = ",\"hash\":\"", seal_end[] = "\"}";

void
tree_init(struct tree *t, enum digest_kind kind)
{
	*t = (struct tree){ .d = digest_new_kind(kind) };
}

void
tree_clear(struct tree *t)
{
	digest_free(t->d);
	t->d = NULL;
}

void
tree_reset(struct tree *t)
{
	t->m.n = 0;
}

void
tree_leaf(struct digest *d, const unsigned char *salt, const void *rec, size_t n,
    struct hash *leaf)
{
	unsigned char head[1 + SALT_SIZE] = { 0 };	/* 0: a leaf, not a node */

	memcpy(head + 1, salt, SALT_SIZE);
	digest_pair(d, head, sizeof head, rec, n, leaf->b);
}

void
tree_add(struct tree *t, const struct hash *leaf)
{
	merkle_add(&t->m, t->d, leaf->b);
}

void
tree_root(struct tree *t, struct hash *root)
{
	merkle_root(&t->m, t->d, root->b);
}

/* The leaf of record i; zeros when it is not known. */
static void
leaf_of(struct tree *t, struct salts *s, const char *p, size_t n, struct hash *leaf)
{
	const unsigned char *salt = salts_at(s, t->m.n);
	const struct redacted *r;

	if (salt) {
		tree_leaf(t->d, salt, p, n, leaf);
		return;
	}
	r = salts_redacted(s, t->m.n);
	*leaf = r ? r->leaf : (struct hash){ .b = { 0 } };
}

uint64_t
tree_add_lines(struct tree *t, struct salts *s, const char *p, size_t n,
    struct digest *d)
{
	const char *end = p + n, *nl;
	uint64_t count = 0;
	struct hash leaf;

	for (; p < end && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL; p = nl + 1) {
		leaf_of(t, s, p, (size_t)(nl - p), &leaf);
		tree_add(t, &leaf);
		if (d)
			digest_add(d, leaf.b, sizeof leaf.b);
		count++;
	}
	return count;
}

void
hash_put(struct buf *b, const char *name, const struct hash *h)
{
	char hex[DIGEST_HEX];

	digest_hex(h->b, sizeof h->b, hex);
	buf_fmt(b, ",\"%s\":\"%s\"", name, hex);
}

bool
hash_get(struct rec *r, const char *name, struct hash *h)
{
	const char *s;
	size_t n;

	return rec_str(r, name, &s, &n) && n == 2 * sizeof h->b &&
	    digest_unhex(s, sizeof h->b, h->b);
}

bool
hash_same(const struct hash *a, const struct hash *b)
{
	return memcmp(a->b, b->b, sizeof a->b) == 0;
}

void
hash_seal(struct buf *line, size_t from, struct digest *d, struct hash *h)
{
	digest_add(d, line->p + from, line->n - from);
	digest_end(d, h->b);
	hash_put(line, "hash", h);
	buf_str(line, "}\n");
}

bool
hash_sealed(const char *line, size_t n, struct digest *d, struct hash *h)
{
	struct hash said, real;
	const char *seal = n > SEAL_SIZE ? line + n - SEAL_SIZE : line;
	bool form = n > SEAL_SIZE && memcmp(seal, seal_head, 9) == 0 &&
	    memcmp(line + n - 2, seal_end, 2) == 0 &&
	    digest_unhex(seal + 9, sizeof said.b, said.b);

	if (form)
		digest_add(d, line, n - SEAL_SIZE);
	digest_end(d, real.b);	/* also when it is of no use: d is empty afterwards */
	if (!form || !hash_same(&said, &real))
		return false;
	*h = real;
	return true;
}
