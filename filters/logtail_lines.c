/* logtail_lines - from the bytes of a source to records. */
#include <string.h>

#include "logtail.h"
#include "re.h"
#include "rec.h"

bool
lines_wanted(const struct tail *t, const struct piece *x)
{
	return !t->grep || re_match(t->grep, x->p, x->n) == RE_YES;
}

/* A line, or an entry, that is complete. */
static void
put(void *arg, const struct piece *x)
{
	struct gen *g = arg;
	struct tail *t = g->tail;

	if (!lines_wanted(t, x))
		return;
	t->totals.records++;
	record_piece(t, &g->common, x);
}

void
lines_begin(struct tail *t, struct gen *g)
{
	g->tail = t;
	if (g->spec->form && !g->entry)
		g->entry = entry_new(g->spec->form, put, g);
}

/* Before its first line a generation has a name and is introduced. */
static void
introduce(struct tail *t, struct gen *g, const char *p, size_t n)
{
	lines_begin(t, g);
	if (g->fid[0] == '\0')
		gen_name(t, g, p, n);
	record_begin(&g->common, g->path, g->fid);
	if (g->before[0])
		ledger_before(t, g);
	control_source(t, g);
}

void
lines_finish(struct gen *g)
{
	if (g->entry)
		entry_flush(g->entry);
}

/*
 * A record of type flush on the standard input: whoever sent it waits for it at the end
 * of the pipeline.  All that is there goes out before it.
 */
static bool
flushed(struct tail *t, struct gen *g, const char *p, size_t n)
{
	if (!g->is_stdin || n == 0 || n > FLUSH_MAX || p[0] != '{' ||
	    memmem(p, n, "flush", 5) == NULL)
		return false;
	if (!t->rec)
		t->rec = rec_new();
	if (rec_parse(t->rec, p, n) < 0 || !rec_is(t->rec, "type", "flush"))
		return false;
	lines_finish(g);
	if (t->follow)
		follow_drain(t->follow);
	rec_write(t->rec, &t->out);
	control_end(t);
	control_flush(t);
	return true;
}

void
gen_line(struct tail *t, struct gen *g, const char *p, size_t n, int64_t end,
    int64_t length)
{
	struct piece x = {
		.p = p, .n = n, .off = g->off, .end = end, .length = length, .lines = 1,
	};
	size_t ended = (size_t)(end - g->off - length);

	if (flushed(t, g, p, n)) {
		g->off = end;
		return;
	}
	if (t->o.journal) {
		journal_line(t, p, n, length > (int64_t)n);
		g->common.records++;
		g->off = end;
		return;
	}
	text_begin(t, g, p, n, true);
	if (g->common.fixed.n == 0)
		introduce(t, g, p, n + ended);
	if (g->mark > 0 && g->off == 0 && n >= (size_t)g->mark) {
		x.p += g->mark;		/* a byte order mark is no text */
		x.n -= (size_t)g->mark;
		x.length -= g->mark;
	}
	text_decode(t, g, &x);
	if (x.length == (int64_t)x.n && x.n > 0 && x.p[x.n - 1] == '\r' && ended)
		x.length = (int64_t)--x.n;
	t->totals.lines++;
	if (g->entry)
		entry_line(g->entry, &x, t->steady_ns);
	else
		put(g, &x);
	g->off = end;
}

/* The end of a line that was taken without it: its bytes; -1: not all is there yet. */
static int
end_of_taken(const struct gen *g, const char *p, const char *e)
{
	size_t unit = text_unit(g);

	if ((size_t)(e - p) < unit)
		return -1;
	if (unit > 1)
		return text_newline(g, p, p + unit) == p ? (int)unit : 0;
	if (*p == '\r' && p + 1 == e)
		return -1;
	return *p == '\r' && p[1] == '\n' ? 2 : *p == '\n';
}

const char *
gen_lines(struct tail *t, struct gen *g, const char *p, const char *e)
{
	const char *nl;
	size_t unit;
	int n;

	text_begin(t, g, p, (size_t)(e - p), false);
	unit = text_unit(g);
	if (g->unended && p < e) {
		n = end_of_taken(g, p, e);
		if (n < 0)
			return p;
		p += n;
		g->off += n;
		g->unended = false;
	}
	t->plain = (struct stretch){ p, p };
	while ((nl = text_newline(g, p, e)) != NULL) {
		const char *next = nl + unit;

		if (p >= t->plain.to)	/* of many lines at once */
			t->plain = (struct stretch){ p, text_plain(t, g, p, e) };
		gen_line(t, g, p, (size_t)(nl - p), g->off + (next - p), nl - p);
		p = next;
	}
	t->plain = (struct stretch){ NULL, NULL };
	return p;
}
