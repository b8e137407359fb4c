/* archive_tally_show - templates as they are shown: their text, and one message each. */
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "archive_reader.h"
#include "archive_tally.h"
#include "err.h"
#include "json.h"
#include "mem.h"
#include "out.h"
#include "rec.h"

enum { EXAMPLE_MAX = 500, ESCAPE = 6, UTF8_MORE = 0x80, UTF8_TOP = 0xc0 };

struct wanted {
	uint64_t seq;
	struct tally_row *row;
};

static int
by_seq(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;

	return (x->seq > y->seq) - (x->seq < y->seq);
}

/* As much of a text as is shown; not cut within a character or an escape. */
static char *
start_of(const char *s, size_t n)
{
	struct buf b = BUF_INIT;
	char *text;
	size_t at = 0;

	while (at < n && at < EXAMPLE_MAX) {
		at += s[at] != '\\' ? 1 : s[at + 1] == 'u' ? ESCAPE : 2;
		while (at < n && ((unsigned char)s[at] & UTF8_TOP) == UTF8_MORE)
			at++;
	}
	buf_put(&b, s, at);
	if (at < n)
		buf_str(&b, "...");
	text = mem_str(buf_text(&b));
	buf_clear(&b);
	return text;
}

static void
set_example(struct tally_row *row, struct rec *r, const char *line, size_t n)
{
	struct rec_value v;

	if (rec_parse(r, line, n) == 0 && rec_get(r, "msg", &v) == REC_STRING)
		row->example = start_of(v.raw + 1, v.n - 2);
}

/* Those of the block, which are the next ones of n: how many. */
static size_t
take_examples(const struct block *b, struct rec *r, const struct wanted *v, size_t n)
{
	const char *p = b->p, *end = b->p + b->n, *nl;
	uint64_t seq = b->first;
	size_t k = 0;

	for (; k < n && p < end && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL;
	    p = nl + 1, seq++)
		if (v[k].seq == seq)
			set_example(v[k++].row, r, p, (size_t)(nl - p));
	return k;
}

void
tally_examples(struct tally_row *const *rows, size_t n, const int *sides,
    const char *dir)
{
	struct wanted *v = mem_zero(n, sizeof *v);
	struct rec *rec = rec_new();
	struct reader r;
	struct block b;
	size_t wanted = 0, k = 0;

	for (size_t i = 0; i < n; i++)
		if (rows[i]->seq[sides[i]])
			v[wanted++] = (struct wanted){ rows[i]->seq[sides[i]], rows[i] };
	if (wanted > 1)
		qsort(v, wanted, sizeof *v, by_seq);
	reader_open(&r, dir);
	r.quiet = true;		/* what is damaged was said before */
	while (k < wanted) {
		r.after = v[k].seq - 1;
		if (!reader_next(&r, &b))
			break;
		k += take_examples(&b, rec, v + k, wanted - k);
	}
	(void)reader_close(&r, EXIT_OK);
	rec_free(rec);
	free(v);
}

void
tally_say(const struct tally *t)
{
	if (t->others)
		warn_msg("more than %d templates: the others are counted as one",
		    TALLY_ROWS_MAX - 1);
}

void
tally_put_text(struct out *o, const char *s, size_t n)
{
	char *text = mem_zero(n, 1);
	size_t len = json_unescape(text, s, n);

	for (size_t i = 0; i < len; i++)	/* one line, whatever it is */
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			text[i] = ' ';
	out_put(o, text, len);
	free(text);
}
