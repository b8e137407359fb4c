/*
 * re_fuzz - patterns and subjects: what matches holds the literals that were promised.
 *
 * Input: flags (one byte), a pattern, a newline, then the subject.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "re.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int
lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static bool
contains(const char *s, size_t n, const char *what, size_t m, bool nocase)
{
	for (size_t i = 0; i + m <= n; i++) {
		size_t j = 0;

		while (j < m && (nocase ? lower(s[i + j]) == what[j] : s[i + j] == what[j]))
			j++;
		if (j == m)
			return true;
	}
	return false;
}

static void
check_literals(const struct re *re, const char *pattern, const char *s, size_t n)
{
	bool nocase, any = re_literals(re) == 0;
	const char *what;
	size_t m = re_literal(re, &what, &nocase);

	if (m && !contains(s, n, what, m, nocase)) {
		fprintf(stderr, "%s matches without '%.*s'\n", pattern, (int)m, what);
		abort();
	}
	for (size_t i = 0; i < re_literals(re); i++) {
		m = re_literals_get(re, i, &what, &nocase);
		any = any || contains(s, n, what, m, nocase);
	}
	if (!any) {
		fprintf(stderr, "%s matches without any of its literals\n", pattern);
		abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const uint8_t *end = n > 1 ? memchr(data + 1, '\n', n - 1) : NULL;
	char pattern[512], why[128];
	size_t from, to, len;
	const char *s;
	struct re *re;

	if (!end || (len = (size_t)(end - data) - 1) >= sizeof pattern)
		return 0;
	memcpy(pattern, data + 1, len);
	pattern[len] = '\0';
	if ((re = re_new(pattern, data[0] & (RE_NOCASE | RE_LITERAL), why, sizeof why)) == NULL)
		return 0;
	s = (const char *)end + 1;
	n -= len + 2;
	if (re_match(re, s, n) == RE_YES) {
		check_literals(re, pattern, s, n);
		for (size_t i = 0; i <= RE_GROUPS_MAX; i++)
			if (re_group(re, i, &from, &to) && (from > to || to > n))
				abort();
	}
	re_free(re);
	return 0;
}
