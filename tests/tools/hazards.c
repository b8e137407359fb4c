/*
 * hazards - a log is truncated, deleted, appears late, looks like another one, logtail is killed
 * ...: tests/follower.h tells what is run and what must come out.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "file.h"
#include "follower.h"

/* Has the kernel dropped events? */
static bool
overflowed(int fd)
{
	char events[64 << 10];
	struct inotify_event e;
	bool is = false;
	ssize_t n;

	while ((n = read(fd, events, sizeof events)) > 0)
		for (ssize_t i = 0; i < n; i += (ssize_t)(sizeof e + e.len)) {
			memcpy(&e, events + i, sizeof e);
			is |= (e.mask & IN_Q_OVERFLOW) != 0;
		}
	return is;
}

/* The inode of app.log, deleted, becomes that of a new app.log. */
static void
reborn_file(struct follower *t)
{
	char name[ROTATE_NAME];
	struct stat old, new;
	int i, made;

	if (fstat(t->w.fd, &old) < 0 || unlink(t->w.path) < 0)
		stages_fail(t->w.path);
	close(t->w.fd);
	for (made = 0; made < 1000; made++) {
		snprintf(name, sizeof name, "try%d", made);
		t->w.fd = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
		if (t->w.fd < 0 || fstat(t->w.fd, &new) < 0)
			stages_fail(name);
		if (new.st_ino == old.st_ino)
			break;
		close(t->w.fd);
	}
	if (made == 1000) {
		puts("this file system does not use inodes again");
		exit(77);
	}
	rename(name, t->w.path);
	for (i = 0; i < made; i++) {
		snprintf(name, sizeof name, "try%d", i);
		unlink(name);
	}
	t->w.first = t->w.written + 1;
}

/* Deleted and made anew with the same inode while nobody follows: shorter, longer. */
static void
reborn(struct follower *t)
{
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		follower_await(t);
		follower_stop(t);
		reborn_file(t);
		writer_lines(&t->w, t->lines * (1 + i % 3) / 2);
		follower_start(t);
		follower_await(t);
	}
	follower_stop(t);
}

static void
truncate_log(struct follower *t)
{
	writer_rest(&t->w);
	if (ftruncate(t->w.fd, 0) < 0)
		stages_fail("cannot truncate");
	writer_begin(&t->w);
}

static void
regrown_stopped(struct follower *t)
{
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		follower_await(t);
		follower_stop(t);
		truncate_log(t);
		writer_lines(&t->w, t->lines * (1 + i % 3) / 2);
		follower_start(t);
		follower_await(t);
	}
	follower_stop(t);
}

/* Truncated when all was read, and regrown before or while anybody looks. */
static void
regrown_running(struct follower *t)
{
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		follower_await(t);
		if (i % 2)
			follower_freeze(t);
		truncate_log(t);
		writer_lines(&t->w, t->lines * (1 + i % 3) / 2);
		if (i % 2)
			follower_thaw(t);
		follower_await(t);
	}
	follower_stop(t);
}

/* Deleted while it is followed, written on, and made anew. */
static void
deleted_running(struct follower *t)
{
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		follower_await(t);
		if (unlink(t->w.path) < 0)
			stages_fail(t->w.path);
		writer_lines(&t->w, t->lines);
		if (i % 2)
			follower_await(t);
		writer_reopen(&t->w);
	}
	writer_lines(&t->w, t->lines);
	follower_await(t);
	follower_stop(t);
}

static void
late_file(struct follower *t)
{
	close(t->w.fd);
	unlink(t->w.path);
	follower_start(t);
	writer_open(&t->w);
	writer_lines(&t->w, t->lines);
	follower_await(t);
	follower_stop(t);
}

/* The directories appear one after the other, the last one with the file in it. */
static void
late_directory(struct follower *t)
{
	unlink(t->w.path);
	close(t->w.fd);
	t->path = t->w.path = "a/b/c/app.log";
	follower_start(t);
	if (mkdir("a", 0755) < 0 || mkdir("a/new", 0755) < 0 || mkdir("a/new/c", 0755) < 0)
		stages_fail("cannot make directories");
	t->w.path = "a/new/c/app.log";
	writer_open(&t->w);
	t->w.path = "a/b/c/app.log";
	writer_lines(&t->w, t->lines);
	if (rename("a/new", "a/b") < 0)
		stages_fail("cannot rename the directory");
	follower_await(t);
	writer_lines(&t->w, t->lines);
	rotate(&t->w, ROTATE_RENAME);
	writer_lines(&t->w, t->lines);
	follower_await(t);
	follower_stop(t);
}

/* A symbolic link is switched to the next file when the one before it is written. */
static void
link_switched(struct follower *t)
{
	char name[ROTATE_NAME];

	t->path = "current";
	unlink("current");
	if (symlink(t->w.path, "current") < 0)
		stages_fail("cannot link");
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		if (i % 2 || i == 0)
			follower_await(t);
		if (i % 3 == 2)
			follower_stop(t);
		close(t->w.fd);
		snprintf(name, sizeof name, "log%" PRId64, i);
		t->w.path = name;
		writer_open(&t->w);
		if (symlink(name, "next") < 0 || rename("next", "current") < 0)
			stages_fail("cannot switch the link");
		writer_lines(&t->w, t->lines);
		if (t->s.n == 0)
			follower_start(t);
		follower_await(t);	/* what a link led to and does no more is not looked for */
	}
	follower_stop(t);
}

/* A last line without its end: completed while it is followed, and while it is not. */
static void
unended(struct follower *t)
{
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		writer_part(&t->w);
		follower_await(t);
		if (i % 2) {
			follower_stop(t);
			writer_rest(&t->w);
			follower_start(t);
		}
		writer_lines(&t->w, 1);
		writer_part(&t->w);
		follower_await(t);
		if (i % 3 == 2)
			follower_stop(t);
		rotate(&t->w, ROTATE_RENAME);	/* its rest follows in the renamed file */
		if (t->s.n == 0)
			follower_start(t);
	}
	writer_lines(&t->w, t->lines);
	follower_await(t);
	follower_stop(t);
}

/* Killed when a number of bytes came out, none at all now and then, and started again. */
static void
killed(struct follower *t)
{
	t->killed = true;
	for (int64_t i = 0; i < t->rotations; i++) {
		size_t bytes = i % 8 == 7 ? 0 : (size_t)numbered_draw(&t->w.random, 60000);

		follower_start(t);
		writer_lines(&t->w, (long)t->lines);
		while (t->s.bytes < bytes && t->s.seen < t->w.written) {
			if (numbered_draw(&t->w.random, 4) == 0)
				rotate(&t->w, ROTATE_RENAME);
			writer_lines(&t->w, 1);
			if (!stages_read(&t->s, STAGES_DEADLINE_MS))
				break;
		}
		stages_kill(&t->s, (int)numbered_draw(&t->w.random, (uint64_t)t->s.n));
	}
	follower_start(t);
	writer_lines(&t->w, 1);	/* what was archived, and not passed on, comes no more */
	follower_await(t);
	follower_stop(t);
}

/* Files that begin with the same kilobytes, and so do their next generations. */
static void
twins(struct follower *t)
{
	static char header[3000];
	struct writer twin;

	memset(header, '-', sizeof header - 2);
	header[sizeof header - 2] = '\n';
	t->w.header = header;
	t->other = "twin.log";
	writer_begin(&t->w);
	twin = (struct writer){ .path = t->other, .header = header };
	writer_open(&twin);
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		follower_await(t);
		twin.written = t->w.written;
		writer_lines(&twin, t->lines);
		t->w.written = twin.written;
		follower_await(t);
		if (i % 4 >= 2)
			follower_stop(t);
		rotate(&t->w, i % 2 ? ROTATE_COPY : ROTATE_RENAME);
		if (i % 4 >= 2) {
			writer_lines(&t->w, 1);
			rotate(&t->w, i % 2 ? ROTATE_COPY : ROTATE_RENAME);
			follower_start(t);
		}
	}
	writer_lines(&t->w, t->lines);
	follower_await(t);
	follower_stop(t);
	writer_clear(&twin);
}

enum { LOOK_MS = 8000 };	/* before logtail looks at all again without being told */

/* How many events the kernel keeps for one who does not read them. */
static int64_t
queue_size(void)
{
	static const char name[] = "/proc/sys/fs/inotify/max_queued_events";
	struct buf text = BUF_INIT;
	int64_t n;

	if (file_read(name, 64, &text) < 0)
		stages_fail(name);
	if (text.n > 0 && text.p[text.n - 1] == '\n')
		text.p[text.n - 1] = '\0';
	follower_number(buf_text(&text), &n);
	buf_clear(&text);
	return n;
}

/* The kernel drops events while logtail does not read them: more than its queue takes. */
static void
overflow(struct follower *t)
{
	int told = inotify_init1(IN_NONBLOCK | IN_CLOEXEC), fd;

	if (told < 0 || inotify_add_watch(told, ".", IN_CREATE | IN_DELETE) < 0)
		stages_fail("inotify");
	follower_start(t);
	writer_lines(&t->w, t->lines);
	follower_await(t);
	follower_freeze(t);
	for (int64_t n = queue_size(); n >= 0; n -= 2) {	/* two events each */
		fd = open("passing", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
		if (fd < 0 || unlink("passing") < 0)
			stages_fail("passing");
		close(fd);
	}
	follower_expect(t, overflowed(told), "the queue of the kernel overflows");
	writer_lines(&t->w, t->lines);
	rotate(&t->w, ROTATE_RENAME);
	writer_lines(&t->w, t->lines);
	t->s.deadline_ms = LOOK_MS;
	follower_thaw(t);
	follower_await(t);
	follower_stop(t);
	close(told);
}

/*
 * Bytes that are gone: nobody reads what comes out, so that logtail waits in the middle of a
 * file, of which it knows the size, and then that is truncated.  The gap is exact.
 */
static void
lost(struct follower *t)
{
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		long from = t->w.written + 1;

		follower_freeze(t);
		writer_lines(&t->w, t->lines);
		follower_thaw(t);
		while (t->s.seen < from)	/* it has begun, and its pipe is full by and by */
			if (!stages_read(&t->s, STAGES_DEADLINE_MS))
				break;
		follower_freeze(t);
		truncate_log(t);
		follower_forgiven(t, from, t->w.written);
		writer_lines(&t->w, 10);
		follower_thaw(t);
		follower_await(t);
	}
	follower_stop(t);
}

static const struct follower_scenario scenarios[] = {
	{ "reborn", reborn, 500, 6 },
	{ "regrown-stopped", regrown_stopped, 500, 6 },
	{ "regrown-running", regrown_running, 500, 20 },
	{ "deleted-running", deleted_running, 500, 20 },
	{ "late-file", late_file, 500, 1 },
	{ "late-directory", late_directory, 500, 1 },
	{ "link-switched", link_switched, 500, 12 },
	{ "unended", unended, 100, 12 },
	{ "twins", twins, 500, 16 },
	{ "overflow", overflow, 500, 1 },
	{ "lost", lost, 40000, 3 },
	{ "killed", killed, 200, 200 },
	{ NULL, NULL, 0, 0 },
};

int
main(int argc, char *argv[])
{
	return follower_main(scenarios, argc, argv);
}
