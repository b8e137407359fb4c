/*
 * merkle.h - trees of hashes, as RFC 6962 defines them.
 *
 * A leaf is the hash of a byte 0 and its content, a node that of a byte 1 and its two
 * children; of n leaves, the left part has the greatest power of two that is less than n.
 */
#ifndef LIB_MERKLE_H
#define LIB_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "digest.h"

enum { MERKLE_DEPTH = 64 };

/* A tree of which only the edge is kept: zero it to begin. */
struct merkle {
	uint64_t n;		/* leaves so far */
	unsigned char edge[MERKLE_DEPTH][DIGEST_SIZE];	/* full subtrees, largest first */
};

void merkle_leaf(struct digest *, const void *, size_t n, unsigned char *leaf);
void merkle_add(struct merkle *, struct digest *, const unsigned char *leaf);

/* The same of n leaves one after the other, in less time; they are lost by that. */
void merkle_add_many(struct merkle *, struct digest *, unsigned char *leaves, uint64_t n);
void merkle_root(const struct merkle *, struct digest *, unsigned char *root);

/*
 * The path of leaf i < n to the root: the nodes beside its way, the lowest first; how
 * many.  leaves are n hashes one after the other.
 */
size_t merkle_path(struct digest *, const unsigned char *leaves, uint64_t n, uint64_t i,
    unsigned char path[MERKLE_DEPTH][DIGEST_SIZE]);

/* The root that a path leads to; false when it is not as long as that path must be. */
bool merkle_climb(struct digest *, const unsigned char *leaf, uint64_t i, uint64_t n,
    const unsigned char *path, size_t npath, unsigned char *root);

#endif
