/*
 * stamp.h - the moment that a line of a log states.
 *
 * Looks for a date (date.h) at the start of the line or after a short prefix, and
 * completes what the text leaves open: the year, the zone, the order of day and month.
 * One memo a source remembers where the last one stood and how it was written.
 */
#ifndef LIB_STAMP_H
#define LIB_STAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "date.h"

struct zone;
struct stamp_format;

enum {
	STAMP_REACH = 100,	/* a time begins no later in its line, but in JSON */
	STAMP_FORMAT_MAX = 64,	/* pieces of a form that is given */
};

/* What the clocks of the zone say of a local time. */
enum stamp_doubt {
	STAMP_SURE,
	STAMP_TWICE,	/* it happened twice, when clocks were moved back */
	STAMP_NEVER,	/* it never did: clocks were moved on over it */
};

struct stamp {
	int64_t ns;
	int offset_s;
	int digits;		/* of the fraction, as written: 0 to 9 */
	enum date_form form;
	enum stamp_doubt doubt;
	size_t from, to;	/* where it stands in the line */
};

enum { STAMP_WORDS = 6 };	/* of eight bytes: longest time that is known again */

/* How the last time was written, see stamp_again.c. */
struct stamp_layout {
	uint64_t text[STAMP_WORDS], fixed[STAMP_WORDS], digit[STAMP_WORDS];
	size_t words;		/* 0: it cannot be known again */
	size_t len, tail;	/* bytes in all, and before what follows the fraction */
	size_t hour, minute, second;	/* where their digits are; hour 0: it is fixed */
	size_t fraction;		/* where its digits are; 0: none */
	bool closed;	/* a zone or a year is the last of it */
	bool open_year;	/* a year behind it would count */
	bool json;
	const struct zone *zone;	/* of the time; NULL: the offset is stated */
	int64_t day_s;		/* the local time when all digits are 0 */
	int64_t year_s;		/* from it to the next such day; 0: the year is stated */
	/* of 11/20/26: what the reading depends on */
	enum date_order order;
	bool ordered;
	int64_t latest_s;
	uint64_t after[2];		/* bytes that were found to end it; 0: none yet */
	char prefix[STAMP_REACH / 2];	/* of JSON: what stood before it */
};

/* A stretch of local time in which one offset holds and each second happened once. */
struct stamp_calm {
	const struct zone *zone;
	int64_t from_s, to_s;
	int offset_s;
};

struct stamp_memo {
	const struct zone *zone;	/* of times that state none; NULL: UTC */
	int64_t latest_s;	/* no line is from later than a day after this (UTC) */
	/* NULL: any form that is known; else only times in this one count */
	const struct stamp_format *format;

	/* private from here: what the last line looked like */
	unsigned seen, missed;
	size_t reach;
	struct stamp last;
	int64_t past_ns;	/* the moment of the line before; 0: none */
	enum date_order order;
	bool ordered;
	struct stamp_layout *layout;	/* NULL: none is known */
	struct stamp_calm calm;
	int64_t limit_of, limit_s;	/* the latest local time, for that latest_s */
	struct zone *named;
	char name[48];
};

#define STAMP_MEMO_INIT { 0 }

/*
 * The first time in the line; false when there is none.  A year that is not stated is the
 * latest that does not put the line after latest_s and a day: a log read in January has
 * its December in the year before.  An offset or an unambiguous zone in the text wins
 * over zone; CST, IST and BST mean several zones and are taken for zone's.
 *
 * A local time that happened twice is the first of the two, unless the lines before were
 * already later than that: then the second.  One that never was is read with the offset
 * before the clocks were moved.  Both are said in doubt.
 */
bool stamp_find(struct stamp_memo *, const char *line, size_t n, struct stamp *);

/*
 * A form of times as strftime(3) writes it: %Y %y %m %b %B %d %e %j %H %I %p %M %S %f (or
 * %N) %z %Z %s %a %A %T %R %F %D %%, other text as it stands, a blank for any number of
 * them.  Months, days and %p may be English or Chinese (11月, 星期五, 下午); %d, %m, %H,
 * %I, %M and %S have one or two digits.  NULL when it is no form of a time, and *why then
 * says why in a few words.  Release with stamp_format_free().
 */
struct stamp_format *stamp_format_new(const char *text, const char **why);
void stamp_format_free(struct stamp_format *);	/* does nothing on NULL */

void stamp_clear(struct stamp_memo *);

/* Gives back what makes it quick; what it knows of the lines so far stays. */
void stamp_rest(struct stamp_memo *);

#endif
