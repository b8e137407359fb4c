/* archive_sample - records drawn by chance, the same ones for the same seed. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_compare.h"
#include "archive_option.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "archive_trunk.h"
#include "buf.h"
#include "err.h"
#include "mem.h"
#include "num.h"
#include "opt.h"
#include "out.h"
#include "rec.h"
#include "ts.h"

#define SYNOPSIS "archive sample [-n N] [--seed N] [--reason TEXT] [--by WHO] DIR"

enum { OPT_SEED = OPT_COMMAND, SAMPLE = 10, SAMPLE_MAX = 10000, TRIES = 64 };

struct sample {
	const char *dir;
	int64_t n, seed;
	uint64_t *seqs;		/* in order */
	size_t drawn;
	struct pick pick;
	struct compare compare;
	struct trunk trunk;
	uint64_t bad;
};

/* splitmix64 */
static uint64_t
draw(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static bool
gone(struct sample *s, uint64_t seq)
{
	struct cover c;

	return covers_find(&s->compare.here, trunk_find(&s->trunk, seq), &c) > 0 &&
	    c.kind == FILE_GONE;
}

/* Different records of those that are sealed and have not expired. */
static void
draw_all(struct sample *s)
{
	uint64_t state = (uint64_t)s->seed, count = s->trunk.n ?
	    s->trunk.next - s->trunk.firsts[0] : 0;
	size_t want = (uint64_t)s->n < count ? (size_t)s->n : (size_t)count, n = 0;

	s->seqs = mem_zero(want + 1, sizeof *s->seqs);
	for (size_t tries = 0; n < want && tries < want * TRIES; tries++) {
		uint64_t seq = s->trunk.firsts[0] + draw(&state) % count;
		size_t i = 0;

		while (i < n && s->seqs[i] != seq)
			i++;
		if (i == n && !gone(s, seq))
			s->seqs[n++] = seq;
	}
	qsort(s->seqs, n, sizeof *s->seqs, by_number);
	s->drawn = n;
}

/* The record itself, through the reader, which knows all kinds of files. */
static void
give(struct sample *s, uint64_t seq)
{
	struct reader r;
	struct block b;

	reader_open(&r, s->dir);
	reader_seek(&r, seq - 1);
	while (reader_next(&r, &b)) {
		const char *p = b.p, *end = b.p + b.n, *nl;

		for (uint64_t i = b.first; p < end; i++, p = nl + 1) {
			nl = memchr(p, '\n', (size_t)(end - p));
			if (i < seq)
				continue;
			if (i == seq && pick_takes(&s->pick, p, (size_t)(nl - p)))
				pick_put(&s->pick, p, (size_t)(nl - p), i);
			(void)reader_close(&r, EXIT_OK);
			return;
		}
	}
	(void)reader_close(&r, EXIT_OK);
	warn_msg("record %llu of '%s' cannot be read", (unsigned long long)seq, s->dir);
	s->bad++;
}

/* Who drew which records, and whether their segments are whole. */
static void
tell(struct sample *s)
{
	struct buf b = BUF_INIT;

	manifest_line(&b, "sample", &s->pick.access.deed);
	buf_fmt(&b, ",\"seed\":%lld,\"n\":%lld,\"bad\":%llu,\"records\":[",
	    (long long)s->seed, (long long)s->n, (unsigned long long)s->bad);
	for (size_t i = 0; i < s->drawn; i++)
		buf_fmt(&b, "%s%llu", i ? "," : "", (unsigned long long)s->seqs[i]);
	buf_char(&b, ']');
	if (manifest_add(s->dir, &s->compare.head, &b, true) < 0)
		die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'", s->dir);
	buf_clear(&b);
}

static int64_t
parse_number(const char *option, const char *text, int64_t least, int64_t most)
{
	int64_t v;

	if (num_i64(text, least, most, &v) < 0)
		die_msg(EXIT_USAGE, "bad value '%s' of %s: a number from %lld to %lld",
		    text, option, (long long)least, (long long)most);
	return v;
}

static void
parse_opts(struct sample *s, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "seed", required_argument, NULL, OPT_SEED }, PICK_LONGOPTS, OPT_COMMON
	};

	for (int c; (c = getopt_long(argc, argv, "n:", longopts, NULL)) != -1;)
		switch (c) {
		case 'n': s->n = parse_number("-n", optarg, 1, SAMPLE_MAX); break;
		case OPT_SEED:
			s->seed = parse_number("--seed", optarg, 0, INT64_MAX);
			break;
		case OPT_REASON: case OPT_BY: case OPT_CLEARANCE: case OPT_NOW:
			pick_option(&s->pick, c, optarg);
			break;
		default: archive_common_option(c, SYNOPSIS);
		}
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	s->dir = argv[optind];
}

int
archive_sample(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct sample s = { .n = SAMPLE, .seed = 1, .pick = { .since = TS_NONE,
		.until = TS_NONE, .seq = true, .out = &out, .rec = rec_new(),
		.access.deed = DEED_INIT } };
	uint64_t last = 0;
	int status;

	parse_opts(&s, argc, argv);
	(void)compare_open(&s.compare, s.dir, s.dir);
	trunk_load(&s.trunk, s.dir, s.compare.head.digest);
	pick_access(&s.pick, s.dir, argv);
	draw_all(&s);
	for (size_t i = 0; i < s.drawn; i++) {
		uint64_t segment = trunk_find(&s.trunk, s.seqs[i]);
		const char *why = segment == last ? NULL :
		    compare_whole(&s.compare, segment);

		last = segment;
		if (why) {
			warn_msg("segment %llu of '%s': %s", (unsigned long long)segment,
			    s.dir, why);
			s.bad++;
		}
		give(&s, s.seqs[i]);
	}
	tell(&s);
	status = pick_close(&s.pick, s.bad ? EXIT_TROUBLE : EXIT_OK);
	free(s.seqs);
	trunk_clear(&s.trunk);
	compare_close(&s.compare);
	return status;
}
