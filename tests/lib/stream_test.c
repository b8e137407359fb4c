/* stream: every record passes as it came, every other line is told and counted. */
#include "stream.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "check.h"
#include "err.h"
#include "file.h"
#include "rec.h"

static char dir[] = "/tmp/stream_test.XXXXXX";
static struct buf out, err;

/* A filter in a child: passes on what has no member "drop", adds "seen" to what has "mark". */
static _Noreturn void
filter(void)
{
	struct stream s;
	struct rec *r;

	err_init("filter");
	stream_init(&s);
	while ((r = stream_next(&s)) != NULL) {
		if (rec_has(r, "mark"))
			rec_set_bool(r, "seen", true);
		if (!rec_has(r, "drop"))
			stream_put(&s);
	}
	exit(stream_end(&s, EXIT_NO));
}

/* Put fd of the child on a file below dir. */
static void
on_file(int fd, const char *name, int flags)
{
	char path[64];
	int file;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	file = file_open(path, flags, 0600);
	if (file < 0 || dup2(file, fd) < 0)
		_exit(99);
	close(file);
}

static void
read_back(const char *name, struct buf *b)
{
	char path[64];

	snprintf(path, sizeof path, "%s/%s", dir, name);
	buf_cut(b, 0);
	CHECK_INT(file_read(path, 1 << 26, b), 0);
	unlink(path);
}

/* What filter() makes of text: its output in out, its messages in err; its exit status. */
static int
run(const char *text, size_t n)
{
	char path[64];
	int status;
	pid_t child;

	snprintf(path, sizeof path, "%s/in", dir);
	CHECK_INT(file_replace(path, text, n, 0600), 0);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		on_file(STDIN_FILENO, "in", O_RDONLY);
		on_file(STDOUT_FILENO, "out", O_WRONLY | O_CREAT | O_TRUNC);
		on_file(STDERR_FILENO, "err", O_WRONLY | O_CREAT | O_TRUNC);
		filter();
	}
	waitpid(child, &status, 0);
	read_back("out", &out);
	read_back("err", &err);
	unlink(path);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void
passes(void)
{
	static const char in[] = " {\"b\" : 1.50,\"b\":2}\n\n{\"drop\":1}\n{\"mark\":1,\"x\":[1, 2]}";

	CHECK_INT(run(in, sizeof in - 1), EXIT_NO);
	CHECK_STR(buf_text(&out), " {\"b\" : 1.50,\"b\":2}\n{\"mark\":1,\"x\":[1, 2],\"seen\":true}\n");
	CHECK_STR(buf_text(&err), "");
}

static void
nothing(void)
{
	CHECK_INT(run("", 0), EXIT_NO);
	CHECK_STR(buf_text(&out), "");
	CHECK_STR(buf_text(&err), "");
}

static void
tells_bad_lines(void)
{
	static const char in[] = "{\"a\":1}\n{\"a\":tru}\n[1]\n{\"a\":2}\n{\"a\":3";

	CHECK_INT(run(in, sizeof in - 1), EXIT_TROUBLE);
	CHECK_STR(buf_text(&out), "{\"a\":1}\n{\"a\":2}\n");
	CHECK(strncmp(buf_text(&err), "filter: line 2, byte 6: ", 24) == 0);
	CHECK(strstr(buf_text(&err), ", skipped\nfilter: 3 lines were not records, skipped\n"));
}

static void
survives_long_lines(void)
{
	size_t n = LINE_MAX_DEFAULT + 100;
	char *in = malloc(n + 16);

	memset(in, 'x', n);
	memcpy(in + n, "\n{\"a\":1}\n", 9);
	CHECK_INT(run(in, n + 9), EXIT_TROUBLE);
	CHECK_STR(buf_text(&out), "{\"a\":1}\n");
	CHECK_STR(buf_text(&err), "filter: line 1, byte 1048577: line too long, skipped\n");
	free(in);
}

int
main(void)
{
	if (!mkdtemp(dir))
		return 2;
	RUN(passes);
	RUN(nothing);
	RUN(tells_bad_lines);
	RUN(survives_long_lines);
	rmdir(dir);
	buf_clear(&out);
	buf_clear(&err);
	return check_end();
}
