/*
 * alike.h - lines that differ from one of the last in digits only.
 *
 * What programs write looks the same line after line: what was found out about one line
 * by looking at its first bytes is true of the next one that has other digits there.
 */
#ifndef LIB_ALIKE_H
#define LIB_ALIKE_H

#include <stddef.h>

enum { ALIKE_LINES = 16, ALIKE_TEXT = 160, ALIKE_FACTS = 3 };

/* What is known of lines of one look. */
struct alike_line {
	int fact[ALIKE_FACTS];	/* the caller's */
	int kind;
	unsigned short n, from, to;	/* n: bytes of the text; 0: nothing is known */
	unsigned short end;	/* the line's length, where that counts; else 0 */
	unsigned char text[ALIKE_TEXT];	/* before and behind the time */
};

/* Begins as zeros, and owns nothing. */
struct alike {
	struct alike_line v[ALIKE_LINES];
	unsigned last;		/* the one that was met last */
};

/*
 * What is known of a line whose time stands at from..to (0, 0: it has none); the bytes of
 * the time may be any.  kind: what else has to be the same.  NULL: nothing is known.
 */
const struct alike_line *alike_find(struct alike *, const char *line, size_t n,
    size_t from, size_t to, int kind);

/*
 * Note what was found out by looking at bytes before far only, and, where far lies behind
 * the line, at where it ends.  Does nothing where that is too much.
 */
void alike_learn(struct alike *, const char *line, size_t n, size_t from, size_t to,
    int kind, const char *far, const int fact[ALIKE_FACTS]);

#endif
