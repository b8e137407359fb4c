/*
 * archive_disk.h - what the writer does to its files: one thing after the other, where it
 * asked for that in a thread, so that records are taken while the disk works.
 *
 * A job is a commit, a segment that is sealed, or a new tail.  They are done in the order
 * in which they come; after one that failed, which is said, none is.  The records of
 * commits are packed beside that, by a second thread, which also writes the file of the
 * segment and the next tail under other names.
 */
#ifndef FILTERS_ARCHIVE_DISK_H
#define FILTERS_ARCHIVE_DISK_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "archive_manifest.h"
#include "archive_segment.h"
#include "buf.h"

struct pack;
struct sieve;

enum { DISK_JOBS = 3 };		/* that wait or are done at a time */

enum disk_kind {
	DISK_COMMIT,	/* line and text: of a commit, and its records */
	DISK_SEAL,	/* line: what the index begins with; text: as below */
	DISK_TAIL,	/* text: what the tail begins with */
};

struct disk_job {
	enum disk_kind kind;
	struct buf line, text;
	/* DISK_SEAL, by the packer: names of the files that wait to get their own */
	struct buf file, next;
	bool unready;		/* that failed, which was said */
	uint64_t before;	/* DISK_COMMIT: number of the last record before it */
	uint64_t tail;		/* else: number of the segment that the tail is of */
	struct segment sealed;	/* DISK_SEAL */
};

struct disk {
	const char *dir;
	struct manifest_head head;
	bool untold;		/* the manifest lacks a line */
	bool threaded;
	bool quit;
	int fd;			/* of the tail */
	off_t good;		/* bytes of the tail that are in whole commits */
	struct buf path;
	struct pack *pack;
	struct buf packed;	/* the records of the tail, a frame that has no end yet */
	struct sieve *sieve;	/* what identifiers and words they have */
	struct disk_job jobs[DISK_JOBS];	/* job i is at i % DISK_JOBS */
	uint64_t given, done, ready;	/* jobs so far; ready: what is to pack was */
	uint64_t bad;		/* the one that failed; 0: none */
	pthread_t writer, packer;
	pthread_mutex_t lock;	/* of given, done, ready, bad and quit */
	pthread_cond_t changed;	/* any of them */
};

void disk_init(struct disk *, const char *dir);

/*
 * Go on with a tail that is there, and which holds text in its commits; makes it durable.
 * Ends the program when that cannot be done.
 */
void disk_open(struct disk *, uint64_t tail);
void disk_feed(struct disk *, const char *text, size_t n);

/* From now on jobs are done in threads, if there can be some. */
void disk_start(struct disk *);

/*
 * Do the job: its texts are taken, empty ones are in their place.  Its number, from 1.
 * Without a thread it was done, or failed, when that returns.
 */
uint64_t disk_do(struct disk *, struct disk_job *);

/* The same of a job that the caller will wait for: nothing is gained by a thread. */
uint64_t disk_do_now(struct disk *, struct disk_job *);

bool disk_did(struct disk *, uint64_t job);	/* or one failed; does not wait */
int disk_wait(struct disk *, uint64_t job);	/* 0; -1: it failed, or one before it */

/*
 * Waits for all jobs; of a tail with records (0: it has none) a plain copy is written.
 * 0, or -1 when that or something else failed, which was said.
 */
int disk_close(struct disk *, uint64_t tail, enum digest_kind);

/* archive_disk_job.c: what is done for a job. */

void disk_pack(struct disk *, struct disk_job *);	/* before the rest */
bool disk_work(struct disk *, struct disk_job *);	/* the rest; false: it failed */
void disk_swap(struct buf *, struct buf *);

#endif
