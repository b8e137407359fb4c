/*
 * archive_manifest.h - the manifest: what the archive is, and all that was done to it.
 *
 * A file of chained lines (see archive_chain.h).  The first is its header; those that
 * follow tell of each segment that was sealed, and of each compaction, expiry, redaction,
 * export: who, when, why.
 */
#ifndef FILTERS_ARCHIVE_MANIFEST_H
#define FILTERS_ARCHIVE_MANIFEST_H

#include <stdbool.h>
#include <stdint.h>

#include "archive_chain.h"
#include "archive_hash.h"
#include "buf.h"

struct deed;
struct rec;
struct segment;

enum { ARCHIVE_ID_SIZE = 17 };

#define MANIFEST_NAME "manifest"
#define MANIFEST_MIN_KEEP "6month"	/* the default of --min-keep */

struct manifest_head {
	struct buf line;	/* as it stands, without newline */
	struct rec *rec;	/* its members: id, digest, min_keep, classes, key, ... */
	char id[ARCHIVE_ID_SIZE];
	enum digest_kind digest;
	struct hash hash;
};

/* What the header of a new archive says. */
struct manifest_new {
	enum digest_kind digest;
	const char *min_keep;	/* "6month" */
	const char *classes;	/* a JSON array; NULL: none */
	const char *key;	/* the public key that signs, as text; NULL: none */
};

/* Make the manifest, durably: 0, or -1 and errno; EEXIST: there is one. */
int manifest_make(const char *dir, const struct manifest_new *, const struct deed *);

/* Read the header: 0, or -1 and errno; EBADMSG: it is damaged. */
int manifest_head(const char *dir, struct manifest_head *);
void manifest_head_clear(struct manifest_head *);

/* Read on, from the header, which is the first line that chain_next() gives. */
int manifest_open(struct chain *, const char *dir, const struct manifest_head *);

/* {"type":"TYPE","time":...,"by":...[,"why":...] into b, which it replaces. */
void manifest_line(struct buf *b, const char *type, const struct deed *);

/* Add such a line, with what members the caller put behind it; as chain_add(). */
int manifest_add(const char *dir, const struct manifest_head *, struct buf *b, bool sync);

/* The line that tells that a segment was sealed; it is not synced. */
int manifest_seal(const char *dir, const struct manifest_head *, const struct segment *);

/* The greatest segment that a seal line tells of, 0: none; -1 and errno. */
int manifest_sealed(const char *dir, const struct manifest_head *, uint64_t *last);

#endif
