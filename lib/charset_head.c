/* charset_head - what the head of a file says about its encoding. */
#include "charset_part.h"

enum {
	ASCII_FEW = 4,		/* characters of ASCII that do without a line end */
	ASCII_SHARE = 16,	/* one unit in so many is ASCII, in a log, */
	ASCII_LEAST = 64,	/* or in so many where it cannot be text in bytes */
	BAD_SHARE = 32,		/* fewer than one unit in so many is no text */
	OTHER_SHARE = 4,	/* so many times the ASCII of the other order of bytes */
};

static const struct {
	const char *mark;
	int n;
	const char *name;
} marks[] = {		/* UTF-32LE begins like UTF-16LE */
	{ "\xFF\xFE\0\0", 4, "UTF-32LE" },
	{ "\0\0\xFE\xFF", 4, "UTF-32BE" },
	{ "\x84\x31\x95\x33", 4, "GB18030" },
	{ "\xEF\xBB\xBF", 3, "UTF-8" },
	{ "\xFF\xFE", 2, "UTF-16LE" },
	{ "\xFE\xFF", 2, "UTF-16BE" },
};

/* The length of the mark at p; -1: it may become one; 0: there is none. */
static int
find_mark(const char *p, size_t n, bool all, const char **name)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t len = (size_t)marks[i].n, have = n < len ? n : len;

		if (memcmp(p, marks[i].mark, have) != 0 || have == 0)
			continue;
		if (have == len) {
			*name = marks[i].name;
			return marks[i].n;
		}
		if (!all)
			return -1;
	}
	return 0;
}

/* Units of two bytes: how many there are, and what they would be. */
struct units {
	size_t n, ascii, newlines, bad;
	size_t printable;	/* would be two characters of ASCII as bytes */
};

static bool
is_printable(unsigned code)
{
	return code >= ' ' && code < 0x7F;
}

static void
count_unit(struct units *u, unsigned high, unsigned low)
{
	unsigned code = high << 8 | low;

	u->n++;
	if (code == '\n')
		u->newlines++;
	u->printable += is_printable(high) && is_printable(low);
	if (is_printable(code) || code == '\n' || code == '\r' || code == '\t')
		u->ascii++;
	else if (code < ' ' || (code >= 0x7F && code < 0xA0) || code >= 0xFFF0 ||
	    (code >= 0xE000 && code < 0xF900) ||	/* controls, private use, none */
	    high == '\n' || high == '\r')	/* rather a line end of bytes */
		u->bad++;
}

/* Pairs of surrogates are one character; a half alone is bad. */
static struct units
count_units(const unsigned char *p, size_t n, bool big)
{
	struct units u = { 0 };
	bool open = false, is_high, is_low;

	for (size_t i = 0; i + 1 < n; i += 2) {
		unsigned high = p[i + !big], low = p[i + big];

		is_high = high >= 0xD8 && high < 0xDC;
		is_low = high >= 0xDC && high < 0xE0;
		if (open != is_low)
			u.bad++;
		open = is_high;
		count_unit(&u, high, low);
	}
	return u;
}

/*
 * Text in these units: there is ASCII, as in every log, there are hardly any controls,
 * and it is not the other order of bytes.
 */
static bool
is_text(const struct units *u, const struct units *other)
{
	size_t share = u->printable * 2 < u->n ? ASCII_LEAST : ASCII_SHARE;

	return (u->newlines > 0 || u->ascii >= ASCII_FEW) &&
	    u->ascii * share >= u->n && u->bad * BAD_SHARE <= u->n &&
	    u->ascii > other->ascii * OTHER_SHARE;
}

int
charset_head(const char *p, size_t n, bool all, const char **name)
{
	struct units little, big;
	int mark;

	*name = NULL;
	if (n == 0)
		return all ? 0 : -1;
	mark = find_mark(p, n, all, name);
	if (mark != 0)
		return mark;
	if (n >= CHARSET_HEAD_MAX) {
		n = CHARSET_HEAD_MAX;
		all = true;
	}
	if (memchr(p, '\0', n)) {
		little = count_units((const unsigned char *)p, n, false);
		big = count_units((const unsigned char *)p, n, true);
		if (is_text(&little, &big))
			*name = "UTF-16LE";
		else if (is_text(&big, &little))
			*name = "UTF-16BE";
	}
	/* Before there is a line end there is nothing that could be read, either. */
	return *name || all || memchr(p, '\n', n) ? 0 : -1;
}

/* Are these the same but for the case of ASCII? */
static bool
is_name(const char *name, const char *want)
{
	for (; *want; name++, want++)
		if (*name != *want && (*name < 'a' || *name > 'z' || *name - 32 != *want))
			return false;
	return *name == '\0';
}

const char *
charset_resolve(const char *configured, const char *head)
{
	bool two = is_name(configured, "UTF-16") || is_name(configured, "UTF16");
	bool four = is_name(configured, "UTF-32") || is_name(configured, "UTF32");

	if (head && ((two && strncmp(head, "UTF-16", 6) == 0) ||
	    (four && strncmp(head, "UTF-32", 6) == 0)))
		return head;
	return configured;
}
