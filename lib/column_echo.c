/*
 * column_echo - the time of the row, in its text.
 *
 * Texts of one place have their time at one offset and in one form: these are tried
 * first.
 */
#include "column_part.h"

enum {
	TIME_AT_MAX = 64,		/* where a time begins at the latest */
	TRY_EVERY = 32,			/* text, when none had a time for long */
	TRIES = 256,
};

static void
remember(struct column_echo *e, size_t at, size_t pattern, size_t from)
{
	for (size_t i = from; i > 0; i--)
		e->recent[i] = e->recent[i - 1];
	e->recent[0].at = at;
	e->recent[0].pattern = pattern;
}

/* A pattern like that, made when there is room; COLUMN_PATTERNS_MAX: none. */
static size_t
pattern_like(struct column_echo *e, const struct column_pattern *p)
{
	size_t i = 0;

	while (i < e->n && (e->v[i].offset != p->offset ||
	    strcmp(e->v[i].form, p->form) != 0))
		i++;
	if (i == e->n && e->n < COLUMN_PATTERNS_MAX)
		e->v[e->n++] = *p;
	return i;
}

/* Where a time might begin. */
static bool
begins(const char *s, size_t i)
{
	unsigned char c = (unsigned char)s[i];

	return (column_token[c] == 2 || (c >= 'A' && c <= 'W')) &&
	    (i == 0 || column_token[(unsigned char)s[i - 1]] != 2);
}

size_t
column_echo_find(struct column_echo *e, const char *s, size_t n, int64_t ns, size_t *at)
{
	struct column_pattern p;

	for (size_t i = 0; i < e->nrecent; i++) {
		struct column_pattern *q = e->v + e->recent[i].pattern;
		size_t from = e->recent[i].at, k = e->recent[i].pattern;

		if (from >= n || n - from < q->n)
			continue;
		column_time_print(q, ns);
		if (n - from >= q->n && memcmp(s + from, q->text, q->n) == 0) {
			if (i > 0)
				remember(e, from, k, i);
			*at = from;
			e->missed = 0;
			return k;
		}
	}
	if (++e->missed > TRIES && e->missed % TRY_EVERY != 0)
		return COLUMN_PATTERNS_MAX;
	for (size_t i = 0; i < n && i < TIME_AT_MAX; i++) {
		size_t k;

		if (!begins(s, i) || !column_time_guess(s + i, n - i, ns, &p))
			continue;
		k = pattern_like(e, &p);
		if (k == COLUMN_PATTERNS_MAX)
			break;
		if (e->nrecent < COLUMN_RECENT)
			e->nrecent++;
		remember(e, i, k, e->nrecent - 1);
		*at = i;
		e->missed = 0;
		return k;
	}
	return COLUMN_PATTERNS_MAX;
}
