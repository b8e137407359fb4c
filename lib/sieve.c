/* sieve - which identifiers and words may be in a text: the bits are made. */
#include "sieve.h"

#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "buf.h"
#include "mem.h"
#include "sieve_part.h"

enum {
	MASKS = 64,			/* of 64 bytes each, that are made together */
	CHUNK = 64 * MASKS,
	LATER = 512,
};

struct sieve {
	size_t n;			/* bytes of text */
	uint64_t *ids;			/* 1 << IDS_LOG bits, */
	size_t nids;			/* of which so many are set */
	uint64_t *words;		/* 1 << WORDS_LOG bits; NULL: only identifiers */
	uint32_t later[LATER];		/* ids to be set, all at once: that is quicker */
	size_t nlater;
	struct seen seen;
};

/* How many bits come of what was kept: tenths of a bit a piece, and bounds. */
struct size {
	unsigned log, tenths;
	size_t bytes_a_byte;		/* of the text */
};

static const struct size cold_ids = { IDS_LOG, 16, 256 };	/* half of them are set */
static const struct size hot_ids = { IDS_LOG, 30, 256 };
static const struct size hot_words = { WORDS_LOG, 80, 512 };

enum { BYTES_MIN = 8 };

/* A bit for each byte of identifiers, and of words; 64 zeros are behind them. */
struct masks {
	uint64_t ids[MASKS + 1], words[MASKS + 1];
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
top_bits(__m128i x)
{
	return (uint64_t)_mm_movemask_epi8(x);
}

static inline uint64_t
mask_16(const char *p, uint64_t *words)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i letter = within(_mm_or_si128(x, _mm_set1_epi8(0x20)), 'a', 'z' - 'a');
	__m128i digit = _mm_andnot_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('/')),
	    within(x, '-', '9' - '-'));
	__m128i line = _mm_cmpeq_epi8(x, _mm_set1_epi8('_'));

	*words = top_bits(_mm_or_si128(letter, x));
	return top_bits(_mm_or_si128(_mm_or_si128(letter, digit), line));
}

static inline uint64_t
mask_64(const char *p, uint64_t *words)
{
	uint64_t ids = 0;

	*words = 0;
	for (unsigned i = 0; i < 64; i += 16) {
		uint64_t w;

		ids |= mask_16(p + i, &w) << i;
		*words |= w << i;
	}
	return ids;
}

#else

static inline uint64_t
mask_64(const char *p, uint64_t *words)
{
	uint64_t ids = 0;

	*words = 0;
	for (unsigned i = 0; i < 64; i++) {
		ids |= (uint64_t)sieve_of_ids(p[i]) << i;
		*words |= (uint64_t)sieve_of_words(p[i]) << i;
	}
	return ids;
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
		m->ids[i] = mask_64(p + i * 64, m->words + i);
	}
	if (n % 64) {
		memcpy(last, p + whole * 64, n % 64);
		m->ids[i] = mask_64(last, m->words + i);
		i++;
	}
	m->ids[i] = m->words[i] = 0;
	return i;
}

/* Bits that are set, and the one that is so many places on; the next 64 are in *high. */
__attribute__((always_inline)) static inline uint64_t
both(uint64_t low, uint64_t *high, unsigned on)
{
	low &= low >> on | *high << (64 - on);
	*high &= *high >> on;
	return low;
}

/* Bits from which on SIEVE_MIN are set. */
static inline uint64_t
runs_of_ids(uint64_t low, uint64_t high)
{
	low = both(low, &high, 1);
	low = both(low, &high, 2);
	low = both(low, &high, 4);
	return both(low, &high, SIEVE_MIN - 8);
}

_Static_assert(SIEVE_MIN > 8 && SIEVE_MIN <= 16 && SIEVE_WORD == 4, "steps");

static inline uint64_t
runs_of_words(uint64_t low, uint64_t high)
{
	low = both(low, &high, 1);
	return both(low, &high, 2);
}

static void
set_bits(struct sieve *s)
{
	for (size_t i = 0; i < s->nlater; i++) {
		uint64_t *word = s->ids + s->later[i] / 64;
		uint64_t bit = (uint64_t)1 << s->later[i] % 64;

		s->nids += !(*word & bit);
		*word |= bit;
	}
	s->nlater = 0;
}

/* Those that are new are few: this must not make the others slow. */
__attribute__((noinline)) static void
keep(struct sieve *s, const char *p, const char *end)
{
	uint64_t kept[PART];
	size_t n;

	if (!sieve_has_digit(p, end))
		return;
	while ((n = sieve_pieces(&p, end, kept)) > 0) {
		if (s->nlater + n > LATER)
			set_bits(s);
		for (size_t i = 0; i < n; i++)
			s->later[s->nlater++] = sieve_id_place(kept[i]);
	}
}

static inline void
take_id(struct sieve *s, const char *p, const char *end)
{
	if (!sieve_seen(&s->seen, p, (size_t)(end - p)))
		keep(s, p, end);
}

static inline void
take_word(struct sieve *s, const char *p)
{
	uint32_t at = sieve_word_place(p);

	s->words[at / 64] |= (uint64_t)1 << at % 64;
}

/* The runs that are long enough; each ends before the masks do. */
static void
take_ids(struct sieve *s, const char *p, const uint64_t *m, size_t n)
{
	const char *run = NULL;
	uint64_t before = 0;

	for (size_t i = 0; i < n; i++, p += 64) {
		uint64_t x = runs_of_ids(m[i], m[i + 1]);
		uint64_t edges = x ^ (x << 1 | before);

		before = x >> 63;
		for (; edges; edges &= edges - 1) {
			const char *at = p + __builtin_ctzll(edges);

			if (run)
				take_id(s, run, at + SIEVE_MIN - 1);
			run = run ? NULL : at;
		}
	}
}

static void
take_words(struct sieve *s, const char *p, const uint64_t *m, size_t n)
{
	for (size_t i = 0; i < n; i++, p += 64)
		for (uint64_t x = runs_of_words(m[i], m[i + 1]); x; x &= x - 1)
			take_word(s, p + __builtin_ctzll(x));
}

static bool
counts(char c)
{
	return sieve_of_ids(c) || sieve_of_words(c);
}

/* Up to where the text is looked at next: no run goes on behind that. */
static const char *
part_end(const char *p, const char *end)
{
	const char *at = p + CHUNK;

	if (end - p <= CHUNK)
		return end;
	while (at > p && counts(at[-1]))
		at--;
	return at;
}

/* From p on all bytes count, and they are many: where they end. */
static const char *
take_long(struct sieve *s, const char *p, const char *end)
{
	const char *to = p, *run, *run_end;
	size_t n = 0;

	for (; to < end && counts(*to); to++) {
		n = sieve_of_words(*to) ? n + 1 : 0;
		if (n >= SIEVE_WORD && s->words)
			take_word(s, to - (SIEVE_WORD - 1));
	}
	for (run = p; (run_end = sieve_next_run(&run, to)) != NULL; run = run_end)
		take_id(s, run, run_end);
	return to;
}

void
sieve_add(struct sieve *s, const char *p, size_t n)
{
	const char *end = p + n, *to;
	struct masks m;

	s->n += n;
	memset(&s->seen, 0, sizeof s->seen);	/* those of the last text are gone */
	for (; p < end; p = to) {
		to = part_end(p, end);
		if (to == p) {
			to = take_long(s, p, end);
			continue;
		}
		n = fill(&m, p, (size_t)(to - p));
		take_ids(s, p, m.ids, n);
		if (s->words)
			take_words(s, p, m.words, n);
	}
	set_bits(s);
}

static size_t
words_of(unsigned log)
{
	return ((size_t)1 << log) / 64;
}

static size_t
set_of_words(const struct sieve *s)
{
	size_t n = 0;

	for (size_t i = 0; i < words_of(WORDS_LOG); i++)
		n += (size_t)__builtin_popcountll(s->words[i]);
	return n;
}

/* Bytes for so many that are set, of n bytes of text. */
static size_t
size_of(size_t set, const struct size *size, size_t n)
{
	size_t bits = set * size->tenths / 10, most = n / size->bytes_a_byte;

	if (bits > most * 8)
		bits = most * 8;
	bits = (bits + 7) / 8;
	return bits < BYTES_MIN ? BYTES_MIN : bits;
}

static void
put(const uint64_t *wide, size_t set, const struct size *size, size_t n, struct buf *to)
{
	size_t bytes = size_of(set, size, n);
	char *v = buf_room(to, bytes);

	memset(v, 0, bytes);
	to->n += bytes;
	for (size_t i = 0; i < words_of(size->log); i++)
		for (uint64_t w = wide[i]; w; w &= w - 1) {
			size_t k = sieve_fold(i * 64 + (unsigned)__builtin_ctzll(w),
			    size->log, bytes);

			v[k / 8] = (char)(v[k / 8] | 1 << k % 8);
		}
}

static bool
is_in(const uint64_t *wide, unsigned log, const char *bits, size_t n)
{
	for (size_t i = 0; n > 0 && i < words_of(log); i++)
		for (uint64_t w = wide[i]; w; w &= w - 1)
			if (!sieve_is_set(bits, sieve_fold(i * 64 +
			    (unsigned)__builtin_ctzll(w), log, n)))
				return false;
	return true;
}

void
sieve_put_ids(struct sieve *s, struct buf *to)
{
	put(s->ids, s->nids, &hot_ids, s->n, to);
}

void
sieve_put_words(struct sieve *s, struct buf *to)
{
	put(s->words, set_of_words(s), &hot_words, s->n, to);
}

bool
sieve_in_ids(struct sieve *s, const char *bits, size_t n)
{
	return is_in(s->ids, IDS_LOG, bits, n);
}

bool
sieve_in_words(struct sieve *s, const char *bits, size_t n)
{
	return is_in(s->words, WORDS_LOG, bits, n);
}

struct sieve *
sieve_new(void)
{
	struct sieve *s = mem_zero(1, sizeof *s);

	s->ids = mem_zero(words_of(IDS_LOG), sizeof *s->ids);
	s->words = mem_zero(words_of(WORDS_LOG), sizeof *s->words);
	return s;
}

void
sieve_free(struct sieve *s)
{
	if (!s)
		return;
	free(s->ids);
	free(s->words);
	free(s);
}

void
sieve_forget(struct sieve *s)
{
	s->n = s->nids = 0;
	memset(s->ids, 0, words_of(IDS_LOG) * sizeof *s->ids);
	memset(s->words, 0, words_of(WORDS_LOG) * sizeof *s->words);
}

void
sieve_make(const char *text, size_t n, struct buf *to)
{
	struct sieve s = { .ids = mem_zero(words_of(IDS_LOG), sizeof *s.ids) };

	sieve_add(&s, text, n);
	put(s.ids, s.nids, &cold_ids, n, to);
	free(s.ids);
}
