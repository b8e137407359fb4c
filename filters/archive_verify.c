/* archive_verify - recompute every hash, and say what is not as it was written. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "err.h"
#include "file.h"
#include "opt.h"
#include "out.h"
#include "pack.h"

#define SYNOPSIS "archive verify [-q] DIR"

enum { FINDING_MAX = 512 };

/* How far it is. */
struct checked {
	uint64_t segments, records, bytes, findings;
	uint64_t next;		/* number that the next record must have; 0: not known */
	bool chained;		/* prev is known */
	struct hash prev;	/* of the segment before */
};

struct verify {
	struct reader r;
	struct checked at;
	struct tree tree;
	struct buf text, again;
};

/* One line for each thing that is wrong. */
static void __attribute__((format(printf, 2, 3)))
finding(struct verify *v, const char *fmt, ...)
{
	char text[FINDING_MAX];
	va_list ap;

	v->at.findings++;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	warn_msg("'%s': %s", v->r.path.p, text);
}

/* Is the segment the one that follows what came before? */
static void
check_chain(struct verify *v, uint64_t first, const struct hash *prev)
{
	if (v->at.next && first != v->at.next)
		finding(v, "its first record is %llu, not %llu",
		    (unsigned long long)first, (unsigned long long)v->at.next);
	if (v->at.chained && !hash_same(prev, &v->at.prev))
		finding(v,
		    "the chain is broken: it does not follow the segment before it");
}

/* The records of a sealed segment against its index. */
static void
check_records(struct verify *v, const struct segment *s)
{
	unsigned long long first = s->first, last = s->first + s->count - 1;
	struct hash root;
	uint64_t count;

	if (segment_text(v->r.pack, v->r.file.p, v->r.file.n, &v->text) < 0) {
		finding(v, "records %llu to %llu are damaged: they cannot be unpacked",
		    first, last);
		return;
	}
	tree_reset(&v->tree);
	count = tree_add_lines(&v->tree, v->text.p, v->text.n, NULL);
	tree_root(&v->tree, &root);
	if (count != s->count || v->text.n != s->bytes || !hash_same(&root, &s->root))
		finding(v, "records %llu to %llu are not those that were sealed", first,
		    last);
	v->at.records += count;
	v->at.bytes += v->text.n;
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
			finding(v,
			    "its index is damaged: the records from %llu on cannot be "
			    "checked",
			    (unsigned long long)v->at.next);
		else
			finding(v, "its index is damaged: its records cannot be checked");
		v->at.chained = false;
		v->at.next = 0;
		return;
	}
	s.packed = v->r.file.n - n;
	if (s.number != v->r.number)
		finding(v, "it is segment %llu", (unsigned long long)s.number);
	check_chain(v, s.first, &s.prev);
	buf_cut(&v->again, 0);
	segment_print_layout(v->r.file.p, s.packed, &v->again);
	if (t.nlayout != v->again.n || memcmp(t.layout, v->again.p, v->again.n) != 0)
		finding(v,
		    "records %llu to %llu are damaged: the packed bytes are not those "
		    "that were written", (unsigned long long)s.first,
		    (unsigned long long)(s.first + s.count - 1));
	check_records(v, &s);
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
			finding(v, "cannot be read: %s", strerror(errno));
		return;
	}
	if (!same_tail(v))
		return;		/* it is not the copy of that */
	files_path(&v->r.path, v->r.dir, v->r.number, FILE_COPY);
	buf_cut(&v->again, 0);
	if (pack_look(v->r.file.p, v->r.file.n, &f) == PACK_DATA)
		segment_print_copy_end(v->r.file.p, f.size, &v->again);
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
	v->at.segments++;
	check_chain(v, t->first, &t->prev);
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
		finding(v,
		    "damaged after record %llu, at byte %zu: %zu bytes are no whole "
		    "commit",
		    (unsigned long long)(t->next - 1), t->at, t->raw.n - t->at);
	if (!busy)
		check_copy(v);
}

/* One segment, or what stands in its place; false at the end. */
static bool
check_next(struct verify *v)
{
	struct reader *r = &v->r;
	struct checked before = v->at;
	bool busy = r->number >= r->last && written_to(v);
	enum found found = reader_find(r);
	bool more;

	switch (found) {
	case FOUND_SEALED:
		check_sealed(v);
		return true;
	case FOUND_TAIL:
		check_tail(v, busy);
		more = files_there(r->dir, r->number + 1, FILE_TAIL) ||
		    files_there(r->dir, r->number + 1, FILE_SEALED);
		/* after that: it was sealed meanwhile, perhaps with more records */
		if (files_there(r->dir, r->number, FILE_SEALED)) {
			v->at = before;
			r->number--;
			return true;
		}
		return more;
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
	v->at.next = 0;
	v->at.chained = false;
	return r->number < r->last;
}

int
archive_verify(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "quiet", no_argument, NULL, 'q' }, OPT_COMMON
	};
	struct verify v = { .at = { .next = 1, .chained = true } };
	struct out o = OUT_INIT(STDOUT_FILENO);
	bool quiet = false;
	char hex[DIGEST_HEX];

	for (int c; (c = getopt_long(argc, argv, "q", longopts, NULL)) != -1;)
		if (c == 'q')
			quiet = true;
		else
			archive_common_option(c, SYNOPSIS);
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	reader_open(&v.r, argv[optind]);
	if (v.r.before) {
		files_path(&v.r.path, v.r.dir, 1, FILE_SEALED);
		finding(&v, "missing, as all before segment %llu",
		    (unsigned long long)v.r.number);
		v.at.chained = false;
		v.at.next = 0;
	}
	tree_init(&v.tree);
	while (check_next(&v))
		v.r.number++;
	digest_hex(v.at.prev.b, DIGEST_SIZE, hex);
	if (!quiet)
		out_fmt(&o,
		    "%s: segments %llu, records %llu, bytes %llu, findings %llu, "
		    "chain %s\n",
		    v.at.findings ? "not whole" : "whole",
		    (unsigned long long)v.at.segments,
		    (unsigned long long)v.at.records, (unsigned long long)v.at.bytes,
		    (unsigned long long)v.at.findings, hex);
	if (out_flush(&o) < 0)
		out_die(&o);
	tree_clear(&v.tree);
	buf_clear(&v.text);
	buf_clear(&v.again);
	out_clear(&o);
	return reader_close(&v.r, v.at.findings ? EXIT_NO : EXIT_OK);
}
