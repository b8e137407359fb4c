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
struct sources;

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

#endif
