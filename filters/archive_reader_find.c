/* archive_reader_find - what there is of a segment: found, left out, unpacked. */
#include <errno.h>

#include "archive.h"
#include "archive_covers.h"
#include "archive_files.h"
#include "archive_hotfilter.h"
#include "archive_reader.h"
#include "archive_segment.h"
#include "buf.h"
#include "sieve.h"
#include "ts.h"

bool
reader_outside(const struct reader *r, const struct segment *s)
{
	if (s->first + s->count <= r->after + 1)
		return true;
	if (r->since == TS_NONE && r->until == TS_NONE)
		return false;
	return s->from == TS_NONE || (r->since != TS_NONE && s->to < r->since) ||
	    (r->until != TS_NONE && s->from >= r->until);
}

/* Does its filter say that no record has what is looked for? */
static bool
sifted(struct reader *r, const struct index_text *t)
{
	struct sieve_bits bits;

	return r->sift && t->nfilter > 0 &&
	    hotfilter_open(&bits, r->pack, t->filter, t->nfilter, &r->filter) &&
	    !sieve_bits_may(&bits, r->sift->s, r->sift->n);
}

/* The segment is sealed and can be left out: its index or its filter says so. */
static enum found
skips(struct reader *r)
{
	bool asks = r->sift && sieve_asks(r->sift->s, r->sift->n);
	struct index_text t = { .rec = r->rec };
	int rc;

	if (!asks && r->since == TS_NONE && r->until == TS_NONE && r->after == 0 &&
	    !r->wants)
		return FOUND_NONE;
	rc = asks ? segment_peek_filter(r->path.p, &r->segment, &t, &r->file) :
	    segment_peek(r->path.p, &r->segment, &t, &r->file);
	if (rc < 0 || !t.sound)
		return FOUND_NONE;
	if (reader_outside(r, &r->segment) ||
	    (r->wants && !r->wants(r->wants_arg, t.rec)))
		return FOUND_SKIPPED;
	return asks && sifted(r, &t) ? FOUND_SIFTED : FOUND_NONE;
}

bool
reader_sealed(struct reader *r, uint64_t segment)
{
	struct cover cover;

	return files_there(r->dir, segment, FILE_SEALED) ||
	    covers_find(&r->covers, segment, &cover) > 0;
}

static void
set_path(struct reader *r, const char *path)
{
	buf_cut(&r->path, 0);
	buf_str(&r->path, path);
	buf_text(&r->path);
}

/* A file that stands for it and others: FOUND_NONE when there is none. */
static enum found
find_cover(struct reader *r)
{
	int rc = covers_find(&r->covers, r->number, &r->cover), saved = errno;

	/* one that is damaged cannot be of what came after the tail */
	if (rc == 0 || (rc < 0 && r->number > r->last))
		return FOUND_NONE;
	set_path(r, buf_text(&r->covers.path));
	errno = saved;
	if (rc < 0)
		return FOUND_BAD;
	r->segment = r->cover.segment;
	return r->cover.kind == FILE_GONE ? FOUND_GONE : FOUND_COLD;
}

/*
 * Look for the segment r->number under its names, in the order in which it goes through
 * them; it may go on meanwhile.
 */
static enum found
find(struct reader *r)
{
	for (int i = 0; i < 2; i++) {
		enum found found;
		int saved;

		files_path(&r->path, r->dir, r->number, FILE_SEALED);
		if ((found = skips(r)) != FOUND_NONE)
			return found;
		if (files_load(r->path.p, &r->file) == 0)
			return FOUND_SEALED;
		if (errno != ENOENT)
			break;
		/* before the tail: one that a writer left behind counts for nothing */
		found = find_cover(r);
		if (found == FOUND_GONE || found == FOUND_COLD)
			return found;
		saved = errno;
		files_path(&r->path, r->dir, r->number, FILE_TAIL);
		if (tail_load(&r->tail, r->path.p, r->number) == 0)
			return FOUND_TAIL;
		if (errno != ENOENT)
			break;
		if (found == FOUND_BAD) {
			set_path(r, buf_text(&r->covers.path));
			errno = saved;
			return FOUND_BAD;
		}
	}
	return errno == ENOENT ? FOUND_NONE : FOUND_BAD;
}

/*
 * After the last segment a tail must follow; for a moment, or after a kill, the old tail
 * still stands in for it.
 */
enum found
reader_find(struct reader *r)
{
	enum found found = find(r);

	if (found != FOUND_NONE || r->number <= r->last)
		return found;
	if (files_there(r->dir, r->number - 1, FILE_TAIL))
		return FOUND_END;
	return find(r);
}

/* The sealed segment in r->file: does its filter know the records in r->text? */
static bool
is_known(struct reader *r)
{
	struct index_text t = { .rec = r->rec };
	size_t n = segment_index_size(r->file.p, r->file.n), before = r->file.n - n;
	struct segment s;
	struct sieve_bits bits;
	bool knows;

	if (n == 0 || n > r->file.n ||
	    segment_index(r->file.p + before, n, &s, &t) < 0 || t.nfilter == 0)
		return true;
	if (t.nfilter > before || !hotfilter_open(&bits, r->pack,
	    r->file.p + before - t.nfilter, t.nfilter, &r->filter))
		return false;
	if (!r->sieve)
		r->sieve = sieve_new();
	sieve_add(r->sieve, r->text.p, r->text.n);
	knows = sieve_bits_know(&bits, r->sieve);
	sieve_forget(r->sieve);
	return knows;
}

void
reader_unpack(struct reader *r)
{
	if (r->unpacked)
		return;
	buf_cut(&r->text, 0);
	r->unpack_rc = segment_text(r->pack, r->file.p, r->file.n, &r->text);
	r->unpacked = true;
	r->unknown = r->proves && r->unpack_rc == 0 && !is_known(r);
}

void
reader_seek(struct reader *r, uint64_t after)
{
	struct index_text t = { .rec = r->rec };
	uint64_t from = r->number, to = r->last;
	struct segment s;

	r->after = after;
	while (from < to) {
		uint64_t mid = from + (to - from) / 2;

		files_path(&r->path, r->dir, mid, FILE_SEALED);
		if (segment_peek(r->path.p, &s, &t, &r->file) < 0 || !t.sound)
			break;		/* the rest is gone through in order */
		if (s.first + s.count <= after + 1)
			from = mid + 1;
		else
			to = mid;
	}
	if (from > r->number) {
		r->before = 0;
		r->chained = false;
	}
	r->number = from;
}
