/* rec - one record: its life, and how it is read from a line. */
#include "rec.h"

#include <stdlib.h>

#include "gram.h"
#include "json.h"
#include "mem.h"
#include "rec_member.h"

enum { MEMBERS_FIRST = 64 };	/* room that every record has from the start */

struct rec *
rec_new(void)
{
	struct rec *r = mem_zero(1, sizeof *r);

	r->members = mem_grow(NULL, &r->cap, MEMBERS_FIRST, sizeof *r->members);
	r->tags = mem_grow(NULL, &r->tags_cap, MEMBERS_FIRST, sizeof *r->tags);
	rec_empty(r);
	return r;
}

void
rec_free(struct rec *r)
{
	if (!r)
		return;
	arena_clear(&r->texts);
	free(r->members);
	free(r->tags);
	free(r);
}

static void
start(struct rec *r, const char *line, size_t n, size_t inside)
{
	r->line = line;
	r->nline = n;
	r->inside = (uint32_t)inside;
	r->n = r->nparsed = r->nremoved = r->nreplaced = 0;
	r->extra = r->walk_i = r->walk_at = 0;
	r->decoded.raw = NULL;
	arena_reset(&r->texts);
}

void
rec_empty(struct rec *r)
{
	start(r, "{}", 2, 1);
}

enum rec_type
rec_member_type(char first)
{
	switch (first) {
	case '{': return REC_OBJECT;
	case '[': return REC_ARRAY;
	case '"': return REC_STRING;
	case 't': return REC_TRUE;
	case 'f': return REC_FALSE;
	case 'n': return REC_NULL;
	default: return REC_NUMBER;
	}
}

/* A name with escapes in it: its text is kept in the arena. */
static void
decode_name(struct rec *r, struct member *m)
{
	char *text = arena_room(&r->texts, m->nkey);

	m->nkey = (uint32_t)json_unescape(text, m->key, m->nkey);
	m->key = text;
	arena_keep(&r->texts, m->nkey);
}

/* Read the member at p into the next place of the table; the byte after it, or NULL. */
static inline const char *
parse_member(struct rec *r, struct gram *g, const char *p)
{
	struct member *m;
	const char *name, *name_end, *value;

	value = gram_name(g, p, &name, &name_end);
	if (!value)
		return NULL;
	if (r->n == REC_MEMBERS_MAX)
		return gram_fault(g, p, "too many members");
	if (r->n == r->cap || r->n == r->tags_cap) {
		r->members = mem_grow(r->members, &r->cap, r->n + 1, sizeof *r->members);
		r->tags = mem_grow(r->tags, &r->tags_cap, r->n + 1, sizeof *r->tags);
	}
	m = &r->members[r->n];
	m->key = name;
	m->nkey = (uint32_t)(name_end - name);
	m->start = (uint32_t)(p - r->line);
	m->from = (uint32_t)(value - r->line);
	m->flags = 0;
	if (g->escaped)
		decode_name(r, m);
	r->tags[r->n] = rec_member_tag(m->key, m->nkey,
	    g->escaped ? m->nkey : (size_t)(g->end - name));
	g->escaped = false;
	p = gram_value(g, value, 1);
	if (!p)
		return NULL;
	m->type = (uint8_t)rec_member_type(*value);
	if (g->escaped && m->type == REC_STRING)
		m->flags = MEMBER_ESCAPED;
	m->value = value;
	m->nvalue = (size_t)(p - value);
	m->end = (uint32_t)(p - r->line);
	r->n++;
	return p;
}

/* The members from p, inside the braces; after the closing one, or NULL. */
static const char *
parse_members(struct rec *r, struct gram *g, const char *p)
{
	p = gram_space(p, g->end);
	if (p < g->end && *p == '}')
		return p + 1;
	for (;;) {
		p = parse_member(r, g, p);
		if (!p)
			return NULL;
		p = gram_space(p, g->end);
		if (p == g->end)
			return gram_fault(g, p, "object does not end");
		if (*p == '}')
			return p + 1;
		if (*p != ',')
			return gram_fault(g, p, "no comma or brace after member");
		p = gram_space(p + 1, g->end);
	}
}

static const char *
no_object(struct gram *g, const char *p)
{
	if (g->end - p >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
		return gram_fault(g, p, "byte order mark instead of an object");
	return gram_fault(g, p, "not an object");
}

int
rec_parse(struct rec *r, const char *line, size_t n)
{
	struct gram g = { .begin = line, .end = line + n };
	const char *p = gram_space(line, g.end);

	if (n > REC_LINE_MAX) {
		p = gram_fault(&g, line, "longer than 1 GiB");
	} else if (p == g.end || *p != '{') {
		p = no_object(&g, p);
	} else {
		start(r, line, n, (size_t)(p + 1 - line));
		p = parse_members(r, &g, p + 1);
	}
	if (p) {
		p = gram_space(p, g.end);
		if (p == g.end) {
			r->nparsed = r->n;
			return 0;
		}
		gram_fault(&g, p, "more after the object");
	}
	rec_empty(r);
	r->why = g.why;
	r->at = (size_t)(g.at - line);
	return -1;
}

const char *
rec_why(const struct rec *r, size_t *at)
{
	*at = r->at;
	return r->why ? r->why : "nothing was read";
}
