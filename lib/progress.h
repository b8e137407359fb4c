/*
 * progress.h - how far long work has come, for who waits for it at a terminal.
 *
 * One line on standard error, written again and again while that is a terminal and the
 * process is in its foreground: bytes, rate, time left.  Nothing is written otherwise.
 * With NO_COLOR set no escape sequence is used.  A message of err.h takes the line off
 * first.  There is one at a time.
 */
#ifndef LIB_PROGRESS_H
#define LIB_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

struct progress {
	const char *what;	/* is done: the name of a command */
	uint64_t done, whole;	/* bytes; whole 0: it is not known */
	int64_t begun, said;	/* private from here on; nanoseconds */
	bool on, plain;
	size_t shown;		/* characters that stand on the screen */
};

/* What: must last until the end. */
void progress_begin(struct progress *, const char *what, uint64_t whole);

/* So many bytes more. */
void progress_add(struct progress *, uint64_t bytes);

/* Take the line off, before something else is written to the terminal. */
void progress_clear(struct progress *);
void progress_end(struct progress *);	/* the same for good; does nothing twice */

/* The line as it is at a time (of ts_now()), of at most columns characters. */
void progress_text(const struct progress *, int64_t now, size_t columns, struct buf *);

#endif
