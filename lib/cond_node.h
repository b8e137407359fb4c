/* cond_node.h - a condition as a tree; for the cond*.c files, and for nothing else. */
#ifndef LIB_COND_NODE_H
#define LIB_COND_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include "cond.h"
#include "rec.h"

enum node_kind {
	/* values */
	NODE_PATH,	/* names */
	NODE_LITERAL,	/* value */
	NODE_COMMA,	/* left, right */
	NODE_ALT,	/* left // right */
	NODE_PIPE,	/* left | right */
	NODE_LENGTH,
	/* yes or no */
	NODE_CMP,	/* left op right */
	NODE_AND,
	NODE_OR,
	NODE_NOT,
	NODE_HAS,	/* value */
	NODE_STARTS,	/* value */
	NODE_ENDS,	/* value */
	NODE_CONTAINS,	/* value */
	NODE_TEST,	/* re, ascii */
	NODE_IN,	/* left (NULL: the input) in right */
};

enum node_op { OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE };

/* A value: of the record as it stands there, or made here. */
struct value {
	enum rec_type type;
	bool root;		/* the record itself */
	bool made;		/* s is text, num is set; else s is as in the line */
	const char *s;
	size_t n;
	double num;
};

struct name {
	char *s;
	size_t n;
};

struct node {
	enum node_kind kind;
	enum node_op op;
	struct node *left, *right;
	struct name names[COND_NAMES_MAX];
	size_t nnames;
	struct value value;
	char *text;		/* what value.s points to */
	struct re *re;
	bool ascii;		/* re is to be used on ASCII only */
};

struct cond {
	struct node *root;
	bool plain;		/* no comma, no //: the first error is the answer */
	const char *why;
};

/* One evaluation. */
struct eval {
	struct rec *rec;
	bool unsure;
	const char *error;	/* jq's, with unsure; or else */
	bool limit;		/* test() gave up */
};

extern const struct value cond_null;

unsigned cond_unsure(struct eval *);	/* notes it; no outcome */
void cond_text(struct eval *, const struct value *string, const char **s, size_t *n);

/* Where a path leads from in; absent is null, what has no members is for jq to judge. */
struct value cond_follow(struct eval *, const struct node *path, const struct value *in);
struct value cond_length(struct eval *, const struct value *);

/* Less than, equal to or more than 0 in the order of jq: by type, then by value. */
int cond_compare(struct eval *, const struct value *, const struct value *);

/* The tree of a text, or NULL. */
struct node *cond_parse(const char *text);
void cond_node_free(struct node *);

/* Do PCRE2 and Oniguruma read it alike?  *ascii: on ASCII only. */
bool cond_re_common(const char *pattern, size_t n, bool *ascii);

#endif
