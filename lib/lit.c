/*
 * lit - which literals a PCRE2 pattern cannot match without.
 *
 * A pattern is read once, by descent.  Of each piece of it two things are kept: the finite set
 * of texts that it matches, where there is one (text), and the best set of literals of which one
 * must be in whatever it matches (need).  Texts of neighbours are joined; what cannot be followed
 * breaks the joined text, which is then a candidate for need.
 *
 * Case: without regard to case, PCRE2 lets some letters beyond ASCII match "k" and "s", and
 * many letters beyond ASCII have two cases: such letters are taken for unknown.
 */
#include "lit.h"

#include <string.h>

enum {
	DEPTH_MAX = 24,		/* groups in groups */
	CLASS_MAX = 8,		/* characters of a class that are worth following */
	TIMES_MAX = 8,		/* x{n} that is written out */
	NO_END = -1,		/* no upper bound of repetitions */
};

struct piece {
	bool finite;		/* text is all that it matches */
	struct lit_set text;
	struct lit_set need;
};

struct reader {
	const char *p, *end;
	size_t max;
	unsigned depth;
	bool lost;		/* nothing can be said of the pattern */
};

static const struct lit_set only_empty = { .n = 1 };

/* --- sets --- */

/* How useful a set is: long literals, few of them; 0 for none. */
static size_t
worth(const struct lit_set *set)
{
	size_t least = LIT_MAX;

	for (size_t i = 0; i < set->n; i++)
		if (set->v[i].n < least)
			least = set->v[i].n;
	if (set->n == 0 || least == 0)
		return 0;
	return least * 2 * LIT_SET_MAX - (set->n - 1) * 2;
}

static void
keep_better(struct lit_set *best, const struct lit_set *other)
{
	if (worth(other) > worth(best))
		*best = *other;
}

/* Add one literal unless it is there: false when the set is full. */
static bool
add(struct lit_set *set, const struct lit *l, size_t max)
{
	for (size_t i = 0; i < set->n; i++)
		if (set->v[i].n == l->n && set->v[i].nocase == l->nocase &&
		    memcmp(set->v[i].s, l->s, l->n) == 0)
			return true;
	if (set->n == max)
		return false;
	set->v[set->n++] = *l;
	return true;
}

static bool
add_all(struct lit_set *set, const struct lit_set *other, size_t max)
{
	for (size_t i = 0; i < other->n; i++)
		if (!add(set, &other->v[i], max))
			return false;
	return true;
}

static void
lower(struct lit *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->s[i] >= 'A' && l->s[i] <= 'Z')
			l->s[i] = (char)(l->s[i] | 0x20);
}

/* a and b one after the other: false when that is too long. */
static bool
join_two(struct lit *l, const struct lit *a, const struct lit *b)
{
	if (a->n + b->n > LIT_MAX)
		return false;
	*l = *a;
	memcpy(l->s + a->n, b->s, b->n);
	l->n = (unsigned char)(a->n + b->n);
	l->nocase = a->nocase || b->nocase;
	if (l->nocase)
		lower(l);
	return true;
}

/* Every text of the first set followed by every text of the second; false when that is too much. */
static bool
join(struct lit_set *set, const struct lit_set *next, size_t max)
{
	struct lit_set both = { 0 };
	struct lit l;

	if (set->n * next->n > max)
		return false;
	for (size_t i = 0; i < set->n; i++)
		for (size_t j = 0; j < next->n; j++)
			if (!join_two(&l, &set->v[i], &next->v[j]) || !add(&both, &l, max))
				return false;
	*set = both;
	return true;
}

/* --- pieces put one after the other --- */

/* What was joined so far ends here; what follows starts with text. */
static void
cut(struct piece *all, const struct lit_set *text)
{
	keep_better(&all->need, &all->text);
	all->finite = false;
	all->text = *text;
}

static void
append_text(struct piece *all, const struct lit_set *text, size_t max)
{
	if (!join(&all->text, text, max))
		cut(all, text);
}

/* Append item, which occurs min to max times (NO_END: any number). */
static void
append(struct reader *r, struct piece *all, struct piece *item, int min, int max)
{
	if (item->finite && min == 0 && max == 1 && add_all(&item->text, &only_empty, r->max))
		min = 1;
	if (min == 0) {
		cut(all, &only_empty);
		return;
	}
	if (!item->finite) {
		cut(all, &only_empty);
		keep_better(&all->need, &item->need);
		return;
	}
	for (int i = 0; i < min && i < TIMES_MAX; i++)
		append_text(all, &item->text, r->max);
	if (max != min || min > TIMES_MAX)
		cut(all, &item->text);
}

/* --- characters --- */

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

/* The length of the UTF-8 character at s. */
static size_t
char_size(const char *s, const char *end)
{
	unsigned char c = (unsigned char)*s;
	size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;

	return n > (size_t)(end - s) ? (size_t)(end - s) : n;
}

/* Does the character stand for itself only, but for the case of ASCII? */
static bool
is_plain(const char *s, size_t n)
{
	unsigned char a = (unsigned char)s[0];

	if (n == 1)
		return (a | 0x20) != 'k' && (a | 0x20) != 's';
	return n == 3 && a >= 0xE3 && a <= 0xE9;	/* U+3000 to U+9FFF have no case */
}

static void
set_char(struct piece *item, const char *s, size_t n, bool nocase)
{
	struct lit *l = &item->text.v[0];

	*item = (struct piece){ 0 };
	if (nocase && !is_plain(s, n))
		return;
	memcpy(l->s, s, n);
	l->n = (unsigned char)n;
	l->nocase = nocase;
	if (nocase)
		lower(l);
	item->text.n = 1;
	item->finite = true;
}

static void
set_unknown(struct piece *item)
{
	*item = (struct piece){ 0 };
}

static void
set_empty(struct piece *item)
{
	*item = (struct piece){ .finite = true, .text = only_empty };
}

/* --- the pattern --- */

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

/* What may follow \x, \p, \g and their like: {...}, <...>, '...', or a few plain characters. */
static void
skip_argument(struct reader *r, char letter)
{
	size_t n = 0;

	switch (look(r, 0)) {
	case '{': skip_to(r, '}'); return;
	case '<':
		if (letter == 'g' || letter == 'k')
			skip_to(r, '>');
		return;
	case '\'':
		if (letter == 'g' || letter == 'k') {
			r->p++;
			skip_to(r, '\'');
		}
		return;
	default: break;
	}
	if (letter == 'x')
		while (n < 2 && (is_digit(look(r, n)) || is_letter(look(r, n))))
			n++;
	else if (letter == 'p' || letter == 'P' || letter == 'c')
		n = look(r, 0) != '\0';
	else	/* \g-1, \g+12 */
		while (is_digit(look(r, n)) || (n == 0 && strchr("+-", look(r, 0)) && look(r, 0)))
			n++;
	r->p += n;
}

/* After a backslash and a letter or digit. */
static void
read_escape(struct reader *r, struct piece *item, bool nocase)
{
	static const char controls[] = "t\tn\nr\rf\fe\033a\a";
	char c = *r->p++;
	const char *control = strchr(controls, c);

	set_unknown(item);
	if (is_digit(c)) {		/* a group seen before, or an octal number */
		while (is_digit(look(r, 0)))
			r->p++;
	} else if (control && (control - controls) % 2 == 0) {
		set_char(item, control + 1, 1, nocase);
	} else if (strchr("bBAzZGK", c)) {
		set_empty(item);
	} else if (strchr("xpPgkco", c)) {
		skip_argument(r, c);
	} else if (!strchr("dDwWsShHvVRX", c) && (c != 'N' || look(r, 0) == '{')) {
		r->lost = true;		/* \Q \E \N{...} and what may come */
	}
}

/* The member of a class at r->p as one ASCII character, or -1; steps over it in any case. */
static int
class_member(struct reader *r)
{
	char c = *r->p;
	size_t n = char_size(r->p, r->end);

	if (c == '[' && strchr(":.=", look(r, 1)) && look(r, 1)) {
		n = 2;
		while (is_letter(look(r, n)) || look(r, n) == '^')
			n++;
		if (look(r, 1) != ':' || look(r, n) != ':' || look(r, n + 1) != ']')
			r->lost = true;
		else
			r->p += n + 2;
		return -1;
	}
	r->p += n;
	if (c != '\\')
		return n == 1 ? c : -1;
	c = look(r, 0);
	if (c == '\0' || strchr("QENc", c)) {
		r->lost = true;
		return -1;
	}
	r->p += char_size(r->p, r->end);
	return is_letter(c) || is_digit(c) || (c & 0x80) ? -1 : c;
}

static bool
add_class(struct piece *item, char c, bool nocase, size_t max)
{
	struct piece one;

	set_char(&one, &c, 1, nocase);
	return one.finite && add(&item->text, &one.text.v[0], max);
}

/* After "[". */
static void
read_class(struct reader *r, struct piece *item, bool nocase)
{
	size_t max = r->max < CLASS_MAX ? r->max : CLASS_MAX;
	bool known = look(r, 0) != '^', first = true;

	set_empty(item);
	item->text.n = 0;
	r->p += !known;
	while (!r->lost && r->p < r->end && (*r->p != ']' || first)) {
		int from = class_member(r), to = from;

		first = false;
		if (look(r, 0) == '-' && look(r, 1) != ']' && r->p + 1 < r->end) {
			r->p++;
			to = class_member(r);
		}
		known = known && from >= 0 && to >= from && to - from < CLASS_MAX;
		for (int c = from; known && c <= to; c++)
			known = add_class(item, (char)c, nocase, max);
	}
	if (r->p < r->end)
		r->p++;
	else
		r->lost = true;
	if (!known)
		set_unknown(item);
}

static void read_alternatives(struct reader *r, struct piece *all, bool nocase);

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
read_inside(struct reader *r, struct piece *item, bool nocase)
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

/* After "(?".  *nocase changes for what follows in the group around it. */
static void
read_special(struct reader *r, struct piece *item, bool *nocase)
{
	bool inner = *nocase, behind = look(r, 0) == '<' && strchr("=!*", look(r, 1)) && look(r, 1);
	char c = look(r, 0);

	set_empty(item);
	if (c == '=' || c == '!' || c == '*' || behind) {
		r->p += 1 + behind;
		read_inside(r, item, inner);
		set_empty(item);	/* looked at, not taken */
	} else if (c == '|' || c == '>') {
		r->p++;
		read_inside(r, item, inner);
	} else if (c == '<' || c == '\'' || (c == 'P' && look(r, 1) == '<')) {
		r->p += c == 'P' ? 2 : 1;
		if (skip_to(r, c == '\'' ? c : '>'))
			read_inside(r, item, inner);
	} else if (c == 'P' || c == '&' || c == 'R' || c == '+' || is_digit(c) ||
	    (c == '-' && is_digit(look(r, 1)))) {
		skip_to(r, ')');	/* a call of a group, or what it matched */
		set_unknown(item);
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
	*max = !comma ? v[0] : digits ? v[1] : NO_END;
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
	case '*': *min = 0; *max = NO_END; r->p++; break;
	case '+': *max = NO_END; r->p++; break;
	case '{':
		if (read_counts(r, min, max))
			break;
		if (is_digit(look(r, 1)) || (look(r, 1) && strchr(", ", look(r, 1)))) {
			*min = 0;	/* a later PCRE2 may take it for a number of times */
			*max = NO_END;
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
read_item(struct reader *r, struct piece *item, bool *nocase)
{
	size_t n = char_size(r->p, r->end);
	char c = *r->p;

	set_unknown(item);
	r->p += n;
	if (c == '\\') {
		c = look(r, 0);
		if (is_letter(c) || is_digit(c)) {
			read_escape(r, item, *nocase);
		} else if (c == '\0') {
			r->lost = true;
		} else {
			n = char_size(r->p, r->end);
			set_char(item, r->p, n, *nocase);
			r->p += n;
		}
	} else if (c == '[') {
		read_class(r, item, *nocase);
	} else if (c == '(' && look(r, 0) == '?') {
		r->p++;
		read_special(r, item, nocase);
	} else if (c == '(') {
		r->lost = r->lost || look(r, 0) == '*';		/* a verb may end the match early */
		read_inside(r, item, *nocase);
	} else if (c == '^' || c == '$') {
		set_empty(item);
	} else if (strchr("*+?", c)) {
		r->lost = true;
	} else if (c != '.') {
		set_char(item, r->p - n, n, *nocase);
	}
}

/* Up to "|", ")" or the end. */
static void
read_sequence(struct reader *r, struct piece *all, bool *nocase)
{
	struct piece item;
	int min, max;

	set_empty(all);
	while (!r->lost && r->p < r->end && *r->p != '|' && *r->p != ')') {
		read_item(r, &item, nocase);
		read_times(r, &min, &max);
		append(r, all, &item, min, max);
	}
	keep_better(&all->need, &all->text);
}

/* Up to ")" or the end. */
static void
read_alternatives(struct reader *r, struct piece *all, bool nocase)
{
	struct piece one;
	bool needs;

	read_sequence(r, all, &nocase);
	needs = all->need.n > 0;
	while (!r->lost && look(r, 0) == '|') {
		r->p++;
		read_sequence(r, &one, &nocase);
		all->finite = all->finite && one.finite && add_all(&all->text, &one.text, r->max);
		needs = needs && one.need.n > 0 && add_all(&all->need, &one.need, r->max);
	}
	if (!needs)
		all->need.n = 0;
}

void
lit_find(const char *pattern, size_t n, bool nocase, size_t max, struct lit_set *set)
{
	struct reader r = { .p = pattern, .end = pattern + n, .max = max };
	struct piece all;

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
	struct piece all, item;
	struct reader r = { .max = 1 };

	set_empty(&all);
	for (size_t i = 0, size; i < n; i += size) {
		size = char_size(text + i, text + n);
		set_char(&item, text + i, size, nocase);
		append(&r, &all, &item, 1, 1);
	}
	keep_better(&all.need, &all.text);
	*set = all.need;
}
