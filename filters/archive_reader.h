/* archive_reader.h - all records in order. */
#ifndef FILTERS_ARCHIVE_READER_H
#define FILTERS_ARCHIVE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_ahead.h"
#include "archive_cold.h"
#include "archive_covers.h"
#include "archive_hash.h"
#include "archive_segment.h"
#include "archive_tail.h"
#include "buf.h"

struct pace;
struct pack;
struct rec;
struct sieve;

/* What there is of a segment. */
enum found {
	FOUND_NONE,	/* nothing; past the last one, a tail should have been there */
	FOUND_SEALED,
	FOUND_TAIL,
	FOUND_GONE,	/* expired: r->cover tells which go with it */
	FOUND_COLD,	/* one of several in a file: r->cover; only its index is loaded */
	FOUND_SKIPPED,	/* sealed, and not of the times that are asked for */
	FOUND_SIFTED,	/* sealed, and no record has what is looked for, by its filter */
	FOUND_END,	/* the segment before was the last */
	FOUND_BAD,	/* cannot be read: errno; EBADMSG: a tail with a damaged head */
};

struct reader {
	const char *dir;
	int64_t since, until;	/* what is outside is not read; TS_NONE: no bound */
	uint64_t after;		/* records up to that number may be left out */
	/* false: the segment with that line has nothing that is wanted; NULL: all have */
	bool (*wants)(const void *wants_arg, struct rec *segment_line);
	const void *wants_arg;
	/* true: the columns of a cold file told all that is wanted of it; or NULL */
	bool (*columns)(void *columns_arg, struct reader *);
	void *columns_arg;
	struct pace *pace;	/* of what is read; ends with reader_close(); or NULL */
	/* of cold files, only what that wants is needed; NULL: all */
	const struct cold_search *search;
	bool counts_hits;	/* of what the threads find, only how many is needed */
	/* sealed segments of which no line has that text are not read; NULL: all are */
	const struct column_needle *sift;
	bool counts_others;	/* of such a segment, how many lines it has is needed */
	bool proves;		/* unknown is to be set for each sealed segment */
	uint64_t stop;		/* read no segment past it; 0: no bound */
	bool follow;		/* the tail will grow: ask reader_next() again */
	uint64_t number, last;	/* the next segment; the last one seen */
	uint64_t before;	/* that many are missing before the first one */
	uint64_t next;		/* number of the next record, as far as known */
	uint64_t given;		/* records of it that were given while it was a tail */
	uint64_t damaged;	/* findings so far, each of them said */
	uint64_t gap;		/* archive_lost.c: the first record that is; 0: none */
	bool quiet;		/* nothing is said: it was before */
	struct buf bad;		/* the file that was said not to be readable last */
	uint64_t read, skipped;	/* segments: unpacked; left out by their index */
	uint64_t passed;	/* sealed segments that their filter ruled out */
	/* cold files whose columns told; that it has nothing; that by the filter alone */
	uint64_t told, without, sifted;
	/* lines that are counted, bytes of those that were looked at; not yet given */
	uint64_t sure, looked;
	uint64_t left_out;	/* records, by their columns, since the last one given */
	bool in_tail, end;
	bool waits;		/* the next segment is about to be there */
	bool chained;		/* hash is that of the segment before */
	struct hash hash;
	struct segment segment;
	struct cover cover;	/* of FOUND_GONE and FOUND_COLD */
	struct covers covers;
	struct cold cold;	/* the file that is read, while in_cold */
	struct buf cold_file;
	bool in_cold;
	uint64_t lost, nlost;	/* records of it that are lost, and not yet said */
	struct tail tail;
	struct pack *pack;
	struct rec *rec;
	struct buf path, file, text;
	/* threads that do the same before; NULL: none, or not yet */
	struct ahead *ahead;
	struct ahead_cold *ahead_cold;
	bool in_ahead;		/* the cold file that is read is one of theirs */
	unsigned threads;	/* of each of the two */
	ahead_fn *ahead_fn;
	void *ahead_arg;
	enum found found;	/* by them: what r->number is */
	bool unpacked;		/* the records are in text already */
	int unpack_rc;		/* of segment_text() */
	bool unknown;		/* its filter does not know all of them, or is damaged */
	struct buf filter;	/* as it was unpacked */
	struct sieve *sieve;	/* of what proves asks for; NULL: not needed yet */
};

struct block {
	uint64_t first;		/* number of its first record */
	const char *p;		/* whole lines; until the next reader_next() */
	size_t n;
	const struct hits *hits;	/* what threads found; NULL: look yourself */
	/* lines that are counted, bytes they were found in; then there is nothing else */
	uint64_t sure, looked;
	uint64_t left_out;	/* records before it that are not wanted were left out */
};

void reader_init(struct reader *);	/* one that is told where to read */

/* Ends the program when it is no archive. */
void reader_open(struct reader *, const char *dir);

/*
 * After its bounds are set, before the first reader_next(): threads go ahead of the
 * reader and do the same with each segment; fn may be NULL.  It may be called by twice as
 * many threads: some of segments, and others of cold files.
 */
void reader_threads(struct reader *, unsigned threads, ahead_fn *fn, void *arg);
void reader_threads_end(struct reader *);	/* none works any more */
void reader_follow(struct reader *);	/* before the first reader_next() */

/* archive_reader_find.c: what there is of a segment. */

/* Go to the segment of the record after that number, as far as that can be told. */
void reader_seek(struct reader *, uint64_t after);

/* False: there is no more; while following, not yet, unless end is set. */
bool reader_next(struct reader *, struct block *);

/*
 * archive_thaw.c: of the cold file at r->path, which has segment r->number: is there
 * anything that is asked for?  Then the next block of it; false: no more, or there is
 * none.  thaw_close() says what is lost, and goes on behind the file.
 */
bool thaw_open(struct reader *);
int thaw_index(struct reader *);	/* only open it: -1 with errno; 0: damaged */
void thaw_columns(struct reader *);	/* after that, unpack what is needed */
bool thaw_next(struct reader *, struct block *);
void thaw_close(struct reader *);

/* Does the segment lie wholly outside the times and numbers that are asked for? */
bool reader_outside(const struct reader *, const struct segment *);

/* Was that done by threads?  Then r->found says what it is.  They begin when needed. */
bool reader_in_advance(struct reader *);

/* What there is of segment r->number: loaded into r->file or r->tail, named r->path. */
enum found reader_find(struct reader *);

/* What is not as it should be, unless r->quiet. */
void reader_warn(const struct reader *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The records of the sealed segment in r->file into r->text, if they are not there. */
void reader_unpack(struct reader *);

/* Is it sealed now, compacted and expired included? */
bool reader_sealed(struct reader *, uint64_t segment);
int reader_close(struct reader *, int status);	/* status, or EXIT_TROUBLE after damage */

#endif
