/* level_word - the words that are levels, and the words of a line. */
#include "level_word.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
	SHORTEST = 3,		/* bytes of the words that are known */
	LONGEST = 14,
};

#define W(text, level, plain) { text, sizeof(text) - 1, LEVEL_##level, plain }

static const struct level_word words[] = {
	W("emerg", EMERG, false), W("emergency", EMERG, false),
	W("panic", EMERG, true), W("alert", ALERT, true),
	W("crit", CRIT, false), W("critical", CRIT, false),
	W("fatal", CRIT, false), W("err", ERR, false),
	W("erro", ERR, false), W("error", ERR, false),
	W("severe", ERR, true), W("warn", WARNING, false),
	W("warning", WARNING, false), W("notice", NOTICE, true),
	W("noti", NOTICE, false), W("note", NOTICE, true),
	W("info", INFO, false), W("information", INFO, false),
	W("informational", INFO, false), W("config", INFO, true),
	W("debug", DEBUG, false), W("debu", DEBUG, false),
	W("trace", DEBUG, true), W("fine", DEBUG, true),
	W("finer", DEBUG, true), W("finest", DEBUG, true),
	W("verbose", DEBUG, true), W("log", INFO, true),
}, chinese[] = {
	W("致命错误", CRIT, false), W("致命", CRIT, false),
	W("严重", ERR, false), W("错误", ERR, false),
	W("警告", WARNING, false), W("注意", NOTICE, false),
	W("通知", NOTICE, false), W("信息", INFO, false),
	W("日志", INFO, false), W("调试", DEBUG, false),
};

const unsigned char level_classes[256] = {
	['A'] = LEVEL_UPPER, ['B'] = LEVEL_UPPER, ['C'] = LEVEL_UPPER,
	['D'] = LEVEL_UPPER, ['E'] = LEVEL_UPPER, ['F'] = LEVEL_UPPER,
	['G'] = LEVEL_UPPER, ['H'] = LEVEL_UPPER, ['I'] = LEVEL_UPPER,
	['J'] = LEVEL_UPPER, ['K'] = LEVEL_UPPER, ['L'] = LEVEL_UPPER,
	['M'] = LEVEL_UPPER, ['N'] = LEVEL_UPPER, ['O'] = LEVEL_UPPER,
	['P'] = LEVEL_UPPER, ['Q'] = LEVEL_UPPER, ['R'] = LEVEL_UPPER,
	['S'] = LEVEL_UPPER, ['T'] = LEVEL_UPPER, ['U'] = LEVEL_UPPER,
	['V'] = LEVEL_UPPER, ['W'] = LEVEL_UPPER, ['X'] = LEVEL_UPPER,
	['Y'] = LEVEL_UPPER, ['Z'] = LEVEL_UPPER,
	['a'] = LEVEL_LOWER, ['b'] = LEVEL_LOWER, ['c'] = LEVEL_LOWER,
	['d'] = LEVEL_LOWER, ['e'] = LEVEL_LOWER, ['f'] = LEVEL_LOWER,
	['g'] = LEVEL_LOWER, ['h'] = LEVEL_LOWER, ['i'] = LEVEL_LOWER,
	['j'] = LEVEL_LOWER, ['k'] = LEVEL_LOWER, ['l'] = LEVEL_LOWER,
	['m'] = LEVEL_LOWER, ['n'] = LEVEL_LOWER, ['o'] = LEVEL_LOWER,
	['p'] = LEVEL_LOWER, ['q'] = LEVEL_LOWER, ['r'] = LEVEL_LOWER,
	['s'] = LEVEL_LOWER, ['t'] = LEVEL_LOWER, ['u'] = LEVEL_LOWER,
	['v'] = LEVEL_LOWER, ['w'] = LEVEL_LOWER, ['x'] = LEVEL_LOWER,
	['y'] = LEVEL_LOWER, ['z'] = LEVEL_LOWER,
	['='] = LEVEL_EQUALS | LEVEL_GAP,
	[' '] = LEVEL_END | LEVEL_GAP, ['\t'] = LEVEL_END | LEVEL_GAP,
	['|'] = LEVEL_END | LEVEL_GAP, [']'] = LEVEL_END | LEVEL_GAP,
	['>'] = LEVEL_END | LEVEL_GAP, [','] = LEVEL_END | LEVEL_GAP,
	[';'] = LEVEL_END | LEVEL_GAP, [':'] = LEVEL_END | LEVEL_GAP,
	['-'] = LEVEL_GAP, ['.'] = LEVEL_GAP,
	['\0'] = LEVEL_END | LEVEL_OTHER, ['"'] = LEVEL_END | LEVEL_OTHER,
	['['] = LEVEL_END | LEVEL_OTHER, ['<'] = LEVEL_END | LEVEL_OTHER,
	['{'] = LEVEL_OTHER, [0xe3] = LEVEL_OTHER,
	[0xef] = LEVEL_WIDE,
};

#define L(c) (1U << ((c) - 'a'))
const unsigned level_seconds[26] = {
	['a' - 'a'] = L('l'), ['c' - 'a'] = L('r') | L('o'), ['d' - 'a'] = L('e'),
	['e' - 'a'] = L('m') | L('r'), ['f' - 'a'] = L('a') | L('i'),
	['i' - 'a'] = L('n'), ['l' - 'a'] = L('o'), ['n' - 'a'] = L('o'),
	['p' - 'a'] = L('a'), ['s' - 'a'] = L('e'), ['t' - 'a'] = L('r'),
	['v' - 'a'] = L('e'), ['w' - 'a'] = L('a'),
};
#undef L

static const struct level_word *
find(const char *s, size_t n)
{
	char first = s[0] | 0x20;

	if (n == 6 && memcmp(s, "DEBUG", 5) == 0 && s[5] >= '1' && s[5] <= '5')
		n = 5;		/* PostgreSQL has five */
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (words[i].n == n && words[i].text[0] == first &&
		    strncasecmp(s, words[i].text, n) == 0)
			return &words[i];
	for (size_t i = 0; (s[0] & 0x80) && i < sizeof chinese / sizeof chinese[0]; i++)
		if (chinese[i].n == n && memcmp(s, chinese[i].text, n) == 0)
			return &chinese[i];
	return NULL;
}

const struct level_word *
level_word(const char *s, size_t n)
{
	return n >= SHORTEST && n <= LONGEST && level_begins(s, s + n) ? find(s, n) : NULL;
}

enum level
level_of(const char *word, size_t n)
{
	const struct level_word *w = level_word(word, n);

	return w ? (enum level)w->level : LEVEL_NONE;
}

const char *
level_name(enum level level)
{
	static const char *const names[] = {
		"emerg", "alert", "crit", "err", "warning", "notice", "info", "debug",
	};

	return level >= LEVEL_EMERG && level <= LEVEL_DEBUG ? names[level] : "";
}

/* Byte by byte. */
static struct level_token
walk(const char *s, const char *e)
{
	const char *p = s;
	unsigned any = 0, all = LEVEL_UPPER | LEVEL_LOWER;

	for (; p < e; p++) {
		unsigned k = level_class(*p);

		if (k & LEVEL_END || (k & LEVEL_WIDE && e - p > 1 && p[1] == '\xbc'))
			break;
		any |= k;
		all &= k;
	}
	return (struct level_token){
		.s = s, .n = (size_t)(p - s), .pair = any & LEVEL_EQUALS,
		.upper = p > s && all == LEVEL_UPPER, .lower = p > s && all == LEVEL_LOWER,
	};
}

#ifdef __SSE2__

enum { WINDOW = 64, SHORT = 16 };

/* A bit for each byte that is one of the 26 from first on. */
static uint64_t
letters(__m128i x, char first)
{
	__m128i low = _mm_add_epi8(x, _mm_set1_epi8((char)(-128 - first)));

	return (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(low, _mm_set1_epi8(-128 + 26)));
}

/* A bit for each byte of LEVEL_END or LEVEL_WIDE. */
static uint64_t
ends(__m128i x)
{
	__m128i two = _mm_or_si128(x, _mm_set1_epi8(2));
	__m128i is = _mm_cmpeq_epi8(two, _mm_set1_epi8('"'));	/* and the blank */

	is = _mm_or_si128(is, _mm_cmpeq_epi8(two, _mm_set1_epi8('>')));	/* < */
	is = _mm_or_si128(is, _mm_cmpeq_epi8(_mm_or_si128(x, _mm_set1_epi8(1)),
	    _mm_set1_epi8(';')));	/* and the colon */
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_set1_epi8('[')));
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_set1_epi8(']')));
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_set1_epi8('|')));
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_set1_epi8(',')));
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_set1_epi8('\t')));
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_setzero_si128()));
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_set1_epi8('\xef')));
	return (unsigned)_mm_movemask_epi8(is);
}

/* What the bytes from s on are, as far as the window reaches; behind the text, ends. */
static void
open_window(struct level_window *w, const char *s, const char *e)
{
	char copy[WINDOW] = { 0 };

	*w = (struct level_window){ .s = s };
	if (e - s < WINDOW)
		s = memcpy(copy, s, (size_t)(e - s));
	for (int i = 0; i < WINDOW; i += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(s + i));

		w->end |= ends(x) << i;
		w->upper |= letters(x, 'A') << i;
		w->lower |= letters(x, 'a') << i;
		w->equals |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x,
		    _mm_set1_epi8('='))) << i;
	}
}

/* Whole words of the window without a look at each byte. */
struct level_token
level_token(struct level_window *w, const char *s, const char *e)
{
	uint64_t end, mask;
	size_t at, n;

	if (!w->s || s - w->s > WINDOW - SHORT)	/* not for this word alone */
		return walk(s, e);
	at = (size_t)(s - w->s);
	end = w->end >> at;
	if (end == 0)
		return walk(s, e);
	n = (size_t)__builtin_ctzll(end);
	if (s + n < e && s[n] == '\xef')	/* which may go on */
		return walk(s, e);
	mask = (UINT64_C(1) << n) - 1;
	return (struct level_token){
		.s = s, .n = n, .pair = w->equals >> at & mask,
		.upper = n > 0 && (w->upper >> at & mask) == mask,
		.lower = n > 0 && (w->lower >> at & mask) == mask,
	};
}

size_t
level_dull(struct level_window *w, const char *s, const char *e, bool *small,
    bool *capital)
{
	uint64_t end, mask;
	size_t at, n;

	if (!w->s || s - w->s > WINDOW - SHORT)
		open_window(w, s, e);
	at = (size_t)(s - w->s);
	end = w->end >> at;
	if (end == 0)
		return 0;
	n = (size_t)__builtin_ctzll(end);
	mask = (UINT64_C(1) << n) - 1;
	if ((w->equals >> at & mask) || (*s == 'L' && n == 5) ||
	    (s + n < e && s[n] == '\xef'))
		return 0;
	*small = (w->lower >> at & mask) == mask;
	*capital = (w->upper >> at & mask) == mask;
	return n;
}

#else

size_t
level_dull(struct level_window *w, const char *s, const char *e, bool *small,
    bool *capital)
{
	(void)w;
	(void)s;
	(void)e;
	*small = *capital = false;
	return 0;
}

struct level_token
level_token(struct level_window *w, const char *s, const char *e)
{
	(void)w;
	return walk(s, e);
}

#endif
