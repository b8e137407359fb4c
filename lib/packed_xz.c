/* packed_xz - a stream of xz, by liblzma. */
#include <errno.h>
#include <lzma.h>
#include <stdlib.h>

#include "mem.h"
#include "packed.h"
#include "packed_way.h"

static void *
xz_new(void)
{
	lzma_stream *z = mem_zero(1, sizeof *z);

	*z = (lzma_stream)LZMA_STREAM_INIT;
	return z;
}

static void
xz_free(void *state)
{
	lzma_end(state);
	free(state);
}

static int
xz_fault(lzma_ret rc)
{
	switch (rc) {
	case LZMA_MEM_ERROR: errno = ENOMEM; break;
	case LZMA_MEMLIMIT_ERROR: errno = EFBIG; break;
	case LZMA_OPTIONS_ERROR:
	case LZMA_UNSUPPORTED_CHECK: errno = ENOTSUP; break;
	default: errno = EBADMSG;
	}
	return -1;
}

/*
 * One stream at a time: LZMA_CONCATENATED must be told where the file ends, and a file
 * that is being written could not be read on.  The memory of the last stream is kept.
 */
static int
xz_begin(void *state)
{
	lzma_ret rc = lzma_stream_decoder(state, PACKED_MEMORY_MAX,
	    LZMA_TELL_UNSUPPORTED_CHECK);

	return rc == LZMA_OK ? 0 : xz_fault(rc);
}

static int
xz_turn(void *state, const unsigned char **p, size_t *n, unsigned char **to, size_t *room)
{
	lzma_stream *z = state;
	lzma_ret rc;

	z->next_in = *p;
	z->avail_in = *n;
	z->next_out = *to;
	z->avail_out = *room;
	rc = lzma_code(z, LZMA_RUN);
	*p = z->next_in;
	*n = z->avail_in;
	*to = z->next_out;
	*room = z->avail_out;
	switch (rc) {
	case LZMA_STREAM_END: return 0;
	case LZMA_OK:
	case LZMA_BUF_ERROR: return 1;	/* no progress without more input */
	default: return xz_fault(rc);
	}
}

const struct packed_way packed_xz = {
	.new = xz_new,
	.free = xz_free,
	.begin = xz_begin,
	.turn = xz_turn,
	.padding = 4,
};
