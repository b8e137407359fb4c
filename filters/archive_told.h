/* archive_told.h - what the manifest tells of the segments and records, put together. */
#ifndef FILTERS_ARCHIVE_TOLD_H
#define FILTERS_ARCHIVE_TOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_hash.h"

struct chain;
struct rec;

/* Segment i + 1: is there a seal line, with which hash; has it expired? */
struct told_segment {
	bool sealed, expired;
	struct hash hash;
};

/* One line of redaction: n records from seqs[from] on. */
struct told_order {
	char *order, *by;
	size_t from, n;
};

/* A checkpoint: the root over the first so many segments. */
struct told_check {
	uint64_t segments;
	struct hash root;
};

struct told {
	struct told_segment *v;
	size_t n, cap;		/* up to the greatest segment that is told of */
	uint64_t *seqs;		/* of redacted records, in order line by line */
	size_t nseqs, cap_seqs;
	struct told_order *orders;
	size_t norders, cap_orders;
	struct told_check *checks;
	size_t nchecks, cap_checks;
};

enum { TOLD_SEGMENTS_MAX = 1 << 26 };

/* Take in a line: false when it cannot be understood. */
bool told_line(struct told *, struct rec *);
void told_clear(struct told *);

/* In order, when all lines were taken in: for told_redacted(). */
void told_sort(struct told *);
bool told_redacted(const struct told *, uint64_t seq);
size_t told_from(const struct told *, uint64_t seq);	/* in seqs: of the first >= seq */

/* Of the same redacted records, and nothing else, into what is zeros. */
void told_copy_redacted(struct told *to, const struct told *from);

/* NULL: no line tells of it. */
const struct told_segment *told_segment(const struct told *, uint64_t segment);

#endif
