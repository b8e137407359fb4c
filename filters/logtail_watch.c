/* logtail_watch - what inotify says about files and directories. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"
#include "mem.h"

enum {
	EVENTS = 64 << 10,	/* bytes of events read at once */
	OF_FILE = IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF,
	OF_DIR = IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF |
	    IN_MOVE_SELF | IN_ONLYDIR,
};

/* What a watch descriptor stands for. */
struct watched {
	bool dir;
	bool several;		/* gens have it in common: all are looked at */
	struct gen *gen;
};

struct watch {
	int fd;
	bool poor;		/* not everything could be watched: the clock must help */
	struct watched *v;	/* by watch descriptor */
	size_t cap;
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

void
watch_free(struct watch *w)
{
	if (w->fd >= 0)
		close(w->fd);
	free(w->events);
	free(w->v);
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

static struct watched *
at(struct watch *w, int wd)
{
	size_t had = w->cap;

	if ((size_t)wd >= w->cap) {
		w->v = mem_grow(w->v, &w->cap, (size_t)wd + 1, sizeof *w->v);
		memset(w->v + had, 0, (w->cap - had) * sizeof *w->v);
	}
	return &w->v[wd];
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
	x = at(w, g->wd);
	x->several = x->gen != NULL && x->gen != g;
	x->gen = g;
}

void
watch_forget(struct watch *w, struct gen *g)
{
	if (g->wd < 0 || at(w, g->wd)->gen != g)
		return;
	if (!at(w, g->wd)->several)
		inotify_rm_watch(w->fd, g->wd);
	at(w, g->wd)->gen = NULL;
	g->wd = -1;
}

int
watch_dir(struct watch *w, const char *dir)
{
	int wd = add(w, dir, OF_DIR);

	if (wd >= 0)
		at(w, wd)->dir = true;
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
	x = at(w, e->wd);
	if (x->dir)
		calls->dir(arg, e->wd, e->len > 0 ? e->name : "",
		    (e->mask & IN_IGNORED) != 0);
	else if (x->several)
		calls->all(arg);
	else if (x->gen)
		calls->gen(arg, x->gen, (e->mask & (uint32_t)~IN_MODIFY) != 0);
	if (e->mask & IN_IGNORED) {
		if (x->gen)
			x->gen->wd = -1;
		*x = (struct watched){ 0 };
	}
}

void
watch_read(struct watch *w, const struct watch_calls *calls, void *arg)
{
	struct inotify_event e;
	ssize_t n;

	while ((n = read(w->fd, w->events, EVENTS)) > 0 || (n < 0 && errno == EINTR))
		for (ssize_t i = 0; i + (ssize_t)sizeof e <= n;
		    i += (ssize_t)(sizeof e + e.len)) {
			memcpy(&e, w->events + i, sizeof e);
			tell(w, (const void *)(w->events + i), calls, arg);
		}
}
