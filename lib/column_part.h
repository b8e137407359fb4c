/* column_part.h - what the parts of column share. */
#ifndef LIB_COLUMN_PART_H
#define LIB_COLUMN_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "column.h"

/*
 * In texts of kinds and templates: a value of the column whose number follows in two
 * characters, or the next variable; the time of the row in the pattern whose number
 * follows in one character.
 */
#define COLUMN_MARK '\001'
#define COLUMN_TIME '\002'

enum {
	COLUMN_DIGIT = '!',		/* the character for 0 in numbers to base 90 */
	COLUMN_BASE = 90,
	COLUMN_ID_SHORT = 80,		/* ids below are one character, others three */
	COLUMN_ID_MAX = COLUMN_ID_SHORT + 10 * COLUMN_BASE * COLUMN_BASE,
	COLUMN_KINDS_MAX = 8100,
	COLUMN_PATTERNS_MAX = 64,	/* of times, in one column */
	COLUMN_PATTERN_MAX = 48,	/* bytes of one */
	COLUMN_SLOTS_MAX = 64,		/* variables of one template */
};

struct column_val {
	uint32_t at, n;			/* in the lines of the block */
};

struct column_span {
	const char *p;
	size_t n;
};

/* --- column_dict.c: texts by number ------------------------------------------------- */

struct column_key {
	const char *p;
	uint32_t n, hash;
};

struct column_dict {
	struct column_key *v;
	size_t n, cap;
	uint32_t *slots;		/* index + 1 */
	size_t nslots;
};

enum { COLUMN_FULL = -1 };

/* The number of the text, new when it was not there; COLUMN_FULL past max of them. */
int64_t column_dict_put(struct column_dict *, const char *p, size_t n, size_t max);
void column_dict_reset(struct column_dict *);	/* forgets all, keeps the memory */
void column_dict_clear(struct column_dict *);

/* --- column_member.c: the values of a member, as they come -------------------------- */

enum column_type { COLUMN_LINES, COLUMN_LITERAL, COLUMN_TIMES, COLUMN_INTS, COLUMN_IDS,
	COLUMN_TEXT };

struct column_member {
	const char *key;		/* as it is written, without quotes */
	size_t nkey;
	bool quoted;
	enum column_type type;
	struct column_val *v;		/* in the order of the rows that have it */
	size_t n, cap;
	size_t bytes, longest;		/* of them */
	/* What all are, told while their lines are in the cache; NULL: not so. */
	uint16_t *ids;			/* few: which of them each is, from 0 */
	struct column_dict few;
	int64_t *numbers;		/* integers; or times, in nanoseconds */
	struct column_pattern *form;	/* of the times */
};

void column_member_add(struct column_member *, const char *text, struct column_val);
void column_member_clear(struct column_member *);

/* --- column_split.c: lines to values ------------------------------------------------ */

struct column_piece {
	const char *text;		/* before the value */
	uint32_t n;
	uint32_t member;
	bool quoted;
};

/* How lines look that differ in values only. */
struct column_shape {
	struct column_piece *pieces;
	size_t npieces;
	const char *tail;		/* behind the last value */
	size_t ntail;
	bool whole;			/* the line is one value */
};

struct column_block {
	const char *text;
	size_t n;
	struct column_shape *shapes;	/* the first is a whole line */
	size_t nshapes, shapes_cap;
	struct column_member *members;	/* the first is a whole line */
	size_t nmembers, members_cap;
	uint32_t *rows;			/* the shape of each, later the kind */
	size_t nrows, rows_cap;
	uint32_t *kind_shape;		/* of each kind, and whose file it is of */
	uint32_t *kind_context;
	uint32_t *kind_rows;		/* how many */
	size_t nkinds;
	int64_t *times;			/* of each row; TS_NONE */
	size_t base;			/* the member they come from; 0: none */
	struct arena arena;
	struct column_dict shape_texts, keys;
	struct buf scratch;
};

void column_split(struct column_block *);
void column_block_clear(struct column_block *);

/* The piece of the shape that holds the member; NULL: none. */
const struct column_piece *column_shape_has(const struct column_shape *, size_t member);

/* Which kinds have the member; release with free(). */
unsigned char *column_with(const struct column_block *, size_t member);

/* --- column_kind.c: values that tell the kind of a row ------------------------------ */

void column_kinds(struct column_block *, struct buf *words, struct buf *kinds);

/* --- column_time.c: times in the forms that logs have ------------------------------- */

/* One form, and the text of the last second in it. */
struct column_pattern {
	char form[COLUMN_PATTERN_MAX];	/* %Y-%m-%d %H:%M:%S.%3 and the like */
	int64_t offset;			/* seconds that it is ahead of the row */
	int64_t second;			/* of the text, once it has one */
	int64_t minute;			/* the second with which its minute began */
	size_t second_at;		/* where that stands, if it does: n if not */
	size_t n, fraction;		/* bytes; where the fraction stands, digits */
	int digits;
	bool filled;
	char text[COLUMN_PATTERN_MAX * 3];
};

/*
 * The form that s begins with, when its time is that of ns but for whole quarters of an
 * hour; any time when ns is TS_NONE.  The length, or 0.
 */
size_t column_time_guess(const char *s, size_t n, int64_t ns, struct column_pattern *);

/* The same of a whole value, which may go on with a zone. */
bool column_time_whole(const char *s, size_t n, struct column_pattern *);

/* The time that s has in that form, in UTC of the pattern's offset; its length or 0. */
size_t column_time_parse(const struct column_pattern *, const char *s, size_t n,
    int64_t *ns);

/* Sets what follows from the form: false when it is none. */
bool column_pattern_check(struct column_pattern *);

/* The text of ns: p->text and p->n. */
void column_time_print(struct column_pattern *, int64_t ns);

/* Is all of s the text of a time in that form, to the byte?  p->text is any time then. */
bool column_time_exact(struct column_pattern *, const char *s, size_t n, int64_t *ns);

/* --- column_slot.c: the variables of a template ------------------------------------- */

/* A number to base 90 in two characters; an id; a decimal number and a newline. */
void column_put_two(struct buf *, size_t);
void column_put_id(struct buf *, size_t);
void column_put_int(struct buf *, int64_t);

/* Decimal as it would be printed, of at most 18 digits; and the bytes of that. */
bool column_int(const char *s, size_t n, int64_t *v);
size_t column_int_bytes(int64_t);

struct column_slot {
	struct column_val *v;		/* in the text that is given with them */
	size_t n;
	uint32_t prefix, suffix;	/* that all have: they go to the template */
	size_t size;			/* of what was appended for it */
	bool constant;
};

/* What is needed for a slot, and kept for the next one.  Begins as zeros. */
struct column_slot_room {
	struct column_dict values;
	uint16_t *ids;
	size_t nids;
};
void column_slot_room_clear(struct column_slot_room *);

/* Appends the slot, the last of those given, to out; nothing when it is constant. */
void column_put_slot(const char *text, struct column_slot *slots, size_t nslots,
    struct column_slot_room *, struct buf *out);

/* --- column_echo.c: the time of the row, in its text -------------------------------- */

enum { COLUMN_RECENT = 8 };		/* places of times that are tried first */

/* The times that texts have, and where.  Begins as zeros. */
struct column_echo {
	struct column_pattern v[COLUMN_PATTERNS_MAX];
	size_t n;
	struct {
		size_t at, pattern;
	} recent[COLUMN_RECENT];
	size_t nrecent;
	unsigned missed;
};

/* The pattern of the time in s, where *at; COLUMN_PATTERNS_MAX: it has none. */
size_t column_echo_find(struct column_echo *, const char *s, size_t n, int64_t ns,
    size_t *at);

/* --- column_text.c: long texts as templates ----------------------------------------- */

void column_put_texts(struct column_block *, size_t member, struct buf *words,
    struct buf *ids, struct buf *vars);

/* --- column_token.c: words, digits and escapes in texts ----------------------------- */

/* 1: letters and the like; 2: digits; of both are words. */
extern const unsigned char column_token[256];

/* The next digit from p on; or end. */
const char *column_digit(const char *p, const char *end);

/* The end of the escape at p. */
const char *column_escape_end(const char *p, const char *end);

/* Bytes of the text of a JSON string, each escape counted as one. */
size_t column_text_bytes(const char *s, size_t n);

/* --- column_value.c: times, numbers, few values ------------------------------------- */

bool column_put_times(struct column_block *, size_t member, struct buf *words,
    struct buf *to);
bool column_put_ints(struct column_block *, size_t member, struct buf *words,
    struct buf *to);
bool column_put_ids(struct column_block *, size_t member, struct buf *words,
    struct buf *to);

#endif
