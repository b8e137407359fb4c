/* packed_gzip - a member of gzip: RFC 1952, by zlib. */
#define ZLIB_CONST	/* what zlib only reads is const */
#include <errno.h>
#include <stdlib.h>
#include <zlib.h>

#include "mem.h"
#include "packed_way.h"

enum {
	GZIP_ONLY = 16 + MAX_WBITS,	/* windowBits: a member of gzip */
	ROOM_MAX = 1 << 30,		/* avail_out is narrower than a size_t */
};

static void *
gzip_new(void)
{
	z_stream *z = mem_zero(1, sizeof *z);

	if (inflateInit2(z, GZIP_ONLY) != Z_OK) {
		free(z);
		return NULL;
	}
	return z;
}

static void
gzip_free(void *state)
{
	inflateEnd(state);
	free(state);
}

static int
gzip_begin(void *state)
{
	inflateReset(state);	/* fails on what was never a stream only */
	return 0;
}

/* zlib takes room in pieces, and checks the CRC and the length at the end. */
static int
gzip_turn(void *state, const unsigned char **p, size_t *n, unsigned char **to,
    size_t *room)
{
	z_stream *z = state;
	size_t give = *room < ROOM_MAX ? *room : ROOM_MAX;
	int rc;

	z->next_in = *p;
	z->avail_in = (uInt)*n;		/* at most a block */
	z->next_out = *to;
	z->avail_out = (uInt)give;
	rc = inflate(z, Z_NO_FLUSH);
	*p = z->next_in;
	*n = z->avail_in;
	*to = z->next_out;
	*room -= give - z->avail_out;
	switch (rc) {
	case Z_STREAM_END: return 0;
	case Z_OK:
	case Z_BUF_ERROR: return 1;	/* no progress without more input */
	case Z_MEM_ERROR: errno = ENOMEM; return -1;
	default: errno = EBADMSG; return -1;
	}
}

/* Zeros at the end are the padding of a tape to the command; what follows is garbage. */
const struct packed_way packed_gzip = {
	.new = gzip_new,
	.free = gzip_free,
	.begin = gzip_begin,
	.turn = gzip_turn,
	.padding = 1,
	.padding_last = true,
};
