/* progress - how far long work has come. */
#include "progress.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "buf.h"
#include "err.h"
#include "ts.h"

enum { COLUMNS = 80, MINUTE_S = 60, HOUR_S = 3600, UNIT_FROM = 10, UNIT_STEP = 1000 };

static const int64_t every_ns = TS_SECOND / 4, settled_ns = TS_SECOND;
static const char *const units[] = { "bytes", "kB", "MB", "GB", "TB" };

static struct progress *current;	/* whose line err.h takes off */

/* The unit in which n is at least UNIT_FROM, and what one of it is. */
static const char *
unit_of(uint64_t n, uint64_t *one)
{
	size_t i = 0;

	for (*one = 1; i + 1 < sizeof units / sizeof *units &&
	    n / *one >= (uint64_t)UNIT_FROM * UNIT_STEP; i++)
		*one *= UNIT_STEP;
	return units[i];
}

static void
put_left(struct buf *to, double s)
{
	unsigned long long left = (unsigned long long)s + 1;

	if (left >= HOUR_S)
		buf_fmt(to, ", %llu:%02llu:%02llu left", left / HOUR_S,
		    left % HOUR_S / MINUTE_S, left % MINUTE_S);
	else
		buf_fmt(to, ", %llu:%02llu left", left / MINUTE_S, left % MINUTE_S);
}

void
progress_text(const struct progress *p, int64_t now, size_t columns, struct buf *to)
{
	size_t from = to->n;
	uint64_t most = p->whole > p->done ? p->whole : p->done, one, rate_one;
	const char *unit = unit_of(most, &one), *rate_unit;
	int64_t ns = now - p->begun;

	buf_fmt(to, "%s: %llu", p->what, (unsigned long long)(p->done / one));
	if (p->whole > 0)
		buf_fmt(to, " of %llu", (unsigned long long)(most / one));
	buf_fmt(to, " %s", unit);
	if (ns >= settled_ns && p->done > 0) {
		double rate = (double)p->done * TS_SECOND / (double)ns;

		rate_unit = unit_of((uint64_t)rate, &rate_one);
		buf_fmt(to, ", %llu %s/s",
		    (unsigned long long)(rate / (double)rate_one), rate_unit);
		if (p->whole > p->done)
			put_left(to, (double)(p->whole - p->done) / rate);
	}
	if (to->n - from > columns)
		buf_cut(to, from + columns);
}

static void
write_all(const struct buf *b)
{
	ssize_t n = write(STDERR_FILENO, b->p, b->n);

	(void)n;	/* what does not come to the terminal is not missed */
}

/* Spaces over the rest of a line that was longer; or an escape sequence. */
static void
put_rest(const struct progress *p, size_t n, struct buf *to)
{
	if (!p->plain) {
		buf_str(to, "\033[K");
		return;
	}
	for (size_t i = n; i < p->shown; i++)
		buf_char(to, ' ');
	for (size_t i = n; i < p->shown; i++)
		buf_char(to, '\b');
}

static size_t
columns(void)
{
	struct winsize w;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &w) < 0 || w.ws_col == 0)
		return COLUMNS - 1;
	return w.ws_col - 1U;
}

/* A process in the background would be stopped, or write into what another shows. */
static bool
in_foreground(void)
{
	pid_t group = tcgetpgrp(STDERR_FILENO);

	return group < 0 || group == getpgrp();
}

static void
show(struct progress *p, int64_t now)
{
	struct buf b = BUF_INIT;
	size_t n;

	p->said = now;
	if (!in_foreground())
		return;
	buf_char(&b, '\r');
	progress_text(p, now, columns(), &b);
	n = b.n - 1;
	put_rest(p, n, &b);
	write_all(&b);
	p->shown = n;
	buf_clear(&b);
}

static void
take_off(void)
{
	if (current)
		progress_clear(current);
}

void
progress_begin(struct progress *p, const char *what, uint64_t whole)
{
	const char *plain = getenv("NO_COLOR");

	*p = (struct progress){ .what = what, .whole = whole,
		.on = isatty(STDERR_FILENO), .plain = plain && *plain };
	if (!p->on)
		return;
	p->begun = ts_now();
	current = p;
	err_before(take_off);
	show(p, p->begun);
}

void
progress_add(struct progress *p, uint64_t bytes)
{
	int64_t now;

	p->done += bytes;
	if (!p->on)
		return;
	now = ts_now();
	if (now - p->said >= every_ns || now < p->said)
		show(p, now);
}

void
progress_clear(struct progress *p)
{
	struct buf b = BUF_INIT;

	if (!p->on || p->shown == 0)
		return;
	buf_char(&b, '\r');
	put_rest(p, 0, &b);
	write_all(&b);
	p->shown = 0;
	buf_clear(&b);
}

void
progress_end(struct progress *p)
{
	progress_clear(p);
	p->on = false;
	if (current == p)
		current = NULL;
}
