/*
 * logrotate - a log is turned over by logrotate(8) as it is usually configured, while it is
 * written and followed: tests/follower.h tells what is run and what must come out.
 *
 * The log is written on while logrotate works, but for copytruncate, with which logrotate itself
 * loses what is written between its copy and its truncation.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "follower.h"

static volatile sig_atomic_t told;	/* to open the log again */

static void
on_hangup(int sig)
{
	(void)sig;
	told = 1;
}

/* What logrotate is told: also that it shall tell us. */
static void
configure(const char *options, int64_t round, bool tells)
{
	char here[PATH_MAX], *text;
	int n;

	if (!getcwd(here, sizeof here))
		stages_fail("getcwd");
	text = mem_zero(PATH_MAX + 1024, 1);
	n = snprintf(text, PATH_MAX + 1024, "\"%s/app.log\" {\nrotate 100\nmissingok\n%s\n"
	    "dateformat -%%Y%%m%%d-%04" PRId64 "\n", here, options, round);
	if (tells)
		n += snprintf(text + n, 256, "postrotate\nkill -HUP %ld\nendscript\n",
		    (long)getpid());
	n += snprintf(text + n, 8, "}\n");
	if (file_replace("conf", text, (size_t)n, 0644) < 0)
		stages_fail("conf");
	free(text);
}

static pid_t
run(void)
{
	pid_t pid = fork();

	if (pid < 0)
		stages_fail("cannot start logrotate");
	if (pid == 0) {
		int err = open("err", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);

		dup2(err, STDERR_FILENO);
		execlp("logrotate", "logrotate", "-f", "-s", "turned", "conf", (char *)NULL);
		_exit(127);
	}
	return pid;
}

/* It is written on until logrotate has ended, in the new file once that is told. */
static void
turn_over(struct follower *t, bool writes)
{
	pid_t pid = run(), got = 0;
	int status;

	told = 0;
	while (writes && (got = waitpid(pid, &status, WNOHANG)) == 0) {
		writer_lines(&t->w, 1 + (long)numbered_draw(&t->w.random, 10));
		if (told) {
			told = 0;
			writer_reopen(&t->w);
		}
		while (stages_read(&t->s, 0))
			;
	}
	if (got == 0)
		got = waitpid(pid, &status, 0);
	if (got < 0 || status != 0)
		stages_fail("logrotate");
	t->w.rotations++;
}

/* Every third time nobody follows meanwhile. */
static void
turn(struct follower *t, const char *options, bool copies, bool tells)
{
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		if (i % 3 == 2) {
			follower_await(t);
			follower_stop(t);
		}
		configure(options, i, tells);
		turn_over(t, !copies && t->s.n > 0);
		if (!copies) {
			writer_lines(&t->w, 3);	/* it is told late */
			writer_reopen(&t->w);
		}
		if (t->s.n == 0)
			follower_start(t);
	}
	writer_lines(&t->w, t->lines);
	follower_await(t);
	follower_stop(t);
}

static void
rename_create(struct follower *t)
{
	turn(t, "create", false, false);
}

static void
rename_nocreate(struct follower *t)
{
	turn(t, "nocreate", false, false);
}

static void
copytruncate(struct follower *t)
{
	turn(t, "copytruncate", true, false);
}

static void
dateext(struct follower *t)
{
	turn(t, "create\ndateext", false, false);
}

static void
compress(struct follower *t)
{
	turn(t, "copytruncate\ncompress", true, false);
}

static void
delaycompress(struct follower *t)
{
	turn(t, "create\ncompress\ndelaycompress", false, false);
}

static void
dateext_compress(struct follower *t)
{
	turn(t, "create\ndateext\ncompress\ndelaycompress", false, false);
}

static void
postrotate(struct follower *t)
{
	struct sigaction hangup = { .sa_handler = on_hangup, .sa_flags = SA_RESTART };

	sigaction(SIGHUP, &hangup, NULL);
	turn(t, "nocreate\ncompress\ndelaycompress", false, true);
}

static const struct follower_scenario scenarios[] = {
	{ "create", rename_create, 500, 12 },
	{ "nocreate", rename_nocreate, 500, 12 },
	{ "copytruncate", copytruncate, 500, 12 },
	{ "dateext", dateext, 500, 12 },
	{ "compress", compress, 500, 12 },
	{ "delaycompress", delaycompress, 500, 12 },
	{ "dateext-compress", dateext_compress, 500, 12 },
	{ "postrotate", postrotate, 500, 12 },
	{ NULL, NULL, 0, 0 },
};

int
main(int argc, char *argv[])
{
	return follower_main(scenarios, argc, argv);
}
