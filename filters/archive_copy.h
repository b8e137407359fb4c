/* archive_copy.h - a copy of an archive: its files as they are, each checked. */
#ifndef FILTERS_ARCHIVE_COPY_H
#define FILTERS_ARCHIVE_COPY_H

#include <stdint.h>

#include "archive_compare.h"
#include "archive_manifest.h"

struct copied {
	uint64_t segments;	/* sealed ones in the copy now */
	uint64_t files, bytes;	/* that were written for it */
	uint64_t bad;		/* segments that could not be had, each was said */
	uint64_t tail;		/* number of its open segment */
};

/*
 * Bring the copy up to what dir is: files that are there and whole stay.  The program
 * ends, saying why, when copy is something else than a copy.  what: the
 * command, for who waits for it.
 */
void copy_files(const char *dir, const char *copy, const char *what, struct copied *);

/* The manifest, which comes last: the copy has that of dir, or less of it, already. */
void copy_manifest(const char *dir, const char *copy);

#endif
