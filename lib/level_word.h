/* level_word.h - words for the parts of level; nobody else includes it. */
#ifndef LIB_LEVEL_WORD_H
#define LIB_LEVEL_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* What a byte can be in a word. */
enum {
	LEVEL_UPPER = 1,
	LEVEL_LOWER = 2,
	LEVEL_EQUALS = 4,
	LEVEL_END = 8,	/* the word ends before it */
	LEVEL_WIDE = 16,	/* so it may: the start of a wide mark */
};

extern const unsigned char level_classes[256];

static inline unsigned
level_class(char c)
{
	return level_classes[(unsigned char)c];
}

/* The bytes of a line from s on, a bit each: what they are. */
struct level_window {
	const char *s;		/* NULL: nowhere yet */
	uint64_t end, upper, lower, equals;
};

/* A word of the line: its bytes up to one that ends it. */
struct level_token {
	const char *s;
	size_t n;
	bool pair;		/* there is a = in it */
	bool upper, lower;	/* all of it is */
};

/* The word at s, which may be empty; nothing at or past e is read. */
struct level_token level_token(struct level_window *, const char *s, const char *e);

#endif
