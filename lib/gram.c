/* gram - the rarer pieces of JSON's grammar: escapes, fractions, literals, nesting. */
#include "gram.h"

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const char *
gram_escape(struct gram *g, const char *p)
{
	g->escaped = true;
	if (g->end - p < 2)
		return gram_fault(g, g->end, "string does not end");
	if (p[1] != 'u')
		return p[1] != '\0' && strchr("\"\\/bfnrt", p[1]) ? p + 2 :
		    gram_fault(g, p, "unknown escape in string");
	for (int i = 2; i < 6; i++)
		if (g->end - p <= i || hex_digit(p[i]) < 0)
			return gram_fault(g, p, "bad \\u escape in string");
	return p + 6;
}

const char *
gram_odd(struct gram *g, const char *p)
{
	size_t n;

	if (p == g->end)
		return gram_fault(g, p, "string does not end");
	if (*p == '\\')
		return gram_escape(g, p);
	if ((unsigned char)*p < ' ')
		return gram_fault(g, p, "control byte in string");
	while (p < g->end && (unsigned char)*p >= 0x80) {
		n = gram_utf8(p, g->end);
		if (n == 0)
			return gram_fault(g, p, "string is not UTF-8");
		p += n;
	}
	return p;
}

const char *
gram_fraction(struct gram *g, const char *p)
{
	const char *end = g->end;

	if (*p == '.') {
		p++;
		if (!gram_is_digit(p, end))
			return gram_fault(g, p, "no digit after the point");
		while (gram_is_digit(p, end))
			p++;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		if (!gram_is_digit(p, end))
			return gram_fault(g, p, "no digit in exponent");
		while (gram_is_digit(p, end))
			p++;
	}
	return p;
}

const char *
gram_literal(struct gram *g, const char *p)
{
	size_t left = (size_t)(g->end - p);

	if (left >= 4 && (memcmp(p, "true", 4) == 0 || memcmp(p, "null", 4) == 0))
		return p + 4;
	if (left >= 5 && memcmp(p, "false", 5) == 0)
		return p + 5;
	return gram_fault(g, p, left ? "no value" : "text ends early");
}

/* Which containers are open, outermost first: true is an object. */
struct nest {
	bool object[GRAM_DEPTH];
	unsigned n;
};

/* After '{' or ',' in an object: the name; in an array nothing.  Then a value starts. */
static const char *
next_value(struct gram *g, const struct nest *nest, const char *p)
{
	const char *name, *name_end;

	p = gram_space(p, g->end);
	if (nest->object[nest->n - 1])
		return gram_name(g, p, &name, &name_end);
	return p < g->end ? p : gram_fault(g, p, "array does not end");
}

/*
 * After a value: close what ends here; where the next value starts, unless none is open.
 */
static const char *
after_value(struct gram *g, struct nest *nest, const char *p)
{
	while (nest->n > 0) {
		bool object = nest->object[nest->n - 1];

		p = gram_space(p, g->end);
		if (p == g->end)
			return gram_fault(g, p, object ? "object does not end" :
			    "array does not end");
		if (*p == ',')
			return next_value(g, nest, p + 1);
		if (*p != (object ? '}' : ']'))
			return gram_fault(g, p, object ?
			    "no comma or brace after member" :
			    "no comma or bracket after element");
		p++;
		nest->n--;
	}
	return p;
}

const char *
gram_container(struct gram *g, const char *p, unsigned depth)
{
	struct nest nest;

	nest.n = 0;
	do {
		if (*p == '{' || *p == '[') {
			char close = *p == '{' ? '}' : ']';
			const char *inside;

			if (depth + nest.n == GRAM_DEPTH)
				return gram_fault(g, p, "nested too deep");
			nest.object[nest.n++] = *p == '{';
			inside = gram_space(p + 1, g->end);
			if (inside == g->end || *inside != close) {
				p = next_value(g, &nest, inside);
				continue;
			}
			nest.n--;
			p = inside + 1;
		} else {
			p = gram_value(g, p, depth + nest.n);
			if (!p)
				return NULL;
		}
		p = after_value(g, &nest, p);
	} while (p && nest.n > 0);
	return p;
}
