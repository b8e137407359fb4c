/*
 * killer - kill a filter that stores what it reads at random moments, and look what is there.
 *
 *	killer [-s] ROUNDS SEED INPUT LIST -- COMMAND...
 *
 * COMMAND is the filter: it reads records, stores them and passes each on once it is safe.  Each
 * round starts it, gives it INPUT (again from the start or from a line that was passed on before),
 * and kills it with SIGKILL after a random number of lines has come out, or, each fourth time,
 * at a random moment of its first milliseconds, while it still looks what is there.  LIST, a shell
 * command, then prints what is stored: it must be the start of INPUT and hold every line that was
 * passed on.  The last round kills nobody, and then all of INPUT must be there, once.
 *
 * -s is the control: it takes what was sent for what is safe.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EARLY_US = 8000, LATE_US = 4000 };

static char *input;
static size_t size, lines, *starts;	/* of INPUT; starts[lines] is size */
static unsigned long long state;
static bool sent_is_safe;
static volatile size_t *sent;	/* bytes of INPUT up to where it was sent; shared with the feeder */

static size_t
draw(size_t below)
{
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return below ? (size_t)(state >> 33) % below : 0;
}

static _Noreturn void
fail(const char *what, size_t a, size_t b)
{
	printf("%s: %zu, %zu\n", what, a, b);
	exit(1);
}

static void
load(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0 || (input = malloc((size_t)st.st_size + 1)) == NULL ||
	    read(fd, input, (size_t)st.st_size) != st.st_size) {
		perror(path);
		exit(2);
	}
	close(fd);
	size = (size_t)st.st_size;
	for (size_t i = 0; i < size; i++)
		lines += input[i] == '\n';
	if ((starts = malloc((lines + 1) * sizeof *starts)) == NULL)
		abort();
	starts[0] = 0;
	for (size_t i = 0, n = 0; i < size; i++)
		if (input[i] == '\n')
			starts[++n] = i + 1;
}

/* Write INPUT from a line on, until the end or until nobody reads; prints nothing. */
static _Noreturn void
feed(int fd, size_t from)
{
	signal(SIGPIPE, SIG_DFL);
	for (size_t at = starts[from]; at < size;) {
		ssize_t n = write(fd, input + at, size - at < 3000 ? size - at : 3000);

		if (n <= 0)
			_exit(1);
		at += (size_t)n;
		*sent = at;
	}
	_exit(0);
}

struct round {
	pid_t filter, feeder;
	int out;
};

static struct round
start(char *argv[], size_t from)
{
	struct round r;
	int in[2], out[2];

	if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0)
		abort();
	r.filter = fork();
	if (r.filter == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	r.feeder = fork();
	if (r.feeder == 0) {
		close(in[0]);
		feed(in[1], from);
	}
	close(in[0]);
	close(in[1]);
	close(out[1]);
	r.out = out[0];
	return r;
}

/* Go on for less than `most` microseconds: a kill does not always follow a commit at once. */
static void
linger(size_t most)
{
	struct timespec a, b;
	long us = (long)draw(most);

	clock_gettime(CLOCK_MONOTONIC, &a);
	do
		clock_gettime(CLOCK_MONOTONIC, &b);
	while ((b.tv_sec - a.tv_sec) * 1000000 + (b.tv_nsec - a.tv_nsec) / 1000 < us);
}

/* Read what comes out, kill after `limit` lines, 0: early; how many lines came in all. */
static size_t
watch(const struct round *r, size_t limit)
{
	static char buf[1 << 16];
	size_t n = 0;
	bool killed = limit == 0;

	if (killed) {
		linger(EARLY_US);
		kill(r->filter, SIGKILL);
	}
	for (ssize_t got; (got = read(r->out, buf, sizeof buf)) > 0;) {
		for (ssize_t i = 0; i < got; i++)
			n += buf[i] == '\n';
		if (n >= limit && !killed) {
			linger(LATE_US);
			kill(r->filter, SIGKILL);
			killed = true;
		}
	}
	return n;
}

/* What is stored must be the start of INPUT; how many lines. */
static size_t
stored(const char *list)
{
	FILE *f = popen(list, "r");
	static char buf[1 << 16];
	size_t n, at = 0, count = 0;

	if (!f)
		abort();
	while ((n = fread(buf, 1, sizeof buf, f)) > 0) {
		if (n > size - at || memcmp(buf, input + at, n) != 0)
			fail("what is stored is not the start of what was sent, after byte", at, n);
		at += n;
	}
	if (pclose(f) != 0)
		fail("what is stored cannot be read", 0, 0);
	while (count < lines && starts[count + 1] <= at)
		count++;
	if (starts[count] != at)
		fail("a part of a line is stored, bytes", at, starts[count]);
	return count;
}

int
main(int argc, char *argv[])
{
	size_t rounds, safe = 0, seen = 0, deepest = 0, killed = 0;
	int status;

	if (argc > 1 && strcmp(argv[1], "-s") == 0) {
		sent_is_safe = true;
		argc--;
		argv++;
	}
	if (argc < 7 || strcmp(argv[5], "--") != 0) {
		fputs("usage: killer [-s] ROUNDS SEED INPUT LIST -- COMMAND...\n", stderr);
		return 3;
	}
	rounds = strtoul(argv[1], NULL, 10);
	state = strtoull(argv[2], NULL, 10);
	load(argv[3]);
	sent = mmap(NULL, sizeof *sent, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (sent == MAP_FAILED)
		abort();
	for (size_t i = 0; i <= rounds; i++) {
		bool last = i == rounds;
		size_t from = draw(2) ? safe : draw(safe + 1), now, passed;
		struct round r = start(argv + 6, from);

		passed = watch(&r, last ? lines + 1 : draw(4) == 0 ? 0 :
		    1 + draw(2 * lines / rounds));
		close(r.out);
		kill(r.feeder, last ? 0 : SIGKILL);
		waitpid(r.filter, &status, 0);
		killed += WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
		waitpid(r.feeder, NULL, 0);
		now = stored(argv[4]);
		seen += passed;
		/* What came out was not stored before, so it was stored in this round. */
		if (now < deepest + passed)
			fail("passed on, but not there; lines stored and passed on", now, deepest + passed);
		if (sent_is_safe && starts[now] < *sent)
			fail("sent, but not there; bytes stored and sent", starts[now], *sent);
		deepest = safe = now;
	}
	if (deepest != lines)
		fail("not all is there, lines stored and sent", deepest, lines);
	printf("%zu rounds, seed %s: %zu lines, %zu passed on, each is there once\n", rounds, argv[2],
	    lines, seen);
	/* the others ended before: there was nothing left to store */
	fprintf(stderr, "killer: %zu of %zu rounds were killed\n", killed, rounds);
	free(input);
	free(starts);
	return 0;
}
