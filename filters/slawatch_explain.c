/*
 * slawatch_explain - for people: which stretches of time counted,
 * and which days were skipped, and why.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cal.h"
#include "out.h"
#include "slawatch.h"
#include "ts.h"

enum { DAYS_SHOWN = 4000 };	/* longer spans are cut, which is said */

static const char *const weekdays[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };

static void
put_day(struct out *o, int64_t day)
{
	int y, m, d;

	ts_from_days(day, &y, &m, &d);
	out_fmt(o, "%04d-%02d-%02d %s", y, m, d, weekdays[ts_weekday(day)]);
}

/*
 * "2026-03-02 Mon 09:30:00" in the calendar's zone; the
 * fraction only where there is one.
 */
void
explain_time(struct out *o, const struct cal *c, int64_t at)
{
	char text[TS_MAX];
	size_t n = ts_format(text, at, cal_offset(c, at), at % TS_SECOND ? 9 : 0);

	put_day(o, cal_local_day(c, at));
	out_fmt(o, " %.*s", (int)n - 11, text + 11);
}

static void
put_clock(struct out *o, const struct cal *c, int64_t at, bool ends)
{
	char text[TS_MAX];
	int64_t offset = cal_offset(c, at - (ends ? 1 : 0)) * TS_SECOND;
	int64_t local = at + offset;

	if (ends && local % (86400 * TS_SECOND) == 0)
		out_str(o, "24:00:00");
	else {
		ts_format(text, at, (int)(offset / TS_SECOND), 0);
		out_put(o, text + 11, 8);
	}
}

/* "26:30:00", with a fraction where there is one. */
void
explain_length(struct out *o, int64_t ns)
{
	int64_t s = ns / TS_SECOND;

	out_fmt(o, "%" PRId64 ":%02d:%02d", s / 3600, (int)(s / 60 % 60), (int)(s % 60));
	if (ns % TS_SECOND)
		out_fmt(o, ".%09d", (int)(ns % TS_SECOND));
}

static const char *
reason(enum cal_day what)
{
	switch (what) {
	case CAL_HOLIDAY:
		return "holiday";
	case CAL_OFF:
		return "no hours on this weekday";
	case CAL_MAKEUP:
		return "make-up workday";
	case CAL_SHIFT:
		return "hours of its own";
	default:
		return "";
	}
}

static void
put_reason(struct out *o, const struct cal *c, int64_t day)
{
	const char *name, *why = reason(cal_day(c, day, &name));

	if (*why)
		out_fmt(o, "  %s%s%s", why, *name ? ": " : "", name);
}

static void
put_stretch(struct out *o, const struct cal *c, int64_t day, int64_t from, int64_t to,
    bool counted)
{
	out_str(o, counted ? "  counted  " : "  paused   ");
	put_day(o, day);
	out_str(o, "  ");
	put_clock(o, c, from, false);
	out_str(o, " - ");
	put_clock(o, c, to, true);
	if (counted) {
		out_str(o, "  ");
		explain_length(o, to - from);
	}
	put_reason(o, c, day);
	out_str(o, "\n");
}

struct walk {
	struct out *out;
	const struct cal *cal;
	int64_t from, to, sum;
	const struct span *pauses;
	size_t npauses;
	int64_t skipped;	/* the first day skipped for one reason; TS_NONE */
};

/* One open stretch, cut where it was paused; the pauses are ascending. */
static void
walk_stretch(struct walk *w, int64_t day, int64_t from, int64_t to)
{
	for (size_t i = 0; i < w->npauses && from < to; i++) {
		int64_t a = w->pauses[i].from;
		int64_t b = w->pauses[i].to == TS_NONE ? to : w->pauses[i].to;

		if (b <= from || a >= to || a >= b)
			continue;
		if (a > from) {
			put_stretch(w->out, w->cal, day, from, a, true);
			w->sum += a - from;
			from = a;
		}
		put_stretch(w->out, w->cal, day, from, b < to ? b : to, false);
		from = b;
	}
	if (from < to) {
		put_stretch(w->out, w->cal, day, from, to, true);
		w->sum += to - from;
	}
}

/* Say which days up to that one were skipped for one reason. */
static void
end_skipped(struct walk *w, int64_t last)
{
	if (w->skipped == TS_NONE)
		return;
	out_str(w->out, "  skipped  ");
	put_day(w->out, w->skipped);
	if (last > w->skipped) {
		out_str(w->out, " to ");
		put_day(w->out, last);
	}
	put_reason(w->out, w->cal, w->skipped);
	out_str(w->out, "\n");
	w->skipped = TS_NONE;
}

static bool
same_reason(const struct cal *c, int64_t a, int64_t b)
{
	const char *x, *y;

	return cal_day(c, a, &x) == cal_day(c, b, &y) && strcmp(x, y) == 0;
}

static void
walk_day(struct walk *w, int64_t day)
{
	struct cal_open open[CAL_OPEN_MAX];
	size_t n = cal_open(w->cal, day, open);

	if (w->skipped != TS_NONE && (n > 0 || !same_reason(w->cal, w->skipped, day)))
		end_skipped(w, day - 1);
	if (n == 0 && w->skipped == TS_NONE)
		w->skipped = day;
	for (size_t i = 0; i < n; i++) {
		int64_t from = open[i].from > w->from ? open[i].from : w->from;
		int64_t to = open[i].to < w->to ? open[i].to : w->to;

		if (from < to)
			walk_stretch(w, day, from, to);
	}
}

void
explain_span(struct out *o, const struct cal *c, int64_t from, int64_t to,
    const struct span *pauses, size_t npauses)
{
	struct walk w = {
		.out = o, .cal = c, .from = from, .to = to,
		.pauses = pauses, .npauses = npauses,
		.skipped = TS_NONE,
	};
	int64_t day = cal_local_day(c, from);
	int64_t last = cal_local_day(c, to > from ? to - 1 : to);
	bool cut = last - day > DAYS_SHOWN;

	if (cut)
		last = day + DAYS_SHOWN;
	for (; day <= last; day++)
		walk_day(&w, day);
	end_skipped(&w, last);
	if (cut)
		out_fmt(o, "  ... the days after %d are not shown\n", DAYS_SHOWN);
	else {
		out_str(o, "  sum      ");
		explain_length(o, w.sum);
		out_str(o, "\n");
	}
}

static void
explain_run(const struct watch *w, struct out *o, const struct run *r)
{
	const struct term *t = run_term(r);
	const struct contract *c = w->contract;
	int64_t end = r->phase == RUN_DONE ? r->stopped : r->due;

	out_fmt(o, "\n%s (%s)", r->clock->name, r->clock->title);
	if (r->level)
		out_fmt(o, ", priority %d", r->level);
	if (r->level && c->has_level[r->level] && *c->level_title[r->level])
		out_fmt(o, " %s", c->level_title[r->level]);
	if (r->phase == RUN_WAITING) {
		out_str(o, ": waits until a priority is stated\n");
		return;
	}
	out_fmt(o, ": %s on calendar %s (%s)\n", t->limit.text, cal_name(t->cal),
	    cal_title(t->cal));
	out_str(o, "  start    ");
	explain_time(o, t->cal, r->start);
	if (r->due != TS_NONE && r->phase != RUN_PAUSED) {
		out_str(o, "\n  due      ");
		explain_time(o, t->cal, r->due);
	}
	if (r->phase == RUN_DONE) {
		out_str(o, "\n  stopped  ");
		explain_time(o, t->cal, r->stopped);
	}
	out_fmt(o, "\n%s\n", r->phase == RUN_DONE ? " from the start to the stop:" :
	    " from the start to the deadline:");
	if (end != TS_NONE)
		explain_span(o, t->cal, r->start, end, r->pauses, r->npauses);
}

/* The steps of the case as they were, then each of its clocks. */
bool
explain_runs(struct watch *w, struct out *o)
{
	size_t n = 0;

	for (size_t i = 0; i < w->contract->nclocks; i++)
		n += run_find(w, &w->contract->clocks[i], w->explain) != NULL;
	if (n == 0 && w->history.n == 0)
		return false;
	out_fmt(o, "%s, contract %s\n%s", w->explain, w->contract->name,
	    buf_text(&w->history));
	for (size_t i = 0; i < w->contract->nclocks; i++) {
		struct run *r = run_find(w, &w->contract->clocks[i], w->explain);

		if (r)
			explain_run(w, o, r);
	}
	return true;
}
