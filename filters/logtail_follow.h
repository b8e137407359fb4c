/*
 * logtail_follow.h - what is followed, between logtail_follow.c, which waits for news,
 * and logtail_track.c, which knows the files; nobody else includes it.
 */
#ifndef FILTERS_LOGTAIL_FOLLOW_H
#define FILTERS_LOGTAIL_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "logtail.h"
#include "loop.h"

struct follow {
	struct tail *t;
	struct loop *loop;
	struct watch *watch;
	struct paths *paths;
	struct gens old;	/* rotated away, maybe still written */
	size_t nold;
	struct gens todo;	/* there may be something to read */
	size_t ntodo;
	struct table by_ino;	/* both, and the live files */
	size_t inputs;		/* streams that have not ended */
	struct gens holding;	/* whose last entry may go on */
	struct loop_event *again, *expiry;
	struct listen **listen;
	size_t nlisten;
	unsigned seconds;
	bool may_be_silent;	/* a source has a max_age */
};

/* logtail_follow.c: a stream is waited for, or read to its end at once. */
void follow_input(struct follow *, struct source *);

/* logtail_track.c: there may be something to read in that file; or all was read. */
void track_dirty(struct follow *, struct gen *);
void track_clean(struct follow *, struct gen *);

/* The file that is followed and has that inode; NULL: none. */
struct gen *track_find(const struct follow *, uint64_t dev, uint64_t ino);

/* An entry waits for its next line, which may never come. */
void track_hold(struct follow *, struct gen *);

/* Is it kept anywhere how far all was read? */
bool track_remembers(const struct follow *);

/*
 * No longer follow it, which is freed; NULL: does nothing.  why: for its account in the
 * ledger; NULL: it gives none.
 */
void track_drop(struct follow *, struct gen *, const char *why);

/*
 * The same of one that was rotated away, after what it has.  final: nobody writes into it
 * any more, so a last line needs no end.
 */
void track_leave_old(struct follow *, struct gen *, bool final);

/* The first of the rotated ones, which becomes the last: for nold times all are met. */
struct gen *track_next_old(struct follow *);

/* One that is followed already has bytes that were not read. */
void track_read(struct follow *, struct gen *);

rotate_fn track_rotated;	/* one that was rotated away before we looked */

/* The bytes of a file were cut off: what is there now is a new generation. */
void track_truncated(struct follow *, struct gen *);

/* Let go of what was rotated away and gets nothing any more. */
void track_expire(struct follow *);

/* The path leads to another file: the old one first, before its first line. */
void track_set_aside(struct follow *, struct source *);

/* Follow what the path leads to now. */
void track_open(struct follow *, struct source *);

#endif
