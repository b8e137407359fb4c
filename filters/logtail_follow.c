/* logtail_follow - files that grow, are rotated or truncated, appear late. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"
#include "loop.h"
#include "mem.h"

enum {
	/* a file that was rotated away is read until nothing came for so long */
	LINGER_S = 5,
	LOOK_S = 10,	/* all paths are looked at that often, whatever inotify says */
};

/* A path and what it leads to. */
struct source {
	const char *path, *base;
	char *dir;
	struct gen *live;	/* NULL while there is nothing */
	int dir_wd;	/* the watch of dir, or of the next one above that exists */
	bool above;
	bool check;		/* the path may lead elsewhere now */
	bool said;		/* that it is not there */
	struct loop_event *input;	/* of a stream */
	struct follow *follow;
};

struct follow {
	struct tail *t;
	struct loop *loop;
	struct watch *watch;
	struct source *v;
	size_t n;
	struct gen *old;	/* rotated away, maybe still written */
	struct loop_event *again;
	unsigned seconds;
};

static int64_t
steady_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * TS_SECOND + ts.tv_nsec;
}

/* Watch the directory of a path, or the next one above it that exists. */
static void
watch_path(struct follow *f, struct source *s)
{
	char *dir = mem_str(s->dir), *slash;

	s->above = false;
	while ((s->dir_wd = watch_dir(f->watch, dir)) < 0 &&
	    (errno == ENOENT || errno == ENOTDIR)) {
		s->above = true;
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
	free(dir);
}

static void
drop(struct follow *f, struct gen *g)
{
	if (!g)
		return;
	watch_forget(f->watch, g);
	gen_free(f->t, g);
}

/* Everything that is there now; false when its bytes have changed. */
static bool
drain(struct follow *f, struct gen *g, bool final)
{
	enum gen_rc rc = GEN_MORE;
	int64_t off = g->off;

	while (rc == GEN_MORE)
		rc = gen_read(f->t, g, final);
	if (g->off > off)
		g->grown_ns = steady_ns();
	control_source(f->t, g);
	g->dirty = false;
	return rc != GEN_CHANGED;
}

static void
keep_old(struct follow *f, struct gen *g)
{
	g->grown_ns = steady_ns();
	g->next = f->old;
	f->old = g;
}

/* One that was rotated away before we looked. */
static void
take_rotated(struct tail *t, struct gen *g)
{
	struct follow *f = t->follow;

	for (struct gen *x = f->old; x; x = x->next)
		if (x->ino == g->ino && x->dev == g->dev) {
			gen_free(t, g);
			drain(f, x, false);
			return;
		}
	drain(f, g, false);
	watch_gen(f->watch, g);
	keep_old(f, g);
}

/* The bytes of a file were cut off: what is there now is a new generation. */
static struct gen *
truncated(struct follow *f, struct gen *g)
{
	struct gen *new = gen_again(f->t, g);
	struct stat st;

	drop(f, g);
	watch_gen(f->watch, new);
	new->dirty = true;
	if (fstat(new->fd, &st) == 0)
		rotate_catch_up(f->t, new->path, &st, take_rotated);
	return new;
}

/* Read what rotated files still get; let go of those that get nothing any more. */
static void
read_old(struct follow *f, bool expire)
{
	int64_t now = steady_ns();

	for (struct gen **at = &f->old, *g; (g = *at) != NULL;) {
		bool over = expire && now - g->grown_ns >= LINGER_S * TS_SECOND;

		if ((!g->dirty && !over) || (drain(f, g, over) && !over)) {
			at = &g->next;
			continue;
		}
		*at = g->next;
		drop(f, g);
	}
}

/* The path leads to another file, or to one at last. */
static void
open_source(struct follow *f, struct source *s)
{
	if (s->live) {
		drain(f, s->live, false); /* before the first line of the new file */
		keep_old(f, s->live);
	}
	for (struct gen *g = f->old; g; g = g->next)
		drain(f, g, false);
	s->live = source_open(f->t, s->path, s->said, take_rotated);
	if (!s->live && !s->said) {
		warn_msg("waiting for '%s'", s->path);
		s->said = true;
	}
	if (!s->live)
		return;
	s->said = false;
	if (!s->live->stream)
		watch_gen(f->watch, s->live);
	s->live->dirty = true;
}

static void
check(struct follow *f, struct source *s)
{
	struct stat st;

	s->check = false;
	if (s->above || s->dir_wd < 0)
		watch_path(f, s);
	if (stat(s->path, &st) < 0)
		return;		/* what is open is read on; something may come */
	if (!s->live || s->live->ino != st.st_ino || s->live->dev != st.st_dev)
		open_source(f, s);
	else
		s->live->dirty = true;
}

/* A share of what is there; true when there is more. */
static bool
turn(struct follow *f, struct source *s)
{
	enum gen_rc rc = GEN_MORE;

	for (int i = 0; i < TURN && rc == GEN_MORE; i++)
		rc = gen_read(f->t, s->live, false);
	if (rc == GEN_CHANGED)
		s->live = truncated(f, s->live);
	s->live->dirty = rc == GEN_MORE || rc == GEN_CHANGED;
	if (!s->live->dirty)
		control_source(f->t, s->live);
	return s->live->dirty;
}

/* Do what there is to do; what is left over is done when all others had their turn. */
static void
work(struct loop *loop, int unused, void *arg)
{
	struct follow *f = arg;
	bool more = false;

	(void)unused;
	f->again = NULL;
	for (size_t i = 0; i < f->n; i++) {
		struct source *s = &f->v[i];

		if (s->input || strcmp(s->path, "-") == 0)
			continue;
		if (s->check)
			check(f, s);
		if (s->live && s->live->dirty)
			more |= turn(f, s);
	}
	read_old(f, false);
	if (more)
		f->again = loop_after(loop, 0, work, f);
	control_flush(f->t);
}

static void
work_soon(struct follow *f)
{
	if (!f->again)
		f->again = loop_after(f->loop, 0, work, f);
}

static void
on_gen(void *arg, struct gen *g, bool moved)
{
	struct follow *f = arg;

	g->dirty = true;
	for (size_t i = 0; moved && i < f->n; i++)
		if (f->v[i].live == g)
			f->v[i].check = true;
}

static void
on_dir(void *arg, int wd, const char *name, bool gone)
{
	struct follow *f = arg;

	for (size_t i = 0; i < f->n; i++) {
		struct source *s = &f->v[i];

		if (s->dir_wd != wd)
			continue;
		if (gone)
			s->dir_wd = -1;
		if (gone || s->above || strcmp(name, s->base) == 0)
			s->check = true;
	}
}

static void
on_all(void *arg)
{
	struct follow *f = arg;

	for (size_t i = 0; i < f->n; i++)
		f->v[i].check = true;
	for (struct gen *g = f->old; g; g = g->next)
		g->dirty = true;
}

static void
on_news(struct loop *loop, int fd, void *arg)
{
	static const struct watch_calls calls = { on_gen, on_dir, on_all };
	struct follow *f = arg;

	(void)fd;
	watch_read(f->watch, &calls, f);
	if (!f->again)
		work(loop, -1, f);
}

/* Is there still something that may bring a line? */
static bool
anything(const struct follow *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->v[i].path, "-") != 0 || f->v[i].input)
			return true;
	return false;
}

static void
on_input(struct loop *loop, int fd, void *arg)
{
	struct source *s = arg;
	struct follow *f = s->follow;

	(void)fd;
	if (stream_turn(f->t, s->live) != GEN_MORE) {
		loop_remove(s->input);
		s->input = NULL;
		gen_free(f->t, s->live);
		s->live = NULL;
		s->said = true;
		if (!anything(f))
			loop_stop(loop);
	}
	control_flush(f->t);
}

static void
on_second(struct loop *loop, int unused, void *arg)
{
	struct follow *f = arg;

	(void)unused;
	if (out_gone(&f->t->out)) {
		errno = EPIPE;
		out_die(&f->t->out);
	}
	f->seconds++;
	for (size_t i = 0; i < f->n; i++) {
		struct source *s = &f->v[i];

		s->check |= !s->live || watch_poor(f->watch) || f->seconds % LOOK_S == 0;
	}
	read_old(f, true);
	if (!f->again)
		work(loop, -1, f);
}

static void
on_tick(struct loop *loop, int unused, void *arg)
{
	struct follow *f = arg;

	(void)unused;
	if (!f->again)
		work(loop, -1, f);
	control_tick(f->t);
	control_flush(f->t);
}

static void
on_stop(struct loop *loop, int sig, void *arg)
{
	(void)sig;
	(void)arg;
	loop_stop(loop);
}

/* /dev/null and its like cannot be waited for, and need not be. */
static bool
is_null(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && major(st->st_rdev) == 1;
}

static void
start(struct follow *f, struct source *s, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct stat st;

	s->path = path;
	s->follow = f;
	s->base = slash ? slash + 1 : path;
	s->dir = !slash ? mem_str(".") :
	    mem_copy(path, slash > path ? (size_t)(slash - path) : 1);
	s->dir_wd = -1;
	if (strcmp(path, "-") != 0)
		watch_path(f, s); /* before it is opened, so that no change is missed */
	open_source(f, s);
	if (!s->live || !s->live->stream)
		return;
	if (fstat(s->live->fd, &st) == 0 && !S_ISREG(st.st_mode) && !is_null(&st)) {
		s->input = loop_fd(f->loop, s->live->fd, LOOP_READ, on_input, s);
	} else {
		stream_drain(f->t, s->live);
		gen_free(f->t, s->live);
		s->live = NULL;
	}
}

static void
finish(struct follow *f)
{
	for (size_t i = 0; i < f->n; i++) {
		if (f->v[i].live)
			control_source(f->t, f->v[i].live);
		drop(f, f->v[i].live);
		free(f->v[i].dir);
	}
	for (struct gen *g; (g = f->old) != NULL;) {
		f->old = g->next;
		drain(f, g, true);
		drop(f, g);
	}
	free(f->v);
	watch_free(f->watch);
	loop_free(f->loop);
}

void
follow(struct tail *t)
{
	struct follow f = {
		.t = t, .loop = loop_new(), .watch = watch_new(), .n = t->o.npaths,
	};

	t->follow = &f;
	f.v = mem_zero(f.n, sizeof *f.v);
	loop_signal(f.loop, SIGTERM, on_stop, &f);
	loop_signal(f.loop, SIGINT, on_stop, &f);
	for (size_t i = 0; i < f.n; i++)
		start(&f, &f.v[i], t->o.paths[i]);
	if (watch_fd(f.watch) >= 0)
		loop_fd(f.loop, watch_fd(f.watch), LOOP_READ, on_news, &f);
	loop_every(f.loop, TS_SECOND, on_second, &f);
	if (t->o.tick_ns > 0)
		loop_every(f.loop, t->o.tick_ns, on_tick, &f);
	work_soon(&f);
	if (!*t->stop && anything(&f) && loop_run(f.loop) < 0)
		die_errno(EXIT_TROUBLE, "cannot wait for files");
	finish(&f);
	t->follow = NULL;
}
