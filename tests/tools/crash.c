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
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "err.h"
#include "num.h"
#include "numbered.h"
#include "rotate.h"
#include "stages.h"

enum {
	KEPT = 40,		/* rotated files; more are deleted, so that inodes are used again */
	BACKLOG = 3000,		/* lines not yet passed on above which nothing is rotated */
};

struct test {
	struct writer w;
	struct stages s;
	bool control;
	const char *filter;
	int64_t lines, kills;
	int64_t quota;		/* lines that may be written by now: each run has its share */
	long rotate_at;		/* in this file */
};

static uint64_t
draw(struct test *t, uint64_t below)
{
	return numbered_draw(&t->w.random, below);
}

/* One line, or its first part; the rest comes with the next one. */
static void
write_line(struct test *t)
{
	if (t->w.half[0]) {
		writer_rest(&t->w);
		return;
	}
	if (t->w.written + 1 - t->w.first >= t->rotate_at &&
	    t->w.written - t->s.seen < BACKLOG) {
		rotate(&t->w, ROTATE_RENAME);
		t->rotate_at = 100 + (long)draw(t, 300);
	}
	if (draw(t, 10) == 0)
		writer_part(&t->w);
	else
		writer_lines(&t->w, 1);
}

static void
write_some(struct test *t, uint64_t most)
{
	for (uint64_t n = draw(t, most + 1); n > 0 && t->w.written < t->quota; n--)
		write_line(t);
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
	const char *const *pipeline[] = {
		tail, t->filter ? filter : append, t->filter ? append : NULL, NULL,
	};

	stages_start(&t->s, pipeline);
}

/* Run, and kill when so many bytes came out: none at all now and then. */
static void
run_and_kill(struct test *t)
{
	size_t bytes = draw(t, 8) == 0 ? 0 : (size_t)draw(t, 60000);

	start(t);
	while (t->s.bytes < bytes && t->w.written < t->quota) {
		write_some(t, 40);
		while (t->s.bytes < bytes && stages_read(&t->s,
		    t->w.written - t->s.seen > BACKLOG ? STAGES_DEADLINE_MS : 0))
			;
	}
	stages_kill(&t->s, (int)draw(t, (uint64_t)t->s.n));
	if (draw(t, 2))
		write_some(t, 900);	/* while nobody looks, with rotations */
}

/* The last run: everything comes out, and it ends as it should when it is told to. */
static bool
drain(struct test *t)
{
	bool ok;

	while (t->w.written < t->lines - 1)
		write_line(t);
	start(t);
	while (t->w.written < t->lines)	/* what was archived, and not passed on, comes no more */
		write_line(t);
	t->s.deadline_ms = t->control ? 2000 : 0;
	ok = stages_await(&t->s, (long)t->lines);
	return stages_stop(&t->s) && ok;
}

/* Count what is in the archive. */
static bool
judge(struct test *t)
{
	const char *cat[] = { "archive", "cat", "archive", NULL };
	struct numbered c;
	bool ok;

	numbered_begin(&c, (long)t->lines);
	numbered_read(&c, stages_output(cat));
	ok = numbered_end(&c);
	if (t->control)
		printf("%s\n", c.lost > 0 ? "without --resume lines are lost" :
		    "nothing is lost");
	else
		printf("%ld lines, %ld lost, %ld doubled, %ld out of order, %ld wrong\n",
		    c.n, c.lost, c.doubled, c.disordered, c.wrong);
	numbered_clear(&c);
	return ok;
}

static void
number(const char *s, int64_t *v)
{
	if (num_i64(s, 1, INT32_MAX, v) < 0)
		die_errno(EXIT_USAGE, "'%s'", s);
}

int
main(int argc, char *argv[])
{
	struct test t = {
		.w = { .path = "app.log", .kept = KEPT }, .s = { .copy = -1 },
		.lines = 30000, .kills = 50, .rotate_at = 200,
	};
	int64_t seed = 1;
	bool ok;

	err_init(argv[0]);
	for (int c; (c = getopt(argc, argv, "cs:k:n:x:")) != -1;)
		switch (c) {
		case 'c': t.control = true; break;
		case 'x': t.filter = optarg; break;
		case 's': number(optarg, &seed); break;
		case 'k': number(optarg, &t.kills); break;
		case 'n': number(optarg, &t.lines); break;
		default: return EXIT_USAGE;
		}
	if (optind + 1 != argc || chdir(argv[optind]) < 0)
		die_msg(EXIT_USAGE, "needs a directory");
	t.w.random = (uint64_t)seed * 0x9E3779B97F4A7C15u;
	writer_open(&t.w);
	for (int64_t i = 1; i <= t.kills; i++) {
		t.quota = (t.lines - 1) * i / (t.kills + 1);
		run_and_kill(&t);
	}
	ok = drain(&t);
	if (!ok && !t.control)
		printf("the last run did not end as it should\n");
	fprintf(stderr, "crash: seed %" PRId64 ", %" PRId64 " kills, %u rotations, %" PRId64
	    " lines\n", seed, t.kills, t.w.rotations, t.lines);
	writer_clear(&t.w);
	free(t.s.block);
	return judge(&t) && ok ? EXIT_OK : EXIT_NO;
}
