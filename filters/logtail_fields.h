/*
 * logtail_fields.h - the fields of an entry of the systemd journal: read by
 * logtail_fields.c for logtail_journal.c; nobody else includes it.
 */
#ifndef FILTERS_LOGTAIL_FIELDS_H
#define FILTERS_LOGTAIL_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct rec;

enum {
	JOURNAL_ID_MAX = 64,	/* bytes of the id of a sequence */
};

struct fields {
	struct rec *rec;	/* the entry; into which the caller parses it */
	struct buf members;	/* that fields_members() made */
	uint64_t empty;		/* messages that were left out, so far */
	struct buf msg;		/* private: of several parts */
};

/* What is known of an entry; its texts are there until the next one is parsed. */
struct message {
	const char *id;		/* of its sequence */
	size_t nid;
	int64_t number;		/* in that */
	const char *msg;
	size_t nmsg;
};

void fields_init(struct fields *);
void fields_clear(struct fields *);

/* A field as text, as a decimal number; of several with one name the first. */
bool fields_text(struct fields *, const char *name, const char **, size_t *n);
bool fields_number(struct fields *, const char *name, int64_t *);

/* Which entry it is: id and number, from its cursor.  False: that is not known. */
bool fields_identify(struct fields *, struct message *);

/* Its message, "" where there is none. */
void fields_message(struct fields *, struct message *);

/* What a record has beside the message: f->members, each after a comma. */
void fields_members(struct fields *);

#endif
