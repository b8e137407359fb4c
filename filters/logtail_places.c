/* logtail_places - the directories in which files of a pattern may appear. */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "logtail.h"
#include "logtail_follow.h"
#include "logtail_paths.h"
#include "mem.h"

/* A directory in which new files of a pattern may appear. */
struct place_of_new {
	int wd;
	char *path;
	int64_t changed_ns;	/* when a name last came or went, as it was last seen */
	struct table_link by_wd;
	struct place_of_new *next;
};

static void
drop_dir(struct paths *p, struct place_of_new *d)
{
	struct place_of_new **at = &p->places;

	while (*at != d)
		at = &(*at)->next;
	*at = d->next;
	table_remove(&p->dirs, &d->by_wd);
	free(d->path);
	free(d);
}

void
places_clear(struct paths *p)
{
	struct pattern *x;

	while ((x = p->patterns) != NULL) {
		p->patterns = x->next;
		free(x);
	}
	while (p->places)
		drop_dir(p, p->places);
	table_clear(&p->dirs);
}

static struct place_of_new *
dir_of_pattern(const struct paths *p, int wd)
{
	struct table_link *x = table_first(&p->dirs, (uint64_t)wd);

	return x ? TABLE_THING(x, struct place_of_new, by_wd) : NULL;
}

/* What a walk over a pattern is for. */
struct walk {
	struct paths *paths;
	const struct spec *spec;
};

static void
add_found(const char *path, void *arg)
{
	struct walk *w = arg;

	if (!sources_excludes(w->spec, path))
		paths_add_file(w->paths, w->spec, path);
}

static void
watch_place(const char *path, void *arg)
{
	struct paths *p = arg;
	struct place_of_new *d;
	char *dir = mem_str(path);
	bool above;
	int wd = paths_watch_dir(p->watch, dir, &above);

	if (wd < 0 || dir_of_pattern(p, wd)) {
		free(dir);
		return;
	}
	d = mem_zero(1, sizeof *d);
	d->wd = wd;
	d->path = dir;
	d->next = p->places;
	p->places = d;
	table_add(&p->dirs, (uint64_t)wd, &d->by_wd);
}

/* The directories first, so that no file is missed that appears meanwhile. */
static void
look(struct paths *p, const struct pattern *x)
{
	struct walk w = { p, x->spec };

	pattern_dirs(x->text, watch_place, p);
	pattern_walk(x->text, add_found, &w);
}

void
paths_look_again(struct paths *p, bool anyway)
{
	struct stat st;

	for (struct place_of_new *d = p->places; d; d = d->next) {
		int64_t ns = stat(d->path, &st) == 0 ?
		    st.st_mtim.tv_sec * TS_SECOND + st.st_mtim.tv_nsec : -1;

		if (ns != d->changed_ns)
			p->look = true;
		d->changed_ns = ns;
	}
	p->look |= anyway;
}

void
places_look(struct paths *p)
{
	for (struct pattern *x = p->patterns; x; x = x->next)
		look(p, x);
}

/* A name that came in a directory of a pattern: a file of it, or a directory. */
static void
add_new(struct paths *p, const struct place_of_new *d, const char *name)
{
	struct buf path = BUF_INIT;

	if (strcmp(d->path, ".") != 0) {
		buf_str(&path, d->path);
		if (path.p[path.n - 1] != '/')
			buf_char(&path, '/');
	}
	buf_str(&path, name);
	for (struct pattern *x = p->patterns; x; x = x->next)
		if (fnmatch(x->text, buf_text(&path), FNM_PATHNAME | FNM_PERIOD) == 0) {
			if (pattern_file(path.p) && !sources_excludes(x->spec, path.p))
				paths_add_file(p, x->spec, path.p);
		} else if (pattern_above(x->text, path.p)) {
			p->look = true;	/* a directory on the way to its files */
		}
	buf_clear(&path);
}

void
places_told(struct paths *p, int wd, const char *name)
{
	struct place_of_new *d = dir_of_pattern(p, wd);

	if (d)
		add_new(p, d, name);
}

void
places_gone(struct paths *p, int wd)
{
	struct place_of_new *d = dir_of_pattern(p, wd);

	if (!d)
		return;
	p->look = true;
	drop_dir(p, d);
}

void
places_add(struct paths *p, const struct spec *spec, const char *text)
{
	struct pattern *x = mem_zero(1, sizeof *x), **last = &p->patterns;

	x->spec = spec;
	x->text = text;
	while (*last)	/* a file of several patterns is of the first */
		last = &(*last)->next;
	*last = x;
	look(p, x);
}
