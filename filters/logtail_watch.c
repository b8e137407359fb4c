/* logtail_watch - what inotify says about files and directories. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"
#include "logtail_follow.h"
#include "mem.h"

enum {
	EVENTS = 64 << 10,	/* bytes of events read at once */
	READS = 64,		/* so often before what they say is done */
	OF_FILE = IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF,
	OF_DIR = IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF |
	    IN_MOVE_SELF | IN_ONLYDIR,
};

/* What a watch descriptor stands for. */
struct watched {
	int wd;
	struct table_link by_wd;
	bool dir;
	bool several;		/* gens have it in common: all are looked at */
	struct gen *gen;
};

struct watch {
	int fd;
	bool poor;		/* not everything could be watched: the clock must help */
	struct table watched;	/* by watch descriptor */
	char *events;
};

struct watch *
watch_new(void)
{
	struct watch *w = mem_zero(1, sizeof *w);

	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	w->poor = w->fd < 0;
	if (w->poor)
		warn_errno("cannot use inotify, looking every second instead");
	w->events = mem_zero(EVENTS, 1);
	return w;
}

static struct watched *
find(struct watch *w, int wd)
{
	struct table_link *x = table_first(&w->watched, (uint64_t)wd);

	return x ? TABLE_THING(x, struct watched, by_wd) : NULL;
}

static struct watched *
find_or_add(struct watch *w, int wd)
{
	struct watched *x = find(w, wd);

	if (!x) {
		x = mem_zero(1, sizeof *x);
		x->wd = wd;
		table_add(&w->watched, (uint64_t)wd, &x->by_wd);
	}
	return x;
}

static void
drop(struct watch *w, struct watched *x)
{
	table_remove(&w->watched, &x->by_wd);
	free(x);
}

static void
drop_link(struct table_link *x)
{
	free(TABLE_THING(x, struct watched, by_wd));
}

void
watch_free(struct watch *w)
{
	if (w->fd >= 0)
		close(w->fd);
	table_each(&w->watched, drop_link);
	table_clear(&w->watched);
	free(w->events);
	free(w);
}

int
watch_fd(const struct watch *w)
{
	return w->fd;
}

bool
watch_poor(const struct watch *w)
{
	return w->poor;
}

static int
add(struct watch *w, const char *path, uint32_t mask)
{
	int wd = w->fd < 0 ? -1 : inotify_add_watch(w->fd, path, mask);

	if (wd < 0 && w->fd >= 0 && (errno == ENOSPC || errno == ENOMEM) && !w->poor) {
		warn_errno("cannot watch '%s', looking every second from now on", path);
		w->poor = true;
	}
	return wd;
}

void
watch_gen(struct watch *w, struct gen *g)
{
	char path[32];
	struct watched *x;

	/* the file, whatever its name is now */
	snprintf(path, sizeof path, "/proc/self/fd/%d", g->fd);
	if ((g->wd = add(w, path, OF_FILE)) < 0)
		return;
	x = find_or_add(w, g->wd);
	x->several |= x->gen != NULL && x->gen != g;
	x->gen = g;
}

void
watch_forget(struct watch *w, struct gen *g)
{
	struct watched *x = g->wd < 0 ? NULL : find(w, g->wd);

	g->wd = -1;
	if (!x || (x->gen != g && !x->several))
		return;
	if (x->gen == g)
		x->gen = NULL;
	if (x->several)		/* others may still need it */
		return;
	inotify_rm_watch(w->fd, x->wd);
	drop(w, x);
}

int
watch_dir(struct watch *w, const char *dir)
{
	int wd = add(w, dir, OF_DIR);

	if (wd >= 0)
		find_or_add(w, wd)->dir = true;
	return wd;
}

static void
tell(struct watch *w, const struct inotify_event *e,
    const struct watch_calls *calls, void *arg)
{
	struct watched *x;

	if (e->mask & IN_Q_OVERFLOW) {
		calls->all(arg);
		return;
	}
	x = find(w, e->wd);
	if (!x)
		return;
	if (x->dir && (e->mask & IN_MOVE_SELF))
		/* its path leads elsewhere: IN_IGNORED comes, as if removed */
		inotify_rm_watch(w->fd, e->wd);
	else if (x->dir)
		calls->dir(arg, e->wd, e->len > 0 ? e->name : "",
		    (e->mask & IN_IGNORED) != 0);
	else if (x->several)
		calls->all(arg);
	else if (x->gen)
		calls->gen(arg, x->gen, (e->mask & (uint32_t)~IN_MODIFY) != 0);
	if (e->mask & IN_IGNORED) {
		if (x->gen)
			x->gen->wd = -1;
		drop(w, x);
	}
}

void
watch_read(struct watch *w, const struct watch_calls *calls, void *arg)
{
	struct inotify_event e;
	ssize_t n;

	/* those who write without a pause do not keep us here */
	for (int i = 0; i < READS && ((n = read(w->fd, w->events, EVENTS)) > 0 ||
	    (n < 0 && errno == EINTR)); i++)
		for (ssize_t at = 0; at + (ssize_t)sizeof e <= n;
		    at += (ssize_t)(sizeof e + e.len)) {
			memcpy(&e, w->events + at, sizeof e);
			tell(w, (const void *)(w->events + at), calls, arg);
		}
}
