/*
 * walk.h - what a random walk knows: of the log, of those who follow it, and which of its lines
 * may be lost.
 *
 * A line may be lost when its bytes were truncated or deleted before it came out and are in no
 * copy: walk_forgive().  All others must come out.
 */
#ifndef TESTS_WALK_H
#define TESTS_WALK_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"
#include "numbered.h"
#include "rotate.h"
#include "stages.h"

enum { WALK_LINES = 40 };	/* of a step, mostly */

struct walk_span {
	long from, to;
};

struct walk {
	struct writer w;
	struct stages s;
	bool state;
	bool frozen;
	bool absent;		/* there is no app.log */
	bool late;		/* app.log was renamed; it is written on */
	bool held;		/* this app.log is open in logtail for certain */
	struct walk_span ghost;	/* lines of deleted files, which only logtail has open */
	long safe;		/* the last line that must come out */
	long at_start;		/* lines that were written before this run began */
	struct walk_span *gone;	/* lines that may be lost */
	size_t ngone, cap;
	unsigned kills, stops;
	unsigned rotated;	/* files beside app.log */
	FILE *steps;
	bool failed;
};

static inline uint64_t
walk_draw(struct walk *t, uint64_t below)
{
	return numbered_draw(&t->w.random, below);
}

static inline void
walk_start(struct walk *t)
{
	const char *tail[] = {
		"logtail", "-f", "--tick", "0", t->w.path,
		t->state ? "--state" : "--resume", t->state ? "state" : "archive", NULL,
	};
	const char *append[] = { "archive", "append", "--pass", "archive", NULL };
	const char *const *pipeline[] = { tail, t->state ? NULL : append, NULL };

	t->at_start = t->w.written;
	stages_start(&t->s, pipeline);
}

/* Lines of that span which did not come out may be lost. */
static inline void
walk_forgive(struct walk *t, long from, long to)
{
	if (from <= t->s.seen)
		from = t->s.seen + 1;
	if (from > to)
		return;
	t->gone = mem_grow(t->gone, &t->cap, t->ngone + 1, sizeof *t->gone);
	t->gone[t->ngone++] = (struct walk_span){ from, to };
	for (size_t i = t->ngone; i > 0; i--)	/* what was destroyed before ends there, too */
		if (t->safe <= t->gone[i - 1].to && t->safe >= t->gone[i - 1].from)
			t->safe = t->gone[i - 1].from - 1;
}

/* What only a process had that is no more. */
static inline void
walk_forgive_ghosts(struct walk *t)
{
	if (t->ghost.to > 0)
		walk_forgive(t, t->ghost.from, t->ghost.to);
	t->ghost = (struct walk_span){ 0, 0 };
	t->held = false;
}

static inline void
walk_thaw(struct walk *t)
{
	if (t->frozen)
		kill(t->s.pid[0], SIGCONT);
	t->frozen = false;
}

static inline void
walk_freeze(struct walk *t)
{
	int status;

	if (t->frozen || t->s.n == 0)
		return;
	kill(t->s.pid[0], SIGSTOP);
	if (waitpid(t->s.pid[0], &status, WUNTRACED) < 0 || !WIFSTOPPED(status))
		stages_fail("logtail did not stop");
	t->frozen = true;
}

static inline void
walk_stop(struct walk *t)
{
	if (t->s.n == 0)
		return;
	walk_thaw(t);
	if (!stages_stop(&t->s))
		t->failed = true;
	walk_forgive_ghosts(t);
	t->stops++;
}

static inline void
walk_kill(struct walk *t)
{
	if (t->s.n == 0)
		return;
	t->frozen = false;
	stages_kill(&t->s, (int)walk_draw(t, (uint64_t)t->s.n));
	walk_forgive_ghosts(t);
	t->kills++;
}

static inline void
walk_rest(struct walk *t)
{
	if (t->w.half[0] == '\0')
		return;
	writer_rest(&t->w);
	t->safe = t->w.written;
}

/* app.log is there. */
static inline void
walk_appear(struct walk *t)
{
	if (t->late)
		walk_rest(t);
	if (t->late || t->absent) {
		if (t->late)
			close(t->w.fd);
		writer_open(&t->w);
		t->held = false;
	}
	t->late = t->absent = false;
}

static inline void
walk_lines(struct walk *t)
{
	uint64_t most = walk_draw(t, 20) == 0 ? WALK_LINES * 50 : WALK_LINES;

	if (t->absent)
		walk_appear(t);
	writer_lines(&t->w, 1 + (long)walk_draw(t, most));
	t->safe = t->w.written;
}

/*
 * All that must come out has come out.  What was archived by a run that was killed before it was
 * passed on never comes out: it is a line of this run that is waited for.
 */
static inline void
walk_sync(struct walk *t)
{
	if (t->s.n == 0)
		walk_start(t);
	walk_thaw(t);
	if (t->failed)
		return;
	if (t->safe <= t->at_start)
		walk_lines(t);
	if (!stages_await(&t->s, t->safe)) {
		t->failed = true;
		return;
	}
	t->ghost = (struct walk_span){ 0, 0 };
	/* it is open in logtail for certain when a line of it came in this run */
	t->held = !t->absent && !t->late && t->w.first <= t->safe &&
	    t->safe == t->w.written && t->safe > t->at_start;
}

#endif
