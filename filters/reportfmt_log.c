/*
 * reportfmt_log - the figures of the log records:
 * by system, kind of message, hour and source.
 */
#include <string.h>

#include "reportfmt.h"
#include "ts.h"

enum { HOUR = 3600 };

static unsigned
severity_of(struct text t)
{
	for (unsigned i = 0; i < SEVERITY_NONE && t.n; i++)
		if (text_is(t, severity_names[i]))
			return i;
	return SEVERITY_NONE;
}

static unsigned
part_of(unsigned severity)
{
	return severity <= 3 ? PART_ERROR : severity == 4 ? PART_WARNING :
	    severity < SEVERITY_NONE ? PART_INFO : PART_NONE;
}

static void
widen(int64_t *first, int64_t *last, int64_t time)
{
	if (time == TS_NONE)
		return;
	if (*first == TS_NONE || time < *first)
		*first = time;
	if (*last == TS_NONE || time > *last)
		*last = time;
}

/* One kind of message: by fingerprint, or else by the rule that knew it. */
static void
add_group(struct day *d, const struct entry *e, unsigned severity)
{
	bool rule = e->m[M_FP].n == 0;
	enum member key = rule ? M_RULE : M_FP;
	struct group *g;

	if (e->m[key].n == 0) {
		d->no_group++;
		return;
	}
	buf_cut(&d->key, 0);
	buf_char(&d->key, rule ? 'r' : 'f');
	buf_put(&d->key, e->m[key].s, e->m[key].n);
	g = map_row(&d->groups, d->key.p, d->key.n);
	if (!g)
		return;
	if (g->count++ == 0) {
		g->rule = rule;
		g->first = g->last = TS_NONE;
	}
	if (!g->text || severity < g->worst) {
		g->worst = severity;
		g->text = text_keep(g->text, e->m[M_MSG]);
	}
	widen(&g->first, &g->last, e->time);
}

static void
add_hour(struct day *d, const struct entry *e, unsigned severity)
{
	int64_t s, hour;
	struct hour *h;

	if (e->time == TS_NONE)
		return;
	s = e->time / TS_SECOND - (e->time % TS_SECOND < 0) + day_offset(d, e->time);
	hour = s / HOUR - (s % HOUR < 0);
	h = map_row(&d->hours, (const char *)&hour, sizeof hour);
	if (!h)
		return;
	h->hour = hour;
	h->part[part_of(severity)]++;
}

/* The bytes of the source that the record was: end less off. */
static uint64_t
bytes_of(const struct entry *e)
{
	uint64_t v[2] = { 0, 0 };

	for (int i = 0; i < 2; i++) {
		struct text t = e->m[i ? M_END : M_OFF];

		if (t.n == 0 || t.n > 18)
			return 0;
		for (size_t k = 0; k < t.n; k++) {
			if (t.s[k] < '0' || t.s[k] > '9')
				return 0;
			v[i] = v[i] * 10 + (uint64_t)(t.s[k] - '0');
		}
	}
	return v[1] > v[0] ? v[1] - v[0] : 0;
}

static void
add_source(struct day *d, const struct entry *e)
{
	static const enum member list[] = { M_PATH, M_HOST };
	struct text key = day_key(d, e, list, 2);
	struct source *s = map_row(&d->sources, key.s, key.n);

	if (!s)
		return;
	if (s->records++ == 0)
		s->first = s->last = TS_NONE;
	s->bytes += bytes_of(e);
	widen(&s->first, &s->last, e->time);
}

void
day_log(struct day *d, const struct entry *e)
{
	unsigned severity = severity_of(e->m[M_SEVERITY]);
	struct system *s;

	if (!e->now)
		return;
	d->log++;
	d->severity[severity]++;
	d->not_own_time += e->m[M_TIME_FROM].n > 0;
	s = map_row(&d->by_system, e->m[M_SYSTEM].s, e->m[M_SYSTEM].n);
	if (s)
		s->by[severity]++;
	add_group(d, e, severity);
	add_hour(d, e, severity);
	add_source(d, e);
}
