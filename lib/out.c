/* out - buffered output of whole records. */
#include "out.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"

char *
out_room(struct out *o, size_t n)
{
	if (o->cap - o->len < n || !o->buf)
		o->buf = mem_grow(o->buf, &o->cap, o->len + n > OUT_CHUNK ? o->len + n : OUT_CHUNK, 1);
	return o->buf + o->len;
}

void
out_put(struct out *o, const void *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(out_room(o, n), p, n);
	o->len += n;
}

void
out_str(struct out *o, const char *s)
{
	out_put(o, s, strlen(s));
}

void
out_fmt(struct out *o, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		die_errno(EXIT_TROUBLE, "cannot format output");
	va_start(ap, fmt);
	vsnprintf(out_room(o, (size_t)n + 1), (size_t)n + 1, fmt, ap);
	va_end(ap);
	o->len += (size_t)n;
}

int
out_end(struct out *o)
{
	*out_room(o, 1) = '\n';
	o->len++;
	return o->len >= OUT_CHUNK ? out_flush(o) : 0;
}

/* A descriptor that somebody set to non-blocking: wait until it takes more. */
static int
wait_writable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return poll(&p, 1, -1) < 0 && errno != EINTR ? -1 : 0;
}

int
out_flush(struct out *o)
{
	size_t done = 0;

	while (done < o->len) {
		ssize_t n = write(o->fd, o->buf + done, o->len - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno == EAGAIN ? wait_writable(o->fd) < 0 : errno != EINTR)
			break;
	}
	if (done && done < o->len)	/* after an error: what is left stays */
		memmove(o->buf, o->buf + done, o->len - done);
	o->len -= done;
	return o->len ? -1 : 0;
}

bool
out_gone(const struct out *o)
{
	struct pollfd p = { .fd = o->fd };

	return poll(&p, 1, 0) > 0 && p.revents & POLLERR;
}

void
out_clear(struct out *o)
{
	free(o->buf);
	*o = (struct out)OUT_INIT(o->fd);
}

void
out_die(const struct out *o)
{
	(void)o;
	if (errno == EPIPE) {
		sigset_t set;

		signal(SIGPIPE, SIG_DFL);
		sigemptyset(&set);
		sigaddset(&set, SIGPIPE);
		sigprocmask(SIG_UNBLOCK, &set, NULL);
		raise(SIGPIPE);
	}
	die_errno(EXIT_TROUBLE, "cannot write output");
}
