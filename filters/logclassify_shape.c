/* logclassify_shape - the shapes that variable parts of a message have. */
#include "logclassify.h"

#include <string.h>

enum {
	QUOTED_MAX = 128,	/* bytes between quotes */
	HEX_LEAST = 8,		/* digits of a number that has none of 0 to 9 */
	MAC_COLONS = 2,
	NEAR_MAX = 128,	/* bytes that are looked at for a variable of several words */
};

static void
add_kind(unsigned char kinds[256], const char *bytes, unsigned kind)
{
	for (; *bytes; bytes++)
		kinds[(unsigned char)*bytes] |= (unsigned char)kind;
}

void
shape_kinds(unsigned char kinds[256])
{
	add_kind(kinds, "0123456789", SHAPE_DIGIT | SHAPE_HEX);
	add_kind(kinds, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", SHAPE_UPPER);
	add_kind(kinds, "abcdefghijklmnopqrstuvwxyz", SHAPE_LOWER);
	add_kind(kinds, "abcdefABCDEF", SHAPE_HEX);
	add_kind(kinds, "_", SHAPE_UNDER);
	add_kind(kinds, " \t\r\n", SHAPE_BLANK);
	add_kind(kinds, ".:,-/_+~", SHAPE_LINK);
	add_kind(kinds, "/\"'-+:(", SHAPE_OPEN);
}

static size_t
run(const struct shape *t, size_t i, unsigned kinds)
{
	while (shape_kind(t, i) & kinds)
		i++;
	return i;
}

/* 8-4-4-4-12 hexadecimal digits at i: the end, or 0. */
static size_t
uuid(const struct shape *t, size_t i)
{
	static const unsigned char groups[] = { 8, 4, 4, 4, 12 };

	for (size_t g = 0; g < sizeof groups; g++) {
		size_t end = run(t, i, SHAPE_HEX);

		if (end - i != groups[g] || (g < 4 && t->s[end] != '-'))
			return 0;
		i = end + (g < 4);
	}
	return shape_kind(t, i) & SHAPE_WORD ? 0 : i;
}

/*
 * Hexadecimal digits and at least two colons:
 * IPv6, MAC, also a time of day: the end, or 0.
 */
size_t
shape_colons(const struct shape *t, size_t i)
{
	size_t start = i, count = 0, digits = 0;

	for (; (shape_kind(t, i) & SHAPE_HEX) || t->s[i] == ':'; i++) {
		count += t->s[i] == ':';
		digits += (shape_kind(t, i) & SHAPE_DIGIT) != 0;
	}
	if (count < MAC_COLONS || digits == 0 || (shape_kind(t, i) & SHAPE_WORD))
		return 0;
	while (i > start && t->s[i - 1] == ':' && t->s[i - 2] != ':')
		i--;
	return i;
}

/* A code that names a message: ORA-00600, MY-010931, or AMQ9202E: the end, or 0. */
size_t
shape_code(const struct shape *t, size_t i)
{
	size_t digits = run(t, i, SHAPE_UPPER), end;
	bool dash = t->s[digits] == '-';

	if (digits - i < 2 || digits - i > 8)
		return 0;
	digits += dash;
	end = run(t, digits, SHAPE_DIGIT);
	if (end - digits < 3 || end - digits > 6)
		return 0;
	if (!dash && (end - digits < 4 || !strchr("EWIS", t->s[end]) || !t->s[end]))
		return 0;
	if (shape_kind(t, end) & SHAPE_UPPER)
		end++;
	return (shape_kind(t, end) & SHAPE_WORD) || t->s[end] == '-' ||
	    t->s[end] == '.' ? 0 : end;
}

static bool
all_hex(const struct shape *t, size_t i, size_t end)
{
	return end - i >= HEX_LEAST && run(t, i, SHAPE_HEX) == end;
}

struct span {
	size_t end;
	size_t kinds;	/* of all bytes */
};

/* The word of letters, digits and '_' (and "-" after "_") at i. */
static inline struct span
word(const struct shape *t, size_t i)
{
	size_t all = 0, k;

	for (;; i++) {
		for (; (k = shape_kind(t, i)) & SHAPE_WORD; i++)
			all |= k;
		if (t->s[i] != '-' || t->s[i - 1] != '_' || !all)
			break;
	}
	return (struct span){ i, all };
}

static bool
is_one_of(const char *const words[], const char *s, size_t n)
{
	for (; *words; words++)
		if (**words == *s && strlen(*words) == n && memcmp(*words, s, n) == 0)
			return true;
	return false;
}

/* The name of a host in a domain, in lower case: the end, or 0. */
static size_t
host(const struct shape *t, size_t i)
{
	static const char *const domains[] = {
		"com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "arpa",
		"local", "localdomain", "lan", "internal", NULL
	};
	size_t dots = 0, last = i, stop = i + NEAR_MAX, n;

	for (; i < stop && ((shape_kind(t, i) & (SHAPE_LOWER | SHAPE_DIGIT)) ||
	    t->s[i] == '-' || t->s[i] == '.'); i++)
		if (t->s[i] == '.') {
			if (!(shape_kind(t, i + 1) & (SHAPE_LOWER | SHAPE_DIGIT)))
				break;
			dots++;
			last = i + 1;
		}
	n = i - last;
	if (dots == 0 || (shape_kind(t, i) & SHAPE_WORD) ||
	    run(t, last, SHAPE_LOWER) != i)
		return 0;
	return (n == 2 && dots > 1) || is_one_of(domains, t->s + last, n) ? i : 0;
}

/*
 * The identity of a Windows package,
 * Name-Of-It~31bf3856ad364e35~amd64~~6.1.1.0: the end, or 0.
 */
static size_t
package(const struct shape *t, size_t i)
{
	size_t tildes = 0, stop = i + NEAR_MAX;

	for (; i < stop; i++) {
		if (t->s[i] == '~')
			tildes++;
		else if (!(shape_kind(t, i) & SHAPE_WORD) && t->s[i] != '-' &&
		    t->s[i] != '.')
			break;
	}
	return tildes >= 3 ? i : 0;
}

/* Words joined by "-", one of them with a digit: pool-1-thread-12: the end, or 0. */
static size_t
chain(const struct shape *t, size_t i)
{
	size_t stop = i + NEAR_MAX, all;
	struct span w = word(t, i);

	for (all = w.kinds; w.end < stop && t->s[w.end] == '-' &&
	    (shape_kind(t, w.end + 1) & SHAPE_WORD); all |= w.kinds)
		w = word(t, w.end + 1);
	return all & SHAPE_DIGIT ? w.end : 0;
}

/* A day or a month before another or before a digit: Sun Jul 17. */
static bool
is_date(const struct shape *t, size_t i, size_t end)
{
	static const char *const names[] = {
		"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb",
		"Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", NULL
	};
	size_t next = end + (t->s[end] == ',');

	if (end - i != 3 || !(shape_kind(t, i) & SHAPE_UPPER) ||
	    !(shape_kind(t, next) & SHAPE_BLANK) || !is_one_of(names, t->s + i, 3))
		return false;
	next = run(t, next, SHAPE_BLANK);
	return (shape_kind(t, next) & SHAPE_DIGIT) || is_one_of(names, t->s + next, 3);
}

/* May the word from i to end be a name, or does it go on with the sentence? */
static bool
is_name(const struct shape *t, size_t i, size_t end)
{
	static const char *const others[] = {
		"and", "at", "by", "from", "has", "in", "is", "not", "or", "to",
		"was", "with", NULL
	};

	return !is_one_of(others, t->s + i, end - i);
}

/* Is the word at i the name of a user or a host, by the words around it? */
static bool
is_named(const struct shape *t, size_t i, size_t end)
{
	const char *before = t->s + i - 5;

	if (before[4] == '=')
		return memcmp(before, "user", 4) == 0 || memcmp(before, "User", 4) == 0 ||
		    memcmp(before, "host", 4) == 0 || memcmp(before, "name", 4) == 0;
	if (before[4] != ' ' || before[3] != 'r')
		return false;
	if (memcmp(before, "user", 4) == 0 || memcmp(before, "User", 4) == 0)
		return is_name(t, i, end);
	return memcmp(before, " for ", 5) == 0 && memcmp(t->s + end, " from ", 6) == 0;
}

/* A variable that more than one word makes: the end, or 0. */
static size_t
several(const struct shape *t, size_t i, size_t end)
{
	size_t more = 0;
	char c = t->s[end];

	if (c == '-' && (shape_kind(t, i) & SHAPE_HEX))
		more = uuid(t, i);
	else if (c == ':' && (shape_kind(t, i) & SHAPE_HEX))
		more = shape_colons(t, i);
	if (more == 0 && (c == '.' || c == '-'))
		more = host(t, i);
	if (more == 0 && (c == '~' || c == '-'))
		more = package(t, i);
	if (more == 0 && c == '-')
		more = chain(t, i);
	return more;
}

/* name@some.domain, the "@" at i: the end. */
static size_t
address(const struct shape *t, size_t i)
{
	do
		i = word(t, i + 1).end;
	while (t->s[i] == '.' && (shape_kind(t, i + 1) & SHAPE_WORD));
	return i;
}

/*
 * The variable that starts at i: its end, or 0.
 * *plain is the end of the word that is there.
 */
size_t
shape_variable(const struct shape *t, size_t i, size_t *plain)
{
	struct span w = word(t, i);
	size_t more;

	*plain = w.end;
	if ((shape_kind(t, w.end) & SHAPE_LINK) && (more = several(t, i, w.end)) != 0)
		return more;
	if (t->s[w.end] == '@' && (shape_kind(t, w.end + 1) & SHAPE_WORD))
		return address(t, w.end);
	if ((w.kinds & SHAPE_DIGIT) || all_hex(t, i, w.end) || is_date(t, i, w.end) ||
	    is_named(t, i, w.end))
		return w.end;
	return 0;
}

/* The whole of a variable and of those linked to it by one byte. */
size_t
shape_linked(const struct shape *t, size_t end)
{
	size_t plain, more;

	while ((shape_kind(t, end) & SHAPE_LINK) &&
	    (shape_kind(t, end + 1) & SHAPE_WORD) &&
	    (more = shape_variable(t, end + 1, &plain)) != 0)
		end = more;
	return end;
}

/* A path of at least two names at the "/" or after the "C:" at i: the end, or 0. */
size_t
shape_path(const struct shape *t, size_t i, char slash)
{
	size_t names = 0;

	while (t->s[i] == slash) {
		size_t start = ++i;

		while ((shape_kind(t, i) & SHAPE_WORD) ||
		    (t->s[i] && strchr(".-+%~$@", t->s[i])) ||
		    (unsigned char)t->s[i] >= 0x80)
			i++;
		names += i > start;
	}
	if (names >= 2 && t->s[i] == '?')
		while (i < t->n && !(shape_kind(t, i) & SHAPE_BLANK) && t->s[i] != '"')
			i++;
	return names >= 2 ? i : 0;
}

/*
 * A text without a blank between the quote at i and the next such quote: the end, or 0.
 */
size_t
shape_quoted(const struct shape *t, size_t i)
{
	size_t end = i + 1;

	while (end < t->n && end - i <= QUOTED_MAX && t->s[end] != t->s[i] &&
	    !(shape_kind(t, end) & SHAPE_BLANK))
		end++;
	if (end == i + 1 || t->s[end] != t->s[i] || (shape_kind(t, end + 1) & SHAPE_WORD))
		return 0;
	return end;
}
