/* logclassify_shape - the shapes that variable parts of a message have. */
#include "logclassify.h"

#include <string.h>

enum {
	QUOTED_MAX = 128,	/* bytes between quotes */
	HEX_LEAST = 8,		/* digits of a number that has none of 0 to 9 */
	MAC_COLONS = 2,
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

static unsigned
kind(const struct shape *t, size_t i)
{
	return i < t->n ? t->kinds[(unsigned char)t->s[i]] : 0;
}

static char
at(const struct shape *t, size_t i)
{
	return i < t->n ? t->s[i] : '\0';
}

static size_t
run(const struct shape *t, size_t i, unsigned kinds)
{
	while (kind(t, i) & kinds)
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

		if (end - i != groups[g] || (g < 4 && at(t, end) != '-'))
			return 0;
		i = end + (g < 4);
	}
	return kind(t, i) & SHAPE_WORD ? 0 : i;
}

/* Hexadecimal digits and at least two colons: IPv6, MAC, also a time of day: the end, or 0. */
size_t
shape_colons(const struct shape *t, size_t i)
{
	size_t start = i, count = 0, digits = 0;

	for (; (kind(t, i) & SHAPE_HEX) || at(t, i) == ':'; i++) {
		count += at(t, i) == ':';
		digits += (kind(t, i) & SHAPE_DIGIT) != 0;
	}
	if (count < MAC_COLONS || digits == 0 || (kind(t, i) & SHAPE_WORD))
		return 0;
	while (i > start && at(t, i - 1) == ':' && at(t, i - 2) != ':')
		i--;
	return i;
}

/* A code that names a message: ORA-00600, MY-010931, or AMQ9202E: the end, or 0. */
size_t
shape_code(const struct shape *t, size_t i)
{
	size_t digits = run(t, i, SHAPE_UPPER), end;
	bool dash = at(t, digits) == '-';

	if (digits - i < 2 || digits - i > 8)
		return 0;
	digits += dash;
	end = run(t, digits, SHAPE_DIGIT);
	if (end - digits < 3 || end - digits > 6)
		return 0;
	if (!dash && (end - digits < 4 || !strchr("EWIS", at(t, end)) || !at(t, end)))
		return 0;
	if (kind(t, end) & SHAPE_UPPER)
		end++;
	return (kind(t, end) & SHAPE_WORD) || at(t, end) == '-' || at(t, end) == '.' ? 0 : end;
}

static bool
all_hex(const struct shape *t, size_t i, size_t end)
{
	return end - i >= HEX_LEAST && run(t, i, SHAPE_HEX) == end;
}

/* A word of letters, digits and '_' (and "-" after "_"): its end; what it is made of in *kinds. */
static size_t
word(const struct shape *t, size_t i, unsigned *kinds)
{
	*kinds = 0;
	for (;; i++) {
		unsigned k = kind(t, i);

		if (!(k & SHAPE_WORD) && !(at(t, i) == '-' && at(t, i - 1) == '_' && *kinds))
			return i;
		*kinds |= k;
	}
}

static bool
is_one_of(const char *const words[], const char *s, size_t n)
{
	for (; *words; words++)
		if (strlen(*words) == n && memcmp(*words, s, n) == 0)
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
	size_t dots = 0, last = i, n;

	for (; (kind(t, i) & (SHAPE_LOWER | SHAPE_DIGIT)) || at(t, i) == '-' || at(t, i) == '.'; i++)
		if (at(t, i) == '.') {
			if (!(kind(t, i + 1) & (SHAPE_LOWER | SHAPE_DIGIT)))
				break;
			dots++;
			last = i + 1;
		}
	n = i - last;
	if (dots == 0 || (kind(t, i) & SHAPE_WORD) || run(t, last, SHAPE_LOWER) != i)
		return 0;
	return (n == 2 && dots > 1) || is_one_of(domains, t->s + last, n) ? i : 0;
}

/* The identity of a Windows package, Name-Of-It~31bf3856ad364e35~amd64~~6.1.1.0: the end, or 0. */
static size_t
package(const struct shape *t, size_t i)
{
	size_t tildes = 0;

	for (;; i++) {
		if (at(t, i) == '~')
			tildes++;
		else if (!(kind(t, i) & SHAPE_WORD) && at(t, i) != '-' && at(t, i) != '.')
			break;
	}
	return tildes >= 3 ? i : 0;
}

/* Words joined by "-", one of them with a digit: pool-1-thread-12: the end, or 0. */
static size_t
chain(const struct shape *t, size_t i)
{
	unsigned all = 0, kinds;

	for (i = word(t, i, &kinds), all |= kinds; at(t, i) == '-' && (kind(t, i + 1) & SHAPE_WORD);
	    all |= kinds)
		i = word(t, i + 1, &kinds);
	return all & SHAPE_DIGIT ? i : 0;
}

/* A day or a month before another or before a digit: Sun Jul 17. */
static bool
is_date(const struct shape *t, size_t i, size_t end)
{
	static const char *const names[] = {
		"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr",
		"May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", NULL
	};
	size_t next = end + (at(t, end) == ',');

	if (end - i != 3 || !(kind(t, next) & SHAPE_BLANK) || !is_one_of(names, t->s + i, 3))
		return false;
	next = run(t, next, SHAPE_BLANK);
	return (kind(t, next) & SHAPE_DIGIT) || (next + 3 <= t->n && is_one_of(names, t->s + next, 3));
}

/* Is the word at i the name of a user or a host, by the words around it? */
static bool
is_named(const struct shape *t, size_t i, size_t end)
{
	static const char *const keys[] = { "user", "User", "host", "name", NULL };
	static const char *const others[] = {
		"and", "at", "by", "from", "has", "in", "is", "not", "or", "to", "was", "with", NULL
	};
	size_t gap = i - 1;

	if (i < 5 || (at(t, gap) != ' ' && at(t, gap) != '=') ||
	    is_one_of(others, t->s + i, end - i))
		return false;
	if (memcmp(t->s + i - 5, "user", 4) == 0 || memcmp(t->s + i - 5, "User", 4) == 0)
		return true;
	if (at(t, gap) == '=')
		return is_one_of(keys, t->s + i - 5, 4);
	return memcmp(t->s + i - 5, " for ", 5) == 0 && end + 6 <= t->n &&
	    memcmp(t->s + end, " from ", 6) == 0;
}

/* A variable that more than one word makes: the end, or 0. */
static size_t
several(const struct shape *t, size_t i, size_t end)
{
	size_t more = 0;
	char c = at(t, end);

	if (c == '-' && (kind(t, i) & SHAPE_HEX))
		more = uuid(t, i);
	else if (c == ':' && (kind(t, i) & SHAPE_HEX))
		more = shape_colons(t, i);
	if (more == 0 && (c == '.' || c == '-'))
		more = host(t, i);
	if (more == 0 && (c == '~' || c == '-'))
		more = package(t, i);
	if (more == 0 && c == '-')
		more = chain(t, i);
	return more;
}

/* The variable that starts at i: its end, or 0.  *plain is the end of the word that is there. */
size_t
shape_variable(const struct shape *t, size_t i, size_t *plain)
{
	unsigned kinds;
	size_t end = word(t, i, &kinds), more;

	*plain = end;
	if ((kind(t, end) & SHAPE_LINK) && (more = several(t, i, end)) != 0)
		return more;
	if (at(t, end) == '@' && (kind(t, end + 1) & SHAPE_WORD)) {
		do
			end = word(t, end + 1, &kinds);
		while (at(t, end) == '.' && (kind(t, end + 1) & SHAPE_WORD));
		return end;
	}
	if ((kinds & SHAPE_DIGIT) || all_hex(t, i, end) || is_date(t, i, end) || is_named(t, i, end))
		return end;
	return 0;
}

/* The whole of a variable and of those linked to it by one byte. */
size_t
shape_linked(const struct shape *t, size_t end)
{
	size_t plain, more;

	while ((kind(t, end) & SHAPE_LINK) && (kind(t, end + 1) & SHAPE_WORD) &&
	    (more = shape_variable(t, end + 1, &plain)) != 0)
		end = more;
	return end;
}

/* A path of at least two names at the "/" or after the "C:" at i: the end, or 0. */
size_t
shape_path(const struct shape *t, size_t i, char slash)
{
	size_t names = 0;

	while (at(t, i) == slash) {
		size_t start = ++i;

		while ((kind(t, i) & SHAPE_WORD) || (at(t, i) && strchr(".-+%~$@", at(t, i))) ||
		    (unsigned char)at(t, i) >= 0x80)
			i++;
		names += i > start;
	}
	if (names >= 2 && at(t, i) == '?')
		while (i < t->n && !(kind(t, i) & SHAPE_BLANK) && at(t, i) != '"')
			i++;
	return names >= 2 ? i : 0;
}

/* A text without a blank between the quote at i and the next such quote: the end, or 0. */
size_t
shape_quoted(const struct shape *t, size_t i)
{
	size_t end = i + 1;

	while (end < t->n && end - i <= QUOTED_MAX && at(t, end) != at(t, i) &&
	    !(kind(t, end) & SHAPE_BLANK))
		end++;
	if (end == i + 1 || at(t, end) != at(t, i) || (kind(t, end + 1) & SHAPE_WORD))
		return 0;
	return end;
}
