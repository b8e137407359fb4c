/* lit_piece.h - what a piece of a pattern can match; shared by the lit*.c files. */
#ifndef LIB_LIT_PIECE_H
#define LIB_LIT_PIECE_H

#include "lit.h"

enum { LIT_NO_END = -1 };	/* no upper bound of repetitions */

struct lit_piece {
	bool finite;		/* text is all that it matches */
	struct lit_set text;
	struct lit_set need;	/* one of these is in whatever it matches */
};

/* Add unless it is there; false when there would be more than max. */
bool lit_set_add(struct lit_set *, const struct lit *, size_t max);
bool lit_set_add_all(struct lit_set *, const struct lit_set *other, size_t max);

/* A piece that matches anything, nothing but the empty text, one character. */
void lit_unknown(struct lit_piece *);
void lit_empty(struct lit_piece *);
void lit_char(struct lit_piece *, const char *s, size_t n, bool nocase);

/*
 * Append item, which occurs min to max times (LIT_NO_END: any number); sets have at most
 * most literals.  item is changed.
 */
void lit_append(struct lit_piece *all, struct lit_piece *item, int min, int max,
    size_t most);

/* At the end of a sequence: what was joined last may be the best. */
void lit_end(struct lit_piece *);

/* The length of the UTF-8 character at s. */
size_t lit_char_size(const char *s, const char *end);

#endif
