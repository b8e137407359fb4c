/*
 * writelog - preload: writes down each change that a program makes below a directory.
 *
 *	WRITELOG=FILE WRITELOG_DIR=DIR LD_PRELOAD=.../writelog.so program
 *
 * Added to FILE, in the form of writelog.h, once the call was done: files opened for writing, what
 * is written to them and where, sizes, names made, changed and removed, syncs, also of DIR and of
 * the directory that it is in; and what goes to standard output.  DIR is written as the program
 * writes it.
 *
 *	WRITELOG_KILL=N		SIGKILL after the N-th entry of the process
 *	WRITELOG_LOSE=WHAT	a control: says nothing of fdatasync, fsync (of files) or dirsync,
 *				as if the program did not call it
 *
 * tests/fault/record sets it up.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "writelog.h"

enum { FDS = 1024 };

static int log_fd = -1;
static const char *dir, *lose = "";
static size_t ndir;
static long kill_at = -1, entries;
static uint32_t opened, files[FDS];	/* of each descriptor: 0 is not one of ours */

#define REAL(name, type) \
	static __typeof__(type) *real; \
	if (!real) \
		*(void **)&real = dlsym(RTLD_NEXT, name)

static void
put(enum writelog_what what, uint32_t file, uint64_t at, const char *name, const char *to,
    const void *data, size_t n)
{
	int saved = errno;
	struct writelog w = { .magic = WRITELOG_MAGIC, .what = what, .pid = (uint32_t)getpid(),
		.file = file, .at = at, .n = n, .nname = (uint32_t)strlen(name),
		.nto = (uint32_t)strlen(to) };
	struct iovec v[] = {
		{ &w, sizeof w }, { (void *)(uintptr_t)name, w.nname },
		{ (void *)(uintptr_t)to, w.nto }, { (void *)(uintptr_t)data, n },
	};
	size_t all = sizeof w + w.nname + w.nto + n;

	if (syscall(SYS_writev, log_fd, v, 4) != (long)all)
		abort();	/* a log that misses something proves nothing */
	if (++entries == kill_at)
		kill(getpid(), SIGKILL);
	errno = saved;
}

__attribute__((constructor)) static void
start(void)
{
	const char *path = getenv("WRITELOG"), *n = getenv("WRITELOG_KILL");

	dir = getenv("WRITELOG_DIR");
	if (!path || !dir)
		return;
	for (ndir = strlen(dir); ndir > 1 && dir[ndir - 1] == '/'; ndir--)
		;
	if (getenv("WRITELOG_LOSE"))
		lose = getenv("WRITELOG_LOSE");
	log_fd = (int)syscall(SYS_openat, AT_FDCWD, path,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (log_fd < 0)
		abort();
	/* not in the way of descriptors that the program counts on */
	log_fd = fcntl(log_fd, F_DUPFD_CLOEXEC, FDS - 1);
	put(WRITELOG_RUN, 0, 0, "", "", NULL, 0);
	entries = 0;
	if (n)
		kill_at = strtol(n, NULL, 10);
}

/* The name in DIR that the path leads to; NULL: none of it. */
static const char *
inside(const char *path)
{
	if (log_fd < 0 || strncmp(path, dir, ndir) != 0 || path[ndir] != '/')
		return NULL;
	path += ndir + strspn(path + ndir, "/");
	return *path ? path : NULL;
}

static uint32_t
file_of(int fd)
{
	return fd >= 0 && fd < FDS ? files[fd] : 0;
}

static int
took(int fd, const char *path, int flags)
{
	const char *name = inside(path);

	if (fd < 0 || fd >= FDS)
		return fd;
	files[fd] = 0;
	if (!name || ((flags & O_ACCMODE) == O_RDONLY && !(flags & (O_CREAT | O_TRUNC))))
		return fd;
	files[fd] = ++opened;
	put(WRITELOG_OPEN, opened, flags & O_TRUNC ? 1 : 0, name, "", NULL, 0);
	return fd;
}

int
open(const char *path, int flags, ...)
{
	REAL("open", int(const char *, int, ...));
	va_list ap;
	mode_t mode = 0;

	va_start(ap, flags);
	if (flags & (O_CREAT | O_TMPFILE))
		mode = va_arg(ap, mode_t);
	va_end(ap);
	return took(real(path, flags, mode), path, flags);
}

int
openat(int at, const char *path, int flags, ...)
{
	REAL("openat", int(int, const char *, int, ...));
	va_list ap;
	mode_t mode = 0;

	va_start(ap, flags);
	if (flags & (O_CREAT | O_TMPFILE))
		mode = va_arg(ap, mode_t);
	va_end(ap);
	return took(real(at, path, flags, mode), path, flags);
}

int
mkostemp(char *path, int flags)
{
	REAL("mkostemp", int(char *, int));
	int fd = real(path, flags);

	return took(fd, path, O_RDWR | O_CREAT);
}

int
mkstemp(char *path)
{
	return mkostemp(path, 0);
}

int
close(int fd)
{
	REAL("close", int(int));

	if (fd >= 0 && fd < FDS)
		files[fd] = 0;
	return real(fd);
}

int
dup2(int from, int to)
{
	REAL("dup2", int(int, int));
	int fd = real(from, to);

	if (fd >= 0 && fd < FDS)
		files[fd] = file_of(from);
	return fd;
}

/* n bytes of p were written, to where fd stood or, pwrite, to `at`. */
static void
wrote(int fd, const void *p, ssize_t n, off_t at)
{
	uint32_t file = file_of(fd);

	if (n <= 0 || log_fd < 0)
		return;
	if (file)
		put(WRITELOG_WRITE, file,
		    (uint64_t)(at >= 0 ? at : lseek(fd, 0, SEEK_CUR) - n), "", "", p, (size_t)n);
	else if (fd == STDOUT_FILENO)
		put(WRITELOG_ACK, 0, 0, "", "", p, (size_t)n);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	REAL("write", ssize_t(int, const void *, size_t));
	ssize_t done = real(fd, p, n);

	wrote(fd, p, done, -1);
	return done;
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	REAL("pwrite", ssize_t(int, const void *, size_t, off_t));
	ssize_t done = real(fd, p, n, at);

	wrote(fd, p, done, at);
	return done;
}

ssize_t
writev(int fd, const struct iovec *v, int n)
{
	ssize_t all = 0;

	if (log_fd < 0 || (!file_of(fd) && fd != STDOUT_FILENO)) {
		REAL("writev", ssize_t(int, const struct iovec *, int));
		return real(fd, v, n);
	}
	for (int i = 0; i < n; i++) {	/* as a file takes it: one after the other */
		ssize_t done = write(fd, v[i].iov_base, v[i].iov_len);

		if (done < 0)
			return all ? all : -1;
		all += done;
		if ((size_t)done < v[i].iov_len)
			break;
	}
	return all;
}

int
ftruncate(int fd, off_t n)
{
	REAL("ftruncate", int(int, off_t));
	int rc = real(fd, n);

	if (rc == 0 && file_of(fd))
		put(WRITELOG_SIZE, file_of(fd), (uint64_t)n, "", "", NULL, 0);
	return rc;
}

int
truncate(const char *path, off_t n)
{
	REAL("truncate", int(const char *, off_t));
	int rc = real(path, n);

	if (rc == 0 && inside(path))
		put(WRITELOG_SIZE, 0, (uint64_t)n, inside(path), "", NULL, 0);
	return rc;
}

/* A name changed; from and to that lie elsewhere are no business of ours, and not logged. */
static int
named(int rc, enum writelog_what what, const char *from, const char *to)
{
	const char *name = inside(from), *other = *to ? inside(to) : "";

	if (rc == 0 && name && other)
		put(what, 0, 0, name, other, NULL, 0);
	return rc;
}

int
rename(const char *from, const char *to)
{
	REAL("rename", int(const char *, const char *));

	return named(real(from, to), WRITELOG_RENAME, from, to);
}

int
link(const char *from, const char *to)
{
	REAL("link", int(const char *, const char *));

	return named(real(from, to), WRITELOG_LINK, from, to);
}

int
unlink(const char *path)
{
	REAL("unlink", int(const char *));

	return named(real(path), WRITELOG_UNLINK, path, "");
}

int
mkdir(const char *path, mode_t mode)
{
	REAL("mkdir", int(const char *, mode_t));
	int rc = real(path, mode);

	if (rc == 0 && log_fd >= 0 && strncmp(path, dir, ndir) == 0 &&
	    path[ndir + strspn(path + ndir, "/")] == '\0')
		put(WRITELOG_MKDIR, 0, 0, "", "", NULL, 0);
	return rc;
}

static bool
same(const struct stat *a, const char *path)
{
	struct stat b;

	return stat(path, &b) == 0 && a->st_dev == b.st_dev && a->st_ino == b.st_ino;
}

static int
synced(int rc, int fd, const char *call)
{
	char up[4096];
	struct stat st;
	size_t n = ndir < sizeof up - 4 ? ndir : 0;

	if (rc < 0 || log_fd < 0)
		return rc;
	if (file_of(fd)) {
		if (strcmp(lose, call) != 0)
			put(WRITELOG_SYNC, file_of(fd), 0, "", "", NULL, 0);
		return rc;
	}
	if (fstat(fd, &st) < 0 || !S_ISDIR(st.st_mode) || strcmp(lose, "dirsync") == 0)
		return rc;
	memcpy(up, dir, n);
	up[n] = '\0';
	if (same(&st, up))
		put(WRITELOG_SYNC_DIR, 0, 0, "", "", NULL, 0);
	memcpy(up + n, "/..", 4);
	if (same(&st, up))
		put(WRITELOG_SYNC_DIR, 0, 1, "", "", NULL, 0);
	return rc;
}

int
fsync(int fd)
{
	REAL("fsync", int(int));

	return synced(real(fd), fd, "fsync");
}

int
fdatasync(int fd)
{
	REAL("fdatasync", int(int));

	return synced(real(fd), fd, "fdatasync");
}
