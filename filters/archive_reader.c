/* archive_reader - all records of an archive in order, also while it is written. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "archive.h"
#include "err.h"
#include "pack.h"
#include "rec.h"
#include "ts.h"

void
reader_open(struct reader *r, const char *dir)
{
	struct range all;

	*r = (struct reader){ .dir = dir, .since = TS_NONE, .until = TS_NONE };
	if (files_range(dir, &all) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", dir);
	if (all.last == 0)
		die_msg(EXIT_TROUBLE, "'%s' is no archive: no segment is in it", dir);
	r->number = all.first;
	r->last = all.last;
	r->before = all.first - 1;
	r->next = 1;
	r->chained = all.first == 1;	/* to nothing: to a hash of zeros */
	r->pack = pack_new(PACK_LEVEL);
	r->rec = rec_new();
	tail_init(&r->tail);
}

void
reader_follow(struct reader *r)
{
	r->follow = r->tail.follow = true;
}

/* Does the segment lie wholly outside the times and numbers that are asked for? */
static bool
outside(const struct reader *r, const struct segment *s)
{
	if (s->first + s->count <= r->after + 1)
		return true;
	if (r->since == TS_NONE && r->until == TS_NONE)
		return false;
	return s->from == TS_NONE || (r->since != TS_NONE && s->to < r->since) ||
	    (r->until != TS_NONE && s->from >= r->until);
}

static void
damage(struct reader *r, const char *what)
{
	warn_msg("'%s' is damaged: %s", r->path.p, what);
	r->damaged++;
}

/* Is this segment the one that was written after the one before? */
static void
check_chain(struct reader *r, const struct hash *prev)
{
	if (r->chained && !hash_same(prev, &r->hash))
		damage(r, "it does not follow the segment before it");
}

static void
go_past(struct reader *r)
{
	r->next = r->segment.first + r->segment.count;
	r->hash = r->segment.hash;
	r->chained = true;
}

/* The segment is sealed and can be left out: its index says so. */
static bool
skips(struct reader *r)
{
	struct index_text t = { .rec = r->rec };

	if (r->since == TS_NONE && r->until == TS_NONE && r->after == 0)
		return false;
	if (segment_peek(r->path.p, &r->segment, &t, &r->file) < 0 || !t.sound ||
	    !outside(r, &r->segment))
		return false;
	check_chain(r, &r->segment.prev);
	go_past(r);
	r->skipped++;
	return true;
}

static uint64_t
count_lines(const char *p, size_t n)
{
	const char *end = p + n;
	uint64_t count = 0;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		count++;
		p++;
	}
	return count;
}

/* Without its first lines. */
static void
leave_out(struct block *b, uint64_t lines)
{
	for (; lines > 0 && b->n > 0; lines--) {
		const char *nl = memchr(b->p, '\n', b->n);
		size_t n = nl ? (size_t)(nl + 1 - b->p) : b->n;

		b->p += n;
		b->n -= n;
		b->first++;
	}
}

/* The sealed segment in r->file: its records as one block; false: none can be had. */
static bool
take_sealed(struct reader *r, struct block *b)
{
	struct index_text t = { .rec = r->rec };
	struct segment *s = &r->segment;
	size_t n = segment_index_size(r->file.p, r->file.n);
	bool index = n > 0 && n <= r->file.n &&
	    segment_index(r->file.p + r->file.n - n, n, s, &t) == 0 && t.sound;
	int rc = segment_text(r->pack, r->file.p, r->file.n, &r->text);

	if (index)
		check_chain(r, &s->prev);
	*b = (struct block){ .first = index ? s->first : r->next - r->given,
		.p = r->text.p, .n = r->text.n };
	leave_out(b, r->given);
	r->given = 0;
	if (!index) {
		damage(r, r->text.n ? "its index cannot be read" :
		    "no record of it can be read");
		r->next = b->first + count_lines(b->p, b->n);
		r->chained = false;
		return b->n > 0;
	}
	if (rc < 0 || r->text.n != s->bytes) {
		warn_msg("'%s' is damaged: records %llu to %llu are not all here",
		    r->path.p, (unsigned long long)s->first,
		    (unsigned long long)(s->first + s->count - 1));
		r->damaged++;
	}
	go_past(r);
	return b->n > 0;
}

/* Does the path of the tail that is followed still lead to it? */
static bool
in_place(const struct reader *r)
{
	struct stat is, was;

	return stat(r->path.p, &is) == 0 && fstat(r->tail.fd, &was) == 0 &&
	    is.st_ino == was.st_ino && is.st_dev == was.st_dev;
}

/* The next commit that has records. */
static enum tail_rc
next_commit(struct reader *r, struct commit *c)
{
	enum tail_rc rc;

	do
		rc = tail_next(&r->tail, c);
	while (rc == TAIL_COMMIT && c->n == 0);
	return rc;
}

/* The same; of a tail that is followed, also one just written.  more: others may come. */
static enum tail_rc
newest_commit(struct reader *r, struct commit *c, bool *more)
{
	enum tail_rc rc = next_commit(r, c);

	*more = false;
	if (rc == TAIL_COMMIT || !r->follow ||
	    (rc == TAIL_TORN && tail_goes_on(&r->tail)))
		return rc;
	*more = in_place(r);	/* before its last bytes are read */
	return tail_more(&r->tail) ? next_commit(r, c) : TAIL_END;
}

/* The next commit of the tail; false: its end, and that of all unless it was sealed. */
static bool
take_commit(struct reader *r, struct block *b)
{
	struct commit c;
	bool more;
	enum tail_rc rc = newest_commit(r, &c, &more);

	if (rc == TAIL_COMMIT) {
		*b = (struct block){ .first = c.first, .p = c.p, .n = c.n };
		return true;
	}
	if (more)
		return false;
	if (rc == TAIL_TORN && tail_goes_on(&r->tail)) {
		warn_msg("'%s' is damaged after record %llu, at byte %zu: "
		    "the rest is not here", r->path.p,
		    (unsigned long long)(r->tail.next - 1), r->tail.at);
		r->damaged++;
	}
	r->in_tail = false;
	r->next = r->tail.next;
	r->end = !files_there(r->dir, r->number, FILE_TAIL) &&
	    !files_there(r->dir, r->number, FILE_SEALED);
	/* after that: what has a next segment now is sealed, perhaps with more records */
	if (!r->follow && files_there(r->dir, r->number - 1, FILE_SEALED)) {
		r->end = false;
		r->number--;
		r->given = r->tail.next - r->tail.first;
		return false;
	}
	/* it was sealed meanwhile: its hash is in a file that was not read */
	r->chained = false;
	return false;
}

/* Look for the segment r->number under both its names; it may be sealed meanwhile. */
static enum found
find(struct reader *r)
{
	for (int i = 0; i < 2; i++) {
		files_path(&r->path, r->dir, r->number, FILE_SEALED);
		if (skips(r))
			return FOUND_SKIPPED;
		if (files_load(r->path.p, &r->file) == 0)
			return FOUND_SEALED;
		if (errno != ENOENT)
			break;
		files_path(&r->path, r->dir, r->number, FILE_TAIL);
		if (tail_load(&r->tail, r->path.p, r->number) == 0)
			return FOUND_TAIL;
		if (errno != ENOENT)
			break;
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

/* Go to the next segment: true when it has records in a block. */
static bool
advance(struct reader *r, struct block *b)
{
	enum found found = reader_find(r);

	r->waits = found == FOUND_END && r->follow;
	if (r->waits)
		return false;
	switch (found) {
	case FOUND_NONE:
		if (r->number > r->last)
			warn_msg("'%s' has no tail: its end is missing", r->dir);
		else
			warn_msg("segment %llu of '%s' is missing",
			    (unsigned long long)r->number, r->dir);
		r->damaged++;
		break;
	case FOUND_BAD:
		warn_msg("cannot read '%s': %s", r->path.p, files_why(errno));
		r->damaged++;
		break;
	case FOUND_TAIL:
		check_chain(r, &r->tail.prev);
		break;
	default:
		break;
	}
	r->end = found == FOUND_END || (found == FOUND_NONE && r->number > r->last) ||
	    (found == FOUND_BAD && r->number >= r->last);
	r->in_tail = found == FOUND_TAIL;
	r->read += found == FOUND_SEALED || found == FOUND_TAIL;
	if (found == FOUND_NONE || found == FOUND_BAD)
		r->chained = false;
	r->number++;
	return found == FOUND_SEALED && take_sealed(r, b);
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

bool
reader_next(struct reader *r, struct block *b)
{
	if (r->before) {
		warn_msg("segments 1 to %llu of '%s' are missing",
		    (unsigned long long)r->before, r->dir);
		r->before = 0;
		r->damaged++;
	}
	while (!r->end) {
		bool in_tail = r->in_tail;

		if (in_tail ? take_commit(r, b) : advance(r, b))
			return true;
		if (r->waits || (in_tail && r->in_tail))
			return false;	/* more may come */
	}
	return false;
}

int
reader_close(struct reader *r, int status)
{
	buf_clear(&r->path);
	buf_clear(&r->file);
	buf_clear(&r->text);
	tail_clear(&r->tail);
	pack_free(r->pack);
	rec_free(r->rec);
	return r->damaged ? EXIT_TROUBLE : status;
}
