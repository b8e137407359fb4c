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
 * The same.  *far: no byte between the time and there was looked at closer than whether
 * it is a digit or which other one it is, and none from there on at all; it may lie
 * behind the line, whose end was seen then.  NULL: nothing of the kind can be said, as of
 * all lines that begin with <, { or a tab.
 */
enum level level_search(const char *line, size_t n, size_t from, size_t to,
    const char **far);

/* What a word means (error, WARN, Note, 警告 ...), whatever its case. */
enum level level_of(const char *word, size_t n);

const char *level_name(enum level);	/* "emerg" ... "debug" */

#endif
