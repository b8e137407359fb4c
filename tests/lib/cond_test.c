/* cond - which conditions and expressions are common forms, and where it is not sure. */
#include <stdlib.h>

#include "check.h"
#include "cond.h"
#include "rec.h"

static struct rec *rec;

static bool
is_ours(const char *text)
{
	struct cond *c = cond_new(text);

	cond_free(c);
	return c != NULL;
}

static void
common_forms(void)
{
	static const char *const texts[] = {
		".", ".a", ".a.b.c", ".\"a b\".c", ".[\"a\"][\"b\"]", ".a == 1", "1 == .a", "-1.5e3 < .a",
		".a==\"x\"and.b!=null", ".a\n==\n1", "(((.a)))", ".a // .b // 1", ".a, .b",
		".a | .b | not", "has(\"x\") | not", "IN(1, \"x\", null)", "IN(.a, .b; 1)",
		".a | test(\"x\"; \"i\")", ".a | length > 3", "null", ".and", ".a.or == .not",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!CHECK(is_ours(texts[i])))
			printf("# with %s\n", texts[i]);
}

static void
other_forms(void)
{
	static const char *const texts[] = {
		"", ".a?", ".a[]", ".a[0]", ".a[1:]", "..", ".a + 1 == 2", "-.a", ".a | tostring",
		"if .a then .b else .c end", ".a as $x | $x", "test(.a)", "startswith(.a)", "has(0)",
		"[.a]", "{a}", "@text", "\"\\(.a)\"", ".a |= 1", ".a //= 1", "reduce .a as $x (0; 1)",
		"IN(.a)", "test(\"x\"; \"g\")", "test(\"x\"; null)", "any", ".a # comment", "a::b", "$x",
		"\"x\".a", "1.a", "01", "1.", ".5", "0x1", "not(.a)", ".a == \"\x01\"", ".a\r",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!CHECK(!is_ours(texts[i])))
			printf("# with %s\n", texts[i]);
}

static void
bounds(void)
{
	char text[16 * COND_TERMS_MAX], *p = text;

	memset(text, '(', 200);
	snprintf(text + COND_NESTING_MAX, 9, ".a");
	memset(text + COND_NESTING_MAX + 2, ')', COND_NESTING_MAX);
	text[2 * COND_NESTING_MAX + 2] = '\0';
	CHECK(is_ours(text));
	memset(text, '(', COND_NESTING_MAX + 1);
	snprintf(text + COND_NESTING_MAX + 1, 9, ".a");
	memset(text + COND_NESTING_MAX + 3, ')', COND_NESTING_MAX + 1);
	text[2 * COND_NESTING_MAX + 4] = '\0';
	CHECK(!is_ours(text));
	for (int i = 0; i < COND_TERMS_MAX; i++)
		p += snprintf(p, 16, "%s.a", i ? " or " : "");
	CHECK(is_ours(text));
	snprintf(p, 16, " or .a");
	CHECK(!is_ours(text));
	for (p = text; p < text + 2 * COND_NAMES_MAX; p += 2)
		memcpy(p, ".a", 3);
	CHECK(is_ours(text));
	memcpy(p, ".a", 3);
	CHECK(!is_ours(text));
}

/* Expressions, as they stand in a JSON string. */
static void
regular_expressions(void)
{
	static const char *const ours[] = {
		"", "abc", "a.c", "^a$", "a|b|", "(a)(?:b)", "a*b+c?", "a*?", "a{2}", "a{2,}", "a{2,3}b",
		"[abc]", "[^abc]", "[a-z0-9_]", "[A-Z]", "[. /:]", "\\\\.\\\\*\\\\[", "\\\\d+\\\\s\\\\w",
		"\\\\bx\\\\b", "\\\\S\\\\D\\\\W", "\\\\t", "\\u4e2d+", "\\\\/", "a b", "\\\\-",
	};
	static const char *const others[] = {
		"a++", "a**", "a{2}{3}", "a{,3}", "a{2", "{2}", "*a", "a{3,2}", "a{2}?", "a{1001}", "(?i)a",
		"(?<n>a)", "(?=a)", "(?!a)", "(?>a)", "[[:alpha:]]", "[a[b]]", "[a&&b]", "[]a]", "[^]a]",
		"[a-]", "[-a]", "[z-a]", "[A-z]", "[a-c-e]", "[\\\\d]", "[\\u4e2d]", "\\\\h", "\\\\R",
		"\\\\x41", "\\\\1", "\\\\p{L}", "\\\\z", "\\\\A", "\\\\G", "\\\\K", "\\\\Qa", "\\\\", "(a", "a)",
		"^*", "$+", "\\\\b+", "(+a)", "|*", "a]", "a}", "\\u0000", "\\n", "(?#x)", "\\\\N", "\\\\X", "\\\\B",
	};
	char text[64];

	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
		snprintf(text, sizeof text, "test(\"%s\")", ours[i]);
		if (!CHECK(is_ours(text)))
			printf("# with %s\n", text);
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		snprintf(text, sizeof text, "test(\"%s\")", others[i]);
		if (!CHECK(!is_ours(text)))
			printf("# with %s\n", text);
	}
}

static void
answer(const char *text, enum cond_rc rc)
{
	struct cond *c = cond_new(text);

	if (!CHECK(c != NULL) || !CHECK_INT(cond_test(c, rec), rc))
		printf("# with %s\n", text);
	cond_free(c);
}

static void
answers(void)
{
	static const char line[] = "{\"a\":1,\"s\":\"text\",\"l\":[1],\"m\":[1],\"o\":{},\"big\":1e999,"
	    "\"nul\":\"a\\u0000b\",\"cn\":\"\\u4e2d\"}";

	CHECK_INT(rec_parse(rec, line, sizeof line - 1), 0);
	answer(".a == 1", COND_YES);
	answer(".a == 2", COND_NO);
	answer(".l == .m", COND_UNSURE);
	answer(".l == .o", COND_NO);
	answer(".big > 1", COND_UNSURE);
	answer(".s.x", COND_UNSURE);
	answer(".nul | contains(\"b\")", COND_UNSURE);
	answer(".nul | startswith(\"a\")", COND_YES);
	answer(".cn | test(\"\\\\w\")", COND_UNSURE);
	answer(".cn | test(\"x\"; \"i\")", COND_UNSURE);
	answer(".cn | test(\"^.$\")", COND_YES);
	answer(".none | test(\"x\")", COND_ERROR);
	answer("(.none | test(\"x\")), true", COND_UNSURE);
	answer(".a | test(\"x\")", COND_UNSURE);
	answer("false and (.none | test(\"x\"))", COND_NO);
}

int
main(void)
{
	rec = rec_new();
	RUN(common_forms);
	RUN(other_forms);
	RUN(bounds);
	RUN(regular_expressions);
	RUN(answers);
	rec_free(rec);
	return check_end();
}
