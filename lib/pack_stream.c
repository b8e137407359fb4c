/* pack_stream - a zstd frame of any size, piece by piece. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "mem.h"
#include "pack.h"

enum { BLOCK_HEAD = 3 };	/* bytes */

struct pack_stream {
	ZSTD_DCtx *from;
	size_t want;	/* bytes that bring it on */
	bool full;	/* the room was used up: it may have more to give */
};

struct pack_stream *
pack_stream_new(void)
{
	struct pack_stream *s = mem_zero(1, sizeof *s);

	s->from = ZSTD_createDCtx();
	if (!s->from || ZSTD_isError(ZSTD_DCtx_setParameter(s->from, ZSTD_d_windowLogMax,
	    PACK_STREAM_WINDOW_LOG_MAX))) {
		pack_stream_free(s);
		errno = ENOMEM;
		return NULL;
	}
	pack_stream_begin(s);
	return s;
}

void
pack_stream_free(struct pack_stream *s)
{
	if (!s)
		return;
	ZSTD_freeDCtx(s->from);
	free(s);
}

void
pack_stream_begin(struct pack_stream *s)
{
	s->want = ZSTD_initDStream(s->from);	/* keeps the bound of the window */
	s->full = false;
}

static int
fault(size_t rc)
{
	switch (ZSTD_getErrorCode(rc)) {
	case ZSTD_error_memory_allocation: errno = ENOMEM; break;
	case ZSTD_error_frameParameter_windowTooLarge: errno = EFBIG; break;
	case ZSTD_error_frameParameter_unsupported:
	case ZSTD_error_version_unsupported:
	case ZSTD_error_dictionary_wrong: errno = ENOTSUP; break;
	default: errno = EBADMSG;
	}
	return -1;
}

/*
 * A call that fails does not say how much it unpacked before.  So each brings zstd on by
 * one step at most, and what it still has of the last one comes out by a call of its own.
 */
static size_t
turn(struct pack_stream *s, const unsigned char **p, size_t *n, size_t give,
    unsigned char **to, size_t *room)
{
	ZSTD_inBuffer in = { *p, give, 0 };
	ZSTD_outBuffer out = { *to, *room, 0 };
	size_t rc = ZSTD_decompressStream(s->from, &out, &in);

	if (ZSTD_isError(rc))
		return rc;
	*p += in.pos;
	*n -= in.pos;
	*to += out.pos;
	*room -= out.pos;
	s->full = *room == 0;
	s->want = rc;
	return rc;
}

int
pack_stream_turn(struct pack_stream *s, const unsigned char **p, size_t *n,
    unsigned char **to, size_t *room)
{
	size_t give, rc = 1;

	if (s->full)
		rc = turn(s, p, n, 0, to, room);
	if (!ZSTD_isError(rc) && rc > 0 && !s->full) {
		/* what it wants of a block has the head of the next one with it */
		give = s->want > BLOCK_HEAD ? s->want - BLOCK_HEAD : s->want;
		rc = turn(s, p, n, give < *n ? give : *n, to, room);
	}
	return ZSTD_isError(rc) ? fault(rc) : rc > 0;
}
