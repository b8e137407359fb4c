/*
 * html - is this a page that stands alone?
 *
 * Reads a page on stdin.  It must be well-formed XML (tags nest, attributes are quoted and occur
 * once, entities are known, text is UTF-8 of characters that XML allows), use nothing from outside
 * and run nothing, and its tables must be whole: as many cells in every row as columns in the
 * head, a scope on every th.  Prints the text of titles, headings, paragraphs and cells, a row a
 * line; or on stderr what is wrong, and then the status is 1.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "err.h"
#include "file.h"
#include "json.h"

enum { PAGE_MAX = 64 << 20, DEPTH_MAX = 64, NAME_MAX_LEN = 31, ATTRS_MAX = 24 };

struct page {
	const char *p, *start, *end;
	char open[DEPTH_MAX][NAME_MAX_LEN + 1];
	size_t depth;
	size_t columns, cells;		/* of this table, of this row */
	bool in_head;
	struct buf text;		/* of the line being put together */
};

static _Noreturn void __attribute__((format(printf, 2, 3)))
wrong(const struct page *g, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	die_msg(EXIT_NO, "byte %td: %s", g->p - g->start, text);
}

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
	    c == ':';
}

static void
name(struct page *g, char to[NAME_MAX_LEN + 1])
{
	size_t n = 0;

	while (g->p + n < g->end && is_name(g->p[n]))
		n++;
	if (n == 0 || n > NAME_MAX_LEN)
		wrong(g, "no name");
	memcpy(to, g->p, n);
	to[n] = '\0';
	g->p += n;
}

static bool
take(struct page *g, const char *s)
{
	size_t n = strlen(s);

	if ((size_t)(g->end - g->p) < n || memcmp(g->p, s, n) != 0)
		return false;
	g->p += n;
	return true;
}

static void
blanks(struct page *g)
{
	while (g->p < g->end && strchr(" \t\n", *g->p))
		g->p++;
}

/* One character of text or of a value; entities are resolved. */
static void
character(struct page *g, struct buf *to)
{
	static const char *const entities[][2] = { { "&lt;", "<" }, { "&gt;", ">" }, { "&amp;", "&" },
		{ "&quot;", "\"" }, { "&#39;", "'" } };

	if (*g->p == '&') {
		for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
			if (take(g, entities[i][0])) {
				buf_str(to, entities[i][1]);
				return;
			}
		wrong(g, "unknown entity");
	}
	if (*g->p == '<' || ((unsigned char)*g->p < ' ' && !strchr("\n\t", *g->p)) || *g->p == 0x7f)
		wrong(g, "a character that cannot stand here");
	buf_char(to, *g->p++);
}

static void
attribute(struct page *g, const char *element, const char *key, const char *value)
{
	static const char *const kept[] = { "class", "scope", "lang", "xml:lang", "xmlns", "charset", "name",
		"content", "http-equiv", "role", "aria-label", "aria-hidden", "viewBox", "x", "y", "x1", "y1",
		"x2", "y2", "width", "height", "text-anchor" };

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (strcmp(kept[i], key) == 0) {
			if (strcmp(key, "http-equiv") == 0 && strcmp(value, "Content-Security-Policy") != 0)
				wrong(g, "http-equiv '%s'", value);
			return;
		}
	wrong(g, "attribute '%s' of '%s'", key, element);	/* src, href, style, on..., */
}

/* The attributes of a tag; does one say scope? */
static bool
attributes(struct page *g, const char *element)
{
	char keys[ATTRS_MAX][NAME_MAX_LEN + 1];
	struct buf value = BUF_INIT;
	bool scope = false;

	for (size_t n = 0; blanks(g), g->p < g->end && is_name(*g->p); n++) {
		if (n == ATTRS_MAX)
			wrong(g, "many attributes");
		name(g, keys[n]);
		for (size_t i = 0; i < n; i++)
			if (strcmp(keys[i], keys[n]) == 0)
				wrong(g, "attribute '%s' twice", keys[n]);
		if (!take(g, "=\""))
			wrong(g, "no value");
		buf_cut(&value, 0);
		while (g->p < g->end && *g->p != '"')
			character(g, &value);
		if (!take(g, "\""))
			wrong(g, "no end of the value");
		attribute(g, element, keys[n], buf_text(&value));
		scope = scope || strcmp(keys[n], "scope") == 0;
	}
	buf_clear(&value);
	return scope;
}

static void
print_line(struct page *g)
{
	if (g->text.n)
		puts(buf_text(&g->text));
	buf_cut(&g->text, 0);
}

static bool
one_of(const char *s, const char *list)		/* list: " a b c " */
{
	char key[NAME_MAX_LEN + 3];

	snprintf(key, sizeof key, " %s ", s);
	return strstr(list, key) != NULL;
}

static void
opened(struct page *g, const char *element, bool scope)
{
	if (!one_of(element, " html head meta title style body main header section footer h1 h2 p div span dl dt"
	    " dd table thead tbody tfoot tr th td figure ul li svg g rect line text details summary "))
		wrong(g, "element '%s'", element);
	if (strcmp(element, "th") == 0 && !scope)
		wrong(g, "th without scope");
	if (strcmp(element, "table") == 0)
		g->columns = 0;
	if (strcmp(element, "thead") == 0)
		g->in_head = true;
	if (strcmp(element, "tr") == 0)
		g->cells = 0;
	if (one_of(element, " th td ") && g->cells++ > 0)
		buf_char(&g->text, '\t');
	if (one_of(element, " h1 h2 p dt footer summary title "))
		print_line(g);
	if (strcmp(element, "dd") == 0)
		buf_char(&g->text, '\t');
}

static void
closed(struct page *g, const char *element)
{
	if (strcmp(element, "thead") == 0)
		g->in_head = false;
	if (strcmp(element, "tr") == 0) {
		if (g->in_head)
			g->columns = g->cells;
		else if (g->cells != g->columns)
			wrong(g, "a row of %zu cells below %zu columns", g->cells, g->columns);
	}
	if (one_of(element, " h1 h2 p dd tr footer summary title li text "))
		print_line(g);
}

static void
tag(struct page *g)
{
	char element[NAME_MAX_LEN + 1];
	bool scope;

	if (take(g, "/")) {
		name(g, element);
		if (!take(g, ">") || g->depth == 0 || strcmp(g->open[--g->depth], element) != 0)
			wrong(g, "'%s' is closed, which is not open", element);
		closed(g, element);
		return;
	}
	name(g, element);
	scope = attributes(g, element);
	opened(g, element, scope);
	if (take(g, "/>"))
		return;
	if (!take(g, ">") || g->depth == DEPTH_MAX)
		wrong(g, "'%s' does not end", element);
	memcpy(g->open[g->depth++], element, sizeof element);
}

static void
style(struct page *g)
{
	const char *end = memmem(g->p, (size_t)(g->end - g->p), "</style>", 8);
	static const char *const no[] = { "url(", "@import", "expression", "<", "&", "javascript" };

	if (!end)
		wrong(g, "the style does not end");
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (memmem(g->p, (size_t)(end - g->p), no[i], strlen(no[i])))
			wrong(g, "'%s' in the style", no[i]);
	g->p = end;
}

int
main(int argc, char *argv[])
{
	struct buf b = BUF_INIT;
	struct page g = { 0 };

	(void)argc;
	err_init(argv[0]);
	if (file_read("/dev/stdin", PAGE_MAX, &b) < 0)
		die_errno(EXIT_TROUBLE, "cannot read");
	g = (struct page){ .p = b.p, .start = b.p, .end = b.p + b.n };
	if (!json_utf8(b.p, b.n) || !take(&g, "<!DOCTYPE html>"))
		wrong(&g, "not a page in UTF-8");
	for (bool any = false; g.p < g.end; any = true) {
		if (g.depth == 0 && any && *g.p != '<' && *g.p != '\n')
			wrong(&g, "text outside");
		if (g.depth > 0 && strcmp(g.open[g.depth - 1], "style") == 0)
			style(&g);
		if (take(&g, "<"))
			tag(&g);
		else if (*g.p == '\n')
			g.p++;
		else
			character(&g, &g.text);
	}
	if (g.depth > 0)
		wrong(&g, "'%s' is not closed", g.open[g.depth - 1]);
	buf_clear(&g.text);
	buf_clear(&b);
	return 0;
}
