/* archive_sources - how far each source is archived. */
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "err.h"
#include "json.h"
#include "mem.h"
#include "num.h"
#include "out.h"
#include "rec.h"

enum {
	SLOTS = 4 * SOURCES_MAX,	/* a power of two */
	EVERY_PART = 1 << SOURCES_COMMIT | 1 << SOURCES_SEGMENT,
	DIGITS_MAX = 20,
};

static void
source_clear(struct source *x)
{
	free(x->fid);
	free(x->text);
	free(x->place);
}

void
sources_clear(struct sources *s)
{
	for (size_t i = 0; i < s->n; i++)
		source_clear(&s->v[i]);
	free(s->v);
	free(s->slots);
	*s = (struct sources)SOURCES_INIT;
}

/* Where fid stands in the table, or the free place where it would stand. */
static uint32_t *
slot(const struct sources *s, const char *fid, size_t n)
{
	uint32_t h = 2166136261u, i;

	for (size_t k = 0; k < n; k++)
		h = (h ^ (unsigned char)fid[k]) * 16777619u;
	for (i = h & (SLOTS - 1); s->slots[i]; i = (i + 1) & (SLOTS - 1)) {
		const char *other = s->v[s->slots[i] - 1].fid;

		if (strncmp(other, fid, n) == 0 && other[n] == '\0')
			break;
	}
	return &s->slots[i];
}

/* Enter all again after some moved. */
static void
index_all(struct sources *s)
{
	memset(s->slots, 0, SLOTS * sizeof *s->slots);
	s->last = 0;
	for (size_t i = 0; i < s->n; i++)
		*slot(s, s->v[i].fid, strlen(s->v[i].fid)) = (uint32_t)i + 1;
}

static void
drop(struct sources *s, size_t i)
{
	source_clear(&s->v[i]);
	s->v[i] = s->v[--s->n];
	index_all(s);
}

/* The one longest unused, of a place when it is not NULL; how many there are. */
static size_t
oldest(const struct sources *s, const char *place, size_t *at)
{
	size_t count = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (place && (!s->v[i].place || strcmp(s->v[i].place, place) != 0))
			continue;
		if (count++ == 0 || s->v[i].used < s->v[*at].used)
			*at = i;
	}
	return count;
}

static bool
usable(const char *fid, size_t n)
{
	return n > 0 && n <= FID_BYTES_MAX && memchr(fid, '\0', n) == NULL;
}

static struct source *
find_or_add(struct sources *s, const char *fid, size_t n)
{
	uint32_t *at;
	size_t old = 0;

	if (s->n > 0 && strncmp(s->v[s->last].fid, fid, n) == 0 && s->v[s->last].fid[n] == '\0')
		return &s->v[s->last];
	if (!s->slots)
		s->slots = mem_zero(SLOTS, sizeof *s->slots);
	at = slot(s, fid, n);
	if (!*at) {
		if (s->n >= SOURCES_MAX && oldest(s, NULL, &old) > 0) {
			s->dropped += s->v[old].text != NULL;
			drop(s, old);
			at = slot(s, fid, n);
		}
		s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof *s->v);
		s->v[s->n] = (struct source){ .fid = mem_copy(fid, n), .end = -1 };
		*at = (uint32_t)++s->n;
	}
	s->last = *at - 1;
	return &s->v[s->last];
}

static void
set_end(struct sources *s, struct source *x, int64_t end)
{
	if (end <= x->end)
		return;
	x->end = end;
	x->used = ++s->clock;
	x->end_new = EVERY_PART;
}

/* Of the records that one archive's record caused, and of those of all: order by (seq, n). */
static bool
repeats_pair(struct sources *s, struct rec *r)
{
	int64_t seq, sub;

	if (!rec_int(r, "seq", &seq) || !rec_int(r, "n", &sub) || seq < 0 || sub < 0)
		return false;
	if (seq < s->seq || (seq == s->seq && sub <= s->sub))
		return true;
	s->seq = seq;
	s->sub = sub;
	s->pair_new = EVERY_PART;
	return false;
}

bool
sources_repeat(struct sources *s, struct rec *r)
{
	struct source *x;
	const char *fid;
	int64_t off, end;
	size_t n;

	if (!rec_is(r, "type", "log") || !rec_str(r, "fid", &fid, &n) || !usable(fid, n) ||
	    !rec_int(r, "off", &off) || off < 0 || off == INT64_MAX)
		return repeats_pair(s, r);
	x = find_or_add(s, fid, n);
	if (off < x->end)
		return true;
	if (!rec_int(r, "end", &end) || end <= off)
		end = off + 1;
	set_end(s, x, end);
	return false;
}

/* Host and path in one text, which is the same for all generations of a file. */
static char *
place_of(struct rec *r)
{
	struct buf b = BUF_INIT;
	const char *s;
	char *place;
	size_t n;

	if (rec_str(r, "host", &s, &n))
		buf_put(&b, s, n);
	buf_char(&b, '\n');
	if (rec_str(r, "path", &s, &n))
		buf_put(&b, s, n);
	place = mem_str(buf_text(&b));
	buf_clear(&b);
	return place;
}

bool
sources_take(struct sources *s, struct rec *r, const char *line, size_t n)
{
	struct source *x;
	const char *fid;
	char *place;
	size_t nfid, old = 0;

	if (n > SOURCE_BYTES_MAX || !rec_str(r, "fid", &fid, &nfid) || !usable(fid, nfid))
		return false;
	x = find_or_add(s, fid, nfid);
	free(x->text);
	x->text = mem_copy(line, n);
	x->text_new = EVERY_PART;
	x->used = ++s->clock;
	place = place_of(r);
	free(x->place);
	x->place = place;
	if (oldest(s, place, &old) > SOURCES_OF_PATH)
		drop(s, old);
	return true;
}

bool
sources_changed(const struct sources *s)
{
	unsigned bit = 1 << SOURCES_COMMIT;

	if (s->pair_new & bit)
		return true;
	for (size_t i = 0; i < s->n; i++)
		if ((s->v[i].text_new | s->v[i].end_new) & bit)
			return true;
	return false;
}

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
		buf_fmt(b, ",\"derived\":[%lld,%lld]", (long long)s->seq, (long long)s->sub);
	free(v);
}

void
sources_done(struct sources *s, enum sources_part part)
{
	unsigned keep = ~(1U << part);

	for (size_t i = 0; i < s->n; i++) {
		s->v[i].text_new &= keep;
		s->v[i].end_new &= keep;
	}
	s->pair_new &= keep;
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
	s->seq = seq;
	s->sub = sub;
	s->pair_new = EVERY_PART;
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
		if (!usable(fid, n) || !value_int(&v, &end))
			return false;
		set_end(s, find_or_add(s, fid, n), end);
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
			ok = rec_parse(one, v.raw, v.n) == 0 && sources_take(s, one, v.raw, v.n) && ok;
		rec_free(one);
	}
	if (rec_get(r, "ends", &all) == REC_OBJECT)
		ok = read_ends(s, r, &all) && ok;
	if (rec_get(r, "derived", &all) == REC_ARRAY)
		ok = read_pair(s, r, &all) && ok;
	return ok;
}

/* The source as a record: how far its log records are stored; false when nothing is known. */
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
