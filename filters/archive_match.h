/* archive_match.h - what grep looks for. */
#ifndef FILTERS_ARCHIVE_MATCH_H
#define FILTERS_ARCHIVE_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "find.h"

struct re;
struct rec;

struct match {
	unsigned flags;		/* of the expression: RE_NOCASE, RE_LITERAL */
	const char *field;	/* only in the text of this member; NULL: in the line */
	/* what every line that matches has: looked for first */
	const char *text;
	size_t ntext;
	/* what has this, in the same case or any, matches; nsure 0: there is no such */
	const char *sure;
	size_t nsure;
	struct find find;	/* of that, in ASCII of any case when the flags say so */
	struct re *re;		/* NULL: to have that text is to match */
	struct rec *rec;
	struct buf folded;
	uint64_t limited;	/* records that took too many steps */
};

void match_compile(struct match *, const char *pattern);	/* or usage error */
void match_clear(struct match *);

/* The first line from p on that matches, of those up to end; end when there is none. */
const char *match_next(struct match *, const char *p, const char *end);

/*
 * The next match at or behind *at in a line: false when there is no further one.  An
 * empty match is none.  With a field, s becomes its text; it is read then.
 */
struct span {
	const char *s;		/* the text, until the next call with another line */
	size_t n, at;
	size_t from, to;
};
bool match_open(struct match *, struct span *, const char *line, size_t n);
bool match_span(struct match *, struct span *);

#endif
