/*
 * column.h - the lines of a block as columns of text, and back, byte for byte.
 *
 * Lines that are JSON objects are taken apart: what many of them share is kept once as
 * the text of a kind, with a mark where a value stands; the values of a member become a
 * column of their own, times and numbers as differences, long texts as templates (texts
 * with marks) and the variables that stand there.  A line that would not come out as it
 * went in is kept whole, so any bytes can be stored.  archive.5 describes the text of
 * the columns.
 *
 * The first column, "words", has all kinds, dictionaries and templates: it alone tells
 * which rows may hold a word.
 */
#ifndef LIB_COLUMN_H
#define LIB_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum {
	COLUMN_BYTES_MAX = 64 << 20,	/* of the lines of a block */
	COLUMN_MEMBERS_MAX = 500,	/* that are columns; other lines are whole */
	COLUMN_ROW_MEMBERS_MAX = 200,	/* of one line */
	COLUMN_NAME_MAX = 32,
};

struct column {
	char name[COLUMN_NAME_MAX];	/* words, kinds, NUMBER, NUMBER.vars */
	struct buf text;
};

/* Begins as zeros. */
struct column_set {
	struct column *v;
	size_t n, cap;
};

void column_set_clear(struct column_set *);
struct column *column_set_add(struct column_set *, const char *name);	/* empty */
const struct column *column_set_find(const struct column_set *, const char *name);

/*
 * Replaces what the set holds by n bytes of lines (at most COLUMN_BYTES_MAX, the last
 * byte is a newline) as columns.
 */
void column_write(struct column_set *, const char *lines, size_t n);

/* --- and back ----------------------------------------------------------------------- */

struct column_reader;

/*
 * Read the columns of a block, which must stay as long as the reader.  A column may be
 * missing, but for words and kinds: then rows are lost.  NULL: these two are damaged.
 */
struct column_reader *column_reader_new(struct column_set *);
void column_reader_free(struct column_reader *);	/* does nothing on NULL */

/*
 * The same of columns that are fetched when they are needed: words now, others with the
 * first row or by column_look().  get: false when there is no such column.
 */
struct column_source {
	bool (*get)(void *arg, const char *name, const char **p, size_t *n);
	void *arg;
};
struct column_reader *column_reader_open(const struct column_source *);
struct column_source column_set_source(struct column_set *);	/* while it stays */

uint64_t column_rows(const struct column_reader *);

/*
 * Append the next row to the buf as a line, or pass over it.  A row that cannot be had,
 * because what it needs is missing or damaged, is COLUMN_LOST, and nothing is appended.
 */
enum column_rc { COLUMN_END, COLUMN_ROW, COLUMN_LOST };
enum column_rc column_next(struct column_reader *, struct buf *to);
enum column_rc column_pass(struct column_reader *);

/* --- what rows are, without their text ---------------------------------------------- */

/*
 * Goes through the rows and tells of each its kind, its time and which text one member
 * has, of those that are kept once; no row is put together.  text is the name of that
 * member, time the name of the member with the time; only their columns are fetched.
 * The source must stay.  NULL: it is damaged, or these members are not kept in such a
 * way: look at the rows then.
 */
struct column_walk;
struct column_walk *column_walk_new(const struct column_source *, const char *text,
    const char *time);
void column_walk_free(struct column_walk *);	/* does nothing on NULL */

/*
 * A line of kind k, from 0: what its rows share, and 0 where a column has the value, in
 * quotes or not.  It is added to the buf, without newline.
 */
size_t column_walk_kinds(const struct column_walk *);
void column_walk_kind(const struct column_walk *, size_t k, struct buf *to);

/* Does a column have the value of a member of kind k (a string)? */
bool column_walk_has(const struct column_walk *, size_t k, const char *name);

/*
 * Text t, from 0, as it stands in JSON, is added to the buf: with COLUMN_VARIABLE for
 * each variable in it, and with any time where the time of the row stands.
 */
enum { COLUMN_VARIABLE = '\001' };
size_t column_walk_texts(const struct column_walk *);
void column_walk_text(const struct column_walk *, size_t t, struct buf *to);

struct column_step {
	size_t kind;
	int64_t time;			/* from its column; TS_NONE: it is not there */
	enum column_what {
		COLUMN_NOTHING,		/* no column has the text */
		COLUMN_KNOWN,		/* it is text number t */
		COLUMN_OWN,		/* it is n bytes at p, until the next step */
		COLUMN_ALL,		/* the whole line is n bytes at p; nothing else */
	} what;				/* is known of it */
	size_t t, n;
	const char *p;
};
enum column_rc column_walk_next(struct column_walk *, struct column_step *);

/*
 * What texts have in common that differ in their variables only, added to the buf: each
 * word with a digit or COLUMN_VARIABLE in it, and words that end in the name of a month
 * or a day of the week (Mar, Sun) beside one, become <*>, and so does what only spaces,
 * colons, slashes or commas separate.  s is as it stands in JSON, and so is what comes
 * out.  What is longer than max bytes is cut, and ends in "...".
 */
void column_mask(const char *s, size_t n, size_t max, struct buf *to);
/* --- and searched: column_look.c ---------------------------------------------------- */

/* A text of n bytes, at least one, no newline in it; nocase: s is in lower case. */
struct column_needle {
	const char *s;
	size_t n;
	bool nocase;		/* the case of ASCII letters does not count */
	const unsigned char *letters;	/* by column_letters(); or NULL */
};

enum { COLUMN_NOT, COLUMN_MAYBE, COLUMN_SURE };

/* Begins as zeros. */
struct column_hits {
	unsigned char *rows;	/* COLUMN_NOT and so on, of each; room for cap of them */
	size_t cap;
	uint64_t maybe, sure;	/* how many of them */
};
void column_hits_clear(struct column_hits *);

/*
 * Which rows hold the text?  What is COLUMN_NOT does not, what is COLUMN_SURE does.
 * False: the columns cannot tell, every row may; so it is when one that is needed is
 * damaged.  Takes only columns that are needed; rows that are read go on as before.
 */
bool column_look(struct column_reader *, const struct column_needle *,
    struct column_hits *);

/*
 * column_letters.c: a bit for each three letters (of any case) that follow each other in
 * variables of templates: without looking at these, most words are not among them.
 */
enum { COLUMN_LETTERS = 26 * 26 * 26 / 8 };	/* bytes */
void column_letters(struct column_set *, unsigned char bits[COLUMN_LETTERS]);
void column_letters_of(struct column_reader *, unsigned char bits[COLUMN_LETTERS]);

/* False: no variable has that text; true when bits is NULL. */
bool column_letters_may(const unsigned char *bits, const char *s, size_t n);

#endif
