/* entry_parts.h - what the files of entry share. */
#ifndef LIB_ENTRY_PARTS_H
#define LIB_ENTRY_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "entry.h"

struct re;
struct scan;

/* What a pattern of a form is for. */
enum entry_role {
	ENTRY_START,		/* begins an entry */
	ENTRY_HEAD,		/* the same; what begins nothing does not go on with it */
	ENTRY_NOT_START,	/* does not, though it looks so */
	ENTRY_CONTINUE,		/* belongs to the entry before */
	ENTRY_GOES_ON,		/* the next line belongs to it, whatever that is */
	ENTRY_MAY_GO_ON,	/* the next line belongs to it, unless that is a start */
	ENTRY_END,		/* is the last line of its entry */
	ENTRY_JOIN,		/* belongs to the last entry of its key */
	ENTRY_PAIR,		/* waits for the next entry of its key */
	ENTRY_ROLES
};

struct entry_form {
	char *title;
	struct re *rules[ENTRY_RULES_MAX];
	size_t nrules;
	uint64_t of[ENTRY_ROLES];	/* bit i: rule i has that role */
	struct re *keys[ENTRY_KEYS_MAX];
	size_t nkeys;
	/* the rules that a line can match that begins with that byte */
	uint64_t begins[256];
	/* those whose literals are looked for by scan, and all */
	uint64_t scanned, all;
	struct scan *scan;	/* NULL: none */
	bool indent, empty, braces;
	size_t hold;		/* lines */
	int64_t timeout_ns;
	size_t max;
};

/* entry_form.c */
/* Add a pattern: NULL, or why not (in why, of size bytes). */
const char *entry_form_add(struct entry_form *, enum entry_role, const char *pattern,
    char *why, size_t size);
const char *entry_form_key(struct entry_form *, const char *pattern, char *why,
    size_t size);
void entry_form_ready(struct entry_form *);	/* after the last of them */
struct entry_form *entry_form_new(void);

/* entry_rules.c: what a line is to a form. */
/* The rules that line may match: those that are not in it need not be asked. */
uint64_t entry_may(const struct entry_form *, const char *p, size_t n);
bool entry_is(const struct entry_form *, enum entry_role, uint64_t may, const char *p,
    size_t n);
bool entry_starts(const struct entry_form *, uint64_t may, const char *p, size_t n);
bool entry_is_blank(const char *p, size_t n);

/*
 * entry_first.c: set first[c] for each byte c with which a text can begin that pattern
 * matches.  False: nothing is known, it may be any or none.
 */
bool entry_first(const char *pattern, bool first[256]);

/* entry_braces.c: is a value of JSON still open? */
struct entry_braces {
	bool on;		/* the entry is one */
	bool string, escaped;	/* inside a string, behind a backslash in it */
	char last;		/* the last byte that was no blank, outside of strings */
	unsigned depth;
	uint64_t arrays;	/* bit i: what is open at depth i is an array */
};

/* Of another line. */
void entry_braces_line(struct entry_braces *, const char *p, size_t n);
/* May a line that begins with '{' belong to it? */
bool entry_braces_want(const struct entry_braces *);

/* --- what a stream has pending: entry.c, entry_key.c ------------------------------ */

/* An entry that is pending. */
struct entry_slot {
	struct buf text, invalid;
	int64_t off, end, length, last_ns;
	uint64_t line;		/* the number of its first line */
	uint32_t lines;
	bool started;		/* its first line is a start, by the form */
	bool whole;		/* all lines since its first one are its own */
	bool full;		/* no more text is taken */
	bool pair;		/* waits for one by the rule of pairs, then for no more */
};

struct entry {
	const struct entry_form *form;
	entry_fn *fn;
	void *arg;
	struct entry_slot *slots;	/* a ring */
	/* of each, the hash of the key of lines that may be joined to it; 0: none may */
	uint64_t *keys;
	size_t cap, head, n;
	struct entry_slot *current;	/* or NULL */
	uint64_t lines;
	int64_t from;		/* what begins before is not given out */
	/* what the last line of the current one says of the next */
	bool goes_on, may_go_on, ended;
	struct entry_braces braces;
	/* of the line at hand */
	uint64_t may;
	int starts;		/* -1: not asked yet */
};

/* Of the i-th pending entry, the place in the ring. */
size_t entry_place(const struct entry *, size_t i);
/* May a line at off still be joined to it? */
bool entry_in_reach(const struct entry *, const struct entry_slot *, int64_t off);

/* How a line that begins something stands to others, by its key. */
struct entry_relation {
	uint64_t key;		/* lines of which may be joined to it; 0: none */
	bool pair;
	struct entry_slot *partner;	/* to which it belongs nevertheless */
};

/* Closes those that wait no longer. */
struct entry_relation entry_relate(struct entry *, const struct piece *line);

#endif
