/*
 * archive_cold_filter - what tells without any column that a text is in no record.
 *
 * The filter says which identifiers may be in the records, and which letters follow each
 * other in the variables of texts.  It is a frame in a frame: the inner one has a
 * checksum, so that a filter that is damaged tells nothing.
 */
#include <string.h>

#include "archive.h"
#include "archive_cold.h"
#include "pack.h"
#include "sieve.h"

enum { FILTER_MAX = 8 << 20 };

static void
put_head(struct buf *to, size_t bits)
{
	buf_fmt(to, "filter 1 %d %zu\n", COLUMN_LETTERS, bits);
}

void
cold_put_filter(const struct cold_parts *parts, struct column_set *set,
    struct pack *pack, struct buf *to)
{
	struct buf bits = BUF_INIT, text = BUF_INIT, packed = BUF_INIT;
	unsigned char letters[COLUMN_LETTERS];

	column_letters(set, letters);
	sieve_make(parts->records, parts->n, &bits);
	put_head(&text, bits.n);
	buf_put(&text, letters, sizeof letters);
	buf_put(&text, bits.p, bits.n);
	pack_data(pack, text.p, text.n, &packed);
	pack_skip(COLD_FILTER_KIND, packed.p, packed.n, to);
	buf_clear(&bits);
	buf_clear(&text);
	buf_clear(&packed);
}

/* The frame behind the last column; NULL: there is none. */
static const char *
find(struct cold *c, struct pack_frame *f)
{
	const struct cold_frame *last = c->frames + c->nframes - 1;
	size_t at = last->at + last->packed;
	const char *p = at < c->packed ? cold_bytes(c, at, c->packed - at) : NULL;

	return p && pack_look(p, c->packed - at, f) == PACK_SKIP &&
	    f->kind == COLD_FILTER_KIND ? f->p : NULL;
}

/* Unpacks it into c->filter. */
static void
open_filter(struct cold *c)
{
	struct buf head = BUF_INIT;
	struct pack_frame outer, f;
	const char *p = find(c, &outer);
	size_t n;

	buf_cut(&c->filter, 0);
	c->sieve = NULL;
	if (!p || pack_look(p, outer.size - PACK_SKIP_HEAD, &f) != PACK_DATA ||
	    pack_unpack(c->pack, p, &f, FILTER_MAX, &c->filter) < 0)
		return;
	p = memchr(c->filter.p, '\n', c->filter.n);
	n = p ? (size_t)(p + 1 - c->filter.p) + COLUMN_LETTERS : 0;
	if (!p || c->filter.n < n)
		return;
	c->nsieve = c->filter.n - n;
	put_head(&head, c->nsieve);
	if (head.n == n - COLUMN_LETTERS && memcmp(head.p, c->filter.p, head.n) == 0)
		c->sieve = p + 1;
	buf_clear(&head);
}

bool
cold_filter(struct cold *c, const struct column_needle *x, const unsigned char **letters)
{
	open_filter(c);
	*letters = (const unsigned char *)c->sieve;
	return cold_filter_lines(c, x->s, x->n);
}

bool
cold_filter_lines(const struct cold *c, const char *p, size_t n)
{
	return !c->sieve || sieve_may(c->sieve + COLUMN_LETTERS, c->nsieve, p, n);
}

/* Letters that are nowhere do no harm. */
bool
cold_filter_letters(const struct cold *c)
{
	unsigned char bits[COLUMN_LETTERS];

	if (!c->sieve || !c->rows || c->damaged > 0)
		return true;
	column_letters_of(c->rows, bits);
	for (size_t i = 0; i < COLUMN_LETTERS; i++)
		if (bits[i] & ~(unsigned char)c->sieve[i])
			return false;
	return true;
}
