/* rec - records read, changed and written. */
#include <float.h>
#include <malloc.h>
#include <math.h>
#include <stdlib.h>

#include "buf.h"
#include "check.h"
#include "out.h"
#include "rec.h"

static struct rec *rec;
static struct buf printed;
static char *copy;	/* the line in a block of its own size */

static bool
parse(const char *line)
{
	size_t n = strlen(line);

	free(copy);
	copy = malloc(n ? n : 1);
	if (!copy)
		abort();
	memcpy(copy, line, n);
	return rec_parse(rec, copy, n) == 0;
}

/* The record as text. */
static const char *
print(void)
{
	buf_cut(&printed, 0);
	rec_print(rec, &printed);
	return buf_text(&printed);
}

static const char *
get(const char *path)
{
	static char text[256];
	struct rec_value v;

	if (rec_get(rec, path, &v) == REC_NONE)
		return "none";
	snprintf(text, sizeof text, "%.*s", (int)v.n, v.raw);
	return text;
}

static const char *
str(const char *path)
{
	static char text[256];
	const char *s;
	size_t n;

	if (!rec_str(rec, path, &s, &n))
		return "none";
	snprintf(text, sizeof text, "%.*s", (int)n, s);
	return text;
}

static void
a_new_record_is_empty(void)
{
	struct rec *r = rec_new();

	buf_cut(&printed, 0);
	rec_print(r, &printed);
	CHECK_STR(buf_text(&printed), "{}");
	rec_free(r);
	rec_free(NULL);
}

static void
unchanged_is_byte_identical(void)
{
	static const char *const lines[] = {
		"{}", " { } ", "{\"a\":1}", "\t{ \"a\" :\t1.50 , \"a\" : 1E+2,\"b\":[ 1 , { } ]}\r",
		"{\"\\u0061\":\"\\/\\u00e9\",\"\":null}", "{\"n\":9007199254740993,\"e\":-0.0e-0}",
		"{\"\xE6\xA1\x88\xE4\xBB\xB6\":\"\xF0\x9F\x98\x80\"}",
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		CHECK(parse(lines[i]));
		CHECK_STR(print(), lines[i]);
	}
}

static void
members_are_found(void)
{
	CHECK(parse("{\"time\":\"t\",\"type\":\"log\",\"a\":null,\"n\":12,\"longer_than_8\":true,"
	    "\"longer_than_9\":false,\"x\":{\"y\":{\"z\":[1,2]}},\"x.q\":3}"));
	CHECK_STR(get("time"), "\"t\"");
	CHECK_STR(get("type"), "\"log\"");
	CHECK_STR(get("longer_than_8"), "true");
	CHECK_STR(get("longer_than_9"), "false");
	CHECK_STR(get("longer_than_"), "none");
	CHECK_STR(get("tim"), "none");
	CHECK_STR(get(""), "none");
	CHECK_STR(get("x.y.z"), "[1,2]");
	CHECK_STR(get("x.y"), "{\"z\":[1,2]}");
	CHECK_STR(get("x.y.w"), "none");
	CHECK_STR(get("x.y.z.w"), "none");
	CHECK_STR(get("x.q"), "3");	/* the whole name wins */
	CHECK(rec_has(rec, "a"));
	CHECK(!rec_has(rec, "b"));
}

static void
the_last_of_duplicates_is_read_and_set(void)
{
	CHECK(parse("{\"a\":1,\"b\":2,\"\\u0061\":3,\"o\":{\"k\":1,\"k\":2}}"));
	CHECK_STR(get("a"), "3");
	CHECK_STR(get("o.k"), "2");
	rec_set_int(rec, "a", 4);
	rec_set_int(rec, "o.k", 5);
	CHECK_STR(print(), "{\"a\":1,\"b\":2,\"\\u0061\":4,\"o\":{\"k\":1,\"k\":5}}");
	CHECK(rec_remove(rec, "a"));
	CHECK_STR(print(), "{\"b\":2,\"o\":{\"k\":1,\"k\":5}}");
	CHECK(rec_remove(rec, "o.k"));
	CHECK_STR(print(), "{\"b\":2,\"o\":{}}");
	CHECK(!rec_remove(rec, "o.k"));
}

static void
strings_are_decoded(void)
{
	const char *s;
	size_t n;

	CHECK(parse("{\"a\":\"plain\",\"b\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"c\":\"\\u4e2d\\ud83d\\ude00"
	    "\\u00e9\\u0041\",\"d\":\"\\ud800x\\udc00\\ud800\\u0041\",\"z\":\"a\\u0000b\",\"n\":1,"
	    "\"o\":{\"s\":\"\\t\"}}"));
	CHECK_STR(str("a"), "plain");
	CHECK_STR(str("b"), "\"\\/\b\f\n\r\t");
	CHECK_STR(str("b"), "\"\\/\b\f\n\r\t");
	CHECK_STR(str("c"), "\xE4\xB8\xAD\xF0\x9F\x98\x80\xC3\xA9" "A");
	CHECK_STR(str("d"), "\xEF\xBF\xBDx\xEF\xBF\xBD\xEF\xBF\xBD" "A");
	CHECK_STR(str("n"), "none");
	CHECK_STR(str("o.s"), "\t");
	CHECK(rec_str(rec, "z", &s, &n) && n == 3 && memcmp(s, "a\0b", 3) == 0);
	CHECK(rec_is(rec, "a", "plain"));
	CHECK(rec_is(rec, "b", "\"\\/\b\f\n\r\t"));
	CHECK(!rec_is(rec, "b", "\\\"\\\\\\/\\b\\f\\n\\r\\t"));
	CHECK(!rec_is(rec, "a", "plai"));
	CHECK(!rec_is(rec, "a", "plain "));
	CHECK(!rec_is(rec, "n", "1"));
}

static void
copies_end_at_a_nul(void)
{
	char *s;

	CHECK(parse("{\"z\":\"a\\u0000b\",\"n\":1}"));
	s = rec_dup(rec, "z");
	CHECK_STR(s, "a");
	free(s);
	CHECK(rec_dup(rec, "n") == NULL);
	CHECK(rec_dup(rec, "none") == NULL);
}

static void
integers(void)
{
	static const struct {
		const char *text;
		bool is;
		int64_t v;
	} cases[] = {
		{ "0", true, 0 }, { "-0", true, 0 }, { "12", true, 12 }, { "-7", true, -7 },
		{ "1e3", true, 1000 }, { "2.0", true, 2 }, { "2.50e1", true, 25 },
		{ "1200e-2", true, 12 }, { "0.0e99", true, 0 }, { "0e-99", true, 0 },
		{ "9223372036854775807", true, INT64_MAX }, { "9223372036854775808", false, 0 },
		{ "-9223372036854775808", true, INT64_MIN }, { "-9223372036854775809", false, 0 },
		{ "9007199254740993", true, INT64_C(9007199254740993) },
		{ "1e18", true, INT64_C(1000000000000000000) }, { "1e19", false, 0 },
		{ "0.5", false, 0 }, { "1e-1", false, 0 }, { "1.5e0", false, 0 },
		{ "1e999999999999999999999", false, 0 }, { "1e-999999999999999999999", false, 0 },
		{ "0.00000000000000000000000012e26", true, 12 },
		{ "100000000000000000000000000e-24", true, 100 },
		{ "\"1\"", false, 0 }, { "null", false, 0 },
	};
	char line[128];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t v = -1;
		bool is;

		snprintf(line, sizeof line, "{\"v\":%s}", cases[i].text);
		CHECK(parse(line));
		is = rec_int(rec, "v", &v);
		if (!CHECK(is == cases[i].is) || (is && !CHECK_INT(v, cases[i].v)))
			printf("# of %s\n", cases[i].text);
	}
	CHECK(parse("{}"));
	CHECK(!rec_int(rec, "v", &(int64_t){ 0 }));
}

static void
doubles(void)
{
	static const char *const texts[] = {
		"0", "-0", "1", "-1.5", "0.1", "1e22", "1e23", "123456789012345678", "1.7976931348623157e308",
		"2.2250738585072011e-308", "5e-324", "1e-400", "9007199254740993", "0.30000000000000004",
		"179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880e0",
		"0.000000000000000000000000000000000000000000000000000000000000000001234567890123456789012345",
	};
	char line[512];

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		double v = -1, want = strtod(texts[i], NULL);

		snprintf(line, sizeof line, "{\"v\":%s}", texts[i]);
		CHECK(parse(line));
		if (!CHECK(rec_num(rec, "v", &v)) || !CHECK(memcmp(&v, &want, sizeof v) == 0))
			printf("# %s is %a, not %a\n", texts[i], v, want);
	}
	CHECK(parse("{\"v\":1e999,\"s\":\"1\"}"));
	CHECK(!rec_num(rec, "v", &(double){ 0 }));
	CHECK(!rec_num(rec, "s", &(double){ 0 }));
}

static void
long_numbers(void)
{
	struct buf b = BUF_INIT;
	double v;

	buf_str(&b, "{\"v\":0.");
	for (int i = 0; i < 5000; i++)
		buf_char(&b, '3');
	buf_str(&b, "}");
	CHECK(parse(buf_text(&b)));
	CHECK(rec_num(rec, "v", &v) && fabs(v - 1.0 / 3) < 1e-16);
	buf_clear(&b);
}

static void
booleans_and_times(void)
{
	bool b = false;
	int64_t ns = 0;

	CHECK(parse("{\"t\":true,\"f\":false,\"n\":0,\"time\":\"2026-01-02T03:04:05.250+08:00\"}"));
	CHECK(rec_bool(rec, "t", &b) && b);
	CHECK(rec_bool(rec, "f", &b) && !b);
	CHECK(!rec_bool(rec, "n", &b));
	CHECK(rec_time(rec, "time", &ns));
	CHECK_INT(ns, INT64_C(1767294245250000000));
	CHECK(!rec_time(rec, "t", &ns));
	rec_set_time(rec, "time", ns, 8 * 3600);
	rec_set_time(rec, "u", ns + 1000, 0);
	rec_set_time(rec, "w", ns + 1, 0);
	CHECK_STR(str("time"), "2026-01-02T03:04:05.250+08:00");
	CHECK_STR(str("u"), "2026-01-01T19:04:05.250001Z");
	CHECK_STR(str("w"), "2026-01-01T19:04:05.250000001Z");
}

static void
members_are_added_at_the_end(void)
{
	CHECK(parse(" { \"a\" : 1 } "));
	rec_set_text(rec, "b", "x\"\n");
	rec_set_int(rec, "c\"", -5);
	CHECK_STR(print(), " { \"a\" : 1,\"b\":\"x\\\"\\n\",\"c\\\"\":-5 } ");
	CHECK(parse(" { } "));
	rec_set_bool(rec, "b", true);
	rec_set_bool(rec, "c", false);
	CHECK_STR(print(), " {\"b\":true,\"c\":false } ");
	rec_empty(rec);
	rec_set_raw(rec, "r", "[1, 2]", 6);
	CHECK_STR(print(), "{\"r\":[1, 2]}");
}

static void
values_are_replaced_where_they_stand(void)
{
	CHECK(parse("{ \"a\" : 1 ,\"b\" : \"x\" , \"c\":[1]}"));
	rec_set_text(rec, "a", "one");
	rec_set_int(rec, "c", INT64_MIN);
	CHECK_STR(print(), "{ \"a\" : \"one\" ,\"b\" : \"x\" , \"c\":-9223372036854775808}");
	rec_set_text(rec, "a", "two\\");
	CHECK_STR(str("a"), "two\\");
	CHECK_STR(get("c"), "-9223372036854775808");
	rec_set_text(rec, "a", "");
	CHECK_STR(str("a"), "");
}

static void
members_inside_are_set(void)
{
	CHECK(parse("{\"f\":{\"a\":1 , \"b\":{}}, \"s\":\"x\",\"e\":{ }}"));
	rec_set_int(rec, "f.a", 2);
	rec_set_int(rec, "f.b.c", 3);
	rec_set_int(rec, "f.d.e", 4);
	rec_set_int(rec, "e.x", 5);
	CHECK_STR(print(), "{\"f\":{\"a\":2 , \"b\":{\"c\":3},\"d\":{\"e\":4}}, \"s\":\"x\","
	    "\"e\":{\"x\":5 }}");
	rec_set_text(rec, "new.a.b", "v");
	rec_set_text(rec, "new.a.c", "w");
	CHECK_STR(get("new"), "{\"a\":{\"b\":\"v\",\"c\":\"w\"}}");
	rec_set_int(rec, "s.t.u", 1);	/* what is no object gives way to one */
	rec_set_int(rec, "f.a.z", 1);
	CHECK_STR(get("s"), "{\"t\":{\"u\":1}}");
	CHECK_STR(get("f.a"), "{\"z\":1}");
	CHECK_STR(get("f.d.e"), "4");
}

static void
a_member_with_a_dot_in_its_name(void)
{
	CHECK(parse("{\"a.b\":1,\"a\":{\"b\":2}}"));
	rec_set_int(rec, "a.b", 3);
	CHECK_STR(print(), "{\"a.b\":3,\"a\":{\"b\":2}}");
	CHECK(rec_remove(rec, "a.b"));	/* all that the path could name */
	CHECK_STR(print(), "{\"a\":{}}");
}

static void
long_paths_end_in_one_name(void)
{
	const char *path = "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18";

	rec_empty(rec);
	rec_set_int(rec, path, 1);
	CHECK_STR(get(path), "1");
	CHECK(strstr(print(), "\"16.17.18\":1}}") != NULL);
	CHECK(rec_remove(rec, path));
	CHECK(!rec_has(rec, path));
}

static void
removal_takes_a_comma(void)
{
	static const struct {
		const char *names, *want;
	} cases[] = {
		{ "a", "{\"b\":2 , \"c\":3 }" }, { "b", "{ \"a\":1 , \"c\":3 }" },
		{ "c", "{ \"a\":1 , \"b\":2 }" }, { "ab", "{\"c\":3 }" }, { "ac", "{\"b\":2 }" },
		{ "bc", "{ \"a\":1 }" }, { "abc", "{ }" }, { "cba", "{ }" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		CHECK(parse("{ \"a\":1 , \"b\":2 , \"c\":3 }"));
		for (const char *p = cases[i].names; *p; p++) {
			char name[2] = { *p, '\0' };

			CHECK(rec_remove(rec, name));
			CHECK(!rec_has(rec, name));
			CHECK(!rec_remove(rec, name));
		}
		CHECK_STR(print(), cases[i].want);
		rec_set_int(rec, "d", 4);
		CHECK_STR(get("d"), "4");
		if (strlen(cases[i].names) == 3)
			CHECK_STR(print(), "{\"d\":4 }");
	}
	CHECK(parse("{\"o\":{ \"a\":1 , \"b\":{\"x\":1, \"y\":2} }}"));
	CHECK(!rec_remove(rec, "o.c"));
	CHECK_STR(print(), "{\"o\":{ \"a\":1 , \"b\":{\"x\":1, \"y\":2} }}");
	CHECK(rec_remove(rec, "o.b.x"));
	CHECK_STR(print(), "{\"o\":{ \"a\":1 , \"b\":{\"y\":2} }}");
	CHECK(rec_remove(rec, "o.a"));
	CHECK_STR(print(), "{\"o\":{\"b\":{\"y\":2} }}");
}

static void
removal_reaches_every_duplicate(void)
{
	CHECK(parse("{\"f\":{\"k\":1,\"k\":2,\"o\":3},\"f\":{\"k\":4},\"f\":5}"));
	CHECK(rec_remove(rec, "f.k"));
	CHECK_STR(print(), "{\"f\":{\"o\":3},\"f\":{},\"f\":5}");
}

static void
added_members_can_go(void)
{
	CHECK(parse("{\"a\":1}"));
	rec_set_int(rec, "b", 2);
	rec_set_int(rec, "c", 3);
	CHECK(rec_remove(rec, "b"));
	CHECK_STR(print(), "{\"a\":1,\"c\":3}");
	CHECK(rec_remove(rec, "c"));
	CHECK_STR(print(), "{\"a\":1}");
}

static void
members_in_order(void)
{
	const char *key;
	size_t nkey, i;
	struct rec_value v;
	char seen[128] = "";

	CHECK(parse("{\"a\":1,\"b\":2,\"a\":3,\"\\u0063\":4}"));
	rec_remove(rec, "b");
	rec_set_int(rec, "d", 5);
	for (i = 0; rec_member(rec, i, &key, &nkey, &v); i++)
		snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%.*s=%.*s ", (int)nkey, key,
		    (int)v.n, v.raw);
	CHECK_STR(seen, "a=1 a=3 c=4 d=5 ");
	CHECK(rec_member(rec, 1, &key, &nkey, &v) && *v.raw == '3');
	CHECK(!rec_member(rec, 4, &key, &nkey, &v));
	CHECK(rec_member(rec, 3, &key, &nkey, &v) && *v.raw == '5');
	CHECK(!rec_member(rec, 99, &key, &nkey, &v));
}

static void
values_inside_in_order(void)
{
	const char *key;
	size_t nkey, pos = 0;
	struct rec_value in, v;
	char seen[128] = "";

	CHECK(parse("{\"o\":{ \"a\" : [ ] , \"\\u0062\":\"x\" },\"l\":[ \"a\" ,1,{} ],\"e\":[],\"n\":1}"));
	CHECK_INT(rec_get(rec, "o", &in), REC_OBJECT);
	while (rec_each(rec, &in, &pos, &key, &nkey, &v))
		snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%.*s=%.*s ", (int)nkey, key,
		    (int)v.n, v.raw);
	CHECK_STR(seen, "a=[ ] b=\"x\" ");
	CHECK_INT(rec_get(rec, "l", &in), REC_ARRAY);
	seen[0] = '\0';
	for (pos = 0; rec_each(rec, &in, &pos, NULL, NULL, &v);)
		snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%.*s ", (int)v.n, v.raw);
	CHECK_STR(seen, "\"a\" 1 {} ");
	pos = 0;
	CHECK_INT(rec_get(rec, "e", &in), REC_ARRAY);
	CHECK(!rec_each(rec, &in, &pos, NULL, NULL, &v));
	pos = 0;
	rec_get(rec, "n", &in);
	CHECK(!rec_each(rec, &in, &pos, NULL, NULL, &v));
}

static void
numbers_are_set_in_their_shortest_form(void)
{
	static const struct {
		double v;
		const char *want;
	} cases[] = {
		{ 0.1, "0.1" }, { 1.0 / 3, "0.3333333333333333" }, { 3, "3" }, { -0.0, "-0" },
		{ 0.1 + 0.2, "0.30000000000000004" }, { 99.5, "99.5" }, { 1e21, "1e+21" },
		{ DBL_MAX, "1.7976931348623157e+308" }, { 5e-324, "5e-324" },
		{ NAN, "null" }, { INFINITY, "null" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double back;

		rec_empty(rec);
		rec_set_num(rec, "v", cases[i].v);
		CHECK_STR(get("v"), cases[i].want);
		if (isfinite(cases[i].v))
			CHECK(rec_num(rec, "v", &back) && back == cases[i].v);
	}
}

static void
raw_values_are_checked(void)
{
	char deep[2 * 128 + 1];

	rec_empty(rec);
	rec_set_raw(rec, "a", "{\"x\":[1]}", 9);
	rec_set_raw(rec, "b", "1,\"c\":2", 7);
	rec_set_raw(rec, "d", "", 0);
	rec_set_raw(rec, "e", "[1,\n2]", 6);
	memset(deep, '[', 128);
	memset(deep + 128, ']', 128);
	rec_set_raw(rec, "f", deep + 1, 254);
	rec_set_raw(rec, "g.h", deep + 1, 254);
	CHECK_STR(get("a.x"), "[1]");
	CHECK_STR(get("b"), "null");
	CHECK_STR(get("d"), "null");
	CHECK_STR(get("e"), "null");
	CHECK_INT(rec_get(rec, "f", &(struct rec_value){ 0 }), REC_ARRAY);
	CHECK_STR(get("g.h"), "null");
	CHECK(parse(print()));
}

static void
arguments_may_be_parts_of_the_record(void)
{
	const char *s;
	size_t n;

	CHECK(parse("{\"a\":\"x\\ty\",\"o\":{\"k\":\"v\"}}"));
	CHECK(rec_str(rec, "a", &s, &n));
	rec_set_str(rec, "a", s, n);
	rec_set_str(rec, "b", s, n);
	CHECK(rec_str(rec, "o.k", &s, &n));
	rec_set_str(rec, "o.k", s, n);
	rec_set_str(rec, "o.l", s, n);
	CHECK_STR(print(), "{\"a\":\"x\\ty\",\"o\":{\"k\":\"v\",\"l\":\"v\"},\"b\":\"x\\ty\"}");
}

static void
invalid_text_becomes_replacement_characters(void)
{
	rec_empty(rec);
	rec_set_str(rec, "a", "\xFF" "ok\xE4\xB8", 5);
	CHECK_STR(str("a"), "\xEF\xBF\xBDok\xEF\xBF\xBD\xEF\xBF\xBD");
	rec_set_str(rec, "b", NULL, 0);
	CHECK_STR(get("b"), "\"\"");
	CHECK(parse(print()));
}

static void
many_members(void)
{
	struct buf b = BUF_INIT;
	int64_t v;

	buf_char(&b, '{');
	for (int i = 0; i < REC_MEMBERS_MAX; i++)
		buf_fmt(&b, "%s\"member-%d\":%d", i ? "," : "", i, i);
	buf_char(&b, '}');
	CHECK(parse(buf_text(&b)));
	CHECK(rec_int(rec, "member-0", &v) && v == 0);
	CHECK(rec_int(rec, "member-4095", &v) && v == 4095);
	rec_set_int(rec, "more", 1);
	CHECK(strstr(print(), ",\"more\":1}") != NULL);
	CHECK(!parse(print()));
	CHECK_STR(rec_why(rec, &(size_t){ 0 }), "too many members");
	CHECK_STR(print(), "{}");
	buf_clear(&b);
}

static void
what_is_no_record(void)
{
	static const struct {
		const char *line;
		const char *why;
		size_t at;
	} cases[] = {
		{ "", "not an object", 0 }, { "  ", "not an object", 2 }, { "[]", "not an object", 0 },
		{ "null", "not an object", 0 }, { "{", "no member name", 1 },
		{ "{\"a\"}", "no colon after member name", 4 }, { "{\"a\":}", "no value", 5 },
		{ "{\"a\":1", "object does not end", 6 }, { "{\"a\":1,}", "no member name", 7 },
		{ "{\"a\":1}x", "more after the object", 7 }, { "{}{}", "more after the object", 2 },
		{ "\xEF\xBB\xBF{}", "byte order mark instead of an object", 0 },
		{ "{\"a\":\"\x01\"}", "control byte in string", 6 },
		{ "{\"a\":\"\xC3\"}", "string is not UTF-8", 6 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t at = 99;

		CHECK(!parse(cases[i].line));
		CHECK_STR(rec_why(rec, &at), cases[i].why);
		CHECK_INT(at, cases[i].at);
		CHECK_STR(print(), "{}");
	}
}

static void
written_as_printed(void)
{
	struct out o = OUT_INIT(-1);

	CHECK(parse("{\"a\":1, \"b\":2}"));
	rec_write(rec, &o);
	rec_remove(rec, "a");
	rec_set_int(rec, "c", 3);
	rec_write(rec, &o);
	CHECK_MEM(o.text.p, o.text.n, "{\"a\":1, \"b\":2}{\"b\":2,\"c\":3}");
	out_clear(&o);
}

/* The memory in use; 0 under a sanitizer, which has its own. */
static size_t
in_use(void)
{
	struct mallinfo2 m = mallinfo2();

	return m.uordblks + m.hblkhd;
}

static void
work(struct out *o)
{
	const char *s;
	size_t n;

	CHECK(rec_str(rec, "msg", &s, &n));
	rec_set_str(rec, "copy", s, n);
	rec_set_text(rec, "fields.user.name", "root");
	rec_set_int(rec, "n", 7);
	rec_remove(rec, "type");
	o->text.n = 0;
	rec_write(rec, o);
}

static void
a_steady_stream_allocates_nothing(void)
{
	struct out o = OUT_INIT(-1);
	char line[20000], *p = line + snprintf(line, sizeof line, "{\"type\":1,\"msg\":\"");
	size_t used;

	for (int i = 0; i < 3000; i++)
		p += snprintf(p, 8, "x\\n");
	snprintf(p, 32, "\",\"n\":1,\"\\u0061\":{}}");
	CHECK(parse(line));
	work(&o);
	CHECK(rec_parse(rec, copy, strlen(line)) == 0);	/* what was not enough is put together */
	used = in_use();
	for (int i = 0; i < 5; i++) {
		CHECK(rec_parse(rec, copy, strlen(line)) == 0);
		CHECK_INT(in_use(), used);
		work(&o);
		CHECK_INT(in_use(), used);
	}
	CHECK(memcmp(o.text.p, "{\"msg\":\"x\\n", 11) == 0);
	out_clear(&o);
}

int
main(void)
{
	rec = rec_new();
	RUN(a_new_record_is_empty);
	RUN(unchanged_is_byte_identical);
	RUN(members_are_found);
	RUN(the_last_of_duplicates_is_read_and_set);
	RUN(strings_are_decoded);
	RUN(copies_end_at_a_nul);
	RUN(integers);
	RUN(doubles);
	RUN(long_numbers);
	RUN(booleans_and_times);
	RUN(members_are_added_at_the_end);
	RUN(values_are_replaced_where_they_stand);
	RUN(members_inside_are_set);
	RUN(a_member_with_a_dot_in_its_name);
	RUN(long_paths_end_in_one_name);
	RUN(removal_takes_a_comma);
	RUN(removal_reaches_every_duplicate);
	RUN(added_members_can_go);
	RUN(members_in_order);
	RUN(values_inside_in_order);
	RUN(numbers_are_set_in_their_shortest_form);
	RUN(raw_values_are_checked);
	RUN(arguments_may_be_parts_of_the_record);
	RUN(invalid_text_becomes_replacement_characters);
	RUN(many_members);
	RUN(what_is_no_record);
	RUN(written_as_printed);
	RUN(a_steady_stream_allocates_nothing);
	rec_free(rec);
	buf_clear(&printed);
	free(copy);
	return check_end();
}
