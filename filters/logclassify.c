/* logclassify - say of log records what the rules say of them. */
#include "logclassify.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "conf.h"
#include "err.h"
#include "json.h"
#include "mem.h"
#include "opt.h"
#include "re.h"
#include "rec.h"
#include "stream.h"

enum { OPT_TEMPLATE = OPT_OWN };

struct opts {
	const char **paths;	/* -r */
	size_t npaths, paths_cap;
	bool check;		/* -n */
	bool verbose;		/* -v */
	bool fingerprint;	/* -F */
	bool template;		/* --template */
};

/* What the loop over the records needs. */
struct state {
	struct rules rules;
	struct mask *mask;	/* NULL without -F */
	bool template;
	struct buf fields;
};

static const char synopsis[] = "logclassify [-Fnv] [-r path]... [--template]";

static const char help[] =
"usage: logclassify [-Fnv] [-r path]... [--template]\n"
"\n"
"Reads records, adds to those of type log what the first rule that matches says\n"
"(category, severity, ..., rule, fields), and passes all of them on.\n"
"\n"
"  -r, --rules PATH     a file of rules, or a directory of *.rules; again for more\n"
"                       (default: $SLUICE_ETC/rules, or /etc/sluice/rules)\n"
"  -F, --fingerprint    add fp: the same for messages that differ in numbers, names\n"
"                       of files and the like only\n"
"      --template       add template, the text that fp stands for; implies -F\n"
"  -n, --check          check the rules, run their yes and no lines, classify nothing\n"
"  -v, --verbose        with -n: also list the rules that are tried on every line\n"
"      --help, --version\n"
"\n"
"Exit status: 0 done, 2 not all of it (bad lines, output), 3 wrong options or rules.\n"
"Example: logtail /var/log/auth.log | logclassify -F | jq -c 'select(.rule)'\n";

static void
parse_opts(struct opts *o, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "rules", required_argument, NULL, 'r' },
		{ "fingerprint", no_argument, NULL, 'F' },
		{ "template", no_argument, NULL, OPT_TEMPLATE },
		{ "check", no_argument, NULL, 'n' },
		{ "verbose", no_argument, NULL, 'v' },
		OPT_COMMON,
	};

	for (int c; (c = getopt_long(argc, argv, "Fnr:v", longopts, NULL)) != -1;)
		switch (c) {
		case 'F': o->fingerprint = true; break;
		case OPT_TEMPLATE: o->fingerprint = o->template = true; break;
		case 'n': o->check = true; break;
		case 'v': o->verbose = true; break;
		case 'r':
			o->paths = mem_grow(o->paths, &o->paths_cap, o->npaths + 1,
			    sizeof *o->paths);
			o->paths[o->npaths++] = optarg;
			break;
		case OPT_HELP: opt_help(help);
		case OPT_VERSION: opt_version();
		default: opt_usage(synopsis);
		}
	if (optind != argc)
		opt_usage(synopsis);
}

static void
read_path(struct rules *rs, const char *path)
{
	size_t before = rs->nfiles;

	if (rules_read(rs, path) < 0)
		die_errno(EXIT_USAGE, "cannot read rules '%s'", path);
	if (rs->nfiles == before && !rs->bad)
		die_msg(EXIT_USAGE, "no *.rules in '%s'", path);
}

static void
read_rules(struct rules *rs, const struct opts *o)
{
	for (size_t i = 0; i < o->npaths; i++)
		read_path(rs, o->paths[i]);
	if (o->npaths == 0) {
		char *path = conf_etc("rules");

		read_path(rs, path);
		free(path);
	}
	rules_ready(rs);
}

/* -n: the verdict on the rules, on stdout. */
static int
check_rules(struct rules *rs, bool verbose)
{
	size_t lines = rules_try(rs), slow = 0;

	for (size_t i = 0; i < rs->npatterns; i++) {
		const struct pattern *p = &rs->patterns[i];
		const struct rule *rule = &rs->rules[p->rule];

		if (!rules_always(rs, i))
			continue;
		slow++;
		if (verbose)
			printf("%s:%u: rule '%s' is tried on every line\n",
			    rule->section->conf->path, p->line, rule->name);
	}
	printf("%zu rules in %zu files, %zu test lines, "
	    "%zu match lines without a literal: %s\n",
	    rs->n, rs->nfiles, lines, slow, rs->bad ? "not accepted" : "all well");
	if (fflush(stdout) != 0)
		die_errno(EXIT_TROUBLE, "cannot write output");
	return rs->bad ? EXIT_USAGE : EXIT_OK;
}

/* A group's text, cut between characters where it is too long. */
static size_t
field_size(const char *s, size_t n)
{
	if (n <= FIELD_MAX)
		return n;
	for (n = FIELD_MAX; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80; n--)
		;
	return n;
}

/* The i-th named group of re as a field: false when it has no text. */
static bool
field(const struct re *re, size_t i, const char *msg, const char **name,
    const char **s, size_t *n)
{
	size_t group, from, to;

	*name = re_name(re, i, &group);
	if (!re_group(re, group, &from, &to) || from == to)
		return false;
	*s = msg + from;
	*n = field_size(msg + from, to - from);
	return true;
}

/* Named groups that matched a text become members of fields. */
static void
put_fields(struct state *st, struct rec *r, const struct re *re, const char *msg)
{
	bool there = rec_has(r, "fields");
	const char *name, *s;
	size_t n;

	buf_cut(&st->fields, 0);
	for (size_t i = 0; i < re_names(re); i++) {
		if (!field(re, i, msg, &name, &s, &n))
			continue;
		if (there) {
			buf_cut(&st->fields, 0);
			buf_fmt(&st->fields, "fields.%s", name);
			rec_set_str(r, buf_text(&st->fields), s, n);
			continue;
		}
		buf_char(&st->fields, st->fields.n ? ',' : '{');
		json_put_buf(&st->fields, name, strlen(name));
		buf_char(&st->fields, ':');
		json_put_buf(&st->fields, s, n);
	}
	if (!there && st->fields.n) {
		buf_char(&st->fields, '}');
		rec_set_raw(r, "fields", st->fields.p, st->fields.n);
	}
}

static void
put_fingerprint(struct state *st, struct rec *r, const char *msg, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const char *masked;
	char fp[16];
	uint64_t hash;
	size_t len;

	masked = mask_text(st->mask, msg, n, &len);
	hash = mask_hash(masked, len);
	for (size_t i = sizeof fp; i-- > 0; hash >>= 4)
		fp[i] = digits[hash & 15];
	rec_set_str(r, "fp", fp, sizeof fp);
	if (st->template)
		rec_set_str(r, "template", masked, len);
}

static void
classify(struct state *st, struct rec *r)
{
	const struct rule *rule;
	const char *msg;
	struct re *re;
	size_t n;

	if (!rec_is(r, "type", "log") || !rec_str(r, "msg", &msg, &n))
		return;
	rule = rules_match(&st->rules, r, NULL, msg, n, &re);
	if (rule) {
		for (size_t i = 0; i < rule->settings.n; i++) {
			const struct setting *s = &rule->settings.v[i];

			rec_set_raw(r, s->member, s->json, s->n);
		}
		put_fields(st, r, re, msg);
	}
	if (st->mask)
		put_fingerprint(st, r, msg, n);
}

/* Rules that gave up on records: true when there were any. */
static bool
report(const struct rules *rs)
{
	bool any = false;

	for (size_t i = 0; i < rs->n; i++) {
		if (rs->rules[i].gave_up > 1)
			warn_msg("rule '%s' took too many steps on %" PRIu64 " lines",
			    rs->rules[i].name, rs->rules[i].gave_up);
		any = any || rs->rules[i].gave_up > 0;
	}
	return any;
}

static int
run(struct state *st)
{
	struct stream s;
	struct rec *r;
	int status;

	stream_init(&s);
	while ((r = stream_next(&s)) != NULL) {
		st->rules.line = s.in.number;
		classify(st, r);
		stream_put(&s);
	}
	status = stream_end(&s, EXIT_OK);
	return report(&st->rules) ? EXIT_TROUBLE : status;
}

int
main(int argc, char *argv[])
{
	struct state st = { 0 };
	struct opts o = { 0 };
	int status;

	err_init(argv[0]);
	parse_opts(&o, argc, argv);
	read_rules(&st.rules, &o);
	free(o.paths);
	if (o.check) {
		status = check_rules(&st.rules, o.verbose);
	} else if (st.rules.bad) {
		status = EXIT_USAGE;
	} else {
		st.mask = o.fingerprint ? mask_new() : NULL;
		st.template = o.template;
		status = run(&st);
	}
	mask_free(st.mask);
	buf_clear(&st.fields);
	rules_clear(&st.rules);
	return status;
}
