/* Tests of lib/packed; the commands gzip, xz and zstd are held against it in packed.sh. */
#include "packed.h"

#include <errno.h>
#include <lzma.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "buf.h"
#include "check.h"
#include "pack.h"

enum { TEXT = 1500 };

static const enum packed_kind kinds[] = { PACKED_GZIP, PACKED_XZ, PACKED_ZSTD };

enum { NKINDS = sizeof kinds / sizeof *kinds };

/* Text that packs somewhat; different for another seed. */
static void
fill(struct buf *b, size_t n, unsigned seed)
{
	size_t end = b->n + n;

	for (unsigned i = seed; b->n < end; i++)
		buf_fmt(b, "%u line %x of a log\n", i, i * 2654435761u);
	buf_cut(b, end);
}

static void
put_gzip(const void *p, size_t n, struct buf *to)
{
	z_stream z = { 0 };

	CHECK_INT(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)p;
	z.avail_in = (uInt)n;
	z.avail_out = (uInt)deflateBound(&z, n);
	z.next_out = (unsigned char *)buf_room(to, z.avail_out);
	CHECK_INT(deflate(&z, Z_FINISH), Z_STREAM_END);
	to->n += z.total_out;
	deflateEnd(&z);
}

static void
put_xz(const void *p, size_t n, lzma_check check, struct buf *to)
{
	size_t room = lzma_stream_buffer_bound(n), got = 0;

	CHECK_INT(lzma_easy_buffer_encode(1, check, NULL, p, n,
	    (uint8_t *)buf_room(to, room), &got, room), LZMA_OK);
	to->n += got;
}

static void
put_zstd(const void *p, size_t n, struct buf *to)
{
	struct pack *pack = pack_new(3);

	pack_data(pack, p, n, to);
	pack_free(pack);
}

static void
put(enum packed_kind kind, const void *p, size_t n, struct buf *to)
{
	if (kind == PACKED_GZIP)
		put_gzip(p, n, to);
	else if (kind == PACKED_XZ)
		put_xz(p, n, LZMA_CHECK_CRC32, to);
	else
		put_zstd(p, n, to);
}

static int
file_of(const void *p, size_t n)
{
	int fd = memfd_create("packed", MFD_CLOEXEC);

	CHECK(fd >= 0 && write(fd, p, n) == (ssize_t)n);
	return fd;
}

/* What is in it, step bytes at once, and how it ended: 0, or errno. */
static int
take(struct packed *p, size_t step, struct buf *to)
{
	ssize_t n;

	while ((n = packed_read(p, buf_room(to, step), step)) > 0) {
		to->n += (size_t)n;
		CHECK_INT(packed_offset(p), to->n);
	}
	return n < 0 ? errno : 0;
}

static int
unpack(enum packed_kind kind, const void *data, size_t n, size_t step, struct buf *to)
{
	int fd = file_of(data, n), rc;
	struct packed *p = packed_new(fd, kind);

	buf_cut(to, 0);
	rc = take(p, step, to);
	if (rc != ENODATA && rc != 0) {		/* it remains what it was */
		CHECK_INT(packed_read(p, buf_room(to, 1), 1), -1);
		CHECK_INT(errno, rc);
	}
	packed_free(p);
	close(fd);
	return rc;
}

static bool
same(const struct buf *a, const struct buf *b)
{
	return a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

static bool
begins(const struct buf *a, const struct buf *b)
{
	return a->n <= b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

static void
looks(void)
{
	CHECK_INT(packed_look("\x1f\x8b\x08\x00", 4), PACKED_GZIP);
	CHECK_INT(packed_look("\x1f\x8b\x08", 3), PACKED_GZIP);
	CHECK_INT(packed_look("\x1f\x8b", 2), PACKED_NONE);
	CHECK_INT(packed_look("\x1f\x8b\x07\x00", 4), PACKED_NONE);
	CHECK_INT(packed_look("\xfd\x37zXZ\0more", 10), PACKED_XZ);
	CHECK_INT(packed_look("\xfd" "7zXZ", 5), PACKED_NONE);
	CHECK_INT(packed_look("\xfd" "7zXZ ", 6), PACKED_NONE);
	CHECK_INT(packed_look("\x28\xb5\x2f\xfd", 4), PACKED_ZSTD);
	CHECK_INT(packed_look("\x28\xb5\x2f", 3), PACKED_NONE);
	CHECK_INT(packed_look("\x5e\x2a\x4d\x18", 4), PACKED_ZSTD);
	CHECK_INT(packed_look("\x60\x2a\x4d\x18", 4), PACKED_NONE);
	CHECK_INT(packed_look("", 0), PACKED_NONE);
	CHECK_INT(packed_look("2026-11-25 10:00:00 up", 22), PACKED_NONE);
}

/* Texts of sizes around the blocks, read in pieces of any size, more than once. */
static void
gives_all(void)
{
	static const size_t sizes[] = { 0, 1, TEXT, 300000, 5 << 20 };
	static const size_t steps[] = { 1, 7, 4096, 1 << 17, 8 << 20 };
	struct buf text = BUF_INIT, packed = BUF_INIT, got = BUF_INIT;

	for (size_t k = 0; k < NKINDS; k++)
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			struct packed *p;
			int fd;

			buf_cut(&text, 0);
			buf_cut(&packed, 0);
			fill(&text, sizes[i], 1);
			put(kinds[k], text.p ? text.p : "", text.n, &packed);
			CHECK_INT(packed_look(packed.p, packed.n), kinds[k]);
			fd = file_of(packed.p, packed.n);
			p = packed_new(fd, kinds[k]);
			for (size_t s = sizes[i] > TEXT ? 1 : 0; s < 5; s++) {
				buf_cut(&got, 0);
				CHECK_INT(take(p, steps[s], &got), 0);
				CHECK(same(&got, &text));
				CHECK_INT(packed_read(p, buf_room(&got, 9), 9), 0);
				CHECK_INT(lseek(fd, 0, SEEK_CUR), packed.n);
				CHECK_INT(packed_rewind(p), 0);
				CHECK_INT(packed_offset(p), 0);
			}
			packed_free(p);
			close(fd);
		}
	buf_clear(&text);
	buf_clear(&packed);
	buf_clear(&got);
}

/* From the middle of a text and from a damage the way back is open. */
static void
rewinds(void)
{
	struct buf text = BUF_INIT, packed = BUF_INIT, got = BUF_INIT;

	fill(&text, TEXT, 3);
	for (size_t k = 0; k < NKINDS; k++) {
		struct packed *p;
		char byte = 'x';
		int fd;

		buf_cut(&packed, 0);
		buf_cut(&got, 0);
		put(kinds[k], text.p, text.n, &packed);
		fd = file_of(packed.p, packed.n);
		p = packed_new(fd, kinds[k]);
		CHECK_INT(packed_read(p, buf_room(&got, 100), 100), 100);
		CHECK_INT(packed_rewind(p), 0);
		CHECK_INT(take(p, 64, &got), 0);
		CHECK(same(&got, &text));
		CHECK_INT(pwrite(fd, &byte, 1, (off_t)packed.n), 1);
		CHECK_INT(packed_read(p, buf_room(&got, 100), 100), -1);
		CHECK_INT(errno, EBADMSG);
		CHECK_INT(ftruncate(fd, (off_t)packed.n), 0);
		CHECK_INT(packed_read(p, buf_room(&got, 100), 100), -1);
		CHECK_INT(packed_rewind(p), 0);
		buf_cut(&got, 0);
		CHECK_INT(take(p, 64, &got), 0);
		CHECK(same(&got, &text));
		packed_free(p);
		close(fd);
	}
	buf_clear(&text);
	buf_clear(&packed);
	buf_clear(&got);
}

/* Two members, n zero bytes between them and m after them: how does it end? */
static int
padded(enum packed_kind kind, size_t n, size_t m, size_t want)
{
	static const char zeros[16];
	struct buf text = BUF_INIT, packed = BUF_INIT, got = BUF_INIT;
	int rc;

	fill(&text, 2 * TEXT, 5);
	put(kind, text.p, TEXT, &packed);
	buf_put(&packed, zeros, n);
	put(kind, text.p + TEXT, TEXT, &packed);
	buf_put(&packed, zeros, m);
	rc = unpack(kind, packed.p, packed.n, 1000, &got);
	CHECK(begins(&got, &text));
	CHECK_INT(got.n, want);
	buf_clear(&text);
	buf_clear(&packed);
	buf_clear(&got);
	return rc;
}

static void
takes_what_stands_in_a_row(void)
{
	for (size_t k = 0; k < NKINDS; k++)
		CHECK_INT(padded(kinds[k], 0, 0, 2 * TEXT), 0);
	CHECK_INT(padded(PACKED_GZIP, 0, 13, 2 * TEXT), 0);
	CHECK_INT(padded(PACKED_GZIP, 4, 0, TEXT), EBADMSG);
	CHECK_INT(padded(PACKED_XZ, 8, 12, 2 * TEXT), 0);
	CHECK_INT(padded(PACKED_XZ, 3, 0, TEXT), EBADMSG);
	CHECK_INT(padded(PACKED_XZ, 0, 3, 2 * TEXT), ENODATA);
	CHECK_INT(padded(PACKED_ZSTD, 4, 0, TEXT), EBADMSG);
	CHECK_INT(padded(PACKED_ZSTD, 0, 4, 2 * TEXT), EBADMSG);
}

static void
passes_over_skippable_frames(void)
{
	struct buf packed = BUF_INIT, got = BUF_INIT, long_one = BUF_INIT;

	fill(&long_one, 700000, 1);
	pack_skip(3, "before", 6, &packed);
	put_zstd("one ", 4, &packed);
	pack_skip(0, "", 0, &packed);
	pack_skip(15, long_one.p, long_one.n, &packed);
	put_zstd("two", 3, &packed);
	pack_skip(7, "after", 5, &packed);
	CHECK_INT(unpack(PACKED_ZSTD, packed.p, packed.n, 100, &got), 0);
	CHECK_MEM(got.p, got.n, "one two");
	buf_clear(&packed);
	buf_clear(&got);
	buf_clear(&long_one);
}

/* Garbage: all that is good comes first. */
static void
sees_garbage(void)
{
	static const char *const tails[] = { "x", "\x1f\x8b\x09gz", "\xfd\x37zXz",
		"\x28\xb5garbage", "a longer text that is nothing of a packed file" };
	struct buf text = BUF_INIT, packed = BUF_INIT, got = BUF_INIT;

	fill(&text, TEXT, 2);
	for (size_t k = 0; k < NKINDS; k++)
		for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
			buf_cut(&packed, 0);
			put(kinds[k], text.p, text.n, &packed);
			buf_str(&packed, tails[i]);
			CHECK_INT(unpack(kinds[k], packed.p, packed.n, 900, &got), EBADMSG);
			CHECK(same(&got, &text));
		}
	CHECK_INT(unpack(PACKED_GZIP, "no gzip", 7, 9, &got), EBADMSG);
	CHECK_INT(got.n, 0);
	buf_clear(&text);
	buf_clear(&packed);
	buf_clear(&got);
}

/* Each cut gives what was there before it, and all of it when the file has grown. */
static void
sees_cuts(void)
{
	struct buf text = BUF_INIT, packed = BUF_INIT, got = BUF_INIT;

	fill(&text, 2 * TEXT, 4);
	for (size_t k = 0; k < NKINDS; k++) {
		size_t one, most = 0;

		buf_cut(&packed, 0);
		put(kinds[k], text.p, TEXT, &packed);
		one = packed.n;
		put(kinds[k], text.p + TEXT, TEXT, &packed);
		for (size_t cut = 0; cut < packed.n; cut++) {
			int fd = file_of(packed.p, cut);
			struct packed *p = packed_new(fd, kinds[k]);

			buf_cut(&got, 0);
			CHECK_INT(take(p, 33, &got), cut == one ? 0 : ENODATA);
			for (int again = 0; again < 40; again++)
				CHECK_INT(packed_read(p, buf_room(&got, 9), 9), cut == one ? 0 : -1);
			CHECK(begins(&got, &text));
			CHECK(got.n >= (cut >= one ? TEXT : 0));
			most = got.n > most ? got.n : most;
			CHECK_INT(pwrite(fd, packed.p + cut, packed.n - cut, (off_t)cut),
			    packed.n - cut);
			CHECK_INT(take(p, 33, &got), 0);
			CHECK(same(&got, &text));
			packed_free(p);
			close(fd);
		}
		CHECK_INT(most, 2 * TEXT);
	}
	buf_clear(&text);
	buf_clear(&packed);
	buf_clear(&got);
}

/* A changed bit is found, or it changes nothing; it takes nothing from the blocks before. */
static void
sees_changes(void)
{
	struct buf text = BUF_INIT, packed = BUF_INIT, got = BUF_INIT;

	fill(&text, 2 * TEXT, 6);
	for (size_t k = 0; k < NKINDS; k++) {
		size_t found = 0, one;

		buf_cut(&packed, 0);
		put(kinds[k], text.p, TEXT, &packed);
		one = packed.n;
		put(kinds[k], text.p + TEXT, TEXT, &packed);
		for (size_t bit = 0; bit < 8 * packed.n; bit++) {
			packed.p[bit / 8] = (char)(packed.p[bit / 8] ^ 1 << bit % 8);
			if (unpack(kinds[k], packed.p, packed.n, 500, &got) != 0)
				found++;
			else
				CHECK(same(&got, &text));
			if (bit >= 8 * one)
				CHECK(got.n >= TEXT && memcmp(got.p, text.p, TEXT) == 0);
			packed.p[bit / 8] = (char)(packed.p[bit / 8] ^ 1 << bit % 8);
		}
		CHECK(found > 7 * packed.n);
	}
	buf_clear(&text);
	buf_clear(&packed);
	buf_clear(&got);
}

/* What stands before a damage in the same file and frame comes out first. */
static void
gives_what_is_before_a_damage(void)
{
	struct buf text = BUF_INIT, packed = BUF_INIT, got = BUF_INIT;

	fill(&text, 4 << 20, 8);
	for (size_t k = 0; k < NKINDS; k++) {
		buf_cut(&packed, 0);
		put(kinds[k], text.p, text.n, &packed);
		memset(packed.p + packed.n / 2, 0xff, 2000);
		CHECK_INT(unpack(kinds[k], packed.p, packed.n, 8 << 20, &got), EBADMSG);
		CHECK(got.n >= text.n / 3);
		CHECK(got.n < text.n && memcmp(got.p, text.p, text.n / 3) == 0);
	}
	buf_clear(&text);
	buf_clear(&packed);
	buf_clear(&got);
}

/* The head of a block of zstd is read with the block before it, which is good. */
static void
gives_the_block_before_a_bad_head(void)
{
	enum { HEAD = 9, BLOCK = 128 << 10 };	/* of this frame; of each block's text */
	static const size_t steps[] = { 1000, BLOCK - 1, BLOCK, BLOCK + 1, 1 << 20 };
	struct buf text = BUF_INIT, packed = BUF_INIT, got = BUF_INIT;
	unsigned char *p;

	fill(&text, 3 * BLOCK, 9);
	put_zstd(text.p, text.n, &packed);
	p = (unsigned char *)packed.p + HEAD;
	p += 3 + (p[0] >> 3 | p[1] << 5 | p[2] << 13);
	CHECK_INT(p[0] & 7, 4);		/* the second block: packed, not the last */
	p[0] |= 6;			/* of no type there is */
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		CHECK_INT(unpack(PACKED_ZSTD, packed.p, packed.n, steps[i], &got), EBADMSG);
		CHECK_INT(got.n, BLOCK);
		CHECK(begins(&got, &text));
	}
	buf_clear(&text);
	buf_clear(&packed);
	buf_clear(&got);
}

static void
keeps_the_bound(void)
{
	/* a frame whose window is 2^28 bytes, and one whose dictionary has a number */
	static const char wide[] = "\x28\xb5\x2f\xfd\x00\x90\x01\x00\x00";
	static const char number[] = "\x28\xb5\x2f\xfd\x21\x07\x01\x01\x00\x00x";
	struct buf xz = BUF_INIT, got = BUF_INIT;
	lzma_options_lzma lzma;
	lzma_filter filters[] = { { LZMA_FILTER_LZMA2, &lzma },
		{ LZMA_VLI_UNKNOWN, NULL } };
	size_t n = 0;

	CHECK_INT(unpack(PACKED_ZSTD, wide, sizeof wide - 1, 99, &got), EFBIG);
	CHECK_INT(unpack(PACKED_ZSTD, number, sizeof number - 1, 99, &got), ENOTSUP);
	CHECK_INT(lzma_lzma_preset(&lzma, 0), 0);
	for (unsigned mib = 128; mib <= 256; mib *= 2) {
		lzma.dict_size = mib << 20;
		n = 0;
		CHECK_INT(lzma_stream_buffer_encode(filters, LZMA_CHECK_CRC32, NULL,
		    (const uint8_t *)"text", 4, (uint8_t *)buf_room(&xz, 1000), &n, 1000), LZMA_OK);
		CHECK_INT(unpack(PACKED_XZ, xz.p, n, 99, &got), mib > 128 ? EFBIG : 0);
	}
	buf_clear(&xz);
	buf_clear(&got);
}

static void
says_what_it_does_not_know(void)
{
	struct buf xz = BUF_INIT, got = BUF_INIT;

	put_xz("text", 4, LZMA_CHECK_CRC64, &xz);
	CHECK_INT(unpack(PACKED_XZ, xz.p, xz.n, 99, &got), 0);
	CHECK_MEM(got.p, got.n, "text");
	xz.p[7] = 0x0b;		/* a check that nobody has defined */
	memcpy(xz.p + 8, &(uint32_t){ lzma_crc32((const uint8_t *)xz.p + 6, 2, 0) }, 4);
	CHECK_INT(unpack(PACKED_XZ, xz.p, xz.n, 99, &got), ENOTSUP);
	buf_clear(&xz);
	buf_clear(&got);
}

static void
says_what_the_file_says(void)
{
	int ends[2];
	struct packed *p;
	char byte;

	CHECK_INT(pipe(ends), 0);
	p = packed_new(ends[0], PACKED_GZIP);
	CHECK_INT(packed_read(p, &byte, 1), -1);
	CHECK_INT(errno, ESPIPE);
	CHECK_INT(packed_read(p, &byte, 0), 0);
	packed_free(p);
	packed_free(NULL);
	close(ends[0]);
	close(ends[1]);
}

int
main(void)
{
	RUN(looks);
	RUN(gives_all);
	RUN(rewinds);
	RUN(takes_what_stands_in_a_row);
	RUN(passes_over_skippable_frames);
	RUN(sees_garbage);
	RUN(sees_cuts);
	RUN(sees_changes);
	RUN(gives_what_is_before_a_damage);
	RUN(gives_the_block_before_a_bad_head);
	RUN(keeps_the_bound);
	RUN(says_what_it_does_not_know);
	RUN(says_what_the_file_says);
	return check_end();
}
