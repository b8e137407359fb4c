/* json - the grammar, case by case, and strings to text and back. */
#include <stdlib.h>

#include "buf.h"
#include "check.h"
#include "json.h"
#include "out.h"

/* The length of the value at the start of n bytes that end where their memory ends. */
static size_t
value(const char *s, size_t n, size_t *at)
{
	char *copy = malloc(n ? n : 1);
	const char *why = NULL;
	size_t len;

	if (!copy)
		abort();
	if (n)
		memcpy(copy, s, n);
	*at = n + 1;
	len = json_value(copy, n, &why, at);
	CHECK((len == 0) == (why != NULL));
	free(copy);
	return len;
}

/* Each is a value as a whole, also before something else, and not when a byte is cut off. */
static void
accepted(const char *const texts[], bool cut_is_value)
{
	for (; *texts; texts++) {
		size_t n = strlen(*texts), at;
		char more[256];

		if (!CHECK_INT(value(*texts, n, &at), n))
			printf("# of %s\n", *texts);
		snprintf(more, sizeof more, "%s ,", *texts);
		if (!CHECK_INT(value(more, n + 2, &at), n))
			printf("# of %s\n", more);
		if (!cut_is_value && !CHECK_INT(value(*texts, n - 1, &at), 0))
			printf("# of %s cut\n", *texts);
	}
}

struct rejected {
	const char *text;
	size_t at;	/* where the fault is */
};

static void
rejected(const struct rejected *cases)
{
	for (; cases->text; cases++) {
		size_t at, n = strlen(cases->text);

		if (!CHECK_INT(value(cases->text, n, &at), 0) || !CHECK_INT(at, cases->at))
			printf("# of %s\n", cases->text);
	}
}

#define ACCEPTED(cut, ...) accepted((const char *const[]){ __VA_ARGS__, NULL }, cut)
#define REJECTED(...) rejected((const struct rejected[]){ __VA_ARGS__, { NULL, 0 } })

static void
numbers(void)
{
	ACCEPTED(true, "10", "-10", "1234567890123456789012345678901234567890", "0.10", "-0.00",
	    "1.25", "1e10", "1E10", "1e-10", "1e+10", "1.5e00", "0e11", "-0E+01",
	    "123.456e789", "0.000000000000000000000000000000000000000000000000000000000000001");
	ACCEPTED(false, "0", "7", "-0", "-1", "1.5", "0e1", "1e+1", "-2.5E-3");
	REJECTED({ "-", 1 }, { "-a", 1 }, { "+1", 0 }, { ".5", 0 }, { "-.5", 1 }, { "1.", 2 },
	    { "1.e1", 2 }, { "1.a", 2 }, { "1e", 2 }, { "1e+", 3 }, { "1e-", 3 }, { "1ee1", 2 },
	    { "1e.5", 2 }, { "01", 1 }, { "-01", 2 }, { "00", 1 }, { "--1", 1 }, { "-+1", 1 },
	    { "Infinity", 0 }, { "-Infinity", 1 }, { "NaN", 0 }, { "nan", 0 }, { "inf", 0 },
	    { "\xEF\xBC\x91", 0 }, { "-\xEF\xBC\x91", 1 });
}

/* What follows the number is not its own: the caller judges it. */
static void
numbers_end(void)
{
	size_t at;

	CHECK_INT(value("1a", 2, &at), 1);
	CHECK_INT(value("0x10", 4, &at), 1);
	CHECK_INT(value("1.5.5", 5, &at), 3);
	CHECK_INT(value("1e5e5", 5, &at), 3);
	CHECK_INT(value("12 34", 5, &at), 2);
	CHECK_INT(value("1-1", 3, &at), 1);
	CHECK_INT(value("[1a]", 4, &at), 0);
	CHECK_INT(at, 2);
	CHECK_INT(value("[0x1]", 5, &at), 0);
	CHECK_INT(value("[1 000]", 7, &at), 0);
	CHECK_INT(value("[1_000]", 7, &at), 0);
}

static void
literals(void)
{
	ACCEPTED(false, "true", "false", "null");
	REJECTED({ "True", 0 }, { "TRUE", 0 }, { "tru", 0 }, { "nul", 0 }, { "nill", 0 }, { "fals", 0 },
	    { "undefined", 0 }, { "t", 0 }, { "", 0 }, { " ", 0 }, { "'a'", 0 }, { "a", 0 },
	    { "*", 0 }, { "]", 0 }, { "}", 0 }, { ",", 0 }, { ":", 0 }, { "\\u0061", 0 },
	    { "/* */1", 0 }, { "#1", 0 }, { "\xEF\xBB\xBF" "1", 0 }, { "\xE2\x81\xA0", 0 });
}

static void
strings(void)
{
	ACCEPTED(false, "\"\"", "\"a\"", "\" \"", "\"\x7F\"", "\"exactly sixteen!\"",
	    "\"seventeen and on.\"", "\"fifteen of text\"", "\"'\"", "\"/\"", "\"[{,:}]\"",
	    "\"0123456789012345678901234567890123456789\"", "\"\xC2\x80\"", "\"\xDF\xBF\"");
	REJECTED({ "\"", 1 }, { "\"a", 2 }, { "\"a\n\"", 2 }, { "\"\t\"", 1 }, { "\"\x1F\"", 1 },
	    { "\"\x01\"", 1 }, { "\"0123456789abcdef\n\"", 17 }, { "\"0123456789abcde", 16 },
	    { "\"0123456789abcdef", 17 }, { "\"0123456789abcdef0", 18 });
}

static void
nul_bytes(void)
{
	size_t at;

	CHECK_INT(value("\"a\0b\"", 5, &at), 0);
	CHECK_INT(at, 2);
	CHECK_INT(value("\0", 1, &at), 0);
	CHECK_INT(value("[\0]", 3, &at), 0);
	CHECK_INT(value("1\0", 2, &at), 1);
	CHECK_INT(value("\"\\\0\"", 4, &at), 0);
	CHECK_INT(at, 1);
	CHECK_INT(value("{\"a\"\0:1}", 8, &at), 0);
	CHECK_INT(at, 4);
}

static void
escapes(void)
{
	ACCEPTED(false, "\"\\\"\"", "\"\\\\\"", "\"\\/\\b\\f\\n\\r\\t\"", "\"\\u0000\"", "\"\\uabCD\"",
	    "\"\\uFFFF\"", "\"\\u0022\"", "\"\\u005C\"", "\"a\\\\\"", "\"\\\\\\\"\"",
	    "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud800\\u0041\"",
	    "\"\\ud800\\n\"", "\"\\uD834\\uDD1E\\u0060\"");
	REJECTED({ "\"\\\"", 3 }, { "\"\\", 2 }, { "\"\\a\"", 1 }, { "\"\\x41\"", 1 }, { "\"\\'\"", 1 },
	    { "\"\\v\"", 1 }, { "\"\\0\"", 1 }, { "\"\\ \"", 1 }, { "\"\\\xC3\xA9\"", 1 },
	    { "\"\\U0041\"", 1 }, { "\"\\u\"", 1 }, { "\"\\u0\"", 1 }, { "\"\\u00\"", 1 },
	    { "\"\\u004\"", 1 }, { "\"\\u004G\"", 1 }, { "\"\\u 041\"", 1 }, { "\"\\u-041\"", 1 },
	    { "\"\\u00", 1 }, { "\"\\\n\"", 1 }, { "\"\\ud800\\\"", 9 }, { "\"\\ud800\\u1\"", 7 });
}

static void
utf8(void)
{
	static const char *const good[] = {
		"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
		"\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "\xEF\xBB\xBF",
		"\xE4\xB8\xAD\xE6\x96\x87\xE6\x97\xA5\xE5\xBF\x97", "\xF3\xA0\x80\x81", "\xEF\xB7\x90",
	};
	static const char *const bad[] = {
		"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x41", "\xE0\x80\x80", "\xE0\x9F\xBF",
		"\xED\xA0\x80", "\xED\xBF\xBF", "\xED\xA0\xBD\xED\xB8\x80", "\xE4\xB8", "\xE4\x41\xAD",
		"\xE4\xB8\x41", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
		"\xF5\x80\x80\x80", "\xF0\x9F\x98", "\xF8\x88\x80\x80\x80", "\xFC\x84\x80\x80\x80\x80",
		"\xFE", "\xFF", "\xC3\xC3", "\xE9", "\xC0\xAF",
	};
	char text[64];
	size_t at;

	for (size_t before = 0; before < 20; before++) {	/* at every place of a vector */
		for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
			size_t n = (size_t)snprintf(text, sizeof text, "\"%*s%sx\"", (int)before, "", good[i]);

			CHECK(json_utf8(text, n));
			if (!CHECK_INT(value(text, n, &at), n))
				printf("# of good %zu after %zu\n", i, before);
		}
		for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
			size_t n = (size_t)snprintf(text, sizeof text, "\"%*s%sx\"", (int)before, "", bad[i]);

			CHECK(!json_utf8(text, n));
			if (!CHECK_INT(value(text, n, &at), 0) || !CHECK_INT(at, before + 1))
				printf("# of bad %zu after %zu\n", i, before);
		}
	}
	CHECK(json_utf8("", 0));
}

static void
arrays(void)
{
	ACCEPTED(false, "[]", "[ ]", "[1]", "[1,2]", "[ 1 , 2 ]", "[\t\n\r 1]", "[[]]", "[[],[]]", "[null]",
	    "[{}]", "[\"\"]", "[1,\"a\",{\"b\":[]},null,true]", "[ [ ] , { } ]");
	REJECTED({ "[", 1 }, { "[1", 2 }, { "[1,", 3 }, { "[1,]", 3 }, { "[,1]", 1 }, { "[,]", 1 },
	    { "[1,,2]", 3 }, { "[1 2]", 3 }, { "[\"a\" \"b\"]", 5 }, { "[1}", 2 }, { "[1:2]", 2 },
	    { "[[]", 3 }, { "[a]", 1 }, { "[\"a\":1]", 4 }, { "[\"a\",\n1\n,1", 10 },
	    { "[\f]", 1 }, { "[\v1]", 1 }, { "[\xC2\xA0]", 1 }, { "[1,\n1\n,]", 7 }, { "[tru]", 1 });
}

static void
objects(void)
{
	ACCEPTED(false, "{}", "{ }", "{\"a\":1}", "{ \"a\" : 1 , \"b\" : 2 }", "{\"\":0}", "{\"a\":{}}",
	    "{\"a\":1,\"a\":1}", "{\"a\\u0000\":1}", "{\"a\":[{}]}", "{\"\xE6\xA1\x88\":\"\"}");
	REJECTED({ "{", 1 }, { "{\"a\"", 4 }, { "{\"a\":", 5 }, { "{\"a\":1", 6 }, { "{\"a\":1,", 7 },
	    { "{\"a\":1,}", 7 }, { "{,}", 1 }, { "{1:1}", 1 }, { "{a:1}", 1 }, { "{'a':1}", 1 },
	    { "{\"a\" 1}", 5 }, { "{\"a\",1}", 4 }, { "{\"a\"::1}", 5 }, { "{\"a\":1 \"b\":2}", 7 },
	    { "{\"a\":1,,\"b\":2}", 7 }, { "{\"a\":1]", 6 }, { "{\"a\":}", 5 }, { "{:1}", 1 },
	    { "{null:1}", 1 }, { "{[]:1}", 1 }, { "{\"a\":b}", 5 });
}

static void
nesting(void)
{
	char text[4 * JSON_DEPTH];
	size_t at, n = JSON_DEPTH;

	memset(text, '[', n);
	memset(text + n, ']', n);
	CHECK_INT(value(text, 2 * n, &at), 2 * n);
	CHECK_INT(value(text, 2 * n - 1, &at), 0);
	CHECK_INT(at, 2 * n - 1);
	n++;
	memset(text, '[', n);
	memset(text + n, ']', n);
	CHECK_INT(value(text, 2 * n, &at), 0);
	CHECK_INT(at, JSON_DEPTH);
}

static void
a_very_deep_text_is_no_danger(void)
{
	size_t n = 1 << 20, at;
	char *text = malloc(n);

	if (!text)
		abort();
	memset(text, '[', n);
	CHECK_INT(value(text, n, &at), 0);
	CHECK_INT(at, JSON_DEPTH);
	for (size_t i = 0; i + 5 <= n; i += 5)
		memcpy(text + i, "{\"\":[", 5);
	CHECK_INT(value(text, n, &at), 0);
	free(text);
}

static void
escape_is(const char *text, size_t n, const char *want, uint64_t want_bad)
{
	char *dst = malloc(json_escape_max(n) + 1);
	uint64_t bad = 5;
	size_t len;

	if (!dst)
		abort();
	len = json_escape(dst, text, n, &bad);
	CHECK_MEM(dst, len, want);
	CHECK_INT(bad, 5 + want_bad);
	CHECK_INT(json_escape(dst, text, n, NULL), len);
	free(dst);
}

static void
text_is_escaped(void)
{
	escape_is("", 0, "", 0);
	escape_is("plain text that is longer than sixteen bytes", 44,
	    "plain text that is longer than sixteen bytes", 0);
	escape_is("a\"b\\c/d", 7, "a\\\"b\\\\c/d", 0);
	escape_is("\b\f\n\r\t", 5, "\\b\\f\\n\\r\\t", 0);
	escape_is("\0\x01\x1F\x7F", 4, "\\u0000\\u0001\\u001f\x7F", 0);
	escape_is("\xE4\xB8\xAD\xF0\x9F\x98\x80\xC3\xA9", 9, "\xE4\xB8\xAD\xF0\x9F\x98\x80\xC3\xA9", 0);
	escape_is("a\xFFz", 3, "a\xEF\xBF\xBDz", 1);
	escape_is("\xE4\xB8", 2, "\xEF\xBF\xBD\xEF\xBF\xBD", 2);
	escape_is("\xE4\xB8\xE4\xB8\xAD", 5, "\xEF\xBF\xBD\xEF\xBF\xBD\xE4\xB8\xAD", 2);
	escape_is("\xED\xA0\x80", 3, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3);
}

/* One odd byte at every place of texts of every length: the vectors agree with the simple way. */
static void
escaping_at_every_place(void)
{
	static const char odd[] = { '"', '\\', '\n', 1, (char)0x80, (char)0xFF, 'x' };
	char text[70], want[6 * sizeof text + 1];

	for (size_t n = 1; n < sizeof text; n++)
		for (size_t i = 0; i < n; i++) {
			const char *escaped[] = { "\\\"", "\\\\", "\\n", "\\u0001", "\xEF\xBF\xBD",
				"\xEF\xBF\xBD", "x" };
			size_t kind = (n + i) % sizeof odd;

			memset(text, 'a', n);
			text[i] = odd[kind];
			snprintf(want, sizeof want, "%.*s%s%.*s", (int)i, text, escaped[kind],
			    (int)(n - i - 1), text + i + 1);
			escape_is(text, n, want, kind == 4 || kind == 5);
		}
}

static void
unescape_is(const char *string, const char *want, size_t nwant)
{
	char text[128];
	size_t n = json_unescape(text, string, strlen(string));

	if (!CHECK(n == nwant && memcmp(text, want, n) == 0))
		printf("# of %s\n", string);
	CHECK(json_equal(string, strlen(string), want, nwant));
	CHECK(!json_equal(string, strlen(string), "other", 5));
	CHECK(nwant == 0 || !json_equal(string, strlen(string), want, nwant - 1));
}

static void
strings_become_text(void)
{
	unescape_is("", "", 0);
	unescape_is("plain", "plain", 5);
	unescape_is("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t", 8);
	unescape_is("a\\u0000b", "a\0b", 3);
	unescape_is("\\u007f\\u0080\\u07ff\\u0800\\uFFFF", "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF", 11);
	unescape_is("\\ud800\\udc00\\udbff\\udfff", "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", 8);
	unescape_is("\\ud83dx", "\xEF\xBF\xBDx", 4);
	unescape_is("\\ude00", "\xEF\xBF\xBD", 3);
	unescape_is("\\ud83d\\ud83d\\ude00", "\xEF\xBF\xBD\xF0\x9F\x98\x80", 7);
	unescape_is("\\ud83d\\u0041", "\xEF\xBF\xBD" "A", 4);
	unescape_is("\\\\ud83d", "\\ud83d", 6);
}

static void
strings_with_their_quotes(void)
{
	struct out o = OUT_INIT(-1);
	struct buf b = BUF_INIT;

	json_put_out(&o, "a\"", 2);
	json_put_out(&o, "", 0);
	CHECK_MEM(o.text.p, o.text.n, "\"a\\\"\"\"\"");
	json_put_buf(&b, "a\n", 2);
	json_put_buf(&b, NULL, 0);
	CHECK_STR(buf_text(&b), "\"a\\n\"\"\"");
	out_clear(&o);
	buf_clear(&b);
}

static void
lone_surrogates(void)
{
	static const struct {
		const char *text;
		int at;
	} cases[] = {
		{ "", -1 }, { "\"\\\\ud800\"", -1 }, { "\"\\ufffd\"", -1 }, { "\"\\ud83d\\ude00\"", -1 },
		{ "\"\\ud800\"", 1 }, { "\"\\n\\udc00\"", 3 }, { "\"\\ud83d\\ude00\\ud800x\"", 13 },
		{ "\"\\ud800\\ud800\\udc00\"", 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[64];
		const char *p;

		snprintf(text, sizeof text, "%s", cases[i].text);
		p = json_lone_surrogate(text, strlen(text));
		CHECK_INT(p ? p - text : -1, cases[i].at);
	}
}

int
main(void)
{
	RUN(numbers);
	RUN(numbers_end);
	RUN(literals);
	RUN(strings);
	RUN(nul_bytes);
	RUN(escapes);
	RUN(utf8);
	RUN(arrays);
	RUN(objects);
	RUN(nesting);
	RUN(a_very_deep_text_is_no_danger);
	RUN(text_is_escaped);
	RUN(escaping_at_every_place);
	RUN(strings_become_text);
	RUN(strings_with_their_quotes);
	RUN(lone_surrogates);
	return check_end();
}
