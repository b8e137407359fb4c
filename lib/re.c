/* re - regular expressions by PCRE2; the only file that knows it. */
#include "re.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lit.h"
#include "mem.h"

enum {
	HEAP_KIB = 16 << 10,	/* most memory one match without JIT may take */
	DEPTH_MAX = 100000,	/* deepest nesting of backtracking points without JIT */
};

struct re_group_name {
	char *name;
	size_t group;
};

struct re {
	pcre2_code *code;
	pcre2_match_data *data;		/* of all matches: nothing is allocated for one */
	pcre2_match_context *limits;
	bool ready, jit; /* the JIT is asked at the first match: many never come to it */
	size_t nnames;
	struct re_group_name *names;	/* by group number */
	size_t n_one, nany;
	struct lit *one, *any;		/* the literal, the set of them */
};

static pcre2_code *
compile(const char *pattern, unsigned flags, char *why, size_t size)
{
	uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF;
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	pcre2_code *code = NULL;
	char text[128] = "";
	PCRE2_SIZE at = 0;
	int error = 0;

	if (flags & RE_NOCASE)
		options |= PCRE2_CASELESS;
	options |= flags & RE_LITERAL ? PCRE2_LITERAL : PCRE2_NEVER_BACKSLASH_C;
	if (context) {
		pcre2_set_max_pattern_length(context, RE_PATTERN_MAX);
		code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options,
		    &error, &at, context);
	}
	if (!code) {
		pcre2_get_error_message(context ? error : PCRE2_ERROR_NOMEMORY,
		    (PCRE2_UCHAR *)text, sizeof text);
		snprintf(why, size, "%s at offset %zu", text, (size_t)at);
	}
	pcre2_compile_context_free(context);
	return code;
}

static int
by_group(const void *a, const void *b)
{
	const struct re_group_name *x = a, *y = b;

	return (x->group > y->group) - (x->group < y->group);
}

/* An entry of the table is the group's number in two bytes, then its name. */
static void
read_names(struct re *re)
{
	uint32_t n = 0, size = 0;
	PCRE2_SPTR table = NULL;

	pcre2_pattern_info(re->code, PCRE2_INFO_NAMECOUNT, &n);
	if (n == 0)
		return;
	pcre2_pattern_info(re->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(re->code, PCRE2_INFO_NAMETABLE, &table);
	re->names = mem_zero(n, sizeof *re->names);
	re->nnames = n;
	for (size_t i = 0; i < n; i++, table += size) {
		re->names[i].group = (size_t)(table[0] << 8 | table[1]);
		re->names[i].name = mem_str((const char *)table + 2);
	}
	qsort(re->names, n, sizeof *re->names, by_group);
}

static int
prepare(struct re *re, char *why, size_t size)
{
	uint32_t groups = 0;

	pcre2_pattern_info(re->code, PCRE2_INFO_CAPTURECOUNT, &groups);
	if (groups > RE_GROUPS_MAX) {
		snprintf(why, size, "%" PRIu32 " groups, at most %d", groups,
		    RE_GROUPS_MAX);
		return -1;
	}
	re->data = pcre2_match_data_create_from_pattern(re->code, NULL);
	re->limits = pcre2_match_context_create(NULL);
	if (!re->data || !re->limits) {
		snprintf(why, size, "no memory");
		return -1;
	}
	pcre2_set_match_limit(re->limits, RE_MATCH_LIMIT);
	pcre2_set_heap_limit(re->limits, HEAP_KIB);
	pcre2_set_depth_limit(re->limits, DEPTH_MAX);
	read_names(re);
	return 0;
}

static struct lit *
keep(const struct lit_set *set, size_t *n)
{
	struct lit *v = mem_zero(set->n + 1, sizeof *v);

	memcpy(v, set->v, set->n * sizeof *v);
	*n = set->n;
	return v;
}

static void
find_literals(struct re *re, const char *pattern, unsigned flags)
{
	bool nocase = flags & RE_NOCASE;
	size_t n = strlen(pattern);
	struct lit_set set;

	if (flags & RE_LITERAL)
		lit_text(pattern, n, nocase, &set);
	else
		lit_find(pattern, n, nocase, 1, &set);
	re->one = keep(&set, &re->n_one);
	if (!(flags & RE_LITERAL))
		lit_find(pattern, n, nocase, LIT_SET_MAX, &set);
	re->any = keep(&set, &re->nany);
}

struct re *
re_new(const char *pattern, unsigned flags, char *why, size_t size)
{
	pcre2_code *code = compile(pattern, flags, why, size);
	struct re *re;

	if (!code)
		return NULL;
	re = mem_zero(1, sizeof *re);
	re->code = code;
	if (prepare(re, why, size) < 0) {
		re_free(re);
		return NULL;
	}
	find_literals(re, pattern, flags);
	return re;
}

void
re_free(struct re *re)
{
	if (!re)
		return;
	for (size_t i = 0; i < re->nnames; i++)
		free(re->names[i].name);
	free(re->names);
	free(re->one);
	free(re->any);
	pcre2_match_data_free(re->data);
	pcre2_match_context_free(re->limits);
	pcre2_code_free(re->code);
	free(re);
}

static void
start_jit(struct re *re)
{
	size_t size = 0;

	re->ready = true;
	re->jit = pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE) == 0 &&
	    pcre2_pattern_info(re->code, PCRE2_INFO_JITSIZE, &size) == 0 && size > 0;
}

enum re_rc
re_match(struct re *re, const char *s, size_t n)
{
	return re_match_at(re, s, n, 0);
}

enum re_rc
re_match_at(struct re *re, const char *s, size_t n, size_t at)
{
	PCRE2_SPTR subject = (PCRE2_SPTR)(s ? s : "");
	int rc = PCRE2_ERROR_JIT_STACKLIMIT;

	if (!re->ready)
		start_jit(re);
	if (re->jit)
		rc = pcre2_jit_match(re->code, subject, n, at, 0, re->data, re->limits);
	/* deep: the interpreter keeps its stack on the heap */
	if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
		rc = pcre2_match(re->code, subject, n, at, PCRE2_NO_JIT,
		    re->data, re->limits);
	if (rc > 0)
		return RE_YES;
	return rc == PCRE2_ERROR_NOMATCH ? RE_NO : RE_LIMIT;
}

bool
re_group(const struct re *re, size_t i, size_t *from, size_t *to)
{
	const PCRE2_SIZE *pairs = pcre2_get_ovector_pointer(re->data);

	if (i >= pcre2_get_ovector_count(re->data) || pairs[2 * i] == PCRE2_UNSET ||
	    pairs[2 * i] > pairs[2 * i + 1])	/* \K in a lookahead can do that */
		return false;
	*from = pairs[2 * i];
	*to = pairs[2 * i + 1];
	return true;
}

size_t
re_names(const struct re *re)
{
	return re->nnames;
}

const char *
re_name(const struct re *re, size_t i, size_t *group)
{
	*group = re->names[i].group;
	return re->names[i].name;
}

static size_t
give(const struct lit *l, const char **s, bool *nocase)
{
	*s = l->s;
	*nocase = l->nocase;
	return l->n;
}

size_t
re_literal(const struct re *re, const char **s, bool *nocase)
{
	return re->n_one ? give(re->one, s, nocase) : 0;
}

size_t
re_literals(const struct re *re)
{
	return re->nany;
}

size_t
re_literals_get(const struct re *re, size_t i, const char **s, bool *nocase)
{
	return i < re->nany ? give(&re->any[i], s, nocase) : 0;
}
