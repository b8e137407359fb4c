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
	['{'] = LEVEL_OTHER, ['%'] = LEVEL_OTHER, [0xe3] = LEVEL_OTHER,
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
	if (n < SHORTEST || n > LONGEST || !level_begins(s, s + n))
		return NULL;
	return find(s, n);
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

struct level_token
level_token(const char *s, const char *e)
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
		.upper = p > s && all == LEVEL_UPPER,
		.lower = p > s && all == LEVEL_LOWER,
	};
}

bool
level_over(struct level_look *l, const struct level_token *t, char next)
{
	l->capitals = t->n > 1 && t->upper;
	l->bare++;
	l->plain += t->lower && next != '[' && next != ':';
	l->c.p += t->n ? t->n : 1;
	return l->bare >= l->max || l->plain > LEVEL_PLAIN_MAX ||
	    (l->capitals && next == ':');
}

#ifdef __SSE2__

enum { WINDOW = 64, SHORT = 16 };

/* A bit for each byte of LEVEL_END, LEVEL_EQUALS and LEVEL_WIDE, and ?. */
static uint64_t
ends(__m128i x)
{
	__m128i is = _mm_cmpeq_epi8(_mm_and_si128(x, _mm_set1_epi8('\xfc')),
	    _mm_set1_epi8('<'));				/* = > ? too */

	is = _mm_or_si128(is, _mm_cmpeq_epi8(_mm_or_si128(x, _mm_set1_epi8(2)),
	    _mm_set1_epi8('"')));				/* and the blank */
	is = _mm_or_si128(is, _mm_cmpeq_epi8(_mm_or_si128(x, _mm_set1_epi8(1)),
	    _mm_set1_epi8(';')));				/* and the colon */
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_set1_epi8('[')));
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_set1_epi8(']')));
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_set1_epi8('|')));
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_set1_epi8(',')));
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_set1_epi8('\t')));
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_setzero_si128()));
	is = _mm_or_si128(is, _mm_cmpeq_epi8(x, _mm_set1_epi8('\xef')));
	return (unsigned)_mm_movemask_epi8(is);
}

/* A bit for each small letter. */
static uint64_t
smalls(__m128i x)
{
	__m128i low = _mm_add_epi8(x, _mm_set1_epi8((char)(-128 - 'a')));

	return (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(low, _mm_set1_epi8(-128 + 26)));
}

/* From s on, as far as the window reaches; behind the text, zeros. */
static void
open_window(struct level_window *w, const char *s, const char *e)
{
	uint64_t end = 0, lower = 0;
	char copy[WINDOW];

	w->s = s;
	if (e - s < WINDOW) {
		memset(copy, 0, sizeof copy);
		s = memcpy(copy, s, (size_t)(e - s));
	}
	for (int i = 0; i < WINDOW; i += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(s + i));

		end |= ends(x) << i;
		lower |= smalls(x) << i;
	}
	w->end = end;
	w->lower = lower;
}

static bool
all_capitals(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (level_class(s[i]) != LEVEL_UPPER)
			return false;
	return true;
}

/* Does a word at p, which is before e, want a closer look whatever it is? */
static bool
close_look(const char *p, const char *e)
{
	return level_class(*p) & (LEVEL_OTHER | LEVEL_WIDE) || level_begins(p, e);
}

/* Where the word at p ends, when that is all there is to know of it; else p. */
static inline const char *
dull_end(struct level_look *l, const char *p, bool *small)
{
	struct level_window *w = &l->window;
	uint64_t end, mask;
	size_t n;
	char next;

	if (!w->s || p - w->s > WINDOW - SHORT)
		open_window(w, p, l->c.e);
	end = w->end >> (p - w->s);
	if (end == 0)
		return p;
	n = (size_t)__builtin_ctzll(end);
	next = p + n < l->c.e ? p[n] : '\0';
	if (level_class(next) & (LEVEL_EQUALS | LEVEL_WIDE) || next == '?' ||
	    (next == ':' && l->bare == 0) || (n == 5 && *p == 'L'))
		return p;
	mask = (UINT64_C(1) << n) - 1;
	*small = (w->lower >> (p - w->s) & mask) == mask && next != '[' && next != ':';
	return p + n;
}

/* Whole words at once: where they end is known before they are looked at. */
bool
level_skip(struct level_look *l)
{
	const char *p = l->c.p, *e = l->c.e, *end;
	bool last = false, small;

	for (; !last; p = end) {
		while (p < e && level_class(*p) & LEVEL_GAP)
			p++;
		if (p == e || close_look(p, e) || (end = dull_end(l, p, &small)) == p)
			break;
		l->capitals = end - p > 1 && all_capitals(p, (size_t)(end - p));
		l->bare++;
		l->plain += small;
		last = l->bare >= l->max || l->plain > LEVEL_PLAIN_MAX ||
		    (l->capitals && end < e && *end == ':');
	}
	l->c.p = p;
	return last || p == e;
}

#else

bool
level_skip(struct level_look *l)
{
	while (l->c.p < l->c.e && level_class(*l->c.p) & LEVEL_GAP)
		l->c.p++;
	return l->c.p == l->c.e;
}

#endif
