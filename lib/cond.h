/*
 * cond.h - the common forms of jq conditions, evaluated on the record as it stands.
 *
 * Understood are, with the precedence of jq:
 *
 *	.a  .a.b  ."a b"  .["a"]  .a["b"]  .	strings, numbers, true, false, null
 *	==  !=  <  <=  >  >=  and  or  //  ,  |  ( )  not
 *	has("k")  startswith("s")  endswith("s")  contains("s")  length
 *	IN("x", 1, ...)  IN(.a; "x", 1, ...)  test("re")  test("re"; "i")
 *
 * The arguments of functions are literals.  Whatever else there is in a text makes it no
 * condition of ours.  Where the answer is not plain (two arrays compared, a number
 * beyond double, most errors of jq), it is COND_UNSURE, and libjq must be asked.  The
 * one error that is met all day, test(), startswith() or endswith() of an absent member,
 * is COND_ERROR where the condition has neither comma nor //.
 *
 * test() is understood for expressions that PCRE2 and Oniguruma read alike: characters,
 * escaped punctuation, . ^ $ | ( ) (?: ), * + ? and {n}, {n,}, {n,m} once behind
 * what they repeat, classes of plain characters and ranges of letters or digits, and
 * \d \D \w \W \s \S \b \t \n \r.  Where one of these backslash classes or "i" is used
 * they agree on ASCII only: on other text the answer is COND_UNSURE.
 */
#ifndef LIB_COND_H
#define LIB_COND_H

#include <stddef.h>

struct cond;
struct rec;

enum {
	COND_NESTING_MAX = 64,	/* of parentheses; deeper ones are not ours */
	COND_TERMS_MAX = 4096,	/* literals, paths and calls; more are not ours */
	COND_NAMES_MAX = 16,	/* names of a path; longer ones are not ours */
};

enum cond_rc {
	COND_NO,
	COND_YES,		/* at least one output is neither false nor null */
	COND_UNSURE,
	COND_ERROR,		/* as jq */
	COND_LIMIT,		/* test() gave up: too many steps */
};

struct cond *cond_new(const char *text);	/* NULL: not one of the common forms */
void cond_free(struct cond *);
enum cond_rc cond_test(struct cond *, struct rec *);

/* What is wrong after COND_ERROR or COND_LIMIT. */
const char *cond_why(const struct cond *);

#endif
