/*
 * logtail_open - few files are open at a time: of those that are followed, the one that
 * was used longest ago is closed when there are too many, and opened again by its path.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "logtail.h"
#include "mem.h"

static void
unlist(struct tail *t, struct gen *g)
{
	if (!g->listed)
		return;
	TAILQ_REMOVE(&t->open, g, open);
	t->nopen--;
	g->listed = false;
}

static void
list(struct tail *t, struct gen *g)
{
	TAILQ_INSERT_TAIL(&t->open, g, open);
	t->nopen++;
	g->listed = true;
}

/* Close what was used longest ago; what has still bytes to be read stays open. */
static void
make_room(struct tail *t)
{
	struct gen *g = TAILQ_FIRST(&t->open), *next;

	for (; g && t->nopen > (size_t)t->o.max_open; g = next) {
		next = TAILQ_NEXT(g, open);
		if (g->dirty)
			continue;
		unlist(t, g);
		close(g->fd);
		g->fd = -1;
		if (!g->entry)	/* else a record may come before it is open again */
			record_forget(&g->common);
		stamp_rest(&g->common.memo);
	}
}

void
open_let(struct tail *t, struct gen *g)
{
	unlist(t, g);
	if (g->stream)
		return;
	list(t, g);
	make_room(t);
}

void
open_keep(struct tail *t, struct gen *g)
{
	unlist(t, g);
}

/* Open it by a name that may be its own. */
static bool
try(struct tail *t, struct gen *g, const char *name)
{
	struct stat st;
	int fd = gen_open(name);

	if (fd < 0)
		return false;
	if (fstat(fd, &st) < 0 || st.st_dev != g->dev || st.st_ino != g->ino ||
	    gen_born(fd) != g->born_ns) {
		close(fd);
		return false;
	}
	g->fd = fd;
	open_let(t, g);
	return true;
}

bool
open_hold(struct tail *t, struct gen *g)
{
	if (g->fd < 0)
		return try(t, g, g->path);
	if (g->listed && TAILQ_NEXT(g, open)) {
		unlist(t, g);
		list(t, g);
	}
	return true;
}

bool
open_moved(struct tail *t, struct gen *g)
{
	const char *slash = strrchr(g->path, '/');
	size_t n = slash ? (size_t)(slash + 1 - g->path) : 0;
	/* as logtail_rotate.c names it: the directory is read once for both */
	char *path = n > 0 ? mem_copy(g->path, n > 1 ? n - 1 : 1) : mem_str(".");
	const struct dir *d = dir_read(&t->dir, path, false);
	bool is = false;

	for (size_t i = 0; i < d->n && !is; i++) {
		struct buf name = BUF_INIT;

		if (d->v[i].ino != g->ino)
			continue;
		buf_put(&name, g->path, n);
		buf_str(&name, d->v[i].name);
		is = try(t, g, buf_text(&name));
		buf_clear(&name);
	}
	free(path);
	return is;
}
