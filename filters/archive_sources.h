/* archive_sources.h - how far each source is archived. */
#ifndef FILTERS_ARCHIVE_SOURCES_H
#define FILTERS_ARCHIVE_SOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct out;
struct rec;

enum {
	SOURCES_MAX = 4096,		/* sources whose positions are kept */
	SOURCES_OF_PATH = 8,		/* generations of one path that are kept */
	SOURCES_GONE = 64,		/* of the others, so many hashes */
	SOURCE_BYTES_MAX = 8 << 10,	/* of one source record */
	FID_BYTES_MAX = 256,		/* of a fid */
};

struct source {
	char *fid;
	char *text;		/* its latest source record; NULL when there was none */
	char *place;		/* host, newline, path of it */
	int64_t end;		/* of its last log record; -1 when there was none */
	bool old;		/* a later source record has the same place */
	uint64_t used;		/* when it was last changed, counted in changes */
	unsigned text_new, end_new;	/* for which parts: 1 << enum sources_part */
};

struct sources {
	struct source *v;
	size_t n, cap, last;
	uint32_t *slots;	/* index + 1 by hash of fid */
	uint64_t clock;
	uint64_t dropped;	/* that no newer one of their place replaces */
	uint64_t back;		/* that came again after others of their place */
	uint32_t gone[SOURCES_GONE];	/* hashes of those, the latest; 0: none */
	size_t ngone;
	int64_t seq, sub;	/* the greatest (seq, n) stored; -1: none yet */
	unsigned pair_new;
};

#define SOURCES_INIT { .seq = -1 }

enum sources_part { SOURCES_ALL, SOURCES_COMMIT, SOURCES_SEGMENT };

void sources_clear(struct sources *);

/*
 * Was the record (log: it is a log record) stored before?  If not, notes where it ends.
 */
bool sources_repeat(struct sources *, struct rec *, bool log);

/* Take a source record: false when its fid is not usable. */
bool sources_take(struct sources *, struct rec *, const char *line, size_t n);
bool sources_changed(const struct sources *);		/* since the last commit? */
void sources_done(struct sources *, enum sources_part);	/* that part was written */

/* What was known before: false when the fid is not usable. */
bool sources_end(struct sources *, const char *fid, size_t n, int64_t end);
void sources_pair(struct sources *, int64_t seq, int64_t sub);

/* archive_positions.c: what the archive holds, as far as it is durable; or it ends. */
void positions_read(const char *dir, struct sources *);

/* archive_members.c: the same as members of lines, and as records. */
void sources_print(const struct sources *, enum sources_part, struct buf *);
bool sources_read(struct sources *, struct rec *);	/* what sources_print() wrote */
int sources_positions(const struct sources *, struct out *);	/* -1: output failed */

#endif
