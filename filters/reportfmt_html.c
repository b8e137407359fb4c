/*
 * reportfmt_html - the document as one HTML page that needs nothing else.
 *
 * No script, no font, no image from outside, and a policy in its head that forbids them.
 * The page is well-formed XML too, so that any XML tool can read it.
 */
#include <string.h>

#include "out.h"
#include "reportfmt.h"

/* columns of a cell that is not broken; of a small table */
enum { SHORT = 24, NARROW = 3 };

static const char *const classes[] = { "", "good", "warn", "bad", "quiet" }; /* by tone */

void
html_text(struct out *o, const char *s)
{
	size_t n;

	while (*s) {
		n = strcspn(s, "<>&\"'");
		out_put(o, s, n);
		s += n;
		switch (*s) {
		case '\0': return;
		case '<': out_str(o, "&lt;"); break;
		case '>': out_str(o, "&gt;"); break;
		case '&': out_str(o, "&amp;"); break;
		case '"': out_str(o, "&quot;"); break;
		default: out_str(o, "&#39;"); break;
		}
		s++;
	}
}

/* <name class="...">text</name> */
static void
element(struct out *o, const char *name, const char *class, const char *text)
{
	out_fmt(o, "<%s", name);
	if (*class)
		out_fmt(o, " class=\"%s\"", class);
	out_str(o, ">");
	html_text(o, text);
	out_fmt(o, "</%s>", name);
}

static void
line(struct out *o, const char *name, const char *class, const char *text)
{
	element(o, name, class, text);
	face_line(o);
}

static void
put_cell(struct out *o, const struct column *column, const struct cell *c, bool head)
{
	const char *name = head ? "th" : "td";
	char text[CELL_TEXT_MAX];
	const char *value = cell_print(c, true, "\xe2\x80\x93", text);
	enum tone tone = c->kind == CELL_NONE ? TONE_QUIET : c->tone;

	out_fmt(o, "<%s%s", name, head ? " scope=\"row\"" : "");
	out_fmt(o, " class=\"%s%s%s%s\"", column->number ? "n" : column->wide ? "w" :
	    width_of(value, strlen(value)) <= SHORT ? "s" : "l", column->code ? " c" : "",
	    tone == TONE_PLAIN ? "" : " ", classes[tone]);
	out_str(o, ">");
	html_text(o, value);
	out_fmt(o, "</%s>", name);
}

static void
put_rows(struct out *o, const struct table *t, const char *part, size_t from, size_t to)
{
	if (from >= to)
		return;
	out_fmt(o, "<%s>", part);
	face_line(o);
	for (size_t r = from; r < to; r++) {
		out_str(o, "<tr>");
		for (size_t i = 0; i < t->ncolumns; i++)
			put_cell(o, &t->columns[i],
			    &t->cells[r * t->ncolumns + i], i == 0);
		out_str(o, "</tr>");
		face_line(o);
	}
	out_fmt(o, "</%s>", part);
	face_line(o);
}

static void
put_table(struct out *o, const struct table *t)
{
	size_t body = t->total && t->nrows > 0 ? t->nrows - 1 : t->nrows;

	out_fmt(o, "<div class=\"scroll\"><table%s><thead><tr>",
	    t->ncolumns <= NARROW ? " class=\"narrow\"" : "");
	for (size_t i = 0; i < t->ncolumns; i++) {
		out_fmt(o, "<th scope=\"col\"%s>", t->columns[i].number ?
		    " class=\"n\"" : "");
		html_text(o, t->columns[i].label);
		out_str(o, "</th>");
	}
	out_str(o, "</tr></thead>");
	face_line(o);
	put_rows(o, t, "tbody", 0, body);
	put_rows(o, t, "tfoot", body, t->nrows);
	out_str(o, "</table></div>");
	face_line(o);
}

static void
put_facts(struct out *o, const struct table *t)
{
	char text[CELL_TEXT_MAX];

	out_str(o, "<dl class=\"facts\">");
	face_line(o);
	for (size_t r = 0; r < t->nrows; r++) {
		const struct cell *c = &t->cells[r * t->ncolumns];

		out_fmt(o, "<div class=\"fact%s%s\">", c[1].tone == TONE_PLAIN ? "" : " ",
		    classes[c[1].tone]);
		element(o, "dt", "", c->text);
		element(o, "dd", "", cell_print(&c[1], true, "\xe2\x80\x93", text));
		out_str(o, "</div>");
		face_line(o);
	}
	out_str(o, "</dl>");
	face_line(o);
}

static void
put_sign(struct out *o, const struct table *t)
{
	out_str(o, "<div class=\"sign\">");
	for (size_t i = 0; i < t->ncolumns; i++)
		element(o, "p", "", t->columns[i].label);
	out_str(o, "</div>");
	face_line(o);
}

static void
put_block(struct out *o, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_HEADING:
		line(o, "h2", "", b->text);
		break;
	case BLOCK_TEXT:
		line(o, "p", classes[b->tone], b->text);
		break;
	case BLOCK_NOTE:
		out_fmt(o, "<p class=\"note%s%s\">", b->tone == TONE_PLAIN ? "" : " ",
		    classes[b->tone]);
		html_text(o, b->text);
		out_str(o, "</p>");
		face_line(o);
		break;
	case BLOCK_FACTS:
		put_facts(o, b->table);
		break;
	case BLOCK_TABLE:
		put_table(o, b->table);
		break;
	case BLOCK_CHART:
		html_chart(o, b->chart);
		break;
	case BLOCK_SIGN:
		put_sign(o, b->table);
		break;
	}
}

static void
put_head(struct out *o, const struct doc *d)
{
	out_str(o, "<!DOCTYPE html>");
	face_line(o);
	out_fmt(o, "<html xmlns=\"http://www.w3.org/1999/xhtml\" "
	    "lang=\"%s\" xml:lang=\"%s\">", d->lang,
	    d->lang);
	face_line(o);
	out_str(o, "<head><meta charset=\"utf-8\"/>");
	face_line(o);
	out_str(o, "<meta http-equiv=\"Content-Security-Policy\""
	    " content=\"default-src 'none'; style-src 'unsafe-inline'\"/>");
	face_line(o);
	out_str(o, "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\"/>");
	face_line(o);
	line(o, "title", "", d->title);
	html_style(o);
	out_str(o, "</head>");
	face_line(o);
}

void
face_html(const struct doc *d, const struct face *f, struct out *o)
{
	bool open = false;

	(void)f;
	put_head(o, d);
	out_str(o, "<body><main><header>");
	face_line(o);
	if (d->org)
		line(o, "p", "org", d->org);
	line(o, "h1", "", d->title);
	line(o, "p", "period", d->period);
	out_str(o, "</header>");
	face_line(o);
	for (size_t i = 0; i < d->n; i++) {
		if (d->blocks[i].kind == BLOCK_HEADING) {
			out_str(o, open ? "</section><section>" : "<section>");
			face_line(o);
			open = true;
		}
		put_block(o, &d->blocks[i]);
	}
	if (open)
		out_str(o, "</section>");
	face_line(o);
	if (d->made)
		line(o, "footer", "", d->made);
	out_str(o, "</main></body></html>");
	face_line(o);
}
