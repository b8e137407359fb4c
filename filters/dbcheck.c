/* dbcheck - ask databases how they are: one check record an answer. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "conf.h"
#include "dbcheck.h"
#include "err.h"
#include "num.h"
#include "opt.h"
#include "out.h"

static const char synopsis[] = "dbcheck [-n] [-j jobs] [--list] [-c conf] [target ...]";

static const char help[] =
"usage: dbcheck [-n] [-j jobs] [--list] [-c conf] [target ...]\n"
"\n"
"Ask the databases of a configuration how they are, and write one check record\n"
"an answer.  Each target is served by a process of its own, which is stopped\n"
"at the deadline of the target.  Nothing is changed in a database.\n"
"\n"
"  -c, --config conf   file, or directory of *.conf files, with [target NAME]\n"
"                      sections (default $SLUICE_ETC/dbcheck, /etc/sluice/dbcheck)\n"
"  -j, --jobs jobs     targets asked at the same time (default 8)\n"
"  -n                  check the configuration only\n"
"      --list          print the checks of each target and their limits, ask nothing\n"
"      --help, --version\n"
"\n"
"Without a target, all targets are asked.\n"
"Status: 0 all checks ok, 1 some check is not, 2 could not do all, 3 wrong use.\n";

struct opts {
	const char *conf;
	unsigned jobs;
	bool check_only, list;
};

static void
parse_opts(struct opts *o, int argc, char *argv[])
{
	enum { LIST = OPT_OWN };
	static const struct option longopts[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "jobs", required_argument, NULL, 'j' },
		{ "list", no_argument, NULL, LIST },
		OPT_COMMON,
	};
	int64_t n;

	for (int c; (c = getopt_long(argc, argv, "c:j:n", longopts, NULL)) != -1;)
		switch (c) {
		case 'c': o->conf = optarg; break;
		case 'j':
			if (num_i64(optarg, 1, JOBS_MAX, &n) < 0)
				die_errno(EXIT_USAGE, "bad number of jobs '%s'", optarg);
			o->jobs = (unsigned)n;
			break;
		case 'n': o->check_only = true; break;
		case LIST: o->list = true; break;
		case OPT_HELP: opt_help(help);
		case OPT_VERSION: opt_version();
		default: opt_usage(synopsis);
		}
}

static void
choose(struct config *cfg, char *names[], int n)
{
	for (size_t i = 0; i < cfg->n; i++)
		cfg->targets[i].chosen = n == 0;
	for (int k = 0; k < n; k++) {
		bool found = false;

		for (size_t i = 0; i < cfg->n; i++)
			if (strcmp(cfg->targets[i].name, names[k]) == 0)
				found = cfg->targets[i].chosen = true;
		if (!found)
			die_msg(EXIT_USAGE, "no target '%s'", names[k]);
	}
}

/* Can the passwords be had?  Only asked with -n: a run says it in the records. */
static bool
secrets_are_there(const struct config *cfg)
{
	bool ok = true;

	for (size_t i = 0; i < cfg->n; i++) {
		struct buf why = BUF_INIT;
		char secret[SECRET_MAX + 1];

		if (cfg->targets[i].chosen &&
		    !connect_secret(&cfg->targets[i], secret, &why)) {
			warn_msg("target '%s': no password: %s", cfg->targets[i].name,
			    buf_text(&why));
			ok = false;
		}
		explicit_bzero(secret, sizeof secret);
		buf_clear(&why);
	}
	return ok;
}

static void
put_limit(struct out *o, bool has, double v, const char *unit)
{
	struct buf b = BUF_INIT;

	if (has)
		value_say(&b, v, unit);
	out_fmt(o, "%s\t", has ? buf_text(&b) : "-");
	buf_clear(&b);
}

static int
list(const struct config *cfg)
{
	struct out o = OUT_INIT(STDOUT_FILENO);

	out_str(&o, "target\tproduct\tcheck\twarn\tcrit\tabout\tneeds");
	out_end(&o);
	for (size_t i = 0; i < cfg->n; i++) {
		const struct target *t = &cfg->targets[i];

		for (size_t k = 0; t->chosen && k < t->n; k++) {
			const struct task *task = &t->tasks[k];

			out_fmt(&o, "%s\t%s\t%s\t", t->name, t->product->name,
			    task->check->name);
			put_limit(&o, task->limits.has_warn, task->limits.warn,
			    task->check->unit);
			put_limit(&o, task->limits.has_crit, task->limits.crit,
			    task->check->unit);
			out_fmt(&o, "%s\t%s", task->check->about,
			    task->check->grants ? task->check->grants : "-");
			if (out_end(&o) < 0)
				out_die(&o);
		}
	}
	if (out_flush(&o) < 0)
		out_die(&o);
	out_clear(&o);
	return EXIT_OK;
}

static int
run(const struct config *cfg, const struct opts *o)
{
	struct pool_result r;

	if (o->check_only)
		return secrets_are_there(cfg) ? EXIT_OK : EXIT_USAGE;
	if (o->list)
		return list(cfg);
	r = pool_run(cfg, o->jobs);
	return r.trouble ? EXIT_TROUBLE : r.broken ? EXIT_NO : EXIT_OK;
}

int
main(int argc, char *argv[])
{
	struct opts opts = { .jobs = 8 };
	struct config *cfg;
	char *conf;
	int status;

	err_init(argv[0]);
	parse_opts(&opts, argc, argv);
	conf = opts.conf ? NULL : conf_etc("dbcheck");
	cfg = config_read(opts.conf ? opts.conf : conf);
	if (cfg->bad == 0) {
		choose(cfg, argv + optind, argc - optind);
		status = run(cfg, &opts);
	} else {
		status = EXIT_USAGE;
	}
	config_free(cfg);
	free(conf);
	return status;
}
