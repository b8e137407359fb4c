/* sieve - which identifiers may be in a text, told by few bits. */
#include "sieve.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"

enum {
	PIECE = 6,			/* bytes of one */
	WINDOW = SIEVE_MIN - PIECE + 1,	/* pieces; one of them is kept */
	WIDE_LOG = 22,			/* bits while they are made */
	BITS_TENTHS = 16,		/* of a bit a piece: half of them are set */
	BYTES_A_BYTE = 256,		/* at most so much of the text */
	BITS_MIN = 64,
};

enum { LETTER = 1, DIGIT = 2 };

static const unsigned char kind[256] = {
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

/* The next run from *p on that counts: its end, *p where it begins; or NULL. */
static const char *
next_run(const char **p, const char *end)
{
	const char *s = *p;

	for (;;) {
		unsigned seen = 0;

		while (s < end && !kind[(unsigned char)*s])
			s++;
		if (s == end)
			return NULL;
		*p = s;
		while (s < end && kind[(unsigned char)*s])
			seen |= kind[(unsigned char)*s++];
		if ((seen & DIGIT) && s - *p >= SIEVE_MIN)
			return s;
	}
}

/* The piece that ends with that byte: a hash, of which the first bits are its rank. */
static uint64_t
turn(uint64_t *piece, char c)
{
	unsigned char u = (unsigned char)c;

	if (u >= 'A' && u <= 'Z')
		u |= 0x20;
	*piece = (*piece << 8 | u) & (((uint64_t)1 << (8 * PIECE)) - 1);
	return *piece * 0x9e3779b97f4a7c15u;
}

/* Its place among the bits: what is least in rank is anywhere. */
static uint32_t
place(uint64_t hash)
{
	return (uint32_t)(hash >> (64 - 2 * WIDE_LOG)) & ((1u << WIDE_LOG) - 1);
}

/* Every piece that is kept of a run: false from take ends it. */
static bool
pieces(const char *p, const char *end, bool (*take)(void *arg, uint32_t), void *arg)
{
	uint64_t ring[WINDOW], least = UINT64_MAX;
	size_t n = 0, at = 0;
	uint64_t piece = 0;

	for (size_t i = 0; i + 1 < PIECE; i++)
		turn(&piece, *p++);
	for (; p < end; n++) {
		uint64_t h = ring[n % WINDOW] = turn(&piece, *p++);
		bool fresh = h <= least;

		if (fresh) {
			least = h;
			at = n;
		} else if (n >= WINDOW && at == n - WINDOW) { /* it has left */
			least = UINT64_MAX;
			for (size_t i = n - WINDOW + 1; i <= n; i++)
				if (ring[i % WINDOW] <= least) {
					least = ring[i % WINDOW];
					at = i;
				}
			fresh = true;
		}
		fresh = n + 1 >= WINDOW && (fresh || n + 1 == WINDOW);
		if (fresh && !take(arg, place(least)))
			return false;
	}
	return true;
}

static bool
put(void *arg, uint32_t h)
{
	uint64_t *wide = arg;

	wide[h / 64] |= (uint64_t)1 << h % 64;
	return true;
}

void
sieve_make(const char *text, size_t n, struct buf *to)
{
	const size_t words = ((size_t)1 << WIDE_LOG) / 64;
	uint64_t *wide = mem_zero(words, sizeof *wide);
	const char *p = text, *end = text + n, *run;
	size_t bits = 0;
	char *v;

	for (; (run = next_run(&p, end)) != NULL; p = run)
		pieces(p, run, put, wide);
	for (size_t i = 0; i < words; i++)
		bits += (size_t)__builtin_popcountll(wide[i]);
	bits = bits * BITS_TENTHS / 10;
	if (bits > n / BYTES_A_BYTE * 8)
		bits = n / BYTES_A_BYTE * 8;
	if (bits < BITS_MIN)
		bits = BITS_MIN;
	bits = (bits + 7) / 8 * 8;
	v = buf_room(to, bits / 8);
	memset(v, 0, bits / 8);
	to->n += bits / 8;
	for (size_t i = 0; i < words; i++)
		for (uint64_t w = wide[i]; w; w &= w - 1) {
			uint64_t at = i * 64 + (unsigned)__builtin_ctzll(w);
			size_t k = (size_t)(at * bits >> WIDE_LOG);

			v[k / 8] = (char)(v[k / 8] | 1 << k % 8);
		}
	free(wide);
}

struct asked {
	const char *bits;
	size_t n;
};

static bool
is_set(void *arg, uint32_t h)
{
	const struct asked *a = arg;
	size_t k = (size_t)((uint64_t)h * (a->n * 8) >> WIDE_LOG);

	return a->bits[k / 8] >> k % 8 & 1;
}

bool
sieve_may(const char *bits, size_t nbits, const char *needle, size_t n)
{
	struct asked a = { bits, nbits };
	const char *p = needle, *end = needle + n, *run;

	for (; nbits > 0 && (run = next_run(&p, end)) != NULL; p = run)
		if (!pieces(p, run, is_set, &a))
			return false;
	return true;
}
