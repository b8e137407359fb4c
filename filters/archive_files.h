/* archive_files.h - the files of the directory. */
#ifndef FILTERS_ARCHIVE_FILES_H
#define FILTERS_ARCHIVE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum file_kind {
	FILE_SEALED,
	FILE_TAIL,
	FILE_COPY,
	FILE_TORN,
	FILE_COLD,	/* of this segment and some that follow it, compacted */
	FILE_GONE,	/* tombstone of this segment and some that follow it */
};

/* What the names tell; a cold file or a tombstone may reach beyond the last one. */
struct range {
	uint64_t first, last;	/* of the segments; both 0 when there are none */
	size_t others;		/* files that no archive has */
};

/* Replaces what the buf holds. */
void files_path(struct buf *, const char *dir, uint64_t segment, enum file_kind);
bool files_there(const char *dir, uint64_t segment, enum file_kind);

/* In words: EBADMSG is a damaged head of a tail, EILSEQ are damaged segment lines. */
const char *files_why(int err);
int files_load(const char *path, struct buf *);		/* replaces; follows no link */
int files_open(const char *path);	/* to read; -1 and errno */
int files_read(int fd, struct buf *);	/* adds the rest of it; -1 and errno */
int files_range(const char *dir, struct range *);	/* -1 and errno: cannot be read */

/* The number that a name of the directory begins with, or 0; and its kind. */
uint64_t files_number(const char *name, enum file_kind *);

/* Remove copies, stale tails and what a writer that died left half written. */
int files_sweep(const char *dir, uint64_t tail);

/* The same of cold files that were not finished; under the lock of upkeep only. */
int files_sweep_cold(const char *dir);

#endif
