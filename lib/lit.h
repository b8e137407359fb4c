/*
 * lit.h - literals that a regular expression cannot match without, for prefilters.
 *
 * Reads the text of a PCRE2 pattern.  The answer is always right, not always the best: of
 * what it does not understand it says nothing.
 */
#ifndef LIB_LIT_H
#define LIB_LIT_H

#include <stdbool.h>
#include <stddef.h>

enum {
	LIT_MAX = 40,		/* bytes of one literal; longer ones are cut */
	LIT_SET_MAX = 32,	/* literals of a set */
};

struct lit {
	char s[LIT_MAX];
	unsigned char n;
	/* look for it without regard to the case of ASCII; s is in lower case */
	bool nocase;
};

struct lit_set {
	size_t n;
	struct lit v[LIT_SET_MAX];
};

/*
 * Every subject that pattern (n bytes, one that PCRE2 compiled with UTF on) matches
 * contains at least one literal of *set, which has at most max of them; none: n is 0.
 * nocase: compiled with PCRE2_CASELESS.
 */
void lit_find(const char *pattern, size_t n, bool nocase, size_t max,
    struct lit_set *set);

/* The same for a text that is looked for as it stands: one literal, or none. */
void lit_text(const char *text, size_t n, bool nocase, struct lit_set *set);

#endif
