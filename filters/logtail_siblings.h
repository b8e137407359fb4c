/*
 * logtail_siblings.h - the files beside a path that rotation can have made: found by
 * logtail_siblings.c for logtail_rotate.c; nobody else includes it.
 */
#ifndef FILTERS_LOGTAIL_SIBLINGS_H
#define FILTERS_LOGTAIL_SIBLINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "logtail.h"

/* A file beside the path. */
struct sibling {
	char *name;		/* with its directory */
	struct rotated as;	/* what the name says; added points into name */
	struct stat st;
	int64_t born_ns;	/* 0: not known */
	bool live;	/* it is the one that was opened by the path a moment ago */
	bool known;	/* by this, which is for the caller to find out: */
	struct mark mark;
	bool more;		/* it goes on behind the place of the mark */
};

struct siblings {
	const char *path;
	struct gen *live;	/* that the path leads to, or NULL */
	bool shifted;		/* a name leads to another file than it did */
	bool missed;		/* a name led nowhere: its file has another one now */
	struct sibling *v;
	size_t n, cap;
};

/*
 * Fills in those of all->path, the oldest first; a file and its compressed form stand
 * beside each other.  At first all holds the path and the live file only.
 */
void siblings_list(struct tail *, struct siblings *all);
void siblings_clear(struct siblings *);

/*
 * Open one that was listed.  -1 and errno: it cannot be read, or another file has got its
 * name meanwhile, or its first bytes, which tell whether it is a copy, came after the
 * list was made: then all->shifted is set, and nothing may be concluded from that list
 * any more.
 */
int siblings_open(struct siblings *all, const struct sibling *);
int64_t siblings_changed_ns(const struct sibling *);	/* its last change */

#endif
