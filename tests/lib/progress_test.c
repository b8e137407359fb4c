/* Tests of lib/progress. */
#include "progress.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "buf.h"
#include "check.h"
#include "err.h"
#include "ts.h"

static void
check_text(uint64_t done, uint64_t whole, int64_t ms, size_t columns, const char *want)
{
	struct progress p = { .what = "verify", .done = done, .whole = whole,
		.begun = 5 * TS_SECOND };
	struct buf b = BUF_INIT;

	progress_text(&p, p.begun + ms * (TS_SECOND / 1000), columns, &b);
	CHECK_STR(buf_text(&b), want);
	buf_clear(&b);
}

static void
says_bytes_rate_and_time_left(void)
{
	check_text(0, 0, 0, 80, "verify: 0 bytes");
	check_text(0, 9999, 0, 80, "verify: 0 of 9999 bytes");
	check_text(500, 10000, 100, 80, "verify: 0 of 10 kB");
	check_text(30000000, 90000000, 2000, 80,
	    "verify: 30 of 90 MB, 15 MB/s, 0:05 left");
	check_text(1000000000, 500000000000, 2000, 80,
	    "verify: 1 of 500 GB, 500 MB/s, 16:39 left");
	check_text(1000000000, 50000000000000, 10000, 80,
	    "verify: 0 of 50 TB, 100 MB/s, 138:53:11 left");
	check_text(30000000, 0, 2000, 80, "verify: 30 MB, 15 MB/s");
	/* more than there was to do: it grew meanwhile */
	check_text(30000000, 20000000, 2000, 80, "verify: 30 of 30 MB, 15 MB/s");
	/* the clock was moved back */
	check_text(30000000, 90000000, -2000, 80, "verify: 30 of 90 MB");
	check_text(30000000, 90000000, 2000, 12, "verify: 30 o");
}

/* A pair of terminal ends; -1: there are none here. */
static int
open_pty(int *slave)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	struct termios t;

	if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0 ||
	    (*slave = open(ptsname(master), O_RDWR | O_NOCTTY)) < 0)
		return -1;
	if (tcgetattr(*slave, &t) == 0) {
		t.c_oflag &= (tcflag_t)~OPOST;
		tcsetattr(*slave, TCSANOW, &t);
	}
	return master;
}

enum { DEADLINE_MS = 10000 };
static const char last[] = "prog: done\n";

/* What is written to standard error, which is end, by fn; from is read for it. */
static void
caught(int from, int end, void (*fn)(void), char *text, size_t size)
{
	struct pollfd ready = { .fd = from, .events = POLLIN };
	int saved = dup(STDERR_FILENO);
	size_t n = 0;

	fflush(stdout);
	dup2(end, STDERR_FILENO);
	fn();
	dup2(saved, STDERR_FILENO);
	close(saved);
	for (text[0] = '\0'; !strstr(text, last) && n < size - 1; text[n] = '\0') {
		ssize_t more;

		if (poll(&ready, 1, DEADLINE_MS) <= 0 ||
		    (more = read(from, text + n, size - 1 - n)) <= 0)
			break;
		n += (size_t)more;
	}
	text[n] = '\0';
}

static void
work(void)
{
	struct progress p;

	progress_begin(&p, "test", 2000);
	progress_add(&p, 500);		/* at once: it is not shown */
	p.said -= TS_SECOND;
	progress_add(&p, 500);
	warn_msg("careful");
	progress_clear(&p);		/* it is off already */
	p.said -= TS_SECOND;
	progress_add(&p, 1000);
	progress_end(&p);
	progress_end(&p);
	warn_msg("done");
}

static void
writes_one_line_to_a_terminal(void)
{
	int slave, master = open_pty(&slave);
	char text[1000];

	if (master < 0)
		return;
	unsetenv("NO_COLOR");
	err_init("prog");
	caught(master, slave, work, text, sizeof text);
	CHECK_STR(text, "\rtest: 0 of 2000 bytes\033[K\rtest: 1000 of 2000 bytes\033[K"
	    "\r\033[Kprog: careful\n\rtest: 2000 of 2000 bytes\033[K\r\033[Kprog: done\n");
	setenv("NO_COLOR", "1", 1);
	caught(master, slave, work, text, sizeof text);
	CHECK(strchr(text, '\033') == NULL);
	CHECK(strstr(text, "\rtest: 1000 of 2000 bytes\r      ") != NULL);
	CHECK(strstr(text, "\bprog: careful\n\rtest: 2000 of") != NULL);
	unsetenv("NO_COLOR");
	close(master);
	close(slave);
}

static void
writes_nothing_elsewhere(void)
{
	char text[1000];
	int fd[2];

	if (pipe(fd) < 0)
		return;
	caught(fd[0], fd[1], work, text, sizeof text);
	CHECK_STR(text, "prog: careful\nprog: done\n");
	close(fd[0]);
	close(fd[1]);
}

int
main(void)
{
	RUN(says_bytes_rate_and_time_left);
	RUN(writes_one_line_to_a_terminal);
	RUN(writes_nothing_elsewhere);
	return check_end();
}
