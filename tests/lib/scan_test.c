/* scan_test - literals are found wherever they stand, and only they. */
#include "check.h"

#include <stdlib.h>

#include "mem.h"
#include "scan.h"

static struct scan *
make(const char *const words[], size_t n, bool nocase)
{
	struct scan *scan = scan_new();

	for (size_t i = 0; i < n; i++)
		scan_add(scan, words[i], strlen(words[i]), nocase, i);
	scan_ready(scan);
	return scan;
}

static uint64_t
found_in(const struct scan *scan, const char *s)
{
	uint64_t found = 0;

	scan_text(scan, s, strlen(s), &found);
	return found;
}

static void
finds(void)
{
	static const char *const words[] = { "ORA-00600", "error", "oom", "磁盘", "err" };
	struct scan *scan = make(words, 5, false);

	CHECK_INT(found_in(scan, ""), 0);
	CHECK_INT(found_in(scan, "oo"), 0);
	CHECK_INT(found_in(scan, "oom"), 4);
	CHECK_INT(found_in(scan, "Oom OOM"), 0);
	CHECK_INT(found_in(scan, "xxxxxxxxxxxxxxxxxxxxerror"), 2 | 16);
	CHECK_INT(found_in(scan, "errorx ORA-00600: 磁盘"), 1 | 2 | 8 | 16);
	CHECK_INT(found_in(scan, "ORA-0060"), 0);
	CHECK_INT(found_in(scan, "RA-00600 磁"), 0);
	scan_free(scan);
}

static void
finds_without_case(void)
{
	static const char *const words[] = { "timeout", "@home" };
	struct scan *scan = make(words, 2, true);

	CHECK_INT(found_in(scan, "TimeOUT"), 1);
	CHECK_INT(found_in(scan, "timeou\x54 @Home"), 3);
	CHECK_INT(found_in(scan, "`home"), 0);	/* the case bit of what is no letter */
	scan_free(scan);
}

/* At every place of texts of every length around the step of the loop. */
static void
at_every_place(void)
{
	static const char *const words[] = { "abc", "wxyz", "needle in a haystack" };
	struct scan *scan = make(words, 3, false);
	bool all = true;

	for (size_t n = 3; n < 64; n++)
		for (size_t w = 0; w < 3; w++)
			for (size_t len = strlen(words[w]), at = 0; at + len <= n; at++) {
				char *s = mem_zero(n, 1);	/* of its size, for the sanitizers */
				uint64_t found = 0;

				memset(s, '.', n);
				memcpy(s + at, words[w], len);
				scan_text(scan, s, n, &found);
				all = all && found == UINT64_C(1) << w;
				free(s);
			}
	CHECK(all);
	scan_free(scan);
}

/* Thousands of literals that share their bytes, against strstr(). */
static void
as_strstr(void)
{
	enum { WORDS = 2000, TEXT = 400 };
	struct scan *scan = scan_new();
	static char words[WORDS][12];
	uint64_t found[(WORDS + 63) / 64] = { 0 }, state = 7;
	char text[TEXT + 1] = "";
	size_t wrong = 0, hits = 0;

	for (size_t i = 0; i < WORDS; i++) {
		for (size_t j = 0; j < 3 + i % 4; j++, state = state * 6364136223846793005u + 1)
			words[i][j] = "abcd"[state >> 40 & 3];
		scan_add(scan, words[i], strlen(words[i]), false, i);
	}
	scan_ready(scan);
	for (size_t i = 0; i < TEXT; i++, state = state * 6364136223846793005u + 1)
		text[i] = "abcde"[(state >> 40) % 5];
	scan_text(scan, text, TEXT, found);
	for (size_t i = 0; i < WORDS; i++) {
		bool there = strstr(text, words[i]) != NULL;

		hits += there;
		wrong += there != (found[i / 64] >> (i % 64) & 1);
	}
	CHECK_INT(wrong, 0);
	CHECK(hits > 100 && hits < WORDS - 100);
	scan_free(scan);
}

int
main(void)
{
	RUN(finds);
	RUN(finds_without_case);
	RUN(at_every_place);
	RUN(as_strstr);
	return check_end();
}
