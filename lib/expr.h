/*
 * expr.h - a jq expression as a yes/no question about a record.
 *
 * The common forms are evaluated by cond.h, without building a jq value; everything
 * else, and what cond is not sure of, goes to libjq (1.6).  Both give the same answer.
 *
 * An expression may have any number of outputs, as in select() of jq.  They are looked at
 * in order: the first that is neither false nor null makes the answer yes, and what comes
 * after it is not looked at; an error before it makes the answer an error; else it is no.
 *
 * libjq reads numbers as doubles, and so does cond: 9007199254740993 == 9007199254740992.
 * There is no bound of the time that libjq takes (repeat(.), expensive regular
 * expressions); whoever writes the expression must see to it.  input has no other records
 * to give, debug says nothing; "stderr" does write to stderr, and what makes libjq 1.6
 * itself end a program ([1114112] | implode) ends it here too.
 */
#ifndef LIB_EXPR_H
#define LIB_EXPR_H

#include <stdbool.h>
#include <stddef.h>

struct expr;
struct rec;

/* NULL when it is not a jq expression; why (of size bytes) says why. */
struct expr *expr_new(const char *text, char *why, size_t size);
struct expr *expr_new_jq(const char *text, char *why, size_t size); /* by libjq, always */

/*
 * Nothing on NULL.  Call it also before an exit: LeakSanitizer cannot see libjq's memory.
 */
void expr_free(struct expr *);

/* Is it one of the common forms? */
bool expr_native(const struct expr *);

enum expr_rc {
	EXPR_NO = 0,	/* false, null or nothing */
	EXPR_YES = 1,
	EXPR_ERROR = -1,	/* as jq: cannot index, ...; expr_why() says what */
};

enum expr_rc expr_test(struct expr *, struct rec *);
const char *expr_why(const struct expr *);	/* until the next expr_test() */

#endif
