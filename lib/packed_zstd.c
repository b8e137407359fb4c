/* packed_zstd - a frame of zstd, by pack. */
#include "pack.h"
#include "packed_way.h"

static void *
zstd_new(void)
{
	return pack_stream_new();
}

static void
zstd_free(void *state)
{
	pack_stream_free(state);
}

static int
zstd_begin(void *state)
{
	pack_stream_begin(state);
	return 0;
}

static int
zstd_turn(void *state, const unsigned char **p, size_t *n, unsigned char **to,
    size_t *room)
{
	return pack_stream_turn(state, p, n, to, room);
}

const struct packed_way packed_zstd = {
	.new = zstd_new,
	.free = zstd_free,
	.begin = zstd_begin,
	.turn = zstd_turn,
};
