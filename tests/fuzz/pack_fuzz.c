/* Fuzz target of lib/pack: any bytes are walked safely, and packing loses nothing. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { CONTENT_MAX = 1 << 20 };

static void
walk(struct pack *p, const uint8_t *data, size_t n)
{
	struct buf out = BUF_INIT;
	struct pack_frame f;

	for (size_t at = 0; at < n; at += f.size) {
		size_t before = out.n;
		enum pack_type type = pack_look(data + at, n - at, &f);

		if (type == PACK_BAD)
			break;
		if (f.size == 0 || f.size > n - at)
			abort();
		if (type == PACK_DATA && pack_unpack(p, data + at, &f, CONTENT_MAX, &out) < 0 &&
		    out.n != before)
			abort();
	}
	buf_clear(&out);
}

static void
round_trip(struct pack *p, const uint8_t *data, size_t n)
{
	struct buf packed = BUF_INIT, out = BUF_INIT;
	struct pack_frame f;

	pack_skip(n & 15, data, n, &packed);
	if (pack_look(packed.p, packed.n, &f) != PACK_SKIP || f.size != packed.n ||
	    f.kind != (n & 15) || f.content != n || memcmp(f.p, data, n) != 0)
		abort();
	buf_cut(&packed, 0);
	pack_data(p, data, n, &packed);
	if (pack_look(packed.p, packed.n, &f) != PACK_DATA || f.size != packed.n ||
	    pack_unpack(p, packed.p, &f, n, &out) < 0 || out.n != n || memcmp(out.p, data, n) != 0)
		abort();
	buf_clear(&packed);
	buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct pack *p = pack_new(1);

	walk(p, data, n);
	round_trip(p, data, n);
	pack_free(p);
	return 0;
}
