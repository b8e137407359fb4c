/* alike - lines that differ from one of the last in digits only. */
#include "alike.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "cursor.h"

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
is_known(const struct alike_line *k, const char *line, size_t n, size_t from, size_t to)
{
	size_t behind = k->n - from;

	return k->n > 0 && k->from == from && k->to == to &&
	    (k->end ? k->end == n : to + behind <= n) &&
	    alike(k->text + from, line + to, behind) && alike(k->text, line, from);
}

const struct alike_line *
alike_find(struct alike *a, const char *line, size_t n, size_t from, size_t to, int kind)
{
	for (unsigned i = 0; i < ALIKE_LINES; i++) {
		unsigned at = (a->last + i) % ALIKE_LINES;

		if (a->v[at].kind == kind && is_known(&a->v[at], line, n, from, to)) {
			a->last = at;
			return &a->v[at];
		}
	}
	return NULL;
}

void
alike_learn(struct alike *a, const char *line, size_t n, size_t from, size_t to, int kind,
    const char *far, const int fact[ALIKE_FACTS])
{
	unsigned at = (a->last + ALIKE_LINES - 1) % ALIKE_LINES;
	struct alike_line *k = &a->v[at];
	size_t end = (size_t)(far - line), behind = (end < n ? end : n) - to;

	if (from + behind > sizeof k->text || from + behind == 0 || to > INT16_MAX)
		return;
	memcpy(k->fact, fact, sizeof k->fact);
	k->kind = kind;
	k->n = (unsigned short)(from + behind);
	k->from = (unsigned short)from;
	k->to = (unsigned short)to;
	k->end = end > n ? (unsigned short)n : 0;
	memcpy(k->text, line, from);
	memcpy(k->text + from, line + to, behind);
	a->last = at;
}
