/*
 * logclassify_mask - the variable parts of a message, masked, so that messages of one
 * kind are alike.
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
 * Masks with one of . : , - / _ + ~ between them become one, and so do lists of them;
 * blanks become one; what is behind TEXT_MAX is left out.  Codes that say what a message
 * is stay: ORA-00600, MY-010931, AMQ9202E.
 */
#include "logclassify.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum {
	TEXT_MAX = 4096,	/* bytes of a message that count */
	GROWTH = 4,		/* a byte becomes at most a mask and a quote */
};

struct mask {
	unsigned char kinds[256];
	char text[SHAPE_PAD + TEXT_MAX + SHAPE_PAD]; /* what is masked, between zeros */
	char out[GROWTH * TEXT_MAX + SHAPE_PAD];
	size_t n;					/* of out */
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
	free(m);
}

/* Most pieces are short: both buffers have room for what is copied too much of them. */
static void
put(struct mask *m, const char *s, size_t n)
{
	if (n <= SHAPE_PAD)
		memcpy(m->out + m->n, s, SHAPE_PAD);
	else
		memcpy(m->out + m->n, s, n);
	m->n += n;
}

/* A mask; one for a list of them. */
static void
put_mask(struct mask *m)
{
	static const char sign[SHAPE_PAD] = "<*>";
	size_t len = strlen(sign), n = m->n;

	while (n > 0 && (m->out[n - 1] == ' ' || m->out[n - 1] == ','))
		n--;
	if (n < m->n && n >= len && memcmp(m->out + n - len, sign, len) == 0)
		m->n = n;
	else
		put(m, sign, len);
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
	char c = t->s[i], next = t->s[i + 1];

	if (is_quote(t, i, inside))
		return shape_quoted(t, i);
	if (inside)
		return 0;
	if (c == '/')
		return shape_path(t, i, c);
	if (c == ':' && next == ':')
		return shape_colons(t, i);
	if (c == '(' && next == ')' && i > 0 && (shape_kind(t, i - 1) & SHAPE_BLANK))
		return i + 1;	/* an empty pair is as one with a variable in it */
	return 0;
}

/*
 * Copy what stays at the byte at i, which is no part of a word; returns where to go on.
 */
static size_t
opened(struct mask *m, const struct shape *t, size_t i)
{
	bool inside = i > 0 && (shape_kind(t, i - 1) & SHAPE_WORD);
	size_t end = begun(t, i, inside);
	char c = t->s[i];

	if ((c == '-' || c == '+') && !inside && (shape_kind(t, i + 1) & SHAPE_DIGIT))
		return i + 1;	/* a sign */
	if (end == 0) {
		m->out[m->n++] = c;
		return i + 1;
	}
	if (c == '(' || is_quote(t, i, inside))
		m->out[m->n++] = c;
	put_mask(m);
	return shape_linked(t, end);
}

static size_t
one_word(struct mask *m, const struct shape *t, size_t i)
{
	size_t plain, end = shape_variable(t, i, &plain), stays;

	if (end == 0 && plain == i + 1 && t->s[plain] == ':' && t->s[i + 2] == '\\')
		end = shape_path(t, plain + 1, '\\');
	if ((shape_kind(t, i) & SHAPE_UPPER) && (end || t->s[plain] == '-') &&
	    (stays = shape_code(t, i)) != 0) {
		put(m, t->s + i, stays - i);
		return stays;
	}
	if (end == 0) {
		put(m, t->s + i, plain - i);
		return plain;
	}
	put_mask(m);
	return shape_linked(t, end);
}

/* Copy as much of s as counts, without half a character at the end. */
static size_t
take(struct mask *m, const char *s, size_t n)
{
	if (n > TEXT_MAX)
		for (n = TEXT_MAX; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80; n--)
			;
	memcpy(m->text + SHAPE_PAD, s, n);
	memset(m->text + SHAPE_PAD + n, 0, SHAPE_PAD);
	return n;
}

const char *
mask_text(struct mask *m, const char *s, size_t n, size_t *len)
{
	struct shape t = { .kinds = m->kinds, .s = m->text + SHAPE_PAD,
	    .n = take(m, s, n) };
	size_t i = 0;

	m->n = 0;
	while (i < t.n) {
		unsigned k = shape_kind(&t, i);

		if (k & SHAPE_WORD) {
			i = one_word(m, &t, i);
		} else if (k & SHAPE_BLANK) {
			m->out[m->n++] = ' ';
			while (shape_kind(&t, i) & SHAPE_BLANK)
				i++;
		} else if (k & SHAPE_OPEN) {
			i = opened(m, &t, i);
		} else {
			m->out[m->n++] = t.s[i++];
		}
	}
	*len = m->n;
	return m->out;
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
