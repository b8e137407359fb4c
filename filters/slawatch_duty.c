/* slawatch_duty - what must be on record in every period. */
#include <string.h>

#include "cal.h"
#include "err.h"
#include "expr.h"
#include "mem.h"
#include "rec.h"
#include "slawatch.h"
#include "ts.h"

#define DAY (86400 * TS_SECOND)

/* --- periods ------------------------------------------------------------------ */

/* The first day of the period in which a day lies, and of the next one. */
static void
period_days(const struct duty *d, int64_t day, int64_t *first, int64_t *next)
{
	int y, m, dom;

	ts_from_days(day, &y, &m, &dom);
	switch (d->period) {
	case PERIOD_DAY:
	case PERIOD_WORKDAY:
		*first = day;
		*next = day + 1;
		return;
	case PERIOD_WEEK:
		*first = day - (ts_weekday(day) + 6) % 7;
		*next = *first + 7;
		return;
	case PERIOD_YEAR:
		*first = ts_days(y, 1, 1);
		*next = ts_days(y + 1, 1, 1);
		return;
	default:
		dom = d->period == PERIOD_QUARTER ? 3 : 1;	/* months of a period */
		m -= (m - 1) % dom;
		*first = ts_days(y, m, 1);
		m += dom;
		*next = m > 12 ? ts_days(y + 1, m - 12, 1) : ts_days(y, m, 1);
	}
}

/* Set the period in which a day lies; the next workday where only those have one. */
static void
set_period(struct item *i, int64_t day)
{
	const struct duty *d = i->duty;
	int64_t first, next, workday;

	if (d->period == PERIOD_WORKDAY &&
	    (workday = cal_workday(d->cal, day, 0)) != TS_NONE)
		day = workday;
	period_days(d, day, &first, &next);
	i->from = cal_utc(d->cal, first * DAY);
	i->to = cal_utc(d->cal, next * DAY);
	i->due = d->due_ns < 0 ? i->to : cal_utc(d->cal, first * DAY + d->due_ns);
	if (i->due > i->to)
		i->due = i->to;
	i->done = i->missed = i->partial = false;
}

/*
 * From when on it is too late: the end of a period is past when it
 * is reached, a time of day after it.
 */
static int64_t
too_late(const struct item *i)
{
	return i->due == i->to || i->duty->due_open ? i->due : i->due + 1;
}

static void
schedule(struct watch *w, struct item *i)
{
	queue_set(&w->queue, &i->event, i->done || i->missed ? i->to : too_late(i));
}

/* --- when the time comes ------------------------------------------------------ */

static void
miss(struct watch *w, struct item *i)
{
	i->missed = true;
	i->broken_from = i->from;
	i->broken_to = i->partial ? i->from : i->to;
	if (!i->partial)
		w->broken++;
	emit_duty(w, i, "missed", i->due);
	emit_end(w);
}

/*
 * After a leap of the stream over very many periods only the
 * one that it leads to is looked at.
 */
static void
fire(void *watch, struct event *e)
{
	struct item *i = (struct item *)(void *)e;
	struct watch *w = watch;

	if (!i->done && !i->missed)
		miss(w, i);
	if (e->at >= i->to) {
		bool over = ++w->rolled > PERIODS_MAX;

		if (over && w->skipped++ == 0)
			warn_msg("%s: the time of the records leaps over more than %d "
			    "periods of duties: some were not judged",
			    w->contract->name, PERIODS_MAX);
		set_period(i,
		    cal_local_day(i->duty->cal, over && w->now > i->to ? w->now : i->to));
		i->done = i->ahead == i->from;
	}
	schedule(w, i);
}

/* --- begin -------------------------------------------------------------------- */

static struct item *
add_item(struct watch *w, struct item *at, const struct duty *d, const char *name)
{
	*at = (struct item){
		.event.fire = fire, .duty = d, .name = name, .ahead = TS_NONE,
	};
	w->nitems++;
	return at + 1;
}

void
duty_init(struct watch *w)
{
	const struct contract *c = w->contract;
	struct item *at;
	size_t n = 0;

	for (size_t i = 0; i < c->nduties; i++)
		n += c->duties[i].nitems ? c->duties[i].nitems : 1;
	w->items = at = mem_zero(n + 1, sizeof *w->items);
	for (size_t i = 0; i < c->nduties; i++) {
		const struct duty *d = &c->duties[i];

		if (!d->per)
			at = add_item(w, at, d, "");
		for (size_t k = 0; k < d->nitems; k++)
			at = add_item(w, at, d, d->items[k]);
	}
}

/*
 * A period that had begun before is not held against anybody; one whose time was over
 * before is not judged at all.
 */
void
duty_since(struct watch *w, int64_t first)
{
	for (size_t k = 0; k < w->nitems; k++) {
		struct item *i = &w->items[k];

		set_period(i, cal_local_day(i->duty->cal, first));
		i->partial = i->from < first;
		i->missed = too_late(i) <= first;
		schedule(w, i);
	}
}

/* --- a record ----------------------------------------------------------------- */

/*
 * Ticks hold time back, and the record is of a later period:
 * what it fulfils is kept until then.
 */
static void
fulfil_ahead(struct watch *w, struct item *i, int64_t time)
{
	struct item later = *i;

	set_period(&later, cal_local_day(i->duty->cal, time));
	if (time < later.from || later.from == i->ahead || time >= too_late(&later))
		return;
	emit_duty(w, &later, "done", time);
	emit_end(w);
	if (i->ahead <= i->from || later.from < i->ahead)
		i->ahead = later.from;
}

static void
fulfil(struct watch *w, struct item *i, int64_t time)
{
	struct rec *out;

	if (time >= i->from && time < i->to && !i->done) {
		if (!i->missed && time >= too_late(i))
			miss(w, i);
		out = emit_duty(w, i, "done", time);
		i->done = true;
		if (i->missed)
			rec_set_bool(out, "late", true);
		emit_end(w);
		schedule(w, i);
	} else if (time < i->from && time >= i->broken_from && time < i->broken_to) {
		struct item was = *i;	/* came in late: the period before this one */

		set_period(&was, cal_local_day(i->duty->cal, time));
		if (time >= too_late(&was))
			return;
		i->broken_to = i->broken_from;
		w->broken--;
		rec_set_text(emit_duty(w, &was, "done", time), "corrects", "missed");
		emit_end(w);
	} else if (time >= i->to && w->ahead) {
		fulfil_ahead(w, i, time);
	}
}

void
duty_record(struct watch *w, const struct duty *d, struct rec *rec, int64_t time)
{
	enum expr_rc rc = expr_test(d->done, rec);

	if (rc == EXPR_ERROR && w->errors++ == 0)
		warn_msg("%s: duty %s: condition: %s", w->contract->name, d->name,
		    expr_why(d->done));
	if (rc != EXPR_YES)
		return;
	for (size_t k = 0; k < w->nitems; k++) {
		struct item *i = &w->items[k];

		if (i->duty == d && (!d->per || rec_is(rec, d->per, i->name)))
			fulfil(w, i, time);
	}
}
