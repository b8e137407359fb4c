/* archive_match - what grep looks for: a text or an expression, in lines. */
#include <string.h>

#include "archive.h"
#include "archive_match.h"
#include "buf.h"
#include "err.h"
#include "re.h"
#include "rec.h"

enum { WHY_MAX = 256 };

static void
look_for(struct match *m, const char *text, size_t n, bool nocase)
{
	m->text = text;
	m->ntext = n;
	if (n > 0)
		find_init(&m->find, text, n, nocase);
}

/* Is it an expression that matches its own text, and nothing else? */
static bool
is_plain(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || (unsigned char)*s >= 0x7f ||
		    strchr("\\^$.[|()?*+{", *s))
			return false;
	return true;
}

/* A text in any case: in that of ASCII, it matches. */
static void
fold(struct match *m, const char *text)
{
	for (const char *p = text; *p; p++) {
		if ((unsigned char)*p >= 0x80)
			return;
		buf_char(&m->folded, *p >= 'A' && *p <= 'Z' ? (char)(*p | 0x20) : *p);
	}
	m->sure = m->folded.p;
	m->nsure = m->folded.n;
}

void
match_compile(struct match *m, const char *pattern)
{
	char why[WHY_MAX];
	bool nocase = false;
	const char *text;
	size_t n;

	m->rec = rec_new();
	if (is_plain(pattern))
		m->flags |= RE_LITERAL;
	if (m->flags == RE_LITERAL && !m->field && !strchr(pattern, '\n')) {
		look_for(m, pattern, strlen(pattern), false);
		m->sure = pattern;
		m->nsure = m->ntext;
		return;
	}
	m->re = re_new(pattern, m->flags, why, sizeof why);
	if (!m->re)
		die_msg(EXIT_USAGE, "bad expression '%s': %s", pattern, why);
	if (m->field)
		return;		/* its text may be spelled otherwise in the line */
	n = re_literal(m->re, &text, &nocase);
	look_for(m, text, n, nocase);
	if (m->flags == (RE_LITERAL | RE_NOCASE) && !strchr(pattern, '\n'))
		fold(m, pattern);
}

void
match_clear(struct match *m)
{
	rec_free(m->rec);
	re_free(m->re);
	buf_clear(&m->folded);
}

bool
match_open(struct match *m, struct span *x, const char *line, size_t n)
{
	*x = (struct span){ .s = line, .n = n };
	return !m->field || (rec_parse(m->rec, line, n) == 0 &&
	    rec_str(m->rec, m->field, &x->s, &x->n));
}

static bool
line_matches(struct match *m, const char *line, size_t n)
{
	struct span x;
	enum re_rc rc;

	if (!match_open(m, &x, line, n))
		return false;
	rc = re_match(m->re, x.s, x.n);
	if (rc == RE_LIMIT)
		m->limited++;
	return rc == RE_YES;
}

static const char *
line_start(const char *from, const char *at)
{
	const char *nl = at > from ? memrchr(from, '\n', (size_t)(at - from)) : NULL;

	return nl ? nl + 1 : from;
}

const char *
match_next(struct match *m, const char *p, const char *end)
{
	while (p < end) {
		const char *nl;

		if (m->ntext) {
			const char *hit = find_next(&m->find, p, end);

			if (!hit)
				return end;
			p = line_start(p, hit);
		}
		nl = memchr(p, '\n', (size_t)(end - p));
		if (!nl)
			return end;
		if (!m->re || line_matches(m, p, (size_t)(nl - p)))
			return p;
		p = nl + 1;
	}
	return end;
}

/* The next one of a text that is to be found as it stands. */
static bool
text_span(const struct match *m, struct span *x)
{
	const char *hit = m->ntext == 0 ? NULL :
	    memmem(x->s + x->at, x->n - x->at, m->text, m->ntext);

	if (!hit)
		return false;
	x->from = (size_t)(hit - x->s);
	x->to = x->from + m->ntext;
	return true;
}

/* Over one character. */
static size_t
step(const struct span *x, size_t at)
{
	do
		at++;
	while (at < x->n && ((unsigned char)x->s[at] & 0xc0) == 0x80);
	return at;
}

bool
match_span(struct match *m, struct span *x)
{
	bool found = false;

	while (!found && x->at <= x->n) {
		if (!m->re) {
			if (!text_span(m, x))
				return false;
		} else if (re_match_at(m->re, x->s, x->n, x->at) != RE_YES ||
		    !re_group(m->re, 0, &x->from, &x->to)) {
			return false;
		}
		found = x->to > x->from;
		x->at = found ? x->to : step(x, x->to > x->at ? x->to : x->at);
	}
	return found;
}
