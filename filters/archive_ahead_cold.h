/*
 * archive_ahead_cold.h - the next cold files are unpacked and searched by threads.
 *
 * A thread takes a file at a time; what it makes of it waits in order until the reader
 * comes to it.  What comes out is the same with any number of threads.
 */
#ifndef FILTERS_ARCHIVE_AHEAD_COLD_H
#define FILTERS_ARCHIVE_AHEAD_COLD_H

#include <stdbool.h>
#include <stdint.h>

#include "archive_ahead.h"

struct ahead_cold;
struct block;
struct buf;
struct cold;
struct cold_run;

enum {
	AHEAD_COLD_TEXT_MAX = 40 << 20,	/* bytes of records that wait, of all files */
	/* and of columns that are unpacked, but for the file that is read */
	AHEAD_COLD_COLUMNS_MAX = 24 << 20,
};

/*
 * The threads begin with the first file behind which there is another one.  To fn they
 * have the numbers from threads on: those before are of struct ahead.  counts: of what fn
 * finds, only how many is needed.  NULL for fewer than two threads.
 */
struct ahead_cold *ahead_cold_new(unsigned threads, ahead_fn *fn, void *arg, bool counts);
void ahead_cold_free(struct ahead_cold *);	/* waits; does nothing on NULL */

/*
 * The cold file that r->cover tells of is read by a thread: what its columns told is
 * counted in r.  False: it is not, do it (and say what is wrong with it).
 */
bool ahead_cold_take(struct ahead_cold *, struct reader *r);

/*
 * Instead of all that, a thread (from 0) does with a file what that says, and what it
 * appends to the buf is the report of it; after the first is set, before any is taken.
 * The file is open, and its columns have room.
 */
typedef void ahead_cold_fn(void *arg, unsigned thread, struct cold *, struct buf *report);
void ahead_cold_job(struct ahead_cold *, ahead_cold_fn *, void *arg);

/* The report of the file that was taken. */
void ahead_cold_report(struct ahead_cold *, struct reader *r, struct buf *report);

/*
 * As cold_run() of that file: what it says, and the block, until the next call.  After
 * the last one r->sure and r->looked have what was counted, and r->cold.damaged how many
 * columns are damaged.
 */
bool ahead_cold_run(struct ahead_cold *, struct reader *r, struct cold_run *,
    struct block *);

#endif
