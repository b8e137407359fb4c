/*
 * column_take.h - values of columns, one after the other: inline, for what does it for
 * each row.  Nothing at or past end is read; *p moves on when there is a value.
 */
#ifndef LIB_COLUMN_TAKE_H
#define LIB_COLUMN_TAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "column_part.h"

/* Where the newline is that ends the line at p, or NULL.  Most lines are short. */
static inline const char *
column_line_end(const char *p, const char *end)
{
#ifdef __SSE2__
	if (end - p >= 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
		unsigned m = (unsigned)_mm_movemask_epi8(
		    _mm_cmpeq_epi8(x, _mm_set1_epi8('\n')));

		if (m != 0)
			return p + __builtin_ctz(m);
		p += 16;
	}
#endif
	return p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
}

/* A line, without its newline. */
static inline bool
column_line(const char **p, const char *end, struct column_span *line)
{
	const char *nl = column_line_end(*p, end);

	if (!nl)
		return false;
	*line = (struct column_span){ *p, (size_t)(nl - *p) };
	*p = nl + 1;
	return true;
}

/* An id; -1: there is none. */
static inline int64_t
column_id(const char **p, const char *end)
{
	const char *s = *p;
	unsigned d;

	if (s == end || (d = (unsigned char)*s - (unsigned)COLUMN_DIGIT) >= COLUMN_BASE)
		return -1;
	if (d < COLUMN_ID_SHORT) {
		*p = s + 1;
		return d;
	}
	if (end - s < 3)
		return -1;
	*p = s + 3;
	return COLUMN_ID_SHORT + ((int64_t)(d - COLUMN_ID_SHORT) * COLUMN_BASE +
	    (unsigned char)s[1] - COLUMN_DIGIT) * COLUMN_BASE +
	    (unsigned char)s[2] - COLUMN_DIGIT;
}

/* A number in a line, digit by digit. */
static inline bool
column_number_slowly(const char **p, const char *end, int64_t *v)
{
	const char *s = *p;
	bool minus = s < end && *s == '-';
	uint64_t x = 0;

	s += minus;
	for (; s < end && (unsigned char)(*s - '0') <= 9; s++)
		x = x * 10 + (unsigned char)(*s - '0');
	if (s == *p + minus || s == end || *s != '\n')
		return false;
	*v = (int64_t)(minus ? -x : x);
	*p = s + 1;
	return true;
}

/* The same; up to seven digits at once, so that nothing depends on how many there are. */
static inline bool
column_number(const char **p, const char *end, int64_t *v)
{
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	const uint64_t ones = 0x0101010101010101u;
	const char *s = *p;
	bool minus;
	uint64_t x, nl;
	unsigned bits;

	if (end - s < 9)
		return column_number_slowly(p, end, v);
	if (s[1] == '\n' && (unsigned char)(*s - '0') <= 9) {
		*v = *s - '0';
		*p = s + 2;
		return true;
	}
	minus = *s == '-';
	memcpy(&x, s + minus, 8);
	nl = x ^ ones * '\n';
	nl = (nl - ones) & ~nl & ones * 0x80;
	if (nl == 0)
		return column_number_slowly(p, end, v);
	bits = (unsigned)__builtin_ctzll(nl) - 7;	/* of the digits: 0 to 56 */
	if (bits == 0)
		return false;
	x = (x << (64 - bits)) | (ones * '0' >> bits);
	x ^= ones * '0';
	if (((x + ones * 0x76) | x) & ones * 0x80)
		return false;
	x = x * 10 + (x >> 8);
	x = ((x & 0x000000ff000000ffu) * 0x000f424000000064u +
	    (x >> 16 & 0x000000ff000000ffu) * 0x0000271000000001u) >> 32;
	*v = minus ? -(int64_t)(uint32_t)x : (int64_t)(uint32_t)x;
	*p = s + minus + bits / 8 + 1;
	return true;
#else
	return column_number_slowly(p, end, v);
#endif
}

/* The decimal digits of u, before end: where they begin. */
static inline char *
column_digits(char *end, uint64_t u)
{
	static const char two[] =
	    "0001020304050607080910111213141516171819202122232425262728293031323334"
	    "3536373839404142434445464748495051525354555657585960616263646566676869"
	    "7071727374757677787980818283848586878889909192939495969798"
	    "99";

	for (; u >= 100; u /= 100)
		memcpy(end -= 2, two + u % 100 * 2, 2);
	if (u >= 10)
		return memcpy(end - 2, two + u * 2, 2);
	*--end = (char)('0' + u);
	return end;
}

/* n bytes to to; most are few. */
static inline void
column_copy(char *to, const char *p, size_t n)
{
	uint64_t a, b;
	uint32_t c, d;

	if (n > 16) {
		memcpy(to, p, n);
	} else if (n >= 8) {
		memcpy(&a, p, 8);
		memcpy(&b, p + n - 8, 8);
		memcpy(to, &a, 8);
		memcpy(to + n - 8, &b, 8);
	} else if (n >= 4) {
		memcpy(&c, p, 4);
		memcpy(&d, p + n - 4, 4);
		memcpy(to, &c, 4);
		memcpy(to + n - 4, &d, 4);
	} else if (n > 0) {
		to[0] = p[0];
		to[n / 2] = p[n / 2];
		to[n - 1] = p[n - 1];
	}
}

#endif
