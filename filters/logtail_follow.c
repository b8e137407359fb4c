/* logtail_follow - files that grow, are rotated or truncated, appear late. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"
#include "logtail_follow.h"
#include "logtail_listen.h"
#include "loop.h"
#include "mem.h"

enum {
	/* all paths are looked at that often, whatever inotify says; a share a second */
	LOOK_S = 10,
};

static bool
has_changed(const struct gen *g, const struct stat *st)
{
	return st->st_size != g->size ||
	    st->st_mtim.tv_sec * TS_SECOND + st->st_mtim.tv_nsec != g->changed_ns;
}

/*
 * Does the path still lead to it?  While it was closed it may have been deleted, and
 * another file have got its inode: then that has changed, and cannot be opened as the
 * same one.
 */
static bool
is_still(struct follow *f, struct gen *g, const struct stat *st)
{
	return g->ino == st->st_ino && g->dev == st->st_dev &&
	    (g->stream || !has_changed(g, st) || open_hold(f->t, g));
}

static void
look_at(struct follow *f, struct source *s)
{
	struct stat st;

	paths_watch(f->paths, s);
	if (stat(s->path, &st) < 0) {	/* what is open is read on; something may come */
		if (s->live && !s->live->stream && s->live->fd >= 0)
			track_read(f, s->live);
		source_gone(f->t, s->spec, s->path, track_rotated);
	} else if (s->live && is_still(f, s->live, &st)) {
		if (!s->live->stream && has_changed(s->live, &st))
			track_dirty(f, s->live);
	} else if (track_find(f, st.st_dev, st.st_ino)) {
		track_set_aside(f, s);	/* it is read under another path */
	} else {
		track_open(f, s);
	}
}

static void
check(struct follow *f, struct source *s)
{
	look_at(f, s);
	track_look_again(f, s);
}

/* A share of what is there. */
static void
turn(struct follow *f, struct gen *g)
{
	enum gen_rc rc = GEN_MORE;
	int64_t off = g->off;

	for (int i = 0; i < TURN && rc == GEN_MORE; i++)
		rc = gen_read(f->t, g, false);
	track_clean(f, g);
	if (g->off > off)
		g->grown_ns = gen_steady_ns();
	if (rc == GEN_MORE)
		track_dirty(f, g);	/* after all others */
	else if (rc == GEN_CHANGED)
		track_truncated(f, g);
	else if (rc == GEN_AWAY && g->source)
		paths_check(f->paths, g->source);
	else if (rc == GEN_END)
		control_source(f->t, g);
	if (rc == GEN_END || rc == GEN_MORE)
		track_hold(f, g);
}

/* Do what there is to do; what is left over is done when all others had their turn. */
static void
work(struct loop *loop, int unused, void *arg)
{
	struct follow *f = arg;
	struct source *s;

	(void)unused;
	f->again = NULL;
	while ((s = paths_next(f->paths)) != NULL)
		check(f, s);
	for (size_t n = f->ntodo; n > 0 && !TAILQ_EMPTY(&f->todo); n--)
		turn(f, TAILQ_FIRST(&f->todo));
	if (!TAILQ_EMPTY(&f->todo) || paths_any(f->paths))
		f->again = loop_after(loop, 0, work, f);
	control_flush(f->t);
}

/* What a file has at this moment; writers that never pause do not keep us. */
static void
drain_now(struct follow *f, struct gen *g)
{
	enum gen_rc rc = GEN_MORE;
	struct stat st;

	if (g->stream || !open_hold(f->t, g) || fstat(g->fd, &st) < 0)
		return;
	while (rc == GEN_MORE && g->off < st.st_size)
		rc = gen_read(f->t, g, false);
	if (rc == GEN_CHANGED)
		track_truncated(f, g);
	else
		lines_finish(g);
}

void
follow_drain(struct follow *f)
{
	struct source *s;
	struct gen *g;

	for (s = paths_first(f->paths); s; s = TAILQ_NEXT(s, next)) {
		if (s->is_stdin || s->input)
			continue;
		check(f, s);
		if (s->live)
			drain_now(f, s->live);
	}
	for (size_t n = f->nold; n > 0 && (g = track_next_old(f)) != NULL; n--)
		drain_now(f, g);
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

	track_dirty(f, g);
	if (moved && g->source)
		paths_check(f->paths, g->source);
}

static void
on_dir(void *arg, int wd, const char *name, bool gone)
{
	struct follow *f = arg;

	paths_told(f->paths, wd, name, gone);
}

/* Look at what has no path, and for new paths, whatever inotify says. */
static void
look_beside(struct follow *f, bool patterns)
{
	struct gen *g;

	paths_look_again(f->paths, patterns);
	TAILQ_FOREACH(g, &f->old, old)
		track_dirty(f, g);
}

static void
on_all(void *arg)
{
	struct follow *f = arg;

	paths_check_all(f->paths);
	look_beside(f, true);
}

/* What inotify may not say: a line never waits for more than a share of all looks. */
static void
look(struct follow *f)
{
	bool poor = watch_poor(f->watch);

	f->seconds++;
	if (poor)
		paths_check_all(f->paths);
	else
		paths_check_share(f->paths, LOOK_S);
	if (poor || f->seconds % LOOK_S == 0)
		look_beside(f, false);
	paths_check_waiting(f->paths);
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

static void
on_input(struct loop *loop, int fd, void *arg)
{
	struct source *s = arg;
	struct follow *f = s->follow;

	(void)fd;
	if (stream_turn(f->t, s->live) != GEN_MORE) {
		loop_remove(s->input);
		s->input = NULL;
		f->inputs--;
		track_drop(f, s->live, "end");
		s->live = NULL;
		s->said = true;
		if (f->inputs == 0 && paths_only_inputs(f->paths) && f->nlisten == 0)
			loop_stop(loop);
	}
	control_flush(f->t);
}

/* Which sources grow? */
static void
check_growth(struct follow *f)
{
	struct source *s;

	for (s = paths_first(f->paths); s; s = TAILQ_NEXT(s, next))
		if (s->live && !s->live->stream)
			check_grown(s->spec, s->live->changed_ns);
	check_silence(f->t, &f->t->sources, ts_now());
}

static void
on_size(struct loop *loop, int unused, void *arg)
{
	struct follow *f = arg;
	struct source *s;

	(void)unused;
	if (!f->again)
		work(loop, -1, f);
	for (s = paths_first(f->paths); s; s = TAILQ_NEXT(s, next))
		if (s->live && !s->live->stream)
			check_size(f->t, s->spec, s->path, s->live->size, &s->size_said);
	control_flush(f->t);
}

/*
 * Is all read that was asked for?  After the end of that time each path was
 * looked at once more; what a stream may still bring is of any time.
 */
static bool
is_over(const struct follow *f)
{
	int64_t until = f->t->o.until_ns;

	return until != TS_NONE && ts_now() - until > LOOK_S * TS_SECOND &&
	    f->inputs == 0 && TAILQ_EMPTY(&f->todo) && !paths_any(f->paths);
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
	look(f);
	track_expire(f);
	if (!f->again)
		work(loop, -1, f);
	if (f->may_be_silent)
		check_growth(f);
	control_flush(f->t);
	state_write(f->t);
	if (is_over(f))
		loop_stop(loop);
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

/* SIGUSR1: the account of every generation so far. */
static void
on_ask(struct loop *loop, int sig, void *arg)
{
	struct follow *f = arg;
	struct gen *g;
	struct source *s;

	(void)sig;
	if (!f->again)
		work(loop, -1, f);
	for (s = paths_first(f->paths); s; s = TAILQ_NEXT(s, next))
		if (s->live)
			ledger_stat(f->t, s->live, "asked");
	TAILQ_FOREACH(g, &f->old, old)
		ledger_stat(f->t, g, "asked");
	on_size(loop, -1, f);
	if (f->t->o.stats)
		ledger_totals(f->t);
}

/* /dev/null and its like cannot be waited for, and need not be. */
static bool
is_null(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && major(st->st_rdev) == 1;
}

/* A stream is waited for, or read to its end at once. */
void
follow_input(struct follow *f, struct source *s)
{
	struct stat st;

	if (fstat(s->live->fd, &st) == 0 && !S_ISREG(st.st_mode) && !is_null(&st)) {
		s->input = loop_fd(f->loop, s->live->fd, LOOP_READ, on_input, s);
		f->inputs++;
	} else {
		stream_drain(f->t, s->live);
		track_drop(f, s->live, "end");
		s->live = NULL;
	}
}

/* It, or its directory, was renamed, or it has several names: one of them will do. */
static bool
is_followed(const struct follow *f, const struct source *s)
{
	struct stat st;

	return !s->is_stdin && stat(s->path, &st) == 0 &&
	    track_find(f, st.st_dev, st.st_ino) != NULL;
}

/* A path that is to be followed from now on. */
static void
start(void *arg, struct source *s)
{
	struct follow *f = arg;

	s->follow = f;
	if (!s->is_stdin)
		paths_watch(f->paths, s); /* before, so that no change is missed */
	if (is_followed(f, s))
		return;
	track_open(f, s);
}

static void
finish(struct follow *f)
{
	struct source *s;
	struct gen *g;

	for (size_t i = 0; i < f->nlisten; i++)
		listen_free(f->listen[i]);
	free(f->listen);
	while ((g = TAILQ_FIRST(&f->old)) != NULL)
		track_leave_old(f, g, !track_remembers(f));
	for (s = paths_first(f->paths); s; s = TAILQ_NEXT(s, next)) {
		track_drop(f, s->live, "stopped");
		s->live = NULL;
	}
	table_clear(&f->by_ino);
	paths_free(f->paths);
	watch_free(f->watch);
	loop_free(f->loop);
}

/* Begin with a source: a path, a pattern, an address. */
static void
add(struct follow *f, const struct spec *x)
{
	if (x->path)
		paths_add(f->paths, x, x->path);
	else
		f->listen[f->nlisten++] = listen_new(f->t, f->loop, x, x->listen);
}

void
follow(struct tail *t)
{
	struct follow f = { .t = t, .loop = loop_new(), .watch = watch_new() };

	t->follow = &f;
	TAILQ_INIT(&f.old);
	TAILQ_INIT(&f.todo);
	TAILQ_INIT(&f.holding);
	f.listen = mem_zero(t->sources.n + 1, sizeof *f.listen);
	f.paths = paths_new(f.watch, start, &f);
	loop_signal(f.loop, SIGTERM, on_stop, &f);
	loop_signal(f.loop, SIGINT, on_stop, &f);
	loop_signal(f.loop, SIGUSR1, on_ask, &f);
	for (size_t i = 0; i < t->sources.n; i++)
		add(&f, &t->sources.v[i]);
	f.may_be_silent = check_any(&t->sources);
	t->begun = true;
	if (watch_fd(f.watch) >= 0)
		loop_fd(f.loop, watch_fd(f.watch), LOOP_READ, on_news, &f);
	loop_every(f.loop, TS_SECOND, on_second, &f);
	if (t->o.size_ns > 0)
		loop_every(f.loop, t->o.size_ns, on_size, &f);
	if (t->o.tick_ns > 0)
		loop_every(f.loop, t->o.tick_ns, on_tick, &f);
	work_soon(&f);
	if (!*t->stop && (f.inputs > 0 || f.nlisten > 0 || !paths_only_inputs(f.paths)) &&
	    loop_run(f.loop) < 0)
		die_errno(EXIT_TROUBLE, "cannot wait for files");
	finish(&f);
	t->follow = NULL;
}
