/* cond - the common forms of jq conditions, evaluated on the record as it stands. */
#include "cond.h"

#include <stdlib.h>
#include <string.h>

#include "cond_node.h"
#include "mem.h"
#include "re.h"

/* The outputs of a condition, as a set. */
enum { NONE = 0, TRUE = 1, FALSE = 2 };

/* Called for each output of a value; eval.unsure ends it all. */
typedef void each_fn(struct eval *, const struct value *, void *arg);

static unsigned outcome(struct eval *, const struct node *, const struct value *in);

static bool
is_true(const struct value *v)
{
	return v->type != REC_NULL && v->type != REC_FALSE;
}

static unsigned
yes_no(bool yes)
{
	return yes ? TRUE : FALSE;
}

/* --- values --- */

struct pipe {
	const struct node *right;
	each_fn *fn;
	void *arg;
};

static void each(struct eval *, const struct node *, const struct value *in, each_fn *,
    void *);

static void
each_piped(struct eval *e, const struct value *v, void *arg)
{
	const struct pipe *pipe = arg;

	each(e, pipe->right, v, pipe->fn, pipe->arg);
}

struct alternative {
	each_fn *fn;
	void *arg;
	bool any;
};

static void
each_true(struct eval *e, const struct value *v, void *arg)
{
	struct alternative *alt = arg;

	if (is_true(v)) {
		alt->any = true;
		alt->fn(e, v, alt->arg);
	}
}

static void
each_outcome(struct eval *e, unsigned set, each_fn *fn, void *arg)
{
	const struct value yes = { .type = REC_TRUE, .made = true };
	const struct value no = { .type = REC_FALSE, .made = true };

	if (set & TRUE)
		fn(e, &yes, arg);
	if (set & FALSE)
		fn(e, &no, arg);
}

/* The outputs of a node for the input in. */
static void
each(struct eval *e, const struct node *n, const struct value *in, each_fn *fn, void *arg)
{
	struct value v;

	if (e->unsure)
		return;
	switch (n->kind) {
	case NODE_LITERAL:
		fn(e, &n->value, arg);
		break;
	case NODE_PATH:
		v = cond_follow(e, n, in);
		fn(e, &v, arg);
		break;
	case NODE_LENGTH:
		v = cond_length(e, in);
		fn(e, &v, arg);
		break;
	case NODE_COMMA:
		each(e, n->left, in, fn, arg);
		each(e, n->right, in, fn, arg);
		break;
	case NODE_PIPE:
		each(e, n->left, in, each_piped, &(struct pipe){ n->right, fn, arg });
		break;
	case NODE_ALT: {
		struct alternative alt = { fn, arg, false };

		each(e, n->left, in, each_true, &alt);
		if (!alt.any)
			each(e, n->right, in, fn, arg);
		break;
	}
	default:
		each_outcome(e, outcome(e, n, in), fn, arg);
		break;
	}
}

/* --- comparison --- */

static bool
holds(enum node_op op, int c)
{
	switch (op) {
	case OP_EQ: return c == 0;
	case OP_NE: return c != 0;
	case OP_LT: return c < 0;
	case OP_LE: return c <= 0;
	case OP_GT: return c > 0;
	default: return c >= 0;
	}
}

struct comparison {
	const struct node *node;
	const struct value *in, *right;
	unsigned set;
};

static void
each_left(struct eval *e, const struct value *left, void *arg)
{
	struct comparison *c = arg;

	c->set |= yes_no(holds(c->node->op, cond_compare(e, left, c->right)));
}

static void
each_right(struct eval *e, const struct value *right, void *arg)
{
	struct comparison *c = arg;

	c->right = right;
	each(e, c->node->left, c->in, each_left, c);
}

/* The value of a node that has just one: a path or a literal, what is compared mostly. */
static const struct value *
single(struct eval *e, const struct node *n, const struct value *in, struct value *place)
{
	if (n->kind == NODE_LITERAL)
		return &n->value;
	if (n->kind != NODE_PATH)
		return NULL;
	*place = cond_follow(e, n, in);
	return place;
}

static unsigned
outcome_of_compare(struct eval *e, const struct node *n, const struct value *in)
{
	struct comparison c = { .node = n, .in = in };
	const struct value *left, *right;
	struct value l, r;

	left = single(e, n->left, in, &l);
	right = left ? single(e, n->right, in, &r) : NULL;
	if (right)
		return yes_no(holds(n->op, cond_compare(e, left, right)));
	each(e, n->right, in, each_right, &c);
	return c.set;
}

/* --- functions of the input --- */

static unsigned
outcome_of_has(struct eval *e, const struct node *n, const struct value *in)
{
	struct rec_value from = { REC_OBJECT, in->s, in->n }, to;

	if (in->type != REC_OBJECT)
		return cond_unsure(e);
	if (in->root)
		return yes_no(rec_get_name(e->rec, n->value.s, n->value.n,
		    &to) != REC_NONE);
	return yes_no(rec_value_name(&from, n->value.s, n->value.n, &to) != REC_NONE);
}

static bool
is_ascii(const char *s, size_t n)
{
	unsigned char any = 0;

	for (size_t i = 0; i < n; i++)
		any |= (unsigned char)s[i];
	return any < 0x80;
}

static unsigned
outcome_of_test(struct eval *e, const struct node *n, const char *s, size_t len)
{
	if (n->ascii && !is_ascii(s, len))
		return cond_unsure(e);
	switch (re_match(n->re, s, len)) {
	case RE_YES: return TRUE;
	case RE_NO: return FALSE;
	default:
		e->limit = true;
		return cond_unsure(e);
	}
}

/* What jq says when it is asked of null. */
static const char *
error_of_null(enum node_kind kind)
{
	switch (kind) {
	case NODE_TEST: return "null (null) cannot be matched, as it is not a string";
	case NODE_STARTS: return "startswith() requires string inputs";
	case NODE_ENDS: return "endswith() requires string inputs";
	default: return NULL;
	}
}

/* startswith, endswith, contains, test */
static unsigned
outcome_of_text(struct eval *e, const struct node *n, const struct value *in)
{
	const char *s, *what = n->value.s;
	size_t len, nwhat = n->value.n;

	if (in->type == REC_NULL)
		e->error = error_of_null(n->kind);
	if (in->type != REC_STRING)
		return cond_unsure(e);
	cond_text(e, in, &s, &len);
	switch (n->kind) {
	case NODE_TEST:
		return outcome_of_test(e, n, s, len);
	case NODE_STARTS:
		return yes_no(nwhat <= len && memcmp(s, what, nwhat) == 0);
	case NODE_ENDS:
		return yes_no(nwhat <= len && memcmp(s + len - nwhat, what, nwhat) == 0);
	default:	/* jq looks up to the first NUL only */
		if (memchr(s, '\0', len) || memchr(what, '\0', nwhat))
			return cond_unsure(e);
		return yes_no(memmem(s, len, what, nwhat) != NULL);
	}
}

struct search {
	const struct value *value;
	bool found;
};

static void
each_listed(struct eval *e, const struct value *v, void *arg)
{
	struct search *s = arg;

	if (!s->found && v->type == s->value->type)
		s->found = cond_compare(e, s->value, v) == 0;
}

struct membership {
	const struct node *list;
	bool found;
};

static void
each_member(struct eval *e, const struct value *v, void *arg)
{
	struct membership *m = arg;
	struct search s = { v, false };

	each(e, m->list, &cond_null, each_listed, &s);
	m->found |= s.found;
}

static unsigned
outcome_of_in(struct eval *e, const struct node *n, const struct value *in)
{
	struct membership m = { n->right, false };

	if (n->left)
		each(e, n->left, in, each_member, &m);
	else
		each_member(e, in, &m);
	return yes_no(m.found);
}

/* --- conditions --- */

static void
each_truth(struct eval *e, const struct value *v, void *arg)
{
	unsigned *set = arg;

	(void)e;
	*set |= yes_no(is_true(v));
}

/* The set of outputs of a node, as true or false. */
static unsigned
outcome(struct eval *e, const struct node *n, const struct value *in)
{
	unsigned set = NONE, left;

	if (e->unsure)
		return NONE;
	switch (n->kind) {
	case NODE_CMP:
		return outcome_of_compare(e, n, in);
	case NODE_AND:
		left = outcome(e, n->left, in);
		return (left & FALSE) | (left & TRUE ? outcome(e, n->right, in) : NONE);
	case NODE_OR:
		left = outcome(e, n->left, in);
		return (left & TRUE) | (left & FALSE ? outcome(e, n->right, in) : NONE);
	case NODE_NOT:
		return yes_no(!is_true(in));
	case NODE_HAS:
		return outcome_of_has(e, n, in);
	case NODE_STARTS: case NODE_ENDS: case NODE_CONTAINS: case NODE_TEST:
		return outcome_of_text(e, n, in);
	case NODE_IN:
		return outcome_of_in(e, n, in);
	default:
		each(e, n, in, each_truth, &set);
		return set;
	}
}

/* Has it at most one output for a record? */
static bool
is_plain(const struct node *n)
{
	return !n || (n->kind != NODE_COMMA && n->kind != NODE_ALT && is_plain(n->left) &&
	    (n->kind == NODE_IN || is_plain(n->right)));
}

struct cond *
cond_new(const char *text)
{
	struct node *root = cond_parse(text);
	struct cond *c;

	if (!root)
		return NULL;
	c = mem_zero(1, sizeof *c);
	c->root = root;
	c->plain = is_plain(root);
	return c;
}

void
cond_free(struct cond *c)
{
	if (!c)
		return;
	cond_node_free(c->root);
	free(c);
}

enum cond_rc
cond_test(struct cond *c, struct rec *r)
{
	const struct value record = { .type = REC_OBJECT, .root = true };
	struct eval e = { .rec = r };
	unsigned set = outcome(&e, c->root, &record);

	c->why = e.error;
	if (e.limit)
		c->why = "test() needs too many steps";
	if (e.limit || (e.error && c->plain))
		return e.limit ? COND_LIMIT : COND_ERROR;
	if (e.unsure)
		return COND_UNSURE;
	return set & TRUE ? COND_YES : COND_NO;
}

const char *
cond_why(const struct cond *c)
{
	return c->why ? c->why : "";
}
