/* Unit tests of lib/frame. */
#include "frame.h"

#include <stdlib.h>

#include "buf.h"
#include "check.h"

enum { BIG = 3 << 20 };

static struct buf got;

static void
note(const struct frame_msg *m)
{
	buf_fmt(&got, "%" PRId64 "-%" PRId64 "[", m->off, m->end);
	buf_put(&got, m->p, m->n);
	buf_str(&got, "]");
	if (m->length != (int64_t)m->n)
		buf_fmt(&got, "of %" PRId64, m->length);
	buf_str(&got, " ");
}

/* All messages of the n bytes, fed in pieces of step bytes, as text. */
static const char *
split(const char *s, size_t n, size_t step, size_t max)
{
	struct frame f = FRAME_INIT(max);
	struct frame_msg m;

	buf_cut(&got, 0);
	for (size_t at = 0; at < n; at += step) {
		frame_feed(&f, s + at, n - at < step ? n - at : step);
		while (frame_next(&f, &m))
			note(&m);
	}
	if (frame_end(&f, &m))
		note(&m);
	CHECK(!frame_end(&f, &m));
	frame_clear(&f);
	return buf_text(&got);
}

#define IS(bytes, want) do { \
	for (size_t step = 1; step <= sizeof(bytes); step++) \
		CHECK_STR(split(bytes, sizeof(bytes) - 1, step, FRAME_MAX), want); \
} while (0)

static void
line_ends(void)
{
	IS("<13>one\n<13>two\r\n<13>three", "0-8[<13>one] 8-17[<13>two] 17-26[<13>three] ");
	IS("<1>a\0<2>b\0", "0-5[<1>a] 5-10[<2>b] ");
	IS("<1>a\0\n<2>b\0\n", "0-5[<1>a] 6-11[<2>b] ");
	IS("\n\r\n\n<1>a\n\n", "4-9[<1>a] ");
	IS("no priority\nat all\n", "0-12[no priority] 12-19[at all] ");
	IS("a\rb\n", "0-4[a\rb] ");
	IS("", "");
}

static void
counts(void)
{
	IS("6 <13>ab7 <1>1 xy", "0-8[<13>ab] 8-17[<1>1 xy] ");
	IS("3 <1>3 <2>", "0-5[<1>] 5-10[<2>] ");
	IS("9 <13>a\nb\nc", "0-11[<13>a\nb\nc] ");		/* line feeds inside */
	IS("7 <13>ab\n8 <13>ab\r\n", "0-9[<13>ab] 9-19[<13>ab] ");	/* and at the end */
	IS("6 <13>ab\n6 <13>cd\n", "0-8[<13>ab] 9-17[<13>cd] ");	/* not counted */
}

static void
both_kinds(void)
{
	IS("6 <13>ab<13>line\n6 <13>cd", "0-8[<13>ab] 8-17[<13>line] 17-25[<13>cd] ");
}

/* Digits without a priority after them are text. */
static void
no_counts(void)
{
	IS("2026-11-20 x\n", "0-13[2026-11-20 x] ");
	IS("404 not found\n", "0-14[404 not found] ");
	IS("007 <13>ab\n", "0-11[007 <13>ab] ");
	IS("12 <1234>a\n", "0-11[12 <1234>a] ");
	IS("12 <>a\n", "0-7[12 <>a] ");
	IS("3 <13>a\n", "0-8[3 <13>a] ");	/* shorter than its priority */
	IS("1234567890 <13>a\n", "0-17[1234567890 <13>a] ");
	IS("5\n6 \n7 <\n8 <1\n", "0-2[5] 2-5[6 ] 5-9[7 <] 9-14[8 <1] ");
	IS("12 <3", "0-5[12 <3] ");
	IS("say 6 <13>ab\n", "0-13[say 6 <13>ab] ");	/* in a stream of lines */
}

/* A wrong count: the stream is in step again at the next one that can be told. */
static void
astray(void)
{
	IS("6 <13>abcdef6 <13>gh", "0-8[<13>ab] 8-12[cdef] 12-20[<13>gh] ");
	IS("6 <13>abcd\nef\n6 <13>gh", "0-8[<13>ab] 8-11[cd] 11-14[ef] 14-22[<13>gh] ");
	IS("9 <13>ab7 <13>cde6 <13>gh",
	    "0-11[<13>ab7 <] 11-17[13>cde] 17-25[<13>gh] ");
	IS("6 <13>ab12 <34x 6 <13>gh", "0-8[<13>ab] 8-16[12 <34x ] 16-24[<13>gh] ");
	IS("6 <13>abx 999999999 <13>gh", "0-8[<13>ab] 8-26[x 999999999 <13>gh] ");
	IS("6 <13>abx0123456789 <13>g", "0-8[<13>ab] 8-25[x0123456789 <13>g] ");
}

static void
not_whole(void)
{
	IS("20 <13>ab", "0-9[<13>ab]of 20 ");
	IS("20 <13>", "0-7[<13>]of 20 ");
	IS("20 ", "0-3[20 ] ");
}

static void
cut(void)
{
	for (size_t step = 1; step < 60; step++) {
		CHECK_STR(split("<13>0123456789\n<13>b\n", 21, step, 8),
		    "0-15[<13>0123]of 14 15-21[<13>b] ");
		CHECK_STR(split("<13>0123456789\r\n<13>b\n", 22, step, 8),
		    "0-16[<13>0123]of 14 16-22[<13>b] ");
		CHECK_STR(split("14 <13>01234567895 <13>b", 24, step, 8),
		    "0-17[<13>0123]of 14 17-24[<13>b] ");
	}
}

/* A sender that never comes to an end is held in bounds, and what is idle costs nothing. */
static void
bound(void)
{
	struct frame f = FRAME_INIT(FRAME_MAX);
	struct frame_msg m;
	char block[4096];

	memset(block, 'x', sizeof block);
	for (int i = 0; i < BIG / (int)sizeof block; i++) {
		frame_feed(&f, block, sizeof block);
		CHECK(!frame_next(&f, &m));
	}
	CHECK(frame_held(&f) <= 2 * FRAME_MAX);
	frame_feed(&f, "\n<13>b\n", 7);
	CHECK(frame_next(&f, &m));
	CHECK_INT(m.n, FRAME_MAX);
	CHECK_INT(m.length, BIG);
	CHECK_INT(m.end, BIG + 1);
	CHECK(frame_next(&f, &m));
	CHECK_MEM(m.p, m.n, "<13>b");
	CHECK(!frame_next(&f, &m));
	CHECK_INT(frame_held(&f), 0);
	frame_clear(&f);
}

/* The bound may be lowered in the midst of a message: nothing is kept behind a gap. */
static void
lowered(void)
{
	struct frame f = FRAME_INIT(8);
	struct frame_msg m;

	frame_feed(&f, "<13>ab", 6);
	CHECK(!frame_next(&f, &m));
	f.max = 4;
	frame_feed(&f, "cd", 2);
	CHECK(!frame_next(&f, &m));
	f.max = 20;
	frame_feed(&f, "efg\n", 4);
	CHECK(frame_next(&f, &m));
	CHECK_MEM(m.p, m.n, "<13>ab");
	CHECK_INT(m.length, 11);
	frame_clear(&f);
}

int
main(void)
{
	RUN(line_ends);
	RUN(counts);
	RUN(both_kinds);
	RUN(no_counts);
	RUN(astray);
	RUN(not_whole);
	RUN(cut);
	RUN(bound);
	RUN(lowered);
	buf_clear(&got);
	return check_end();
}
