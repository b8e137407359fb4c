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
 *	rename=N, unlink=N, ftruncate=N, open=N, write=N, read=N
 *			the same of these; writes and reads of regular files, with pwrite and
 *			pread; of the first write that fails a half is done
 *	once		of these and fsync, the N-th alone fails: the next one is as if nothing was
 *	crash=N		SIGKILL instead of the N-th change of a file: write (half of it is done),
 *			fsync, fdatasync, rename, unlink, ftruncate
 *
 *	meanwhile=N	before the N-th open, lstat, statx, write, rename, unlink, or read of a
 *			regular file, the shell runs FAULT_MEANWHILE to its end
 *
 * FAULT_HIT names a file that is made when one of those with a number N fails
 * or that is run.
 * Standard error is left alone.  Pseudo-random from FAULT_SEED (1).  tests/fault/with sets it up.
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
#include <sys/wait.h>
#include <unistd.h>

static bool is_short, is_eintr, is_once;
static long enospc = -1, eio = -1, crash_at = -1;
static unsigned long calls, changes, state = 1;
static const char *hit, *run;
static long run_at = -1;

/* Calls that fail from the N-th on, or at it. */
static struct failing {
	const char *name;
	long from;
	long n;			/* of them so far */
} fsyncs = { "fsync=", -1, 0 }, renames = { "rename=", -1, 0 }, unlinks = { "unlink=", -1, 0 },
    truncates = { "ftruncate=", -1, 0 }, opens = { "open=", -1, 0 },
    writes = { "write=", -1, 0 }, reads = { "read=", -1, 0 };

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
	for (struct failing *all[] = { &fsyncs, &renames, &unlinks, &truncates, &opens, &writes,
	    &reads, NULL }, **f = all; *f; f++)
		(*f)->from = number(what, (*f)->name);
	is_once = strstr(what, "once");
	hit = getenv("FAULT_HIT");
	run = getenv("FAULT_MEANWHILE");
	run_at = run ? number(what, "meanwhile=") : -1;
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

static void
tell(void)
{
	if (hit)
		syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, hit, O_WRONLY | O_CREAT, 0644));
}

/* Other programs do what they do at just this moment. */
static void
meanwhile(void)
{
	int saved = errno;
	pid_t pid;

	if (run_at < 0 || --run_at != 0)
		return;
	run_at = -1;
	tell();
	pid = fork();
	if (pid == 0) {
		unsetenv("LD_PRELOAD");
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execl("/bin/sh", "sh", "-c", run, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
	errno = saved;
}

/* Is this call one that fails?  Then errno says so. */
static bool
fails(struct failing *f)
{
	long n;

	if (f->from < 0)
		return false;
	n = __atomic_add_fetch(&f->n, 1, __ATOMIC_SEQ_CST);	/* a program may have threads */
	if (n < f->from || (is_once && n > f->from))
		return false;
	tell();
	errno = EIO;
	return true;
}

#define REAL(name, type) \
	static __typeof__(type) *real; \
	if (!real) \
		*(void **)&real = dlsym(RTLD_NEXT, name)

/* Is this the change of a file that is not to be? */
static bool
crashes(void)
{
	return crash_at >= 0 &&
	    (long)__atomic_add_fetch(&changes, 1, __ATOMIC_SEQ_CST) >= crash_at;
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
	meanwhile();
	if (crash_at >= 0 && is_file(fd) && crashes()) {
		real(fd, p, n / 2);
		kill(getpid(), SIGKILL);
	}
	if (writes.from >= 0 && is_file(fd) && fails(&writes)) {
		if (writes.n == writes.from)
			real(fd, p, n / 2);
		errno = EIO;
		return -1;
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

	if (writes.from >= 0 && is_file(fd) && fails(&writes))
		return -1;
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

	if (run_at > 0 && is_file(fd))
		meanwhile();
	if (reads.from >= 0 && is_file(fd) && fails(&reads))
		return -1;
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

	if (run_at > 0 && is_file(fd))
		meanwhile();
	if (reads.from >= 0 && is_file(fd) && fails(&reads))
		return -1;
	if (interrupted() || (room = within(&eio, fd, part(n), EIO)) < 0)
		return -1;
	room = real(fd, p, (size_t)room, at);
	spend(&eio, fd, room);
	return room;
}

int
fsync(int fd)
{
	REAL("fsync", int(int));

	crash_here();
	return fails(&fsyncs) ? -1 : real(fd);
}

int
fdatasync(int fd)
{
	REAL("fdatasync", int(int));

	crash_here();
	return fails(&fsyncs) ? -1 : real(fd);
}

int
rename(const char *from, const char *to)
{
	REAL("rename", int(const char *, const char *));

	meanwhile();
	crash_here();
	return fails(&renames) ? -1 : real(from, to);
}

int
unlink(const char *path)
{
	REAL("unlink", int(const char *));

	meanwhile();
	crash_here();
	return fails(&unlinks) ? -1 : real(path);
}

int
ftruncate(int fd, off_t n)
{
	REAL("ftruncate", int(int, off_t));

	crash_here();
	return fails(&truncates) ? -1 : real(fd, n);
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
	meanwhile();
	return fails(&opens) ? -1 : real(path, flags, mode);
}

int
lstat(const char *path, struct stat *st)
{
	REAL("lstat", int(const char *, struct stat *));

	meanwhile();
	return real(path, st);
}

int
statx(int dir, const char *path, int flags, unsigned mask, struct statx *st)
{
	REAL("statx", int(int, const char *, int, unsigned, struct statx *));

	if (path[0] != '\0')	/* else an open file is meant */
		meanwhile();
	return real(dir, path, flags, mask, st);
}
