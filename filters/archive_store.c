/* archive_store - the writer: records into commits, commits into sealed segments. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_files.h"
#include "archive_hash.h"
#include "archive_manifest.h"
#include "archive_salts.h"
#include "archive_segment.h"
#include "archive_sets.h"
#include "archive_sources.h"
#include "archive_store.h"
#include "buf.h"
#include "err.h"
#include "file.h"
#include "pack.h"
#include "rec.h"
#include "ts.h"

static void
open_tail(struct store *s)
{
	struct stat st;

	if (s->fd >= 0)
		close(s->fd);
	s->fd = file_open(s->path.p, O_WRONLY | O_APPEND | O_NOFOLLOW, 0);
	if (s->fd < 0 || fstat(s->fd, &st) < 0)
		die_errno(EXIT_TROUBLE, "cannot open '%s'", s->path.p);
	s->good = st.st_size;
}

void
store_go_on(struct store *s)
{
	files_path(&s->path, s->dir, s->now.number, FILE_TAIL);
	open_tail(s);
	/* a writer that was killed may not have come to it */
	if (fdatasync(s->fd) < 0)
		die_errno(EXIT_TROUBLE, "cannot sync '%s'", s->path.p);
	s->committed = s->records.n;
	s->commit_first = s->next;
	digest_add(s->d, s->last.b, sizeof s->last.b);
}

void
store_start(struct store *s)
{
	struct digest *d = digest_new_kind(s->now.digest);

	s->now.first = s->next;
	s->now.count = s->now.bytes = 0;
	s->now.from = s->now.to = TS_NONE;
	buf_cut(&s->records, 0);
	tree_reset(&s->tree);
	salts_new(&s->salts);
	sets_reset(&s->sets);
	buf_cut(&s->line, 0);
	buf_fmt(&s->line,
	    "{\"type\":\"tail\",\"version\":%d,\"segment\":%llu,\"first\":%llu",
	    ARCHIVE_VERSION, (unsigned long long)s->now.number,
	    (unsigned long long)s->now.first);
	if (s->again)
		buf_str(&s->line, ",\"again\":true");
	if (s->now.digest != DIGEST_SHA256)
		buf_fmt(&s->line, ",\"digest\":\"%s\"", digest_name(s->now.digest));
	hash_put(&s->line, "seed", &s->salts.seed);
	sources_print(&s->sources, SOURCES_ALL, &s->line);
	hash_put(&s->line, "prev", &s->now.prev);
	hash_seal(&s->line, 0, d, &s->last);
	digest_free(d);
	s->head = (off_t)s->line.n;
	sources_done(&s->sources, SOURCES_COMMIT);
	if (!s->again)		/* else they tell of this segment still */
		sources_done(&s->sources, SOURCES_SEGMENT);
	files_path(&s->path, s->dir, s->now.number, FILE_TAIL);
	if (file_replace(s->path.p, s->line.p, s->line.n, ARCHIVE_FILE_MODE) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", s->path.p);
	store_go_on(s);
}

uint64_t
store_add(struct store *s, struct rec *r, const char *rec, size_t n)
{
	struct hash leaf;
	int64_t time;

	buf_put(&s->records, rec, n);
	buf_char(&s->records, '\n');
	tree_leaf(s->tree.d, salts_at(&s->salts, s->tree.m.n), rec, n, &leaf);
	tree_add(&s->tree, &leaf);
	digest_add(s->d, leaf.b, sizeof leaf.b);
	if (rec_time(r, "time", &time))
		segment_time(&s->now, time);
	sets_add(&s->sets, r, n + 1);
	return s->next++;
}

size_t
store_pending(const struct store *s)
{
	return s->records.n - s->committed;
}

/* Take back what was written of a commit that failed: nobody was told of it. */
static int
give_up(const struct store *s, const char *what)
{
	warn_errno("cannot %s '%s', nothing after record %llu is stored", what, s->path.p,
	    (unsigned long long)(s->commit_first - 1));
	if (ftruncate(s->fd, s->good) < 0)
		warn_errno("cannot shorten '%s'", s->path.p);
	return -1;
}

bool
store_full(const struct store *s)
{
	return s->records.n >= s->seal_at || s->good - s->head >= TAIL_BYTES;
}

int
store_commit(struct store *s)
{
	size_t bytes = store_pending(s);

	if (bytes == 0 && !sources_changed(&s->sources))
		return 0;
	buf_cut(&s->line, 0);
	buf_fmt(&s->line,
	    "{\"type\":\"commit\",\"first\":%llu,\"count\":%llu,\"bytes\":%zu",
	    (unsigned long long)s->commit_first,
	    (unsigned long long)(s->next - s->commit_first), bytes);
	sources_print(&s->sources, SOURCES_COMMIT, &s->line);
	hash_seal(&s->line, 0, s->d, &s->last);
	buf_put(&s->line, s->records.p + s->committed, bytes);
	if (file_write(s->fd, s->line.p, s->line.n) < 0)
		return give_up(s, "write");
	if (fdatasync(s->fd) < 0)
		return give_up(s, "sync");
	s->good += (off_t)s->line.n;
	s->committed = s->records.n;
	s->commit_first = s->next;
	sources_done(&s->sources, SOURCES_COMMIT);
	digest_add(s->d, s->last.b, sizeof s->last.b);
	return 0;
}

/* Another tail: of the next segment, or of this one after many commits of no record. */
static void
start_anew(struct store *s, bool again)
{
	struct hash none;

	digest_end(s->d, none.b);	/* of the commit that was to come */
	s->again = again;
	store_start(s);
}

/* It follows from the segment line: whoever opens the archive next makes up for it. */
static void
tell_manifest(struct store *s)
{
	s->untold = manifest_seal(s->dir, &s->head_line, &s->now) < 0;
	if (s->untold)
		warn_errno("cannot add to the manifest of '%s' that segment %llu is "
		    "sealed", s->dir, (unsigned long long)s->now.number);
}

/*
 * The order matters: the sealed file is there for good before the tail goes, and the next
 * tail before that, so that a kill at any point leaves every record in one of them.
 */
void
store_seal(struct store *s)
{
	struct segment_parts parts = { .sources = &s->sources, .sets = &s->sets,
		.salts = &s->salts };
	struct buf old = BUF_INIT;

	if (s->records.n == 0) {
		if (store_full(s))
			start_anew(s, true);
		return;
	}
	s->now.count = s->next - s->now.first;
	s->now.bytes = s->records.n;
	tree_root(&s->tree, &s->now.root);
	segment_print(&s->now, &parts, s->records.p, s->pack, &s->line);
	files_path(&s->path, s->dir, s->now.number, FILE_SEALED);
	if (file_replace(s->path.p, s->line.p, s->line.n, ARCHIVE_FILE_MODE) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", s->path.p);
	tell_manifest(s);
	files_path(&old, s->dir, s->now.number, FILE_TAIL);
	s->now.number++;
	s->now.prev = s->now.hash;
	start_anew(s, false);
	if (unlink(old.p) < 0)
		warn_errno("cannot remove '%s'", old.p);
	buf_clear(&old);
}

/* What plain zstd would miss of the directory: the records of the tail. */
static int
write_copy(struct store *s)
{
	if (s->records.n == 0)
		return 0;
	segment_print_copy(s->now.digest, s->records.p, s->records.n, s->pack, &s->line);
	files_path(&s->path, s->dir, s->now.number, FILE_COPY);
	if (file_replace(s->path.p, s->line.p, s->line.n, ARCHIVE_FILE_MODE) == 0)
		return 0;
	warn_errno("cannot write '%s', the records are safe", s->path.p);
	return -1;
}

int
store_close(struct store *s)
{
	int rc = write_copy(s) < 0 || s->untold ? -1 : 0;

	close(s->fd);
	close(s->lock);
	sources_clear(&s->sources);
	buf_clear(&s->records);
	buf_clear(&s->line);
	buf_clear(&s->path);
	tree_clear(&s->tree);
	salts_clear(&s->salts);
	sets_clear(&s->sets);
	manifest_head_clear(&s->head_line);
	digest_free(s->d);
	pack_free(s->pack);
	return rc;
}
