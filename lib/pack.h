/*
 * pack.h - zstd frames in memory, and skippable frames between them.
 *
 * A data frame is a plain zstd frame (RFC 8878) that names the size of its content
 * and ends with a checksum.  A skippable frame holds bytes of our own, which zstd -dc
 * passes over.  Frames stand one after the other, so any file of them is a zstd file.
 */
#ifndef LIB_PACK_H
#define LIB_PACK_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct pack;

enum {
	PACK_LEVEL = 1,		/* of log records 1 makes less than 3, in less time */
	PACK_LEVEL_MAX = 19,
	PACK_SKIP_KINDS = 16,	/* kinds of skippable frames */
	PACK_SKIP_HEAD = 8,	/* bytes of a skippable frame before its content */
};

/* The working memory of both directions, kept for the next call. */
struct pack *pack_new(int level);
void pack_free(struct pack *);		/* does nothing on NULL */

/* Append a data frame that holds n bytes. */
void pack_data(struct pack *, const void *, size_t n, struct buf *to);

/*
 * The same piece by piece: what is packed comes to the same buf, at its end, which nobody
 * else changes until pack_end(); the frame began where that buf ended at the first
 * pack_more().  pack_end() makes it whole: from where it began.
 */
void pack_more(struct pack *, const void *, size_t n, struct buf *to);
void pack_end(struct pack *, size_t begin, struct buf *to);

/* Append a skippable frame of one kind (0 to 15) that holds n bytes, fewer than 2^32. */
void pack_skip(unsigned kind, const void *, size_t n, struct buf *to);

enum pack_type {
	PACK_NONE,	/* nothing is left */
	PACK_DATA,
	PACK_SKIP,
	PACK_BAD,	/* no frame starts here, or it is cut off */
};

struct pack_frame {
	enum pack_type type;
	size_t size;		/* of the whole frame */
	uint64_t content;	/* bytes inside, unpacked */
	unsigned kind;		/* of PACK_SKIP */
	const char *p;		/* of PACK_SKIP: what it holds, in place */
};

/* What frame starts at p, where n bytes are left?  Looks at heads only. */
enum pack_type pack_look(const void *p, size_t n, struct pack_frame *);

/*
 * Unpack the data frame at p and append what it holds: 0, or -1 with errno EBADMSG
 * (damaged; nothing is appended) or EFBIG (it says that it holds more than max bytes).
 */
int pack_unpack(struct pack *, const void *p, const struct pack_frame *, size_t max,
    struct buf *to);

/*
 * pack_stream.c: one frame after the other of any size and origin, piece by piece; what
 * is in skippable frames is passed over.
 */
enum { PACK_STREAM_WINDOW_LOG_MAX = 27 };	/* memory a frame may ask for: 128 MiB */

struct pack_stream;
struct pack_stream *pack_stream_new(void);	/* NULL with errno ENOMEM */
void pack_stream_free(struct pack_stream *);	/* does nothing on NULL */
void pack_stream_begin(struct pack_stream *);	/* a frame is to come, forget the last */

/*
 * Unpack from *p to *to, and move them on.  1: go on with more input or more room (when
 * the room was used up, perhaps without more input); 0: the frame has ended, and its
 * checksum was right; -1 with errno EBADMSG (damaged), EFBIG (its window is over the
 * bound), ENOTSUP (it needs a dictionary, or a newer zstd) or ENOMEM.
 */
int pack_stream_turn(struct pack_stream *, const unsigned char **p, size_t *n,
    unsigned char **to, size_t *room);

#endif
