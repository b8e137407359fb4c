/* reportfmt_chart - stacked bars as an SVG inside the HTML page. */
#include <inttypes.h>
#include <string.h>

#include "out.h"
#include "reportfmt.h"

/* The drawing, in units of the view box; positions are kept in tenths. */
enum { WIDTH = 760, HEIGHT = 230, TOP = 14, BOTTOM = 28, RIGHT = 8,
    DIGIT = 7, TICKS = 4 };

static void
tenths(struct out *o, const char *name, uint64_t v)
{
	out_fmt(o, " %s=\"%" PRIu64 ".%" PRIu64 "\"", name, v / 10, v % 10);
}

/*
 * The least number of the form 1, 2, 2.5, 5 times a power
 * of ten (a multiple of TICKS) that is not below n.
 */
static uint64_t
nice(uint64_t n)
{
	static const uint64_t steps[] = { 4, 8, 12, 20, 40 };

	for (uint64_t power = 1; power < UINT64_MAX / 100; power *= 10)
		for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
			if (steps[i] * power >= n)
				return steps[i] * power;
	return n;
}

static const char *
grouped(uint64_t n, char text[CELL_TEXT_MAX])
{
	struct cell c = { .kind = CELL_COUNT, .a = n };

	return cell_print(&c, true, "", text);
}

static void
put_text(struct out *o, uint64_t x, uint64_t y, const char *anchor, const char *text)
{
	out_str(o, "<text");
	tenths(o, "x", x);
	tenths(o, "y", y);
	out_fmt(o, " text-anchor=\"%s\">", anchor);
	html_text(o, text);
	out_str(o, "</text>");
	face_line(o);
}

static void
put_scale(struct out *o, uint64_t top, uint64_t left)
{
	uint64_t height = HEIGHT - TOP - BOTTOM;
	char text[CELL_TEXT_MAX];

	for (uint64_t i = 0; i <= TICKS; i++) {
		uint64_t y = 10 * (TOP + height) - 10 * height * i / TICKS;

		out_fmt(o, "<line class=\"%s\"", i ? "grid" : "base");
		tenths(o, "x1", left);
		tenths(o, "y1", y);
		tenths(o, "x2", 10 * (WIDTH - RIGHT));
		tenths(o, "y2", y);
		out_str(o, "/>");
		face_line(o);
		put_text(o, left - 60, y + 40, "end", grouped(top / TICKS * i, text));
	}
}

/*
 * The parts of a bar from the bottom up, the worst lowest, where it stands on the line.
 */
static void
put_bar(struct out *o, const struct chart *c, const struct bar *b, uint64_t top,
    uint64_t x, uint64_t w)
{
	uint64_t height = 10 * (HEIGHT - TOP - BOTTOM), base = 10 * TOP + height,
	    sum = 0, below = 0;
	char text[CELL_TEXT_MAX];

	out_str(o, "<g><title>");
	html_text(o, b->label);
	for (size_t i = 0; i < c->nparts; i++) {
		out_str(o, i ? ", " : ": ");
		html_text(o, c->label[i]);
		out_fmt(o, " %s", grouped(b->part[i], text));
	}
	out_str(o, "</title>");
	for (size_t i = 0; i < c->nparts; i++) {
		uint64_t h;

		sum += b->part[i];
		h = (uint64_t)((long double)sum * (long double)height / (long double)top);
		if (b->part[i] > 0 && h < below + 15)
			h = below + 15;		/* what is there can be seen */
		if (b->part[i] > 0) {
			out_fmt(o, "<rect class=\"p%zu\"", i);
			tenths(o, "x", x);
			tenths(o, "y", base > h ? base - h : 0);
			tenths(o, "width", w);
			tenths(o, "height", h - below);
			out_str(o, "/>");
			below = h;
		}
	}
	out_str(o, "</g>");
	face_line(o);
}

static void
put_bars(struct out *o, const struct chart *c, uint64_t top, uint64_t left)
{
	uint64_t width = 10 * (WIDTH - RIGHT) - left, pitch = width / c->nbars;
	uint64_t w = pitch * 7 / 10, every;
	size_t label = 1;

	if (w > 300)
		w = 300;
	for (size_t i = 0; i < c->nbars; i++) {
		size_t n = width_of(c->bars[i].label, strlen(c->bars[i].label));

		label = n > label ? n : label;
	}
	every = (10 * DIGIT * (label + 1) + pitch - 1) / (pitch ? pitch : 1);
	for (size_t i = 0; i < c->nbars; i++) {
		uint64_t x = left + width * i / c->nbars + (pitch - w) / 2;

		put_bar(o, c, &c->bars[i], top, x, w ? w : 1);
		if (i % (every ? every : 1) == 0)
			put_text(o, x + w / 2, 10 * (HEIGHT - BOTTOM) + 170, "middle",
			    c->bars[i].label);
	}
}

static void
put_legend(struct out *o, const struct chart *c)
{
	out_str(o, "<ul class=\"legend\">");
	for (size_t i = 0; i < c->nparts; i++) {
		out_fmt(o, "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\">"
		    "<rect class=\"p%zu\" width=\"10\" height=\"10\"/></svg>", i);
		html_text(o, c->label[i]);
		out_str(o, "</li>");
	}
	out_str(o, "</ul>");
	face_line(o);
}

static void
put_figures(struct out *o, const struct chart *c)
{
	char text[CELL_TEXT_MAX];

	out_str(o, "<details><summary>");
	html_text(o, c->figures);
	out_str(o, "</summary><table><thead><tr><th scope=\"col\">");
	html_text(o, c->axis);
	out_str(o, "</th>");
	for (size_t i = 0; i < c->nparts; i++) {
		out_str(o, "<th scope=\"col\" class=\"n\">");
		html_text(o, c->label[i]);
		out_str(o, "</th>");
	}
	out_str(o, "</tr></thead><tbody>");
	face_line(o);
	for (size_t b = 0; b < c->nbars; b++) {
		out_str(o, "<tr><th scope=\"row\">");
		html_text(o, c->bars[b].label);
		out_str(o, "</th>");
		for (size_t i = 0; i < c->nparts; i++)
			out_fmt(o, "<td class=\"n\">%s</td>",
			    grouped(c->bars[b].part[i], text));
		out_str(o, "</tr>");
		face_line(o);
	}
	out_str(o, "</tbody></table></details>");
	face_line(o);
}

void
html_chart(struct out *o, const struct chart *c)
{
	uint64_t top = nice(chart_top(c)), left;
	char text[CELL_TEXT_MAX];

	if (c->nbars == 0)
		return;
	left = 10 * (DIGIT * strlen(grouped(top, text)) + 10);
	out_str(o, "<figure>");
	put_legend(o, c);
	out_fmt(o, "<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" "
	    "role=\"img\""
	    " viewBox=\"0 0 %d %d\" aria-label=\"", WIDTH, HEIGHT);
	html_text(o, c->axis);
	out_str(o, "\">");
	face_line(o);
	put_scale(o, top, left);
	put_bars(o, c, top, left);
	out_str(o, "</svg>");
	face_line(o);
	put_figures(o, c);
	out_str(o, "</figure>");
	face_line(o);
}
