/*
 * follow_bench - how long does a follower take from a line to what it makes of it?
 *
 *	follow_bench [-n PROBES] [-o FIFO] FILE... -- COMMAND...
 *
 * Runs COMMAND, which follows the files and writes to its standard output, or to FIFO.
 * Appends a line to one file after the other, a few milliseconds apart, and waits for its
 * number to come out.  Prints the median and the 95th percentile in microseconds, then the
 * memory of the process in kB, the files that it holds open, and the share of a processor
 * that it takes while nothing happens, in percent.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "err.h"
#include "num.h"

enum {
	PROBES = 300,
	PAUSE_NS = 5000000,
	PATIENCE_MS = 500,	/* before a probe is sent again, while it starts */
	START_TRIES = 60,
	IDLE_S = 30,
	BUFFER = 1 << 20,
};

static char seen[BUFFER + 1];
static size_t nseen;

static _Noreturn void
usage(void)
{
	die_msg(EXIT_USAGE,
	    "usage: follow_bench [-n probes] [-o fifo] file... -- command...");
}

static int64_t
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* The time that a process had of the processors; -1: not known. */
static int64_t
cpu_ns(pid_t pid)
{
	struct timespec ts;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &ts) < 0)
		return -1;
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* What it takes while no line comes, in percent of a processor. */
static double
idle_percent(pid_t pid)
{
	struct timespec pause = { .tv_sec = IDLE_S };
	int64_t began, cpu;

	nanosleep(&(struct timespec){ .tv_sec = 1 }, NULL);
	began = now_ns();
	cpu = cpu_ns(pid);
	nanosleep(&pause, NULL);
	return 100.0 * (double)(cpu_ns(pid) - cpu) / (double)(now_ns() - began);
}

static pid_t
start(char *argv[], const char *fifo, int *from)
{
	int p[2];
	pid_t pid;

	if (pipe2(p, O_CLOEXEC) < 0)
		die_errno(EXIT_TROUBLE, "cannot make a pipe");
	pid = fork();
	if (pid < 0)
		die_errno(EXIT_TROUBLE, "cannot fork");
	if (pid == 0) {
		if (!fifo)
			dup2(p[1], STDOUT_FILENO);
		execvp(argv[0], argv);
		die_errno(EXIT_TROUBLE, "cannot run '%s'", argv[0]);
	}
	close(p[1]);
	*from = fifo ? open(fifo, O_RDWR | O_CLOEXEC) : p[0];
	if (*from < 0)
		die_errno(EXIT_TROUBLE, "cannot open '%s'", fifo);
	return pid;
}

static void
append(const char *file, const char *mark)
{
	char line[128];
	int fd = open(file, O_WRONLY | O_APPEND | O_CLOEXEC);
	int n = snprintf(line, sizeof line, "2026-11-20 20:52:36.123 [main] INFO %s\n", mark);

	if (fd < 0 || write(fd, line, (size_t)n) != n)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", file);
	close(fd);
}

/* Has the mark come out?  Waits for it up to ms milliseconds. */
static bool
comes(int from, const char *mark, int ms)
{
	struct pollfd p = { .fd = from, .events = POLLIN };
	ssize_t n;

	for (;;) {
		seen[nseen] = '\0';
		if (strstr(seen, mark)) {
			nseen = 0;
			return true;
		}
		if (nseen > BUFFER / 2) {	/* only the end can matter */
			memmove(seen, seen + nseen - 4096, 4096);
			nseen = 4096;
		}
		if (poll(&p, 1, ms) <= 0)
			return false;
		n = read(from, seen + nseen, BUFFER - nseen);
		if (n <= 0)
			die_errno(EXIT_TROUBLE, "the command ended");
		nseen += (size_t)n;
	}
}

static int
by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static long
memory_kb(pid_t pid)
{
	char path[64], line[256];
	long kb = -1;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, "VmRSS:", 6) == 0) {
			char *s = line + 6 + strspn(line + 6, " \t");
			int64_t v;

			s[strcspn(s, " \t")] = '\0';
			if (num_i64(s, 0, INT32_MAX, &v) == 0)
				kb = (long)v;
		}
	if (f)
		fclose(f);
	return kb;
}

static long
open_files(pid_t pid)
{
	char path[64];
	long n = 0;
	DIR *d;

	snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
	d = opendir(path);
	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n - 2;
}

static void
measure(char *files[], size_t nfiles, int from, int64_t us[], size_t n)
{
	struct timespec pause = { .tv_nsec = PAUSE_NS };
	char mark[32];

	for (size_t i = 0; i < n; i++) {
		int64_t began;

		nanosleep(&pause, NULL);
		snprintf(mark, sizeof mark, "probe-%zu-end", i);
		began = now_ns();
		append(files[i * 37 % nfiles], mark);
		if (!comes(from, mark, 10000))
			die_msg(EXIT_TROUBLE, "line %zu did not come out", i);
		us[i] = (now_ns() - began) / 1000;
	}
	qsort(us, n, sizeof *us, by_size);
}

int
main(int argc, char *argv[])
{
	int64_t n = PROBES, *us;
	const char *fifo = NULL;
	size_t nfiles = 0;
	bool up = false;
	int from;
	pid_t pid;

	err_init(argv[0]);
	for (int c; (c = getopt(argc, argv, "+n:o:")) != -1;)
		if (c == 'o')
			fifo = optarg;
		else if (c != 'n' || num_i64(optarg, 1, 100000, &n) < 0)
			usage();
	argv += optind;
	while (argv[nfiles] && strcmp(argv[nfiles], "--") != 0)
		nfiles++;
	if (nfiles == 0 || !argv[nfiles] || !argv[nfiles + 1])
		usage();
	pid = start(argv + nfiles + 1, fifo, &from);
	for (int i = 0; i < START_TRIES && !up; i++) {
		append(argv[0], "probe-start");
		up = comes(from, "probe-start", PATIENCE_MS);
	}
	if (!up)
		die_msg(EXIT_TROUBLE, "nothing comes out");
	us = calloc((size_t)n, sizeof *us);
	if (!us)
		die_errno(EXIT_TROUBLE, "no memory");
	measure(argv, nfiles, from, us, (size_t)n);
	printf("%" PRId64 " %" PRId64 " %ld %ld %.3f\n", us[n / 2], us[n * 95 / 100],
	    memory_kb(pid), open_files(pid), idle_percent(pid));
	free(us);
	kill(pid, SIGTERM);
	close(from);		/* what it still has to say is not read any more */
	waitpid(pid, NULL, 0);
	return EXIT_OK;
}
