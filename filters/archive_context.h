/* archive_context.h - records around those that match. */
#ifndef FILTERS_ARCHIVE_CONTEXT_H
#define FILTERS_ARCHIVE_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum { CONTEXT_MAX = 1000, CONTEXT_BYTES_MAX = 16 << 20 };

struct context_line {
	const char *p;
	size_t n;
	uint64_t number;	/* in the archive */
	uint64_t index;		/* among the records that are wanted, from 1 */
};

struct context {
	size_t before, after;	/* -B, -A */
	struct context_line *v;	/* a ring of those that may come before */
	size_t first, n;
	struct buf kept[2];	/* texts of blocks that are gone */
	unsigned which;
	uint64_t index;		/* of the last record */
	uint64_t printed;	/* of the last that was written; 0: none was */
	size_t left;		/* records that still follow the last match */
	bool short_of;		/* some were too long to be kept */
};

void context_init(struct context *);	/* after before and after were set */
void context_clear(struct context *);

/* So many records come that are wanted, and not here: none of them is near a match. */
void context_pass(struct context *, uint64_t n);

/* A record that is wanted, and does not match: is it written, because it follows one? */
bool context_follows(struct context *, const char *p, size_t n, uint64_t number);

/*
 * One that matches: *gap says whether records were left out since the last one that was
 * written; then take those before it by context_before() until that is NULL.
 */
void context_found(struct context *, bool *gap);
const struct context_line *context_before(struct context *);
void context_keep(struct context *);	/* the block goes: keep the texts */

#endif
