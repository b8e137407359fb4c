/* cond_re - which regular expressions PCRE2 and Oniguruma (jq's) read alike. */
#include <string.h>

#include "cond_node.h"

enum { REPEAT_MAX = 1000 };	/* in braces; both take more */

struct reader {
	const char *p, *end;
	bool ascii;
	bool atom;		/* what stands before may be repeated */
	unsigned open;		/* groups */
};

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool
is_punct(char c)
{
	return c > ' ' && c < 0x7F && !is_alnum(c);
}

/* After a backslash. */
static bool
read_escape(struct reader *r)
{
	char c;

	if (r->p == r->end)
		return false;
	c = *r->p++;
	r->atom = c != 'b';
	if (strchr("dDwWsSb", c)) {
		r->ascii = true;
		return true;
	}
	return strchr("tnr", c) || is_punct(c);
}

/* A range in a class, its first character read: of digits, or of letters of one case. */
static bool
read_range(struct reader *r, char from)
{
	char to = r->p[1];

	if (!is_alnum(from) || !is_alnum(to) || from > to || ((from ^ to) & 0x60) != 0)
		return false;
	r->p += 2;
	return r->p == r->end || *r->p != '-';
}

/* Plain characters and ranges; no other bracket, no class of classes, no "&&". */
static bool
read_class(struct reader *r)
{
	const char *first;

	if (r->p < r->end && *r->p == '^')
		r->p++;
	first = r->p;
	while (r->p < r->end && *r->p != ']') {
		char c = *r->p++;

		if (!is_alnum(c) && !strchr(" _.,:;/@%+*=!?<>(){}$|#'\"~", c))
			return false;
		if (r->end - r->p > 1 && r->p[0] == '-' && !read_range(r, c))
			return false;
	}
	r->atom = true;
	return r->p < r->end && r->p++ > first;
}

static bool
read_number(struct reader *r, int *v)
{
	const char *first = r->p;

	*v = 0;
	for (; r->p < r->end && *r->p >= '0' && *r->p <= '9' && *v <= REPEAT_MAX; r->p++)
		*v = *v * 10 + (*r->p - '0');
	return r->p > first && *v <= REPEAT_MAX;
}

/* After an opening brace: n} n,} n,m} */
static bool
read_braces(struct reader *r)
{
	int min, max;

	if (!read_number(r, &min))
		return false;
	max = min;
	if (r->p < r->end && *r->p == ',') {
		r->p++;
		if (r->p < r->end && *r->p != '}') {
			if (!read_number(r, &max) || max < min)
				return false;
		}
	}
	return r->p < r->end && *r->p++ == '}' && max > 0;
}

/* A repetition, once: what stands before is an atom, and no other repetition follows. */
static bool
read_repeat(struct reader *r, char c)
{
	if (!r->atom)
		return false;
	r->atom = false;
	if (c == '{')
		return read_braces(r) && (r->p == r->end || *r->p != '?');
	if (r->p < r->end && *r->p == '?')
		r->p++;		/* lazy: the same answer */
	return true;
}

static bool
read_group(struct reader *r)
{
	if (r->p < r->end && *r->p == '?') {
		if (r->end - r->p < 2 || r->p[1] != ':')
			return false;
		r->p += 2;
	}
	r->atom = false;
	return ++r->open <= COND_NESTING_MAX;
}

static bool
read_one(struct reader *r)
{
	char c = *r->p++;

	switch (c) {
	case '\\': return read_escape(r);
	case '[': return read_class(r);
	case '*': case '+': case '?': case '{': return read_repeat(r, c);
	case '(': return read_group(r);
	case ')':
		r->atom = true;
		return r->open-- > 0;
	case '|': case '^': case '$':
		r->atom = false;
		return true;
	case ']': case '}':
		return false;
	default:
		r->atom = true;
		return (unsigned char)c >= ' ';
	}
}

bool
cond_re_common(const char *pattern, size_t n, bool *ascii)
{
	struct reader r = { .p = pattern, .end = pattern + n };

	while (r.p < r.end)
		if (!read_one(&r))
			return false;
	*ascii = r.ascii;
	return r.open == 0;
}
