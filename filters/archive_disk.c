/* archive_disk - the jobs of the writer, one after the other, in threads. */
#include <signal.h>
#include <unistd.h>

#include "archive.h"
#include "archive_disk.h"
#include "archive_files.h"
#include "archive_manifest.h"
#include "archive_segment.h"
#include "err.h"
#include "file.h"
#include "pack.h"
#include "sieve.h"

void
disk_swap(struct buf *a, struct buf *b)
{
	struct buf c = *a;

	*a = *b;
	*b = c;
}

void
disk_init(struct disk *d, const char *dir)
{
	*d = (struct disk){ .dir = dir, .fd = -1, .pack = pack_new(PACK_LEVEL),
		.sieve = sieve_new() };
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->changed, NULL);
}

/* A job more is done, or failed. */
static void
ended(struct disk *d, bool ok)
{
	d->done++;
	if (!ok)
		d->bad = d->done;
	pthread_cond_broadcast(&d->changed);
}

/* Is there a job of which so many were seen?  Waits for that; NULL: no more comes. */
static struct disk_job *
next_job(struct disk *d, const uint64_t *seen)
{
	while (*seen == d->given && !d->quit && !d->bad)
		pthread_cond_wait(&d->changed, &d->lock);
	return *seen == d->given || d->bad ? NULL : &d->jobs[*seen % DISK_JOBS];
}

static void *
write_all(void *arg)
{
	struct disk *d = arg;
	struct disk_job *job;

	pthread_mutex_lock(&d->lock);
	while ((job = next_job(d, &d->done)) != NULL) {
		bool ok;

		while (job->kind == DISK_SEAL && d->ready <= d->done)
			pthread_cond_wait(&d->changed, &d->lock);
		pthread_mutex_unlock(&d->lock);
		ok = disk_work(d, job);
		pthread_mutex_lock(&d->lock);
		ended(d, ok);
	}
	pthread_mutex_unlock(&d->lock);
	return NULL;
}

static void *
pack_all(void *arg)
{
	struct disk *d = arg;
	struct disk_job *job;

	pthread_mutex_lock(&d->lock);
	while ((job = next_job(d, &d->ready)) != NULL) {
		pthread_mutex_unlock(&d->lock);
		disk_pack(d, job);
		pthread_mutex_lock(&d->lock);
		d->ready++;
		pthread_cond_broadcast(&d->changed);
	}
	pthread_mutex_unlock(&d->lock);
	return NULL;
}

static void
quit(struct disk *d)
{
	pthread_mutex_lock(&d->lock);
	d->quit = true;
	pthread_cond_broadcast(&d->changed);
	pthread_mutex_unlock(&d->lock);
}

void
disk_start(struct disk *d)
{
	sigset_t all, old;

	/* signals are for the thread that reads: they end its input */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	if (pthread_create(&d->packer, NULL, pack_all, d) == 0) {
		d->threaded = pthread_create(&d->writer, NULL, write_all, d) == 0;
		if (!d->threaded) {
			quit(d);
			pthread_join(d->packer, NULL);
		}
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

/* Are more than so many jobs not done and packed?  Not after something failed. */
static bool
busy(const struct disk *d, uint64_t jobs)
{
	return !d->bad && (d->given - d->done > jobs || d->given - d->ready > jobs);
}

/* The texts of the slot are of no use any more, but their memory is to the giver. */
static uint64_t
give(struct disk *d, struct disk_job *job)
{
	struct disk_job *slot = &d->jobs[d->given % DISK_JOBS];

	disk_swap(&slot->line, &job->line);
	disk_swap(&slot->text, &job->text);
	buf_cut(&job->line, 0);
	buf_cut(&job->text, 0);
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
	while (busy(d, DISK_JOBS - 1))
		pthread_cond_wait(&d->changed, &d->lock);
	number = d->bad ? d->given + 1 : give(d, job);
	pthread_cond_broadcast(&d->changed);
	pthread_mutex_unlock(&d->lock);
	return number;
}

uint64_t
disk_do_now(struct disk *d, struct disk_job *job)
{
	uint64_t number;
	bool ok;

	pthread_mutex_lock(&d->lock);
	while (busy(d, 0))
		pthread_cond_wait(&d->changed, &d->lock);
	number = d->given + 1;
	ok = !d->bad;
	pthread_mutex_unlock(&d->lock);
	if (!ok)
		return number;
	disk_pack(d, job);	/* the threads have nothing to do meanwhile */
	ok = disk_work(d, job);
	buf_cut(&job->line, 0);
	buf_cut(&job->text, 0);
	pthread_mutex_lock(&d->lock);
	d->given = d->ready = number;
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
		pthread_cond_wait(&d->changed, &d->lock);
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
	if (!d->threaded)
		return;
	quit(d);	/* after all that was given */
	pthread_join(d->packer, NULL);
	pthread_join(d->writer, NULL);
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
		buf_clear(&d->jobs[i].file);
		buf_clear(&d->jobs[i].next);
	}
	buf_clear(&d->packed);
	buf_clear(&d->path);
	manifest_head_clear(&d->head);
	pack_free(d->pack);
	sieve_free(d->sieve);
	pthread_mutex_destroy(&d->lock);
	pthread_cond_destroy(&d->changed);
	return rc;
}
