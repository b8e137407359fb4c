/* archive_prune.h - which segments may go. */
#ifndef FILTERS_ARCHIVE_PRUNE_H
#define FILTERS_ARCHIVE_PRUNE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_class.h"
#include "archive_compare.h"
#include "archive_deed.h"
#include "archive_hold.h"
#include "archive_manifest.h"
#include "archive_told.h"
#include "archive_trunk.h"
#include "period.h"

struct rec;

/* What is known of one sealed segment. */
struct fate {
	uint64_t records, bytes;	/* that were looked at */
	uint64_t classes;		/* bit i: some are of class i */
	uint64_t no_class, no_time;	/* how many have none */
	int64_t until;			/* the latest of their times to go */
	size_t latest;			/* the class of that record */
	uint64_t hold;			/* the number of one that keeps some; 0: none */
	bool gone;			/* it expired before */
	bool goes;
};

struct prune {
	const char *dir, *approval, *copy;
	bool yes;
	struct deed deed;
	int64_t now;
	struct manifest_head head;
	struct classes classes;
	struct period least;
	struct holds holds;
	struct told told;
	struct trunk trunk;
	struct compare compare;	/* with copy */
	const char *no_copy;	/* why that is none */
	struct fate *fates;	/* of segments 1 to trunk.n */
};

/* Read the records that are old enough, and what the manifest tells. */
void prune_look(struct prune *);

/* Why it stays, in words (static or of p's own buffer); NULL: it goes. */
const char *prune_stays(struct prune *, uint64_t segment, struct buf *why);

/*
 * archive_expire.c: let segments first..last go: a tombstone, which is durable, a line of
 * the manifest, and then the files are removed.  Or the program ends, saying why.
 */
void expire(struct prune *, uint64_t first, uint64_t last);

/* What a prune that was killed left behind: taken back, or finished. */
void expire_rest(struct prune *);

/* Of which kind is what there is of it; where it is in a cold file, *c tells of that. */
enum file_kind expire_kind(struct prune *, uint64_t segment, struct cover *c);

#endif
