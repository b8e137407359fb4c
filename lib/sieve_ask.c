/* sieve_ask - the runs of a text and their pieces; may a text have them? */
#include "sieve.h"

#include "sieve_part.h"

const unsigned char sieve_kind[256] = {
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

/* Up to PART + WINDOW - 1 pieces, one from each byte on: their hashes. */
static void
hash_all(const char *p, size_t n, uint64_t *h)
{
	uint64_t piece = 0;

	for (size_t i = 0; i < n + PIECE - 1; i++) {
		unsigned char u = (unsigned char)p[i];

		u |= (unsigned char)((u >= 'A' && u <= 'Z') << 5);
		piece = (piece << 8 | u) & (((uint64_t)1 << (8 * PIECE)) - 1);
		if (i >= PIECE - 1)
			h[i - (PIECE - 1)] = piece * 0x9e3779b97f4a7c15u;
	}
}

static inline uint64_t
least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

_Static_assert(WINDOW == 7, "steps of the least in a window");

size_t
sieve_pieces(const char **p, const char *end, uint64_t kept[PART])
{
	uint64_t h[PART + WINDOW - 1], two[PART + WINDOW - 2], four[PART + WINDOW - 4];
	size_t n = (size_t)(end - *p), nkept = 0;

	if (n < SIEVE_MIN)
		return 0;
	n -= SIEVE_MIN - 1;
	if (n > PART)
		n = PART;
	hash_all(*p, n + WINDOW - 1, h);
	for (size_t i = 0; i < n + WINDOW - 2; i++)
		two[i] = least(h[i], h[i + 1]);
	for (size_t i = 0; i < n + WINDOW - 4; i++)
		four[i] = least(two[i], two[i + 2]);
	*p += n;
	kept[0] = least(four[0], four[3]);
	for (size_t i = 1; i < n; i++) {
		uint64_t x = least(four[i], four[i + 3]);

		nkept += x != kept[nkept];
		kept[nkept] = x;
	}
	return nkept + 1;
}

/* The next run from *p on that counts: its end, *p where it begins; or NULL. */
static const char *
next_run(const char **p, const char *end)
{
	const char *s = *p;

	for (;;) {
		while (s < end && !sieve_kind[(unsigned char)*s])
			s++;
		if (s == end)
			return NULL;
		*p = s;
		while (s < end && sieve_kind[(unsigned char)*s])
			s++;
		if (s - *p >= SIEVE_MIN && sieve_has_digit(*p, s))
			return s;
	}
}

static bool
has_run(const char *bits, size_t nbits, const char *p, const char *end)
{
	uint64_t kept[PART];
	size_t n;

	while ((n = sieve_pieces(&p, end, kept)) > 0)
		for (size_t i = 0; i < n; i++) {
			uint64_t at = sieve_place(kept[i]);
			size_t k = (size_t)(at * (nbits * 8) >> WIDE_LOG);

			if (!(bits[k / 8] >> k % 8 & 1))
				return false;
		}
	return true;
}

bool
sieve_may(const char *bits, size_t nbits, const char *needle, size_t n)
{
	const char *p = needle, *end = needle + n, *run;
	struct seen seen = { 0 };

	for (; nbits > 0 && (run = next_run(&p, end)) != NULL; p = run)
		if (!sieve_seen(&seen, p, (size_t)(run - p)) &&
		    !has_run(bits, nbits, p, run))
			return false;
	return true;
}
