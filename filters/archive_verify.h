/* archive_verify.h - what the parts of archive verify share. */
#ifndef FILTERS_ARCHIVE_VERIFY_H
#define FILTERS_ARCHIVE_VERIFY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "archive_hash.h"
#include "archive_manifest.h"
#include "archive_note.h"
#include "archive_pace.h"
#include "archive_reader.h"
#include "archive_salts.h"
#include "archive_told.h"
#include "buf.h"
#include "merkle.h"

struct sign_key;

/* How far it is. */
struct checked {
	uint64_t segments, records, bytes, findings;
	uint64_t redacted, gone;	/* records without content, in expired segments */
	uint64_t passed;	/* segments before --since */
	uint64_t next;		/* number that the next record must have; 0: not known */
	bool chained;		/* prev is known */
	struct hash prev;	/* of the segment before */
};

struct verify {
	struct reader r;
	struct checked at;
	struct told told;	/* by the manifest */
	bool has_told;
	off_t told_size;	/* of the manifest, when it was read */
	bool changing;		/* somebody changed what is sealed then */
	char id[ARCHIVE_ID_SIZE];
	uint64_t told_last;	/* the greatest segment with a seal line */
	struct digest *d;	/* of the tree over segments */
	struct merkle trunk;
	struct hash root;	/* of trunk, in the end */
	size_t checked;		/* checkpoints of told */
	const char *note;	/* --checkpoint: its file, or NULL */
	struct note checkpoint;
	int64_t since;		/* --since: records before are not looked into */
	uint64_t seen;		/* the last segment that was sealed, expired ones too */
	enum digest_kind kind;	/* of tree and salts */
	struct tree tree;
	struct salts salts;
	struct buf text, again;
	struct pace pace;
	struct buf *said;	/* findings go there, a line each; NULL: they are said */
	struct verify *threads;	/* what each works with; NULL: there are none */
	unsigned nthreads;
	struct buf report;
};

/* Something is wrong with the file v->r.path: one line, counted. */
void verify_bad(struct verify *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Does a segment follow what came before?  Tree and salts for hashes of that kind. */
void verify_chain(struct verify *, uint64_t first, const struct hash *prev);
void verify_digest(struct verify *, enum digest_kind);

/* archive_verify_sealed.c: the segment in v->r.file, sealed. */
void verify_sealed(struct verify *);

/* The records of it that were redacted, against the orders in the manifest. */
void verify_redacted(struct verify *, const struct segment *);

/* Older than --since: the chain goes through its index, its records are not read. */
bool verify_pass_by(struct verify *);
void verify_gone(struct verify *);	/* expired, in the tombstone of v->r.cover */

/* archive_verify_tail.c: the open segment; busy: somebody wrote when it was read. */
void verify_tail(struct verify *, bool busy);

/* Does anything follow it?  It may be sealed by now: then it is as before, once more. */
bool verify_after_tail(struct verify *, const struct checked *before);

/* Does another process write just now?  The same of the lock of that name. */
bool verify_written_to(const struct verify *);
bool verify_locked(const struct verify *, const char *name);

/* archive_verify_cold.c: the segments from v->r.number on that are in a cold file. */
void verify_cold(struct verify *);

/* Threads check cold files, too: after reader_threads(), and what the manifest tells. */
void verify_cold_threads(struct verify *, unsigned threads);
void verify_cold_end(struct verify *);		/* after reader_threads_end() */

/* archive_verify_told.c: what is outside of the segments tells of them. */

/* Read the manifest, and --checkpoint, which key must have signed. */
void verify_read_told(struct verify *);

/* Read it again when lines were added since then: true when there are. */
bool verify_told_anew(struct verify *);
void verify_read_note(struct verify *, const char *path, const struct sign_key *);

/* The same of a segment, sealed or expired; each in order. */
void verify_told(struct verify *, const struct segment *, bool expired);
void verify_told_end(struct verify *);	/* there are no more */

/* A line of the manifest: who looked, when and why, and what was found. */
struct deed;
void verify_tell(const struct verify *, const struct deed *);

#endif
