/* file - files: opened safely, read whole, replaced whole, locked. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"

enum { READ_CHUNK = 64 * 1024 };

int
file_open(const char *path, int flags, mode_t mode)
{
	int fd;

	do
		fd = open(path, flags | O_CLOEXEC, mode);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/* close(2) that keeps the errno of what went wrong before. */
static void
close_quietly(int fd)
{
	int saved = errno;

	close(fd);
	errno = saved;
}

int
file_read(const char *path, size_t max, struct buf *b)
{
	int fd = file_open(path, O_RDONLY, 0);
	size_t before = b->n;
	ssize_t n;

	if (fd < 0)
		return -1;
	while ((n = read(fd, buf_room(b, READ_CHUNK), READ_CHUNK)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n > 0)
			b->n += (size_t)n;
		if (n > 0 && b->n - before > max) {
			errno = EFBIG;
			n = -1;
		}
		if (n < 0) {
			close_quietly(fd);
			buf_cut(b, before);
			return -1;
		}
	}
	close(fd);
	return 0;
}

int
file_write(int fd, const void *p, size_t n)
{
	const char *from = p;

	while (n > 0) {
		ssize_t done = write(fd, from, n);

		if (done >= 0) {
			from += done;
			n -= (size_t)done;
		} else if (errno == EAGAIN) {
			struct pollfd w = { .fd = fd, .events = POLLOUT };

			if (poll(&w, 1, -1) < 0 && errno != EINTR)
				return -1;
		} else if (errno != EINTR) {
			return -1;
		}
	}
	return 0;
}

int
file_sync_dir(const char *path)
{
	struct buf dir = BUF_INIT;
	size_t n = strlen(path);
	const char *slash;
	int fd, rc;

	while (n > 1 && path[n - 1] == '/')	/* it is the name of a directory */
		n--;
	slash = memrchr(path, '/', n);
	if (!slash)
		buf_str(&dir, ".");
	else
		buf_put(&dir, path, slash == path ? 1 : (size_t)(slash - path));
	fd = file_open(buf_text(&dir), O_RDONLY | O_DIRECTORY, 0);
	buf_clear(&dir);
	if (fd < 0)
		return -1;
	rc = fsync(fd);
	close_quietly(fd);
	return rc;
}

/* A temporary file beside path, durable: 0 and its name, or -1, and there is none. */
static int
prepare(const char *path, file_fill_fn *fill, void *arg, mode_t mode, struct buf *tmp)
{
	int fd, rc = -1;

	buf_cut(tmp, 0);
	buf_fmt(tmp, "%s.tmp.XXXXXX", path);
	buf_text(tmp);
	fd = mkostemp(tmp->p, O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (fchmod(fd, mode) == 0 && fill(fd, arg) == 0 && fsync(fd) == 0)
		rc = 0;
	close_quietly(fd);
	if (rc < 0) {
		int saved = errno;

		unlink(tmp->p);
		errno = saved;
	}
	return rc;
}

int
file_finish(const char *tmp, const char *path)
{
	if (rename(tmp, path) < 0) {
		int saved = errno;

		unlink(tmp);
		errno = saved;
		return -1;
	}
	return file_sync_dir(path);
}

int
file_replace_by(const char *path, file_fill_fn *fill, void *arg, mode_t mode)
{
	struct buf tmp = BUF_INIT;
	int rc = prepare(path, fill, arg, mode, &tmp);

	if (rc == 0)
		rc = file_finish(tmp.p, path);
	buf_clear(&tmp);
	return rc;
}

struct bytes {
	const void *p;
	size_t n;
};

static int
fill_bytes(int fd, void *arg)
{
	const struct bytes *b = arg;

	return file_write(fd, b->p, b->n);
}

int
file_prepare(const char *path, const void *p, size_t n, mode_t mode, struct buf *tmp)
{
	struct bytes b = { p, n };

	return prepare(path, fill_bytes, &b, mode, tmp);
}

int
file_replace(const char *path, const void *p, size_t n, mode_t mode)
{
	struct bytes b = { p, n };

	return file_replace_by(path, fill_bytes, &b, mode);
}

int
file_lock(int fd)
{
	int rc;

	do
		rc = flock(fd, LOCK_EX | LOCK_NB);
	while (rc < 0 && errno == EINTR);
	return rc;
}

bool
file_locked(int fd)
{
	int rc;

	do
		rc = flock(fd, LOCK_SH | LOCK_NB);
	while (rc < 0 && errno == EINTR);
	if (rc == 0)
		flock(fd, LOCK_UN);
	return rc < 0 && errno == EWOULDBLOCK;
}
