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

enum { STAMP_REACH = 100 };	/* a time begins no later in its line, but in JSON */

struct stamp {
	int64_t ns;
	int offset_s;
	int digits;		/* of the fraction, as written: 0 to 9 */
	enum date_form form;
	size_t from, to;	/* where it stands in the line */
};

struct stamp_memo {
	const struct zone *zone;	/* of times that state none; NULL: UTC */
	int64_t latest_s;	/* no line is from later than a day after this (UTC) */

	/* private from here: what the last line looked like */
	unsigned seen, missed;
	size_t reach;
	struct stamp last;
	int64_t last_s, minute;
	int minute_offset;
	enum date_order order;
	bool ordered;
	char text[DATE_TEXT_MAX];
	size_t whole, tail, next;
	struct zone *named;
	char name[48];
};

#define STAMP_MEMO_INIT { 0 }

/*
 * The first time in the line; false when there is none.  A year that is not stated is the
 * latest that does not put the line after latest_s and a day: a log read in January has
 * its December in the year before.  An offset or an unambiguous zone in the text wins
 * over zone; CST, IST and BST mean several zones and are taken for zone's.
 */
bool stamp_find(struct stamp_memo *, const char *line, size_t n, struct stamp *);
void stamp_clear(struct stamp_memo *);

#endif
