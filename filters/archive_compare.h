/* archive_compare.h - a copy of an archive: is what one has in the other, and whole? */
#ifndef FILTERS_ARCHIVE_COMPARE_H
#define FILTERS_ARCHIVE_COMPARE_H

#include <stdint.h>

#include "archive_covers.h"
#include "archive_fetch.h"
#include "archive_manifest.h"
#include "buf.h"

struct compare {
	const char *dir, *copy;
	struct manifest_head head;	/* of dir */
	struct fetch fetch;		/* of the copy */
	struct covers here, there;
	struct buf path, raw, salt;
	struct buf cold;		/* the cold file checked last */
	const char *cold_why;		/* what was found in it */
	struct rec *rec;
};

/*
 * NULL, or why copy cannot be a copy of dir: another archive, the same directory.  It
 * has to be closed all the same.
 */
const char *compare_open(struct compare *, const char *dir, const char *copy);
void compare_close(struct compare *);

/*
 * Is segment n of dir, sealed, in the copy, with the same hash, do its records there make
 * its root, and are those that were redacted gone there, too?  NULL, or why not; where
 * both have a tombstone of it, that is equal.
 */
const char *compare_segment(struct compare *, uint64_t n);

/* Do the records of segment n of the copy make its root?  NULL: yes, or it expired. */
const char *compare_whole(struct compare *, uint64_t n);

#endif
