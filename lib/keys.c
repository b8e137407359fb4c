/* keys - the members of a line of JSON, name by name. */
#include "keys.h"

#include <string.h>
#include <strings.h>

void
keys_init(struct keys *k, const char *s, size_t n)
{
	*k = (struct keys){ .c = { s, s + n } };
}

static void
blanks(struct cursor *c)
{
	while (cursor_one(c, " \t"))
		;
}

/* Over a string, its quotes too; false when it has no end. */
static bool
string(struct cursor *c)
{
	const char *from = ++c->p, *q;

	while ((q = memchr(c->p, '"', (size_t)(c->e - c->p))) != NULL) {
		const char *b = q;

		while (b > from && b[-1] == '\\')
			b--;
		c->p = q + 1;
		if ((q - b) % 2 == 0)
			return true;
	}
	c->p = c->e;
	return false;
}

/* Over a value, up to the comma or brace behind it. */
static void
value(struct cursor *c)
{
	size_t depth = 0;

	while (c->p < c->e) {
		switch (*c->p) {
		case '"':
			string(c);
			continue;
		case '{': case '[':
			depth++;
			break;
		case '}': case ']':
			if (depth == 0)
				return;
			depth--;
			break;
		case ',':
			if (depth == 0)
				return;
			break;
		default:
			break;
		}
		c->p++;
	}
}

bool
keys_next(struct keys *k)
{
	if (k->begun)
		value(&k->c);
	blanks(&k->c);
	if (!cursor_one(&k->c, k->begun ? "," : "{"))
		return false;
	k->begun = true;
	blanks(&k->c);
	if (cursor_peek(&k->c, 0) != '"')
		return false;
	k->name = k->c.p + 1;
	if (!string(&k->c))
		return false;
	k->n = (size_t)(k->c.p - k->name) - 1;
	blanks(&k->c);
	if (!cursor_one(&k->c, ":"))
		return false;
	blanks(&k->c);
	return true;
}

bool
keys_is(const struct keys *k, const char *name)
{
	const char *s = k->name;
	size_t n = k->n;

	while (n > 0 && (*s == '@' || *s == '_')) {
		s++;
		n--;
	}
	return n == strlen(name) && strncasecmp(s, name, n) == 0;
}
