/* Tests of lib/pack. */
#include "pack.h"

#include <errno.h>
#include <stdlib.h>

#include "buf.h"
#include "check.h"

static void
fill(struct buf *b, size_t n)
{
	for (size_t i = 0; b->n < n; i++)
		buf_fmt(b, "{\"n\":%zu,\"msg\":\"line %zu\"}\n", i, i * i);
	buf_cut(b, n);
}

static void
goes_there_and_back(void)
{
	static const size_t sizes[] = { 0, 1, 100, 128 * 1024, 4 << 20 };
	struct pack *p = pack_new(PACK_LEVEL);

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct buf in = BUF_INIT, packed = BUF_INIT, out = BUF_INIT;
		struct pack_frame f;

		fill(&in, sizes[i]);
		buf_str(&out, "before");
		pack_data(p, in.p ? in.p : "", in.n, &packed);
		CHECK_INT(pack_look(packed.p, packed.n, &f), PACK_DATA);
		CHECK_INT(f.size, packed.n);
		CHECK_INT(f.content, sizes[i]);
		CHECK_INT(pack_unpack(p, packed.p, &f, sizes[i], &out), 0);
		CHECK_INT(out.n, sizes[i] + 6);
		CHECK(out.n == in.n + 6 && (in.n == 0 || memcmp(out.p + 6, in.p, in.n) == 0));
		buf_clear(&in);
		buf_clear(&packed);
		buf_clear(&out);
	}
	pack_free(p);
}

/* Piece by piece, after what is there: one frame that says how much is in it. */
static void
packs_pieces(void)
{
	static const size_t sizes[] = { 0, 1, 100, 300 * 1024, 4 << 20 };
	static const size_t steps[] = { 1 << 20, 777, 64 * 1024 };
	struct pack *p = pack_new(PACK_LEVEL);

	for (size_t i = 0; i < 5 * 3; i++) {
		struct buf in = BUF_INIT, packed = BUF_INIT, out = BUF_INIT;
		struct pack_frame f;
		size_t n = sizes[i / 3], step = steps[i % 3], begin = i;

		fill(&in, n);
		for (size_t k = 0; k < begin; k++)
			buf_char(&packed, 'x');
		for (size_t at = 0; at < n; at += step)
			pack_more(p, in.p + at, n - at < step ? n - at : step, &packed);
		pack_end(p, begin, &packed);
		CHECK_INT(pack_look(packed.p + begin, packed.n - begin, &f), PACK_DATA);
		CHECK_INT(f.size, packed.n - begin);
		CHECK_INT(f.content, n);
		CHECK_INT(pack_unpack(p, packed.p + begin, &f, n, &out), 0);
		CHECK(out.n == n && (n == 0 || memcmp(out.p, in.p, n) == 0));
		packed.p[packed.n - 1] ^= 1;	/* of the checksum */
		CHECK_INT(pack_unpack(p, packed.p + begin, &f, n, &out), -1);
		buf_clear(&in);
		buf_clear(&packed);
		buf_clear(&out);
	}
	pack_free(p);
}

static void
frames_stand_in_a_row(void)
{
	struct pack *p = pack_new(1);
	struct buf b = BUF_INIT, out = BUF_INIT;
	struct pack_frame f;
	size_t at = 0;

	pack_data(p, "one", 3, &b);
	pack_skip(7, "index", 5, &b);
	pack_data(p, "two", 3, &b);
	pack_skip(0, "", 0, &b);

	CHECK_INT(pack_look(b.p + at, b.n - at, &f), PACK_DATA);
	CHECK_INT(pack_unpack(p, b.p + at, &f, 100, &out), 0);
	at += f.size;
	CHECK_INT(pack_look(b.p + at, b.n - at, &f), PACK_SKIP);
	CHECK_INT(f.kind, 7);
	CHECK_MEM(f.p, (size_t)f.content, "index");
	at += f.size;
	CHECK_INT(pack_look(b.p + at, b.n - at, &f), PACK_DATA);
	CHECK_INT(pack_unpack(p, b.p + at, &f, 100, &out), 0);
	at += f.size;
	CHECK_INT(pack_look(b.p + at, b.n - at, &f), PACK_SKIP);
	CHECK_INT(f.content, 0);
	at += f.size;
	CHECK_INT(pack_look(b.p + at, b.n - at, &f), PACK_NONE);
	CHECK_MEM(out.p, out.n, "onetwo");
	buf_clear(&b);
	buf_clear(&out);
	pack_free(p);
}

/* Every frame cut at every byte is no frame. */
static void
sees_cuts(void)
{
	struct pack *p = pack_new(PACK_LEVEL);
	struct buf data = BUF_INIT, skip = BUF_INIT;
	struct pack_frame f;

	pack_data(p, "abcabcabcabcabcabcabcabcabc", 27, &data);
	pack_skip(3, "0123456789", 10, &skip);
	for (size_t n = 1; n < data.n; n++)
		CHECK_INT(pack_look(data.p, n, &f), PACK_BAD);
	for (size_t n = 1; n < skip.n; n++)
		CHECK_INT(pack_look(skip.p, n, &f), PACK_BAD);
	CHECK_INT(pack_look("no frame at all", 15, &f), PACK_BAD);
	buf_clear(&data);
	buf_clear(&skip);
	pack_free(p);
}

/* A changed bit never gives other content: it is found, or it changes nothing. */
static void
sees_changes(void)
{
	struct pack *p = pack_new(PACK_LEVEL);
	struct buf in = BUF_INIT, packed = BUF_INIT, out = BUF_INIT;
	struct pack_frame f;
	size_t found = 0;

	fill(&in, 3000);
	pack_data(p, in.p, in.n, &packed);
	for (size_t bit = 0; bit < 8 * packed.n; bit++) {
		packed.p[bit / 8] = (char)(packed.p[bit / 8] ^ 1 << bit % 8);
		buf_cut(&out, 0);
		if (pack_look(packed.p, packed.n, &f) != PACK_DATA ||
		    pack_unpack(p, packed.p, &f, 1 << 20, &out) < 0) {
			found++;
			CHECK_INT(out.n, 0);
		} else {
			CHECK(out.n == in.n && memcmp(out.p, in.p, in.n) == 0);
		}
		packed.p[bit / 8] = (char)(packed.p[bit / 8] ^ 1 << bit % 8);
	}
	CHECK(found > 7 * packed.n);
	buf_clear(&in);
	buf_clear(&packed);
	buf_clear(&out);
	pack_free(p);
}

static void
keeps_the_bound(void)
{
	struct pack *p = pack_new(PACK_LEVEL);
	struct buf packed = BUF_INIT, out = BUF_INIT;
	struct pack_frame f;

	pack_data(p, "0123456789", 10, &packed);
	CHECK_INT(pack_look(packed.p, packed.n, &f), PACK_DATA);
	errno = 0;
	CHECK_INT(pack_unpack(p, packed.p, &f, 9, &out), -1);
	CHECK_INT(errno, EFBIG);
	packed.p[packed.n - 1] ^= 1;
	CHECK_INT(pack_unpack(p, packed.p, &f, 10, &out), -1);
	CHECK_INT(errno, EBADMSG);
	CHECK_INT(out.n, 0);
	buf_clear(&packed);
	buf_clear(&out);
	pack_free(p);
}

int
main(void)
{
	RUN(goes_there_and_back);
	RUN(packs_pieces);
	RUN(frames_stand_in_a_row);
	RUN(sees_cuts);
	RUN(sees_changes);
	RUN(keeps_the_bound);
	return check_end();
}
