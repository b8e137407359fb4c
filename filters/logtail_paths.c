/* logtail_paths - the paths that are followed: which are to be looked at, and why. */
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "logtail.h"
#include "mem.h"

/* A pattern, whose files come and go. */
struct pattern {
	const struct spec *spec;
	const char *text;
	struct pattern *next;
};

/* A directory in which new files of a pattern may appear. */
struct place_of_new {
	int wd;
	char *path;
	int64_t changed_ns;	/* when a name last came or went, as it was last seen */
	struct table_link by_wd;
	struct place_of_new *next;
};

struct paths {
	struct source_list all;
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

struct paths *
paths_new(struct watch *watch, void (*start)(void *, struct source *), void *arg)
{
	struct paths *p = mem_zero(1, sizeof *p);

	TAILQ_INIT(&p->all);
	TAILQ_INIT(&p->todo);
	p->watch = watch;
	p->start = start;
	p->arg = arg;
	return p;
}

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
paths_free(struct paths *p)
{
	struct pattern *x;
	struct source *s;

	while ((s = TAILQ_FIRST(&p->all)) != NULL) {
		TAILQ_REMOVE(&p->all, s, next);
		free(s->path);
		free(s->dir);
		free(s);
	}
	while ((x = p->patterns) != NULL) {
		p->patterns = x->next;
		free(x);
	}
	while (p->places)
		drop_dir(p, p->places);
	table_clear(&p->dirs);
	table_clear(&p->by_path);
	table_clear(&p->by_name);
	free(p);
}

struct source *
paths_first(const struct paths *p)
{
	return TAILQ_FIRST(&p->all);
}

bool
paths_only_inputs(const struct paths *p)
{
	const struct source *s;

	if (p->patterns)
		return false;
	TAILQ_FOREACH(s, &p->all, next)
		if (!s->is_stdin)
			return false;
	return true;
}

/* --- what is to be looked at --- */

void
paths_check(struct paths *p, struct source *s)
{
	if (s->check || s->is_stdin)
		return;
	s->check = true;
	TAILQ_INSERT_TAIL(&p->todo, s, todo);
}

void
paths_check_all(struct paths *p)
{
	struct source *s;

	TAILQ_FOREACH(s, &p->all, next)
		paths_check(p, s);
}

void
paths_check_waiting(struct paths *p)
{
	struct source *s;

	TAILQ_FOREACH(s, &p->all, next)
		if (!s->live)
			paths_check(p, s);
}

static void paths_look(struct paths *);

struct source *
paths_next(struct paths *p)
{
	struct source *s;

	if (p->look) {
		p->look = false;
		paths_look(p);
	}
	s = TAILQ_FIRST(&p->todo);
	if (s) {
		TAILQ_REMOVE(&p->todo, s, todo);
		s->check = false;
	}
	return s;
}

bool
paths_any(const struct paths *p)
{
	return !TAILQ_EMPTY(&p->todo) || p->look;
}

/* --- directories --- */

static uint64_t
hash_name(int wd, const char *name)
{
	return table_hash(table_hash(TABLE_SEED, &wd, sizeof wd), name, strlen(name));
}

static uint64_t
hash_path(const char *path)
{
	return table_hash(TABLE_SEED, path, strlen(path));
}

static void
set_wd(struct paths *p, struct source *s, int wd)
{
	if (s->dir_wd == wd)
		return;
	if (s->dir_wd >= 0)
		table_remove(&p->by_name, &s->by_name);
	s->dir_wd = wd;
	if (wd >= 0)
		table_add(&p->by_name, hash_name(wd, s->above ? "" : s->base),
		    &s->by_name);
}

/* Watch a directory, or the next one above that exists: dir is that then, and *above. */
static int
watch_or_above(struct watch *w, char *dir, bool *above)
{
	char *slash;
	int wd;

	*above = false;
	while ((wd = watch_dir(w, dir)) < 0 && (errno == ENOENT || errno == ENOTDIR)) {
		*above = true;
		slash = strrchr(dir, '/');
		if (slash > dir)
			*slash = '\0';
		else if (slash && slash[1])
			slash[1] = '\0';
		else if (!slash && strcmp(dir, ".") != 0)
			memcpy(dir, ".", 2);
		else
			break;
	}
	return wd;
}

void
paths_watch(struct paths *p, struct source *s)
{
	bool above;
	char *dir;
	int wd;

	if (s->dir_wd >= 0 && !s->above)
		return;
	dir = mem_str(s->dir);
	wd = watch_or_above(p->watch, dir, &above);
	free(dir);
	if (above != s->above)
		set_wd(p, s, -1);	/* it is entered by another name */
	s->above = above;
	set_wd(p, s, wd);
}

static struct place_of_new *
dir_of_pattern(const struct paths *p, int wd)
{
	struct table_link *x = table_first(&p->dirs, (uint64_t)wd);

	return x ? TABLE_THING(x, struct place_of_new, by_wd) : NULL;
}

/* All that were entered for that name. */
static void
check_name(struct paths *p, int wd, const char *name, bool above, bool gone)
{
	struct table_link *x = table_first(&p->by_name, hash_name(wd, name)), *next;

	for (; x; x = next) {
		struct source *s = TABLE_THING(x, struct source, by_name);

		next = table_next(x);
		if (s->dir_wd != wd || s->above != above ||
		    (!above && strcmp(s->base, name) != 0))
			continue;
		if (gone)
			set_wd(p, s, -1);
		paths_check(p, s);
	}
}

static void add_new(struct paths *, const struct place_of_new *, const char *name);

void
paths_told(struct paths *p, int wd, const char *name, bool gone)
{
	struct place_of_new *d = dir_of_pattern(p, wd);
	struct source *s;

	if (gone) {	/* the directory itself: whatever was in it */
		TAILQ_FOREACH(s, &p->all, next)
			if (s->dir_wd == wd) {
				set_wd(p, s, -1);
				paths_check(p, s);
			}
		p->look = p->look || d;
		if (d)
			drop_dir(p, d);
		return;
	}
	check_name(p, wd, name, false, false);
	check_name(p, wd, "", true, false);
	if (d)
		add_new(p, d, name);
}

/* --- paths and patterns --- */

struct source *
paths_find(const struct paths *p, const char *path)
{
	struct table_link *x = table_first(&p->by_path, hash_path(path));

	for (; x; x = table_next(x)) {
		struct source *s = TABLE_THING(x, struct source, by_path);

		if (strcmp(s->path, path) == 0)
			return s;
	}
	return NULL;
}

static void
add_path(struct paths *p, const struct spec *spec, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct source *s;

	if (paths_find(p, path))
		return;
	s = mem_zero(1, sizeof *s);
	s->spec = spec;
	s->path = mem_str(path);
	s->base = s->path + (slash ? slash + 1 - path : 0);
	s->dir = !slash ? mem_str(".") :
	    mem_copy(path, slash > path ? (size_t)(slash - path) : 1);
	s->dir_wd = -1;
	s->size_said = -1;
	s->is_stdin = strcmp(path, "-") == 0;
	table_add(&p->by_path, hash_path(path), &s->by_path);
	TAILQ_INSERT_TAIL(&p->all, s, next);
	p->start(p->arg, s);
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
		add_path(w->paths, w->spec, path);
}

static void
watch_place(const char *path, void *arg)
{
	struct paths *p = arg;
	struct place_of_new *d;
	char *dir = mem_str(path);
	bool above;
	int wd = watch_or_above(p->watch, dir, &above);

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

static void
paths_look(struct paths *p)
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
				add_path(p, x->spec, path.p);
		} else if (pattern_above(x->text, path.p)) {
			p->look = true;	/* a directory on the way to its files */
		}
	buf_clear(&path);
}

void
paths_add(struct paths *p, const struct spec *spec, const char *path)
{
	struct pattern *x, **last = &p->patterns;

	if (!pattern_is(path)) {
		add_path(p, spec, path);
		return;
	}
	x = mem_zero(1, sizeof *x);
	x->spec = spec;
	x->text = path;
	while (*last)	/* a file of several patterns is of the first */
		last = &(*last)->next;
	*last = x;
	look(p, x);
}
