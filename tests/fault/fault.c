/*
 * fault - preload: what the kernel may answer but seldom does.
 *
 *	FAULT=short,eintr,enospc=4096,fsync=2,rename=1 LD_PRELOAD=.../fault.so program
 *
 *	short		read, pread, write and pwrite take only a part of what was asked
 *	eintr		every third call of them fails with EINTR
 *	enospc=BYTES	regular files take BYTES in all, then ENOSPC
 *	eio=BYTES	regular files give BYTES in all, then EIO
 *	fsync=N		the N-th fsync or fdatasync and all after it fail with EIO
 *	rename=N	the N-th rename and all after it fail with EIO
 *	crash=N		SIGKILL instead of the N-th change of a file: write (half of it is done),
 *			fsync, fdatasync, rename, unlink, ftruncate
 *
 * Standard error is left alone.  Pseudo-random from FAULT_SEED (1).  tests/fault/with sets it up.
 */
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_short, is_eintr;
static long enospc = -1, eio = -1, fail_fsync = -1, fail_rename = -1, crash_at = -1;
static unsigned long calls, syncs, renames, changes, state = 1;

static long
number(const char *all, const char *name)
{
	const char *p = strstr(all, name);

	return p ? strtol(p + strlen(name), NULL, 10) : -1;
}

__attribute__((constructor)) static void
start(void)
{
	const char *what = getenv("FAULT"), *seed = getenv("FAULT_SEED");

	if (!what)
		return;
	is_short = strstr(what, "short");
	is_eintr = strstr(what, "eintr");
	enospc = number(what, "enospc=");
	eio = number(what, "eio=");
	fail_fsync = number(what, "fsync=");
	fail_rename = number(what, "rename=");
	crash_at = number(what, "crash=");
	state = (seed ? strtoul(seed, NULL, 10) : 1) * 2862933555777941757UL + 3037000493UL;
}

static size_t
part(size_t n)
{
	if (!is_short || n < 2)
		return n;
	state = state * 6364136223846793005UL + 1442695040888963407UL;
	return 1 + (size_t)(state >> 33) % n;
}

static bool
interrupted(void)
{
	if (!is_eintr || ++calls % 3)
		return false;
	errno = EINTR;
	return true;
}

static bool
is_file(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

/* How much of n may go through a budget; -1 and errno when it is used up. */
static ssize_t
within(long *budget, int fd, size_t n, int err)
{
	if (*budget < 0 || !is_file(fd))
		return (ssize_t)n;
	if (*budget == 0 && n > 0) {
		errno = err;
		return -1;
	}
	return (ssize_t)n < *budget ? (ssize_t)n : *budget;
}

static void
spend(long *budget, int fd, ssize_t n)
{
	if (*budget >= 0 && n > 0 && is_file(fd))
		*budget -= n;
}

#define REAL(name, type) \
	static __typeof__(type) *real; \
	if (!real) \
		*(void **)&real = dlsym(RTLD_NEXT, name)

/* Is this the change of a file that is not to be? */
static bool
crashes(void)
{
	return crash_at >= 0 && (long)++changes >= crash_at;
}

static void
crash_here(void)
{
	if (crashes())
		kill(getpid(), SIGKILL);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	REAL("write", ssize_t(int, const void *, size_t));
	ssize_t room;

	if (fd == STDERR_FILENO)
		return real(fd, p, n);
	if (crash_at >= 0 && is_file(fd) && crashes()) {
		real(fd, p, n / 2);
		kill(getpid(), SIGKILL);
	}
	if (interrupted() || (room = within(&enospc, fd, part(n), ENOSPC)) < 0)
		return -1;
	room = real(fd, p, (size_t)room);
	spend(&enospc, fd, room);
	return room;
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	REAL("pwrite", ssize_t(int, const void *, size_t, off_t));
	ssize_t room;

	if (interrupted() || (room = within(&enospc, fd, part(n), ENOSPC)) < 0)
		return -1;
	room = real(fd, p, (size_t)room, at);
	spend(&enospc, fd, room);
	return room;
}

ssize_t
read(int fd, void *p, size_t n)
{
	REAL("read", ssize_t(int, void *, size_t));
	ssize_t room;

	if (interrupted() || (room = within(&eio, fd, part(n), EIO)) < 0)
		return -1;
	room = real(fd, p, (size_t)room);
	spend(&eio, fd, room);
	return room;
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	REAL("pread", ssize_t(int, void *, size_t, off_t));
	ssize_t room;

	if (interrupted() || (room = within(&eio, fd, part(n), EIO)) < 0)
		return -1;
	room = real(fd, p, (size_t)room, at);
	spend(&eio, fd, room);
	return room;
}

/* Is this call, of those counted in *n, one that fails?  Then errno says so. */
static bool
fails(unsigned long *n, long from)
{
	if (from < 0 || (long)++*n < from)
		return false;
	errno = EIO;
	return true;
}

int
fsync(int fd)
{
	REAL("fsync", int(int));

	crash_here();
	return fails(&syncs, fail_fsync) ? -1 : real(fd);
}

int
fdatasync(int fd)
{
	REAL("fdatasync", int(int));

	crash_here();
	return fails(&syncs, fail_fsync) ? -1 : real(fd);
}

int
rename(const char *from, const char *to)
{
	REAL("rename", int(const char *, const char *));

	crash_here();
	return fails(&renames, fail_rename) ? -1 : real(from, to);
}

int
unlink(const char *path)
{
	REAL("unlink", int(const char *));

	crash_here();
	return real(path);
}

int
ftruncate(int fd, off_t n)
{
	REAL("ftruncate", int(int, off_t));

	crash_here();
	return real(fd, n);
}
