/* re_test - expressions, their groups, their limits, and the literals they need. */
#include "check.h"

#include <stdlib.h>

#include "mem.h"
#include "re.h"

static struct re *
make(const char *pattern, unsigned flags)
{
	char why[128] = "";
	struct re *re = re_new(pattern, flags, why, sizeof why);

	if (!re)
		printf("# %s: %s\n", pattern, why);
	return re;
}

static enum re_rc
once(const char *pattern, unsigned flags, const char *s)
{
	struct re *re = make(pattern, flags);
	enum re_rc rc = re ? re_match(re, s, strlen(s)) : -9;

	re_free(re);
	return rc;
}

static void
matches(void)
{
	CHECK_INT(once("ORA-[0-9]+", 0, "x ORA-00600: internal"), RE_YES);
	CHECK_INT(once("^ORA-[0-9]+$", 0, "x ORA-00600"), RE_NO);
	CHECK_INT(once("ora-", RE_NOCASE, "x ORA-00600"), RE_YES);
	CHECK_INT(once("a.c", RE_LITERAL, "abc"), RE_NO);
	CHECK_INT(once("A.C", RE_LITERAL | RE_NOCASE, "xa.cx"), RE_YES);
	CHECK_INT(once("^启动.败$", 0, "启动失败"), RE_YES);	/* a dot is a character */
	CHECK_INT(once("", 0, ""), RE_YES);
	CHECK_INT(once("x", 0, ""), RE_NO);
}

static void
bad_patterns(void)
{
	char why[128];

	CHECK(re_new("a(b", 0, why, sizeof why) == NULL);
	CHECK_STR(why, "missing closing parenthesis at offset 3");
	CHECK(re_new("a\xff", 0, why, sizeof why) == NULL);
	CHECK(re_new("\\C", 0, why, sizeof why) == NULL);
}

static void
too_many_groups(void)
{
	char pattern[3 * (RE_GROUPS_MAX + 1) + 1], why[128] = "";
	struct re *re;

	for (size_t i = 0; i <= RE_GROUPS_MAX; i++)
		memcpy(pattern + 3 * i, "(a)", 4);
	CHECK(re_new(pattern, 0, why, sizeof why) == NULL);
	CHECK_STR(why, "65 groups, at most 64");
	pattern[3 * RE_GROUPS_MAX] = '\0';
	CHECK((re = re_new(pattern, 0, why, sizeof why)) != NULL);
	re_free(re);
}

/* What is not UTF-8 matches nothing, and what stands around it is found. */
static void
invalid_utf8(void)
{
	CHECK_INT(once("b.d", 0, "a\xff" "b\xe4\xb8\xad" "d\xc3"), RE_YES);
	CHECK_INT(once("a.b", 0, "a\xff" "b"), RE_NO);
	CHECK_INT(once("a[^x]b", 0, "a\xe4\xb8" "b"), RE_NO);
}

static void
groups(void)
{
	struct re *re = make("(?<user>\\w+) from (?:(?<v4>[0-9.]+)|(?<host>\\w+))( port (?<port>\\d+))?", 0);
	const char *s = "for root from example port 22";
	size_t from = 0, to = 0, group;

	CHECK_INT(re_names(re), 4);
	CHECK_STR(re_name(re, 0, &group), "user");
	CHECK_INT(group, 1);
	CHECK_STR(re_name(re, 3, &group), "port");
	CHECK_INT(group, 5);
	CHECK_INT(re_match(re, s, strlen(s)), RE_YES);
	CHECK(re_group(re, 1, &from, &to));
	CHECK_MEM(s + from, to - from, "root");
	CHECK(!re_group(re, 2, &from, &to));
	CHECK(re_group(re, 3, &from, &to));
	CHECK_MEM(s + from, to - from, "example");
	CHECK(re_group(re, 0, &from, &to));
	CHECK_MEM(s + from, to - from, "root from example port 22");
	CHECK(!re_group(re, 99, &from, &to));
	CHECK_INT(re_match(re, "a from b", 8), RE_YES);	/* nothing is left of the match before */
	CHECK(!re_group(re, 5, &from, &to));
	re_free(re);
}

/* Exponential: given up, and the next subject is answered as if nothing had been. */
static void
limit(void)
{
	struct re *re = make("^(a+)+$", 0);

	CHECK_INT(re_match(re, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", 41), RE_LIMIT);
	CHECK_INT(re_match(re, "aaaa", 4), RE_YES);
	CHECK_INT(re_match(re, "!", 1), RE_NO);
	re_free(re);
}

/* Deeper than the stack of the JIT: the interpreter answers. */
static void
deep(void)
{
	size_t n = 40000;
	char *s = mem_zero(n, 1);
	struct re *re = make("^(?:a|b)*c", 0);

	memset(s, 'a', n - 1);
	s[n - 1] = 'c';
	CHECK_INT(re_match(re, s, n), RE_YES);
	re_free(re);
	free(s);
}

/* The one literal of a pattern; what is looked for without case is marked with '~'. */
static void
literal_is(const char *pattern, unsigned flags, const char *want)
{
	struct re *re = make(pattern, flags);
	bool nocase = false;
	const char *s = "";
	size_t n = re_literal(re, &s, &nocase);
	char got[64];

	snprintf(got, sizeof got, "%s%.*s", nocase ? "~" : "", (int)n, s);
	if (!CHECK_STR(got, want))
		printf("# of %s\n", pattern);
	re_free(re);
}

static void
one_literal(void)
{
	static const struct { const char *pattern, *want; } of[] = {
		{ "ORA-00600", "ORA-00600" }, { "ORA-(\\d+): x", "ORA-" },
		{ "^Failed password for (?<user>\\S+) from", "Failed password for " },
		{ "a(bc)d", "abcd" }, { "a(bc)+d", "abc" }, { "a(bc)*d", "a" },
		{ "(?:abc)?defg", "defg" }, { "abc{2}d", "abccd" }, { "abc{2,}d", "abcc" },
		{ "abc{0}de", "ab" }, { "foo|bar", "" }, { "(foo|bar) baz", " baz" },
		{ "foo|foo", "foo" }, { "x*", "" }, { ".", "" }, { "\\.log\\[", ".log[" },
		{ "a\\tb\\dcd", "a\tb" }, { "ab(?=cd)cde", "abcde" }, { "ab(?!x)cd", "abcd" },
		{ "(?i)timeout", "~timeout" }, { "(?i)broken pipe", "~en pipe" },
		{ "a(?i)B(?-i)C", "~abc" }, { "(?i:ab)cd", "~abcd" }, { "x[ab]yz", "yz" },
		{ "[[:alpha:]]xyz", "xyz" }, { "[]x]yz", "yz" }, { "a{x}", "a{x}" },
		{ "磁盘.*已满", "磁盘" }, { "(?i)磁盘FULL", "~磁盘full" }, { "(?i)é1", "~1" },
		{ "ab(*ACCEPT)cd", "" }, { "(?x)a b", "" }, { "ab(?#c)*cd", "" }, { "\\Qab\\E", "" },
		{ "(z)?(?(1)a|b)cd", "" }, { "(ab)\\1cd", "ab" }, { "ab\\x41cd", "ab" },
		{ "ab\\K", "ab" }, { "\\p{Lu}ab", "ab" }, { "(?|(ab)|(ab))c", "abc" },
		{ "(?<x>ab)(?&x)", "ab" }, { "(((((((ab)))))))", "ab" },
	};

	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		literal_is(of[i].pattern, 0, of[i].want);
	literal_is("a.c", RE_LITERAL, "a.c");
	literal_is("Task (x", RE_LITERAL | RE_NOCASE, "~ (x");
	literal_is("ABC\\d", RE_NOCASE, "~abc");
}

static void
literals_are(const char *pattern, const char *want)
{
	struct re *re = make(pattern, 0);
	char got[512] = "";
	size_t len = 0;

	for (size_t i = 0; i < re_literals(re); i++) {
		bool nocase;
		const char *s;
		size_t n = re_literals_get(re, i, &s, &nocase);

		len += (size_t)snprintf(got + len, sizeof got - len, "%s%s%.*s", i ? "," : "",
		    nocase ? "~" : "", (int)n, s);
	}
	if (!CHECK_STR(got, want))
		printf("# of %s\n", pattern);
	re_free(re);
}

static void
sets_of_literals(void)
{
	literals_are("foo|bar", "foo,bar");
	literals_are("ORA-0(0600|7445)", "ORA-00600,ORA-07445");
	literals_are("[Ff]ailed login", "Failed login,failed login");
	literals_are("https?://", "https://,http://");
	literals_are("foo.*quux|bar\\d+", "quux,bar");
	literals_are("(a|)b", "ab,b");
	literals_are("foo|", "");
	literals_are("foo|\\d", "");
	literals_are("x[0-3]y", "x0y,x1y,x2y,x3y");
	literals_are("x[^0]y", "x");
	literals_are("foo|(?i)bar|baz", "foo,~bar,~baz");
	literals_are("no literal[0-9a-f]", "no literal");
}

/* From a place on, with what stands before it in sight. */
static void
places(void)
{
	char why[64];
	struct re *re = re_new("(?<=a)b|^c", 0, why, sizeof why);
	size_t from, to;

	CHECK_INT(re_match_at(re, "abab", 4, 1), RE_YES);
	CHECK(re_group(re, 0, &from, &to) && from == 1 && to == 2);
	CHECK_INT(re_match_at(re, "abab", 4, 2), RE_YES);
	CHECK(re_group(re, 0, &from, &to) && from == 3 && to == 4);
	CHECK_INT(re_match_at(re, "abab", 4, 4), RE_NO);
	CHECK_INT(re_match_at(re, "xc", 2, 1), RE_NO);
	re_free(re);
}

int
main(void)
{
	RUN(matches);
	RUN(bad_patterns);
	RUN(too_many_groups);
	RUN(invalid_utf8);
	RUN(groups);
	RUN(limit);
	RUN(deep);
	RUN(one_literal);
	RUN(sets_of_literals);
	RUN(places);
	return check_end();
}
