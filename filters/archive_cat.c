/* archive_cat - give the records back, byte for byte. */
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_back.h"
#include "archive_option.h"
#include "archive_pace.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "err.h"
#include "file.h"
#include "out.h"
#include "rec.h"
#include "ts.h"

#define SYNOPSIS "archive cat [--reverse] [--seq] [-s SYSTEM] [-k KIND] " \
	"[--since TIME] [--until TIME] [--where JQ] [--threads N] DIR"

enum { OPT_REVERSE = OPT_COMMAND, OPT_THREADS };

struct cat {
	struct pick pick;
	bool reverse;
	unsigned threads;
	const char *dir;
};

static void
parse_opts(struct cat *c, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "reverse", no_argument, NULL, OPT_REVERSE },
		{ "threads", required_argument, NULL, OPT_THREADS },
		PICK_LONGOPTS,
		OPT_COMMON,
	};

	for (int o; (o = getopt_long(argc, argv, PICK_LETTERS, longopts, NULL)) != -1;)
		if (o == OPT_REVERSE)
			c->reverse = true;
		else if (o == OPT_THREADS)
			c->threads = ahead_parse(optarg);
		else if (!pick_option(&c->pick, o, optarg))
			archive_common_option(o, SYNOPSIS);
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	c->dir = argv[optind];
}

static void
put_lines(struct pick *p, const struct block *b)
{
	const char *line = b->p, *end = b->p + b->n, *nl;
	uint64_t number = b->first;

	for (; line < end && (nl = memchr(line, '\n', (size_t)(end - line))) != NULL;
	    line = nl + 1, number++)
		if (pick_takes(p, line, (size_t)(nl - line)))
			pick_put(p, line, (size_t)(nl - line), number);
}

static int
forward(struct pick *p, const char *dir, unsigned threads)
{
	struct pace pace;
	struct reader r;
	struct block b;
	int status;

	reader_open(&r, dir);
	pace_begin_file(&pace, "cat", dir);
	r.pace = &pace;
	pick_bounds(p, &r);
	reader_threads(&r, threads, NULL, NULL);
	while (reader_next(&r, &b))
		if (!pick_all(p))
			put_lines(p, &b);
		else if (file_write(STDOUT_FILENO, b.p, b.n) < 0)
			out_die(p->out);
	status = pick_close(p, EXIT_OK);
	return reader_close(&r, status);
}

static int
backward(struct pick *p, const char *dir)
{
	struct pace pace;
	struct back back;
	struct block b;
	int status;

	back_open(&back, dir);
	pace_begin_file(&pace, "cat", dir);
	back.pace = &pace;
	pick_bounds(p, &back.reader);
	while (back_next(&back, &b)) {
		struct back_lines lines;
		const char *line;
		size_t n;

		back_lines(&lines, &b);
		while (back_line(&lines, &line, &n))
			if (pick_takes(p, line, n))
				pick_put(p, line, n, lines.number);
	}
	status = pick_close(p, EXIT_OK);
	return back_close(&back, status);
}

int
archive_cat(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct cat c = { .pick = { .since = TS_NONE, .until = TS_NONE, .out = &out,
		.rec = rec_new(), .access.deed = DEED_INIT },
		.threads = ahead_threads() };

	parse_opts(&c, argc, argv);
	pick_access(&c.pick, c.dir, argv);
	return c.reverse ? backward(&c.pick, c.dir) : forward(&c.pick, c.dir, c.threads);
}
