/* logtail_rotate - the generations of a path that have another name now. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"
#include "logtail_siblings.h"
#include "mem.h"

enum {
	TRIES = 1000,	/* while files are renamed all the time */
	/* by so much of its head alone a file is known of which nothing else is */
	HEAD_LEAST = 256,
};

static void
know(struct sibling *x, const struct mark *m, bool more)
{
	x->known = true;
	x->mark = *m;
	x->more = more;
}

/* Files that are not compressed by their inode and content. */
static void
know_by_inode(struct tail *t, struct siblings *all)
{
	for (size_t i = 0; i < all->n && !all->shifted; i++) {
		struct sibling *x = &all->v[i];
		struct mark *m;
		int fd;

		if (x->as.packed || !marks_know_ino(&t->marks, x->st.st_ino) ||
		    (fd = siblings_open(all, x)) < 0)
			continue;
		m = marks_find(&t->marks, fd, &x->st);
		if (m)
			know(x, m, x->st.st_size > m->off);
		close(fd);
	}
}

/* Has another file been recognised as that generation? */
static bool
claimed(const struct siblings *all, const char *fid)
{
	if (all->live && strcmp(all->live->fid, fid) == 0)
		return true;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].known && strcmp(all->v[i].mark.fid, fid) == 0)
			return true;
	return false;
}

/*
 * Is all that it has at the beginning of the live file?  Then it is that one, compressed,
 * or a copy of it that is being made, or was made before the file is truncated.
 */
static bool
is_live(const struct siblings *all, const struct sibling *x, int fd)
{
	const struct gen *g = all->live;
	int64_t n = x->st.st_size < EDGE ? x->st.st_size : EDGE;
	char head[EDGE];

	if (!g || g->stream || n == 0)
		return false;
	if (x->as.packed || (g->pin && g->pin_n < n))
		n = g->pin ? g->pin_n : EDGE;
	if (g->pin)	/* what it began with when it was opened */
		memcpy(head, g->pin, (size_t)(n < g->pin_n ? n : g->pin_n));
	else if (gen_pread(g->fd, head, (size_t)n, 0) != n)
		return false;
	return n > 0 && fit_head(fd, head, n) &&
	    fit_beginning(fd, x->st.st_size, g->fd);
}

/* What is known of a file under a rotated name is known of the live one that it is. */
static void
take_up_live(struct tail *t, struct gen *live, const struct mark *m)
{
	struct mark known = *m;

	if (live->fid[0] == '\0' && live->off == 0)
		gen_take_up(t, live, &known);
}

/* Its head alone, which is short and not all that was read: others begin so, too. */
static bool
little_known(const struct mark *m)
{
	return m->tail_n == 0 && m->head_n < HEAD_LEAST && m->head_n < m->off;
}

/* What is known of it by its content: a copy or a compressed form of what was read. */
static void
fit_marks(struct tail *t, const struct siblings *all, struct sibling *x, int fd)
{
	struct place *p = marks_place(&t->marks, all->path);
	struct mark *m;

	if (!p)
		return;
	TAILQ_FOREACH(m, &p->marks, next) {
		bool of_live = all->live && strcmp(all->live->fid, m->fid) == 0;
		struct fit fit;

		if (little_known(m) || (!of_live && claimed(all, m->fid)))
			continue;
		fit = fit_file(m, fd, x->st.st_size);
		if (!fit.fits)
			continue;
		if (x->live && !of_live)	/* it was read under another name */
			take_up_live(t, all->live, m);
		else if (of_live)	/* if that was truncated, its first read tells */
			x->live = true;
		else
			know(x, m, fit.more);
		return;
	}
}

static void
know_by_content(struct tail *t, struct siblings *all, struct sibling *x)
{
	int fd = siblings_open(all, x);

	if (fd < 0)
		return;
	x->live = is_live(all, x, fd);
	fit_marks(t, all, x, fd);
	close(fd);
}

/*
 * Before that one nothing is new: all that is known was read in its order.  *end is where
 * the list ends: with the live file under a rotated name; what is younger comes later.
 */
static size_t
first_new(struct tail *t, struct siblings *all, size_t *end)
{
	struct mark *latest = marks_latest(&t->marks, all->path);
	bool live_known = all->live && all->live->fid[0] != '\0';
	size_t i = *end;

	for (; i > 0 && !all->shifted; i--) {
		struct sibling *x = &all->v[i - 1];

		if (!x->known && x->as.is)
			know_by_content(t, all, x);
		if (x->live)
			*end = i - 1;
		if (x->known)
			return i - 1;
	}
	i = 0;
	if (live_known)
		return *end;
	/* all, but what is older than what is asked for, or was read */
	while (i < *end && siblings_changed_ns(&all->v[i]) <
	    (latest ? latest->changed_ns : t->o.since_ns))
		i++;
	return i;
}

/* Hand one over to be read; takes fd.  False: the list does not hold any more. */
static bool
hand_over(struct tail *t, const struct spec *spec, const char *path,
    const struct sibling *x, int fd, rotate_fn *fn)
{
	struct gen *g = gen_new(spec, path, fd, &x->st);

	if (x->known)
		gen_take_up(t, g, &x->mark);
	since_seek(t, g);
	return fn(t, g);
}

/* Hand over one that has something new. */
static void
catch_up_one(struct tail *t, const struct spec *spec, struct siblings *all,
    const struct sibling *x, rotate_fn *fn)
{
	int fd = siblings_open(all, x);

	if (fd >= 0) {
		all->shifted |= !hand_over(t, spec, all->path, x, fd, fn);
	} else if (!all->shifted) {
		warn_errno("cannot read '%s', which was rotated away", x->name);
		ledger_gap(t, all->path, x->known ? x->mark.fid : "",
		    x->known ? x->mark.off : 0, -1, "a rotated file cannot be read");
		t->trouble = true;
	}
}

/* When a live file that was removed was last written; 0: it is there. */
static int64_t
removed_ns(const struct gen *live)
{
	struct stat st;

	return live && live->fd >= 0 && fstat(live->fd, &st) == 0 && st.st_nlink == 0 ?
	    st.st_mtim.tv_sec * TS_SECOND + st.st_mtim.tv_nsec : 0;
}

/* Was it made and written after the live file that was removed?  It comes by the path. */
static bool
is_younger(struct siblings *all, const struct sibling *x, int64_t removed)
{
	int fd = removed > 0 && siblings_changed_ns(x) > removed ?
	    siblings_open(all, x) : -1;
	bool is = fd >= 0 && gen_born(fd) > all->live->born_ns;

	if (fd >= 0)
		close(fd);
	return is;
}

/* A live file under a rotated name ends the list: what is younger comes by the path. */
static size_t
end_of(struct siblings *all)
{
	int64_t removed = removed_ns(all->live);
	size_t n = 0;

	while (n < all->n && !all->v[n].live && !is_younger(all, &all->v[n], removed))
		n++;
	return n;
}

bool
rotate_catch_up(struct tail *t, const struct spec *spec, const char *path,
    struct gen *live, rotate_fn *fn)
{
	struct mark *m = marks_latest(&t->marks, path);
	char latest[FID_MAX] = "";
	bool found = false, steady = false;

	if (m)
		memcpy(latest, m->fid, sizeof latest);
	for (int tries = 0; tries < TRIES && !steady; tries++) {
		struct siblings all = { .path = path, .live = live };
		size_t end, first;

		if (live && live->pin_n == 0 && live->off == 0)
			gen_pin(live);	/* what it has now may be in the list */
		siblings_list(t, &all);
		know_by_inode(t, &all);
		end = end_of(&all);
		first = first_new(t, &all, &end);
		found |= !all.shifted && claimed(&all, latest);
		for (size_t i = 0; i < end && !all.shifted; i++) {
			struct sibling *x = &all.v[i];

			if (x->known ? !x->more : i < first || !x->as.is)
				continue;
			catch_up_one(t, spec, &all, x, fn);
		}
		steady = !all.shifted;
		siblings_clear(&all);
	}
	return found;
}

bool
rotate_has(struct tail *t, const char *path, const char *head, int64_t n)
{
	bool has = false, steady = false;

	for (int tries = 0; tries < TRIES && !has && !steady; tries++) {
		struct siblings all = { .path = path };

		siblings_list(t, &all);
		for (size_t i = 0; i < all.n && !has; i++) {
			int fd = siblings_open(&all, &all.v[i]);

			has = fd >= 0 && fit_head(fd, head, n);
			if (fd >= 0)
				close(fd);
		}
		steady = !all.shifted;
		siblings_clear(&all);
	}
	return has;
}
