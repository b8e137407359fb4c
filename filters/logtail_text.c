/* logtail_text - the encoding of a source: where its lines end, and what they say. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "err.h"
#include "logtail.h"
#include "packed.h"

/* An encoding that was checked when the options and configuration were read. */
static struct charset *
get(struct tail *t, const char *name)
{
	struct charset *c = charset_pool_get(t->charsets, name);

	if (!c)
		die_errno(EXIT_TROUBLE, "cannot read the encoding '%s'", name);
	return c;
}

/* Few bytes may not tell yet; where a line ends, what there is must do. */
static void
set(struct tail *t, struct gen *g, const char *p, size_t n, bool all)
{
	const char *configured = g->spec->encoding, *head = NULL;
	int mark = charset_head(p, n,
	    all || n >= TEXT_HEAD || memchr(p, '\n', n) != NULL, &head);

	if (mark < 0)
		return;
	g->known = true;
	g->mark = mark > 0 ? mark : 0;
	if (configured && strcmp(configured, "auto") != 0) {
		const char *name = charset_resolve(configured, head);

		g->charset = get(t, name);
		if (text_unit(g) == 1 && head && strcasecmp(name, head) != 0)
			g->mark = 0;	/* in that encoding those bytes are text */
	} else if (head) {
		g->charset = get(t, head);
	}
}

/* The first bytes of what is inside; the reading begins anew after that. */
static size_t
packed_head(struct gen *g, char *p, size_t max)
{
	size_t done = 0;
	ssize_t n;

	while (done < max && (n = packed_read(g->packed, p + done, max - done)) > 0)
		done += (size_t)n;
	if (packed_rewind(g->packed) < 0)
		die_errno(EXIT_TROUBLE, "cannot unpack '%s'", g->path);
	return done;
}

void
text_begin(struct tail *t, struct gen *g, const char *p, size_t n, bool all)
{
	char head[TEXT_HEAD];
	ssize_t k;

	if (g->known)
		return;
	if (g->packed) {
		n = packed_head(g, head, sizeof head);
		p = head;
	} else if (!g->stream) {
		k = gen_pread(g->fd, head, sizeof head, 0);
		n = k > 0 ? (size_t)k : 0;
		p = head;
	}
	if (n > 0)
		set(t, g, p, n, all);
}

void
text_guessed(const struct gen *g, char name[ENCODING_MAX])
{
	bool fixed = !g->charset && g->guess.leader >= 0 && g->guess.fixed;
	const char *is = fixed ? charset_guess_name(&g->guess) : "";

	snprintf(name, ENCODING_MAX, "%s", is);
}

size_t
text_unit(const struct gen *g)
{
	return g->charset ? charset_unit(g->charset) : 1;
}

const char *
text_newline(const struct gen *g, const char *p, const char *e)
{
	return g->charset ? charset_newline(g->charset, p, e) :
	    memchr(p, '\n', (size_t)(e - p));
}

bool
text_unended(const struct gen *g, const char *p, size_t n)
{
	size_t unit = text_unit(g);

	return n >= unit && text_newline(g, p + n - unit, p + n) == NULL;
}

/* The encoding of this line: that of the file, or what the lines so far let guess. */
static struct charset *
of_line(struct tail *t, struct gen *g, const char *p, size_t n)
{
	struct charset *c = g->charset;

	if (!c)
		c = charset_guess_line(&g->guess, t->charsets, p, n);
	if (!c)
		die_errno(EXIT_TROUBLE, "cannot read the encoding of '%s'", g->path);
	return c;
}

#define LOST "\xef\xbf\xbd"

static bool
lost(const struct buf *b, size_t end)
{
	return end >= 3 && memcmp(b->p + end - 3, LOST, 3) == 0;
}

/*
 * Where a line was cut, there may be a part of a character at the end.  The second byte
 * of the four of GB18030 is a digit, which is a character of its own there.
 */
static void
drop_half(struct tail *t)
{
	struct buf *b = &t->text;
	size_t n = b->n;

	for (int i = 0; i < 3 && lost(b, n); i++)
		n -= 3;
	if (n > 0 && b->p[n - 1] >= '0' && b->p[n - 1] <= '9' && lost(b, n - 1))
		n -= 4;
	b->n = n;
	charset_bad_cut(&t->invalid, b->n);
}

/* A piece in that encoding as UTF-8. */
static void
convert(struct tail *t, struct charset *c, struct piece *x)
{
	buf_cut(&t->text, 0);
	buf_cut(&t->invalid, 0);
	charset_decode(c, x->p, x->n, &t->text, &t->invalid);
	if (x->length > (int64_t)x->n)
		drop_half(t);
	x->length = x->length > (int64_t)x->n ? x->length : -1;
	x->p = t->text.p ? t->text.p : "";
	x->n = t->text.n;
	if (x->length <= (int64_t)x->n)	/* it was not cut, or became longer so */
		x->length = (int64_t)x->n + (x->length >= 0);
	if (t->invalid.n > 0) {
		x->invalid = t->invalid.p;
		x->ninvalid = t->invalid.n;
	}
}

const char *
text_plain(const struct tail *t, const struct gen *g, const char *p, const char *e)
{
	return !g->charset || g->charset == t->utf8 ? charset_ascii(p, e) : p;
}

void
text_decode(struct tail *t, struct gen *g, struct piece *x)
{
	const char *p = x->p, *e = p + x->n;
	struct charset *c;

	g->common.encoding = NULL;
	if (p >= t->plain.from && e <= t->plain.to)
		return;
	if (g->charset ? t->utf8 == g->charset && charset_utf8(p, e) == e :
	    charset_ascii(p, e) == e)
		return;
	c = of_line(t, g, p, x->n);
	if (c == t->utf8 && charset_utf8(p, e) == e)
		return;
	if (!g->charset && c != t->utf8)	/* a guess is never silent */
		g->common.encoding = charset_name(c);
	convert(t, c, x);
}

struct charset *
text_named(struct tail *t, const char *name)
{
	return name && strcmp(name, "auto") != 0 ? get(t, name) : NULL;
}

void
text_message(struct tail *t, struct charset *c, struct charset_guess *guess,
    struct piece *x)
{
	if (charset_utf8(x->p, x->p + x->n) == x->p + x->n)
		return;
	if (!c)
		c = charset_guess_line(guess, t->charsets, x->p, x->n);
	if (!c)
		die_errno(EXIT_TROUBLE, "cannot read the encoding of messages");
	convert(t, c, x);
}
