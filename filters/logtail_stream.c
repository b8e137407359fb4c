/* logtail_stream - stdin, pipes and compressed files, which are read once. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"
#include "mem.h"
#include "packed.h"

enum { STOP_MS = 1000 };

/* Of a compressed file the last bytes before off are kept: it will be known by them. */
static void
keep_edge(struct gen *g, const char *p, size_t n)
{
	size_t old = n >= EDGE ? 0 : g->nedge + n > EDGE ? EDGE - n : g->nedge;

	if (!g->packed)
		return;
	if (!g->edge)
		g->edge = mem_zero(1, EDGE);
	memmove(g->edge, g->edge + g->nedge - old, old);
	memcpy(g->edge + old, n > EDGE ? p + n - EDGE : p, n > EDGE ? EDGE : n);
	g->nedge = old + (n > EDGE ? EDGE : n);
}

/*
 * The end of a line of which the first LINE_LIMIT bytes are held may be in the new bytes.
 */
static void
long_line(struct tail *t, struct gen *g, size_t n)
{
	const char *fresh = g->held + LINE_LIMIT, *nl = text_newline(g, fresh, fresh + n);
	size_t unit = text_unit(g), used = nl ? (size_t)(nl - fresh) + unit : n;
	size_t left = n - used;

	ledger_add(t, g, g->held, LINE_LIMIT, g->off);
	ledger_add(t, g, fresh, used, g->scanned);
	keep_edge(g, fresh, used);
	if (!nl) {
		g->scanned += (int64_t)n;
		return;
	}
	gen_line(t, g, g->held, LINE_LIMIT, g->scanned + (int64_t)used,
	    g->scanned + (nl - fresh) - g->off);
	memmove(g->held, nl + unit, left);
	g->nheld = left;
}

/* n new bytes stand behind what is held. */
static void
take(struct tail *t, struct gen *g, size_t n)
{
	const char *rest;
	int64_t from;

	if (g->nheld == LINE_LIMIT) {
		long_line(t, g, n);
		if (g->nheld == LINE_LIMIT)
			return;
	} else {
		g->nheld += n;
	}
	from = g->off;
	rest = gen_lines(t, g, g->held, g->held + g->nheld);
	ledger_add(t, g, g->held, (size_t)(rest - g->held), from);
	keep_edge(g, g->held, (size_t)(rest - g->held));
	g->nheld -= (size_t)(rest - g->held);
	memmove(g->held, rest, g->nheld);
	if (g->nheld >= LINE_LIMIT) {
		size_t more = g->nheld - LINE_LIMIT;

		ledger_add(t, g, g->held, g->nheld, g->off);
		g->scanned = g->off + LINE_LIMIT + (int64_t)more;
		g->nheld = LINE_LIMIT;	/* what is cut off is counted only */
	}
	if (g->off - g->source_off >= RENEW)
		control_source(t, g);
}

/* The end: a line without its newline is a line. */
static void
finish(struct tail *t, struct gen *g)
{
	if (g->nheld == 0)
		return;
	ledger_add(t, g, g->held, g->nheld, g->off);
	if (g->nheld < LINE_LIMIT)
		keep_edge(g, g->held, g->nheld);
	if (g->nheld == LINE_LIMIT)
		gen_line(t, g, g->held, LINE_LIMIT, g->scanned, g->scanned - g->off);
	else
		gen_line(t, g, g->held, g->nheld, g->off + (int64_t)g->nheld,
		    (int64_t)g->nheld);
	g->nheld = 0;
}

/* The last time that a line before off states: what follows may have none. */
static void
look(struct tail *t, struct gen *g, const char *p, size_t n)
{
	const char *e = p + n, *nl;

	while ((nl = text_newline(g, p, e)) != NULL) {
		struct piece x = { .p = p, .n = (size_t)(nl - p) };

		text_decode(t, g, &x);
		record_look(&g->common, x.p, x.n);
		p = nl + text_unit(g);
	}
}

/* Over the bytes of a compressed file that were read in another run. */
static ssize_t
pass_known(struct tail *t, struct gen *g)
{
	int64_t at;
	ssize_t n = 1;

	while ((at = packed_offset(g->packed)) < g->off && n > 0) {
		int64_t left = g->off - at;

		n = packed_read(g->packed, g->held, left < BLOCK ? (size_t)left : BLOCK);
		if (n > 0)
			keep_edge(g, g->held, (size_t)n);
		if (n > 0 && n == left)
			look(t, g, g->held, (size_t)n);
	}
	g->unended = text_unended(g, g->edge, g->nedge);
	return n;
}

/* A read, up to the border of a code unit. */
static ssize_t
read_units(const struct gen *g, char *p)
{
	size_t unit = text_unit(g);
	ssize_t n = read(g->fd, p, BLOCK), more = 1;

	while (n > 0 && (size_t)n % unit != 0 && more > 0) {
		more = read(g->fd, p + n, unit - (size_t)n % unit);
		n += more > 0 ? more : 0;
	}
	return n;
}

static ssize_t
next_bytes(struct tail *t, struct gen *g)
{
	if (!g->packed)
		return read_units(g, g->held + g->nheld);
	text_begin(t, g, NULL, 0, true);
	if (packed_offset(g->packed) < g->off && g->nheld == 0 && pass_known(t, g) <= 0)
		return -1;
	return packed_read(g->packed, g->held + g->nheld, BLOCK);
}

static void
failed(struct tail *t, struct gen *g)
{
	int reason = errno;

	if (g->packed)
		ledger_gap(t, g->path, g->fid, g->off + (int64_t)g->nheld, -1,
		    reason == ENODATA ? "the compressed file is cut off" :
		    "the compressed file cannot be read");
	errno = reason;
	if (g->packed && (reason == ENODATA || reason == EBADMSG))
		warn_msg("cannot read '%s' behind byte %lld of its content: it is %s",
		    g->path, (long long)packed_offset(g->packed),
		    reason == ENODATA ? "cut off" : "damaged");
	else
		warn_errno("cannot read '%s'", g->path);
	t->trouble = true;
}

enum gen_rc
stream_turn(struct tail *t, struct gen *g)
{
	ssize_t n;

	if (!g->held)
		g->held = mem_grow(NULL, &g->held_cap, LINE_LIMIT + BLOCK, 1);
	n = next_bytes(t, g);
	t->now_ns = ts_now();
	t->steady_ns = gen_steady_ns();
	if (!g->packed)
		g->common.memo.latest_s = t->now_ns / TS_SECOND;
	if (n > 0) {
		if (g->packed && g->off == 0 && g->nheld == 0)
			gen_head(g, g->held, (size_t)n);
		take(t, g, (size_t)n);
		return GEN_MORE;
	}
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return GEN_MORE;
	if (n < 0)
		failed(t, g);
	finish(t, g);
	lines_finish(g);
	control_source(t, g);
	return n < 0 ? GEN_FAILED : GEN_END;
}

/* Wait until there is input; before that everything goes out. */
static void
wait_input(struct tail *t, struct gen *g)
{
	struct pollfd p[] = {
		{ .fd = g->fd, .events = POLLIN }, { .fd = t->out.fd, .events = 0 },
	};
	int n;

	if (g->packed || poll(p, 1, 0) != 0)
		return;
	control_flush(t);
	/* a signal may come right before poll(): it is seen a moment later */
	while (!*t->stop && ((n = poll(p, 2, STOP_MS)) == 0 || (n < 0 && errno == EINTR)))
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
	/* a compressed file ends by itself; what is younger must not be read before it */
	while ((g->packed || !*t->stop) && stream_turn(t, g) == GEN_MORE);
}
