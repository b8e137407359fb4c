/*
 * column_text - long texts as templates.
 *
 * What is written by one statement of a program differs in the words with digits: they
 * are the variables, the rest is the template.  Texts of one template share a place for
 * each variable, where values are alike.  A time that says the same as the record's own
 * is not kept at all.
 */
#include <stdlib.h>

#include "column_part.h"
#include "mem.h"
#include "ts.h"

enum {
	TEMPLATES_MAX = 20000,
	TEMPLATE_BYTES_MIN = 64 << 10,	/* of all texts of templates, in any block */
	BYTES_A_TEMPLATE_BYTE = 8,	/* of the block */
	BYTES_A_VARIABLE = 6,		/* of a text that is worth taking apart */
	SHORT = 16,
};

struct texts {
	struct column_block *b;
	const struct column_member *m;
	struct column_dict templates;
	size_t bytes, bytes_max;	/* of their texts */
	uint32_t *of;			/* the template of each value */
	uint32_t *first;		/* its first variable */
	struct column_val *vars;
	size_t nvars, cap;
	struct column_echo echo;
	struct buf text;		/* of a template */
	struct buf values;		/* of all its variables */
	struct column_slot_room room;
};

/* --- a text taken apart ------------------------------------------------------------- */

/* From p on, byte by byte: the first word with a digit; false: there is none. */
static bool
next_var_slow(const char *p, const char *end, struct column_span *var)
{
	while (p < end) {
		const char *word;
		unsigned seen = 0;

		while (p < end && !column_token[(unsigned char)*p])
			p = *p == '\\' ? column_escape_end(p, end) : p + 1;
		word = p;
		while (p < end && column_token[(unsigned char)*p])
			seen |= column_token[(unsigned char)*p++];
		if (seen & 2) {
			*var = (struct column_span){ word, (size_t)(p - word) };
			return true;
		}
	}
	return false;
}

/*
 * The same: what is around the next digit.  A word behind a backslash may begin in an
 * escape; where that ends is told from the beginning only.
 */
static bool
next_var(const char *p, const char *end, struct column_span *var)
{
	const char *digit = column_digit(p, end), *word = digit;

	if (digit == end)
		return false;
	while (word > p && column_token[(unsigned char)word[-1]])
		word--;
	if (word > p && word[-1] == '\\')
		return next_var_slow(p, end, var);
	while (digit < end && column_token[(unsigned char)*digit])
		digit++;
	*var = (struct column_span){ word, (size_t)(digit - word) };
	return true;
}

/*
 * Most of what is copied is short: SHORT bytes are always copied, where there are so many
 * before end, and there must be room for them.  To tell lengths apart, as column_copy()
 * does, takes longer: they are of all sizes here.  Returns to + n.
 */
static inline char *
copy(char *to, const char *from, size_t n, const char *end)
{
	if (n <= SHORT && end - from >= SHORT)
		memcpy(to, from, SHORT);
	else
		memcpy(to, from, n);
	return to + n;
}

static void
add_var(struct texts *t, const char *from, size_t n)
{
	if (t->nvars == t->cap)
		t->vars = mem_grow(t->vars, &t->cap, t->nvars + 1, sizeof *t->vars);
	t->vars[t->nvars++] = (struct column_val){ (uint32_t)(from - t->b->text),
		(uint32_t)n };
}

/* From p on: what is no variable, then one.  The template goes to to; returns its end. */
static char *
split(struct texts *t, const char *p, const char *end, char *to)
{
	const char *all = t->b->text + t->b->n;
	struct column_span var;

	while (next_var(p, end, &var)) {
		to = copy(to, p, (size_t)(var.p - p), all);
		*to++ = COLUMN_MARK;
		add_var(t, var.p, var.n);
		p = var.p + var.n;
	}
	return copy(to, p, (size_t)(end - p), all);
}

/* The template of a text; all of it is one variable where that is better. */
static int64_t
take(struct texts *t, struct column_val v, int64_t ns)
{
	const char *s = t->b->text + v.at, *end = s + v.n;
	size_t vars = t->nvars, known = t->templates.n, at, k = COLUMN_PATTERNS_MAX, n;
	size_t max = t->bytes > t->bytes_max ? t->templates.n : TEMPLATES_MAX;
	int64_t id = COLUMN_FULL;
	char *text, *to;

	buf_cut(&t->text, 0);	/* a template is never longer than its text */
	to = text = buf_room(&t->text, v.n + SHORT);
	if (ns != TS_NONE)
		k = column_echo_find(&t->echo, s, v.n, ns, &at);
	if (k < COLUMN_PATTERNS_MAX) {
		to = split(t, s, s + at, to);
		*to++ = COLUMN_TIME;
		*to++ = (char)(COLUMN_DIGIT + k);
		s += at + t->echo.v[k].n;
	}
	n = (size_t)(split(t, s, end, to) - text);
	if (t->nvars - vars <= COLUMN_SLOTS_MAX &&
	    (t->nvars - vars) * BYTES_A_VARIABLE <= v.n + 2 * BYTES_A_VARIABLE)
		id = column_dict_put(&t->templates, text, n, max);
	if (id < 0) {
		t->nvars = vars;
		add_var(t, t->b->text + v.at, v.n);
		*text = COLUMN_MARK;
		n = 1;
		id = column_dict_put(&t->templates, text, n, TEMPLATES_MAX + 1);
	}
	if (t->templates.n > known) {
		t->templates.v[id].p = arena_copy(&t->b->arena, text, n);
		t->bytes += n;
	}
	return id;
}

static void
take_all(struct texts *t, size_t member)
{
	unsigned char *with = column_with(t->b, member);
	size_t i = 0;

	t->of = mem_zero(t->m->n, sizeof *t->of);
	t->first = mem_zero(t->m->n + 1, sizeof *t->first);
	for (size_t r = 0; r < t->b->nrows; r++) {
		if (!with[t->b->rows[r]])
			continue;
		t->first[i] = (uint32_t)t->nvars;
		t->of[i] = (uint32_t)take(t, t->m->v[i], t->b->times ? t->b->times[r] :
		    TS_NONE);
		i++;
	}
	t->first[i] = (uint32_t)t->nvars;
	free(with);
}

/* --- and written -------------------------------------------------------------------- */

/* Values in the order of something that each has: where each of n things begins. */
static uint32_t *
places(const uint32_t *of, size_t nof, size_t n)
{
	uint32_t *at = mem_zero(n + 1, sizeof *at);

	for (size_t i = 0; i < nof; i++)
		at[of[i] + 1]++;
	for (size_t k = 0; k < n; k++)
		at[k + 1] += at[k];
	return at;
}

struct often {
	uint32_t n, id;
};

static int
most_first(const void *a, const void *b)
{
	const struct often *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return x->id > y->id ? 1 : -1;
}

/* Templates by number: the most frequent ones have the shortest numbers. */
static void
renumber(struct texts *t)
{
	size_t n = t->templates.n;
	struct often *o = mem_zero(n, sizeof *o);
	uint32_t *to = mem_zero(n, sizeof *to);
	struct column_key *v = mem_zero(n, sizeof *v);

	for (size_t k = 0; k < n; k++)
		o[k].id = (uint32_t)k;
	for (size_t i = 0; i < t->m->n; i++)
		o[t->of[i]].n++;
	qsort(o, n, sizeof *o, most_first);
	for (size_t k = 0; k < n; k++) {
		to[o[k].id] = (uint32_t)k;
		v[k] = t->templates.v[o[k].id];
	}
	for (size_t i = 0; i < t->m->n; i++)
		t->of[i] = to[t->of[i]];
	memcpy(t->templates.v, v, n * sizeof *v);
	free(o);
	free(to);
	free(v);
}

/* The text of a template, and before it how many there are and how long each slot is. */
static void
put_template(const struct texts *t, const struct column_key *k, size_t rows,
    const struct column_slot *slots, struct buf *words)
{
	const char *p = k->p, *end = k->p + k->n;
	size_t s = 0, given = 0;

	buf_fmt(words, "%zu ", rows);
	for (const char *q = p; q < end; q++) {
		if (*q == COLUMN_MARK && !slots[s++].constant)
			buf_fmt(words, given++ ? ",%zu" : "%zu",
			    slots[s - 1].size);
		q += *q == COLUMN_TIME;
	}
	buf_str(words, given ? " " : "- ");
	for (s = 0; p < end; p++) {
		const struct column_slot *x = slots + s;
		const char *v;

		if (*p != COLUMN_MARK) {
			buf_char(words, *p);
			if (*p == COLUMN_TIME)
				buf_char(words, *++p);
			continue;
		}
		v = t->values.p + x->v[0].at;
		if (x->constant) {
			buf_put(words, v, x->v[0].n);
		} else {
			buf_put(words, v - x->prefix, x->prefix);
			buf_char(words, COLUMN_MARK);
			buf_put(words, v + x->v[0].n, x->suffix);
		}
		s++;
	}
	buf_char(words, '\n');
}

/*
 * The values of one template; order: which they are.  They are put side by side, those of
 * a slot after each other: what is done with them then stays in the cache.
 */
static void
gather(struct texts *t, const uint32_t *order, size_t n, struct column_slot *slots,
    size_t nslots)
{
	size_t at[COLUMN_SLOTS_MAX + 1] = { 0 };
	const char *all = t->b->text + t->b->n;
	char *to;

	for (size_t i = 0; i < n; i++) {
		const struct column_val *v = t->vars + t->first[order[i]];

		for (size_t s = 0; s < nslots; s++)
			at[s + 1] += v[s].n;
	}
	for (size_t s = 0; s < nslots; s++)
		at[s + 1] += at[s] + SHORT;
	buf_cut(&t->values, 0);
	to = buf_room(&t->values, at[nslots] + 1);
	for (size_t i = 0; i < n; i++) {
		const struct column_val *v = t->vars + t->first[order[i]];

		for (size_t s = 0; s < nslots; s++) {
			slots[s].v[i] = (struct column_val){ (uint32_t)at[s], v[s].n };
			copy(to + at[s], t->b->text + v[s].at, v[s].n, all);
			at[s] += v[s].n;
		}
	}
}

static void
put_slots(struct texts *t, const struct column_key *k, const uint32_t *order, size_t n,
    struct column_val *room, struct buf *words, struct buf *vars)
{
	struct column_slot slots[COLUMN_SLOTS_MAX];
	size_t nslots = t->first[order[0] + 1] - t->first[order[0]];

	for (size_t s = 0; s < nslots; s++)
		slots[s] = (struct column_slot){ .v = room + s * n, .n = n };
	gather(t, order, n, slots, nslots);
	for (size_t s = 0; s < nslots; s++) {
		size_t from = vars->n;

		column_put_slot(t->values.p, slots, s + 1, &t->room, vars);
		slots[s].size = vars->n - from;
	}
	put_template(t, k, n, slots, words);
}

static void
put_templates(struct texts *t, struct buf *words, struct buf *vars)
{
	size_t n = t->templates.n, room = 0;
	uint32_t *at = places(t->of, t->m->n, n);
	uint32_t *order = mem_zero(t->m->n, sizeof *order);
	uint32_t *next = mem_zero(n, sizeof *next);
	struct column_val *values;

	memcpy(next, at, n * sizeof *next);
	for (size_t i = 0; i < t->m->n; i++)
		order[next[t->of[i]]++] = (uint32_t)i;
	for (size_t k = 0; k < n; k++) {
		size_t i = order[at[k]], need = (size_t)(at[k + 1] - at[k]) *
		    (t->first[i + 1] - t->first[i]);

		room = need > room ? need : room;
	}
	values = mem_zero(room, sizeof *values);
	for (size_t k = 0; k < n; k++)
		put_slots(t, t->templates.v + k, order + at[k], at[k + 1] - at[k], values,
		    words, vars);
	free(values);
	free(next);
	free(order);
	free(at);
}

/* Kind by kind: what comes from one place repeats itself. */
static void
put_ids(const struct texts *t, size_t member, struct buf *ids)
{
	const struct column_block *b = t->b;
	unsigned char *with = column_with(b, member);
	uint32_t *next = mem_zero(b->nkinds + 1, sizeof *next);
	uint32_t *sorted = mem_zero(t->m->n, sizeof *sorted);
	size_t i = 0;

	for (size_t k = 0; k < b->nkinds; k++)
		next[k + 1] = next[k] + (with[k] ? b->kind_rows[k] : 0);
	for (size_t r = 0; r < b->nrows; r++)
		if (with[b->rows[r]])
			sorted[next[b->rows[r]]++] = t->of[i++];
	for (i = 0; i < t->m->n; i++)
		column_put_id(ids, sorted[i]);
	free(with);
	free(next);
	free(sorted);
}

void
column_put_texts(struct column_block *b, size_t member, struct buf *words,
    struct buf *ids, struct buf *vars)
{
	struct texts *t = mem_zero(1, sizeof *t);

	t->b = b;
	t->m = b->members + member;
	t->bytes_max = b->n / BYTES_A_TEMPLATE_BYTE;
	if (t->bytes_max < TEMPLATE_BYTES_MIN)
		t->bytes_max = TEMPLATE_BYTES_MIN;
	take_all(t, member);
	renumber(t);
	buf_fmt(words, "%zu %zu\n", t->templates.n, t->echo.n);
	for (size_t i = 0; i < t->echo.n; i++)
		buf_fmt(words, "%lld %s\n", (long long)t->echo.v[i].offset,
		    t->echo.v[i].form);
	put_templates(t, words, vars);
	put_ids(t, member, ids);
	column_dict_clear(&t->templates);
	free(t->of);
	free(t->first);
	free(t->vars);
	buf_clear(&t->text);
	buf_clear(&t->values);
	column_slot_room_clear(&t->room);
	free(t);
}
