/* lit_piece - what a piece of a pattern can match, and pieces put one after the other. */
#include "lit_piece.h"

#include <string.h>

enum { TIMES_MAX = 8 };		/* x{n} that is written out */

static const struct lit_set only_empty = { .n = 1 };

/* How useful a set is: long literals, few of them; 0 for none. */
static size_t
worth(const struct lit_set *set)
{
	size_t least = LIT_MAX;

	for (size_t i = 0; i < set->n; i++)
		if (set->v[i].n < least)
			least = set->v[i].n;
	if (set->n == 0 || least == 0)
		return 0;
	return least * 2 * LIT_SET_MAX - (set->n - 1) * 2;
}

/* What is used of a set, which is little as a rule. */
static void
copy(struct lit_set *to, const struct lit_set *from)
{
	to->n = from->n;
	memcpy(to->v, from->v, from->n * sizeof to->v[0]);
}

static void
keep_better(struct lit_set *best, const struct lit_set *other)
{
	if (worth(other) > worth(best))
		copy(best, other);
}

/* Add one literal unless it is there: false when the set is full. */
bool
lit_set_add(struct lit_set *set, const struct lit *l, size_t max)
{
	for (size_t i = 0; i < set->n; i++)
		if (set->v[i].n == l->n && set->v[i].nocase == l->nocase &&
		    memcmp(set->v[i].s, l->s, l->n) == 0)
			return true;
	if (set->n == max)
		return false;
	set->v[set->n++] = *l;
	return true;
}

bool
lit_set_add_all(struct lit_set *set, const struct lit_set *other, size_t max)
{
	for (size_t i = 0; i < other->n; i++)
		if (!lit_set_add(set, &other->v[i], max))
			return false;
	return true;
}

static void
lower(struct lit *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->s[i] >= 'A' && l->s[i] <= 'Z')
			l->s[i] = (char)(l->s[i] | 0x20);
}

/* a and b one after the other: false when that is too long. */
static bool
join_two(struct lit *l, const struct lit *a, const struct lit *b)
{
	if (a->n + b->n > LIT_MAX)
		return false;
	*l = *a;
	memcpy(l->s + a->n, b->s, b->n);
	l->n = (unsigned char)(a->n + b->n);
	l->nocase = a->nocase || b->nocase;
	if (l->nocase)
		lower(l);
	return true;
}

/*
 * Every text of the first set followed by every
 * text of the second; false when that is too much.
 */
static bool
join(struct lit_set *set, const struct lit_set *next, size_t max)
{
	struct lit_set both;
	struct lit l;

	if (set->n * next->n > max)
		return false;
	both.n = 0;
	for (size_t i = 0; i < set->n; i++)
		for (size_t j = 0; j < next->n; j++)
			if (!join_two(&l, &set->v[i], &next->v[j]) ||
			    !lit_set_add(&both, &l, max))
				return false;
	copy(set, &both);
	return true;
}

/* What was joined so far ends here; what follows starts with text. */
static void
cut(struct lit_piece *all, const struct lit_set *text)
{
	keep_better(&all->need, &all->text);
	all->finite = false;
	copy(&all->text, text);
}

static void
append_text(struct lit_piece *all, const struct lit_set *text, size_t max)
{
	if (!join(&all->text, text, max))
		cut(all, text);
}

/* Append item, which occurs min to max times (LIT_NO_END: any number). */
void
lit_append(struct lit_piece *all, struct lit_piece *item, int min, int max, size_t most)
{
	if (item->finite && min == 0 && max == 1 &&
	    lit_set_add_all(&item->text, &only_empty, most))
		min = 1;
	if (min == 0) {
		cut(all, &only_empty);
		return;
	}
	if (!item->finite) {
		cut(all, &only_empty);
		keep_better(&all->need, &item->need);
		return;
	}
	for (int i = 0; i < min && i < TIMES_MAX; i++)
		append_text(all, &item->text, most);
	if (max != min || min > TIMES_MAX)
		cut(all, &item->text);
}

/* The length of the UTF-8 character at s. */
size_t
lit_char_size(const char *s, const char *end)
{
	unsigned char c = (unsigned char)*s;
	size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;

	return n > (size_t)(end - s) ? (size_t)(end - s) : n;
}

/* Does the character stand for itself only, but for the case of ASCII? */
static bool
is_plain(const char *s, size_t n)
{
	unsigned char a = (unsigned char)s[0];

	if (n == 1)
		return (a | 0x20) != 'k' && (a | 0x20) != 's';
	return n == 3 && a >= 0xE3 && a <= 0xE9; /* U+3000 to U+9FFF have no case */
}

void
lit_unknown(struct lit_piece *item)
{
	item->finite = false;
	item->text.n = item->need.n = 0;
}

void
lit_char(struct lit_piece *item, const char *s, size_t n, bool nocase)
{
	struct lit *l = &item->text.v[0];

	lit_unknown(item);
	if (nocase && !is_plain(s, n))
		return;
	memcpy(l->s, s, n);
	l->n = (unsigned char)n;
	l->nocase = nocase;
	if (nocase)
		lower(l);
	item->text.n = 1;
	item->finite = true;
}

void
lit_empty(struct lit_piece *item)
{
	lit_unknown(item);
	copy(&item->text, &only_empty);
	item->finite = true;
}

void
lit_end(struct lit_piece *all)
{
	keep_better(&all->need, &all->text);
}
