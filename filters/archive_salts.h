/*
 * archive_salts.h - the salts of the records of a segment.
 *
 * A record's hash is salted, so that who has the hash but not the salt cannot try what
 * the record may have been.  The salts come from a seed: groups of SALT_GROUP records,
 * the key of group g is H(seed, g as 8 bytes, the greatest first), the salts of its
 * records 2j and 2j + 1 are the two halves of H(key, j as one byte).  Where records are
 * redacted, the seed is replaced by the keys of the groups without one, and in the
 * other groups by the salts of the records that are left.
 */
#ifndef FILTERS_ARCHIVE_SALTS_H
#define FILTERS_ARCHIVE_SALTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_hash.h"

struct buf;
struct rec;

enum { SALT_SIZE = 16, SALT_GROUP = 256 };

/* A record that was redacted: its place in the segment, from 0, and its leaf. */
struct redacted {
	uint64_t i;
	struct hash leaf;
};

/* A group of which one was: its salts one after the other, zeros for those redacted. */
struct salts_open {
	uint64_t group;
	size_t n;
	unsigned char *salts;
};

struct salts {
	struct digest *d;
	bool whole;		/* seed is known, else the rest tells */
	struct hash seed;
	uint64_t group;		/* that two is of; UINT64_MAX: of none */
	struct hash key;	/* of the group that was looked at last */
	struct hash two[SALT_GROUP / 2];	/* two salts each */
	struct hash *keys;	/* of nkeys groups; zeros for open ones */
	size_t nkeys, nopen, nredacted;
	struct salts_open *open;
	struct redacted *redacted;	/* in order */
};

void salts_init(struct salts *, enum digest_kind);
void salts_clear(struct salts *);
void salts_new(struct salts *);		/* a new seed, by chance */
void salts_seed(struct salts *, const struct hash *seed);

/* The salt of record i of the segment; NULL when it was redacted. */
const unsigned char *salts_at(struct salts *, uint64_t i);

/* The record i if it was redacted, or NULL. */
const struct redacted *salts_redacted(const struct salts *, uint64_t i);

/* Take out n records, in order, none of which was redacted; of a segment with count. */
void salts_puncture(struct salts *, uint64_t count, const struct redacted *, size_t n);

void salts_forget(struct salts *);	/* nothing is known of the records */

/* The group, if it is one of which not all salts are there; or NULL. */
const struct salts_open *salts_opened(const struct salts *, uint64_t group);

/* As many salts as the group has records, of a segment of count. */
size_t salts_group(uint64_t group, uint64_t count);

/* --- archive_salts_line.c ----------------------------------------------------------- */

/* Does that line of the index tell of redacted records? */
bool salts_punctured(const char *line, size_t n);

/* The line of the index, with its newline. */
void salts_print(const struct salts *, struct buf *);

/*
 * Read that line (n bytes without newline; rec is for it) of a segment of count records:
 * false when it is not exactly as it would be printed.
 */
bool salts_read(struct salts *, struct rec *, const char *line, size_t n, uint64_t count);

#endif
