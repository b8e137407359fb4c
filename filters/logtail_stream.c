/* logtail_stream - stdin and pipes, which cannot be read twice. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"
#include "mem.h"

/*
 * The end of a line of which the first LINE_LIMIT bytes are held may be in the new bytes.
 */
static void
long_line(struct tail *t, struct gen *g, size_t n)
{
	char *fresh = g->held + LINE_LIMIT, *nl = memchr(fresh, '\n', n);
	size_t left;

	if (!nl) {
		g->scanned += (int64_t)n;
		return;
	}
	gen_line(t, g, g->held, LINE_LIMIT, g->scanned + (nl + 1 - fresh),
	    g->scanned + (nl - fresh) - g->off);
	left = n - (size_t)(nl + 1 - fresh);
	memmove(g->held, nl + 1, left);
	g->nheld = left;
}

/* n new bytes stand behind what is held. */
static void
take(struct tail *t, struct gen *g, size_t n)
{
	const char *rest;

	if (g->nheld == LINE_LIMIT) {
		long_line(t, g, n);
		if (g->nheld == LINE_LIMIT)
			return;
	} else {
		g->nheld += n;
	}
	rest = gen_lines(t, g, g->held, g->held + g->nheld);
	g->nheld -= (size_t)(rest - g->held);
	memmove(g->held, rest, g->nheld);
	if (g->nheld >= LINE_LIMIT) {
		size_t more = g->nheld - LINE_LIMIT;

		g->scanned = g->off + LINE_LIMIT + (int64_t)more;
		g->nheld = LINE_LIMIT;	/* what is cut off is counted only */
	}
}

/* The end: a line without its newline is a line. */
static void
finish(struct tail *t, struct gen *g)
{
	if (g->nheld == LINE_LIMIT)
		gen_line(t, g, g->held, LINE_LIMIT, g->scanned, g->scanned - g->off);
	else if (g->nheld > 0)
		gen_line(t, g, g->held, g->nheld, g->off + (int64_t)g->nheld,
		    (int64_t)g->nheld);
	g->nheld = 0;
}

enum gen_rc
stream_turn(struct tail *t, struct gen *g)
{
	ssize_t n;

	if (!g->held)
		g->held = mem_grow(NULL, &g->held_cap, LINE_LIMIT + BLOCK, 1);
	n = read(g->fd, g->held + g->nheld, BLOCK);
	t->now_ns = ts_now();
	g->common.memo.latest_s = t->now_ns / TS_SECOND;
	if (n > 0) {
		take(t, g, (size_t)n);
		return GEN_MORE;
	}
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return GEN_MORE;
	if (n < 0) {
		warn_errno("cannot read '%s'", g->path);
		t->trouble = true;
	}
	finish(t, g);
	return n < 0 ? GEN_FAILED : GEN_END;
}

/* Wait until there is input; before that everything goes out. */
static void
wait_input(struct tail *t, struct gen *g)
{
	struct pollfd p[] = {
		{ .fd = g->fd, .events = POLLIN }, { .fd = t->out.fd, .events = 0 },
	};

	if (poll(p, 1, 0) != 0)
		return;
	control_flush(t);
	while (!*t->stop && poll(p, 2, -1) < 0 && errno == EINTR)
		;
	if (!(p[0].revents) && p[1].revents && out_gone(&t->out)) {
		errno = EPIPE;
		out_die(&t->out);
	}
}

void
stream_drain(struct tail *t, struct gen *g)
{
	do
		wait_input(t, g);
	while (!*t->stop && stream_turn(t, g) == GEN_MORE);
}
