/*
 * archive_class.h - how long records are kept, and what may be done with them.
 *
 * A class is a condition and what holds for the records that meet it; the first class
 * whose condition a record meets is its class.  Classes are written in a file,
 *
 *	[class access]
 *	where    = .kind == "access"
 *	keep     = 6month
 *	approval = yes
 *	hours    = 00:00-06:00 22:00-24:00
 *
 * and stand as JSON in the header of the archive from then on.
 */
#ifndef FILTERS_ARCHIVE_CLASS_H
#define FILTERS_ARCHIVE_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calhours.h"
#include "period.h"

struct buf;
struct expr;
struct rec;
struct zone;

enum { CLASSES_MAX = 64, CLASS_TEXT_MAX = 4096 };

struct class {
	char *name;
	char *condition;	/* NULL: every record */
	struct expr *where;
	char *keep_text;
	struct period keep;	/* from the time of the record */
	bool approval;		/* to remove it takes an approval number */
	bool copy;		/* and a copy elsewhere that was verified */
	bool reason;		/* to read it takes a reason */
	bool access;		/* every reading is written down */
	int secrecy;		/* to read it takes that clearance; 0: none */
	char *secrecy_text;
	struct calhours hours;	/* in which it may be removed; none: at any time */
	char *hours_text;
};

struct classes {
	struct class *v;
	size_t n;
	char *zone_text;	/* of hours and of dates; NULL: UTC */
	struct zone *zone;
	bool strict;		/* a record that is of none of them is refused */
};

#define SECRECY_LEVELS "public, internal, confidential, secret, top-secret"

/* Of a word, also in Chinese: 0, public, to 4, top-secret; -1: none. */
int secrecy_level(const char *text);

/* Read a file; false when it is not right, and all that is wrong was said. */
bool classes_load(struct classes *, const char *path, const struct period *min_keep);
void classes_clear(struct classes *);

/* As a JSON array for the header, and back: false when it is no such array. */
void classes_print(const struct classes *, struct buf *);
bool classes_read(struct classes *, struct rec *header);

/* That of a record; NULL: it has none, so nobody said how long it is to be kept. */
struct class *classes_of(const struct classes *, struct rec *);

/* May records of the class be removed at that moment of the day? */
bool class_hour(const struct classes *, const struct class *, int64_t now);

/* When a record of that time may be removed at the earliest; INT64_MAX: never. */
int64_t class_until(const struct classes *, const struct class *, int64_t time);

#endif
