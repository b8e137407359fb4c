/* archive_trunk.h - the tree over the hashes of all sealed segments. */
#ifndef FILTERS_ARCHIVE_TRUNK_H
#define FILTERS_ARCHIVE_TRUNK_H

#include <stddef.h>
#include <stdint.h>

#include "archive_hash.h"

struct manifest_head;
struct note;

struct trunk {
	struct hash *leaves;	/* of segments 1 to n */
	uint64_t *firsts;	/* numbers of their first records */
	uint64_t next;		/* of the first record after them */
	size_t n, cap, cap_firsts;
};

/*
 * Read the segment lines of all that is sealed, expired or not.  Ends the program when
 * one is missing or damaged.
 */
void trunk_load(struct trunk *, const char *dir, enum digest_kind);
void trunk_clear(struct trunk *);

/* The segment that holds a record; 0: none of them. */
uint64_t trunk_find(const struct trunk *, uint64_t record);

/* The root over the first n. */
void trunk_root(const struct trunk *, size_t n, struct digest *, struct hash *root);

/* A checkpoint of all of them. */
void trunk_note(const struct trunk *, const struct manifest_head *, struct note *);

#endif
