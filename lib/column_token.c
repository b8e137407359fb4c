/* column_token - words, digits and escapes in the text of a JSON string. */
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "column_part.h"

const unsigned char column_token[256] = {
	['0'] = 2, ['1'] = 2, ['2'] = 2, ['3'] = 2, ['4'] = 2, ['5'] = 2, ['6'] = 2,
	['7'] = 2, ['8'] = 2, ['9'] = 2, ['_'] = 1, ['.'] = 1, ['-'] = 1,
	['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1,
	['h'] = 1, ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1,
	['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1, ['u'] = 1,
	['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1,
	['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1, ['G'] = 1,
	['H'] = 1, ['I'] = 1, ['J'] = 1, ['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1,
	['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1, ['U'] = 1,
	['V'] = 1, ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1,
};

size_t
column_text_bytes(const char *s, size_t n)
{
	const char *p = s, *end = s + n;
	size_t less = 0;

	while (p < end && (p = memchr(p, '\\', (size_t)(end - p))) != NULL) {
		size_t k = end - p >= 6 && p[1] == 'u' ? 6 : end - p >= 2 ? 2 : 1;

		less += k - 1;
		p += k;
	}
	return n - less;
}

const char *
column_escape_end(const char *p, const char *end)
{
	size_t n = end - p >= 6 && p[1] == 'u' ? 6 : 2;

	return (size_t)(end - p) < n ? end : p + n;
}

static const char *
digit_slow(const char *p, const char *end)
{
	while (p < end && column_token[(unsigned char)*p] != 2)
		p++;
	return p;
}

#ifdef __SSE2__

const char *
column_digit(const char *p, const char *end)
{
	const __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9);

	for (; end - p >= 16; p += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i d = _mm_sub_epi8(x, zero);
		int is = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(d, nine), d));

		if (is)
			return p + __builtin_ctz((unsigned)is);
	}
	return digit_slow(p, end);
}

#else

const char *
column_digit(const char *p, const char *end)
{
	return digit_slow(p, end);
}

#endif
