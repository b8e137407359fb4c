/* level_word.h - words for the parts of level; nobody else includes it. */
#ifndef LIB_LEVEL_WORD_H
#define LIB_LEVEL_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cursor.h"
#include "level.h"

/* A word that is a level. */
struct level_word {
	char text[15];
	unsigned char n;
	signed char level;
	bool plain;	/* also a word of sentences: only with a mark or in capitals */
};

/* Which one it is, whatever its case; NULL when it is none. */
const struct level_word *level_word(const char *, size_t n);

enum { LEVEL_PLAIN_MAX = 1 };	/* words as in a sentence that are looked at */

/* What a byte can be in a word. */
enum {
	LEVEL_UPPER = 1,
	LEVEL_LOWER = 2,
	LEVEL_EQUALS = 4,
	LEVEL_END = 8,	/* the word ends before it */
	LEVEL_WIDE = 16,	/* so it may: the start of a wide mark */
	LEVEL_GAP = 32,		/* may stand between words */
	LEVEL_OTHER = 64,	/* begins something else than a word */
	LEVEL_ASKS = 128,	/* a question mark */
};

extern const unsigned char level_classes[256];

static inline unsigned
level_class(char c)
{
	return level_classes[(unsigned char)c];
}

/* The second letters that levels with this first one have: a bit each, from a on. */
extern const unsigned level_seconds[26];

/* May a level begin at s, by its first two bytes?  Of Chinese, always. */
static inline bool
level_begins(const char *s, const char *e)
{
	unsigned first = ((unsigned char)s[0] | 0x20U) - 'a', second;

	if (s[0] & 0x80)
		return true;
	if (first >= 26 || e - s < 2)
		return false;
	second = ((unsigned char)s[1] | 0x20U) - 'a';
	return second < 26 && (level_seconds[first] >> second & 1);
}

/* A word of the line: its bytes up to one that ends it. */
struct level_token {
	const char *s;
	size_t n;
	bool pair;		/* there is a = in it */
	bool upper, lower;	/* all of it is */
};

/* The word at s, which may be empty; nothing at or past e is read. */
struct level_token level_token(const char *s, const char *e);

enum { LEVEL_WINDOW = 64 };

/* So many bytes of a line, a bit each, see level_window.c. */
struct level_window {
	const char *s;		/* NULL: none yet */
	/* what ends a word, or is to be looked at: = and what begins wide marks */
	uint64_t end;
	uint64_t gap;		/* what may stand between words */
	uint64_t lower, upper;
};

/*
 * A window on the text from s on, which ends at e; behind it all are ends.  What is
 * between start and s may be read as well.
 */
void level_window_open(struct level_window *, const char *start, const char *s,
    const char *e);

/* What a line says in a place, while it is read. */
struct level_look {
	struct cursor c;
	struct level_window window;
	const char *start;
	int bare, plain;	/* words so far; of them in small letters only */
	bool capitals;		/* the last was a word in capitals */
	int max;		/* words to look at */
	bool timed;		/* it stands behind a time */
	bool digits;		/* it was looked which digit one is */
	const char *far;	/* bytes from there on did not count so far */
};

/* Over a word of which only its kind counts; is it the last to look at? */
bool level_over(struct level_look *, const struct level_token *, char next);

/*
 * Over what stands between words, and over words that are no level at a glance; false
 * when something is next that wants a closer look.
 */
bool level_skip(struct level_look *);

#endif
