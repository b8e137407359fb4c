/* archive_disk_job - what the writer does to its files for a job. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_disk.h"
#include "archive_files.h"
#include "archive_hotfilter.h"
#include "archive_manifest.h"
#include "archive_segment.h"
#include "err.h"
#include "file.h"
#include "pack.h"
#include "sieve.h"

enum { LONG_BYTES = 64 << 10 };	/* of records: a commit that is long */

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
	sieve_add(d->sieve, text, n);
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

/* A short commit is one write; a long one is not copied for that. */
static int
write_commit(const struct disk *d, struct disk_job *job)
{
	if (job->text.n >= LONG_BYTES)
		return file_write(d->fd, job->line.p, job->line.n) < 0 ? -1 :
		    file_write(d->fd, job->text.p, job->text.n);
	buf_put(&job->line, job->text.p, job->text.n);
	return file_write(d->fd, job->line.p, job->line.n);
}

static int
do_commit(struct disk *d, struct disk_job *job)
{
	size_t n = job->line.n + job->text.n;

	if (write_commit(d, job) < 0)
		return give_up(d, job, "write");
	if (fdatasync(d->fd) < 0)
		return give_up(d, job, "sync");
	d->good += (off_t)n;
	return 0;
}

static int
no_file(const struct buf *path)
{
	warn_errno("cannot write '%s'", path->p);
	return -1;
}

static int
do_tail(struct disk *d, const struct disk_job *job)
{
	files_path(&d->path, d->dir, job->tail, FILE_TAIL);
	if (file_replace(d->path.p, job->text.p, job->text.n, ARCHIVE_FILE_MODE) < 0)
		return no_file(&d->path);
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

/* The file of the segment, and then the next tail; both are to be renamed. */
static void
prepare_seal(const struct disk *d, struct disk_job *job, struct buf *path)
{
	job->unready = true;
	files_path(path, d->dir, job->sealed.number, FILE_SEALED);
	if (file_prepare(path->p, d->packed.p, d->packed.n, ARCHIVE_FILE_MODE,
	    &job->file) < 0) {
		no_file(path);
		return;
	}
	files_path(path, d->dir, job->tail, FILE_TAIL);
	if (file_prepare(path->p, job->text.p, job->text.n, ARCHIVE_FILE_MODE,
	    &job->next) < 0) {
		no_file(path);
		unlink(job->file.p);
		return;
	}
	job->unready = false;
}

/* Its part of a job: records are packed, at the end of a segment files are made. */
void
disk_pack(struct disk *d, struct disk_job *job)
{
	struct buf path = BUF_INIT;
	size_t filter;

	if (job->kind == DISK_COMMIT)
		disk_feed(d, job->text.p, job->text.n);
	if (job->kind != DISK_SEAL)
		return;
	pack_end(d->pack, 0, &d->packed);
	filter = hotfilter_put(d->sieve, d->pack, &d->packed);
	segment_print_filtered(job->sealed.digest, d->packed.p, d->packed.n, filter,
	    &job->line);
	segment_put_index(&job->line, &d->packed);
	prepare_seal(d, job, &path);
	buf_cut(&d->packed, 0);
	buf_clear(&path);
}

/*
 * The order matters: the sealed file is there for good before the tail goes, and the next
 * tail before that, so that a kill at any point leaves every record in one of them.
 */
static int
do_seal(struct disk *d, struct disk_job *job)
{
	files_path(&d->path, d->dir, job->sealed.number, FILE_SEALED);
	if (job->unready)
		return -1;
	if (file_finish(job->file.p, d->path.p) < 0) {
		no_file(&d->path);
		unlink(job->next.p);
		return -1;
	}
	tell_manifest(d, &job->sealed);
	files_path(&d->path, d->dir, job->tail, FILE_TAIL);
	if (file_finish(job->next.p, d->path.p) < 0)
		return no_file(&d->path);
	if (open_tail(d) < 0)
		return -1;
	files_path(&d->path, d->dir, job->sealed.number, FILE_TAIL);
	if (unlink(d->path.p) < 0)
		warn_errno("cannot remove '%s'", d->path.p);
	files_path(&d->path, d->dir, job->tail, FILE_TAIL);
	return 0;
}

bool
disk_work(struct disk *d, struct disk_job *job)
{
	switch (job->kind) {
	case DISK_COMMIT: return do_commit(d, job) == 0;
	case DISK_SEAL: return do_seal(d, job) == 0;
	case DISK_TAIL: return do_tail(d, job) == 0;
	}
	return false;
}
