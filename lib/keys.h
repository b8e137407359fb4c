/*
 * keys.h - the members of a line of JSON, name by name.
 *
 * For lines of logs, which may be cut off or not be JSON after all: nothing is checked,
 * and what is broken has no more members.  Records have rec.h.
 */
#ifndef LIB_KEYS_H
#define LIB_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "cursor.h"

struct keys {
	struct cursor c;	/* at the value of the member */
	const char *name;	/* as it is written, without quotes */
	size_t n;
	bool begun;
};

/* The members of the object that s begins with; none when s begins otherwise. */
void keys_init(struct keys *, const char *s, size_t n);

/* To the next member, whatever its value holds; false at the end. */
bool keys_next(struct keys *);

/* Is this the member's name, whatever its case and but for a leading @ or underscores? */
bool keys_is(const struct keys *, const char *name);

#endif
