/*
 * entry - the first byte chooses a form, the first line is a pattern, the rest a log.
 * Every line is in exactly one entry, entries come in their order and are the same again
 * when reading begins in the middle, texts are what stands in the log; the bytes that a
 * pattern can begin with are found.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "entry.h"
#include "entry_parts.h"
#include "re.h"
#include "table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { FORMS = 8, MAX = 24, REPLAYS = 64 };

struct seen {
	const char *log;
	struct buf marks;
	bool keyed, bounded;
	int64_t last;		/* where the next entry may begin */
	uint64_t lines, sum;
	int64_t length;
};

struct mark {
	int64_t off, end;
	uint64_t sum;
};

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
add(struct entry_form *f, enum entry_role role, const char *pattern)
{
	char why[128];

	must(!entry_form_add(f, role, pattern, why, sizeof why));
}

static struct entry_form *
form(unsigned which)
{
	struct entry_form *f = entry_form_new();
	char why[128];

	if (which != 1 && which != 3)
		add(f, ENTRY_START, "^\\d");
	if (which == 0)
		add(f, ENTRY_NOT_START, "^9"), add(f, ENTRY_HEAD, "^more");
	if (which == 1 || which == 5)
		f->indent = true;
	if (which == 2)
		f->max = MAX;
	if (which == 3) {
		f->braces = true;
		add(f, ENTRY_CONTINUE, "^(?:more|also)");
		add(f, ENTRY_GOES_ON, "\\\\$");
	}
	if (which == 4 || which == 5)
		add(f, ENTRY_PAIR, "Error");
	if (which == 6)
		add(f, ENTRY_JOIN, "^\\d+ [A-Z]");
	if (which >= 4 && which <= 6)
		must(!entry_form_key(f, "^(\\d+)", why, sizeof why));
	if (which == 7) {
		add(f, ENTRY_MAY_GO_ON, ",$");
		add(f, ENTRY_END, "^-+$");
		f->empty = false;
	}
	f->hold = 3;
	entry_form_ready(f);
	return f;
}

/* Of lines, whatever their order: a sum over their texts. */
static uint64_t
sum_of(const char *p, size_t n)
{
	uint64_t sum = 0;

	for (const char *e = p + n, *nl;; p = nl + 1) {
		nl = memchr(p, '\n', (size_t)(e - p));
		if (!nl)
			nl = e;
		sum += table_hash(TABLE_SEED, p, (size_t)(nl - p));
		if (nl == e)
			return sum;
	}
}

static void
take(void *arg, const struct piece *e)
{
	struct seen *s = arg;
	struct mark m = { .off = e->off, .end = e->end };

	must(e->off >= s->last && e->end > e->off && e->lines > 0);
	must(s->keyed || s->last < 0 || e->off == s->last);
	must(s->bounded ? e->n <= MAX : (int64_t)e->n == e->length);
	/* what stands together is what stands there; the rest was joined to it */
	if (!s->bounded)
		must((int64_t)e->n >= e->end - e->off - 1);
	must(memcmp(e->p, s->log + e->off,
	    e->n < (size_t)(e->end - e->off - 1) ? e->n : (size_t)(e->end - e->off - 1)) == 0);
	s->last = e->end;
	s->lines += e->lines;
	s->length += e->length + 1;
	s->sum += sum_of(e->p, e->n);
	m.sum = table_hash(TABLE_SEED ^ e->lines, e->p, e->n);
	buf_put(&s->marks, &m, sizeof m);
}

/* Feed the lines from off on; where nothing else waits, note that in *alone. */
static void
feed(const struct entry_form *f, struct seen *s, size_t n, size_t at, int64_t pos,
    struct buf *alone)
{
	struct entry *e = entry_new(f, take, s);

	entry_resume(e, pos);
	while (at <= n) {
		const char *nl = memchr(s->log + at, '\n', n - at);
		size_t len = nl ? (size_t)(nl - s->log) - at : n - at;
		struct piece line = { .p = s->log + at, .n = len, .off = (int64_t)at,
			.end = (int64_t)(at + len + 1), .length = (int64_t)len, .lines = 1 };

		entry_line(e, &line, 0);
		must(entry_pending(e) >= 0 && entry_pending(e) <= line.off);
		if (alone && entry_pending(e) == line.off)
			buf_put(alone, &at, sizeof at);
		at += len + 1;
	}
	entry_flush(e);
	must(entry_pending(e) == -1);
	entry_free(e);
}

/* The last place before pos where nothing else was pending: 0 is one. */
static size_t
place_before(const struct buf *alone, int64_t pos)
{
	const size_t *at = (const void *)alone->p;
	size_t best = 0;

	for (size_t i = 0; i < alone->n / sizeof *at && at[i] <= (size_t)pos; i++)
		if (i % 3 != 1)
			best = at[i];
	return best;
}

static void
replay(const struct entry_form *f, const struct seen *all, size_t n, const struct buf *alone)
{
	const struct mark *marks = (const void *)all->marks.p;
	size_t count = all->marks.n / sizeof *marks;

	for (size_t i = 0; i < count && i < REPLAYS; i++) {
		struct seen s = { .log = all->log, .keyed = true, .bounded = all->bounded,
			.last = -1 };
		size_t at = (size_t)marks[i].end;

		if (f->nkeys)
			at = place_before(alone, marks[i].end);
		feed(f, &s, n, at, marks[i].end, NULL);
		must(s.marks.n == (count - i - 1) * sizeof *marks);
		must(s.marks.n == 0 || memcmp(s.marks.p, marks + i + 1, s.marks.n) == 0);
		buf_clear(&s.marks);
	}
}

/* A pattern never matches a line that begins with another byte than entry_first() says. */
static void
first_bytes(const char *pattern, const char *p, size_t n)
{
	bool first[256] = { false };
	char why[128];
	struct re *re = re_new(pattern, 0, why, sizeof why);

	if (re && entry_first(pattern, first))
		for (const char *e = p + n, *nl; p < e; p = nl + 1) {
			nl = memchr(p, '\n', (size_t)(e - p));
			if (!nl)
				nl = e;
			if (re_match(re, p, (size_t)(nl - p)) == RE_YES)
				must(p < nl && first[(unsigned char)*p]);
		}
	re_free(re);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *p = (const char *)data, *nl = n ? memchr(p, '\n', n) : NULL;
	struct seen s = { .last = -1 };
	struct buf alone = BUF_INIT, pattern = BUF_INIT;
	struct entry_form *f;
	uint64_t lines = 0;

	if (!nl || memchr(p, '\0', (size_t)(nl - p)) || nl - p < 1)
		return 0;
	f = form((unsigned char)p[0] % FORMS);
	buf_put(&pattern, p + 1, (size_t)(nl - p - 1));
	s.log = nl + 1;
	n -= (size_t)(nl + 1 - p);
	if (n > 0 && s.log[n - 1] == '\n')
		n--;
	s.keyed = f->nkeys > 0;
	s.bounded = f->max == MAX;
	if (pattern.n < 64)
		first_bytes(buf_text(&pattern), s.log, n);
	if (n > 0) {
		feed(f, &s, n, 0, INT64_MIN, &alone);
		for (size_t i = 0; i < n; i++)
			lines += s.log[i] == '\n';
		must(s.lines == lines + 1);
		must(s.length == (int64_t)n + 1);
		must(s.bounded || s.sum == sum_of(s.log, n));
		replay(f, &s, n, &alone);
	}
	buf_clear(&s.marks);
	buf_clear(&alone);
	buf_clear(&pattern);
	entry_form_free(f);
	return 0;
}
