/* rec_bench - records a second: read, changed, written; jq doing the same beside it. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "buf.h"
#include "expr.h"
#include "file.h"
#include "json.h"
#include "out.h"
#include "rec.h"

enum { FILE_MAX = 1 << 30 };

static const double least = 0.5;	/* seconds that each measurement takes */
static const char program[] = ".sum = .off + (.type | length) + (.host | length)";
static const char question[] = ".type == \"log\" and (.severity == \"err\" or .off < 1000)";

extern char **environ;

static struct buf file;
static struct rec *rec;
static struct out discarded = OUT_INIT(-1);
static struct expr *native, *jq;
static uint64_t sum;	/* of what was read, so that it is read */

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
parse(const char *line, size_t n)
{
	if (rec_parse(rec, line, n) < 0)
		exit(2);
}

static void
discard(void)
{
	if (discarded.text.n >= OUT_CHUNK)
		discarded.text.n = 0;
}

static void
parse_read_add_write(const char *line, size_t n)
{
	const char *s;
	size_t ntype, nhost;
	int64_t off;

	parse(line, n);
	if (!rec_int(rec, "off", &off) || !rec_str(rec, "type", &s, &ntype) ||
	    !rec_str(rec, "host", &s, &nhost))
		exit(2);
	rec_set_int(rec, "sum", off + (int64_t)(ntype + nhost));
	rec_write(rec, &discarded);
	discard();
}

static void
escape(const char *line, size_t n)
{
	json_put_out(&discarded, line, n);
	discard();
}

static void
ask_native(const char *line, size_t n)
{
	parse(line, n);
	sum += expr_test(native, rec) == EXPR_YES;
}

static void
ask_jq(const char *line, size_t n)
{
	parse(line, n);
	sum += expr_test(jq, rec) == EXPR_YES;
}

/* MB/s of doing that with every line of the file, again and again. */
static double
measure(void each(const char *, size_t))
{
	double start = now(), taken;
	size_t bytes = 0;

	do {
		const char *p = file.p, *end = file.p + file.n, *nl;

		for (; (nl = memchr(p, '\n', (size_t)(end - p))) != NULL; p = nl + 1)
			each(p, (size_t)(nl - p));
		bytes += file.n;
		taken = now() - start;
	} while (taken < least);
	return (double)bytes / 1e6 / taken;
}

/* MB/s of jq, by the processor time it takes; 0 without jq. */
static double
measure_jq(char *path)
{
	char name[] = "jq", option[] = "-c", text[sizeof program];
	char *argv[] = { name, option, text, path, NULL };
	posix_spawn_file_actions_t to_null;
	struct rusage use;
	int status;
	pid_t pid;

	memcpy(text, program, sizeof program);
	posix_spawn_file_actions_init(&to_null);
	posix_spawn_file_actions_addopen(&to_null, 1, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, name, &to_null, NULL, argv, environ) != 0 ||
	    wait4(pid, &status, 0, &use) < 0 || status != 0)
		return 0;
	posix_spawn_file_actions_destroy(&to_null);
	return (double)file.n / ((double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e6 +
	    (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec));
}

int
main(int argc, char *argv[])
{
	char why[128];
	double own, by_jq, by_native, by_libjq;

	if (argc != 2 || file_read(argv[1], FILE_MAX, &file) < 0) {
		fprintf(stderr, "usage: rec_bench file\n");
		return 2;
	}
	rec = rec_new();
	native = expr_new(question, why, sizeof why);
	jq = expr_new_jq(question, why, sizeof why);
	own = measure(parse_read_add_write);
	by_jq = measure_jq(argv[1]);
	by_native = measure(ask_native);
	by_libjq = measure(ask_jq);
	printf("| rec | MB/s | times jq |\n|---|---|---|\n");
	printf("| parse, read 3 members, add 1, write | %.0f | %.1f |\n", own,
	    by_jq > 0 ? own / by_jq : 0);
	printf("| jq -c, the same | %.1f | 1 |\n", by_jq);
	printf("| parse only | %.0f | |\n", measure(parse));
	printf("| parse, ask a condition natively | %.0f | %.1f |\n", by_native,
	    by_native / by_libjq);
	printf("| parse, ask it by libjq | %.1f | 1 |\n", by_libjq);
	printf("| json_escape of whole lines (many quotes) | %.0f | |\n", measure(escape));
	for (size_t i = 0; i < file.n; i++)
		if (file.p[i] == '"' || file.p[i] == '\\')
			file.p[i] = '\'';
	printf("| json_escape of text without quotes | %.0f | |\n", measure(escape));
	expr_free(native);
	expr_free(jq);
	rec_free(rec);
	out_clear(&discarded);
	buf_clear(&file);
	return sum == 42;
}
