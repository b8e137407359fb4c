/*
 * flip - does a command see every change of a file?
 *
 *	flip STATUS FILE... -- COMMAND...
 *
 * For each byte of each FILE: changes one bit of it, runs COMMAND, which must end with
 * STATUS, and changes it back.  Prints how many changes were seen; status 1 when one was not.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static unsigned long seen, missed;

/* The exit status of the command, which runs without output. */
static int
run(char *argv[])
{
	posix_spawn_file_actions_t a;
	pid_t pid;
	int status;

	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&a, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, argv[0], &a, NULL, argv, environ) != 0 ||
	    waitpid(pid, &status, 0) != pid) {
		perror(argv[0]);
		exit(2);
	}
	posix_spawn_file_actions_destroy(&a);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void
change(int fd, off_t at, int bit)
{
	unsigned char c;

	if (pread(fd, &c, 1, at) != 1)
		abort();
	c = (unsigned char)(c ^ 1U << bit);
	if (pwrite(fd, &c, 1, at) != 1)
		abort();
}

static void
flip(const char *path, int want, char *argv[])
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0) {
		perror(path);
		exit(2);
	}
	for (off_t at = 0; at < st.st_size; at++) {
		int bit = (int)(at % 8), got;

		change(fd, at, bit);
		got = run(argv);
		change(fd, at, bit);
		if (got == want) {
			seen++;
		} else {
			missed++;
			printf("%s: byte %lld, bit %d: status %d\n", path, (long long)at, bit, got);
		}
	}
	close(fd);
}

int
main(int argc, char *argv[])
{
	int files = 2, want;

	while (files < argc && strcmp(argv[files], "--") != 0)
		files++;
	if (files < 3 || files + 1 >= argc || strlen(argv[1]) != 1) {
		fputs("usage: flip STATUS FILE... -- COMMAND...\n", stderr);
		return 3;
	}
	want = argv[1][0] - '0';
	for (int i = 2; i < files; i++)
		flip(argv[i], want, argv + files + 1);
	printf("%lu changes seen, %lu missed\n", seen, missed);
	return missed || !seen;
}
