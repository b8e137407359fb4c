/* logtail_track - the files that are followed: live ones and those rotated away. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "err.h"
#include "logtail.h"
#include "logtail_follow.h"
#include "loop.h"
#include "mem.h"

enum {
	/* a file that was rotated away is read until nothing came for so long */
	LINGER_S = 5,
};

#define EXPIRE_NS (TS_SECOND / 10)	/* entries that wait are looked at that often */

static loop_fn on_expiry;

void
track_dirty(struct follow *f, struct gen *g)
{
	if (g->dirty)
		return;
	g->dirty = true;
	TAILQ_INSERT_TAIL(&f->todo, g, todo);
	f->ntodo++;
}

void
track_clean(struct follow *f, struct gen *g)
{
	if (!g->dirty)
		return;
	g->dirty = false;
	TAILQ_REMOVE(&f->todo, g, todo);
	f->ntodo--;
}

/* One that was closed may be deleted, and its inode that of another file. */
static bool
is_there(struct tail *t, struct gen *g)
{
	return g->fd >= 0 || open_hold(t, g) || open_moved(t, g);
}

/* The file that is followed and has that inode; NULL: none. */
struct gen *
track_find(const struct follow *f, uint64_t dev, uint64_t ino)
{
	struct table_link *x = table_first(&f->by_ino, ino);

	for (; x; x = table_next(x)) {
		struct gen *g = TABLE_THING(x, struct gen, by_ino);

		if (g->ino == ino && g->dev == dev && is_there(f->t, g))
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
void
track_hold(struct follow *f, struct gen *g)
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
bool
track_remembers(const struct follow *f)
{
	return f->t->o.resume || f->t->o.state;
}

void
track_drop(struct follow *f, struct gen *g, const char *why)
{
	if (!g)
		return;
	if (!why || strcmp(why, "stopped") != 0 || !track_remembers(f))
		lines_finish(g);	/* else it is read again in the next run */
	control_source(f->t, g);
	if (why)
		ledger_stat(f->t, g, why);
	track_clean(f, g);
	release(f, g);
	if (g->entered)
		table_remove(&f->by_ino, &g->by_ino);
	watch_forget(f->watch, g);
	gen_free(f->t, g);
}

/* Only its bytes tell whether it is a file of its own, or a copy of one that is read. */
static void
reconsider(struct follow *f, struct gen *g)
{
	struct source *s = paths_find(f->paths, g->path);

	track_drop(f, g, NULL);
	if (!s)
		return;
	s->anew = true;
	paths_check(f->paths, s);
}

/* When a file beside a path turned out to be another one, all are looked at again. */
void
track_look_again(struct follow *f, struct source *s)
{

	if (!s || !s->anew)
		return;
	s->anew = false;
	rotate_catch_up(f->t, s->spec, s->path,
	    s->live && open_hold(f->t, s->live) ? s->live : NULL, track_rotated);
}

/*
 * Everything that is there now; of what came in its place, too: that is returned then.
 * NULL: it turned out to be something else, and is dropped; its path is to be looked at
 * again.
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
	if (rc == GEN_CHANGED && !g->source && gen_was_empty(g)) {
		reconsider(f, g);
		return NULL;
	}
	if (rc == GEN_CHANGED) {
		bool entered = g->entered;
		struct gen *new = source_again(f->t, g, track_rotated);

		new->source = g->source;
		g->source_off = gen_place(g);
		track_drop(f, g, NULL);
		if (entered)
			enter(f, new);
		return drain(f, new, final);
	}
	control_source(f->t, g);
	track_clean(f, g);
	return g;
}

/* final: nobody writes into it any more, so a last line needs no end. */
static void
leave_old(struct follow *f, struct gen *g, bool final)
{
	TAILQ_REMOVE(&f->old, g, old);
	f->nold--;
	track_drop(f, drain(f, g, final), final ? "rotated" : "stopped");
}

void
track_leave_old(struct follow *f, struct gen *g, bool final)
{
	struct source *s = paths_find(f->paths, g->path);

	leave_old(f, g, final);
	track_look_again(f, s);
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
struct gen *
track_next_old(struct follow *f)
{
	struct gen *g = TAILQ_FIRST(&f->old);

	if (g) {
		TAILQ_REMOVE(&f->old, g, old);
		TAILQ_INSERT_TAIL(&f->old, g, old);
	}
	return g;
}

/* One that is followed already has bytes that were not read. */
void
track_read(struct follow *f, struct gen *g)
{
	struct source *s = g->source;

	if (g->busy) {		/* it is the one for which all this is done */
		track_dirty(f, g);
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

static void
take_rotated(struct follow *f, struct gen *g)
{
	struct gen *x = track_find(f, g->dev, g->ino);

	if (g->packed) {	/* nobody writes into that any more */
		stream_drain(f->t, g);
		track_drop(f, g, "rotated");
	} else if (x) {		/* before what is younger */
		gen_free(f->t, g);
		track_read(f, x);
	} else if (fresh(g)) {
		enter(f, g);
		keep_old(f, drain(f, g, false));
	} else {
		track_drop(f, drain(f, g, true), "rotated");
	}
}

/* One that was rotated away before we looked. */
bool
track_rotated(struct tail *t, struct gen *g)
{
	struct follow *f = t->follow;
	struct source *s = paths_find(f->paths, g->path);
	bool anew;

	take_rotated(f, g);
	anew = s && s->anew;
	if (anew)
		s->anew = false;
	return !anew;
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
	track_dirty(f, g);
}

/* The bytes of a file were cut off: what is there now is a new generation. */
void
track_truncated(struct follow *f, struct gen *g)
{
	struct source *s = g->source;
	struct gen *new;

	if (!s) {
		s = paths_find(f->paths, g->path);
		drain_old(f, g);
		track_look_again(f, s);
		return;
	}
	s->live = NULL;
	new = source_again(f->t, g, track_rotated);
	g->source_off = gen_place(g);	/* its copy was read on meanwhile */
	track_drop(f, g, NULL);
	set_live(f, s, new);
}

/* Let go of what was rotated away and gets nothing any more. */
void
track_expire(struct follow *f)
{
	int64_t now = gen_steady_ns();
	struct gen *g;

	for (size_t n = f->nold; n > 0 && (g = track_next_old(f)) != NULL; n--)
		if (now - g->grown_ns >= LINGER_S * TS_SECOND)
			track_leave_old(f, g, true);
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
void
track_set_aside(struct follow *f, struct source *s)
{
	struct gen *g = s->live;

	if (!g)
		return;
	if (g->stream)
		leave_input(f, s);
	s->live = NULL;
	if (g->stream) {
		track_drop(f, g, "rotated");
	} else if (open_hold(f->t, g) || open_moved(f->t, g)) {
		keep_old(f, drain(f, g, false));
	} else {	/* it was read to its end before it was closed */
		if (g->dirty)
			ledger_gap(f->t, g->path, g->fid, g->off, -1,
			    "gone while it was closed");
		track_drop(f, g, "rotated");
	}
}

void
track_open(struct follow *f, struct source *s)
{
	struct gen *g;

	track_set_aside(f, s);
	for (size_t n = f->nold; n > 0 && (g = track_next_old(f)) != NULL; n--)
		if (g->dirty || strcmp(g->path, s->path) == 0)
			drain_old(f, g);
	g = source_open(f->t, s->spec, s->path, s->said, track_rotated);
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
		follow_input(f, s);
	}
}
