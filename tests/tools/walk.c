/*
 * walk - a random walk through all that may happen to a log and to those who follow it.
 *
 *	walk [-S] [-d] [-n STEPS] [-s SEED] [-x ACTION]... DIRECTORY
 *
 * Each step writes, rotates, truncates, deletes, compresses, stops, kills, starts ... at random,
 * while
 *
 *	logtail -f --resume archive app.log | archive append --pass archive
 *
 * follows, or with -S
 *
 *	logtail -f --state state app.log >got
 *
 * A model knows which lines may be lost: those that were truncated or deleted before they came
 * out and are in no copy.  All others must be in the archive, or in got, once and in order (after
 * a kill with -S: at least once): status 0, else 1 and what was wrong.
 * -d: rotated files are called by dates.  -x: without what begins so, such as "kill".
 * DIRECTORY/steps tells what was done; the same SEED does the same, but for what the kernel
 * decides.
 */
#include <dirent.h>
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
#include "walk.h"

enum {
	ROTATED_MAX = 60,	/* more are deleted when all was read */
	TICK_NS = 10000000,	/* longer than the clock of a file system stands still */
};

static void
stop_or_start(struct walk *t)
{
	if (t->s.n > 0)
		walk_stop(t);
	else
		walk_start(t);
}

static void
kill_or_start(struct walk *t)
{
	if (t->s.n > 0)
		walk_kill(t);
	else
		walk_start(t);
}

static void
part(struct walk *t)
{
	if (t->absent)
		walk_appear(t);
	writer_part(&t->w);
	if (t->w.written > t->safe && t->w.written >= t->w.first)
		t->safe = t->w.written;
}

static void
look(struct walk *t)
{
	for (uint64_t i = walk_draw(t, 20); i > 0 && t->s.n > 0; i--)
		stages_read(&t->s, 0);
}

static void
rename_log(struct walk *t)
{
	walk_appear(t);
	if (t->w.half[0])
		t->safe = t->w.written + 1;
	rotate(&t->w, ROTATE_RENAME);
	t->held = false;
	t->rotated++;
}

/* The program is told to open app.log again much later. */
static void
rename_late(struct walk *t)
{
	walk_appear(t);
	t->w.keep_open = true;
	rotate(&t->w, ROTATE_RENAME);
	t->w.keep_open = false;
	t->late = true;
	t->held = false;
	t->rotated++;
}

static void
copy_log(struct walk *t)
{
	walk_appear(t);
	walk_rest(t);
	rotate(&t->w, ROTATE_COPY);
	t->held = false;
	t->rotated++;
}

static void
truncate_log(struct walk *t)
{
	walk_appear(t);
	walk_rest(t);
	if (walk_draw(t, 2))
		walk_sync(t);
	if (walk_draw(t, 4) == 0)
		walk_freeze(t);
	walk_forgive(t, t->w.first, t->w.written);
	if (ftruncate(t->w.fd, 0) < 0)
		stages_fail("cannot truncate");
	t->w.first = t->w.written + 1;
	t->held = false;
}

/*
 * The clock of the file system stands still for some milliseconds at a time.  What happens
 * before and after a deletion must not have the same time, or nobody can tell its order.
 */
static void
tick(void)
{
	struct stat was, is;
	int fd = open("tick", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	if (fd < 0 || futimens(fd, NULL) < 0 || fstat(fd, &was) < 0)
		stages_fail("tick");
	do
		if (futimens(fd, NULL) < 0 || fstat(fd, &is) < 0)
			stages_fail("tick");
	while (is.st_mtim.tv_sec == was.st_mtim.tv_sec &&
	    is.st_mtim.tv_nsec / TICK_NS == was.st_mtim.tv_nsec / TICK_NS);
	close(fd);
}

/* Lines that only logtail has are not lost, for as long as it runs. */
static void
delete_log(struct walk *t)
{
	walk_appear(t);
	walk_rest(t);
	if (walk_draw(t, 2)) {
		walk_sync(t);
		if (walk_draw(t, 2))
			walk_lines(t);
	}
	if (walk_draw(t, 4) == 0)
		walk_freeze(t);
	if (!t->held) {
		walk_forgive(t, t->w.first, t->w.written);
	} else {
		if (t->ghost.to == 0)
			t->ghost.from = t->w.first;
		t->ghost.to = t->w.written;
	}
	tick();
	if (unlink(t->w.path) < 0)
		stages_fail("cannot delete");
	close(t->w.fd);
	tick();
	t->absent = true;
	t->held = false;
	if (walk_draw(t, 2))
		walk_appear(t);
}

static void
pack(struct walk *t)
{
	static const char *const packers[] = { "gzip", "xz", "zstd" };

	if (t->late || t->w.dated)
		return;
	rotate_pack(&t->w, packers[walk_draw(t, 3)]);
}

/* Those that were read through are deleted now and then, so that inodes are used again. */
static void
clean(struct walk *t)
{
	struct dirent *e;
	DIR *d;

	if (t->rotated < ROTATED_MAX || t->late)
		return;
	walk_sync(t);
	if (t->failed)
		return;		/* they tell what happened */
	d = opendir(".");
	while (d && (e = readdir(d)) != NULL)
		if (strncmp(e->d_name, "app.log", 7) == 0 && e->d_name[7])
			unlink(e->d_name);
	if (d)
		closedir(d);
	t->rotated = 0;
}

struct action {
	const char *name;
	void (*run)(struct walk *);
	unsigned weight;
};

static struct action actions[] = {
	{ "write", walk_lines, 500 },
	{ "write a part", part, 60 },
	{ "write the rest", walk_rest, 60 },
	{ "look", look, 100 },
	{ "rename", rename_log, 60 },
	{ "rename, open later", rename_late, 20 },
	{ "open", walk_appear, 20 },
	{ "copy and truncate", copy_log, 40 },
	{ "truncate", truncate_log, 15 },
	{ "delete", delete_log, 15 },
	{ "compress", pack, 8 },
	{ "stop or start", stop_or_start, 20 },
	{ "kill or start", kill_or_start, 20 },
	{ "freeze", walk_freeze, 10 },
	{ "thaw", walk_thaw, 20 },
	{ "wait for all", walk_sync, 10 },
	{ "clean", clean, 30 },
};

static void
without(const char *name)
{
	bool any = false;

	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (strncmp(actions[i].name, name, strlen(name)) == 0) {
			actions[i].weight = 0;
			any = true;
		}
	if (!any)
		die_msg(EXIT_USAGE, "there is no action '%s'", name);
}

static void
step(struct walk *t, int64_t number)
{
	unsigned all = 0, at;
	const struct action *a = actions;

	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		all += actions[i].weight;
	for (at = (unsigned)walk_draw(t, all); at >= a->weight; a++)
		at -= a->weight;
	a->run(t);
	fprintf(t->steps, "%" PRId64 ": %s: written %ld, safe %ld, seen %ld%s%s%s%s\n", number,
	    a->name, t->w.written, t->safe, t->s.seen, t->s.n ? "" : ", stopped",
	    t->frozen ? ", frozen" : "", t->absent ? ", absent" : "",
	    t->late ? ", written on" : "");
}

/* Everything comes out, and it ends as it should. */
static void
end(struct walk *t)
{
	walk_appear(t);
	walk_rest(t);
	walk_lines(t);
	walk_sync(t);
	if (t->failed && t->s.n > 0)
		stages_kill(&t->s, 0);
	else
		walk_stop(t);
}

static bool
judge(struct walk *t, int64_t steps)
{
	const char *cat[] = { "archive", "cat", "archive", NULL };
	struct numbered c;
	bool ok;

	numbered_begin(&c, t->w.written);
	c.salt = t->w.salt;
	c.again = t->state && t->kills > 0;
	for (size_t i = 0; i < t->ngone; i++)
		numbered_forgive(&c, t->gone[i].from, t->gone[i].to);
	numbered_read(&c, t->state ? open("got", O_RDONLY | O_CLOEXEC) : stages_output(cat));
	ok = numbered_end(&c);
	if (t->kills == 0 && c.gap_bytes > c.forgiven_bytes) {
		printf("gaps say more than is lost\n");
		ok = false;
	}
	printf("%ld lost, %ld doubled, %ld out of order, %ld wrong\n", c.lost, c.doubled,
	    c.disordered, c.wrong);
	fprintf(stderr, "walk: %" PRId64 " steps, %ld lines, %u rotations, %u stops, %u kills, "
	    "%ld lines of %" PRId64 " bytes destroyed, %ld gaps of %" PRId64 " bytes, "
	    "%ld repeats\n", steps, t->w.written, t->w.rotations, t->stops, t->kills,
	    c.forgiven, c.forgiven_bytes, c.gaps, c.gap_bytes, c.repeats);
	numbered_clear(&c);
	return ok;
}

static void
number(const char *s, int64_t *v)
{
	if (num_i64(s, 1, INT64_MAX, v) < 0)
		die_errno(EXIT_USAGE, "'%s'", s);
}

int
main(int argc, char *argv[])
{
	struct walk t = { .w = { .path = "app.log" }, .s = { .copy = -1 } };
	int64_t steps = 10000, seed = 1;
	bool ok;

	err_init(argv[0]);
	for (int c; (c = getopt(argc, argv, "dn:s:Sx:")) != -1;)
		switch (c) {
		case 'd': t.w.dated = true; break;
		case 'n': number(optarg, &steps); break;
		case 's': number(optarg, &seed); break;
		case 'S': t.state = true; break;
		case 'x': without(optarg); break;
		default: return EXIT_USAGE;
		}
	if (optind + 1 != argc || chdir(argv[optind]) < 0)
		die_msg(EXIT_USAGE, "usage: walk [-dS] [-n steps] [-s seed] "
		    "[-x action]... directory");
	t.w.random = (uint64_t)seed * 0x9E3779B97F4A7C15u;
	t.w.salt = (uint64_t)seed;
	t.steps = fopen("steps", "w");
	if (!t.steps)
		die_errno(EXIT_TROUBLE, "steps");
	setvbuf(t.steps, NULL, _IOLBF, 0);
	if (t.state)
		t.s.copy = open("got", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	fprintf(stderr, "walk: seed %" PRId64 "\n", seed);
	writer_open(&t.w);
	walk_start(&t);
	for (int64_t i = 1; i <= steps && !t.failed; i++)
		step(&t, i);
	end(&t);
	ok = judge(&t, steps) && !t.failed;
	fclose(t.steps);
	free(t.w.block);
	free(t.s.block);
	free(t.gone);
	return ok ? EXIT_OK : EXIT_NO;
}
