/* archive_grep - the records that match an expression. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_context.h"
#include "archive_match.h"
#include "archive_option.h"
#include "archive_pace.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "err.h"
#include "mem.h"
#include "num.h"
#include "out.h"
#include "re.h"
#include "rec.h"
#include "ts.h"

#define SYNOPSIS "archive grep [-FPivcloq] [-m N] [-A N] [-B N] [-C N] [--field NAME] " \
	"[-s SYSTEM] [-k KIND] [--since TIME] [--until TIME] [--where JQ] [--seq] " \
	"[--color[=WHEN]] [--explain] [--threads N] [-e] PATTERN DIR"

enum { OPT_FIELD = OPT_COMMAND, OPT_COLOR, OPT_EXPLAIN, OPT_THREADS };

#define COLOR_ON "\033[01;31m\033[K"	/* as grep(1) has it */
#define COLOR_OFF "\033[m\033[K"

struct grep {
	struct match match;
	struct match *matches;	/* the same, one a thread */
	unsigned threads;
	struct pick pick;
	struct context context;
	struct reader reader;
	bool invert, count, files, only, quiet, color, explain;
	const char *pattern;
	struct column_needle needle;
	bool around;		/* records around are written, too */
	int64_t most;		/* -m; -1: no limit */
	uint64_t found, looked;	/* records that matched, bytes that were looked at */
	uint64_t named;		/* the segment that was named last, of -l */
	struct buf text;
};

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

static const char *
parse_opts(struct grep *g, int argc, char *argv[])
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

static void
end_line(struct grep *g)
{
	if (out_end(g->pick.out) < 0)
		out_die(g->pick.out);
}

/* The parts that match, a line each. */
static void
put_parts(struct grep *g, const char *line, size_t n, uint64_t number)
{
	struct span x;

	if (g->invert || !match_open(&g->match, &x, line, n))
		return;
	while (match_span(&g->match, &x)) {
		if (g->pick.seq)
			out_fmt(g->pick.out, "%llu:", (unsigned long long)number);
		if (g->color)
			out_str(g->pick.out, COLOR_ON);
		out_put(g->pick.out, x.s + x.from, x.to - x.from);
		if (g->color)
			out_str(g->pick.out, COLOR_OFF);
		end_line(g);
	}
}

/* A record with what matches in it in colour. */
static void
put_colored(struct grep *g, const char *line, size_t n, uint64_t number)
{
	struct span x;
	size_t done = 0;

	pick_text(&g->pick, line, n, number, &g->text);
	if (match_open(&g->match, &x, g->text.p, g->text.n) && !g->match.field)
		while (match_span(&g->match, &x)) {
			out_put(g->pick.out, x.s + done, x.from - done);
			out_str(g->pick.out, COLOR_ON);
			out_put(g->pick.out, x.s + x.from, x.to - x.from);
			out_str(g->pick.out, COLOR_OFF);
			done = x.to;
		}
	out_put(g->pick.out, g->text.p + done, g->text.n - done);
	end_line(g);
}

/* The segment that is read, once. */
static void
put_name(struct grep *g)
{
	if (g->named == g->reader.number)
		return;
	g->named = g->reader.number;
	out_str(g->pick.out, g->reader.path.p);
	end_line(g);
}

static void
put_around(struct grep *g)
{
	const struct context_line *x;
	bool gap;

	context_found(&g->context, &gap);
	if (gap) {
		out_str(g->pick.out, "--");
		end_line(g);
	}
	while ((x = context_before(&g->context)) != NULL)
		pick_put(&g->pick, x->p, x->n, x->number);
}

/* A record that is wanted and matches. */
static void
take(struct grep *g, const char *line, size_t n, uint64_t number)
{
	g->found++;
	if (g->quiet || g->count)
		return;
	if (g->around)
		put_around(g);
	if (g->files)
		put_name(g);
	else if (g->only)
		put_parts(g, line, n, number);
	else if (g->color && !g->invert)
		put_colored(g, line, n, number);
	else
		pick_put(&g->pick, line, n, number);
}

/* Is all found that is asked for? */
static bool
enough(const struct grep *g)
{
	return (g->quiet && g->found > 0) ||
	    (g->most >= 0 && g->found >= (uint64_t)g->most);
}

static void
found(struct grep *g, const char *line, size_t n, uint64_t number)
{
	if (!enough(g) && pick_takes(&g->pick, line, n))
		take(g, line, n, number);
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

/* What a thread does: find the lines. */
static void
scan(void *arg, unsigned thread, const char *text, size_t n, struct hits *hits)
{
	struct grep *g = arg;
	struct match *m = g->matches + thread;
	const char *p = text, *end = text + n;

	if (!m->rec) {		/* it is the first time */
		m->flags = g->match.flags;
		m->field = g->match.field;
		match_compile(m, g->pattern);
	}
	while (p < end && (p = match_next(m, p, end)) < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));

		hits_add(hits, (size_t)(p - text));
		p = nl ? nl + 1 : end;
	}
}

/* The first line from p on that matches; end: there is none.  *at is 0 at first. */
static const char *
next_hit(struct grep *g, const struct block *b, const char *p, size_t *at)
{
	const struct hits *h = b->hits;

	if (!h)
		return match_next(&g->match, p, b->p + b->n);
	while (*at < h->n && b->p + h->v[*at] < p)
		++*at;
	return b->p + (*at < h->n ? h->v[*at] : b->n);
}

/* From hit to hit. */
static void
search(struct grep *g, const struct block *b)
{
	const char *p = b->p, *end = b->p + b->n;
	uint64_t number = b->first;
	size_t at = 0;

	while (p < end && !enough(g)) {
		const char *hit = next_hit(g, b, p, &at), *nl;

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

/* Line by line: each may be written because of one that matches. */
static void
search_around(struct grep *g, const struct block *b)
{
	const char *p = b->p, *end = b->p + b->n, *hit = NULL, *nl;
	uint64_t number = b->first;
	size_t at = 0;

	for (; p < end && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL; p = nl + 1) {
		size_t n = (size_t)(nl - p);

		if (enough(g) && g->context.left == 0)
			break;
		if (!hit || hit < p)
			hit = next_hit(g, b, p, &at);
		if (pick_takes(&g->pick, p, n)) {
			if ((hit == p) != g->invert && !enough(g))
				take(g, p, n, number);
			else if (context_follows(&g->context, p, n, number))
				pick_put(&g->pick, p, n, number);
		}
		number++;
	}
	context_keep(&g->context);
}

static void
explain(const struct grep *g)
{
	const struct reader *r = &g->reader;

	warn_msg("%llu segments were searched, %llu bytes of records; %llu were left out "
	    "unread: by their index they are of other times, systems or kinds",
	    (unsigned long long)r->read, (unsigned long long)g->looked,
	    (unsigned long long)r->skipped);
	if (g->match.ntext > 0)
		warn_msg("looked for first in each: '%.*s'", (int)g->match.ntext,
		    g->match.text);
	if (r->told > 0)
		warn_msg("in %llu compacted files the columns told which records may "
		    "have that, others were not put together; in %llu no record has "
		    "it, of %llu by their filter alone", (unsigned long long)r->told,
		    (unsigned long long)r->without, (unsigned long long)r->sifted);
	if (g->found > 0 || enough(g))
		return;
	if (r->damaged > 0)
		warn_msg("nothing matches in what could be read; see what is damaged");
	else
		warn_msg("nothing matches: every other record was looked at");
}

/* Only how many: no line needs to be looked at. */
static bool
only_counts(const struct grep *g)
{
	return g->count && !g->files && !g->invert && !g->quiet && g->most < 0 &&
	    pick_any(&g->pick);
}

static void
start_threads(struct grep *g)
{
	if (g->threads < 2)
		return;
	g->matches = mem_zero(2 * (size_t)g->threads, sizeof *g->matches);
	g->reader.counts_hits = only_counts(g);
	reader_threads(&g->reader, g->threads, scan, g);
}

static void
end_threads(struct grep *g)
{
	reader_threads_end(&g->reader);
	for (unsigned i = 0; g->matches && i < 2 * g->threads; i++) {
		g->match.limited += g->matches[i].limited;
		match_clear(&g->matches[i]);
	}
	free(g->matches);
}

/* What a line must have that can come out; there may be no such thing. */
static void
set_needle(struct grep *g)
{
	const struct match *m = &g->match;

	if (m->ntext == 0 || g->invert || g->around)
		return;
	g->needle = (struct column_needle){ .s = m->text, .n = m->ntext,
		.nocase = m->find.nocase };
	g->reader.needle = &g->needle;
	g->reader.counts = !m->re && only_counts(g);
}

static void
look(struct grep *g, const struct block *b)
{
	g->looked += b->n + b->looked;
	g->found += b->sure;
	if (b->hits && only_counts(g))
		g->found += b->hits->n;
	else if (g->around)
		search_around(g, b);
	else
		search(g, b);
}

static int
finish(struct grep *g)
{
	int status = g->found ? EXIT_OK : EXIT_NO;

	end_threads(g);
	if (g->count && !g->files && !g->quiet) {
		out_fmt(g->pick.out, "%llu", (unsigned long long)g->found);
		end_line(g);
	}
	status = pick_close(&g->pick, status);
	context_clear(&g->context);
	if (g->match.limited) {
		warn_msg("%llu records took too many steps, left out",
		    (unsigned long long)g->match.limited);
		status = EXIT_TROUBLE;
	}
	if (g->explain)
		explain(g);
	match_clear(&g->match);
	buf_clear(&g->text);
	return reader_close(&g->reader, status);
}

int
archive_grep(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct grep g = { .most = -1, .pick = { .since = TS_NONE, .until = TS_NONE,
		.out = &out, .rec = rec_new(), .access.deed = DEED_INIT } };
	const char *dir = parse_opts(&g, argc, argv);
	struct pace pace;
	struct block b;

	pick_access(&g.pick, dir, argv);
	reader_open(&g.reader, dir);
	pace_begin_file(&pace, "grep", dir);
	g.reader.pace = &pace;
	pick_bounds(&g.pick, &g.reader);
	set_needle(&g);
	start_threads(&g);
	while (!(enough(&g) && g.context.left == 0) && reader_next(&g.reader, &b)) {
		if (g.files && g.named == g.reader.number)
			continue;
		look(&g, &b);
	}
	return finish(&g);
}
