/* expr - conditions: what they answer, natively and by libjq. */
#include <stdlib.h>

#include "check.h"
#include "expr.h"
#include "rec.h"

static struct rec *rec;

static const char record[] =
    "{\"time\":\"2026-01-01T00:00:00Z\",\"type\":\"log\",\"msg\":\"disk \\\"sda\\\" is full\\n\","
    "\"n\":9007199254740993,\"x\":1.50,\"null\":null,\"yes\":true,\"no\":false,"
    "\"cn\":\"\\u78c1\\u76d8\xE6\xBB\xA1\",\"fields\":{\"user\":\"root\",\"k\":{\"v\":0}},"
    "\"list\":[1,2],\"a.b\":5,\"a\":{\"b\":6},\"empty\":\"\"}";

/* native: is it one of the common forms?  The answer of both ways must be rc. */
static void
ask(const char *text, bool native, enum expr_rc rc)
{
	char why[256];
	struct expr *x = expr_new(text, why, sizeof why);
	struct expr *jq = expr_new_jq(text, why, sizeof why);
	bool ok = CHECK(x && jq);

	if (x && jq) {
		ok = CHECK(expr_native(x) == native);
		ok &= CHECK_INT(expr_test(x, rec), rc);
		ok &= CHECK_INT(expr_test(jq, rec), rc);
		ok &= CHECK_STR(expr_why(x), expr_why(jq));
		ok &= CHECK((expr_why(x)[0] != '\0') == (rc == EXPR_ERROR));
	}
	if (!ok)
		printf("# with %s\n", text);
	expr_free(x);
	expr_free(jq);
}

static void
paths(void)
{
	ask(".type", true, EXPR_YES);
	ask(".none", true, EXPR_NO);
	ask(".null", true, EXPR_NO);
	ask(".no", true, EXPR_NO);
	ask(".empty", true, EXPR_YES);
	ask(".n", true, EXPR_YES);
	ask(".", true, EXPR_YES);
	ask(".fields.user", true, EXPR_YES);
	ask(".fields.k.v", true, EXPR_YES);
	ask(".fields.none.v", true, EXPR_NO);
	ask(".[\"type\"]", true, EXPR_YES);
	ask(".\"a.b\" == 5", true, EXPR_YES);
	ask(".a.b == 6", true, EXPR_YES);
	ask(".a[\"b\"] == 6", true, EXPR_YES);
	ask(" .fields .user | . == \"root\" ", true, EXPR_YES);
	ask(".fields | .k | .v == 0", true, EXPR_YES);
	ask(".type.x", true, EXPR_ERROR);
	ask(".list.x", true, EXPR_ERROR);
	ask(".list[0] == 1", false, EXPR_YES);
	ask(".type.x?", false, EXPR_NO);
	ask(".list[]", false, EXPR_YES);
	ask("..", false, EXPR_YES);
}

static void
comparisons(void)
{
	ask(".type == \"log\"", true, EXPR_YES);
	ask(".type != \"log\"", true, EXPR_NO);
	ask("\"log\" == .type", true, EXPR_YES);
	ask(".x == 1.5", true, EXPR_YES);
	ask(".x < 2 and .x > -1 and .x <= 1.5 and .x >= 15e-1", true, EXPR_YES);
	ask(".x > 1.5 or .x < 1.5", true, EXPR_NO);
	ask(".n == 9007199254740992", true, EXPR_YES);	/* as doubles */
	ask(".none == null", true, EXPR_YES);
	ask(".none < false and false < true and true < 0 and 0 < \"\" and \"\" < .list",
	    true, EXPR_YES);
	ask(".list < .fields", true, EXPR_YES);
	ask(".list == .list", true, EXPR_YES);
	ask(".msg == \"disk \\\"sda\\\" is full\\n\"", true, EXPR_YES);
	ask(".cn == \"\xE7\xA3\x81\xE7\x9B\x98\xE6\xBB\xA1\"", true, EXPR_YES);
	ask("\"a\" < \"b\" and \"a\" < \"aa\" and \"\xEF\xBF\xBD\" < \"\xF0\x90\x80\x80\"",
	    true, EXPR_YES);
	ask(".type == .type and .type != .msg", true, EXPR_YES);
	ask(".x * 2 == 3", false, EXPR_YES);
	ask("(.x) == (1.5)", true, EXPR_YES);
}

static void
connectives(void)
{
	ask("true and false", true, EXPR_NO);
	ask("true or .type.x", true, EXPR_YES);		/* not looked at */
	ask("false and .type.x", true, EXPR_NO);
	ask("false or .type.x", true, EXPR_ERROR);
	ask("false and false or true", true, EXPR_YES);
	ask("true or true and false", true, EXPR_YES);
	ask("(true or true) and false", true, EXPR_NO);
	ask(".no | not", true, EXPR_YES);
	ask(".type == \"log\" | not", true, EXPR_NO);
	ask("(.type == \"x\" | not) and .yes", true, EXPR_YES);
	ask("not", true, EXPR_NO);
	ask(".none // \"d\" | . == \"d\"", true, EXPR_YES);
	ask("(.none // \"d\") == \"d\"", true, EXPR_YES);
	ask("(.no // .null // .type) == \"log\"", true, EXPR_YES);
	ask(".no // .null", true, EXPR_NO);
	ask("(.type // 1 | .x) // 2", true, EXPR_ERROR);
	ask("if .yes then .no else 1 end", false, EXPR_NO);
}

static void
several_outputs(void)
{
	ask(".type == (\"x\", \"log\")", true, EXPR_YES);
	ask(".type == (\"x\", \"y\")", true, EXPR_NO);
	ask("(.type == (\"x\", \"log\")) | not", true, EXPR_YES);
	ask(".no, .yes", true, EXPR_YES);
	ask(".no, .null", true, EXPR_NO);
	ask(".yes, .type.x", true, EXPR_YES);	/* the answer was there before the error */
	ask(".type.x, .yes", true, EXPR_ERROR);
	ask("(1, 2) < (0, 2)", true, EXPR_YES);
	ask("empty", false, EXPR_NO);
	ask(".list[] == 2", false, EXPR_YES);
}

static void
functions(void)
{
	ask("has(\"type\")", true, EXPR_YES);
	ask("has(\"null\") and (has(\"none\") | not)", true, EXPR_YES);
	ask(".fields | has(\"user\")", true, EXPR_YES);
	ask(".list | has(\"user\")", true, EXPR_ERROR);
	ask(".msg | startswith(\"disk \\\"\")", true, EXPR_YES);
	ask(".msg | startswith(\"\")", true, EXPR_YES);
	ask(".msg | endswith(\"full\")", true, EXPR_NO);
	ask(".msg | endswith(\"full\\n\")", true, EXPR_YES);
	ask(".msg | contains(\"sda\")", true, EXPR_YES);
	ask(".msg | contains(\"sdb\")", true, EXPR_NO);
	ask(".type | startswith(\"logs\")", true, EXPR_NO);
	ask(".n | startswith(\"9\")", true, EXPR_ERROR);
	ask(".none | contains(\"x\")", true, EXPR_ERROR);
	ask(".type | IN(\"a\", \"log\", 1)", true, EXPR_YES);
	ask(".type | IN(\"a\", 1)", true, EXPR_NO);
	ask("IN(.type; \"a\", \"log\")", true, EXPR_YES);
	ask(".none | IN(null)", true, EXPR_YES);
	ask("(.cn | length) == 3", true, EXPR_YES);
	ask("(.none | length) == 0", true, EXPR_YES);
	ask("(.list | length) == 2", true, EXPR_YES);
	ask(".yes | length", true, EXPR_ERROR);
	ask(".type | ascii_upcase == \"LOG\"", false, EXPR_YES);
}

static void
regular_expressions(void)
{
	ask(".msg | test(\"s[cd]a\")", true, EXPR_YES);
	ask(".msg | test(\"^disk\") and test(\"full$\")", true, EXPR_YES);	/* before the last \n */
	ask(".msg | test(\"SDA\")", true, EXPR_NO);
	ask(".msg | test(\"SDA\"; \"i\")", true, EXPR_YES);
	ask(".msg | test(\"\\\\bis\\\\b\\\\s+(full|empty)\")", true, EXPR_YES);
	ask(".msg | test(\"(?:sd[a-c]|hd[0-9]){1,2}\\\"\")", true, EXPR_YES);
	ask(".cn | test(\"\xE6\xBB\xA1$\")", true, EXPR_YES);
	ask(".cn | test(\"^\\\\w+$\")", true, EXPR_YES);	/* only jq knows these letters */
	ask(".cn | test(\"^...$\")", true, EXPR_YES);
	ask(".none | test(\"x\")", true, EXPR_ERROR);
	ask(".msg | test(\"(?i)SDA\")", false, EXPR_YES);
	ask(".msg | test(\"d++\")", false, EXPR_YES);
	ask(".msg | test(\"[[:alpha:]]\")", false, EXPR_YES);
	ask(".msg | test(\"x\"; \"g\")", false, EXPR_NO);
}

static void
what_a_condition_has_no_use_for(void)
{
	char why[256];

	ask("input", false, EXPR_ERROR);
	ask("try input catch .", false, EXPR_YES);
	ask("[inputs] | length", false, EXPR_YES);
	ask(".yes | debug", false, EXPR_YES);
	ask("halt", false, EXPR_NO);
	ask("error(null)", false, EXPR_NO);
	ask("error({a: 1})", false, EXPR_ERROR);
	ask("limit(1; repeat(1))", false, EXPR_YES);
	ask("$ENV.NOSUCH", false, EXPR_NO);
	CHECK(expr_new("include \"nosuch\"; .a", why, sizeof why) == NULL);
	CHECK(strstr(why, "module not found: nosuch") != NULL);
}

/* What libjq does not take must not be taken natively.  (On an open string it loses memory.) */
static void
what_is_no_expression(void)
{
	static const char *const texts[] = {
		"", " ", ".a ==", ".a == == 1", ".a = = 1", "(.a", ".a)", ".a and", "and", "or .a",
		".a == 1 == 2", ".a < 1 < 2", ".a.", ".a.[\"b\"]", ". a", ".a b", "1 2",
		".a |", "| .a", ".a ,", "has(", "has(\"a\"", "nosuch", "test(\"a\"", ".a // ",
		"\"\\x\"", ".a || .b", ".a && .b", "!.a", ".a === 1", "IN()", ".1a", "()",
	};
	char why[256];

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct expr *x;

		memset(why, 0, sizeof why);
		x = expr_new(texts[i], why, sizeof why);
		if (!CHECK((x == NULL) == (*texts[i] != '\0' && *texts[i] != ' ')))
			printf("# with '%s'\n", texts[i]);
		CHECK(x || (why[0] != '\0' && !strchr(why, '\n')));
		expr_free(x);
	}
	CHECK(expr_new(".a ==", why, sizeof why) == NULL);
	CHECK_STR(why, "syntax error, unexpected $end");
	CHECK(expr_new(".a == nosuch", why, sizeof why) == NULL);
	CHECK_STR(why, "nosuch/0 is not defined");
	expr_free(NULL);
}

static void
changes_are_seen(void)
{
	char why[256];
	struct expr *x = expr_new(".type == \"log\" and .new.a == 2", why, sizeof why);
	struct expr *jq = expr_new_jq(".type == \"log\" and .new.a == 2", why, sizeof why);

	CHECK_INT(expr_test(x, rec), EXPR_NO);
	rec_set_int(rec, "new.a", 2);
	CHECK_INT(expr_test(x, rec), EXPR_YES);
	CHECK_INT(expr_test(jq, rec), EXPR_YES);
	rec_remove(rec, "type");
	CHECK_INT(expr_test(x, rec), EXPR_NO);
	CHECK_INT(expr_test(jq, rec), EXPR_NO);
	expr_free(x);
	expr_free(jq);
}

int
main(void)
{
	rec = rec_new();
	if (rec_parse(rec, record, sizeof record - 1) < 0)
		return 1;
	RUN(paths);
	RUN(comparisons);
	RUN(connectives);
	RUN(several_outputs);
	RUN(functions);
	RUN(regular_expressions);
	RUN(what_a_condition_has_no_use_for);
	RUN(what_is_no_expression);
	RUN(changes_are_seen);
	rec_free(rec);
	return check_end();
}
