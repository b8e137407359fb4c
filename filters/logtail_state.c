/* logtail_state - marks out of an archive, out of a state file and into it. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "json.h"
#include "line.h"
#include "logtail.h"
#include "mem.h"
#include "rec.h"
#include "zone.h"

enum {
	STATE_MODE = 0640,
	PIECE = 16 << 10,	/* bytes that are written at once */
	KEEP_DAYS = 30,		/* what is known of a path that is not there any more */
};

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

/* A number of the kernel: any of 64 bits, which some file systems use. */
static bool
read_u64(const struct rec *r, const char *key, uint64_t *v)
{
	struct rec_value x;

	*v = 0;
	if (rec_get(r, key, &x) != REC_NUMBER)
		return false;
	for (size_t i = 0; i < x.n; i++) {
		unsigned digit = (unsigned)(x.raw[i] - '0');

		if (digit > 9 || *v > (UINT64_MAX - digit) / 10)
			return false;
		*v = *v * 10 + digit;
	}
	return true;
}

static bool
read_count(struct rec *r, const char *key, int64_t max, int64_t *v)
{
	return rec_int(r, key, v) && *v >= 0 && *v <= max;
}

/* What is not in every source record: those of older programs have less. */
static void
read_more(struct rec *r, struct mark *m)
{
	const char *s;
	size_t n;

	if (!read_count(r, "tail_off", m->off, &m->tail_off))
		m->tail_off = m->off;
	if (!read_count(r, "size", INT64_MAX, &m->size))
		m->size = -1;
	if (!read_count(r, "born_ns", INT64_MAX, &m->born_ns))
		m->born_ns = 0;
	if (!rec_time(r, "time", &m->time_ns))
		m->time_ns = 0;
	if (rec_str(r, "encoding", &s, &n) && n < sizeof m->encoding)
		memcpy(m->encoding, s, n);
	if (!read_count(r, "mtime_ns", INT64_MAX, &m->changed_ns))
		m->changed_ns = m->time_ns;
}

/*
 * A position as the archive gives it, of a file that logtail introduced; false: not one.
 */
static bool
read_mark(struct rec *r, struct mark *m)
{
	const char *fid;
	size_t n;

	*m = (struct mark){ 0 };
	if (!rec_str(r, "fid", &fid, &n) || n == 0 || n >= FID_MAX)
		return false;
	memcpy(m->fid, fid, n);
	if (!read_u64(r, "dev", &m->dev) || !read_u64(r, "ino", &m->ino) ||
	    !read_count(r, "off", INT64_MAX, &m->off) ||
	    !read_count(r, "head_n", EDGE, &m->head_n) || !read_hex(r, "head", m->head) ||
	    !read_count(r, "tail_n", EDGE, &m->tail_n) || !read_hex(r, "tail", m->tail))
		return false;
	read_more(r, m);
	return m->tail_n <= m->tail_off;
}

/* One line of positions: false when it is none. */
static bool
take(struct tail *t, struct rec *r, const char *line, size_t n)
{
	struct mark m;
	char *path;
	bool room = true;

	if (rec_parse(r, line, n) < 0 || !rec_is(r, "type", "source"))
		return false;
	path = rec_dup(r, "path");
	if (path && read_mark(r, &m))	/* others are of sources that are not our files */
		room = marks_add(&t->marks, &m, path);
	free(path);
	return room;
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
state_resume(struct tail *t, const char *dir)
{
	struct line_in in = LINE_IN_INIT(-1, NULL);
	struct rec *r = rec_new();
	enum line_rc rc;
	int status;
	pid_t pid;
	char *line;
	size_t n;

	if (access(dir, F_OK) < 0 && errno == ENOENT) {
		rec_free(r);
		return;		/* the first start: the archive comes later */
	}
	pid = start(dir, &in.fd);
	while ((rc = line_next(&in, &line, &n)) > 0)
		if (rc != LINE_OK || !take(t, r, line, n))
			die_msg(EXIT_TROUBLE,
			    "'archive positions %s' gave something else in "
			    "line %" PRIu64, dir, in.number);
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

static void
read_state(struct tail *t, const char *file)
{
	struct line_in in = LINE_IN_INIT(file_open(file, O_RDONLY, 0), NULL);
	struct rec *r;
	enum line_rc rc;
	char *line;
	size_t n;

	if (in.fd < 0 && errno == ENOENT)
		return;		/* the first start */
	if (in.fd < 0)
		die_errno(EXIT_TROUBLE, "cannot read the state '%s'", file);
	r = rec_new();
	while ((rc = line_next(&in, &line, &n)) > 0)
		if (rc != LINE_OK || !take(t, r, line, n))
			die_msg(EXIT_TROUBLE, "%s:%" PRIu64 ": not a position; to begin "
			    "anew, move the file away", file, in.number);
	if (rc == LINE_ERROR)
		die_errno(EXIT_TROUBLE, "cannot read the state '%s'", file);
	close(in.fd);
	line_clear(&in);
	rec_free(r);
}

static void
put_mark(const struct tail *t, const struct mark *m, struct buf *b)
{
	char hex[DIGEST_HEX], time[TS_MAX];

	ts_format(time, m->time_ns, zone_offset(t->zone, m->time_ns / TS_SECOND), 3);
	buf_fmt(b, "{\"time\":\"%s\",\"type\":\"source\",\"host\":", time);
	json_put_buf(b, t->host, strlen(t->host));
	buf_str(b, ",\"path\":");
	json_put_buf(b, m->place->path, strlen(m->place->path));
	digest_hex(m->head, DIGEST_SIZE, hex);
	buf_fmt(b, ",\"fid\":\"%s\",\"dev\":%" PRIu64 ",\"ino\":%" PRIu64 ",\"born_ns\":%"
	    PRId64 ",\"head_n\":%" PRId64 ",\"head\":\"%s\"", m->fid, m->dev, m->ino,
	    m->born_ns, m->head_n, hex);
	digest_hex(m->tail, DIGEST_SIZE, hex);
	buf_fmt(b, ",\"mtime_ns\":%" PRId64 ",\"off\":%" PRId64, m->changed_ns, m->off);
	if (m->size >= 0)
		buf_fmt(b, ",\"size\":%" PRId64, m->size);
	if (m->encoding[0])
		buf_fmt(b, ",\"encoding\":\"%s\"", m->encoding);
	if (m->tail_off != m->off)
		buf_fmt(b, ",\"tail_off\":%" PRId64, m->tail_off);
	buf_fmt(b, ",\"tail_n\":%" PRId64 ",\"tail\":\"%s\"}\n", m->tail_n, hex);
}

bool
state_saved(const struct tail *t)
{
	return t->saved != NOT_SAVED;
}

/* Is this path still of use?  What was removed long ago is not. */
static bool
kept(const struct tail *t, const struct place *p)
{
	const struct mark *m = TAILQ_FIRST(&p->marks);

	return t->now_ns - m->time_ns < KEEP_DAYS * 86400 * TS_SECOND ||
	    access(p->path, F_OK) == 0;
}

/*
 * A full disk is no reason to say nothing of what happens meanwhile: it is written as
 * soon as it can be.  When it never could be it is in a place that cannot be meant.
 */
/* The marks of a place, the oldest first, as they are read. */
static void
put_place(const struct tail *t, const struct place *p, struct buf *b)
{
	const struct mark *m;

	if (!TAILQ_EMPTY(&p->marks) && kept(t, p))
		TAILQ_FOREACH_REVERSE(m, &p->marks, mark_list, next)
			put_mark(t, m, b);
}

/* All of them, piece by piece: they are many. */
static int
write_marks(int fd, void *arg)
{
	const struct tail *t = arg;
	struct buf b = BUF_INIT;
	const struct place *p;
	int rc = 0;

	TAILQ_FOREACH(p, &t->marks.places, next) {
		put_place(t, p, &b);
		if (b.n < PIECE)
			continue;
		if ((rc = file_write(fd, b.p, b.n)) < 0)
			break;
		buf_cut(&b, 0);
	}
	if (rc == 0 && b.n > 0)
		rc = file_write(fd, b.p, b.n);
	buf_clear(&b);
	return rc;
}

void
state_write(struct tail *t)
{
	if (!t->o.state || !t->moved)
		return;
	if (file_replace_by(t->o.state, write_marks, t, STATE_MODE) == 0) {
		t->moved = false;
		t->saved = SAVED;
	} else if (t->saved == NEVER_SAVED) {
		die_errno(EXIT_TROUBLE, "cannot write the state '%s'", t->o.state);
	} else if (t->saved == SAVED) {
		warn_errno("cannot write the state '%s', trying on", t->o.state);
		t->saved = NOT_SAVED;
	}
}

void
state_begin(struct tail *t)
{
	read_state(t, t->o.state);
	t->moved = true;
	state_write(t);
}
