/* archive_chain - files of chained lines: read and checked, and lengthened. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_chain.h"
#include "archive_create.h"
#include "err.h"
#include "file.h"
#include "rec.h"

enum {
	CHAIN_CHUNK = 64 << 10,
	CHAIN_END_BYTES = 3 * CHAIN_LINE_MAX,	/* looked at from the end, at most */
};

int
chain_open(struct chain *c, const char *dir, const char *name, enum digest_kind kind,
    const struct hash *start)
{
	struct buf path = BUF_INIT;

	*c = (struct chain){ .last = *start };
	buf_fmt(&path, "%s/%s", dir, name);
	c->fd = file_open(buf_text(&path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
	buf_clear(&path);
	if (c->fd < 0)
		return -1;
	c->d = digest_new_kind(kind);
	c->rec = rec_new();
	return 0;
}

void
chain_close(struct chain *c)
{
	if (c->fd >= 0)
		close(c->fd);
	digest_free(c->d);
	rec_free(c->rec);
	buf_clear(&c->raw);
}

/* More of the file; what was read of it goes. */
static int
refill(struct chain *c)
{
	ssize_t n;

	memmove(c->raw.p, c->raw.p + c->at, c->raw.n - c->at);
	buf_cut(&c->raw, c->raw.n - c->at);
	c->at = 0;
	do
		n = read(c->fd, buf_room(&c->raw, CHAIN_CHUNK), CHAIN_CHUNK);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -1;
	c->raw.n += (size_t)n;
	c->eof = n == 0;
	return 0;
}

/* The newline of the next line: NULL when there is none, in the bounds. */
static int
find_line(struct chain *c, const char **nl)
{
	size_t seen = c->at;

	while ((*nl = c->raw.n > seen ?
	    memchr(c->raw.p + seen, '\n', c->raw.n - seen) : NULL) == NULL) {
		seen = c->raw.n - c->at;
		if (c->eof || seen > CHAIN_LINE_MAX)
			return 0;
		buf_room(&c->raw, 1);
		if (refill(c) < 0)
			return -1;
	}
	return 0;
}

/* The hash that a line states, sound or not: what the next one is over. */
static bool
stated(const char *line, size_t n, struct hash *h)
{
	return n > SEAL_SIZE && digest_unhex(line + n - 2 - (size_t)2 * DIGEST_SIZE,
	    DIGEST_SIZE, h->b);
}

/* Does the file end after this line? */
static bool
is_last(const struct chain *c)
{
	char next;

	return pread(c->fd, &next, 1, c->offset + (off_t)(c->n + 1)) <= 0;
}

enum chain_rc
chain_next(struct chain *c)
{
	const char *nl;
	struct hash said = c->last;
	bool sound;

	if (c->number)
		c->offset += (off_t)(c->n + 1);
	if (find_line(c, &nl) < 0)
		return CHAIN_ERROR;
	c->number++;
	if (!nl) {
		c->before = c->last;
		c->text = c->raw.p + c->at;
		c->n = c->raw.n - c->at;
		c->at = c->raw.n;
		return c->n ? CHAIN_TORN : CHAIN_END;
	}
	c->text = c->raw.p + c->at;
	c->n = (size_t)(nl - c->text);
	c->before = c->last;
	digest_add(c->d, c->last.b, sizeof c->last.b);
	sound = hash_sealed(c->text, c->n, c->d, &c->last) &&
	    rec_parse(c->rec, c->text, c->n) == 0;
	c->at += c->n + 1;
	if (sound)
		return CHAIN_LINE;
	if (stated(c->text, c->n, &said))
		c->last = said;
	return is_last(c) ? CHAIN_TORN : CHAIN_BAD;
}

enum chain_rc
chain_again(struct chain *c)
{
	if (lseek(c->fd, c->offset, SEEK_SET) < 0)
		return CHAIN_ERROR;
	buf_cut(&c->raw, 0);
	c->at = 0;
	c->eof = false;
	c->last = c->before;
	c->offset -= (off_t)(c->n + 1);
	c->number--;
	if (c->number == 0)
		c->offset = 0;
	return chain_next(c);
}

/* The end of a file that is to be lengthened. */
struct end {
	struct buf raw;		/* its last bytes */
	off_t size, good;	/* of the file, and of what is whole in it */
	struct hash last;
};

static int
read_end(int fd, struct end *e)
{
	struct stat st;
	size_t want;

	if (fstat(fd, &st) < 0)
		return -1;
	e->size = st.st_size;
	want = e->size < CHAIN_END_BYTES ? (size_t)e->size : CHAIN_END_BYTES;
	while (e->raw.n < want) {
		ssize_t n = pread(fd, buf_room(&e->raw, want - e->raw.n), want - e->raw.n,
		    e->size - (off_t)(want - e->raw.n));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		e->raw.n += (size_t)n;
	}
	return 0;
}

/* Where the line begins whose newline is before end. */
static size_t
line_start(const struct buf *b, size_t end)
{
	const char *nl = end > 1 ? memrchr(b->p, '\n', end - 1) : NULL;

	return nl ? (size_t)(nl - b->p) + 1 : 0;
}

/* Is the line from..end, with its newline, sound? */
static bool
sound_line(const struct chain_file *f, struct end *e, size_t from, size_t end,
    struct digest *d)
{
	size_t before = line_start(&e->raw, from);
	struct hash prev = f->start;

	if (from > 0 && !stated(e->raw.p + before, from - 1 - before, &prev))
		return false;
	digest_add(d, prev.b, sizeof prev.b);
	return hash_sealed(e->raw.p + from, end - 1 - from, d, &e->last);
}

/* Find the last sound line: what is behind it was never finished. */
static int
find_end(const struct chain_file *f, struct end *e)
{
	struct digest *d;
	const char *nl = e->raw.n ? memrchr(e->raw.p, '\n', e->raw.n) : NULL;
	size_t end = nl ? (size_t)(nl - e->raw.p) + 1 : 0;
	bool found = false;

	d = digest_new_kind(f->kind);
	while (end > 0 && !found) {
		size_t from = line_start(&e->raw, end);

		/* the first line in view may be cut, when it is not that of the file */
		if (from == 0 && e->size > (off_t)e->raw.n)
			break;
		found = sound_line(f, e, from, end, d);
		if (!found)
			end = from;
	}
	digest_free(d);
	e->good = e->size - (off_t)(e->raw.n - end);
	if (!found && e->size > 0 && !(f->make && end == 0)) {
		errno = EBADMSG;
		return -1;
	}
	if (!found)
		e->last = f->start;
	return 0;
}

/* Bytes that are no whole line go to a file beside it. */
static int
set_aside(const struct chain_file *f, int fd, struct end *e)
{
	struct buf path = BUF_INIT;
	size_t n = (size_t)(e->size - e->good);
	int to, rc = -1;

	buf_fmt(&path, "%s/%s.torn", f->dir, f->name);
	to = create_file(buf_text(&path), O_WRONLY | O_APPEND);
	if (to >= 0 && file_write(to, e->raw.p + e->raw.n - n, n) == 0 &&
	    fsync(to) == 0 && file_sync_dir(path.p) == 0 &&
	    ftruncate(fd, e->good) == 0 && fsync(fd) == 0)
		rc = 0;
	if (rc == 0)
		warn_msg("'%s/%s': %zu bytes at its end were no whole line, moved to "
		    "'%s'", f->dir, f->name, n, path.p);
	if (to >= 0)
		close(to);
	buf_clear(&path);
	return rc;
}

static int
write_line(const struct chain_file *f, int fd, struct end *e, struct buf *b)
{
	struct digest *d = digest_new_kind(f->kind);
	struct hash h;

	digest_add(d, e->last.b, sizeof e->last.b);
	hash_seal(b, 0, d, &h);
	digest_free(d);
	if (b->n > CHAIN_LINE_MAX) {
		errno = EFBIG;
		return -1;
	}
	/* one line at most is not synced: or a hole could stand before a later one */
	if (e->size > 0 && fdatasync(fd) < 0)
		return -1;
	if (file_write(fd, b->p, b->n) == 0 && (!f->sync || fdatasync(fd) == 0))
		return 0;
	/* nobody was told of it */
	int saved = errno;
	if (ftruncate(fd, e->good) < 0)
		warn_errno("cannot shorten '%s/%s'", f->dir, f->name);
	errno = saved;
	return -1;
}

static int
lock_file(int fd)
{
	int rc;

	do
		rc = flock(fd, LOCK_EX);
	while (rc < 0 && errno == EINTR);
	return rc;
}

int
chain_add(const struct chain_file *f, struct buf *b)
{
	struct buf path = BUF_INIT;
	struct end e = { .raw = BUF_INIT };
	int fd, rc = -1, saved;

	buf_fmt(&path, "%s/%s", f->dir, f->name);
	buf_text(&path);
	fd = f->make ? create_file(path.p, O_RDWR | O_APPEND) :
	    file_open(path.p, O_RDWR | O_APPEND | O_NOFOLLOW, 0);
	if (fd >= 0 && lock_file(fd) == 0 && read_end(fd, &e) == 0 &&
	    find_end(f, &e) == 0 && (e.good == e.size || set_aside(f, fd, &e) == 0))
		rc = write_line(f, fd, &e, b);
	if (rc == 0 && e.size == 0 && f->sync)
		rc = file_sync_dir(path.p);
	saved = errno;
	if (fd >= 0)
		close(fd);
	buf_clear(&path);
	buf_clear(&e.raw);
	errno = saved;
	return rc;
}
