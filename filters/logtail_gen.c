/* logtail_gen - a generation of a file, read block by block. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "logtail.h"
#include "mem.h"

enum {
	FID_BYTES = 8,
	LOOK_BACK = 64 << 10, /* bytes before a place to go on: the last time is there */
};

int
gen_open(const char *file)
{
	int fd = file_open(file, O_RDONLY | O_NOATIME, 0);

	/* only the owner may leave the time of access alone */
	return fd < 0 && errno == EPERM ? file_open(file, O_RDONLY, 0) : fd;
}

struct gen *
gen_new(const struct tail *t, const char *path, int fd, const struct stat *st)
{
	struct gen *g = mem_zero(1, sizeof *g);

	g->path = path;
	g->fd = fd;
	g->dev = st->st_dev;
	g->ino = st->st_ino;
	g->stream = !S_ISREG(st->st_mode);
	g->source_off = -1;
	g->counted = true;
	g->wd = -1;
	g->common.spec = &t->spec;
	g->common.memo.zone = t->spec.zone;
	g->common.memo.latest_s = st->st_mtim.tv_sec;
	return g;
}

static void
say_fault(const struct gen *g, const struct fault *f, const char *what)
{
	if (f->n > 0 && g->counted)
		warn_msg("'%s': %s: %" PRIu64 ", the first at line %" PRIu64,
		    g->path, what, f->n, f->line);
	else if (f->n > 0)
		warn_msg("'%s': %s: %" PRIu64 ", the first at byte %" PRId64,
		    g->path, what, f->n, f->off);
}

void
gen_free(struct tail *t, struct gen *g)
{
	if (!g)
		return;
	say_fault(g, &g->common.bad, "lines with bytes that are not UTF-8");
	say_fault(g, &g->common.cut, "lines that were too long and were cut");
	if (g->common.bad.n > 0 || g->common.cut.n > 0)
		t->trouble = true;
	if (g->fd >= 0)
		close(g->fd);
	record_clear(&g->common);
	free(g->held);
	free(g);
}

ssize_t
gen_pread(int fd, char *p, size_t n, int64_t off)
{
	size_t done = 0;

	while (done < n) {
		ssize_t k = pread(fd, p + done, n - done, (off_t)off + (off_t)done);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return -1;
		if (k == 0)
			break;
		done += (size_t)k;
	}
	return (ssize_t)done;
}

/*
 * The fid: a hash over device, inode and the first line, so that the same file has the
 * same one when it is read again; salted when it is known to mean another generation.
 */
static void
name(struct tail *t, struct gen *g, const char *line, size_t n)
{
	unsigned char sum[DIGEST_SIZE];
	uint64_t salt = g->stream ? (uint64_t)ts_now() ^ (uint64_t)getpid() << 32 : 0;

	if (n > EDGE)
		n = EDGE;
	g->head_n = (int64_t)n;
	digest_of(line, n, g->head);
	do {
		struct digest *d = digest_new();
		uint64_t id[3] = { g->dev, g->ino, salt };

		digest_add(d, id, sizeof id);
		digest_add(d, line, n);
		digest_end(d, sum);
		digest_free(d);
		digest_hex(sum, FID_BYTES, g->fid);
		salt = (uint64_t)ts_now() + ++t->salt;
	} while (marks_by_fid(t, g->fid));
}

void
gen_line(struct tail *t, struct gen *g, const char *p, size_t n, int64_t end,
    int64_t length)
{
	bool ended = end > g->off + length;

	if (g->fid[0] == '\0')
		name(t, g, p, n + ended);
	if (g->common.fixed.n == 0) {
		record_begin(&g->common, g->path, g->fid);
		control_source(t, g);	/* introduced before its first line */
	}
	if (length == (int64_t)n && n > 0 && p[n - 1] == '\r' && ended)
		length = (int64_t)--n;
	record_piece(t, &g->common, &(struct piece){
		.p = p, .n = n, .off = g->off, .end = end, .length = length, .lines = 1,
	});
	g->off = end;
}

const char *
gen_lines(struct tail *t, struct gen *g, const char *p, const char *e)
{
	const char *nl;

	if (g->unended && p < e) {	/* the end of a line that was taken without it */
		const char *from = p;

		if (*p == '\r' && p + 1 == e)
			return p;
		p += *p == '\r' && p[1] == '\n' ? 2 : *p == '\n';
		g->off += p - from;
		g->unended = false;
	}
	while ((nl = memchr(p, '\n', (size_t)(e - p))) != NULL) {
		gen_line(t, g, p, (size_t)(nl - p), g->off + (nl + 1 - p), nl - p);
		p = nl + 1;
	}
	return p;
}

/*
 * Keep what stands before off: at is the place of
 * off in memory, from the first byte there.
 */
static void
keep_context(struct gen *g, const char *from, const char *at)
{
	size_t n = (size_t)(at - from) < CONTEXT ? (size_t)(at - from) : CONTEXT;

	memmove(g->last, at - n, n);
	g->nlast = n;
}

/*
 * A line of which the first LINE_LIMIT bytes stand in the block behind the context and
 * which goes on: find its end, without keeping it.
 */
static enum gen_rc
long_line(struct tail *t, struct gen *g, bool final)
{
	char *head = t->block + g->nlast, *scratch = head + LINE_LIMIT;
	int64_t at = g->off + LINE_LIMIT;
	ssize_t n;
	char *nl;

	if (at < g->scanned)
		at = g->scanned;
	while ((n = gen_pread(g->fd, scratch, BLOCK, at)) > 0 && !*t->stop) {
		nl = memchr(scratch, '\n', (size_t)n);
		if (nl) {
			int64_t end = at + (nl + 1 - scratch);

			gen_line(t, g, head, LINE_LIMIT, end, end - 1 - g->off);
			keep_context(g, scratch, nl + 1);
			g->wide = false;
			return GEN_MORE;
		}
		at += n;
	}
	g->scanned = at;
	if (n == 0 && final) {
		gen_line(t, g, head, LINE_LIMIT, at, at - g->off);
		g->nlast = 0;
	}
	return n < 0 ? GEN_FAILED : GEN_END;
}

enum gen_rc
gen_read(struct tail *t, struct gen *g, bool final)
{
	size_t want = g->nlast + (g->wide ? LINE_LIMIT : BLOCK);
	struct stat st;
	ssize_t n = gen_pread(g->fd, t->block, want, g->off - (int64_t)g->nlast);
	char *p = t->block + g->nlast, *e = t->block + n;
	const char *rest;

	if (n < 0) {
		warn_errno("cannot read '%s'", g->path);
		t->trouble = true;
		return GEN_FAILED;
	}
	if ((size_t)n < g->nlast || memcmp(t->block, g->last, g->nlast) != 0)
		return GEN_CHANGED;
	t->now_ns = ts_now();
	if (fstat(g->fd, &st) == 0)
		g->common.memo.latest_s = st.st_mtim.tv_sec;
	rest = gen_lines(t, g, p, e);
	if (rest == p && (size_t)n == want) {
		if (g->wide)
			return long_line(t, g, final);
		g->wide = true;
		return GEN_MORE;
	}
	if (rest > p)
		g->wide = false;
	if (rest < e && (size_t)n < want && final) {
		gen_line(t, g, rest, (size_t)(e - rest), g->off + (e - rest), e - rest);
		rest = e;
	}
	keep_context(g, t->block, rest);
	if (g->off - g->source_off >= RENEW)
		control_source(t, g);
	return (size_t)n == want ? GEN_MORE : GEN_END;
}

/* The time of the last line before off that had one: what follows may have none. */
static void
look_back(struct tail *t, struct gen *g)
{
	int64_t n = g->off < LOOK_BACK ? g->off : LOOK_BACK;
	ssize_t k = gen_pread(g->fd, t->block, (size_t)n, g->off - n);
	const char *p = t->block, *e = t->block + (k > 0 ? k : 0), *nl;

	while ((nl = memchr(p, '\n', (size_t)(e - p))) != NULL) {
		if (p > t->block || n == g->off)
			record_look(&g->common, p, (size_t)(nl - p));
		p = nl + 1;
	}
}

void
gen_take_up(struct tail *t, struct gen *g, const struct mark *m)
{
	ssize_t n;

	memcpy(g->fid, m->fid, sizeof g->fid);
	memcpy(g->head, m->head, sizeof g->head);
	g->head_n = m->head_n;
	g->off = m->off;
	g->counted = m->off == 0;
	n = gen_pread(g->fd, g->last, CONTEXT < g->off ? CONTEXT : (size_t)g->off,
	    g->off - (CONTEXT < g->off ? CONTEXT : g->off));
	g->nlast = n > 0 ? (size_t)n : 0;
	g->unended = g->nlast > 0 && g->last[g->nlast - 1] != '\n';
	look_back(t, g);
}

struct gen *
gen_again(struct tail *t, struct gen *g)
{
	unsigned char tail[DIGEST_SIZE];
	struct gen *new;
	struct stat st;
	int fd = fcntl(g->fd, F_DUPFD_CLOEXEC, 0);

	if (fd < 0 || fstat(fd, &st) < 0)
		die_errno(EXIT_TROUBLE, "cannot go on with '%s'", g->path);
	digest_of(g->last, g->nlast, tail);
	marks_note(t, g, tail, (int64_t)g->nlast);
	new = gen_new(t, g->path, fd, &st);
	return new;
}

/* Where the last n lines begin. */
static int64_t
last_lines(struct tail *t, const struct gen *g, int64_t size, int64_t n)
{
	int64_t at = size;
	bool ended = false;

	while (at > 0) {
		int64_t from = at > BLOCK ? at - BLOCK : 0;
		ssize_t k = gen_pread(g->fd, t->block, (size_t)(at - from), from);
		const char *p = t->block + (k > 0 ? k : 0);

		if (k != at - from)
			return size;
		while (p > t->block &&
		    (p = memrchr(t->block, '\n', (size_t)(p - t->block))) != NULL) {
			if (from + (p - t->block) + 1 == size && !ended)
				/* the end of the last line is no line's start */
				ended = true;
			else if (n-- == 0)
				return from + (p - t->block) + 1;
		}
		at = from;
	}
	return 0;
}

void
gen_last_lines(struct tail *t, struct gen *g, int64_t n)
{
	struct stat st;
	int64_t off;

	if (g->stream || fstat(g->fd, &st) < 0)
		return;
	off = n > 0 ? last_lines(t, g, st.st_size, n - 1) : st.st_size;
	if (off > 0) {
		struct mark m = { .off = off };

		gen_take_up(t, g, &m);
		g->unended = false;
	}
}
