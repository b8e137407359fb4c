/* frame - the messages in a stream of syslog bytes. */
#include "frame.h"

#include <string.h>

#include "cursor.h"

enum head { HEAD_NONE, HEAD_MORE, HEAD_COUNT };

/* The rest of a count behind its number: " <34>". */
static enum head
look_behind(const char *s, size_t n, int64_t count)
{
	size_t i = 2, pri;

	if (s[0] != ' ' || (n > 1 && s[1] != '<'))
		return HEAD_NONE;
	while (i < n && i < 5 && cursor_digit(s[i]))
		i++;
	if (i >= n)
		return HEAD_MORE;
	pri = i - 2;
	if (pri == 0 || s[i] != '>' || count < (int64_t)pri + 2)
		return HEAD_NONE;
	return HEAD_COUNT;
}

/*
 * Is it a count, "77 <34>"?  HEAD_MORE: it may become one.
 * Then count is its number, and text where the priority begins.
 */
static enum head
look(const char *s, size_t n, int64_t *count, size_t *text)
{
	size_t i = 0;

	*count = 0;
	for (; i < n && i < FRAME_DIGITS_MAX && cursor_digit(s[i]); i++)
		*count = *count * 10 + (s[i] - '0');
	*text = i + 1;
	if (n > 0 && (i == 0 || s[0] == '0'))
		return HEAD_NONE;
	return i == n ? HEAD_MORE : look_behind(s + i, n - i, *count);
}

/* n bytes belong to the message: as many are kept as may be. */
static void
hold(struct frame *f, const char *p, size_t n)
{
	size_t room = f->held.n < f->max ? f->max - f->held.n : 0;

	if (n == 0)
		return;
	/* nothing is kept behind a gap: max may have become more */
	if (f->length == (int64_t)f->held.n)
		buf_put(&f->held, p, n < room ? n : room);
	f->length += (int64_t)n;
	f->before = n > 1 ? p[n - 2] : f->length > 1 ? f->last : '\0';
	f->last = p[n - 1];
}

static void
skip(struct frame *f, size_t n)
{
	f->p += n;
	f->off += (int64_t)n;
}

/*
 * The text is complete.  A line end that was counted belongs to it no more than one that
 * was not.  False when nothing is left.
 */
static bool
give(struct frame *f, struct frame_msg *m, const char *p, size_t n, int64_t length)
{
	bool held = p == f->held.p;
	char last = held ? f->last : n > 0 ? p[n - 1] : '\0';
	char before = held ? f->before : n > 1 ? p[n - 2] : '\0';

	*m = (struct frame_msg){ .off = f->begin, .end = f->off };
	if (f->state == FRAME_COUNTED && (last == '\n' || last == '\0')) {
		n -= (int64_t)n == length;
		length--;
		last = before;
	}
	if (length > 0 && last == '\r') {
		n -= (int64_t)n == length;
		length--;
	}
	m->p = p;
	m->n = n < f->max ? n : f->max;
	m->length = length;
	if (f->state != FRAME_ASTRAY)	/* that one is still out of step */
		f->counts = f->state == FRAME_COUNTED;
	f->state = FRAME_START;
	f->given = true;
	return length > 0;
}

static bool
give_held(struct frame *f, struct frame_msg *m)
{
	return give(f, m, f->held.p, f->held.n, f->length);
}

/* A count: what of its text is in the head goes to the message. */
static void
count(struct frame *f, const char *head, size_t n, size_t text, int64_t want)
{
	f->state = FRAME_COUNTED;
	f->want = want;
	hold(f, head + text, n - text);
	f->nhead = 0;
}

/* Which kind of message begins?  A byte after the other: the count is in two pieces. */
static enum head
look_slowly(struct frame *f)
{
	enum head is = HEAD_MORE;
	int64_t want;
	size_t text;

	for (; f->p < f->e; f->nhead++, skip(f, 1)) {
		f->head[f->nhead] = *f->p;
		is = look(f->head, f->nhead + 1, &want, &text);
		if (is == HEAD_COUNT) {
			skip(f, 1);
			count(f, f->head, f->nhead + 1, text, want);
		}
		if (is != HEAD_MORE)
			break;
	}
	return is;
}

/* At the start of a message: which kind is it?  False: that needs more bytes. */
static bool
start(struct frame *f)
{
	enum head is;
	int64_t want;
	size_t text;

	while (f->nhead == 0 && f->p < f->e && (*f->p == '\n' || *f->p == '\0'))
		skip(f, 1);
	if (f->nhead == 0)
		f->begin = f->off;
	if (f->nhead == 0 && f->e - f->p >= FRAME_HEAD_MAX) {
		is = look(f->p, FRAME_HEAD_MAX, &want, &text);
		if (is == HEAD_COUNT) {
			skip(f, text);
			count(f, "", 0, 0, want);
		}
	} else {
		is = look_slowly(f);
	}
	if (is != HEAD_NONE)
		return is == HEAD_COUNT;
	f->state = FRAME_LINE;
	if (f->counts && (f->nhead > 0 || *f->p != '<'))
		f->state = FRAME_ASTRAY;
	if (f->state == FRAME_LINE) {
		hold(f, f->head, f->nhead);
		f->nhead = 0;
	}
	return true;
}

/* The bytes up to the end of a counted message. */
static bool
counted(struct frame *f, struct frame_msg *m, bool *found)
{
	int64_t left = f->want - f->length;
	size_t n = (size_t)(f->e - f->p);
	const char *p = f->p;

	if ((int64_t)n < left) {
		hold(f, p, n);
		skip(f, n);
		return false;
	}
	skip(f, (size_t)left);
	if (f->length == 0) {
		*found = give(f, m, p, (size_t)left, left);
	} else {
		hold(f, p, (size_t)left);
		*found = give_held(f, m);
	}
	return true;
}

/* The next end of a message that is not counted, or e.  Each byte is looked at once. */
static const char *
next_end(struct frame *f)
{
	size_t n = (size_t)(f->e - f->p);

	if (!f->lf || f->lf < f->p) {
		f->lf = memchr(f->p, '\n', n);
		if (!f->lf)
			f->lf = f->e;
	}
	if (!f->nul || f->nul < f->p) {
		f->nul = memchr(f->p, '\0', n);
		if (!f->nul)
			f->nul = f->e;
	}
	return f->lf < f->nul ? f->lf : f->nul;
}

static bool
line(struct frame *f, struct frame_msg *m, bool *found)
{
	const char *end = next_end(f), *p = f->p;
	size_t n = (size_t)(end - p);

	if (end == f->e) {
		hold(f, p, n);
		skip(f, n);
		return false;
	}
	skip(f, n + 1);
	if (f->length == 0) {
		*found = give(f, m, p, n, (int64_t)n);
	} else {
		hold(f, p, n);
		*found = give_held(f, m);
	}
	return true;
}

/* What cannot be the start of a count any more belongs to what is astray. */
static void
let_go(struct frame *f)
{
	int64_t want;
	size_t text, n = 0;

	do {
		do
			n++;
		while (n < f->nhead && cursor_digit(f->head[n - 1]) &&
		    cursor_digit(f->head[n]));
	} while (n < f->nhead &&
	    look(f->head + n, f->nhead - n, &want, &text) == HEAD_NONE);
	hold(f, f->head, n);
	f->nhead -= n;
	memmove(f->head, f->head + n, f->nhead);
}

/* Up to an end, or to something that is a count, with a number that can be trusted. */
static bool
astray(struct frame *f, struct frame_msg *m, bool *found)
{
	int64_t want;
	size_t text;

	while (f->p < f->e) {
		char c = *f->p;
		bool fresh = f->nhead == 0 && !(f->length > 0 && cursor_digit(f->last));
		enum head is = HEAD_NONE;

		if (f->nhead > 0 || fresh) {
			f->head[f->nhead] = c;
			is = look(f->head, f->nhead + 1, &want, &text);
		}
		if (is == HEAD_COUNT && want <= FRAME_MAX && f->length > 0) {
			f->head[f->nhead++] = c;
			skip(f, 1);
			f->off -= (int64_t)f->nhead;	/* where this one ends */
			*found = give_held(f, m);
			f->off += (int64_t)f->nhead;
			return true;
		}
		if (is == HEAD_MORE) {
			f->nhead++;
			skip(f, 1);
		} else if (f->nhead > 0) {
			let_go(f);
		} else if (c == '\n' || c == '\0') {
			skip(f, 1);
			*found = give_held(f, m);
			return true;
		} else {
			hold(f, f->p, 1);
			skip(f, 1);
		}
	}
	return false;
}

void
frame_feed(struct frame *f, const char *p, size_t n)
{
	f->p = p;
	f->e = p + n;
	f->lf = f->nul = NULL;
}

/* The message before was given: the next one begins, maybe with a head that was seen. */
static void
forget(struct frame *f)
{
	int64_t want;
	size_t text;

	if (!f->given)
		return;
	f->given = false;
	buf_cut(&f->held, 0);
	f->length = 0;
	f->begin = f->off - (int64_t)f->nhead;
	if (f->nhead > 0 && look(f->head, f->nhead, &want, &text) == HEAD_COUNT)
		count(f, f->head, f->nhead, text, want);
}

bool
frame_next(struct frame *f, struct frame_msg *m)
{
	bool found = false, more = true;

	while (more && !found) {
		forget(f);
		switch (f->state) {
		case FRAME_START: more = start(f); break;
		case FRAME_COUNTED: more = counted(f, m, &found); break;
		case FRAME_LINE: more = line(f, m, &found); break;
		case FRAME_ASTRAY: more = astray(f, m, &found); break;
		}
	}
	if (!found && f->length == 0)
		buf_clear(&f->held);	/* one that is idle costs little */
	return found;
}

bool
frame_end(struct frame *f, struct frame_msg *m)
{
	int64_t length;

	forget(f);
	hold(f, f->head, f->nhead);
	f->nhead = 0;
	length = f->length;
	if (length == 0)
		return false;
	if (f->state != FRAME_COUNTED)
		return give_held(f, m);
	f->state = FRAME_LINE;
	give_held(f, m);
	m->length = f->want;	/* so it was announced */
	return true;
}

size_t
frame_held(const struct frame *f)
{
	return f->held.cap;
}

void
frame_clear(struct frame *f)
{
	size_t max = f->max;

	buf_clear(&f->held);
	*f = (struct frame)FRAME_INIT(max);
}
