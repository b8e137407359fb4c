/*
 * archive_sets.h - which values some members have in the records of a segment.
 *
 * For host, system, kind, severity and path: each value that occurs, with how many
 * records have it and how many bytes these take; nothing at all for a member that has
 * more than SETS_VALUES values.  A record that lacks the member, or has no string there,
 * counts in none.
 */
#ifndef FILTERS_ARCHIVE_SETS_H
#define FILTERS_ARCHIVE_SETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct rec;

enum {
	SETS_MEMBERS = 5,
	SETS_VALUES = 64,
	SETS_VALUE_BYTES = 256,		/* a longer value is one too many */
};

struct set_value {
	size_t at, n;		/* the raw JSON string, in texts */
	uint64_t records, bytes;
};

struct set {
	struct buf texts;
	struct set_value v[SETS_VALUES];
	size_t n, last;
	bool many;
};

struct sets {
	struct set member[SETS_MEMBERS];
};

void sets_clear(struct sets *);
void sets_reset(struct sets *);		/* no records */
void sets_add(struct sets *, struct rec *, size_t bytes);

/* ,"sets":{"host":{"a":[2,240]},...} */
void sets_print(const struct sets *, struct buf *);

#endif
