/*
 * table.h - find things by a hash: chains of things that the caller owns.
 *
 * A thing has a struct table_link in it for each table it is in; the table neither copies
 * nor frees it.  Several things may have the same hash; who looks one up compares.
 */
#ifndef LIB_TABLE_H
#define LIB_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct table_link {
	struct table_link *next;	/* private */
	uint64_t hash;
};

struct table {
	struct table_link **chains;	/* private */
	size_t n, nchains;
};

#define TABLE_INIT { 0 }

/* FNV-1a of n bytes, going on from a hash of what stands before (or TABLE_SEED). */
#define TABLE_SEED UINT64_C(14695981039346656037)
uint64_t table_hash(uint64_t from, const void *, size_t n);

void table_add(struct table *, uint64_t hash, struct table_link *);
void table_remove(struct table *, struct table_link *);	/* it must be in there */

/*
 * The first thing with that hash, and the next one after it, the
 * latest that was added first; NULL: no more.
 */
struct table_link *table_first(const struct table *, uint64_t hash);
struct table_link *table_next(const struct table_link *);
/* Each thing, in any order; when it frees them, table_clear() must follow. */
void table_each(struct table *, void (*each)(struct table_link *));
void table_clear(struct table *);	/* forgets all; frees none of them */

/* The thing of that type in whose member the link is. */
#define TABLE_THING(link, type, member) \
	((type *)(void *)((char *)(link) - offsetof(type, member)))

#endif
