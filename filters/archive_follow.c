/* archive_follow - the last records, and those that come: archive tail. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_back.h"
#include "archive_option.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "err.h"
#include "loop.h"
#include "num.h"
#include "out.h"
#include "rec.h"
#include "ts.h"

#define SYNOPSIS "archive tail [-f] [-n N | --after N] [--seq] [-s SYSTEM] [-k KIND] " \
	"[--since TIME] [--until TIME] [--where JQ] DIR"

enum {
	OPT_AFTER = OPT_COMMAND,
	LAST = 10,		/* the default of -n */
	NEWS = 64 << 10,	/* bytes of news that are read at once */
};

struct follow {
	struct pick pick;
	struct reader reader;
	bool on;		/* -f */
	int64_t last;		/* -n; -1: --after was given */
	int64_t after;
	int news;		/* of inotify */
};

static int64_t
parse_number(const char *option, const char *text)
{
	int64_t n;

	if (num_i64(text, 0, INT64_MAX - 1, &n) < 0)
		die_msg(EXIT_USAGE, "bad value '%s' of %s: a number of records", text,
		    option);
	return n;
}

static const char *
parse_opts(struct follow *f, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "follow", no_argument, NULL, 'f' },
		{ "lines", required_argument, NULL, 'n' },
		{ "after", required_argument, NULL, OPT_AFTER },
		PICK_LONGOPTS,
		OPT_COMMON,
	};

	for (int c; (c = getopt_long(argc, argv, "fn:" PICK_LETTERS, longopts,
	    NULL)) != -1;)
		switch (c) {
		case 'f': f->on = true; break;
		case 'n': f->last = parse_number("-n", optarg); break;
		case OPT_AFTER:
			f->after = parse_number("--after", optarg);
			f->last = -1;
			break;
		default:
			if (!pick_option(&f->pick, c, optarg))
				archive_common_option(c, SYNOPSIS);
		}
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	return argv[optind];
}

/* Before the last records that are wanted, so many as are asked for: a number. */
static uint64_t
before_last(struct follow *f, const char *dir)
{
	struct back back;
	struct back_lines lines;
	struct block b;
	const char *line;
	size_t n;
	int64_t found = 0;
	uint64_t before = 0;
	bool any = false;

	back_open(&back, dir);
	pick_bounds(&f->pick, &back.reader);
	while ((found < f->last || !any) && back_next(&back, &b)) {
		back_lines(&lines, &b);
		if (!any)
			before = lines.number - 1;	/* when none is wanted */
		any = true;
		while (found < f->last && back_line(&lines, &line, &n))
			if (pick_takes(&f->pick, line, n)) {
				before = lines.number - 1;
				found++;
			}
	}
	back_close(&back, EXIT_OK);
	return before;
}

/* The records of a block that come after the number which is asked for. */
static void
put_block(struct follow *f, const struct block *b)
{
	const char *line = b->p, *end = b->p + b->n, *nl;
	uint64_t number = b->first;

	for (; line < end && (nl = memchr(line, '\n', (size_t)(end - line))) != NULL;
	    line = nl + 1, number++)
		if (number > (uint64_t)f->after && pick_takes(&f->pick, line,
		    (size_t)(nl - line)))
			pick_put(&f->pick, line, (size_t)(nl - line), number);
}

/* Numbers of another archive, or of records that are lost, are no place to go on from. */
static void
check_end(const struct follow *f)
{
	const struct reader *r = &f->reader;

	if (r->damaged == 0 && !r->waits && r->tail.next > 0 &&
	    r->tail.next <= (uint64_t)f->after)
		die_msg(EXIT_TROUBLE, "'%s' ends with record %llu, before %lld", r->dir,
		    (unsigned long long)(r->tail.next - 1), (long long)f->after);
}

static void
put_all(struct follow *f)
{
	struct block b;

	while (reader_next(&f->reader, &b))
		put_block(f, &b);
	check_end(f);
	if (out_flush(f->pick.out) < 0)
		out_die(f->pick.out);
}

/* Something happened in the directory: what, does not matter. */
static void
on_news(struct loop *loop, int fd, void *arg)
{
	struct follow *f = arg;
	char news[NEWS];

	while (read(fd, news, sizeof news) > 0)
		;
	put_all(f);
	if (f->reader.end)
		loop_stop(loop);
}

/* Nobody reads the output any more. */
static void
on_gone(struct loop *loop, int fd, void *arg)
{
	struct follow *f = arg;

	(void)loop;
	(void)fd;
	if (out_gone(f->pick.out)) {
		errno = EPIPE;
		out_die(f->pick.out);
	}
}

static void
on_stop(struct loop *loop, int sig, void *arg)
{
	(void)sig;
	(void)arg;
	loop_stop(loop);
}

static void
watch(struct follow *f, const char *dir)
{
	f->news = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (f->news < 0 || inotify_add_watch(f->news, dir, IN_MODIFY | IN_CREATE |
	    IN_MOVED_TO | IN_DELETE | IN_ONLYDIR) < 0)
		die_errno(EXIT_TROUBLE, "cannot watch '%s'", dir);
}

static void
wait_for_more(struct follow *f)
{
	struct loop *loop = loop_new();
	struct stat st;

	loop_signal(loop, SIGTERM, on_stop, f);
	loop_signal(loop, SIGINT, on_stop, f);
	if (fstat(STDOUT_FILENO, &st) == 0 && S_ISFIFO(st.st_mode))
		loop_fd(loop, STDOUT_FILENO, LOOP_READ, on_gone, f);
	loop_fd(loop, f->news, LOOP_READ, on_news, f);
	put_all(f);
	if (!f->reader.end && loop_run(loop) < 0)
		die_errno(EXIT_TROUBLE, "cannot wait for records");
	loop_free(loop);
	close(f->news);
}

int
archive_tail(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct follow f = { .last = LAST, .pick = { .since = TS_NONE, .until = TS_NONE,
		.out = &out, .rec = rec_new(), .access.deed = DEED_INIT } };
	const char *dir = parse_opts(&f, argc, argv);
	int status;

	if (f.on)
		watch(&f, dir);		/* before, so that nothing is missed */
	if (f.last >= 0)
		f.after = (int64_t)before_last(&f, dir);
	pick_access(&f.pick, dir, argv);
	reader_open(&f.reader, dir);
	pick_bounds(&f.pick, &f.reader);
	reader_seek(&f.reader, (uint64_t)f.after);
	if (f.on) {
		reader_follow(&f.reader);
		wait_for_more(&f);
	} else {
		put_all(&f);
	}
	status = pick_close(&f.pick, EXIT_OK);
	return reader_close(&f.reader, status);
}
