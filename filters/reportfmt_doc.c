/*
 * reportfmt_doc - the document: headings, texts,
 * tables and charts, whatever face they get.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "reportfmt.h"

enum { CHUNK = 64 * 1024 };

struct doc_chunk {
	struct doc_chunk *next;
	size_t n, cap;
	char text[];
};

struct doc *
doc_new(void)
{
	return mem_zero(1, sizeof(struct doc));
}

void
doc_free(struct doc *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->n; i++) {
		if (d->blocks[i].table)
			free(d->blocks[i].table->cells);
		if (d->blocks[i].chart)
			free(d->blocks[i].chart->bars);
		free(d->blocks[i].table);
		free(d->blocks[i].chart);
	}
	for (struct doc_chunk *c = d->chunks, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	free(d->blocks);
	free(d);
}

/* Room for n bytes and a NUL. */
static char *
room(struct doc *d, size_t n)
{
	struct doc_chunk *c = d->chunks;

	if (!c || c->cap - c->n < n + 1) {
		size_t cap = n + 1 > CHUNK ? n + 1 : CHUNK;

		c = mem_zero(1, sizeof *c + cap);
		c->cap = cap;
		c->next = d->chunks;
		d->chunks = c;
	}
	return c->text + c->n;
}

/*
 * May it stand in a document?  Not: controls,
 * marks that turn text around, non-characters.
 */
static bool
harmless(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return false;
	if (c == 0x200e || c == 0x200f || c == 0x061c || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069) || c == 0xfeff)
		return false;
	return (c & 0xfffe) != 0xfffe && !(c >= 0xfdd0 && c <= 0xfdef);
}

const char *
doc_text(struct doc *d, const char *s, size_t n)
{
	char *text = room(d, 3 * n), *p = text;
	uint32_t c;

	for (size_t i = 0, len; i < n; i += len) {
		size_t whole;

		len = width_char(s + i, n - i, &c);
		whole = len;
		if ((unsigned char)s[i] >= 0x80 && !json_utf8(s + i, len))
			whole = 0, len = 1;
		if (whole && harmless(c)) {
			memcpy(p, s + i, len);
			p += len;
		} else if (whole && (c == '\n' || c == '\t' || c == '\r')) {
			if (p > text && p[-1] != ' ')
				*p++ = ' ';
		} else {
			memcpy(p, "\xef\xbf\xbd", 3);
			p += 3;
		}
	}
	*p = '\0';
	d->chunks->n += (size_t)(p - text) + 1;
	return text;
}

const char *
doc_str(struct doc *d, const char *s)
{
	return s ? doc_text(d, s, strlen(s)) : NULL;
}

const char *
doc_fmt(struct doc *d, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	return doc_text(d, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

static struct block *
block(struct doc *d, enum block_kind kind)
{
	d->blocks = mem_grow(d->blocks, &d->cap, d->n + 1, sizeof *d->blocks);
	d->blocks[d->n] = (struct block){ .kind = kind };
	return &d->blocks[d->n++];
}

void
doc_add(struct doc *d, enum block_kind kind, enum tone tone, const char *text)
{
	struct block *b = block(d, kind);

	b->tone = tone;
	b->text = text;
}

struct table *
doc_table(struct doc *d, enum block_kind kind)
{
	return block(d, kind)->table = mem_zero(1, sizeof(struct table));
}

struct chart *
doc_chart(struct doc *d, const char *axis, const char *figures)
{
	struct chart *c = block(d, BLOCK_CHART)->chart = mem_zero(1, sizeof *c);

	c->axis = axis;
	c->figures = figures;
	return c;
}

void
table_column(struct table *t, const char *label, const char *how)
{
	struct column *c = &t->columns[t->ncolumns];

	if (t->ncolumns == DOC_COLUMNS_MAX)
		return;
	t->ncolumns++;
	*c = (struct column){
		.label = label,
		.number = strchr(how, 'n') != NULL,
		.wide = strchr(how, 'w') != NULL,
		.code = strchr(how, 'c') != NULL,
	};
}

struct cell *
table_row(struct table *t)
{
	size_t at = t->nrows * t->ncolumns;

	t->cells = mem_grow(t->cells, &t->cap, at + t->ncolumns, sizeof *t->cells);
	memset(t->cells + at, 0, t->ncolumns * sizeof *t->cells);
	t->nrows++;
	return t->cells + at;
}

void
chart_part(struct chart *c, const char *label, enum tone tone)
{
	c->label[c->nparts] = label;
	c->tone[c->nparts++] = tone;
}

struct bar *
chart_bar(struct chart *c, const char *label)
{
	c->bars = mem_grow(c->bars, &c->cap, c->nbars + 1, sizeof *c->bars);
	c->bars[c->nbars] = (struct bar){ .label = label };
	return &c->bars[c->nbars++];
}

void
cell_text(struct cell *c, const char *text)
{
	c->kind = text && *text ? CELL_TEXT : CELL_NONE;
	c->text = text;
}

void
cell_count(struct cell *c, uint64_t n)
{
	c->kind = CELL_COUNT;
	c->a = n;
}

void
cell_share(struct cell *c, uint64_t a, uint64_t b)
{
	c->kind = b ? CELL_SHARE : CELL_NONE;
	c->a = a;
	c->b = b;
}

static void
group_digits(char *to, const char *digits)
{
	size_t n = strlen(digits);

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
}

const char *
cell_print(const struct cell *c, bool grouped, const char *none, char text[CELL_TEXT_MAX])
{
	char digits[24];
	unsigned mille;

	switch (c->kind) {
	case CELL_TEXT:
		return c->text;
	case CELL_COUNT:
		snprintf(digits, sizeof digits, "%" PRIu64, c->a);
		if (grouped)
			group_digits(text, digits);
		else
			memcpy(text, digits, sizeof digits);
		return text;
	case CELL_SHARE:	/* all and nothing are only said when it is so */
		mille = (unsigned)((long double)c->a * 1000 / (long double)c->b + 0.5L);
		if (mille == 0 && c->a > 0)
			mille = 1;
		if (mille == 1000 && c->a < c->b)
			mille = 999;
		snprintf(text, CELL_TEXT_MAX, "%u.%u%s", mille / 10, mille % 10,
		    grouped ? " %" : "");
		return text;
	default:
		return none;
	}
}

uint64_t
bar_sum(const struct chart *c, const struct bar *b)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < c->nparts; i++)
		sum += b->part[i];
	return sum;
}

uint64_t
chart_top(const struct chart *c)
{
	uint64_t top = 0;

	for (size_t i = 0; i < c->nbars; i++) {
		uint64_t sum = bar_sum(c, &c->bars[i]);

		if (sum > top)
			top = sum;
	}
	return top;
}
