/*
 * archive_volume.h - what is taken out of an archive, in volumes of a bounded size.
 *
 * DIR/NNNNNN.ndjson (or .csv, or .data when it went through a command), for each
 * NNNNNN.label, one JSON object that tells what it is, over the hash of the label before,
 * and NNNNNN.sha256, which sha256sum -c checks.  A volume can be read and checked alone.
 */
#ifndef FILTERS_ARCHIVE_VOLUME_H
#define FILTERS_ARCHIVE_VOLUME_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "archive_deed.h"
#include "archive_manifest.h"
#include "buf.h"
#include "digest.h"

enum { VOLUME_BUFFER = 1 << 20, VOLUME_MIN = 4096 };

struct volumes {
	const char *dir;	/* where they are put; made when it is not there */
	const char *ending;	/* "ndjson", "csv" */
	const char *pipe;	/* a shell command that they go through; NULL: none */
	const char *head;	/* first line of each, without newline; NULL: none */
	int64_t size;		/* bytes of records in one, at most; 0: one volume */
	struct buf label;	/* members of all labels: ,"archive":... */
	struct deed deed;
	uint64_t number;	/* of the one that is written; 0: none yet */
	int fd;			/* of what its records are written to */
	pid_t pid;		/* of the command */
	uint64_t records, bytes, first, last;	/* in it */
	uint64_t all_records, all_bytes;
	struct digest *plain;
	struct buf out;
	unsigned char before[DIGEST_SIZE];	/* the hash of the label before */
	struct buf told;	/* "name":"hash",... of all, for the manifest */
};

/* Ends the program when the directory has volumes already. */
void volumes_open(struct volumes *);

/* One record, without newline; its number is seq.  Or the program ends. */
void volumes_put(struct volumes *, const char *line, size_t n, uint64_t seq);

/* The last one is closed; more: what its label says besides. */
void volumes_close(struct volumes *, const char *more);
void volumes_clear(struct volumes *);

#endif
