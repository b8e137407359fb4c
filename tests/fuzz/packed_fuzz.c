/*
 * Fuzz target of lib/packed: what a file holds does not depend on how it is read.
 *
 * The first byte of an input says where the file is cut at first, the second how much is
 * read at once; the others are the file.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "buf.h"
#include "packed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { TEXT_MAX = 1 << 20 };

static int fd = -1;

static void
write_file(const uint8_t *data, size_t from, size_t to)
{
	if (ftruncate(fd, (off_t)from) < 0 ||
	    pwrite(fd, data + from, to - from, (off_t)from) != (ssize_t)(to - from))
		abort();
}

/* All there is, up to TEXT_MAX; how it ended: 0, or errno. */
static int
take(struct packed *p, size_t step, struct buf *to)
{
	ssize_t got;

	while (to->n < TEXT_MAX) {
		size_t room = step < TEXT_MAX - to->n ? step : TEXT_MAX - to->n;

		got = packed_read(p, buf_room(to, room), room);
		if (got > (ssize_t)room)
			abort();
		if (got <= 0)
			return got < 0 ? errno : 0;
		to->n += (size_t)got;
		if (packed_offset(p) != (int64_t)to->n)
			abort();
	}
	return 0;
}

/* One of them begins as the other is. */
static bool
begin_alike(const struct buf *a, const struct buf *b)
{
	size_t n = a->n < b->n ? a->n : b->n;

	return n == 0 || memcmp(a->p, b->p, n) == 0;
}

/*
 * Both are the same, and ended alike.  Of a damaged stream liblzma gives more or fewer of
 * the bytes behind the damage, as there is room for them.
 */
static void
same(enum packed_kind kind, const struct buf *a, int how_a, const struct buf *b, int how_b)
{
	if (!begin_alike(a, b) || (how_a == 0) != (how_b == 0))
		abort();
	if (kind == PACKED_XZ && how_a != 0)
		return;
	if (how_a != how_b || a->n != b->n)
		abort();
}

/* Cut at first, and grown when that was read. */
static void
grow(const uint8_t *data, size_t cut, size_t n, size_t step, enum packed_kind kind,
    const struct buf *whole, int how)
{
	struct buf got = BUF_INIT;
	struct packed *p;
	int rc;

	write_file(data, 0, cut);
	p = packed_new(fd, kind);
	if (!p)
		abort();
	rc = take(p, step, &got);
	if (!begin_alike(&got, whole) || (got.n > whole->n && how == 0))
		abort();
	write_file(data, cut, n);
	if (rc == 0 || rc == ENODATA)
		rc = take(p, step, &got);
	same(kind, whole, how, &got, rc);
	packed_free(p);
	buf_clear(&got);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf whole = BUF_INIT, again = BUF_INIT;
	enum packed_kind kind;
	size_t step, cut;
	struct packed *p;
	int how;

	if (n < 2 || (kind = packed_look(data + 2, n - 2)) == PACKED_NONE)
		return 0;
	step = (size_t)data[1] * data[1] + 1;
	cut = (n - 2) * data[0] / 255;
	data += 2;
	n -= 2;
	if (fd < 0 && (fd = memfd_create("packed", MFD_CLOEXEC)) < 0)
		abort();
	write_file(data, 0, n);
	p = packed_new(fd, kind);
	if (!p)
		abort();
	how = take(p, TEXT_MAX, &whole);
	if (packed_rewind(p) < 0 || packed_offset(p) != 0)
		abort();
	same(kind, &whole, how, &again, take(p, step, &again));
	packed_free(p);
	grow(data, cut, n, step, kind, &whole, how);
	buf_clear(&whole);
	buf_clear(&again);
	return 0;
}
