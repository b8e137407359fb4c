/*
 * slawatch_clock_conf - clocks of a contract: their
 * sections, and the limits of each level.
 */
#include <string.h>

#include "cal.h"
#include "conf.h"
#include "err.h"
#include "expr.h"
#include "num.h"
#include "slawatch.h"

static const char *const conds[CONDS] = {
	"start", "stop", "cancel", "pause", "resume", "reopened",
};

static void
read_limit(const struct conf_section *s, const struct conf_entry *e, struct limit *l)
{
	if (e && !limit_read(e->value, l)) {
		conf_bad(s, e->line,
		    "%s: '%s' is not a limit such as 30m, 24h, 3wd or 3wd-eod", e->key,
		    e->value);
		l->text = NULL;
	}
}

/* "10m", "50%", one after the other. */
static void
read_warnings(struct clock *k, const struct conf_section *s)
{
	const struct conf_entry *e = conf_entry(s, "warn");
	const char *p = e ? e->value : "";

	while (*(p += strspn(p, " \t,"))) {
		size_t n = strcspn(p, " \t,");
		struct warning w = { 0 };
		char text[32];
		int64_t percent;

		if (k->nwarnings == WARNINGS_MAX) {
			conf_bad(s, e->line, "more than %d warnings", WARNINGS_MAX);
			return;
		}
		if (n >= sizeof text)
			n = sizeof text - 1;
		memcpy(text, p, n);
		text[n] = '\0';
		p += n;
		if (n > 1 && text[n - 1] == '%') {
			text[n - 1] = '\0';
			if (num_i64(text, 1, 99, &percent) == 0)
				w.percent = (int)percent;
		}
		if (!w.percent && (num_duration(text, 1, INT64_MAX, &w.ns) < 0)) {
			conf_bad(s, e->line,
			    "warn: '%s' is not durations or shares of 1%% to 99%%",
			    e->value);
			return;
		}
		k->warnings[k->nwarnings++] = w;
	}
}

static void
read_days(struct contract *c, struct clock *k, const struct conf_section *s)
{
	const struct conf_entry *e = conf_entry(s, "days");
	const char *p;

	if (!e)
		return;
	p = e->value + strcspn(e->value, " \t");
	if (strncmp(e->value, "work", 4) == 0 && p == e->value + 4)
		k->days = DAYS_WORK;
	else if (strncmp(e->value, "off", 3) == 0 && p == e->value + 3)
		k->days = DAYS_OFF;
	p += strspn(p, " \t");
	if (k->days == DAYS_ALL || !*p)
		conf_bad(s, e->line,
		    "days: '%s' is not 'work CALENDAR' or 'off CALENDAR'", e->value);
	else
		k->days_cal = contract_cal(c, s, e->line, p);
}

static void
read_reopen(struct clock *k, const struct conf_section *s)
{
	static const char *const words[] = { "resume", "restart", "never" };
	const struct conf_entry *e = conf_entry(s, "reopen");

	if (!e)
		return;
	for (int i = 0; i < 3; i++)
		if (strcmp(e->value, words[i]) == 0) {
			k->reopen = (enum reopen)i;
			return;
		}
	conf_bad(s, e->line, "reopen: '%s' is not resume, restart or never", e->value);
}

void
clock_read(struct contract *c, struct clock *k, const struct conf_section *s)
{
	static const char *const keys[] = {
		"title", "on", "key", "start", "stop", "cancel", "pause", "resume",
		"reopened", "reopen", "limit", "calendar", "warn", "at_limit", "days",
		NULL,
	};
	const struct conf_entry *e;
	const char *v = conf_get(s, "title");

	conf_only(s, keys);
	k->name = s->name;
	k->title = v ? v : s->name;
	k->key = (v = conf_get(s, "key")) != NULL ? v : c->key;
	k->types = contract_types(c, s, "case");
	for (int i = 0; i < CONDS; i++)
		k->cond[i] = contract_expr(s, conds[i], &k->cond_text[i]);
	if (!k->cond_text[COND_START] || !k->cond_text[COND_STOP])
		conf_bad(s, s->line, "[%s] needs start and stop", s->head);
	read_limit(s, conf_entry(s, "limit"), &k->term[0].limit);
	if ((e = conf_entry(s, "calendar")) != NULL)
		k->term[0].cal = contract_cal(c, s, e->line, e->value);
	else
		k->term[0].cal = c->cal;
	for (int i = 1; i <= LEVELS_MAX; i++)
		k->term[i].cal = e ? k->term[0].cal : NULL;
	read_warnings(k, s);
	read_days(c, k, s);
	read_reopen(k, s);
	if ((e = conf_entry(s, "at_limit")) != NULL) {
		k->late_at_limit = strcmp(e->value, "late") == 0;
		if (!k->late_at_limit && strcmp(e->value, "met") != 0)
			conf_bad(s, e->line, "at_limit: '%s' is not met or late",
			    e->value);
	}
}

/* Is key NAME, or calendar.NAME?  Then that clock. */
static struct clock *
clock_of_key(struct contract *c, const char *key, bool *calendar)
{
	*calendar = strncmp(key, "calendar.", 9) == 0;
	if (*calendar)
		key += 9;
	for (size_t i = 0; i < c->nclocks; i++)
		if (strcmp(c->clocks[i].name, key) == 0)
			return &c->clocks[i];
	return NULL;
}

/*
 * A level's table: "response = 30m" is the limit of a clock, "calendar = 5x8"
 * the calendar of all clocks of the level that name none,
 * "calendar.resolution = 5x8" that of one.
 */
void
clock_levels(struct contract *c, const struct conf_section *s, int level)
{
	const struct conf_entry *e = conf_entry(s, "calendar");
	struct cal *all = e ? contract_cal(c, s, e->line, e->value) : NULL;
	bool calendar;

	for (size_t i = 0; all && i < c->nclocks; i++)
		if (!c->clocks[i].term[level].cal)
			c->clocks[i].term[level].cal = all;
	for (size_t i = 0; i < s->n; i++) {
		struct clock *k = clock_of_key(c, s->entries[i].key, &calendar);

		e = &s->entries[i];
		if (k && calendar)
			k->term[level].cal = contract_cal(c, s, e->line, e->value);
		else if (k)
			read_limit(s, e, &k->term[level].limit);
		else if (strcmp(e->key, "title") != 0 && strcmp(e->key, "calendar") != 0)
			conf_bad(s, e->line, "unknown key '%s': no clock has that name",
			    e->key);
	}
}

/* A milder level with a shorter limit is remarked, and kept as it is written. */
static void
remark_order(const struct contract *c, const struct clock *k)
{
	const struct limit *last = NULL;
	int from = 0;

	for (int i = 1; i <= LEVELS_MAX; i++) {
		const struct limit *l = &k->term[i].limit;

		if (!c->has_level[i] || !l->text || l->days >= 0)
			continue;
		if (last && last->ns > l->ns)
			warn_msg("%s: clock %s: non-monotone: level %d (%s) > "
			    "level %d (%s), kept as written",
			    c->name, k->name, from, last->text, i, l->text);
		last = l;
		from = i;
	}
}

/* What only shows when all sections are read: a limit and a calendar for every level. */
void
clock_check(struct contract *c, const struct clock *k)
{
	struct clock *mine = &c->clocks[k - c->clocks];
	bool any = k->term[0].limit.text != NULL;

	for (int i = 0; i <= LEVELS_MAX; i++) {
		struct term *t = &mine->term[i];

		if (!t->limit.text)
			t->limit = mine->term[0].limit;
		if (!t->cal)
			t->cal = mine->term[0].cal;
		any |= t->limit.text != NULL;
		if (t->limit.text && !t->cal && (i == 0 || c->has_level[i])) {
			warn_msg("%s: clock '%s' has no calendar", c->name, k->name);
			c->bad++;
			return;
		}
	}
	if (!any) {
		warn_msg("%s: clock '%s' has no limit, neither its own nor in a level",
		    c->name, k->name);
		c->bad++;
	}
	remark_order(c, k);
}

void
clock_free(struct clock *k)
{
	for (int i = 0; i < CONDS; i++)
		expr_free(k->cond[i]);
}
