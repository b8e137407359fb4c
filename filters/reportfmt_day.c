/* reportfmt_day - take in the records: what each says, and which figures it changes. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rec.h"
#include "reportfmt.h"
#include "ts.h"
#include "zone.h"

enum { NAME_MAX_LEN = 9, QUARTER = 900 };

static const char *const names[M_KEY] = {
	[M_TIME] = "time", [M_TYPE] = "type", [M_SYSTEM] = "system",
	[M_SEVERITY] = "severity", [M_HOST] = "host", [M_PATH] = "path", [M_OFF] = "off",
	[M_END] = "end", [M_FP] = "fp", [M_RULE] = "rule", [M_MSG] = "msg",
	[M_TIME_FROM] = "time_from", [M_PRIORITY] = "priority", [M_CASE] = "case",
	[M_EVENT] = "event", [M_CLOCK] = "clock", [M_STATE] = "state", [M_DUE] = "due",
	[M_CONTRACT] = "contract", [M_TARGET] = "target", [M_CHECK] = "check",
	[M_STATUS] = "status", [M_VALUE] = "value", [M_UNIT] = "unit", [M_WARN] = "warn",
	[M_CRIT] = "crit", [M_DUTY] = "duty", [M_PERIOD] = "period",
	[M_CORRECTS] = "corrects", [M_REOPENED] = "reopened",
};

void
day_init(struct day *d, const struct zone *zone)
{
	*d = (struct day){
		.zone = zone,
		.from = TS_NONE, .to = TS_NONE, .first = TS_NONE, .last = TS_NONE,
		.types = MAP_INIT(DAY_TYPES_MAX, struct type),
		.by_system = MAP_INIT(DAY_SYSTEMS_MAX, struct system),
		.groups = MAP_INIT(DAY_GROUPS_MAX, struct group),
		.hours = MAP_INIT(DAY_HOURS_MAX, struct hour),
		.sources = MAP_INIT(DAY_SOURCES_MAX, struct source),
		.incidents = MAP_INIT(DAY_CASES_MAX, struct incident),
		.by_clock = MAP_INIT(DAY_CLOCKS_MAX, struct sla_clock),
		.by_check = MAP_INIT(DAY_CHECKS_MAX, struct check),
		.by_duty = MAP_INIT(DAY_DUTIES_MAX, struct duty),
		.quarter = INT64_MIN,
	};
}

void
day_clear(struct day *d)
{
	struct map *const maps[] = {
		&d->types, &d->by_system, &d->groups, &d->hours, &d->sources,
		&d->incidents, &d->by_clock, &d->by_check, &d->by_duty,
	};

	for (size_t i = 0; i < d->groups.n; i++)
		free(((struct group *)map_at(&d->groups, i))->text);
	for (size_t i = 0; i < d->by_clock.n; i++) {
		struct sla_clock *c = map_at(&d->by_clock, i);

		free(c->name), free(c->subject), free(c->system);
	}
	for (size_t i = 0; i < d->by_check.n; i++) {
		struct check *c = map_at(&d->by_check, i);

		free(c->system), free(c->host), free(c->target), free(c->name);
		free(c->value), free(c->limits), free(c->text);
	}
	for (size_t i = 0; i < d->by_duty.n; i++) {
		struct duty *u = map_at(&d->by_duty, i);

		free(u->name), free(u->period), free(u->system);
	}
	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
		map_clear(maps[i]);
	buf_clear(&d->key);
	buf_clear(&d->text);
}

int
day_offset(struct day *d, int64_t ns)
{
	int64_t s = ns / TS_SECOND - (ns % TS_SECOND < 0),
	    quarter = s / QUARTER - (s % QUARTER < 0);

	if (!d->zone)
		return d->offset;
	if (quarter != d->quarter) {	/* clocks are moved at the start of one */
		d->quarter = quarter;
		d->quarter_offset = zone_offset(d->zone, quarter * QUARTER);
	}
	return d->quarter_offset;
}

bool
text_is(struct text t, const char *s)
{
	return strlen(s) == t.n && memcmp(t.s, s, t.n) == 0;
}

char *
text_keep(char *old, struct text t)
{
	size_t n = t.n < DAY_TEXT_MAX ? t.n : DAY_TEXT_MAX;
	char *copy;

	while (n > 0 && n < t.n && ((unsigned char)t.s[n] & 0xc0) == 0x80)
		n--;
	if (old && n == t.n && strlen(old) == n && memcmp(old, t.s, n) == 0)
		return old;
	copy = mem_zero(n + 4, 1);
	memcpy(copy, t.s, n);
	if (n < t.n)
		memcpy(copy + n, "...", 3);
	free(old);
	return copy;
}

/* The texts of some members as one key. */
struct text
day_key(struct day *d, const struct entry *e, const enum member *list, size_t n)
{
	buf_cut(&d->key, 0);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(&d->key, '\0');
		buf_put(&d->key, e->m[list[i]].s, e->m[list[i]].n);
	}
	return (struct text){ .s = d->key.p, .n = d->key.n };
}

int64_t
entry_time(const struct entry *e, enum member m)
{
	int64_t ns;

	return e->m[m].n && ts_parse(e->m[m].s, e->m[m].n, &ns, NULL) ? ns : TS_NONE;
}

unsigned
entry_level(const struct entry *e)
{
	struct text t = e->m[M_PRIORITY];

	return t.n == 1 && t.s[0] > '0' && t.s[0] < '0' + LEVELS ?
	    (unsigned)(t.s[0] - '0') : 0;
}

static enum member
member_of(const char *key, size_t n)
{
	if (n < 2 || n > NAME_MAX_LEN)
		return MEMBERS;
	for (enum member m = 0; m < M_KEY; m++)
		if (names[m][0] == key[0] && names[m][1] == key[1] &&
		    strlen(names[m]) == n && memcmp(names[m], key, n) == 0)
			return m;
	return MEMBERS;
}

/*
 * The member after "clock" or "duty" says what the clock runs for, or for which of
 * several the duty is: a case, a target, a system; the contract chooses its name.
 */
static void
read_key(struct entry *e, enum member before, enum member m, struct text value)
{
	if (before == M_CLOCK || (before == M_DUTY && m != M_PERIOD && m != M_STATE))
		e->m[M_KEY] = value;
}

static void
read_members(struct rec *r, struct entry *e)
{
	enum member before = MEMBERS;
	struct rec_value v;
	const char *key;
	size_t n;

	for (size_t m = 0; m < MEMBERS; m++)
		e->m[m] = (struct text){ .s = "", .n = 0 };
	for (size_t i = 0; rec_member(r, i, &key, &n, &v); i++) {
		enum member m = member_of(key, n);
		struct text text = { .s = "", .n = 0 };

		if (m == MEMBERS && before != M_CLOCK && before != M_DUTY)
			continue;
		if (v.type == REC_STRING)
			rec_text(r, &v, &text.s, &text.n);
		else if (v.type == REC_NUMBER || v.type == REC_TRUE ||
		    v.type == REC_FALSE)
			text = (struct text){ .s = v.raw, .n = v.n };
		read_key(e, before, m, text);
		if (m != MEMBERS)
			e->m[m] = text;		/* the last of two counts */
		before = m;
	}
}

/* Its time, and whether it lies in the period; false when it is of no use here. */
static bool
in_time(struct day *d, struct entry *e)
{
	int offset;

	e->now = true;
	e->time = TS_NONE;
	if (!ts_parse(e->m[M_TIME].s, e->m[M_TIME].n, &e->time, &offset)) {
		e->time = TS_NONE;
		d->no_time++;
		return d->from == TS_NONE && d->to == TS_NONE;
	}
	if (!d->has_offset) {
		d->offset = offset;
		d->has_offset = true;
	}
	if (d->to != TS_NONE && e->time >= d->to) {
		d->outside++;
		return false;
	}
	if (d->from != TS_NONE && e->time < d->from) {
		d->outside++;
		e->now = false;
	}
	if (text_is(e->m[M_TIME_FROM], "read"))
		e->time = TS_NONE; /* that says when it was read, not when it happened */
	return true;
}

static void
extend(struct day *d, const struct entry *e)
{
	if (!e->now || e->time == TS_NONE)
		return;
	if (d->first == TS_NONE || e->time < d->first)
		d->first = e->time;
	if (d->last == TS_NONE || e->time > d->last)
		d->last = e->time;
}

void
day_add(struct day *d, struct rec *r)
{
	static const struct {
		const char *type;
		void (*add)(struct day *, const struct entry *);
	} kinds[] = {
		{ "log", day_log }, { "check", day_check }, { "case", day_case },
		{ "clock", day_clock }, { "duty", day_duty },
	};
	struct entry e;
	struct type *type;
	struct text t;

	read_members(r, &e);
	t = e.m[M_TYPE];
	d->records++;
	type = map_row(&d->types, t.s, t.n);
	if (type)
		type->records++;
	if (text_is(t, "tick") || text_is(t, "flush") || text_is(t, "source"))
		return;		/* when something was read, not when it happened */
	if (!in_time(d, &e))
		return;
	extend(d, &e);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_is(t, kinds[i].type))
			kinds[i].add(d, &e);
}
