/* charset_head: byte order marks, UTF-16 without one, and what only looks like it. */
#include "charset.h"

#include <stdlib.h>

#include "buf.h"
#include "check.h"

static int
head(const char *p, size_t n, bool all, const char *want)
{
	const char *name = "unset";
	int mark = charset_head(p, n, all, &name);

	if (want)
		CHECK_STR(name, want);
	else
		CHECK(name == NULL);
	return mark;
}

static void
marks(void)
{
	CHECK_INT(head("\xff\xfe" "a\0", 4, false, "UTF-16LE"), 2);
	CHECK_INT(head("\xfe\xff\0a", 4, false, "UTF-16BE"), 2);
	CHECK_INT(head("\xef\xbb\xbf", 3, false, "UTF-8"), 3);
	CHECK_INT(head("\xff\xfe\0\0a\0\0\0", 8, false, "UTF-32LE"), 4);
	CHECK_INT(head("\0\0\xfe\xff", 4, false, "UTF-32BE"), 4);
	CHECK_INT(head("\x84\x31\x95\x33\n", 5, false, "GB18030"), 4);
	/* fewer bytes: a mark may still come, or a longer one */
	CHECK_INT(head("\xff\xfe", 2, false, NULL), -1);
	CHECK_INT(head("\xff\xfe", 2, true, "UTF-16LE"), 2);
	CHECK_INT(head("\xff\xfe\0", 3, false, NULL), -1);
	CHECK_INT(head("\xef", 1, false, NULL), -1);
	CHECK_INT(head("\xef\xbb", 2, true, NULL), 0);
	CHECK_INT(head("", 0, false, NULL), -1);
	CHECK_INT(head("", 0, true, NULL), 0);
}

/* The text as units of two bytes; it is ASCII but for "~", which becomes U+8BEF. */
static size_t
widen(const char *s, bool big, char *to)
{
	size_t n = 0;

	for (; *s; s++, n += 2) {
		to[n + big] = *s == '~' ? '\xef' : *s;
		to[n + !big] = *s == '~' ? '\x8b' : 0;
	}
	return n;
}

static void
without_marks(void)
{
	static const char *const texts[] = {
		"2026-11-20 started\r\n", "a\n", "~~~~~~~~~~\n", "~~ 12\r\n~~~~~~~\r\n", "abcd",
		"~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n",
	};
	char s[200];
	size_t n;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		for (int big = 0; big < 2; big++) {
			n = widen(texts[i], big, s);
			CHECK_INT(head(s, n, false, big ? "UTF-16BE" : "UTF-16LE"), 0);
		}
	n = widen("abcdef\n", false, s);
	for (size_t i = 1; i < n; i++)		/* any part of it says the same, or nothing */
		if (head(s, i, false, i < 8 ? NULL : "UTF-16LE") != (i < 8 ? -1 : 0))
			CHECK(false);
}

static void
other_files(void)
{
	static char noise[CHARSET_HEAD_MAX + 100];
	uint32_t state = 1;

	CHECK_INT(head("plain\n", 6, false, NULL), 0);
	CHECK_INT(head("no line end", 11, false, NULL), -1);
	CHECK_INT(head("no line end", 11, true, NULL), 0);
	CHECK_INT(head("a\0b\n", 4, false, NULL), 0);
	CHECK_INT(head("one zero\0 among the text of a line in bytes\n", 44, false, NULL), 0);
	CHECK_INT(head("a\0\0ab\0\0b\n\0", 10, false, NULL), 0);
	CHECK_INT(head("\0\0\0\0\0\0\0\n", 8, false, NULL), 0);
	CHECK_INT(head("\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0\x40\x10\n\0", 28, true,
	    NULL), 0);
	for (int tries = 0; tries < 50; tries++) {
		for (size_t i = 0; i < sizeof noise; i++) {
			state = state * 1664525 + 1013904223;
			noise[i] = (char)(state >> 24);
			if (tries % 2 && noise[i] > 0)	/* with more zeros */
				noise[i] = 0;
		}
		memcpy(noise, "noise", 5);
		CHECK_INT(head(noise, tries < 25 ? sizeof noise : 500 + (size_t)tries, true,
		    NULL), 0);
	}
	memset(noise, 'x', sizeof noise);
	CHECK_INT(head(noise, sizeof noise, false, NULL), 0);
}

static void
resolves(void)
{
	CHECK_STR(charset_resolve("utf-16", "UTF-16BE"), "UTF-16BE");
	CHECK_STR(charset_resolve("UTF-16", NULL), "UTF-16");
	CHECK_STR(charset_resolve("UTF-32", "UTF-32BE"), "UTF-32BE");
	CHECK_STR(charset_resolve("UTF-32", "UTF-16BE"), "UTF-32");
	CHECK_STR(charset_resolve("UTF-16LE", "UTF-16BE"), "UTF-16LE");
	CHECK_STR(charset_resolve("GBK", "UTF-8"), "GBK");
}

int
main(void)
{
	RUN(marks);
	RUN(without_marks);
	RUN(other_files);
	RUN(resolves);
	return check_end();
}
