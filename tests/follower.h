/*
 * follower.h - scenarios in which logtail follows app.log, and the count of what comes out.
 *
 *	PROGRAM [-c] [-n LINES] [-r ROTATIONS] [-S] SCENARIO DIRECTORY
 *
 * A scenario writes numbered lines to DIRECTORY/app.log and lets happen to it what its name says
 * (`PROGRAM list .` prints all names), while
 *
 *	logtail -f --resume archive app.log | archive append --pass archive
 *
 * follows, or with -S
 *
 *	logtail -f --state state app.log >got
 *
 * In the end each line must be in the archive, or in got, once and in order, and what is lost
 * because it was destroyed must be in gap records, to the byte: status 0, else 1 and what was
 * wrong.  -n: lines of each file.  -c: the control; nothing is remembered from one run of
 * logtail to the next, so that lines must be lost or doubled.  Nothing is timed: a scenario
 * waits for lines to come out, or goes on at once.
 */
#ifndef TESTS_FOLLOWER_H
#define TESTS_FOLLOWER_H

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "num.h"
#include "numbered.h"
#include "rotate.h"
#include "stages.h"

struct follower_span {
	long from, to;
};

struct follower {
	struct writer w;
	struct stages s;
	int64_t lines, rotations;
	bool control, state;
	bool killed, failed;
	struct follower_span gone[16];	/* lines that were destroyed before they were read */
	size_t ngone;
	const char *path, *other;	/* that logtail is told; other may be NULL */
	struct numbered c;	/* the count, in the end */
};

/* What has to be true on the way. */
static inline void
follower_expect(struct follower *t, bool ok, const char *what)
{
	if (!ok && !t->control) {
		printf("not so: %s\n", what);
		t->failed = true;
	}
}

static inline void
follower_start(struct follower *t)
{
	const char *option = t->state ? "--state" : "--resume";
	const char *memory = t->state ? "state" : "archive";
	const char *tail[] = {
		"logtail", "-f", "--tick", "0", option, memory, "--", t->path, t->other, NULL,
	};
	const char *append[] = { "archive", "append", "--pass", "archive", NULL };
	const char *const *pipeline[] = { tail, t->state ? NULL : append, NULL };

	if (t->control) {	/* each run begins anew */
		tail[4] = "--";
		tail[5] = t->path;
		tail[6] = NULL;
	}
	stages_start(&t->s, pipeline);
}

/* All that was written so far came out. */
static inline void
follower_await(struct follower *t)
{
	follower_expect(t, stages_await(&t->s, t->w.written), "what was written comes out");
}

static inline void
follower_stop(struct follower *t)
{
	if (t->s.n > 0)
		follower_expect(t, stages_stop(&t->s), "it ends as it should when it is told to");
}

/* It does not run until thaw(). */
static inline void
follower_freeze(struct follower *t)
{
	int status;

	kill(t->s.pid[0], SIGSTOP);
	if (waitpid(t->s.pid[0], &status, WUNTRACED) < 0 || !WIFSTOPPED(status))
		stages_fail("cannot stop logtail");
}

static inline void
follower_thaw(struct follower *t)
{
	kill(t->s.pid[0], SIGCONT);
}

/* These lines were destroyed: those that did not come out are lost. */
static inline void
follower_forgiven(struct follower *t, long from, long to)
{
	if (t->ngone == sizeof t->gone / sizeof *t->gone)
		stages_fail("too much is destroyed");
	t->gone[t->ngone++] = (struct follower_span){ from, to };
}

struct follower_scenario {
	const char *name;
	void (*run)(struct follower *);
	int64_t lines, rotations;
};

/* The one of that name; list names them all. */
static inline const struct follower_scenario *
follower_scenario(const struct follower_scenario *all, const char *name)
{
	for (const struct follower_scenario *x = all; x->name; x++)
		if (strcmp(x->name, name) == 0)
			return x;
	for (const struct follower_scenario *x = all; x->name; x++)
		puts(x->name);
	exit(strcmp(name, "list") == 0 ? EXIT_OK : EXIT_USAGE);
}

/* Count what came out. */
static inline bool
follower_judge(struct follower *t, const char *name)
{
	const char *cat[] = { "archive", "cat", "archive", NULL };
	struct numbered *c = &t->c;
	bool ok;

	numbered_begin(c, t->w.written);
	c->header = t->w.header;
	c->again = t->state && t->killed;
	for (size_t i = 0; i < t->ngone; i++)
		numbered_forgive(c, t->gone[i].from, t->gone[i].to);
	numbered_read(c, t->state ? open("got", O_RDONLY | O_CLOEXEC) : stages_output(cat));
	ok = numbered_end(c);
	if (t->control)
		printf("%s: without memory lines are lost or doubled: %s\n", name,
		    ok ? "no" : "yes");
	else
		printf("%s: %ld lines, %ld lost, %ld doubled, %ld out of order, %ld wrong\n",
		    name, t->w.written, c->lost, c->doubled, c->disordered, c->wrong);
	if (t->ngone > 0 && c->forgiven == 0)
		printf("nothing was destroyed\n");
	if (c->gap_bytes != c->forgiven_bytes)
		printf("gaps say %" PRId64 " bytes, of %" PRId64 " that are lost\n",
		    c->gap_bytes, c->forgiven_bytes);
	ok = ok && (t->ngone == 0 || c->forgiven > 0) && c->gap_bytes == c->forgiven_bytes;
	numbered_clear(c);
	return ok;
}

static inline void
follower_number(const char *s, int64_t *v)
{
	if (num_i64(s, 1, 1000000000, v) < 0)
		die_errno(EXIT_USAGE, "'%s'", s);
}

/* All of a program that runs one of those scenarios. */
static inline int
follower_main(const struct follower_scenario *all, int argc, char *argv[])
{
	struct follower t = { .w = { .path = "app.log", .random = 88172645463325252u } };
	const struct follower_scenario *what;
	bool ok;

	err_init(argv[0]);
	for (int c; (c = getopt(argc, argv, "cn:r:S")) != -1;)
		switch (c) {
		case 'c': t.control = true; break;
		case 'n': follower_number(optarg, &t.lines); break;
		case 'r': follower_number(optarg, &t.rotations); break;
		case 'S': t.state = true; break;
		default: return EXIT_USAGE;
		}
	if (optind + 2 != argc)
		die_msg(EXIT_USAGE, "usage: %s [-c] [-n lines] [-r rotations] [-S] "
		    "scenario|list directory", err_program());
	what = follower_scenario(all, argv[optind]);
	if (chdir(argv[optind + 1]) < 0)
		die_errno(EXIT_USAGE, "'%s'", argv[optind + 1]);
	t.lines = t.lines ? t.lines : what->lines;
	t.rotations = t.rotations ? t.rotations : what->rotations;
	t.path = t.w.path;
	t.s.deadline_ms = t.control ? 2000 : 0;
	t.s.copy = t.state ? open("got", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
	writer_open(&t.w);
	what->run(&t);
	ok = follower_judge(&t, what->name) && !t.failed;
	writer_clear(&t.w);
	free(t.s.block);
	return ok != t.control ? EXIT_OK : EXIT_NO;
}

#endif
