/* archive_verify - recompute every hash, and say what is not as it was written. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_covers.h"
#include "archive_files.h"
#include "archive_hash.h"
#include "archive_chain.h"
#include "archive_manifest.h"
#include "archive_reader.h"
#include "archive_salts.h"
#include "archive_segment.h"
#include "archive_tail.h"
#include "archive_told.h"
#include "err.h"
#include "file.h"
#include "opt.h"
#include "out.h"
#include "pack.h"

#define SYNOPSIS "archive verify [-q] DIR"

enum { FINDING_MAX = 512 };

struct verify {
	struct reader r;
	uint64_t segments, records, bytes, findings;
	uint64_t redacted, gone;	/* records without content, in expired segments */
	uint64_t next;		/* number that the next record must have; 0: not known */
	bool chained;		/* prev is known */
	struct hash prev;	/* of the segment before */
	struct told told;	/* by the manifest */
	bool has_told;
	uint64_t told_last;	/* the greatest segment with a seal line */
	uint64_t seen;		/* the last segment that was sealed, expired ones too */
	enum digest_kind kind;	/* of tree and salts */
	struct tree tree;
	struct salts salts;
	struct buf text, again;
};

/* One line for each thing that is wrong. */
static void __attribute__((format(printf, 2, 3)))
finding(struct verify *v, const char *fmt, ...)
{
	char text[FINDING_MAX];
	va_list ap;

	v->findings++;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	warn_msg("'%s': %s", v->r.path.p, text);
}

/* Is the segment the one that follows what came before? */
static void
check_chain(struct verify *v, uint64_t first, const struct hash *prev)
{
	if (v->next && first != v->next)
		finding(v, "its first record is %llu, not %llu",
		    (unsigned long long)first, (unsigned long long)v->next);
	if (v->chained && !hash_same(prev, &v->prev))
		finding(v,
		    "the chain is broken: it does not follow the segment before it");
}

/* Does the manifest say the same of it? */
static void
check_told(struct verify *v, const struct segment *s, bool expired)
{
	const struct told_segment *told = told_segment(&v->told, s->number);

	v->seen = s->number;
	if (!v->has_told)
		return;
	if (told && told->sealed && !hash_same(&told->hash, &s->hash))
		finding(v, "segment %llu is not the one of which the manifest tells",
		    (unsigned long long)s->number);
	/* the last lines may be lost after a crash; who writes next adds them */
	if (s->number < v->told_last && !(told && told->sealed))
		finding(v, "the manifest does not tell that segment %llu was sealed",
		    (unsigned long long)s->number);
	if (expired && !(told && told->expired))
		finding(v, "the manifest does not tell that segment %llu expired",
		    (unsigned long long)s->number);
}

/* Tree and salts for the hashes of this archive. */
static void
use_digest(struct verify *v, enum digest_kind kind)
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
static void
check_redacted(struct verify *v, const struct segment *s)
{
	size_t known = 0;

	for (size_t k = 0; k < v->salts.nredacted; k++)
		if (told_redacted(&v->told, s->first + v->salts.redacted[k].i))
			known++;
		else if (v->has_told)
			finding(v, "record %llu is redacted, and no order for that is in "
			    "the manifest",
			    (unsigned long long)(s->first + v->salts.redacted[k].i));
	for (size_t k = 0; k < v->told.nseqs; k++) {
		uint64_t seq = v->told.seqs[k];

		if (seq >= s->first && seq < s->first + s->count &&
		    !salts_redacted(&v->salts, seq - s->first))
			finding(v, "record %llu was to be redacted, and is still there",
			    (unsigned long long)seq);
	}
	v->redacted += known;
}

/* The records of a sealed segment against its index. */
static void
check_records(struct verify *v, const struct segment *s, const struct index_text *t)
{
	unsigned long long first = s->first, last = s->first + s->count - 1;
	struct hash root;
	uint64_t count;

	use_digest(v, s->digest);
	if (!salts_read(&v->salts, v->r.rec, t->salt, t->nsalt, s->count))
		finding(v, "the salts of records %llu to %llu are damaged", first, last);
	if (segment_text(v->r.pack, v->r.file.p, v->r.file.n, &v->text) < 0) {
		finding(v, "records %llu to %llu are damaged: they cannot be unpacked",
		    first, last);
		return;
	}
	tree_reset(&v->tree);
	count = tree_add_lines(&v->tree, &v->salts, v->text.p, v->text.n, NULL);
	tree_root(&v->tree, &root);
	if (count != s->count || !hash_same(&root, &s->root) ||
	    (v->text.n != s->bytes && v->salts.nredacted == 0))
		finding(v, "records %llu to %llu are not those that were sealed", first,
		    last);
	check_redacted(v, s);
	v->records += count;
	v->bytes += v->text.n;
}

static void
check_sealed(struct verify *v)
{
	struct index_text t = { .rec = v->r.rec };
	size_t n = segment_index_size(v->r.file.p, v->r.file.n);
	struct segment s;

	v->segments++;
	if (n == 0 || n > v->r.file.n ||
	    segment_index(v->r.file.p + v->r.file.n - n, n, &s, &t) < 0 || !t.sound) {
		if (v->next)
			finding(v,
			    "its index is damaged: the records from %llu on cannot be "
			    "checked",
			    (unsigned long long)v->next);
		else
			finding(v, "its index is damaged: its records cannot be checked");
		v->chained = false;
		v->next = 0;
		return;
	}
	s.packed = v->r.file.n - n;
	if (s.number != v->r.number)
		finding(v, "it is segment %llu", (unsigned long long)s.number);
	check_chain(v, s.first, &s.prev);
	buf_cut(&v->again, 0);
	segment_print_layout(s.digest, v->r.file.p, s.packed, &v->again);
	if (t.nlayout != v->again.n || memcmp(t.layout, v->again.p, v->again.n) != 0)
		finding(v,
		    "records %llu to %llu are damaged: the packed bytes are not those "
		    "that were written", (unsigned long long)s.first,
		    (unsigned long long)(s.first + s.count - 1));
	check_told(v, &s, false);
	check_records(v, &s, &t);
	v->next = s.first + s.count;
	v->prev = s.hash;
	v->chained = true;
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

/* The plain copy of the tail, if there is one: it holds the same records. */
static void
check_copy(struct verify *v)
{
	struct pack_frame f;

	files_path(&v->r.path, v->r.dir, v->r.number, FILE_COPY);
	if (files_load(v->r.path.p, &v->r.file) < 0) {
		if (errno != ENOENT)
			finding(v, "cannot be read: %s", strerror(errno));
		return;
	}
	buf_cut(&v->again, 0);
	if (pack_look(v->r.file.p, v->r.file.n, &f) == PACK_DATA)
		segment_print_copy_end(v->r.tail.digest, v->r.file.p, f.size, &v->again);
	else
		f.size = 0;
	if (v->again.n != v->r.file.n - f.size ||
	    memcmp(v->again.p, v->r.file.p + f.size, v->again.n) != 0)
		finding(v, "the copy of the tail is damaged");
	buf_cut(&v->again, 0);
	if (f.size == 0 ||
	    pack_unpack(v->r.pack, v->r.file.p, &f, TEXT_MAX, &v->again) < 0 ||
	    v->again.n != v->text.n || memcmp(v->again.p, v->text.p, v->text.n) != 0)
		finding(v, "the copy of the tail has other records than the tail");
}

/* busy: somebody wrote when it was read. */
static void
check_tail(struct verify *v, bool busy)
{
	struct tail *t = &v->r.tail;
	struct commit c;
	enum tail_rc rc;
	v->segments++;
	check_chain(v, t->first, &t->prev);
	buf_cut(&v->text, 0);
	while ((rc = tail_next(t, &c)) == TAIL_COMMIT) {
		v->records += c.count;
		v->bytes += c.n;
		buf_put(&v->text, c.p, c.n);
	}
	v->prev = t->last;
	v->next = t->next;
	v->chained = false;	/* only sealing gives the segment its hash */
	busy |= written_to(v);
	if (rc == TAIL_TORN && (!busy || tail_goes_on(t)))
		finding(v,
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
		finding(v, "segment %llu stands in the tombstone of others",
		    (unsigned long long)v->r.number);
	check_chain(v, v->r.cover.record, &v->r.cover.prev);
	while (seglines_next(&l, &s) > 0) {
		check_told(v, &s, true);
		v->segments++;
		v->gone += s.count;
	}
	v->next = v->r.cover.next;
	v->prev = v->r.cover.hash;
	v->chained = true;
	v->r.number = v->r.cover.last;
}

/* One segment, or what stands in its place; false at the end. */
static bool
check_next(struct verify *v)
{
	struct reader *r = &v->r;
	bool busy = r->number >= r->last && written_to(v);
	enum found found = reader_find(r);

	switch (found) {
	case FOUND_SEALED:
		check_sealed(v);
		return true;
	case FOUND_TAIL:
		check_tail(v, busy);
		return files_there(r->dir, r->number + 1, FILE_TAIL);
	case FOUND_GONE:
		check_gone(v);
		return true;
	case FOUND_COLD:
		finding(v, "%s", strerror(ENOTSUP));
		r->number = r->cover.last;
		break;
	case FOUND_NONE:
		if (r->number <= r->last)
			files_path(&r->path, r->dir, r->number, FILE_SEALED);
		finding(v, r->number > r->last ?
		    "missing: the end of the archive is not here" :
		    "missing");
		break;
	case FOUND_BAD:
		finding(v, "%s", files_why(errno));
		break;
	default:
		return false;
	}
	v->next = 0;
	v->chained = false;
	return r->number < r->last;
}

/*
 * The last line of the manifest is only the beginning of one that follows from the
 * archive: who writes next writes it again.
 */
static bool
unfinished_seal(struct chain *c)
{
	static const char head[] = "{\"type\":\"seal\",";
	size_t n = c->n < sizeof head - 1 ? c->n : sizeof head - 1;
	struct hash h;

	if (c->n == 0 || c->raw.p + c->raw.n != c->text + c->n ||
	    memcmp(c->text, head, n) != 0)
		return false;	/* it has its newline, or is another line */
	digest_add(c->d, c->before.b, sizeof c->before.b);
	return !hash_sealed(c->text, c->n - 1, c->d, &h);
}

/* The next line of the manifest; the last one may be written just now. */
static enum chain_rc
next_told(struct chain *c)
{
	enum chain_rc rc = chain_next(c);

	return rc == CHAIN_TORN ? chain_again(c) : rc;
}

static void
read_lines(struct verify *v, struct chain *c)
{
	enum chain_rc rc;

	while ((rc = next_told(c)) == CHAIN_LINE || rc == CHAIN_BAD)
		if (rc == CHAIN_BAD || !told_line(&v->told, c->rec))
			finding(v, "line %llu is damaged", (unsigned long long)c->number);
	if (rc == CHAIN_TORN && !unfinished_seal(c) && !file_locked(c->fd))
		finding(v, "line %llu, the last one, is damaged or not whole",
		    (unsigned long long)c->number);
	if (rc == CHAIN_ERROR)
		finding(v, "%s", strerror(errno));
}

/* What the manifest tells of the segments. */
static void
read_manifest(struct verify *v)
{
	struct manifest_head head;
	struct chain c;

	buf_cut(&v->r.path, 0);
	buf_fmt(&v->r.path, "%s/" MANIFEST_NAME, v->r.dir);
	buf_text(&v->r.path);
	if (manifest_head(v->r.dir, &head) < 0 ||
	    manifest_open(&c, v->r.dir, &head) < 0) {
		finding(v, "%s", files_why(errno));
		return;
	}
	v->has_told = true;
	read_lines(v, &c);
	chain_close(&c);
	manifest_head_clear(&head);
	told_sort(&v->told);
	for (size_t i = 0; i < v->told.n; i++)
		if (v->told.v[i].sealed)
			v->told_last = i + 1;
}

/* The last line of verify, and one for each order of redaction. */
static void
print_result(const struct verify *v, struct out *o)
{
	char hex[DIGEST_HEX];

	digest_hex(v->prev.b, DIGEST_SIZE, hex);
	for (size_t i = 0; i < v->told.norders; i++)
		out_fmt(o, "redacted: %zu records on order %s by %s\n",
		    v->told.orders[i].n, v->told.orders[i].order, v->told.orders[i].by);
	out_fmt(o, "%s: segments %llu, records %llu, bytes %llu, ",
	    v->findings ? "not whole" : "whole", (unsigned long long)v->segments,
	    (unsigned long long)v->records, (unsigned long long)v->bytes);
	if (v->redacted)
		out_fmt(o, "redacted %llu, ", (unsigned long long)v->redacted);
	if (v->gone)
		out_fmt(o, "expired %llu, ", (unsigned long long)v->gone);
	out_fmt(o, "findings %llu, chain %s\n", (unsigned long long)v->findings, hex);
}

static void
check_all(struct verify *v)
{
	read_manifest(v);
	if (v->r.before) {
		files_path(&v->r.path, v->r.dir, 1, FILE_SEALED);
		finding(v, "missing, as all before segment %llu",
		    (unsigned long long)v->r.number);
		v->chained = false;
		v->next = 0;
	}
	while (check_next(v))
		v->r.number++;
	if (v->told_last > v->seen)
		finding(v, "the manifest tells of segments up to %llu: the end of the "
		    "archive is not here", (unsigned long long)v->told_last);
}

int
archive_verify(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "quiet", no_argument, NULL, 'q' }, OPT_COMMON
	};
	struct verify v = { .next = 1, .chained = true };
	struct out o = OUT_INIT(STDOUT_FILENO);
	bool quiet = false;

	for (int c; (c = getopt_long(argc, argv, "q", longopts, NULL)) != -1;)
		if (c == 'q')
			quiet = true;
		else
			archive_common_option(c, SYNOPSIS);
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	reader_open(&v.r, argv[optind]);
	use_digest(&v, DIGEST_SHA256);
	check_all(&v);
	if (!quiet)
		print_result(&v, &o);
	if (out_flush(&o) < 0)
		out_die(&o);
	tree_clear(&v.tree);
	salts_clear(&v.salts);
	told_clear(&v.told);
	buf_clear(&v.text);
	buf_clear(&v.again);
	out_clear(&o);
	return reader_close(&v.r, v.findings ? EXIT_NO : EXIT_OK);
}
