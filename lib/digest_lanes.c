/*
 * digest_lanes - SHA-256 of many short messages, two at a time.
 *
 * Each round waits for the one before it, so that one message keeps the unit for SHA-256
 * of the processor less than half busy.  Two messages that have nothing to do with each
 * other go through it in turn: that takes little more time than one.
 */
#include "digest_part.h"

#include <stdint.h>
#include <string.h>

enum { BLOCK = 64, PAD = 1 + 8 };	/* PAD: a bit, and the length */

size_t
digest_lane_blocks(const struct digest_message *m)
{
	size_t all = m->nhead + m->n;

	if (m->n > DIGEST_LANE_BYTES || all + PAD > DIGEST_LANE_BYTES)
		return 0;
	return (all + PAD + BLOCK - 1) / BLOCK;
}

void
digest_lane_fill(const struct digest_message *m, size_t blocks, unsigned char *to)
{
	size_t all = m->nhead + m->n, end = blocks * BLOCK;
	uint64_t bits = (uint64_t)all * 8;

	memcpy(to, m->head, m->nhead);
	if (m->n)
		memcpy(to + m->nhead, m->p, m->n);
	to[all] = 0x80;
	memset(to + all + 1, 0, end - all - 1);
	for (unsigned i = 1; bits > 0; i++, bits >>= 8)
		to[end - i] = (unsigned char)bits;
}

#if defined __x86_64__ && defined __GNUC__
#include <cpuid.h>
#include <immintrin.h>

#define SHA __attribute__((target("sha,sse4.1")))
#define INLINE __attribute__((always_inline)) inline

enum {
	QUADS = 16,		/* the 64 rounds, four at a time */
	CPU_SHA = 1 << 29,	/* of leaf 7, EBX */
	CPU_SSE = 1 << 9 | 1 << 19,	/* of leaf 1, ECX: SSSE3, SSE4.1 */
};

/* The constants of the rounds: cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
static const uint32_t roots[4 * QUADS] __attribute__((aligned(16))) = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* The state in the order of the instructions: a b e f, c d g h, from the highest word. */
struct state {
	__m128i abef, cdgh;
};

struct lane {
	struct state s;
	size_t left;		/* blocks */
	const unsigned char *at;
	unsigned char *sum;	/* NULL: no message */
	unsigned char text[DIGEST_LANE_BYTES];
};

bool
digest_lanes_here(void)
{
	unsigned a, b, c, d;

	if (!__get_cpuid(1, &a, &b, &c, &d) || (c & CPU_SSE) != CPU_SSE)
		return false;
	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & CPU_SHA);
}

/* Numbers are big-endian in messages and in sums. */
SHA static INLINE __m128i
turn_bytes(__m128i x)
{
	return _mm_shuffle_epi8(x,
	    _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}

SHA static INLINE void
load(__m128i w[4], const unsigned char *p)
{
	for (int i = 0; i < 4; i++)
		w[i] = turn_bytes(_mm_loadu_si128((const __m128i *)(const void *)p + i));
}

/* Four rounds, q of 16; w holds the last 16 words of the schedule, in turn. */
SHA static INLINE void
four_rounds(struct state *s, __m128i w[4], int q)
{
	__m128i *now = &w[q % 4], in;

	if (q >= 4) {
		const __m128i last = w[(q + 3) % 4];

		*now = _mm_sha256msg1_epu32(*now, w[(q + 1) % 4]);
		*now = _mm_add_epi32(*now, _mm_alignr_epi8(last, w[(q + 2) % 4], 4));
		*now = _mm_sha256msg2_epu32(*now, last);
	}
	in = _mm_add_epi32(*now,
	    _mm_load_si128((const __m128i *)(const void *)(roots + 4 * q)));
	s->cdgh = _mm_sha256rnds2_epu32(s->cdgh, s->abef, in);
	s->abef = _mm_sha256rnds2_epu32(s->abef, s->cdgh, _mm_shuffle_epi32(in, 0x0E));
}

SHA static INLINE void
add(struct state *s, const struct state *t)
{
	s->abef = _mm_add_epi32(s->abef, t->abef);
	s->cdgh = _mm_add_epi32(s->cdgh, t->cdgh);
}

/* n blocks of each of two messages. */
SHA static void
both(struct lane *a, struct lane *b, size_t n)
{
	struct state s = a->s, t = b->s;
	const unsigned char *p = a->at, *r = b->at;

	for (size_t i = 0; i < n; i++, p += BLOCK, r += BLOCK) {
		const struct state s0 = s, t0 = t;
		__m128i v[4], w[4];

		load(v, p);
		load(w, r);
#pragma GCC unroll 16
		for (int q = 0; q < QUADS; q++) {
			four_rounds(&s, v, q);
			four_rounds(&t, w, q);
		}
		add(&s, &s0);
		add(&t, &t0);
	}
	a->s = s;
	a->at = p;
	a->left -= n;
	b->s = t;
	b->at = r;
	b->left -= n;
}

SHA static void
alone(struct lane *a)
{
	for (; a->left > 0; a->left--, a->at += BLOCK) {
		const struct state s0 = a->s;
		__m128i v[4];

		load(v, a->at);
#pragma GCC unroll 16
		for (int q = 0; q < QUADS; q++)
			four_rounds(&a->s, v, q);
		add(&a->s, &s0);
	}
}

/* The first state: square roots of the first 8 primes (FIPS 180-4, 5.3.3). */
SHA static void
begin(struct lane *l, const struct digest_message *m)
{
	l->s.abef = _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f,
	    (int)0x9b05688c);
	l->s.cdgh = _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19);
	l->left = digest_lane_blocks(m);
	l->at = l->text;
	l->sum = m->sum;
	digest_lane_fill(m, l->left, l->text);
}

SHA static void
finish(struct lane *l)
{
	/* from the lowest word now */
	__m128i abef = _mm_shuffle_epi32(l->s.abef, 0x1B);
	__m128i cdgh = _mm_shuffle_epi32(l->s.cdgh, 0x1B);
	__m128i *to = (__m128i *)(void *)l->sum;

	_mm_storeu_si128(to, turn_bytes(_mm_unpacklo_epi64(abef, cdgh)));
	_mm_storeu_si128(to + 1, turn_bytes(_mm_unpackhi_epi64(abef, cdgh)));
	l->sum = NULL;
}

void
digest_lanes(const struct digest_message *m, size_t n)
{
	struct lane a, b;
	size_t i = 0;

	a.sum = b.sum = NULL;
	for (;;) {
		if (!a.sum && i < n)
			begin(&a, &m[i++]);
		if (!b.sum && i < n)
			begin(&b, &m[i++]);
		if (!a.sum || !b.sum)
			break;
		both(&a, &b, a.left < b.left ? a.left : b.left);
		if (a.left == 0)
			finish(&a);
		if (b.left == 0)
			finish(&b);
	}
	if (a.sum) {
		alone(&a);
		finish(&a);
	}
	if (b.sum) {
		alone(&b);
		finish(&b);
	}
}

#else

bool
digest_lanes_here(void)
{
	return false;
}

void
digest_lanes(const struct digest_message *m, size_t n)
{
	(void)m;
	(void)n;
}

#endif
