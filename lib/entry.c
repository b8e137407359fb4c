/*
 * entry - the lines of one stream, joined to entries.
 *
 * What is pending stands in a ring of slots in the order of first bytes; one of them is
 * current: it gets the lines that begin nothing.  Without a key in the form that is the
 * only one, and it goes out when another begins.  With a key, a slot waits for lines of
 * its key while others come behind it, up to the bounds of the form, and all go out in
 * their order.  The bounds are counted from each entry's own start, so that they do not
 * depend on where reading began.
 */
#include "entry.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "entry_parts.h"
#include "mem.h"
#include "ts.h"

enum { KEEP = 64 << 10 };	/* memory that a slot may keep for the next entry */

struct entry *
entry_new(const struct entry_form *form, entry_fn *fn, void *arg)
{
	struct entry *e = mem_zero(1, sizeof *e);

	e->form = form;
	e->fn = fn;
	e->arg = arg;
	/* each slot has a line of its own, but one that is being begun */
	e->cap = form->nkeys ? form->hold + 2 : 1;
	e->slots = mem_zero(e->cap, sizeof *e->slots);
	e->keys = mem_zero(e->cap, sizeof *e->keys);
	e->from = INT64_MIN;
	return e;
}

void
entry_free(struct entry *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->cap; i++) {
		buf_clear(&e->slots[i].text);
		buf_clear(&e->slots[i].invalid);
	}
	free(e->slots);
	free(e->keys);
	free(e);
}

void
entry_resume(struct entry *e, int64_t pos)
{
	e->from = pos;
}

/* --- what goes out -------------------------------------------------------------- */

static struct entry_slot *
slot_at(const struct entry *e, size_t i)
{
	return &e->slots[entry_place(e, i)];
}

/* Nothing is current, and nothing is expected. */
static void
leave(struct entry *e)
{
	if (e->current)
		e->current->whole = false;
	e->current = NULL;
	e->goes_on = e->may_go_on = e->ended = false;
	e->braces.on = false;
}

static void
keep_little(struct buf *b)
{
	if (b->cap > KEEP && b->n < b->cap / 4)
		buf_clear(b);
	buf_cut(b, 0);
}

static void
put_head(struct entry *e)
{
	struct entry_slot *s = slot_at(e, 0);
	struct piece piece = {
		.p = s->text.n ? s->text.p : "",
		.n = s->text.n,
		.off = s->off,
		.end = s->end,
		.length = s->length,
		.lines = s->lines,
		.invalid = s->invalid.n ? s->invalid.p : NULL,
		.ninvalid = s->invalid.n,
	};

	if (s == e->current)
		leave(e);
	e->head = entry_place(e, 1);
	e->n--;
	if (s->off >= e->from)
		e->fn(e->arg, &piece);
	keep_little(&s->text);
	keep_little(&s->invalid);
}

static void
settle(struct entry *e, int64_t off)
{
	struct entry_slot *s;

	while (e->n > 0) {
		s = slot_at(e, 0);
		if (s == e->current || (e->keys[e->head] && entry_in_reach(e, s, off)))
			break;
		put_head(e);
	}
}

void
entry_flush(struct entry *e)
{
	while (e->n > 0)
		put_head(e);
}

int64_t
entry_due(const struct entry *e)
{
	return e->n ? slot_at(e, 0)->last_ns + e->form->timeout_ns : TS_NONE;
}

void
entry_expire(struct entry *e, int64_t now_ns)
{
	while (e->n > 0 && entry_due(e) <= now_ns)
		put_head(e);
}

int64_t
entry_pending(const struct entry *e)
{
	return e->n ? slot_at(e, 0)->off : -1;
}

/* --- what comes in -------------------------------------------------------------- */

/* "OFFSET:HEX ..." of a line whose text begins at base and of which n bytes were kept. */
static void
add_invalid(struct buf *to, const struct piece *line, size_t base, size_t n)
{
	const char *p = line->invalid, *e = p + line->ninvalid, *hex;
	size_t at, more;

	while (p < e && to->n < ENTRY_INVALID_MAX) {
		for (at = 0; p < e && *p >= '0' && *p <= '9' && at < ENTRY_MAX; p++)
			at = at * 10 + (size_t)(*p - '0');
		for (hex = p; p < e && *p != ' ';)
			p++;
		more = (size_t)(p - hex);
		if (at >= n || more > ENTRY_INVALID_MAX - to->n)
			break;
		buf_fmt(to, "%s%zu%.*s", to->n ? " " : "", base + at, (int)more, hex);
		p += p < e;
	}
}

/* The text of a line; what does not fit is cut off between two characters. */
static void
add_text(struct entry *e, struct entry_slot *s, const struct piece *line)
{
	size_t max = e->form->max, n = line->n, base;

	if (s->lines > 0 && (s->text.n >= max || s->lines >= ENTRY_LINES_MAX))
		s->full = true;
	if (s->full)
		return;
	if (s->lines > 0)
		buf_char(&s->text, '\n');
	base = s->text.n;
	if (n > max - base) {
		s->full = true;
		n = max - base;
		while (n > 0 && ((unsigned char)line->p[n] & 0xC0) == 0x80)
			n--;
	}
	buf_put(&s->text, line->p, n);
	if (line->invalid)
		add_invalid(&s->invalid, line, base, n);
}

static void
add(struct entry *e, struct entry_slot *s, const struct piece *line, int64_t now_ns)
{
	add_text(e, s, line);
	s->length += line->length + (s->lines > 0);
	s->lines += s->lines < UINT32_MAX;
	s->last_ns = now_ns;
	if (s->whole)
		s->end = line->end;
}

/* What the next line may be, after this one. */
static void
expect(struct entry *e, const struct piece *line)
{
	const struct entry_form *f = e->form;

	e->goes_on = entry_is(f, ENTRY_GOES_ON, e->may, line->p, line->n);
	e->may_go_on = entry_is(f, ENTRY_MAY_GO_ON, e->may, line->p, line->n);
	e->ended = entry_is(f, ENTRY_END, e->may, line->p, line->n);
	if (!e->braces.on)
		return;
	entry_braces_line(&e->braces, line->p, line->n);
	if (e->braces.depth == 0 && !e->braces.string)
		e->ended = true;
}

/* --- where a line belongs ------------------------------------------------------- */

static bool
is_indented(const struct piece *line)
{
	return line->n > 0 && (line->p[0] == ' ' || line->p[0] == '\t');
}

static bool
starts(struct entry *e, const struct piece *line)
{
	if (e->starts < 0)
		e->starts = entry_starts(e->form, e->may, line->p, line->n);
	return e->starts;
}

/* Inside of braces: only what cannot stand there begins an entry. */
static bool
begins_in_braces(struct entry *e, const struct piece *line)
{
	if (line->n > 0 && line->p[0] == '{')
		return !entry_braces_want(&e->braces);
	return e->form->of[ENTRY_START] && starts(e, line);
}

/* Does it begin an entry, as the form has it? */
static bool
begins(struct entry *e, const struct piece *line)
{
	const struct entry_form *f = e->form;

	if (e->ended)
		return true;
	if (e->goes_on || (f->indent && is_indented(line)))
		return false;
	if (entry_is(f, ENTRY_CONTINUE, e->may, line->p, line->n))
		return false;
	if (e->braces.on)
		return begins_in_braces(e, line);
	if (e->may_go_on && !f->of[ENTRY_START])
		return false;
	if (entry_is(f, ENTRY_HEAD, e->may, line->p, line->n) || starts(e, line))
		return true;
	/* what begins nothing goes on with what has begun, not with another such line */
	return !e->may_go_on && !e->current->started;
}

/* The line is one more of an older entry; directly behind it, one piece with it. */
static struct entry_slot *
join(struct entry *e, struct entry_slot *s)
{
	bool next = s == e->current && s->whole;

	leave(e);
	s->whole = next;
	return s;
}

/* The slot of a new entry, or that of an older one to which the line belongs. */
static struct entry_slot *
begin(struct entry *e, const struct piece *line, bool forced)
{
	struct entry_relation r = { .key = 0 };
	struct entry_slot *s;
	struct buf text, invalid;

	if (e->form->nkeys && !forced) {
		r = entry_relate(e, line);
		if (r.partner)
			return join(e, r.partner);
	}
	leave(e);
	settle(e, line->off);
	if (e->n == e->cap)
		put_head(e);
	e->keys[entry_place(e, e->n)] = r.key;
	s = slot_at(e, e->n++);
	text = s->text;
	invalid = s->invalid;
	*s = (struct entry_slot){
		.text = text,
		.invalid = invalid,
		.off = line->off,
		.line = e->lines,
		.started = starts(e, line),
		.whole = true,
		.pair = r.pair,
	};
	if (e->form->braces && line->n > 0 && line->p[0] == '{')
		e->braces = (struct entry_braces){ .on = true };
	return s;
}

/* An empty line says nothing: it changes nothing of what is expected. */
static bool
passes_over(const struct entry *e, const struct piece *line)
{
	return e->form->empty && entry_is_blank(line->p, line->n);
}

void
entry_line(struct entry *e, const struct piece *line, int64_t now_ns)
{
	struct entry_slot *s = e->current;
	/* the entry before is out, or as long as may be: this is not the rest of it */
	bool forced = s && ((s->off < e->from && line->off == e->from) ||
	    line->off - s->off >= ENTRY_SPAN);

	e->lines++;
	if (s && !forced && passes_over(e, line)) {
		add(e, s, line, now_ns);
		settle(e, line->off);
		return;
	}
	e->may = entry_may(e->form, line->p, line->n);
	e->starts = -1;
	if (!s || begins(e, line))
		e->current = begin(e, line, false);
	else if (forced)
		e->current = begin(e, line, true);
	add(e, e->current, line, now_ns);
	expect(e, line);
	settle(e, line->off);
}
