/* archive_back.h - all records of an archive from the last to the first. */
#ifndef FILTERS_ARCHIVE_BACK_H
#define FILTERS_ARCHIVE_BACK_H

#include "archive_reader.h"

struct pace;

struct back {
	struct reader reader;	/* its since and until may be set after back_open() */
	uint64_t first, at;	/* segments: the first one, the next one to read */
	struct pace *pace;	/* of what is read; ends with back_close(); or NULL */
	struct back_block {
		uint64_t first;
		size_t at, n;	/* in text */
	} *v;
	size_t n, cap;
	struct buf text;
};

/* Ends the program when it is no archive. */
void back_open(struct back *, const char *dir);

/* The block before the last one that came; it lasts until the next call. */
bool back_next(struct back *, struct block *);
int back_close(struct back *, int status);	/* as reader_close() */

/* The lines of a block from its last to its first; each ends in a newline. */
struct back_lines {
	const char *begin, *end;
	uint64_t number;	/* of the line that came last */
};
void back_lines(struct back_lines *, const struct block *);

/* n: without its newline.  False: there is no further one. */
bool back_line(struct back_lines *, const char **line, size_t *n);

#endif
