/*
 * logclassify.h - what the files of logclassify
 * share: the rules, and what is done with them.
 */
#ifndef FILTERS_LOGCLASSIFY_H
#define FILTERS_LOGCLASSIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct conf;
struct conf_section;
struct expr;
struct re;
struct rec;
struct scan;

enum {
	RULES_MAX = 10000,
	PATTERNS_MAX = 40000,		/* match lines of all rules */
	SETTINGS_MAX = 64,		/* members that one rule sets */
	FIELD_MAX = 4096,		/* bytes of one field */
};

/* A member that a rule sets, and its value as JSON. */
struct setting {
	char *member, *json;
	size_t n;		/* of json */
};

struct settings {
	struct setting *v;
	size_t n, cap;
};

/* One text of `where`, however many rules have it; asked once for each record. */
struct condition {
	const char *text;
	struct expr *expr;
	uint64_t asked;		/* number of the record that holds is about */
	bool holds, complained;
};

struct pattern {
	struct re *re;
	size_t rule;
	unsigned line;
};

struct rule {
	const char *name;
	const struct conf_section *section;
	const char *with;	/* members of the records of its test lines, or NULL */
	size_t where[2], nwhere;	/* conditions: of the file, its own */
	size_t first, npatterns;	/* match lines: rules.patterns[first] and on */
	struct settings settings;	/* its name, as member rule, is the last */
	uint64_t gave_up;	/* records that took too many steps */
};

struct rules {
	struct rule *rules;
	size_t n, cap;
	struct pattern *patterns;	/* in the order of the rules */
	size_t npatterns, patterns_cap;
	struct condition *conditions;
	size_t nconditions, conditions_cap;
	struct conf **files;	/* what names and texts point into */
	size_t nfiles, files_cap;
	bool bad;		/* something was complained about */

	struct scan *scan;	/* the prefilter: tags are patterns */
	uint64_t *always;	/* set of the patterns without a literal */
	uint64_t *maybe;	/* set of the patterns that may match the text at hand */
	size_t words;		/* of each of the sets */
	uint64_t asked;		/* number of the record that conditions are asked about */
	uint64_t line;		/* number of the line at hand, for messages */
};

/* --- rules --- */

/*
 * Add the rules of a file, or of the *.rules below a directory.  Mistakes are told on
 * stderr and make rules->bad true; -1 and errno when path cannot be read.
 */
int rules_read(struct rules *, const char *path);
/* after the last file, before the first rules_match() */
void rules_ready(struct rules *);
void rules_clear(struct rules *);

/* --- set --- */

/*
 * Add what a line of `set` says; a member that is
 * there is replaced.  NULL, or what is wrong.
 */
const char *settings_add(struct settings *, const char *line);
void settings_put(struct settings *, const char *member, const char *json, size_t n);
void settings_copy(struct settings *, const struct settings *from);
void settings_clear(struct settings *);

/* --- match --- */

/*
 * The first rule that matches text in record r, or NULL; *re is then its expression, with
 * its groups.  With like instead of r the conditions are not asked: a rule takes part if
 * all its conditions are among those of like.
 */
const struct rule *rules_match(struct rules *, struct rec *r, const struct rule *like,
    const char *text, size_t n, struct re **re);

/* Does one of the rule's expressions match, whatever the other rules say? */
bool rule_matches(struct rules *, const struct rule *, const char *text, size_t n);

/* Is the pattern tried on every text? */
bool rules_always(const struct rules *, size_t pattern);

/* --- try --- */

/* Try the yes and no lines of all rules: their number.  Mistakes as in rules_read(). */
size_t rules_try(struct rules *);

/* --- shape --- */

/* What a byte can be. */
enum {
	SHAPE_DIGIT = 1, SHAPE_UPPER = 2, SHAPE_LOWER = 4, SHAPE_HEX = 8,
	SHAPE_UNDER = 16, SHAPE_BLANK = 32,
	SHAPE_LINK = 64,	/* may stand between two parts of one variable */
	SHAPE_OPEN = 128,	/* may begin a variable that does not begin with a word */
	SHAPE_WORD = SHAPE_DIGIT | SHAPE_UPPER | SHAPE_LOWER | SHAPE_UNDER,
};

/*
 * A text, and what each byte of 256 can be.  There are SHAPE_PAD bytes of zero before and
 * behind the text, so that nobody has to ask where it ends: a zero is of no kind.
 */
struct shape {
	const unsigned char *kinds;
	const char *s;
	size_t n;
};

enum { SHAPE_PAD = 16 };

static inline unsigned
shape_kind(const struct shape *t, size_t i)
{
	return t->kinds[(unsigned char)t->s[i]];
}

void shape_kinds(unsigned char kinds[256]);

/*
 * Does a variable begin at i?  Each returns where it ends, or 0.  shape_variable() begins
 * at a word, whose end goes to *plain; the others at a "/" (or the "\" after "C:"), a
 * quote, a ":".
 */
size_t shape_variable(const struct shape *, size_t i, size_t *plain);
size_t shape_path(const struct shape *, size_t i, char slash);
size_t shape_quoted(const struct shape *, size_t i);
size_t shape_colons(const struct shape *, size_t i);
size_t shape_linked(const struct shape *, size_t end);	/* and all that is linked to it */
size_t shape_code(const struct shape *, size_t i);	/* a code, which is no variable */

/* --- mask --- */

struct mask;

enum { MASK_VERSION = 1 };	/* of the masks: another one gives other fingerprints */

struct mask *mask_new(void);
void mask_free(struct mask *);

/* The text with its variable parts as "<*>", until the next call. */
const char *mask_text(struct mask *, const char *s, size_t n, size_t *len);
uint64_t mask_hash(const char *masked, size_t n);

#endif
