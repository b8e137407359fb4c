/* column_value - members that are times, numbers, or a few texts. */
#include <stdlib.h>

#include "column_part.h"
#include "mem.h"
#include "ts.h"

enum { IDS_MAX = 4000, ROWS_A_ID = 8 };

/* How values become differences; the names stand in words. */
enum way { WAY_PREV, WAY_KIND, WAY_BASE, WAY_FOLLOW, WAY_LENGTH, WAYS };

static const char *const ways[] = { "prev", "kind", "base", "follow", "length" };

static size_t
cost(int64_t v)
{
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	size_t n = 2 + (v < 0);

	for (; u > 9; u /= 10)
		n++;
	return n;
}

/* Differences by both ways, the shorter is written. */
struct chain {
	int64_t last, *by_kind, *differences[WAYS];
	size_t costs[WAYS];
	bool can[WAYS];
};

static void
chain_add(struct chain *c, enum way w, size_t i, int64_t d)
{
	c->differences[w][i] = d;
	c->costs[w] += cost(d);
	c->can[w] = true;
}

static void
chain_init(struct chain *c, const struct column_block *b, size_t n)
{
	*c = (struct chain){ .by_kind = mem_zero(b->nkinds, sizeof *c->by_kind) };
	for (int w = 0; w < WAYS; w++)
		c->differences[w] = mem_zero(n, sizeof *c->differences[w]);
}

/* The shortest way, said in words. */
static void
chain_put(struct chain *c, size_t n, struct buf *words, struct buf *to)
{
	int best = WAY_PREV;

	for (int w = 0; w < WAYS; w++)
		if (c->can[w] && c->costs[w] < c->costs[best])
			best = w;
	buf_fmt(words, "%s", ways[best]);
	for (size_t i = 0; i < n; i++)
		column_put_int(to, c->differences[best][i]);
}

static void
chain_clear(struct chain *c)
{
	free(c->by_kind);
	for (int w = 0; w < WAYS; w++)
		free(c->differences[w]);
}

/* The times of a member, each a whole number of units; NULL: they are no such times. */
static int64_t *
read_times(const struct column_block *b, const struct column_member *m,
    struct column_pattern *p)
{
	const char *s = b->text + m->v[0].at;
	int64_t *v;

	if (!m->quoted || !column_time_whole(s, m->v[0].n, p))
		return NULL;
	v = mem_zero(m->n, sizeof *v);
	for (size_t i = 0; i < m->n; i++) {
		size_t n = m->v[i].n;

		s = b->text + m->v[i].at;
		if (column_time_parse(p, s, n, &v[i]) == n) {
			column_time_print(p, v[i]);
			if (p->n == n && memcmp(p->text, s, n) == 0)
				continue;
		}
		free(v);
		return NULL;
	}
	return v;
}

bool
column_put_times(struct column_block *b, size_t member, struct buf *words, struct buf *to)
{
	const struct column_member *m = b->members + member;
	struct column_pattern p;
	struct chain c;
	unsigned char *with;
	int64_t *v = read_times(b, m, &p), unit = TS_SECOND;
	bool first = b->base == 0;
	size_t i = 0;

	if (!v)
		return false;
	for (int d = 0; d < p.digits; d++)
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
	chain_put(&c, m->n, words, to);
	buf_fmt(words, " %s\n", p.form);
	chain_clear(&c);
	free(with);
	free(v);
	return true;
}

/* The numbers of a member; NULL: some are none. */
static int64_t *
read_ints(const struct column_block *b, const struct column_member *m)
{
	int64_t *v = mem_zero(m->n, sizeof *v);

	for (size_t i = 0; i < m->n; i++)
		if (!column_int(b->text + m->v[i].at, m->v[i].n, &v[i])) {
			free(v);
			return NULL;
		}
	return v;
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
	int64_t *v;
	bool own;		/* v is ours to free */
	size_t at;
};

static bool
along_open(struct along *a, const struct column_block *b, size_t member, int64_t *v)
{
	*a = (struct along){ .m = b->members + member, .v = v };
	if (member == 0)
		return false;
	if (!v && !a->m->quoted) {
		a->v = read_ints(b, a->m);
		a->own = true;
		if (!a->v)
			return false;
	}
	a->with = column_with(b, member);
	return true;
}

static void
along_close(struct along *a)
{
	free(a->with);
	if (a->own)
		free(a->v);
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
			from = off->v[off->at++];
		if (msg->with[k]) {
			struct column_val v = msg->m->v[msg->at++];

			if (ends && end->with[k])
				n = (int64_t)column_text_bytes(b->text + v.at, v.n);
		}
		if (ends ? end->with[k] : off->with[k])
			chain_add(c, ends ? WAY_LENGTH : WAY_FOLLOW, i++, ends ?
			    end->v[end->at] - from - n : from - last[x]);
		if (end->with[k])
			last[x] = end->v[end->at++];
	}
	free(last);
}

static void
try_follow(const struct column_block *b, struct chain *c, size_t member, int64_t *v)
{
	struct along off, end, msg = { 0 };
	size_t m = find_member(b, "msg", true);
	bool ends = is_member(b, member, "end", false);

	if (m == 0 || b->members[m].type != COLUMN_TEXT ||
	    (!ends && !is_member(b, member, "off", false)))
		return;
	if (along_open(&off, b, find_member(b, "off", false), ends ? NULL : v)) {
		if (along_open(&end, b, find_member(b, "end", false), ends ? v : NULL)) {
			along_open(&msg, b, m, NULL);
			follow(b, c, ends, &off, &end, &msg);
			along_close(&msg);
		}
		along_close(&end);
	}
	along_close(&off);
}

bool
column_put_ints(struct column_block *b, size_t member, struct buf *words, struct buf *to)
{
	const struct column_member *m = b->members + member;
	int64_t *v = read_ints(b, m);
	struct chain c;
	unsigned char *with;
	size_t i = 0, plain = 0, most = 0;

	if (!v)
		return false;
	chain_init(&c, b, m->n);
	with = column_with(b, member);
	for (size_t r = 0; r < b->nrows; r++) {
		uint32_t k = b->kind_context[b->rows[r]];

		if (!with[b->rows[r]])
			continue;
		plain += m->v[i].n + 1;
		most = m->v[i].n > most ? m->v[i].n : most;
		chain_add(&c, WAY_PREV, i, v[i] - c.last);
		chain_add(&c, WAY_KIND, i, v[i] - c.by_kind[k]);
		c.last = c.by_kind[k] = v[i];
		i++;
	}
	try_follow(b, &c, member, v);
	for (int w = 0; w < WAYS; w++)
		if (c.can[w] && c.costs[w] * 4 < plain * 3)
			plain = 0;
	if (plain == 0) {
		buf_str(words, "ints ");
		chain_put(&c, m->n, words, to);
		buf_fmt(words, " %zu\n", most);
	}
	chain_clear(&c);
	free(with);
	free(v);
	return plain == 0;
}

bool
column_put_ids(struct column_block *b, size_t member, struct buf *words, struct buf *to)
{
	const struct column_member *m = b->members + member;
	struct column_dict d = { 0 };
	size_t max = m->n / ROWS_A_ID < IDS_MAX ? m->n / ROWS_A_ID : IDS_MAX;
	uint16_t *ids = mem_zero(m->n, sizeof *ids);
	bool few = true;

	for (size_t i = 0; i < m->n && few; i++) {
		int64_t k = column_dict_put(&d, b->text + m->v[i].at, m->v[i].n, max);

		few = k >= 0;
		ids[i] = (uint16_t)k;
	}
	if (few) {
		buf_fmt(words, "ids %zu\n", d.n);
		for (size_t k = 0; k < d.n; k++) {
			buf_put(words, d.v[k].p, d.v[k].n);
			buf_char(words, '\n');
		}
		for (size_t i = 0; i < m->n; i++)
			column_put_id(to, ids[i]);
	}
	free(ids);
	column_dict_clear(&d);
	return few;
}
