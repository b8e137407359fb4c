/* line.h - lines from a descriptor, without copying or allocating for each. */
#ifndef LIB_LINE_H
#define LIB_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct out;

enum { LINE_MAX_DEFAULT = 1 << 20 };	/* longest line, in bytes */

enum line_rc {
	LINE_ERROR = -1,	/* errno tells; see line_in.out_failed */
	LINE_EOF = 0,
	LINE_OK = 1,
	LINE_LONG = 2,		/* a line over max was skipped; *p and *n mean nothing */
};

struct line_in {
	int fd;
	size_t max;		/* longest line accepted, in bytes */
	struct out *tie;	/* flushed before each read that may block; may be NULL */
	/* called just before that, for what else must not wait; may be NULL */
	void (*idle)(void *);
	void *idle_arg;
	uint64_t number;	/* of the line last returned or skipped, from 1 */
	bool out_failed;	/* LINE_ERROR came from tie, not from fd */

	bool eof, skipping;	/* private from here */
	char *buf;
	size_t cap, pos, scan, end;
};

#define LINE_IN_INIT(f, o) { .fd = (f), .max = LINE_MAX_DEFAULT, .tie = (o) }

/*
 * The next line, without its newline and NUL-terminated, in *p (*n bytes; it
 * may hold NULs).  It lives in the buffer, to be changed at will, until the
 * next call.  A last line that lacks its newline is a line.  While it waits
 * it also watches tie: a reader that left is LINE_ERROR with EPIPE.
 */
enum line_rc line_next(struct line_in *, char **p, size_t *n);
void line_clear(struct line_in *);

#endif
