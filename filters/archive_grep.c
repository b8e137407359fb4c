/* archive_grep - the records that match an expression. */
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "err.h"
#include "expr.h"
#include "opt.h"
#include "out.h"
#include "re.h"
#include "rec.h"
#include "ts.h"

#define SYNOPSIS "archive grep [-F] [-i] [-v] [-c] [--seq] [--field NAME] " \
	"[--since TIME] [--until TIME] [--where JQ] PATTERN DIR"

enum { OPT_SEQ = OPT_OWN, OPT_FIELD, OPT_SINCE, OPT_UNTIL, OPT_WHERE, WHY_MAX = 256 };

struct grep {
	unsigned flags;		/* of the expression */
	bool invert, count;
	const char *field;
	/* that every record which matches has: looked for first */
	const char *text;
	size_t ntext;
	bool exact;		/* and to have it is to match */
	struct re *re;
	struct rec *rec;
	struct pick pick;
	uint64_t found, limited;
};

static void
compile(struct grep *g, const char *pattern)
{
	char why[WHY_MAX];
	bool nocase = false;

	g->exact = g->flags == RE_LITERAL;
	if (g->exact && !g->field && !strchr(pattern, '\n')) {
		g->text = pattern;
		g->ntext = strlen(pattern);
		return;
	}
	g->exact = false;
	g->re = re_new(pattern, g->flags, why, sizeof why);
	if (!g->re)
		die_msg(EXIT_USAGE, "bad expression '%s': %s", pattern, why);
	if (g->field)
		return;		/* its text may be spelled otherwise in the line */
	g->ntext = re_literal(g->re, &g->text, &nocase);
	if (nocase)
		g->ntext = 0;
}

static const char *
parse_opts(struct grep *g, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "fixed-strings", no_argument, NULL, 'F' },
		{ "ignore-case", no_argument, NULL, 'i' },
		{ "invert-match", no_argument, NULL, 'v' },
		{ "count", no_argument, NULL, 'c' },
		{ "seq", no_argument, NULL, OPT_SEQ },
		{ "field", required_argument, NULL, OPT_FIELD },
		{ "since", required_argument, NULL, OPT_SINCE },
		{ "until", required_argument, NULL, OPT_UNTIL },
		{ "where", required_argument, NULL, OPT_WHERE },
		OPT_COMMON,
	};
	struct pick *p = &g->pick;

	for (int c; (c = getopt_long(argc, argv, "Fivc", longopts, NULL)) != -1;)
		switch (c) {
		case 'F': g->flags |= RE_LITERAL; break;
		case 'i': g->flags |= RE_NOCASE; break;
		case 'v': g->invert = true; break;
		case 'c': g->count = true; break;
		case OPT_SEQ: p->seq = true; break;
		case OPT_FIELD: g->field = optarg; break;
		case OPT_SINCE: p->since = pick_time("--since", optarg); break;
		case OPT_UNTIL: p->until = pick_time("--until", optarg); break;
		case OPT_WHERE: expr_free(p->where); p->where = pick_where(optarg); break;
		default: archive_common_option(c, SYNOPSIS);
		}
	if (argc - optind != 2)
		opt_usage(SYNOPSIS);
	compile(g, argv[optind]);
	return argv[optind + 1];
}

static bool
line_matches(struct grep *g, const char *line, size_t n)
{
	enum re_rc rc;

	if (g->field && (rec_parse(g->rec, line, n) < 0 ||
	    !rec_str(g->rec, g->field, &line, &n)))
		return false;
	rc = re_match(g->re, line, n);
	if (rc == RE_LIMIT)
		g->limited++;
	return rc == RE_YES;
}

static const char *
line_start(const char *from, const char *at)
{
	const char *nl = at > from ? memrchr(from, '\n', (size_t)(at - from)) : NULL;

	return nl ? nl + 1 : from;
}

/* The first line from p on that matches, of those up to end; end when there is none. */
static const char *
next_match(struct grep *g, const char *p, const char *end)
{
	while (p < end) {
		const char *nl;

		if (g->ntext) {
			const char *hit = memmem(p, (size_t)(end - p), g->text, g->ntext);

			if (!hit)
				return end;
			p = line_start(p, hit);
		}
		nl = memchr(p, '\n', (size_t)(end - p));
		if (!nl)
			return end;
		if (!g->re || line_matches(g, p, (size_t)(nl - p)))
			return p;
		p = nl + 1;
	}
	return end;
}

static void
found(struct grep *g, const char *line, size_t n, uint64_t number)
{
	if (!pick_takes(&g->pick, line, n))
		return;
	g->found++;
	if (!g->count)
		pick_put(&g->pick, line, n, number);
}

/* All lines from p to end, of which the first has the number given. */
static uint64_t
found_all(struct grep *g, const char *p, const char *end, uint64_t number)
{
	const char *nl;

	for (; p < end && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL; p = nl + 1)
		found(g, p, (size_t)(nl - p), number++);
	return number;
}

static uint64_t
lines(const char *p, const char *end)
{
	uint64_t n = 0;

	for (; p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
		n++;
	return n;
}

static void
search(struct grep *g, const struct block *b)
{
	const char *p = b->p, *end = b->p + b->n;
	uint64_t number = b->first;

	while (p < end) {
		const char *hit = next_match(g, p, end), *nl;

		if (g->invert)
			number = found_all(g, p, hit, number);
		else if (g->pick.seq)
			number += lines(p, hit);
		if (hit == end)
			break;
		nl = memchr(hit, '\n', (size_t)(end - hit));
		if (!nl)
			break;
		if (!g->invert)
			found(g, hit, (size_t)(nl - hit), number);
		number++;
		p = nl + 1;
	}
}

static int
finish(struct grep *g)
{
	int status = g->found ? EXIT_OK : EXIT_NO;

	if (g->count) {
		out_fmt(g->pick.out, "%llu", (unsigned long long)g->found);
		if (out_end(g->pick.out) < 0)
			out_die(g->pick.out);
	}
	status = pick_close(&g->pick, status);
	if (g->limited)
		warn_msg("%llu records took too many steps, left out",
		    (unsigned long long)g->limited);
	rec_free(g->rec);
	re_free(g->re);
	return g->limited ? EXIT_TROUBLE : status;
}

int
archive_grep(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct grep g = { .rec = rec_new(), .pick = { .since = TS_NONE, .until = TS_NONE,
		.out = &out, .rec = rec_new() } };
	const char *dir = parse_opts(&g, argc, argv);
	struct reader r;
	struct block b;
	int status;

	reader_open(&r, dir);
	r.since = g.pick.since;
	r.until = g.pick.until;
	while (reader_next(&r, &b))
		search(&g, &b);
	status = finish(&g);
	return reader_close(&r, status);
}
