/* find_test - the same answers as looking at every place. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "find.h"

enum { TEXT = 700, ROUNDS = 60000 };

static const char *
plainly(const char *p, const char *end, const char *s, size_t n, bool nocase)
{
	for (; (size_t)(end - p) >= n; p++) {
		size_t i = 0;

		while (i < n && (nocase ? tolower((unsigned char)p[i]) == s[i] : p[i] == s[i]))
			i++;
		if (i == n)
			return p;
	}
	return NULL;
}

/* Texts of few letters, so that nearly all of it is found nearly everywhere. */
static void
test_random(bool wide)
{
	static const char letters[] = "abAB[{@`";
	char *text = malloc(TEXT), s[20];
	size_t found = 0;

	srand(5);
	for (int i = 0; i < ROUNDS; i++) {
		size_t n = (size_t)rand() % TEXT, m = 1 + (size_t)rand() % (sizeof s - 1);
		size_t kinds = 2 + (size_t)rand() % 6;
		bool nocase = i % 2 != 0;
		const char *at = text + TEXT - n, *is;
		struct find f;

		/* at the very end of what is allocated: reading on is seen */
		for (size_t k = TEXT - n; k < TEXT; k++)
			text[k] = letters[(size_t)rand() % kinds];
		for (size_t k = 0; k < m; k++) {
			s[k] = letters[(size_t)rand() % kinds];
			if (nocase)
				s[k] = (char)tolower((unsigned char)s[k]);
		}
		find_init(&f, s, m, nocase);
		f.wide = f.wide && wide;
		for (const char *p = at;; p = is + 1) {
			is = find_next(&f, p, text + TEXT);
			if (is != plainly(p, text + TEXT, s, m, nocase)) {
				CHECK(is == plainly(p, text + TEXT, s, m, nocase));
				break;
			}
			if (!is)
				break;
			found++;
		}
	}
	CHECK(found > ROUNDS / 2);
	free(text);
}

static void
every_byte(void)
{
	char text[256 + 64];
	struct find f;

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)i;
	for (size_t i = 0; i < 255; i++) {
		find_init(&f, text + i, 2, false);
		CHECK(find_next(&f, text, text + 256) == text + i);
		CHECK(find_next(&f, text, text + i + 1) == NULL || i < 1);
	}
}

static void
finds_what_is_there(void)
{
	test_random(true);
}

static void
finds_without_vectors(void)
{
	test_random(false);
}

int
main(void)
{
	RUN(finds_what_is_there);
	RUN(finds_without_vectors);
	RUN(every_byte);
	return check_end();
}
