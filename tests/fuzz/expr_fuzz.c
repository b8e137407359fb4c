/*
 * expr_fuzz - random conditions on random records: natively and by libjq, the same answer.
 *
 * A grammar makes a condition of the number that the first two bytes are, and records of the rest.
 * Half of the conditions stay within the common forms.  Compiling takes libjq long: conditions are
 * kept, and the replay has only some.  An input that starts with '=' is instead a
 * condition as text, a line feed, and records.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cond.h"
#include "expr.h"
#include "rec.h"

enum {
	RECORDS = 12,
	DEPTH = 4,
	KEPT = 64,		/* compiled conditions */
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
	CONDITIONS = 1 << 16,
	TEXTS = 1 << 30,
#else
	CONDITIONS = KEPT,
	TEXTS = 100,		/* conditions as text that are asked in one run */
#endif
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

struct source {
	const uint8_t *p, *end;
};

static unsigned
choose(struct source *s, unsigned below)
{
	return s->p < s->end ? *s->p++ % below : 0;
}

#define PICK(s, list) ((list)[choose((s), sizeof(list) / sizeof *(list))])

/* --- records --- */

static const char *const names[] = { "a", "b", "c", "a b", "type", "\\u0061", "k" };
static const char *const scalars[] = {
	"null", "true", "false", "0", "-0", "1", "1.0", "10e-1", "-1.5", "9007199254740993",
	"9007199254740992", "1e400", "\"\"", "\"a\"", "\"\\u0061\"", "\"ab\"", "\"A\"", "\"b\\n\"",
	"\"a\\u0000b\"", "\"\\ud800\"", "\"\xE4\xB8\xAD\xE6\x96\x87\"", "\"\\ufffd\"",
	"\"error 42 in ABC\"", "\"\xF0\x9F\x98\x80\"", "\"\\\\\"", "\"a.b\"", "\"1\"", "\"K\"",
};

static void
put_value(struct source *s, struct buf *b, int depth)
{
	unsigned what = choose(s, depth > 0 ? 8 : 6), n;

	if (what < 6) {
		buf_str(b, PICK(s, scalars));
		return;
	}
	buf_char(b, what == 6 ? '[' : '{');
	n = choose(s, 4);
	for (unsigned i = 0; i < n; i++) {
		if (i)
			buf_str(b, ", ");
		if (what == 7)
			buf_fmt(b, "\"%s\":", PICK(s, names));
		put_value(s, b, depth - 1);
	}
	buf_char(b, what == 6 ? ']' : '}');
}

static void
put_record(struct source *s, struct buf *b)
{
	unsigned n = choose(s, 6);

	buf_char(b, '{');
	for (unsigned i = 0; i < n; i++) {
		buf_fmt(b, "%s\"%s\":", i ? "," : "", PICK(s, names));
		put_value(s, b, 2);
	}
	buf_char(b, '}');
}

/* --- conditions --- */

static const char *const paths[] = {
	".a", ".b", ".c", ".type", ".a.b", ".b.a", ".a.b.c", ".\"a b\"", ".[\"a\"]", ".a[\"b\"]",
	".a.\"k\"", ".", ".none", ".k",
};
static const char *const literals[] = {
	"null", "true", "false", "0", "1", "-1", "1.5", "1e0", "9007199254740993", "\"\"", "\"a\"",
	"\"ab\"", "\"b\\n\"", "\"\\u4e2d\"", "\"\xEF\xBF\xBD\"", "\"A\"",
};
static const char *const operators[] = { "==", "!=", "<", "<=", ">", ">=" };
static const char *const expressions[] = {
	"a", "^a", "b$", "^a*b?$", "[a-c]+", "[^a]", "a|b", "(a|b){1,2}", "\\\\d+", "\\\\bin\\\\b",
	"\\\\w", "^\\\\S+$", ".", "^..$", "\\\\.", "", "(?:er+or) [0-9]{2}", "\xE4\xB8\xAD", "k", "\\\\s",
	"a?\\u0062", "^$", "(a|)b", "[A-Z]{3}$", "a{0,1}b", "[.]", "\\\\D", "x*",
};
static const char *const others[] = {
	".a[0]", ".a[]?", ".a.b?", "keys", "(.a | tostring)", "empty", "length", "(.a + 1)",
	"ascii_downcase", "[.a, .b]", "(try error(\"x\") catch .)", "(.b | ascii_upcase)",
};

static void put_condition(struct source *, struct buf *, int depth, bool common);

static void
put_operand(struct source *s, struct buf *b, int depth, bool common)
{
	switch (choose(s, depth > 0 ? 10 : 6)) {
	case 0: case 1: case 2:
		buf_str(b, PICK(s, paths));
		break;
	case 3: case 4:
		buf_str(b, PICK(s, literals));
		break;
	case 5:
		buf_fmt(b, "(%s, %s)", PICK(s, literals), PICK(s, literals));
		break;
	case 6:
		buf_fmt(b, "(%s // %s)", PICK(s, paths), PICK(s, literals));
		break;
	case 7:
		buf_fmt(b, "(%s | length)", PICK(s, paths));
		break;
	case 8:
		if (!common) {
			buf_str(b, PICK(s, others));
			break;
		}
		/* fall through */
	default:
		buf_char(b, '(');
		put_condition(s, b, depth - 1, common);
		buf_char(b, ')');
	}
}

static void
put_call(struct source *s, struct buf *b)
{
	static const char *const calls[] = { "startswith", "endswith", "contains", "has" };

	buf_fmt(b, "(%s | ", PICK(s, paths));
	switch (choose(s, 4)) {
	case 0:
		buf_fmt(b, "test(\"%s\"%s)", PICK(s, expressions), choose(s, 3) ? "" : "; \"i\"");
		break;
	case 1:
		buf_fmt(b, "IN(%s, %s)", PICK(s, literals), PICK(s, literals));
		break;
	case 2:
		buf_fmt(b, "IN(%s; %s)", PICK(s, paths), PICK(s, literals));
		break;
	default:
		buf_fmt(b, "%s(%s)", PICK(s, calls), literals[9 + choose(s, 7)]);
	}
	buf_char(b, ')');
}

static void
put_condition(struct source *s, struct buf *b, int depth, bool common)
{
	static const char *const joints[] = { " and ", " or ", " // ", " , ", " | " };

	switch (choose(s, depth > 0 ? 8 : 4)) {
	case 0: case 1:
		put_operand(s, b, depth, common);
		buf_fmt(b, " %s ", PICK(s, operators));
		put_operand(s, b, depth, common);
		break;
	case 2:
		put_call(s, b);
		break;
	case 3:
		put_operand(s, b, depth, common);
		break;
	case 4:
		buf_char(b, '(');
		put_condition(s, b, depth - 1, common);
		buf_str(b, " | not)");
		break;
	default:
		put_condition(s, b, depth - 1, common);
		buf_str(b, PICK(s, joints));
		put_condition(s, b, depth - 1, common);
	}
}

/* --- both ways --- */

static void
ask(struct expr *native, struct expr *jq, const char *text, struct rec *r, const char *line, size_t n)
{
	enum expr_rc a, b;

	if (rec_parse(r, line, n) < 0)
		return;
	a = expr_test(native, r);
	b = expr_test(jq, r);
	if (a == b && strcmp(expr_why(native), expr_why(jq)) == 0)
		return;
	if (a == EXPR_ERROR && strcmp(expr_why(native), "test() needs too many steps") == 0)
		return;		/* bounded here, not there */
	fprintf(stderr, "%s\n%.*s\nnative %d %s, libjq %d %s\n", text, (int)n, line, a,
	    expr_why(native), b, expr_why(jq));
	abort();
}

static void
ask_text(const char *text, const char *end)
{
	char why[256], why_jq[256];
	const char *nl = memchr(text, '\n', (size_t)(end - text));
	size_t n = (size_t)((nl ? nl : end) - text);
	char *condition = strndup(text, n);
	struct expr *native, *jq;
	struct rec *r = rec_new();

	must(condition != NULL);
	native = expr_new(condition, why, sizeof why);
	jq = native && expr_native(native) ? expr_new_jq(condition, why_jq, sizeof why_jq) : NULL;
	if (native && expr_native(native) && !jq) {	/* what is taken here must be right there */
		fprintf(stderr, "%s\n%s\n", condition, why_jq);
		abort();
	}
	for (int i = 0; jq && nl && i < RECORDS; i++) {
		text = nl + 1;
		nl = memchr(text, '\n', (size_t)(end - text));
		ask(native, jq, condition, r, text, (size_t)((nl ? nl : end) - text));
	}
	expr_free(native);
	expr_free(jq);
	rec_free(r);
	free(condition);
}

struct pair {
	unsigned number;
	char *text;
	struct expr *native, *jq;
};

static struct pair kept[KEPT];

static void
forget(void)
{
	for (size_t i = 0; i < KEPT; i++) {
		expr_free(kept[i].native);
		expr_free(kept[i].jq);
		free(kept[i].text);
		kept[i] = (struct pair){ 0 };
	}
}

/* Condition number, as text and compiled both ways. */
static const struct pair *
condition(unsigned number)
{
	static bool called;
	struct pair *pair = &kept[number % KEPT];
	struct buf text = BUF_INIT;
	uint8_t choices[256];
	uint64_t state = (number + 1) * UINT64_C(0x9E3779B97F4A7C15);
	char why[256];

	if (pair->text && pair->number == number)
		return pair;
	if (!called)
		atexit(forget);		/* libjq hides its memory from LeakSanitizer */
	called = true;
	for (size_t i = 0; i < sizeof choices; i++) {
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		choices[i] = (uint8_t)(state >> 32);
	}
	put_condition(&(struct source){ choices, choices + sizeof choices }, &text, DEPTH, number % 2);
	expr_free(pair->native);
	expr_free(pair->jq);
	free(pair->text);
	pair->number = number;
	pair->text = strdup(buf_text(&text));
	pair->native = expr_new(pair->text, why, sizeof why);
	pair->jq = expr_new_jq(pair->text, why, sizeof why);
	if ((pair->native != NULL) != (pair->jq != NULL)) {
		fprintf(stderr, "%s\n%s\n", pair->text, why);
		abort();
	}
	buf_clear(&text);
	return pair;
}

static void
ask_random(struct source *s)
{
	unsigned number = choose(s, 256);
	const struct pair *pair = condition((number | choose(s, 256) << 8) % CONDITIONS);
	struct buf line = BUF_INIT;
	struct rec *r = rec_new();

	for (int i = 0; pair->native && i < RECORDS && s->p < s->end; i++) {
		buf_cut(&line, 0);
		put_record(s, &line);
		ask(pair->native, pair->jq, pair->text, r, line.p, line.n);
	}
	rec_free(r);
	buf_clear(&line);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static int texts;
	struct source s = { data, data + n };
	struct cond *c;
	char *text;

	if (n > 0 && *data == '=') {
		text = strndup((const char *)data + 1, n - 1);
		must(text != NULL);
		text[strcspn(text, "\n")] = '\0';
		c = cond_new(text);	/* else libjq would only be asked about libjq */
		if (c && texts++ < TEXTS)
			ask_text((const char *)data + 1, (const char *)data + n);
		cond_free(c);
		free(text);
	} else {
		ask_random(&s);
	}
	return 0;
}
