/*
 * frame_fuzz - the same bytes give the same messages, in whatever pieces they come; what
 * is given stands in the input where it is said to stand, in order, and what is not given
 * is counts and line ends.
 *
 * Input: a byte that says how the rest is cut, the stream.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cursor.h"
#include "frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { SMALL = 40 };	/* a bound that inputs reach */

/* May these bytes, before or after a text, be left out of it? */
static void
check_framing(const char *s, const char *e)
{
	for (; s < e; s++)
		if (!cursor_digit(*s) && *s != ' ' && *s != '\n' && *s != '\r' && *s != '\0')
			abort();
}

static void
check(const struct frame_msg *m, const char *s, size_t n, int64_t *at)
{
	const char *from = s + m->off, *to = s + m->end, *p = from;

	if (m->off < *at || m->end < m->off || m->end > (int64_t)n || m->n == 0 ||
	    m->length < (int64_t)m->n)
		abort();
	check_framing(s + *at, from);
	/* the text stands there, at the start or after a count */
	while (p < to && ((size_t)(to - p) < m->n || memcmp(p, m->p, m->n) != 0))
		p++;
	if (p == to)
		abort();
	check_framing(from, p);
	if ((int64_t)m->n == m->length)
		check_framing(p + m->n, to);
	*at = m->end;
}

static void
run(const char *s, size_t n, uint64_t cuts, size_t max, struct buf *all)
{
	struct frame f = FRAME_INIT(max);
	struct frame_msg m;
	int64_t at = 0;
	bool more;

	for (size_t i = 0, step; i < n; i += step) {
		step = cuts ? (cuts >> 33) % 24 + 1 : n;
		cuts = cuts * 6364136223846793005u + (cuts != 0);
		if (step > n - i)
			step = n - i;
		frame_feed(&f, s + i, step);
		while (frame_next(&f, &m)) {
			check(&m, s, n, &at);
			buf_put(all, &m.off, sizeof m.off);
			buf_put(all, &m.end, sizeof m.end);
			buf_put(all, &m.length, sizeof m.length);
			buf_put(all, m.p, m.n);
		}
		if (frame_held(&f) > 2 * max + 64)
			abort();
	}
	more = frame_end(&f, &m);
	if (more) {
		check(&m, s, n, &at);
		buf_put(all, &m.off, sizeof m.off);
		buf_put(all, &m.length, sizeof m.length);
		buf_put(all, m.p, m.n);
	}
	check_framing(s + at, s + n);
	frame_clear(&f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf whole = BUF_INIT, cut = BUF_INIT;
	const char *s = (const char *)data + 1;

	for (int i = 0; n > 0 && i < 2; i++) {
		buf_cut(&whole, 0);
		buf_cut(&cut, 0);
		run(s, n - 1, 0, i ? SMALL : FRAME_MAX, &whole);
		run(s, n - 1, data[0] * 0x9E3779B97F4A7C15u | 1, i ? SMALL : FRAME_MAX, &cut);
		if (whole.n != cut.n || (whole.n > 0 && memcmp(whole.p, cut.p, whole.n) != 0))
			abort();
	}
	buf_clear(&whole);
	buf_clear(&cut);
	return 0;
}
