/*
 * archive_hotfilter.h - which identifiers and words may be in a sealed segment.
 *
 * The filter is a skippable frame before the index, whose layout line tells its size.  In
 * it is a data frame with a checksum: one that is damaged tells nothing.
 */
#ifndef FILTERS_ARCHIVE_HOTFILTER_H
#define FILTERS_ARCHIVE_HOTFILTER_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct pack;
struct sieve;
struct sieve_bits;

enum {
	HOTFILTER_KIND = 2,		/* of skippable frame, as in cold files */
	HOTFILTER_MAX = 1 << 20,	/* bytes of one, packed or not */
};

/* Append the filter of what was added, which is forgotten: how many bytes it takes. */
size_t hotfilter_put(struct sieve *, struct pack *, struct buf *to);

/* What the n bytes of a filter say, in text; false: it is damaged. */
bool hotfilter_open(struct sieve_bits *, struct pack *, const char *p, size_t n,
    struct buf *text);

#endif
