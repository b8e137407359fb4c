/*
 * entry_first - the bytes that what a pattern matches can begin with.
 *
 * Reads the text of a PCRE2 pattern that is anchored by '^' in each of its alternatives.
 * Of what it does not understand it says nothing: the answer may be too large, never too
 * small.
 */
#include <string.h>

#include "entry_parts.h"

enum { DEPTH_MAX = 16 };	/* groups in groups */

struct reader {
	const char *p;
	bool *first;
	unsigned depth;
	bool lost;		/* nothing can be said of the pattern */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_word(unsigned c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
is_space(unsigned c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
in_class(char class, unsigned c)
{
	switch (class) {
	case 'd': return c >= '0' && c <= '9';
	case 'w': return is_word(c);
	case 's': return is_space(c);
	case 'D': return !(c >= '0' && c <= '9');
	case 'W': return !is_word(c);
	default: return !is_space(c);	/* S */
	}
}

/* An escape, behind its backslash, of one character or a class of them. */
static void
escape(struct reader *r, bool *set, bool in_brackets)
{
	char c = *r->p;

	if (c == '\0' || (unsigned char)c >= 0x80) {
		r->lost = true;
		return;
	}
	r->p++;
	if (!is_word((unsigned char)c) || c == '_')
		set[(unsigned char)c] = true;
	else if (c == 't')
		set['\t'] = true;
	else if (strchr("dwsDWS", c))
		for (unsigned i = 0; i < 256; i++)
			set[i] |= in_class(c, i);
	else
		r->lost = true;
	if (in_brackets && *r->p == '-' && r->p[1] != ']')
		r->lost = true;	/* from an escaped character on: not followed */
}

/* A range or a character of a class, at p; beyond ASCII: any of its bytes. */
static void
class_item(struct reader *r, bool *set)
{
	unsigned char from = (unsigned char)*r->p++, to = from;

	if (r->p[0] == '-' && r->p[1] != ']' && r->p[1] != '\0') {
		to = (unsigned char)r->p[1];
		if (to == '\\' || to == '[')
			r->lost = true;
		r->p += 2;
	}
	for (unsigned i = from; i <= to && i < 0x80; i++)
		set[i] = true;
	if (from >= 0x80 || to >= 0x80)
		memset(set + 0x80, true, 0x80);
}

/* [...], behind its bracket */
static void
class(struct reader *r, bool *set)
{
	bool in[256] = { false }, not = *r->p == '^';

	r->p += not;
	for (bool head = true; !r->lost && (*r->p != ']' || head); head = false)
		if (*r->p == '\0' || (*r->p == '[' && strchr(":.=", r->p[1])))
			r->lost = true;
		else if (*r->p == '\\')
			r->p++, escape(r, in, true);
		else
			class_item(r, in);
	if (r->lost)
		return;
	r->p++;
	for (unsigned i = 0; i < 256; i++)
		set[i] |= not ? i >= 0x80 || !in[i] : in[i];
}

/*
 * A quantifier, if there is one: may what stands
 * before it be absent?
 */
static bool
quantifier(struct reader *r)
{
	bool none = *r->p == '*' || *r->p == '?';

	if (*r->p == '{' && is_digit(r->p[1])) {
		none = r->p[1] == '0';
		r->p += strcspn(r->p, "}");
		if (*r->p == '\0') {
			r->lost = true;
			return none;
		}
	} else if (*r->p == '{' && r->p[1] == ',') {
		r->lost = true;
	} else if (!none && *r->p != '+') {
		return false;
	}
	r->p++;
	if (*r->p == '?' || *r->p == '+')
		r->p++;
	return none;
}

static bool alternatives(struct reader *r, bool active);

/* Behind its parenthesis.  Does what follows it count, too: can it match nothing? */
static bool
group(struct reader *r, bool active)
{
	bool look = false, through;

	if (*r->p == '*') {
		r->lost = true;
	} else if (*r->p == '?') {
		r->p++;
		if (*r->p == ':') {
			r->p++;
		} else if (*r->p == '=' || *r->p == '!') {
			look = true;
			r->p++;
		} else if (*r->p == '<' && is_word((unsigned char)r->p[1])) {
			r->p += strcspn(r->p, ">");
			r->p += *r->p != '\0';
		} else {
			r->lost = true;
		}
	}
	if (r->lost || ++r->depth > DEPTH_MAX) {
		r->lost = true;
		return true;
	}
	/* what is only looked at restricts, and takes nothing away from the rest */
	through = alternatives(r, active && !look);
	r->depth--;
	if (*r->p != ')')
		r->lost = true;
	else
		r->p++;
	return look || through;
}

/* One element at p, into set.  Can it match nothing, its quantifier aside? */
static bool
element(struct reader *r, bool active, bool *set)
{
	char c = *r->p++;

	switch (c) {
	case '(': return group(r, active);
	case '[': class(r, set); return false;
	case '\\':
		if (!active && *r->p && strchr("bBdDwWsSAzZG", *r->p))
			r->p++;
		else
			escape(r, set, false);
		return false;
	case '^':
	case '$': r->lost |= active; return true;
	case '*':
	case '+':
	case '?': r->lost = true; return true;
	case '.': memset(set, true, 256); return false;
	default: set[(unsigned char)c] = true; break;
	}
	while ((*r->p & 0xC0) == 0x80)	/* the other bytes of the character */
		r->p++;
	return false;
}

/* Up to '|', ')' or the end.  active: nothing before it has matched a byte. */
static bool
sequence(struct reader *r, bool active)
{
	while (!r->lost && *r->p && *r->p != '|' && *r->p != ')') {
		bool set[256] = { false };
		bool through = element(r, active, set);

		through |= quantifier(r);
		for (unsigned i = 0; active && i < 256; i++)
			r->first[i] |= set[i];
		active &= through;
	}
	return active;
}

static bool
alternatives(struct reader *r, bool active)
{
	bool through = sequence(r, active);

	while (!r->lost && *r->p == '|') {
		r->p++;
		through |= sequence(r, active);
	}
	return through;
}

bool
entry_first(const char *pattern, bool first[256])
{
	struct reader r = { .p = pattern, .first = first };

	do {
		if (*r.p++ != '^' || sequence(&r, true))
			return false;
	} while (!r.lost && *r.p == '|' && r.p++);
	return !r.lost && *r.p == '\0';
}
