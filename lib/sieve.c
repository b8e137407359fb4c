/* sieve - which identifiers may be in a text, told by few bits. */
#include "sieve.h"

#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "buf.h"
#include "mem.h"
#include "sieve_part.h"

enum {
	BITS_TENTHS = 16,		/* of a bit a piece: half of them are set */
	BYTES_A_BYTE = 256,		/* at most so much of the text */
	BITS_MIN = 64,
	MASKS = 64,			/* of 64 bytes each, that are made together */
	CHUNK = 64 * MASKS,
	LATER = 512,
};

struct make {
	uint64_t *wide;
	uint32_t later[LATER];		/* bits to be set there, all at once: quicker */
	size_t nlater;
	struct seen seen;
};

/* A bit for each byte of identifiers; behind them are 64 zeros. */
struct masks {
	uint64_t any[MASKS + 1];
};

#ifdef __SSE2__

/* Is each byte at most n bytes behind from? */
static inline __m128i
within(__m128i x, char from, char n)
{
	__m128i d = _mm_sub_epi8(x, _mm_set1_epi8(from));

	return _mm_cmpeq_epi8(_mm_min_epu8(d, _mm_set1_epi8(n)), d);
}

static inline uint64_t
mask_16(const char *p)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i letter = within(_mm_or_si128(x, _mm_set1_epi8(0x20)), 'a', 'z' - 'a');
	__m128i digit = _mm_andnot_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('/')),
	    within(x, '-', '9' - '-'));
	__m128i line = _mm_cmpeq_epi8(x, _mm_set1_epi8('_'));

	return (uint64_t)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(letter, digit),
	    line));
}

static inline uint64_t
mask_64(const char *p)
{
	return mask_16(p) | mask_16(p + 16) << 16 | mask_16(p + 32) << 32 |
	    mask_16(p + 48) << 48;
}

#else

static inline uint64_t
mask_64(const char *p)
{
	uint64_t m = 0;

	for (unsigned i = 0; i < 64; i++)
		m |= (uint64_t)(sieve_kind[(unsigned char)p[i]] != KIND_NONE) << i;
	return m;
}

#endif

/* How many masks there are. */
static size_t
fill(struct masks *m, const char *p, size_t n)
{
	size_t i, whole = n / 64;
	char last[64] = { 0 };

	for (i = 0; i < whole; i++) {
		__builtin_prefetch(p + i * 64 + CHUNK);
		m->any[i] = mask_64(p + i * 64);
	}
	if (n % 64) {
		memcpy(last, p + whole * 64, n % 64);
		m->any[i++] = mask_64(last);
	}
	m->any[i] = 0;
	return i;
}

/* Bits from which on SIEVE_MIN are set; the next 64 are in high. */
static inline uint64_t
in_a_row(uint64_t low, uint64_t high)
{
	static const unsigned steps[] = { 1, 2, 4, SIEVE_MIN - 8 };

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		low &= low >> steps[i] | high << (64 - steps[i]);
		high &= high >> steps[i];
	}
	return low;
}

_Static_assert(SIEVE_MIN > 8 && SIEVE_MIN <= 16, "steps");

static void
set_bits(struct make *s)
{
	for (size_t i = 0; i < s->nlater; i++)
		s->wide[s->later[i] / 64] |= (uint64_t)1 << s->later[i] % 64;
	s->nlater = 0;
}

/* Those that are new are few: this must not make the others slow. */
__attribute__((noinline)) static void
keep(struct make *s, const char *p, const char *end)
{
	uint64_t kept[PART];
	size_t n;

	if (!sieve_has_digit(p, end))
		return;
	while ((n = sieve_pieces(&p, end, kept)) > 0) {
		if (s->nlater + n > LATER)
			set_bits(s);
		for (size_t i = 0; i < n; i++)
			s->later[s->nlater++] = sieve_place(kept[i]);
	}
}

static inline void
take(struct make *s, const char *p, const char *end)
{
	if (!sieve_seen(&s->seen, p, (size_t)(end - p)))
		keep(s, p, end);
}

/* The runs that are long enough; each ends before the masks do. */
static void
take_all(struct make *s, const char *p, const struct masks *m, size_t n)
{
	const char *run = NULL;
	uint64_t before = 0;

	for (size_t i = 0; i < n; i++, p += 64) {
		uint64_t x = in_a_row(m->any[i], m->any[i + 1]);
		uint64_t edges = x ^ (x << 1 | before);

		before = x >> 63;
		for (; edges; edges &= edges - 1) {
			const char *at = p + __builtin_ctzll(edges);

			if (run)
				take(s, run, at + SIEVE_MIN - 1);
			run = run ? NULL : at;
		}
	}
}

/* Up to where the text is looked at next: no run goes on behind that. */
static const char *
part_end(const char *p, const char *end)
{
	const char *at = p + CHUNK;

	if (end - p <= CHUNK)
		return end;
	while (at > p && sieve_kind[(unsigned char)at[-1]])
		at--;
	return at;
}

static void
add(struct make *s, const char *p, const char *end)
{
	struct masks m;

	while (p < end) {
		const char *to = part_end(p, end), *run = p;

		if (to > p) {
			take_all(s, p, &m, fill(&m, p, (size_t)(to - p)));
			p = to;
			continue;
		}
		while (p < end && sieve_kind[(unsigned char)*p])	/* a long one */
			p++;
		take(s, run, p);
	}
}

/* So many bits for n bytes of text. */
static size_t
size_of(const uint64_t *wide, size_t words, size_t n)
{
	size_t bits = 0;

	for (size_t i = 0; i < words; i++)
		bits += (size_t)__builtin_popcountll(wide[i]);
	bits = bits * BITS_TENTHS / 10;
	if (bits > n / BYTES_A_BYTE * 8)
		bits = n / BYTES_A_BYTE * 8;
	if (bits < BITS_MIN)
		bits = BITS_MIN;
	return (bits + 7) / 8;
}

void
sieve_make(const char *text, size_t n, struct buf *to)
{
	const size_t words = ((size_t)1 << WIDE_LOG) / 64;
	struct make s = { .wide = mem_zero(words, sizeof *s.wide) };
	size_t bytes;
	char *v;

	add(&s, text, text + n);
	set_bits(&s);
	bytes = size_of(s.wide, words, n);
	v = buf_room(to, bytes);
	memset(v, 0, bytes);
	to->n += bytes;
	for (size_t i = 0; i < words; i++)
		for (uint64_t w = s.wide[i]; w; w &= w - 1) {
			uint64_t at = i * 64 + (unsigned)__builtin_ctzll(w);
			size_t k = (size_t)(at * bytes * 8 >> WIDE_LOG);

			v[k / 8] = (char)(v[k / 8] | 1 << k % 8);
		}
	free(s.wide);
}
