/* archive_fetch.h - one sealed segment, whole, with its salts: to prove, to redact. */
#ifndef FILTERS_ARCHIVE_FETCH_H
#define FILTERS_ARCHIVE_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_hash.h"
#include "archive_salts.h"
#include "archive_segment.h"
#include "buf.h"

struct pack;
struct rec;

struct fetch {
	struct segment segment;
	bool cold;		/* it is in a file with others */
	struct buf line;	/* its segment line, without newline */
	struct salts salts;
	struct buf text;	/* its records, each with its newline */
	struct hash *leaves;	/* of all its records */
	size_t *starts;		/* of the records in text, and of what is behind */
	struct buf path, file;
	struct pack *pack;
	struct rec *rec;
};

void fetch_init(struct fetch *, enum digest_kind);
void fetch_clear(struct fetch *);

/*
 * Read segment `number` and check it against its root.  NULL, or why it cannot be had;
 * the file is f->path then.
 */
const char *fetch_segment(struct fetch *, const char *dir, uint64_t number);

/*
 * The same of a hot file, without leaves: its frames are sound, but no record is held
 * against the root.  Its records are appended to text, some of them also when they
 * cannot all be had.
 */
const char *fetch_hot(struct fetch *, const char *dir, uint64_t number, struct buf *text);

/* Record i, n bytes; fetch_segment() was good, and it must be there. */
const char *fetch_line(const struct fetch *, uint64_t i, size_t *n);

#endif
