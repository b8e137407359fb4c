/* logtail - the lines of files, or of stdin, as log records. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"
#include "mem.h"
#include "num.h"
#include "opt.h"
#include "zone.h"

#define SYNOPSIS "logtail [-fj] [-H host] [-k kind] [-l address] [-n lines] " \
	"[-s system] [-z zone] [--max-open n] [--resume dir | --state file] [--stats] " \
	"[--tick time] [file...]"

static const char help[] =
	"usage: " SYNOPSIS "\n"
	"The lines of files as log records (record(5)); a file named - is stdin.\n"
	"\n"
	"  -f, --follow        go on when files grow, are rotated, truncated, appear\n"
	"  -H, --host=HOST     host of all records (else: the one that a syslog line\n"
	"                      names, else this machine's)\n"
	"  -j, --journal       what is read are entries of journalctl -o json\n"
	"  -k, --kind=KIND     class of the source: app access op audit security db ...\n"
	"  -l, --listen=ADDR   messages of syslog, too: udp:HOST:PORT, tcp:HOST:PORT,\n"
	"                      unix:PATH, unix-stream:PATH; with -f\n"
	"  -n, --lines=N       begin with the last N lines of each file\n"
	"  -s, --system=NAME   the business system that the files belong to\n"
	"  -z, --zone=ZONE     zone of times that state none: Asia/Shanghai, +08:00\n"
	"      --max-open=N    files that are held open while nothing is read (1024)\n"
	"      --resume=DIR    go on where the archive DIR ends, rotated files first\n"
	"      --state=FILE    the same by a file in which is kept how far all was read\n"
	"      --stats         at the end, and on SIGUSR1, say how much was read\n"
	"      --tick=TIME     with -f: a tick record that often (1s; 0: none)\n"
	"      --help, --version\n"
	"\n"
	"Exit status: 0 all read; 2 not all could be read, or was cut; 3 wrong use.\n"
	"See logtail(1).\n";

enum { OPT_MAX_OPEN = OPT_OWN, OPT_RESUME, OPT_STATE, OPT_STATS, OPT_TICK };

enum { TICK_MAX = 86400 };	/* seconds */

static volatile sig_atomic_t stopped;

static void
on_stop(int sig)
{
	(void)sig;
	stopped = 1;
}

/* Listening goes on until it is stopped: that is following. */
static void
add_listen(struct opts *o, const char *addr)
{
	if (o->nlisten == LISTEN_MAX)
		die_msg(EXIT_USAGE, "more than %d addresses", LISTEN_MAX);
	o->listen[o->nlisten++] = addr;
	o->follow = true;
}

static void
parse_opts(struct opts *o, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "follow", no_argument, NULL, 'f' },
		{ "host", required_argument, NULL, 'H' },
		{ "journal", no_argument, NULL, 'j' },
		{ "kind", required_argument, NULL, 'k' },
		{ "listen", required_argument, NULL, 'l' },
		{ "lines", required_argument, NULL, 'n' },
		{ "system", required_argument, NULL, 's' },
		{ "zone", required_argument, NULL, 'z' },
		{ "max-open", required_argument, NULL, OPT_MAX_OPEN },
		{ "resume", required_argument, NULL, OPT_RESUME },
		{ "state", required_argument, NULL, OPT_STATE },
		{ "stats", no_argument, NULL, OPT_STATS },
		{ "tick", required_argument, NULL, OPT_TICK },
		OPT_COMMON,
	};

	*o = (struct opts){ .last = -1, .tick_ns = TS_SECOND, .max_open = OPEN_MAX };
	for (int c; (c = getopt_long(argc, argv, "fH:jk:l:n:s:z:", longopts,
	    NULL)) != -1;)
		switch (c) {
		case 'f': o->follow = true; break;
		case 'H': o->host = optarg; break;
		case 'j': o->journal = true; break;
		case 'l': add_listen(o, optarg); break;
		case 'k': o->kind = optarg; break;
		case 's': o->system = optarg; break;
		case 'z': o->zone = optarg; break;
		case 'n':
			if (num_i64(optarg, 0, INT64_MAX, &o->last) < 0)
				die_errno(EXIT_USAGE, "bad number of lines '%s'", optarg);
			break;
		case OPT_MAX_OPEN:
			if (num_i64(optarg, 1, INT32_MAX, &o->max_open) < 0)
				die_errno(EXIT_USAGE, "bad number of files '%s'", optarg);
			break;
		case OPT_RESUME: o->resume = optarg; break;
		case OPT_STATE: o->state = optarg; break;
		case OPT_STATS: o->stats = true; break;
		case OPT_TICK:
			if (num_i64(optarg, 0, 0, &o->tick_ns) < 0 &&
			    num_duration(optarg, TS_SECOND / 100, TICK_MAX * TS_SECOND,
			    &o->tick_ns) < 0)
				die_errno(EXIT_USAGE, "bad time '%s'", optarg);
			break;
		case OPT_HELP: opt_help(help);
		case OPT_VERSION: opt_version();
		default: opt_usage(SYNOPSIS);
		}
	if (o->resume && o->state)
		die_msg(EXIT_USAGE, "--resume and --state exclude each other");
	o->paths = argv + optind;
	o->npaths = (size_t)(argc - optind);
	if (o->npaths == 0 && o->nlisten == 0)
		opt_usage(SYNOPSIS);
}

static void
batch(struct tail *t)
{
	for (size_t i = 0; i < t->o.npaths && !*t->stop; i++)
		if (pattern_is(t->o.paths[i]))
			pattern_walk(t->o.paths[i], source_read, t);
		else
			source_read(t->o.paths[i], t);
}

static void
set_up(struct tail *t)
{
	struct sigaction stop = { .sa_handler = on_stop, .sa_flags = SA_RESTART };
	struct rlimit files;

	t->zone = zone_new(t->o.zone);
	if (!t->zone)
		die_errno(EXIT_USAGE, "bad zone '%s'", t->o.zone ? t->o.zone : "");
	t->spec = (struct spec){
		.system = t->o.system, .kind = t->o.kind, .host = t->o.host,
		.zone = t->zone,
	};
	if (t->o.host) {
		if (strlen(t->o.host) >= sizeof t->host)
			die_msg(EXIT_USAGE, "host name too long");
		memcpy(t->host, t->o.host, strlen(t->o.host));
	} else if (gethostname(t->host, sizeof t->host - 1) < 0) {
		die_errno(EXIT_TROUBLE, "cannot learn the name of this machine");
	}
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	t->stop = &stopped;
	TAILQ_INIT(&t->open);
	marks_init(&t->marks);
	t->blank = digest_new();
	t->block = mem_zero(CONTEXT + LINE_LIMIT + BLOCK, 1);
	t->now_ns = t->totals.begun_ns = ts_now();
	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
		files.rlim_cur = files.rlim_max; /* one for each file that is followed */
		setrlimit(RLIMIT_NOFILE, &files);
	}
}

static void
clear(struct tail *t)
{
	marks_clear(&t->marks);
	dir_clear(&t->dir);
	digest_free(t->blank);
	zone_free(t->zone);
	free(t->block);
	out_clear(&t->out);
}

int
main(int argc, char *argv[])
{
	struct tail t = { .out = OUT_INIT(STDOUT_FILENO) };

	err_init(argv[0]);
	parse_opts(&t.o, argc, argv);
	set_up(&t);
	if (t.o.resume)
		state_resume(&t, t.o.resume);
	if (t.o.state)
		state_read(&t, t.o.state);
	if (t.o.follow)
		follow(&t);
	else
		batch(&t);
	journal_free(&t);
	control_flush(&t);
	state_write(&t);
	if (t.o.stats)
		ledger_totals(&t);
	clear(&t);
	return t.trouble ? EXIT_TROUBLE : EXIT_OK;
}
