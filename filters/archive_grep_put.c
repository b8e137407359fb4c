/* archive_grep_put - what archive grep prints of the records that it finds, and tells. */
#include "archive.h"
#include "archive_grep.h"
#include "err.h"
#include "out.h"

#define COLOR_ON "\033[01;31m\033[K"	/* as grep(1) has it */
#define COLOR_OFF "\033[m\033[K"

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

void
grep_put(struct grep *g, const char *line, size_t n, uint64_t number)
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

void
grep_put_count(struct grep *g)
{
	out_fmt(g->pick.out, "%llu", (unsigned long long)g->found);
	end_line(g);
}

void
grep_explain(const struct grep *g)
{
	const struct reader *r = &g->reader;

	warn_msg("%llu segments were searched, %llu bytes of records; %llu were left out "
	    "unread: by their index they are of other times, systems or kinds",
	    (unsigned long long)r->read, (unsigned long long)g->looked,
	    (unsigned long long)r->skipped);
	if (g->match.ntext > 0)
		warn_msg("looked for first in each: '%.*s'", (int)g->match.ntext,
		    g->match.text);
	if (r->passed > 0)
		warn_msg("%llu sealed segments were left out unread: by their filter no "
		    "record has that", (unsigned long long)r->passed);
	if (r->told > 0)
		warn_msg("in %llu compacted files the columns told which records may "
		    "have that, others were not put together; in %llu no record has "
		    "it, of %llu by their filter alone", (unsigned long long)r->told,
		    (unsigned long long)r->without, (unsigned long long)r->sifted);
	if (g->found > 0 || grep_enough(g))
		return;
	if (r->damaged > 0)
		warn_msg("nothing matches in what could be read; see what is damaged");
	else
		warn_msg("nothing matches: every other record was looked at");
}
