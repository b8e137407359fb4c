/* entry: what begins, what goes on, bounds, pairs, giving up, going on after a crash. */
#include "entry.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "buf.h"
#include "check.h"
#include "entry_parts.h"
#include "file.h"
#include "mem.h"
#include "re.h"
#include "ts.h"

static struct buf got;		/* "[OFF-END LINES] text|" of each entry */
static int64_t got_length;	/* of the last one */
static char dir[] = "/tmp/entry_test.XXXXXX";

static void
take(void *arg, const struct piece *e)
{
	(void)arg;
	buf_fmt(&got, "[%" PRId64 "-%" PRId64 " %" PRIu32 "]", e->off, e->end, e->lines);
	buf_put(&got, e->p, e->n < 200 ? e->n : 200);
	if (e->n >= 200)
		buf_fmt(&got, "...%zu", e->n);
	if (e->invalid)
		buf_fmt(&got, "{%.*s}", (int)e->ninvalid, e->invalid);
	buf_char(&got, '|');
	got_length = e->length;
}

/* The form of a file with those lines below [entry]. */
static struct entry_form *
form_of(const char *keys)
{
	struct buf text = BUF_INIT;
	struct entry_form *f;
	char path[64];

	snprintf(path, sizeof path, "%s/t.conf", dir);
	buf_fmt(&text, "[entry]\n%s", keys);
	CHECK(file_replace(path, text.p, text.n, 0600) == 0);
	f = entry_form_named(path);
	buf_clear(&text);
	return f;
}

static int64_t
one(struct entry *e, const char *p, size_t n, int64_t off, int64_t now)
{
	struct piece line = { .p = p, .n = n, .off = off, .end = off + (int64_t)n + 1,
		.length = (int64_t)n, .lines = 1 };

	entry_line(e, &line, now);
	return line.end;
}

/* The lines of text from off on. */
static void
feed(struct entry *e, const char *text, int64_t off)
{
	for (const char *nl; *text; text = nl + 1) {
		nl = strchr(text, '\n');
		off = one(e, text, (size_t)(nl - text), off, 0);
	}
}

static const char *
joined(const struct entry_form *f, const char *text)
{
	struct entry *e = entry_new(f, take, NULL);

	buf_cut(&got, 0);
	feed(e, text, 0);
	entry_flush(e);
	entry_free(e);
	return buf_text(&got);
}

#define CHECK_JOINED(keys, text, want) \
	do { \
		struct entry_form *f_ = form_of(keys); \
		if (CHECK(f_)) \
			CHECK_STR(joined(f_, text), want); \
		entry_form_free(f_); \
	} while (0)

static void
begins_with_start(void)
{
	CHECK_JOINED("start = ^\\d\n", "1 a\nb\n\nc\n2 d\n", "[0-9 4]1 a\nb\n\nc|[9-13 1]2 d|");
	/* several are one or the other */
	CHECK_JOINED("start = ^1\nstart = two\n", "1\na\nx two\nb\n", "[0-4 2]1\na|[4-12 2]x two\nb|");
	CHECK_JOINED("start = ^\\d\nnot_start = ^\\d rows\n", "1 a\n2 rows\n", "[0-11 2]1 a\n2 rows|");
	CHECK_JOINED("not_start = ^more\n", "a\nmore\nb\n", "[0-7 2]a\nmore|[7-9 1]b|");
}

static void
head(void)
{
	CHECK_JOINED("start = ^\\d\nhead = ^E\nindent = yes\n", "1\na\nE\n at\nb\n",
	    "[0-4 2]1\na|[4-10 2]E\n at|[10-12 1]b|");
}

/* What begins nothing belongs to what has begun, but not to another such line. */
static void
nothing_begun(void)
{
	CHECK_JOINED("start = ^\\d\n", "a\nb\n1\nc\n", "[0-2 1]a|[2-4 1]b|[4-8 2]1\nc|");
	CHECK_JOINED("start = ^\\d\nindent = yes\n", "a\n b\nc\n", "[0-5 2]a\n b|[5-7 1]c|");
}

static void
goes_on(void)
{
	CHECK_JOINED("indent = yes\n", "a\n\tb\n c\nd\n", "[0-8 3]a\n\tb\n c|[8-10 1]d|");
	CHECK_JOINED("continue = ^Caused\n", "a\nCaused\nb\n", "[0-9 2]a\nCaused|[9-11 1]b|");
	CHECK_JOINED("goes_on = \\\\$\n", "a\\\nb\\\nc\nd\n", "[0-8 3]a\\\nb\\\nc|[8-10 1]d|");
	CHECK_JOINED("start = ^\\d\ngoes_on = ,$\n", "1,\n2\n3\n", "[0-5 2]1,\n2|[5-7 1]3|");
	CHECK_JOINED("start = ^\\d\nmay_go_on = ,$\n", "1,\n2\nx,\ny\nz\n",
	    "[0-3 1]1,|[3-12 4]2\nx,\ny\nz|");
	CHECK_JOINED("start = ^\\d\nmay_go_on = ,$\n", "x,\ny\nz\n", "[0-5 2]x,\ny|[5-7 1]z|");
	CHECK_JOINED("start = ^\\d\nend = ^-+$\n", "1\na\n--\n\nb\nc\n",
	    "[0-8 4]1\na\n--\n|[8-10 1]b|[10-12 1]c|");
	CHECK_JOINED("empty = no\n", "a\n\nb\n", "[0-2 1]a|[2-3 1]|[3-5 1]b|");
}

static void
like_another(void)
{
	char path[64];

	snprintf(path, sizeof path, "%s/base.conf", dir);
	CHECK(file_replace(path, "[entry]\nstart = ^\\d\ntitle = base\n", 33, 0600) == 0);
	CHECK_JOINED("like = base\nindent = yes\n", "1\nb\na\n 2\n", "[0-9 4]1\nb\na\n 2|");
}

static void
braces(void)
{
	CHECK_JOINED("braces = yes\n", "{\"a\":\n1}\n{}\nx\n", "[0-9 2]{\"a\":\n1}|[9-12 1]{}|[12-14 1]x|");
	/* in strings they are text; so is a quote behind a backslash */
	CHECK_JOINED("braces = yes\n", "{\"a\":\"}\\\"\",\n\"b\":2}\n{}\n",
	    "[0-19 2]{\"a\":\"}\\\"\",\n\"b\":2}|[19-22 1]{}|");
	CHECK_JOINED("braces = yes\n", "{\"a\":\"\\\"}\",\n\"b\":2}\nx\n",
	    "[0-19 2]{\"a\":\"\\\"}\",\n\"b\":2}|[19-21 1]x|");
	CHECK_JOINED("braces = yes\n", "{\"a\":\n{\"b\":1}}\nx\n", "[0-15 2]{\"a\":\n{\"b\":1}}|[15-17 1]x|");
	/* a brace at the left that may stand there, and one that may not */
	CHECK_JOINED("braces = yes\n", "{\"a\":[\n{\"b\":1},\n{\"c\":2}]}\n", "[0-26 3]{\"a\":[\n{\"b\":1},\n{\"c\":2}]}|");
	CHECK_JOINED("braces = yes\n", "{\"a\":1,\n{\"b\":2}\n", "[0-8 1]{\"a\":1,|[8-16 1]{\"b\":2}|");
	CHECK_JOINED("braces = yes\nstart = ^\\d\n", "{\"a\":1,\n2 x\n", "[0-8 1]{\"a\":1,|[8-12 1]2 x|");
	CHECK_JOINED("braces = yes\nstart = ^\\d\n", "{\"a\":1,\n \"x\":2}\n2 {\ny\n3\n",
	    "[0-16 2]{\"a\":1,\n \"x\":2}|[16-22 2]2 {\ny|[22-24 1]3|");
}

#define PAIRS "start = ^\\d\npair = Error\nkey = ^(\\d+) (\\w+)\nhold = 3\n"

static void
pairs(void)
{
	/* next to each other; with others between; with lines of its own */
	CHECK_JOINED(PAIRS, "1 a Error\n1 a x\n1 a y\n", "[0-16 2]1 a Error\n1 a x|[16-22 1]1 a y|");
	CHECK_JOINED(PAIRS, "1 a Error\n1 b x\n m\n1 a y\n n\n2 a z\n",
	    "[0-10 3]1 a Error\n1 a y\n n|[10-19 2]1 b x\n m|[28-34 1]2 a z|");
	/* another moment is another key */
	CHECK_JOINED(PAIRS, "1 a Error\n2 a x\n", "[0-10 1]1 a Error|[10-16 1]2 a x|");
	/* two of one key: in their order */
	CHECK_JOINED(PAIRS, "1 a Error 1\n1 a Error 2\n1 a x\n1 a y\n",
	    "[0-12 2]1 a Error 1\n1 a x|[12-24 2]1 a Error 2\n1 a y|");
	/* too far away: no more than three lines */
	CHECK_JOINED(PAIRS, "1 a Error\n1 b x\n1 c x\n1 a y\n",
	    "[0-10 2]1 a Error\n1 a y|[10-16 1]1 b x|[16-22 1]1 c x|");
	CHECK_JOINED(PAIRS, "1 a Error\n1 b x\n1 c x\n1 d x\n1 a y\n",
	    "[0-10 1]1 a Error|[10-16 1]1 b x|[16-22 1]1 c x|[22-28 1]1 d x|[28-34 1]1 a y|");
}

#define JOINS "start = ^\\d\njoin = ^\\d+ [A-Z]+\nkey = ^(\\d+)\nhold = 4\n"

static void
joins(void)
{
	CHECK_JOINED(JOINS, "1 a\n1 DETAIL\n1 HINT\n1 b\n", "[0-20 3]1 a\n1 DETAIL\n1 HINT|[20-24 1]1 b|");
	CHECK_JOINED(JOINS, "1 a\n2 b\n1 DETAIL\n 1 more\n2 HINT\n",
	    "[0-4 3]1 a\n1 DETAIL\n 1 more|[4-8 2]2 b\n2 HINT|");
	/* without any of its key before, it is one of its own */
	CHECK_JOINED(JOINS, "1 a\n2 DETAIL\n", "[0-4 1]1 a|[4-13 1]2 DETAIL|");
	/* the last one of the key */
	CHECK_JOINED(JOINS, "1 a\n1 b\n1 DETAIL\n", "[0-4 1]1 a|[4-17 2]1 b\n1 DETAIL|");
}

/* What waits is given out by the lines that come, not by the end only. */
static void
waits_no_longer(void)
{
	struct entry_form *f = form_of(PAIRS);
	struct entry *e = entry_new(f, take, NULL);

	buf_cut(&got, 0);
	feed(e, "1 a Error\n1 b x\n1 c x\n1 d x\n", 0);
	CHECK_STR(buf_text(&got), "");
	CHECK_INT(entry_pending(e), 0);
	feed(e, "1 e x\n", 28);
	CHECK_STR(buf_text(&got), "[0-10 1]1 a Error|[10-16 1]1 b x|[16-22 1]1 c x|[22-28 1]1 d x|");
	CHECK_INT(entry_pending(e), 28);
	/* far away in bytes */
	buf_cut(&got, 0);
	one(e, "2 a Error", 9, 34, 0);
	one(e, "2 a text", 8, 34 + ENTRY_HOLD + 1, 0);
	CHECK_STR(buf_text(&got), "[28-34 1]1 e x|[34-44 1]2 a Error|");
	entry_free(e);
	entry_form_free(f);
}

static void
gives_up(void)
{
	struct entry_form *f = form_of("start = ^\\d\ntimeout = 2s\n");
	struct entry *e = entry_new(f, take, NULL);

	buf_cut(&got, 0);
	CHECK(entry_due(e) == TS_NONE);
	CHECK_INT(entry_pending(e), -1);
	one(e, "1", 1, 0, 5 * TS_SECOND);
	one(e, "a", 1, 2, 6 * TS_SECOND);
	CHECK_INT(entry_due(e), 8 * TS_SECOND);
	entry_expire(e, 8 * TS_SECOND - 1);
	CHECK_STR(buf_text(&got), "");
	entry_expire(e, 8 * TS_SECOND);
	CHECK_STR(buf_text(&got), "[0-4 2]1\na|");
	CHECK(entry_due(e) == TS_NONE);
	/* the rest comes too late, but it comes */
	one(e, "b", 1, 4, 9 * TS_SECOND);
	entry_flush(e);
	CHECK_STR(buf_text(&got), "[0-4 2]1\na|[4-6 1]b|");
	entry_form_timeout(f, TS_SECOND / 2);
	one(e, "3", 1, 6, 9 * TS_SECOND);
	CHECK_INT(entry_due(e), 9 * TS_SECOND + TS_SECOND / 2);
	entry_free(e);
	entry_form_free(f);
}

/* Of those that wait, only what is due goes out. */
static void
gives_up_one(void)
{
	struct entry_form *f = form_of(PAIRS);
	struct entry *e = entry_new(f, take, NULL);

	buf_cut(&got, 0);
	one(e, "1 a Error", 9, 0, 0);
	one(e, "1 b x", 5, 10, TS_SECOND / 2);
	CHECK_INT(entry_due(e), TS_SECOND);
	entry_expire(e, TS_SECOND);
	CHECK_STR(buf_text(&got), "[0-10 1]1 a Error|");
	CHECK_INT(entry_due(e), TS_SECOND + TS_SECOND / 2);
	entry_free(e);
	entry_form_free(f);
}

static void
cut(void)
{
	struct entry_form *f = form_of("start = ^\\d\n");
	struct entry *e = entry_new(f, take, NULL);
	char *text = mem_zero(ENTRY_MAX, 1);
	int64_t off = 0;

	memset(text, 'x', ENTRY_MAX);
	buf_cut(&got, 0);
	off = one(e, "1", 1, off, 0);
	for (int i = 0; i < 3; i++)
		off = one(e, text, ENTRY_MAX / 2, off, 0);
	off = one(e, "2 y", 3, off, 0);
	CHECK_INT(got_length, 1 + 3 * (ENTRY_MAX / 2 + 1));
	CHECK(strstr(buf_text(&got), "[0-1572869 4]1\nxxx") && strstr(got.p, "...1048576|"));
	buf_cut(&got, 0);
	one(e, "3", 1, off, 0);
	CHECK_STR(buf_text(&got), "[1572869-1572873 1]2 y|");
	CHECK_INT(got_length, 3);
	entry_free(e);
	entry_form_free(f);
	free(text);
}

static void
cut_between_characters(void)
{
	struct entry_form *f = form_of("start = ^\\d\nmax = 1K\n");
	struct entry *e = entry_new(f, take, NULL);
	struct buf text = BUF_INIT;

	buf_str(&text, "1 ");
	for (int i = 0; i < 400; i++)
		buf_str(&text, "统");
	buf_cut(&got, 0);
	one(e, text.p, text.n, 0, 0);
	one(e, "not any more", 12, 1203, 0);
	entry_flush(e);
	CHECK(strstr(buf_text(&got), "...1022|"));
	CHECK_INT(got_length, 1202 + 1 + 12);
	buf_clear(&text);
	entry_free(e);
	entry_form_free(f);
}

static void
many_lines(void)
{
	struct entry_form *f = form_of("start = ^\\d\n");
	struct entry *e = entry_new(f, take, NULL);
	int64_t off = 0;

	buf_cut(&got, 0);
	off = one(e, "1", 1, off, 0);
	for (int i = 0; i < ENTRY_LINES_MAX + 9; i++)
		off = one(e, "a", 1, off, 0);
	entry_flush(e);
	CHECK(strstr(buf_text(&got), "[0-131092 65546]1\na\na") && strstr(got.p, "...131071|"));
	CHECK_INT(got_length, off - 1);
	/* an entry without end ends where it must; no line is lost */
	buf_cut(&got, 0);
	one(e, "1", 1, off, 0);
	one(e, "a", 1, off + ENTRY_SPAN - 1, 0);
	one(e, "b", 1, off + ENTRY_SPAN, 0);
	entry_flush(e);
	CHECK(strstr(buf_text(&got), "2]1\na|") && strstr(got.p, " 1]b|"));
	entry_free(e);
	entry_form_free(f);
}

/* Where bytes were no characters, counted in the text of the entry. */
static void
invalid(void)
{
	struct entry_form *f = form_of("start = ^\\d\nmax = 1K\n");
	struct entry *e = entry_new(f, take, NULL);
	struct piece line = { .p = "1 ab", .n = 4, .off = 0, .end = 5, .length = 4, .lines = 1,
		.invalid = "2:FF", .ninvalid = 4 };
	char x[1100];

	buf_cut(&got, 0);
	entry_line(e, &line, 0);
	line = (struct piece){ .p = "cd", .n = 2, .off = 5, .end = 8, .length = 2, .lines = 1,
		.invalid = "0:81 1:FEFE", .ninvalid = 11 };
	entry_line(e, &line, 0);
	entry_flush(e);
	CHECK_STR(buf_text(&got), "[0-8 2]1 ab\ncd{2:FF 5:81 6:FEFE}|");
	/* not those behind the cut */
	memset(x, 'x', sizeof x);
	line = (struct piece){ .p = x, .n = sizeof x, .off = 8, .end = 1109, .length = 1100,
		.lines = 1, .invalid = "1023:80 1024:81", .ninvalid = 15 };
	buf_cut(&got, 0);
	entry_line(e, &line, 0);
	entry_flush(e);
	CHECK(strstr(buf_text(&got), "...1024{1023:80}|"));
	entry_free(e);
	entry_form_free(f);
}

static const char *
resumed(const struct entry_form *f, const char *text, int64_t from, int64_t pos)
{
	struct entry *e = entry_new(f, take, NULL);

	buf_cut(&got, 0);
	entry_resume(e, pos);
	feed(e, text + from, from);
	entry_flush(e);
	entry_free(e);
	return buf_text(&got);
}

static void
resumes(void)
{
	struct entry_form *f = form_of("start = ^\\d\n"), *g = form_of(PAIRS);
	static const char text[] = "1\na\n2\nb\n3\n";
	static const char mixed[] = "1 a Error\n1 b x\n1 a y\n z\n1 c v\n";

	CHECK_INT(entry_replay(f), 0);
	CHECK_STR(resumed(f, text, 4, 4), "[4-8 2]2\nb|[8-10 1]3|");
	CHECK_STR(resumed(f, text, 0, 4), "[4-8 2]2\nb|[8-10 1]3|");
	/* given up too early, then a crash: what is behind is not lost */
	CHECK_STR(resumed(f, text, 2, 2), "[2-4 1]a|[4-8 2]2\nb|[8-10 1]3|");
	CHECK_STR(resumed(f, text, 0, 2), "[2-4 1]a|[4-8 2]2\nb|[8-10 1]3|");
	CHECK(entry_replay(g) >= ENTRY_HOLD);
	/* the second half is in what is out; its own lines, too */
	CHECK_STR(resumed(g, mixed, 0, 16), "[25-31 1]1 c v|");
	CHECK_STR(resumed(g, mixed, 0, 10), "[10-16 1]1 b x|[25-31 1]1 c v|");
	entry_form_free(f);
	entry_form_free(g);
}

/* What the text of a pattern says of first bytes is never too little. */
static void
first_bytes(void)
{
	static const char *const patterns[] = {
		"^a", "^a|^b", "^a|b", "a", "^[ab]c", "^[^a]", "^a?b", "^a*b", "^a{0,2}b",
		"^a{2}b", "^(?:a|b)c", "^(a|)b", "^(?!a)\\w", "^(?=a)a", "^\\d", "^\\D", "^\\s*x",
		"^\\[", "^[\\d-]x", "^[]a]", "^[a-c\\]]", "^.x", "^$", "^\\s*$", "^(?i)a",
		"^(?<n>a)b", "^中", "^中?a", "^[中a]", "^a\\Q|\\E", "^\\x41", "^(?:(?:a|b)?c|d)",
		"^\\ta", "^(?:ab)?", "^a??b", "^[[:alpha:]]", "^(?:^a|b)", "^\\ba", "^\\W",
		"^a|(?:^b)", "^{a", "^[^\\s]b", "^(?>a)", "^a(?:|x)", "^[a-\\d]",
	};
	static const char *const lines[] = { "a", "b", "c", "ab", "ac", "bc", "x", "xb", "1", "1x",
		" x", "x x", "[", "]", "-x", "A", "中", "中a", "aab", "\ta", "", " ", "dx", "{a", "abc",
		"_", "a|", "]x", "\xe9", "cc", "bb" };
	size_t known = 0;

	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		bool first[256] = { false };
		char why[128];
		struct re *re = re_new(patterns[i], 0, why, sizeof why);

		if (!re || !entry_first(patterns[i], first)) {
			re_free(re);
			continue;
		}
		known++;
		for (size_t j = 0; j < sizeof lines / sizeof *lines; j++)
			if (re_match(re, lines[j], strlen(lines[j])) == RE_YES &&
			    !first[(unsigned char)lines[j][0]])
				printf("# %s matches '%s'\n", patterns[i], lines[j]), CHECK(false);
		re_free(re);
	}
	CHECK_INT(known, 31);
}

/* It is not all bytes, either: or it would help nobody. */
static void
few_first_bytes(void)
{
	bool first[256] = { false };
	size_t n = 0;

	CHECK(entry_first("^[\\[<(]?(?:\\d{4}|INFO)(?!x)-", first));
	for (size_t i = 0; i < 256; i++)
		n += first[i];
	CHECK_INT(n, 3 + 10 + 1);
}

static void
bad_files(void)
{
	int keep = dup(STDERR_FILENO), fd;
	struct buf said = BUF_INIT;
	char path[64], why[128];

	snprintf(path, sizeof path, "%s/stderr", dir);
	fd = file_open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	dup2(fd, STDERR_FILENO);
	CHECK(!form_of("start = (\n"));
	CHECK(!form_of("begin = x\n"));
	CHECK(!form_of("join = x\n"));
	CHECK(!form_of("key = x\n"));
	CHECK(!form_of("like = nowhere\n"));
	CHECK(!form_of("like = t\n"));
	CHECK(!form_of("max = 2M\n"));
	CHECK(!form_of("[entry]\n"));
	CHECK(!form_of("start = ^\\d\nyes = a\n"));
	CHECK(!form_of("start = ^\\d\nno = 1\n"));
	CHECK(!entry_form_named("no-such-form"));
	CHECK(!entry_form_start("[", why, sizeof why) && strstr(why, "missing"));
	dup2(keep, STDERR_FILENO);
	close(keep);
	close(fd);
	CHECK(file_read(path, 1 << 20, &said) == 0);
	CHECK(strstr(buf_text(&said), "t.conf:2: start: missing closing parenthesis"));
	CHECK(strstr(said.p, "t.conf:2: "));
	CHECK(strstr(said.p, "t.conf:1: join or pair need a key"));
	CHECK(strstr(said.p, "t.conf:2: like: more than 4 files deep"));
	CHECK(strstr(said.p, "t.conf:2: max: from 1024 to 1048576 bytes"));
	CHECK(strstr(said.p, "t.conf:2: [entry] again"));
	CHECK(strstr(said.p, "t.conf:3: yes: this line begins no entry"));
	CHECK(strstr(said.p, "t.conf:3: no: this line begins an entry"));
	CHECK(strstr(said.p, "entries/no-such-form.conf"));
	buf_clear(&said);
}

int
main(void)
{
	char *ok = mkdtemp(dir), path[64];

	if (!ok)
		return 2;
	RUN(begins_with_start);
	RUN(head);
	RUN(nothing_begun);
	RUN(goes_on);
	RUN(like_another);
	RUN(braces);
	RUN(pairs);
	RUN(joins);
	RUN(waits_no_longer);
	RUN(gives_up);
	RUN(gives_up_one);
	RUN(cut);
	RUN(cut_between_characters);
	RUN(many_lines);
	RUN(invalid);
	RUN(resumes);
	RUN(first_bytes);
	RUN(few_first_bytes);
	RUN(bad_files);
	buf_clear(&got);
	for (int i = 0; i < 3; i++) {
		static const char *const names[] = { "t.conf", "base.conf", "stderr" };

		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
	return check_end();
}
