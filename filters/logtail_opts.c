/* logtail_opts - the options of logtail. */
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "logtail.h"
#include "mem.h"
#include "num.h"
#include "opt.h"
#include "re.h"
#include "zone.h"

#define SYNOPSIS "logtail [-fj] [-c conf] [-e encoding] [-g pattern] [-H host] " \
	"[-k kind] [-l address] [-n lines] [-s system] [-z zone] " \
	"[--entry form | --entry-start pattern] [--last time | --since time | " \
	"--week week] [--until time] [--check | --check-config] [--max-open n] " \
	"[--resume dir | --state file] [--size time] [--stats] [--tick time] [file...]"

static const char help[] =
	"usage: " SYNOPSIS "\n"
	"The lines of files as log records (record(5)); a file named - is stdin, one\n"
	"with *, ? or [ in its name stands for all that match.\n"
	"\n"
	"  -c, --config=CONF   what to read, and as what: a file like those of\n"
	"                      etc/sources, or a directory with *.conf; again for more\n"
	"  -e, --encoding=NAME GB18030, UTF-16, Big5 ...; auto: found out (default)\n"
	"  -f, --follow        go on when files grow, are rotated, truncated, appear\n"
	"  -g, --grep=PATTERN  only what the regular expression (PCRE2) matches\n"
	"  -H, --host=HOST     host of all records (else: the one that a syslog line\n"
	"                      names, else this machine's)\n"
	"  -j, --journal       what is read are entries of journalctl -o json\n"
	"  -k, --kind=KIND     class of the source: app access op audit security db ...\n"
	"  -l, --listen=ADDR   messages of syslog, too: udp:HOST:PORT, tcp:HOST:PORT,\n"
	"                      unix:PATH, unix-stream:PATH; with -f\n"
	"  -n, --lines=N       begin with the last N lines of each file\n"
	"  -s, --system=NAME   the business system that the files belong to\n"
	"  -z, --zone=ZONE     zone of times that state none: Asia/Shanghai, +08:00\n"
	"      --entry=FORM    lines are joined to entries: java, python, oracle-alert,\n"
	"                      a file of etc/entries\n"
	"      --entry-start=PATTERN   an entry begins with a line that matches\n"
	"      --last=TIME     lines of the last 2h, 30m, 1d; rotated files, too\n"
	"      --since=TIME    lines from that time on: 2026-11-20 20:00, 20:00,\n"
	"                      yesterday, '2h ago'\n"
	"      --until=TIME    lines before that time\n"
	"      --week=WEEK     lines of the week: prev, this, 2026-W47\n"
	"      --check         read nothing: a check record a source\n"
	"      --check-config  only look whether what -c names is right\n"
	"      --max-open=N    files that are held open while nothing is read (1024)\n"
	"      --resume=DIR    go on where the archive DIR ends, rotated files first\n"
	"      --size=TIME     with -f: a size record a file that often\n"
	"      --state=FILE    the same by a file that says how far all was read\n"
	"      --stats         at the end, and on SIGUSR1, say how much was read\n"
	"      --tick=TIME     with -f: a tick record that often (1s; 0: none)\n"
	"      --help, --version\n"
	"\n"
	"Exit status: 0 all read, or well; 1 not well (--check); 2 not all could be\n"
	"read, or was cut; 3 wrong use or configuration.\n"
	"See logtail(1).\n";

enum {
	OPT_CHECK = OPT_OWN, OPT_CHECK_CONFIG, OPT_ENTRY, OPT_ENTRY_START, OPT_LAST,
	OPT_MAX_OPEN, OPT_RESUME, OPT_SINCE, OPT_SIZE, OPT_STATE, OPT_STATS, OPT_TICK,
	OPT_UNTIL, OPT_WEEK,
};

enum {
	TICK_MAX = 86400,	/* seconds */
	SIZE_MAX_S = 366 * 86400,
	WHY_MAX = 256,
};

static const char shortopts[] = "c:e:fg:H:jk:l:n:s:z:";

static const struct option longopts[] = {
	{ "check", no_argument, NULL, OPT_CHECK },
	{ "check-config", no_argument, NULL, OPT_CHECK_CONFIG },
	{ "config", required_argument, NULL, 'c' },
	{ "encoding", required_argument, NULL, 'e' },
	{ "entry", required_argument, NULL, OPT_ENTRY },
	{ "entry-start", required_argument, NULL, OPT_ENTRY_START },
	{ "follow", no_argument, NULL, 'f' },
	{ "grep", required_argument, NULL, 'g' },
	{ "host", required_argument, NULL, 'H' },
	{ "journal", no_argument, NULL, 'j' },
	{ "kind", required_argument, NULL, 'k' },
	{ "last", required_argument, NULL, OPT_LAST },
	{ "lines", required_argument, NULL, 'n' },
	{ "listen", required_argument, NULL, 'l' },
	{ "max-open", required_argument, NULL, OPT_MAX_OPEN },
	{ "resume", required_argument, NULL, OPT_RESUME },
	{ "since", required_argument, NULL, OPT_SINCE },
	{ "size", required_argument, NULL, OPT_SIZE },
	{ "state", required_argument, NULL, OPT_STATE },
	{ "stats", no_argument, NULL, OPT_STATS },
	{ "system", required_argument, NULL, 's' },
	{ "tick", required_argument, NULL, OPT_TICK },
	{ "until", required_argument, NULL, OPT_UNTIL },
	{ "week", required_argument, NULL, OPT_WEEK },
	{ "zone", required_argument, NULL, 'z' },
	OPT_COMMON,
};

/* Where the text of an option goes; NULL: it has none. */
static const char **
text_of(struct opts *o, int c)
{
	switch (c) {
	case 'e': return &o->encoding;
	case 'g': return &o->grep;
	case 'H': return &o->host;
	case 'k': return &o->kind;
	case 's': return &o->system;
	case 'z': return &o->zone;
	case OPT_ENTRY: return &o->entry;
	case OPT_ENTRY_START: return &o->entry_start;
	case OPT_LAST: return &o->age;
	case OPT_RESUME: return &o->resume;
	case OPT_SINCE: return &o->since;
	case OPT_STATE: return &o->state;
	case OPT_UNTIL: return &o->until;
	case OPT_WEEK: return &o->week;
	}
	return NULL;
}

static void
take_number(struct opts *o, int c, const char *s)
{
	switch (c) {
	case 'n':
		if (num_i64(s, 0, INT64_MAX, &o->last) < 0)
			die_errno(EXIT_USAGE, "bad number of lines '%s'", s);
		break;
	case OPT_MAX_OPEN:
		if (num_i64(s, 1, INT32_MAX, &o->max_open) < 0)
			die_errno(EXIT_USAGE, "bad number of files '%s'", s);
		break;
	case OPT_SIZE:
		if (num_duration(s, TS_SECOND, SIZE_MAX_S * TS_SECOND, &o->size_ns) < 0)
			die_errno(EXIT_USAGE, "bad time '%s'", s);
		break;
	case OPT_TICK:
		if (num_i64(s, 0, 0, &o->tick_ns) < 0 && num_duration(s, TS_SECOND / 100,
		    TICK_MAX * TS_SECOND, &o->tick_ns) < 0)
			die_errno(EXIT_USAGE, "bad time '%s'", s);
		break;
	}
}

static void
add_listen(struct opts *o, const char *addr)
{
	if (o->nlisten == LISTEN_MAX)
		die_msg(EXIT_USAGE, "more than %d addresses", LISTEN_MAX);
	o->listen[o->nlisten++] = addr;
	o->follow = true;
}

static void
add_config(struct opts *o, const char *path)
{
	if (o->nconf == CONFIGS_MAX)
		die_msg(EXIT_USAGE, "more than %d files of sources", CONFIGS_MAX);
	o->conf[o->nconf++] = path;
}

/* What is on when the option is there; NULL: it is none of these. */
static bool *
flag_of(struct opts *o, int c)
{
	switch (c) {
	case 'f': return &o->follow;
	case 'j': return &o->journal;
	case OPT_CHECK: return &o->check;
	case OPT_CHECK_CONFIG: return &o->check_config;
	case OPT_STATS: return &o->stats;
	}
	return NULL;
}

static void
take(struct opts *o, int c)
{
	const char **text = text_of(o, c);
	bool *flag = flag_of(o, c);

	if (text)
		*text = optarg;
	else if (flag)
		*flag = true;
	else if (c == 'c')
		add_config(o, optarg);
	else if (c == 'l')
		add_listen(o, optarg);
	else if (c == OPT_HELP)
		opt_help(help);
	else if (c == OPT_VERSION)
		opt_version();
	else if (optarg)
		take_number(o, c, optarg);
	else
		opt_usage(SYNOPSIS);
}

void
opts_read(struct opts *o, int argc, char *argv[])
{
	*o = (struct opts){ .last = -1, .tick_ns = TS_SECOND, .max_open = OPEN_MAX,
		.since_ns = TS_NONE, .until_ns = TS_NONE };
	for (int c; (c = getopt_long(argc, argv, shortopts, longopts, NULL)) != -1;)
		take(o, c);
	if (o->resume && o->state)
		die_msg(EXIT_USAGE, "--resume and --state exclude each other");
	if (o->entry && o->entry_start)
		die_msg(EXIT_USAGE, "--entry and --entry-start exclude each other");
	if (o->encoding && !opts_encoding(o->encoding))
		die_msg(EXIT_USAGE, "unknown encoding '%s'", o->encoding);
	if (o->kind && !values_kind(o->kind))
		die_msg(EXIT_USAGE, "bad kind '%s': none of " KINDS, o->kind);
	if (!!o->since + !!o->age + !!o->week > 1)
		die_msg(EXIT_USAGE, "--since, --last and --week exclude each other");
	o->paths = argv + optind;
	o->npaths = (size_t)(argc - optind);
	if (o->npaths == 0 && o->nconf == 0 && o->nlisten == 0)
		opt_usage(SYNOPSIS);
}

static _Noreturn void
bad_time(const char *text)
{
	die_msg(EXIT_USAGE, "bad time '%s': a date and time, a date, a time of today, "
	    "2h or yesterday", text);
}

void
opts_times(struct opts *o, const struct zone *z, int64_t now_ns)
{
	const char *since = o->since ? o->since : o->age;

	if (since && !since_time(since, z, now_ns, &o->since_ns))
		bad_time(since);
	if (o->week && !since_week(o->week, z, now_ns, &o->since_ns, &o->until_ns))
		die_msg(EXIT_USAGE, "bad week '%s': prev, this, or as 2026-W47", o->week);
	if (o->until && !since_time(o->until, z, now_ns, &o->until_ns))
		bad_time(o->until);
	if (o->since_ns != TS_NONE && o->until_ns != TS_NONE &&
	    o->until_ns <= o->since_ns)
		die_msg(EXIT_USAGE, "--until is not after the time to begin with");
}

bool
opts_encoding(const char *name)
{
	struct charset *c = strcmp(name, "auto") == 0 ? NULL : charset_new(name);
	bool is = c || strcmp(name, "auto") == 0;

	charset_free(c);
	return is;
}

struct entry_form *
opts_form(const struct opts *o)
{
	char why[WHY_MAX];
	struct entry_form *form = NULL;

	if (o->entry && (form = entry_form_named(o->entry)) == NULL)
		exit(EXIT_USAGE);	/* what is wrong was said */
	if (o->entry_start) {
		form = entry_form_start(o->entry_start, why, sizeof why);
		if (!form)
			die_msg(EXIT_USAGE, "bad pattern '%s': %s", o->entry_start, why);
	}
	return form;
}

struct re *
opts_grep(const struct opts *o)
{
	char why[WHY_MAX];
	struct re *re = o->grep ? re_new(o->grep, 0, why, sizeof why) : NULL;

	if (o->grep && !re)
		die_msg(EXIT_USAGE, "bad pattern '%s': %s", o->grep, why);
	return re;
}
