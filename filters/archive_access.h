/*
 * archive_access.h - the register of access: who read what, when and why.
 *
 * A file of chained lines (see archive_chain.h), the first over the hash of the header of
 * the manifest.  A "read" line is durable before the first record of a class that asks
 * for it is given out; a "given" line with its id tells how many were.
 */
#ifndef FILTERS_ARCHIVE_ACCESS_H
#define FILTERS_ARCHIVE_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "archive_class.h"
#include "archive_deed.h"
#include "archive_manifest.h"

struct rec;

#define ACCESS_NAME "access"

enum { ACCESS_ID_SIZE = 17 };

struct access {
	const char *dir;
	char *const *args;	/* the command, as it was given; ends with NULL */
	struct deed deed;	/* why: --reason */
	int clearance;		/* --clearance, as class.secrecy */
	struct manifest_head head;
	struct classes classes;
	char id[ACCESS_ID_SIZE];	/* of the read line; "": none was written */
	uint64_t given[CLASSES_MAX], withheld[CLASSES_MAX];
	bool any;		/* some class asks for something */
};

/* Read the classes; a->any tells whether access_gives() has to be asked.  Or it ends. */
void access_open(struct access *, const char *dir, char *const args[]);

/*
 * May the record be given out?  Counted; the register is written first where its class
 * asks, or the program ends.
 */
bool access_gives(struct access *, struct rec *);

/* A line of that type about the archive as a whole, where some class asks for any. */
void access_tell(struct access *, const char *type);

/* The line that tells how many; what was withheld is said.  False: some was. */
bool access_close(struct access *);

#endif
