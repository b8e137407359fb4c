/* archive_hold.h - holds: what must not go, whatever its class says. */
#ifndef FILTERS_ARCHIVE_HOLD_H
#define FILTERS_ARCHIVE_HOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct expr;
struct rec;

enum { HOLDS_MAX = 256 };

/* Records of these segments, of these times, for which the condition is true. */
struct hold {
	uint64_t number;	/* by which it is released */
	uint64_t first, last;	/* segments; 0: all */
	int64_t since, until;	/* TS_NONE: no bound; until is not in it */
	char *condition;
	struct expr *where;	/* NULL: all */
	char *by, *why, *time;
};

struct holds {
	struct hold *v;
	size_t n, cap;
	uint64_t number;	/* the greatest that was ever given */
};

/* Take in a line of the manifest, a hold or a release: false when it is wrong. */
bool holds_line(struct holds *, struct rec *);
void holds_clear(struct holds *);

/*
 * The hold that keeps a record, or NULL.  Where a condition fails, or a record has no
 * time, it is held.
 */
const struct hold *holds_of(const struct holds *, uint64_t segment, struct rec *);

/* The same of a segment as a whole, its records unread: all of it is held. */
const struct hold *holds_segment(const struct holds *, uint64_t segment);

#endif
