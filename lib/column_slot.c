/*
 * column_slot - the variables of a template.
 *
 * All that stands at one place of a template is one text: a line that says how, then a
 * line each, or differences, or a few values and which of them it is.
 */
#include <stdlib.h>

#include "column_part.h"
#include "mem.h"

enum {
	VALUES_MAX = 2000,	/* of one slot that are kept once */
	INT_DIGITS_MAX = 18,
	INT_TEXT_MAX = 24,
	ROWS_OF_FEW = 4,	/* with fewer rows than that, lines are shortest */
};

void
column_put_two(struct buf *b, size_t v)
{
	buf_char(b, (char)(COLUMN_DIGIT + v / COLUMN_BASE));
	buf_char(b, (char)(COLUMN_DIGIT + v % COLUMN_BASE));
}

void
column_put_id(struct buf *b, size_t v)
{
	if (v < COLUMN_ID_SHORT) {
		buf_char(b, (char)(COLUMN_DIGIT + v));
		return;
	}
	v -= COLUMN_ID_SHORT;
	buf_char(b, (char)(COLUMN_DIGIT + COLUMN_ID_SHORT +
	    v / (COLUMN_BASE * COLUMN_BASE)));
	column_put_two(b, v % (COLUMN_BASE * COLUMN_BASE));
}

void
column_put_int(struct buf *b, int64_t v)
{
	char text[INT_TEXT_MAX], *end = text + sizeof text, *t = end;
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;

	*--t = '\n';
	do
		*--t = (char)('0' + u % 10);
	while ((u /= 10) != 0);
	if (v < 0)
		*--t = '-';
	buf_put(b, t, (size_t)(end - t));
}

size_t
column_int_bytes(int64_t v)
{
	static const uint64_t tens[] = { 10, 100, 1000, 10000, 100000, 1000000, 10000000,
		100000000, 1000000000 };
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	size_t n = 1 + (v < 0), k = 0;

	for (; u > 999999999; u /= 1000000000)
		n += 9;
	while (u >= tens[k])
		k++;
	return n + k;
}

/* Digits only, at most 18 of them. */
static bool
digits(const char *s, size_t n, int64_t *v)
{
	uint64_t x = 0;

	if (n == 0 || n > INT_DIGITS_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned d = (unsigned char)s[i] - (unsigned)'0';

		if (d > 9)
			return false;
		x = x * 10 + d;
	}
	*v = (int64_t)x;
	return true;
}

bool
column_int(const char *s, size_t n, int64_t *v)
{
	bool minus = n > 1 && *s == '-';

	s += minus;
	n -= minus;
	if (!digits(s, n, v) || (*s == '0' && (n > 1 || minus)))
		return false;
	if (minus)
		*v = -*v;
	return true;
}

/*
 * Numbers, all as they would be printed, or all of one width with zeros before them: so
 * many digits, 0 when they have none, -1 when they are no such numbers.  *shorter: as
 * differences.
 */
static int
numbers(const char *text, const struct column_slot *s, bool *shorter)
{
	size_t plain = 0, differences = 0;
	bool wide = true, bare = true;
	int64_t v, last = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct column_val x = s->v[i];

		if (!digits(text + x.at, x.n, &v))
			return -1;
		bare = bare && (text[x.at] != '0' || x.n == 1);
		wide = wide && x.n == s->v[0].n;
		if (!bare && !wide)
			return -1;
		plain += x.n;
		differences += column_int_bytes(v - last);
		last = v;
	}
	*shorter = differences * 4 < plain * 3;
	return bare ? 0 : (int)s->v[0].n;
}

static void
put_differences(const char *text, const struct column_slot *s, int width, struct buf *out)
{
	int64_t v = 0, last = 0;

	buf_fmt(out, "+%d\n", width);
	for (size_t i = 0; i < s->n; i++) {
		digits(text + s->v[i].at, s->v[i].n, &v);
		column_put_int(out, v - last);
		last = v;
	}
}

static bool
all_same(const char *text, const struct column_slot *s, const struct column_slot *as)
{
	for (size_t i = 0; i < s->n; i++) {
		struct column_val x = s->v[i], y = as->v[as->n == 1 ? 0 : i];

		y.at -= as->prefix;
		y.n += as->prefix + as->suffix;
		if (x.n != y.n || memcmp(text + x.at, text + y.at, x.n) != 0)
			return false;
	}
	return true;
}

/* Every value without the first and the last bytes, which the template has. */
static void
cut(struct column_slot *s, size_t prefix, size_t suffix)
{
	for (size_t i = 0; i < s->n; i++) {
		s->v[i].at += (uint32_t)prefix;
		s->v[i].n -= (uint32_t)(prefix + suffix);
	}
	s->prefix = (uint32_t)prefix;
	s->suffix = (uint32_t)suffix;
}

/* What all begin with and end with, taken off them. */
static void
strip(const char *text, struct column_slot *s)
{
	size_t prefix = s->v[0].n, suffix = s->v[0].n;
	const char *first = text + s->v[0].at, *end = first + s->v[0].n;

	for (size_t i = 1; i < s->n && (prefix || suffix); i++) {
		const char *p = text + s->v[i].at, *e = p + s->v[i].n;
		size_t n = s->v[i].n, k = 0;

		prefix = prefix < n ? prefix : n;
		while (k < prefix && p[k] == first[k])
			k++;
		prefix = k;
		suffix = suffix < n ? suffix : n;
		for (k = 0; k < suffix && e[-1 - (ptrdiff_t)k] == end[-1 - (ptrdiff_t)k];)
			k++;
		suffix = k;
	}
	for (size_t i = 0; i < s->n; i++)
		if (prefix + suffix > s->v[i].n)
			suffix = s->v[i].n - prefix;
	cut(s, prefix, suffix);
}

/* Which of few values each is: false when they are not few, or that is not shorter. */
static bool
find_values(const char *text, const struct column_slot *s, struct column_slot_room *r)
{
	size_t max = s->n / ROWS_OF_FEW, plain = s->n, once = 0, ids;
	struct column_dict *d = &r->values;

	column_dict_reset(d);
	max = max < VALUES_MAX ? max : VALUES_MAX;
	r->ids = mem_grow(r->ids, &r->nids, s->n, sizeof *r->ids);
	for (size_t i = 0; i < s->n; i++) {
		int64_t k = column_dict_put(d, text + s->v[i].at, s->v[i].n, max);

		if (k < 0)
			return false;
		r->ids[i] = (uint16_t)k;
		plain += s->v[i].n;
	}
	for (size_t k = 0; k < d->n; k++)
		once += d->v[k].n + 1;
	ids = d->n <= COLUMN_ID_SHORT ? s->n : 3 * s->n;
	return (once + ids) * 4 <= plain * 3;
}

static void
put_values(const struct column_slot_room *r, size_t n, struct buf *out)
{
	const struct column_dict *d = &r->values;

	buf_fmt(out, "@%zu\n", d->n);
	for (size_t k = 0; k < d->n; k++) {
		buf_put(out, d->v[k].p, d->v[k].n);
		buf_char(out, '\n');
	}
	for (size_t i = 0; i < n; i++)
		column_put_id(out, r->ids[i]);
	buf_char(out, '\n');
}

static void
put_lines(const char *text, const struct column_slot *s, struct buf *out)
{
	buf_str(out, ".\n");
	for (size_t i = 0; i < s->n; i++) {
		buf_put(out, text + s->v[i].at, s->v[i].n);
		buf_char(out, '\n');
	}
}

/* Slots are counted without those that are constant. */
static bool
same_as_another(const char *text, struct column_slot *slots, size_t nslots,
    struct buf *out)
{
	struct column_slot *s = slots + nslots - 1;
	size_t number = 0;

	for (struct column_slot *k = slots; k < s; k++) {
		if (k->constant)
			continue;
		if (all_same(text, s, k)) {
			cut(s, k->prefix, k->suffix);
			buf_fmt(out, "=%zu\n", number);
			return true;
		}
		number++;
	}
	return false;
}

void
column_put_slot(const char *text, struct column_slot *slots, size_t nslots,
    struct column_slot_room *room, struct buf *out)
{
	struct column_slot *s = slots + nslots - 1, first = { .v = s->v, .n = 1 };
	bool shorter = false;
	int width;

	s->prefix = s->suffix = 0;
	s->constant = s->n > 0 && all_same(text, s, &first);
	if (s->constant || same_as_another(text, slots, nslots, out))
		return;
	width = numbers(text, s, &shorter);
	if (width >= 0 && shorter) {
		put_differences(text, s, width, out);
		return;
	}
	strip(text, s);
	if (s->n >= 2 * ROWS_OF_FEW && find_values(text, s, room))
		put_values(room, s->n, out);
	else
		put_lines(text, s, out);
}

void
column_slot_room_clear(struct column_slot_room *r)
{
	column_dict_clear(&r->values);
	free(r->ids);
	*r = (struct column_slot_room){ 0 };
}
