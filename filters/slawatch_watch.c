/*
 * slawatch_watch - one contract over one stream: time,
 * records, and what is said at the end.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "cal.h"
#include "err.h"
#include "slawatch.h"
#include "ts.h"

void
watch_init(struct watch *w, const struct contract *c, struct output *o)
{
	*w = (struct watch){
		.contract = c, .output = o, .now = TS_NONE,
	};
	duty_init(w);
}

void
watch_clear(struct watch *w)
{
	run_clear(w);
	free(w->queue.heap);
	free(w->items);
	buf_clear(&w->history);
}

void
watch_fire(struct watch *w)
{
	struct event *e;

	w->rolled = 0;
	while ((e = queue_first(&w->queue)) != NULL && e->at <= w->now)
		e->fire(w, e);
	if (w->oldest)
		run_forget_old(w);
}

void
watch_time(struct watch *w, int64_t now)
{
	if (w->now == TS_NONE)
		duty_since(w, now);
	if (now <= w->now)
		return;
	w->now = now;
	watch_fire(w);
}

/*
 * What a record makes due at once follows it.  One that came in late does its own
 * only: what was late while it was on its way is seen when time moves on again.
 * One that lies ahead, because ticks hold time back, brings its own case to its
 * time, if it is dated by more than its reading.
 */
void
watch_record(struct watch *w, struct rec *rec, int64_t time, uint32_t types, bool dated)
{
	const struct contract *c = w->contract;

	if (!types)
		return;
	w->ahead = dated && time > w->now;
	for (size_t i = 0; i < c->nclocks; i++)
		if (c->clocks[i].types & types)
			clock_record(w, &c->clocks[i], rec, time);
	for (size_t i = 0; i < c->nduties; i++)
		if (c->duties[i].types & types)
			duty_record(w, &c->duties[i], rec, time);
	if (time >= w->now)
		watch_fire(w);
}

static void
say(const struct watch *w, uint64_t n, const char *what)
{
	if (n > 1)
		warn_msg("%s: %" PRIu64 " %s", w->contract->name, n, what);
}

void
watch_report(const struct watch *w)
{
	say(w, w->over, "clocks were not watched: too many were open");
	say(w, w->no_key, "records that start a clock had no name to go by");
	say(w, w->no_level, "times a priority was stated that has no limit");
	say(w, w->no_pause, "pauses did not count");
	say(w, w->errors, "times a condition could not be evaluated");
}

bool
watch_trouble(const struct watch *w)
{
	return w->over + w->no_key + w->no_pause + w->errors + w->skipped > 0;
}
