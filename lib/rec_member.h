/* rec_member.h - what a record is inside; for the rec*.c files, and for nothing else. */
#ifndef LIB_REC_MEMBER_H
#define LIB_REC_MEMBER_H

#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "rec.h"

enum {
	MEMBER_ESCAPED = 1,	/* a string with escapes in it */
	MEMBER_DECODED = 2,	/* text holds it without */
	MEMBER_REPLACED = 4,	/* of the line, with another value */
	MEMBER_REMOVED = 8,	/* of the line, not to be written */
};

struct member {
	const char *key;	/* text, in the line or the arena */
	const char *value;	/* as it will be written */
	const char *text;	/* after MEMBER_DECODED */
	size_t nvalue, ntext;
	uint32_t nkey;
	uint32_t start, from, end;	/* in the line: its name, its value, its end */
	uint8_t type;			/* enum rec_type */
	uint8_t flags;
};

struct rec {
	const char *line;
	size_t nline;
	uint32_t inside;	/* after the opening brace */
	struct member *members;	/* first nparsed of the line, then added ones */
	uint64_t *tags;		/* of each, rec_member_tag() of its name */
	size_t n, nparsed, cap, tags_cap;
	size_t nremoved, nreplaced;
	size_t extra;		/* bound of what changes make the record longer */
	/* rec_member(): member walk_i to come is members[walk_at] */
	size_t walk_i, walk_at;
	struct arena texts;	/* texts of names and strings, values that were set */
	struct {
		const char *raw, *s;
		size_t n;
	} decoded;		/* the last string that rec_text() decoded */
	const char *why;	/* of the last rec_parse() that failed */
	size_t at;
};

/* The length and the first bytes of a name in one word: equal for equal names. */
static inline uint64_t
rec_member_tag(const char *name, size_t n, size_t readable)
{
	uint64_t tag = 0;

#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	if (readable >= 8 && n > 0) {
		memcpy(&tag, name, 8);
		return n >= 8 ? tag : tag & ((UINT64_C(1) << 8 * n) - 1);
	}
#else
	(void)readable;
#endif
	memcpy(&tag, name, n < 8 ? n : 8);
	return tag;
}

/* The last member of that name, or NULL. */
static inline struct member *
rec_member_find(const struct rec *r, const char *name, size_t n)
{
	uint64_t tag = rec_member_tag(name, n, n);

	for (size_t i = r->n; i-- > 0;) {
		struct member *m = &r->members[i];

		if (r->tags[i] == tag && m->nkey == n && !(m->flags & MEMBER_REMOVED) &&
		    (n <= 8 || memcmp(m->key, name, n) == 0))
			return m;
	}
	return NULL;
}

/* What a value is, by its first byte. */
enum rec_type rec_member_type(char first);

/* The names of a path. */
struct path {
	size_t n;
	const char *names[REC_NAMES_MAX];
	size_t lens[REC_NAMES_MAX];
};

void rec_path_split(struct path *, const char *text);

/*
 * The next member of the inside of a checked object, or element of an array: p is after
 * the opening bracket or the value before.  False at the end.
 */
struct item {
	const char *name;		/* NULL in an array */
	const char *name_end;
	const char *value, *end;	/* the value; end is also the p of the next one */
};

bool rec_item_next(const char *p, const char *end, struct item *);

/* The last member of a checked object (with its brackets) that has that name. */
bool rec_item_find(const char *object, size_t n, const char *name, size_t nname,
    struct item *);

#endif
