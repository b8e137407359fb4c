/* column_mask - what texts share that differ in their variables. */
#include "column_part.h"

enum { NAME = 3, GAP_MAX = 2, UTF8_MORE = 0x80, UTF8_TOP = 0xc0 };

static const char variable[] = "<*>", dots[] = "...";

/* What a word is. */
enum word { WORD_TEXT, WORD_NAME, WORD_VARIABLE };

struct mask {
	struct buf *to;
	size_t from, max;	/* where it begins in to, and how long it may be */
	bool full;
	bool after;		/* a variable, and only a gap behind it */
	const char *held;	/* from there on names and gaps wait for what follows */
	const char *held_end;	/* the end of the last name; NULL: none waits */
};

static bool
is_name(const char *s)
{
	static const char names[] =
	    "JanFebMarAprMayJunJulAugSepOctNovDecSunMonTueWedThuFriSat";

	for (const char *p = names; *p; p += NAME)
		if (memcmp(p, s, NAME) == 0)
			return true;
	return false;
}

/* The word at p, and its end. */
static enum word
word_at(const char *p, const char *end, const char **word_end)
{
	const char *s = p;
	bool digit = false;

	while (s < end && (column_token[(unsigned char)*s] || *s == COLUMN_VARIABLE)) {
		digit = digit || column_token[(unsigned char)*s] != 1;
		s++;
	}
	*word_end = s;
	if (digit)
		return WORD_VARIABLE;
	/* a time may follow without a space */
	return s - p >= NAME && is_name(s - NAME) ? WORD_NAME : WORD_TEXT;
}

/* Is there room for so much more?  Otherwise that is the end of it. */
static bool
fits(struct mask *m, size_t n)
{
	if (m->full || m->to->n - m->from + n <= m->max)
		return !m->full;
	m->full = true;
	buf_put(m->to, dots, sizeof dots - 1);
	return false;
}

/* So much that the text is not cut within a character or an escape. */
static void
put(struct mask *m, const char *p, const char *end)
{
	if (m->to->n - m->from + (size_t)(end - p) <= m->max && !m->full) {
		buf_put(m->to, p, (size_t)(end - p));
		return;
	}
	while (p < end) {
		const char *next = *p == '\\' ? column_escape_end(p, end) : p + 1;

		while (next < end && ((unsigned char)*next & UTF8_TOP) == UTF8_MORE)
			next++;
		if (!fits(m, (size_t)(next - p)))
			return;
		buf_put(m->to, p, (size_t)(next - p));
		p = next;
	}
}

/* May what is between two variables be a part of them? */
static bool
is_gap(const char *p, const char *end)
{
	if (p == end || end - p > GAP_MAX)
		return false;
	for (; p < end; p++)
		if (!memchr(" :/,", *p, 4))
			return false;
	return true;
}

/* What waits is text after all; and so is what follows, up to end. */
static void
put_held(struct mask *m, const char *p, const char *end)
{
	put(m, m->held_end ? m->held : p, end);
	m->held_end = NULL;
	m->after = false;
}

/* A gap or any other text from..word, and the word behind it. */
static void
take(struct mask *m, const char *from, const char *word, const char *end, enum word w)
{
	bool gap = is_gap(from, word);

	if (m->after && !m->held_end && gap && w != WORD_TEXT)
		return;			/* a part of that variable */
	if (m->held_end && !gap)
		put_held(m, from, word);
	else if (!m->held_end)
		put_held(m, from, word);
	switch (w) {
	case WORD_VARIABLE:
		m->held_end = NULL;
		if (fits(m, sizeof variable - 1))
			buf_put(m->to, variable, sizeof variable - 1);
		m->after = true;
		break;
	case WORD_NAME:
		if (!m->held_end)
			m->held = word;
		m->held_end = end;
		break;
	case WORD_TEXT:
		put_held(m, word, end);
		break;
	}
}

void
column_mask(const char *s, size_t n, size_t max, struct buf *to)
{
	struct mask m = { .to = to, .from = to->n, .max = max };
	const char *p = s, *end = s + n;

	while (p < end && !m.full) {
		const char *from = p, *word;
		enum word w;

		while (p < end && !column_token[(unsigned char)*p] &&
		    *p != COLUMN_VARIABLE)
			p = *p == '\\' ? column_escape_end(p, end) : p + 1;
		word = p;
		w = word_at(word, end, &p);
		take(&m, from, word, p, w);
	}
	put_held(&m, end, end);
}
