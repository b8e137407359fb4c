/* line and out: the same lines whatever the pieces in which they come. */
#include "line.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "check.h"
#include "out.h"

/* A pipe that another process fills with text, piece bytes a write. */
static int
feed(const char *text, size_t n, size_t piece, pid_t *child)
{
	int fd[2];

	if (pipe(fd) < 0)
		abort();
	*child = fork();
	if (*child == 0) {
		close(fd[0]);
		for (size_t i = 0; i < n; i += piece)
			if (write(fd[1], text + i, piece < n - i ? piece : n - i) < 0)
				_exit(1);
		_exit(0);
	}
	close(fd[1]);
	return fd[0];
}

/* What line_next() says of text, one line each: "number:length:text" or "number:long". */
static void
collect(const char *text, size_t n, size_t piece, size_t max, struct buf *got)
{
	pid_t child;
	struct line_in in = LINE_IN_INIT(feed(text, n, piece, &child), NULL);
	enum line_rc rc;
	char *p;
	size_t len;

	in.max = max;
	while ((rc = line_next(&in, &p, &len)) > 0)
		if (rc == LINE_LONG)
			buf_fmt(got, "%d:long\n", (int)in.number);
		else
			buf_fmt(got, "%d:%d:%.*s\n", (int)in.number, (int)len, (int)len, p);
	CHECK_INT(rc, LINE_EOF);
	close(in.fd);
	line_clear(&in);
	waitpid(child, NULL, 0);
}

static void
pieces(void)
{
	static const char text[] = "one\n\nthree is longer\n12345678\n123456789\nlast";
	static const char want[] = "1:3:one\n2:0:\n3:long\n4:8:12345678\n5:long\n6:4:last\n";

	for (size_t piece = 1; piece <= sizeof text; piece++) {
		struct buf got = BUF_INIT;

		collect(text, sizeof text - 1, piece, 8, &got);
		if (!CHECK_STR(buf_text(&got), want))
			printf("# in pieces of %zu\n", piece);
		buf_clear(&got);
	}
}

static void
ends(void)
{
	struct buf got = BUF_INIT;

	collect("", 0, 1, 8, &got);
	CHECK_STR(buf_text(&got), "");
	collect("\n", 1, 1, 8, &got);
	CHECK_STR(buf_text(&got), "1:0:\n");
	buf_cut(&got, 0);
	collect("a long last line", 16, 3, 8, &got);
	CHECK_STR(buf_text(&got), "1:long\n");
	buf_clear(&got);
}

/* Lines around the size of a read, and one of ten times that, come whole. */
static void
large(void)
{
	for (size_t size = 262140; size <= 2621440; size = size < 262150 ? size + 1 : size * 3) {
		char *text = malloc(size + 3), *p;
		pid_t child;
		struct line_in in;
		size_t len;

		memset(text, 'x', size);
		memcpy(text + size, "\ny\n", 3);
		in = (struct line_in)LINE_IN_INIT(feed(text, size + 3, 65536, &child), NULL);
		in.max = size;
		CHECK(line_next(&in, &p, &len) == LINE_OK && len == size && p[0] == 'x' && p[size - 1] == 'x');
		CHECK(line_next(&in, &p, &len) == LINE_OK && len == 1 && *p == 'y' && p[1] == '\0');
		CHECK(line_next(&in, &p, &len) == LINE_EOF);
		close(in.fd);
		line_clear(&in);
		waitpid(child, NULL, 0);
		free(text);
	}
}

static void
nothing_waits(void)
{
	int in_pipe[2], out_pipe[2];
	struct out out;
	struct line_in in;
	char *p, got[8];
	size_t len;
	pid_t child;

	CHECK(pipe(in_pipe) == 0 && pipe(out_pipe) == 0);
	out = (struct out)OUT_INIT(out_pipe[1]);
	in = (struct line_in)LINE_IN_INIT(in_pipe[0], &out);
	child = fork();
	if (child == 0) {	/* answers only after it has seen the output */
		ssize_t n = read(out_pipe[0], got, sizeof got);

		_exit(n == 6 && memcmp(got, "hello\n", 6) == 0 && write(in_pipe[1], "go\n", 3) == 3 ? 0 : 1);
	}
	out_str(&out, "hello");
	CHECK_INT(out_end(&out), 0);
	CHECK_INT(line_next(&in, &p, &len), LINE_OK);
	CHECK_MEM(p, len, "go");
	waitpid(child, NULL, 0);
	close(out_pipe[0]);	/* the reader leaves: seen although nothing is written */
	CHECK_INT(line_next(&in, &p, &len), LINE_ERROR);
	CHECK(in.out_failed && errno == EPIPE);
	close(in_pipe[0]), close(in_pipe[1]), close(out_pipe[1]);
	line_clear(&in);
	out_clear(&out);
}

static void
full_disk(void)
{
	struct out out = OUT_INIT(open("/dev/full", O_WRONLY));

	out_str(&out, "kept");
	CHECK_INT(out_end(&out), 0);
	CHECK(out_flush(&out) < 0 && errno == ENOSPC);
	CHECK_INT(out.text.n, 5);
	close(out.fd);
	out_clear(&out);
}

int
main(void)
{
	signal(SIGPIPE, SIG_IGN);
	RUN(pieces);
	RUN(ends);
	RUN(large);
	RUN(nothing_waits);
	RUN(full_disk);
	return check_end();
}
