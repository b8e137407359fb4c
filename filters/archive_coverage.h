/* archive_coverage.h - which bytes of which sources are there, record by record. */
#ifndef FILTERS_ARCHIVE_COVERAGE_H
#define FILTERS_ARCHIVE_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table.h"

struct buf;
struct rec;

enum {
	COVERAGE_SOURCES_MAX = 1 << 20,
	COVERAGE_HOLES_MAX = 1 << 17,	/* and as many gap records */
};

/* Bytes that are missing; end is -1 where nobody knows how many. */
struct hole {
	int64_t off, end;
	char *reason;		/* NULL: not known */
	bool lawful;		/* redacted */
	bool used;		/* of a gap record: it is the cause of a hole */
	struct hole *next;
};

/* The records of one fid. */
struct covered {
	struct table_link link;
	char *fid, *host, *path;
	int64_t off, end;	/* -1: no log record */
	int64_t from, to;	/* times of its records */
	uint64_t records, number;	/* how many; the number of the last one */
	int64_t missing;	/* bytes in its holes */
	struct hole *holes, *gaps;	/* the latest first */
	struct covered *next;
};

struct coverage {
	struct table fids;
	struct covered *first, **last;
	size_t nsources, nholes, ngaps;
	uint64_t left_out;	/* what went over the bounds */
	uint64_t redacted;	/* number of the last redacted record */
	char *order;		/* on which order */
	uint64_t lost;		/* holes that no order explains */
};

void coverage_init(struct coverage *);
void coverage_clear(struct coverage *);
void coverage_take(struct coverage *, struct rec *, uint64_t number);

/* A line for each source, and one for each thing that is missing. */
void coverage_print(struct coverage *, struct buf *);

#endif
