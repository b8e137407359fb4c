/*
 * logtail_marks - the generations of files that
 * are known, by the archive or from this run.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "err.h"
#include "line.h"
#include "logtail.h"
#include "mem.h"
#include "rec.h"

extern char **environ;

/* A digest that is written in hexadecimal, or false. */
static bool
read_hex(struct rec *r, const char *key, unsigned char sum[DIGEST_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	const char *s, *hi, *lo;
	size_t n;

	if (!rec_str(r, key, &s, &n) || n != 2 * (size_t)DIGEST_SIZE)
		return false;
	for (size_t i = 0; i < DIGEST_SIZE; i++) {
		hi = memchr(digits, s[2 * i], 16);
		lo = memchr(digits, s[2 * i + 1], 16);
		if (!hi || !lo)
			return false;
		sum[i] = (unsigned char)((hi - digits) << 4 | (lo - digits));
	}
	return true;
}

static bool
read_count(struct rec *r, const char *key, int64_t max, int64_t *v)
{
	return rec_int(r, key, v) && *v >= 0 && *v <= max;
}

/*
 * A position as the archive gives it, of a file that logtail introduced; false: not one.
 */
static bool
read_mark(struct rec *r, struct mark *m)
{
	const char *fid;
	int64_t dev, ino;
	size_t n;

	*m = (struct mark){ 0 };
	if (!rec_str(r, "fid", &fid, &n) || n == 0 || n >= FID_MAX)
		return false;
	memcpy(m->fid, fid, n);
	if (!rec_int(r, "dev", &dev) || !rec_int(r, "ino", &ino) ||
	    !read_count(r, "off", INT64_MAX, &m->off) ||
	    !read_count(r, "head_n", EDGE, &m->head_n) || !read_hex(r, "head", m->head) ||
	    !read_count(r, "tail_n", EDGE, &m->tail_n) || !read_hex(r, "tail", m->tail))
		return false;
	if (!read_count(r, "tail_off", m->off, &m->tail_off))
		m->tail_off = m->off;
	m->dev = (uint64_t)dev;
	m->ino = (uint64_t)ino;
	if (m->tail_n > m->tail_off)
		return false;
	m->path = rec_dup(r, "path");
	return m->path != NULL;
}

static void
add(struct tail *t, struct mark *m)
{
	t->marks = mem_grow(t->marks, &t->marks_cap, t->nmarks + 1, sizeof *t->marks);
	t->marks[t->nmarks++] = *m;
}

static pid_t
start(const char *dir, int *from)
{
	char *argv[] = { (char[]){ "archive" }, (char[]){ "positions" }, (char[]){ "--" },
		mem_str(dir), NULL };
	posix_spawn_file_actions_t actions;
	int p[2], rc;
	pid_t pid;

	if (pipe2(p, O_CLOEXEC) < 0)
		die_errno(EXIT_TROUBLE, "cannot make a pipe");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, p[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
	    O_RDONLY, 0);
	rc = posix_spawnp(&pid, "archive", &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	free(argv[3]);
	close(p[1]);
	if (rc != 0) {
		errno = rc;
		die_errno(EXIT_TROUBLE, "cannot run 'archive'");
	}
	*from = p[0];
	return pid;
}

void
marks_read(struct tail *t, const char *dir)
{
	struct line_in in = LINE_IN_INIT(-1, NULL);
	struct rec *r = rec_new();
	enum line_rc rc;
	struct mark m;
	int status;
	pid_t pid;
	char *line;
	size_t n;

	if (access(dir, F_OK) < 0 && errno == ENOENT) {
		rec_free(r);
		return;		/* the first start: the archive comes later */
	}
	pid = start(dir, &in.fd);
	while ((rc = line_next(&in, &line, &n)) > 0) {
		if (rc != LINE_OK || rec_parse(r, line, n) < 0 ||
		    !rec_is(r, "type", "source") || t->nmarks == MARKS_MAX)
			die_msg(EXIT_TROUBLE,
			    "'archive positions %s' gave something else in "
			    "line %" PRIu64, dir, in.number);
		if (read_mark(r, &m))	/* others are of sources that are not our files */
			add(t, &m);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (rc == LINE_ERROR || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		die_msg(EXIT_TROUBLE,
		    "cannot learn the positions: 'archive positions %s' "
		    "failed", dir);
	close(in.fd);
	line_clear(&in);
	rec_free(r);
}

void
marks_clear(struct tail *t)
{
	for (size_t i = 0; i < t->nmarks; i++)
		free(t->marks[i].path);
	free(t->marks);
	t->marks = NULL;
	t->nmarks = t->marks_cap = 0;
}

struct mark *
marks_by_fid(struct tail *t, const char *fid)
{
	for (size_t i = t->nmarks; i > 0; i--)
		if (strcmp(t->marks[i - 1].fid, fid) == 0)
			return &t->marks[i - 1];
	return NULL;
}

/* The last ones are those that were read last. */
void
marks_note(struct tail *t, const struct gen *g, const unsigned char *tail, int64_t tail_n)
{
	struct mark *old = marks_by_fid(t, g->fid), m = { .dev = g->dev, .ino = g->ino };

	memcpy(m.fid, g->fid, sizeof m.fid);
	memcpy(m.head, g->head, sizeof m.head);
	memcpy(m.tail, tail, sizeof m.tail);
	m.head_n = g->head_n;
	m.tail_n = tail_n;
	m.off = m.tail_off = g->off;
	if (old) {
		m.path = old->path;
		memmove(old, old + 1,
		    (size_t)(t->marks + t->nmarks - (old + 1)) * sizeof *old);
		t->nmarks--;
	} else {
		m.path = mem_str(g->path);
	}
	add(t, &m);
}

struct mark *
marks_latest(struct tail *t, const char *path)
{
	for (size_t i = t->nmarks; i > 0; i--)
		if (strcmp(t->marks[i - 1].path, path) == 0)
			return &t->marks[i - 1];
	return NULL;
}

static bool
same(int fd, int64_t off, int64_t n, const unsigned char *sum)
{
	unsigned char is[DIGEST_SIZE];
	char edge[EDGE];

	if (gen_pread(fd, edge, (size_t)n, off) != n)
		return false;
	digest_of(edge, (size_t)n, is);
	return memcmp(is, sum, sizeof is) == 0;
}

bool
mark_fits(const struct mark *m, int fd, int64_t size)
{
	return size >= m->off && same(fd, 0, m->head_n, m->head) &&
	    same(fd, m->tail_off - m->tail_n, m->tail_n, m->tail);
}

struct mark *
marks_find(struct tail *t, int fd, const struct stat *st)
{
	for (size_t i = t->nmarks; i > 0; i--) {
		struct mark *m = &t->marks[i - 1];

		/* device numbers may change when the machine starts anew */
		if (m->ino == st->st_ino && mark_fits(m, fd, st->st_size))
			return m;
	}
	return NULL;
}
