/*
 * archive_cold.h - cold files: segments as columns of text.
 *
 * A cold file stands for several sealed segments.  Its first frame says how to read it,
 * then a data frame follows for each column; its index has the segment and salt lines of
 * the segments as they stood, and a line that tells where each column is.
 */
#ifndef FILTERS_ARCHIVE_COLD_H
#define FILTERS_ARCHIVE_COLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_hash.h"
#include "archive_segment.h"
#include "buf.h"
#include "column.h"

struct pack;
struct rec;

enum {
	COLD_BLOCK_MIN = 64 << 10,	/* of --block */
	COLD_BLOCK = 16 << 20,		/* its default */
	COLD_RUN_BYTES = 256 << 10,	/* of records at once: a cache holds them */
	COLD_SEGMENTS_MAX = 4096,	/* in one file */
};

/* The first frame: lines, the last is NULL. */
extern const char *const cold_text[];

/*
 * The whole file into to, which it replaces: the records, n bytes of lines, and the
 * segment and salt lines of their segments.
 */
struct cold_parts {
	const char *records;
	size_t n;
	const struct buf *lines;	/* each with its newline */
	enum digest_kind digest;
	int level;
};
void cold_print(const struct cold_parts *, struct buf *to);

/* One of the segments of a file that is read. */
struct cold_segment {
	struct segment s;
	const char *line;		/* its segment line, in the file */
	const char *salt;		/* the line behind it, nsalt bytes */
	size_t nsalt;
	bool skip;			/* its records are not wanted: set it */
};

struct cold {
	const struct buf *file;		/* all of it, or else NULL: it is read from fd */
	int fd;				/* or -1 */
	struct buf part;		/* that was read last */
	struct pack *pack;
	struct column_reader *rows;
	struct column_hits hits;	/* rows that are wanted, once told is set */
	/* none: no record may match; sifted: the filter alone told it */
	bool told, none, sifted;
	uint64_t sure;			/* that are wanted, and do not come out */
	uint64_t passed;		/* left out since the last one that came out */
	uint64_t read, left;		/* rows so far; of those wanted, still to come */
	struct cold_segment *segments;
	size_t nsegments, room, at;	/* of the next record */
	uint64_t row;			/* of it, in that segment */
	struct buf filter;		/* as it was unpacked */
	const char *sieve;		/* letters, behind them nsieve bytes of bits; */
	size_t nsieve;			/* NULL: nothing is known */
	struct cold_frame {
		char name[COLUMN_NAME_MAX];
		size_t at, unpacked, packed;
		struct buf text;	/* once it was unpacked */
		size_t head;		/* bytes of its first line */
		bool tried, here;
	} *frames;			/* of the columns, in their order */
	size_t nframes;
	size_t about;			/* bytes of the first frame */
	int level;			/* of packing */
	unsigned damaged;		/* columns that cannot be had */
	const char *layout;		/* the line, with its newline */
	size_t nlayout, packed;		/* bytes before the index */
};

/*
 * Read the index of a file, which must stay: 0, or -1 when it is damaged, but *c can be
 * closed.
 */
int cold_open(struct cold *, const struct buf *file, struct rec *);

/* The columns by themselves, each unpacked when it is asked for; the file must stay. */
struct column_source cold_source(struct cold *, struct pack *);

/*
 * The same of a file of which only what is needed will be read, and its index into text,
 * which must stay.  -1 with errno: it cannot be read; 0: it is damaged.
 */
int cold_open_path(struct cold *, const char *path, struct buf *text, struct rec *);

/* n bytes of the file, at most up to its index: until the next call; NULL: damaged. */
const char *cold_bytes(struct cold *, size_t at, size_t n);

/*
 * Before the first cold_run(), unpack the columns; or those alone that tell which records
 * a search wants (archive_cold_search.c): then only these come out.  cold_look() is false
 * where they cannot.
 */
void cold_unpack(struct cold *, struct pack *);

struct cold_search {
	/* no record without the text matches; every one with the other (if n is not 0) */
	struct column_needle has, sure;
	bool invert;			/* those that do not match are wanted */
	bool counts;			/* c->sure of those do not come out */
	size_t before, after;		/* records around are wanted, too */
};
bool cold_look(struct cold *, struct pack *, const struct cold_search *);

void cold_open_rows(struct cold *, struct pack *);	/* c->rows; NULL: damaged */
size_t cold_unpacked(const struct cold *);	/* bytes of all columns */
void cold_close(struct cold *);	/* and release all that was taken */

/*
 * The next records that stand in a row, of one segment, about max bytes of them: into to,
 * which is emptied.  False: there are no more (c->passed
 * were left out at the end).
 */
struct cold_run {
	size_t segment;			/* index of it */
	uint64_t first, count;		/* numbers of records; count may be 0 */
	uint64_t lost;			/* that many follow which cannot be had */
	uint64_t passed;		/* that many before it were not wanted */
};
bool cold_run(struct cold *, struct cold_run *, size_t max, struct buf *to);

/* The same behind what is in the buf. */
bool cold_run_on(struct cold *, struct cold_run *, size_t max, struct buf *to);

/*
 * archive_cold_filter.c: what tells without any column that a text is in no record.
 * Append that frame, for records whose columns are in the set; and read it: letters is
 * for a struct column_needle, NULL when there is no such frame or it is damaged.  False:
 * no record has the needle.
 */
enum { COLD_FILTER_KIND = 2 };		/* of skippable frame */
void cold_put_filter(const struct cold_parts *, struct column_set *, struct pack *,
    struct buf *to);
bool cold_filter(struct cold *, const struct column_needle *,
    const unsigned char **letters);

/*
 * After cold_unpack() and cold_filter(): does it know all letters that are in the
 * columns, all identifiers that are in lines of records?
 */
bool cold_filter_letters(const struct cold *);
bool cold_filter_lines(const struct cold *, const char *p, size_t n);

/*
 * archive_cold_check.c: decode all of it: do its records make the roots of the segments?
 * NULL, or why not.
 */
const char *cold_check(const struct buf *file, struct rec *);

#endif
