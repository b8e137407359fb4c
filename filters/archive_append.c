/* archive_append - store the records of standard input; pass on what is durable. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "archive.h"
#include "archive_class.h"
#include "archive_disk.h"
#include "archive_store.h"
#include "err.h"
#include "file.h"
#include "line.h"
#include "num.h"
#include "opt.h"
#include "out.h"
#include "rec.h"
#include "ts.h"

#define SYNOPSIS "archive append [--pass] [--commit TIME|SIZE] [--segment SIZE] DIR"

enum {
	OPT_PASS = OPT_OWN, OPT_COMMIT, OPT_SEGMENT,
	SEGMENT_BYTES_MIN = 4096,
	CLOCK_RECORDS = 64,	/* records between two looks at the clock */
};

static const int64_t COMMIT_NS = INT64_C(200000000);	/* the default of --commit */
static const int64_t COMMIT_NS_MAX = INT64_C(60000000000);

struct append {
	bool pass;		/* --pass */
	int64_t bytes, ns;	/* --commit: a commit at the latest after that much */
	int64_t segment;	/* --segment */
	struct store store;
	struct classes classes;
	struct line_in in;
	struct out out;
	struct rec *rec;
	struct buf waiting;	/* what is passed on after the commit to come */
	struct buf leaving;	/* after the one that the disk is at */
	bool full;		/* that one is the last of its segment: pass on all */
	int64_t since;		/* when the first record came that no commit holds yet */
	unsigned unlooked;	/* records since the last look at the clock */
	uint64_t bad, repeats;
	bool said_dropped, said_back;	/* of sources, once each */
};

static void
parse_commit(struct append *a, const char *text)
{
	if (num_duration(text, 0, COMMIT_NS_MAX, &a->ns) == 0)
		return;
	if (num_size(text, 1, COMMIT_BYTES_MAX, &a->bytes) < 0)
		die_msg(EXIT_USAGE,
		    "bad value '%s' of --commit: a time up to 60s, as 200ms, "
		    "or a size up to 8M, as 1M", text);
}

static void
parse_segment(struct append *a, const char *text)
{
	if (num_size(text, SEGMENT_BYTES_MIN, SEGMENT_BYTES_MAX, &a->segment) < 0)
		die_msg(EXIT_USAGE, "bad value '%s' of --segment: a size from 4K to 32M",
		    text);
}

static const char *
parse_opts(struct append *a, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "pass", no_argument, NULL, OPT_PASS },
		{ "commit", required_argument, NULL, OPT_COMMIT },
		{ "segment", required_argument, NULL, OPT_SEGMENT },
		OPT_COMMON,
	};

	a->bytes = COMMIT_BYTES;
	a->ns = COMMIT_NS;
	a->segment = SEGMENT_BYTES;
	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		switch (c) {
		case OPT_PASS: a->pass = true; break;
		case OPT_COMMIT: parse_commit(a, optarg); break;
		case OPT_SEGMENT: parse_segment(a, optarg); break;
		default: archive_common_option(c, SYNOPSIS);
		}
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	return argv[optind];
}

static int64_t
monotonic(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * TS_SECOND + t.tv_nsec;
}

static void
report(const struct append *a)
{
	if (a->bad > 1)
		warn_msg("%llu lines were not records%s, left out",
		    (unsigned long long)a->bad,
		    a->classes.strict ? " of a class" : "");
	if (a->repeats)
		warn_msg("%llu repeats left out", (unsigned long long)a->repeats);
}

/* Nobody reads what we pass on: keep what was stored and go. */
static _Noreturn void
stop(struct append *a)
{
	int saved = errno;

	report(a);
	store_close(&a->store);
	errno = saved;
	out_die(&a->out);
}

/* Positions that are needed are not kept: somebody should know, and before it matters. */
static void
say_forgotten(struct append *a)
{
	static const char then[] =
	    "those not kept are read again from the start after a restart";

	if (a->store.sources.dropped && !a->said_dropped)
		warn_msg("more than %d sources at a time: %s", SOURCES_MAX, then);
	if (a->store.sources.back && !a->said_back)
		warn_msg("more than %d files of one path at a time: %s", SOURCES_OF_PATH,
		    then);
	a->said_dropped = a->store.sources.dropped > 0;
	a->said_back = a->store.sources.back > 0;
}

/* Nothing more is stored, which was said; what is safe is passed on all the same. */
static _Noreturn void
give_up(struct append *a)
{
	if (out_flush(&a->out) < 0)
		warn_errno("cannot write output");
	exit(EXIT_TROUBLE);
}

/* What came with the last commit is passed on; waits for the disk. */
static void
pass_safe(struct append *a)
{
	if (store_wait(&a->store) < 0)
		give_up(a);
	out_put(&a->out, a->leaving.p, a->leaving.n);
	buf_cut(&a->leaving, 0);
	if ((a->out.text.n >= OUT_CHUNK || a->full) && out_flush(&a->out) < 0)
		stop(a);
	a->full = false;
}

/* Records are a commit: the disk is at it while the next ones come, or waited for. */
static void
commit(struct append *a, bool now)
{
	struct buf taken;

	say_forgotten(a);
	pass_safe(a);
	if (store_commit(&a->store, now) < 0)
		give_up(a);
	a->since = 0;
	taken = a->leaving;
	a->leaving = a->waiting;
	a->waiting = taken;
	if (now)
		pass_safe(a);
	a->full = store_full(&a->store);
	if (a->full)
		store_seal(&a->store);
}

static void
commit_when_idle(void *arg)
{
	commit(arg, true);
}

static void
pass_on(struct append *a)
{
	rec_print(a->rec, &a->waiting);
	buf_char(&a->waiting, '\n');
}

static void
bad_line(struct append *a, size_t at, const char *why)
{
	if (a->bad++ == 0)
		warn_msg("line %llu, byte %zu: %s, left out",
		    (unsigned long long)a->in.number, at + 1, why);
}

static void
store_record(struct append *a, const char *line, size_t n, bool log)
{
	uint64_t number;

	if (a->classes.strict && !classes_of(&a->classes, a->rec)) {
		bad_line(a, 0, "of no class of this archive");
		return;
	}
	if (sources_repeat(&a->store.sources, a->rec, log)) {
		a->repeats++;
		return;
	}
	number = store_add(&a->store, a->rec, line, n);
	if (!a->pass)
		return;
	if (!rec_has(a->rec, "seq"))
		rec_set_int(a->rec, "seq", (int64_t)number);
	pass_on(a);
}

static void
flush(struct append *a)
{
	commit(a, true);
	pass_on(a);
	commit(a, true);
	if (out_flush(&a->out) < 0)
		stop(a);
}

static void
take_source(struct append *a, const char *line, size_t n)
{
	if (!sources_take(&a->store.sources, a->rec, line, n))
		bad_line(a, 0, "a source record without a usable fid");
	else if (a->pass)
		pass_on(a);
}

static bool
is(const char *s, size_t n, const char *text)
{
	return n == strlen(text) && memcmp(s, text, n) == 0;
}

/* Looking at the clock for every record would cost more than it tells. */
static bool
late(struct append *a)
{
	if (a->ns > 0 && a->since != 0 && ++a->unlooked < CLOCK_RECORDS)
		return false;
	a->unlooked = 0;
	if (a->leaving.n > 0 && store_safe(&a->store))
		pass_safe(a);
	if (a->since == 0)
		a->since = monotonic();
	return monotonic() - a->since >= a->ns;
}

static void
take(struct append *a, const char *line, size_t n)
{
	const char *type;
	size_t ntype;

	if (!rec_str(a->rec, "type", &type, &ntype))
		ntype = 0;
	if (is(type, ntype, "log")) {
		store_record(a, line, n, true);
	} else if (is(type, ntype, "tick")) {
		if (a->pass)
			pass_on(a);
	} else if (is(type, ntype, "flush")) {
		flush(a);
		return;
	} else if (is(type, ntype, "source")) {
		take_source(a, line, n);
	} else {
		store_record(a, line, n, false);
	}
	if (store_pending(&a->store) >= (size_t)a->bytes ||
	    a->waiting.n >= 2 * (size_t)COMMIT_BYTES_MAX || late(a))
		commit(a, false);
}

static void
run(struct append *a)
{
	enum line_rc rc;
	char *line;
	size_t n, at;

	while ((rc = line_next(&a->in, &line, &n)) > 0) {
		if (rc == LINE_LONG) {
			bad_line(a, a->in.max, "line too long");
		} else if (n > 0 && rec_parse(a->rec, line, n) < 0) {
			const char *why = rec_why(a->rec, &at);

			bad_line(a, at, why);
		} else if (n > 0) {
			take(a, line, n);
		}
	}
	if (rc == LINE_ERROR && a->in.out_failed)
		stop(a);
	if (rc == LINE_ERROR) {
		warn_errno("cannot read input");
		a->bad++;
	}
	commit(a, true);
	if (out_flush(&a->out) < 0)
		stop(a);
}

static int nothing = -1;	/* /dev/null: the input after a signal */

static void
end_input(int sig)
{
	int saved = errno;

	(void)sig;
	dup2(nothing, STDIN_FILENO);
	errno = saved;
}

/*
 * Somebody types ^C, or stops the pipeline: that ends the input, so that what was read is
 * stored and the plain copy of the tail is written.  A signal that is ignored stays so:
 * who stops the source alone wants the rest to be drained.
 */
static void
handle_signals(void)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGTERM };
	struct sigaction sa = { .sa_handler = end_input, .sa_flags = SA_RESTART }, old;

	signal(SIGPIPE, SIG_IGN);
	nothing = file_open("/dev/null", O_RDONLY, 0);
	if (nothing < 0)
		die_errno(EXIT_TROUBLE, "cannot open '/dev/null'");
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(signals[i], &sa, NULL);
}

/* What the header says of the records that it may hold. */
static void
read_classes(struct append *a, const char *dir)
{
	if (!classes_read(&a->classes, a->store.disk.head.rec))
		die_msg(EXIT_TROUBLE, "cannot read the classes of '%s'", dir);
}

int
archive_append(int argc, char *argv[])
{
	struct append a = { .out = OUT_INIT(STDOUT_FILENO) };
	const char *dir = parse_opts(&a, argc, argv);
	int rc;

	handle_signals();
	store_open(&a.store, dir);
	read_classes(&a, dir);
	a.store.seal_at = (size_t)a.segment;
	a.in = (struct line_in)LINE_IN_INIT(STDIN_FILENO, a.pass ? &a.out : NULL);
	a.in.idle = commit_when_idle;
	a.in.idle_arg = &a;
	a.rec = rec_new();
	disk_start(&a.store.disk);
	run(&a);
	report(&a);
	rc = store_close(&a.store);
	classes_clear(&a.classes);
	rec_free(a.rec);
	line_clear(&a.in);
	out_clear(&a.out);
	buf_clear(&a.waiting);
	buf_clear(&a.leaving);
	return a.bad || rc < 0 ? EXIT_TROUBLE : EXIT_OK;
}
