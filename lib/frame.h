/*
 * frame.h - the messages in a stream of syslog bytes (RFC 6587).
 *
 * A sender either counts ("77 <34>1 2026-...") or ends each message with a line feed, a
 * carriage return and a line feed, or a NUL; which of them is seen anew at each message.
 * A count is one only when a priority follows it, "<34>", so that a text that begins with
 * digits is not taken for one.  Empty messages are none.
 *
 * When a stream that counts is out of step (a count was wrong), what stands there up to
 * the next count with a priority, or to the next end, is given as a message of its own:
 * nothing vanishes, and the ones after it are whole again.
 *
 *	frame_feed(&f, bytes, n);
 *	while (frame_next(&f, &m))
 *		...
 *
 * What comes out depends on the bytes, not on the pieces they come in.  No I/O.
 */
#ifndef LIB_FRAME_H
#define LIB_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum {
	FRAME_MAX = 1 << 20,	/* bytes of a message that are kept, or max */
	FRAME_DIGITS_MAX = 9,	/* of a count: a longer number is none */
	FRAME_HEAD_MAX = FRAME_DIGITS_MAX + 6,	/* count, space, "<191>" */
};

struct frame_msg {
	/* without count and end; borrowed until the next frame_...() */
	const char *p;
	size_t n;
	/* true length of the text; more than n when it was cut or is not whole */
	int64_t length;
	/* in the stream: its first byte, count included; after it, end included */
	int64_t off, end;
};

enum frame_state { FRAME_START, FRAME_COUNTED, FRAME_LINE, FRAME_ASTRAY };

struct frame {
	size_t max;		/* as FRAME_INIT set it; may be lowered between feeds */

	/* private from here */
	const char *p, *e;	/* fed, and not looked at yet */
	const char *lf, *nul;	/* the next ones in p..e, or e; NULL: not known */
	int64_t off;		/* of p in the stream */
	int64_t begin;		/* of the message that p is in */
	enum frame_state state;
	bool counts;		/* the message before this one was counted */
	bool given;		/* what is held was given out */
	int64_t want;		/* bytes of a counted message */
	/* of the message so far; max or fewer are held */
	int64_t length;
	char before, last;	/* the last two of them */
	char head[FRAME_HEAD_MAX];	/* may be the start of a count */
	size_t nhead;
	struct buf held;	/* the message so far */
};

#define FRAME_INIT(most) { .max = (most) }

/* n bytes that go on where the last ones ended; they stay until frame_next() is false. */
void frame_feed(struct frame *, const char *, size_t n);
bool frame_next(struct frame *, struct frame_msg *);	/* false: all is looked at */

/* After frame_next() was false, at the end of the stream: a message without its end. */
bool frame_end(struct frame *, struct frame_msg *);

size_t frame_held(const struct frame *);	/* bytes of memory that it holds */
void frame_clear(struct frame *);		/* as after FRAME_INIT */

#endif
