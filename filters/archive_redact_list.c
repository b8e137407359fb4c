/* archive_redact_list - which records are meant: by their numbers, or by a condition. */
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "archive_pace.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "archive_redact.h"
#include "err.h"
#include "mem.h"
#include "num.h"
#include "rec.h"
#include "ts.h"

enum { DIGITS_MAX = 20 };

static void
add(struct redact_list *l, uint64_t seq)
{
	l->seqs = mem_grow(l->seqs, &l->cap, l->n + 1, sizeof *l->seqs);
	l->seqs[l->n++] = seq;
}

void
redact_parse(struct redact_list *l, const char *text)
{
	while (*text) {
		char digits[DIGITS_MAX + 1];
		size_t n = strcspn(text, ",");
		int64_t v;

		if (n > DIGITS_MAX)
			n = DIGITS_MAX;
		memcpy(digits, text, n);
		digits[n] = '\0';
		if (num_i64(digits, 1, INT64_MAX, &v) < 0 || (text[n] && text[n] != ','))
			die_msg(EXIT_USAGE, "bad number '%s' of a record", digits);
		add(l, (uint64_t)v);
		text += n + (text[n] == ',');
	}
}

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

void
redact_sort(struct redact_list *l)
{
	size_t n = 0;

	if (l->n > 1)
		qsort(l->seqs, l->n, sizeof *l->seqs, by_number);
	for (size_t i = 0; i < l->n; i++)
		if (n == 0 || l->seqs[i] != l->seqs[n - 1])
			l->seqs[n++] = l->seqs[i];
	l->n = n;
}

void
redact_find(struct redact_list *l, const char *dir, struct expr *where)
{
	struct pick pick = { .since = TS_NONE, .until = TS_NONE, .where = where,
		.rec = rec_new() };
	struct pace pace;
	struct reader reader;
	struct block b;

	reader_open(&reader, dir);
	pace_begin(&pace, "redact", dir);
	reader.pace = &pace;
	while (reader_next(&reader, &b)) {
		const char *p = b.p, *end = b.p + b.n;

		for (uint64_t i = b.first; p < end; i++) {
			const char *nl = memchr(p, '\n', (size_t)(end - p));

			if (pick_takes(&pick, p, (size_t)(nl - p)))
				add(l, i);
			p = nl + 1;
		}
	}
	if (reader_close(&reader, EXIT_OK) != EXIT_OK || pick.failed)
		die_msg(EXIT_TROUBLE,
		    "not all records of '%s' could be looked at: nothing is changed",
		    dir);
	rec_free(pick.rec);
}
