/* packed_way.h - what packed asks of each way of packing. */
#ifndef LIB_PACKED_WAY_H
#define LIB_PACKED_WAY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A member is what stands alone: a member of gzip, a stream of xz, a frame of zstd.  All
 * that can fail sets errno as packed_read() says.
 */
struct packed_way {
	void *(*new)(void);	/* NULL: ENOMEM */
	void (*free)(void *);

	/* A member is to come, whatever was before: 0 or -1. */
	int (*begin)(void *);

	/*
	 * Unpack from *p to *to, and move them on: 1 to go on with more input or more
	 * room, 0 when the member has ended (and was right), -1.  *to has moved also when
	 * it fails.
	 */
	int (*turn)(void *, const unsigned char **p, size_t *n, unsigned char **to,
	    size_t *room);

	/* zero bytes after a member come in multiples of this; 0: there are none */
	unsigned padding;
	bool padding_last;	/* no member comes after them */
};

extern const struct packed_way packed_gzip, packed_xz, packed_zstd;

#endif
