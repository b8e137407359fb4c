/* err, mem and buf: messages in one piece, memory that grows, text that keeps. */
#include "buf.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "err.h"
#include "mem.h"

static void
grows(void)
{
	struct buf b = BUF_INIT;

	CHECK_STR(buf_text(&b), "");
	for (int i = 0; i < 10000; i++)
		buf_fmt(&b, "%04d", i);
	CHECK_INT(b.n, 40000);
	CHECK(memcmp(b.p, "000000010002", 12) == 0 && memcmp(b.p + 39996, "9999", 4) == 0);
	buf_cut(&b, 8);
	buf_char(&b, '!');
	buf_put(&b, "", 0);
	buf_str(&b, "end");
	CHECK_STR(buf_text(&b), "00000001!end");
	buf_cut(&b, 99);
	CHECK_INT(b.n, 12);
	buf_clear(&b);
	CHECK(b.p == NULL && b.n == 0);
}

static void
memory(void)
{
	size_t cap = 0;
	int *p = mem_grow(NULL, &cap, 1, sizeof *p);
	char *s = mem_copy("a\0b", 3);

	CHECK(cap >= 1);
	p[0] = 7;
	p = mem_grow(p, &cap, 100000, sizeof *p);
	CHECK(cap >= 100000 && p[0] == 7);
	CHECK(memcmp(s, "a\0b", 4) == 0);
	free(s);
	free(p);
}

/* What a child that runs f says on stderr, and its exit status. */
static int
hear(void (*f)(void), struct buf *b)
{
	int fd[2], status;
	ssize_t n;
	pid_t child;

	if (pipe(fd) < 0 || (child = fork()) < 0)
		abort();
	if (child == 0) {
		dup2(fd[1], STDERR_FILENO);
		close(fd[0]);
		close(fd[1]);
		f();
		_exit(0);
	}
	close(fd[1]);
	while ((n = read(fd[0], buf_room(b, 8192), 8192)) > 0)
		b->n += (size_t)n;
	close(fd[0]);
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

static void
warn(void)
{
	err_init("/usr/bin/prog");
	errno = ENOENT;
	warn_msg("bad byte '%c' in\n'%s'", 7, "x\x1b[31m");
	warn_errno("cannot open '%s'", "f");
}

static void
die(void)
{
	char text[9000];

	err_init("prog");
	memset(text, 'y', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	die_msg(EXIT_USAGE, "%s", text);
}

static void
too_much(void)
{
	size_t cap = 0;

	err_init("prog");
	mem_grow(NULL, &cap, SIZE_MAX / 2, 16);
}

static void
messages(void)
{
	struct buf b = BUF_INIT;

	CHECK_INT(hear(warn, &b), 0);
	CHECK_STR(buf_text(&b), "prog: bad byte '?' in?'x?[31m'\n"
	    "prog: cannot open 'f': No such file or directory\n");
	buf_cut(&b, 0);
	CHECK_INT(hear(die, &b), EXIT_USAGE);
	CHECK(b.n > 4000 && b.n <= 4096 && memchr(b.p, '\n', b.n) == b.p + b.n - 1);
	buf_cut(&b, 0);
	CHECK_INT(hear(too_much, &b), EXIT_TROUBLE);
	CHECK(strstr(buf_text(&b), "prog: cannot allocate"));
	buf_clear(&b);
}

int
main(void)
{
	RUN(grows);
	RUN(memory);
	RUN(messages);
	return check_end();
}
