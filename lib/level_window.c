/* level_window - what the bytes of a stretch of a line can be, a bit each. */
#include <string.h>

#include "level_word.h"

#ifdef __SSE2__
#include <immintrin.h>

/*
 * The same answers as level_classes gives, 16 or 32 bytes at once.  Marks are = > ?, of
 * which the last is one only because it comes cheap so: it makes for a closer look.
 */

/* A bit for each of the 26 letters from first on. */
static uint64_t
letters_16(__m128i x, char first)
{
	__m128i low = _mm_add_epi8(x, _mm_set1_epi8((char)(-128 - first)));

	return (unsigned)_mm_movemask_epi8(
	    _mm_cmplt_epi8(low, _mm_set1_epi8(-128 + 26)));
}

static __m128i
is(__m128i x, char c)
{
	return _mm_cmpeq_epi8(x, _mm_set1_epi8(c));
}

static __m128i
either(__m128i a, __m128i b)
{
	return _mm_or_si128(a, b);
}

static void
take_16(struct level_window *w, const char *s, int shift)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)s);
	__m128i mark = is(_mm_and_si128(x, _mm_set1_epi8('\xfc')), '<');
	__m128i gap = is(either(x, _mm_set1_epi8(1)), ';');	/* the colon, too */
	__m128i end, quote = either(is(x, '"'), is(x, '['));

	gap = either(gap, either(is(x, ' '), is(x, '\t')));
	gap = either(gap, either(is(x, ']'), is(x, '|')));
	gap = either(gap, is(x, ','));
	end = either(either(gap, mark), either(quote, is(x, '\0')));
	end = either(end, is(x, '\xef'));
	gap = either(gap, either(either(is(x, '>'), is(x, '=')),
	    either(is(x, '-'), is(x, '.'))));
	w->end |= (uint64_t)(unsigned)_mm_movemask_epi8(end) << shift;
	w->gap |= (uint64_t)(unsigned)_mm_movemask_epi8(gap) << shift;
	w->lower |= letters_16(x, 'a') << shift;
	w->upper |= letters_16(x, 'A') << shift;
}

static void
take_sse2(struct level_window *w, const char *s)
{
	for (int at = 0; at < LEVEL_WINDOW; at += 16)
		take_16(w, s + at, at);
}

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline uint64_t
letters_32(__m256i x, char first)
{
	__m256i low = _mm256_add_epi8(x, _mm256_set1_epi8((char)(-128 - first)));

	return (unsigned)_mm256_movemask_epi8(
	    _mm256_cmpgt_epi8(_mm256_set1_epi8(-128 + 26), low));
}

/* A bit for each byte that is in the set: a bit for its row in its column. */
AVX2 static inline uint64_t
in_set(__m256i x, __m256i row, __m128i columns)
{
	__m256i hit = _mm256_and_si256(row,
	    _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(columns), x));

	return ~(unsigned)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(hit, _mm256_setzero_si256()));
}

/* Bytes by the two halves of their code: rows 0, 2, 3, 5 and 7 have such ones. */
AVX2 static inline void
take_32(struct level_window *w, const char *s, int shift)
{
	const __m128i rows = _mm_setr_epi8(1, 0, 2, 4, 0, 8, 0, 16,
	    0, 0, 0, 0, 0, 0, 0, 0);
	const __m128i ends = _mm_setr_epi8(1 | 2, 0, 2, 0, 0, 0, 0, 0, 0, 1, 4, 4 | 8,
	    2 | 4 | 16, 4 | 8, 4, 4);
	const __m128i gaps = _mm_setr_epi8(2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 4, 4,
	    2 | 16, 2 | 4 | 8, 2 | 4, 0);
	__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)s);
	__m256i row = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(rows),
	    _mm256_and_si256(_mm256_srli_epi16(x, 4), _mm256_set1_epi8(15)));
	uint64_t wide = (unsigned)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(x, _mm256_set1_epi8('\xef')));

	w->end |= (in_set(x, row, ends) | wide) << shift;
	w->gap |= in_set(x, row, gaps) << shift;
	w->lower |= letters_32(x, 'a') << shift;
	w->upper |= letters_32(x, 'A') << shift;
}

AVX2 static void
take_avx2(struct level_window *w, const char *s)
{
	take_32(w, s, 0);
	take_32(w, s + 32, 32);
}

static void
take(struct level_window *w, const char *s)
{
	if (__builtin_cpu_supports("avx2"))
		take_avx2(w, s);
	else
		take_sse2(w, s);
}

#else

static void
take(struct level_window *w, const char *s)
{
	for (int i = 0; i < LEVEL_WINDOW; i++) {
		unsigned k = level_class(s[i]);
		uint64_t bit = UINT64_C(1) << i;

		w->end |= k & (LEVEL_END | LEVEL_EQUALS | LEVEL_WIDE | LEVEL_ASKS) ?
		    bit : 0;
		w->gap |= k & LEVEL_GAP ? bit : 0;
		w->lower |= k == LEVEL_LOWER ? bit : 0;
		w->upper |= k == LEVEL_UPPER ? bit : 0;
	}
}

#endif

void
level_window_open(struct level_window *w, const char *start, const char *s, const char *e)
{
	char copy[LEVEL_WINDOW] = { 0 };
	int missing = e - s < LEVEL_WINDOW ? LEVEL_WINDOW - (int)(e - s) : 0;

	*w = (struct level_window){ .s = s };
	if (s == e) {
		w->end = ~UINT64_C(0);
	} else if (missing == 0) {
		take(w, s);
	} else if (e - start >= LEVEL_WINDOW) {		/* with some before it */
		take(w, e - LEVEL_WINDOW);
		w->end >>= missing;
		w->gap >>= missing;
		w->lower >>= missing;
		w->upper >>= missing;
		w->end |= ~UINT64_C(0) << (LEVEL_WINDOW - missing);
	} else {
		take(w, memcpy(copy, s, (size_t)(e - s)));
	}
}
