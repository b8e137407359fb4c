/* logtail_rotate - the generations of a path that have another name now. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cursor.h"
#include "err.h"
#include "logtail.h"
#include "mem.h"

enum { TRIES = 1000 };	/* while files are renamed all the time */

/* A file beside the path. */
struct sibling {
	char *name;		/* with its directory */
	int64_t number;		/* of app.log.3; -1: other names, such as dates */
	struct stat st;
	bool ours;		/* its name is made of the path's */
	bool live;	/* it is the one that was opened by the path a moment ago */
	bool known;		/* by this: */
	struct mark mark;
};

struct siblings {
	struct sibling *v;
	size_t n, cap;
};

/*
 * What was put into the name of the path to make this one: .1, -20261120, .2026-11-20,
 * also before the extension.  NULL when it is no such name.
 */
static const char *
added(const char *base, const char *name, size_t *n)
{
	const char *dot = strrchr(base, '.'), *s;
	size_t stem = dot && dot > base ? (size_t)(dot - base) : strlen(base);
	size_t len = strlen(name), ext = strlen(base) - stem;

	if (strncmp(name, base, strlen(base)) == 0) {
		s = name + strlen(base);
		*n = strlen(s);
	} else if (ext > 0 && len > stem + ext && strncmp(name, base, stem) == 0 &&
	    strcmp(name + len - ext, base + stem) == 0) {
		s = name + stem;
		*n = len - stem - ext;
	} else {
		return NULL;
	}
	if (*n < 2 || !strchr(".-_", *s) || !cursor_digit(s[1]))
		return NULL;
	for (size_t i = 1; i < *n; i++)
		if (!cursor_digit(s[i]) && !strchr(".-_:T", s[i]))
			return NULL;
	return s;
}

static bool
known_inode(const struct tail *t, const char *path, uint64_t ino)
{
	for (size_t i = t->nmarks; i > 0; i--)
		if (t->marks[i - 1].ino == ino && strcmp(t->marks[i - 1].path, path) == 0)
			return true;
	return false;
}

static void
consider(struct tail *t, struct siblings *all, const char *path, const char *name,
    const struct stat *live)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path, *s;
	struct sibling x = { .number = -1 };
	struct buf file = BUF_INIT;
	size_t n;

	if (all->n >= SIBLINGS_MAX || strcmp(name, base) == 0)
		return;
	s = added(base, name, &n);
	x.ours = s != NULL;
	if (s && n <= 4) {
		struct cursor c = { s + 1, s + n };
		int number = cursor_number(&c, 1, 3);

		x.number = c.p == c.e ? number : -1;
	}
	buf_put(&file, path, (size_t)(base - path));
	buf_str(&file, name);
	if (lstat(buf_text(&file), &x.st) == 0 && S_ISREG(x.st.st_mode) &&
	    (x.ours || known_inode(t, path, x.st.st_ino))) {
		x.live = live->st_dev == x.st.st_dev && live->st_ino == x.st.st_ino;
		x.name = mem_str(file.p);
		all->v = mem_grow(all->v, &all->cap, all->n + 1, sizeof *all->v);
		all->v[all->n++] = x;
	}
	buf_clear(&file);
}

static int64_t
changed_ns(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * TS_SECOND + st->st_mtim.tv_nsec;
}

/* The oldest first: app.log.2 before app.log.1, else by the time of the last change. */
static int
by_age(const void *a, const void *b)
{
	const struct sibling *x = a, *y = b;
	int64_t tx = changed_ns(&x->st), ty = changed_ns(&y->st);

	if (x->number >= 0 && y->number >= 0)
		return (x->number < y->number) - (x->number > y->number);
	if (tx != ty)
		return (tx > ty) - (tx < ty);
	return strcmp(x->name, y->name);
}

static void
list(struct tail *t, struct siblings *all, const char *path, const struct stat *live)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash > path ? (size_t)(slash - path) : 1;
	char *dir = slash ? mem_copy(path, n) : mem_str(".");
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL)
		consider(t, all, path, e->d_name, live);
	if (d)
		closedir(d);
	free(dir);
	if (all->n > 1)
		qsort(all->v, all->n, sizeof *all->v, by_age);
}

static void
siblings_clear(struct siblings *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->v[i].name);
	free(all->v);
	*all = (struct siblings){ 0 };
}

static bool
equal(const struct siblings *a, const struct siblings *b)
{
	bool same = a->n == b->n;

	for (size_t i = 0; i < a->n && same; i++)
		same = a->v[i].st.st_ino == b->v[i].st.st_ino &&
		    strcmp(a->v[i].name, b->v[i].name) == 0;
	return same;
}

/*
 * A directory that is read while files are
 * renamed in it may show one twice or not at all.
 */
static void
list_steady(struct tail *t, struct siblings *all, const char *path,
    const struct stat *live)
{
	list(t, all, path, live);
	for (int i = 0; i < TRIES; i++) {
		struct siblings before = *all;
		bool same;

		*all = (struct siblings){ 0 };
		list(t, all, path, live);
		same = equal(&before, all);
		siblings_clear(&before);
		if (same)
			return;
	}
}

/*
 * A generation that was left in the middle and
 * whose bytes are in a copy now (copytruncate).
 */
static void
find_copy(struct tail *t, struct siblings *all, const char *path)
{
	struct mark *m = marks_latest(t, path);

	for (size_t i = 0; m && i < all->n; i++)
		if (all->v[i].known && strcmp(all->v[i].mark.fid, m->fid) == 0)
			return;
	for (size_t i = all->n; m && i > 0; i--) {
		struct sibling *x = &all->v[i - 1];
		int fd;

		if (x->known || !x->ours || x->st.st_size < m->off ||
		    (fd = gen_open(x->name)) < 0)
			continue;
		if (m->tail_n > 0 && mark_fits(m, fd, x->st.st_size)) {
			x->known = true;
			x->mark = *m;
		}
		close(fd);
		if (x->known)
			return;
	}
}

/* Is it a copy of something that was read under another name? */
static bool
is_copy(struct tail *t, int fd, int64_t size, const char *path)
{
	for (size_t i = t->nmarks; i > 0; i--) {
		const struct mark *m = &t->marks[i - 1];

		if (m->tail_n > 0 && strcmp(m->path, path) == 0 && mark_fits(m, fd, size))
			return true;
	}
	return false;
}

/* Hand one over to be read; takes fd. */
static void
hand_over(struct tail *t, const char *path, const struct sibling *x, int fd,
    rotate_fn *fn)
{
	struct gen *g = gen_new(t, path, fd, &x->st);

	if (x->known)
		gen_take_up(t, g, &x->mark);
	fn(t, g);
}

/* What is known of each by its inode and content. */
static void
recognise(struct tail *t, struct siblings *all, const char *path)
{
	for (size_t i = 0; i < all->n; i++) {
		struct sibling *x = &all->v[i];
		struct mark *m;
		int fd;

		if (!known_inode(t, path, x->st.st_ino) || (fd = gen_open(x->name)) < 0)
			continue;
		m = marks_find(t, fd, &x->st);
		if (m) {
			x->known = true;
			x->mark = *m;
		}
		close(fd);
	}
	find_copy(t, all, path);
}

/*
 * Hand over one that has something new: false
 * when another file has got its name meanwhile.
 */
static bool
catch_up_one(struct tail *t, const char *path, struct sibling *x, rotate_fn *fn)
{
	int fd = gen_open(x->name);
	struct stat st;

	if (fd < 0 && errno == ENOENT)
		return false;
	if (fd < 0 || fstat(fd, &st) < 0) {
		warn_errno("cannot read '%s', which was rotated away", x->name);
		t->trouble = true;
		return true;
	}
	if (st.st_ino != x->st.st_ino || st.st_dev != x->st.st_dev) {
		close(fd);
		return false;
	}
	if (!x->known && is_copy(t, fd, x->st.st_size, path))
		close(fd);
	else
		hand_over(t, path, x, fd, fn);
	return true;
}

/* false: files were renamed while we looked. */
static bool
catch_up(struct tail *t, const char *path, const struct stat *live, rotate_fn *fn)
{
	struct siblings all = { 0 };
	bool since = !marks_latest(t, path);	/* younger than something that is known */
	bool steady = true;

	list_steady(t, &all, path, live);
	recognise(t, &all, path);
	for (size_t i = 0; i < all.n && steady && !all.v[i].live; i++) {
		struct sibling *x = &all.v[i];

		since |= x->known;
		if (since && !(x->known && x->mark.off >= x->st.st_size))
			steady = catch_up_one(t, path, x, fn);
	}
	siblings_clear(&all);
	return steady;
}

void
rotate_catch_up(struct tail *t, const char *path, const struct stat *live, rotate_fn *fn)
{
	for (int i = 0; i < TRIES && !catch_up(t, path, live, fn); i++)
		;
}
