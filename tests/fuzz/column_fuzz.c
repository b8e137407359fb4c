/*
 * Fuzz target of lib/column: any lines come back as they were; columns that are damaged
 * or missing are read safely, and without a column every row that comes out is right; so
 * it is when rows are passed over, and what a search tells of rows.
 *
 * The first two bytes of an input say which byte of which column is changed.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "column.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Row by row; each that comes out is compared with its line, where that is right. */
static void
read_rows(struct column_set *set, const char *text, size_t n, int whole)
{
	struct column_reader *r = column_reader_new(set);
	const char *p = text ? text : "", *end = p + n;
	struct buf row = BUF_INIT;
	enum column_rc rc;
	uint64_t rows = 0;

	if (!r && whole)
		abort();
	while (r && rows < 1 << 16 && (rc = column_next(r, &row)) != COLUMN_END) {
		const char *nl = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
		size_t len = nl ? (size_t)(nl + 1 - p) : 0;

		rows++;
		if ((rc == COLUMN_LOST) != (row.n == 0) || (whole && rc == COLUMN_LOST))
			abort();
		if (text && rc == COLUMN_ROW && (row.n != len || memcmp(row.p, p, len) != 0))
			abort();
		p += len;
		buf_cut(&row, 0);
	}
	if (r && text && p != end)
		abort();
	column_reader_free(r);
	buf_clear(&row);
}

/* Of rows of which some are passed over, those that are read are right. */
static void
read_some(struct column_set *set, const char *p, size_t n, unsigned step)
{
	struct column_reader *r = column_reader_new(set);
	const char *end = p + n, *nl;
	struct buf row = BUF_INIT;

	for (unsigned i = 0; r && p < end; i++, p = nl + 1) {
		nl = memchr(p, '\n', (size_t)(end - p));
		if (i % step != 0) {
			if (column_pass(r) != COLUMN_ROW)
				abort();
			continue;
		}
		buf_cut(&row, 0);
		if (column_next(r, &row) != COLUMN_ROW || row.n != (size_t)(nl + 1 - p) ||
		    memcmp(row.p, p, row.n) != 0)
			abort();
	}
	column_reader_free(r);
	buf_clear(&row);
}

/* What is told of a text is so. */
static void
look(struct column_set *set, const char *p, size_t n, const char *s, size_t ns)
{
	struct column_reader *r = column_reader_new(set);
	struct column_needle x = { .s = s, .n = ns };
	struct column_hits h = { 0 };
	const char *end = p + n, *nl;

	if (r && !memchr(s, '\n', ns) && column_look(r, &x, &h))
		for (size_t i = 0; p < end; i++, p = nl + 1) {
			nl = memchr(p, '\n', (size_t)(end - p));
			if (memmem(p, (size_t)(nl - p), s, ns) ? h.rows[i] == COLUMN_NOT :
			    h.rows[i] == COLUMN_SURE)
				abort();
		}
	column_hits_clear(&h);
	column_reader_free(r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct column_set set = { 0 }, less = { 0 };
	struct buf in = BUF_INIT;
	struct column *c;
	uint8_t which, change;

	if (n < 2)
		return 0;
	which = data[0];
	change = data[1];
	buf_put(&in, data + 2, n - 2);
	buf_char(&in, '\n');
	column_write(&set, in.p, in.n);
	read_rows(&set, in.p, in.n, 1);
	read_some(&set, in.p, in.n, 2 + which % 7);
	for (size_t len = 1; len < 12 && len < n - 2; len += 1 + len / 2)
		look(&set, in.p, in.n, in.p + (change + which * 256u) % (n - 2 - len), len);
	for (const char *s = "0123"; *s; s++)
		look(&set, in.p, in.n, s, 1 + (size_t)(s[1] && change % 2));
	for (size_t gone = 2; gone < set.n; gone++) {	/* without words there are no rows */
		less = set;
		c = set.v + gone;
		c->name[0] ^= 0x40;
		read_rows(&less, in.p, in.n, 0);
		c->name[0] ^= 0x40;
	}
	c = set.v + which % set.n;
	if (c->text.n > 0) {
		size_t at = (size_t)change * c->text.n / 256;

		c->text.p[at] = (char)(c->text.p[at] ^ (1 + which / 16));
		read_rows(&set, NULL, 0, 0);
		c->text.n = at;
		read_rows(&set, NULL, 0, 0);
	}
	column_set_clear(&set);
	buf_clear(&in);
	return 0;
}
