/* logtail_fit - is a file that which a mark is of, by its content? */
#include <string.h>

#include "logtail.h"
#include "packed.h"

static bool
is_sum(const char *p, int64_t n, const unsigned char *sum)
{
	unsigned char is[DIGEST_SIZE];

	digest_of(p, (size_t)n, is);
	return memcmp(is, sum, sizeof is) == 0;
}

static bool
same(int fd, int64_t off, int64_t n, const unsigned char *sum)
{
	char edge[EDGE];

	return gen_pread(fd, edge, (size_t)n, off) == n && is_sum(edge, n, sum);
}

static struct fit
fit_plain(const struct mark *m, int fd, int64_t size)
{
	return (struct fit){
		.fits = size >= m->off && same(fd, 0, m->head_n, m->head) &&
		    same(fd, m->tail_off - m->tail_n, m->tail_n, m->tail),
		.more = size > m->off,
	};
}

/* All n bytes from where it stands, or fewer at its end. */
static int64_t
take(struct packed *p, char *to, int64_t n)
{
	int64_t done = 0;
	ssize_t k;

	while (done < n && (k = packed_read(p, to + done, (size_t)(n - done))) > 0)
		done += k;
	return done;
}

static bool
skip(struct packed *p, int64_t to)
{
	char scratch[16 << 10];
	int64_t left;

	while ((left = to - packed_offset(p)) > 0)
		if (take(p, scratch, left < (int64_t)sizeof scratch ? left :
		    (int64_t)sizeof scratch) <= 0)
			return false;
	return true;
}

/* The head, then all up to the tail: most files that are another end at the head. */
static struct fit
fit_bytes(const struct mark *m, struct packed *p)
{
	struct fit fit = { 0 };
	char edge[EDGE], more;

	if (take(p, edge, m->head_n) != m->head_n || !is_sum(edge, m->head_n, m->head))
		return fit;
	if (m->tail_off - m->tail_n < m->head_n && packed_rewind(p) < 0)
		return fit;
	if (!skip(p, m->tail_off - m->tail_n) || take(p, edge, m->tail_n) != m->tail_n ||
	    !is_sum(edge, m->tail_n, m->tail) || !skip(p, m->off))
		return fit;
	fit.fits = true;
	fit.more = take(p, &more, 1) == 1;
	return fit;
}

/* What is in a file, compressed or not, from its start on. */
struct content {
	int fd;
	struct packed *packed;	/* NULL: a plain file */
	int64_t at;
};

static struct content
content_of(int fd)
{
	char head[PACKED_LOOK_MIN];
	ssize_t n = gen_pread(fd, head, sizeof head, 0);
	enum packed_kind kind = n > 0 ? packed_look(head, (size_t)n) : PACKED_NONE;

	return (struct content){
		.fd = fd, .packed = kind != PACKED_NONE ? packed_new(fd, kind) : NULL,
	};
}

/* n bytes, or fewer at the end. */
static int64_t
content_take(struct content *c, char *to, int64_t n)
{
	int64_t k = c->packed ? take(c->packed, to, n) :
	    gen_pread(c->fd, to, (size_t)n, c->at);

	c->at += k > 0 ? k : 0;
	return k > 0 ? k : 0;
}

bool
fit_head(int fd, const char *head, int64_t n)
{
	struct content c = content_of(fd);
	char edge[EDGE];
	bool is = content_take(&c, edge, n) == n && memcmp(edge, head, (size_t)n) == 0;

	packed_free(c.packed);
	return is;
}

/* How much there is in it, and its last bytes: how many. */
static int64_t
last_of(struct content *c, int64_t size, char edge[EDGE], int64_t *all)
{
	char piece[16 << 10];
	int64_t n, have = 0;

	if (!c->packed) {
		have = size < EDGE ? size : EDGE;
		*all = size;
		n = gen_pread(c->fd, edge, (size_t)have, size - have);
		return n == have ? have : -1;
	}
	while ((n = content_take(c, piece, sizeof piece)) > 0) {
		int64_t keep = n >= EDGE ? 0 : have + n > EDGE ? EDGE - n : have;
		int64_t from = n > EDGE ? n - EDGE : 0;

		memmove(edge, edge + have - keep, (size_t)keep);
		memcpy(edge + keep, piece + from, (size_t)(n - from));
		have = keep + n - from;
	}
	*all = c->at;
	return have;
}

bool
fit_beginning(int fd, int64_t size, int of)
{
	struct content c = content_of(fd);
	char edge[EDGE], is[EDGE];
	int64_t all, n = last_of(&c, size, edge, &all);
	bool same = n > 0 && gen_pread(of, is, (size_t)n, all - n) == n &&
	    memcmp(edge, is, (size_t)n) == 0;

	packed_free(c.packed);
	return same;
}

struct fit
fit_file(const struct mark *m, int fd, int64_t size)
{
	struct content c = content_of(fd);
	struct fit fit = c.packed ? fit_bytes(m, c.packed) : fit_plain(m, fd, size);

	packed_free(c.packed);
	return fit;
}
