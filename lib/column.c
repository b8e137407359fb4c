/* column - the lines of a block as columns of text. */
#include "column.h"

#include <stdio.h>
#include <stdlib.h>

#include "column_part.h"
#include "mem.h"

enum { TEXT_MIN = 16 };		/* bytes of the mean text that is worth a template */

struct column *
column_set_add(struct column_set *s, const char *name)
{
	struct column *c;

	s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof *s->v);
	c = s->v + s->n++;
	*c = (struct column){ .text = BUF_INIT };
	snprintf(c->name, sizeof c->name, "%s", name);
	return c;
}

const struct column *
column_set_find(const struct column_set *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->v[i].name, name) == 0)
			return s->v + i;
	return NULL;
}

void
column_set_clear(struct column_set *s)
{
	for (size_t i = 0; i < s->n; i++)
		buf_clear(&s->v[i].text);
	free(s->v);
	*s = (struct column_set){ 0 };
}

/* Where the column of a member goes, and the words about it. */
struct place {
	struct column_set *set;
	struct buf *words;
};

static void
put_lines(const struct column_block *b, const struct column_member *m, struct buf *to)
{
	for (size_t i = 0; i < m->n; i++) {
		buf_put(to, b->text + m->v[i].at, m->v[i].n);
		buf_char(to, '\n');
	}
}

/* Is the text worth a template? */
static bool
is_long(const struct column_member *m)
{
	return m->quoted && m->bytes >= m->n * TEXT_MIN;
}

/* The column of a member whose type is not known yet, unless it is no time. */
static void
put_member(struct column_block *b, size_t member, const struct place *p, bool time)
{
	struct column_member *m = b->members + member;
	struct buf text = BUF_INIT, vars = BUF_INIT;
	char name[COLUMN_NAME_MAX];
	size_t from = p->words->n;

	buf_fmt(p->words, "column %zu %s%.*s%s\n", member, m->quoted ? "\"" : "",
	    (int)m->nkey, m->key, m->quoted ? "\"" : "");
	if (time) {
		if (!column_put_times(b, member, p->words, &text)) {
			buf_cut(p->words, from);
			return;
		}
		m->type = COLUMN_TIMES;
	} else if (member > 0 && column_put_ids(b, member, p->words, &text)) {
		m->type = COLUMN_IDS;
	} else if (is_long(m)) {
		m->type = COLUMN_TEXT;
		buf_str(p->words, "text ");
		column_put_texts(b, member, p->words, &text, &vars);
	} else if (member > 0 && !m->quoted &&
	    column_put_ints(b, member, p->words, &text)) {
		m->type = COLUMN_INTS;
	} else {
		buf_str(p->words, "lines\n");
		put_lines(b, m, &text);
	}
	snprintf(name, sizeof name, "%zu", member);
	column_set_add(p->set, name)->text = text;
	snprintf(name, sizeof name, "%zu.vars", member);
	if (m->type == COLUMN_TEXT)
		column_set_add(p->set, name)->text = vars;
}

/* Times come first, then texts, then numbers that follow from both. */
static void
put_members(struct column_block *b, const struct place *p)
{
	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < b->nmembers; i++) {
			struct column_member *m = b->members + i;

			if (m->n > 0 && m->type == COLUMN_LINES &&
			    (pass == 2 ? !m->quoted : m->quoted))
				put_member(b, i, p, pass == 0);
		}
}

/* How many columns the words tell of. */
static size_t
columns(const struct column_block *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->nmembers; i++)
		n += b->members[i].n > 0 && b->members[i].type != COLUMN_LITERAL;
	return n;
}

void
column_write(struct column_set *set, const char *lines, size_t n)
{
	struct column_block b = { .text = lines, .n = n };
	struct buf words = BUF_INIT, kinds = BUF_INIT, body = BUF_INIT;
	struct place p = { set, &body };

	column_set_clear(set);
	column_set_add(set, "words");
	column_set_add(set, "kinds");
	column_split(&b);
	column_kinds(&b, &body, &kinds);
	buf_fmt(&words, "columns 1\nrows %zu\nkinds %zu\nmembers %zu\n", b.nrows,
	    b.nkinds, columns(&b));
	put_members(&b, &p);
	buf_put(&words, body.p, body.n);
	buf_clear(&body);
	set->v[0].text = words;
	set->v[1].text = kinds;
	column_block_clear(&b);
}
