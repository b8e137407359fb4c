/* expr - a jq expression as a yes/no question about a record: by cond, or by libjq. */
#include "expr.h"

#include <jq.h>
#include <jv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cond.h"
#include "err.h"
#include "json.h"
#include "mem.h"
#include "rec.h"

struct expr {
	char *text;
	struct cond *cond;	/* NULL: not a common form */
	jq_state *jq;		/* NULL: not needed so far */
	struct buf record;	/* the record as text, for libjq */
	char why[512];
};

/* Why libjq does not compile it: the first of its messages, without its frame. */
static void
note_reason(void *arg, jv message)
{
	struct expr *x = arg;
	const char *s;
	size_t n;

	if (jv_get_kind(message) == JV_KIND_STRING && x->why[0] == '\0') {
		s = jv_string_value(message);
		if (strncmp(s, "jq: error: ", 11) == 0)
			s += 11;
		n = strcspn(s, "\n");
		for (const char *end;
		    (end = memmem(s, n, " (Unix shell quoting issues?)", 29));)
			n = (size_t)(end - s);
		for (const char *end; (end = memmem(s, n, " at <top-level>, line", 21));)
			n = (size_t)(end - s);
		snprintf(x->why, sizeof x->why, "%.*s", (int)(n < 400 ? n : 400), s);
	}
	jv_free(message);
}

/* input: there is none. */
static jv
no_input(jq_state *jq, void *arg)
{
	(void)jq;
	(void)arg;
	return jv_invalid();
}

/* debug: says nothing. */
static void
ignore(void *arg, jv message)
{
	(void)arg;
	jv_free(message);
}

static int
compile(struct expr *x)
{
	x->why[0] = '\0';
	x->jq = jq_init();
	if (!x->jq)
		die_msg(EXIT_TROUBLE, "cannot start libjq");
	jq_set_error_cb(x->jq, note_reason, x);
	/* without these it jumps to nowhere */
	jq_set_input_cb(x->jq, no_input, NULL);
	jq_set_debug_cb(x->jq, ignore, NULL);
	/* include takes these for granted */
	jq_set_attr(x->jq, jv_string("JQ_LIBRARY_PATH"), jv_array());
	jq_set_attr(x->jq, jv_string("JQ_ORIGIN"), jv_string(""));
	jq_set_attr(x->jq, jv_string("PROGRAM_ORIGIN"), jv_string("."));
	if (jq_compile(x->jq, x->text))
		return 0;
	if (x->why[0] == '\0')
		snprintf(x->why, sizeof x->why, "not a jq expression");
	jq_teardown(&x->jq);
	return -1;
}

static struct expr *
expr_make(const char *text, bool native, char *why, size_t size)
{
	struct expr *x = mem_zero(1, sizeof *x);

	x->text = mem_str(text);
	x->cond = native ? cond_new(text) : NULL;
	if (x->cond || compile(x) == 0)
		return x;
	snprintf(why, size, "%s", x->why);
	expr_free(x);
	return NULL;
}

struct expr *
expr_new(const char *text, char *why, size_t size)
{
	return expr_make(text, true, why, size);
}

struct expr *
expr_new_jq(const char *text, char *why, size_t size)
{
	return expr_make(text, false, why, size);
}

void
expr_free(struct expr *x)
{
	if (!x)
		return;
	if (x->jq)
		jq_teardown(&x->jq);
	cond_free(x->cond);
	buf_clear(&x->record);
	free(x->text);
	free(x);
}

bool
expr_native(const struct expr *x)
{
	return x->cond != NULL;
}

/* What follows the last output: nothing, or an error. */
static enum expr_rc
after_last(struct expr *x, jv last)
{
	jv message;

	if (!jv_invalid_has_msg(jv_copy(last))) {
		jv_free(last);
		return EXPR_NO;
	}
	message = jv_invalid_get_msg(last);
	if (jv_get_kind(message) != JV_KIND_STRING)
		message = jv_dump_string(message, 0);
	snprintf(x->why, sizeof x->why, "%s", jv_string_value(message));
	jv_free(message);
	return EXPR_ERROR;
}

/*
 * The record as a jq value.  libjq 1.6 does not read a high surrogate without its low
 * one, which JSON allows, and loses memory over it; as everywhere it means U+FFFD.
 */
static jv
value_of(struct expr *x, struct rec *r)
{
	char *p, *end;

	buf_cut(&x->record, 0);
	rec_print(r, &x->record);
	p = x->record.p;
	end = p + x->record.n;
	while ((p = json_lone_surrogate(p, (size_t)(end - p))) != NULL)
		memcpy(p, "\\ufffd", 6);
	return jv_parse_sized(buf_text(&x->record), (int)x->record.n);
}

static enum expr_rc
ask_jq(struct expr *x, struct rec *r)
{
	jv out;

	if (!x->jq && compile(x) < 0)
		return EXPR_ERROR;
	jq_start(x->jq, value_of(x, r), 0);
	for (;;) {
		jv_kind kind;

		out = jq_next(x->jq);
		if (!jv_is_valid(out))
			return after_last(x, out);
		kind = jv_get_kind(out);
		jv_free(out);
		if (kind != JV_KIND_NULL && kind != JV_KIND_FALSE)
			return EXPR_YES;
	}
}

enum expr_rc
expr_test(struct expr *x, struct rec *r)
{
	x->why[0] = '\0';
	switch (x->cond ? cond_test(x->cond, r) : COND_UNSURE) {
	case COND_YES: return EXPR_YES;
	case COND_NO: return EXPR_NO;
	case COND_ERROR:
	case COND_LIMIT:
		snprintf(x->why, sizeof x->why, "%s", cond_why(x->cond));
		return EXPR_ERROR;
	default:
		return ask_jq(x, r);
	}
}

const char *
expr_why(const struct expr *x)
{
	return x->why;
}
