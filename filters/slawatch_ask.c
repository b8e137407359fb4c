/* slawatch_ask - questions to a calendar from the command line. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cal.h"
#include "err.h"
#include "num.h"
#include "opt.h"
#include "out.h"
#include "slawatch.h"
#include "ts.h"

/* A time as it was asked: with an offset, or of the calendar's zone. */
struct moment {
	int64_t ns;
	bool local;
	int offset;
};

/*
 * RFC 3339, or without an offset, seconds or time of day: then it
 * is local time of the calendar's zone.
 */
static struct moment
read_time(const struct cal *c, const char *text)
{
	static const char *const rests[] = { "", "Z", ":00Z", "T00:00:00Z" };
	struct moment m = { 0 };
	char whole[64];

	for (int i = 0; i < 4; i++) {
		size_t n = strlen(text), k = strlen(rests[i]);

		if (n + k >= sizeof whole)
			break;
		memcpy(whole, text, n);
		memcpy(whole + n, rests[i], k + 1);
		if (!ts_parse(whole, n + k, &m.ns, &m.offset))
			continue;
		m.local = i > 0;
		if (m.local)
			m.ns = cal_utc(c, m.ns);
		return m;
	}
	die_msg(EXIT_USAGE, "'%s' is not a time such as 2026-03-02T09:00:00", text);
}

static int64_t
read_day(const struct cal *c, const char *text)
{
	return cal_local_day(c, read_time(c, text).ns);
}

static void
put_time(struct out *o, const struct cal *c, const struct moment *as, int64_t ns)
{
	char text[TS_MAX];
	int offset = as->local ? cal_offset(c, ns) : as->offset;
	int digits = ns % TS_SECOND ? 9 : 0;

	out_put(o, text, ts_format(text, ns, offset, digits));
}

static void
put_date(struct out *o, int64_t day)
{
	int y, m, d;

	ts_from_days(day, &y, &m, &d);
	out_fmt(o, "%04d-%02d-%02d", y, m, d);
}

static void
warn_unknown(const struct cal *c, int64_t from, int64_t to)
{
	int year = cal_unknown(c, from, to);

	if (year)
		warn_msg("calendar '%s' does not know the holidays of %d", cal_name(c),
		    year);
}

static _Noreturn void
past_bound(const struct cal *c)
{
	die_msg(EXIT_TROUBLE, "calendar '%s': no answer within %d days", cal_name(c),
	    CAL_DAYS_MAX);
}

/* --- pauses ------------------------------------------------------------------- */

static int
by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* FROM/TO of each --pause, ascending and united. */
static size_t
read_pauses(const struct ask *a, const struct cal *c, struct span pauses[PAUSES_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < a->npauses; i++) {
		const char *slash = strchr(a->pauses[i], '/');
		char from[64];
		size_t k = slash ? (size_t)(slash - a->pauses[i]) : 0;

		if (k == 0 || k >= sizeof from)
			die_msg(EXIT_USAGE, "'%s' is not a pause FROM/TO", a->pauses[i]);
		memcpy(from, a->pauses[i], k);
		from[k] = '\0';
		pauses[i] = (struct span){
			read_time(c, from).ns, read_time(c, slash + 1).ns,
		};
	}
	qsort(pauses, a->npauses, sizeof *pauses, by_start);
	for (size_t i = 0; i < a->npauses; i++) {
		if (pauses[i].to <= pauses[i].from)
			continue;
		if (n > 0 && pauses[i].from <= pauses[n - 1].to) {
			if (pauses[i].to > pauses[n - 1].to)
				pauses[n - 1].to = pauses[i].to;
		} else {
			pauses[n++] = pauses[i];
		}
	}
	return n;
}

/* The deadline moves on by each pause that begins before it. */
static int64_t
add_pauses(const struct cal *c, int64_t start, int64_t due, const struct span *pauses,
    size_t n)
{
	for (size_t i = 0; i < n && due != TS_NONE; i++) {
		int64_t from = pauses[i].from > start ? pauses[i].from : start, lost;

		if (from >= due)
			break;
		lost = cal_between(c, from, pauses[i].to);
		if (lost > 0)
			due = cal_add(c, due, lost);
	}
	return due;
}

/* --- questions ---------------------------------------------------------------- */

static void
ask_due(const struct ask *a, const struct cal *c, struct out *o, char *argv[])
{
	struct moment start = read_time(c, argv[0]);
	struct span pauses[PAUSES_MAX];
	size_t n = read_pauses(a, c, pauses);
	struct limit l;
	int64_t due;

	if (!limit_read(argv[1], &l))
		die_msg(EXIT_USAGE,
		    "'%s' is not a duration such as 30m, 8h, 28800s, 3wd or 3wd-eod",
		    argv[1]);
	due = limit_due(&l, c, start.ns);
	due = due == TS_NONE ? due : add_pauses(c, start.ns, due, pauses, n);
	if (due == TS_NONE)
		past_bound(c);
	put_time(o, c, &start, due);
	out_str(o, "\n");
	if (a->explain)
		explain_span(o, c, start.ns, due, pauses, n);
	warn_unknown(c, start.ns, due);
}

static void
ask_elapsed(const struct ask *a, const struct cal *c, struct out *o, char *argv[])
{
	int64_t from = read_time(c, argv[0]).ns, to = read_time(c, argv[1]).ns, ns;
	struct span pauses[PAUSES_MAX];
	size_t n = read_pauses(a, c, pauses);

	ns = cal_between(c, from, to);
	for (size_t i = 0; i < n; i++)
		ns -= cal_between(c, pauses[i].from > from ? pauses[i].from : from,
		    pauses[i].to < to ? pauses[i].to : to);
	out_fmt(o, "%" PRId64, ns / TS_SECOND);
	if (ns % TS_SECOND)
		out_fmt(o, ".%09d", (int)(ns % TS_SECOND));
	out_str(o, "\n");
	if (a->explain)
		explain_span(o, c, from, to, pauses, n);
	warn_unknown(c, from, to);
}

static void
ask_workday(const struct cal *c, struct out *o, char *argv[])
{
	int64_t delta, day = read_day(c, argv[0]), at;

	if (num_i64(argv[1], -CAL_DAYS_MAX, CAL_DAYS_MAX, &delta) < 0)
		die_errno(EXIT_USAGE, "bad number of workdays '%s'", argv[1]);
	at = cal_workday(c, day, (int)delta);
	if (at == TS_NONE)
		past_bound(c);
	put_date(o, at);
	out_str(o, "\n");
	warn_unknown(c, cal_utc(c, (day < at ? day : at) * 86400 * TS_SECOND),
	    cal_utc(c, (day < at ? at : day) * 86400 * TS_SECOND));
}

static void
ask_workdays(const struct cal *c, struct out *o, char *argv[])
{
	int64_t from = read_day(c, argv[0]), to = read_day(c, argv[1]);

	if (to - from > CAL_DAYS_MAX)
		past_bound(c);
	for (int64_t day = from; day <= to; day++)
		if (cal_is_workday(c, day)) {
			put_date(o, day);
			if (out_end(o) < 0)
				out_die(o);
		}
	warn_unknown(c, read_time(c, argv[0]).ns, read_time(c, argv[1]).ns);
}

/* What a day is, and its hours; false for a day without. */
static bool
ask_day(const struct cal *c, struct out *o, char *argv[])
{
	static const char *const words[] = {
		"workday", "off", "holiday", "make-up workday", "hours of its own",
	};
	struct cal_open open[CAL_OPEN_MAX];
	int64_t day = read_day(c, argv[0]);
	int64_t noon = day * 86400 * TS_SECOND + 43200 * TS_SECOND;
	size_t n = cal_open(c, day, open);
	const char *name;
	enum cal_day what = cal_day(c, day, &name);

	put_date(o, day);
	out_fmt(o, " %s%s%s\n", words[what], *name ? ": " : "", name);
	if (n > 0)
		explain_span(o, c, open[0].from, open[n - 1].to, NULL, 0);
	warn_unknown(c, cal_utc(c, noon), cal_utc(c, noon));
	return n > 0;
}

int
ask_run(const struct ask *a, int argc, char *argv[])
{
	int wanted = a->what == ASK_DAY ? 1 : 2, rc = EXIT_OK;
	struct out o = OUT_INIT(STDOUT_FILENO);
	struct cal *c;

	if (argc != wanted)
		die_msg(EXIT_USAGE, "%s", wanted == 1 ? "this question takes a date" :
		    "this question takes two operands: see 'slawatch --help'");
	c = cal_read(NULL, a->calendar);
	if (!c)
		return EXIT_USAGE;
	switch (a->what) {
	case ASK_DUE: ask_due(a, c, &o, argv); break;
	case ASK_ELAPSED: ask_elapsed(a, c, &o, argv); break;
	case ASK_WORKDAY: ask_workday(c, &o, argv); break;
	case ASK_WORKDAYS: ask_workdays(c, &o, argv); break;
	default: rc = ask_day(c, &o, argv) ? EXIT_OK : EXIT_NO;
	}
	if (out_flush(&o) < 0)
		out_die(&o);
	out_clear(&o);
	cal_free(c);
	return rc;
}
