/* column_back.h - columns that are read: what the parts of the way back share. */
#ifndef LIB_COLUMN_BACK_H
#define LIB_COLUMN_BACK_H

#include "column_part.h"

enum column_way { COLUMN_PREV, COLUMN_KIND, COLUMN_BASED, COLUMN_FOLLOW,
	COLUMN_LENGTH };

enum { COLUMN_INT_TEXT = 24 };

/* The variables at one place of a template: where the next one is. */
struct column_cursor {
	const char *p, *end;
	struct column_span now;
	char type;			/* . + @ = as in the text */
	unsigned width, same;
	int64_t last;
	struct column_span *values;
	size_t nvalues;
	char text[COLUMN_INT_TEXT];
};

struct column_template {
	/* what each row needs stands first */
	struct column_cursor *slots;
	size_t nslots;
	/* its parts, once it was taken apart; NULL: not yet */
	struct column_run {
		const char *p;		/* n bytes of text, and what stands behind: */
		size_t n;
		struct column_span *slot;
		struct column_pattern *time;
	} *runs;
	/* its next row, and that of its slots, where rows were passed over */
	size_t row, at;
	uint32_t *lengths;		/* of the slots of each row; NULL: not yet */
	size_t there;			/* so many rows have all slots */
	size_t bytes;			/* so many and those of slots, escapes as one */
	struct column_span vars;	/* its slots; NULL: missing */
	bool open;			/* the slots were looked at */
	bool timed;			/* the time of the row is in it */
	bool plain;			/* no escape is in two parts: so its bytes are */
	size_t nruns;
	size_t size_of_text;		/* bytes as they stand */
	const char *text;
	size_t n, rows;
	size_t sizes[COLUMN_SLOTS_MAX];
	size_t size;			/* of all its slots */
};

/* A column, and the value of the row in it. */
struct column_in {
	bool there, quoted;
	bool loaded, vars_loaded;	/* or it was tried */
	enum column_type type;
	struct column_span key, vars;
	enum column_way way;
	size_t most;			/* bytes of a number, in any row */
	const char *p, *end;		/* of what is still to come; NULL: missing */
	const char *from;		/* all of it */
	int64_t last, *by_kind;
	struct column_span *values;
	size_t nvalues;
	struct column_pattern *patterns;
	size_t npatterns;
	struct column_template *templates;
	size_t ntemplates;
	const char **ids;		/* of a text, for each kind; NULL: lost */

	bool lost;			/* the row's */
	struct column_span now;
	const struct column_template *parts;	/* or else these are it */
	int64_t number;
	char text[COLUMN_INT_TEXT];
	struct buf room;
};

struct column_part {
	struct column_span before;	/* the text before the value */
	unsigned member;
};

struct column_kind {
	uint64_t rows;
	unsigned context;
	struct column_span text, tail;
	struct column_part *parts;
	size_t nparts;
	unsigned *order;		/* the members as they must be read */
	struct column_op *ops;		/* of column_pass.c */
	size_t nops;
};

struct column_reader {
	struct column_source source;	/* where columns are */
	bool loaded;			/* all of them are here */
	uint64_t rows, row;
	const char *kinds_from, *kinds_p, *kinds_end;
	struct column_kind *kinds;
	size_t nkinds;
	struct column_in *in;		/* by number */
	size_t nin;
	unsigned base, off, end, msg;	/* members; 0: there is none */
	int64_t *last;			/* where each context ended */
	bool *unknown;
	bool broken;			/* nothing more can be had */
	bool bare;			/* the row is passed over: no text is needed */
	const bool *need;		/* and of these members only values; or NULL */
	int64_t time;			/* of the row */
};

/* --- column_load.c ------------------------------------------------------------------ */

/* Fetch a column: false when it is missing.  What was fetched stays as it is. */
bool column_load_words(struct column_reader *, struct column_span *);
bool column_load_kinds(struct column_reader *);
bool column_load_member(struct column_reader *, unsigned m);
bool column_load_vars(struct column_reader *, unsigned m);
void column_load_all(struct column_reader *);

/* --- column_values.c ---------------------------------------------------------------- */

/*
 * The values of the next row (r->bare: only what later rows need), from that member on in
 * the order of its kind; from 0, column_begin_values() is done.  False: one is lost.
 */
bool column_next_values(struct column_reader *, size_t kind, size_t from);
void column_begin_values(struct column_reader *);

/* in->number as text: false when it is longer than any number may be. */
bool column_print_number(struct column_in *);
int64_t column_unit(const struct column_pattern *);	/* nanoseconds */

/* A template with the values that it has now: how many bytes, and these. */
size_t column_text_size(const struct column_template *);
char *column_put_text(char *to, const struct column_template *, int64_t time);

/* Are later rows told from how long the text of that member is? */
bool column_length_needed(const struct column_reader *, unsigned m);

/* --- column_pass.c ------------------------------------------------------------------ */

/* The same of a row that nobody wants. */
bool column_pass_values(struct column_reader *, size_t kind);
void column_pass_clear(struct column_reader *);

/*
 * Go to the next row, of which only the members that are needed are taken, once their
 * columns were loaded: r->in[].number of numbers and times (in nanoseconds), .parts of
 * texts, and r->time.  False: something of it is lost.
 */
bool column_reader_numbers(struct column_reader *, const bool *need, size_t *kind);

/* --- column_words.c ----------------------------------------------------------------- */

/* Read the words: false when they are damaged. */
bool column_words(struct column_reader *, struct column_span words);

/* --- column_var.c ------------------------------------------------------------------- */

/* Make the slots of a template ready: false when they are damaged. */
bool column_template_open(struct column_template *);

/* The next value of each slot: false when there is none. */
bool column_template_next(struct column_template *);

/*
 * The same without the values, but for how long they are together: slots follow later,
 * when a value is needed.
 */
bool column_template_pass(struct column_template *, size_t *bytes);

/* A number with zeros before it: so many bytes at the end of text; width: at most 18. */
size_t column_print(char text[COLUMN_INT_TEXT], uint64_t, size_t width);

/* Take a template of that column apart, after it was opened. */
void column_template_part(const struct column_in *, struct column_template *);

#endif
