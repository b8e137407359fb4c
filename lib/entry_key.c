/* entry_key - the lines of several entries that are mixed, told apart by their key. */
#include "entry_parts.h"
#include "re.h"
#include "table.h"

enum { KEY_GROUPS = 4 };	/* groups of a pattern that are parts of a key */

size_t
entry_place(const struct entry *e, size_t i)
{
	return e->head + i < e->cap ? e->head + i : e->head + i - e->cap;
}

bool
entry_in_reach(const struct entry *e, const struct entry_slot *s, int64_t off)
{
	return e->lines - s->line <= e->form->hold && off - s->off <= ENTRY_HOLD;
}

/* By the first pattern that matches: its groups, or the whole when it has none. */
static uint64_t
key_of(const struct entry_form *f, const struct piece *line)
{
	uint64_t hash = TABLE_SEED;
	size_t from, to, i = 0;

	while (i < f->nkeys && re_match(f->keys[i], line->p, line->n) != RE_YES)
		i++;
	if (i == f->nkeys)
		return hash;
	for (size_t group = 1; group <= KEY_GROUPS; group++)
		if (re_group(f->keys[i], group, &from, &to))
			hash = table_hash(hash, line->p + from, to - from);
	if (hash == TABLE_SEED && re_group(f->keys[i], 0, &from, &to))
		hash = table_hash(hash, line->p + from, to - from);
	return hash ? hash : 1;
}

/* The last one of that key gets a line that is to be joined; any other closes it. */
static struct entry_slot *
find_joined(struct entry *e, uint64_t key, bool joins, int64_t off)
{
	for (size_t i = e->n; i-- > 0;) {
		size_t at = entry_place(e, i);

		if (e->keys[at] != key || e->slots[at].pair)
			continue;
		if (joins && entry_in_reach(e, &e->slots[at], off))
			return &e->slots[at];
		e->keys[at] = 0;
		break;	/* it had closed those before it */
	}
	return NULL;
}

/* The first one of that key that waits for its other half. */
static struct entry_slot *
find_half(struct entry *e, uint64_t key, int64_t off)
{
	for (size_t i = 0; i < e->n; i++) {
		size_t at = entry_place(e, i);

		if (e->keys[at] != key || !e->slots[at].pair ||
		    !entry_in_reach(e, &e->slots[at], off))
			continue;
		e->keys[at] = 0;
		return &e->slots[at];
	}
	return NULL;
}

struct entry_relation
entry_relate(struct entry *e, const struct piece *line)
{
	const struct entry_form *f = e->form;
	uint64_t key = key_of(f, line);
	struct entry_relation r = { .key = 0 };

	r.pair = entry_is(f, ENTRY_PAIR, e->may, line->p, line->n);
	if (f->of[ENTRY_JOIN])
		r.partner = find_joined(e, key,
		    entry_is(f, ENTRY_JOIN, e->may, line->p, line->n), line->off);
	if (!r.partner && f->of[ENTRY_PAIR] && !r.pair)
		r.partner = find_half(e, key, line->off);
	if (r.pair || f->of[ENTRY_JOIN])
		r.key = key;
	return r;
}
