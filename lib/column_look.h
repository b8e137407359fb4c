/* column_look.h - what the parts of a search in columns share. */
#ifndef LIB_COLUMN_LOOK_H
#define LIB_COLUMN_LOOK_H

#include "column_back.h"

enum column_where { COLUMN_INSIDE, COLUMN_BEGINS, COLUMN_ENDS, COLUMN_IS };

/* What a value must have, begin with, end with or be: a part of the needle. */
struct column_bit {
	const char *s;
	size_t n;
	enum column_where where;
	bool nocase;
};

bool column_bit_fits(const struct column_bit *, const char *p, size_t n);

/* Could a time in that form, or a number of at most so many bytes, fit it? */
bool column_bit_time(const struct column_bit *, const struct column_pattern *);
bool column_bit_number(const struct column_bit *, size_t most);

/* --- column_ways.c: a text that has holes ------------------------------------------- */

/* Texts, behind each of them a hole but for the last. */
struct column_elem {
	const char *p;
	size_t n;
	unsigned hole;
};

/* What has to be in a hole. */
struct column_demand {
	unsigned hole;
	struct column_bit bit;
};

enum {
	COLUMN_ELEMS_MAX = COLUMN_ROW_MEMBERS_MAX + 1,
	COLUMN_STEPS_MAX = 100000,	/* of one walk */
	COLUMN_ALL_STEPS_MAX = 2000000,	/* of all with the same struct */
};

struct column_ways {
	const struct column_elem *v;
	size_t n;
	struct column_bit bit;
	/* one way to have it, n demands at once (0: the text has it); false: enough */
	bool (*found)(void *arg, const struct column_demand *, size_t n);
	void *arg;
	struct column_demand stack[COLUMN_ELEMS_MAX];
	size_t depth;
	unsigned steps, all_steps;	/* found() adds what it does */
	bool enough;
};

/*
 * All ways in which the text can fit the bit, but for those inside of one hole alone.
 * False: there are too many.
 */
bool column_ways(struct column_ways *);

/* --- column_slots.c: bits in values ------------------------------------------------- */

/* Rows of one template, in their order. */
struct column_marks {
	unsigned char all;		/* of all its rows */
	unsigned char *v;		/* of each; NULL: none */
	size_t n;
};

/* false: there are not so many rows. */
bool column_mark(struct column_marks *, size_t row, unsigned char verdict);

/* What is looked for in lines, and what becomes of those that have it. */
struct column_lines {
	struct column_bit bit;
	struct column_marks *marks;
	unsigned char verdict;
	struct buf *scratch;
};

/* False when there are more lines than rows; the same of a slot, or it is damaged. */
bool column_lines_find(const struct column_lines *, const char *p, const char *end);
bool column_slot_find(const struct column_lines *, const struct column_template *,
    size_t slot);

/* Where the values of a slot stand as lines; false: it has none of its own. */
bool column_slot_lines(const struct column_template *, size_t slot, const char **p,
    const char **end);

/* The bit is one inside of values, in all slots; marks: of each template. */
bool column_vars_find(const struct column_lines *, const struct column_in *);

/* --- column_look.c: a search -------------------------------------------------------- */

enum {
	COLUMN_QUERIES_MAX = 64, /* bits in members, for what lies over their borders */
	COLUMN_TIMED_MAX = 20000, /* bits in times of templates */
};

/* A member, and what was found in it. */
struct column_found {
	struct column_marks *marks;	/* of a text: of each template; else one */
	size_t nmarks;
	bool any;			/* something is marked */
	const char *p;			/* ids that are still to come */
	const char **ids;		/* the same of a text, for each kind */
	size_t *next;			/* row of each template; or of the lines */
	size_t *timed;			/* of each template: what may be in its times, */
					/* index + 1 of the first; NULL: nothing */
};

struct column_query {
	unsigned member;
	struct column_bit bit;
};

/* What may be in a time of a template. */
struct column_timed {
	struct column_bit bit;
	unsigned pattern;
	unsigned char verdict;
	size_t next;			/* index + 1 */
};

struct column_search {
	struct column_reader *r;
	struct column_bit bit;
	const unsigned char *letters;
	unsigned char sure;		/* what it is to hold the bit */
	unsigned char *kinds;		/* of all rows of each kind */
	struct column_found *members;
	struct column_query queries[COLUMN_QUERIES_MAX];
	size_t nqueries;
	struct column_query watches[COLUMN_QUERIES_MAX];	/* the same, of numbers */
	size_t nwatches;
	struct column_timed *timed;
	size_t ntimed, room;
	bool failed;			/* the columns cannot tell */
	struct buf scratch;
	struct column_elem elems[COLUMN_ELEMS_MAX];
	struct column_ways walk;
	size_t kind;			/* that is walked along */
	struct column_in *in;		/* and the text, template and verdict */
	size_t template;
	unsigned char verdict;
};

/*
 * column_look_numbers.c: times and numbers, which no column has as they stand, are told
 * row by row.  To watch is to look for a bit in a member; or in a time that is in a
 * template (false: they are too many).  The rows of what was found are raised; false: the
 * columns are damaged.
 */
bool column_is_number(const struct column_in *);
void column_watch(struct column_search *, unsigned member, const struct column_bit *);
bool column_watch_time(struct column_search *, unsigned member, size_t template,
    const struct column_timed *);
bool column_look_numbers(struct column_search *, struct column_hits *);

/* column_look_rows.c: the rows of what was found; false: the columns are damaged. */
bool column_look_rows(struct column_search *, struct column_hits *);

#endif
