/* archive_positions - up to which byte each source is archived. */
#include <errno.h>
#include <unistd.h>

#include "archive.h"
#include "archive_files.h"
#include "archive_reader.h"
#include "archive_segment.h"
#include "archive_sources.h"
#include "archive_store.h"
#include "err.h"
#include "opt.h"
#include "out.h"

#define SYNOPSIS "archive positions [--after] DIR"

enum { OPT_AFTER = OPT_OWN };
enum { TRIES = 3 };	/* the tail may be sealed while we look for it */

/* The head of the tail has all that was known before it, its commits what came since. */
static bool
from_tail(const char *dir, uint64_t number, struct sources *s)
{
	struct buf path = BUF_INIT;
	struct commit c;
	struct tail t;
	enum tail_rc rc;
	bool there;

	tail_init(&t);
	files_path(&path, dir, number, FILE_TAIL);
	there = tail_load(&t, path.p, number) == 0;
	if (!there && errno != ENOENT)
		die_msg(EXIT_TROUBLE, "cannot read the positions in '%s': %s", path.p,
		    files_why(errno));
	if (there)
		sources_read(s, t.rec);
	while (there && (rc = tail_next(&t, &c)) != TAIL_END) {
		if (rc == TAIL_TORN && tail_goes_on(&t))
			die_msg(EXIT_TROUBLE,
			    "'%s' is damaged after record %llu: see archive verify",
			    path.p, (unsigned long long)(t.next - 1));
		if (rc == TAIL_TORN)
			break;
		sources_read(s, t.rec);
	}
	tail_clear(&t);
	buf_clear(&path);
	return there;
}

/* An archive that is not there yet has no positions: all is read from the start. */
void
positions_read(const char *dir, struct sources *s)
{
	struct range all;
	struct segment last;

	for (int i = 0; i < TRIES; i++) {
		if (files_range(dir, &all) < 0 && errno != ENOENT)
			die_errno(EXIT_TROUBLE, "cannot read '%s'", dir);
		if (all.last == 0 || from_tail(dir, all.last, s))
			return;
	}
	recover_sources(dir, &all, s, &last);
}

/*
 * After which record of another archive to go on: the last that caused one here may have
 * caused more.
 */
static int
print_after(const struct sources *s, struct out *o)
{
	out_fmt(o, "%lld", s->seq > 0 ? (long long)s->seq - 1 : 0);
	return out_end(o);
}

int
archive_positions(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "after", no_argument, NULL, OPT_AFTER }, OPT_COMMON
	};
	struct out o = OUT_INIT(STDOUT_FILENO);
	struct sources s = SOURCES_INIT;
	bool after = false;

	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		if (c == OPT_AFTER)
			after = true;
		else
			archive_common_option(c, SYNOPSIS);
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	positions_read(argv[optind], &s);
	if ((after ? print_after(&s, &o) : sources_positions(&s, &o)) < 0 ||
	    out_flush(&o) < 0)
		out_die(&o);
	sources_clear(&s);
	out_clear(&o);
	return EXIT_OK;
}
