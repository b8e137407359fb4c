/*
 * flip - does a command see every change of a file?
 *
 *	flip [-rst] [-k K] [-n] [-o ALL [-lp]] STATUS FILE... -- COMMAND...
 *
 * For each byte of each FILE: changes one bit of it, runs COMMAND, which must end with
 * STATUS, and puts it back.  Prints how many changes were seen; status 1 when one was not.
 *
 *	-r	removes the byte instead
 *	-s	swaps it with the next one, where these differ
 *	-t	cuts the file before it
 *	-k K	only each K-th byte
 *	-n	standard error must have the number of the file: the digits that its name begins with
 *	-o ALL	what COMMAND writes must be lines of the file ALL in their order; when it is all of
 *		them, the status may be 0
 *	-l	standard error must have the number of each line of ALL that is not written: as in
 *		"record 3", "records 3 to 7", "from 3 on"
 *	-p	the status may be 0 also when it is the first of them
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct text {
	char *p;
	size_t n;
};

static unsigned long seen, missed;
static char mode = 'f';
static size_t every = 1;
static bool numbered, listed, start_will_do;
static struct text all;		/* -o */
static int out = -1, err;	/* files that take what the command writes */

static _Noreturn void
fail(const char *what)
{
	perror(what);
	exit(2);
}

static struct text
load(int fd)
{
	struct stat st;
	struct text t;

	if (fd < 0 || fstat(fd, &st) < 0)
		fail("a file");
	t.n = (size_t)st.st_size;
	t.p = malloc(t.n + 2);
	if (!t.p || pread(fd, t.p, t.n, 0) != (ssize_t)t.n)
		fail("cannot read");
	t.p[t.n] = '\0';
	return t;
}

static void
put(int fd, const char *p, size_t n)
{
	if (pwrite(fd, p, n, 0) != (ssize_t)n || ftruncate(fd, (off_t)n) < 0)
		fail("cannot write");
}

/* The exit status of the command. */
static int
run(char *argv[])
{
	posix_spawn_file_actions_t a;
	pid_t pid;
	int status;

	if (ftruncate(out, 0) < 0 || ftruncate(err, 0) < 0 || lseek(out, 0, SEEK_SET) < 0 ||
	    lseek(err, 0, SEEK_SET) < 0)
		fail("cannot empty");
	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_adddup2(&a, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&a, err, STDERR_FILENO);
	if (posix_spawnp(&pid, argv[0], &a, NULL, argv, environ) != 0 ||
	    waitpid(pid, &status, 0) != pid)
		fail(argv[0]);
	posix_spawn_file_actions_destroy(&a);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* The text with a change at a byte: false when there is none to be made. */
static bool
change(const struct text *t, size_t at, struct text *to)
{
	char c = t->p[at];

	memcpy(to->p, t->p, t->n);
	to->n = t->n;
	switch (mode) {
	case 'r':
		memmove(to->p + at, to->p + at + 1, t->n - at - 1);
		to->n--;
		return true;
	case 's':
		if (at + 1 == t->n || c == t->p[at + 1])
			return false;
		to->p[at] = t->p[at + 1];
		to->p[at + 1] = c;
		return true;
	case 't':
		to->n = at;
		return true;
	default:
		to->p[at] = (char)(c ^ 1 << at % 8);
		return true;
	}
}

/* Does the text tell of a record with that number? */
static bool
tells(const char *text, unsigned long n)
{
	for (const char *p = text; (p = strpbrk(p, "rf")) != NULL; p++) {
		unsigned long a, b;
		int end = 0;

		if (sscanf(p, "records %lu to %lu", &a, &b) == 2 && a <= n && n <= b)
			return true;
		if (sscanf(p, "record %lu ", &a) == 1 && a == n)
			return true;
		if (sscanf(p, "from %lu on%n", &a, &end) == 1 && end > 0 && a <= n)
			return true;
	}
	return false;
}

/*
 * Is what was written lines of all, in order?  *first: they are the first ones; *lost: one that
 * is not there and of which the text does not tell, or 0.
 */
static bool
lines_of_all(const char *text, bool *whole, bool *first, unsigned long *lost)
{
	struct text o = load(out);
	const char *p = o.p, *end = o.p + o.n, *a = all.p, *aend = all.p + all.n;

	*first = o.n <= all.n && (o.n == 0 || memcmp(o.p, all.p, o.n) == 0);
	*whole = *first && o.n == all.n;
	*lost = 0;
	for (unsigned long i = 1; a < aend; i++) {
		const char *nl = memchr(a, '\n', (size_t)(aend - a));
		size_t n = (size_t)(nl + 1 - a);

		if ((size_t)(end - p) >= n && memcmp(p, a, n) == 0)
			p += n;
		else if (*lost == 0 && !tells(text, i))
			*lost = i;
		a = nl + 1;
	}
	free(o.p);
	return p == end;
}

/* What is wrong with how the command took the change, with what it said; NULL: nothing. */
static const char *
judge_text(const char *said, const char *path, int want, int got)
{
	const char *base = strrchr(path, '/');
	bool whole = false, first = false;
	char digits[11] = "";
	unsigned long lost = 0;

	if (all.p && !lines_of_all(said, &whole, &first, &lost))
		return "lines that are not of it, or not in order";
	if (got == 0 && (whole || (first && start_will_do)))
		return NULL;
	if (got != want)
		return "status";
	if (listed && lost)
		return "a record is lost, and its number is not told";
	snprintf(digits, sizeof digits, "%s", base ? base + 1 : path);
	return !numbered || strstr(said, digits) ? NULL : "the file is not named";
}

static const char *
judge(const char *path, int want, int got)
{
	struct text e = load(err);
	const char *wrong = judge_text(e.p, path, want, got);

	free(e.p);
	return wrong;
}

static void
flip(const char *path, int want, char *argv[])
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	struct text t = load(fd), to = { malloc(t.n + 1), 0 };

	if (!to.p)
		abort();
	for (size_t at = 0; at < t.n; at += every) {
		const char *wrong;
		int got;

		if (!change(&t, at, &to))
			continue;
		put(fd, to.p, to.n);
		got = run(argv);
		wrong = judge(path, want, got);
		if (!wrong) {
			seen++;
			continue;
		}
		missed++;
		printf("%s: byte %zu, %c: %s: status %d\n", path, at, mode, wrong, got);
	}
	put(fd, t.p, t.n);
	close(fd);
	free(t.p);
	free(to.p);
}

static int
scratch(void)
{
	char path[] = "flip.XXXXXX";	/* here */
	int fd = mkostemp(path, O_CLOEXEC);

	if (fd < 0 || unlink(path) < 0)
		fail("cannot make a file");
	return fd;
}

int
main(int argc, char *argv[])
{
	int files, first, fd;

	for (int c; (c = getopt(argc, argv, "+rstk:lno:p")) != -1;)
		switch (c) {
		case 'k': every = (size_t)strtoul(optarg, NULL, 10); break;
		case 'l': listed = true; break;
		case 'n': numbered = true; break;
		case 'p': start_will_do = true; break;
		case 'o':
			fd = open(optarg, O_RDONLY | O_CLOEXEC);
			all = load(fd);
			close(fd);
			break;
		default: mode = (char)c;
		}
	first = files = optind + 1;
	while (files < argc && strcmp(argv[files], "--") != 0)
		files++;
	if (mode == '?' || every == 0 || files <= first || files + 1 >= argc || strlen(argv[optind]) != 1) {
		fputs("usage: flip [-rst] [-k K] [-n] [-o ALL [-lp]] STATUS FILE... -- COMMAND...\n", stderr);
		return 3;
	}
	out = scratch();
	err = scratch();
	for (int i = first; i < files; i++)
		flip(argv[i], argv[optind][0] - '0', argv + files + 1);
	printf("%lu changes seen, %lu missed\n", seen, missed);
	free(all.p);
	return missed || !seen;
}
