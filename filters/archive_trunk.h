/* archive_trunk.h - the tree over the hashes of all sealed segments. */
#ifndef FILTERS_ARCHIVE_TRUNK_H
#define FILTERS_ARCHIVE_TRUNK_H

#include <stddef.h>
#include <stdint.h>

#include "archive_hash.h"
#include "archive_segment.h"

struct manifest_head;
struct note;

struct trunk {
	struct hash *leaves;	/* of segments 1 to n */
	size_t n, cap;
	struct segment found;	/* the one with the record, or its number is 0 */
};

/*
 * Read the segment lines of all that is sealed, expired or not; record: note which
 * segment holds it (0: none).  Ends the program when one is missing or damaged.
 */
void trunk_load(struct trunk *, const char *dir, enum digest_kind, uint64_t record);
void trunk_clear(struct trunk *);

/* The root over the first n. */
void trunk_root(const struct trunk *, size_t n, struct digest *, struct hash *root);

/* A checkpoint of all of them. */
void trunk_note(const struct trunk *, const struct manifest_head *, struct note *);

#endif
