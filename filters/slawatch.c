/* slawatch - measure a stream of records against a service contract. */
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "num.h"
#include "opt.h"
#include "rec.h"
#include "slawatch.h"
#include "stream.h"
#include "ts.h"

enum { CONTRACTS_MAX = 16 };

/* How long others go on until a source is silent. */
#define SILENCE (300 * TS_SECOND)
#define SILENCE_MAX (366 * 86400 * TS_SECOND)

#define SYNOPSIS "slawatch -p contract [-n] [--since time] [--until time] " \
	"[--silence duration] [--explain case]; " \
	"slawatch --calendar name --due start duration " \
	"(or --elapsed, --day, --workday, --workdays)"

static const char help[] =
"usage: slawatch -p contract [-n] [--since time] [--until time] [--silence duration]\n"
"           [--explain case] <records\n"
"       slawatch --calendar name [--explain] [--pause from/to] --due start duration\n"
"       slawatch --calendar name [--explain] [--pause from/to] --elapsed start end\n"
"       slawatch --calendar name --day date | --workday date n | --workdays from to\n"
"\n"
"Passes records on and puts behind each the clock and duty records that follow from it.\n"
"Lives by the time of the records and of ticks, never by the clock of the machine.\n"
"\n"
"  -p, --contract NAME   a folder of etc/contracts, or a path; may repeat\n"
"  -n, --check           only check the configuration\n"
"      --since TIME      the stream is whole from this time on\n"
"      --until TIME      at the end of the input, time is at least this\n"
"      --silence 5m      a source that does not tick so long holds time back no longer\n"
"      --explain[=CASE]  tell people what counted for the case, and nothing else\n"
"\n"
"Questions to a calendar (a name in etc/calendars, or a path):\n"
"      --due START DURATION   when have 30m, 8h, 3wd (workdays) or 3wd-eod passed?\n"
"      --elapsed START END    how many seconds of working time lie between?\n"
"      --day DATE             what is this day, and when does it count?\n"
"      --workday DATE N       the N-th workday after (0: it or the next; -- -1: before)\n"
"      --workdays FROM TO     all workdays, both ends included\n"
"      --pause FROM/TO        does not count; may repeat\n"
"      --explain              list what counted, and what was skipped and why\n"
"\n"
"Exit status: 0 all kept, 1 a limit was broken, a duty missed or a day does not count,\n"
"2 trouble, 3 usage or configuration.\n";

struct opts {
	const char *contracts[CONTRACTS_MAX];
	size_t ncontracts;
	bool check;
	int64_t since, until, silence;
	const char *explain;
	struct ask ask;
};

enum {
	OPT_SINCE = OPT_OWN, OPT_UNTIL, OPT_SILENCE, OPT_EXPLAIN, OPT_CALENDAR, OPT_PAUSE,
	OPT_ASK,	/* and those after it, as in struct ask */
};

static const struct option longopts[] = {
	{ "contract", required_argument, NULL, 'p' },
	{ "check", no_argument, NULL, 'n' },
	{ "since", required_argument, NULL, OPT_SINCE },
	{ "until", required_argument, NULL, OPT_UNTIL },
	{ "silence", required_argument, NULL, OPT_SILENCE },
	{ "explain", optional_argument, NULL, OPT_EXPLAIN },
	{ "calendar", required_argument, NULL, OPT_CALENDAR },
	{ "pause", required_argument, NULL, OPT_PAUSE },
	{ "due", no_argument, NULL, OPT_ASK + ASK_DUE },
	{ "elapsed", no_argument, NULL, OPT_ASK + ASK_ELAPSED },
	{ "workday", no_argument, NULL, OPT_ASK + ASK_WORKDAY },
	{ "workdays", no_argument, NULL, OPT_ASK + ASK_WORKDAYS },
	{ "day", no_argument, NULL, OPT_ASK + ASK_DAY },
	OPT_COMMON,
};

/* --- options ------------------------------------------------------------------ */

static int64_t
time_option(const char *text)
{
	int64_t ns;

	if (!ts_parse(text, strlen(text), &ns, NULL))
		die_msg(EXIT_USAGE,
		    "'%s' is not a time such as 2026-03-02T09:00:00+08:00", text);
	return ns;
}

static int64_t
duration_option(const char *text)
{
	int64_t ns;

	if (num_duration(text, TS_SECOND, SILENCE_MAX, &ns) < 0)
		die_msg(EXIT_USAGE, "'%s' is not a duration such as 5m, from 1s to 366d",
		    text);
	return ns;
}

static void
add_contract(struct opts *o, const char *name)
{
	if (o->ncontracts == CONTRACTS_MAX)
		die_msg(EXIT_USAGE, "more than %d contracts", CONTRACTS_MAX);
	o->contracts[o->ncontracts++] = name;
}

static void
add_pause(struct ask *a, const char *text)
{
	if (a->npauses == PAUSES_MAX)
		die_msg(EXIT_USAGE, "more than %d pauses", PAUSES_MAX);
	a->pauses[a->npauses++] = text;
}

static void
parse_opts(struct opts *o, int argc, char *argv[])
{
	for (int c; (c = getopt_long(argc, argv, "np:", longopts, NULL)) != -1;)
		switch (c) {
		case 'n': o->check = true; break;
		case 'p': add_contract(o, optarg); break;
		case OPT_SINCE: o->since = time_option(optarg); break;
		case OPT_UNTIL: o->until = time_option(optarg); break;
		case OPT_SILENCE: o->silence = duration_option(optarg); break;
		case OPT_EXPLAIN: o->ask.explain = true; o->explain = optarg; break;
		case OPT_CALENDAR: o->ask.calendar = optarg; break;
		case OPT_PAUSE: add_pause(&o->ask, optarg); break;
		case OPT_HELP: opt_help(help);
		case OPT_VERSION: opt_version();
		default:
			if (c <= OPT_ASK || o->ask.what)
				opt_usage(SYNOPSIS);
			o->ask.what = c - OPT_ASK;
		}
}

/* "--explain C-17" as "--explain=C-17"; a question to a calendar has other operands. */
static void
check_opts(struct opts *o, int argc, char *argv[])
{
	bool question = o->ask.calendar || o->ask.what;

	if (question && (!o->ask.calendar || !o->ask.what || o->ncontracts || o->explain))
		opt_usage(SYNOPSIS);
	if (question)
		return;
	if (o->ask.explain && !o->explain && optind < argc)
		o->explain = argv[optind++];
	if (o->ncontracts == 0 || optind != argc || (o->ask.explain && !o->explain))
		opt_usage(SYNOPSIS);
}

/* --- the stream --------------------------------------------------------------- */

struct session {
	struct stream stream;
	struct output output;
	struct stream_time time;
	struct watch watches[CONTRACTS_MAX];
	size_t n;
	bool quiet;		/* --explain: records are not passed on */
	uint64_t untimed;
};

static void
pass(struct session *s)
{
	if (!s->quiet)
		stream_put(&s->stream);
}

/* No record causes what comes of it. */
static void
move(struct session *s, int64_t time)
{
	s->output.cause = NULL;
	for (size_t i = 0; i < s->n; i++)
		watch_time(&s->watches[i], time);
}

/* The bit of a record's type in a contract; 0 when no condition looks at such records. */
static uint32_t
type_of(const struct contract *c, const char *type, size_t n)
{
	for (size_t i = 0; i < c->ntypes; i++)
		if (strncmp(c->types[i], type, n) == 0 && c->types[i][n] == '\0')
			return UINT32_C(1) << i;
	return 0;
}

static bool
is(const char *type, size_t n, const char *name)
{
	return strlen(name) == n && memcmp(type, name, n) == 0;
}

/*
 * Records of the machinery have times of the wall clock, and are not in an archive:
 * history would not be the same twice.  They, and lines for which nothing better than
 * the time of reading was found, do not move time.
 */
static bool
moves_time(struct rec *r, const char *type, size_t n)
{
	return !is(type, n, "source") && !is(type, n, "flush") &&
	    !(is(type, n, "log") && rec_is(r, "time_from", "read"));
}

/* What it brings about comes before it. */
static void
one_tick(struct session *s, struct rec *r)
{
	const char *name = "";
	size_t n = 0;
	int64_t time;

	rec_str(r, "source", &name, &n);
	if (rec_time(r, "time", &time))
		move(s, time_tick(&s->time, name, n, time));
	pass(s);
}

static void
one_record(struct session *s, struct rec *r)
{
	const char *type = "";
	size_t n = 0;
	int64_t time, now = TS_NONE;
	bool timed = rec_time(r, "time", &time), dated;

	rec_str(r, "type", &type, &n);
	if (is(type, n, "tick")) {
		one_tick(s, r);
		return;
	}
	pass(s);
	if (!timed) {
		for (size_t i = 0; i < s->n; i++)
			s->untimed += type_of(s->watches[i].contract, type, n) != 0;
		return;
	}
	dated = moves_time(r, type, n);
	if (dated)
		now = is(type, n, "log") ? time_line(&s->time, &time) :
		    time_record(&s->time, time);
	s->output.cause = r;
	s->output.n = 0;
	for (size_t i = 0; i < s->n; i++) {
		struct watch *w = &s->watches[i];

		if (now > w->now)
			watch_time(w, now);
		watch_record(w, r, time, type_of(w->contract, type, n), dated);
	}
}

static int
end(struct session *s, const struct opts *o)
{
	bool broken = false, trouble = s->untimed > 0 || s->time.over > 0, seen = false;
	int rc;

	if (o->until != TS_NONE)
		move(s, o->until);
	s->output.cause = NULL;
	if (s->untimed)
		warn_msg("%llu records without a time were not watched",
		    (unsigned long long)s->untimed);
	time_report(&s->time);
	time_clear(&s->time);
	for (size_t i = 0; i < s->n; i++) {
		struct watch *w = &s->watches[i];

		watch_fire(w);
		if (o->explain)
			seen |= explain_runs(w, &s->stream.out);
		watch_report(w);
		broken |= w->broken > 0;
		trouble |= watch_trouble(w);
		watch_clear(w);
	}
	rec_free(s->output.derived);
	if (o->explain && !seen)
		warn_msg("no clock of '%s' was seen", o->explain);
	rc = trouble ? EXIT_TROUBLE : broken ? EXIT_NO : EXIT_OK;
	return stream_end(&s->stream, rc);
}

static int
run(const struct opts *o, struct contract *contracts[])
{
	static struct session s;
	struct rec *r;

	stream_init(&s.stream);
	s.output = (struct output){
		.stream = &s.stream, .derived = rec_new(), .mute = o->explain,
	};
	s.quiet = o->explain != NULL;
	time_init(&s.time, o->silence);
	for (s.n = 0; s.n < o->ncontracts; s.n++) {
		watch_init(&s.watches[s.n], contracts[s.n], &s.output);
		s.watches[s.n].explain = o->explain;
		if (o->since != TS_NONE)
			watch_time(&s.watches[s.n], o->since);
	}
	while ((r = stream_next(&s.stream)) != NULL)
		one_record(&s, r);
	return end(&s, o);
}

int
main(int argc, char *argv[])
{
	struct opts o = { .since = TS_NONE, .until = TS_NONE, .silence = SILENCE };
	struct contract *contracts[CONTRACTS_MAX] = { NULL };
	int rc = EXIT_OK;

	err_init(argv[0]);
	parse_opts(&o, argc, argv);
	check_opts(&o, argc, argv);
	if (o.ask.what)
		return ask_run(&o.ask, argc - optind, argv + optind);
	for (size_t i = 0; i < o.ncontracts; i++)
		if ((contracts[i] = contract_read(o.contracts[i])) == NULL)
			rc = EXIT_USAGE;
		else if (o.check)
			contract_say(contracts[i]);
	if (rc == EXIT_OK && !o.check)
		rc = run(&o, contracts);
	for (size_t i = 0; i < o.ncontracts; i++)
		contract_free(contracts[i]);
	return rc;
}
