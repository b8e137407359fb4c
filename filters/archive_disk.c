/* archive_disk - what the writer does to its files: one thing after the other. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_disk.h"
#include "archive_files.h"
#include "archive_manifest.h"
#include "archive_segment.h"
#include "err.h"
#include "file.h"
#include "pack.h"

enum { EARLY_BYTES = 128 << 10 };	/* of a commit that the disk may begin with */

void
disk_init(struct disk *d, const char *dir)
{
	*d = (struct disk){ .dir = dir, .fd = -1, .pack = pack_new(PACK_LEVEL) };
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->work, NULL);
	pthread_cond_init(&d->ended, NULL);
}

/* 0, or -1, which is said. */
static int
open_tail(struct disk *d)
{
	struct stat st;

	if (d->fd >= 0)
		close(d->fd);
	d->fd = file_open(d->path.p, O_WRONLY | O_APPEND | O_NOFOLLOW, 0);
	if (d->fd < 0 || fstat(d->fd, &st) < 0) {
		warn_errno("cannot open '%s'", d->path.p);
		return -1;
	}
	d->good = st.st_size;
	return 0;
}

void
disk_open(struct disk *d, uint64_t tail)
{
	files_path(&d->path, d->dir, tail, FILE_TAIL);
	if (open_tail(d) < 0)
		exit(EXIT_TROUBLE);
	/* a writer that was killed may not have come to it */
	if (fdatasync(d->fd) < 0)
		die_errno(EXIT_TROUBLE, "cannot sync '%s'", d->path.p);
}

void
disk_feed(struct disk *d, const char *text, size_t n)
{
	pack_more(d->pack, text, n, &d->packed);
}

/* Take back what was written of a commit that failed: nobody was told of it. */
static int
give_up(const struct disk *d, const struct disk_job *job, const char *what)
{
	warn_errno("cannot %s '%s', nothing after record %llu is stored", what, d->path.p,
	    (unsigned long long)job->before);
	if (ftruncate(d->fd, d->good) < 0)
		warn_errno("cannot shorten '%s'", d->path.p);
	return -1;
}

static int
do_commit(struct disk *d, struct disk_job *job)
{
	size_t n = job->text.n;

	buf_put(&job->line, job->text.p, n);	/* so that it is one write */
	if (file_write(d->fd, job->line.p, job->line.n) < 0)
		return give_up(d, job, "write");
	/* The disk begins while they are packed; what goes wrong the sync tells. */
	if (n >= EARLY_BYTES)
		(void)sync_file_range(d->fd, d->good, 0, SYNC_FILE_RANGE_WRITE);
	disk_feed(d, job->text.p, n);
	if (fdatasync(d->fd) < 0)
		return give_up(d, job, "sync");
	d->good += (off_t)job->line.n;
	return 0;
}

static int
do_tail(struct disk *d, const struct disk_job *job)
{
	files_path(&d->path, d->dir, job->tail, FILE_TAIL);
	if (file_replace(d->path.p, job->text.p, job->text.n, ARCHIVE_FILE_MODE) < 0) {
		warn_errno("cannot write '%s'", d->path.p);
		return -1;
	}
	return open_tail(d);
}

/* It follows from the segment line: whoever opens the archive next makes up for it. */
static void
tell_manifest(struct disk *d, const struct segment *s)
{
	d->untold = manifest_seal(d->dir, &d->head, s) < 0;
	if (d->untold)
		warn_errno("cannot add to the manifest of '%s' that segment %llu is "
		    "sealed", d->dir, (unsigned long long)s->number);
}

/* The frame of records ends, and the index follows. */
static void
end_segment(struct disk *d, struct disk_job *job)
{
	pack_end(d->pack, 0, &d->packed);
	segment_print_layout(job->sealed.digest, d->packed.p, d->packed.n, &job->line);
	segment_put_index(&job->line, &d->packed);
}

/*
 * The order matters: the sealed file is there for good before the tail goes, and the next
 * tail before that, so that a kill at any point leaves every record in one of them.
 */
static int
do_seal(struct disk *d, struct disk_job *job)
{
	int rc;

	end_segment(d, job);
	files_path(&d->path, d->dir, job->sealed.number, FILE_SEALED);
	rc = file_replace(d->path.p, d->packed.p, d->packed.n, ARCHIVE_FILE_MODE);
	buf_cut(&d->packed, 0);
	if (rc < 0) {
		warn_errno("cannot write '%s'", d->path.p);
		return -1;
	}
	tell_manifest(d, &job->sealed);
	if (do_tail(d, job) < 0)
		return -1;
	files_path(&d->path, d->dir, job->sealed.number, FILE_TAIL);
	if (unlink(d->path.p) < 0)
		warn_errno("cannot remove '%s'", d->path.p);
	files_path(&d->path, d->dir, job->tail, FILE_TAIL);
	return 0;
}

static bool
do_job(struct disk *d, struct disk_job *job)
{
	int rc = -1;

	switch (job->kind) {
	case DISK_COMMIT: rc = do_commit(d, job); break;
	case DISK_SEAL: rc = do_seal(d, job); break;
	case DISK_TAIL: rc = do_tail(d, job); break;
	}
	buf_cut(&job->line, 0);
	buf_cut(&job->text, 0);
	return rc == 0;
}

/* A job more is done, or failed. */
static void
ended(struct disk *d, bool ok)
{
	d->done++;
	if (!ok)
		d->bad = d->done;
	pthread_cond_signal(&d->ended);
}

static void *
run(void *arg)
{
	struct disk *d = arg;

	pthread_mutex_lock(&d->lock);
	for (;;) {
		struct disk_job *job;
		bool ok;

		while (d->done == d->given && !d->quit)
			pthread_cond_wait(&d->work, &d->lock);
		if (d->done == d->given || d->bad)
			break;
		job = &d->jobs[d->done % DISK_JOBS];
		pthread_mutex_unlock(&d->lock);
		ok = do_job(d, job);
		pthread_mutex_lock(&d->lock);
		ended(d, ok);
	}
	pthread_mutex_unlock(&d->lock);
	return NULL;
}

void
disk_start(struct disk *d)
{
	sigset_t all, old;

	/* signals are for the thread that reads: they end its input */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	d->threaded = pthread_create(&d->thread, NULL, run, d) == 0;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static void
swap(struct buf *a, struct buf *b)
{
	struct buf c = *a;

	*a = *b;
	*b = c;
}

/* The texts of the slot are empty, and have memory that is of use to the giver. */
static uint64_t
give(struct disk *d, struct disk_job *job)
{
	struct disk_job *slot = &d->jobs[d->given % DISK_JOBS];

	swap(&slot->line, &job->line);
	swap(&slot->text, &job->text);
	slot->kind = job->kind;
	slot->before = job->before;
	slot->tail = job->tail;
	slot->sealed = job->sealed;
	return ++d->given;
}

uint64_t
disk_do(struct disk *d, struct disk_job *job)
{
	uint64_t number;

	if (!d->threaded)
		return disk_do_now(d, job);
	pthread_mutex_lock(&d->lock);
	while (d->given - d->done == DISK_JOBS && !d->bad)
		pthread_cond_wait(&d->ended, &d->lock);
	number = d->bad ? d->given + 1 : give(d, job);
	pthread_cond_signal(&d->work);
	pthread_mutex_unlock(&d->lock);
	return number;
}

uint64_t
disk_do_now(struct disk *d, struct disk_job *job)
{
	bool ok = disk_wait(d, d->given) == 0;	/* then the thread has nothing to do */
	uint64_t number = d->given + 1;

	if (!ok)
		return number;
	ok = do_job(d, job);
	pthread_mutex_lock(&d->lock);
	d->given = number;
	ended(d, ok);
	pthread_mutex_unlock(&d->lock);
	return number;
}

bool
disk_did(struct disk *d, uint64_t job)
{
	bool did;

	pthread_mutex_lock(&d->lock);
	did = d->bad || d->done >= job;
	pthread_mutex_unlock(&d->lock);
	return did;
}

int
disk_wait(struct disk *d, uint64_t job)
{
	int rc;

	pthread_mutex_lock(&d->lock);
	while (d->done < job && !d->bad)
		pthread_cond_wait(&d->ended, &d->lock);
	rc = d->bad && job >= d->bad ? -1 : 0;
	pthread_mutex_unlock(&d->lock);
	return rc;
}

/* What plain zstd would miss of the directory: the records of the tail. */
static int
write_copy(struct disk *d, uint64_t tail, enum digest_kind kind)
{
	struct buf end = BUF_INIT;
	int rc;

	pack_end(d->pack, 0, &d->packed);
	segment_print_copy_end(kind, d->packed.p, d->packed.n, &end);
	buf_put(&d->packed, end.p, end.n);
	buf_clear(&end);
	files_path(&d->path, d->dir, tail, FILE_COPY);
	rc = file_replace(d->path.p, d->packed.p, d->packed.n, ARCHIVE_FILE_MODE);
	if (rc < 0)
		warn_errno("cannot write '%s', the records are safe", d->path.p);
	return rc;
}

static void
stop(struct disk *d)
{
	(void)disk_wait(d, d->given);
	if (!d->threaded)
		return;
	pthread_mutex_lock(&d->lock);
	d->quit = true;
	pthread_cond_signal(&d->work);
	pthread_mutex_unlock(&d->lock);
	pthread_join(d->thread, NULL);
}

int
disk_close(struct disk *d, uint64_t tail, enum digest_kind kind)
{
	int rc = 0;

	stop(d);
	if (d->bad || (tail && write_copy(d, tail, kind) < 0) || d->untold)
		rc = -1;
	close(d->fd);
	for (size_t i = 0; i < DISK_JOBS; i++) {
		buf_clear(&d->jobs[i].line);
		buf_clear(&d->jobs[i].text);
	}
	buf_clear(&d->packed);
	buf_clear(&d->path);
	manifest_head_clear(&d->head);
	pack_free(d->pack);
	pthread_mutex_destroy(&d->lock);
	pthread_cond_destroy(&d->work);
	pthread_cond_destroy(&d->ended);
	return rc;
}
