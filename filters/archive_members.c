/* archive_members - the positions as members of lines, and as records. */
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "archive_sources.h"
#include "json.h"
#include "mem.h"
#include "num.h"
#include "out.h"
#include "rec.h"

enum { DIGITS_MAX = 20 };

static int
by_use(const void *a, const void *b)
{
	const struct source *x = *(const struct source *const *)a;
	const struct source *y = *(const struct source *const *)b;

	return (x->used > y->used) - (x->used < y->used);
}

/* All sources in the order of their last change; free() it. */
static const struct source **
in_order(const struct sources *s)
{
	const struct source **v = mem_zero(s->n, sizeof *v);

	for (size_t i = 0; i < s->n; i++)
		v[i] = &s->v[i];
	if (s->n > 1)
		qsort(v, s->n, sizeof *v, by_use);
	return v;
}

static void
print_texts(const struct source **v, size_t n, unsigned bit, struct buf *b)
{
	const char *sep = ",\"sources\":[";

	for (size_t i = 0; i < n; i++)
		if (v[i]->text && (!bit || v[i]->text_new & bit)) {
			buf_str(b, sep);
			buf_str(b, v[i]->text);
			sep = ",";
		}
	if (!sep[1])
		buf_char(b, ']');
}

static void
print_ends(const struct source **v, size_t n, unsigned bit, struct buf *b)
{
	const char *sep = ",\"ends\":{";

	for (size_t i = 0; i < n; i++)
		if (v[i]->end >= 0 && (!bit || v[i]->end_new & bit)) {
			buf_str(b, sep);
			json_put_buf(b, v[i]->fid, strlen(v[i]->fid));
			buf_fmt(b, ":%lld", (long long)v[i]->end);
			sep = ",";
		}
	if (!sep[1])
		buf_char(b, '}');
}

void
sources_print(const struct sources *s, enum sources_part part, struct buf *b)
{
	const struct source **v = in_order(s);
	unsigned bit = part == SOURCES_ALL ? 0 : 1U << part;

	print_texts(v, s->n, bit, b);
	print_ends(v, s->n, bit, b);
	if (s->seq >= 0 && (!bit || s->pair_new & bit))
		buf_fmt(b, ",\"derived\":[%lld,%lld]", (long long)s->seq,
		    (long long)s->sub);
	free(v);
}

/* A whole number as it stands. */
static bool
value_int(const struct rec_value *v, int64_t *i)
{
	char digits[DIGITS_MAX + 1];

	if (v->type != REC_NUMBER || v->n > DIGITS_MAX)
		return false;
	memcpy(digits, v->raw, v->n);
	digits[v->n] = '\0';
	return num_i64(digits, 0, INT64_MAX, i) == 0;
}

static bool
read_pair(struct sources *s, struct rec *r, const struct rec_value *pair)
{
	struct rec_value v;
	int64_t seq, sub;
	size_t pos = 0;

	if (!rec_each(r, pair, &pos, NULL, NULL, &v) || !value_int(&v, &seq) ||
	    !rec_each(r, pair, &pos, NULL, NULL, &v) || !value_int(&v, &sub))
		return false;
	sources_pair(s, seq, sub);
	return true;
}

static bool
read_ends(struct sources *s, struct rec *r, const struct rec_value *ends)
{
	struct rec_value v;
	const char *fid;
	int64_t end;
	size_t pos = 0, n;

	while (rec_each(r, ends, &pos, &fid, &n, &v)) {
		if (!value_int(&v, &end) || !sources_end(s, fid, n, end))
			return false;
	}
	return true;
}

bool
sources_read(struct sources *s, struct rec *r)
{
	struct rec_value all, v;
	bool ok = true;
	size_t pos = 0;

	if (rec_get(r, "sources", &all) == REC_ARRAY) {
		struct rec *one = rec_new();

		while (rec_each(r, &all, &pos, NULL, NULL, &v))
			ok = rec_parse(one, v.raw, v.n) == 0 &&
			    sources_take(s, one, v.raw, v.n) && ok;
		rec_free(one);
	}
	if (rec_get(r, "ends", &all) == REC_OBJECT)
		ok = read_ends(s, r, &all) && ok;
	if (rec_get(r, "derived", &all) == REC_ARRAY)
		ok = read_pair(s, r, &all) && ok;
	return ok;
}

/* The source as a record, off where its log records end; false: nothing is known. */
static bool
position(const struct source *v, struct rec *r)
{
	int64_t off;

	if (!v->text) {		/* nobody introduced it: what its log records say */
		rec_empty(r);
		rec_set_text(r, "type", "source");
		rec_set_text(r, "fid", v->fid);
		rec_set_int(r, "off", v->end);
		return v->end >= 0;
	}
	if (rec_parse(r, v->text, strlen(v->text)) < 0)
		return false;
	if (!rec_int(r, "off", &off))
		off = 0;
	if (v->end > off) {
		rec_set_int(r, "off", v->end);
		rec_set_int(r, "tail_off", off);
	}
	return true;
}

int
sources_positions(const struct sources *s, struct out *o)
{
	const struct source **v = in_order(s);
	struct rec *r = rec_new();
	int rc = 0;

	for (size_t i = 0; i < s->n && rc == 0; i++)
		if (position(v[i], r)) {
			rec_write(r, o);
			rc = out_end(o);
		}
	rec_free(r);
	free(v);
	return rc;
}
