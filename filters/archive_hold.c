/* archive_hold - what must not go, whatever its class says. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_deed.h"
#include "archive_files.h"
#include "archive_hold.h"
#include "archive_manifest.h"
#include "archive_pick.h"
#include "archive_text.h"
#include "archive_upkeep.h"
#include "buf.h"
#include "err.h"
#include "expr.h"
#include "json.h"
#include "mem.h"
#include "num.h"
#include "opt.h"
#include "out.h"
#include "rec.h"
#include "ts.h"

#define SYNOPSIS \
	"archive hold [--segments FIRST[-LAST]] [--since TIME] [--until TIME] " \
	"[--where JQ] --by WHO --why TEXT DIR; archive hold --release N --by WHO " \
	"--why TEXT DIR; archive hold DIR"

enum {
	OPT_RELEASE = OPT_OWN, OPT_SEGMENTS, OPT_SINCE, OPT_UNTIL, OPT_WHERE,
	WHY_BYTES = 256,
};

static void
hold_clear(struct hold *h)
{
	free(h->condition);
	expr_free(h->where);
	free(h->by);
	free(h->why);
	free(h->time);
}

void
holds_clear(struct holds *a)
{
	for (size_t i = 0; i < a->n; i++)
		hold_clear(&a->v[i]);
	free(a->v);
	*a = (struct holds){ 0 };
}

/* A member that may be absent: false when it is there and is no time. */
static bool
get_time(struct rec *r, const char *name, int64_t *ns)
{
	*ns = TS_NONE;
	return !rec_has(r, name) || rec_time(r, name, ns);
}

static bool
get_segments(struct rec *r, struct hold *h)
{
	int64_t first, last;

	if (!rec_has(r, "first_segment"))
		return true;
	if (!rec_int(r, "first_segment", &first) || !rec_int(r, "last_segment", &last) ||
	    first < 1 || last < first)
		return false;
	h->first = (uint64_t)first;
	h->last = (uint64_t)last;
	return true;
}

static bool
take_hold(struct holds *a, struct rec *r, int64_t number)
{
	char why[WHY_BYTES];
	struct hold h = { .number = (uint64_t)number };
	bool ok = a->n < HOLDS_MAX && get_time(r, "since", &h.since) &&
	    get_time(r, "until", &h.until) && get_segments(r, &h);

	h.condition = rec_dup(r, "where");
	h.by = rec_dup(r, "by");
	h.why = rec_dup(r, "why");
	h.time = rec_dup(r, "time");
	if (ok && h.condition)
		ok = (h.where = expr_new(h.condition, why, sizeof why)) != NULL;
	if (!ok || !h.by || !h.why || !h.time) {
		hold_clear(&h);
		return false;
	}
	a->v = mem_grow(a->v, &a->cap, a->n + 1, sizeof *a->v);
	a->v[a->n++] = h;
	if (h.number > a->number)
		a->number = h.number;
	return true;
}

static bool
take_release(struct holds *a, int64_t number)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].number == (uint64_t)number) {
			hold_clear(&a->v[i]);
			a->v[i] = a->v[--a->n];
			return true;
		}
	return false;
}

bool
holds_line(struct holds *a, struct rec *r)
{
	bool hold = rec_is(r, "type", "hold");
	int64_t number;

	if (!hold && !rec_is(r, "type", "release"))
		return true;
	if (!rec_int(r, "hold", &number) || number < 1)
		return false;
	return hold ? take_hold(a, r, number) : take_release(a, number);
}

static bool
of_segment(const struct hold *h, uint64_t segment)
{
	return h->first == 0 || (segment >= h->first && segment <= h->last);
}

const struct hold *
holds_of(const struct holds *a, uint64_t segment, struct rec *r)
{
	int64_t ns;

	for (size_t i = 0; i < a->n; i++) {
		const struct hold *h = &a->v[i];

		if (!of_segment(h, segment))
			continue;
		if ((h->since != TS_NONE || h->until != TS_NONE) &&
		    rec_time(r, "time", &ns) && ((h->since != TS_NONE && ns < h->since) ||
		    (h->until != TS_NONE && ns >= h->until)))
			continue;
		if (!h->where || expr_test(h->where, r) != EXPR_NO)
			return h;
	}
	return NULL;
}

const struct hold *
holds_segment(const struct holds *a, uint64_t segment)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct hold *h = &a->v[i];

		if (of_segment(h, segment) && !h->where && h->since == TS_NONE &&
		    h->until == TS_NONE)
			return h;
	}
	return NULL;
}

struct order {
	const char *dir, *where;
	struct deed deed;
	int64_t release, first, last, since, until;
};

/* FIRST or FIRST-LAST */
static void
parse_segments(struct order *o, char *text)
{
	char *dash = strchr(text, '-');

	if (dash)
		*dash = '\0';
	if (num_i64(text, 1, INT64_MAX, &o->first) < 0 ||
	    num_i64(dash ? dash + 1 : text, o->first, INT64_MAX, &o->last) < 0)
		die_msg(EXIT_USAGE, "bad value of --segments: 7, or 7-12");
}

static void
parse_opts(struct order *o, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "release", required_argument, NULL, OPT_RELEASE },
		{ "segments", required_argument, NULL, OPT_SEGMENTS },
		{ "since", required_argument, NULL, OPT_SINCE },
		{ "until", required_argument, NULL, OPT_UNTIL },
		{ "where", required_argument, NULL, OPT_WHERE },
		DEED_LONGOPTS,
		OPT_COMMON,
	};
	bool what, said;

	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		switch (c) {
		case OPT_RELEASE:
			if (num_i64(optarg, 1, INT64_MAX, &o->release) < 0)
				die_msg(EXIT_USAGE, "bad value '%s' of --release",
				    optarg);
			break;
		case OPT_SEGMENTS: parse_segments(o, optarg); break;
		case OPT_SINCE: o->since = pick_time("--since", optarg); break;
		case OPT_UNTIL: o->until = pick_time("--until", optarg); break;
		case OPT_WHERE: expr_free(pick_where(optarg)); o->where = optarg; break;
		default: deed_option(&o->deed, c, optarg, SYNOPSIS);
		}
	what = o->where || o->first || o->since != TS_NONE || o->until != TS_NONE;
	said = o->deed.by && o->deed.why;
	if (argc - optind != 1 || (what && o->release) ||
	    (what || o->release) != said || (o->deed.by || o->deed.why) != said)
		opt_usage(SYNOPSIS);
	o->dir = argv[optind];
}

static void
read_holds(const char *dir, const struct manifest_head *head, struct holds *a)
{
	enum chain_rc rc;
	struct chain c;

	*a = (struct holds){ 0 };
	if (manifest_open(&c, dir, head) < 0)
		die_errno(EXIT_TROUBLE, "cannot read the manifest of '%s'", dir);
	while ((rc = chain_next(&c)) == CHAIN_LINE)
		if (!holds_line(a, c.rec))
			die_msg(EXIT_TROUBLE,
			    "'%s/" MANIFEST_NAME "': line %llu is wrong", dir,
			    (unsigned long long)c.number);
	if (rc == CHAIN_BAD || rc == CHAIN_ERROR)
		die_msg(EXIT_TROUBLE,
		    "the manifest of '%s' is damaged: see archive verify", dir);
	chain_close(&c);
}

static void
print_hold(struct out *out, const struct hold *h)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b, "hold %llu, %s, %s, %s:", (unsigned long long)h->number, h->time,
	    h->by, h->why);
	if (h->first)
		buf_fmt(&b, " segments %llu to %llu", (unsigned long long)h->first,
		    (unsigned long long)h->last);
	for (int i = 0; i < 2; i++) {
		int64_t ns = i ? h->until : h->since;
		char text[TS_MAX];

		if (ns == TS_NONE)
			continue;
		ts_format(text, ns, 0, 3);
		buf_fmt(&b, "%s %s", i ? " until" : " since", text);
	}
	if (h->condition)
		buf_fmt(&b, " where %s", h->condition);
	out_put(out, b.p, b.n);
	if (out_end(out) < 0)
		out_die(out);
	buf_clear(&b);
}

/* The line of the manifest; the number in it is the caller's. */
static void
write_order(const struct order *o, const struct manifest_head *head, uint64_t number)
{
	struct buf b = BUF_INIT;

	manifest_line(&b, o->release ? "release" : "hold", &o->deed);
	buf_fmt(&b, ",\"hold\":%llu", (unsigned long long)number);
	if (o->first)
		buf_fmt(&b, ",\"first_segment\":%lld,\"last_segment\":%lld",
		    (long long)o->first, (long long)o->last);
	text_time(&b, "since", o->since, 3);
	text_time(&b, "until", o->until, 3);
	if (o->where) {
		buf_str(&b, ",\"where\":");
		json_put_buf(&b, o->where, strlen(o->where));
	}
	if (manifest_add(o->dir, head, &b, true) < 0)
		die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'", o->dir);
	buf_clear(&b);
}

int
archive_hold(int argc, char *argv[])
{
	struct order o = { .deed = DEED_INIT, .since = TS_NONE, .until = TS_NONE };
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct manifest_head head;
	struct holds holds;
	bool there = false;

	parse_opts(&o, argc, argv);
	archive_head(o.dir, &head);
	if (o.deed.by)
		upkeep_lock(o.dir);
	read_holds(o.dir, &head, &holds);
	for (size_t i = 0; i < holds.n; i++)
		there |= holds.v[i].number == (uint64_t)o.release;
	if (o.release && !there)
		die_msg(EXIT_TROUBLE, "'%s' has no hold %lld", o.dir,
		    (long long)o.release);
	if (o.deed.by && !o.release && holds.n == HOLDS_MAX)
		die_msg(EXIT_TROUBLE, "'%s' has %d holds, no more fit", o.dir, HOLDS_MAX);
	if (o.release) {
		write_order(&o, &head, (uint64_t)o.release);
	} else if (o.deed.by) {
		write_order(&o, &head, holds.number + 1);
		out_fmt(&out, "hold %llu\n", (unsigned long long)(holds.number + 1));
	} else {
		for (size_t i = 0; i < holds.n; i++)
			print_hold(&out, &holds.v[i]);
	}
	if (out_flush(&out) < 0)
		out_die(&out);
	holds_clear(&holds);
	manifest_head_clear(&head);
	out_clear(&out);
	return EXIT_OK;
}
