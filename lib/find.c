#include "find.h"

#include <stdint.h>
#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* How often a byte is met in logs, roughly; the others are rare. */
static unsigned
frequency(unsigned char c)
{
	static const char common[] =
	    "qzjQZXJKYVGWHUFBLvkxyPMON;!'~+*&%$#@?<>|^`()wbSTRDCAIE{}=[]gphmudclf_/nsri"
	    "oat-9876543210e.:, \"";
	const char *at = c ? strchr(common, c) : NULL;

	return at ? (unsigned)(at - common) + 1 : 0;
}

static unsigned char
lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : c;
}

void
find_init(struct find *f, const char *s, size_t n, bool nocase)
{
	size_t best = 0, second;

	*f = (struct find){ .s = s, .n = n, .nocase = nocase };
	for (size_t i = 1; i < n; i++)
		if (frequency((unsigned char)s[i]) < frequency((unsigned char)s[best]))
			best = i;
	second = best == 0 ? n - 1 : 0;
	for (size_t i = 0; i < n; i++)
		if (i != best && s[i] != s[best] &&
		    frequency((unsigned char)s[i]) < frequency((unsigned char)s[second]))
			second = i;
	f->a = best < second ? best : second;
	f->b = best < second ? second : best;
#ifdef __x86_64__
	f->wide = __builtin_cpu_supports("avx2") != 0;
#endif
}

static bool
is_here(const struct find *f, const char *p)
{
	if (!f->nocase)
		return memcmp(p, f->s, f->n) == 0;
	for (size_t i = 0; i < f->n; i++)
		if (lower((unsigned char)p[i]) != (unsigned char)f->s[i])
			return false;
	return true;
}

/* One place after the other, for what is left and for other processors. */
static const char *
find_slowly(const struct find *f, const char *p, const char *end)
{
	if (!f->nocase)
		return p < end ? memmem(p, (size_t)(end - p), f->s, f->n) : NULL;
	for (; (size_t)(end - p) >= f->n; p++)
		if (lower((unsigned char)p[f->a]) == (unsigned char)f->s[f->a] &&
		    is_here(f, p))
			return p;
	return NULL;
}

#ifdef __x86_64__
enum { WIDTH = 32 };

/* The bits of a byte that tell its case: they do not count. */
static char
case_bit(const struct find *f, size_t at)
{
	return f->nocase && f->s[at] >= 'a' && f->s[at] <= 'z' ? 0x20 : 0;
}

/* A place among those of mask, bit 0 at p. */
static const char *
first_of(const struct find *f, const char *p, uint32_t mask)
{
	for (; mask; mask &= mask - 1) {
		const char *at = p + __builtin_ctz(mask);

		if (is_here(f, at))
			return at;
	}
	return NULL;
}

__attribute__((target("avx2"))) static inline uint32_t
places(const char *p, const struct find *f, __m256i a, __m256i b, __m256i bit_a,
    __m256i bit_b)
{
	__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)(p + f->a));
	__m256i y = _mm256_loadu_si256((const __m256i *)(const void *)(p + f->b));

	x = _mm256_cmpeq_epi8(_mm256_or_si256(x, bit_a), a);
	y = _mm256_cmpeq_epi8(_mm256_or_si256(y, bit_b), b);
	return (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(x, y));
}

/* Up to where whole vectors lie before end; *p is where it stopped. */
__attribute__((target("avx2"))) static const char *
find_wide(const struct find *f, const char **p, const char *end)
{
	__m256i a = _mm256_set1_epi8(f->s[f->a]), b = _mm256_set1_epi8(f->s[f->b]);
	__m256i bit_a = _mm256_set1_epi8(case_bit(f, f->a));
	__m256i bit_b = _mm256_set1_epi8(case_bit(f, f->b));
	const char *at = *p;

	while ((size_t)(end - at) >= f->n + 2 * WIDTH) {
		uint32_t m = places(at, f, a, b, bit_a, bit_b);
		uint32_t n = places(at + WIDTH, f, a, b, bit_a, bit_b);

		if (m | n) {
			const char *found = first_of(f, at, m);

			if (!found)
				found = first_of(f, at + WIDTH, n);
			if (found)
				return found;
		}
		at += 2 * WIDTH;
	}
	*p = at;
	return NULL;
}
#endif

const char *
find_next(const struct find *f, const char *p, const char *end)
{
#ifdef __x86_64__
	if (f->wide) {
		const char *found = find_wide(f, &p, end);

		if (found)
			return found;
	}
#endif
	return find_slowly(f, p, end);
}
