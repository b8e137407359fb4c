/* archive_store.h - the writer. */
#ifndef FILTERS_ARCHIVE_STORE_H
#define FILTERS_ARCHIVE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_disk.h"
#include "archive_hash.h"
#include "archive_salts.h"
#include "archive_segment.h"
#include "archive_sets.h"
#include "archive_sources.h"

struct range;

struct store {
	const char *dir;
	size_t seal_at;		/* bytes of records in a segment that is long enough */
	int lock;		/* of the lock file */
	struct disk disk;	/* what is done to the other files */
	struct disk_job job;	/* the commit to come; its text are the records */
	size_t hashed;		/* bytes of these whose leaves are in the tree */
	uint64_t commit;	/* number of the last job that was one; 0: none yet */
	struct segment now;	/* the segment that is being written */
	uint64_t next;		/* number of the next record */
	uint64_t commit_first;	/* of the first one not yet in a commit */
	struct hash last;	/* of the last commit, or the header */
	struct tree tree;
	struct salts salts;	/* of the segment */
	struct sets sets;
	struct digest *d;	/* of the commit to come */
	struct sources sources;
	struct buf path;	/* of store_open() */
	size_t tail;		/* bytes of the commits in the tail */
	bool again;		/* it is not the first tail of its segment */
};

/* A new tail; or go on with the one on disk, which the store describes. */
void store_start(struct store *);
void store_go_on(struct store *);

/* The number that the record gets; r is the record, read. */
uint64_t store_add(struct store *, struct rec *r, const char *rec, size_t n);

/* Bytes of records that no commit holds yet. */
size_t store_pending(const struct store *);

/*
 * Make durable what was added; what was added before is, when that returns 0.  now: what
 * is added is too.  -1: that failed, which was said: then add no more.
 */
int store_commit(struct store *, bool now);
bool store_safe(struct store *);	/* is the last commit durable, or did it fail? */
int store_wait(struct store *);		/* for that; -1: it failed */
bool store_full(const struct store *);	/* is the tail long enough to be sealed? */

/*
 * Seal the tail, if it has records; nothing may be pending.  If that fails, which is
 * said, the next commit and store_close() do.
 */
void store_seal(struct store *);

/* Writes the plain copy of the tail: 0, or -1 when that or else failed, which is said. */
int store_close(struct store *);

/* archive_recover.c: the writer begins. */

/*
 * Open for writing, made when it is not there; a torn end is set aside.  Ends the program
 * when that cannot be done, or when another process writes.
 */
void store_open(struct store *, const char *dir);

/* What all sealed segments say of the sources, for want of a tail; *last is the last. */
void recover_sources(const char *dir, const struct range *, struct sources *,
    struct segment *last);

#endif
