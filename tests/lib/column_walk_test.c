/* Tests of lib/column_walk and lib/column_mask. */
#include "column.h"

#include <stdlib.h>

#include "buf.h"
#include "check.h"
#include "rec.h"
#include "ts.h"

enum { MAX = 200 };

static void
check_mask(const char *s, const char *want)
{
	struct buf b = BUF_INIT;

	column_mask(s, strlen(s), MAX, &b);
	CHECK_STR(buf_text(&b), want);
	buf_clear(&b);
}

static void
masks_words_with_digits(void)
{
	check_mask("", "");
	check_mask("disk is full", "disk is full");
	check_mask("took 12 ms", "took <*> ms");
	check_mask("Received block blk_-123 of size 5", "Received block <*> of size <*>");
	check_mask("x\1y is \1", "<*> is <*>");
	check_mask("a b2", "a <*>");
	check_mask("2", "<*>");
	check_mask("\xe7\xac\xac" "3\xe6\xac\xa1", "\xe7\xac\xac<*>\xe6\xac\xa1");
}

static void
joins_what_belongs_together(void)
{
	check_mask("src: /10.0.0.1:50010 dest", "src: /<*> dest");
	check_mask("blk_1 blk_2, blk_3 gone", "<*> gone");
	check_mask("1 - 2", "<*> - <*>");
	check_mask("(1)(2)", "(<*>)(<*>)");
}

static void
masks_names_beside_a_variable(void)
{
	check_mask("Sun Dec 04 04:47:44 2005 up", "<*> up");
	check_mask("[04/Dec/2005:07:18 +0000] x", "[<*> +<*>] x");
	check_mask("Dec  4 01:02:03 combo", "<*> combo");
	check_mask("Sun rises", "Sun rises");
	check_mask("the Sun Dec", "the Sun Dec");
	check_mask("May be", "May be");
	check_mask("in May, 5 of them", "in <*> of them");
	check_mask("Sun (1)", "Sun (<*>)");
	check_mask("Jan", "Jan");
	check_mask("atMar 4 x", "<*> x");
}

static void
keeps_escapes(void)
{
	check_mask("a \\u00e9 1", "a \\u00e9 <*>");
	check_mask("line 1\\nline 2", "line <*>\\nline <*>");
	check_mask("\\\"1\\\"", "\\\"<*>\\\"");
}

static void
cuts_what_is_long(void)
{
	static const struct { const char *s; size_t max; const char *want; } t[] = {
		{ "abcdef", 6, "abcdef" }, { "abcdef", 5, "abcde..." },
		{ "ab\\u00e9", 7, "ab..." }, { "ab\xc3\xa9", 3, "ab..." },
		{ "ab 1 2 3 cd", 6, "ab <*>..." }, { "ab 1", 5, "ab ..." },
		{ "Jan Feb Mar x", 6, "Jan Fe..." },
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct buf b = BUF_INIT;

		column_mask(t[i].s, strlen(t[i].s), t[i].max, &b);
		CHECK_STR(buf_text(&b), t[i].want);
		buf_clear(&b);
	}
}

/* --- the walk ----------------------------------------------------------------------- */

/* The mask of the msg of a line, or "-". */
static void
mask_line(struct rec *r, const char *line, size_t n, struct buf *to)
{
	struct rec_value v;

	buf_cut(to, 0);
	if (rec_parse(r, line, n) == 0 && rec_get(r, "msg", &v) == REC_STRING)
		column_mask(v.raw + 1, v.n - 2, MAX, to);
	else
		buf_char(to, '-');
}

/* The same of a step. */
static void
mask_step(struct column_walk *w, const struct column_step *s, struct rec *r,
    struct buf *to)
{
	struct buf b = BUF_INIT;

	buf_cut(to, 0);
	switch (s->what) {
	case COLUMN_KNOWN:
		column_walk_text(w, s->t, &b);
		column_mask(b.n ? b.p : "", b.n, MAX, to);
		break;
	case COLUMN_OWN:
		column_mask(s->p, s->n, MAX, to);
		break;
	case COLUMN_ALL:
		mask_line(r, s->p, s->n, to);
		break;
	case COLUMN_NOTHING:
		column_walk_kind(w, s->kind, &b);
		mask_line(r, b.p, b.n, to);
		break;
	}
	buf_clear(&b);
}

static struct column_walk *
walk_of(struct column_set *set)
{
	struct column_source source = column_set_source(set);

	return column_walk_new(&source, "msg", "time");
}

/* Row by row it tells what the lines say; how many templates there were. */
static size_t
check_walk(const char *lines, size_t n)
{
	struct buf want = BUF_INIT, got = BUF_INIT;
	struct column_set set = { 0 };
	struct rec *r = rec_new();
	struct column_walk *w;
	struct column_step s;
	const char *p = lines, *nl;
	size_t texts = 0, bad = 0;

	column_write(&set, lines, n);
	w = walk_of(&set);
	CHECK(w != NULL);
	for (; w && p < lines + n; p = nl + 1) {
		int64_t time = TS_NONE;

		nl = memchr(p, '\n', (size_t)(lines + n - p));
		if (!CHECK_INT(column_walk_next(w, &s), COLUMN_ROW))
			break;
		mask_line(r, p, (size_t)(nl - p), &want);
		(void)rec_time(r, "time", &time);
		mask_step(w, &s, r, &got);
		bad += got.n != want.n || memcmp(got.p, want.p, got.n) != 0;
		if (column_walk_has(w, s.kind, "time"))
			bad += s.time != time;
	}
	CHECK_INT(bad, 0);
	if (w) {
		CHECK_INT(column_walk_next(w, &s), COLUMN_END);
		texts = column_walk_texts(w);
	}
	column_walk_free(w);
	column_set_clear(&set);
	rec_free(r);
	buf_clear(&want);
	buf_clear(&got);
	return texts;
}

static void
walks_logs(void)
{
	struct buf b = BUF_INIT;

	for (int i = 0; i < 4000; i++) {
		int m = i / 60 % 60, s = i % 60;

		buf_fmt(&b, "{\"time\":\"2026-03-%02dT10:%02d:%02d.%03d+08:00\",\"kind\":"
		    "\"%s\",\"msg\":\"", 1 + i / 3600, m, s, i % 1000,
		    i % 3 ? "app" : "db");
		switch (i % 5) {
		case 0: buf_fmt(&b, "Mar %2d 10:%02d:%02d up %d", 1 + i / 3600, m, s, i);
			break;
		case 1: buf_fmt(&b, "block blk_%d of size 67108864 from /10.0.0.%d:50010",
			    i * 7919, i % 251);
			break;
		case 2: buf_str(&b, "nothing \\\"new\\\""); break;
		case 3: for (int k = 0; k < 90; k++)	/* more than are worth it */
				buf_fmt(&b, "%s%d", k % 9 ? ")" : "(", i + k);
			break;
		default: buf_fmt(&b, "%d", i); break;
		}
		buf_fmt(&b, "\",\"n\":%d}\n", i);
	}
	CHECK(check_walk(b.p, b.n) >= 4);
	buf_clear(&b);
}

static void
walks_few_texts_and_other_lines(void)
{
	static const char lines[] =
	    "{\"time\":\"2026-03-01T10:00:00Z\",\"msg\":\"a 1\"}\n"
	    "{\"time\":\"2026-03-01T10:00:00Z\",\"msg\":\"a 1\"}\n"
	    "{\"type\":\"redacted\",\"seq\":3}\n"
	    "{\"msg\":5}\n"
	    "{ \"msg\" : \"b 2\", \"msg\":\"c 3\"}\n"
	    "no record\n";

	check_walk(lines, sizeof lines - 1);
}

/* What is missing or damaged is not walked. */
static void
leaves_the_rest_to_rows(void)
{
	struct column_set set = { 0 };
	struct buf b = BUF_INIT;

	CHECK(walk_of(&set) == NULL);
	for (int i = 0; i < 300; i++)
		buf_fmt(&b, "{\"time\":\"2026-03-01T10:00:00Z\",\"msg\":\"%d\"}\n", i);
	column_write(&set, b.p, b.n);
	for (size_t i = 0; i < set.n; i++) {
		struct column_walk *w;

		set.v[i].name[0] ^= 0x40;
		w = walk_of(&set);
		if (w) {
			struct column_step s;

			CHECK(column_walk_next(w, &s) == COLUMN_ROW);
		}
		column_walk_free(w);
		set.v[i].name[0] ^= 0x40;
	}
	column_set_clear(&set);
	buf_clear(&b);
}

int
main(void)
{
	RUN(masks_words_with_digits);
	RUN(joins_what_belongs_together);
	RUN(masks_names_beside_a_variable);
	RUN(keeps_escapes);
	RUN(cuts_what_is_long);
	RUN(walks_logs);
	RUN(walks_few_texts_and_other_lines);
	RUN(leaves_the_rest_to_rows);
	return check_end();
}
