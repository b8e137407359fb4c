/*
 * logtail_paths.h - the paths that are followed, between logtail_paths.c, which knows
 * each, and logtail_places.c, which finds those of patterns; nobody else includes it.
 */
#ifndef FILTERS_LOGTAIL_PATHS_H
#define FILTERS_LOGTAIL_PATHS_H

#include <stdbool.h>
#include <stddef.h>

#include "logtail.h"
#include "logtail_follow.h"

/* A pattern, whose files come and go. */
struct pattern {
	const struct spec *spec;
	const char *text;
	struct pattern *next;
};

struct paths {
	struct source_list all;
	size_t n;
	struct source *last;	/* that was looked at in its turn; NULL: none yet */
	struct source_list todo;	/* those that are to be looked at */
	struct pattern *patterns;
	struct table by_path;
	struct table by_name;	/* by the watch of the directory and the name in it */
	struct table dirs;		/* of patterns, by their watch, and in a list */
	struct place_of_new *places;
	struct watch *watch;
	bool look;			/* a directory of a pattern came or went */
	void (*start)(void *, struct source *);
	void *arg;
};

/* logtail_paths.c: that one from now on, unless it is followed already. */
void paths_add_file(struct paths *, const struct spec *, const char *path);

/*
 * Watch a directory, or the next one above that exists: dir is that then, and *above.
 * Returns the watch; -1: there is none.
 */
int paths_watch_dir(struct watch *, char *dir, bool *above);

/* logtail_places.c: all files of a pattern, which is borrowed, now and later. */
void places_add(struct paths *, const struct spec *, const char *pattern);
void places_clear(struct paths *);
void places_look(struct paths *);	/* are there new ones? */

/* What inotify says of a watch, maybe of such a directory: a name in it; it is gone. */
void places_told(struct paths *, int wd, const char *name);
void places_gone(struct paths *, int wd);

#endif
