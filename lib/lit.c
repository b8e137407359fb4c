/*
 * lit - which literals a PCRE2 pattern cannot match without.
 *
 * A pattern is read once, by descent.  Of each piece of it two things are kept: the
 * finite set of texts that it matches, where there is one (text), and the best set of
 * literals of which one must be in whatever it matches (need).  Texts of neighbours are
 * joined; what cannot be followed breaks the joined text, which is then a candidate for
 * need.
 *
 * Case: without regard to case, PCRE2 lets some letters beyond ASCII match "k" and "s",
 * and many letters beyond ASCII have two cases: such letters are taken for unknown.
 */
#include "lit_piece.h"

#include <string.h>

enum {
	DEPTH_MAX = 24,		/* groups in groups */
	CLASS_MAX = 8,		/* characters of a class that are worth following */
};

struct reader {
	const char *p, *end;
	size_t max;
	unsigned depth;
	bool lost;		/* nothing can be said of the pattern */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char
look(const struct reader *r, size_t ahead)
{
	return ahead < (size_t)(r->end - r->p) ? r->p[ahead] : '\0';
}

static bool
skip_to(struct reader *r, char c)
{
	const char *at = memchr(r->p, c, (size_t)(r->end - r->p));

	if (!at) {
		r->lost = true;
		return false;
	}
	r->p = at + 1;
	return true;
}

/* What may follow \x, \p, \c, \o where it is not in braces. */
static size_t
argument_size(const struct reader *r, char letter)
{
	size_t n = 0;

	if (letter == 'x') {
		while (n < 2 && (is_digit(look(r, n)) || is_letter(look(r, n))))
			n++;
		return n;
	}
	return look(r, 0) != '\0';
}

/* What may follow \g and \k: {...}, <...>, '...', or a number. */
static void
skip_reference(struct reader *r)
{
	char c = look(r, 0);

	if (c == '{' || c == '<' || c == '\'') {
		r->p++;
		skip_to(r, c == '{' ? '}' : c == '<' ? '>' : c);
		return;
	}
	if (c == '-' || c == '+')
		r->p++;
	while (is_digit(look(r, 0)))
		r->p++;
}

/* After a backslash and a letter or digit. */
static void
read_escape(struct reader *r, struct lit_piece *item, bool nocase)
{
	static const char controls[] = "t\tn\nr\rf\fe\033a\a";
	char c = *r->p++;
	const char *control = strchr(controls, c);

	lit_unknown(item);
	if (is_digit(c)) {		/* a group seen before, or an octal number */
		while (is_digit(look(r, 0)))
			r->p++;
	} else if (control && (control - controls) % 2 == 0) {
		lit_char(item, control + 1, 1, nocase);
	} else if (strchr("bBAzZGK", c)) {
		lit_empty(item);
	} else if (strchr("gk", c)) {
		skip_reference(r);
	} else if (strchr("xpPco", c)) {
		if (c != 'c' && look(r, 0) == '{')
			skip_to(r, '}');
		else
			r->p += argument_size(r, c);
	} else if (!strchr("dDwWsShHvVRX", c) && (c != 'N' || look(r, 0) == '{')) {
		r->lost = true;		/* \Q \E \N{...} and what may come */
	}
}

/* [:name:] inside a class, at its "["; anything like it that is none is not followed. */
static void
skip_posix(struct reader *r)
{
	size_t n = 2;

	while (is_letter(look(r, n)) || look(r, n) == '^')
		n++;
	if (look(r, 1) != ':' || look(r, n) != ':' || look(r, n + 1) != ']')
		r->lost = true;
	else
		r->p += n + 2;
}

/*
 * The member of a class at r->p as one ASCII character, or -1; steps over it in any case.
 */
static int
class_member(struct reader *r)
{
	size_t n = lit_char_size(r->p, r->end);
	char c = *r->p, next = look(r, 1);

	if (c == '[' && (next == ':' || next == '.' || next == '=')) {
		skip_posix(r);
		return -1;
	}
	r->p += n;
	if (c != '\\')
		return n == 1 ? c : -1;
	if (next == '\0' || strchr("QENc", next)) {
		r->lost = true;
		return -1;
	}
	r->p += lit_char_size(r->p, r->end);
	return is_letter(next) || is_digit(next) || (next & 0x80) ? -1 : next;
}

static bool
add_class(struct lit_piece *item, char c, bool nocase, size_t max)
{
	struct lit_piece one;

	lit_char(&one, &c, 1, nocase);
	return one.finite && lit_set_add(&item->text, &one.text.v[0], max);
}

/* A character, or a range of them: false when the class is not one to follow. */
static bool
read_members(struct reader *r, struct lit_piece *item, bool nocase)
{
	size_t max = r->max < CLASS_MAX ? r->max : CLASS_MAX;
	int from = class_member(r), to = from;

	if (look(r, 0) == '-' && look(r, 1) != ']' && r->p + 1 < r->end) {
		r->p++;
		to = class_member(r);
	}
	if (from < 0 || to < from || to - from >= CLASS_MAX)
		return false;
	for (int c = from; c <= to; c++)
		if (!add_class(item, (char)c, nocase, max))
			return false;
	return true;
}

/* After "[". */
static void
read_class(struct reader *r, struct lit_piece *item, bool nocase)
{
	bool known = look(r, 0) != '^', first = true;

	lit_empty(item);
	item->text.n = 0;
	r->p += !known;
	for (; !r->lost && r->p < r->end && (*r->p != ']' || first); first = false)
		known = read_members(r, item, nocase) && known;
	if (r->p < r->end)
		r->p++;
	else
		r->lost = true;
	if (!known)
		lit_unknown(item);
}

static void read_alternatives(struct reader *r, struct lit_piece *all, bool nocase);

/* (?flags) or (?flags: after "(?": true when a group follows. */
static bool
read_flags(struct reader *r, bool *nocase)
{
	bool on = true;

	for (;; r->p++)
		switch (look(r, 0)) {
		case 'i': *nocase = on; break;
		case 'm': case 's': case 'n': case 'J': case 'U': break;
		case '-': on = false; break;
		case '^': *nocase = false; break;
		case ':': r->p++; return true;
		case ')': r->p++; return false;
		default: r->lost = true; return false;
		}
}

/* The rest of a group and its ")". */
static void
read_inside(struct reader *r, struct lit_piece *item, bool nocase)
{
	if (++r->depth > DEPTH_MAX)
		r->lost = true;
	else
		read_alternatives(r, item, nocase);
	r->depth--;
	if (look(r, 0) == ')')
		r->p++;
	else
		r->lost = true;
}

/* Is it (?=, (?!, (?*, (?<=, (?<!, (?<*: looked at, not taken? */
static bool
is_look(const struct reader *r)
{
	char c = look(r, look(r, 0) == '<');

	return c == '=' || c == '!' || c == '*';
}

/*
 * Is it a call of a group, (?1) (?-1) (?R) (?&name)
 * (?P>name), or what one matched, (?P=name)?
 */
static bool
is_call(const struct reader *r)
{
	char c = look(r, 0);

	return (c && strchr("P&R+", c)) || is_digit(c) ||
	    (c == '-' && is_digit(look(r, 1)));
}

/* After "(?".  *nocase changes for what follows in the group around it. */
static void
read_special(struct reader *r, struct lit_piece *item, bool *nocase)
{
	char c = look(r, 0);
	bool inner = *nocase;

	lit_empty(item);
	if (is_look(r)) {
		r->p += 1 + (c == '<');
		read_inside(r, item, inner);
		lit_empty(item);
	} else if (c == '|' || c == '>') {
		r->p++;
		read_inside(r, item, inner);
	} else if (c == '<' || c == '\'' || (c == 'P' && look(r, 1) == '<')) {
		r->p += c == 'P' ? 2 : 1;
		if (skip_to(r, c == '\'' ? c : '>'))
			read_inside(r, item, inner);
	} else if (is_call(r)) {
		skip_to(r, ')');
		lit_unknown(item);
	} else if (read_flags(r, &inner)) {
		read_inside(r, item, inner);
	} else {
		*nocase = inner;
	}
}

/* {n}, {n,}, {n,m} at r->p: false when it is none of them. */
static bool
read_counts(struct reader *r, int *min, int *max)
{
	const char *p = r->p + 1;
	int v[2] = { 0, 0 };
	bool comma = false, digits = false;

	for (; p < r->end && *p != '}'; p++) {
		if (*p == ',' && !comma && digits) {
			comma = true;
			digits = false;
		} else if (is_digit(*p)) {
			v[comma] = v[comma] < 1000 ? v[comma] * 10 + (*p - '0') : 10000;
			digits = true;
		} else {
			return false;
		}
	}
	if (p == r->end || (!comma && !digits))
		return false;
	*min = v[0];
	*max = !comma ? v[0] : digits ? v[1] : LIT_NO_END;
	r->p = p + 1;
	return true;
}

/* What stands after an item. */
static void
read_times(struct reader *r, int *min, int *max)
{
	*min = *max = 1;
	switch (look(r, 0)) {
	case '?': *min = 0; r->p++; break;
	case '*': *min = 0; *max = LIT_NO_END; r->p++; break;
	case '+': *max = LIT_NO_END; r->p++; break;
	case '{':
		if (read_counts(r, min, max))
			break;
		if (is_digit(look(r, 1)) || (look(r, 1) && strchr(", ", look(r, 1)))) {
			*min = 0; /* a later PCRE2 may take it for a number of times */
			*max = LIT_NO_END;
		}
		return;
	default: return;
	}
	if (look(r, 0) == '?' || look(r, 0) == '+')	/* lazy, possessive */
		r->p++;
	if (look(r, 0) == '{')		/* a{2}{3} */
		r->lost = true;
}

static void
read_item(struct reader *r, struct lit_piece *item, bool *nocase)
{
	size_t n = lit_char_size(r->p, r->end);
	char c = *r->p;

	lit_unknown(item);
	r->p += n;
	if (c == '\\') {
		c = look(r, 0);
		if (is_letter(c) || is_digit(c)) {
			read_escape(r, item, *nocase);
		} else if (c == '\0') {
			r->lost = true;
		} else {
			n = lit_char_size(r->p, r->end);
			lit_char(item, r->p, n, *nocase);
			r->p += n;
		}
	} else if (c == '[') {
		read_class(r, item, *nocase);
	} else if (c == '(' && look(r, 0) == '?') {
		r->p++;
		read_special(r, item, nocase);
	} else if (c == '(') {
		/* a verb may end the match early */
		r->lost = r->lost || look(r, 0) == '*';
		read_inside(r, item, *nocase);
	} else if (c == '^' || c == '$') {
		lit_empty(item);
	} else if (strchr("*+?", c)) {
		r->lost = true;
	} else if (c != '.') {
		lit_char(item, r->p - n, n, *nocase);
	}
}

/* Up to "|", ")" or the end. */
static void
read_sequence(struct reader *r, struct lit_piece *all, bool *nocase)
{
	struct lit_piece item;
	int min, max;

	lit_empty(all);
	while (!r->lost && r->p < r->end && *r->p != '|' && *r->p != ')') {
		read_item(r, &item, nocase);
		read_times(r, &min, &max);
		lit_append(all, &item, min, max, r->max);
	}
	lit_end(all);
}

/* Up to ")" or the end. */
static void
read_alternatives(struct reader *r, struct lit_piece *all, bool nocase)
{
	struct lit_piece one;
	bool needs;

	read_sequence(r, all, &nocase);
	needs = all->need.n > 0;
	while (!r->lost && look(r, 0) == '|') {
		r->p++;
		read_sequence(r, &one, &nocase);
		all->finite = all->finite && one.finite &&
		    lit_set_add_all(&all->text, &one.text, r->max);
		needs = needs && one.need.n > 0 &&
		    lit_set_add_all(&all->need, &one.need, r->max);
	}
	if (!needs)
		all->need.n = 0;
}

void
lit_find(const char *pattern, size_t n, bool nocase, size_t max, struct lit_set *set)
{
	struct reader r = { .p = pattern, .end = pattern + n, .max = max };
	struct lit_piece all;

	*set = (struct lit_set){ 0 };
	if (memchr(pattern, '\0', n))
		return;
	read_alternatives(&r, &all, nocase);
	if (!r.lost && r.p == r.end)
		*set = all.need;
}

void
lit_text(const char *text, size_t n, bool nocase, struct lit_set *set)
{
	struct lit_piece all, item;

	lit_empty(&all);
	for (size_t i = 0, size; i < n; i += size) {
		size = lit_char_size(text + i, text + n);
		lit_char(&item, text + i, size, nocase);
		lit_append(&all, &item, 1, 1, 1);
	}
	lit_end(&all);
	*set = all.need;
}
