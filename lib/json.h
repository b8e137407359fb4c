/*
 * json.h - the grammar of JSON (RFC 8259) and its strings.
 *
 * The one place that knows how text is spelled in JSON; rec.h stands on it.
 */
#ifndef LIB_JSON_H
#define LIB_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct out;
struct buf;

enum { JSON_DEPTH = 128 };	/* deepest nesting that is accepted */

/*
 * The length of the value at the start of s (leading white space is not
 * skipped), with everything in it checked: strings are UTF-8 without surrogates,
 * numbers, literals, nesting up to JSON_DEPTH.  0 when it is none; *why then
 * says why in a few words and *at where (offset in s).
 */
size_t json_value(const char *s, size_t n, const char **why, size_t *at);

/* Is s well-formed UTF-8 (Unicode 15, table 3-7)? */
bool json_utf8(const char *s, size_t n);

/*
 * Write n bytes of text as the inside of a JSON string to dst, which has room for
 * json_escape_max(n); returns the length.  Quotes, backslashes and control
 * bytes are escaped; each byte that is not part of well-formed UTF-8 becomes
 * U+FFFD, and *bad (unless NULL) is increased by the number of such bytes.
 */
static inline size_t
json_escape_max(size_t n)
{
	return 6 * n;
}
size_t json_escape(char *dst, const char *s, size_t n, uint64_t *bad);

/* The same with its quotes, appended. */
void json_put_out(struct out *, const char *s, size_t n);
void json_put_buf(struct buf *, const char *s, size_t n);

/*
 * The text of the inside of a checked JSON string: escapes are resolved, a
 * lone surrogate becomes U+FFFD.  dst has room for n bytes; returns the length.
 */
size_t json_unescape(char *dst, const char *s, size_t n);

/* The first \u escape of a surrogate without its other half in checked JSON, or NULL. */
char *json_lone_surrogate(char *s, size_t n);

/* Is text what json_unescape() makes of the inside of that string? */
bool json_equal(const char *s, size_t n, const char *text, size_t ntext);

#endif
