/*
 * archive_chain.h - files of chained lines: the manifest, the register of access.
 *
 * Each line is a hashed line (see archive_hash.h), over the hash of the line before and
 * its own text, so that none can be changed, taken out or put in.
 */
#ifndef FILTERS_ARCHIVE_CHAIN_H
#define FILTERS_ARCHIVE_CHAIN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "archive_hash.h"
#include "buf.h"

struct rec;

enum { CHAIN_LINE_MAX = 1 << 20 };	/* bytes of a line */

struct chain {
	int fd;
	struct digest *d;
	struct hash last;	/* of the line before the next one */
	struct hash before;	/* of the line before the last one read */
	struct buf raw;
	size_t at;		/* in raw, of the next line */
	off_t offset;		/* in the file, of the line last read */
	uint64_t number;	/* of that line, from 1 */
	bool eof;
	struct rec *rec;	/* that line, when it is sound */
	const char *text;	/* its n bytes without newline, damaged or not */
	size_t n;
};

/*
 * Open dir/name for reading; start: what the hash of the first line is over (all zeros in
 * a manifest).  0, or -1 and errno.
 */
int chain_open(struct chain *, const char *dir, const char *name, enum digest_kind,
    const struct hash *start);
void chain_close(struct chain *);

enum chain_rc {
	CHAIN_END,
	CHAIN_LINE,	/* sound: rec, text and n; until the next call */
	CHAIN_BAD,	/* damaged, and another line follows; it goes on after it */
	CHAIN_TORN,	/* the last line is not whole, or damaged */
	CHAIN_ERROR,	/* cannot be read: errno */
};
enum chain_rc chain_next(struct chain *);

/* Read the last line once more: it may have been written meanwhile. */
enum chain_rc chain_again(struct chain *);

/*
 * Add a line, which is b without its closing brace and hash; b is then the line as it was
 * written.  Waits for others that write to it.  A torn end is set aside first, to
 * NAME.torn, which is said.  make: the file may have to be made.  sync: return when it is
 * durable.  0, or -1 and errno, and the file as it was; EBADMSG: no sound line is at its
 * end, EFBIG: the line is too long.
 */
struct chain_file {
	const char *dir, *name;
	enum digest_kind kind;
	struct hash start;
	bool make, sync;
};
int chain_add(const struct chain_file *, struct buf *b);

#endif
