/* archive_reader - all records of an archive in order, also while it is written. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "archive.h"
#include "archive_ahead_cold.h"
#include "archive_covers.h"
#include "archive_files.h"
#include "archive_lost.h"
#include "archive_pace.h"
#include "archive_reader.h"
#include "archive_salts.h"
#include "buf.h"
#include "err.h"
#include "pack.h"
#include "rec.h"
#include "sieve.h"
#include "ts.h"

void
reader_init(struct reader *r)
{
	*r = (struct reader){ .since = TS_NONE, .until = TS_NONE,
		.pack = pack_new(PACK_LEVEL), .rec = rec_new() };
	tail_init(&r->tail);
	covers_init(&r->covers, NULL);
}

void
reader_threads(struct reader *r, unsigned threads, ahead_fn *fn, void *arg)
{
	r->threads = threads;
	r->ahead_fn = fn;
	r->ahead_arg = arg;
	r->ahead_cold = ahead_cold_new(threads, fn, arg, r->counts_hits);
}

void
reader_threads_end(struct reader *r)
{
	ahead_free(r->ahead);
	ahead_cold_free(r->ahead_cold);
	r->ahead = NULL;
	r->ahead_cold = NULL;
}

void
reader_open(struct reader *r, const char *dir)
{
	struct range all;

	reader_init(r);
	r->dir = r->covers.dir = dir;
	if (files_range(dir, &all) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", dir);
	if (all.last == 0)
		die_msg(EXIT_TROUBLE, "'%s' is no archive: no segment is in it", dir);
	r->number = all.first;
	r->last = all.last;
	r->before = all.first - 1;
	r->next = 1;
	r->chained = all.first == 1;	/* to nothing: to a hash of zeros */
}

void
reader_follow(struct reader *r)
{
	r->follow = r->tail.follow = true;
}

static void
damage(struct reader *r, const char *what)
{
	reader_warn(r, "'%s' is damaged: %s", r->path.p, what);
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
	bool searched = r->unpacked;	/* by a thread */
	int rc;

	reader_unpack(r);
	rc = r->unpack_rc;

	if (index) {
		lost_to(r, s->first);
		check_chain(r, &s->prev);
	}
	*b = (struct block){ .first = index ? s->first : r->next - r->given,
		.p = r->text.p, .n = r->text.n,
		.hits = searched && r->given == 0 ? ahead_hits(r->ahead) : NULL };
	leave_out(b, r->given);
	r->given = 0;
	if (!index) {
		damage(r, r->text.n ? "its index cannot be read" :
		    "no record of it can be read");
		r->next = b->first + count_lines(b->p, b->n);
		r->chained = false;
		lost_from(r, r->next);
		return b->n > 0;
	}
	if (rc < 0 || (r->text.n != s->bytes && !salts_punctured(t.salt, t.nsalt))) {
		reader_warn(r, "'%s' is damaged: records %llu to %llu are not all here",
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
		reader_warn(r, "'%s' is damaged after record %llu, at byte %zu: "
		    "the rest is not here", r->path.p,
		    (unsigned long long)(r->tail.next - 1), r->tail.at);
		lost_from(r, r->tail.next);
		r->damaged++;
	}
	r->in_tail = false;
	r->next = r->tail.next;
	r->end = !files_there(r->dir, r->number, FILE_TAIL) &&
	    !reader_sealed(r, r->number);
	/* after that: what has a next segment now is sealed, perhaps with more records */
	if (!r->follow && reader_sealed(r, r->number - 1)) {
		r->end = false;
		r->number--;
		r->given = r->tail.next - r->tail.first;
		return false;
	}
	if (r->end)
		lost_rest(r);
	/* it was sealed meanwhile: its hash is in a file that was not read */
	r->chained = false;
	return false;
}

/* The chain goes on behind what is in the file of r->cover. */
static void
pass_over(struct reader *r)
{
	if (r->cover.first == r->number) {
		lost_to(r, r->cover.record);
		check_chain(r, &r->cover.prev);
	}
	r->next = r->cover.next;
	r->hash = r->cover.hash;
	r->chained = true;
	r->number = r->cover.last + 1;
	r->given = 0;
}

/* The next records of a cold file; false: its end. */
static bool
take_cold(struct reader *r, struct block *b)
{
	if (thaw_next(r, b))
		return true;
	thaw_close(r);
	pass_over(r);
	return false;
}

/* Does nothing come behind that? */
static bool
is_last(const struct reader *r, enum found found)
{
	return found == FOUND_END || (found == FOUND_NONE && r->number > r->last) ||
	    (found == FOUND_BAD && r->number >= r->last);
}

/* Of FOUND_NONE and FOUND_BAD. */
static void
say_missing(struct reader *r, enum found found)
{
	if (found == FOUND_BAD)
		lost_file(r);
	else if (r->number > r->last)
		reader_warn(r, "'%s' has no tail: its end is missing", r->dir);
	else
		reader_warn(r, "segment %llu of '%s' is missing",
		    (unsigned long long)r->number, r->dir);
	lost_from(r, r->next);
	r->damaged++;
	r->chained = false;
}

/* A file that stands for several segments: a tombstone has no records. */
static bool
take_cover(struct reader *r, enum found found, struct block *b)
{
	if (found == FOUND_COLD && thaw_open(r))
		return take_cold(r, b);
	pass_over(r);
	return false;
}

bool
reader_in_advance(struct reader *r)
{
	if (r->threads < 2 || r->number >= r->last ||
	    files_there(r->dir, r->number, FILE_COLD))
		return false;
	if (!r->ahead)
		r->ahead = ahead_new(r->threads, r->ahead_fn, r->ahead_arg);
	return r->ahead && ahead_take(r->ahead, r);
}

/* A sealed segment whose records are not looked at: at most they are counted. */
static void
pass_by(struct reader *r, enum found found, struct block *b)
{
	const struct segment *s = &r->segment;

	lost_to(r, s->first);
	check_chain(r, &s->prev);
	r->skipped += found == FOUND_SKIPPED;
	r->passed += found == FOUND_SIFTED;
	*b = (struct block){ .first = s->first + s->count, .p = "",
		.sure = r->counts_others && s->count > r->given ?
		s->count - r->given : 0 };
	r->given = 0;
	go_past(r);
}

/* Go to the next segment: true when it has records in a block. */
static bool
advance(struct reader *r, struct block *b)
{
	enum found found;

	if (r->pace)
		pace_to(r->pace, r->number);
	r->unpacked = false;
	found = reader_in_advance(r) ? r->found : reader_find(r);
	r->waits = found == FOUND_END && r->follow;
	if (r->waits)
		return false;
	if (found == FOUND_GONE || found == FOUND_COLD)
		return take_cover(r, found, b);
	switch (found) {
	case FOUND_NONE:
	case FOUND_BAD:
		say_missing(r, found);
		break;
	case FOUND_TAIL:
		lost_to(r, r->tail.first);
		check_chain(r, &r->tail.prev);
		break;
	case FOUND_SKIPPED:
	case FOUND_SIFTED:
		pass_by(r, found, b);
		break;
	default:
		break;
	}
	r->end = is_last(r, found);
	if (r->end)
		lost_rest(r);
	r->in_tail = found == FOUND_TAIL;
	r->read += found == FOUND_SEALED || found == FOUND_TAIL;
	r->number++;
	return (found == FOUND_SEALED && take_sealed(r, b)) ||
	    (found == FOUND_SIFTED && b->sure > 0);
}

bool
reader_next(struct reader *r, struct block *b)
{
	if (r->before) {
		reader_warn(r, "segments 1 to %llu of '%s' are missing",
		    (unsigned long long)r->before, r->dir);
		lost_from(r, 1);
		r->before = 0;
		r->damaged++;
	}
	while (!r->end &&
	    (r->in_tail || r->in_cold || !r->stop || r->number <= r->stop)) {
		bool in_tail = r->in_tail;

		if (in_tail ? take_commit(r, b) : r->in_cold ? take_cold(r, b) :
		    advance(r, b)) {
			b->left_out = r->left_out;
			r->left_out = 0;
			return true;
		}
		if (r->waits || (in_tail && r->in_tail))
			return false;	/* more may come */
	}
	return false;
}

int
reader_close(struct reader *r, int status)
{
	reader_threads_end(r);
	if (r->pace)
		pace_end(r->pace);
	cold_close(&r->cold);
	buf_clear(&r->cold_file);
	buf_clear(&r->path);
	buf_clear(&r->bad);
	buf_clear(&r->file);
	buf_clear(&r->text);
	buf_clear(&r->filter);
	sieve_free(r->sieve);
	tail_clear(&r->tail);
	covers_clear(&r->covers);
	pack_free(r->pack);
	rec_free(r->rec);
	return r->damaged ? EXIT_TROUBLE : status;
}
