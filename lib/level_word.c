/* level_word - the words that are levels, and the words of a line. */
#include "level_word.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

enum {
	SHORTEST = 3,		/* bytes of the words that are known */
	LONGEST = 14,
	SHORT = 16,		/* of most words the end is in what the window has left */
};

#define W(text, level, plain) { text, sizeof(text) - 1, LEVEL_##level, plain }

static const struct level_word words[] = {	/* by the alphabet */
	W("alert", ALERT, true), W("config", INFO, true),
	W("crit", CRIT, false), W("critical", CRIT, false),
	W("debu", DEBUG, false), W("debug", DEBUG, false),
	W("emerg", EMERG, false), W("emergency", EMERG, false),
	W("err", ERR, false), W("erro", ERR, false),
	W("error", ERR, false), W("fatal", CRIT, false),
	W("fine", DEBUG, true), W("finer", DEBUG, true),
	W("finest", DEBUG, true), W("info", INFO, false),
	W("information", INFO, false), W("informational", INFO, false),
	W("log", INFO, true), W("note", NOTICE, true),
	W("noti", NOTICE, false), W("notice", NOTICE, true),
	W("panic", EMERG, true), W("severe", ERR, true),
	W("trace", DEBUG, true), W("verbose", DEBUG, true),
	W("warn", WARNING, false), W("warning", WARNING, false),
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
	['?'] = LEVEL_ASKS,
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

/* How many words of the list begin with a letter before that one; 0 is a. */
static const unsigned char before[27] = {
	0, 1, 1, 4, 6, 11, 15, 15, 15, 18, 18, 18, 19,
	19, 22, 22, 23, 23, 23, 24, 25, 25, 26, 28, 28, 28,
	28,
};

static const struct level_word *
find(const char *s, size_t n)
{
	unsigned first = ((unsigned char)s[0] | 0x20U) - 'a';

	if (n == 6 && memcmp(s, "DEBUG", 5) == 0 && s[5] >= '1' && s[5] <= '5')
		n = 5;		/* PostgreSQL has five */
	if (first < 26) {
		for (size_t i = before[first]; i < before[first + 1]; i++)
			if (words[i].n == n && strncasecmp(s, words[i].text, n) == 0)
				return &words[i];
		return NULL;
	}
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

/* Does a word at p, which is before e, want a closer look whatever it is? */
static bool
close_look(const char *p, const char *e)
{
	return level_class(*p) & (LEVEL_OTHER | LEVEL_WIDE) || level_begins(p, e);
}

/* Does what follows a word at p want one? */
static bool
close_end(const struct level_look *l, const char *p, size_t n, char next)
{
	return level_class(next) & (LEVEL_EQUALS | LEVEL_WIDE | LEVEL_ASKS) ||
	    (next == ':' && l->bare == 0) || (n == 5 && *p == 'L');
}

/* Over what may stand between words; a good part of the window is behind that. */
static const char *
over_gap(struct level_look *l, const char *p)
{
	struct level_window *w = &l->window;

	for (;;) {
		uint64_t other;

		if ((uintptr_t)p - (uintptr_t)w->s > LEVEL_WINDOW - SHORT)
			level_window_open(w, l->start, p, l->c.e);
		other = ~w->gap >> (p - w->s);
		if (other)
			return p + __builtin_ctzll(other);
		p = w->s + LEVEL_WINDOW;
	}
}

/* Does the text begin with what wants a closer look?  Most that state a level do. */
static bool
at_once(struct level_look *l)
{
	const char *p = l->c.p, *e = l->c.e;

	while (p < e && level_class(*p) & LEVEL_GAP)
		p++;
	l->c.p = p;
	return p == e || close_look(p, e);
}

/* Count the word of n bytes that is there in the window; is it the last to look at? */
static bool
count(struct level_look *l, size_t at, size_t n, char next)
{
	const struct level_window *w = &l->window;
	uint64_t mask;

	mask = (UINT64_C(1) << n) - 1;
	l->capitals = n > 1 && (w->upper >> at & mask) == mask;
	l->plain += (w->lower >> at & mask) == mask && next != '[' && next != ':';
	l->bare++;
	return l->bare >= l->max || l->plain > LEVEL_PLAIN_MAX ||
	    (l->capitals && next == ':');
}

/* Whole words at once: where they end is known before they are looked at. */
bool
level_skip(struct level_look *l)
{
	const struct level_window *w = &l->window;
	const char *p, *e = l->c.e;
	bool last = false;

	if (!w->s && at_once(l))
		return l->c.p == e;
	for (p = l->c.p; !last;) {
		uint64_t end;
		size_t n, at;
		char next;

		p = over_gap(l, p);
		if (p == e || close_look(p, e))
			break;
		at = (size_t)(p - w->s);
		end = w->end >> at;
		if (end == 0)
			break;
		n = (size_t)__builtin_ctzll(end);
		next = p + n < e ? p[n] : '\0';
		if (close_end(l, p, n, next))
			break;
		last = count(l, at, n, next);
		p += n;
	}
	l->c.p = p;
	return last || p == e;
}
