/* sieve_ask - the runs of a text and their pieces; may a text have them? */
#include "sieve.h"

#include "sieve_part.h"

const unsigned char sieve_kind[256] = {
	['0'] = 2, ['1'] = 2, ['2'] = 2, ['3'] = 2, ['4'] = 2, ['5'] = 2, ['6'] = 2,
	['7'] = 2, ['8'] = 2, ['9'] = 2, ['_'] = 1, ['.'] = 1, ['-'] = 1,
	['a'] = 3, ['b'] = 3, ['c'] = 3, ['d'] = 3, ['e'] = 3, ['f'] = 3, ['g'] = 3,
	['h'] = 3, ['i'] = 3, ['j'] = 3, ['k'] = 3, ['l'] = 3, ['m'] = 3, ['n'] = 3,
	['o'] = 3, ['p'] = 3, ['q'] = 3, ['r'] = 3, ['s'] = 3, ['t'] = 3, ['u'] = 3,
	['v'] = 3, ['w'] = 3, ['x'] = 3, ['y'] = 3, ['z'] = 3,
	['A'] = 3, ['B'] = 3, ['C'] = 3, ['D'] = 3, ['E'] = 3, ['F'] = 3, ['G'] = 3,
	['H'] = 3, ['I'] = 3, ['J'] = 3, ['K'] = 3, ['L'] = 3, ['M'] = 3, ['N'] = 3,
	['O'] = 3, ['P'] = 3, ['Q'] = 3, ['R'] = 3, ['S'] = 3, ['T'] = 3, ['U'] = 3,
	['V'] = 3, ['W'] = 3, ['X'] = 3, ['Y'] = 3, ['Z'] = 3,
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

const char *
sieve_next_run(const char **p, const char *end)
{
	const char *s = *p;

	for (;;) {
		while (s < end && !sieve_of_ids(*s))
			s++;
		if (s == end)
			return NULL;
		*p = s;
		while (s < end && sieve_of_ids(*s))
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
		for (size_t i = 0; i < n; i++)
			if (!sieve_is_set(bits, sieve_fold(sieve_id_place(kept[i]),
			    IDS_LOG, nbits)))
				return false;
	return true;
}

bool
sieve_may(const char *bits, size_t nbits, const char *needle, size_t n)
{
	const char *p = needle, *end = needle + n, *run;
	struct seen seen = { 0 };

	for (; nbits > 0 && (run = sieve_next_run(&p, end)) != NULL; p = run)
		if (!sieve_seen(&seen, p, (size_t)(run - p)) &&
		    !has_run(bits, nbits, p, run))
			return false;
	return true;
}

/* The next piece of a word from p on, of which *run bytes were there before; or NULL. */
static const char *
next_word(const char *p, const char *end, size_t *run)
{
	for (; p < end; p++) {
		*run = sieve_of_words(*p) ? *run + 1 : 0;
		if (*run >= SIEVE_WORD)
			return p;
	}
	return NULL;
}

bool
sieve_may_words(const char *bits, size_t nbits, const char *needle, size_t n)
{
	const char *p = needle, *end = needle + n;
	size_t run = 0;

	for (; nbits > 0 && (p = next_word(p, end, &run)) != NULL; p++)
		if (!sieve_is_set(bits, sieve_fold(sieve_word_place(p - (SIEVE_WORD - 1)),
		    WORDS_LOG, nbits)))
			return false;
	return true;
}

bool
sieve_asks(const char *needle, size_t n)
{
	const char *p = needle;
	size_t run = 0;

	return next_word(p, p + n, &run) || sieve_next_run(&p, p + n);
}
