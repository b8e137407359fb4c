/*
 * many - are thousands of files followed with few descriptors and little memory, each line once?
 *
 *	many [-k KIB] [-m OPEN] [-n FILES] DIRECTORY
 *
 * Makes FILES files of numbered lines in DIRECTORY/d and follows them,
 *
 *	logtail -f --state state --max-open OPEN 'd/[0-9]*.log' >got
 *
 * while lines are added to files drawn at random, files are renamed, truncated after a copy, made
 * anew, and new ones come.  Each line must come out once, those of a file in order; logtail may
 * never have more than OPEN descriptors of files, as many of files that were rotated away, and a
 * few, nor use more than KIB of memory (-k; else that
 * is not looked at): status 0, else 1 and what was wrong.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "err.h"
#include "file.h"
#include "num.h"
#include "numbered.h"
#include "rotate.h"
#include "stages.h"

enum {
	ROUNDS = 5,
	OTHERS = 24,	/* descriptors for all else: streams, inotify, directories */
	NAME = 64,
};

struct many {
	struct stages s;
	uint64_t random;
	int64_t files, open, kib;
	long written;
	int64_t most_open;	/* descriptors that logtail ever had, as seen */
	char *block;
};

static void
name_of(char name[NAME], int64_t file)
{
	snprintf(name, NAME, "d/%06" PRId64 ".log", file);
}

/* Add n lines to a file. */
static void
add(struct many *m, int64_t file, int n)
{
	char name[NAME], line[NUMBERED_MAX];
	int fd;

	name_of(name, file);
	fd = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (fd < 0)
		stages_fail(name);
	while (n-- > 0)
		stages_write(fd, line, numbered_line(line, ++m->written, 0));
	close(fd);
}

/* How many descriptors logtail has now. */
static int64_t
descriptors(const struct many *m)
{
	char name[NAME];
	int64_t n = 0;
	DIR *d;

	snprintf(name, sizeof name, "/proc/%ld/fd", (long)m->s.pid[0]);
	d = opendir(name);
	if (!d)
		stages_fail(name);
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;	/* . and .. */
}

/* All that was written came out; meanwhile descriptors are counted. */
static void
await(struct many *m)
{
	int64_t n;

	while (m->s.lines < m->written) {
		if (!stages_read(&m->s, STAGES_DEADLINE_MS)) {
			fprintf(stderr, "# %ld lines of %ld came out\n", m->s.lines,
			    m->written);
			exit(EXIT_NO);
		}
		n = descriptors(m);
		if (n > m->most_open)
			m->most_open = n;
	}
}

static void
rotate_one(struct many *m, int64_t file, bool copy)
{
	char name[NAME], to[NAME + 8];

	name_of(name, file);
	snprintf(to, sizeof to, "%s.1", name);
	unlink(to);
	if (!copy) {
		rotate_move(name, to);
		return;
	}
	rotate_copy_file(name, to, m->block);
	if (truncate(name, 0) < 0)
		stages_fail(name);
}

/* Something happens to a tenth of the files, and new ones come. */
static void
happen(struct many *m)
{
	for (int64_t i = m->files / 10; i > 0; i--) {
		int64_t file = (int64_t)numbered_draw(&m->random, (uint64_t)m->files);

		if (numbered_draw(&m->random, 10) == 0)
			rotate_one(m, file, numbered_draw(&m->random, 2));
		add(m, file, 1 + (int)numbered_draw(&m->random, 3));
	}
	for (int64_t i = 0; i < m->files / 100; i++)
		add(m, m->files++, 1);
}

/* The most memory that logtail ever used, in KiB. */
static int64_t
memory(const struct many *m)
{
	struct buf text = BUF_INIT;
	char name[NAME], *at, *end;
	int64_t kib;

	snprintf(name, sizeof name, "/proc/%ld/status", (long)m->s.pid[0]);
	if (file_read(name, 64 << 10, &text) < 0 ||
	    (at = strstr(buf_text(&text), "VmHWM:")) == NULL)
		stages_fail(name);
	at += strlen("VmHWM:");
	at += strspn(at, " \t");
	end = at + strcspn(at, " ");
	*end = '\0';
	if (num_i64(at, 1, INT64_MAX, &kib) < 0)
		stages_fail(at);
	buf_clear(&text);
	return kib;
}

static bool
judge(const struct many *m, int64_t kib)
{
	struct numbered c;
	bool ok, few = m->most_open <= 2 * m->open + OTHERS;
	bool little = m->kib == 0 || kib <= m->kib;

	numbered_begin(&c, m->written);
	c.loose = true;
	numbered_read(&c, open("got", O_RDONLY | O_CLOEXEC));
	ok = numbered_end(&c);
	printf("%" PRId64 " files, %ld lines: %ld lost, %ld doubled, %ld wrong\n", m->files,
	    m->written, c.lost, c.doubled, c.wrong);
	printf("descriptors: %s\n", few ? "few" : "too many");
	if (m->kib > 0)
		printf("memory: %s\n", little ? "little" : "too much");
	fprintf(stderr, "many: at most %" PRId64 " descriptors, %" PRId64 " KiB\n",
	    m->most_open, kib);
	numbered_clear(&c);
	return ok && few && little;
}

static void
follow(struct many *m)
{
	char open_max[NUM_TEXT_MAX];
	const char *tail[] = {
		"logtail", "-f", "--tick", "0", "--state", "state", "--max-open", open_max,
		"d/[0-9]*.log", NULL,
	};
	const char *const *pipeline[] = { tail, NULL };

	snprintf(open_max, sizeof open_max, "%" PRId64, m->open);
	stages_start(&m->s, pipeline);
}

static void
number(const char *s, int64_t *v)
{
	if (num_i64(s, 1, 1000000, v) < 0)
		die_errno(EXIT_USAGE, "'%s'", s);
}

int
main(int argc, char *argv[])
{
	struct many m = { .files = 10000, .open = 100, .random = 88172645463325252u };
	int64_t kib;
	bool ended;

	err_init(argv[0]);
	for (int c; (c = getopt(argc, argv, "k:m:n:")) != -1;)
		switch (c) {
		case 'k': number(optarg, &m.kib); break;
		case 'm': number(optarg, &m.open); break;
		case 'n': number(optarg, &m.files); break;
		default: return EXIT_USAGE;
		}
	if (optind + 1 != argc || chdir(argv[optind]) < 0 || mkdir("d", 0755) < 0)
		die_msg(EXIT_USAGE, "usage: many [-k kib] [-m open] [-n files] directory");
	m.block = mem_zero(ROTATE_BLOCK, 1);
	m.s.copy = open("got", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	for (int64_t i = 0; i < m.files; i++)
		add(&m, i, 1);
	follow(&m);
	for (int i = 0; i < ROUNDS; i++) {
		await(&m);
		happen(&m);
	}
	await(&m);
	kib = memory(&m);
	ended = stages_stop(&m.s);
	free(m.block);
	free(m.s.block);
	return judge(&m, kib) && ended ? EXIT_OK : EXIT_NO;
}
