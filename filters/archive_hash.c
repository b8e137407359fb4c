/* archive_hash - hashes of records, of commits and of segments. */
#include <string.h>

#include "archive.h"
#include "archive_hash.h"
#include "archive_salts.h"
#include "buf.h"
#include "rec.h"

enum { TREE_MANY = 64 };	/* records that are hashed at a time */

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
tree_root(struct tree *t, struct hash *root)
{
	merkle_root(&t->m, t->d, root->b);
}

/* Records whose leaves are to come, one beside the other. */
struct leaves {
	struct hash leaf[TREE_MANY];
	unsigned char heads[TREE_MANY][1 + SALT_SIZE];	/* 0: a leaf, not a node */
	struct digest_message m[TREE_MANY];
	size_t n, nm;
};

/* A record, i of the segment; zeros where its leaf is not known. */
static void
add_record(struct leaves *l, struct salts *s, uint64_t i, const char *p, size_t n)
{
	const unsigned char *salt = salts_at(s, i);
	struct hash *leaf = &l->leaf[l->n];
	unsigned char *head = l->heads[l->n++];
	const struct redacted *r;

	if (salt) {
		head[0] = 0;
		memcpy(head + 1, salt, SALT_SIZE);
		l->m[l->nm++] = (struct digest_message){ head, p, 1 + SALT_SIZE, n,
			leaf->b };
		return;
	}
	r = salts_redacted(s, i);
	*leaf = r ? r->leaf : (struct hash){ .b = { 0 } };
}

static void
add_leaves(struct tree *t, struct leaves *l, struct digest *d)
{
	digest_many(t->d, l->m, l->nm);
	if (d)
		digest_add(d, l->leaf, l->n * sizeof *l->leaf);
	merkle_add_many(&t->m, t->d, l->leaf->b, l->n);
	l->n = l->nm = 0;
}

uint64_t
tree_add_lines(struct tree *t, struct salts *s, const char *p, size_t n,
    struct digest *d)
{
	const char *end = p + n, *nl;
	uint64_t before = t->m.n;
	struct leaves l;

	l.n = l.nm = 0;
	for (; p < end && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL; p = nl + 1) {
		add_record(&l, s, t->m.n + l.n, p, (size_t)(nl - p));
		if (l.n == TREE_MANY)
			add_leaves(t, &l, d);
	}
	add_leaves(t, &l, d);
	return t->m.n - before;
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
