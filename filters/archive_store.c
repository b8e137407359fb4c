/* archive_store - the writer: records into commits, commits into sealed segments. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "err.h"
#include "file.h"
#include "pack.h"
#include "ts.h"

enum {
	DIR_MODE = 0750,
	FILE_MODE = 0640,
	LOCK_TRIES = 50,	/* a writer that was killed holds it until the kernel has cleaned up */
	LOCK_PAUSE_MS = 20,
	PID_MAX = 31,
};

/* The pid that the writer left in the lock file. */
static void
other_writer(const struct store *s)
{
	char pid[PID_MAX + 1];
	ssize_t n = pread(s->lock, pid, PID_MAX, 0);

	pid[n > 0 ? n : 0] = '\0';
	pid[strspn(pid, "0123456789")] = '\0';
	die_msg(EXIT_TROUBLE, "cannot write to '%s': process %s is writing to it", s->dir,
	    *pid ? pid : "(unknown)");
}

void
store_lock(struct store *s)
{
	struct buf text = BUF_INIT;

	buf_cut(&s->path, 0);
	buf_fmt(&s->path, "%s/lock", s->dir);
	s->lock = file_open(buf_text(&s->path), O_RDWR | O_CREAT | O_NOFOLLOW, FILE_MODE);
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

void
store_open(struct store *s, const char *dir)
{
	*s = (struct store){ .dir = dir, .seal_at = SEGMENT_BYTES, .lock = -1, .fd = -1, .sources = SOURCES_INIT,
		.d = digest_new(), .pack = pack_new(PACK_LEVEL) };
	tree_init(&s->tree);
	if (mkdir(dir, DIR_MODE) == 0)
		file_sync_dir(dir);	/* so that the directory itself lasts */
	else if (errno != EEXIST)
		die_errno(EXIT_TROUBLE, "cannot make '%s'", dir);
	store_recover(s);
}

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
	if (fdatasync(s->fd) < 0)	/* a writer that was killed may not have come to it */
		die_errno(EXIT_TROUBLE, "cannot sync '%s'", s->path.p);
	s->committed = s->records.n;
	s->commit_first = s->next;
	digest_add(s->d, s->last.b, sizeof s->last.b);
}

void
store_start(struct store *s)
{
	struct digest *d = digest_new();

	s->now.first = s->next;
	s->now.count = s->now.bytes = 0;
	s->now.from = s->now.to = TS_NONE;
	buf_cut(&s->records, 0);
	tree_reset(&s->tree);
	buf_cut(&s->line, 0);
	buf_fmt(&s->line, "{\"type\":\"tail\",\"version\":1,\"segment\":%llu,\"first\":%llu",
	    (unsigned long long)s->now.number, (unsigned long long)s->now.first);
	sources_print(&s->sources, SOURCES_ALL, &s->line);
	hash_put(&s->line, "prev", &s->now.prev);
	hash_seal(&s->line, 0, d, &s->last);
	digest_free(d);
	sources_done(&s->sources, SOURCES_COMMIT);
	sources_done(&s->sources, SOURCES_SEGMENT);
	files_path(&s->path, s->dir, s->now.number, FILE_TAIL);
	if (file_replace(s->path.p, s->line.p, s->line.n, FILE_MODE) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", s->path.p);
	store_go_on(s);
}

uint64_t
store_add(struct store *s, const char *rec, size_t n, int64_t time)
{
	struct hash leaf;

	buf_put(&s->records, rec, n);
	buf_char(&s->records, '\n');
	tree_add(&s->tree, rec, n, &leaf);
	digest_add(s->d, leaf.b, sizeof leaf.b);
	segment_time(&s->now, time);
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
	return s->records.n >= s->seal_at;
}

int
store_commit(struct store *s)
{
	size_t bytes = store_pending(s);

	if (bytes == 0 && !sources_changed(&s->sources))
		return 0;
	buf_cut(&s->line, 0);
	buf_fmt(&s->line, "{\"type\":\"commit\",\"first\":%llu,\"count\":%llu,\"bytes\":%zu",
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

/*
 * The order matters: the sealed file is there for good before the tail goes, and the next
 * tail before that, so that a kill at any point leaves every record in one of them.
 */
void
store_seal(struct store *s)
{
	struct hash none;
	struct buf old = BUF_INIT;

	if (s->records.n == 0)
		return;
	s->now.count = s->next - s->now.first;
	s->now.bytes = s->records.n;
	tree_root(&s->tree, &s->now.root);
	segment_print(&s->now, &s->sources, s->records.p, s->pack, &s->line);
	files_path(&s->path, s->dir, s->now.number, FILE_SEALED);
	if (file_replace(s->path.p, s->line.p, s->line.n, FILE_MODE) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", s->path.p);
	files_path(&old, s->dir, s->now.number, FILE_TAIL);
	s->now.number++;
	s->now.prev = s->now.hash;
	digest_end(s->d, none.b);	/* of the commit that was to come: it starts anew */
	store_start(s);
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
	segment_print_copy(s->records.p, s->records.n, s->pack, &s->line);
	files_path(&s->path, s->dir, s->now.number, FILE_COPY);
	if (file_replace(s->path.p, s->line.p, s->line.n, FILE_MODE) == 0)
		return 0;
	warn_errno("cannot write '%s', the records are safe", s->path.p);
	return -1;
}

int
store_close(struct store *s)
{
	int rc = write_copy(s);

	close(s->fd);
	close(s->lock);
	sources_clear(&s->sources);
	buf_clear(&s->records);
	buf_clear(&s->line);
	buf_clear(&s->path);
	tree_clear(&s->tree);
	digest_free(s->d);
	pack_free(s->pack);
	return rc;
}
