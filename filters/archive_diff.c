/* archive_diff - which messages are new on a day, gone, more or less than on another. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_option.h"
#include "archive_pick.h"
#include "archive_tally.h"
#include "err.h"
#include "mem.h"
#include "num.h"
#include "out.h"
#include "rec.h"
#include "ts.h"

#define SYNOPSIS "archive diff [-h] [-n N] [--ratio X] [--least N] [-s SYSTEM] " \
	"[-k KIND] [--where JQ] DAY1 DAY2 DIR"

enum { OPT_RATIO = OPT_COMMAND, OPT_LEAST };
enum { LEAST = 10, LEAST_NEW = 1, DATE_SIZE = 10 };

static const int64_t day_ns = 86400 * TS_SECOND;
static const double ratio_default = 2;

/* In the order in which they come out. */
enum state { STATE_NEW, STATE_MORE, STATE_LESS, STATE_GONE, STATE_SAME };

static const char *const states[] = { "new", "more", "less", "gone" };

struct change {
	struct tally_row *row;
	enum state state;
	double ratio;
};

struct diff {
	struct pick pick;
	bool human;
	int64_t rows, least;	/* 0: all; -1: the default */
	double ratio;
	const char *dir;
	struct {
		int64_t from;
		char name[TS_MAX];	/* the date, or the time where it begins */
	} days[TALLY_SIDES];
	struct tally tally;
	struct change *changes;
	size_t n;
};

static void
parse_day(struct diff *d, int side, const char *text)
{
	int64_t ns = pick_time(side ? "DAY2" : "DAY1", text);

	d->days[side].from = ns;
	ts_format(d->days[side].name, ns, 0, 0);
	if (ns % day_ns == 0)
		d->days[side].name[DATE_SIZE] = '\0';
}

static void
parse_opts(struct diff *d, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "human-readable", no_argument, NULL, 'h' },
		{ "ratio", required_argument, NULL, OPT_RATIO },
		{ "least", required_argument, NULL, OPT_LEAST },
		PICK_LONGOPTS,
		OPT_COMMON,
	};

	for (int c; (c = getopt_long(argc, argv, "hn:" PICK_LETTERS, longopts,
	    NULL)) != -1;)
		switch (c) {
		case 'h': d->human = true; break;
		case 'n':
			if (num_i64(optarg, 0, INT64_MAX, &d->rows) < 0)
				die_msg(EXIT_USAGE, "bad number '%s' of templates",
				    optarg);
			break;
		case OPT_RATIO:
			if (num_f64(optarg, &d->ratio) < 0 || d->ratio < 1)
				die_msg(EXIT_USAGE, "bad value '%s' of --ratio: a "
				    "number from 1", optarg);
			break;
		case OPT_LEAST:
			if (num_i64(optarg, 1, INT64_MAX, &d->least) < 0)
				die_msg(EXIT_USAGE, "bad value '%s' of --least: a "
				    "number from 1", optarg);
			break;
		default:
			if (c == OPT_SEQ || c == OPT_SINCE || c == OPT_UNTIL ||
			    !pick_option(&d->pick, c, optarg))
				archive_common_option(c, SYNOPSIS);
		}
	if (argc - optind != TALLY_SIDES + 1)
		opt_usage(SYNOPSIS);
	for (int side = 0; side < TALLY_SIDES; side++)
		parse_day(d, side, argv[optind + side]);
	d->dir = argv[optind + TALLY_SIDES];
}

/* What became of it. */
static struct change
compare(const struct diff *d, struct tally_row *r)
{
	double was = (double)r->records[0], is = (double)r->records[1];
	struct change c = { .row = r, .state = STATE_SAME };
	bool both = was > 0 && is > 0;
	double least = d->least > 0 ? (double)d->least : both ? LEAST : LEAST_NEW;

	if (fmax(was, is) < least || was + is == 0)
		return c;
	c.ratio = both ? fmax(was, is) / fmin(was, is) : fmax(was, is);
	if (!both)
		c.state = is > 0 ? STATE_NEW : STATE_GONE;
	else if (c.ratio >= d->ratio && is != was)
		c.state = is > was ? STATE_MORE : STATE_LESS;
	return c;
}

static int
by_change(const void *a, const void *b)
{
	const struct change *x = a, *y = b;
	int c;

	if (x->state != y->state)
		return x->state > y->state ? 1 : -1;
	if (x->ratio != y->ratio)
		return x->ratio < y->ratio ? 1 : -1;
	c = memcmp(x->row->text, y->row->text, x->row->n < y->row->n ? x->row->n :
	    y->row->n);
	return c ? c : (x->row->n > y->row->n) - (x->row->n < y->row->n);
}

static void
find_changes(struct diff *d)
{
	d->changes = mem_zero(d->tally.n, sizeof *d->changes);
	for (size_t i = 0; i < d->tally.n; i++) {
		struct change c = compare(d, d->tally.rows[i]);

		if (c.state != STATE_SAME)
			d->changes[d->n++] = c;
	}
	if (d->n > 1)
		qsort(d->changes, d->n, sizeof *d->changes, by_change);
	if (d->rows > 0 && d->n > (size_t)d->rows)
		d->n = (size_t)d->rows;
}

/* Of the second day, unless it is gone. */
static void
find_examples(struct diff *d)
{
	struct tally_row **rows = mem_zero(d->n, sizeof *rows);
	int *sides = mem_zero(d->n, sizeof *sides);

	for (size_t i = 0; i < d->n; i++) {
		rows[i] = d->changes[i].row;
		sides[i] = d->changes[i].state != STATE_GONE;
	}
	tally_examples(rows, d->n, sides, d->dir);
	free(rows);
	free(sides);
}

static void
put_record(struct out *o, const struct diff *d, const struct change *c)
{
	const struct tally_row *r = c->row;

	out_fmt(o, "{\"type\":\"template\",\"state\":\"%s\",\"template\":\"%.*s\","
	    "\"was\":%llu,\"records\":%llu", states[c->state], (int)r->n, r->text,
	    (unsigned long long)r->records[0], (unsigned long long)r->records[1]);
	if (c->state == STATE_MORE || c->state == STATE_LESS)
		out_fmt(o, ",\"ratio\":%.4g", c->state == STATE_MORE ? c->ratio :
		    1 / c->ratio);
	out_fmt(o, ",\"was_day\":\"%s\",\"day\":\"%s\",\"seq\":%llu", d->days[0].name,
	    d->days[1].name, (unsigned long long)r->seq[c->state != STATE_GONE]);
	if (r->example)
		out_fmt(o, ",\"msg\":\"%s\"", r->example);
	out_str(o, "}");
	if (out_end(o) < 0)
		out_die(o);
}

static void
put_row(struct out *o, const struct change *c)
{
	const struct tally_row *r = c->row;

	out_fmt(o, "%-4s %12llu %12llu  ", states[c->state],
	    (unsigned long long)r->records[0], (unsigned long long)r->records[1]);
	if (c->state == STATE_MORE || c->state == STATE_LESS)
		out_fmt(o, "%8.3g  ", c->state == STATE_MORE ? c->ratio : 1 / c->ratio);
	else
		out_fmt(o, "%8s  ", "-");
	tally_put_text(o, r->text, r->n);
	if (r->example) {
		if (out_end(o) < 0)
			out_die(o);
		out_str(o, "     ");
		tally_put_text(o, r->example, strlen(r->example));
	}
	if (out_end(o) < 0)
		out_die(o);
}

static void
put_table(struct out *o, const struct diff *d)
{
	out_fmt(o, "%-4s %12s %12s  %8s  %s", "", d->days[0].name, d->days[1].name,
	    "ratio", "template, and the first message of it");
	if (out_end(o) < 0)
		out_die(o);
	for (size_t i = 0; i < d->n; i++)
		put_row(o, d->changes + i);
	out_fmt(o, "%-4s %12llu %12llu  %8s  all", "",
	    (unsigned long long)d->tally.records[0],
	    (unsigned long long)d->tally.records[1], "");
	if (out_end(o) < 0)
		out_die(o);
}

int
archive_diff(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct diff d = { .human = isatty(STDOUT_FILENO), .least = -1,
		.ratio = ratio_default, .pick = { .out = &out, .rec = rec_new(),
		.access.deed = DEED_INIT } };
	int status = EXIT_OK;

	parse_opts(&d, argc, argv);
	pick_access(&d.pick, d.dir, argv);
	for (int side = 0; side < TALLY_SIDES; side++) {
		d.pick.since = d.days[side].from;
		d.pick.until = d.days[side].from + day_ns;
		if (tally_count(&d.tally, side, &d.pick, d.dir) != EXIT_OK)
			status = EXIT_TROUBLE;
	}
	tally_say(&d.tally);
	find_changes(&d);
	find_examples(&d);
	if (d.human)
		put_table(&out, &d);
	else
		for (size_t i = 0; i < d.n; i++)
			put_record(&out, &d, d.changes + i);
	free(d.changes);
	tally_clear(&d.tally);
	return pick_close(&d.pick, status);
}
