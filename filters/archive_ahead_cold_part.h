/* archive_ahead_cold_part.h - what the threads for cold files and their reader share. */
#ifndef FILTERS_ARCHIVE_AHEAD_COLD_PART_H
#define FILTERS_ARCHIVE_AHEAD_COLD_PART_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_ahead_cold.h"
#include "archive_cold.h"
#include "archive_reader.h"
#include "buf.h"

/* In this order. */
enum state { SLOT_FREE, SLOT_WAITS, SLOT_RUNS, SLOT_OPEN, SLOT_DONE };

/* Records that stand in a row: where their text and the lines found in it begin. */
struct part {
	struct cold_run run;
	size_t text, hits;
};

/* What is handed over at once. */
struct piece {
	struct buf text;
	struct hits hits;	/* of each part, from where it begins */
	struct part *parts;
	size_t nparts, cap;
	size_t next;		/* that the reader has not had */
};

/* One file. */
struct slot {
	enum state state;
	bool drop;		/* nobody waits for it any more */
	bool failed;		/* it cannot be opened: who reads it says why */
	struct reader r;	/* of it alone */
	struct piece *pieces;	/* a ring: what is made, and not yet read */
	size_t first, n;
	struct piece made;	/* the next one */
	size_t columns;		/* bytes of them, of those that all may have */
	struct buf report;
	uint64_t counted, looked, passed;
	unsigned damaged;
};

struct thread {
	pthread_t id;
	struct ahead_cold *ahead;
	unsigned number;
};

struct ahead_cold {
	ahead_fn *fn;
	void *arg;
	bool counts;
	ahead_cold_fn *job;	/* instead; or NULL */
	void *job_arg;
	unsigned most, nthreads;	/* wanted; begun */
	struct thread *threads;
	struct slot *slots;	/* a ring; in the order of the files */
	size_t nslots, first, used;
	size_t npieces;		/* of each */
	uint64_t last;		/* the file that was begun last */
	struct piece taken;	/* what the reader has */
	struct hits hits;	/* of it: of one part */
	size_t columns;		/* bytes of all files but for the first */
	/* of the states, what the slots hold, the columns, and quit */
	pthread_mutex_t lock;
	pthread_cond_t change;
	atomic_bool quit;	/* looked at without the lock, too */
};

/* archive_ahead_cold_work.c: a thread, until a->quit; arg is its struct thread. */
void *ahead_cold_thread(void *arg);

void ahead_cold_swap(struct piece *, struct piece *);

#endif
