/*
 * archive.h - what the parts of archive share; archive.5 describes the files.
 *
 * A directory holds numbered segments.  NNNNNNNNNN.zst is sealed: a zstd frame of records
 * and a skippable frame with its index.  NNNNNNNNNN.tail is the open one, with the
 * greatest number: a line that heads it, then commits, each a line and the records it
 * counts.
 */
#ifndef FILTERS_ARCHIVE_H
#define FILTERS_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "buf.h"
#include "digest.h"

struct out;
struct pack;
struct rec;

enum {
	SEGMENT_BYTES = 4 << 20,	/* the default of --segment */
	SEGMENT_BYTES_MAX = 32 << 20,
	COMMIT_BYTES = 1 << 20,		/* the default of --commit */
	COMMIT_BYTES_MAX = 8 << 20,
	TEXT_MAX = 64 << 20,		/* records of one segment; more is not ours */
	ARCHIVE_FILE_MAX = 160 << 20,	/* bytes of one file */
	ARCHIVE_FILE_MODE = 0640,
	TAIL_BYTES = 40 << 20,		/* of commits in a tail, however few records */
	SOURCES_MAX = 4096,		/* sources whose positions are kept */
	SOURCES_OF_PATH = 8,		/* generations of one path that are kept */
	SOURCES_GONE = 64,		/* of the others, so many hashes */
	SOURCE_BYTES_MAX = 8 << 10,	/* of one source record */
	FID_BYTES_MAX = 256,		/* of a fid */
};

/* --- archive_hash.c: hashes of records, of commits and of segments ------------------ */

struct hash {
	unsigned char b[DIGEST_SIZE];
};

/* The Merkle tree of RFC 6962 over records in order, of which only the edge is kept. */
struct tree {
	struct digest *d;
	uint64_t n;		/* records so far */
	struct hash edge[64];	/* roots of the full subtrees, the largest first */
};

void tree_init(struct tree *);
void tree_clear(struct tree *);
void tree_reset(struct tree *);		/* no records */
void tree_add(struct tree *, const void *rec, size_t n, struct hash *leaf);
void tree_root(struct tree *, struct hash *root);

/* The leaf of each line of n bytes (all end in a newline) into tree and d; how many. */
uint64_t tree_add_lines(struct tree *, const char *p, size_t n, struct digest *d);

/*
 * Lines that carry their own hash: ,"hash":"HEX"} at their end, over what d was given
 * before and the text of the line before that member.
 */
enum { SEAL_SIZE = 9 + 2 * DIGEST_SIZE + 2 };

/* Adds it and a newline. */
void hash_seal(struct buf *line, size_t from, struct digest *d, struct hash *);

/* Is it right? */
bool hash_sealed(const char *line, size_t n, struct digest *d, struct hash *);

/* ,"name":"HEX" */
void hash_put(struct buf *, const char *name, const struct hash *);
bool hash_get(struct rec *, const char *name, struct hash *);
bool hash_same(const struct hash *, const struct hash *);

/* --- archive_sources.c: how far each source is archived ----------------------------- */

struct source {
	char *fid;
	char *text;		/* its latest source record; NULL when there was none */
	char *place;		/* host, newline, path of it */
	int64_t end;		/* of its last log record; -1 when there was none */
	bool old;		/* a later source record has the same place */
	uint64_t used;		/* when it was last changed, counted in changes */
	unsigned text_new, end_new;	/* for which parts: 1 << enum sources_part */
};

struct sources {
	struct source *v;
	size_t n, cap, last;
	uint32_t *slots;	/* index + 1 by hash of fid */
	uint64_t clock;
	uint64_t dropped;	/* that no newer one of their place replaces */
	uint64_t back;		/* that came again after others of their place */
	uint32_t gone[SOURCES_GONE];	/* hashes of those, the latest; 0: none */
	size_t ngone;
	int64_t seq, sub;	/* the greatest (seq, n) stored; -1: none yet */
	unsigned pair_new;
};

#define SOURCES_INIT { .seq = -1 }

enum sources_part { SOURCES_ALL, SOURCES_COMMIT, SOURCES_SEGMENT };

void sources_clear(struct sources *);

/*
 * Was the record (log: it is a log record) stored before?  If not, notes where it ends.
 */
bool sources_repeat(struct sources *, struct rec *, bool log);

/* Take a source record: false when its fid is not usable. */
bool sources_take(struct sources *, struct rec *, const char *line, size_t n);
bool sources_changed(const struct sources *);		/* since the last commit? */
void sources_done(struct sources *, enum sources_part);	/* that part was written */

/* What was known before: false when the fid is not usable. */
bool sources_end(struct sources *, const char *fid, size_t n, int64_t end);
void sources_pair(struct sources *, int64_t seq, int64_t sub);

/* --- archive_members.c: the same as members of lines, and as records ---------------- */

void sources_print(const struct sources *, enum sources_part, struct buf *);
bool sources_read(struct sources *, struct rec *);	/* what sources_print() wrote */
int sources_positions(const struct sources *, struct out *);	/* -1: output failed */

/* --- archive_files.c: the files of the directory ------------------------------------ */

enum file_kind { FILE_SEALED, FILE_TAIL, FILE_COPY, FILE_TORN };

struct range {
	uint64_t first, last;	/* of the segments; both 0 when there are none */
	size_t others;		/* files that no archive has */
};

/* Replaces what the buf holds. */
void files_path(struct buf *, const char *dir, uint64_t segment, enum file_kind);
bool files_there(const char *dir, uint64_t segment, enum file_kind);

/* In words: EBADMSG is a tail with a damaged head. */
const char *files_why(int err);
int files_load(const char *path, struct buf *);		/* replaces; follows no link */
int files_open(const char *path);	/* to read; -1 and errno */
int files_read(int fd, struct buf *);	/* adds the rest of it; -1 and errno */
int files_range(const char *dir, struct range *);	/* -1 and errno: cannot be read */

/* Remove copies, stale tails and what a writer that died left half written. */
int files_sweep(const char *dir, uint64_t tail);

/* --- archive_tail.c: the open segment, read ----------------------------------------- */

struct tail {
	int fd;			/* of the file, where follow is set; else -1 */
	bool follow;		/* keep it open: it will grow */
	struct buf raw;
	size_t at;		/* of the next commit */
	uint64_t segment;
	uint64_t first, next;	/* numbers of its first record, of the next commit's */
	struct hash prev;	/* of the segment before */
	struct hash last;	/* of the header or the last commit */
	struct rec *rec;	/* the line that tail_load() or tail_next() read */
	struct tree tree;
	struct digest *d;
};

struct commit {
	uint64_t first, count;
	const char *p;		/* its records, each with its newline */
	size_t n;
};

enum tail_rc { TAIL_END, TAIL_COMMIT, TAIL_TORN };

void tail_init(struct tail *);
void tail_clear(struct tail *);

/* 0, or -1 and errno; EBADMSG: damaged. */
int tail_load(struct tail *, const char *path, uint64_t segment);
enum tail_rc tail_next(struct tail *, struct commit *);	/* every commit is checked */

/*
 * Of a tail that is followed, after TAIL_END or TAIL_TORN: what the file has behind the
 * last whole commit now; false when that is nothing.
 */
bool tail_more(struct tail *);

/* After TAIL_TORN: does a whole commit stand further on? */
bool tail_goes_on(struct tail *);

/* --- archive_segment.c: sealed segments --------------------------------------------- */

struct segment {
	uint64_t number, first, count, bytes;
	int64_t from, to;	/* least and greatest time; TS_NONE: no record has one */
	struct hash root, prev, hash;
	size_t packed;		/* bytes of the file before its index */
};

/* A record of it has this time (or TS_NONE). */
void segment_time(struct segment *, int64_t time);

/* The whole file: text packed, then the index; sets s->hash and s->packed. */
void segment_print(struct segment *s, const struct sources *, const char *text,
    struct pack *, struct buf *to);

/* The line of the index that tells of the n bytes before it. */
void segment_print_layout(const char *packed, size_t n, struct buf *to);

/*
 * A file that only plain zstd needs: text packed, then what shows that it is as it was
 * written.
 */
void segment_print_copy(const char *text, size_t n, struct pack *, struct buf *to);
void segment_print_copy_end(const char *packed, size_t n, struct buf *to);

/* The last n bytes of a file: how many of them its index takes, or 0 when it has none. */
enum { SEGMENT_END = 34 };	/* bytes of the last line, which tells that */
size_t segment_index_size(const char *p, size_t n);

/*
 * Read the index at p: 0 and *s, or -1.  The hash is what it should be: sound says
 * whether it stands there.  rec holds its first line, as long as p; layout is its second
 * line.
 */
struct index_text {
	struct rec *rec;
	const char *layout;
	size_t nlayout;
	bool sound;
};
int segment_index(const char *p, size_t n, struct segment *s, struct index_text *);

/*
 * The same of a file whose records are not read; b is for its text.  errno is 0 when
 * it has none.
 */
int segment_peek(const char *path, struct segment *s, struct index_text *, struct buf *b);

/* Unpack the data frames of a file into text: 0, or -1 when that may not be all of it. */
int segment_text(struct pack *, const char *p, size_t n, struct buf *text);

/* --- archive_store.c: the writer ---------------------------------------------------- */

struct store {
	const char *dir;
	size_t seal_at;		/* bytes of records in a segment that is long enough */
	int lock, fd;		/* of the lock file and of the tail */
	struct segment now;	/* the segment that is being written */
	struct buf records;	/* of the tail, those not yet committed at its end */
	size_t committed;	/* bytes of records in commits */
	uint64_t next;		/* number of the next record */
	uint64_t commit_first;	/* of the first one not yet committed */
	struct hash last;	/* of the last commit, or the header */
	struct tree tree;
	struct digest *d;	/* of the commit to come */
	struct sources sources;
	struct buf line, path;
	struct pack *pack;
	off_t head, good;	/* bytes of the tail: its first line, all its commits */
	bool again;		/* it is not the first tail of its segment */
};

/* A new tail; or go on with the one on disk, which the store describes. */
void store_start(struct store *);
void store_go_on(struct store *);


/* The number that the record gets. */
uint64_t store_add(struct store *, const char *rec, size_t n, int64_t time);

/* Bytes of records that no commit holds yet. */
size_t store_pending(const struct store *);

/* Make durable what was added: 0, or -1, which is said: then add no more. */
int store_commit(struct store *);
bool store_full(const struct store *);	/* is the tail long enough to be sealed? */

/* Seal the tail, if it has records; nothing may be pending.  Or ends the program. */
void store_seal(struct store *);

/* Writes the plain copy of the tail: 0, or -1 when that failed, which is said. */
int store_close(struct store *);

/* --- archive_recover.c: the writer begins ------------------------------------------- */

/*
 * Open for writing, made when it is not there; a torn end is set aside.  Ends the program
 * when that cannot be done, or when another process writes.
 */
void store_open(struct store *, const char *dir);

/* What all sealed segments say of the sources, for want of a tail; *last is the last. */
void recover_sources(const char *dir, const struct range *, struct sources *,
    struct segment *last);

/* --- archive_reader.c: all records in order ----------------------------------------- */

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
	FOUND_SKIPPED,	/* sealed, and not of the times that are asked for */
	FOUND_END,	/* the segment before was the last */
	FOUND_BAD,	/* cannot be read: errno; EBADMSG: a tail with a damaged head */
};
enum found reader_find(struct reader *);
int reader_close(struct reader *, int status);	/* status, or EXIT_TROUBLE after damage */

/* --- archive_pick.c: which records are wanted, and how they come out ---------------- */

struct expr;

enum { PICK_MEMBERS_MAX = 32 };

struct pick {
	bool seq;		/* --seq: add the number */
	struct pick_member {	/* -s, -k */
		const char *name, *value;
	} members[PICK_MEMBERS_MAX];
	size_t nmembers;
	int64_t since, until;	/* TS_NONE: no bound; until is not in it */
	struct expr *where;	/* --where */
	uint64_t failed;	/* records on which it fails */
	struct rec *rec;
	struct out *out;
};

/* Of --since and --until; or usage error. */
int64_t pick_time(const char *option, const char *text);
struct expr *pick_where(const char *text);	/* of --where; or usage error */

/*
 * Only records with this member; of several with the same name, one of them.  The texts
 * must last as long as the pick.
 */
void pick_member(struct pick *, const char *name, const char *value);
bool pick_any(const struct pick *);	/* every record is wanted */

/* Every record as it stands: no need to look at lines. */
bool pick_all(const struct pick *);
bool pick_takes(struct pick *, const char *line, size_t n);
void pick_put(struct pick *, const char *line, size_t n, uint64_t number);
void pick_text(struct pick *, const char *line, size_t n, uint64_t number,
    struct buf *to);	/* the same into to, which is emptied first */

/* Flush, clean up; status, or EXIT_TROUBLE. */
int pick_close(struct pick *, int status);

/* --- archive_match.c: what grep looks for ------------------------------------------- */

struct re;

struct match {
	unsigned flags;		/* of the expression: RE_NOCASE, RE_LITERAL */
	const char *field;	/* only in the text of this member; NULL: in the line */
	/* what every line that matches has: looked for first */
	const char *text;
	size_t ntext;
	struct re *re;		/* NULL: to have that text is to match */
	struct rec *rec;
	uint64_t limited;	/* records that took too many steps */
};

void match_compile(struct match *, const char *pattern);	/* or usage error */
void match_clear(struct match *);

/* The first line from p on that matches, of those up to end; end when there is none. */
const char *match_next(struct match *, const char *p, const char *end);

/*
 * The next match at or behind *at in a line: false when there is no further one.  An
 * empty match is none.  With a field, s becomes its text; it is read then.
 */
struct span {
	const char *s;		/* the text, until the next call with another line */
	size_t n, at;
	size_t from, to;
};
bool match_open(struct match *, struct span *, const char *line, size_t n);
bool match_span(struct match *, struct span *);

/* --- archive_context.c: records around those that match ----------------------------- */

enum { CONTEXT_MAX = 1000, CONTEXT_BYTES_MAX = 16 << 20 };

struct context_line {
	const char *p;
	size_t n;
	uint64_t number;	/* in the archive */
	uint64_t index;		/* among the records that are wanted, from 1 */
};

struct context {
	size_t before, after;	/* -B, -A */
	struct context_line *v;	/* a ring of those that may come before */
	size_t first, n;
	struct buf kept[2];	/* texts of blocks that are gone */
	unsigned which;
	uint64_t index;		/* of the last record */
	uint64_t printed;	/* of the last that was written; 0: none was */
	size_t left;		/* records that still follow the last match */
	bool short_of;		/* some were too long to be kept */
};

void context_init(struct context *);	/* after before and after were set */
void context_clear(struct context *);

/* A record that is wanted, and does not match: is it written, because it follows one? */
bool context_follows(struct context *, const char *p, size_t n, uint64_t number);

/*
 * One that matches: *gap says whether records were left out since the last one that was
 * written; then take those before it by context_before() until that is NULL.
 */
void context_found(struct context *, bool *gap);
const struct context_line *context_before(struct context *);
void context_keep(struct context *);	/* the block goes: keep the texts */

/* --- archive.c ---------------------------------------------------------------------- */

/* --help, --version, and what is no option: ends the program. */
_Noreturn void archive_common_option(int c, const char *synopsis);

/* The only operand of a command without options. */
const char *archive_only_dir(int argc, char *argv[], const char *synopsis);

/* --- one file a command ------------------------------------------------------------- */

int archive_append(int argc, char *argv[]);
int archive_cat(int argc, char *argv[]);
int archive_grep(int argc, char *argv[]);
int archive_tail(int argc, char *argv[]);
int archive_verify(int argc, char *argv[]);
int archive_ls(int argc, char *argv[]);
int archive_positions(int argc, char *argv[]);
int archive_seal(int argc, char *argv[]);

#endif
