/*
 * archive_tally.h - how many records have which template.
 *
 * A template is what messages have in common that differ in their variables only: the msg
 * of a record after column_mask(); "-" where there is none.  Cold files are counted by
 * their columns, without their rows; all else line by line, with the same outcome.
 */
#ifndef FILTERS_ARCHIVE_TALLY_H
#define FILTERS_ARCHIVE_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "table.h"

struct out;
struct pick;

enum {
	TALLY_ROWS_MAX = 65536,		/* templates; others are counted as one */
	TALLY_TEXT_MAX = 400,		/* bytes of one */
	TALLY_SIDES = 2,
};

/* Text as it stands in JSON. */
struct tally_row {
	struct table_link link;
	char *text;
	size_t n;
	uint64_t records[TALLY_SIDES];
	uint64_t seq[TALLY_SIDES];	/* of its first record */
	int64_t first, last;		/* least and greatest time; TS_NONE */
	char *example;			/* that record's msg, after tally_examples() */
};

/* Begins as zeros. */
struct tally {
	struct table table;
	struct tally_row **rows;
	size_t n, cap;
	struct tally_row *others;	/* NULL: the bound was not reached */
	uint64_t records[TALLY_SIDES];
	uint64_t files;			/* that were counted by their columns */
	struct buf room, line;
};

/* Count all records that are wanted on one side: the exit status so far. */
int tally_count(struct tally *, int side, struct pick *, const char *dir);

void tally_clear(struct tally *);

/* --- archive_tally_show.c ----------------------------------------------------------- */

/* Find the msg of the record seq[side] of n rows, of those where it is not 0. */
void tally_examples(struct tally_row *const *, size_t n, const int *sides,
    const char *dir);

/* The bound was reached: say so. */
void tally_say(const struct tally *);

/* The text of the inside of a JSON string for a terminal, on one line. */
void tally_put_text(struct out *, const char *s, size_t n);

#endif
