/* packed - what is in a compressed file, block by block. */
#include "packed.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "packed_way.h"

struct packed {
	int fd;
	enum packed_kind kind;
	const struct packed_way *way;
	void *state;		/* of the way */

	int64_t off;		/* of the file: where to read next */
	int64_t given;
	bool begun;		/* there was a member */
	bool inside;		/* a member has begun and not ended */
	bool more;		/* the way may give bytes without a new one */
	int64_t zeros;		/* bytes of padding after the last member */
	int error;		/* what will not get better */

	const unsigned char *next;	/* what was read and not unpacked yet */
	size_t n;
	unsigned char block[PACKED_BLOCK];
};

/* How a member begins. */
static const struct magic {
	enum packed_kind kind;
	unsigned char first, mask;	/* the first byte, and its bits that matter */
	unsigned char rest[PACKED_LOOK_MIN - 1];
	size_t n;
} magics[] = {
	{ PACKED_GZIP, 0x1f, 0xff, { 0x8b, 8 }, 3 },
	{ PACKED_XZ, 0xfd, 0xff, { '7', 'z', 'X', 'Z', 0 }, 6 },
	{ PACKED_ZSTD, 0x28, 0xff, { 0xb5, 0x2f, 0xfd }, 4 },
	{ PACKED_ZSTD, 0x50, 0xf0, { 0x2a, 0x4d, 0x18 }, 4 },	/* a skippable frame */
};

enum { NMAGICS = sizeof magics / sizeof *magics };

/* Is it so, as far as n bytes go?  n is at least 1. */
static bool
fits(const struct magic *m, const unsigned char *p, size_t n)
{
	if ((p[0] & m->mask) != m->first)
		return false;
	return memcmp(p + 1, m->rest, (n < m->n ? n : m->n) - 1) == 0;
}

enum packed_kind
packed_look(const void *head, size_t n)
{
	for (size_t i = 0; i < NMAGICS; i++)
		if (n >= magics[i].n && fits(&magics[i], head, n))
			return magics[i].kind;
	return PACKED_NONE;
}

static const struct packed_way *
way_of(enum packed_kind kind)
{
	switch (kind) {
	case PACKED_GZIP: return &packed_gzip;
	case PACKED_XZ: return &packed_xz;
	default: return &packed_zstd;
	}
}

struct packed *
packed_new(int fd, enum packed_kind kind)
{
	struct packed *p = mem_zero(1, sizeof *p);

	p->fd = fd;
	p->kind = kind;
	p->way = way_of(kind);
	p->next = p->block;
	p->state = p->way->new();
	if (!p->state) {
		free(p);
		errno = ENOMEM;
		return NULL;
	}
	return p;
}

void
packed_free(struct packed *p)
{
	if (!p)
		return;
	p->way->free(p->state);
	free(p);
}

int64_t
packed_offset(const struct packed *p)
{
	return p->given;
}

int
packed_rewind(struct packed *p)
{
	p->off = p->given = p->zeros = 0;
	p->begun = p->inside = p->more = false;
	p->error = 0;
	p->n = 0;
	return p->way->begin(p->state);
}

static int
fail(int error)
{
	errno = error;
	return -1;
}

/* What will not get better by reading on. */
static int
fail_for_good(struct packed *p, int error)
{
	p->error = error;
	return fail(error);
}

/* Have need bytes at next: 1; 0 when the file ends before, -1 and errno. */
static int
fill(struct packed *p, size_t need)
{
	if (p->n >= need)
		return 1;
	if (p->n > 0)
		memmove(p->block, p->next, p->n);
	p->next = p->block;
	while (p->n < need) {
		ssize_t got = pread(p->fd, p->block + p->n, sizeof p->block - p->n,
		    p->off);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return (int)got;
		p->n += (size_t)got;
		p->off += got;
	}
	return 1;
}

/* Zero bytes after a member: 0, or -1 and errno. */
static int
pass_padding(struct packed *p)
{
	int got;

	while ((got = fill(p, 1)) > 0 && p->next[0] == 0) {
		p->next++;
		p->n--;
		p->zeros++;
	}
	return got < 0 ? -1 : 0;
}

/* n bytes are at next, not as many as any member begins with, or the file ends there. */
static int
member_begins(struct packed *p)
{
	for (size_t i = 0; i < NMAGICS; i++) {
		const struct magic *m = &magics[i];

		if (m->kind != p->kind || !fits(m, p->next, p->n))
			continue;
		if (p->n < m->n)
			return fail(ENODATA);
		if (p->way->begin(p->state) < 0)
			return -1;
		p->begun = p->inside = true;
		p->zeros = 0;
		return 1;
	}
	return fail_for_good(p, EBADMSG);
}

/* Where no member is: 1 when one begins here, 0 when the file ends, -1 and errno. */
static int
next_member(struct packed *p)
{
	bool whole;	/* the padding is as long as it must be */

	if (p->begun && p->way->padding && pass_padding(p) < 0)
		return -1;
	if (fill(p, PACKED_LOOK_MIN) < 0)
		return -1;
	whole = p->zeros == 0 || p->zeros % p->way->padding == 0;
	if (p->n == 0)
		return p->begun && whole ? 0 : fail(ENODATA);
	if (!whole || (p->zeros > 0 && p->way->padding_last))
		return fail_for_good(p, EBADMSG);
	return member_begins(p);
}

/* Unpack some of the member: 1, or -1 and errno. */
static int
turn(struct packed *p, unsigned char **to, size_t *room)
{
	size_t n, before = *room;
	int rc = fill(p, 1);

	if (rc < 0)
		return -1;
	if (rc == 0 && !p->more)
		return fail(ENODATA);
	n = p->n;
	rc = p->way->turn(p->state, &p->next, &p->n, to, room);
	p->more = *room < before;
	if (rc < 0)
		return fail_for_good(p, errno);
	if (rc == 0)
		p->inside = p->more = false;
	else if (n > 0 && p->n == n && !p->more)	/* it would be so for ever */
		return fail_for_good(p, EBADMSG);
	return 1;
}

static int
step(struct packed *p, unsigned char **to, size_t *room)
{
	if (p->error)
		return fail(p->error);
	return p->inside ? turn(p, to, room) : next_member(p);
}

ssize_t
packed_read(struct packed *p, void *to, size_t n)
{
	unsigned char *at = to;
	size_t room = n < SSIZE_MAX ? n : SSIZE_MAX;
	int rc = 0;

	while (room > 0 && (rc = step(p, &at, &room)) > 0)
		;
	if (at == (unsigned char *)to)
		return rc;
	p->given += at - (unsigned char *)to;
	return at - (unsigned char *)to;
}
