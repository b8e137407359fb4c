/* out - buffered output of whole records. */
#include "out.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "err.h"

char *
out_room(struct out *o, size_t n)
{
	if (o->text.cap - o->text.n > n)
		return o->text.p + o->text.n;
	if (!o->text.p)		/* all that waits before a write, at once */
		buf_room(&o->text, OUT_CHUNK);
	return buf_room(&o->text, n);
}

void
out_put(struct out *o, const void *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(out_room(o, n), p, n);
	o->text.n += n;
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

	va_start(ap, fmt);
	buf_vfmt(&o->text, fmt, ap);
	va_end(ap);
}

int
out_end(struct out *o)
{
	*out_room(o, 1) = '\n';
	o->text.n++;
	return o->text.n >= OUT_CHUNK ? out_flush(o) : 0;
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
	struct buf *b = &o->text;
	size_t done = 0;

	while (done < b->n) {
		ssize_t n = write(o->fd, b->p + done, b->n - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno == EAGAIN ? wait_writable(o->fd) < 0 : errno != EINTR)
			break;
	}
	if (done && done < b->n)	/* after an error: what is left stays */
		memmove(b->p, b->p + done, b->n - done);
	b->n -= done;
	return b->n ? -1 : 0;
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
	buf_clear(&o->text);
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
