/* column_value - members that are times, numbers, or a few texts. */
#include <stdlib.h>

#include "column_part.h"
#include "mem.h"
#include "ts.h"

enum { IDS_MAX = 4000, ROWS_A_ID = 8 };

/* How values become differences; the names stand in words. */
enum way { WAY_PREV, WAY_KIND, WAY_BASE, WAY_FOLLOW, WAY_LENGTH, WAYS };

static const char *const ways[] = { "prev", "kind", "base", "follow", "length" };

/* Differences by both ways, the shorter is written. */
struct chain {
	int64_t last, *by_kind, *differences[WAYS];
	size_t n;
	size_t costs[WAYS];
	bool can[WAYS];
};

static void
chain_add(struct chain *c, enum way w, size_t i, int64_t d)
{
	if (!c->differences[w])
		c->differences[w] = mem_zero(c->n, sizeof *c->differences[w]);
	c->differences[w][i] = d;
	c->costs[w] += column_int_bytes(d) + 1;
	c->can[w] = true;
}

static void
chain_init(struct chain *c, const struct column_block *b, size_t n)
{
	*c = (struct chain){ .by_kind = mem_zero(b->nkinds, sizeof *c->by_kind),
		.n = n };
}

/* The shortest way, said in words. */
static void
chain_put(struct chain *c, struct buf *words, struct buf *to)
{
	int best = WAY_PREV;

	for (int w = 0; w < WAYS; w++)
		if (c->can[w] && c->costs[w] < c->costs[best])
			best = w;
	buf_fmt(words, "%s", ways[best]);
	for (size_t i = 0; i < c->n; i++)
		column_put_int(to, c->differences[best][i]);
}

static void
chain_clear(struct chain *c)
{
	free(c->by_kind);
	for (int w = 0; w < WAYS; w++)
		free(c->differences[w]);
}

bool
column_put_times(struct column_block *b, size_t member, struct buf *words, struct buf *to)
{
	const struct column_member *m = b->members + member;
	struct chain c;
	unsigned char *with;
	const int64_t *v = m->numbers;
	int64_t unit = TS_SECOND;
	bool first = b->base == 0;
	size_t i = 0;

	if (!v || !m->form)
		return false;
	for (int d = 0; d < m->form->digits; d++)
		unit /= 10;
	if (first) {
		b->base = member;
		b->times = mem_zero(b->nrows, sizeof *b->times);
	}
	chain_init(&c, b, m->n);
	with = column_with(b, member);
	for (size_t r = 0; r < b->nrows; r++) {
		uint32_t k = b->kind_context[b->rows[r]];
		int64_t x;

		if (first)
			b->times[r] = with[b->rows[r]] ? v[i] : TS_NONE;
		if (!with[b->rows[r]])
			continue;
		x = v[i] / unit;
		chain_add(&c, WAY_PREV, i, x - c.last);
		chain_add(&c, WAY_KIND, i, x - c.by_kind[k]);
		if (!first && b->times[r] != TS_NONE)
			chain_add(&c, WAY_BASE, i, x - b->times[r] / unit);
		else if (!first)
			chain_add(&c, WAY_BASE, i, x);
		c.last = c.by_kind[k] = x;
		i++;
	}
	buf_fmt(words, "times ");
	chain_put(&c, words, to);
	buf_fmt(words, " %s\n", m->form->form);
	chain_clear(&c);
	free(with);
	return true;
}

static bool
is_member(const struct column_block *b, size_t member, const char *key, bool quoted)
{
	const struct column_member *m = b->members + member;

	return m->quoted == quoted && m->nkey == strlen(key) &&
	    memcmp(m->key, key, m->nkey) == 0 && m->type != COLUMN_LITERAL;
}

static size_t
find_member(const struct column_block *b, const char *key, bool quoted)
{
	for (size_t m = 1; m < b->nmembers; m++)
		if (is_member(b, m, key, quoted))
			return m;
	return 0;
}

/* One member along the rows: which kinds have it, and where its next value is. */
struct along {
	const struct column_member *m;
	unsigned char *with;
	size_t at;
};

static void
along_open(struct along *a, const struct column_block *b, size_t member)
{
	*a = (struct along){ .m = b->members + member, .with = column_with(b, member) };
}

/*
 * Where a record of a file begins and ends: it begins where the one before ended, and
 * ends where its text does, behind the newline.
 */
static void
follow(const struct column_block *b, struct chain *c, bool ends, struct along *off,
    struct along *end, struct along *msg)
{
	int64_t *last = mem_zero(b->nkinds, sizeof *last);
	size_t i = 0;

	for (size_t r = 0; r < b->nrows; r++) {
		uint32_t k = b->rows[r], x = b->kind_context[k];
		int64_t from = 0, n = 0;

		if (off->with[k])
			from = off->m->numbers[off->at++];
		if (msg->with[k]) {
			struct column_val v = msg->m->v[msg->at++];

			if (ends && end->with[k])
				n = (int64_t)column_text_bytes(b->text + v.at, v.n);
		}
		if (ends ? end->with[k] : off->with[k])
			chain_add(c, ends ? WAY_LENGTH : WAY_FOLLOW, i++, ends ?
			    end->m->numbers[end->at] - from - n : from - last[x]);
		if (end->with[k])
			last[x] = end->m->numbers[end->at++];
	}
	free(last);
}

static void
try_follow(const struct column_block *b, struct chain *c, size_t member)
{
	size_t o = find_member(b, "off", false), e = find_member(b, "end", false),
	    m = find_member(b, "msg", true);
	bool ends = is_member(b, member, "end", false);
	struct along off, end, msg;

	if (o == 0 || e == 0 || m == 0 || b->members[m].type != COLUMN_TEXT ||
	    (!ends && !is_member(b, member, "off", false)))
		return;
	along_open(&off, b, o);
	along_open(&end, b, e);
	along_open(&msg, b, m);
	if (off.m->numbers && end.m->numbers)
		follow(b, c, ends, &off, &end, &msg);
	free(off.with);
	free(end.with);
	free(msg.with);
}

bool
column_put_ints(struct column_block *b, size_t member, struct buf *words, struct buf *to)
{
	const struct column_member *m = b->members + member;
	const int64_t *v = m->numbers;
	size_t i = 0, plain = m->bytes + m->n;
	struct chain c;
	unsigned char *with;

	if (!v || m->quoted)
		return false;
	chain_init(&c, b, m->n);
	with = column_with(b, member);
	for (size_t r = 0; r < b->nrows; r++) {
		uint32_t k = b->kind_context[b->rows[r]];

		if (!with[b->rows[r]])
			continue;
		chain_add(&c, WAY_PREV, i, v[i] - c.last);
		chain_add(&c, WAY_KIND, i, v[i] - c.by_kind[k]);
		c.last = c.by_kind[k] = v[i];
		i++;
	}
	try_follow(b, &c, member);
	for (int w = 0; w < WAYS; w++)
		if (c.can[w] && c.costs[w] * 4 < plain * 3)
			plain = 0;
	if (plain == 0) {
		buf_str(words, "ints ");
		chain_put(&c, words, to);
		buf_fmt(words, " %zu\n", m->longest);
	}
	chain_clear(&c);
	free(with);
	return plain == 0;
}

bool
column_put_ids(struct column_block *b, size_t member, struct buf *words, struct buf *to)
{
	const struct column_member *m = b->members + member;
	size_t max = m->n / ROWS_A_ID < IDS_MAX ? m->n / ROWS_A_ID : IDS_MAX;

	if (!m->ids || m->few.n > max)
		return false;
	buf_fmt(words, "ids %zu\n", m->few.n);
	for (size_t k = 0; k < m->few.n; k++) {
		buf_put(words, m->few.v[k].p, m->few.v[k].n);
		buf_char(words, '\n');
	}
	for (size_t i = 0; i < m->n; i++)
		column_put_id(to, m->ids[i]);
	return true;
}
