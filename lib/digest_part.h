/* digest_part.h - digest_lanes.c, for digest.c and for nothing else. */
#ifndef LIB_DIGEST_PART_H
#define LIB_DIGEST_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "digest.h"

enum { DIGEST_LANE_BYTES = 4096 };	/* the longest message, its padding included */

/* Has the processor instructions for SHA-256? */
bool digest_lanes_here(void);

/* Blocks of a message that fits, else 0. */
size_t digest_lane_blocks(const struct digest_message *);

/* The SHA-256 of n messages that all fit. */
void digest_lanes(const struct digest_message *, size_t n);

/* A message with the padding of FIPS 180-4, in blocks; to has room for them. */
void digest_lane_fill(const struct digest_message *, size_t blocks, unsigned char *to);

#endif
