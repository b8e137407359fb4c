/*
 * archive_grep.h - what the parts of archive grep share.
 */
#ifndef FILTERS_ARCHIVE_GREP_H
#define FILTERS_ARCHIVE_GREP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_cold.h"
#include "archive_context.h"
#include "archive_match.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "buf.h"

struct grep {
	struct match match;
	struct match *matches;	/* the same, one a thread */
	unsigned threads;
	struct pick pick;
	struct context context;
	struct reader reader;
	bool invert, count, files, only, quiet, color, explain;
	const char *pattern;
	struct cold_search search;
	bool around;		/* records around are written, too */
	int64_t most;		/* -m; -1: no limit */
	uint64_t found, looked;	/* records that matched, bytes that were looked at */
	uint64_t named;		/* the segment that was named last, of -l */
	struct buf text;
};

/* archive_grep_opts.c: all options, into what is zeros but for bounds; the archive. */
const char *grep_opts(struct grep *, int argc, char *argv[]);

/*
 * archive_grep_find.c: only how many records there are is asked for.  What a thread does
 * (an ahead_fn): find the lines of a text that match; then hits has only how many are
 * wanted.  And what is done with a block: its lines are found, unless they are, and put.
 */
bool grep_counts(const struct grep *);
void grep_scan(void *grep, unsigned thread, const char *, size_t, struct hits *);
void grep_block(struct grep *, const struct block *);

/* archive_grep_put.c: a record that is wanted and matches. */
void grep_put(struct grep *, const char *line, size_t n, uint64_t number);
void grep_put_count(struct grep *);
void grep_explain(const struct grep *);	/* what was looked at, on stderr */

/* Is all found that is asked for? */
bool grep_enough(const struct grep *);

#endif
