/* archive_tail.h - the open segment, read. */
#ifndef FILTERS_ARCHIVE_TAIL_H
#define FILTERS_ARCHIVE_TAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_hash.h"
#include "archive_salts.h"
#include "buf.h"

struct rec;

struct tail {
	int fd;			/* of the file, where follow is set; else -1 */
	bool follow;		/* keep it open: it will grow */
	struct buf raw;
	size_t at;		/* of the next commit */
	uint64_t segment;
	uint64_t first, next;	/* numbers of its first record, of the next commit's */
	struct hash prev;	/* of the segment before */
	struct hash last;	/* of the header or the last commit */
	struct rec *rec;	/* the line that tail_load() or tail_next() read */
	struct tree tree;
	struct salts salts;
	struct digest *d;
	enum digest_kind digest;	/* of all of them */
};

struct commit {
	uint64_t first, count;
	const char *p;		/* its records, each with its newline */
	size_t n;
};

enum tail_rc { TAIL_END, TAIL_COMMIT, TAIL_TORN };

void tail_init(struct tail *);
void tail_clear(struct tail *);

/* 0, or -1 and errno; EBADMSG: damaged. */
int tail_load(struct tail *, const char *path, uint64_t segment);
enum tail_rc tail_next(struct tail *, struct commit *);	/* every commit is checked */

/*
 * Of a tail that is followed, after TAIL_END or TAIL_TORN: what the file has behind the
 * last whole commit now; false when that is nothing.
 */
bool tail_more(struct tail *);

/* After TAIL_TORN: does a whole commit stand further on? */
bool tail_goes_on(struct tail *);

#endif
