/*
 * crash - does a pipeline keep each line exactly once when it is killed again and again?
 *
 *	crash [-s SEED] [-k KILLS] [-n LINES] [-c] [-x FILTER] DIRECTORY
 *
 * Writes numbered lines to DIRECTORY/app.log, also in halves, and rotates it by renaming, while
 *
 *	logtail -f --resume archive app.log | [FILTER |] archive append --pass archive
 *
 * runs; kills all of its processes with SIGKILL when it has passed on a pseudo-random number
 * of bytes, writes and rotates on meanwhile, and starts it again.  In the end `archive cat`
 * must have every number once and in order: status 0, else 1 and what was wrong.
 * -c: the control.  Without --resume lines must get lost, or the test proves nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	STAGES = 3,
	KEPT = 40,		/* rotated files; more are deleted, so that inodes are used again */
	BACKLOG = 3000,		/* lines not yet passed on above which nothing is rotated */
	DEADLINE_MS = 60000,
	MARK = 12,		/* length of "line 0000001" */
};

struct test {
	uint64_t random;
	bool control;
	const char *filter;
	long lines;

	long quota;		/* lines that may be written by now: each run has its share */
	long written, seen;	/* lines written whole; the last number passed on */
	int log;
	long in_file, rotate_at;
	unsigned rotations;
	char half[512];		/* the rest of a line of which a part is written */

	pid_t stage[STAGES];
	int nstages;
	int passed;		/* what comes out at the end */
	size_t bytes;		/* of it, in this run */
	char window[MARK + 1];	/* the last bytes, for marks that are torn by a read */
};

static _Noreturn void
fail(const char *what)
{
	fprintf(stderr, "crash: %s: %s\n", what, strerror(errno));
	exit(2);
}

static uint64_t
draw(struct test *t, uint64_t below)
{
	t->random ^= t->random << 13;
	t->random ^= t->random >> 7;
	t->random ^= t->random << 17;
	return t->random % below;
}

static void
put(int fd, const char *s, size_t n)
{
	if (write(fd, s, n) != (ssize_t)n)
		fail("cannot write the log");
}

static void
open_log(struct test *t)
{
	t->log = open("app.log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (t->log < 0)
		fail("cannot open app.log");
	t->in_file = 0;
	t->rotate_at = 100 + (long)draw(t, 300);
}

static void
rotate(struct test *t)
{
	char from[32], to[32];

	for (int i = KEPT; i > 0; i--) {
		snprintf(from, sizeof from, i > 1 ? "app.log.%d" : "app.log", i - 1);
		snprintf(to, sizeof to, "app.log.%d", i);
		if (rename(from, to) < 0 && errno != ENOENT)
			fail("cannot rename");
	}
	close(t->log);
	open_log(t);
	t->rotations++;
}

/* One line, or its first part; the rest comes with the next one. */
static void
write_line(struct test *t)
{
	char line[sizeof t->half];
	int n, cut;

	if (t->half[0]) {
		put(t->log, t->half, strlen(t->half));
		t->half[0] = '\0';
		t->written++;
		t->in_file++;
		return;
	}
	if (t->in_file >= t->rotate_at && t->written - t->seen < BACKLOG)
		rotate(t);
	n = snprintf(line, sizeof line, "2026-11-20 20:52:36.%03ld [main] INFO line %07ld %.*s\n",
	    t->written % 1000, t->written + 1, (int)draw(t, 200),
	    "................................................................................"
	    "................................................................................"
	    "........................................");
	cut = draw(t, 10) == 0 ? (int)draw(t, (uint64_t)n) : n;
	put(t->log, line, (size_t)cut);
	if (cut < n) {
		memcpy(t->half, line + cut, (size_t)(n - cut) + 1);
	} else {
		t->written++;
		t->in_file++;
	}
}

static void
write_some(struct test *t, uint64_t most)
{
	for (uint64_t n = draw(t, most + 1); n > 0 && t->written < t->quota; n--)
		write_line(t);
}

static void
start_stage(struct test *t, const char *const argv[], int *in, bool last)
{
	int p[2];
	pid_t pid;

	if (pipe2(p, O_CLOEXEC) < 0 || (pid = fork()) < 0)
		fail("cannot start");
	if (pid == 0) {
		if (*in >= 0)
			dup2(*in, STDIN_FILENO);
		dup2(p[1], STDOUT_FILENO);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(p[1]);
	if (*in >= 0)
		close(*in);
	*in = p[0];
	t->stage[t->nstages++] = pid;
	if (last) {
		t->passed = p[0];
		fcntl(p[0], F_SETFL, O_NONBLOCK);
	}
}

static void
start(struct test *t)
{
	const char *tail[] = {
		"logtail", "-f", "--tick", "0", "app.log", t->control ? NULL : "--resume",
		"archive", NULL,
	};
	const char *filter[] = { t->filter, NULL };
	const char *append[] = { "archive", "append", "--pass", "archive", NULL };
	int in = -1;

	t->nstages = 0;
	t->bytes = 0;
	start_stage(t, tail, &in, false);
	if (t->filter)
		start_stage(t, filter, &in, false);
	start_stage(t, append, &in, true);
}

/* Look for the last number in what came out; a mark may be torn between two reads. */
static void
look(struct test *t, const char *s, size_t n)
{
	char text[MARK + 4096 + 1];
	size_t had = strlen(t->window);

	memcpy(text, t->window, had);
	memcpy(text + had, s, n);
	text[had + n] = '\0';
	for (const char *p = text; (p = strstr(p, "line 0")) != NULL && strlen(p) >= MARK; p++)
		t->seen = strtol(p + 5, NULL, 10);
	n += had;
	had = n < MARK - 1 ? n : MARK - 1;
	memcpy(t->window, text + n - had, had);
	t->window[had] = '\0';
}

/* Read what was passed on; waits for ms at most.  false when nothing came. */
static bool
read_passed(struct test *t, int ms)
{
	struct pollfd p = { .fd = t->passed, .events = POLLIN };
	char block[4096];
	ssize_t n;

	if (poll(&p, 1, ms) <= 0 || (n = read(t->passed, block, sizeof block)) <= 0)
		return false;
	t->bytes += (size_t)n;
	look(t, block, (size_t)n);
	return true;
}

static void
kill_all(struct test *t)
{
	int first = (int)draw(t, (uint64_t)t->nstages);

	for (int i = 0; i < t->nstages; i++)
		kill(t->stage[(first + i) % t->nstages], SIGKILL);
	for (int i = 0; i < t->nstages; i++)
		waitpid(t->stage[i], NULL, 0);
	close(t->passed);
	t->window[0] = '\0';
}

/* Run, and kill when so many bytes came out: none at all now and then. */
static void
run_and_kill(struct test *t)
{
	size_t bytes = draw(t, 8) == 0 ? 0 : (size_t)draw(t, 60000);

	start(t);
	while (t->bytes < bytes && t->written < t->quota) {
		write_some(t, 40);
		while (t->bytes < bytes && read_passed(t, t->written - t->seen > BACKLOG ?
		    DEADLINE_MS : 0))
			;
	}
	kill_all(t);
	if (draw(t, 2))
		write_some(t, 900);	/* while nobody looks, with rotations */
}

/* The last run: everything comes out, and it ends as it should when it is told to. */
static bool
drain(struct test *t)
{
	bool ok = true;
	int status;

	while (t->written < t->lines)
		write_line(t);
	start(t);
	while (t->seen < t->lines && read_passed(t, t->control ? 2000 : DEADLINE_MS))
		;
	kill(t->stage[0], SIGTERM);
	while (read_passed(t, DEADLINE_MS))
		;
	for (int i = 0; i < t->nstages; i++) {
		waitpid(t->stage[i], &status, 0);
		ok = ok && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	close(t->passed);
	return ok;
}

/* Count what is in the archive. */
static bool
judge(struct test *t)
{
	long want = 1, lost = 0, doubled = 0, last = 0;
	char *line = NULL, *p;
	size_t cap = 0;
	int in = -1;
	FILE *f;

	t->nstages = 0;
	start_stage(t, (const char *const[]){ "archive", "cat", "archive", NULL }, &in, false);
	if ((f = fdopen(in, "r")) == NULL)
		fail("fdopen");
	while (getline(&line, &cap, f) > 0) {
		if (strstr(line, ",\"type\":\"stat\"") != NULL)
			continue;	/* the account of a file */
		if ((p = strstr(line, " INFO line ")) == NULL) {
			printf("not a line of the log: %s", line);
			doubled++;
			continue;
		}
		last = strtol(p + 11, NULL, 10);
		if (last < want)
			doubled++;
		else
			lost += last - want;
		want = last >= want ? last + 1 : want;
	}
	free(line);
	fclose(f);
	waitpid(t->stage[0], NULL, 0);
	lost += t->lines - (want - 1);
	if (t->control)
		printf("%s\n", lost > 0 ? "without --resume lines are lost" : "nothing is lost");
	else
		printf("%ld lines, %ld lost, %ld doubled or out of order\n", t->lines, lost, doubled);
	return lost == 0 && doubled == 0;
}

static long
option(const char *s)
{
	char *end;
	long v = strtol(s, &end, 10);

	if (*s == '\0' || *end != '\0' || v < 1) {
		errno = EINVAL;
		fail(s);
	}
	return v;
}

int
main(int argc, char *argv[])
{
	struct test t = { .random = 1, .lines = 30000 };
	long kills = 50, seed = 1;
	bool ok;

	for (int c; (c = getopt(argc, argv, "cs:k:n:x:")) != -1;)
		switch (c) {
		case 'c': t.control = true; break;
		case 'x': t.filter = optarg; break;
		case 's': seed = option(optarg); break;
		case 'k': kills = option(optarg); break;
		case 'n': t.lines = option(optarg); break;
		default: return 2;
		}
	if (optind + 1 != argc || chdir(argv[optind]) < 0)
		fail("needs a directory");
	t.random = (uint64_t)seed * 0x9E3779B97F4A7C15u;
	open_log(&t);
	for (long i = 1; i <= kills; i++) {
		t.quota = t.lines * i / (kills + 1);
		run_and_kill(&t);
	}
	ok = drain(&t);
	if (!ok && !t.control)
		printf("the last run did not end with status 0\n");
	fprintf(stderr, "crash: seed %ld, %ld kills, %u rotations, %ld lines\n", seed, kills,
	    t.rotations, t.lines);
	return judge(&t) && ok ? 0 : 1;
}
