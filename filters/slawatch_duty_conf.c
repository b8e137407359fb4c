/* slawatch_duty_conf - duties of a contract: their sections. */
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "expr.h"
#include "mem.h"
#include "num.h"
#include "slawatch.h"
#include "ts.h"

#define DAY (86400 * TS_SECOND)

static void
read_period(struct duty *d, const struct conf_section *s)
{
	static const char *const words[] = {
		"day", "workday", "week", "month", "quarter", "year",
	};
	const struct conf_entry *e = conf_entry(s, "period");

	for (int i = 0; e && i < 6; i++)
		if (strcmp(e->value, words[i]) == 0) {
			d->period = (enum period)i;
			return;
		}
	conf_bad(s, e ? e->line : s->line,
	    "period: a duty has a period of day, workday, week, month, quarter or year");
}

/* "18:00" as nanoseconds of the day, or -1. */
static int64_t
time_of_day(const char *s)
{
	int h, m;

	if (strlen(s) != 5 || s[2] != ':')
		return -1;
	h = num_digits(s, 2);
	m = num_digits(s + 3, 2);
	if (h < 0 || m < 0 || h > 23 || m > 59)
		return -1;
	return (h * 60 + m) * 60 * TS_SECOND;
}

/*
 * "18:00" of its first day, "day 15" (to its end) or "day 15
 * 18:00"; to the end of the period without.
 */
static void
read_due(struct duty *d, const struct conf_section *s)
{
	const struct conf_entry *e = conf_entry(s, "due");
	const char *p = e ? e->value : NULL;
	char number[4] = "";
	int64_t day = 1;
	size_t n;

	d->due_ns = -1;
	if (!e)
		return;
	if (strncmp(p, "day ", 4) == 0) {
		p += 4;
		n = strcspn(p, " ");
		if (n < sizeof number)
			memcpy(number, p, n);
		p += n + strspn(p + n, " ");
		if (num_i64(number, 1, 366, &day) < 0)
			p = "bad";
	}
	if (*p) {
		d->due_ns = time_of_day(p);
		if (d->due_ns < 0)
			conf_bad(s, e->line,
			    "due: '%s' is not a time such as 18:00, day 15 "
			    "or day 15 18:00",
			    e->value);
		d->due_ns += (day - 1) * DAY;
	} else {
		d->due_ns = day * DAY;
		d->due_open = true;
	}
}

static void
read_items(struct duty *d, const struct conf_section *s)
{
	const struct conf_entry *of = conf_entry(s, "of");

	d->per = conf_get(s, "per");
	if (!d->per != !of)
		conf_bad(s, s->line, "per (a member) and of (its values) go together");
	for (size_t i = 0; i < s->n; i++) {
		bool mine = strcmp(s->entries[i].key, "of") == 0;
		const char *p = mine ? s->entries[i].value : "";

		while (*(p += strspn(p, " \t,"))) {
			size_t n = strcspn(p, " \t,");

			if (d->nitems == ITEMS_MAX) {
				conf_bad(s, s->entries[i].line, "more than %d values",
				    ITEMS_MAX);
				return;
			}
			d->items = mem_grow(d->items, &d->items_cap, d->nitems + 1,
			    sizeof *d->items);
			d->items[d->nitems++] = mem_copy(p, n);
			p += n;
		}
	}
	if (of && d->nitems == 0)
		conf_bad(s, of->line, "of: no values");
}

void
duty_read(struct contract *c, struct duty *d, const struct conf_section *s)
{
	static const char *const keys[] = {
		"title", "on", "done", "period", "due", "per", "of", "calendar", NULL,
	};
	const struct conf_entry *e = conf_entry(s, "calendar");
	const char *title = conf_get(s, "title");

	conf_only(s, keys);
	d->name = s->name;
	d->title = title ? title : s->name;
	d->types = contract_types(c, s, "check");
	d->done = contract_expr(s, "done", NULL);
	if (!conf_entry(s, "done"))
		conf_bad(s, s->line, "[%s] needs done", s->head);
	d->cal = e ? contract_cal(c, s, e->line, e->value) : c->cal;
	if (!e && !c->cal)
		conf_bad(s, s->line, "[%s] has no calendar", s->head);
	read_period(d, s);
	read_due(d, s);
	read_items(d, s);
}

void
duty_free(struct duty *d)
{
	expr_free(d->done);
	for (size_t i = 0; i < d->nitems; i++)
		free(d->items[i]);
	free(d->items);
}
