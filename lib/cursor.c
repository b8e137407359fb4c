/* cursor - read along a text, piece by piece, without running over its end. */
#include "cursor.h"

void
cursor_blanks(struct cursor *c)
{
	while (c->p < c->e && *c->p == ' ')
		c->p++;
}

size_t
cursor_run(const struct cursor *c)
{
	size_t n = 0;

	while (n < 20 && cursor_digit(cursor_peek(c, n)))
		n++;
	return n;
}

int
cursor_take(struct cursor *c, size_t n)
{
	int v = 0;

	for (; n > 0; n--)
		v = v * 10 + (*c->p++ - '0');
	return v;
}

int
cursor_number(struct cursor *c, size_t min, size_t max)
{
	size_t n = cursor_run(c);

	return n < min || n > max ? -1 : cursor_take(c, n);
}
