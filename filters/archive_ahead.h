/*
 * archive_ahead.h - the next sealed segments are read, unpacked and searched by threads.
 *
 * What comes out is the same, in the same order, with any number of threads: they only do
 * in advance what the reader would do itself.  They stop at what is not a sealed segment.
 */
#ifndef FILTERS_ARCHIVE_AHEAD_H
#define FILTERS_ARCHIVE_AHEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ahead;
struct reader;

enum {
	AHEAD_THREADS_MAX = 64,
	AHEAD_TEXT_MAX = 64 << 20,	/* bytes of records that are unpacked at a time */
};

/* Where the lines begin that a search wants, in order. */
struct hits {
	uint32_t *v;
	size_t n, cap;
};
void hits_add(struct hits *, size_t at);

/*
 * What a thread (from 0) does with the n bytes of a segment's lines; NULL: nothing.  It
 * must not touch what belongs to another one.
 */
typedef void ahead_fn(void *arg, unsigned thread, const char *p, size_t n,
    struct hits *);

/* As many as there are processors for this process, within bounds. */
unsigned ahead_threads(void);
unsigned ahead_parse(const char *text);		/* of --threads; or usage error */

/*
 * For a reader that is opened, with its bounds set: from now on threads work for it.
 * NULL for fewer than two threads.
 */
struct ahead *ahead_new(unsigned threads, ahead_fn *fn, void *arg);
void ahead_free(struct ahead *);	/* waits for the threads; does nothing on NULL */

/*
 * Segment r->number, if that is done in advance: it is in r as by reader_find(), and its
 * records are in r->text, r->unpacked says so.  False: it is not, do it.
 */
bool ahead_take(struct ahead *, struct reader *r);

/* Where the segment's lines are that were found; until the next ahead_take(). */
const struct hits *ahead_hits(const struct ahead *);

#endif
