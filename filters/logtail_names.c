/* logtail_names - what rotated files are called: .1, -20261120, .2026-11-20.gz ... */
#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "logtail.h"
#include "mem.h"

enum { NUMBER_DIGITS = 3 };	/* of app.log.999; more are a date */

/* The length without an ending that compressors add. */
static size_t
without_packed(const char *name, size_t n)
{
	static const char *const endings[] = { ".gz", ".xz", ".zst" };

	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		size_t k = strlen(endings[i]);

		if (n > k && memcmp(name + n - k, endings[i], k) == 0)
			return n - k;
	}
	return n;
}

/* Is that what rotation puts into a name: a mark, a digit, then digits and marks? */
static bool
is_added(const char *s, size_t n)
{
	if (n < 2 || !strchr(".-_", s[0]) || !cursor_digit(s[1]))
		return false;
	for (size_t i = 1; i < n; i++)
		if (!cursor_digit(s[i]) && !strchr(".-_:T", s[i]))
			return false;
	return true;
}

static int64_t
number_of(const char *s, size_t n)
{
	struct cursor c = { s + 1, s + n };
	int number;

	if (n - 1 > NUMBER_DIGITS)
		return -1;
	number = cursor_number(&c, 1, NUMBER_DIGITS);
	return c.p == c.e ? number : -1;
}

/* What is added stands behind the base, or before its extension. */
struct rotated
names_rotated(const char *base, const char *name)
{
	const char *dot = strrchr(base, '.');
	size_t nbase = strlen(base);
	size_t stem = dot && dot > base ? (size_t)(dot - base) : nbase;
	size_t all = strlen(name), n = without_packed(name, all), ext = nbase - stem;
	struct rotated r = { .number = -1, .packed = n < all };

	if (n > nbase && memcmp(name, base, nbase) == 0) {
		r.added = name + nbase;
		r.n = n - nbase;
	} else if (ext > 0 && n > nbase && memcmp(name, base, stem) == 0 &&
	    memcmp(name + n - ext, base + stem, ext) == 0) {
		r.added = name + stem;
		r.n = n - nbase;
	} else {
		return r;
	}
	r.is = is_added(r.added, r.n);
	if (r.is)
		r.number = number_of(r.added, r.n);
	return r;
}

/* Where what is added at the end of s begins, or n. */
static size_t
added_from(const char *s, size_t n)
{
	size_t at = n;

	for (size_t i = n; i > 1; i--)
		if (is_added(s + i - 1, n - (i - 1)))
			at = i - 1;
		else if (!cursor_digit(s[i - 1]) && !strchr(".-_:T", s[i - 1]))
			break;
	return at;
}

bool
names_is_rotated(const char *name, bool (*there)(const char *, void *), void *arg)
{
	size_t n = without_packed(name, strlen(name)), at = added_from(name, n);
	char *base = mem_copy(name, n), *dot;
	bool is = n < strlen(name) && there(base, arg);

	/* there may be several marks: app-2026-11-20, and app-2026 is none of it */
	for (size_t i = at; i < n && !is; i++)
		if (is_added(name + i, n - i)) {
			base[i] = '\0';
			is = there(base, arg);
			memcpy(base, name, n);
		}
	dot = strrchr(base, '.');
	if (!is && dot && dot > base) {
		size_t stem = (size_t)(dot - base);

		for (size_t i = added_from(name, stem); i < stem && !is; i++)
			if (is_added(name + i, stem - i)) {
				memmove(base + i, name + stem, n - stem);
				base[i + n - stem] = '\0';
				is = there(base, arg);
				memcpy(base, name, n);
				base[n] = '\0';
			}
	}
	free(base);
	return is;
}
