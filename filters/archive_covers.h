/*
 * archive_covers.h - files that stand for several segments: .cold and .gone.
 *
 * Both hold the segment lines of what they replace, as these stood in the indexes, so
 * that the chain goes on through them.
 */
#ifndef FILTERS_ARCHIVE_COVERS_H
#define FILTERS_ARCHIVE_COVERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_files.h"
#include "archive_segment.h"
#include "buf.h"

struct rec;

/* Segment lines of a text, one after the other; what else is there is passed over. */
struct seglines {
	const char *p, *end;
	bool only;		/* nothing else may be between them */
	struct rec *rec;	/* the line that was read last, until the next one */
	struct index_text text;	/* its salt line, where it has one */
};

/* 1: *s; 0: no more; -1: a segment line is damaged, it goes on after it. */
int seglines_next(struct seglines *, struct segment *s);

/* The content of the index at the end of a file, in b: 0, or -1 and errno (0: none). */
int covers_index(const char *path, struct buf *b, const char **p, size_t *n);

struct cover {
	enum file_kind kind;
	uint64_t first, last;	/* segments */
	uint64_t record, next;	/* numbers of its first record, of the first after it */
	struct hash prev, hash;	/* of the segment before the first, of the last */
	struct segment segment;	/* the one that was asked for */
	const char *salt;	/* its salt line, until the next look; or NULL */
	size_t nsalt;
};

struct covers {
	const char *dir;
	struct cover_name { uint64_t first; enum file_kind kind; } *v;
	size_t n, cap;
	bool listed;
	struct buf path, text;	/* of the file that was found */
	const char *lines;	/* nlines bytes of text: its segment lines are there */
	size_t nlines;
	struct rec *rec;
};

void covers_init(struct covers *, const char *dir);
void covers_clear(struct covers *);

/*
 * The file that stands for a segment; a tombstone before a cold file.  1 and *c, 0: there
 * is none; -1: there is one, at path, which cannot be read (errno; EILSEQ: damaged).
 */
int covers_find(struct covers *, uint64_t segment, struct cover *c);

#endif
