/*
 * stages.h - a pipeline of programs that a test starts, reads, kills and ends.
 *
 * What the programs say on stderr goes to the file "err" in the working directory.
 */
#ifndef TESTS_STAGES_H
#define TESTS_STAGES_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "numbered.h"

enum {
	STAGES_MAX = 4,
	STAGES_DEADLINE_MS = 20000,	/* nothing that is waited for takes so long */
	STAGES_BLOCK = 64 << 10,	/* read at once */
	STAGES_REST = 2 * NUMBERED_MAX,	/* longest record */
};

struct stages {
	pid_t pid[STAGES_MAX];
	int n;			/* 0: not running */
	int out;		/* what comes out at the end */
	int copy;		/* -1, or where a copy of it goes */
	size_t bytes;		/* that came out in this run */
	long seen;		/* the highest number that came out, in all runs */
	long lines;		/* how many came out, in all runs */
	bool lost;		/* a gap record of this run says that bytes are lost */
	int deadline_ms;	/* 0: STAGES_DEADLINE_MS */
	char *block;		/* the start of a record that is not whole yet, and room */
	size_t nrest;		/* bytes of that */
};

static inline _Noreturn void
stages_fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(2);
}

static inline void
stages_write(int fd, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t k = write(fd, s, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			stages_fail("cannot write");
		s += k;
		n -= (size_t)k;
	}
}

/* Start one program: it reads in, or nothing where that is -1; returns what it writes. */
static inline int
stages_add(struct stages *s, const char *const argv[], int in)
{
	int p[2], err;
	pid_t pid;

	if (s->n == STAGES_MAX || pipe2(p, O_CLOEXEC) < 0 || (pid = fork()) < 0)
		stages_fail("cannot start");
	if (pid == 0) {
		err = open("err", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
		if (in < 0)
			in = open("/dev/null", O_RDONLY | O_CLOEXEC);
		dup2(in, STDIN_FILENO);
		dup2(p[1], STDOUT_FILENO);
		dup2(err, STDERR_FILENO);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(p[1]);
	if (in >= 0)
		close(in);
	s->pid[s->n++] = pid;
	return p[0];
}

/* Start all of them, the first one first; a NULL ends them. */
static inline void
stages_start(struct stages *s, const char *const *const programs[])
{
	int in = -1;

	s->n = 0;
	s->bytes = s->nrest = 0;
	s->lost = false;
	if (!s->block)
		s->block = mem_zero(STAGES_REST + STAGES_BLOCK, 1);
	for (int i = 0; programs[i]; i++)
		in = stages_add(s, programs[i], in);
	s->out = in;
	fcntl(s->out, F_SETFL, O_NONBLOCK);
}

/* Is there a gap record that states bytes? */
static inline bool
stages_gap(const char *s, size_t n)
{
	static const char gap[] = "\"type\":\"gap\"", bytes[] = "\"bytes\":";
	const char *e = s + n, *p, *end;

	for (; (p = memmem(s, (size_t)(e - s), gap, sizeof gap - 1)) != NULL; s = end) {
		end = memchr(p, '\n', (size_t)(e - p));
		end = end ? end : e;
		p = memmem(p, (size_t)(end - p), bytes, sizeof bytes - 1);
		if (p && p + sizeof bytes - 1 < end && p[sizeof bytes - 1] != '0')
			return true;
	}
	return false;
}

/* n bytes came: whole records are taken, the last one may yet be torn by a kill. */
static inline void
stages_take(struct stages *s, size_t n)
{
	const char *end = memrchr(s->block + s->nrest, '\n', n);
	size_t whole = end ? (size_t)(end + 1 - s->block) : 0;

	n += s->nrest;
	s->lost = s->lost || stages_gap(s->block, whole);
	s->lines += numbered_scan(s->block, whole, &s->seen);
	if (s->copy >= 0)
		stages_write(s->copy, s->block, whole);
	memmove(s->block, s->block + whole, n - whole);
	s->nrest = n - whole;
	if (s->nrest > STAGES_REST)
		stages_fail("a record is too long");
}

/* Read what came out; waits for ms at most.  false when nothing came. */
static inline bool
stages_read(struct stages *s, int ms)
{
	struct pollfd p = { .fd = s->out, .events = POLLIN };
	ssize_t n = read(s->out, s->block + s->nrest, STAGES_BLOCK);

	if (n < 0 && errno == EAGAIN && ms != 0 && poll(&p, 1, ms) > 0)
		n = read(s->out, s->block + s->nrest, STAGES_BLOCK);
	if (n <= 0)
		return false;
	s->bytes += (size_t)n;
	stages_take(s, (size_t)n);
	return true;
}

/* Until that number came out; false when it does not come. */
static inline bool
stages_await(struct stages *s, long number)
{
	int ms = s->deadline_ms ? s->deadline_ms : STAGES_DEADLINE_MS;

	while (s->seen < number)
		if (!stages_read(s, ms)) {
			fprintf(stderr, "# line %ld did not come out, the last is %ld\n",
			    number, s->seen);
			return false;
		}
	return true;
}

/* Kill all of them, beginning with that one. */
static inline void
stages_kill(struct stages *s, int first)
{
	for (int i = 0; i < s->n; i++)
		kill(s->pid[(first + i) % s->n], SIGKILL);
	for (int i = 0; i < s->n; i++)
		waitpid(s->pid[i], NULL, 0);
	if (s->copy >= 0) {	/* what left the pipeline before it was killed */
		while (stages_read(s, 0))
			;
		stages_write(s->copy, NUMBERED_KILLED, sizeof NUMBERED_KILLED - 1);
	}
	close(s->out);
	s->n = 0;
}

/*
 * They end as they should when the first one is told to: with status 0, the first one with 2
 * where it said that bytes are lost?  One that is told so while it starts may not have come to
 * its handler of signals yet.
 */
static inline bool
stages_stop(struct stages *s)
{
	bool ok = true;
	int status;

	kill(s->pid[0], SIGTERM);
	while (stages_read(s, STAGES_DEADLINE_MS))
		;
	for (int i = 0; i < s->n; i++) {
		waitpid(s->pid[i], &status, 0);
		if (i == 0 && s->lost && WIFEXITED(status) && WEXITSTATUS(status) == 2)
			continue;
		if ((status == 0 && (i > 0 || !s->lost)) || (i == 0 && s->bytes == 0 && WIFSIGNALED(status) &&
		    WTERMSIG(status) == SIGTERM))
			continue;
		fprintf(stderr, "# program %d ended with wait status %#x\n", i + 1,
		    (unsigned)status);
		ok = false;
	}
	if (s->copy >= 0)
		stages_write(s->copy, NUMBERED_ENDED, sizeof NUMBERED_ENDED - 1);
	close(s->out);
	s->n = 0;
	return ok;
}

/* What a program that ends by itself prints. */
static inline int
stages_output(const char *const argv[])
{
	struct stages s = { .n = 0 };

	return stages_add(&s, argv, -1);
}

#endif
