/*
 * rotate.h - the writer of a log and its rotator in one, so that what was written is known and
 * a copy is complete before its original is truncated.
 */
#ifndef TESTS_ROTATE_H
#define TESTS_ROTATE_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "numbered.h"
#include "stages.h"

enum { ROTATE_NAME = 64, ROTATE_BLOCK = 256 << 10 };

static const char *const rotate_ends[] = { "", ".gz", ".xz", ".zst" };

enum rotate_how { ROTATE_RENAME, ROTATE_COPY };

struct writer {
	uint64_t random, salt;
	const char *path;
	const char *header;	/* each file begins with it, or NULL */
	int fd;
	bool dated;		/* rotated files are called by a date, else .1, .2 ... */
	bool keep_open;	/* after a rename the old file is written on: see writer_reopen() */
	int kept;		/* rotated files; 0: all */
	long written;		/* whole lines, in all */
	long first;		/* the first one in the file */
	unsigned rotations;
	char half[NUMBERED_MAX];	/* the rest of a line of which a part is written */
	char *block;
};

/* The file is empty: it is new, or was truncated. */
static inline void
writer_begin(struct writer *w)
{
	if (w->header)
		stages_write(w->fd, w->header, strlen(w->header));
	w->first = w->written + 1;
}

static inline void
writer_open(struct writer *w)
{
	if (!w->block)
		w->block = mem_zero(ROTATE_BLOCK + NUMBERED_MAX, 1);
	w->fd = open(w->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (w->fd < 0)
		stages_fail(w->path);
	writer_begin(w);
}

static inline void
writer_reopen(struct writer *w)
{
	close(w->fd);
	writer_open(w);
}

static inline void
writer_clear(struct writer *w)
{
	close(w->fd);
	free(w->block);
}

/* The rest of a line that was begun. */
static inline void
writer_rest(struct writer *w)
{
	if (w->half[0] == '\0')
		return;
	stages_write(w->fd, w->half, strlen(w->half));
	w->half[0] = '\0';
	w->written++;
}

/* k lines, many at once. */
static inline void
writer_lines(struct writer *w, long k)
{
	size_t n = 0;

	writer_rest(w);
	while (k-- > 0) {
		n += numbered_line(w->block + n, ++w->written, w->salt);
		if (n >= ROTATE_BLOCK || k == 0) {
			stages_write(w->fd, w->block, n);
			n = 0;
		}
	}
}

/* The first part of a line: it is a written one when its rest follows. */
static inline void
writer_part(struct writer *w)
{
	char line[NUMBERED_MAX];
	size_t n, cut;

	writer_rest(w);
	n = numbered_line(line, w->written + 1, w->salt);
	cut = 1 + (size_t)numbered_draw(&w->random, n - 1);
	stages_write(w->fd, line, cut);
	memcpy(w->half, line + cut, n - cut + 1);
}

static inline bool
rotate_move(const char *from, const char *to)
{
	if (rename(from, to) == 0)
		return true;
	if (errno != ENOENT)
		stages_fail("cannot rename");
	return false;
}

static inline bool
rotate_there(const struct writer *w, int i)
{
	char name[ROTATE_NAME];

	for (size_t e = 0; e < sizeof rotate_ends / sizeof *rotate_ends; e++) {
		snprintf(name, sizeof name, "%s.%d%s", w->path, i, rotate_ends[e]);
		if (access(name, F_OK) == 0)
			return true;
	}
	return false;
}

/* Make room for app.log.1: whatever there is moves on by one, the last is deleted. */
static inline void
rotate_shift(const struct writer *w)
{
	char from[ROTATE_NAME], to[ROTATE_NAME];
	int top = 0;

	while (rotate_there(w, top + 1))
		top++;
	for (int i = top; i > 0; i--)
		for (size_t e = 0; e < sizeof rotate_ends / sizeof *rotate_ends; e++) {
			snprintf(from, sizeof from, "%s.%d%s", w->path, i, rotate_ends[e]);
			snprintf(to, sizeof to, "%s.%d%s", w->path, i + 1, rotate_ends[e]);
			if (w->kept > 0 && i >= w->kept)
				unlink(from);
			else
				rotate_move(from, to);
		}
}

/* What the rotated file will be called. */
static inline void
rotate_name(struct writer *w, char name[ROTATE_NAME])
{
	w->rotations++;
	if (w->dated) {
		snprintf(name, ROTATE_NAME, "%s-20261120-%06u", w->path, w->rotations);
	} else {
		rotate_shift(w);
		snprintf(name, ROTATE_NAME, "%s.1", w->path);
	}
}

static inline void
rotate_copy_file(const char *from, const char *to, char *block)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	ssize_t n;

	if (in < 0 || out < 0)
		stages_fail(to);
	while ((n = read(in, block, ROTATE_BLOCK)) > 0)
		stages_write(out, block, (size_t)n);
	if (n < 0)
		stages_fail(from);
	close(in);
	close(out);
}

/* Rotate; a line that was begun goes where a program that is not told would write it. */
static inline void
rotate(struct writer *w, enum rotate_how how)
{
	char name[ROTATE_NAME];

	rotate_name(w, name);
	if (how == ROTATE_COPY) {
		writer_rest(w);
		rotate_copy_file(w->path, name, w->block);
		if (ftruncate(w->fd, 0) < 0)
			stages_fail("cannot truncate");
		writer_begin(w);
		return;
	}
	rotate_move(w->path, name);
	if (w->keep_open)
		return;
	writer_rest(w);
	writer_reopen(w);
}

/* Compress all rotated files that are not yet, as `gzip app.log.1` and the like do. */
static inline void
rotate_pack(const struct writer *w, const char *program)
{
	char name[ROTATE_NAME];
	int status = 0;

	for (int i = 1; i < 1000; i++) {
		pid_t pid;

		snprintf(name, sizeof name, "%s.%d", w->path, i);
		if (access(name, F_OK) < 0)
			continue;
		pid = fork();
		if (pid == 0) {
			execlp(program, program, "-q", name, (char *)NULL);
			_exit(127);
		}
		if (pid < 0 || waitpid(pid, &status, 0) < 0 || status != 0)
			stages_fail(program);
		if (strcmp(program, "zstd") == 0)
			unlink(name);	/* the others do so themselves */
	}
}

#endif
