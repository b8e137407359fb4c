/*
 * reportfmt_report - make the document: its head,
 * and the sections in the order of the form.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reportfmt.h"
#include "ts.h"

enum { DAY = 86400 };

static void
part_text(struct report *r)
{
	(void)r;	/* its title and note are all */
}

static const struct part_kind kinds[] = {
	{ "summary", part_summary }, { "systems", part_systems }, { "cases", part_cases },
	{ "clocks", part_clocks }, { "checks", part_checks }, { "duties", part_duties },
	{ "messages", part_groups }, { "volume", part_volume },
	{ "sources", part_sources }, { "input", part_input }, { "sign", part_sign },
	{ "text", part_text },
};

const struct part_kind *
part_kind(const char *name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

const char *
report_word(struct report *r, const char *key)
{
	return form_word(r->form, key);
}

const char *
report_say(struct report *r, const char *key, const char *one, const char *two,
    const char *three)
{
	return form_say(r->form, r->doc, key, one, two, three);
}

const char *
report_number(struct report *r, uint64_t n)
{
	struct cell c = { .kind = CELL_COUNT, .a = n };
	char text[CELL_TEXT_MAX];

	return doc_str(r->doc, cell_print(&c, true, "", text));
}

static int64_t
local_date(struct day *d, int64_t ns)
{
	int64_t s = ns / TS_SECOND - (ns % TS_SECOND < 0) + day_offset(d, ns);

	return s / DAY - (s % DAY < 0);
}

/*
 * The moments between which the report lies; asked
 * for or seen.  TS_NONE when there are none.
 */
static void
period(const struct day *d, int64_t *from, int64_t *to)
{
	*from = d->from != TS_NONE ? d->from : d->first;
	*to = d->to != TS_NONE ? d->to - 1 : d->last;
}

/* How much of a date the whole report has in common with a moment. */
enum common { NOTHING, YEAR, DATE };

static enum common
common(struct day *d, int64_t ns)
{
	int64_t from, to, dates[3];
	int years[3], month, day;

	period(d, &from, &to);
	if (from == TS_NONE || to == TS_NONE)
		return NOTHING;
	dates[0] = local_date(d, from);
	dates[1] = local_date(d, to);
	dates[2] = local_date(d, ns);
	for (size_t i = 0; i < 3; i++)
		ts_from_days(dates[i], &years[i], &month, &day);
	if (dates[0] == dates[1] && dates[0] == dates[2])
		return DATE;
	return years[0] == years[1] && years[0] == years[2] ? YEAR : NOTHING;
}

/* "2026-11-20 08:00:00", or what is left of it without what is common. */
static const char *
moment(struct report *r, int64_t ns, enum common without)
{
	static const size_t skip[] = { 0, sizeof "2026-" - 1, sizeof "2026-11-20 " - 1 };
	char text[TS_MAX];

	ts_format(text, ns, day_offset(r->day, ns), 0);
	text[10] = ' ';
	text[19] = '\0';
	return doc_str(r->doc, text + skip[without]);
}

void
report_time(struct report *r, struct cell *c, int64_t ns)
{
	if (ns == TS_NONE)
		return;
	cell_text(c, moment(r, ns, common(r->day, ns)));
	c->full = moment(r, ns, NOTHING);
}

void
report_note(struct report *r, enum tone tone, const char *text)
{
	doc_add(r->doc, BLOCK_NOTE, tone, text);
}

void
report_none(struct report *r, const char *key)
{
	doc_add(r->doc, BLOCK_TEXT, TONE_QUIET, report_say(r, key, NULL, NULL, NULL));
}

void
report_more(struct report *r, size_t left)
{
	if (left > 0)
		report_note(r, TONE_PLAIN,
		    report_say(r, "rows.more", report_number(r, left), NULL, NULL));
}

/* How many others there are; "at least so many" when the map was full. */
const char *
report_others(struct report *r, const struct map *m, size_t shown)
{
	const char *n = report_number(r, m->n - shown);

	return report_say(r, "row.other", m->over ? doc_fmt(r->doc, ">%s", n) :
	    n, NULL, NULL);
}

void
report_zero(struct cell *c, uint64_t n)
{
	cell_count(c, n);
	if (n == 0)
		c->tone = TONE_QUIET;
}

static int
compare(const void *va, const void *vb)
{
	const struct rank *a = va, *b = vb;

	if (a->a != b->a)
		return a->a < b->a ? 1 : -1;
	if (a->b != b->b)
		return a->b > b->b ? 1 : -1;
	return strcmp(a->key, b->key);
}

void
rank_sort(struct rank *r, size_t n)
{
	if (n > 1)
		qsort(r, n, sizeof *r, compare);
}

/* The n-th of the blank-separated list of the word "numbers", from 0; "" past its end. */
static const char *
numeral(struct report *r, size_t n)
{
	const char *s = report_word(r, "numbers"), *end;

	for (;; n--) {
		s += strspn(s, " ");
		end = s + strcspn(s, " ");
		if (n == 0 || !*s)
			return doc_text(r->doc, s, (size_t)(end - s));
		s = end;
	}
}

static const char *
period_text(struct report *r)
{
	int64_t from, to;
	int offset;
	char zone[16];

	period(r->day, &from, &to);
	if (from == TS_NONE || to == TS_NONE)
		return report_say(r, "period.none", NULL, NULL, NULL);
	offset = day_offset(r->day, from);
	snprintf(zone, sizeof zone, "%c%02d:%02d", offset < 0 ? '-' : '+',
	    abs(offset) / 3600, abs(offset) / 60 % 60);
	return report_say(r, "period", moment(r, from, NOTHING),
	    moment(r, to, common(r->day, to) == DATE ? DATE : NOTHING), zone);
}

struct doc *
report_make(const struct form *f, struct day *day, uint64_t bad, const char *title)
{
	struct doc *d = doc_new();
	struct report r = { .form = f, .day = day, .doc = d, .bad = bad };
	size_t number = 0;

	d->lang = f->lang == LANG_EN ? "en" : "zh-CN";
	d->title = doc_str(d, title ? title : f->title);
	d->org = doc_str(d, f->org);
	d->period = period_text(&r);
	for (size_t i = 0; i < f->nparts; i++) {
		const struct part *p = r.part = &f->parts[i];

		if (p->title) {
			const char *numeral_of = numeral(&r, number++);
			const char *blank = *numeral_of &&
			    (unsigned char)numeral_of[0] < 0x80 ? " " : "";

			doc_add(d, BLOCK_HEADING, TONE_PLAIN,
			    doc_fmt(d, "%s%s%s", numeral_of, blank, p->title));
		}
		p->kind->build(&r);
		if (p->note)
			report_note(&r, TONE_PLAIN, doc_str(d, p->note));
	}
	d->made = report_say(&r, "made", report_number(&r, day->records),
	    report_number(&r, bad), NULL);
	return d;
}
