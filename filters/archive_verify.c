/* archive_verify - recompute every hash, and say what is not as it was written. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_ahead.h"
#include "archive_deed.h"
#include "archive_files.h"
#include "archive_hash.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "archive_salts.h"
#include "archive_segment.h"
#include "archive_tail.h"
#include "archive_verify.h"
#include "err.h"
#include "file.h"
#include "opt.h"
#include "out.h"
#include "pack.h"
#include "sign.h"
#include "ts.h"

#define SYNOPSIS \
	"archive verify [-q] [--since TIME] [--checkpoint NOTE --key PUB] " \
	"[--filters] [--threads N] [--by WHO] [--why TEXT] DIR"

enum { OPT_SINCE = OPT_OWN, OPT_CHECKPOINT, OPT_KEY, OPT_THREADS, OPT_FILTERS };

enum { FINDING_MAX = 512 };

/* One line for each thing that is wrong. */
void
verify_bad(struct verify *v, const char *fmt, ...)
{
	char text[FINDING_MAX];
	va_list ap;

	v->at.findings++;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (v->said)
		buf_fmt(v->said, "%s\n", text);
	else
		warn_msg("'%s': %s", v->r.path.p, text);
}

/* Is the segment the one that follows what came before? */
void
verify_chain(struct verify *v, uint64_t first, const struct hash *prev)
{
	if (v->at.next && first != v->at.next)
		verify_bad(v, "its first record is %llu, not %llu",
		    (unsigned long long)first, (unsigned long long)v->at.next);
	if (v->at.chained && !hash_same(prev, &v->at.prev))
		verify_bad(v,
		    "the chain is broken: it does not follow the segment before it");
}

/* Tree and salts for the hashes of this archive. */
void
verify_digest(struct verify *v, enum digest_kind kind)
{
	if (v->tree.d && v->kind == kind)
		return;
	tree_clear(&v->tree);
	salts_clear(&v->salts);
	tree_init(&v->tree, kind);
	salts_init(&v->salts, kind);
	v->kind = kind;
}

/* What there is of the segment; threads may have read and unpacked it. */
static enum found
find(struct reader *r)
{
	r->unpacked = false;
	return reader_in_advance(r) ? r->found : reader_find(r);
}

/* One segment, or what stands in its place; false at the end. */
static bool
check_next(struct verify *v)
{
	struct reader *r = &v->r;
	struct checked before = v->at;
	bool passed = verify_pass_by(v);
	bool busy = !passed && r->number >= r->last && verify_written_to(v);
	enum found found = passed ? FOUND_SKIPPED : find(r);

	switch (found) {
	case FOUND_SKIPPED:
		return true;
	case FOUND_SEALED:
		verify_sealed(v);
		return true;
	case FOUND_TAIL:
		verify_tail(v, busy);
		return verify_after_tail(v, &before);
	case FOUND_GONE:
		verify_gone(v);
		return true;
	case FOUND_COLD:
		verify_cold(v);
		return true;
	case FOUND_NONE:
		if (r->number <= r->last)
			files_path(&r->path, r->dir, r->number, FILE_SEALED);
		verify_bad(v, r->number > r->last ?
		    "missing: the end of the archive is not here" :
		    "missing");
		break;
	case FOUND_BAD:
		verify_bad(v, "%s", files_why(errno));
		break;
	default:
		return false;
	}
	v->at.next = 0;
	v->at.chained = false;
	return r->number < r->last;
}

/* The last line of verify, and one for each order of redaction. */
static void
print_result(const struct verify *v, struct out *o)
{
	char hex[DIGEST_HEX];

	digest_hex(v->at.prev.b, DIGEST_SIZE, hex);
	for (size_t i = 0; i < v->told.norders; i++)
		out_fmt(o, "redacted: %zu records on order %s by %s\n",
		    v->told.orders[i].n, v->told.orders[i].order, v->told.orders[i].by);
	out_fmt(o, "%s: segments %llu, records %llu, bytes %llu, ",
	    v->at.findings ? "not whole" : "whole", (unsigned long long)v->at.segments,
	    (unsigned long long)v->at.records, (unsigned long long)v->at.bytes);
	if (v->at.redacted)
		out_fmt(o, "redacted %llu, ", (unsigned long long)v->at.redacted);
	if (v->at.passed)
		out_fmt(o, "older segments %llu, ", (unsigned long long)v->at.passed);
	if (v->at.gone)
		out_fmt(o, "expired %llu, ", (unsigned long long)v->at.gone);
	out_fmt(o, "findings %llu, chain %s\n", (unsigned long long)v->at.findings, hex);
}

static void
check_all(struct verify *v)
{
	if (v->r.before) {
		files_path(&v->r.path, v->r.dir, 1, FILE_SEALED);
		verify_bad(v, "missing, as all before segment %llu",
		    (unsigned long long)v->r.number);
		v->at.chained = false;
		v->at.next = 0;
	}
	pace_begin(&v->pace, "verify", v->r.dir);
	while (check_next(v))
		pace_to(&v->pace, ++v->r.number);
	pace_end(&v->pace);
	verify_told_end(v);
}

struct opts {
	bool quiet, filters;
	int64_t since;
	const char *note, *key;
	unsigned threads;
	struct deed deed;
};

static const char *
parse_opts(struct opts *o, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "quiet", no_argument, NULL, 'q' },
		{ "since", required_argument, NULL, OPT_SINCE },
		{ "checkpoint", required_argument, NULL, OPT_CHECKPOINT },
		{ "key", required_argument, NULL, OPT_KEY },
		{ "threads", required_argument, NULL, OPT_THREADS },
		{ "filters", no_argument, NULL, OPT_FILTERS },
		DEED_LONGOPTS,
		OPT_COMMON,
	};

	*o = (struct opts){ .since = TS_NONE, .threads = ahead_threads(),
		.deed = DEED_INIT };
	for (int c; (c = getopt_long(argc, argv, "q", longopts, NULL)) != -1;)
		switch (c) {
		case 'q': o->quiet = true; break;
		case OPT_SINCE: o->since = pick_time("--since", optarg); break;
		case OPT_CHECKPOINT: o->note = optarg; break;
		case OPT_KEY: o->key = optarg; break;
		case OPT_FILTERS: o->filters = true; break;
		case OPT_THREADS: o->threads = ahead_parse(optarg); break;
		default: deed_option(&o->deed, c, optarg, SYNOPSIS);
		}
	if (argc - optind != 1 || (o->note != NULL) != (o->key != NULL))
		opt_usage(SYNOPSIS);
	return argv[optind];
}

int
archive_verify(int argc, char *argv[])
{
	struct opts opts;
	const char *dir = parse_opts(&opts, argc, argv);
	struct sign_key *key = opts.key ? archive_public_key(opts.key) : NULL;
	struct verify v = { .at = { .next = 1, .chained = true }, .since = opts.since };
	struct out o = OUT_INIT(STDOUT_FILENO);

	reader_open(&v.r, dir);
	verify_digest(&v, DIGEST_SHA256);
	v.r.proves = opts.filters;
	verify_read_told(&v);
	if (key)
		verify_read_note(&v, opts.note, key);
	if (opts.since == TS_NONE) {	/* else most are passed by */
		reader_threads(&v.r, opts.threads, NULL, NULL);
		verify_cold_threads(&v, opts.threads);
	}
	check_all(&v);
	reader_threads_end(&v.r);
	verify_cold_end(&v);
	if (opts.deed.by || opts.deed.why)
		verify_tell(&v, &opts.deed);
	if (!opts.quiet)
		print_result(&v, &o);
	if (out_flush(&o) < 0)
		out_die(&o);
	sign_free(key);
	tree_clear(&v.tree);
	salts_clear(&v.salts);
	told_clear(&v.told);
	buf_clear(&v.text);
	buf_clear(&v.again);
	out_clear(&o);
	return reader_close(&v.r, v.at.findings ? EXIT_NO : EXIT_OK);
}
