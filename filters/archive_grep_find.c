/* archive_grep_find - where in blocks of lines the records are that grep wants. */
#include <string.h>

#include "archive.h"
#include "archive_grep.h"

bool
grep_counts(const struct grep *g)
{
	return g->count && !g->files && !g->quiet && g->most < 0 && pick_any(&g->pick);
}

static void
found(struct grep *g, const char *line, size_t n, uint64_t number)
{
	if (!grep_enough(g) && pick_takes(&g->pick, line, n))
		grep_put(g, line, n, number);
}

/* All lines from p to end, of which the first has the number given. */
static uint64_t
found_all(struct grep *g, const char *p, const char *end, uint64_t number)
{
	const char *nl;

	for (; p < end && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL; p = nl + 1)
		found(g, p, (size_t)(nl - p), number++);
	return number;
}

static uint64_t
lines(const char *p, const char *end)
{
	uint64_t n = 0;

	for (; p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
		n++;
	return n;
}

/* The first line from p on that matches; end: there is none.  *at is 0 at first. */
static const char *
next_hit(struct grep *g, const struct block *b, const char *p, size_t *at)
{
	const struct hits *h = b->hits;

	if (!h)
		return match_next(&g->match, p, b->p + b->n);
	while (*at < h->n && b->p + h->v[*at] < p)
		++*at;
	return b->p + (*at < h->n ? h->v[*at] : b->n);
}

/* From hit to hit. */
static void
search(struct grep *g, const struct block *b)
{
	const char *p = b->p, *end = b->p + b->n;
	uint64_t number = b->first;
	size_t at = 0;

	while (p < end && !grep_enough(g)) {
		const char *hit = next_hit(g, b, p, &at), *nl;

		if (g->invert)
			number = found_all(g, p, hit, number);
		else if (g->pick.seq)
			number += lines(p, hit);
		if (hit == end)
			break;
		nl = memchr(hit, '\n', (size_t)(end - hit));
		if (!nl)
			break;
		if (!g->invert)
			found(g, hit, (size_t)(nl - hit), number);
		number++;
		p = nl + 1;
	}
}

/* Line by line: each may be written because of one that matches. */
static void
search_around(struct grep *g, const struct block *b)
{
	const char *p = b->p, *end = b->p + b->n, *hit = NULL, *nl;
	uint64_t number = b->first;
	size_t at = 0;

	context_pass(&g->context, b->left_out);
	for (; p < end && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL; p = nl + 1) {
		size_t n = (size_t)(nl - p);

		if (grep_enough(g) && g->context.left == 0)
			break;
		if (!hit || hit < p)
			hit = next_hit(g, b, p, &at);
		if (pick_takes(&g->pick, p, n)) {
			if ((hit == p) != g->invert && !grep_enough(g))
				grep_put(g, p, n, number);
			else if (context_follows(&g->context, p, n, number))
				pick_put(&g->pick, p, n, number);
		}
		number++;
	}
	context_keep(&g->context);
}

/* How many lines are wanted. */
static uint64_t
count(const struct grep *g, struct match *m, const char *p, const char *end)
{
	uint64_t all = g->invert ? lines(p, end) : 0, n = 0;

	for (; p < end && (p = match_next(m, p, end)) < end; n++) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));

		p = nl ? nl + 1 : end;
	}
	return g->invert ? all - n : n;
}

void
grep_scan(void *arg, unsigned thread, const char *text, size_t n, struct hits *hits)
{
	struct grep *g = arg;
	struct match *m = g->matches + thread;
	const char *p = text, *end = text + n;

	if (!m->rec) {		/* it is the first time */
		m->flags = g->match.flags;
		m->field = g->match.field;
		match_compile(m, g->pattern);
	}
	if (grep_counts(g)) {
		hits->n += count(g, m, p, end);
		return;
	}
	while (p < end && (p = match_next(m, p, end)) < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));

		hits_add(hits, (size_t)(p - text));
		p = nl ? nl + 1 : end;
	}
}

void
grep_block(struct grep *g, const struct block *b)
{
	g->looked += b->n + b->looked;
	g->found += b->sure;
	if (grep_counts(g))
		g->found += b->hits ? b->hits->n :
		    count(g, &g->match, b->p, b->p + b->n);
	else if (g->around)
		search_around(g, b);
	else
		search(g, b);
}
