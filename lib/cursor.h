/* cursor.h - read along a text, piece by piece, without running over its end. */
#ifndef LIB_CURSOR_H
#define LIB_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct cursor {
	const char *p, *e;	/* what is still to be read: p up to e */
};

static inline bool
cursor_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
cursor_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The byte i places on, '\0' past the end. */
static inline char
cursor_peek(const struct cursor *c, size_t i)
{
	return (size_t)(c->e - c->p) > i ? c->p[i] : '\0';
}

/* Over one byte out of set. */
static inline bool
cursor_one(struct cursor *c, const char *set)
{
	for (; c->p < c->e && *set; set++)
		if (*c->p == *set) {
			c->p++;
			return true;
		}
	return false;
}

/* Over s if it is next. */
static inline bool
cursor_text(struct cursor *c, const char *s)
{
	size_t n = strlen(s);		/* of a literal it costs nothing */

	if ((size_t)(c->e - c->p) < n || memcmp(c->p, s, n) != 0)
		return false;
	c->p += n;
	return true;
}

void cursor_blanks(struct cursor *);		/* over blanks, not tabs */
size_t cursor_run(const struct cursor *); /* how many digits are next, counted to 20 */
int cursor_take(struct cursor *, size_t n); /* over n digits (up to 9) that are next */

/* Over a number of min to max digits that no more digits follow; -1 when none is next. */
int cursor_number(struct cursor *, size_t min, size_t max);

#endif
