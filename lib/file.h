/* file.h - files: opened safely, read whole, replaced whole, locked. */
#ifndef LIB_FILE_H
#define LIB_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct buf;

/* open(2) with O_CLOEXEC, again after EINTR. */
int file_open(const char *path, int flags, mode_t mode);

/* Append what path holds, at most max bytes: 0, or -1 and errno (EFBIG over max). */
int file_read(const char *path, size_t max, struct buf *);

/* All of it to fd, going on after EINTR, EAGAIN and short writes: 0, or -1 and errno. */
int file_write(int fd, const void *, size_t);

/*
 * Replace path by n bytes: a temporary file in the same directory, fsync,
 * rename, fsync of the directory.  0, or -1 and errno, and path as it was.
 */
int file_replace(const char *path, const void *, size_t n, mode_t mode);

/* The same by what fill writes to fd, piece by piece: 0, or -1 and errno. */
typedef int file_fill_fn(int fd, void *arg);
int file_replace_by(const char *path, file_fill_fn *fill, void *arg, mode_t mode);

/*
 * The same in two steps: the temporary file, whose name comes into tmp, and its rename
 * with the fsync of the directory.  0, or -1 and errno, and
 * no temporary file is left.
 */
int file_prepare(const char *path, const void *, size_t n, mode_t, struct buf *tmp);
int file_finish(const char *tmp, const char *path);

/* fsync the directory that holds path; slashes at the end of that mean nothing. */
int file_sync_dir(const char *path);

/*
 * Take the only writer's lock on fd (flock; goes with the process): 0, or -1
 * and errno, EWOULDBLOCK when another has it.
 */
int file_lock(int fd);

/* Has another process that lock?  Those who only ask do not get in each other's way. */
bool file_locked(int fd);

#endif
