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
#include "archive_covers.h"
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
	"[--threads N] DIR"

enum { OPT_SINCE = OPT_OWN, OPT_CHECKPOINT, OPT_KEY, OPT_THREADS };

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

/* Those that were redacted, against the orders in the manifest. */
void
verify_redacted(struct verify *v, const struct segment *s)
{
	size_t known = 0;

	for (size_t k = 0; k < v->salts.nredacted; k++)
		if (told_redacted(&v->told, s->first + v->salts.redacted[k].i))
			known++;
		else if (v->has_told)
			verify_bad(v, "record %llu is redacted, and the manifest has no "
			    "order for that",
			    (unsigned long long)(s->first + v->salts.redacted[k].i));
	for (size_t k = told_from(&v->told, s->first); k < v->told.nseqs; k++) {
		uint64_t seq = v->told.seqs[k];

		if (seq >= s->first + s->count)
			break;
		if (!salts_redacted(&v->salts, seq - s->first))
			verify_bad(v, "record %llu was to be redacted, and is there",
			    (unsigned long long)seq);
	}
	v->at.redacted += known;
}

/* The records of a sealed segment against its index. */
static void
check_records(struct verify *v, const struct segment *s, const struct index_text *t)
{
	unsigned long long first = s->first, last = s->first + s->count - 1;
	struct buf *text = &v->r.text;
	struct hash root;
	uint64_t count;

	verify_digest(v, s->digest);
	if (!salts_read(&v->salts, v->r.rec, t->salt, t->nsalt, s->count))
		verify_bad(v, "the salts of records %llu to %llu are damaged", first,
		    last);
	if (!v->r.unpacked)
		v->r.unpack_rc = segment_text(v->r.pack, v->r.file.p, v->r.file.n, text);
	if (v->r.unpack_rc < 0) {
		verify_bad(v, "records %llu to %llu are damaged: they cannot be unpacked",
		    first, last);
		return;
	}
	tree_reset(&v->tree);
	count = tree_add_lines(&v->tree, &v->salts, text->p, text->n, NULL);
	tree_root(&v->tree, &root);
	if (count != s->count || !hash_same(&root, &s->root) ||
	    (text->n != s->bytes && v->salts.nredacted == 0))
		verify_bad(v, "records %llu to %llu are not those that were sealed",
		    first, last);
	verify_redacted(v, s);
	v->at.records += count;
	v->at.bytes += text->n;
}

static void
check_sealed(struct verify *v)
{
	struct index_text t = { .rec = v->r.rec };
	size_t n = segment_index_size(v->r.file.p, v->r.file.n);
	struct segment s;

	v->at.segments++;
	if (n == 0 || n > v->r.file.n ||
	    segment_index(v->r.file.p + v->r.file.n - n, n, &s, &t) < 0 || !t.sound) {
		if (v->at.next)
			verify_bad(v,
			    "its index is damaged: the records from %llu on cannot be "
			    "checked",
			    (unsigned long long)v->at.next);
		else
			verify_bad(v,
			    "its index is damaged: its records cannot be checked");
		v->at.chained = false;
		v->at.next = 0;
		return;
	}
	s.packed = v->r.file.n - n;
	if (s.number != v->r.number)
		verify_bad(v, "it is segment %llu", (unsigned long long)s.number);
	verify_chain(v, s.first, &s.prev);
	buf_cut(&v->again, 0);
	segment_print_layout(s.digest, v->r.file.p, s.packed, &v->again);
	if (t.nlayout != v->again.n || memcmp(t.layout, v->again.p, v->again.n) != 0)
		verify_bad(v,
		    "records %llu to %llu are damaged: the packed bytes are not those "
		    "that were written", (unsigned long long)s.first,
		    (unsigned long long)(s.first + s.count - 1));
	verify_told(v, &s, false);
	check_records(v, &s, &t);
	v->at.next = s.first + s.count;
	v->at.prev = s.hash;
	v->at.chained = true;
}

/* Does another process write just now? */
static bool
written_to(const struct verify *v)
{
	struct buf path = BUF_INIT;
	bool busy;
	int fd;

	buf_fmt(&path, "%s/lock", v->r.dir);
	fd = file_open(buf_text(&path), O_RDONLY | O_NOFOLLOW, 0);
	busy = fd >= 0 && file_locked(fd);
	if (fd >= 0)
		close(fd);
	buf_clear(&path);
	return busy;
}

/* Is the tail on disk still the one that was read? */
static bool
same_tail(struct verify *v)
{
	struct stat st;

	files_path(&v->r.path, v->r.dir, v->r.number, FILE_TAIL);
	return lstat(v->r.path.p, &st) == 0 && (uint64_t)st.st_size == v->r.tail.raw.n &&
	    !written_to(v);
}

/* The plain copy of the tail, if there is one: it holds the same records. */
static void
check_copy(struct verify *v)
{
	struct pack_frame f;

	files_path(&v->r.path, v->r.dir, v->r.number, FILE_COPY);
	if (files_load(v->r.path.p, &v->r.file) < 0) {
		if (errno != ENOENT)
			verify_bad(v, "cannot be read: %s", strerror(errno));
		return;
	}
	if (!same_tail(v))
		return;		/* it is not the copy of that */
	files_path(&v->r.path, v->r.dir, v->r.number, FILE_COPY);
	buf_cut(&v->again, 0);
	if (pack_look(v->r.file.p, v->r.file.n, &f) == PACK_DATA)
		segment_print_copy_end(v->r.tail.digest, v->r.file.p, f.size, &v->again);
	else
		f.size = 0;
	if (v->again.n != v->r.file.n - f.size ||
	    memcmp(v->again.p, v->r.file.p + f.size, v->again.n) != 0)
		verify_bad(v, "the copy of the tail is damaged");
	buf_cut(&v->again, 0);
	if (f.size == 0 ||
	    pack_unpack(v->r.pack, v->r.file.p, &f, TEXT_MAX, &v->again) < 0 ||
	    v->again.n != v->text.n || memcmp(v->again.p, v->text.p, v->text.n) != 0)
		verify_bad(v, "the copy of the tail has other records than the tail");
}

/* busy: somebody wrote when it was read. */
static void
check_tail(struct verify *v, bool busy)
{
	struct tail *t = &v->r.tail;
	struct commit c;
	enum tail_rc rc;
	v->at.segments++;
	verify_chain(v, t->first, &t->prev);
	buf_cut(&v->text, 0);
	while ((rc = tail_next(t, &c)) == TAIL_COMMIT) {
		v->at.records += c.count;
		v->at.bytes += c.n;
		buf_put(&v->text, c.p, c.n);
	}
	v->at.prev = t->last;
	v->at.next = t->next;
	v->at.chained = false;	/* only sealing gives the segment its hash */
	busy |= written_to(v);
	if (rc == TAIL_TORN && (!busy || tail_goes_on(t)))
		verify_bad(v,
		    "damaged after record %llu, at byte %zu: %zu bytes are no whole "
		    "commit",
		    (unsigned long long)(t->next - 1), t->at, t->raw.n - t->at);
	if (!busy)
		check_copy(v);
}

/* Expired segments: the chain goes through their lines. */
static void
check_gone(struct verify *v)
{
	const struct covers *c = &v->r.covers;
	struct seglines l = { .p = c->lines, .end = c->lines + c->nlines,
		.rec = v->r.rec };
	struct segment s;

	if (v->r.cover.first != v->r.number)
		verify_bad(v, "segment %llu stands in the tombstone of others",
		    (unsigned long long)v->r.number);
	verify_chain(v, v->r.cover.record, &v->r.cover.prev);
	while (seglines_next(&l, &s) > 0) {
		verify_told(v, &s, true);
		v->at.segments++;
		v->at.gone += s.count;
	}
	v->at.next = v->r.cover.next;
	v->at.prev = v->r.cover.hash;
	v->at.chained = true;
	v->r.number = v->r.cover.last;
}

/* Older than --since: the chain goes through its index, its records are not read. */
static bool
pass_by(struct verify *v)
{
	struct index_text t = { .rec = v->r.rec };
	struct segment *s = &v->r.segment;

	if (v->since == TS_NONE)
		return false;
	files_path(&v->r.path, v->r.dir, v->r.number, FILE_SEALED);
	if (segment_peek(v->r.path.p, s, &t, &v->r.file) < 0 || !t.sound ||
	    s->number != v->r.number || s->to == TS_NONE || s->to >= v->since)
		return false;
	v->at.segments++;
	v->at.passed++;
	verify_chain(v, s->first, &s->prev);
	verify_told(v, s, false);
	v->at.next = s->first + s->count;
	v->at.prev = s->hash;
	v->at.chained = true;
	return true;
}

/* Does anything follow the tail?  It may be sealed by now. */
static bool
after_tail(struct verify *v, const struct checked *before)
{
	struct reader *r = &v->r;
	bool more = files_there(r->dir, r->number + 1, FILE_TAIL) ||
	    reader_sealed(r, r->number + 1);

	/* after that: it was sealed meanwhile, perhaps with more records */
	if (!reader_sealed(r, r->number))
		return more;
	v->at = *before;
	r->number--;
	return true;
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
	bool passed = pass_by(v);
	bool busy = !passed && r->number >= r->last && written_to(v);
	enum found found = passed ? FOUND_SKIPPED : find(r);

	switch (found) {
	case FOUND_SKIPPED:
		return true;
	case FOUND_SEALED:
		check_sealed(v);
		return true;
	case FOUND_TAIL:
		check_tail(v, busy);
		return after_tail(v, &before);
	case FOUND_GONE:
		check_gone(v);
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
	bool quiet;
	int64_t since;
	const char *note, *key;
	unsigned threads;
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
		OPT_COMMON,
	};

	*o = (struct opts){ .since = TS_NONE, .threads = ahead_threads() };
	for (int c; (c = getopt_long(argc, argv, "q", longopts, NULL)) != -1;)
		switch (c) {
		case 'q': o->quiet = true; break;
		case OPT_SINCE: o->since = pick_time("--since", optarg); break;
		case OPT_CHECKPOINT: o->note = optarg; break;
		case OPT_KEY: o->key = optarg; break;
		case OPT_THREADS: o->threads = ahead_parse(optarg); break;
		default: archive_common_option(c, SYNOPSIS);
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
