/* archive_grep - the records that match an expression. */
#include <stdlib.h>
#include <unistd.h>

#include "archive.h"
#include "archive_grep.h"
#include "archive_pace.h"
#include "err.h"
#include "mem.h"
#include "out.h"
#include "rec.h"
#include "ts.h"

bool
grep_enough(const struct grep *g)
{
	return (g->quiet && g->found > 0) ||
	    (g->most >= 0 && g->found >= (uint64_t)g->most);
}

static void
start_threads(struct grep *g)
{
	if (g->threads < 2)
		return;
	g->matches = mem_zero(2 * (size_t)g->threads, sizeof *g->matches);
	g->reader.counts_hits = grep_counts(g);
	reader_threads(&g->reader, g->threads, grep_scan, g);
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

/* What the columns of cold files are asked. */
static void
set_search(struct grep *g)
{
	const struct match *m = &g->match;
	struct cold_search *x = &g->search;

	if (m->ntext == 0 || (g->around && !pick_any(&g->pick)))
		return;
	*x = (struct cold_search){ .has = { m->text, m->ntext, m->find.nocase, NULL },
		.sure = { m->sure, m->nsure, m->re != NULL, NULL },
		.invert = g->invert, .counts = grep_counts(g) };
	if (g->around) {
		x->before = g->context.before;
		x->after = g->context.after;
	}
	g->reader.search = x;
	if (g->around || (g->invert && !grep_counts(g)))
		return;
	g->reader.sift = &x->has;
	g->reader.counts_others = g->invert;
}

static int
finish(struct grep *g)
{
	int status = g->found ? EXIT_OK : EXIT_NO;

	end_threads(g);
	if (g->count && !g->files && !g->quiet)
		grep_put_count(g);
	status = pick_close(&g->pick, status);
	context_clear(&g->context);
	if (g->match.limited) {
		warn_msg("%llu records took too many steps, left out",
		    (unsigned long long)g->match.limited);
		status = EXIT_TROUBLE;
	}
	if (g->explain)
		grep_explain(g);
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
	const char *dir = grep_opts(&g, argc, argv);
	struct pace pace;
	struct block b;

	pick_access(&g.pick, dir, argv);
	reader_open(&g.reader, dir);
	pace_begin_file(&pace, "grep", dir);
	g.reader.pace = &pace;
	pick_bounds(&g.pick, &g.reader);
	set_search(&g);
	start_threads(&g);
	while (!(grep_enough(&g) && g.context.left == 0) && reader_next(&g.reader, &b)) {
		if (g.files && g.named == g.reader.number)
			continue;
		grep_block(&g, &b);
	}
	return finish(&g);
}
