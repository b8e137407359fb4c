/* cond_parse - the text of a condition to a tree, as jq reads it. */
#include <stdlib.h>
#include <string.h>

#include "cond_node.h"
#include "json.h"
#include "mem.h"
#include "num.h"
#include "re.h"

/* Whatever is not ours ends in NULL: libjq will judge it. */
struct parser {
	const char *p;
	unsigned depth, terms;
};

static struct node *parse_pipe(struct parser *);

void
cond_node_free(struct node *n)
{
	if (!n)
		return;
	cond_node_free(n->left);
	cond_node_free(n->right);
	for (size_t i = 0; i < n->nnames; i++)
		free(n->names[i].s);
	free(n->text);
	re_free(n->re);
	free(n);
}

static struct node *
node_new(enum node_kind kind, struct node *left, struct node *right)
{
	struct node *n = mem_zero(1, sizeof *n);

	n->kind = kind;
	n->left = left;
	n->right = right;
	return n;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void
skip_space(struct parser *ps)
{
	ps->p += strspn(ps->p, " \t\n");
}

/* The mark, when it comes next. */
static bool
take(struct parser *ps, const char *mark)
{
	size_t n = strlen(mark);

	skip_space(ps);
	if (strncmp(ps->p, mark, n) != 0)
		return false;
	ps->p += n;
	return true;
}

static size_t
word_length(const char *p)
{
	size_t n = 0;

	if (is_letter(*p))
		while (is_letter(p[n]) || is_digit(p[n]))
			n++;
	return n;
}

static bool
take_word(struct parser *ps, const char *word)
{
	size_t n = strlen(word);

	skip_space(ps);
	if (word_length(ps->p) != n || memcmp(ps->p, word, n) != 0)
		return false;
	ps->p += n;
	return true;
}

/* A string: its text, to be freed.  What JSON does not know (\( of jq) is not ours. */
static char *
parse_string(struct parser *ps, size_t *n)
{
	const char *why;
	size_t at, raw;
	char *s;

	skip_space(ps);
	if (*ps->p != '"' || (raw = json_value(ps->p, strlen(ps->p), &why, &at)) == 0)
		return NULL;
	s = mem_zero(raw, 1);
	*n = json_unescape(s, ps->p + 1, raw - 2);
	ps->p += raw;
	return s;
}

static struct node *
string_node(struct parser *ps, enum node_kind kind)
{
	struct node *node;
	size_t n;
	char *s = parse_string(ps, &n);

	if (!s)
		return NULL;
	node = node_new(kind, NULL, NULL);
	node->text = s;
	node->value = (struct value){ .type = REC_STRING, .made = true, .s = s, .n = n };
	return node;
}

static struct node *
number_node(struct parser *ps)
{
	const char *why;
	struct node *node;
	size_t at, n;
	double v;

	skip_space(ps);
	n = json_value(ps->p, strlen(ps->p), &why, &at);
	if (n == 0 || ps->p[n] == '.' || is_letter(ps->p[n]) || is_digit(ps->p[n]) ||
	    !num_text_f64(ps->p, n, &v))
		return NULL;
	ps->p += n;
	node = node_new(NODE_LITERAL, NULL, NULL);
	node->value = (struct value){ .type = REC_NUMBER, .made = true, .num = v };
	return node;
}

static struct node *
constant_node(enum rec_type type)
{
	struct node *node = node_new(NODE_LITERAL, NULL, NULL);

	node->value = (struct value){ .type = type, .made = true };
	return node;
}

static struct node *
parse_literal(struct parser *ps)
{
	skip_space(ps);
	if (++ps->terms > COND_TERMS_MAX)
		return NULL;
	if (*ps->p == '"')
		return string_node(ps, NODE_LITERAL);
	if (is_digit(*ps->p) || *ps->p == '-')
		return number_node(ps);
	if (take_word(ps, "null"))
		return constant_node(REC_NULL);
	if (take_word(ps, "true"))
		return constant_node(REC_TRUE);
	return take_word(ps, "false") ? constant_node(REC_FALSE) : NULL;
}

/* literal, literal, ... */
static struct node *
parse_list(struct parser *ps)
{
	struct node *list = parse_literal(ps), *next;

	while (list && take(ps, ",")) {
		next = parse_literal(ps);
		if (!next) {
			cond_node_free(list);
			return NULL;
		}
		list = node_new(NODE_COMMA, list, next);
	}
	return list;
}

/* One name of a path: after the dot a word or a string, or a string in brackets. */
static bool
parse_name(struct parser *ps, struct name *name)
{
	size_t n;

	if (*ps->p == '.') {
		ps->p++;
		n = word_length(ps->p);
		if (n > 0) {
			name->s = mem_copy(ps->p, n);
			name->n = n;
			ps->p += n;
			return true;
		}
		return *ps->p == '"' && (name->s = parse_string(ps, &name->n)) != NULL;
	}
	ps->p++;	/* the bracket */
	name->s = parse_string(ps, &name->n);
	return name->s && take(ps, "]");
}

static struct node *
parse_path(struct parser *ps)
{
	struct node *path = node_new(NODE_PATH, NULL, NULL);
	const char *dot = ps->p++;

	skip_space(ps);
	if (is_letter(dot[1]) || dot[1] == '"')
		ps->p = dot;
	else if (*ps->p == '.')
		goto fail;
	for (; *ps->p == '.' || *ps->p == '['; skip_space(ps)) {
		if (path->nnames == COND_NAMES_MAX)
			goto fail;
		path->nnames++;
		if (!parse_name(ps, &path->names[path->nnames - 1]))
			goto fail;
	}
	return path;
fail:
	cond_node_free(path);
	return NULL;
}

static struct node *
parse_test(struct parser *ps)
{
	struct node *node = string_node(ps, NODE_TEST);
	unsigned flags = 0;
	char why[128];

	if (!node)
		return NULL;
	if (take(ps, ";")) {
		if (!take(ps, "\"i\""))
			goto fail;
		flags = RE_NOCASE;
	}
	if (!take(ps, ")") || strlen(node->text) != node->value.n ||
	    !cond_re_common(node->text, node->value.n, &node->ascii))
		goto fail;
	if (flags & RE_NOCASE)
		node->ascii = true;
	node->re = re_new(node->text, flags, why, sizeof why);
	if (node->re)
		return node;
fail:
	cond_node_free(node);
	return NULL;
}

/* IN(list) or IN(value; list) */
static struct node *
parse_in(struct parser *ps)
{
	struct node *value = NULL, *list;
	struct parser before = *ps;

	list = parse_list(ps);
	if (!list || !take(ps, ")")) {
		cond_node_free(list);
		*ps = before;
		value = parse_pipe(ps);
		if (!value)
			return NULL;
		list = take(ps, ";") ? parse_list(ps) : NULL;
		if (!list || !take(ps, ")")) {
			cond_node_free(value);
			cond_node_free(list);
			return NULL;
		}
	}
	return node_new(NODE_IN, value, list);
}

static struct node *
parse_call(struct parser *ps)
{
	static const struct {
		const char *name;
		enum node_kind kind;
	} calls[] = {
		{ "has", NODE_HAS }, { "startswith", NODE_STARTS },
		{ "endswith", NODE_ENDS }, { "contains", NODE_CONTAINS },
	};
	struct node *node;

	if (take_word(ps, "not"))
		return node_new(NODE_NOT, NULL, NULL);
	if (take_word(ps, "length"))
		return node_new(NODE_LENGTH, NULL, NULL);
	if (take_word(ps, "test"))
		return take(ps, "(") ? parse_test(ps) : NULL;
	if (take_word(ps, "IN"))
		return take(ps, "(") ? parse_in(ps) : NULL;
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (take_word(ps, calls[i].name)) {
			node = take(ps, "(") ? string_node(ps, calls[i].kind) : NULL;
			if (node && take(ps, ")"))
				return node;
			cond_node_free(node);
			return NULL;
		}
	return NULL;
}

static struct node *
parse_term(struct parser *ps)
{
	struct node *node;

	skip_space(ps);
	if (++ps->terms > COND_TERMS_MAX)
		return NULL;
	if (*ps->p == '(') {
		if (++ps->depth > COND_NESTING_MAX)
			return NULL;
		ps->p++;
		node = parse_pipe(ps);
		ps->depth--;
		if (node && !take(ps, ")")) {
			cond_node_free(node);
			return NULL;
		}
	} else if (*ps->p == '.') {
		node = parse_path(ps);
	} else {
		node = parse_literal(ps);
		if (!node)
			node = parse_call(ps);
	}
	skip_space(ps);
	if (node && *ps->p && strchr(".[?", *ps->p)) {	/* goes on: not ours */
		cond_node_free(node);
		return NULL;
	}
	return node;
}

/* left and right, both of which may be NULL, under a node of that kind. */
static struct node *
join(enum node_kind kind, struct node *left, struct node *right)
{
	if (left && right)
		return node_new(kind, left, right);
	cond_node_free(left);
	cond_node_free(right);
	return NULL;
}

static struct node *
parse_compare(struct parser *ps)
{
	static const struct {
		const char *mark;
		enum node_op op;
	} ops[] = {
		{ "==", OP_EQ }, { "!=", OP_NE }, { "<=", OP_LE }, { ">=", OP_GE },
		{ "<", OP_LT }, { ">", OP_GT },
	};
	struct node *node = parse_term(ps);

	for (size_t i = 0; node && i < sizeof ops / sizeof *ops; i++)
		if (take(ps, ops[i].mark)) {
			node = join(NODE_CMP, node, parse_term(ps));
			if (node)
				node->op = ops[i].op;
			break;
		}
	return node;
}

static struct node *
parse_and(struct parser *ps)
{
	struct node *node = parse_compare(ps);

	while (node && take_word(ps, "and"))
		node = join(NODE_AND, node, parse_compare(ps));
	return node;
}

static struct node *
parse_or(struct parser *ps)
{
	struct node *node = parse_and(ps);

	while (node && take_word(ps, "or"))
		node = join(NODE_OR, node, parse_and(ps));
	return node;
}

static struct node *
parse_alt(struct parser *ps)
{
	struct node *node = parse_or(ps);

	if (!node || !take(ps, "//"))
		return node;
	if (*ps->p == '=' || ++ps->depth > COND_NESTING_MAX) {
		cond_node_free(node);
		return NULL;
	}
	node = join(NODE_ALT, node, parse_alt(ps));
	ps->depth--;
	return node;
}

static struct node *
parse_comma(struct parser *ps)
{
	struct node *node = parse_alt(ps);

	while (node && take(ps, ","))
		node = join(NODE_COMMA, node, parse_alt(ps));
	return node;
}

static struct node *
parse_pipe(struct parser *ps)
{
	struct node *node = parse_comma(ps);

	if (!node || !take(ps, "|"))
		return node;
	if (*ps->p == '=' || ++ps->depth > COND_NESTING_MAX) {
		cond_node_free(node);
		return NULL;
	}
	node = join(NODE_PIPE, node, parse_pipe(ps));
	ps->depth--;
	return node;
}

struct node *
cond_parse(const char *text)
{
	struct parser ps = { .p = text };
	struct node *node = parse_pipe(&ps);

	skip_space(&ps);
	if (node && *ps.p) {
		cond_node_free(node);
		return NULL;
	}
	return node;
}
