/*
 * archive_proof.h - that a record is in an archive, as a text that needs nothing else.
 *
 *	sluice archive proof 1
 *	record NUMBER
 *	the record
 *	salt HEX
 *	path HEX ...		one line each: from its leaf to the root of its segment
 *	segment
 *	the segment line
 *	path HEX ...		from the hash of the segment to the root of the checkpoint
 *	checkpoint
 *	the checkpoint, to the end
 */
#ifndef FILTERS_ARCHIVE_PROOF_H
#define FILTERS_ARCHIVE_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_hash.h"
#include "archive_note.h"
#include "archive_salts.h"
#include "archive_segment.h"

struct buf;

struct proof_path {
	unsigned char v[MERKLE_DEPTH][DIGEST_SIZE];
	size_t n;
};

struct proof {
	uint64_t number;
	const char *record, *line, *note;	/* texts, not ours */
	size_t nrecord, nline, nnote;
	unsigned char salt[SALT_SIZE];
	struct proof_path in_segment, in_trunk;
	struct segment segment;		/* of line */
	struct note checkpoint;		/* of note */
};

void proof_print(const struct proof *, struct buf *);

/* Read it: NULL, or what is wrong with it.  It refers to the text. */
const char *proof_read(struct proof *, const char *p, size_t n);

/* Does it hold, but for the signature?  NULL, or what does not. */
const char *proof_check(const struct proof *);

#endif
