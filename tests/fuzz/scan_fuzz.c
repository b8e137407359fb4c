/*
 * scan_fuzz - literals and a text: those are found that memmem finds, and no others.
 *
 * Input: literals, one a line (with "~" before it: without regard to case), an empty line, the text.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scan.h"

enum { WORDS_MAX = 200, WORD_MAX = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct word {
	char s[WORD_MAX];
	size_t n;
	bool nocase;
};

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool
occurs(const struct word *w, const char *s, size_t n)
{
	for (size_t i = 0; i + w->n <= n; i++) {
		size_t j = 0;

		while (j < w->n && (w->nocase ? lower(s[i + j]) : s[i + j]) == w->s[j])
			j++;
		if (j == w->n)
			return true;
	}
	return false;
}

/* The literals at the start of the input; returns where the text begins. */
static size_t
read_words(const char *s, size_t n, struct word words[WORDS_MAX], size_t *count)
{
	size_t i = 0;

	*count = 0;
	while (i < n && s[i] != '\n' && *count < WORDS_MAX) {
		const char *end = memchr(s + i, '\n', n - i);
		size_t len = end ? (size_t)(end - s) - i : n - i;
		struct word *w = &words[*count];

		w->nocase = s[i] == '~';
		w->n = len - w->nocase;
		if (w->n >= SCAN_LEAST && w->n <= WORD_MAX) {
			memcpy(w->s, s + i + w->nocase, w->n);
			for (size_t j = 0; w->nocase && j < w->n; j++)
				w->s[j] = lower(w->s[j]);
			++*count;
		}
		i += len + (end != NULL);
	}
	return i < n ? i + 1 : n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct word words[WORDS_MAX];
	uint64_t found[(WORDS_MAX + 63) / 64] = { 0 };
	struct scan *scan = scan_new();
	const char *s = (const char *)data;
	size_t count, at = read_words(s, n, words, &count);

	for (size_t i = 0; i < count; i++)
		scan_add(scan, words[i].s, words[i].n, words[i].nocase, i);
	scan_ready(scan);
	scan_text(scan, s + at, n - at, found);
	for (size_t i = 0; i < WORDS_MAX; i++)
		if ((found[i / 64] >> (i % 64) & 1) != (i < count && occurs(&words[i], s + at, n - at)))
			abort();
	scan_free(scan);
	return 0;
}
