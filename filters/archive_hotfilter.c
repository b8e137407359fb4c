/* archive_hotfilter - which identifiers and words may be in a sealed segment. */
#include "archive_hotfilter.h"
#include "buf.h"
#include "pack.h"
#include "sieve.h"

size_t
hotfilter_put(struct sieve *s, struct pack *pack, struct buf *to)
{
	struct buf text = BUF_INIT, packed = BUF_INIT;
	size_t from = to->n;

	sieve_put(s, &text);
	sieve_forget(s);
	if (text.n <= HOTFILTER_MAX / 2) {	/* packed it may be a little longer */
		pack_data(pack, text.p, text.n, &packed);
		pack_skip(HOTFILTER_KIND, packed.p, packed.n, to);
	}
	buf_clear(&text);
	buf_clear(&packed);
	return to->n - from;
}

bool
hotfilter_open(struct sieve_bits *bits, struct pack *pack, const char *p, size_t n,
    struct buf *text)
{
	struct pack_frame outer, inner;

	buf_cut(text, 0);
	return pack_look(p, n, &outer) == PACK_SKIP && outer.kind == HOTFILTER_KIND &&
	    outer.size == n &&
	    pack_look(outer.p, n - PACK_SKIP_HEAD, &inner) == PACK_DATA &&
	    inner.size == n - PACK_SKIP_HEAD &&
	    pack_unpack(pack, outer.p, &inner, HOTFILTER_MAX, text) == 0 &&
	    sieve_read(bits, text->p, text->n);
}
