/* archive_cat - give the records back, byte for byte. */
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "err.h"
#include "expr.h"
#include "file.h"
#include "opt.h"
#include "out.h"
#include "rec.h"
#include "ts.h"

#define SYNOPSIS "archive cat [--seq] [-s SYSTEM] [-k KIND] [--since TIME] " \
	"[--until TIME] [--where JQ] DIR"

enum { OPT_SEQ = OPT_OWN, OPT_SINCE, OPT_UNTIL, OPT_WHERE };

static const char *
parse_opts(struct pick *p, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "system", required_argument, NULL, 's' },
		{ "kind", required_argument, NULL, 'k' },
		{ "seq", no_argument, NULL, OPT_SEQ },
		{ "since", required_argument, NULL, OPT_SINCE },
		{ "until", required_argument, NULL, OPT_UNTIL },
		{ "where", required_argument, NULL, OPT_WHERE },
		OPT_COMMON,
	};

	for (int c; (c = getopt_long(argc, argv, "s:k:", longopts, NULL)) != -1;)
		switch (c) {
		case 's': pick_member(p, "system", optarg); break;
		case 'k': pick_member(p, "kind", optarg); break;
		case OPT_SEQ: p->seq = true; break;
		case OPT_SINCE: p->since = pick_time("--since", optarg); break;
		case OPT_UNTIL: p->until = pick_time("--until", optarg); break;
		case OPT_WHERE: expr_free(p->where); p->where = pick_where(optarg); break;
		default: archive_common_option(c, SYNOPSIS);
		}
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	return argv[optind];
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

int
archive_cat(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct pick pick = { .since = TS_NONE, .until = TS_NONE, .out = &out,
		.rec = rec_new() };
	const char *dir = parse_opts(&pick, argc, argv);
	struct reader r;
	struct block b;
	int status;

	reader_open(&r, dir);
	r.since = pick.since;
	r.until = pick.until;
	while (reader_next(&r, &b))
		if (!pick_all(&pick))
			put_lines(&pick, &b);
		else if (file_write(STDOUT_FILENO, b.p, b.n) < 0)
			out_die(&out);
	status = pick_close(&pick, EXIT_OK);
	return reader_close(&r, status);
}
