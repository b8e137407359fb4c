/* entry_braces - is a value of JSON still open at the end of a line? */
#include "entry_parts.h"

enum { TYPES = 64 };	/* depths whose type is known; deeper down all are objects */

static bool
is_array(const struct entry_braces *b)
{
	return b->depth > 0 && b->depth <= TYPES && b->arrays >> (b->depth - 1) & 1;
}

static void
open_value(struct entry_braces *b, bool array)
{
	if (b->depth < TYPES) {
		b->arrays &= ~(UINT64_C(1) << b->depth);
		b->arrays |= (uint64_t)array << b->depth;
	}
	b->depth++;
}

/* The end of the string that goes on at p, or e. */
static const char *
string_end(struct entry_braces *b, const char *p, const char *e)
{
	for (; p < e; p++)
		if (b->escaped)
			b->escaped = false;
		else if (*p == '\\')
			b->escaped = true;
		else if (*p == '"')
			return p;
	return e;
}

void
entry_braces_line(struct entry_braces *b, const char *p, size_t n)
{
	const char *e = p + n;

	b->escaped = false;	/* the line end was behind the backslash */
	for (; p < e; p++) {
		if (b->string) {
			p = string_end(b, p, e);
			if (p == e)
				return;
			b->string = false;
			continue;
		}
		switch (*p) {
		case '"': b->string = true; break;
		case '{': open_value(b, false); break;
		case '[': open_value(b, true); break;
		case '}':
		case ']':
			if (b->depth > 0)
				b->depth--;
			break;
		case ' ':
		case '\t':
			continue;
		default: break;
		}
		b->last = *p;
	}
}

/* Behind a colon, at the start of an array, behind a comma in it. */
bool
entry_braces_want(const struct entry_braces *b)
{
	if (b->string)
		return false;
	return b->last == ':' || b->last == '[' || (b->last == ',' && is_array(b));
}
