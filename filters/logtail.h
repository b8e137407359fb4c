/* logtail.h - what the files of logtail share. */
#ifndef FILTERS_LOGTAIL_H
#define FILTERS_LOGTAIL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "buf.h"
#include "digest.h"
#include "out.h"
#include "stamp.h"

struct follow;
struct stat;
struct zone;

enum {
	BLOCK = 256 << 10,	/* read at once */
	/* bytes of a line that are looked at; a longer one is cut */
	LINE_LIMIT = 1 << 20,
	RECORD_LIMIT = (1 << 20) - 1,	/* longest record, which every program reads */
	CONTEXT = 64,	/* bytes before the place of reading that must not have changed */
	EDGE = 1024,	/* of the head, and before the offset: what identity is made of */
	FID_MAX = 33,		/* room for a fid and its NUL */
	RENEW = 1 << 20,	/* input after which the source record is renewed */
	TURN = 8,		/* blocks of one file before the others have their turn */
	MARKS_MAX = 1 << 20,	/* positions taken from an archive */
	SIBLINGS_MAX = 4096,	/* rotated files of one path that are looked at */
};

struct opts {
	bool follow;
	const char *system, *kind, *host, *zone, *resume;
	int64_t last;		/* -n: lines to begin with; -1: all */
	int64_t tick_ns;
	char **paths;
	size_t npaths;
};

/* A source as the options or a file of etc/sources describe it. */
struct spec {
	const char *name;	/* of its section in etc/sources, or NULL */
	const char *path;	/* may be a pattern; borrowed, as all texts here */
	const char *system, *kind;	/* NULL: none */
	const char *host;	/* NULL: what a line names, else this machine's */
	const char *encoding;	/* NULL: found out for each file */
	const struct zone *zone;	/* of times that state none */
	const struct stamp_format *time_format;	/* NULL: any that is known */
	const struct entry_form *form;	/* NULL: each line is an entry */
	int64_t max_age_ns;	/* one that grows less often is silent; 0: none */
};

/* A line, or the lines of one entry. */
struct piece {
	/* its text without the line end; lines are joined by '\n' */
	const char *p;
	size_t n;
	/* of its bytes in the source: the first, and after the last */
	int64_t off, end;
	/* the true length of the text in the source; more than n when it was cut */
	int64_t length;
	uint32_t lines;		/* of an entry */
	/* bytes of it that were no characters, "OFFSET:HEX ..." of p; or NULL */
	const char *invalid;
	size_t ninvalid;
};

/*
 * What is known of a generation of a file: enough
 * to know it again, and how far it was read.
 */
struct mark {
	char fid[FID_MAX];
	char *path;
	uint64_t dev, ino;
	int64_t head_n, tail_n;
	unsigned char head[DIGEST_SIZE], tail[DIGEST_SIZE];
	int64_t tail_off;	/* the tail are the bytes before this */
	int64_t off;		/* where to go on */
};

/* Lines that were not as they should be: how many, and where the first one was. */
struct fault {
	uint64_t n, line;
	int64_t off;
};

/* What the records of one stream have in common, as text, and what their times are. */
struct common {
	const struct spec *spec;
	struct stamp_memo memo;
	struct buf fixed; /* the members that are the same in each record, as text */
	/* the host of the last record: as it stood, and as text */
	struct buf named, host;
	int64_t second;		/* what clock is the text of */
	int offset_s;
	char clock[TS_MAX];	/* date, time and offset, without a fraction */
	size_t nclock;
	char time[TS_MAX];	/* of the last record */
	size_t ntime;
	bool timed;		/* a line stated a time */
	uint64_t lines;		/* records so far */
	struct fault bad, cut;	/* not UTF-8; too long */
};

/* One generation of a file, or a stream, while it is read. */
struct gen {
	const char *path;	/* as the user named it; borrowed */
	int fd;
	uint64_t dev, ino;
	int64_t off;		/* the start of the next line */
	char fid[FID_MAX];	/* "" until its first line is there */
	int64_t head_n;
	unsigned char head[DIGEST_SIZE];
	char last[CONTEXT];	/* the bytes before off */
	size_t nlast;
	bool wide;		/* the next line is longer than a block */
	bool unended;		/* the line before off had no end yet when it was taken */
	int64_t scanned;	/* there is no newline from off up to here */
	int64_t source_off;	/* off in the last source record; -1: there was none */

	bool stream; /* stdin, a pipe: no place to go back to; what was read is here: */
	char *held;
	size_t nheld, held_cap;

	struct common common;
	bool counted;		/* from the first line of the file on */

	int wd;			/* its inotify watch, or -1 */
	bool dirty;		/* there may be more to read */
	/* of an old generation: when it last grew, by the steady clock */
	int64_t grown_ns;
	struct gen *next;	/* among the old ones */
};

struct tail {
	struct opts o;
	struct spec spec;	/* of all paths */
	struct out out;
	struct zone *zone;
	char host[256];
	char *block;		/* CONTEXT + LINE_LIMIT + BLOCK bytes */
	int64_t now_ns;		/* when this block was read */
	struct mark *marks;
	size_t nmarks, marks_cap;
	uint64_t salt;		/* makes generations differ that look alike */
	bool trouble;		/* not all could be done: the status is 2 */
	const volatile sig_atomic_t *stop;	/* SIGTERM or SIGINT came */
	struct follow *follow;	/* of logtail_follow.c, while following */
};

enum gen_rc {
	GEN_FAILED = -1,	/* and said */
	GEN_END,		/* nothing more for now */
	GEN_MORE,		/* there may be more */
	GEN_CHANGED,	/* the bytes before off are not what they were: truncated */
};

/* logtail_gen.c: a generation of a file, block by block. */
int gen_open(const char *file);	/* for reading; the time of access stays if it may */
struct gen *gen_new(const struct tail *, const char *path, int fd, const struct stat *);
void gen_free(struct tail *, struct gen *);	/* closes it; says what lines were bad */
/* One block; final: the end of the file ends its last line. */
enum gen_rc gen_read(struct tail *, struct gen *, bool final);

/* The lines from p to e go out; returns where the one begins that is not complete. */
const char *gen_lines(struct tail *, struct gen *, const char *p, const char *e);
/* One line; length is more than n when not all of it was kept.  off becomes end. */
void gen_line(struct tail *, struct gen *, const char *p, size_t n, int64_t end,
    int64_t length);


/* Go on where that was left. */
void gen_take_up(struct tail *, struct gen *, const struct mark *);
/* The same file as a new generation, from 0. */
struct gen *gen_again(struct tail *, struct gen *);
void gen_last_lines(struct tail *, struct gen *, int64_t n); /* begin with the last n */
/* all, or up to the end of the file */
ssize_t gen_pread(int fd, char *, size_t, int64_t off);

/* logtail_stream.c: stdin and pipes. */
enum gen_rc stream_turn(struct tail *, struct gen *);	/* one read, which may block */
void stream_drain(struct tail *, struct gen *);		/* to its end */

/* logtail_record.c: log records. */
/* the members that are the same in all; path and fid are not kept */
void record_begin(struct common *, const char *path, const char *fid);
void record_piece(struct tail *, struct common *, const struct piece *);
void record_look(struct common *, const char *line, size_t n);	/* only learn its time */
void record_clear(struct common *);

/* logtail_control.c: source and tick records, and when all that waits goes out. */
void control_source(struct tail *, struct gen *); /* unless the last one still holds */
void control_tick(struct tail *);
void control_flush(struct tail *);

/* logtail_host.c: the host that a line in the form of syslog names. */
bool host_named(const char *line, size_t n, const struct stamp *, const char **host,
    size_t *len);

/* logtail_marks.c: the generations that are known. */
void marks_read(struct tail *, const char *dir);	/* asks archive positions */
void marks_clear(struct tail *);
void marks_note(struct tail *, const struct gen *, const unsigned char *tail,
    int64_t tail_n);
struct mark *marks_by_fid(struct tail *, const char *fid);
struct mark *marks_latest(struct tail *, const char *path);
/* file and content fit */
struct mark *marks_find(struct tail *, int fd, const struct stat *);
bool mark_fits(const struct mark *, int fd, int64_t size);	/* does the content? */

/* logtail_rotate.c: the generations of a path that have another name now. */
typedef void rotate_fn(struct tail *, struct gen *);
void rotate_catch_up(struct tail *, const char *path, const struct stat *live,
    rotate_fn *);

/*
 * logtail.c: a path as it is now, ready to be read, after what was rotated away has been
 * handed to fn; NULL when it cannot be opened, which is said unless quiet.
 */
struct gen *source_open(struct tail *, const char *path, bool quiet, rotate_fn *);

/* logtail_watch.c: what inotify says. */
struct watch;
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

/* logtail_follow.c: until it is told to stop, or until all streams have ended. */
void follow(struct tail *);

#endif
