/*
 * reportfmt_part_case - the sections about promises:
 * cases, clocks, checks, duties, who signs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "reportfmt.h"
#include "ts.h"

struct level {
	uint64_t carried, opened, ended, open;
	uint64_t met[FORM_LIST_MAX], breached[FORM_LIST_MAX];
};

struct standing
report_standing(const struct day *d)
{
	struct standing s = { 0 };

	for (size_t i = 0; i < d->incidents.n; i++) {
		const struct incident *in = map_at(&d->incidents, i);

		s.opened += in->opened_now;
		s.open += !in->ended;
	}
	for (size_t i = 0; i < d->by_clock.n; i++) {
		const struct sla_clock *c = map_at(&d->by_clock, i);

		s.breached += c->breached_now;
	}
	for (size_t i = 0; i < d->by_check.n; i++) {
		const struct check *c = map_at(&d->by_check, i);

		s.not_ok += c->status != CHECK_OK;
	}
	for (size_t i = 0; i < d->by_duty.n; i++)
		s.missed += ((const struct duty *)map_at(&d->by_duty, i))->missed;
	return s;
}

static void
columns(struct report *r, struct table *t, const char *const labels[][2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		table_column(t, report_word(r, labels[i][0]), labels[i][1]);
}

static const char *
level_word(struct report *r, unsigned level)
{
	static const char *const keys[LEVELS] = {
		"level.none", "level.1", "level.2", "level.3", "level.4",
	};

	return report_word(r, keys[level]);
}

/* --- cases by level ----------------------------------------------------------------- */

static void
count_cases(const struct day *d, struct level levels[LEVELS])
{
	for (size_t i = 0; i < d->incidents.n; i++) {
		const struct incident *in = map_at(&d->incidents, i);
		struct level *l = &levels[in->level];

		l->opened += in->opened_now;
		l->carried += !in->opened_now && !in->ended_before;
		l->ended += in->ended_now && in->ended;
		l->open += !in->ended;
	}
}

static void
count_clocks(struct report *r, struct level levels[LEVELS])
{
	const struct day *d = r->day;

	for (size_t i = 0; i < d->by_clock.n; i++) {
		const struct sla_clock *c = map_at(&d->by_clock, i);
		unsigned level = c->level;

		if (!level && c->incident != SIZE_MAX)
			level = ((const struct incident *)map_at(&d->incidents,
			    c->incident))->level;
		for (size_t k = 0; k < r->part->nlist; k++)
			if (strcmp(r->part->list[k], c->name) == 0) {
				levels[level].met[k] += c->met_now;
				levels[level].breached[k] += c->breached_now;
			}
	}
}

static void
level_row(struct report *r, struct table *t, const char *label, const struct level *l)
{
	struct cell *c = table_row(t);

	cell_text(&c[0], label);
	report_zero(&c[1], l->carried);
	report_zero(&c[2], l->opened);
	report_zero(&c[3], l->ended);
	report_zero(&c[4], l->open);
	for (size_t k = 0; k < r->part->nlist && 7 + 3 * k < t->ncolumns; k++) {
		report_zero(&c[5 + 3 * k], l->met[k]);
		report_zero(&c[6 + 3 * k], l->breached[k]);
		if (l->breached[k])
			c[6 + 3 * k].tone = TONE_BAD;
		cell_share(&c[7 + 3 * k], l->met[k], l->met[k] + l->breached[k]);
	}
}

static void
add_level(struct level *sum, const struct level *l)
{
	sum->carried += l->carried;
	sum->opened += l->opened;
	sum->ended += l->ended;
	sum->open += l->open;
	for (size_t k = 0; k < FORM_LIST_MAX; k++) {
		sum->met[k] += l->met[k];
		sum->breached[k] += l->breached[k];
	}
}

void
part_cases(struct report *r)
{
	static const char *const labels[][2] = {
		{ "col.level", "" }, { "col.carried", "n" }, { "col.opened", "n" },
		{ "col.ended", "n" }, { "col.open", "n" },
	};
	static const char *const per_clock[] = {
		"col.met", "col.breached", "col.share.met",
	};
	struct level levels[LEVELS] = { { 0 } }, sum = { 0 }, *none = &levels[0];
	struct table *t;

	if (r->day->incidents.n == 0) {
		report_none(r, "no.cases");
		return;
	}
	count_cases(r->day, levels);
	count_clocks(r, levels);
	t = doc_table(r->doc, BLOCK_TABLE);
	columns(r, t, labels, sizeof labels / sizeof *labels);
	for (size_t k = 0; k < r->part->nlist; k++)
		for (size_t i = 0; i < 3; i++)
			table_column(t, report_say(r, per_clock[i],
			    form_name(r->form, "clock.", r->part->list[k]),
			    NULL, NULL), "n");
	for (unsigned i = 1; i < LEVELS; i++) {
		level_row(r, t, level_word(r, i), &levels[i]);
		add_level(&sum, &levels[i]);
	}
	add_level(&sum, none);
	if (none->carried + none->opened + none->ended + none->open > 0)
		level_row(r, t, level_word(r, 0), none);
	level_row(r, t, report_word(r, "row.total"), &sum);
	t->total = true;
}

/* --- clocks that warned or broke ---------------------------------------------------- */

static bool
to_show(const struct day *d, const struct sla_clock *c)
{
	const struct incident *in = c->incident == SIZE_MAX ? NULL :
	    map_at(&d->incidents, c->incident);

	if (in && in->has_case && in->ended_before)
		return false;
	return c->shown || (c->breached != TS_NONE && c->state == CLOCK_OPEN);
}

static const char *
state_word(struct report *r, const struct sla_clock *c)
{
	static const char *const ends[] = { "open", "met", "stopped" };
	char key[32];

	snprintf(key, sizeof key, "state.%s.%s", c->breached != TS_NONE ?
	    "breached" : "warned", ends[c->state]);
	return report_word(r, key);
}

static void
clock_row(struct report *r, struct table *t, const struct sla_clock *c)
{
	struct cell *cell = table_row(t);

	cell_text(&cell[0], doc_str(r->doc, c->subject));
	cell_text(&cell[1], doc_str(r->doc, form_name(r->form, "clock.", c->name)));
	cell_text(&cell[2], level_word(r, c->level));
	cell_text(&cell[3], doc_str(r->doc, form_name(r->form, "system.", c->system)));
	report_time(r, &cell[4], c->due);
	report_time(r, &cell[5], c->warned);
	report_time(r, &cell[6], c->breached);
	report_time(r, &cell[7], c->ended);
	cell_text(&cell[8], state_word(r, c));
	cell[8].tone = c->breached != TS_NONE ? TONE_BAD : c->state == CLOCK_OPEN ?
	    TONE_WARN : TONE_PLAIN;
}

void
part_clocks(struct report *r)
{
	static const char *const labels[][2] = { { "col.case", "c" }, { "col.clock", "" },
		{ "col.level", "" }, { "col.system", "" }, { "col.due", "" },
		{ "col.warned.at", "" }, { "col.breached.at", "" }, { "col.done.at", "" },
		{ "col.state", "" } };
	const struct map *m = &r->day->by_clock;
	struct rank *rank = mem_zero(m->n + 1, sizeof *rank);
	size_t n = 0, shown;

	for (size_t i = 0; i < m->n; i++) {
		const struct sla_clock *c = map_at(m, i);

		if (to_show(r->day, c))
			rank[n++] = (struct rank){ .a = c->breached != TS_NONE, .i = i,
				.key = c->subject, .b = c->breached != TS_NONE ?
				c->breached : c->warned };
	}
	rank_sort(rank, n);
	shown = n < r->part->rows ? n : r->part->rows;
	if (n == 0) {
		report_none(r, m->n ? "clocks.fine" : "no.clocks");
	} else {
		struct table *t = doc_table(r->doc, BLOCK_TABLE);

		columns(r, t, labels, sizeof labels / sizeof *labels);
		for (size_t i = 0; i < shown; i++)
			clock_row(r, t, map_at(m, rank[i].i));
		report_more(r, n - shown);
	}
	free(rank);
}

/* --- checks that are not ok --------------------------------------------------------- */

static void
check_row(struct report *r, struct table *t, const struct check *c)
{
	static const char *const keys[] = {
		"status.ok", "status.warning", "status.critical", "status.unknown",
	};
	static const enum tone tones[] = { TONE_GOOD, TONE_WARN, TONE_BAD, TONE_WARN };
	struct cell *cell = table_row(t);

	cell_text(&cell[0], doc_str(r->doc, *c->target ? c->target : c->host));
	cell_text(&cell[1], doc_str(r->doc, form_name(r->form, "check.", c->name)));
	cell_text(&cell[2], report_word(r, keys[c->status]));
	cell[2].tone = tones[c->status];
	cell_text(&cell[3], doc_str(r->doc, c->value));
	cell_text(&cell[4], doc_str(r->doc, c->limits));
	report_time(r, &cell[5], c->since);
	report_time(r, &cell[6], c->time);
	cell_text(&cell[7], doc_str(r->doc, c->text));
}

static void
check_sum(struct report *r)
{
	uint64_t n[CHECK_STATUSES] = { 0 }, bad;

	for (size_t i = 0; i < r->day->by_check.n; i++)
		n[((const struct check *)map_at(&r->day->by_check, i))->status]++;
	bad = n[CHECK_WARNING] + n[CHECK_CRITICAL] + n[CHECK_UNKNOWN];
	if (bad == 0)
		doc_add(r->doc, BLOCK_TEXT, TONE_QUIET,
		    report_say(r, "checks.fine", report_number(r, n[CHECK_OK]),
		    NULL, NULL));
	else
		doc_add(r->doc, BLOCK_TEXT, TONE_PLAIN, report_say(r, "checks.sum",
		    report_number(r, n[CHECK_OK] + bad), report_number(r, n[CHECK_OK]),
		    report_number(r, bad)));
}

void
part_checks(struct report *r)
{
	/* the order of the list */
	static const int worse[CHECK_STATUSES] = { 0, 1, 3, 2 };
	static const char *const labels[][2] = {
		{ "col.target", "wc" }, { "col.check", "" }, { "col.status", "" },
		{ "col.value", "n" }, { "col.limits", "n" }, { "col.since", "" },
		{ "col.time", "" }, { "col.msg", "w" },
	};
	const struct map *m = &r->day->by_check;
	struct rank *rank = mem_zero(m->n + 1, sizeof *rank);
	size_t n = 0, shown;

	for (size_t i = 0; i < m->n; i++) {
		const struct check *c = map_at(m, i);

		if (c->status != CHECK_OK)
			rank[n++] = (struct rank){ .a = worse[c->status], .b = c->since,
			    .key = c->target, .i = i };
	}
	rank_sort(rank, n);
	shown = n < r->part->rows ? n : r->part->rows;
	if (m->n == 0)
		report_none(r, "no.checks");
	else
		check_sum(r);
	if (n > 0) {
		struct table *t = doc_table(r->doc, BLOCK_TABLE);

		columns(r, t, labels, sizeof labels / sizeof *labels);
		for (size_t i = 0; i < shown; i++)
			check_row(r, t, map_at(m, rank[i].i));
		report_more(r, n - shown);
	}
	free(rank);
}

/* --- duties that were missed -------------------------------------------------------- */

void
part_duties(struct report *r)
{
	static const char *const labels[][2] = { { "col.duty", "" }, { "col.period", "" },
		{ "col.system", "" }, { "col.due", "" } };
	const struct map *m = &r->day->by_duty;
	struct rank *rank = mem_zero(m->n + 1, sizeof *rank);
	size_t n = 0, shown;

	for (size_t i = 0; i < m->n; i++) {
		const struct duty *u = map_at(m, i);

		if (u->missed)
			rank[n++] = (struct rank){ .b = u->due,
			    .key = map_text(m, i), .i = i };
	}
	rank_sort(rank, n);
	shown = n < r->part->rows ? n : r->part->rows;
	if (n == 0 && m->n == 0)
		report_none(r, "no.duties");
	else if (n == 0)
		doc_add(r->doc, BLOCK_TEXT, TONE_QUIET,
		    report_say(r, "duties.fine", report_number(r, m->n), NULL, NULL));
	else {
		struct table *t = doc_table(r->doc, BLOCK_TABLE);

		columns(r, t, labels, sizeof labels / sizeof *labels);
		for (size_t i = 0; i < shown; i++) {
			const struct duty *u = map_at(m, rank[i].i);
			struct cell *c = table_row(t);

			cell_text(&c[0],
			    doc_str(r->doc, form_name(r->form, "duty.", u->name)));
			c[0].tone = TONE_BAD;
			cell_text(&c[1], doc_str(r->doc, u->period));
			cell_text(&c[2],
			    doc_str(r->doc, form_name(r->form, "system.", u->system)));
			report_time(r, &c[3], u->due);
		}
		report_more(r, n - shown);
	}
	free(rank);
}

void
part_sign(struct report *r)
{
	struct table *t;

	if (r->part->nlist == 0)
		return;
	t = doc_table(r->doc, BLOCK_SIGN);
	for (size_t i = 0; i < r->part->nlist; i++)
		table_column(t, r->part->list[i], "");
	table_row(t);
}
