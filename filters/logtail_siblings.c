/* logtail_siblings - the files beside a path that rotation can have made. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "logtail.h"
#include "logtail_siblings.h"
#include "mem.h"

enum {
	TRIES = 1000,	/* while files are renamed all the time */
};

static int64_t
changed_ns(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * TS_SECOND + st->st_mtim.tv_nsec;
}

int64_t
siblings_changed_ns(const struct sibling *x)
{
	return changed_ns(&x->st);
}

static void
consider(struct tail *t, struct siblings *all, const char *name)
{
	const char *slash = strrchr(all->path, '/');
	const char *base = slash ? slash + 1 : all->path;
	struct sibling x = { 0 };
	struct buf file = BUF_INIT;

	if (all->n >= SIBLINGS_MAX || strcmp(name, base) == 0)
		return;
	buf_put(&file, all->path, (size_t)(base - all->path));
	buf_str(&file, name);
	x.as = names_rotated(base, name);
	if (gen_look(buf_text(&file), &x.st, &x.born_ns) < 0) {
		all->missed |= errno == ENOENT;
	} else if (S_ISREG(x.st.st_mode) &&
	    (x.as.is || marks_know_ino(&t->marks, x.st.st_ino))) {
		x.live = all->live && all->live->dev == x.st.st_dev &&
		    all->live->ino == x.st.st_ino &&
		    all->live->born_ns == x.born_ns;
		x.name = mem_str(file.p);
		x.as.added = x.name + (base - all->path) + (x.as.added - name);
		all->v = mem_grow(all->v, &all->cap, all->n + 1, sizeof *all->v);
		all->v[all->n++] = x;
	}
	buf_clear(&file);
}

/*
 * The oldest first: app.log.2 before app.log.1, dates as they are written, else by the
 * time of the last change.  A file and its compressed form stand beside each other.
 */
static int
by_age(const void *a, const void *b)
{
	const struct sibling *x = a, *y = b;
	int64_t tx = siblings_changed_ns(x), ty = siblings_changed_ns(y);
	int dates;

	if (x->as.is && y->as.is && x->as.number >= 0 && y->as.number >= 0 &&
	    x->as.number != y->as.number)
		return x->as.number < y->as.number ? 1 : -1;
	if (x->as.is && y->as.is && x->as.n == y->as.n) {
		dates = memcmp(x->as.added, y->as.added, x->as.n);
		return dates ? dates : strcmp(x->name, y->name);
	}
	if (tx != ty)
		return (tx > ty) - (tx < ty);
	return strcmp(x->name, y->name);
}

/* A compressor has not removed yet what it compressed: that is read, it is whole. */
static void
drop_halves(struct siblings *all)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		struct sibling *x = &all->v[i], *before = n > 0 ? &all->v[n - 1] : NULL;

		if (before && x->as.packed && !before->as.packed && before->as.is &&
		    strncmp(x->name, before->name, strlen(before->name)) == 0 &&
		    x->as.n == before->as.n)
			free(x->name);
		else
			all->v[n++] = *x;
	}
	all->n = n;
}

/* The names that rotation can have made begin with the stem of the base. */
static void
list(struct tail *t, struct siblings *all, bool anew)
{
	const char *slash = strrchr(all->path, '/');
	const char *base = slash ? slash + 1 : all->path;
	const char *dot = strrchr(base, '.');
	size_t n = slash > all->path ? (size_t)(slash - all->path) : 1;
	size_t stem = dot && dot > base ? (size_t)(dot - base) : strlen(base);
	char *path = slash ? mem_copy(all->path, n) : mem_str(".");
	const struct dir *d = dir_read(&t->dir, path, anew);
	const struct mark *latest = marks_latest(&t->marks, all->path);

	for (size_t i = dir_prefix(d, base, stem);
	    i < d->n && strncmp(d->v[i].name, base, stem) == 0; i++)
		consider(t, all, d->v[i].name);
	/* whoever renamed it may have chosen any name */
	for (size_t i = 0; latest && i < d->n; i++)
		if (d->v[i].ino == latest->ino && strncmp(d->v[i].name, base, stem) != 0)
			consider(t, all, d->v[i].name);
	free(path);
	if (all->n > 1)
		qsort(all->v, all->n, sizeof *all->v, by_age);
	drop_halves(all);
}

void
siblings_clear(struct siblings *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->v[i].name);
	free(all->v);
	all->v = NULL;
	all->n = all->cap = 0;
}

static bool
equal(const struct siblings *a, const struct siblings *b)
{
	bool same = a->n == b->n;

	for (size_t i = 0; i < a->n && same; i++)
		same = a->v[i].st.st_ino == b->v[i].st.st_ino &&
		    a->v[i].born_ns == b->v[i].born_ns &&
		    strcmp(a->v[i].name, b->v[i].name) == 0;
	return same;
}

/*
 * A directory that is read while files are renamed in it may show one twice or not at
 * all; one that was renamed or compressed since then is not found by its name.
 */
void
siblings_list(struct tail *t, struct siblings *all)
{
	list(t, all, false);
	for (int i = 0; i < TRIES && (all->missed || !dir_settled(&t->dir)); i++) {
		struct siblings before = *all;
		bool same;

		all->v = NULL;
		all->n = all->cap = 0;
		all->missed = false;
		list(t, all, true);
		same = !all->missed && equal(&before, all);
		siblings_clear(&before);
		if (same)
			return;
	}
}

/*
 * Is what was opened the file that was listed?  The next copy often gets the inode of
 * the last one, which was compressed and deleted: it was born later.  Where that is not
 * known, nothing was written meanwhile.  One that had no bytes, which tell whether it is
 * a copy, and has some now, counts as another one.
 */
static bool
is_listed(const struct sibling *x, int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_ino == x->st.st_ino &&
	    st.st_dev == x->st.st_dev && gen_born(fd) == x->born_ns &&
	    (x->born_ns != 0 || changed_ns(&st) == changed_ns(&x->st)) &&
	    (x->st.st_size > 0 || st.st_size == 0);
}

int
siblings_open(struct siblings *all, const struct sibling *x)
{
	int fd = gen_open(x->name), reason = errno;

	if (fd >= 0 && is_listed(x, fd))
		return fd;
	all->shifted |= fd >= 0 || reason == ENOENT;
	if (fd >= 0)
		close(fd);
	errno = reason;
	return -1;
}
