/*
 * logtail_follow.h - what is followed: the paths and patterns, the files that they lead
 * to, what inotify says of both, and the loop in which that is waited for.
 */
#ifndef FILTERS_LOGTAIL_FOLLOW_H
#define FILTERS_LOGTAIL_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "logtail.h"
#include "loop.h"
#include "table.h"

struct listen;
struct paths;
struct watch;

/* logtail_paths.c: the paths that are followed. */
struct source {
	const struct spec *spec;
	char *path, *dir;
	const char *base;	/* the name in dir */
	bool is_stdin;
	struct gen *live;	/* NULL while there is nothing */
	int dir_wd;	/* the watch of dir, or of the next one above that exists */
	bool above;
	bool check;		/* the path may lead elsewhere now: it is in a queue */
	bool anew;		/* a file beside it turned out to be another one */
	bool said;		/* that it is not there */
	int64_t size_said;	/* in the last size record; -1: in none */
	struct loop_event *input;	/* of a stream */
	struct follow *follow;
	TAILQ_ENTRY(source) next, todo;
	struct table_link by_path, by_name;
};

TAILQ_HEAD(source_list, source);

struct paths *paths_new(struct watch *, void (*start)(void *, struct source *), void *);
void paths_free(struct paths *);
void paths_add(struct paths *, const struct spec *, const char *path_or_pattern);
struct source *paths_find(const struct paths *, const char *path);	/* or NULL */
struct source *paths_first(const struct paths *);
bool paths_only_inputs(const struct paths *);	/* is stdin all there is? */
void paths_watch(struct paths *, struct source *);	/* its directory */
/*
 * The path may lead elsewhere: that one, all, the next ones of them so that so many times
 * are enough for all, those that lead nowhere yet.
 */
void paths_check(struct paths *, struct source *);
void paths_check_all(struct paths *);
void paths_check_share(struct paths *, size_t shares);
void paths_check_waiting(struct paths *);
/* What inotify says of a directory: a name in it, or that it is gone itself. */
void paths_told(struct paths *, int wd, const char *name, bool gone);
struct source *paths_next(struct paths *);	/* to be looked at; NULL: none */
bool paths_any(const struct paths *);

/*
 * logtail_places.c: for new files of patterns, where a directory has changed, or anyway.
 */
void paths_look_again(struct paths *, bool anyway);

/* logtail_watch.c: what inotify says. */
struct watch_calls {
	/* it grew; moved: it was renamed, unlinked ... */
	void (*gen)(void *arg, struct gen *, bool moved);
	/* a name there came or went; gone: the directory itself */
	void (*dir)(void *arg, int wd, const char *name, bool gone);
	void (*all)(void *arg);		/* it is not known what happened */
};

struct watch *watch_new(void);
void watch_free(struct watch *);
int watch_fd(const struct watch *);	/* readable when there is news; -1: never */
bool watch_poor(const struct watch *);	/* look every second: not all could be watched */
void watch_gen(struct watch *, struct gen *);
void watch_forget(struct watch *, struct gen *);
int watch_dir(struct watch *, const char *dir);	/* -1 and errno when it is not there */
void watch_read(struct watch *, const struct watch_calls *, void *arg);

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

/*
 * If a file beside that path, NULL: of none, turned out to be another one, look at all of
 * them again.
 */
void track_look_again(struct follow *, struct source *);

/* The bytes of a file were cut off: what is there now is a new generation. */
void track_truncated(struct follow *, struct gen *);

/* Let go of what was rotated away and gets nothing any more. */
void track_expire(struct follow *);

/* The path leads to another file: the old one first, before its first line. */
void track_set_aside(struct follow *, struct source *);

/* Follow what the path leads to now. */
void track_open(struct follow *, struct source *);

#endif
