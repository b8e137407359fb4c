/* archive_recover - the writer begins: its state from what is on disk. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_covers.h"
#include "archive_create.h"
#include "archive_deed.h"
#include "archive_files.h"
#include "archive_segment.h"
#include "archive_sets.h"
#include "archive_sources.h"
#include "archive_store.h"
#include "archive_tail.h"
#include "err.h"
#include "file.h"
#include "rec.h"
#include "ts.h"

enum {
	LOCK_TRIES = 50,	/* a killed writer holds it until the kernel cleaned up */
	LOCK_PAUSE_MS = 20,
	PID_DIGITS = 31,
};

/* The pid that the writer left in the lock file. */
static void
other_writer(const struct store *s)
{
	char pid[PID_DIGITS + 1];
	ssize_t n = pread(s->lock, pid, PID_DIGITS, 0);

	pid[n > 0 ? n : 0] = '\0';
	pid[strspn(pid, "0123456789")] = '\0';
	die_msg(EXIT_TROUBLE, "cannot write to '%s': process %s is writing to it", s->dir,
	    *pid ? pid : "(unknown)");
}

static void
lock(struct store *s)
{
	struct buf text = BUF_INIT;

	buf_cut(&s->path, 0);
	buf_fmt(&s->path, "%s/lock", s->dir);
	s->lock = create_file(buf_text(&s->path), O_RDWR);
	if (s->lock < 0)
		die_errno(EXIT_TROUBLE, "cannot open '%s'", s->path.p);
	for (int i = 0; file_lock(s->lock) < 0; i++) {
		if (errno != EWOULDBLOCK)
			die_errno(EXIT_TROUBLE, "cannot lock '%s'", s->path.p);
		if (i == LOCK_TRIES)
			other_writer(s);
		poll(NULL, 0, LOCK_PAUSE_MS);
	}
	buf_fmt(&text, "%ld\n", (long)getpid());
	if (ftruncate(s->lock, 0) < 0 || file_write(s->lock, text.p, text.n) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", s->path.p);
	buf_clear(&text);
}

static _Noreturn void
no_index(const char *path)
{
	die_msg(EXIT_TROUBLE, "cannot read the index of '%s': see archive verify", path);
}

/* Those that a file for several segments tells of. */
static void
take_cover(const struct covers *covers, struct sources *sources, struct segment *last)
{
	struct seglines l = { .p = covers->lines, .end = covers->lines + covers->nlines,
		.rec = covers->rec };

	while (seglines_next(&l, last) > 0)
		if (!sources_read(sources, l.rec))
			no_index(covers->path.p);
}

void
recover_sources(const char *dir, const struct range *all, struct sources *sources,
    struct segment *last)
{
	struct index_text t = { .rec = rec_new() };
	struct buf path = BUF_INIT, b = BUF_INIT;
	struct covers covers;
	struct cover cover;

	covers_init(&covers, dir);
	for (uint64_t i = all->first; i <= all->last; i = last->number + 1) {
		files_path(&path, dir, i, FILE_SEALED);
		if (segment_peek(path.p, last, &t, &b) == 0 && t.sound &&
		    last->number == i) {
			if (!sources_read(sources, t.rec))
				no_index(path.p);
			continue;
		}
		if (errno != ENOENT || covers_find(&covers, i, &cover) <= 0)
			no_index(path.p);
		take_cover(&covers, sources, last);
	}
	covers_clear(&covers);
	rec_free(t.rec);
	buf_clear(&path);
	buf_clear(&b);
}

/* The state after the last sealed segment, when there is no tail. */
static void
from_indexes(struct store *s, const struct range *all)
{
	enum digest_kind kind = s->now.digest;

	recover_sources(s->dir, all, &s->sources, &s->now);
	/* a writer that was killed while it sealed left it */
	if (!files_there(s->dir, all->last, FILE_TAIL))
		warn_msg("'%s' has no tail: records after %llu may be lost", s->dir,
		    (unsigned long long)(s->now.first + s->now.count - 1));
	s->next = s->now.first + s->now.count;
	s->now.prev = s->now.hash;
	s->now.number++;
	s->now.digest = kind;
}

/* The seal lines of the manifest are not synced: those that are missing follow. */
static void
tell_seals(struct store *s)
{
	struct index_text t = { .rec = rec_new() };
	struct buf b = BUF_INIT;
	struct segment sealed;
	uint64_t last;
	bool ok = manifest_sealed(s->dir, &s->disk.head, &last) == 0;

	for (uint64_t i = last + 1; ok && i < s->now.number; i++) {
		files_path(&s->path, s->dir, i, FILE_SEALED);
		if (segment_peek(s->path.p, &sealed, &t, &b) == 0 && t.sound)
			ok = manifest_seal(s->dir, &s->disk.head, &sealed) == 0;
	}
	if (!ok)
		die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'", s->dir);
	rec_free(t.rec);
	buf_clear(&b);
}

/* Move the bytes after the last commit to a file beside the tail. */
static void
set_aside(struct store *s, struct tail *t, const char *tail)
{
	size_t n = t->raw.n - t->at;
	int fd;

	files_path(&s->path, s->dir, t->segment, FILE_TORN);
	fd = create_file(s->path.p, O_WRONLY | O_APPEND);
	if (fd < 0 || file_write(fd, t->raw.p + t->at, n) < 0 || fsync(fd) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", s->path.p);
	close(fd);
	if (file_sync_dir(s->path.p) < 0)
		die_errno(EXIT_TROUBLE, "cannot sync the directory of '%s'", s->path.p);
	if (truncate(tail, (off_t)t->at) < 0)
		die_errno(EXIT_TROUBLE, "cannot shorten '%s'", tail);
	warn_msg("'%s': %zu bytes after record %llu were no whole commit, moved to '%s'",
	    tail, n, (unsigned long long)(t->next - 1), s->path.p);
}

/* Count in the records of a commit that is on disk. */
static void
take_commit(struct store *s, const struct tail *t, const struct commit *c, struct rec *r)
{
	const char *p = c->p, *end = c->p + c->n;

	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		int64_t time;

		if (rec_parse(r, p, (size_t)(nl - p)) == 0) {
			if (rec_time(r, "time", &time))
				segment_time(&s->now, time);
			sets_add(&s->sets, r, (size_t)(nl + 1 - p));
		}
		p = nl + 1;
	}
	disk_feed(&s->disk, c->p, c->n);
	s->now.bytes += c->n;
	tree_add_lines(&s->tree, &s->salts, c->p, c->n, NULL);
	s->next = t->next;
	s->last = t->last;
	sources_read(&s->sources, t->rec);
	sources_done(&s->sources, SOURCES_COMMIT);
}

static void
from_tail(struct store *s, uint64_t number)
{
	struct tail t;
	struct commit c;
	struct buf path = BUF_INIT;
	struct rec *r = rec_new();
	enum tail_rc rc;
	size_t head;

	tail_init(&t);
	files_path(&path, s->dir, number, FILE_TAIL);
	if (tail_load(&t, path.p, number) < 0)
		die_msg(EXIT_TROUBLE, "cannot go on with '%s': %s", path.p,
		    files_why(errno));
	head = t.at;
	s->again = rec_has(t.rec, "again");
	if (t.digest != s->now.digest)
		die_msg(EXIT_TROUBLE, "'%s' is of another archive: it has other hashes",
		    path.p);
	s->now = (struct segment){ .number = number, .first = t.first, .prev = t.prev,
		.digest = t.digest, .from = TS_NONE, .to = TS_NONE };
	salts_seed(&s->salts, &t.salts.seed);
	s->next = t.first;
	s->last = t.last;
	sources_read(&s->sources, t.rec);
	sources_done(&s->sources, SOURCES_COMMIT);
	if (!s->again)
		sources_done(&s->sources, SOURCES_SEGMENT);
	while ((rc = tail_next(&t, &c)) == TAIL_COMMIT)
		take_commit(s, &t, &c, r);
	if (rc == TAIL_TORN && tail_goes_on(&t))
		die_msg(EXIT_TROUBLE,
		    "'%s' is damaged after record %llu, at byte %zu: nothing is "
		    "changed, see archive verify", path.p,
		    (unsigned long long)(t.next - 1), t.at);
	if (rc == TAIL_TORN)
		set_aside(s, &t, path.p);
	s->tail = t.at - head;
	store_go_on(s);
	tail_clear(&t);
	rec_free(r);
	buf_clear(&path);
}

/* What kind of archive is it?  A new one becomes what is usual. */
static void
read_manifest(struct store *s, bool new)
{
	static const struct manifest_new usual = { .min_keep = MANIFEST_MIN_KEEP };
	static const struct deed deed = DEED_INIT;

	if (manifest_head(s->dir, &s->disk.head) < 0 && (!new || errno != ENOENT))
		die_msg(EXIT_TROUBLE, "cannot read the manifest of '%s': %s", s->dir,
		    files_why(errno));
	if (!s->disk.head.rec && (manifest_make(s->dir, &usual, &deed) < 0 ||
	    manifest_head(s->dir, &s->disk.head) < 0))
		die_errno(EXIT_TROUBLE, "cannot make the manifest of '%s'", s->dir);
	s->now.digest = s->disk.head.digest;
	s->d = digest_new_kind(s->now.digest);
	tree_init(&s->tree, s->now.digest);
	salts_init(&s->salts, s->now.digest);
}

static void
recover(struct store *s)
{
	struct range all;

	if (files_range(s->dir, &all) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", s->dir);
	if (all.last == 0 && all.others > 0)
		die_msg(EXIT_TROUBLE, "'%s' is no archive: other files are in it",
		    s->dir);
	lock(s);
	/* again: it may have been sealed until now */
	if (files_range(s->dir, &all) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", s->dir);
	/* the directory itself must last, whoever made it */
	if (all.last == 0 && file_sync_dir(s->dir) < 0)
		die_errno(EXIT_TROUBLE, "cannot sync the directory of '%s'", s->dir);
	read_manifest(s, all.last == 0);
	if (all.last == 0) {
		s->now.number = s->next = 1;
		store_start(s);
	} else if (files_there(s->dir, all.last, FILE_TAIL) &&
	    !files_there(s->dir, all.last, FILE_SEALED)) {
		from_tail(s, all.last);
	} else {
		from_indexes(s, &all);
		store_start(s);
	}
	tell_seals(s);
	/* that was said when it happened */
	s->sources.dropped = s->sources.back = 0;
	if (files_sweep(s->dir, s->now.number) < 0)
		die_errno(EXIT_TROUBLE, "cannot clean up '%s'", s->dir);
}

void
store_open(struct store *s, const char *dir)
{
	*s = (struct store){ .dir = dir, .seal_at = SEGMENT_BYTES, .lock = -1,
		.sources = SOURCES_INIT };
	disk_init(&s->disk, dir);
	if (create_dir(dir) < 0 && errno != EEXIST)
		die_errno(EXIT_TROUBLE, "cannot make '%s'", dir);
	recover(s);
	buf_clear(&s->path);
}
