/*
 * afterlife - does an archive keep what it acknowledged, whenever the power fails?
 *
 *	afterlife [-n STATES] [-s SEED] [-r LOG.so] [-e DIR] LOG INPUT WORK
 *
 * LOG is what tests/fault/record wrote of `archive append --pass d <INPUT` and other commands on
 * the same directory, and of what they passed on.  For every place at which it can be cut, and
 * for each way in which what was not synced by then may be there, in part or not at all
 * (crashstate.h), makes that directory, WORK/d, and looks:
 *
 *	archive cat	gives every record that was passed on, and nothing but the start of INPUT
 *	archive append	opens it
 *	archive verify	finds it whole then
 *	archive cat	gives the same records as before
 *	archive positions	are not ahead of the records
 *	archive append	goes on with INPUT, and then cat gives all of it, once
 *
 * -n: so many of the states, drawn from SEED; 0: all.  -r: in some of them the power fails a second
 * time, while append opens it: that is recorded by the preload LOG.so.  -e: DIR is what there was
 * in the end, and so the log has to tell all of it.
 * Status 1 when a state is not good: it is described.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "crashstate.h"
#include "err.h"
#include "file.h"
#include "num.h"

extern char **environ;

enum {
	FILE_MAX = 256 << 20,
	SAID_MAX = 10,		/* failures that are described */
	SEEN = 1 << 16,		/* hashes of states that are known */
	FIXED = 6,		/* ways that every cut has; then the last write, torn; then random ones */
	SECTORS = 16,
	RANDOM = 8,
	AGAIN_EVERY = 16,	/* of the states are those in which the power fails again */
	AGAIN_STATES = 12,	/* of each of them are tried */
};

struct test {
	struct buf in;
	size_t records, *ends;	/* of INPUT: the byte after each; ends[0] is 0 */
	const char *preload;
	uint64_t random;
	int64_t states;
	uint64_t seen[SEEN];
	unsigned long tried, known, bad, again;
	struct buf out;
};

static uint64_t
draw(struct test *t, uint64_t below)
{
	return numbered_draw(&t->random, below);
}

static void
load(struct test *t, const char *path)
{
	if (file_read(path, FILE_MAX, &t->in) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", path);
	t->ends = mem_zero(t->in.n + 1, sizeof *t->ends);
	for (size_t i = 0; i < t->in.n; i++)
		if (t->in.p[i] == '\n')
			t->ends[++t->records] = i + 1;
}

/* Run archive with these arguments; what it writes replaces out; its status. */
static int
archive(struct test *t, const char *const args[], const char *input, char *env[])
{
	posix_spawn_file_actions_t a;
	int p[2], status;
	ssize_t n;
	pid_t pid;

	if (pipe2(p, O_CLOEXEC) < 0)
		die_errno(EXIT_TROUBLE, "pipe");
	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, STDIN_FILENO, input, O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&a, p[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&a, STDERR_FILENO, "err",
	    O_WRONLY | O_CREAT | O_TRUNC, 0644);
	errno = posix_spawnp(&pid, args[0], &a, NULL, (char *const *)(uintptr_t)args, env);
	if (errno)
		die_errno(EXIT_TROUBLE, "cannot run '%s'", args[0]);
	posix_spawn_file_actions_destroy(&a);
	close(p[1]);
	buf_cut(&t->out, 0);
	while ((n = read(p[0], buf_room(&t->out, 1 << 16), 1 << 16)) > 0)
		t->out.n += (size_t)n;
	close(p[0]);
	if (waitpid(pid, &status, 0) != pid)
		die_errno(EXIT_TROUBLE, "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* How many records are in out, which must be the first ones; SIZE_MAX: they are not. */
static size_t
count(const struct test *t)
{
	size_t lines = 0;

	for (size_t i = 0; i < t->out.n; i++)
		lines += t->out.p[i] == '\n';
	if (lines > t->records || t->out.n != t->ends[lines] ||
	    (t->out.n && memcmp(t->out.p, t->in.p, t->out.n) != 0))
		return SIZE_MAX;
	return lines;
}

/* The number after the last `member` of n bytes; -1: none. */
static int64_t
last_number(const char *p, size_t n, const char *member)
{
	size_t k = strlen(member);
	int64_t v = -1;

	for (size_t i = 0; i + k < n; i++)
		if (memcmp(p + i, member, k) == 0)
			for (v = 0, i += k; i < n && p[i] >= '0' && p[i] <= '9'; i++)
				v = 10 * v + (p[i] - '0');
	return v;
}

/* What a reader sees before anything was mended. */
static const char *
look(struct test *t, size_t safe, size_t *there)
{
	static const char *const cat[] = { "archive", "cat", "d", NULL };
	int rc = archive(t, cat, "/dev/null", environ);

	*there = count(t);
	if (*there == SIZE_MAX)
		return "cat gives other records than were sent";
	if (*there < safe)
		return "cat misses records that were passed on";
	if (rc == 0)
		return NULL;
	/* killed before it was an archive */
	return rc == 2 && safe == 0 && *there == 0 ? NULL : "the status of cat is not 0";
}

/* It is opened for writing: all is in order then, and no record less. */
static const char *
reopen(struct test *t, size_t there)
{
	static const char *const append[] = { "archive", "append", "d", NULL };
	static const char *const verify[] = { "archive", "verify", "-q", "d", NULL };
	static const char *const cat[] = { "archive", "cat", "d", NULL };
	static const char *const positions[] = { "archive", "positions", "d", NULL };
	int64_t off;

	if (archive(t, append, "/dev/null", environ) != 0)
		return "append does not open it";
	if (archive(t, verify, "/dev/null", environ) != 0)
		return "verify finds it not whole";
	if (archive(t, cat, "/dev/null", environ) != 0 || count(t) == SIZE_MAX)
		return "cat gives other records after append";
	if (count(t) != there)
		return "cat gives less or more records after append";
	if (archive(t, positions, "/dev/null", environ) != 0)
		return "positions cannot be told";
	off = last_number(t->out.p, t->out.n, "\"off\":");
	if (off != last_number(t->in.p, t->ends[there], "\"end\":"))
		return "positions are not those of the records";
	return NULL;
}

static const char *
go_on(struct test *t)
{
	static const char *const append[] = {
		"archive", "append", "--segment", "16K", "d", NULL,
	};
	static const char *const cat[] = { "archive", "cat", "d", NULL };

	if (archive(t, append, "in", environ) != 0)
		return "append does not go on";
	if (archive(t, cat, "/dev/null", environ) != 0 || count(t) != t->records)
		return "not every record is there once in the end";
	return NULL;
}

static void
empty(void)
{
	static const char *const rm[] = { "rm", "-rf", "d", NULL };
	pid_t pid;
	struct stat st;

	if (lstat("d", &st) < 0)
		return;
	if (posix_spawnp(&pid, rm[0], NULL, NULL, (char *const *)(uintptr_t)rm, environ) != 0 ||
	    waitpid(pid, NULL, 0) != pid || lstat("d", &st) == 0)
		die_msg(EXIT_TROUBLE, "cannot empty the working directory");
}

static void
describe(const struct crash_log *l, size_t cut, unsigned way, const char *what)
{
	static const char *const fates[] = { "gone", "whole", "zeros", "cut", "mixed" };
	static const char *const whats[] = { "", "make", "write", "size", "rename", "link",
		"unlink", "mkdir", "sync", "sync of the directory", "passed on", "run" };
	size_t from = cut > 12 ? cut - 12 : 0;
	struct buf said = BUF_INIT;

	printf("after entry %zu, way %u: %s\n", cut, way, what);
	buf_cut(&said, 0);
	if (file_read("err", FILE_MAX, &said) == 0)
		printf("%.*s", (int)said.n, said.n ? said.p : "");
	buf_clear(&said);
	for (size_t i = from; i < cut; i++) {
		const struct crash_op *op = &l->v[i];

		printf("    %zu %s", i, whats[op->what]);
		if (op->name && *op->name)
			printf(" %s", op->name);
		if (op->to && *op->to)
			printf(" %s", op->to);
		if (op->file >= 0)
			printf(" file %d", op->file);
		if (crash_is_data(op))
			printf(" at %" PRIu64 ": %zu bytes", op->at, op->n);
		if (crash_is_data(op) || crash_is_name(op))
			printf(": %s", op->synced ? "synced" : fates[op->fate]);
		printf("\n");
	}
}

/* All names that were not synced, in order, but the last `less`; data as it is told. */
static void
fates(struct crash_log *l, size_t cut, size_t less, enum crash_fate names,
    enum crash_fate data)
{
	for (size_t i = cut; i-- > 0;) {
		struct crash_op *op = &l->v[i];

		if (op->synced)
			continue;
		if (crash_is_data(op)) {
			op->fate = data;
		} else if (crash_is_name(op)) {
			op->fate = less ? CRASH_GONE : names;
			less -= less > 0;
		}
	}
}

/* The unsynced entries of one kind before the cut, and the last of them. */
static size_t
unsynced(struct crash_log *l, size_t cut, bool data, struct crash_op **last)
{
	size_t n = 0;

	*last = NULL;
	for (size_t i = 0; i < cut; i++) {
		struct crash_op *op = &l->v[i];

		if (op->synced || !(data ? crash_is_data(op) : crash_is_name(op)))
			continue;
		n++;
		*last = op;
	}
	return n;
}

static void
random_fates(struct test *t, struct crash_log *l, size_t cut, size_t names)
{
	bool journal = draw(t, 2);	/* names in order, or each for itself */

	fates(l, cut, (size_t)draw(t, names + 1), CRASH_WHOLE, CRASH_WHOLE);
	for (size_t i = 0; i < cut; i++) {
		struct crash_op *op = &l->v[i];

		if (crash_is_data(op)) {
			op->fate = (enum crash_fate)draw(t, CRASH_MIXED + 1);
			op->arg = op->fate == CRASH_CUT ?
			    1 + draw(t, op->n / CRASH_SECTOR + 1) : draw(t, UINT64_MAX);
		} else if (crash_is_name(op) && !journal) {
			op->fate = draw(t, 2) ? CRASH_WHOLE : CRASH_GONE;
		}
	}
}

/* How many ways there are for this cut. */
static unsigned
ways(struct crash_log *l, size_t cut)
{
	struct crash_op *data, *name;
	size_t n = unsynced(l, cut, true, &data) + unsynced(l, cut, false, &name);

	return n == 0 ? 1 : FIXED + (data ? SECTORS : 0) + RANDOM;
}

static void
choose(struct test *t, struct crash_log *l, size_t cut, unsigned way)
{
	struct crash_op *data, *name;
	size_t names = unsynced(l, cut, false, &name);

	unsynced(l, cut, true, &data);
	switch (way) {
	case 0: fates(l, cut, 0, CRASH_WHOLE, CRASH_WHOLE); return;
	case 1: fates(l, cut, 0, CRASH_GONE, CRASH_GONE); return;
	case 2: fates(l, cut, 0, CRASH_WHOLE, CRASH_GONE); return;
	case 3: fates(l, cut, 0, CRASH_WHOLE, CRASH_ZEROS); return;
	case 4: fates(l, cut, 0, CRASH_GONE, CRASH_WHOLE); return;
	case 5: fates(l, cut, 1, CRASH_WHOLE, CRASH_WHOLE); return;
	default: break;
	}
	if (data && way < FIXED + SECTORS) {	/* half of them with holes, not cut */
		fates(l, cut, 0, CRASH_WHOLE, CRASH_WHOLE);
		data->fate = way % 2 ? CRASH_CUT : CRASH_MIXED;
		data->arg = way % 2 ? (way - FIXED) / 2 + 1 : draw(t, UINT64_MAX);
		return;
	}
	random_fates(t, l, cut, names);
}

static bool
known(struct test *t, uint64_t hash)
{
	uint64_t *slot = &t->seen[hash % SEEN];

	if (*slot == hash)
		return true;
	*slot = hash;
	return false;
}

static void explore(struct test *, struct crash_log *, size_t safe, int64_t most, bool first);

/* The power fails, append opens what is there, and the power fails again. */
static void
fail_again(struct test *t, struct crash_state *s, size_t safe)
{
	static const char *const append[] = { "archive", "append", "d", NULL };
	static const char log[] = "again.log";
	struct crash_log l;
	struct crash_name names[CRASH_NAMES];
	struct crash_file files[CRASH_NAMES];
	struct buf preload = BUF_INIT;
	size_t n = 0;
	char *env[] = { NULL, (char[]){ "WRITELOG=again.log" }, (char[]){ "WRITELOG_DIR=d" },
		NULL, (char[]){ "ASAN_OPTIONS=verify_asan_link_order=0" }, NULL };

	for (; n < s->n; n++) {
		names[n] = s->names[n];
		files[n] = s->files[s->names[n].file];
	}
	buf_fmt(&preload, "PATH=%s", getenv("PATH"));
	env[0] = mem_str(buf_text(&preload));
	buf_cut(&preload, 0);
	buf_fmt(&preload, "LD_PRELOAD=%s", t->preload);
	env[3] = mem_str(buf_text(&preload));
	unlink(log);
	empty();
	crash_state_put(s, "d");
	if (archive(t, append, "/dev/null", env) == 0) {
		crash_base(&l, s->there, names, n, files);
		crash_read(&l, log);
		t->again++;
		explore(t, &l, safe, AGAIN_STATES, false);
		crash_clear(&l);
	}
	free(env[0]);
	free(env[3]);
	buf_clear(&preload);
}

static void
try(struct test *t, struct crash_log *l, size_t cut, unsigned way, size_t safe, bool first)
{
	struct crash_state s;
	const char *wrong;
	size_t there;

	choose(t, l, cut, way);
	crash_state(l, cut, &s);
	if (known(t, crash_state_hash(&s, safe))) {
		t->known++;
	} else {
		empty();
		crash_state_put(&s, "d");
		wrong = look(t, safe, &there);
		if (!wrong)
			wrong = reopen(t, there);
		if (!wrong && draw(t, 4) == 0)
			wrong = go_on(t);
		if (wrong && t->bad++ < SAID_MAX) {
			describe(l, cut, way, wrong);
			if (!first)
				printf("    (of what append did after a failure)\n");
		}
		if (!wrong && first && t->preload && draw(t, AGAIN_EVERY) == 0)
			fail_again(t, &s, safe);
		t->tried++;
	}
	crash_state_clear(&s);
}

/* At most so many states of a log, 0: all. */
static void
explore(struct test *t, struct crash_log *l, size_t safe, int64_t most, bool first)
{
	uint64_t all = 0;

	for (size_t cut = 0; cut <= l->n; cut++) {
		crash_cut(l, cut);
		all += ways(l, cut);
	}
	for (size_t cut = 0; cut <= l->n; cut++) {
		crash_cut(l, cut);
		for (unsigned way = 0, n = ways(l, cut); way < n; way++)
			if (most == 0 || draw(t, all) < (uint64_t)most) {
				/* what was tried on another state changed nothing here */
				crash_cut(l, cut);
				try(t, l, cut, way, safe, first);
			}
		if (cut < l->n && l->v[cut].what == WRITELOG_ACK)
			for (size_t i = 0; i < l->v[cut].n; i++)
				safe += l->v[cut].data[i] == '\n';
	}
}

/* Does the whole log give what is in dir?  Else it misses changes. */
static void
check_end(const struct crash_log *l, const char *dir)
{
	struct crash_state s;
	struct buf path = BUF_INIT, b = BUF_INIT;

	for (size_t i = 0; i < l->n; i++)
		l->v[i].fate = CRASH_WHOLE;
	crash_state(l, l->n, &s);
	for (size_t i = 0; i < s.n; i++) {
		const struct crash_file *f = &s.files[s.names[i].file];

		buf_cut(&path, 0);
		buf_fmt(&path, "%s/%s", dir, s.names[i].name);
		buf_cut(&b, 0);
		if (file_read(buf_text(&path), FILE_MAX, &b) < 0)
			die_errno(EXIT_TROUBLE, "'%s' is in the log only", path.p);
		if (b.n != f->n || (b.n && memcmp(b.p, f->p, b.n) != 0))
			die_msg(EXIT_TROUBLE, "'%s' is not what the log says", path.p);
	}
	crash_state_clear(&s);
	buf_clear(&path);
	buf_clear(&b);
}

int
main(int argc, char *argv[])
{
	static struct test t;
	struct crash_log l;
	int64_t seed = 1;
	const char *end = NULL;

	err_init(argv[0]);
	for (int c; (c = getopt(argc, argv, "n:s:r:e:")) != -1;)
		if ((c == 'n' && num_i64(optarg, 0, INT32_MAX, &t.states) == 0) ||
		    (c == 's' && num_i64(optarg, 1, INT32_MAX, &seed) == 0))
			continue;
		else if (c == 'r')
			t.preload = optarg;
		else if (c == 'e')
			end = optarg;
		else
			return EXIT_USAGE;
	if (argc - optind != 3)
		die_msg(EXIT_USAGE, "needs LOG INPUT WORK");
	t.random = (uint64_t)seed * 0x9E3779B97F4A7C15u;
	load(&t, argv[optind + 1]);
	crash_base(&l, false, NULL, 0, NULL);
	crash_read(&l, argv[optind]);
	if (end)
		check_end(&l, end);
	if (chdir(argv[optind + 2]) < 0 ||
	    file_replace("in", t.in.p, t.in.n, 0644) < 0)
		die_errno(EXIT_TROUBLE, "cannot use '%s'", argv[optind + 2]);
	explore(&t, &l, 0, t.states, true);
	empty();
	fprintf(stderr, "afterlife: seed %" PRId64 ", %zu entries, %lu states, %lu known, "
	    "%lu failed twice, %lu bad\n", seed, l.n, t.tried, t.known, t.again, t.bad);
	printf("%s\n", t.tried == 0 ? "nothing tried" : t.bad ? "not all is kept" : "all is kept");
	crash_clear(&l);
	free(t.ends);
	buf_clear(&t.in);
	buf_clear(&t.out);
	return t.bad || t.tried == 0 ? EXIT_NO : EXIT_OK;
}
