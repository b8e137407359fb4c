/* archive_hash.h - hashes of records, of lines and of segments. */
#ifndef FILTERS_ARCHIVE_HASH_H
#define FILTERS_ARCHIVE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "digest.h"
#include "merkle.h"

struct buf;
struct rec;
struct salts;

struct hash {
	unsigned char b[DIGEST_SIZE];
};

/* The Merkle tree of RFC 6962 over records in order, of which only the edge is kept. */
struct tree {
	struct digest *d;
	struct merkle m;	/* m.n: records so far */
};

void tree_init(struct tree *, enum digest_kind);
void tree_clear(struct tree *);
void tree_reset(struct tree *);		/* no records */
/* The leaf of a record: the hash of a byte 0, its salt, its bytes. */
void tree_leaf(struct digest *, const unsigned char *salt, const void *rec, size_t n,
    struct hash *leaf);
void tree_root(struct tree *, struct hash *root);

/*
 * The leaf of each line of n bytes (all end in a newline) into tree and d (which may be
 * NULL); how many.  A redacted record has the leaf that the salts keep.
 */
uint64_t tree_add_lines(struct tree *, struct salts *, const char *p, size_t n,
    struct digest *d);

/*
 * Lines that carry their own hash: ,"hash":"HEX"} at their end, over what d was given
 * before and the text of the line before that member.
 */
enum { SEAL_SIZE = 9 + 2 * DIGEST_SIZE + 2 };

/* Adds it and a newline. */
void hash_seal(struct buf *line, size_t from, struct digest *d, struct hash *);

/* Is it right? */
bool hash_sealed(const char *line, size_t n, struct digest *d, struct hash *);

/* ,"name":"HEX" */
void hash_put(struct buf *, const char *name, const struct hash *);
bool hash_get(struct rec *, const char *name, struct hash *);
bool hash_same(const struct hash *, const struct hash *);

#endif
