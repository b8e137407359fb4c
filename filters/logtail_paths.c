/* logtail_paths - the paths that are followed: which are to be looked at, and why. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "logtail.h"
#include "logtail_follow.h"
#include "logtail_paths.h"
#include "mem.h"

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

void
paths_free(struct paths *p)
{
	struct source *s;

	while ((s = TAILQ_FIRST(&p->all)) != NULL) {
		TAILQ_REMOVE(&p->all, s, next);
		free(s->path);
		free(s->dir);
		free(s);
	}
	places_clear(p);
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
paths_check_share(struct paths *p, size_t shares)
{
	for (size_t n = (p->n + shares - 1) / shares; n > 0; n--) {
		p->last = p->last ? TAILQ_NEXT(p->last, next) : NULL;
		if (!p->last)
			p->last = TAILQ_FIRST(&p->all);
		paths_check(p, p->last);
	}
}

void
paths_check_waiting(struct paths *p)
{
	struct source *s;

	TAILQ_FOREACH(s, &p->all, next)
		if (!s->live)
			paths_check(p, s);
}

struct source *
paths_next(struct paths *p)
{
	struct source *s;

	if (p->look) {
		p->look = false;
		places_look(p);
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

int
paths_watch_dir(struct watch *w, char *dir, bool *above)
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
	wd = paths_watch_dir(p->watch, dir, &above);
	free(dir);
	if (above != s->above)
		set_wd(p, s, -1);	/* it is entered by another name */
	s->above = above;
	set_wd(p, s, wd);
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

void
paths_told(struct paths *p, int wd, const char *name, bool gone)
{
	struct source *s;

	if (gone) {	/* the directory itself: whatever was in it */
		TAILQ_FOREACH(s, &p->all, next)
			if (s->dir_wd == wd) {
				set_wd(p, s, -1);
				paths_check(p, s);
			}
		places_gone(p, wd);
		return;
	}
	check_name(p, wd, name, false, false);
	check_name(p, wd, "", true, false);
	places_told(p, wd, name);
}

/* --- paths --- */

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

void
paths_add_file(struct paths *p, const struct spec *spec, const char *path)
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
	p->n++;
	p->start(p->arg, s);
}

void
paths_add(struct paths *p, const struct spec *spec, const char *path)
{
	if (pattern_is(path))
		places_add(p, spec, path);
	else
		paths_add_file(p, spec, path);
}
