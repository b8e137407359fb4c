/* slawatch_emit - the records that slawatch makes. */
#include <string.h>

#include "cal.h"
#include "err.h"
#include "rec.h"
#include "slawatch.h"
#include "ts.h"

static struct rec *
begin(struct watch *w, const char *type, int64_t time, int offset)
{
	struct rec *out = w->output->derived;

	rec_empty(out);
	rec_set_time(out, "time", time, offset);
	rec_set_text(out, "type", type);
	rec_set_text(out, "contract", w->contract->name);
	return out;
}

/* Whole seconds, so that what is a moment too late is at least one second late. */
static int64_t
floor_seconds(int64_t ns)
{
	return ns / TS_SECOND - (ns % TS_SECOND < 0);
}

/* Say once for each year and calendar that holidays are not known. */
static bool
is_provisional(struct watch *w, const struct cal *c, const struct run *r)
{
	int year = r->due == TS_NONE ? 0 : cal_unknown(c, r->start, r->due);

	if (!year)
		return false;
	for (size_t i = 0; i < w->ntold; i++)
		if (w->told[i].cal == c && w->told[i].year == year)
			return true;
	if (w->ntold < TOLD_MAX) {
		w->told[w->ntold].cal = c;
		w->told[w->ntold++].year = year;
		warn_msg("calendar '%s' does not know the holidays of %d: "
		    "deadlines are provisional",
		    cal_name(c), year);
	}
	return true;
}

/* A line of the story of the case that is to be explained. */
static void
tell(struct watch *w, const struct run *r, const char *state, int64_t time)
{
	const struct cal *c = run_term(r)->cal;
	char at[TS_MAX], due[TS_MAX];

	if (!w->explain || strcmp(w->explain, r->key) != 0 || w->history.n > HISTORY_MAX)
		return;
	ts_format(at, time, cal_offset(c, time), 0);
	buf_fmt(&w->history, "%s  %-10s %-9s", at, r->clock->name, state);
	if (r->due != TS_NONE && r->phase != RUN_PAUSED) {
		ts_format(due, r->due, cal_offset(c, r->due), 0);
		buf_fmt(&w->history, "  due %s", due);
	}
	if (r->level)
		buf_fmt(&w->history, "  priority %d", r->level);
	buf_char(&w->history, '\n');
}

struct rec *
emit_clock(struct watch *w, const struct run *r, const char *state, int64_t time)
{
	const struct cal *c = run_term(r)->cal;
	struct rec *out = begin(w, "clock", time, cal_offset(c, time));

	rec_set_text(out, "clock", r->clock->name);
	rec_set_text(out, r->clock->key, r->key);
	if (r->system)
		rec_set_text(out, "system", r->system);
	if (r->level)
		rec_set_int(out, "priority", r->level);
	rec_set_text(out, "state", state);
	if (r->due != TS_NONE) {
		if (r->phase != RUN_PAUSED)
			rec_set_time(out, "due", r->due, cal_offset(c, r->due));
		rec_set_int(out, "left_s", floor_seconds(run_left(r, time)));
	}
	rec_set_text(out, "calendar", cal_name(c));
	if (is_provisional(w, c, r))
		rec_set_bool(out, "provisional", true);
	tell(w, r, state, time);
	return out;
}

/* "2026-03-02", "2026-W10", "2026-03", "2026-Q1" or "2026" */
static void
set_period(struct rec *out, const struct item *i)
{
	static const int64_t thursday = 3;
	int64_t day = cal_local_day(i->duty->cal, i->from);
	int y, m, d;
	struct buf b = BUF_INIT;

	ts_from_days(day, &y, &m, &d);
	switch (i->duty->period) {
	case PERIOD_WEEK:	/* ISO 8601: the year of its Thursday */
		ts_from_days(day + thursday, &y, &m, &d);
		buf_fmt(&b, "%04d-W%02d", y,
		    (int)(day + thursday - ts_days(y, 1, 1)) / 7 + 1);
		break;
	case PERIOD_MONTH:
		buf_fmt(&b, "%04d-%02d", y, m);
		break;
	case PERIOD_QUARTER:
		buf_fmt(&b, "%04d-Q%d", y, (m + 2) / 3);
		break;
	case PERIOD_YEAR:
		buf_fmt(&b, "%04d", y);
		break;
	default:
		buf_fmt(&b, "%04d-%02d-%02d", y, m, d);
	}
	rec_set_str(out, "period", b.p, b.n);
	buf_clear(&b);
}

struct rec *
emit_duty(struct watch *w, const struct item *i, const char *state, int64_t time)
{
	const struct cal *c = i->duty->cal;
	struct rec *out = begin(w, "duty", time, cal_offset(c, time));

	rec_set_text(out, "duty", i->duty->name);
	if (i->duty->per)
		rec_set_text(out, i->duty->per, i->name);
	set_period(out, i);
	rec_set_text(out, "state", state);
	rec_set_time(out, "due", i->due, cal_offset(c, i->due));
	if (i->partial)
		rec_set_bool(out, "partial", true);
	return out;
}

/*
 * It has the number of the record that caused it, and its
 * own among those derived from that.
 */
void
emit_end(struct watch *w)
{
	struct output *o = w->output;
	struct rec_value seq;

	if (o->mute)
		return;
	if (o->cause && rec_get(o->cause, "seq", &seq) == REC_NUMBER) {
		rec_set_raw(o->derived, "seq", seq.raw, seq.n);
		rec_set_int(o->derived, "n", (int64_t)++o->n);
	}
	stream_put_rec(o->stream, o->derived);
}
