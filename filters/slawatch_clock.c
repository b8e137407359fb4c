/* slawatch_clock - what a record does to the clocks of its case. */
#include <stdlib.h>
#include <string.h>

#include "cal.h"
#include "err.h"
#include "expr.h"
#include "mem.h"
#include "rec.h"
#include "slawatch.h"
#include "ts.h"

static bool
yes(struct watch *w, const struct clock *k, enum cond c, struct rec *rec)
{
	enum expr_rc rc = k->cond[c] ? expr_test(k->cond[c], rec) : EXPR_NO;

	if (rc == EXPR_ERROR && w->errors++ == 0)
		warn_msg("%s: clock %s: condition '%s': %s", w->contract->name, k->name,
		    k->cond_text[c], expr_why(k->cond[c]));
	return rc == EXPR_YES;
}

/* The case's name: a string, or a number as it stands. */
static bool
key_of(const struct clock *k, struct rec *rec, char key[KEY_MAX])
{
	struct rec_value v;
	const char *s;
	size_t n;

	if (!rec_str(rec, k->key, &s, &n)) {
		if (rec_get(rec, k->key, &v) != REC_NUMBER)
			return false;
		s = v.raw;
		n = v.n;
	}
	if (n == 0 || n >= KEY_MAX || memchr(s, '\0', n))
		return false;
	memcpy(key, s, n);
	key[n] = '\0';
	return true;
}

/* The system that a record names, if its name is of a length that systems have. */
static char *
system_of(struct rec *rec)
{
	const char *s;
	size_t n;

	return rec_str(rec, "system", &s, &n) && n < SYSTEM_MAX ? mem_copy(s, n) : NULL;
}

/* The level that a record states; 0 for none, or none that has a limit. */
static int
level_of(struct watch *w, const struct clock *k, struct rec *rec)
{
	int64_t v;

	if (!rec_int(rec, "priority", &v))
		return 0;
	if (v >= 1 && v <= LEVELS_MAX && k->term[v].limit.text && k->term[v].cal)
		return (int)v;
	if (w->no_level++ == 0)
		warn_msg("%s: clock %s: no limit for priority %lld", w->contract->name,
		    k->name, (long long)v);
	return 0;
}

static bool
right_day(const struct clock *k, int64_t time)
{
	if (k->days == DAYS_ALL)
		return true;
	return cal_is_workday(k->days_cal, cal_local_day(k->days_cal, time)) ==
	    (k->days == DAYS_WORK);
}

/* --- pauses ------------------------------------------------------------------- */

static bool
add_pause(struct watch *w, struct run *r, int64_t from, int64_t to)
{
	int64_t after = r->npauses ? r->pauses[r->npauses - 1].to : r->start;

	if (r->npauses == PAUSES_MAX) {
		if (w->no_pause++ == 0)
			warn_msg("%s: clock %s of '%s' was paused %d times: "
			    "later pauses do not count",
			    w->contract->name, r->clock->name, r->key, PAUSES_MAX);
		return false;
	}
	r->pauses = mem_grow(r->pauses, &r->pauses_cap, r->npauses + 1,
	    sizeof *r->pauses);
	r->pauses[r->npauses++] = (struct span){ from > after ? from : after, to };
	return true;
}

/* A pause that came in late and began before the deadline undoes the breach. */
static void
hold(struct watch *w, struct run *r, int64_t time)
{
	struct rec *out;
	bool undone = r->broken_due != TS_NONE && time < r->broken_due;

	if (!add_pause(w, r, time, TS_NONE))
		return;
	r->phase = RUN_PAUSED;
	queue_drop(&w->queue, &r->event);
	out = emit_clock(w, r, "paused", time);
	if (undone) {
		r->broken_due = TS_NONE;
		w->broken--;
		rec_set_text(out, "corrects", "breached");
	}
	emit_end(w);
}

static void
go_on(struct watch *w, struct run *r, int64_t time)
{
	struct span *p = &r->pauses[r->npauses - 1];

	p->to = time > p->from ? time : p->from;
	r->phase = RUN_OPEN;
	run_reckon(r);
	emit_clock(w, r, "resumed", time);
	emit_end(w);
	run_schedule(w, r);
}

/* --- start and end ------------------------------------------------------------ */

static void
open_run(struct watch *w, struct run *r, int64_t time, bool reopened)
{
	struct rec *out;

	r->phase = RUN_OPEN;
	run_reckon(r);
	out = emit_clock(w, r, "started", time);
	if (reopened)
		rec_set_bool(out, "reopened", true);
	emit_end(w);
	run_schedule(w, r);
}

/* level: for a record that states none. */
static void
begin(struct watch *w, const struct clock *k, struct rec *rec, int64_t time,
    const char *key, bool reopened, int level)
{
	struct run *r;

	if (yes(w, k, COND_STOP, rec) || yes(w, k, COND_CANCEL, rec) ||
	    !right_day(k, time))
		return;
	r = run_add(w, k, key);
	if (!r) {
		if (w->over++ == 0)
			warn_msg("%s: %zu clocks are open: '%s' is not watched "
			    "(clocks_max)",
			    w->contract->name, w->nopen, key);
		return;
	}
	r->start = time;
	r->system = system_of(rec);
	r->level = level_of(w, k, rec);
	if (r->level == 0)
		r->level = level;
	r->phase = RUN_WAITING;
	if (run_term(r)->limit.text && run_term(r)->cal)
		open_run(w, r, time, reopened);
	if (r->phase == RUN_OPEN && yes(w, k, COND_PAUSE, rec))
		hold(w, r, time);
}

/*
 * Judged by its own time: a record that came in late can show that a clock which was
 * given up as broken was met.
 */
static void
end(struct watch *w, struct run *r, int64_t time, bool cancelled)
{
	bool undone;
	struct rec *out;

	if (r->phase == RUN_WAITING) {
		run_forget(w, r);
		return;
	}
	if (time < r->start)
		time = r->start;
	if (!cancelled && r->broken_due == TS_NONE && run_is_late(r, time))
		run_break(w, r);
	undone = r->broken_due != TS_NONE && r->broken_due == r->due &&
	    !run_is_late(r, time);
	out = emit_clock(w, r, cancelled ? "cancelled" :
	    r->broken_due == TS_NONE || undone ? "met" : "stopped", time);
	if (undone) {
		r->broken_due = TS_NONE;
		w->broken--;
		rec_set_text(out, "corrects", "breached");
	}
	emit_end(w);
	if (r->phase == RUN_PAUSED)
		r->pauses[r->npauses - 1].to = time;
	run_finish(w, r, time);
}

/*
 * A clock that was stopped runs on, and the time in between
 * is a pause; or it begins anew.
 */
static void
again(struct watch *w, struct run *r, struct rec *rec, int64_t time)
{
	const struct clock *k = r->clock;
	bool reopened = yes(w, k, COND_REOPEN, rec);
	int level = w->contract->level;
	char key[KEY_MAX];

	if (reopened && k->reopen == REOPEN_NEVER)
		return;
	if (reopened && k->reopen == REOPEN_RESUME) {
		if (!add_pause(w, r, r->stopped, time > r->stopped ? time : r->stopped))
			return;
		run_revive(w, r);
		run_reckon(r);
		rec_set_bool(emit_clock(w, r, "resumed", time), "reopened", true);
		emit_end(w);
		run_schedule(w, r);
		return;
	}
	if (!reopened && !yes(w, k, COND_START, rec))
		return;
	memcpy(key, r->key, strlen(r->key) + 1);
	if (reopened)
		level = r->level;
	run_forget(w, r);
	begin(w, k, rec, time, key, reopened, level);
}

/* --- another level ------------------------------------------------------------ */

/* Warnings that lie ahead again are given again. */
static void
change_level(struct watch *w, struct run *r, int level, int64_t time)
{
	int64_t was_due = r->due;
	int was = r->level;
	struct rec *out;

	r->level = level;
	r->changed = time;
	if (r->phase == RUN_WAITING) {
		open_run(w, r, time, false);
		return;
	}
	run_reckon(r);
	if (r->due > time)
		r->warned = 0;
	out = emit_clock(w, r, "changed", time);
	rec_set_int(out, "was_priority", was);
	rec_set_time(out, "was_due", was_due, cal_offset(run_term(r)->cal, was_due));
	if (r->due > was_due)
		rec_set_int(out, "gained_s", (r->due - was_due) / TS_SECOND);
	emit_end(w);
	run_schedule(w, r);
}

/* --- a record ----------------------------------------------------------------- */

static void
step(struct watch *w, struct run *r, struct rec *rec, int64_t time)
{
	const struct clock *k = r->clock;
	int level = level_of(w, k, rec);

	if (level && level != r->level)
		change_level(w, r, level, time);
	if (yes(w, k, COND_CANCEL, rec))
		end(w, r, time, true);
	else if (yes(w, k, COND_STOP, rec))
		end(w, r, time, false);
	else if (r->phase == RUN_OPEN && yes(w, k, COND_PAUSE, rec))
		hold(w, r, time);
	else if (r->phase == RUN_PAUSED && yes(w, k, COND_RESUME, rec))
		go_on(w, r, time);
}

void
clock_record(struct watch *w, const struct clock *k, struct rec *rec, int64_t time)
{
	char key[KEY_MAX];
	bool named = key_of(k, rec, key);
	struct run *r = named ? run_find(w, k, key) : NULL;

	if (r && w->ahead)
		run_reach(w, r, time);
	if (r && r->phase == RUN_DONE) {
		again(w, r, rec, time);
	} else if (r) {
		step(w, r, rec, time);
	} else if (yes(w, k, COND_START, rec)) {
		if (named)
			begin(w, k, rec, time, key, false, w->contract->level);
		else if (w->no_key++ == 0)
			warn_msg("%s: clock %s: a record that starts it has no '%s'",
			    w->contract->name, k->name, k->key);
	} else if (named && yes(w, k, COND_REOPEN, rec) && k->reopen != REOPEN_NEVER) {
		begin(w, k, rec, time, key, true, w->contract->level);
	}
}
