/* archive_grep_opts - the options of archive grep. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_grep.h"
#include "archive_option.h"
#include "err.h"
#include "num.h"
#include "re.h"

#define SYNOPSIS "archive grep [-FPivcloq] [-m N] [-A N] [-B N] [-C N] [--field NAME] " \
	"[-s SYSTEM] [-k KIND] [--since TIME] [--until TIME] [--where JQ] [--seq] " \
	"[--color[=WHEN]] [--explain] [--threads N] [-e] PATTERN DIR"

enum { OPT_FIELD = OPT_COMMAND, OPT_COLOR, OPT_EXPLAIN, OPT_THREADS };

static size_t
parse_count(char option, const char *text, int64_t max)
{
	int64_t n;

	if (num_i64(text, 0, max, &n) < 0)
		die_msg(EXIT_USAGE, "bad value '%s' of -%c: a number from 0 to %lld",
		    text, option, (long long)max);
	return (size_t)n;
}

/* when: NULL as --color alone: on a terminal only. */
static bool
parse_color(const char *when)
{
	const char *never = getenv("NO_COLOR");

	if (!when || strcmp(when, "auto") == 0)
		return isatty(STDOUT_FILENO) && !(never && *never);
	if (strcmp(when, "always") != 0 && strcmp(when, "never") != 0)
		die_msg(EXIT_USAGE, "bad value '%s' of --color: auto, always or never",
		    when);
	return *when == 'a';
}

static void
parse_context(struct grep *g, int option, const char *text)
{
	size_t n = parse_count((char)option, text, CONTEXT_MAX);

	if (option != 'B')
		g->context.after = n;
	if (option != 'A')
		g->context.before = n;
	g->around = true;	/* with 0, too, as grep(1) has it */
}

/* How it comes out; false: it is no such option. */
static bool
parse_form(struct grep *g, int c)
{
	switch (c) {
	case 'v': g->invert = true; break;
	case 'c': g->count = true; break;
	case 'l': g->files = true; break;
	case 'o': g->only = true; break;
	case 'q': g->quiet = true; break;
	case 'm': g->most = (int64_t)parse_count('m', optarg, INT64_MAX); break;
	case 'A': case 'B': case 'C': parse_context(g, c, optarg); break;
	case OPT_COLOR: g->color = parse_color(optarg); break;
	case OPT_EXPLAIN: g->explain = true; break;
	case OPT_THREADS: g->threads = ahead_parse(optarg); break;
	default: return false;
	}
	return true;
}

const char *
grep_opts(struct grep *g, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "regexp", required_argument, NULL, 'e' },
		{ "fixed-strings", no_argument, NULL, 'F' },
		{ "perl-regexp", no_argument, NULL, 'P' },
		{ "ignore-case", no_argument, NULL, 'i' },
		{ "invert-match", no_argument, NULL, 'v' },
		{ "count", no_argument, NULL, 'c' },
		{ "files-with-matches", no_argument, NULL, 'l' },
		{ "only-matching", no_argument, NULL, 'o' },
		{ "quiet", no_argument, NULL, 'q' },
		{ "max-count", required_argument, NULL, 'm' },
		{ "after-context", required_argument, NULL, 'A' },
		{ "before-context", required_argument, NULL, 'B' },
		{ "context", required_argument, NULL, 'C' },
		{ "field", required_argument, NULL, OPT_FIELD },
		{ "color", optional_argument, NULL, OPT_COLOR },
		{ "explain", no_argument, NULL, OPT_EXPLAIN },
		{ "threads", required_argument, NULL, OPT_THREADS },
		PICK_LONGOPTS,
		OPT_COMMON,
	};

	g->color = parse_color(NULL);
	g->threads = ahead_threads();
	for (int c; (c = getopt_long(argc, argv, "FPivcloqe:m:A:B:C:" PICK_LETTERS,
	    longopts, NULL)) != -1;)
		if (c == 'F')
			g->match.flags |= RE_LITERAL;
		else if (c == 'P')
			g->match.flags &= ~(unsigned)RE_LITERAL;
		else if (c == 'i')
			g->match.flags |= RE_NOCASE;
		else if (c == OPT_FIELD)
			g->match.field = optarg;
		else if (c == 'e')
			g->pattern = optarg;
		else if (!pick_option(&g->pick, c, optarg) && !parse_form(g, c))
			archive_common_option(c, SYNOPSIS);
	if (!g->pattern && optind < argc)
		g->pattern = argv[optind++];
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	g->around &= !g->count && !g->files && !g->only && !g->quiet;
	match_compile(&g->match, g->pattern);
	context_init(&g->context);
	return argv[optind];
}
