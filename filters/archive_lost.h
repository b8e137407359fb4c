/*
 * archive_lost.h - the numbers of the records that a reader cannot give: where one file
 * cannot be read, the next that can be tells up to which they are lost.
 */
#ifndef FILTERS_ARCHIVE_LOST_H
#define FILTERS_ARCHIVE_LOST_H

#include <stdint.h>

struct reader;

/* Nothing can be had from record first on; nothing new when that is so already. */
void lost_from(struct reader *, uint64_t first);

/* Record next can be had, or its number is known: those before are said, if any are. */
void lost_to(struct reader *, uint64_t next);
void lost_rest(struct reader *);	/* there is nothing more: all the rest is lost */

/* Say that r->path cannot be read (errno), once for the segments that it has. */
void lost_file(struct reader *);

#endif
