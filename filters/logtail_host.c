/* logtail_host - the host that a line in the form of syslog names. */
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "cursor.h"
#include "logtail.h"

enum { HOST_MAX = 255 };

/* What a byte of a host may be: a digit, dash or underscore; a letter, dot or colon. */
static const unsigned char host_class[256] = {
	['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1,
	['7'] = 1, ['8'] = 1, ['9'] = 1, ['-'] = 1, ['_'] = 1,
	['.'] = 3, [':'] = 3,
	['A'] = 3, ['B'] = 3, ['C'] = 3, ['D'] = 3, ['E'] = 3, ['F'] = 3, ['G'] = 3,
	['H'] = 3, ['I'] = 3, ['J'] = 3, ['K'] = 3, ['L'] = 3, ['M'] = 3, ['N'] = 3,
	['O'] = 3, ['P'] = 3, ['Q'] = 3, ['R'] = 3, ['S'] = 3, ['T'] = 3, ['U'] = 3,
	['V'] = 3, ['W'] = 3, ['X'] = 3, ['Y'] = 3, ['Z'] = 3,
	['a'] = 3, ['b'] = 3, ['c'] = 3, ['d'] = 3, ['e'] = 3, ['f'] = 3, ['g'] = 3,
	['h'] = 3, ['i'] = 3, ['j'] = 3, ['k'] = 3, ['l'] = 3, ['m'] = 3, ['n'] = 3,
	['o'] = 3, ['p'] = 3, ['q'] = 3, ['r'] = 3, ['s'] = 3, ['t'] = 3, ['u'] = 3,
	['v'] = 3, ['w'] = 3, ['x'] = 3, ['y'] = 3, ['z'] = 3,
};

#ifdef __SSE2__

static __m128i
load(const char *s)
{
	return _mm_loadu_si128((const __m128i *)(const void *)s);
}

static __m128i
is(__m128i x, char c)
{
	return _mm_cmpeq_epi8(x, _mm_set1_epi8(c));
}

/* The n bytes from first on. */
static __m128i
from(__m128i x, char first, int n)
{
	__m128i low = _mm_add_epi8(x, _mm_set1_epi8((char)(-128 - first)));

	return _mm_cmplt_epi8(low, _mm_set1_epi8((char)(-128 + n)));
}

static unsigned
bits(__m128i a, __m128i b)
{
	return (unsigned)_mm_movemask_epi8(_mm_or_si128(a, b));
}

/* What host_class says of 16 bytes, up to a blank or NUL; false: there is none. */
static bool
host_short(const char *s, size_t *n, bool *ok, bool *text)
{
	__m128i x = load(s), dots = _mm_or_si128(is(x, '.'), is(x, ':'));
	__m128i letter = from(_mm_or_si128(x, _mm_set1_epi8(0x20)), 'a', 26);
	__m128i other = _mm_or_si128(is(x, '-'), is(x, '_'));
	unsigned end = bits(is(x, ' '), is(x, '\0')), strong = bits(letter, dots), mask;

	if (!end)
		return false;
	mask = (end & -end) - 1;
	*n = (size_t)__builtin_ctz(end);
	*ok = (mask & ~strong & ~bits(other, from(x, '0', 10))) == 0;
	*text = mask & strong;
	return true;
}

/* Where the first of " [:" or NUL is; 16: further on. */
static size_t
tag_short(const char *s)
{
	__m128i x = load(s);
	unsigned end = bits(is(x, ' '), is(x, '\0')) | bits(is(x, '['), is(x, ':'));

	return (size_t)__builtin_ctz(end | 1U << 16);
}

#endif

/*
 * Over a word that may be a host: letters, digits, dots, dashes, colons of IPv6.
 * Here as below, bytes before *far count.
 */
static size_t
host_word(const struct cursor *c, const char **far)
{
	const char *p = c->p;
	unsigned all = 0;

#ifdef __SSE2__
	bool ok, text;
	size_t n;

	if (c->e - p >= 16 && host_short(p, &n, &ok, &text)) {
		*far = p + n + 1;
		return ok && text && p[n - 1] != ':' ? n : 0;
	}
#endif
	for (; p < c->e && host_class[(unsigned char)*p]; p++)
		all |= host_class[(unsigned char)*p];
	*far = p + 1;
	if (p < c->e && *p != ' ' && *p != '\0')
		return 0;
	return all & 2 && p - c->p <= HOST_MAX && p[-1] != ':' ? (size_t)(p - c->p) : 0;
}

/* Does TAG: or TAG[PID]: follow?  strict: only with its PID, or as the kernel. */
static bool
tagged(struct cursor c, bool strict, const char **far)
{
	size_t n = 0;
	char x;

#ifdef __SSE2__
	if (c.e - c.p >= 16)
		n = tag_short(c.p);
#endif
	while ((x = cursor_peek(&c, n)) != '\0' && x != ' ' && x != '[' && x != ':')
		n++;
	*far = c.p + n + 1;
	if (n == 0)
		return false;
	if (x == '[') {
		c.p += n + 1;
		n = cursor_run(&c);
		c.p += n;
		*far = c.p + 2;
		return n >= 1 && n <= 10 && cursor_text(&c, "]:");
	}
	return x == ':' && (!strict || (n == 6 && memcmp(c.p, "kernel", 6) == 0));
}

bool
host_form(const char *line, const struct stamp *st)
{
	return st->form == DATE_SYSLOG || st->form == DATE_NAMED ||
	    (st->form == DATE_ISO && line[st->from + 10] == 'T');
}

bool
host_named(const char *line, size_t n, const struct stamp *st,
    const char **host, size_t *len, const char **far)
{
	struct cursor c = { line, line + n };
	bool pri = false, rfc5424 = false;

	*far = line + st->to + 1;
	if (!host_form(line, st))
		return false;
	if (st->from > 0) {
		pri = cursor_one(&c, "<") && cursor_number(&c, 1, 3) >= 0 &&
		    cursor_one(&c, ">");
		if (!pri)
			return false;	/* a time behind something else */
		rfc5424 = cursor_text(&c, "1 ");
	}
	if (c.p != line + st->from)
		return false;
	c.p = line + st->to;
	if (!cursor_one(&c, " "))
		return false;
	*host = c.p;
	*len = host_word(&c, far);
	c.p += *len;
	if (*len == 0 || !cursor_one(&c, " "))
		return false;
	return rfc5424 || tagged(c, st->form != DATE_SYSLOG && !pri, far);
}
