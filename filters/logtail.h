/*
 * logtail.h - what the files of logtail share.  What only some of them do has a header of
 * its own: logtail_follow.h, logtail_listen.h.
 */
#ifndef FILTERS_LOGTAIL_H
#define FILTERS_LOGTAIL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>
#include <sys/types.h>

#include "alike.h"
#include "buf.h"
#include "charset.h"
#include "digest.h"
#include "entry.h"
#include "level.h"
#include "out.h"
#include "stamp.h"
#include "table.h"

struct conf_entry;
struct conf_section;
struct follow;
struct journal;
struct packed;
struct re;
struct rec;
struct source;
struct stat;
struct zone;

enum {
	BLOCK = 128 << 10,	/* read at once */
	/* bytes of a line that are looked at; a longer one is cut */
	LINE_LIMIT = 1 << 20,
	PIPE_SIZE = 1 << 20,	/* of the pipe into which is written */
	RECORD_LIMIT = (1 << 20) - 1,	/* longest record, which every program reads */
	CONTEXT = 64,	/* bytes before the place of reading that must not have changed */
	EDGE = 1024,	/* of the head, and before the offset: what identity is made of */
	FID_MAX = 33,		/* room for a fid and its NUL */
	RENEW = 1 << 20,	/* input after which the source record is renewed */
	TURN = 8,		/* blocks of one file before the others have their turn */
	MARKS_MAX = 1 << 20,	/* generations that are known */
	PLACE_MAX = 16,		/* of them, those of one path */
	SIBLINGS_MAX = 4096,	/* rotated files of one path that are looked at */
	ENCODING_MAX = 16,	/* room for the name of an encoding that is guessed */
	FLUSH_MAX = 4096,	/* bytes of a flush record */
	TEXT_HEAD = 4096,	/* bytes that tell the encoding of a file */
	CONFIGS_MAX = 64,	/* files and directories of sources */
	OPEN_MAX = 1024,	/* files that are held open while nothing is read */
	LISTEN_MAX = 64,	/* addresses that are listened at */
};

struct opts {
	bool follow, stats;
	bool check, check_config;
	const char *conf[CONFIGS_MAX];
	size_t nconf;
	int64_t size_ns;	/* between size records; 0: only when asked */
	const char *system, *kind, *host, *zone, *resume, *state, *grep;
	const char *encoding, *entry, *entry_start;
	const char *since, *until, *age, *week;	/* as they were given */
	bool journal;		/* what is read are entries of journalctl -o json */
	const char *listen[LISTEN_MAX];
	size_t nlisten;
	int64_t last;		/* -n: lines to begin with; -1: all */
	int64_t tick_ns;
	int64_t since_ns, until_ns;	/* TS_NONE: without bound */
	int64_t max_open;
	char **paths;
	size_t npaths;
};

/* A source as the options or a file of etc/sources describe it. */
struct spec {
	const char *name;	/* of its section in etc/sources, or NULL */
	const char *path;	/* may be a pattern; borrowed, as all texts here */
	const char *listen;	/* an address instead of a path, or NULL */
	/* patterns of files that are none, see sources_excludes() */
	const char *const *exclude;
	size_t nexclude;
	const char *system, *kind;	/* NULL: none */
	const char *host;	/* NULL: what a line names, else this machine's */
	const char *encoding;	/* NULL: found out for each file */
	const struct zone *zone;	/* of times that state none */
	const struct stamp_format *time_format;	/* NULL: any that is known */
	const struct entry_form *form;	/* NULL: each line is an entry */
	int64_t max_age_ns;	/* one that grows less often is silent; 0: none */
	struct checked *checked;	/* what logtail_silence.c knows */
};

/* What is known of a message from elsewhere than its text. */
struct told {
	int64_t time_ns;	/* TS_NONE: what the text states, else when it was read */
	enum level level;	/* LEVEL_NONE: what the text states */
	const char *host;	/* of a text that names none; NULL: this machine */
	size_t nhost;
	const char *members;	/* further ones as text, each after a comma */
	size_t nmembers;
};

enum { NUMBER_MAX = 20 };	/* digits of a number */

/* The digits that offsets close to each other have in common. */
struct high_digits {
	uint64_t value;		/* of them */
	char text[NUMBER_MAX];
	size_t n;
};

/* Lines that were not as they should be: how many, and where the first one was. */
struct fault {
	uint64_t n, line;
	int64_t off;
};

/* What the records of one stream have in common, as text, and what their times are. */
struct common {
	const struct spec *spec;
	const struct told *told;	/* of the next record; NULL: only its text */
	struct stamp_memo memo;
	struct buf fixed; /* the members that are the same in each record, as text */
	/* the host of lines that name none: as it stood, and as text */
	struct buf named, host;
	const char *host_of;	/* it is this one, which does not change; or NULL */
	char time[TS_MAX];	/* of the last record, but perhaps for its fraction */
	size_t ntime;		/* 0: there was none */
	int in_day;		/* the second of its day; -1: all is as in time */
	int64_t day_s;		/* the moment its day began in its zone */
	int offset_s, digits;
	struct high_digits place;	/* of the last offset */
	bool timed;		/* a line stated a time */
	int64_t ns;		/* the moment of the last record */
	const char *encoding;	/* that was guessed for its line; NULL: UTF-8 */
	uint64_t lines, records;	/* so far: what came, and what of it went out */
	struct fault bad, cut;	/* not UTF-8; too long */
};

/*
 * What is known of a generation of a file: enough
 * to know it again, and how far it was read.
 */
struct mark {
	char fid[FID_MAX];
	uint64_t dev, ino;
	int64_t born_ns;	/* 0: the file system does not tell */
	int64_t head_n, tail_n;
	unsigned char head[DIGEST_SIZE], tail[DIGEST_SIZE];
	int64_t tail_off;	/* the tail are the bytes before this */
	int64_t off;		/* where to go on */
	int64_t size;		/* of the file when this was known; -1: not known */
	int64_t time_ns;	/* when that was */
	int64_t changed_ns;	/* when the file was last changed before that */
	char encoding[ENCODING_MAX];	/* that its lines let guess, or "" */
	struct place *place;
	TAILQ_ENTRY(mark) next;	/* among those of the place, the latest first */
	struct table_link by_fid, by_ino;
};

/* A path, and the generations that were read under it. */
struct place {
	char *path;
	TAILQ_HEAD(mark_list, mark) marks;
	size_t n;
	struct table_link by_path;
	TAILQ_ENTRY(place) next;
};

struct marks {
	struct table by_fid, by_ino, by_path;
	TAILQ_HEAD(, place) places;
	size_t n;
};

/* The account of a generation: what of it was read, given out and lost in this run. */
struct ledger {
	struct digest *digest;	/* of the bytes from from on */
	int64_t from, done;	/* of which offsets the digest is; -1: nothing was read */
	int64_t hole;		/* bytes that nobody wrote, which a line began with */
	int64_t lost;		/* bytes that were gone before they were read */
	bool unseen;		/* there may have been more than was ever seen */
};

/* One generation of a file, or a stream, while it is read. */
struct gen {
	const struct spec *spec;
	char *path;		/* that leads to it, or once did */
	int fd;			/* -1: closed for a while, see logtail_open.c */
	uint64_t dev, ino;
	int64_t born_ns;
	int64_t off;		/* the start of the next line */
	int64_t limit;	/* what begins there or later is not asked for; -1: none */
	int64_t size, changed_ns;	/* of the file when it was last looked at */
	char fid[FID_MAX];	/* "" until its first line is there */
	char before[FID_MAX];	/* the fid of what is gone that was there before, or "" */
	int64_t head_n;
	unsigned char head[DIGEST_SIZE];
	/* the first bytes when it was opened: until off is over 0 they must stay */
	char *pin;
	int64_t pin_n;
	bool busy;		/* what was before it is being read */
	char last[CONTEXT];	/* the bytes before off */
	size_t nlast;
	bool wide;		/* the next line is longer than a block */
	bool unended;		/* the line before off had no end yet when it was taken */
	int64_t scanned;	/* there is no newline from off up to here */
	int64_t source_off;	/* off in the last source record; -1: there was none */

	/* stdin, a pipe, a compressed file: read once, from its start to its end */
	bool stream, is_stdin;
	struct packed *packed;	/* it is compressed; off counts the bytes inside */
	char *held;		/* what was read and not given out yet */
	size_t nheld, held_cap;
	char *edge;		/* of a compressed file: up to EDGE bytes before off */
	size_t nedge;

	/* its encoding, where that is known: of all its lines; NULL: guessed for each */
	struct charset *charset;
	struct charset_guess guess;
	bool known;		/* its first bytes were looked at */
	int mark;		/* bytes of a byte order mark */
	struct entry *entry;	/* what joins its lines; NULL: each is a record */
	int64_t resumed;	/* entries that begin before this are out */
	struct tail *tail;	/* for what the entries go to */

	struct common common;
	struct ledger ledger;
	bool counted;		/* from the first line of the file on */

	int wd;			/* its inotify watch, or -1 */
	bool dirty;		/* there may be more to read; then it is in a queue: */
	TAILQ_ENTRY(gen) todo;
	struct source *source;	/* whose live file it is, or NULL */
	/* of an old generation: when it last grew, by the steady clock */
	int64_t grown_ns;
	TAILQ_ENTRY(gen) old;
	struct table_link by_ino;	/* while it is followed: */
	bool entered;
	TAILQ_ENTRY(gen) open;	/* in the order of their use; not those of old ones */
	bool listed;		/* it is there */
	TAILQ_ENTRY(gen) held_back;	/* while an entry waits for its next line */
	bool holds;
	int64_t holds_ns;	/* since when, by the wall clock */
};

TAILQ_HEAD(gens, gen);

/* The names in a directory, read once for all paths in it. */
struct dir_name {
	char *name;
	uint64_t ino;
};

struct dir {
	char *path;
	struct dir_name *v;	/* in the order of the names */
	size_t n, cap;
	uint64_t ino;
	int64_t changed_ns;	/* when a name last came or went */
	bool settled;		/* that was long enough before it was read */
};

/* What was done, for --stats. */
struct totals {
	uint64_t files, bytes, lines, records, gaps;
	int64_t lost, begun_ns;
};

/* Bytes in memory. */
struct stretch {
	const char *from, *to;	/* NULL: none */
};

/* What is read. */
struct sources {
	struct spec *v;
	size_t n, cap;
	unsigned bad;	/* complaints; all were said, and nothing should be read */
	/* private: what the specs point into */
	struct section *sections;
	struct sources_file *files;
};

struct tail {
	struct opts o;
	struct spec spec;	/* what the options say of all sources */
	struct entry_form *form;	/* its own */
	struct sources sources;
	struct out out;
	struct zone *zone;
	char host[256];
	char *block;		/* CONTEXT + LINE_LIMIT + BLOCK bytes */
	/* when this block was read, by the wall clock and by the steady one */
	int64_t now_ns, steady_ns;
	struct charset_pool *charsets;
	struct charset *utf8;	/* of them */
	struct buf text, invalid;	/* of a line that was decoded */
	struct stretch plain;	/* of the lines that are read: need no decoding */
	struct marks marks;
	struct dir dir;		/* that was looked at last */
	bool begun;	/* what there was at the start was met: what comes is new */
	bool moved;		/* marks changed since the state was written */
	/* was it written when it was last tried? */
	enum { NEVER_SAVED, SAVED, NOT_SAVED } saved;
	struct re *grep;	/* only what it matches goes out; NULL: all */
	struct digest *blank;	/* that the others are like */
	uint64_t salt;		/* makes generations differ that look alike */
	bool trouble;		/* not all could be done: the status is 2 */
	const volatile sig_atomic_t *stop;	/* SIGTERM or SIGINT came */
	struct gens open;	/* files that may be closed for a while */
	size_t nopen;
	struct alike alike;	/* lines of all sources */
	struct totals totals;
	struct rec *rec;	/* a flush record */
	struct journal *journal;	/* of logtail_journal.c, or NULL */
	struct follow *follow;	/* of logtail_follow.c, while following */
};

enum gen_rc {
	GEN_FAILED = -1,	/* and said */
	GEN_END,		/* nothing more for now */
	GEN_MORE,		/* there may be more */
	GEN_CHANGED,	/* the bytes before off are not what they were: truncated */
	GEN_AWAY,		/* it was closed, and its path leads elsewhere now */
};

/* logtail_opts.c: the options. */
void opts_read(struct opts *, int argc, char *argv[]);
void opts_times(struct opts *, const struct zone *, int64_t now_ns);
bool opts_encoding(const char *name);		/* is there such a one? */
struct entry_form *opts_form(const struct opts *);	/* NULL: each line is an entry */
struct re *opts_grep(const struct opts *);	/* NULL: without */

/* logtail_gen.c: a generation of a file: what it is, where it is taken up. */
int gen_open(const char *file);	/* for reading; the time of access stays if it may */
void gen_pin(struct gen *);
struct gen *gen_new(const struct spec *, const char *path, int fd, const struct stat *);
void gen_free(struct tail *, struct gen *);	/* closes it; says what lines were bad */
void gen_name(struct tail *, struct gen *, const char *line, size_t n);	/* its fid */
/* Go on where that was left. */
void gen_take_up(struct tail *, struct gen *, const struct mark *);
bool gen_was_empty(const struct gen *);	/* when it was opened: nothing is known of it */
void gen_forget(struct gen *);	/* all that gen_take_up() made of it */
/* The same file as a new generation, from 0. */
struct gen *gen_again(struct tail *, struct gen *);
void gen_begin_at(struct tail *, struct gen *, int64_t off); /* at a line that is new */
void gen_last_lines(struct tail *, struct gen *, int64_t n); /* begin with the last n */
/* Those are the first bytes of it, by which it is known. */
void gen_head(struct gen *, const char *, size_t n);
/* all, or up to the end of the file */
ssize_t gen_pread(int fd, char *, size_t, int64_t off);
int64_t gen_place(const struct gen *);	/* where another run must go on */
int64_t gen_steady_ns(void);	/* now, by the clock that is never set */
int64_t gen_born(int fd);	/* when the file was made, in ns; 0: not known */

/*
 * What a file is, and when it was made, by its name; a link is not followed.  Of *st
 * device, inode, mode, size and time of change are set.  -1 and errno: it is not there,
 * or not to be seen.
 */
int gen_look(const char *file, struct stat *st, int64_t *born_ns);

/* logtail_read.c: a plain file, block by block. */
/* One block; final: the end of the file ends its last line. */
enum gen_rc gen_read(struct tail *, struct gen *, bool final);

/* logtail_text.c: the encoding of a source. */
/*
 * Find it out, once: from the file, or of a stream from its first n bytes.  all: what
 * there is must do, because a line is to be read.
 */
void text_begin(struct tail *, struct gen *, const char *, size_t n, bool all);
/* The encoding that the lines so far let guess, "" while none is needed. */
void text_guessed(const struct gen *, char name[ENCODING_MAX]);
size_t text_unit(const struct gen *);	/* bytes of a code unit */
const char *text_newline(const struct gen *, const char *p, const char *e);
/* Do those bytes, the last ones before a place, end without the end of a line? */
bool text_unended(const struct gen *, const char *, size_t n);
/* How far from p on the bytes are ASCII, which is UTF-8 as it stands here. */
const char *text_plain(const struct tail *, const struct gen *, const char *p,
    const char *e);
/* Turn the raw bytes of a line into UTF-8: until the next call. */
void text_decode(struct tail *, struct gen *, struct piece *);
struct charset *text_named(struct tail *, const char *name);	/* NULL: to be guessed */
/* a message that stands for itself; UTF-8 stays as it is */
void text_message(struct tail *, struct charset *, struct charset_guess *,
    struct piece *);

/* logtail_lines.c: from bytes to records. */
bool lines_wanted(const struct tail *, const struct piece *);	/* by -g */
void lines_begin(struct tail *, struct gen *);	/* what joins lines is there then */
void lines_finish(struct gen *);	/* an entry that waits for more goes out */
/* The lines from p to e go out; returns where the one begins that is not complete. */
const char *gen_lines(struct tail *, struct gen *, const char *p, const char *e);
/* One line; length is more than n when not all of it was kept.  off becomes end. */
void gen_line(struct tail *, struct gen *, const char *p, size_t n, int64_t end,
    int64_t length);

/* logtail_stream.c: stdin, pipes and compressed files. */
enum gen_rc stream_turn(struct tail *, struct gen *);	/* one read, which may block */
void stream_drain(struct tail *, struct gen *);		/* to its end */

/* logtail_ledger.c: stat and gap records. */
/* n bytes from offset at on were read; those that were added before are passed over. */
void ledger_add(struct tail *, struct gen *, const char *, size_t n, int64_t at);
void ledger_stat(struct tail *, struct gen *, const char *why);
/* From off on bytes are gone; -1: nobody knows how many. */
void ledger_gap(struct tail *, const char *path, const char *fid, int64_t off,
    int64_t bytes, const char *reason);
/* of what was there before and is gone */
void ledger_before(struct tail *, struct gen *);
void ledger_totals(const struct tail *);	/* to stderr */

/* logtail_record.c: log records. */
/* the members that are the same in all; path and fid are not kept */
void record_begin(struct common *, const char *path, const char *fid);
void record_piece(struct tail *, struct common *, const struct piece *);
void record_look(struct common *, const char *line, size_t n);	/* only learn its time */
void record_clear(struct common *);
/* The texts go, the memory of times stays: record_begin() must come before a record. */
void record_forget(struct common *);

/* logtail_control.c: source and tick records, and when all that waits goes out. */
void control_begin(struct tail *, const char *type);	/* time and type of a record */
void control_end(struct tail *);
void control_source(struct tail *, struct gen *); /* unless the last one still holds */
void control_tick(struct tail *);
void control_flush(struct tail *);

/*
 * logtail_host.c: the host that a line in the form of syslog names.  Bytes before *far
 * were looked at, but not which digits they are.
 */
bool host_form(const char *line, const struct stamp *);	/* may it be such a line? */
bool host_named(const char *line, size_t n, const struct stamp *, const char **host,
    size_t *len, const char **far);

/* logtail_stated.c: what a line says of itself beside its time. */
struct stated {
	enum level level;
	const char *host;	/* in the line; NULL: it names none */
	size_t nhost;
};
void stated_find(struct alike *, const char *line, size_t n, const struct stamp *,
    struct stated *);	/* stamp: NULL where it states no time */

/* logtail_marks.c: the generations that are known. */
void marks_init(struct marks *);
void marks_clear(struct marks *);
/* It was read under that path: the latest there now.  A copy is kept; false: no room. */
bool marks_add(struct marks *, const struct mark *, const char *path);
void marks_note(struct tail *, const struct gen *, const unsigned char *tail,
    int64_t tail_n);
struct mark *marks_by_fid(const struct marks *, const char *fid);
struct mark *marks_latest(const struct marks *, const char *path);
struct place *marks_place(const struct marks *, const char *path);
bool marks_know_ino(const struct marks *, uint64_t ino);
/* file and content fit */
struct mark *marks_find(const struct marks *, int fd, const struct stat *);

/* logtail_fit.c: is a file that which a mark is of? */
struct fit {
	bool fits;
	bool more;		/* it goes on behind the place of the mark */
};
/* a plain file of that size, or a compressed one */
struct fit fit_file(const struct mark *, int fd, int64_t size);
/* Does it, or what is compressed in it, begin with those n bytes, at most EDGE? */
bool fit_head(int fd, const char *, int64_t n);
/* Is all that is in it at the beginning of the other file, as far as its end tells? */
bool fit_beginning(int fd, int64_t size, int of);

/* logtail_state.c: marks from an archive, and from and to a state file. */
void state_resume(struct tail *, const char *dir);	/* asks archive positions */
/* The state file is read, and written once, so that it is known that it can be. */
void state_begin(struct tail *);
void state_write(struct tail *);	/* when anything has changed */
bool state_saved(const struct tail *);	/* false: the last try failed */

/* logtail_dir.c */
/* Until the next call; anew: whatever was read before.  Empty when it cannot be read. */
const struct dir *dir_read(struct dir *, const char *path, bool anew);
bool dir_settled(const struct dir *);	/* has no name come or gone since? */
/* The first name that begins so, or where it would stand. */
size_t dir_prefix(const struct dir *, const char *prefix, size_t n);
void dir_clear(struct dir *);

/* logtail_rotate.c: the generations of a path that have another name now. */
/*
 * Takes a generation, to be read.  False: one of the path turned out to be another one
 * than was thought, and those that are there are to be looked at anew.
 */
typedef bool rotate_fn(struct tail *, struct gen *);
/*
 * Those with lines that were not read yet go to fn, the oldest first.  live is the file
 * that the path leads to, NULL: none; its fid is not empty when it is known.  Is the
 * generation that was read last still there, under whatever name?
 */
bool rotate_catch_up(struct tail *, const struct spec *, const char *path,
    struct gen *live, rotate_fn *);
/* Is there a rotated file of the path that begins with those bytes? */
bool rotate_has(struct tail *, const char *path, const char *head, int64_t n);

/* logtail_names.c: what rotated files are called. */
struct rotated {
	bool is;		/* it is a name of a rotated file of that base */
	int64_t number;		/* of app.log.3; -1: a date or the like */
	const char *added;	/* what was put in */
	size_t n;
	bool packed;		/* by its ending */
};
struct rotated names_rotated(const char *base, const char *name);
/* Is it a rotated file of one that there is? there(base, arg) says so. */
bool names_is_rotated(const char *name, bool (*there)(const char *, void *), void *arg);

/* logtail_open.c: few files are open at a time. */
bool open_hold(struct tail *, struct gen *);	/* false: its path leads elsewhere now */
bool open_moved(struct tail *, struct gen *);	/* by the name that it has now */
void open_let(struct tail *, struct gen *);	/* it may be closed for a while */
void open_keep(struct tail *, struct gen *);	/* never, from now on */

/* logtail_source.c: a path as it is now, after what was rotated away from it. */
/*
 * Ready to be read, after what was rotated away has been handed to
 * fn; NULL when it cannot be opened, which is said unless quiet.
 */
struct gen *source_open(struct tail *, const struct spec *, const char *path, bool quiet,
    rotate_fn *);
/*
 * The file was truncated: what a copy has of it goes to fn; what is there now is a new
 * generation.  The old one stays to be freed.
 */
struct gen *source_again(struct tail *, struct gen *, rotate_fn *);
/* The path leads nowhere: what was there and was rotated away meanwhile goes to fn. */
void source_gone(struct tail *, const struct spec *, const char *path, rotate_fn *);
void source_read(struct tail *, const struct spec *);	/* all of it to its end */

/* logtail_since.c: lines of a time. */
/*
 * What an option names: a date and time in the zone, a date, a time of today, "2h" or "2h
 * ago", now, today, yesterday.  False when it is none of these.
 */
bool since_time(const char *text, const struct zone *, int64_t now_ns, int64_t *ns);
/* "prev", "this" or "2026-W47": the week from its Monday on. */
bool since_week(const char *text, const struct zone *, int64_t now_ns, int64_t *from,
    int64_t *to);
/* Begin a plain file where its lines of the asked time begin, and end it after them. */
void since_seek(struct tail *, struct gen *);

/* logtail_pattern.c: paths with * ? and [. */
bool pattern_is(const char *path);
/* Each file that it means now, in order; rotated files of others are none. */
void pattern_walk(const char *pattern, void (*each)(const char *path, void *), void *);
/* The directories in which such files, or directories on the way to them, may appear. */
void pattern_dirs(const char *pattern, void (*each)(const char *dir, void *), void *);
bool pattern_file(const char *path);	/* a file, and not a rotated one of another */
bool pattern_above(const char *pattern, const char *dir);	/* is it on the way? */

/* logtail_journal.c: a line of journalctl -o json. */
void journal_line(struct tail *, const char *, size_t n, bool cut);
void journal_free(struct tail *);	/* says what was wrong */

/* logtail_sources.c: the sources that are read, as files like etc/sources say. */
enum {
	SOURCES_MAX = 4096,	/* paths and addresses that files name */
	HOST_NAME_LONGEST = 255,
	MAX_AGE_S = 366 * 86400,
};

/*
 * Adds a spec for each path and each address of a file, or of the files *.conf of a
 * directory.  What a section does not say is as in like.  After all is
 * added the specs stay where they are until sources_clear().
 */
void sources_read(struct sources *, const char *path, const struct spec *like);
/* A path, or an address. */
void sources_add(struct sources *, const char *path, const char *address,
    const struct spec *like);
void sources_clear(struct sources *);
/* Is it a file that a pattern finds and that is not meant? */
bool sources_excludes(const struct spec *, const char *path);

/* logtail_values.c: what the keys of a section say of the lines of its source. */
struct spec_own {	/* what was made for it */
	struct zone *zone;
	struct stamp_format *time_format;
	struct entry_form *form;
	int64_t timeout_ns;	/* of entries; 0: that of their form */
};
/* The value of a key; what is wrong with it is said.  False when there is no such key. */
bool values_take(struct spec *, struct spec_own *, const struct conf_section *,
    const struct conf_entry *);
void values_end(struct spec_own *, const struct conf_section *); /* after the last */
void values_clear(struct spec_own *);
#define KINDS "app access op audit security db mw exchange os net host mail"
bool values_kind(const char *);	/* is it one of these? */

/* logtail_check.c: a check record a source; EXIT_NO when one is not well. */
int check_all(struct tail *, const struct sources *);

/* logtail_silence.c: what is said of the sources while they are followed. */
struct checked {
	int64_t grown_ns;	/* when a file of it last grew */
	bool silent;
	int64_t since_ns;	/* then: when it grew before that */
};

/*
 * A file of the source grew at that moment by the clock on the wall; its mtime will do.
 * To be told of each file, once a second or whenever something was read.
 */
void check_grown(const struct spec *, int64_t grown_ns);
/*
 * Once a second, after that: a silence record of each path or pattern of which no file
 * has grown for the max_age of its source, and another one when one has grown again.
 */
void check_silence(struct tail *, const struct sources *, int64_t now_ns);
bool check_any(const struct sources *);	/* has any a max_age? else it says nothing */
/* A size record; *last is the size in the one before it, or -1. */
void check_size(struct tail *, const struct spec *, const char *path, int64_t size,
    int64_t *last);
/* The members that these and check records begin with: {"time" ... "target":... */
void check_begin(struct tail *, const struct spec *, const char *type);

/* logtail_follow.c: until it is told to stop, or until all streams have ended. */
void follow(struct tail *);
void follow_drain(struct follow *);	/* all that is there now */

#endif
