/*
 * stream.h - records from stdin to stdout: the loop of every pure filter.
 *
 *	stream_init(&s);
 *	while ((r = stream_next(&s)) != NULL)
 *		stream_put(&s);
 *	return stream_end(&s, EXIT_OK);
 */
#ifndef LIB_STREAM_H
#define LIB_STREAM_H

#include <stdint.h>

#include "line.h"
#include "out.h"

struct rec;

struct stream {
	struct line_in in;
	struct out out;
	struct rec *rec;
	uint64_t bad;	/* lines that were not records */
};

void stream_init(struct stream *);

/*
 * The next record, until the next call; NULL at the end.  A line that is no record is
 * reported (the first in full, the others counted) and skipped; an empty line is skipped.
 * Ends the program when input or output fails.
 */
struct rec *stream_next(struct stream *);

void stream_put(struct stream *);	/* write the current record */
void stream_put_rec(struct stream *, struct rec *);	/* write another */

/* Flush, report, clean up; the exit status: status, or EXIT_TROUBLE after bad lines. */
int stream_end(struct stream *, int status);

#endif
