/* entry_parts.h - what the files of entry share. */
#ifndef LIB_ENTRY_PARTS_H
#define LIB_ENTRY_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"

struct re;
struct scan;

/* What a pattern of a form is for. */
enum entry_role {
	ENTRY_START,		/* begins an entry */
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

#endif
