/*
 * slawatch_run - the clocks that run: found by case, their
 * deadlines, their place in the queue.
 */
#include <stdlib.h>
#include <string.h>

#include "cal.h"
#include "mem.h"
#include "slawatch.h"
#include "ts.h"

enum { TABLE_MIN = 256 };

/* FNV-1a over the clock's name and the key. */
static uint64_t
hash_of(const struct clock *k, const char *key)
{
	uint64_t h = 14695981039346656037u;

	for (const char *p = k->name; *p; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	h *= 1099511628211u;
	for (const char *p = key; *p; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	return h ^ h >> 32;
}

struct run *
run_find(struct watch *w, const struct clock *k, const char *key)
{
	uint64_t h = hash_of(k, key);
	struct run *r = w->table_size ? w->table[h & (w->table_size - 1)] : NULL;

	while (r && !(r->hash == h && r->clock == k && strcmp(r->key, key) == 0))
		r = r->next;
	return r;
}

static void
grow_table(struct watch *w)
{
	size_t size = w->table_size ? 2 * w->table_size : TABLE_MIN;
	struct run **table = mem_zero(size, sizeof *table);

	for (size_t i = 0; i < w->table_size; i++)
		for (struct run *r = w->table[i], *next; r; r = next) {
			next = r->next;
			r->next = table[r->hash & (size - 1)];
			table[r->hash & (size - 1)] = r;
		}
	free(w->table);
	w->table = table;
	w->table_size = size;
}

/* --- when the time comes ------------------------------------------------------ */

/* Not before what made it known. */
static int64_t
moment(const struct run *r, int64_t at)
{
	return r->changed != TS_NONE && r->changed > at ? r->changed : at;
}

void
run_break(struct watch *w, struct run *r)
{
	r->broken_due = r->due;
	w->broken++;
	emit_clock(w, r, "breached", moment(r, r->due));
	emit_end(w);
}

static void
fire(void *watch, struct event *e)
{
	struct run *r = (struct run *)(void *)e;
	struct watch *w = watch;

	if (r->upcoming == WARNINGS_MAX) {
		run_break(w, r);
	} else {
		r->warned |= 1U << r->upcoming;
		emit_clock(w, r, "warning", moment(r, e->at));
		emit_end(w);
	}
	run_schedule(w, r);
}

void
run_reach(struct watch *w, struct run *r, int64_t time)
{
	while (r->event.place && r->event.at <= time)
		fire(w, &r->event);
}

/* --- come and go -------------------------------------------------------------- */

struct run *
run_add(struct watch *w, const struct clock *k, const char *key)
{
	struct run *r;

	if (w->nopen >= (size_t)w->contract->clocks_max)
		return NULL;
	if (w->nruns >= w->table_size)
		grow_table(w);
	r = mem_zero(1, sizeof *r);
	r->event.fire = fire;
	r->clock = k;
	r->key = mem_str(key);
	r->hash = hash_of(k, key);
	r->broken_due = r->due = r->stopped = r->changed = TS_NONE;
	r->next = w->table[r->hash & (w->table_size - 1)];
	w->table[r->hash & (w->table_size - 1)] = r;
	w->nruns++;
	w->nopen++;
	return r;
}

static void
unlink_done(struct watch *w, struct run *r)
{
	*(r->older ? &r->older->newer : &w->oldest) = r->newer;
	*(r->newer ? &r->newer->older : &w->newest) = r->older;
	r->older = r->newer = NULL;
}

static void
free_run(struct run *r)
{
	free(r->key);
	free(r->system);
	free(r->pauses);
	free(r);
}

void
run_forget(struct watch *w, struct run *r)
{
	struct run **at = &w->table[r->hash & (w->table_size - 1)];

	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	queue_drop(&w->queue, &r->event);
	if (r->phase == RUN_DONE)
		unlink_done(w, r);
	else
		w->nopen--;
	w->nruns--;
	free_run(r);
}

void
run_clear(struct watch *w)
{
	for (size_t i = 0; i < w->table_size; i++)
		for (struct run *r = w->table[i], *next; r; r = next) {
			next = r->next;
			free_run(r);
		}
	free(w->table);
}

/* Forget what was done long ago, and the oldest of what is over the bound. */
void
run_forget_old(struct watch *w)
{
	struct run *r = w->oldest, *newer;

	for (; r; r = newer) {
		newer = r->newer;
		if (w->nruns - w->nopen <= (size_t)w->contract->clocks_max &&
		    w->now - r->stopped < w->contract->forget)
			break;
		if (!w->explain || strcmp(r->key, w->explain) != 0)
			run_forget(w, r);
	}
}

void
run_finish(struct watch *w, struct run *r, int64_t time)
{
	queue_drop(&w->queue, &r->event);
	r->phase = RUN_DONE;
	r->stopped = time;
	r->older = w->newest;
	*(w->newest ? &w->newest->newer : &w->oldest) = r;
	w->newest = r;
	w->nopen--;
}

/*
 * Whether there is room for it among the open ones does not
 * matter: it has its place already.
 */
void
run_revive(struct watch *w, struct run *r)
{
	unlink_done(w, r);
	r->phase = RUN_OPEN;
	w->nopen++;
}

/* --- deadlines ---------------------------------------------------------------- */

const struct term *
run_term(const struct run *r)
{
	return &r->clock->term[r->level];
}

/* Working time of the pauses that are over. */
static int64_t
paused(const struct run *r)
{
	int64_t sum = 0;

	for (size_t i = 0; i < r->npauses; i++)
		if (r->pauses[i].to != TS_NONE)
			sum += cal_between(run_term(r)->cal, r->pauses[i].from,
			    r->pauses[i].to);
	return sum;
}

void
run_reckon(struct run *r)
{
	const struct term *t = run_term(r);
	int64_t pauses = paused(r);

	r->due = limit_due(&t->limit, t->cal, r->start);
	if (pauses > 0 && r->due != TS_NONE)
		r->due = cal_add(t->cal, r->due, pauses);
}

/* A running pause stands still at its beginning. */
static int64_t
counted_to(const struct run *r, int64_t at)
{
	if (r->phase == RUN_PAUSED && r->pauses[r->npauses - 1].from < at)
		return r->pauses[r->npauses - 1].from;
	return at;
}

int64_t
run_left(const struct run *r, int64_t at)
{
	const struct cal *c = run_term(r)->cal;

	at = counted_to(r, at);
	return at <= r->due ? cal_between(c, at, r->due) : -cal_between(c, r->due, at);
}

bool
run_is_late(const struct run *r, int64_t at)
{
	at = counted_to(r, at);
	return r->due != TS_NONE &&
	    (at > r->due || (at == r->due && r->clock->late_at_limit));
}

/*
 * When a warning is due: so much working time before the
 * deadline, or after a share of the limit.
 */
static int64_t
warning_at(const struct run *r, const struct warning *warning)
{
	const struct term *t = run_term(r);
	int64_t end = limit_due(&t->limit, t->cal, r->start), at, pauses;
	int64_t all = t->limit.days < 0 ? t->limit.ns :
	    cal_between(t->cal, r->start, end);
	int64_t share = warning->percent ? all / 100 * warning->percent :
	    all - warning->ns;

	if (share <= 0)
		return TS_NONE;		/* as long as the limit itself: says nothing */
	at = cal_add(t->cal, r->start, share);
	pauses = paused(r);
	return pauses > 0 && at != TS_NONE ? cal_add(t->cal, at, pauses) : at;
}

void
run_schedule(struct watch *w, struct run *r)
{
	const struct clock *k = r->clock;
	int64_t first = TS_NONE;

	if (r->broken_due == TS_NONE && r->due != TS_NONE) {
		first = r->due + !k->late_at_limit;
		r->upcoming = WARNINGS_MAX;
	}
	for (size_t i = 0; i < k->nwarnings; i++) {
		int64_t at = TS_NONE;

		if (!(r->warned & 1U << i))
			at = warning_at(r, &k->warnings[i]);
		if (at != TS_NONE && at < r->due && (first == TS_NONE || at < first)) {
			first = at;
			r->upcoming = (int)i;
		}
	}
	if (first == TS_NONE || r->phase != RUN_OPEN)
		queue_drop(&w->queue, &r->event);
	else
		queue_set(&w->queue, &r->event, first);
}
