/* level_memo - the level of a line that is like one of the last. */
#include <stdint.h>
#include <string.h>

#include "level_word.h"

enum { WIDE = 16 };

typedef unsigned char wide __attribute__((vector_size(WIDE)));
typedef uint64_t halves __attribute__((vector_size(WIDE)));

/* Are so many bytes the same, or digits in both? */
static bool
alike_wide(const void *a, const void *b)
{
	wide x, y;
	halves ok;

	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	ok = (halves)((x == y) | (((x - '0') < 10) & ((y - '0') < 10)));
	return (ok[0] & ok[1]) == UINT64_MAX;
}

static bool
alike(const unsigned char *a, const char *b, size_t n)
{
	size_t i = 0;

	if (n < WIDE) {
		for (; i < n; i++)
			if (a[i] != (unsigned char)b[i] &&
			    !(cursor_digit((char)a[i]) && cursor_digit(b[i])))
				return false;
		return true;
	}
	for (; i + WIDE <= n; i += WIDE)
		if (!alike_wide(a + i, b + i))
			return false;
	return i == n || alike_wide(a + n - WIDE, b + n - WIDE);
}

static bool
is_known(const struct level_known *k, const char *line, size_t n, size_t from, size_t to)
{
	size_t behind = k->n - from;

	return k->n > 0 && k->from == from && k->to == to &&
	    (k->end ? k->end == n : to + behind <= n) &&
	    alike(k->text + from, line + to, behind) && alike(k->text, line, from);
}

/* far as level_search() gives it. */
static void
learn(struct level_memo *m, const char *line, size_t n, size_t from, size_t to,
    const char *far, enum level level)
{
	struct level_known *k = &m->v[(m->last + 1) % LEVEL_MEMOS];
	size_t end = (size_t)(far - line), behind = (end < n ? end : n) - to;

	if (from + behind > LEVEL_MEMO_MAX || from + behind == 0 || to > INT16_MAX)
		return;
	memcpy(k->text, line, from);
	memcpy(k->text + from, line + to, behind);
	k->n = (unsigned short)(from + behind);
	k->from = (unsigned short)from;
	k->to = (unsigned short)to;
	k->end = end > n ? (unsigned short)n : 0;
	k->level = (signed char)level;
	m->last = (m->last + 1) % LEVEL_MEMOS;
}

enum level
level_again(struct level_memo *m, const char *line, size_t n, size_t from, size_t to)
{
	const char *far;
	enum level level;

	/* what may be said before the time */
	if (n == 0 || line[0] == '<' || line[0] == '{' || line[0] == '\t')
		return level_find(line, n, from, to);
	for (unsigned i = 0; i < LEVEL_MEMOS; i++) {
		unsigned at = (m->last + i) % LEVEL_MEMOS;

		if (is_known(&m->v[at], line, n, from, to)) {
			m->last = at;
			return (enum level)m->v[at].level;
		}
	}
	level = level_search(line, n, from, to, &far);
	if (far)
		learn(m, line, n, from, to, far, level);
	return level;
}
