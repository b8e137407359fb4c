/* archive_reader.h - all records in order. */
#ifndef FILTERS_ARCHIVE_READER_H
#define FILTERS_ARCHIVE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_covers.h"
#include "archive_hash.h"
#include "archive_segment.h"
#include "archive_tail.h"
#include "buf.h"

struct pack;
struct rec;

struct reader {
	const char *dir;
	int64_t since, until;	/* what is outside is not read; TS_NONE: no bound */
	uint64_t after;		/* records up to that number may be left out */
	bool follow;		/* the tail will grow: ask reader_next() again */
	uint64_t number, last;	/* the next segment; the last one seen */
	uint64_t before;	/* that many are missing before the first one */
	uint64_t next;		/* number of the next record, as far as known */
	uint64_t given;		/* records of it that were given while it was a tail */
	uint64_t damaged;	/* findings so far, each of them said */
	uint64_t read, skipped;	/* segments: unpacked; left out by their index */
	bool in_tail, end;
	bool waits;		/* the next segment is about to be there */
	bool chained;		/* hash is that of the segment before */
	struct hash hash;
	struct segment segment;
	struct cover cover;	/* of FOUND_GONE and FOUND_COLD */
	struct covers covers;
	struct tail tail;
	struct pack *pack;
	struct rec *rec;
	struct buf path, file, text;
};

struct block {
	uint64_t first;		/* number of its first record */
	const char *p;		/* whole lines; until the next reader_next() */
	size_t n;
};

/* Ends the program when it is no archive. */
void reader_open(struct reader *, const char *dir);
void reader_follow(struct reader *);	/* before the first reader_next() */

/* Go to the segment of the record after that number, as far as that can be told. */
void reader_seek(struct reader *, uint64_t after);

/* False: there is no more; while following, not yet, unless end is set. */
bool reader_next(struct reader *, struct block *);

/* What there is of segment r->number: loaded into r->file or r->tail, named r->path. */
enum found {
	FOUND_NONE,	/* nothing; past the last one, a tail should have been there */
	FOUND_SEALED,
	FOUND_TAIL,
	FOUND_GONE,	/* expired: r->cover tells which go with it */
	FOUND_COLD,	/* one of several in a file: r->cover; only its index is loaded */
	FOUND_SKIPPED,	/* sealed, and not of the times that are asked for */
	FOUND_END,	/* the segment before was the last */
	FOUND_BAD,	/* cannot be read: errno; EBADMSG: a tail with a damaged head */
};
enum found reader_find(struct reader *);

/* Is it sealed now, compacted and expired included? */
bool reader_sealed(struct reader *, uint64_t segment);
int reader_close(struct reader *, int status);	/* status, or EXIT_TROUBLE after damage */

#endif
