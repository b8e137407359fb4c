/* archive_top - which messages there are most of. */
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

#define SYNOPSIS "archive top [-h] [-n N] [-s SYSTEM] [-k KIND] [--since TIME] " \
	"[--until TIME] [--where JQ] DIR"

enum { ROWS = 20, PERCENT = 100, MILLISECONDS = 3 };

struct top {
	struct pick pick;
	bool human;
	int64_t rows;		/* 0: all */
	struct tally tally;
};

static const char *
parse_opts(struct top *t, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "human-readable", no_argument, NULL, 'h' },
		PICK_LONGOPTS,
		OPT_COMMON,
	};

	for (int c; (c = getopt_long(argc, argv, "hn:" PICK_LETTERS, longopts,
	    NULL)) != -1;)
		if (c == 'h')
			t->human = true;
		else if (c == 'n' && num_i64(optarg, 0, INT64_MAX, &t->rows) < 0)
			die_msg(EXIT_USAGE, "bad number '%s' of templates", optarg);
		else if (c != 'n' && (c == OPT_SEQ || !pick_option(&t->pick, c, optarg)))
			archive_common_option(c, SYNOPSIS);
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	return argv[optind];
}

static int
most_first(const void *a, const void *b)
{
	const struct tally_row *x = *(struct tally_row *const *)a,
	    *y = *(struct tally_row *const *)b;
	int c;

	if (x->records[0] != y->records[0])
		return x->records[0] < y->records[0] ? 1 : -1;
	c = memcmp(x->text, y->text, x->n < y->n ? x->n : y->n);
	return c ? c : (x->n > y->n) - (x->n < y->n);
}

static double
share(const struct top *t, uint64_t records)
{
	return t->tally.records[0] ? (double)records * PERCENT /
	    (double)t->tally.records[0] : 0;
}

static void
put_time(struct out *o, const char *name, int64_t ns)
{
	char text[TS_MAX];

	if (ns == TS_NONE)
		return;
	ts_format(text, ns, 0, MILLISECONDS);
	out_fmt(o, ",\"%s\":\"%s\"", name, text);
}

static void
put_record(struct out *o, const struct top *t, const struct tally_row *r)
{
	out_str(o, "{\"type\":\"template\"");
	put_time(o, "time", r->last);
	out_fmt(o, ",\"template\":\"%.*s\",\"records\":%llu,\"share\":%.4g", (int)r->n,
	    r->text, (unsigned long long)r->records[0], share(t, r->records[0]));
	put_time(o, "first", r->first);
	put_time(o, "last", r->last);
	out_fmt(o, ",\"seq\":%llu", (unsigned long long)r->seq[0]);
	if (r->example)
		out_fmt(o, ",\"msg\":\"%s\"", r->example);
	out_str(o, "}");
	if (out_end(o) < 0)
		out_die(o);
}

static void
put_row(struct out *o, const struct top *t, uint64_t records, const struct tally_row *r,
    const char *what)
{
	char first[TS_MAX] = "-", last[TS_MAX] = "-";

	if (r && r->first != TS_NONE) {
		ts_format(first, r->first, 0, 0);
		ts_format(last, r->last, 0, 0);
	}
	out_fmt(o, "%12llu %5.1f%%  %-20s  %-20s  ", (unsigned long long)records,
	    share(t, records), first, last);
	if (r)
		tally_put_text(o, r->text, r->n);
	else
		out_str(o, what);
	if (r && r->example) {
		if (out_end(o) < 0)
			out_die(o);
		out_str(o, "              ");
		tally_put_text(o, r->example, strlen(r->example));
	}
	if (out_end(o) < 0)
		out_die(o);
}

/* n rows, those that follow in one line, and the sum. */
static void
put_table(struct out *o, struct top *t, size_t n)
{
	uint64_t shown = 0;

	out_fmt(o, "%12s %6s  %-20s  %-20s  %s", "records", "share", "first", "last",
	    "template, and the first message of it");
	if (out_end(o) < 0)
		out_die(o);
	for (size_t i = 0; i < n; i++) {
		put_row(o, t, t->tally.rows[i]->records[0], t->tally.rows[i], NULL);
		shown += t->tally.rows[i]->records[0];
	}
	if (shown < t->tally.records[0])
		put_row(o, t, t->tally.records[0] - shown, NULL, "all others");
	put_row(o, t, t->tally.records[0], NULL, "all");
}

static void
put(struct out *o, struct top *t, const char *dir)
{
	struct tally_row **rows = t->tally.rows;
	size_t n = t->tally.n;
	int *sides;

	if (n > 1)
		qsort(rows, n, sizeof *rows, most_first);
	while (n > 0 && rows[n - 1]->records[0] == 0)
		n--;	/* known of a file, and none of it wanted */
	if (t->rows > 0 && n > (size_t)t->rows)
		n = (size_t)t->rows;
	sides = mem_zero(n, sizeof *sides);
	tally_examples(rows, n, sides, dir);
	free(sides);
	if (t->human)
		put_table(o, t, n);
	else
		for (size_t i = 0; i < n; i++)
			put_record(o, t, rows[i]);
}

int
archive_top(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct top t = { .human = isatty(STDOUT_FILENO), .rows = ROWS,
		.pick = { .since = TS_NONE, .until = TS_NONE, .out = &out,
		.rec = rec_new(), .access.deed = DEED_INIT } };
	const char *dir = parse_opts(&t, argc, argv);
	int status;

	pick_access(&t.pick, dir, argv);
	status = tally_count(&t.tally, 0, &t.pick, dir);
	tally_say(&t.tally);
	put(&out, &t, dir);
	tally_clear(&t.tally);
	return pick_close(&t.pick, status);
}
