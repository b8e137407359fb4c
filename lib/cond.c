/* cond - the common forms of jq conditions, evaluated on the record as it stands. */
#include "cond.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cond_node.h"
#include "json.h"
#include "mem.h"
#include "num.h"
#include "re.h"

/* The outputs of a condition, as a set. */
enum { NONE = 0, TRUE = 1, FALSE = 2 };

struct eval {
	struct rec *rec;
	bool unsure;
	const char *error;	/* jq's, with unsure; or else */
	bool limit;		/* test() gave up */
};

/* Called for each output of a value; eval.unsure ends it all. */
typedef void each_fn(struct eval *, const struct value *, void *arg);

static unsigned outcome(struct eval *, const struct node *, const struct value *in);

static const struct value null_value = { .type = REC_NULL, .made = true };

static bool
is_true(const struct value *v)
{
	return v->type != REC_NULL && v->type != REC_FALSE;
}

static unsigned
unsure(struct eval *e)
{
	e->unsure = true;
	return NONE;
}

static unsigned
yes_no(bool yes)
{
	return yes ? TRUE : FALSE;
}

/* The text of a string. */
static void
text_of(struct eval *e, const struct value *v, const char **s, size_t *n)
{
	*s = v->s;
	*n = v->n;
	if (!v->made)
		rec_text(e->rec, &(struct rec_value){ REC_STRING, v->s, v->n }, s, n);
}

/* --- values --- */

static struct value
value_of(const struct rec_value *v)
{
	return (struct value){ .type = v->type, .s = v->raw, .n = v->n };
}

/* Where a path leads from in; absent is null, what has no members is for jq to judge. */
static struct value
follow(struct eval *e, const struct node *path, const struct value *in)
{
	struct value v = *in;
	struct rec_value from, to;

	for (size_t i = 0; i < path->nnames; i++) {
		const struct name *name = &path->names[i];

		if (v.type == REC_NULL)
			break;
		if (v.type != REC_OBJECT) {
			unsure(e);
			break;
		}
		from = (struct rec_value){ REC_OBJECT, v.s, v.n };
		if ((v.root ? rec_get_name(e->rec, name->s, name->n, &to) :
		    rec_value_name(&from, name->s, name->n, &to)) == REC_NONE)
			return null_value;
		v = value_of(&to);
	}
	return v;
}

/* The number of characters of a text. */
static size_t
characters(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xC0) != 0x80;
	return count;
}

static struct value
length_of(struct eval *e, const struct value *v)
{
	struct value number = { .type = REC_NUMBER, .made = true };
	const char *s;
	size_t n;

	if (v->type == REC_STRING) {
		text_of(e, v, &s, &n);
		number.num = (double)characters(s, n);
	} else if (v->type != REC_NULL) {
		unsure(e);
	}
	return number;
}

struct pipe {
	const struct node *right;
	each_fn *fn;
	void *arg;
};

static void each(struct eval *, const struct node *, const struct value *in, each_fn *, void *);

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
		v = follow(e, n, in);
		fn(e, &v, arg);
		break;
	case NODE_LENGTH:
		v = length_of(e, in);
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
number_of(struct eval *e, const struct value *v, double *num)
{
	if (v->made)
		*num = v->num;
	else if (!num_text_f64(v->s, v->n, num))
		return unsure(e);
	return true;
}

static int
sign(bool less, bool more)
{
	return more - less;
}

/* In the order of jq: by type, then by value. */
static int
compare(struct eval *e, const struct value *a, const struct value *b)
{
	double da, db;
	const char *sa, *sb;
	size_t na, nb;
	int c;

	if (a->type != b->type)
		return sign(a->type < b->type, a->type > b->type);
	switch (a->type) {
	case REC_NUMBER:
		return number_of(e, a, &da) && number_of(e, b, &db) ? sign(da < db, da > db) : 0;
	case REC_STRING:
		text_of(e, a, &sa, &na);
		text_of(e, b, &sb, &nb);
		c = memcmp(sa, sb, na < nb ? na : nb);
		return c ? c : sign(na < nb, na > nb);
	case REC_ARRAY:
	case REC_OBJECT:
		unsure(e);
		return 0;
	default:
		return 0;
	}
}

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

	c->set |= yes_no(holds(c->node->op, compare(e, left, c->right)));
}

static void
each_right(struct eval *e, const struct value *right, void *arg)
{
	struct comparison *c = arg;

	c->right = right;
	each(e, c->node->left, c->in, each_left, c);
}

/* The value of a node that has just one, for the usual comparison of a member with a literal. */
static const struct value *
single(struct eval *e, const struct node *n, const struct value *in, struct value *place)
{
	if (n->kind == NODE_LITERAL)
		return &n->value;
	if (n->kind != NODE_PATH)
		return NULL;
	*place = follow(e, n, in);
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
		return yes_no(holds(n->op, compare(e, left, right)));
	each(e, n->right, in, each_right, &c);
	return c.set;
}

/* --- functions of the input --- */

static unsigned
outcome_of_has(struct eval *e, const struct node *n, const struct value *in)
{
	struct rec_value from = { REC_OBJECT, in->s, in->n }, to;

	if (in->type != REC_OBJECT)
		return unsure(e);
	if (in->root)
		return yes_no(rec_get_name(e->rec, n->value.s, n->value.n, &to) != REC_NONE);
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
		return unsure(e);
	switch (re_match(n->re, s, len)) {
	case RE_YES: return TRUE;
	case RE_NO: return FALSE;
	default:
		e->limit = true;
		return unsure(e);
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
		return unsure(e);
	text_of(e, in, &s, &len);
	switch (n->kind) {
	case NODE_TEST:
		return outcome_of_test(e, n, s, len);
	case NODE_STARTS:
		return yes_no(nwhat <= len && memcmp(s, what, nwhat) == 0);
	case NODE_ENDS:
		return yes_no(nwhat <= len && memcmp(s + len - nwhat, what, nwhat) == 0);
	default:	/* jq looks up to the first NUL only */
		if (memchr(s, '\0', len) || memchr(what, '\0', nwhat))
			return unsure(e);
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
		s->found = compare(e, s->value, v) == 0;
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

	each(e, m->list, &null_value, each_listed, &s);
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
	struct node *root = node_parse(text);
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
	node_free(c->root);
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
