/* archive_pick.h - which records are wanted, and how they come out. */
#ifndef FILTERS_ARCHIVE_PICK_H
#define FILTERS_ARCHIVE_PICK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_access.h"

struct buf;
struct expr;
struct out;
struct rec;

enum { PICK_MEMBERS_MAX = 32 };

struct pick {
	bool seq;		/* --seq: add the number */
	struct pick_member {	/* -s, -k */
		const char *name, *value;
	} members[PICK_MEMBERS_MAX];
	size_t nmembers;
	int64_t since, until;	/* TS_NONE: no bound; until is not in it */
	struct expr *where;	/* --where */
	uint64_t failed;	/* records on which it fails */
	struct access access;	/* --reason, --by, --clearance */
	struct rec *rec;
	struct out *out;
};

/* Of --since and --until; or usage error. */
int64_t pick_time(const char *option, const char *text);
struct expr *pick_where(const char *text);	/* of --where; or usage error */

/*
 * Only records with this member; of several with the same name, one of them.  The texts
 * must last as long as the pick.
 */
void pick_member(struct pick *, const char *name, const char *value);
bool pick_any(const struct pick *);	/* every record is wanted */

/* False: by its sets, the segment with that line has no record that is wanted. */
bool pick_segment(const void *pick, struct rec *line);

/*
 * The records are to be given out by the command args: what their classes ask for is
 * done.  After the options, before pick_bounds().
 */
void pick_access(struct pick *, const char *dir, char *const args[]);

/* What a reader need not read; before reader_threads(). */
struct reader;
void pick_bounds(const struct pick *, struct reader *);

/* Every record as it stands: no need to look at lines. */
bool pick_all(const struct pick *);
bool pick_takes(struct pick *, const char *line, size_t n);
void pick_put(struct pick *, const char *line, size_t n, uint64_t number);
void pick_text(struct pick *, const char *line, size_t n, uint64_t number,
    struct buf *to);	/* the same into to, which is emptied first */

/* Flush, clean up; status, or EXIT_TROUBLE. */
int pick_close(struct pick *, int status);

#endif
