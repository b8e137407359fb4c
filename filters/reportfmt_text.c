/* reportfmt_text - the document as plain text, in columns that hold for Chinese too. */
#include <string.h>

#include "err.h"
#include "out.h"
#include "reportfmt.h"

enum { GAP = 2, WIDE_MIN = 16, LABEL_MIN = 10, BAR_MIN = 20 };

static const char below_indent[] = "    ";

/* of the parts of a chart */
static const char marks[DOC_PARTS_MAX] = { '#', '+', '-', '.' };

void
face_line(struct out *o)
{
	if (out_end(o) < 0)
		out_die(o);
}

void
face_spaces(struct out *o, size_t n)
{
	memset(out_room(o, n), ' ', n);
	o->text.n += n;
}

static void
rule(struct out *o, char c, size_t n)
{
	memset(out_room(o, n), c, n);
	o->text.n += n;
	face_line(o);
}

/* May a line end before s[at]?  At a blank, and beside characters that are not ASCII. */
static bool
may_break(const char *s, size_t at)
{
	unsigned char c = (unsigned char)s[at], before = (unsigned char)s[at - 1];

	return c == ' ' || c >= 0xc0 || (c < 0x80 && before >= 0x80);
}

/* Is the word at s too long for any line, so that it is cut wherever it begins? */
static bool
is_endless(const char *s, size_t n, size_t max)
{
	size_t end = 1;

	while (end < n && !may_break(s, end))
		end++;
	return width_of(s, end) > max;
}

/* How much of s goes on this line of max columns; *skip are the blanks after it. */
static size_t
break_at(const char *s, size_t n, size_t max, size_t *skip)
{
	size_t fit = width_fit(s, n, max), at = fit;

	*skip = 0;
	if (fit == 0 && n > 0) {	/* a wide character in a column of one */
		uint32_t c;

		return width_char(s, n, &c);
	}
	if (fit < n) {
		while (at > 0 && !may_break(s, at))
			at--;
		if (at == 0 || is_endless(s + at + (s[at] == ' '),
		    n - at - (s[at] == ' '), max))
			at = fit;
		while (at + *skip < n && s[at + *skip] == ' ')
			++*skip;
	}
	return at;
}

static void
paragraph(struct out *o, const char *text, const char *first, const char *next,
    size_t width)
{
	size_t n = strlen(text), skip;

	for (const char *lead = first; n > 0; lead = next) {
		size_t at = break_at(text, n, width - strlen(lead), &skip);

		out_str(o, lead);
		out_put(o, text, at);
		face_line(o);
		text += at + skip;
		n -= at + skip;
	}
}

static const char *
print(const struct cell *c, char text[CELL_TEXT_MAX])
{
	return cell_print(c, true, "-", text);
}

/* The widest piece of s that is not broken. */
static size_t
longest_word(const char *s)
{
	size_t most = 0;

	for (size_t n; *s; s += n) {
		for (n = 1; s[n] && !may_break(s, n); n++)
			;
		most = width_of(s, n) > most ? width_of(s, n) : most;
	}
	return most;
}

/* How the columns of a table stand. */
struct layout {
	/* side by side; one more, if there is one, stands below on lines of its own */
	size_t n;
	size_t w[DOC_COLUMNS_MAX];
	size_t sum;	/* of a line, gaps included */
	size_t width;	/* what a line should not be longer than */
};

/* When a row is too long, labels that are longer than what is below them are broken. */
static void
break_labels(const struct table *t, const size_t *data, struct layout *l)
{
	l->sum = 0;
	for (size_t i = 0; i < l->n; i++) {
		const char *label = t->columns[i].label;
		size_t whole = width_of(label, strlen(label));
		size_t word = whole <= LABEL_MIN ? whole : longest_word(label);

		l->w[i] = word > data[i] ? word : data[i];
		l->sum += l->w[i] + (i ? GAP : 0);
	}
}

/* Wide columns give way until the sum is no more than width. */
static void
narrow(const struct table *t, size_t width, struct layout *l)
{
	size_t wide = 0, room = 0, *w = l->w;

	for (size_t i = 0; i < l->n; i++)
		if (t->columns[i].wide && w[i] > WIDE_MIN) {
			wide++;
			room += w[i] - WIDE_MIN;
		}
	for (size_t i = 0; i < l->n && l->sum > width && room > 0; i++)
		if (t->columns[i].wide && w[i] > WIDE_MIN) {
			size_t over = l->sum - width, can = w[i] - WIDE_MIN;
			size_t less = --wide == 0 || over > room ? over :
			    over * can / room;

			if (less > can)
				less = can;
			w[i] -= less;
			l->sum -= less;
			room -= can;
		}
}

/* The columns of the cells' texts. */
static void
measure(const struct table *t, size_t width, struct layout *l,
    size_t data[DOC_COLUMNS_MAX])
{
	char text[CELL_TEXT_MAX];

	l->sum = 0;
	for (size_t i = 0; i < l->n; i++) {
		const char *label = t->columns[i].label;
		size_t whole = width_of(label, strlen(label));

		data[i] = 0;
		for (size_t r = 0; r < t->nrows; r++) {
			const char *s = print(&t->cells[r * t->ncolumns + i], text);
			size_t n = width_of(s, strlen(s));

			data[i] = n > data[i] ? n : data[i];
		}
		l->w[i] = data[i] > whole ? data[i] : whole;
		l->sum += l->w[i] + (i ? GAP : 0);
	}
	if (l->sum > width)
		break_labels(t, data, l);
	narrow(t, width, l);
}

/*
 * A last column that would be broken into less
 * than half of the line gets all of the next ones.
 */
static void
lay_out(const struct table *t, size_t width, struct layout *l)
{
	size_t data[DOC_COLUMNS_MAX], last = t->ncolumns - 1;

	l->n = t->ncolumns;
	l->width = width;
	measure(t, width, l, data);
	if (last > 0 && t->columns[last].wide && l->w[last] < data[last] &&
	    l->w[last] < width / 2) {
		l->n = last;
		measure(t, width, l, data);
		l->sum = l->sum > width ? l->sum : width;
	}
}

/* One line of a cell, padded unless it is the last. */
static void
put_cell(struct out *o, const char *s, size_t n, size_t width, bool right, bool last)
{
	size_t w = width_of(s, n), pad = w < width ? width - w : 0;

	if (right)
		face_spaces(o, pad);
	out_put(o, s, n);
	if (!right && !last)
		face_spaces(o, pad);
	if (!last)
		face_spaces(o, GAP);
}

static void
trim(struct out *o)
{
	while (o->text.n > 0 && o->text.p[o->text.n - 1] == ' ')
		o->text.n--;
}

/* A row as lines: every cell is broken into pieces of its column's width. */
static void
put_row(struct out *o, const struct table *t, const char *const *cells,
    const struct layout *l)
{
	const char *s[DOC_COLUMNS_MAX];
	size_t n[DOC_COLUMNS_MAX];
	bool more = true;

	for (size_t i = 0; i < l->n; i++) {
		s[i] = cells[i];
		n[i] = strlen(s[i]);
	}
	while (more) {
		more = false;
		for (size_t i = 0; i < l->n; i++) {
			size_t skip, at = break_at(s[i], n[i], l->w[i], &skip);

			put_cell(o, s[i], at, l->w[i], t->columns[i].number,
			    i + 1 == l->n);
			s[i] += at + skip;
			n[i] -= at + skip;
			more = more || n[i] > 0;
		}
		trim(o);
		face_line(o);
	}
	if (l->n < t->ncolumns)
		paragraph(o, cells[l->n], below_indent, below_indent, l->width);
}

static void
put_table(struct out *o, const struct table *t, size_t width)
{
	char text[DOC_COLUMNS_MAX][CELL_TEXT_MAX];
	const char *cells[DOC_COLUMNS_MAX];
	struct layout l;

	lay_out(t, width, &l);
	for (size_t i = 0; i < t->ncolumns; i++)
		cells[i] = t->columns[i].label;
	put_row(o, t, cells, &l);
	rule(o, '-', l.sum);
	for (size_t r = 0; r < t->nrows; r++) {
		if (t->total && r + 1 == t->nrows)
			rule(o, '-', l.sum);
		for (size_t i = 0; i < t->ncolumns; i++)
			cells[i] = print(&t->cells[r * t->ncolumns + i], text[i]);
		put_row(o, t, cells, &l);
	}
}

static void
put_facts(struct out *o, const struct table *t)
{
	size_t w = 0, v = 0;
	char text[CELL_TEXT_MAX];

	for (size_t r = 0; r < t->nrows; r++) {
		const struct cell *c = &t->cells[r * t->ncolumns];
		const char *value = print(&c[1], text);
		size_t n = width_of(c->text, strlen(c->text)),
		    m = width_of(value, strlen(value));

		w = n > w ? n : w;
		v = m > v ? m : v;
	}
	for (size_t r = 0; r < t->nrows; r++) {
		const struct cell *c = &t->cells[r * t->ncolumns];
		const char *value = print(&c[1], text);

		put_cell(o, c->text, strlen(c->text), w, false, false);
		put_cell(o, value, strlen(value), v, c[1].kind != CELL_TEXT, true);
		face_line(o);
	}
}

static void
put_bar(struct out *o, const struct chart *c, const struct bar *b,
    uint64_t top, size_t room)
{
	uint64_t so_far = 0;
	size_t drawn = 0;

	for (size_t i = 0; i < c->nparts; i++) {
		size_t end;

		so_far += b->part[i];
		end = 0;
		if (top)
			end = (size_t)((long double)so_far * room / (long double)top);
		if (b->part[i] > 0 && end == drawn && drawn < room)
			end = drawn + 1;	/* what is there can be seen */
		if (end > drawn) {
			memset(out_room(o, end - drawn), marks[i], end - drawn);
			o->text.n += end - drawn;
			drawn = end;
		}
	}
}

static void
put_chart(struct out *o, const struct chart *c, size_t width)
{
	uint64_t top = chart_top(c);
	size_t labels = width_of(c->axis, strlen(c->axis)), room;
	char text[CELL_TEXT_MAX];
	struct cell sum = { .kind = CELL_COUNT, .a = top };
	size_t digits = strlen(cell_print(&sum, true, "", text));

	for (size_t i = 0; i < c->nbars; i++) {
		size_t n = width_of(c->bars[i].label, strlen(c->bars[i].label));

		labels = n > labels ? n : labels;
	}
	room = width > labels + digits + 2 * GAP + BAR_MIN ?
	    width - labels - digits - 2 * GAP : BAR_MIN;
	for (size_t i = 0; i < c->nparts; i++)
		out_fmt(o, "%s%c %s", i ? "   " : "", marks[i], c->label[i]);
	face_line(o);
	for (size_t i = 0; i < c->nbars; i++) {
		const char *value;

		sum.a = bar_sum(c, &c->bars[i]);
		value = cell_print(&sum, true, "", text);
		put_cell(o, c->bars[i].label, strlen(c->bars[i].label), labels,
		    false, false);
		put_cell(o, value, strlen(value), digits, true, false);
		put_bar(o, c, &c->bars[i], top, room);
		trim(o);
		face_line(o);
	}
}

static void
put_sign(struct out *o, const struct table *t)
{
	for (size_t i = 0; i < t->ncolumns; i++)
		out_fmt(o, "%s%s ____________", i ? "    " : "", t->columns[i].label);
	face_line(o);
}

static void
put_block(struct out *o, const struct block *b, size_t width, bool more_notes)
{
	switch (b->kind) {
	case BLOCK_HEADING:
		out_str(o, b->text);
		face_line(o);
		rule(o, '-', width_of(b->text, strlen(b->text)));
		return;		/* what it heads follows at once */
	case BLOCK_TEXT:
		paragraph(o, b->text, "", "", width);
		break;
	case BLOCK_NOTE:
		paragraph(o, b->text, b->tone == TONE_BAD || b->tone == TONE_WARN ?
		    "! " : "* ", "  ", width);
		if (more_notes)
			return;
		break;
	case BLOCK_FACTS:
		put_facts(o, b->table);
		break;
	case BLOCK_TABLE:
		put_table(o, b->table, width);
		break;
	case BLOCK_CHART:
		put_chart(o, b->chart, width);
		break;
	case BLOCK_SIGN:
		put_sign(o, b->table);
		break;
	}
	face_line(o);
}

void
face_text(const struct doc *d, const struct face *f, struct out *o)
{
	if (d->org) {
		out_str(o, d->org);
		face_line(o);
	}
	out_str(o, d->title);
	face_line(o);
	out_str(o, d->period);
	face_line(o);
	rule(o, '=', f->width);
	face_line(o);
	for (size_t i = 0; i < d->n; i++)
		put_block(o, &d->blocks[i], f->width,
		    i + 1 < d->n && d->blocks[i + 1].kind == BLOCK_NOTE);
	if (d->made)
		paragraph(o, d->made, "", "", f->width);
}
