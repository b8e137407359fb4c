/*
 * Fuzz target of the search in columns: what is told of a row is so, whatever the text
 * and the lines are; and rows that are passed over leave the others as they were.
 *
 * The first three bytes of an input say which part of the lines is looked for, and how.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "column.h"

enum { NEEDLE_MAX = 300 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int
is_here(const char *p, const struct column_needle *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (p[i] != x->s[i] && (!x->nocase || p[i] < 'A' || p[i] > 'Z' ||
		    (p[i] | 0x20) != x->s[i]))
			return 0;
	return 1;
}

static int
has(const char *p, size_t n, const struct column_needle *x)
{
	for (size_t i = 0; i + x->n <= n; i++)
		if (is_here(p + i, x))
			return 1;
	return 0;
}

static void
check_rows(struct column_reader *r, const struct column_hits *h, const struct buf *in,
    const struct column_needle *x)
{
	uint64_t row = 0, maybe = 0, sure = 0;
	struct buf out = BUF_INIT;

	for (const char *p = in->p, *end = p + in->n; p < end; row++) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)(nl + 1 - p);
		int there = has(p, len - 1, x), told = h->rows[row];

		if (there ? told == COLUMN_NOT : told == COLUMN_SURE)
			abort();
		maybe += told == COLUMN_MAYBE;
		sure += told == COLUMN_SURE;
		if (told == COLUMN_NOT) {
			if (column_pass(r) != COLUMN_ROW)
				abort();
		} else if (column_next(r, &out) != COLUMN_ROW || out.n != len ||
		    memcmp(out.p, p, len) != 0) {
			abort();
		}
		buf_cut(&out, 0);
		p = nl + 1;
	}
	if (row != column_rows(r) || maybe != h->maybe || sure != h->sure)
		abort();
	buf_clear(&out);
}

static void
look(struct column_set *set, const struct buf *in, struct column_needle *x)
{
	struct column_reader *r = column_reader_new(set);
	struct column_hits h = { 0 };

	if (!r)
		abort();
	if (column_look(r, x, &h))
		check_rows(r, &h, in, x);
	column_hits_clear(&h);
	column_reader_free(r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct column_set set = { 0 };
	struct buf in = BUF_INIT;
	char text[NEEDLE_MAX];
	unsigned char letters[COLUMN_LETTERS];
	struct column_needle x = { text, 0, 0, NULL };
	size_t at;

	if (n < 4)
		return 0;
	x.nocase = data[0] & 1;
	x.n = 1 + (size_t)data[0] / 2;
	at = ((size_t)data[1] * 256 + data[2]) % (n - 3);
	if (x.n > n - 3 - at)
		x.n = n - 3 - at;
	memcpy(text, data + 3 + at, x.n);
	for (size_t i = 0; i < x.n; i++)
		if (text[i] == '\n')
			x.n = i;
		else if (x.nocase && text[i] >= 'A' && text[i] <= 'Z')
			text[i] = (char)(text[i] | 0x20);
	if (x.n == 0)
		return 0;
	buf_put(&in, data + 3, n - 3);
	buf_char(&in, '\n');
	column_write(&set, in.p, in.n);
	column_letters(&set, letters);
	x.letters = letters;
	look(&set, &in, &x);
	text[at % x.n] = (char)(text[at % x.n] ^ 1);	/* and one that may not be there */
	if (!memchr(text, '\n', x.n) && (!x.nocase || text[at % x.n] < 'A' ||
	    text[at % x.n] > 'Z'))
		look(&set, &in, &x);
	column_set_clear(&set);
	buf_clear(&in);
	return 0;
}
