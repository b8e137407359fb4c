/*
 * level.h - the severity that a line of a log states, as a keyword of RFC 5424.
 *
 * Only what stands where programs put their level counts: <PRI>, [error], "ERROR:", a
 * level word among the first words after the time, level=warn, "severity":"INFO".  A line
 * that does not say so has none.
 */
#ifndef LIB_LEVEL_H
#define LIB_LEVEL_H

#include <stddef.h>

enum level {
	LEVEL_NONE = -1,
	LEVEL_EMERG,
	LEVEL_ALERT,
	LEVEL_CRIT,
	LEVEL_ERR,
	LEVEL_WARNING,
	LEVEL_NOTICE,
	LEVEL_INFO,
	LEVEL_DEBUG,
};

enum { LEVEL_REACH = 128 };	/* how far behind the time a level is looked for */

/* The time stands at from..to of the line; 0, 0 when it has none. */
enum level level_find(const char *line, size_t n, size_t from, size_t to);

/*
 * The same, of lines of which many are alike: what was found in the last ones is found
 * at a glance where a line differs from one of them in digits only, as far as the level
 * was looked for.  A memo begins as zeros and owns nothing.
 */
enum { LEVEL_MEMOS = 16, LEVEL_MEMO_MAX = 160 };

struct level_memo {
	struct level_known {
		unsigned char text[LEVEL_MEMO_MAX];	/* before and behind the time */
		unsigned short n, from, to;	/* n: of the text; 0: none is known */
		unsigned short end;	/* the line's length, where that counts; else 0 */
		signed char level;
	} v[LEVEL_MEMOS];
	unsigned last;		/* the one that was right last */
};

enum level level_again(struct level_memo *, const char *line, size_t n, size_t from,
    size_t to);

/* What a word means (error, WARN, Note, 警告 ...), whatever its case. */
enum level level_of(const char *word, size_t n);

const char *level_name(enum level);	/* "emerg" ... "debug" */

#endif
