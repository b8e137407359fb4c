/* charset_bad - the list of bytes that were no characters: "12:ff 40:c0af". */
#include <string.h>

#include "buf.h"
#include "charset_part.h"

/* Longest "OFFSET:" with a space before it; and what ends a list that is not complete. */
enum { START_MAX = 24, MORE = 4 };

static const char replacement[] = "\xEF\xBF\xBD";

enum { REPLACEMENT = sizeof replacement - 1 };

static bool
is_closed(const struct buf *b)
{
	return b->n >= 3 && memcmp(b->p + b->n - 3, "...", 3) == 0;
}

/* Is there room for n bytes more?  If not, the list is closed. */
static bool
has_room(struct buf *b, size_t n)
{
	if (is_closed(b))
		return false;
	if (b->n + n <= CHARSET_BAD_MAX - MORE)
		return true;
	if (b->n > 0)
		buf_char(b, ' ');
	buf_str(b, "...");
	return false;
}

void
bad_start(struct buf *b, size_t offset)
{
	if (!has_room(b, START_MAX + 2))	/* with its first byte */
		return;
	buf_fmt(b, "%s%zu:", b->n > 0 ? " " : "", offset);
}

void
bad_byte(struct buf *b, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";

	if (!has_room(b, 2))
		return;
	buf_char(b, digits[byte >> 4]);
	buf_char(b, digits[byte & 15]);
}

void
sink_begin(struct sink *k, struct buf *to, struct buf *bad, size_t room)
{
	*k = (struct sink){ .to = to, .bad = bad, .o = buf_room(to, room) };
}

uint64_t
sink_end(struct sink *k)
{
	k->to->n = (size_t)(k->o - k->to->p);
	return k->count;
}

void
sink_bad(struct sink *k, const char *p, size_t n)
{
	if (k->bad && k->o != k->run)
		bad_start(k->bad, (size_t)(k->o - k->to->p));
	for (size_t i = 0; i < n; i++) {
		memcpy(k->o, replacement, REPLACEMENT);
		k->o += REPLACEMENT;
		if (k->bad)
			bad_byte(k->bad, (unsigned char)p[i]);
	}
	k->run = k->o;
	k->count += n;
}

/* A run, as it is read from a list: the bytes are between hex and end. */
struct run {
	size_t offset;
	const char *hex, *end;
};

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The next run from *p on; false: there is none. */
static bool
next_run(const char **p, const char *e, struct run *r)
{
	const char *s = *p;

	if (s < e && *s == ' ')
		s++;
	for (r->offset = 0; s < e && *s >= '0' && *s <= '9'; s++) {
		if (r->offset > (SIZE_MAX - 9) / 10)
			return false;
		r->offset = r->offset * 10 + (size_t)(*s - '0');
	}
	if (s == e || s == *p || *s != ':')
		return false;
	r->hex = ++s;
	while (e - s >= 2 && hex_value(s[0]) >= 0 && hex_value(s[1]) >= 0)
		s += 2;
	r->end = s;
	*p = s;
	return s > r->hex && (s == e || *s == ' ');
}

void
charset_bad_join(struct buf *to, const char *bad, size_t n, size_t add)
{
	const char *p = bad, *e = bad + n;
	struct run r;

	while (p < e && next_run(&p, e, &r)) {
		bad_start(to, r.offset + add);
		for (; r.hex < r.end; r.hex += 2)
			bad_byte(to, (unsigned char)(hex_value(r.hex[0]) << 4 |
			    hex_value(r.hex[1])));
	}
	if (p < e)		/* it was not complete itself */
		has_room(to, CHARSET_BAD_MAX);
}

void
charset_bad_cut(struct buf *bad, size_t n)
{
	const char *p = bad->p, *e = bad->p + bad->n, *before;
	struct run r;
	size_t fit;

	if (bad->n == 0)
		return;
	for (before = p; p < e && next_run(&p, e, &r); before = p) {
		fit = r.offset < n ? (n - r.offset) / REPLACEMENT : 0;
		if (fit == 0) {
			buf_cut(bad, (size_t)(before - bad->p));
			return;
		}
		if (fit < (size_t)(r.end - r.hex) / 2) {
			buf_cut(bad, (size_t)(r.hex - bad->p) + 2 * fit);
			return;
		}
	}
}

/* The bytes of a run instead of as many U+FFFD at the offset; false: there are fewer. */
static bool
undo_run(const char *text, size_t n, const struct run *r, struct buf *to)
{
	const char *p = text + r->offset;
	size_t bytes = (size_t)(r->end - r->hex) / 2;

	if (r->offset > n || bytes > (n - r->offset) / REPLACEMENT)
		return false;
	for (size_t i = 0; i < bytes; i++, p += REPLACEMENT) {
		if (memcmp(p, replacement, REPLACEMENT) != 0)
			return false;
		buf_char(to, (char)(hex_value(r->hex[2 * i]) << 4 |
		    hex_value(r->hex[2 * i + 1])));
	}
	return true;
}

bool
charset_bad_undo(const char *text, size_t n, const char *bad, size_t nbad, struct buf *to)
{
	const char *p = bad, *e = bad + nbad;
	struct run r;
	size_t done = 0;

	while (p < e) {
		if (!next_run(&p, e, &r) || r.offset < done || r.offset > n)
			return false;
		buf_put(to, text + done, r.offset - done);
		if (!undo_run(text, n, &r, to))
			return false;
		done = r.offset + (size_t)(r.end - r.hex) / 2 * REPLACEMENT;
	}
	buf_put(to, text + done, n - done);
	return true;
}
