/*
 * torture - does a follower give out each line once, whatever happens to the file?
 *
 *	torture [-c] [-n LINES] [-r ROTATIONS] [-S] SCENARIO DIRECTORY
 *
 * Writes numbered lines to DIRECTORY/app.log and lets happen to it what SCENARIO says (`torture
 * list x` names them), while
 *
 *	logtail -f --resume archive app.log | archive append --pass archive
 *
 * follows, or with -S
 *
 *	logtail -f --state state app.log >got
 *
 * In the end each line must be in the archive, or in got, once and in order: status 0, else 1
 * and what was wrong.  -n: lines of each file.  -c: the control; nothing is remembered from one
 * run of logtail to the next.  Nothing is timed: it waits for lines to come out, or goes on at
 * once.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "num.h"
#include "numbered.h"
#include "rotate.h"
#include "stages.h"

struct test {
	struct writer w;
	struct stages s;
	int64_t lines, rotations;
	bool control, state;
	bool failed;
	const char *path;	/* that logtail is told */
};

/* What has to be true on the way. */
static void
expect(struct test *t, bool ok, const char *what)
{
	if (!ok && !t->control) {
		printf("not so: %s\n", what);
		t->failed = true;
	}
}

static void
start(struct test *t)
{
	const char *option = t->state ? "--state" : "--resume";
	const char *memory = t->state ? "state" : "archive";
	const char *tail[] = {
		"logtail", "-f", "--tick", "0", t->path, t->control ? NULL : option, memory, NULL,
	};
	const char *append[] = { "archive", "append", "--pass", "archive", NULL };
	const char *const *pipeline[] = { tail, t->state ? NULL : append, NULL };

	stages_start(&t->s, pipeline);
}

/* All that was written so far came out. */
static void
await(struct test *t)
{
	expect(t, stages_await(&t->s, t->w.written), "what was written comes out");
}

static void
stop(struct test *t)
{
	if (t->s.n > 0)
		expect(t, stages_stop(&t->s), "it ends with status 0 when it is told to");
}

/* It does not run until thaw(). */
static void
freeze(struct test *t)
{
	int status;

	kill(t->s.pid[0], SIGSTOP);
	if (waitpid(t->s.pid[0], &status, WUNTRACED) < 0 || !WIFSTOPPED(status))
		stages_fail("cannot stop logtail");
}

static void
thaw(struct test *t)
{
	kill(t->s.pid[0], SIGCONT);
}

/* Rotated as fast as it is written: nobody waits for the follower. */
static void
fast(struct test *t, enum rotate_how how, bool dated)
{
	t->w.dated = dated;
	start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		rotate(&t->w, how);
		while (stages_read(&t->s, 0))
			;
	}
	writer_lines(&t->w, t->lines);
	await(t);
	stop(t);
}

/* Rotated when all was read. */
static void
calm(struct test *t, enum rotate_how how, bool dated)
{
	t->w.dated = dated;
	start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		await(t);
		rotate(&t->w, how);
	}
	writer_lines(&t->w, t->lines);
	await(t);
	stop(t);
}

static void
rename_fast(struct test *t)
{
	fast(t, ROTATE_RENAME, false);
}

static void
rename_dated(struct test *t)
{
	fast(t, ROTATE_RENAME, true);
}

static void
rename_calm(struct test *t)
{
	calm(t, ROTATE_RENAME, false);
}

/* The program goes on writing to the file that was renamed, until it is told. */
static void
rename_late(struct test *t)
{
	t->w.keep_open = true;
	start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		rotate(&t->w, ROTATE_RENAME);
		writer_lines(&t->w, t->lines / 2 + 1);
		writer_part(&t->w);
		if (i % 2)
			expect(t, stages_await(&t->s, t->w.written),
			    "what is written to a renamed file comes out");
		writer_rest(&t->w);
		writer_reopen(&t->w);
	}
	writer_lines(&t->w, t->lines);
	await(t);
	stop(t);
}

static void
copy_fast(struct test *t)
{
	fast(t, ROTATE_COPY, false);
}

static void
copy_dated(struct test *t)
{
	fast(t, ROTATE_COPY, true);
}

static void
copy_calm(struct test *t)
{
	calm(t, ROTATE_COPY, false);
}

/* Rotated n times while nobody follows; what was rotated away is compressed by packer. */
static void
stopped(struct test *t, int n, enum rotate_how how, const char *packer)
{
	start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		await(t);
		stop(t);
		for (int k = 0; k < n; k++) {
			writer_lines(&t->w, t->lines);
			rotate(&t->w, how);
		}
		if (packer)
			rotate_pack(&t->w, packer);
		writer_lines(&t->w, t->lines);
		start(t);
		await(t);
	}
	stop(t);
}

static void
stopped_once(struct test *t)
{
	stopped(t, 1, ROTATE_RENAME, NULL);
}

static void
stopped_thrice(struct test *t)
{
	stopped(t, 3, ROTATE_RENAME, NULL);
}

static void
stopped_copy(struct test *t)
{
	stopped(t, 1, ROTATE_COPY, NULL);
}

static void
stopped_copies(struct test *t)
{
	stopped(t, 3, ROTATE_COPY, NULL);
}

static void
stopped_gzip(struct test *t)
{
	stopped(t, 3, ROTATE_RENAME, "gzip");
}

static void
stopped_xz(struct test *t)
{
	stopped(t, 3, ROTATE_RENAME, "xz");
}

static void
stopped_zstd(struct test *t)
{
	stopped(t, 3, ROTATE_RENAME, "zstd");
}

static void
stopped_copy_gzip(struct test *t)
{
	stopped(t, 2, ROTATE_COPY, "gzip");
}

/* Rotated and compressed at once while it is followed. */
static void
packed_fast(struct test *t)
{
	static const char *const packers[] = { "gzip", "xz", "zstd" };

	start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		rotate(&t->w, i % 2 ? ROTATE_COPY : ROTATE_RENAME);
		rotate_pack(&t->w, packers[i % 3]);
		while (stages_read(&t->s, 0))
			;
	}
	writer_lines(&t->w, t->lines);
	await(t);
	stop(t);
}

/* The inode of app.log, deleted, becomes that of a new app.log. */
static void
reborn_file(struct test *t)
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
reborn(struct test *t)
{
	start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		await(t);
		stop(t);
		reborn_file(t);
		writer_lines(&t->w, t->lines * (1 + i % 3) / 2);
		start(t);
		await(t);
	}
	stop(t);
}

static void
truncate_log(struct test *t)
{
	writer_rest(&t->w);
	if (ftruncate(t->w.fd, 0) < 0)
		stages_fail("cannot truncate");
	t->w.first = t->w.written + 1;
}

static void
regrown_stopped(struct test *t)
{
	start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		await(t);
		stop(t);
		truncate_log(t);
		writer_lines(&t->w, t->lines * (1 + i % 3) / 2);
		start(t);
		await(t);
	}
	stop(t);
}

/* Truncated when all was read, and regrown before or while anybody looks. */
static void
regrown_running(struct test *t)
{
	start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		await(t);
		if (i % 2)
			freeze(t);
		truncate_log(t);
		writer_lines(&t->w, t->lines * (1 + i % 3) / 2);
		if (i % 2)
			thaw(t);
		await(t);
	}
	stop(t);
}

/* Deleted while it is followed, written on, and made anew. */
static void
deleted_running(struct test *t)
{
	start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		await(t);
		if (unlink(t->w.path) < 0)
			stages_fail(t->w.path);
		writer_lines(&t->w, t->lines);
		if (i % 2)
			await(t);
		writer_reopen(&t->w);
	}
	writer_lines(&t->w, t->lines);
	await(t);
	stop(t);
}

static void
late_file(struct test *t)
{
	close(t->w.fd);
	unlink(t->w.path);
	start(t);
	writer_open(&t->w);
	writer_lines(&t->w, t->lines);
	await(t);
	stop(t);
}

/* The directories appear one after the other, the last one with the file in it. */
static void
late_directory(struct test *t)
{
	unlink(t->w.path);
	close(t->w.fd);
	t->path = t->w.path = "a/b/c/app.log";
	start(t);
	if (mkdir("a", 0755) < 0 || mkdir("a/new", 0755) < 0 || mkdir("a/new/c", 0755) < 0)
		stages_fail("cannot make directories");
	t->w.path = "a/new/c/app.log";
	writer_open(&t->w);
	t->w.path = "a/b/c/app.log";
	writer_lines(&t->w, t->lines);
	if (rename("a/new", "a/b") < 0)
		stages_fail("cannot rename the directory");
	await(t);
	writer_lines(&t->w, t->lines);
	rotate(&t->w, ROTATE_RENAME);
	writer_lines(&t->w, t->lines);
	await(t);
	stop(t);
}

/* A symbolic link is switched to the next file when the one before it is written. */
static void
link_switched(struct test *t)
{
	char name[ROTATE_NAME];

	t->path = "current";
	unlink("current");
	if (symlink(t->w.path, "current") < 0)
		stages_fail("cannot link");
	start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		if (i % 2 || i == 0)
			await(t);
		if (i % 3 == 2)
			stop(t);
		close(t->w.fd);
		snprintf(name, sizeof name, "log%" PRId64, i);
		t->w.path = name;
		writer_open(&t->w);
		if (symlink(name, "next") < 0 || rename("next", "current") < 0)
			stages_fail("cannot switch the link");
		writer_lines(&t->w, t->lines);
		if (t->s.n == 0)
			start(t);
		await(t);	/* what a link led to and does no more is not looked for */
	}
	stop(t);
}

/* A last line without its end: completed while it is followed, and while it is not. */
static void
unended(struct test *t)
{
	start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		writer_part(&t->w);
		await(t);
		if (i % 2) {
			stop(t);
			writer_rest(&t->w);
			start(t);
		}
		writer_lines(&t->w, 1);
		writer_part(&t->w);
		await(t);
		if (i % 3 == 2)
			stop(t);
		rotate(&t->w, ROTATE_RENAME);	/* its rest follows in the renamed file */
		if (t->s.n == 0)
			start(t);
	}
	writer_lines(&t->w, t->lines);
	await(t);
	stop(t);
}

/* Killed when a number of bytes came out, none at all now and then, and started again. */
static void
killed(struct test *t)
{
	for (int64_t i = 0; i < t->rotations; i++) {
		size_t bytes = i % 8 == 7 ? 0 : (size_t)numbered_draw(&t->w.random, 60000);

		start(t);
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
	start(t);
	await(t);
	stop(t);
}

struct scenario {
	const char *name;
	void (*run)(struct test *);
	int64_t lines, rotations;
};

static const struct scenario scenarios[] = {
	{ "rename-fast", rename_fast, 10000, 20 },
	{ "rename-dated", rename_dated, 10000, 20 },
	{ "rename-calm", rename_calm, 500, 20 },
	{ "rename-late", rename_late, 500, 20 },
	{ "copy-fast", copy_fast, 10000, 20 },
	{ "copy-dated", copy_dated, 10000, 20 },
	{ "copy-calm", copy_calm, 500, 20 },
	{ "stopped-once", stopped_once, 500, 4 },
	{ "stopped-thrice", stopped_thrice, 500, 4 },
	{ "stopped-copy", stopped_copy, 500, 4 },
	{ "stopped-copies", stopped_copies, 500, 4 },
	{ "stopped-gzip", stopped_gzip, 500, 3 },
	{ "stopped-xz", stopped_xz, 500, 3 },
	{ "stopped-zstd", stopped_zstd, 500, 3 },
	{ "stopped-copy-gzip", stopped_copy_gzip, 500, 3 },
	{ "packed-fast", packed_fast, 2000, 20 },
	{ "reborn", reborn, 500, 6 },
	{ "regrown-stopped", regrown_stopped, 500, 6 },
	{ "regrown-running", regrown_running, 500, 20 },
	{ "deleted-running", deleted_running, 500, 20 },
	{ "late-file", late_file, 500, 1 },
	{ "late-directory", late_directory, 500, 1 },
	{ "link-switched", link_switched, 500, 12 },
	{ "unended", unended, 100, 12 },
	{ "killed", killed, 200, 200 },
};

static const struct scenario *
scenario(const char *name)
{
	for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
		if (strcmp(scenarios[i].name, name) == 0)
			return &scenarios[i];
	for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
		puts(scenarios[i].name);
	exit(strcmp(name, "list") == 0 ? 0 : EXIT_USAGE);
}

/* Count what came out. */
static bool
judge(struct test *t, const char *name)
{
	const char *cat[] = { "archive", "cat", "archive", NULL };
	struct numbered c;
	bool ok;

	numbered_begin(&c, t->w.written);
	c.salt = t->w.salt;
	c.again = t->state && strcmp(name, "killed") == 0;
	numbered_read(&c, t->state ? open("got", O_RDONLY | O_CLOEXEC) : stages_output(cat));
	ok = numbered_end(&c);
	if (t->control)
		printf("%s: without memory lines are lost or doubled: %s\n", name,
		    ok ? "no" : "yes");
	else
		printf("%s: %ld lines, %ld lost, %ld doubled, %ld out of order, %ld wrong\n",
		    name, t->w.written, c.lost, c.doubled, c.disordered, c.wrong);
	numbered_clear(&c);
	return ok;
}

static void
number(const char *s, int64_t *v)
{
	if (num_i64(s, 1, 1000000000, v) < 0)
		die_errno(EXIT_USAGE, "'%s'", s);
}

int
main(int argc, char *argv[])
{
	struct test t = { .w = { .path = "app.log", .random = 88172645463325252u } };
	const struct scenario *what;
	bool ok;

	err_init(argv[0]);
	for (int c; (c = getopt(argc, argv, "cn:r:S")) != -1;)
		switch (c) {
		case 'c': t.control = true; break;
		case 'n': number(optarg, &t.lines); break;
		case 'r': number(optarg, &t.rotations); break;
		case 'S': t.state = true; break;
		default: return EXIT_USAGE;
		}
	if (optind + 2 != argc)
		die_msg(EXIT_USAGE, "usage: torture [-c] [-n lines] [-r rotations] [-S] "
		    "scenario directory");
	what = scenario(argv[optind]);
	if (chdir(argv[optind + 1]) < 0)
		die_errno(EXIT_USAGE, "'%s'", argv[optind + 1]);
	t.lines = t.lines ? t.lines : what->lines;
	t.rotations = t.rotations ? t.rotations : what->rotations;
	t.path = t.w.path;
	t.s.deadline_ms = t.control ? 2000 : 0;
	t.s.copy = t.state ? open("got", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
	writer_open(&t.w);
	what->run(&t);
	ok = judge(&t, what->name) && !t.failed;
	free(t.w.block);
	free(t.s.block);
	return ok != t.control ? EXIT_OK : EXIT_NO;
}
