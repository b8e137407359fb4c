/* out.h - buffered output of whole records. */
#ifndef LIB_OUT_H
#define LIB_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

enum { OUT_CHUNK = 128 * 1024 };	/* a write happens once this much waits */

struct out {
	int fd;
	struct buf text;	/* what waits to be written */
};

#define OUT_INIT(f) { .fd = (f) }

/* room for n bytes at the end; add to text.n what you used */
char *out_room(struct out *, size_t n);
void out_put(struct out *, const void *, size_t);	/* part of a record */
void out_str(struct out *, const char *);
void out_fmt(struct out *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * The record is complete: adds '\n', writes when
 * OUT_CHUNK is reached; 0, or -1 and errno.
 */
int out_end(struct out *);
/* 0, or -1 and errno; goes on after EINTR, EAGAIN, short writes */
int out_flush(struct out *);
bool out_gone(const struct out *);	/* has the reader closed the pipe? */
void out_clear(struct out *);	/* as after OUT_INIT */

/*
 * Leave after out_end(), out_flush() or line_next() failed on output: quietly by
 * SIGPIPE when the reader went away, else with a message and EXIT_TROUBLE.
 */
_Noreturn void out_die(const struct out *);

#endif
