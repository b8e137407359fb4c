/*
 * expr.h - a jq expression as a yes/no question about a record.
 *
 * The common forms are evaluated here without building a jq value: paths, comparison
 * with a literal, and, or, not, test("re"), has("key"), IN(.a; ...) and
 * .a == ("x", "y"); everything else goes to libjq.  Both give the same answer.
 */
#ifndef LIB_EXPR_H
#define LIB_EXPR_H

#include <stdbool.h>
#include <stddef.h>

struct expr;
struct rec;

/* NULL when it is not a jq expression; why (of size bytes) says why. */
struct expr *expr_new(const char *text, char *why, size_t size);
struct expr *expr_new_jq(const char *text, char *why, size_t size);	/* by libjq, always */
void expr_free(struct expr *);

/* Is it evaluated here, or by libjq? */
bool expr_native(const struct expr *);

enum expr_rc {
	EXPR_NO = 0,	/* false, null or nothing */
	EXPR_YES = 1,
	EXPR_ERROR = -1,	/* as jq: cannot index, cannot compare, ...; expr_why() says what */
};

enum expr_rc expr_test(struct expr *, struct rec *);
const char *expr_why(const struct expr *);	/* until the next expr_test() */

#endif
