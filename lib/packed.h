/*
 * packed.h - what is in a compressed file, block by block: gzip, xz and zstd.
 *
 * Members of gzip, streams of xz (with padding between them) and frames of zstd (with
 * skippable frames between them) that stand one after the other are one text, as the
 * commands of those names take it; zero bytes after the last member of gzip are nothing.
 *
 * All checks that a file carries are made.  They stand after the bytes that they are of,
 * so that a damaged file may give wrong bytes before it gives EBADMSG; who must not
 * take those reads to the end first, and rewinds.
 *
 * An unpacker holds PACKED_BLOCK bytes, and of what the file asks for at most
 * PACKED_MEMORY_MAX, however large the file is.
 */
#ifndef LIB_PACKED_H
#define LIB_PACKED_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	PACKED_BLOCK = 256 << 10,	/* read from the file at once */
	/* a window of 128 MiB (xz -9 has 64, zstd -22 128), and what it needs */
	PACKED_MEMORY_MAX = 136 << 20,
	PACKED_LOOK_MIN = 6,	/* so many bytes are enough for packed_look() */
};

enum packed_kind {
	PACKED_NONE,
	PACKED_GZIP,
	PACKED_XZ,
	PACKED_ZSTD,
};

/* What a file that begins so is, whatever its name; when n is too small: PACKED_NONE. */
enum packed_kind packed_look(const void *head, size_t n);

struct packed;

/*
 * Reads fd from its first byte, by pread: where fd stands does not matter, and stays.
 * fd remains the caller's, and must be open until packed_free().  The kind is not
 * PACKED_NONE.  NULL with errno ENOMEM.
 */
struct packed *packed_new(int fd, enum packed_kind);
void packed_free(struct packed *);	/* does nothing on NULL */

/*
 * The next bytes of the text, n or fewer; 0 at the end; -1 with errno
 *	EBADMSG		damaged, or followed by what is none of it
 *	ENODATA		cut off; it may still be being written
 *	EFBIG		needs more memory than PACKED_MEMORY_MAX
 *	ENOTSUP		packed in a way not known here: a check, a filter, a dictionary
 *	ENOMEM, or what pread(2) says.
 * All bytes before the fault are given first.  After 0 and ENODATA a later call goes on
 * when the file has grown.
 */
ssize_t packed_read(struct packed *, void *, size_t n);

int64_t packed_offset(const struct packed *);	/* bytes given since the start */

/* Begin again with the first byte: 0, or -1 with errno ENOMEM. */
int packed_rewind(struct packed *);

#endif
