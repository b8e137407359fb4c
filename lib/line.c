/* line - lines from a descriptor, without copying or allocating for each. */
#include "line.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "out.h"

enum { LINE_CHUNK = 256 * 1024 };	/* bytes asked of one read */

static int
out_trouble(struct line_in *in)
{
	in->out_failed = true;
	return -1;
}

/*
 * Flush what waits, then wait for input with an eye on the reader of tie:
 * POLLERR on its pipe means that nobody reads any more.
 */
static int
wait_input(struct line_in *in)
{
	struct pollfd p[2] = {
		{ .fd = in->fd, .events = POLLIN },
		{ .fd = in->tie ? in->tie->fd : -1 },
	};

	if (poll(&p[0], 1, 0) > 0)
		return 0;	/* will not block: nothing to flush for */
	if (in->idle)
		in->idle(in->idle_arg);
	if (in->tie && out_flush(in->tie) < 0)
		return out_trouble(in);
	for (;;) {
		if (poll(p, 2, -1) < 0) {
			if (errno == EINTR)
				continue;
			return -1;
		}
		if (p[0].revents)
			return 0;
		if (p[1].revents & POLLERR) {
			errno = EPIPE;
			return out_trouble(in);
		}
		if (p[1].revents)
			/* something else than a broken pipe: no news for us */
			p[1].fd = -1;
	}
}

/* One more read: the bytes read, 0 at the end, -1 and errno. */
static ssize_t
fill(struct line_in *in)
{
	ssize_t n;

	if (in->pos > 0) {
		memmove(in->buf, in->buf + in->pos, in->end - in->pos);
		in->end -= in->pos;
		in->scan -= in->pos;
		in->pos = 0;
	}
	in->buf = mem_grow(in->buf, &in->cap, in->end + LINE_CHUNK + 1, 1);
	do {
		if (wait_input(in) < 0)
			return -1;
		n = read(in->fd, in->buf + in->end, in->cap - in->end - 1);
	} while (n < 0 && (errno == EINTR || errno == EAGAIN));
	if (n > 0)
		in->end += (size_t)n;
	return n;
}

/* Hand out the line from pos to stop; the next one begins at next. */
static enum line_rc
take(struct line_in *in, size_t stop, size_t next, char **p, size_t *n)
{
	bool fits = !in->skipping && stop - in->pos <= in->max;

	in->buf[stop] = '\0';
	*p = in->buf + in->pos;
	*n = stop - in->pos;
	in->pos = in->scan = next;
	in->skipping = false;
	in->number++;
	return fits ? LINE_OK : LINE_LONG;
}

enum line_rc
line_next(struct line_in *in, char **p, size_t *n)
{
	for (;;) {
		char *nl = in->scan < in->end ?
		    memchr(in->buf + in->scan, '\n', in->end - in->scan) : NULL;
		ssize_t got;

		if (nl)
			return take(in, (size_t)(nl - in->buf),
			    (size_t)(nl - in->buf) + 1, p, n);
		in->scan = in->end;
		/* too long already: keep nothing of it */
		if (in->end - in->pos > in->max) {
			in->skipping = true;
			in->pos = in->scan = in->end = 0;
		}
		if (in->eof) {
			if (in->pos == in->end && !in->skipping)
				return LINE_EOF;
			return take(in, in->end, in->end, p, n);
		}
		got = fill(in);
		if (got < 0)
			return LINE_ERROR;
		in->eof = got == 0;
	}
}

void
line_clear(struct line_in *in)
{
	free(in->buf);
	*in = (struct line_in){ .fd = in->fd, .max = in->max, .tie = in->tie,
		.idle = in->idle, .idle_arg = in->idle_arg };
}
