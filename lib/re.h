/* re.h - regular expressions: PCRE2, compiled by its JIT, matched under a step limit. */
#ifndef LIB_RE_H
#define LIB_RE_H

#include <stdbool.h>
#include <stddef.h>

struct re;

enum { RE_NOCASE = 1, RE_LITERAL = 2 };	/* flags of re_new() */
enum { RE_MATCH_LIMIT = 100000, RE_GROUPS_MAX = 64, RE_PATTERN_MAX = 1 << 16 };

/*
 * Compile (UTF-8 on, invalid UTF-8 in the subject never matches but is safe).  NULL when
 * it is not an expression: why (of size bytes) then says why and where.  Release with
 * re_free().
 */
struct re *re_new(const char *pattern, unsigned flags, char *why, size_t size);
void re_free(struct re *);

enum re_rc {
	RE_NO = 0,
	RE_YES = 1,
	RE_LIMIT = -1,	/* given up: the limit of steps was reached; not an answer */
};

enum re_rc re_match(struct re *, const char *s, size_t n);

/* The same from byte at on, which must begin a character; what is before it is seen. */
enum re_rc re_match_at(struct re *, const char *s, size_t n, size_t at);

/* After RE_YES: where group i matched (0 is the whole); false when it took no part. */
bool re_group(const struct re *, size_t i, size_t *from, size_t *to);

/* The named groups in the order of their numbers: name i, and its group number. */
size_t re_names(const struct re *);
const char *re_name(const struct re *, size_t i, size_t *group);

/*
 * A literal that every subject which matches must contain (the longest one found), for
 * prefilters: its length, 0 when none is known.  *nocase says it must be looked for
 * without regard to the case of ASCII (then it is in lower case).
 */
size_t re_literal(const struct re *, const char **s, bool *nocase);

/*
 * A set of literals of which every subject that matches contains at least one: how many
 * (0: none known), and literal i of it as by re_literal().  Finds more than re_literal():
 * the words of an alternation, small classes, optional letters.
 */
size_t re_literals(const struct re *);
size_t re_literals_get(const struct re *, size_t i, const char **s, bool *nocase);

#endif
