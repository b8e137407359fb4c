/* Tests of lib/column. */
#include "column.h"

#include <stdlib.h>

#include "buf.h"
#include "check.h"
#include "mem.h"

/* The rows of a set: how many come out, and how many are lost. */
static size_t
read_all(struct column_set *set, struct buf *out, size_t *lost)
{
	struct column_reader *r = column_reader_new(set);
	enum column_rc rc;
	size_t n = 0;

	buf_cut(out, 0);
	*lost = 0;
	if (!r)
		return 0;
	while ((rc = column_next(r, out)) != COLUMN_END)
		if (rc == COLUMN_ROW)
			n++;
		else
			++*lost;
	column_reader_free(r);
	return n;
}

/* What goes in comes out. */
static void
check_there_and_back(struct column_set *set, const char *text, size_t n)
{
	struct buf out = BUF_INIT;
	size_t lost;

	column_write(set, text, n);
	read_all(set, &out, &lost);
	CHECK_INT(lost, 0);
	CHECK_INT(out.n, n);
	CHECK(out.n == n && (n == 0 || memcmp(out.p, text, n) == 0));
	buf_clear(&out);
}

/* Records of two files as logtail writes them, n of each; the time is in the text. */
static void
logs(struct buf *b, size_t n)
{
	size_t off[2] = { 0, 4000 };

	for (size_t i = 0; i < 2 * n; i++) {
		size_t f = i / 7 % 2, from = off[f];
		struct buf m = BUF_INIT;

		buf_fmt(&m, "Mar %2zu 10:%02zu:%02zu db%zu sshd[%zu]: %s user u%zu from "
		    "10.0.%zu.%zu", 1 + i / 5000, i / 60 % 60, i % 60, f, 4000 + i / 3,
		    i % 5 ? "Accepted" : "Failed \\\"x\\\"", i % 97, i % 3, i % 251);
		off[f] += m.n + 1 - (i % 5 ? 0 : 2);
		buf_fmt(b, "{\"time\":\"2026-03-%02zuT10:%02zu:%02zu.%03zuZ\",\"type\":\"log\","
		    "\"host\":\"db%zu\",\"fid\":\"f%zu\",\"off\":%zu,\"end\":%zu%s,\"msg\":\""
		    "%.*s\"}\n", 1 + i / 5000, i / 60 % 60, i % 60, i * 7 % 1000, f, f, from,
		    off[f], i % 11 ? "" : ",\"severity\":\"err\"", (int)m.n, m.p);
		buf_clear(&m);
	}
}

static void
logs_come_back(void)
{
	struct column_set set = { 0 };
	struct buf in = BUF_INIT;

	logs(&in, 3000);
	check_there_and_back(&set, in.p, in.n);
	column_set_clear(&set);
	buf_clear(&in);
}

static const struct column *
column_of(struct column_set *set, const char *key)
{
	const struct column *words = column_set_find(set, "words");
	struct buf w = BUF_INIT;
	char name[COLUMN_NAME_MAX];
	const char *at, *from;

	buf_put(&w, words->text.p, words->text.n);
	at = strstr(buf_text(&w), key);
	for (from = at; from && from > w.p && from[-1] != ' ';)
		from--;
	while (from && from > w.p && from[-2] != 'n')
		from--;
	snprintf(name, sizeof name, "%.*s", from ? (int)strcspn(from, " ") : 0,
	    from ? from : "");
	buf_clear(&w);
	return column_set_find(set, name);
}

/* What follows from other members is not kept: all differences are alike. */
static void
what_follows_is_not_kept(void)
{
	struct column_set set = { 0 };
	struct buf in = BUF_INIT;
	const struct column *c, *words;

	logs(&in, 3000);
	column_write(&set, in.p, in.n);
	words = column_set_find(&set, "words");
	CHECK(memmem(words->text.p, words->text.n, "ints follow ", 12) != NULL);
	CHECK(memmem(words->text.p, words->text.n, "ints length ", 12) != NULL);
	CHECK(memmem(words->text.p, words->text.n, "%b %e %H:%M:%S\n", 15) != NULL);
	CHECK(memmem(words->text.p, words->text.n, "\"host\":\"db1\",\"fid\":\"f1\"", 23));
	c = column_of(&set, " end\n");
	CHECK(c && c->text.n == 2 * 6000);
	for (size_t i = 0; c && i < c->text.n; i += 2)
		if (c->text.p[i] != '1') {
			CHECK(!"every record ends behind its newline");
			break;
		}
	column_set_clear(&set);
	buf_clear(&in);
}

/* Rows of a text with a number in it, and the template they must have. */
static void
check_template(const char *before, const char *behind, const char *template)
{
	struct column_set set = { 0 };
	struct buf in = BUF_INIT;
	const struct column *words;

	for (size_t i = 0; i < 400; i++)	/* fewer would be kinds */
		buf_fmt(&in, "{\"m\":\"%s%zu%s\"}\n", before, 1000 + i * i, behind);
	check_there_and_back(&set, in.p, in.n);
	column_write(&set, in.p, in.n);
	words = column_set_find(&set, "words");
	CHECK(memmem(words->text.p, words->text.n, template, strlen(template)) != NULL);
	column_set_clear(&set);
	buf_clear(&in);
}

/* Words with digits, and no part of an escape. */
static void
variables_are_found(void)
{
	check_template("no digit is in the first of these letters ", "",
	    " no digit is in the first of these letters \001\n");
	check_template("from a", "b/c to another place", " from a\001b/c to another place\n");
	check_template("what is behind\\u00e9", " is no digit", " what is behind\\u00e9\001 is");
	check_template("the second of\\\\", " is no escape", " the second of\\\\\001 is no");
	check_template("what is behind\\\"x", " has a letter", " what is behind\\\"x\001 has");
}

/* Letters of escapes make other templates, not other values. */
static void
escapes_are_no_variables(void)
{
	struct column_set set = { 0 };
	struct buf in = BUF_INIT;
	const struct column *words;

	for (size_t i = 0; i < 800; i++)
		buf_fmt(&in, "{\"m\":\"some of the lines\\%c%zu end so\\%s%zu\"}\n",
		    i % 2 ? 'n' : 't', i * i, i % 2 ? "u00e9" : "b", i);
	check_there_and_back(&set, in.p, in.n);
	column_write(&set, in.p, in.n);
	words = column_set_find(&set, "words");
	CHECK(memmem(words->text.p, words->text.n, "\\n\001 end so\\u00e9\001\n", 18));
	CHECK(memmem(words->text.p, words->text.n, "\\t\001 end so\\b\001\n", 14));
	column_set_clear(&set);
	buf_clear(&in);
}

static void
odd_lines_come_back(void)
{
	static const char *const lines[] = {
		"{}\n", "\n", "\n\n\n", "x\n", "{\"a\":1}\n", "{\"a\":1,\"a\":1}\n",
		"{ \"a\" : 1 , \"b\" : \"x\" }\n{ \"a\" : 2 , \"b\" : \"y\" }\n",
		"{\"a\":1}\r\n{\"a\":2}\r\n", "{\"a\":\"\xff\xfe\"}\n", "{\"a\":\"\\\"}\n",
		"{\"a\":\"\\\"\"}\n", "{\"a\":{}\n", "{\"a\":{}}\n", "{\"a\":[1,{\"b\":\"]\"}]}\n",
		"{\"a\":\"\\\\\"}\n", "{\"a\":1.50}\n{\"a\":1e3}\n{\"a\":-0}\n{\"a\":007}\n",
		"{\"a\":9223372036854775807}\n{\"a\":-9223372036854775808}\n{\"a\":1}\n",
		"{\"a\":\"\001!!\"}\n{\"a\":\"\002\"}\n\001\n\002\n", "{\"\":\"\"}\n", "{\"a\":}\n",
		"{\"a\":\"b\"\n", "{\"a\":\"b\",}\n", "{\"a\"\n", "{\"\\u0061\":1}\n", "{\"a\":tru}\n",
		"{\"a\":\"2026-02-29T00:00:00Z\"}\n", "{\"a\":\"2026-02-28T23:59:60Z\"}\n",
		"{\"a\":\"0000-01-01T00:00:00Z\"}\n", "{\"a\":\"2026-01-01T00:00:00.5+08:00\"}\n",
		"{\"time\":\"2026-03-01T00:00:00Z\",\"msg\":\"Mar  1 00:00:00 x1 y2 z3 q\"}\n"
		"{\"time\":\"2026-03-02T00:00:00Z\",\"msg\":\"Mar  2 08:00:00 x1 y2 z3 q\"}\n",
	};
	struct column_set set = { 0 };
	struct buf all = BUF_INIT;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		check_there_and_back(&set, lines[i], strlen(lines[i]));
		for (int k = 0; k < 3; k++)
			buf_str(&all, lines[i]);
	}
	check_there_and_back(&set, "a\0b\n", 4);
	check_there_and_back(&set, all.p, all.n);
	check_there_and_back(&set, "", 0);
	column_set_clear(&set);
	buf_clear(&all);
}

/* More of everything than has a number of its own. */
static void
many_of_all_come_back(void)
{
	struct column_set set = { 0 };
	struct buf b = BUF_INIT;

	for (int i = 0; i < 3000; i++)	/* shapes, members */
		buf_fmt(&b, "{\"m%d\":%d,\"text\":\"a text that is long enough %d\"}\n", i % 900, i,
		    i);
	for (int i = 0; i < 30000; i++)	/* templates: letters count in them */
		buf_fmt(&b, "{\"msg\":\"%c%c%c is a word in a text %d\"}\n", 'a' + i % 26,
		    'a' + i / 26 % 26, 'a' + i / 676 % 26, i);
	for (int i = 0; i < 20000; i++)	/* ids of more than one character */
		buf_fmt(&b, "{\"user\":\"user%d\",\"msg\":\"a session of u%d was opened\"}\n",
		    i % 700, i % 300);
	for (int i = 0; i < 300; i++)	/* variables of one text */
		buf_fmt(&b, "%s1 22 333", i ? " " : "{\"msg\":\"");
	buf_str(&b, "\"}\n");
	check_there_and_back(&set, b.p, b.n);
	column_set_clear(&set);
	buf_clear(&b);
}

/* Without a column: what still comes out is right, and the others are lost. */
static void
missing_columns_lose_rows_only(void)
{
	struct column_set set = { 0 }, less;
	struct buf in = BUF_INIT, out = BUF_INIT;
	size_t lost;

	logs(&in, 300);
	buf_str(&in, "no record\n{\"other\":1}\n");
	column_write(&set, in.p, in.n);
	for (size_t gone = 2; gone < set.n; gone++) {
		const char *p = in.p, *end = in.p + in.n, *q;
		size_t n, whole = 0;

		less = (struct column_set){ mem_zero(set.n, sizeof *set.v), 0, 0 };
		for (size_t i = 0; i < set.n; i++)
			if (i != gone)
				less.v[less.n++] = set.v[i];
		n = read_all(&less, &out, &lost);
		CHECK_INT(n + lost, 602);
		CHECK(lost > 0);
		for (q = out.p; n > 0 && q < out.p + out.n; q = strchr(q, '\n') + 1, whole++) {
			size_t len = (size_t)(strchr(q, '\n') + 1 - q);

			p = memmem(p, (size_t)(end - p), q, len);
			if (!CHECK(p != NULL))
				break;
			p += len;
		}
		CHECK(n <= 602 && whole <= n);
		free(less.v);
	}
	column_set_clear(&set);
	buf_clear(&in);
	buf_clear(&out);
}

static void
damaged_words_are_refused(void)
{
	struct column_set set = { 0 };
	struct buf in = BUF_INIT;

	CHECK(column_reader_new(&set) == NULL);
	logs(&in, 10);
	column_write(&set, in.p, in.n);
	for (size_t n = 0; n < set.v[0].text.n; n++) {
		size_t whole = set.v[0].text.n;

		set.v[0].text.n = n;
		CHECK(column_reader_new(&set) == NULL);
		set.v[0].text.n = whole;
	}
	column_set_clear(&set);
	buf_clear(&in);
}

int
main(void)
{
	RUN(logs_come_back);
	RUN(what_follows_is_not_kept);
	RUN(variables_are_found);
	RUN(escapes_are_no_variables);
	RUN(odd_lines_come_back);
	RUN(many_of_all_come_back);
	RUN(missing_columns_lose_rows_only);
	RUN(damaged_words_are_refused);
	return check_end();
}
