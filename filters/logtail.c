/* logtail - the lines of files, or of stdin, as log records. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "logtail.h"
#include "mem.h"
#include "num.h"
#include "opt.h"
#include "zone.h"

#define SYNOPSIS "logtail [-f] [-H host] [-k kind] [-n lines] [-s system] [-z zone] " \
	"[--resume dir] [--tick time] file..."

static const char help[] =
	"usage: " SYNOPSIS "\n"
	"The lines of files as log records (record(5)); a file named - is stdin.\n"
	"\n"
	"  -f, --follow        go on when files grow, are rotated, truncated, appear\n"
	"  -H, --host=HOST     host of all records (else: the one that a syslog line\n"
	"                      names, else this machine's)\n"
	"  -k, --kind=KIND     class of the source: app access op audit security db ...\n"
	"  -n, --lines=N       begin with the last N lines of each file\n"
	"  -s, --system=NAME   the business system that the files belong to\n"
	"  -z, --zone=ZONE     zone of times that state none: Asia/Shanghai, +08:00\n"
	"      --resume=DIR    go on where the archive DIR ends, rotated files first\n"
	"      --tick=TIME     with -f: a tick record that often (1s; 0: none)\n"
	"      --help, --version\n"
	"\n"
	"Exit status: 0 all read; 2 not all could be read, or was cut; 3 wrong use.\n"
	"See logtail(1).\n";

enum { OPT_RESUME = OPT_OWN, OPT_TICK };

enum { TICK_MAX = 86400 };	/* seconds */

static volatile sig_atomic_t stopped;

static void
on_stop(int sig)
{
	(void)sig;
	stopped = 1;
}

static void
parse_opts(struct opts *o, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "follow", no_argument, NULL, 'f' },
		{ "host", required_argument, NULL, 'H' },
		{ "kind", required_argument, NULL, 'k' },
		{ "lines", required_argument, NULL, 'n' },
		{ "system", required_argument, NULL, 's' },
		{ "zone", required_argument, NULL, 'z' },
		{ "resume", required_argument, NULL, OPT_RESUME },
		{ "tick", required_argument, NULL, OPT_TICK },
		OPT_COMMON,
	};

	*o = (struct opts){ .last = -1, .tick_ns = TS_SECOND };
	for (int c; (c = getopt_long(argc, argv, "fH:k:n:s:z:", longopts, NULL)) != -1;)
		switch (c) {
		case 'f': o->follow = true; break;
		case 'H': o->host = optarg; break;
		case 'k': o->kind = optarg; break;
		case 's': o->system = optarg; break;
		case 'z': o->zone = optarg; break;
		case 'n':
			if (num_i64(optarg, 0, INT64_MAX, &o->last) < 0)
				die_errno(EXIT_USAGE, "bad number of lines '%s'", optarg);
			break;
		case OPT_RESUME: o->resume = optarg; break;
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
	o->paths = argv + optind;
	o->npaths = (size_t)(argc - optind);
	if (o->npaths == 0)
		opt_usage(SYNOPSIS);
}

/* Begin at the end of what is known of the file, or where -n says. */
static void
place(struct tail *t, struct gen *g, const struct mark *m)
{
	if (m)
		gen_take_up(t, g, m);
	else if (t->o.last >= 0)
		gen_last_lines(t, g, t->o.last);
}

/*
 * stdin is named "-"; a named pipe that is followed never ends, whoever writes into it.
 */
static int
open_path(const struct tail *t, const char *path)
{
	struct stat st;

	if (strcmp(path, "-") == 0)
		return STDIN_FILENO;
	if (t->o.follow && stat(path, &st) == 0 && S_ISFIFO(st.st_mode))
		return file_open(path, O_RDWR | O_NONBLOCK, 0);
	return gen_open(path);
}

/* The path opened; -1 when it cannot be, which is said unless quiet, and errno. */
static int
open_checked(struct tail *t, const char *path, bool quiet, struct stat *st)
{
	int fd = open_path(t, path), reason;

	if (fd >= 0 && fstat(fd, st) == 0 && !S_ISDIR(st->st_mode))
		return fd;
	reason = fd >= 0 && S_ISDIR(st->st_mode) ? EISDIR : errno;
	if (fd > STDIN_FILENO)
		close(fd);
	errno = reason;
	if (!quiet && !(t->o.follow && reason == ENOENT)) {
		warn_errno("cannot read '%s'", path);
		t->trouble = true;
	}
	return -1;
}

struct gen *
source_open(struct tail *t, const char *path, bool quiet, rotate_fn *fn)
{
	bool is_stdin = strcmp(path, "-") == 0, found = false;
	struct mark known = { 0 }, *m;
	struct gen *g;
	struct stat st;
	int fd = open_checked(t, path, quiet, &st);

	if (fd < 0)
		return NULL;
	if (S_ISREG(st.st_mode) && !is_stdin) {
		m = marks_find(t, fd, &st);
		if (m) {
			found = true;
			known = *m;	/* the marks move while files are read */
		}
		if (marks_latest(t, path) || (t->o.resume && t->o.last < 0))
			rotate_catch_up(t, path, &st, fn);
	}
	g = gen_new(t, path, fd, &st);
	g->stream |= is_stdin;
	place(t, g, found ? &known : NULL);
	return g;
}

/*
 * All of it; whoever rotated it away may still write the last line: it is taken as it is.
 */
static void
read_to_end(struct tail *t, struct gen *g)
{
	enum gen_rc rc = GEN_MORE;

	while (rc == GEN_MORE && !*t->stop) {
		rc = gen_read(t, g, true);
		if (rc == GEN_CHANGED) {
			struct gen *new = gen_again(t, g);

			gen_free(t, g);
			g = new;
			rc = GEN_MORE;
		}
	}
	control_source(t, g);
	gen_free(t, g);
}

static void
batch(struct tail *t)
{
	for (size_t i = 0; i < t->o.npaths && !*t->stop; i++) {
		struct gen *g = source_open(t, t->o.paths[i], false, read_to_end);

		if (g && g->stream) {
			stream_drain(t, g);
			gen_free(t, g);
		} else if (g) {
			read_to_end(t, g);
		}
	}
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
	t->block = mem_zero(CONTEXT + LINE_LIMIT + BLOCK, 1);
	t->now_ns = ts_now();
	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
		files.rlim_cur = files.rlim_max; /* one for each file that is followed */
		setrlimit(RLIMIT_NOFILE, &files);
	}
}

int
main(int argc, char *argv[])
{
	struct tail t = { .out = OUT_INIT(STDOUT_FILENO) };

	err_init(argv[0]);
	parse_opts(&t.o, argc, argv);
	set_up(&t);
	if (t.o.resume)
		marks_read(&t, t.o.resume);
	if (t.o.follow)
		follow(&t);
	else
		batch(&t);
	control_flush(&t);
	marks_clear(&t);
	zone_free(t.zone);
	free(t.block);
	out_clear(&t.out);
	return t.trouble ? EXIT_TROUBLE : EXIT_OK;
}
