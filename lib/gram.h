/*
 * gram.h - the pieces of JSON's grammar (RFC 8259), inline, for json.c and rec.c.
 *
 * Each function takes the place where its piece starts and returns the place after
 * it, or NULL with the fault noted in struct gram.  Nothing at or past end is read, and
 * nothing before begin.
 */
#ifndef LIB_GRAM_H
#define LIB_GRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { GRAM_DEPTH = 128 };	/* deepest nesting */

struct gram {
	const char *begin, *end;	/* the text */
	bool escaped;			/* the last string had a backslash */
	const char *why, *at;		/* the fault */
};

static inline const char *
gram_fault(struct gram *g, const char *at, const char *why)
{
	g->at = at;
	g->why = why;
	return NULL;
}

/* The first byte that is not white space, or end. */
static inline const char *
gram_space(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

#ifdef __SSE2__

/*
 * One bit for each of 16 bytes that a string cannot just hold: " \ controls, not ASCII.
 */
static inline unsigned
gram_odd_16(const char *p)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i quote = _mm_cmpeq_epi8(x, _mm_set1_epi8('"'));
	__m128i slash = _mm_cmpeq_epi8(x, _mm_set1_epi8('\\'));
	__m128i low = _mm_cmplt_epi8(x, _mm_set1_epi8(' ')); /* signed: 0x80 and up too */

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(quote, slash)));
}

#endif

/* The same for 8 bytes: is there any? */
static inline bool
gram_odd_8(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
	uint64_t x, quote, slash;

	memcpy(&x, p, sizeof x);
	quote = x ^ ones * '"';
	slash = x ^ ones * '\\';
	return (((quote - ones) | (slash - ones) | (x - ones * ' ') | x) & highs) != 0;
}

/* The first byte from p on that a string cannot just hold, or end. */
static inline const char *
gram_plain(const char *begin, const char *p, const char *end)
{
#ifdef __SSE2__
	unsigned odd;

	for (; end - p >= 16; p += 16)
		if ((odd = gram_odd_16(p)) != 0)
			return p + __builtin_ctz(odd);
	if (end - begin >= 16) {	/* the last 16 bytes, some for the second time */
		odd = gram_odd_16(end - 16) >> (16 - (end - p));
		return odd ? p + __builtin_ctz(odd) : end;
	}
#else
	(void)begin;
#endif
	while (end - p >= 8 && !gram_odd_8(p))
		p += 8;
	while (p < end && (unsigned char)*p >= ' ' && (unsigned char)*p < 0x80 &&
	    *p != '"' && *p != '\\')
		p++;
	return p;
}

static inline bool
gram_is_tail(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Three bytes from 0xE0 to 0xEF: no overlong form, no surrogate. */
static inline bool
gram_is_three(const char *p)
{
	unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];

	return gram_is_tail(p[1]) && gram_is_tail(p[2]) && (a != 0xE0 || b >= 0xA0) &&
	    (a != 0xED || b < 0xA0);
}

/* Four bytes from 0xF0 to 0xF4: no overlong form, up to U+10FFFF. */
static inline bool
gram_is_four(const char *p)
{
	unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];

	return gram_is_tail(p[1]) && gram_is_tail(p[2]) && gram_is_tail(p[3]) &&
	    (a != 0xF0 || b >= 0x90) && (a != 0xF4 || b < 0x90);
}

/* The length of the well-formed sequence of two to four bytes at p, or 0. */
static inline size_t
gram_utf8(const char *p, const char *end)
{
	unsigned char a = (unsigned char)p[0];
	ptrdiff_t left = end - p;

	if (a >= 0xE0 && a < 0xF0)
		return left >= 3 && gram_is_three(p) ? 3 : 0;
	if (a >= 0xC2 && a < 0xE0)
		return left >= 2 && gram_is_tail(p[1]) ? 2 : 0;
	return a >= 0xF0 && a < 0xF5 && left >= 4 && gram_is_four(p) ? 4 : 0;
}

/* What a string cannot just hold, at p, which is not its end. */
const char *gram_odd(struct gram *, const char *p);

/* A string; p is after its opening quote, the result is its closing quote. */
static inline const char *
gram_string(struct gram *g, const char *p)
{
	g->escaped = false;
	for (;;) {
		p = gram_plain(g->begin, p, g->end);
		if (p < g->end && *p == '"')
			return p;
		p = gram_odd(g, p);
		if (!p)
			return NULL;
	}
}

static inline bool
gram_is_digit(const char *p, const char *end)
{
	return p < end && *p >= '0' && *p <= '9';
}

/* What follows the whole part of a number: a fraction, an exponent. */
const char *gram_fraction(struct gram *, const char *p);

static inline const char *
gram_number(struct gram *g, const char *p)
{
	const char *end = g->end;

	if (*p == '-')
		p++;
	if (!gram_is_digit(p, end))
		return gram_fault(g, p, "no digit in number");
	if (*p++ != '0')
		while (gram_is_digit(p, end))
			p++;
	else if (gram_is_digit(p, end))
		return gram_fault(g, p, "number starts with zero");
	if (p < end && (*p == '.' || *p == 'e' || *p == 'E'))
		return gram_fraction(g, p);
	return p;
}

/* An object or array; depth containers are open around it. */
const char *gram_container(struct gram *, const char *p, unsigned depth);

/* true, false or null. */
const char *gram_literal(struct gram *, const char *p);

/* Any value; p is before end. */
static inline const char *
gram_value(struct gram *g, const char *p, unsigned depth)
{
	switch (*p) {
	case '"':
		p = gram_string(g, p + 1);
		return p ? p + 1 : NULL;
	case '{':
	case '[':
		return gram_container(g, p, depth);
	case '-':
	case '0': case '1': case '2': case '3': case '4':
	case '5': case '6': case '7': case '8': case '9':
		return gram_number(g, p);
	default:
		return gram_literal(g, p);
	}
}

/*
 * The name of a member and what stands before its value: p is at the opening quote or
 * what is there instead.  *name is after the opening quote, *end of the name at
 * the closing one; the result is where the value starts.
 */
static inline const char *
gram_name(struct gram *g, const char *p, const char **name, const char **name_end)
{
	if (p == g->end || *p != '"')
		return gram_fault(g, p, "no member name");
	*name = p + 1;
	p = gram_string(g, p + 1);
	if (!p)
		return NULL;
	*name_end = p;
	p = gram_space(p + 1, g->end);
	if (p == g->end || *p != ':')
		return gram_fault(g, p, "no colon after member name");
	p = gram_space(p + 1, g->end);
	return p < g->end ? p : gram_fault(g, p, "no value");
}

#endif
