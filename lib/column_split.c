/*
 * column_split - lines to values.
 *
 * A line is first held against the shape of the line before it; only where that fails is
 * it taken apart by itself.  Either way a value is what stands between two pieces of the
 * shape's text, so that both together are the line again, whatever it was.
 */
#include <stdlib.h>

#include "column_part.h"
#include "mem.h"

enum {
	SHAPES_MAX = 2000,
	SHAPE_BYTES_MAX = 8192,
	KEY_MAX = 200,
	DEPTH_MAX = 64,
};

struct line {
	const char *text, *end;		/* of the block: for offsets; of the line */
	struct column_val v[COLUMN_ROW_MEMBERS_MAX];
	uint32_t member[COLUMN_ROW_MEMBERS_MAX];
	size_t n;
};

/* p is behind the opening quote: the closing one, or NULL. */
static const char *
string_end(const char *p, const char *end)
{
	const char *from = p, *q = p;

	while ((q = memchr(q, '"', (size_t)(end - q))) != NULL) {
		const char *b = q;

		while (b > from && b[-1] == '\\')
			b--;
		if (((q - b) & 1) == 0)
			return q;
		q++;
	}
	return NULL;
}

static bool
is_scalar(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
	    c == '+' || c == 'E';
}

/* The end of an object or array at p, or NULL. */
static const char *
nested_end(const char *p, const char *end)
{
	int depth = 0;

	for (; p < end; p++) {
		if (*p == '"') {
			if ((p = string_end(p + 1, end)) == NULL)
				return NULL;
		} else if (*p == '{' || *p == '[') {
			if (++depth > DEPTH_MAX)
				return NULL;
		} else if ((*p == '}' || *p == ']') && --depth == 0) {
			return p + 1;
		}
	}
	return NULL;
}

/* The end of a value that is no string, or NULL. */
static const char *
value_end(const char *p, const char *end)
{
	const char *from = p;

	if (p < end && (*p == '{' || *p == '['))
		return nested_end(p, end);
	while (p < end && is_scalar(*p))
		p++;
	return p == from ? NULL : p;
}

/* Does the line look like that? */
static bool
follow(const struct column_shape *s, const char *p, struct line *l)
{
	for (size_t i = 0; i < s->npieces; i++) {
		const struct column_piece *c = s->pieces + i;
		const char *from;

		if ((size_t)(l->end - p) < c->n || memcmp(p, c->text, c->n) != 0)
			return false;
		from = p + c->n;
		p = c->quoted ? string_end(from, l->end) : value_end(from, l->end);
		if (!p)
			return false;
		l->v[i] = (struct column_val){ (uint32_t)(from - l->text),
			(uint32_t)(p - from) };
		l->member[i] = c->member;
	}
	l->n = s->npieces;
	return (size_t)(l->end - p) == s->ntail && memcmp(p, s->tail, s->ntail) == 0;
}

static const char *
space(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

/* The member of that name, made when there is room for it; -1: none. */
static int64_t
member_of(struct column_block *b, const char *key, size_t n, bool quoted)
{
	struct buf *t = &b->scratch;
	size_t from = t->n, known = b->keys.n;
	int64_t k;

	buf_put(t, key, n);
	buf_char(t, quoted ? '"' : ' ');
	k = column_dict_put(&b->keys, t->p + from, t->n - from, COLUMN_MEMBERS_MAX);
	if (k >= 0 && b->keys.n > known) {
		char *copy = arena_copy(&b->arena, t->p + from, t->n - from);

		b->keys.v[k].p = copy;
		b->members = mem_grow(b->members, &b->members_cap, b->nmembers + 1,
		    sizeof *b->members);
		b->members[b->nmembers++] = (struct column_member){ .key = copy,
			.nkey = n, .quoted = quoted };
	}
	buf_cut(t, from);
	return k < 0 ? -1 : k + 1;	/* the first is whole lines */
}

/* One member at p: where it ends, or NULL. */
static const char *
take_member(struct column_block *b, struct line *l, const char *p, const char *from)
{
	const char *key, *end, *value;
	bool quoted;
	int64_t m;

	if (p == l->end || *p != '"' || (end = string_end(key = p + 1, l->end)) == NULL ||
	    end - key > KEY_MAX || memchr(key, '\\', (size_t)(end - key)) ||
	    l->n == COLUMN_ROW_MEMBERS_MAX)
		return NULL;
	p = space(end + 1, l->end);
	if (p == l->end || *p != ':')
		return NULL;
	p = space(p + 1, l->end);
	quoted = p < l->end && *p == '"';
	value = p + quoted;
	p = quoted ? string_end(value, l->end) : value_end(value, l->end);
	if (!p || (m = member_of(b, key, (size_t)(end - key), quoted)) < 0)
		return NULL;
	l->v[l->n] = (struct column_val){ (uint32_t)(value - l->text),
		(uint32_t)(p - value) };
	l->member[l->n++] = (uint32_t)m;
	buf_put(&b->scratch, from, (size_t)(value - from));
	buf_char(&b->scratch, COLUMN_MARK);
	column_put_two(&b->scratch, (size_t)m);
	return p;
}

/* The whole line, its shape's text in b->scratch: false when it is not such a line. */
static bool
take_line(struct column_block *b, struct line *l, const char *p)
{
	const char *from = p;

	l->n = 0;
	buf_cut(&b->scratch, 0);
	p = space(p, l->end);
	if (p == l->end || *p++ != '{')
		return false;
	do {
		p = take_member(b, l, space(p, l->end), from);
		if (!p)
			return false;
		from = p;	/* the quote that ends the value belongs to the shape */
		p = space(p + b->members[l->member[l->n - 1]].quoted, l->end);
		if (p == l->end || (*p != ',' && *p != '}'))
			return false;
	} while (*p++ == ',');
	p = space(p, l->end);
	if (p < l->end && *p == '\r')
		p++;
	buf_put(&b->scratch, from, (size_t)(p - from));
	return p == l->end && b->scratch.n <= SHAPE_BYTES_MAX;
}

/* The pieces of a shape's text. */
static void
set_pieces(struct column_block *b, struct column_shape *s, const struct line *l,
    const char *text, size_t n)
{
	const char *p = text, *mark;

	s->pieces = mem_zero(l->n, sizeof *s->pieces);
	while ((mark = memchr(p, COLUMN_MARK, (size_t)(text + n - p))) != NULL) {
		struct column_piece *c = s->pieces + s->npieces;

		*c = (struct column_piece){ .text = p, .n = (uint32_t)(mark - p),
			.member = l->member[s->npieces] };
		c->quoted = b->members[c->member].quoted;
		s->npieces++;
		p = mark + 3;
	}
	s->tail = p;
	s->ntail = (size_t)(text + n - p);
}

/* No member twice. */
static bool
distinct(const struct line *l)
{
	for (size_t i = 1; i < l->n; i++)
		for (size_t k = 0; k < i; k++)
			if (l->member[i] == l->member[k])
				return false;
	return true;
}

/* The shape whose text is in b->scratch. */
static size_t
shape_of(struct column_block *b, const struct line *l)
{
	size_t known = b->shape_texts.n;
	int64_t k = column_dict_put(&b->shape_texts, b->scratch.p, b->scratch.n,
	    SHAPES_MAX);
	struct column_shape s = { 0 };
	char *copy;

	if (k < 0)
		return 0;
	if (b->shape_texts.n > known) {
		copy = arena_copy(&b->arena, b->scratch.p, b->scratch.n);
		b->shape_texts.v[k].p = copy;
		if (distinct(l))
			set_pieces(b, &s, l, copy, b->scratch.n);
		else
			s.whole = true;
		b->shapes = mem_grow(b->shapes, &b->shapes_cap, b->nshapes + 1,
		    sizeof *b->shapes);
		b->shapes[b->nshapes++] = s;
	}
	return b->shapes[k + 1].whole ? 0 : (size_t)k + 1;
}

/* One line; last is the shape of the one before. */
static size_t
split_line(struct column_block *b, struct line *l, const char *p, size_t last,
    bool marked)
{
	size_t s = last;

	if (marked && (memchr(p, COLUMN_MARK, (size_t)(l->end - p)) ||
	    memchr(p, COLUMN_TIME, (size_t)(l->end - p))))
		s = 0;
	else if (last == 0 || !follow(b->shapes + last, p, l))
		s = take_line(b, l, p) ? shape_of(b, l) : 0;
	if (s == 0)
		column_member_add(b->members, l->text, (struct column_val){
		    (uint32_t)(p - l->text), (uint32_t)(l->end - p) });
	else
		for (size_t i = 0; i < l->n; i++)
			column_member_add(b->members + l->member[i], l->text, l->v[i]);
	if (b->nrows == b->rows_cap)
		b->rows = mem_grow(b->rows, &b->rows_cap, b->nrows + 1, sizeof *b->rows);
	b->rows[b->nrows++] = (uint32_t)s;
	return s;
}

void
column_split(struct column_block *b)
{
	const char *p = b->text, *end = p + b->n;
	bool marked = memchr(p, COLUMN_MARK, b->n) || memchr(p, COLUMN_TIME, b->n);
	struct line *l = mem_zero(1, sizeof *l);
	size_t last = 0;

	b->shapes = mem_grow(NULL, &b->shapes_cap, 1, sizeof *b->shapes);
	b->shapes[0] = (struct column_shape){ .whole = true };
	b->members = mem_grow(NULL, &b->members_cap, 1, sizeof *b->members);
	b->members[0] = (struct column_member){ .key = "", .type = COLUMN_LINES };
	b->nshapes = b->nmembers = 1;
	l->text = b->text;
	for (; p < end; p = l->end + 1) {
		l->end = memchr(p, '\n', (size_t)(end - p));
		if (!l->end)
			l->end = end;
		last = split_line(b, l, p, last, marked);
	}
	free(l);
}

const struct column_piece *
column_shape_has(const struct column_shape *s, size_t member)
{
	for (size_t i = 0; i < s->npieces; i++)
		if (s->pieces[i].member == member)
			return s->pieces + i;
	return NULL;
}

unsigned char *
column_with(const struct column_block *b, size_t member)
{
	unsigned char *with = mem_zero(b->nkinds, 1);

	for (size_t k = 0; k < b->nkinds; k++) {
		uint32_t shape = b->kind_shape[k];

		with[k] = shape == 0 ? member == 0 :
		    column_shape_has(b->shapes + shape, member) != NULL;
	}
	return with;
}

void
column_block_clear(struct column_block *b)
{
	for (size_t i = 0; i < b->nshapes; i++)
		free(b->shapes[i].pieces);
	for (size_t i = 0; i < b->nmembers; i++)
		column_member_clear(b->members + i);
	free(b->shapes);
	free(b->members);
	free(b->rows);
	free(b->kind_shape);
	free(b->kind_context);
	free(b->kind_rows);
	free(b->times);
	arena_clear(&b->arena);
	column_dict_clear(&b->shape_texts);
	column_dict_clear(&b->keys);
	buf_clear(&b->scratch);
}
