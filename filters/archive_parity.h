/*
 * archive_parity.h - parity: of a group of files, any one that is lost can be made again.
 *
 * NNNNNNNNNN.parity, named by the first segment of the group: a hashed line that names
 * the files with their lengths and SHA-256, then the exclusive or of all of them, the
 * shorter ones filled up with zeros.  It can give back what was taken out of one of them,
 * so it goes before any of them is removed or redacted.
 */
#ifndef FILTERS_ARCHIVE_PARITY_H
#define FILTERS_ARCHIVE_PARITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "digest.h"

enum { PARITY_GROUP = 16, PARITY_GROUP_MAX = 256, PARITY_NAME_MAX = 32 };

struct parity_file {
	char name[PARITY_NAME_MAX];
	size_t bytes;
	unsigned char sum[DIGEST_SIZE];
};

struct parity {
	uint64_t first, last;	/* segments */
	struct parity_file v[PARITY_GROUP_MAX];
	size_t n;
	struct buf raw;		/* the file; from body on it is the parity */
	size_t body;
};

/* Read one: 0, or -1 when it is no sound parity file (errno; EILSEQ: damaged). */
int parity_load(struct parity *, const char *path);
void parity_clear(struct parity *);

/* Numbers of the groups in dir, in order; free() them. */
uint64_t *parity_list(const char *dir, size_t *n);
void parity_path(struct buf *, const char *dir, uint64_t first);

/* The bytes of a file into b, and are they those that p tells of? */
bool parity_same(const struct parity_file *p, const char *dir, struct buf *b);

/*
 * Segments first..last are about to be removed or redacted: durably remove the parity of
 * their groups.  Or the program ends.
 */
void parity_drop(const char *dir, uint64_t first, uint64_t last);

#endif
