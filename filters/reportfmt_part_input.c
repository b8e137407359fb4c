/*
 * reportfmt_part_input - the sections that sum
 * up, and that say what the report could not use.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "reportfmt.h"

static void
fact(struct report *r, struct table *t, const char *word, bool known, uint64_t n,
    enum tone tone)
{
	struct cell *c = table_row(t);

	cell_text(&c[0], report_word(r, word));
	if (known)
		cell_count(&c[1], n);
	c[1].tone = !known ? TONE_QUIET : n ? tone : TONE_PLAIN;
}

static uint64_t
sum_of(const uint64_t *n, size_t from, size_t to)
{
	uint64_t sum = 0;

	while (from < to)
		sum += n[from++];
	return sum;
}

/* What is not known is a dash: no checks does not mean that none failed. */
void
part_summary(struct report *r)
{
	const struct day *d = r->day;
	struct standing s = report_standing(d);
	struct table *t = doc_table(r->doc, BLOCK_FACTS);
	bool cases = d->incidents.n > 0;

	table_column(t, report_word(r, "col.type"), "");
	table_column(t, report_word(r, "col.count"), "n");
	fact(r, t, "sum.log", true, d->log, TONE_PLAIN);
	fact(r, t, "sum.errors", d->log > 0, sum_of(d->severity, 0, 4), TONE_PLAIN);
	fact(r, t, "sum.warnings", d->log > 0, d->severity[4], TONE_PLAIN);
	fact(r, t, "sum.opened", cases, s.opened, TONE_PLAIN);
	fact(r, t, "sum.open", cases, s.open, TONE_WARN);
	fact(r, t, "sum.breached", d->by_clock.n > 0, s.breached, TONE_BAD);
	fact(r, t, "sum.checks", d->by_check.n > 0, s.not_ok, TONE_BAD);
	fact(r, t, "sum.duties", d->by_duty.n > 0, s.missed, TONE_BAD);
	fact(r, t, "sum.bad", true, r->bad, TONE_BAD);
}

/* Is there a section for it, or does it only steer the stream? */
static bool
known(const char *type)
{
	static const char *const types[] = {
		"log", "check", "case", "clock", "duty", "source", "tick", "flush",
	};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i], type) == 0)
			return true;
	return false;
}

static void
type_table(struct report *r)
{
	const struct map *m = &r->day->types;
	struct rank *rank = mem_zero(m->n + 1, sizeof *rank);
	struct table *t = doc_table(r->doc, BLOCK_TABLE);

	for (size_t i = 0; i < m->n; i++) {
		const struct type *type = map_at(m, i);

		rank[i] = (struct rank){ .a = (int64_t)type->records,
			.key = map_text(m, i), .i = i };
	}
	rank_sort(rank, m->n);
	table_column(t, report_word(r, "col.type"), "");
	table_column(t, report_word(r, "col.records"), "n");
	for (size_t i = 0; i < m->n; i++) {
		struct cell *c = table_row(t);
		const char *name = form_name(r->form, "type.", rank[i].key);

		cell_text(&c[0], *name ? doc_str(r->doc, name) :
		    report_word(r, "row.none"));
		cell_count(&c[1], (uint64_t)rank[i].a);
	}
	if (m->over) {
		struct cell *c = table_row(t);

		cell_text(&c[0], report_others(r, m, m->n));
		cell_count(&c[1], m->over);
	}
	free(rank);
}

/* A remark with a number in it, when there is something to remark. */
static bool
remark(struct report *r, enum tone tone, const char *word, uint64_t n)
{
	if (n > 0)
		report_note(r, tone,
		    report_say(r, word, report_number(r, n), NULL, NULL));
	return n > 0;
}

static void
unknown_types(struct report *r)
{
	const struct map *m = &r->day->types;
	const char *list = NULL;
	uint64_t n = m->over;

	for (size_t i = 0; i < m->n; i++) {
		const char *type = map_text(m, i), *name;

		if (known(type))
			continue;
		n += ((const struct type *)map_at(m, i))->records;
		name = *type ? form_name(r->form, "type.", type) :
		    report_word(r, "row.none");
		list = list ? report_say(r, "list", list, name, NULL) : name;
	}
	if (n > 0)
		report_note(r, TONE_WARN,
		    report_say(r, "input.unknown", report_number(r, n), list, NULL));
}

static uint64_t
over(const struct day *d)
{
	return d->types.over + d->by_system.over + d->groups.over + d->hours.over +
	    d->sources.over + d->incidents.over + d->by_clock.over + d->by_check.over +
	    d->by_duty.over;
}

void
part_input(struct report *r)
{
	const struct day *d = r->day;

	if (d->types.n > 0)
		type_table(r);
	if (!remark(r, TONE_BAD, "input.bad", r->bad))
		report_note(r, TONE_PLAIN, report_word(r, "input.clean"));
	remark(r, TONE_WARN, "input.no.time", d->no_time);
	remark(r, TONE_PLAIN, "input.not.own", d->not_own_time);
	remark(r, TONE_PLAIN, "input.outside", d->outside);
	unknown_types(r);
	remark(r, TONE_WARN, "input.over", over(d));
}
