/* archive_pace.h - how far a command has come in the files of an archive. */
#ifndef FILTERS_ARCHIVE_PACE_H
#define FILTERS_ARCHIVE_PACE_H

#include <stdint.h>

#include "progress.h"

/* Begins as zeros: then nothing is said. */
struct pace {
	struct progress progress;
	const char *dir;
	uint64_t next;		/* the segment from which on files are not counted yet */
};

/* By the bytes of the files of dir; what: the command. */
void pace_begin(struct pace *, const char *what, const char *dir);

/* Only where what comes out goes to a file: elsewhere it is seen, or goes on. */
void pace_begin_file(struct pace *, const char *what, const char *dir);

/* All before that segment is done; or, where they do not come in order, from..to - 1. */
void pace_to(struct pace *, uint64_t segment);
void pace_part(struct pace *, uint64_t from, uint64_t to);

/* All is done; or something else is about to be written to the terminal. */
void pace_end(struct pace *);
void pace_clear(struct pace *);

#endif
