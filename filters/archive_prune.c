/* archive_prune - what was kept long enough goes, on the conditions of its class. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "archive.h"
#include "archive_deed.h"
#include "archive_files.h"
#include "archive_pace.h"
#include "archive_prune.h"
#include "archive_upkeep.h"
#include "buf.h"
#include "err.h"
#include "opt.h"
#include "out.h"
#include "ts.h"

#define SYNOPSIS \
	"archive prune [--yes] [--approval NUMBER] [--copy COPY] [--by WHO] " \
	"[--why TEXT] DIR"

enum {
	OPT_YES = OPT_OWN, OPT_APPROVAL, OPT_COPY,
	NUMBER_MAX = 256,	/* bytes of an approval number */
	RUN_MAX = 1024,		/* segments of one tombstone */
};

static void
parse_opts(struct prune *p, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "yes", no_argument, NULL, OPT_YES },
		{ "approval", required_argument, NULL, OPT_APPROVAL },
		{ "copy", required_argument, NULL, OPT_COPY },
		DEED_LONGOPTS,
		OPT_COMMON,
	};
	struct timespec t;

	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		switch (c) {
		case OPT_YES: p->yes = true; break;
		case OPT_APPROVAL: p->approval = optarg; break;
		case OPT_COPY: p->copy = optarg; break;
		default: deed_option(&p->deed, c, optarg, SYNOPSIS);
		}
	if (argc - optind != 1 ||
	    (p->approval && (!*p->approval || strlen(p->approval) > NUMBER_MAX)))
		opt_usage(SYNOPSIS);
	p->dir = argv[optind];
	if (p->deed.now == TS_NONE) {
		clock_gettime(CLOCK_REALTIME, &t);
		p->deed.now = (int64_t)t.tv_sec * TS_SECOND + t.tv_nsec;
	}
	p->now = p->deed.now;
}

/* A line for one segment, or for the segments of one file. */
static void
say(struct prune *p, struct out *out, uint64_t first, uint64_t last, const char *why)
{
	uint64_t next = last < p->trunk.n ? p->trunk.firsts[last] : p->trunk.next;

	if (first == last)
		out_fmt(out, "segment %llu", (unsigned long long)first);
	else
		out_fmt(out, "segments %llu to %llu", (unsigned long long)first,
		    (unsigned long long)last);
	out_fmt(out, ", %llu records, ",
	    (unsigned long long)(next - p->trunk.firsts[first - 1]));
	if (why)
		out_fmt(out, "stays: %s", why);
	else
		out_str(out, p->yes ? "goes" : "would go");
	if (out_end(out) < 0)
		out_die(out);
}

/* The segments of one file, which stay or go together; the first of them after it. */
static uint64_t
judge(struct prune *p, struct out *out, uint64_t first, struct buf *why)
{
	struct cover c;
	enum file_kind kind = expire_kind(p, first, &c);
	const char *stays = NULL;

	if (kind == FILE_GONE) {
		for (uint64_t i = first; i <= c.last; i++)
			p->fates[i - 1].gone = true;
		return c.last + 1;
	}
	for (uint64_t i = first; i <= c.last && !stays; i++)
		stays = prune_stays(p, i, why);
	say(p, out, first, c.last, stays);
	for (uint64_t i = first; i <= c.last; i++)
		p->fates[i - 1].goes = !stays;
	return c.last + 1;
}

/* The ends of a run of segments that go, of files as a whole. */
static uint64_t
run_end(struct prune *p, uint64_t first)
{
	uint64_t last = first - 1;

	while (last < p->trunk.n && p->fates[last].goes) {
		struct cover c;

		(void)expire_kind(p, last + 1, &c);
		if (last >= first && c.last - first >= RUN_MAX)
			break;
		last = c.last;
	}
	return last;
}

static void
close_prune(struct prune *p)
{
	compare_close(&p->compare);
	classes_clear(&p->classes);
	holds_clear(&p->holds);
	told_clear(&p->told);
	trunk_clear(&p->trunk);
	manifest_head_clear(&p->head);
	free(p->fates);
}

/* How much goes, of how much there is. */
static void
sum_up(struct prune *p, struct out *out)
{
	unsigned long long n = 0, records = 0, bytes = 0;

	for (size_t i = 0; i < p->trunk.n; i++)
		if (p->fates[i].goes) {
			n++;
			records += p->fates[i].records;
			bytes += p->fates[i].bytes;
		}
	out_fmt(out, "%llu segments, %llu records, %llu bytes %s\n", n, records, bytes,
	    p->yes ? "went" : "would go: nothing is changed without --yes");
}

int
archive_prune(int argc, char *argv[])
{
	struct prune p = { .deed = DEED_INIT };
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct buf why = BUF_INIT;
	struct pace pace;

	parse_opts(&p, argc, argv);
	archive_head(p.dir, &p.head);
	if (p.yes)
		upkeep_lock(p.dir);
	p.no_copy = compare_open(&p.compare, p.dir, p.copy ? p.copy : p.dir);
	prune_look(&p);
	if (p.yes)
		expire_rest(&p);
	pace_begin(&pace, "prune", p.dir);
	for (uint64_t i = 1; i <= p.trunk.n;) {
		i = judge(&p, &out, i, &why);
		pace_to(&pace, i);
	}
	pace_end(&pace);
	for (uint64_t i = 1, last; p.yes && i <= p.trunk.n; i = last + 1) {
		last = i;
		if (p.fates[i - 1].goes) {
			last = run_end(&p, i);
			expire(&p, i, last);
		}
	}
	sum_up(&p, &out);
	if (out_flush(&out) < 0)
		out_die(&out);
	buf_clear(&why);
	close_prune(&p);
	out_clear(&out);
	return EXIT_OK;
}
