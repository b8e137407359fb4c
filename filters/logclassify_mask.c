/*
 * logclassify_mask - the variable parts of a message, masked, so that messages of one kind are alike.
 *
 * What follows is version 1 of the masks: whoever changes what comes out for any message
 * changes MASK_VERSION, for fingerprints are kept for years.  From left to right:
 *
 *	word with a digit in it, words joined by "-" with one	sda1 0x7f pool-1-thread-12
 *	UUID, IPv6 and MAC address, 8 or more hexadecimal digits
 *	path of more than one name		/var/log/messages C:\Temp\a
 *	what stands in quotes and has no blank	"orders"
 *	name@domain, name of a host in a domain, identity of a Windows package
 *	what follows user, or is said of user=, host=, name=; X in "for X from"
 *	day and month of a date			Sun Jul 17
 *
 * Masks with one of . : , - / _ + ~ between them become one, and so do lists of them; blanks become
 * one; what is behind TEXT_MAX is left out.  Codes that say what a message is stay: ORA-00600,
 * MY-010931, AMQ9202E.
 */
#include "logclassify.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"

enum { TEXT_MAX = 4096 };	/* bytes of a message that count */

struct mask {
	unsigned char kinds[256];
	struct buf out;
};

struct mask *
mask_new(void)
{
	struct mask *m = mem_zero(1, sizeof *m);

	shape_kinds(m->kinds);
	return m;
}

void
mask_free(struct mask *m)
{
	if (!m)
		return;
	buf_clear(&m->out);
	free(m);
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

/* A mask; one for a list of them. */
static void
put_mask(struct mask *m)
{
	static const char sign[] = "<*>";
	size_t len = sizeof sign - 1, n = m->out.n;

	while (n > 0 && (m->out.p[n - 1] == ' ' || m->out.p[n - 1] == ','))
		n--;
	if (n < m->out.n && n >= len && memcmp(m->out.p + n - len, sign, len) == 0)
		buf_cut(&m->out, n);
	else
		buf_put(&m->out, sign, len);
}

/* Is the byte at i a quote that may open?  (not that of "don't") */
static bool
is_quote(const struct shape *t, size_t i, bool inside)
{
	return t->s[i] == '"' || (t->s[i] == '\'' && !inside);
}

/* What the byte at i, which is no part of a word, begins: its end, or 0. */
static size_t
begun(const struct shape *t, size_t i, bool inside)
{
	char c = t->s[i], next = i + 1 < t->n ? t->s[i + 1] : '\0';

	if (is_quote(t, i, inside))
		return shape_quoted(t, i);
	if (inside)
		return 0;
	if (c == '/')
		return shape_path(t, i, c);
	if (c == ':' && next == ':')
		return shape_colons(t, i);
	if (c == '(' && next == ')' && i > 0 && (kind(t, i - 1) & SHAPE_BLANK))
		return i + 1;	/* an empty pair is as one with a variable in it */
	return 0;
}

/* Copy what stays at the byte at i, which is no part of a word; returns where to go on. */
static size_t
opened(struct mask *m, const struct shape *t, size_t i)
{
	bool inside = i > 0 && (kind(t, i - 1) & SHAPE_WORD);
	size_t end = begun(t, i, inside);
	char c = t->s[i];

	if ((c == '-' || c == '+') && !inside && (kind(t, i + 1) & SHAPE_DIGIT))
		return i + 1;	/* a sign */
	if (end == 0) {
		buf_char(&m->out, c);
		return i + 1;
	}
	if (c == '(' || is_quote(t, i, inside))
		buf_char(&m->out, c);
	put_mask(m);
	return shape_linked(t, end);
}

static size_t
one_word(struct mask *m, const struct shape *t, size_t i)
{
	size_t plain, end = shape_variable(t, i, &plain), stays;

	if (end == 0 && plain == i + 1 && at(t, plain) == ':' && at(t, i + 2) == '\\')
		end = shape_path(t, plain + 1, '\\');
	if ((kind(t, i) & SHAPE_UPPER) && (end || at(t, plain) == '-') && (stays = shape_code(t, i)) != 0) {
		buf_put(&m->out, t->s + i, stays - i);
		return stays;
	}
	if (end == 0) {
		buf_put(&m->out, t->s + i, plain - i);
		return plain;
	}
	put_mask(m);
	return shape_linked(t, end);
}

const char *
mask_text(struct mask *m, const char *s, size_t n, size_t *len)
{
	struct shape t = { .kinds = m->kinds, .s = s, .n = n < TEXT_MAX ? n : TEXT_MAX };
	size_t i = 0;

	buf_cut(&m->out, 0);
	while (i < t.n) {
		unsigned k = kind(&t, i);

		if (k & SHAPE_WORD) {
			i = one_word(m, &t, i);
		} else if (k & SHAPE_BLANK) {
			buf_char(&m->out, ' ');
			while (kind(&t, i) & SHAPE_BLANK)
				i++;
		} else if (k & SHAPE_OPEN) {
			i = opened(m, &t, i);
		} else {
			buf_char(&m->out, at(&t, i++));
		}
	}
	*len = m->out.n;
	return m->out.p;
}

static uint64_t
stir(uint64_t h)
{
	h = (h ^ h >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	h = (h ^ h >> 27) * UINT64_C(0x94D049BB133111EB);
	return h ^ h >> 31;
}

uint64_t
mask_hash(const char *masked, size_t n)
{
	uint64_t h = UINT64_C(0x9E3779B97F4A7C15) * MASK_VERSION ^ n, v;

	for (; n > 0; n -= n < sizeof v ? n : sizeof v, masked += sizeof v) {
		v = 0;
		memcpy(&v, masked, n < sizeof v ? n : sizeof v);
		h = (h ^ le64toh(v)) * UINT64_C(0xFF51AFD7ED558CCD);
		h ^= h >> 32;
	}
	return stir(h);
}
