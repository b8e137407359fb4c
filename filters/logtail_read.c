/* logtail_read - a plain file, read block by block. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"

enum {
	HOLE = 4096,	/* so many bytes of zero at least are what nobody wrote */
	AGAIN = 64,	/* bytes that are read again to see that they stayed */
};

/*
 * Keep what stands before off: at is the place of
 * off in memory, from the first byte there.
 */
static void
keep_context(struct gen *g, const char *from, const char *at)
{
	size_t n = (size_t)(at - from) < CONTEXT ? (size_t)(at - from) : CONTEXT;

	memmove(g->last, at - n, n);
	g->nlast = n;
}

/*
 * A line of which the first LINE_LIMIT bytes stand in the block behind the context and
 * which goes on: find its end, without keeping it.
 */
static enum gen_rc
long_line(struct tail *t, struct gen *g, bool final)
{
	char *head = t->block + g->nlast, *scratch = head + LINE_LIMIT;
	int64_t at = g->off + LINE_LIMIT, unit = (int64_t)text_unit(g);
	const char *nl;
	ssize_t n;

	if (at < g->scanned)
		at = g->scanned;
	else
		ledger_add(t, g, head, LINE_LIMIT, g->off);
	while ((n = gen_pread(g->fd, scratch, BLOCK, at)) > 0 && !*t->stop) {
		nl = text_newline(g, scratch, scratch + n);
		if (nl) {
			int64_t end = at + (nl + unit - scratch);

			ledger_add(t, g, scratch, (size_t)(end - at), at);
			gen_line(t, g, head, LINE_LIMIT, end, end - unit - g->off);
			keep_context(g, scratch, nl + unit);
			g->wide = false;
			return GEN_MORE;
		}
		if (n > unit)
			n -= n % unit;	/* to the border of a code unit */
		ledger_add(t, g, scratch, (size_t)n, at);
		at += n;
	}
	g->scanned = at;
	if (n == 0 && final) {
		gen_line(t, g, head, LINE_LIMIT, at, at - g->off);
		g->nlast = 0;
	}
	return n < 0 ? GEN_FAILED : GEN_END;
}

/*
 * Is what stands at the front of the block still so?  When a file is truncated and
 * written anew while it is read, a block may be of both.
 */
static bool
stayed(const struct tail *t, const struct gen *g, size_t n)
{
	char again[CONTEXT + AGAIN];
	size_t k = n < g->nlast + AGAIN ? n : g->nlast + AGAIN;

	return gen_pread(g->fd, again, k, g->off - (int64_t)g->nlast) == (ssize_t)k &&
	    memcmp(again, t->block, k) == 0;
}

/* Where nothing before off is kept, only the size tells that the file was truncated. */
static bool
shorter(const struct gen *g)
{
	struct stat st;

	return g->nlast == 0 && g->off > 0 && fstat(g->fd, &st) == 0 &&
	    st.st_size < g->off;
}

/*
 * A writer that is not told of a truncation goes on at its old offset: what lies before
 * that was never written, and reads as zeros.  True when it was passed over.
 */
static bool
pass_hole(struct tail *t, struct gen *g, const char *p, const char *e)
{
	off_t data;
	ssize_t n;

	if (g->off > 0 || e - p < HOLE)
		return false;
	for (int i = 0; i < HOLE; i++)
		if (p[i] != '\0')
			return false;
	data = lseek(g->fd, (off_t)g->off, SEEK_DATA);
	if (data < 0 || data == g->off) {	/* zeros that are really there */
		for (data = g->off; p < e && *p == '\0'; p++)
			data++;
	} else {
		while ((n = gen_pread(g->fd, t->block, BLOCK, data)) > 0 &&
		    t->block[0] == '\0') {
			ssize_t i = 0;

			while (i < n && t->block[i] == '\0')
				i++;
			data += i;
		}
	}
	g->ledger.hole += data - g->off;
	g->off = data;
	g->nlast = 0;
	return true;
}

/* What is in the block goes out: rest is where the line begins that is not complete. */
static enum gen_rc
take(struct tail *t, struct gen *g, size_t n, size_t want, bool final)
{
	char *p = t->block + g->nlast, *e = t->block + n;
	int64_t from = g->off;
	const char *rest;

	if (g->off == 0)
		gen_head(g, p, (size_t)(e - p));
	rest = gen_lines(t, g, p, e);
	if (rest == p && n == want) {
		if (g->wide)
			return long_line(t, g, final);
		g->wide = true;
		return GEN_MORE;
	}
	if (rest > p)
		g->wide = false;
	if (rest < e && n < want && final) {
		gen_line(t, g, rest, (size_t)(e - rest), g->off + (e - rest), e - rest);
		rest = e;
	}
	ledger_add(t, g, p, (size_t)(rest - p), from);
	keep_context(g, t->block, rest);
	if (g->off > 0 && g->pin) {	/* what is before off is known now */
		free(g->pin);
		g->pin = NULL;
	}
	if (g->off - g->source_off >= RENEW)
		control_source(t, g);
	return n == want ? GEN_MORE : GEN_END;
}

/*
 * Nothing of it was read yet, its n bytes are in the block: are they those that it had
 * when it was opened?  When these were few there may have been others between that began
 * so, too: those are in a copy, which must be looked for before the first line.
 */
static bool
begins_so(const struct tail *t, const struct gen *g, size_t n)
{
	size_t had = (size_t)g->pin_n;

	if (n < had || memcmp(t->block, g->pin, had) != 0)
		return false;
	return n == had || had == EDGE || (had > 0 && g->fid[0] != '\0');
}

/* Is it still the file that was opened, as far as anybody can see? */
static bool
unchanged(const struct tail *t, const struct gen *g, size_t n)
{
	if (n < g->nlast || memcmp(t->block, g->last, g->nlast) != 0)
		return false;
	if (g->off == 0 && !begins_so(t, g, n))
		return false;
	return stayed(t, g, n);
}

static void
note_size(struct gen *g, const struct stat *st)
{
	g->common.memo.latest_s = st->st_mtim.tv_sec;
	g->size = st->st_size;
	g->changed_ns = st->st_mtim.tv_sec * TS_SECOND + st->st_mtim.tv_nsec;
}

enum gen_rc
gen_read(struct tail *t, struct gen *g, bool final)
{
	size_t want = g->nlast + (g->wide ? LINE_LIMIT : BLOCK);
	struct stat st;
	ssize_t n;

	if (g->limit >= 0 && g->off >= g->limit)
		return GEN_END;
	if (!open_hold(t, g))
		return GEN_AWAY;
	/* the size before the bytes: what is written between the two will be new */
	if (fstat(g->fd, &st) < 0)
		return GEN_FAILED;
	n = gen_pread(g->fd, t->block, want, g->off - (int64_t)g->nlast);
	if (n < 0) {
		warn_errno("cannot read '%s'", g->path);
		t->trouble = true;
		return GEN_FAILED;
	}
	if (!unchanged(t, g, (size_t)n))
		return GEN_CHANGED;
	if (n == 0 && g->off == 0 &&	/* something came and went */
	    st.st_mtim.tv_sec * TS_SECOND + st.st_mtim.tv_nsec != g->changed_ns)
		return GEN_CHANGED;
	note_size(g, &st);
	if ((size_t)n == g->nlast)
		return shorter(g) ? GEN_CHANGED : GEN_END;
	t->now_ns = ts_now();
	t->steady_ns = gen_steady_ns();
	if (pass_hole(t, g, t->block + g->nlast, t->block + n))
		return GEN_MORE;
	return take(t, g, (size_t)n, want, final);
}
