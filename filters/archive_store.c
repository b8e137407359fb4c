/* archive_store - the writer: records into commits, commits into sealed segments. */
#include <stdlib.h>
#include <unistd.h>

#include "archive.h"
#include "archive_disk.h"
#include "archive_hash.h"
#include "archive_salts.h"
#include "archive_segment.h"
#include "archive_sets.h"
#include "archive_sources.h"
#include "archive_store.h"
#include "buf.h"
#include "err.h"
#include "rec.h"
#include "ts.h"

enum { HASH_BYTES = 32 << 10 };	/* of records that are hashed at a time */

/* Commits come next: records, and how they are hashed. */
static void
begin(struct store *s)
{
	s->commit_first = s->next;
	digest_add(s->d, s->last.b, sizeof s->last.b);
}

void
store_go_on(struct store *s)
{
	disk_open(&s->disk, s->now.number);
	begin(s);
}

/* The line that heads the tail of a segment, of which nothing is known yet. */
static void
print_head(struct store *s, struct buf *b)
{
	struct digest *d = digest_new_kind(s->now.digest);

	s->now.first = s->next;
	s->now.count = s->now.bytes = 0;
	s->now.from = s->now.to = TS_NONE;
	tree_reset(&s->tree);
	salts_new(&s->salts);
	sets_reset(&s->sets);
	buf_cut(b, 0);
	buf_fmt(b, "{\"type\":\"tail\",\"version\":%d,\"segment\":%llu,\"first\":%llu",
	    ARCHIVE_VERSION, (unsigned long long)s->now.number,
	    (unsigned long long)s->now.first);
	if (s->again)
		buf_str(b, ",\"again\":true");
	if (s->now.digest != DIGEST_SHA256)
		buf_fmt(b, ",\"digest\":\"%s\"", digest_name(s->now.digest));
	hash_put(b, "seed", &s->salts.seed);
	sources_print(&s->sources, SOURCES_ALL, b);
	hash_put(b, "prev", &s->now.prev);
	hash_seal(b, 0, d, &s->last);
	digest_free(d);
	sources_done(&s->sources, SOURCES_COMMIT);
	if (!s->again)		/* else they tell of this segment still */
		sources_done(&s->sources, SOURCES_SEGMENT);
}

/* A job that ends with a new tail. */
static void
start(struct store *s, enum disk_kind kind)
{
	s->job.kind = kind;
	print_head(s, &s->job.text);
	s->job.tail = s->now.number;
	s->tail = 0;
	(void)disk_do(&s->disk, &s->job);	/* if it fails, so does the next commit */
	begin(s);
}

void
store_start(struct store *s)
{
	start(s, DISK_TAIL);
	if (disk_wait(&s->disk, s->disk.given) < 0)
		exit(EXIT_TROUBLE);
}

/* The leaves of the records that have none yet. */
static void
hash_records(struct store *s)
{
	tree_add_lines(&s->tree, &s->salts, s->job.text.p + s->hashed,
	    s->job.text.n - s->hashed, s->d);
	s->hashed = s->job.text.n;
}

uint64_t
store_add(struct store *s, struct rec *r, const char *rec, size_t n)
{
	int64_t time;

	buf_put(&s->job.text, rec, n);
	buf_char(&s->job.text, '\n');
	s->now.bytes += n + 1;
	if (s->job.text.n - s->hashed >= HASH_BYTES)
		hash_records(s);
	if (rec_time(r, "time", &time))
		segment_time(&s->now, time);
	sets_add(&s->sets, r, n + 1);
	return s->next++;
}

size_t
store_pending(const struct store *s)
{
	return s->job.text.n;
}

bool
store_full(const struct store *s)
{
	return s->now.bytes >= s->seal_at || s->tail >= TAIL_BYTES;
}

int
store_wait(struct store *s)
{
	return disk_wait(&s->disk, s->commit);
}

bool
store_safe(struct store *s)
{
	return disk_did(&s->disk, s->commit);
}

int
store_commit(struct store *s, bool now)
{
	size_t bytes = store_pending(s);
	struct buf *line = &s->job.line;

	if (store_wait(s) < 0)
		return -1;
	if (bytes == 0 && !sources_changed(&s->sources))
		return 0;
	hash_records(s);
	s->hashed = 0;
	buf_cut(line, 0);
	buf_fmt(line, "{\"type\":\"commit\",\"first\":%llu,\"count\":%llu,\"bytes\":%zu",
	    (unsigned long long)s->commit_first,
	    (unsigned long long)(s->next - s->commit_first), bytes);
	sources_print(&s->sources, SOURCES_COMMIT, line);
	hash_seal(line, 0, s->d, &s->last);
	s->tail += line->n + bytes;
	s->job.kind = DISK_COMMIT;
	s->job.before = s->commit_first - 1;
	s->commit = now ? disk_do_now(&s->disk, &s->job) : disk_do(&s->disk, &s->job);
	sources_done(&s->sources, SOURCES_COMMIT);
	begin(s);
	return now ? store_wait(s) : 0;
}

/* Another tail: of the next segment, or of this one after many commits of no record. */
static void
start_anew(struct store *s, enum disk_kind kind, bool again)
{
	struct hash none;

	digest_end(s->d, none.b);	/* of the commit that was to come */
	s->again = again;
	start(s, kind);
}

void
store_seal(struct store *s)
{
	struct segment_parts parts = { .sources = &s->sources, .sets = &s->sets,
		.salts = &s->salts };

	if (s->now.bytes == 0) {
		if (store_full(s))
			start_anew(s, DISK_TAIL, true);
		return;
	}
	s->now.count = s->next - s->now.first;
	tree_root(&s->tree, &s->now.root);
	buf_cut(&s->job.line, 0);
	segment_print_index(&s->now, &parts, &s->job.line);
	s->job.sealed = s->now;
	s->now.number++;
	s->now.prev = s->now.hash;
	start_anew(s, DISK_SEAL, false);
}

int
store_close(struct store *s)
{
	uint64_t with_records = s->now.bytes - s->job.text.n ? s->now.number : 0;
	int rc = disk_close(&s->disk, with_records, s->now.digest);

	close(s->lock);
	sources_clear(&s->sources);
	buf_clear(&s->job.line);
	buf_clear(&s->job.text);
	buf_clear(&s->job.file);
	buf_clear(&s->job.next);
	tree_clear(&s->tree);
	salts_clear(&s->salts);
	sets_clear(&s->sets);
	digest_free(s->d);
	return rc;
}
