/* archive_tally - how many records have which template. */
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "archive_pace.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "archive_tally.h"
#include "column.h"
#include "err.h"
#include "mem.h"
#include "rec.h"
#include "ts.h"

struct count {
	struct tally *t;
	int side;
	struct pick *pick;
	struct reader reader;
};

/* What is known of the rows of a kind, and of a text, of a cold file. */
struct kind {
	bool out;		/* they are not wanted, whatever their time */
	int64_t time;		/* of all of them; TS_NONE: a column has it, or none */
	struct tally_row *row;	/* of all of them; NULL: a column tells */
};

struct walk {
	struct count *c;
	struct column_walk *walk;
	struct kind *kinds;
	struct tally_row **texts;
	uint64_t lost;
};

/* --- the table ---------------------------------------------------------------------- */

static struct tally_row *
find(const struct tally *t, uint64_t h, const char *text, size_t n)
{
	for (struct table_link *l = table_first(&t->table, h); l; l = table_next(l)) {
		struct tally_row *r = TABLE_THING(l, struct tally_row, link);

		if (r->n == n && memcmp(r->text, text, n) == 0)
			return r;
	}
	return NULL;
}

/* The row of a template; past the bound all others have one. */
static struct tally_row *
row_of(struct tally *t, const char *text, size_t n)
{
	static const char others[] = "(others)";
	uint64_t h = table_hash(TABLE_SEED, text, n);
	struct tally_row *r = find(t, h, text, n);

	if (r)
		return r;
	if (t->n >= TALLY_ROWS_MAX - 1) {
		if (t->others)
			return t->others;
		text = others;
		n = sizeof others - 1;
	}
	r = mem_zero(1, sizeof *r);
	r->text = mem_copy(text, n);
	r->n = n;
	r->first = r->last = TS_NONE;
	if (t->n >= TALLY_ROWS_MAX - 1)
		t->others = r;		/* under its own name no message finds it */
	else
		table_add(&t->table, h, &r->link);
	t->rows = mem_grow(t->rows, &t->cap, t->n + 1, sizeof *t->rows);
	t->rows[t->n++] = r;
	return r;
}

/* The row of a msg; NULL: of records that have none. */
static struct tally_row *
row_of_text(struct tally *t, const char *s, size_t n)
{
	if (!s)
		return row_of(t, "-", 1);
	buf_cut(&t->room, 0);
	column_mask(s, n, TALLY_TEXT_MAX, &t->room);
	return row_of(t, t->room.n ? t->room.p : "", t->room.n);
}

/* The same of the record in r. */
static struct tally_row *
row_of_rec(struct tally *t, const struct rec *r)
{
	struct rec_value v;

	if (rec_get(r, "msg", &v) != REC_STRING)
		return row_of_text(t, NULL, 0);
	return row_of_text(t, v.raw + 1, v.n - 2);
}

static void
add(struct count *c, struct tally_row *r, int64_t time, uint64_t seq)
{
	if (r->records[c->side]++ == 0)
		r->seq[c->side] = seq;
	c->t->records[c->side]++;
	if (time == TS_NONE)
		return;
	if (r->first == TS_NONE || time < r->first)
		r->first = time;
	if (r->last == TS_NONE || time > r->last)
		r->last = time;
}

/* --- line by line ------------------------------------------------------------------- */

static void
add_line(struct count *c, const char *line, size_t n, uint64_t seq)
{
	struct pick *p = c->pick;
	int64_t time;

	if (!pick_takes(p, line, n))
		return;
	if (pick_any(p) && rec_parse(p->rec, line, n) < 0) {
		add(c, row_of_text(c->t, NULL, 0), TS_NONE, seq);
		return;
	}
	if (!rec_time(p->rec, "time", &time))
		time = TS_NONE;
	add(c, row_of_rec(c->t, p->rec), time, seq);
}

static void
add_block(struct count *c, const struct block *b)
{
	const char *p = b->p, *end = b->p + b->n, *nl;
	uint64_t seq = b->first;

	for (; p < end && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL;
	    p = nl + 1, seq++)
		add_line(c, p, (size_t)(nl - p), seq);
}

/* --- by columns --------------------------------------------------------------------- */

/* Of each member that is asked for, does the kind have one of the values? */
static bool
is_wanted(const struct pick *p, struct rec *line)
{
	for (size_t i = 0; i < p->nmembers; i++) {
		bool is = false;

		for (size_t k = 0; k < p->nmembers && !is; k++)
			is = strcmp(p->members[k].name, p->members[i].name) == 0 &&
			    rec_is(line, p->members[k].name, p->members[k].value);
		if (!is)
			return false;
	}
	return true;
}

/* Do its own values tell whether its rows are wanted? */
static bool
tells(const struct walk *w, size_t k)
{
	const struct pick *p = w->c->pick;

	for (size_t i = 0; i < p->nmembers; i++)
		if (column_walk_has(w->walk, k, p->members[i].name))
			return false;
	return true;
}

/* Looks at each kind; false: rows must be looked at. */
static bool
open_kinds(struct walk *w)
{
	struct tally *t = w->c->t;
	struct rec *rec = w->c->pick->rec;
	size_t n = column_walk_kinds(w->walk);

	w->kinds = mem_zero(n, sizeof *w->kinds);
	for (size_t k = 0; k < n; k++) {
		struct kind *kind = w->kinds + k;
		bool is_record;

		if (!tells(w, k))
			return false;
		buf_cut(&t->line, 0);
		column_walk_kind(w->walk, k, &t->line);
		is_record = rec_parse(rec, t->line.n ? t->line.p : "", t->line.n) == 0;
		kind->time = TS_NONE;
		kind->out = is_record ? !is_wanted(w->c->pick, rec) :
		    !pick_any(w->c->pick);
		if (is_record && !column_walk_has(w->walk, k, "time"))
			(void)rec_time(rec, "time", &kind->time);
		if (kind->out || (is_record && column_walk_has(w->walk, k, "msg")))
			continue;
		kind->row = is_record ? row_of_rec(t, rec) : row_of_text(t, NULL, 0);
	}
	return true;
}

static struct tally_row *
row_of_step(struct walk *w, const struct column_step *s)
{
	struct tally *t = w->c->t;

	if (s->what == COLUMN_NOTHING)
		return w->kinds[s->kind].row;
	if (s->what == COLUMN_OWN)
		return row_of_text(t, s->p, s->n);
	if (!w->texts[s->t]) {
		buf_cut(&t->line, 0);
		column_walk_text(w->walk, s->t, &t->line);
		w->texts[s->t] = row_of_text(t, t->line.n ? t->line.p : "", t->line.n);
	}
	return w->texts[s->t];
}

static void
add_step(struct walk *w, const struct column_step *s, uint64_t seq)
{
	const struct pick *p = w->c->pick;
	const struct kind *k = w->kinds + s->kind;
	int64_t time = s->time == TS_NONE ? k->time : s->time;

	if (s->what == COLUMN_ALL) {
		add_line(w->c, s->p, s->n, seq);
		return;
	}
	if (k->out || ((p->since != TS_NONE || p->until != TS_NONE) && time == TS_NONE) ||
	    (p->since != TS_NONE && time < p->since) ||
	    (p->until != TS_NONE && time >= p->until))
		return;
	add(w->c, row_of_step(w, s), time, seq);
}

static void
add_rows(struct walk *w, const struct cold *cold)
{
	struct column_step s;

	for (size_t i = 0; i < cold->nsegments; i++) {
		const struct cold_segment *seg = cold->segments + i;

		for (uint64_t row = 0; row < seg->s.count; row++)
			if (column_walk_next(w->walk, &s) != COLUMN_ROW)
				w->lost++;
			else if (!seg->skip)
				add_step(w, &s, seg->s.first + row);
	}
}

/* For the reader: a cold file whose columns tell all. */
static bool
add_columns(void *arg, struct reader *r)
{
	struct column_source source = cold_source(&r->cold, r->pack);
	struct walk w = { .c = arg };
	const struct pick *p = w.c->pick;
	bool ok = false;

	if (p->where || p->access.any)
		return false;
	w.walk = column_walk_new(&source, "msg", "time");
	if (w.walk && r->cold.damaged == 0 && open_kinds(&w)) {
		ok = true;
		w.texts = mem_zero(column_walk_texts(w.walk) + 1, sizeof *w.texts);
		add_rows(&w, &r->cold);
		w.c->t->files++;
	}
	if (w.lost > 0) {
		warn_msg("'%s' is damaged: %llu of its records are lost", r->path.p,
		    (unsigned long long)w.lost);
		r->damaged++;
	}
	column_walk_free(w.walk);
	free(w.kinds);
	free(w.texts);
	return ok;
}

int
tally_count(struct tally *t, int side, struct pick *p, const char *dir)
{
	struct count c = { .t = t, .side = side, .pick = p };
	struct pace pace;
	struct block b;

	reader_open(&c.reader, dir);
	pace_begin(&pace, "count", dir);
	c.reader.pace = &pace;
	pick_bounds(p, &c.reader);
	c.reader.columns = add_columns;
	c.reader.columns_arg = &c;
	reader_threads(&c.reader, ahead_threads(), NULL, NULL);
	while (reader_next(&c.reader, &b))
		add_block(&c, &b);
	return reader_close(&c.reader, EXIT_OK);
}

void
tally_clear(struct tally *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->rows[i]->text);
		free(t->rows[i]->example);
		free(t->rows[i]);
	}
	free(t->rows);
	table_clear(&t->table);
	buf_clear(&t->room);
	buf_clear(&t->line);
}
