/* archive_segment.h - sealed segments. */
#ifndef FILTERS_ARCHIVE_SEGMENT_H
#define FILTERS_ARCHIVE_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_hash.h"

struct buf;
struct pack;
struct rec;
struct salts;
struct sets;
struct sources;

struct segment {
	uint64_t number, first, count, bytes;
	int64_t from, to;	/* least and greatest time; TS_NONE: no record has one */
	enum digest_kind digest;
	struct hash root, prev, hash;
	size_t packed;		/* bytes of the file before its index */
};

/* A record of it has this time (or TS_NONE). */
void segment_time(struct segment *, int64_t time);

/* What the index of a new segment tells besides. */
struct segment_parts {
	const struct sources *sources;
	const struct sets *sets;
	const struct salts *salts;
};

/* What its index begins with, before the layout line; sets s->hash. */
void segment_print_index(struct segment *s, const struct segment_parts *,
    struct buf *index);

/*
 * The whole file of a segment whose segment line is there already (nline bytes without
 * newline), to replace it: n bytes of text packed, then the index.
 */
void segment_print_again(const struct segment *, const char *line, size_t nline,
    const struct salts *, const char *text, size_t n, struct pack *, struct buf *to);

enum { SEGMENT_INDEX_KIND = 1 };	/* of skippable frame */

/* The text of an index without its last line becomes a frame; empties index. */
void segment_put_index(struct buf *index, struct buf *to);

/* The line of the index that tells of the n bytes before it. */
void segment_print_layout(enum digest_kind, const char *packed, size_t n, struct buf *to);

/* The same where the last of them are a filter (0: there is none). */
void segment_print_filtered(enum digest_kind, const char *packed, size_t n,
    size_t filter, struct buf *to);

/* What ends a file that only plain zstd needs: it shows that it is as it was written. */
void segment_print_copy_end(enum digest_kind, const char *packed, size_t n,
    struct buf *to);

/* The last n bytes of a file: how many of them its index takes, or 0 when it has none. */
enum { SEGMENT_END = 34 };	/* bytes of the last line, which tells that */
size_t segment_index_size(const char *p, size_t n);

/*
 * Read the index at p: 0 and *s, or -1.  sound says whether the hash of its first line,
 * the segment line, is right.  rec holds that line, as long as p; the others are as they
 * stand, layout with its newline.  The last nfilter bytes before the index are a filter.
 */
struct index_text {
	struct rec *rec;
	const char *line, *salt, *layout;
	size_t nline, nsalt, nlayout, nfilter;
	const char *filter;	/* only by segment_peek_filter(): in the text */
	bool sound;
};

/* Read a segment line: 0, *s, t->rec and t->sound, or -1. */
int segment_line(const char *line, size_t n, struct segment *s, struct index_text *t);
int segment_index(const char *p, size_t n, struct segment *s, struct index_text *);

/*
 * The same of a file whose records are not read; b is for its text.  errno is 0 when
 * it has none.
 */
int segment_peek(const char *path, struct segment *s, struct index_text *, struct buf *b);
int segment_peek_filter(const char *path, struct segment *s, struct index_text *,
    struct buf *b);

/*
 * The index alone of a file of *size bytes (size may be NULL): the last *n bytes of b.
 * 0, or -1 and errno (0: it has none).
 */
int segment_read_index(const char *path, struct buf *b, size_t *n, size_t *size);
int segment_read_index_at(int fd, struct buf *b, size_t *n, size_t *size);

/* Append what is in the data frames of a file: 0, or -1 when that may not be all. */
int segment_text(struct pack *, const char *p, size_t n, struct buf *text);

#endif
