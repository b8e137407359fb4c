/* logtail_follow - files that grow, are rotated or truncated, appear late. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
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

#define EXPIRE_NS (TS_SECOND / 10)	/* entries that wait are looked at that often */

struct follow {
	struct tail *t;
	struct loop *loop;
	struct watch *watch;
	struct paths *paths;
	struct gens old;	/* rotated away, maybe still written */
	size_t nold;
	struct gens todo;	/* there may be something to read */
	size_t ntodo;
	struct table by_ino;	/* both, and the live files */
	size_t inputs;		/* streams that have not ended */
	struct gens holding;	/* whose last entry may go on */
	struct loop_event *again, *expiry;
	struct listen **listen;
	size_t nlisten;
	unsigned seconds;
};

static loop_fn on_expiry;

static void
set_dirty(struct follow *f, struct gen *g)
{
	if (g->dirty)
		return;
	g->dirty = true;
	TAILQ_INSERT_TAIL(&f->todo, g, todo);
	f->ntodo++;
}

static void
set_clean(struct follow *f, struct gen *g)
{
	if (!g->dirty)
		return;
	g->dirty = false;
	TAILQ_REMOVE(&f->todo, g, todo);
	f->ntodo--;
}

/* The file that is followed and has that inode; NULL: none. */
static struct gen *
followed(const struct follow *f, uint64_t dev, uint64_t ino)
{
	struct table_link *x = table_first(&f->by_ino, ino);

	for (; x; x = table_next(x)) {
		struct gen *g = TABLE_THING(x, struct gen, by_ino);

		if (g->ino == ino && g->dev == dev)
			return g;
	}
	return NULL;
}

/* Begin to follow a file. */
static void
enter(struct follow *f, struct gen *g)
{
	watch_gen(f->watch, g);
	table_add(&f->by_ino, g->ino, &g->by_ino);
	g->entered = true;
}

/* An entry waits for its next line, which may never come. */
static void
hold(struct follow *f, struct gen *g)
{
	if (g->holds || !g->entry || entry_pending(g->entry) < 0)
		return;
	g->holds = true;
	g->holds_ns = f->t->now_ns;
	TAILQ_INSERT_TAIL(&f->holding, g, held_back);
	if (!f->expiry)
		f->expiry = loop_after(f->loop, EXPIRE_NS, on_expiry, f);
}

static void
release(struct follow *f, struct gen *g)
{
	if (!g->holds)
		return;
	g->holds = false;
	TAILQ_REMOVE(&f->holding, g, held_back);
}

/* Entries whose time is over go out. */
static void
on_expiry(struct loop *loop, int unused, void *arg)
{
	struct follow *f = arg;
	struct gen *g, *next;

	(void)unused;
	f->expiry = NULL;
	for (g = TAILQ_FIRST(&f->holding); g; g = next) {
		next = TAILQ_NEXT(g, held_back);
		if (!g->dirty)	/* all that there is was handed over */
			entry_expire(g->entry, gen_steady_ns());
		if (entry_pending(g->entry) >= 0)
			continue;
		release(f, g);
		control_source(f->t, g);
	}
	if (!TAILQ_EMPTY(&f->holding))
		f->expiry = loop_after(loop, EXPIRE_NS, on_expiry, f);
	control_flush(f->t);
}

/* Is it kept anywhere how far all was read? */
static bool
remembers(const struct follow *f)
{
	return f->t->o.resume || f->t->o.state;
}

static void
drop(struct follow *f, struct gen *g, const char *why)
{
	if (!g)
		return;
	if (!why || strcmp(why, "stopped") != 0 || !remembers(f))
		lines_finish(g);	/* else it is read again in the next run */
	control_source(f->t, g);
	if (why)
		ledger_stat(f->t, g, why);
	set_clean(f, g);
	release(f, g);
	if (g->entered)
		table_remove(&f->by_ino, &g->by_ino);
	watch_forget(f->watch, g);
	gen_free(f->t, g);
}

static void take_rotated(struct tail *, struct gen *);
static void take_input(struct follow *, struct source *);

/* A rotated file that was empty when it was opened, and has its first bytes now. */
static bool
is_empty_one(const struct gen *g)
{
	return !g->source && g->off == 0 && g->pin_n == 0;
}

/* Only its bytes tell whether it is a file of its own, or a copy of one that is read. */
static void
reconsider(struct follow *f, struct gen *g)
{
	struct source *s = paths_find(f->paths, g->path);
	const struct spec *spec = g->spec;
	char *path = mem_str(g->path);
	size_t handed = 0;

	drop(f, g, NULL);
	rotate_catch_up(f->t, spec, path,
	    s && s->live && open_hold(f->t, s->live) ? s->live : NULL, take_rotated,
	    &handed);
	free(path);
}

/*
 * Everything that is there now; of what came in its place, too: that is returned then.
 * NULL: it turned out to be something else, and is dropped.
 */
static struct gen *
drain(struct follow *f, struct gen *g, bool final)
{
	enum gen_rc rc = GEN_MORE;
	int64_t off = g->off;

	while (rc == GEN_MORE)
		rc = gen_read(f->t, g, final);
	if (g->off > off)
		g->grown_ns = gen_steady_ns();
	if (rc == GEN_CHANGED && is_empty_one(g)) {
		reconsider(f, g);
		return NULL;
	}
	if (rc == GEN_CHANGED) {
		bool entered = g->entered;
		struct gen *new = source_again(f->t, g, take_rotated);

		new->source = g->source;
		g->source_off = gen_place(g);
		drop(f, g, NULL);
		if (entered)
			enter(f, new);
		return drain(f, new, final);
	}
	control_source(f->t, g);
	set_clean(f, g);
	return g;
}

/* final: nobody writes into it any more, so a last line needs no end. */
static void
leave_old(struct follow *f, struct gen *g, bool final)
{
	TAILQ_REMOVE(&f->old, g, old);
	f->nold--;
	drop(f, drain(f, g, final), final ? "rotated" : "stopped");
}

static void
keep_old(struct follow *f, struct gen *g)
{
	if (!g)
		return;
	lines_finish(g);	/* before the first line of the next one */
	control_source(f->t, g);
	g->grown_ns = gen_steady_ns();
	g->source = NULL;
	open_keep(f->t, g);
	TAILQ_INSERT_TAIL(&f->old, g, old);
	f->nold++;
	while (f->nold > (size_t)f->t->o.max_open && TAILQ_FIRST(&f->old) != g)
		leave_old(f, TAILQ_FIRST(&f->old), true);
}

/* Read on what was rotated away; it becomes the last of the old ones. */
static void
drain_old(struct follow *f, struct gen *g)
{
	TAILQ_REMOVE(&f->old, g, old);
	f->nold--;
	g = drain(f, g, false);
	if (!g)
		return;
	TAILQ_INSERT_TAIL(&f->old, g, old);
	f->nold++;
}

/* The first of the old ones, which becomes the last: for nold times all are met. */
static struct gen *
next_old(struct follow *f)
{
	struct gen *g = TAILQ_FIRST(&f->old);

	if (g) {
		TAILQ_REMOVE(&f->old, g, old);
		TAILQ_INSERT_TAIL(&f->old, g, old);
	}
	return g;
}

/* One that is followed already has bytes that were not read. */
static void
read_followed(struct follow *f, struct gen *g)
{
	struct source *s = g->source;

	if (g->busy) {		/* it is the one for which all this is done */
		set_dirty(f, g);
	} else if (s) {
		s->live = NULL;
		s->live = drain(f, g, false);
		open_let(f->t, s->live);
	} else {
		drain_old(f, g);
	}
}

/* Did it change so short a time ago that somebody may still write into it? */
static bool
fresh(const struct gen *g)
{
	struct stat st;

	return fstat(g->fd, &st) == 0 &&
	    ts_now() - st.st_mtim.tv_sec * TS_SECOND < (LINGER_S + 1) * TS_SECOND;
}

/* One that was rotated away before we looked. */
static void
take_rotated(struct tail *t, struct gen *g)
{
	struct follow *f = t->follow;
	struct gen *x = followed(f, g->dev, g->ino);

	if (g->packed) {	/* nobody writes into that any more */
		stream_drain(t, g);
		drop(f, g, "rotated");
	} else if (x) {		/* before what is younger */
		gen_free(t, g);
		read_followed(f, x);
	} else if (fresh(g)) {
		enter(f, g);
		keep_old(f, drain(f, g, false));
	} else {
		drop(f, drain(f, g, true), "rotated");
	}
}

static void
set_live(struct follow *f, struct source *s, struct gen *g)
{
	s->live = g;
	if (!g)
		return;
	g->source = s;
	if (g->packed || g->stream)
		return;
	enter(f, g);
	open_let(f->t, g);
	set_dirty(f, g);
}

/* The bytes of a file were cut off: what is there now is a new generation. */
static void
truncated(struct follow *f, struct gen *g)
{
	struct source *s = g->source;
	struct gen *new;

	if (!s) {
		drain_old(f, g);
		return;
	}
	s->live = NULL;
	new = source_again(f->t, g, take_rotated);
	g->source_off = gen_place(g);	/* its copy was read on meanwhile */
	drop(f, g, NULL);
	set_live(f, s, new);
}

/* Let go of what was rotated away and gets nothing any more. */
static void
expire_old(struct follow *f)
{
	int64_t now = gen_steady_ns();
	struct gen *g;

	for (size_t n = f->nold; n > 0 && (g = next_old(f)) != NULL; n--)
		if (now - g->grown_ns >= LINGER_S * TS_SECOND)
			leave_old(f, g, true);
}

/* Nothing more is waited for; what is in a pipe that has lost its name is taken. */
static void
leave_input(struct follow *f, struct source *s)
{
	struct pollfd p = { .fd = s->live->fd, .events = POLLIN };

	if (!s->input)
		return;
	loop_remove(s->input);
	s->input = NULL;
	f->inputs--;
	for (int i = 0; i < TURN && poll(&p, 1, 0) > 0; i++)
		if (stream_turn(f->t, s->live) != GEN_MORE)
			break;
}

/* The path leads to another file: the old one first, before its first line. */
static void
set_aside(struct follow *f, struct source *s)
{
	struct gen *g = s->live;

	if (!g)
		return;
	if (g->stream)
		leave_input(f, s);
	s->live = NULL;
	if (g->stream) {
		drop(f, g, "rotated");
	} else if (open_hold(f->t, g) || open_moved(f->t, g)) {
		keep_old(f, drain(f, g, false));
	} else {	/* it was read to its end before it was closed */
		if (g->dirty)
			ledger_gap(f->t, g->path, g->fid, g->off, -1,
			    "gone while it was closed");
		drop(f, g, "rotated");
	}
}

static void
open_path(struct follow *f, struct source *s)
{
	struct gen *g;

	set_aside(f, s);
	for (size_t n = f->nold; n > 0 && (g = next_old(f)) != NULL; n--)
		if (g->dirty || strcmp(g->path, s->path) == 0)
			drain_old(f, g);
	g = source_open(f->t, s->spec, s->path, s->said, take_rotated);
	if (!g && !s->said) {
		warn_msg("waiting for '%s'", s->path);
		s->said = true;
	}
	if (!g)
		return;
	s->said = false;
	set_live(f, s, g);
	if (g->packed) {
		stream_drain(f->t, g);
		control_source(f->t, g);
	} else if (g->stream) {
		take_input(f, s);
	}
}

static bool
has_changed(const struct gen *g, const struct stat *st)
{
	return st->st_size != g->size ||
	    st->st_mtim.tv_sec * TS_SECOND + st->st_mtim.tv_nsec != g->changed_ns;
}

static void
check(struct follow *f, struct source *s)
{
	struct stat st;

	paths_watch(f->paths, s);
	if (stat(s->path, &st) < 0) {	/* what is open is read on; something may come */
		if (s->live && !s->live->stream && s->live->fd >= 0)
			read_followed(f, s->live);
		source_gone(f->t, s->spec, s->path, take_rotated);
		return;
	}
	if (s->live && s->live->ino == st.st_ino && s->live->dev == st.st_dev) {
		if (!s->live->stream && has_changed(s->live, &st))
			set_dirty(f, s->live);
	} else if (followed(f, st.st_dev, st.st_ino)) {
		set_aside(f, s);	/* it is read under another path */
	} else {
		open_path(f, s);
	}
}

/* A share of what is there. */
static void
turn(struct follow *f, struct gen *g)
{
	enum gen_rc rc = GEN_MORE;
	int64_t off = g->off;

	for (int i = 0; i < TURN && rc == GEN_MORE; i++)
		rc = gen_read(f->t, g, false);
	set_clean(f, g);
	if (g->off > off)
		g->grown_ns = gen_steady_ns();
	if (rc == GEN_MORE)
		set_dirty(f, g);	/* after all others */
	else if (rc == GEN_CHANGED)
		truncated(f, g);
	else if (rc == GEN_AWAY && g->source)
		paths_check(f->paths, g->source);
	else if (rc == GEN_END)
		control_source(f->t, g);
	if (rc == GEN_END || rc == GEN_MORE)
		hold(f, g);
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
		truncated(f, g);
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
	for (size_t n = f->nold; n > 0 && (g = next_old(f)) != NULL; n--)
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

	set_dirty(f, g);
	if (moved && g->source)
		paths_check(f->paths, g->source);
}

static void
on_dir(void *arg, int wd, const char *name, bool gone)
{
	struct follow *f = arg;

	paths_told(f->paths, wd, name, gone);
}

/* Look at every path, whatever inotify says of it. */
static void
look_at_all(struct follow *f, bool patterns)
{
	struct gen *g;

	paths_check_all(f->paths);
	paths_look_again(f->paths, patterns);
	TAILQ_FOREACH(g, &f->old, old)
		set_dirty(f, g);
}

static void
on_all(void *arg)
{
	look_at_all(arg, true);
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
		drop(f, s->live, "end");
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
	if (watch_poor(f->watch) || f->seconds % LOOK_S == 0)
		look_at_all(f, false);
	else
		paths_check_waiting(f->paths);
	expire_old(f);
	if (!f->again)
		work(loop, -1, f);
	check_growth(f);
	control_flush(f->t);
	state_write(f->t);
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
static void
take_input(struct follow *f, struct source *s)
{
	struct stat st;

	if (fstat(s->live->fd, &st) == 0 && !S_ISREG(st.st_mode) && !is_null(&st)) {
		s->input = loop_fd(f->loop, s->live->fd, LOOP_READ, on_input, s);
		f->inputs++;
	} else {
		stream_drain(f->t, s->live);
		drop(f, s->live, "end");
		s->live = NULL;
	}
}

/* It, or its directory, was renamed, or it has several names: one of them will do. */
static bool
is_followed(const struct follow *f, const struct source *s)
{
	struct stat st;

	return !s->is_stdin && stat(s->path, &st) == 0 &&
	    followed(f, st.st_dev, st.st_ino) != NULL;
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
	open_path(f, s);
}

static void
finish(struct follow *f)
{
	struct source *s;
	struct gen *g;

	for (size_t i = 0; i < f->nlisten; i++)
		listen_free(f->listen[i]);
	free(f->listen);
	for (s = paths_first(f->paths); s; s = TAILQ_NEXT(s, next)) {
		drop(f, s->live, "stopped");
		s->live = NULL;
	}
	while ((g = TAILQ_FIRST(&f->old)) != NULL)
		leave_old(f, g, !remembers(f));
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
