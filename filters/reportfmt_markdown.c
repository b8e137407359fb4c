/* reportfmt_markdown - the document as Markdown with tables (GFM). */
#include <string.h>

#include "out.h"
#include "reportfmt.h"

enum { BAR = 30 };	/* characters of the longest bar */

/*
 * Would it begin a list, a heading or a rule?  digits: how many there are at the start.
 */
static bool
begins(const char *s, size_t i, size_t digits)
{
	if (i == 0)
		return strchr("#+-=", s[0]) != NULL;
	return i == digits && (s[i] == '.' || s[i] == ')') &&
	    (s[i + 1] == ' ' || s[i + 1] == '\0');
}

/* Text in which nothing is markup: escaped, also at the start of a line. */
static void
text(struct out *o, const char *s)
{
	size_t n = strlen(s), digits = strspn(s, "0123456789");
	char *p = out_room(o, 5 * n + 2), *start = p;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '<' || s[i] == '&') {	/* an entity or a tag */
			memcpy(p, s[i] == '<' ? "&lt;" : "&amp;", s[i] == '<' ? 4 : 5);
			p += s[i] == '<' ? 4 : 5;
			continue;
		}
		if (begins(s, i, digits) || strchr("\\`*_[]>|~", s[i]))
			*p++ = '\\';
		*p++ = s[i];
	}
	o->text.n += (size_t)(p - start);
}

static void
put_cell(struct out *o, const struct cell *c)
{
	char digits[CELL_TEXT_MAX];
	const char *s = cell_print(c, true, "\xe2\x80\x93", digits);
	bool bold = c->tone == TONE_BAD && c->kind != CELL_NONE;

	out_str(o, bold ? " **" : " ");
	text(o, s);
	out_str(o, bold ? "** |" : " |");
}

static void
put_head(struct out *o, const struct table *t, bool labels)
{
	out_str(o, "|");
	for (size_t i = 0; i < t->ncolumns; i++) {
		out_str(o, " ");
		text(o, labels ? t->columns[i].label : "");
		out_str(o, labels ? " |" : "|");
	}
	face_line(o);
	out_str(o, "|");
	for (size_t i = 0; i < t->ncolumns; i++)
		out_str(o, t->columns[i].number ? " ---: |" : " --- |");
	face_line(o);
}

static void
put_table(struct out *o, const struct table *t, bool labels)
{
	put_head(o, t, labels);
	for (size_t r = 0; r < t->nrows; r++) {
		out_str(o, "|");
		for (size_t i = 0; i < t->ncolumns; i++)
			put_cell(o, &t->cells[r * t->ncolumns + i]);
		face_line(o);
	}
}

static void
put_chart(struct out *o, const struct chart *c)
{
	struct cell n = { .kind = CELL_COUNT };
	uint64_t top = chart_top(c);
	char digits[CELL_TEXT_MAX];

	out_str(o, "| ");
	text(o, c->axis);
	for (size_t i = 0; i < c->nparts; i++) {
		out_str(o, " | ");
		text(o, c->label[i]);
	}
	out_str(o, " | |");
	face_line(o);
	out_str(o, "| --- |");
	for (size_t i = 0; i < c->nparts; i++)
		out_str(o, " ---: |");
	out_str(o, " --- |");
	face_line(o);
	for (size_t b = 0; b < c->nbars; b++) {
		uint64_t sum = bar_sum(c, &c->bars[b]);
		size_t len = top ?
		    (size_t)((long double)sum * BAR / (long double)top) : 0;

		out_str(o, "| ");
		text(o, c->bars[b].label);
		for (size_t i = 0; i < c->nparts; i++) {
			n.a = c->bars[b].part[i];
			out_fmt(o, " | %s", cell_print(&n, true, "", digits));
		}
		out_str(o, " | ");
		for (len = sum && !len ? 1 : len; len > 0; len--)
			out_put(o, "#", 1);
		out_str(o, " |");
		face_line(o);
	}
}

static void
put_sign(struct out *o, const struct table *t)
{
	for (size_t i = 0; i < t->ncolumns; i++) {
		out_str(o, i ? "    " : "");
		text(o, t->columns[i].label);
		out_str(o, " \\_\\_\\_\\_\\_\\_\\_\\_");
	}
	face_line(o);
}

static void
put_block(struct out *o, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_HEADING:
		out_str(o, "## ");
		text(o, b->text);
		face_line(o);
		break;
	case BLOCK_NOTE:
		out_str(o, "> ");
		/* fallthrough */
	case BLOCK_TEXT:
		text(o, b->text);
		face_line(o);
		break;
	case BLOCK_FACTS:
	case BLOCK_TABLE:
		put_table(o, b->table, b->kind == BLOCK_TABLE);
		break;
	case BLOCK_CHART:
		put_chart(o, b->chart);
		break;
	case BLOCK_SIGN:
		put_sign(o, b->table);
		break;
	}
	face_line(o);
}

void
face_markdown(const struct doc *d, const struct face *f, struct out *o)
{
	(void)f;
	out_str(o, "# ");
	text(o, d->title);
	face_line(o);
	face_line(o);
	if (d->org) {
		text(o, d->org);
		face_line(o);
		face_line(o);
	}
	text(o, d->period);
	face_line(o);
	face_line(o);
	for (size_t i = 0; i < d->n; i++)
		put_block(o, &d->blocks[i]);
	if (d->made) {
		text(o, d->made);
		face_line(o);
	}
}
