/*
 * reportfmt_part_log - the sections about log
 * records: systems, messages, volume, sources.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "reportfmt.h"
#include "ts.h"

enum { HOUR = 3600, HOURS_SHOWN = 72, DAYS_SHOWN = 92, MONTHS_SHOWN = 96 };

static uint64_t
sum_of(const uint64_t *n, size_t count)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += n[i];
	return sum;
}

static void
severity_row(struct table *t, const char *label, enum tone tone,
    const uint64_t by[SEVERITIES])
{
	struct cell *c = table_row(t);

	cell_text(&c[0], label);
	c[0].tone = tone;
	for (size_t i = 0; i < SEVERITIES; i++)
		report_zero(&c[1 + i], by[i]);
	cell_count(&c[1 + SEVERITIES], sum_of(by, SEVERITIES));
}

static const char *
severity_word(struct report *r, unsigned severity)
{
	char key[32];

	snprintf(key, sizeof key, "sev.%s", severity_names[severity]);
	return report_word(r, key);
}

/* The rows of systems, the busiest first; rest gets what they leave of the total. */
static size_t
system_rows(struct report *r, struct table *t, uint64_t rest[SEVERITIES])
{
	const struct map *m = &r->day->by_system;
	struct rank *rank = mem_zero(m->n + 1, sizeof *rank);
	size_t shown = m->n < r->part->rows ? m->n : r->part->rows;

	for (size_t i = 0; i < m->n; i++) {
		const struct system *s = map_at(m, i);

		rank[i] = (struct rank){ .a = (int64_t)sum_of(s->by, SEVERITIES),
		    .key = map_text(m, i), .i = i };
	}
	rank_sort(rank, m->n);
	for (size_t i = 0; i < shown; i++) {
		const struct system *s = map_at(m, rank[i].i);
		const char *name = form_name(r->form, "system.", rank[i].key);

		if (*name)
			severity_row(t, doc_str(r->doc, name), TONE_PLAIN, s->by);
		else
			severity_row(t, report_word(r, "row.none"), TONE_QUIET, s->by);
		for (size_t k = 0; k < SEVERITIES; k++)
			rest[k] -= s->by[k];
	}
	free(rank);
	return shown;
}

void
part_systems(struct report *r)
{
	const struct day *d = r->day;
	uint64_t rest[SEVERITIES];
	struct table *t;
	size_t shown;

	if (d->log == 0) {
		report_none(r, "no.log");
		return;
	}
	t = doc_table(r->doc, BLOCK_TABLE);
	table_column(t, report_word(r, "col.system"), "");
	for (unsigned i = 0; i < SEVERITIES; i++)
		table_column(t, severity_word(r, i), "n");
	table_column(t, report_word(r, "col.total"), "n");
	memcpy(rest, d->severity, sizeof rest);
	shown = system_rows(r, t, rest);
	if (sum_of(rest, SEVERITIES) > 0)
		severity_row(t, report_others(r, &d->by_system, shown), TONE_QUIET, rest);
	severity_row(t, report_word(r, "row.total"), TONE_PLAIN, d->severity);
	t->total = true;
}

static void
group_row(struct report *r, struct table *t, const struct group *g, const char *key)
{
	struct cell *c = table_row(t);

	cell_text(&c[0], doc_str(r->doc, key + 1));
	cell_count(&c[1], g->count);
	cell_share(&c[2], g->count, r->day->log);
	report_time(r, &c[3], g->first);
	report_time(r, &c[4], g->last);
	cell_text(&c[5], severity_word(r, g->worst));
	c[5].tone = g->worst <= 3 ? TONE_BAD : g->worst == 4 ? TONE_WARN : TONE_PLAIN;
	cell_text(&c[6], g->text ? doc_str(r->doc,
	    g->text + strspn(g->text, " \t\n")) : NULL);
}

static void
group_notes(struct report *r, bool rules, size_t left)
{
	struct day *d = r->day;

	report_more(r, left);
	if (rules)
		report_note(r, TONE_PLAIN, report_word(r, "groups.rule"));
	if (r->part->least < SEVERITY_NONE)
		return;
	if (d->no_group > 0)
		report_note(r, TONE_PLAIN,
		    report_say(r, "groups.without", report_number(r, d->no_group),
		    NULL, NULL));
	if (d->groups.over > 0)
		report_note(r, TONE_WARN,
		    report_say(r, "groups.over", report_number(r, d->groups.over),
		    report_number(r, d->groups.n), NULL));
}

void
part_groups(struct report *r)
{
	static const char *const labels[][2] = {
		{ "col.group", "c" }, { "col.count", "n" }, { "col.share", "n" },
		{ "col.first", "" }, { "col.last", "" }, { "col.severity", "" },
		{ "col.example", "wc" },
	};
	const struct map *m = &r->day->groups;
	struct rank *rank = mem_zero(m->n + 1, sizeof *rank);
	size_t n = 0, shown;
	bool rules = false;

	for (size_t i = 0; i < m->n; i++) {
		const struct group *g = map_at(m, i);

		if (g->worst <= r->part->least)
			rank[n++] = (struct rank){ .a = (int64_t)g->count, .b = g->worst,
				.key = map_text(m, i), .i = i };
	}
	rank_sort(rank, n);
	shown = n < r->part->rows ? n : r->part->rows;
	if (n > 0) {
		struct table *t = doc_table(r->doc, BLOCK_TABLE);

		for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
			table_column(t, report_word(r, labels[i][0]), labels[i][1]);
		for (size_t i = 0; i < shown; i++) {
			const struct group *g = map_at(m, rank[i].i);

			rules = rules || g->rule;
			group_row(r, t, g, rank[i].key);
		}
	} else
		report_none(r, r->day->log ? "groups.none" : "no.log");
	group_notes(r, rules, n - shown);
	free(rank);
}

/* --- volume: bars of an hour, a day, a month or a year, so that they fit ------------ */

enum step { STEP_HOUR, STEP_DAY, STEP_MONTH, STEP_YEAR };

static int64_t
bar_number(enum step step, int64_t hour)
{
	struct ts_civil c;

	if (step == STEP_HOUR)
		return hour;
	if (step == STEP_DAY)
		return hour / 24 - (hour % 24 < 0);
	ts_civil_at(hour * HOUR, &c);
	return step == STEP_YEAR ? c.year : c.year * INT64_C(12) + c.month - 1;
}

static const char *
bar_label(struct report *r, enum step step, int64_t n, bool one_day)
{
	struct ts_civil c;

	if (step == STEP_YEAR)
		return doc_fmt(r->doc, "%04d", (int)n);
	if (step == STEP_MONTH)
		return doc_fmt(r->doc, "%04d-%02d", (int)(n / 12), (int)(n % 12) + 1);
	ts_civil_at(step == STEP_DAY ? n * 24 * HOUR : n * HOUR, &c);
	if (step == STEP_DAY)
		return doc_fmt(r->doc, "%02d-%02d", c.month, c.day);
	if (one_day)
		return doc_fmt(r->doc, "%02d", c.hour);
	return doc_fmt(r->doc, "%02d-%02d %02d", c.month, c.day, c.hour);
}

static void
fill_bars(struct report *r, struct chart *c, enum step step, int64_t first, int64_t last,
    bool one_day)
{
	const struct map *m = &r->day->hours;

	for (int64_t n = first; n <= last; n++)
		chart_bar(c, bar_label(r, step, n, one_day));
	for (size_t i = 0; i < m->n; i++) {
		const struct hour *h = map_at(m, i);
		struct bar *b = &c->bars[bar_number(step, h->hour) - first];

		for (size_t k = 0; k < DOC_PARTS_MAX; k++)
			b->part[k] += h->part[k];
	}
}

/* The first and last hour; of a whole day when all lie in one. */
static bool
span(const struct map *m, int64_t *first, int64_t *last)
{
	*first = INT64_MAX;
	*last = INT64_MIN;
	for (size_t i = 0; i < m->n; i++) {
		int64_t hour = ((const struct hour *)map_at(m, i))->hour;

		*first = hour < *first ? hour : *first;
		*last = hour > *last ? hour : *last;
	}
	if (bar_number(STEP_DAY, *first) != bar_number(STEP_DAY, *last))
		return false;
	*first = bar_number(STEP_DAY, *first) * 24;
	*last = *first + 23;
	return true;
}

void
part_volume(struct report *r)
{
	static const char *const axes[] = {
		"axis.hour", "axis.day", "axis.month", "axis.year",
	};
	static const struct {
		const char *word;
		enum tone tone;
	} parts[DOC_PARTS_MAX] = { { "part.error", TONE_BAD },
	    { "part.warning", TONE_WARN },
		{ "part.info", TONE_PLAIN }, { "part.none", TONE_QUIET } };
	enum step step = STEP_HOUR;
	int64_t first, last;
	bool one_day;
	struct chart *c;

	if (r->day->hours.n == 0) {
		report_none(r, "no.log");
		return;
	}
	one_day = span(&r->day->hours, &first, &last);
	if (last - first >= HOURS_SHOWN)
		step = last - first < DAYS_SHOWN * 24 ? STEP_DAY : STEP_MONTH;
	if (step == STEP_MONTH &&
	    bar_number(STEP_MONTH, last) - bar_number(STEP_MONTH, first) >= MONTHS_SHOWN)
		step = STEP_YEAR;
	c = doc_chart(r->doc, report_word(r, axes[step]),
	    report_word(r, "chart.figures"));
	for (size_t i = 0; i < DOC_PARTS_MAX; i++)
		chart_part(c, report_word(r, parts[i].word), parts[i].tone);
	fill_bars(r, c, step, bar_number(step, first), bar_number(step, last), one_day);
}

void
part_sources(struct report *r)
{
	static const char *const labels[][2] = {
		{ "col.path", "wc" }, { "col.host", "c" }, { "col.records", "n" },
		{ "col.bytes", "n" }, { "col.first", "" }, { "col.last", "" },
	};
	const struct map *m = &r->day->sources;
	size_t shown = m->n < r->part->rows ? m->n : r->part->rows;
	struct rank *rank;
	struct table *t;

	if (m->n == 0) {
		report_none(r, "no.sources");
		return;
	}
	rank = mem_zero(m->n, sizeof *rank);
	for (size_t i = 0; i < m->n; i++) {
		const struct source *s = map_at(m, i);

		rank[i] = (struct rank){ .a = (int64_t)s->records,
			.key = map_text(m, i), .i = i };
	}
	rank_sort(rank, m->n);
	t = doc_table(r->doc, BLOCK_TABLE);
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		table_column(t, report_word(r, labels[i][0]), labels[i][1]);
	for (size_t i = 0; i < shown; i++) {
		const struct source *s = map_at(m, rank[i].i);
		struct cell *c = table_row(t);

		cell_text(&c[0], doc_str(r->doc, rank[i].key));
		cell_text(&c[1], doc_str(r->doc, rank[i].key + strlen(rank[i].key) + 1));
		cell_count(&c[2], s->records);
		if (s->bytes)
			cell_count(&c[3], s->bytes);
		report_time(r, &c[4], s->first);
		report_time(r, &c[5], s->last);
	}
	free(rank);
	report_more(r, m->n - shown);
}
