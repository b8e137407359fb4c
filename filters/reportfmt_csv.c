/*
 * reportfmt_csv - the tables of the document as RFC 4180 has it.
 *
 * Every line has the same number of fields; the first says which part of the report
 * the line belongs to, so that a spreadsheet can filter by it.
 */
#include <string.h>

#include "num.h"
#include "out.h"
#include "reportfmt.h"

struct csv {
	struct out *o;
	size_t fields, at;	/* of a line; written of this one */
	const char *part;
};

/*
 * A spreadsheet takes a text that begins so for a formula, which could run what a log
 * line says: an apostrophe before it makes it a text.
 */
static bool
formula(const char *s)
{
	static const char *const wide[] = {
		"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0",
	};

	double v;

	if (num_f64(s, &v) == 0)
		return false;
	while (*s == ' ')
		s++;
	if (*s && strchr("=+-@|%", *s))
		return true;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (strncmp(s, wide[i], 3) == 0)	/* full-width = + - @ */
			return true;
	return false;
}

static void
field(struct csv *c, const char *s, bool guard)
{
	size_t n = strlen(s);
	bool quote = strpbrk(s, ",\"\r\n") != NULL ||
	    (n > 0 && (s[0] == ' ' || s[n - 1] == ' '));
	bool mark = guard && formula(s);
	char *p = out_room(c->o, 2 * n + 4), *start = p;

	if (c->at++ > 0)
		*p++ = ',';
	if (quote)
		*p++ = '"';
	if (mark)
		*p++ = '\'';
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			*p++ = '"';
		*p++ = s[i];
	}
	if (quote)
		*p++ = '"';
	c->o->text.n += (size_t)(p - start);
}

static void
line_begin(struct csv *c)
{
	c->at = 0;
	field(c, c->part, true);
}

static void
line_end(struct csv *c)
{
	while (c->at < c->fields)
		field(c, "", false);
	out_put(c->o, "\r", 1);
	face_line(c->o);
}

static void
put_table(struct csv *c, const struct table *t, bool head)
{
	char text[CELL_TEXT_MAX];

	if (head) {
		line_begin(c);
		for (size_t i = 0; i < t->ncolumns; i++)
			field(c, t->columns[i].label, true);
		line_end(c);
	}
	for (size_t r = 0; r < t->nrows; r++) {
		line_begin(c);
		for (size_t i = 0; i < t->ncolumns; i++) {
			const struct cell *cell = &t->cells[r * t->ncolumns + i];

			field(c, cell->full ? cell->full :
			    cell_print(cell, false, "", text), cell->kind == CELL_TEXT);
		}
		line_end(c);
	}
}

static void
put_chart(struct csv *c, const struct chart *chart)
{
	struct cell sum = { .kind = CELL_COUNT };
	char text[CELL_TEXT_MAX];

	line_begin(c);
	field(c, chart->axis, true);
	for (size_t i = 0; i < chart->nparts; i++)
		field(c, chart->label[i], true);
	line_end(c);
	for (size_t b = 0; b < chart->nbars; b++) {
		line_begin(c);
		field(c, chart->bars[b].label, true);
		for (size_t i = 0; i < chart->nparts; i++) {
			sum.a = chart->bars[b].part[i];
			field(c, cell_print(&sum, false, "", text), false);
		}
		line_end(c);
	}
}

static size_t
most_fields(const struct doc *d)
{
	size_t most = 2;

	for (size_t i = 0; i < d->n; i++) {
		const struct block *b = &d->blocks[i];
		size_t n = b->table ? b->table->ncolumns : b->chart ?
		    b->chart->nparts + 1 : 1;

		most = n + 1 > most ? n + 1 : most;
	}
	return most;
}

static void
one(struct csv *c, const char *s)
{
	line_begin(c);
	field(c, s, true);
	line_end(c);
}

void
face_csv(const struct doc *d, const struct face *f, struct out *o)
{
	struct csv c = { .o = o, .fields = most_fields(d), .part = d->title };

	if (f->bom)
		out_str(o, "\xef\xbb\xbf");
	if (d->org)
		one(&c, d->org);
	one(&c, d->period);
	for (size_t i = 0; i < d->n; i++) {
		const struct block *b = &d->blocks[i];

		if (b->kind == BLOCK_HEADING)
			c.part = b->text;
		else if (b->table)
			put_table(&c, b->table, b->kind == BLOCK_TABLE);
		else if (b->chart)
			put_chart(&c, b->chart);
		else
			one(&c, b->text);
	}
}
