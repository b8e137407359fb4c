/* reportfmt_case - the figures of the service desk: cases, their clocks, and duties. */
#include <string.h>

#include "reportfmt.h"
#include "ts.h"

static struct incident *
incident(struct day *d, struct text name, unsigned level)
{
	struct incident *i = name.n ? map_row(&d->incidents, name.s, name.n) : NULL;

	if (i && level)
		i->level = level;
	return i;
}

static void
end(struct incident *i, bool now)
{
	i->ended = true;
	if (now)
		i->ended_now = true;
	else
		i->ended_before = true;
}

static void
begin(struct incident *i, bool now)
{
	i->ended = i->ended_before = false;
	if (now)
		i->opened_now = true;
}

static bool
is_one_of(struct text t, const char *const *list)
{
	while (*list && !text_is(t, *list))
		list++;
	return *list != NULL;
}

/*
 * The steps of an incident's life.  Other events, such as an inspection, are on record
 * under an identity too, but make nothing that could be open.
 */
void
day_case(struct day *d, const struct entry *e)
{
	static const char *const ends[] = {
		"resolved", "closed", "cancelled", "rejected", NULL,
	};
	static const char *const steps[] = {
		"opened", "reopened", "responded", "arrived", "diagnosed", "paused",
		"resumed", "escalated", NULL,
	};
	struct text event = e->m[M_EVENT];
	struct incident *i;

	if (e->now)
		d->cases++;
	if (!is_one_of(event, ends) && !is_one_of(event, steps))
		return;
	i = incident(d, e->m[M_CASE], entry_level(e));
	if (!i)
		return;
	i->has_case = true;
	if (text_is(event, "opened") || (text_is(event, "reopened") && i->ended))
		begin(i, e->now);
	if (is_one_of(event, ends))
		end(i, e->now);
}

static struct text
subject(const struct entry *e)
{
	return e->m[M_CASE].n ? e->m[M_CASE] : e->m[M_KEY];
}

/*
 * A clock that runs again starts from nothing;
 * what it did before in the period still counts.
 */
static void
start(struct sla_clock *c)
{
	c->state = CLOCK_OPEN;
	c->warned = c->breached = c->ended = TS_NONE;
}

static void
started(struct sla_clock *c, const struct entry *e)
{
	(void)e;
	if (c->state != CLOCK_OPEN)
		start(c);
}

static void
resumed(struct sla_clock *c, const struct entry *e)
{
	if (e->m[M_REOPENED].n == 0)
		return;		/* from a pause */
	if (c->state == CLOCK_MET && c->breached == TS_NONE && c->met_now > 0)
		c->met_now--;	/* it was too early to say so */
	c->state = CLOCK_OPEN;
	c->ended = TS_NONE;
}

static void
warned(struct sla_clock *c, const struct entry *e)
{
	c->warned = e->time;
	c->shown = c->shown || e->now;
}

static void
breached(struct sla_clock *c, const struct entry *e)
{
	if (c->breached == TS_NONE && e->now)
		c->breached_now++;
	c->breached = e->time;
	c->shown = c->shown || e->now;
}

static void
stopped(struct sla_clock *c, const struct entry *e)
{
	c->state = CLOCK_STOPPED;
	c->ended = e->time;
	c->shown = c->shown || (e->now && c->breached != TS_NONE);
}

static void
met(struct sla_clock *c, const struct entry *e)
{
	if (text_is(e->m[M_CORRECTS], "breached") && c->breached != TS_NONE) {
		if (c->breached_now > 0)	/* a late record shows that it was met */
			c->breached_now--;
		c->breached = TS_NONE;
	}
	stopped(c, e);
	c->state = CLOCK_MET;
	if (c->breached == TS_NONE && e->now)
		c->met_now++;
}

static void
step(struct sla_clock *c, const struct entry *e)
{
	static const struct {
		const char *state;
		void (*step)(struct sla_clock *, const struct entry *);
	} steps[] = { { "started", started }, { "resumed", resumed },
	    { "warning", warned },
		{ "breached", breached }, { "met", met }, { "stopped", stopped },
		{ "cancelled", stopped } };

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (text_is(e->m[M_STATE], steps[i].state))
			steps[i].step(c, e);
}

void
day_clock(struct day *d, const struct entry *e)
{
	static const enum member list[] = { M_CONTRACT, M_CLOCK, M_CASE, M_KEY };
	struct text key = day_key(d, e, list, sizeof list / sizeof *list),
	    name = subject(e);
	struct sla_clock *c = map_row(&d->by_clock, key.s, key.n);
	struct incident *i = incident(d, name, entry_level(e));

	if (e->now)
		d->clocks++;
	if (!c)
		return;
	if (!c->name) {
		start(c);
		c->due = TS_NONE;
		c->name = text_keep(NULL, e->m[M_CLOCK]);
		c->subject = text_keep(NULL, name);
		c->system = text_keep(NULL, e->m[M_SYSTEM]);
		c->incident = SIZE_MAX;
		if (i && !i->has_case && text_is(e->m[M_STATE], "started"))
			begin(i, e->now);
	}
	if (i)
		c->incident = map_index(&d->incidents, i);
	if (entry_level(e))
		c->level = entry_level(e);
	if (e->m[M_DUE].n)
		c->due = entry_time(e, M_DUE);
	step(c, e);
}

void
day_duty(struct day *d, const struct entry *e)
{
	static const enum member list[] = { M_CONTRACT, M_DUTY, M_KEY, M_PERIOD };
	struct text key = day_key(d, e, list, sizeof list / sizeof *list);
	struct duty *u;

	if (!e->now)
		return;
	d->duties++;
	u = map_row(&d->by_duty, key.s, key.n);
	if (!u)
		return;
	if (!u->name) {
		u->name = text_keep(NULL, e->m[M_DUTY]);
		u->period = text_keep(NULL, e->m[M_PERIOD]);
		u->system = text_keep(NULL, e->m[M_SYSTEM].n ? e->m[M_SYSTEM] :
		    e->m[M_KEY]);
	}
	u->missed = u->missed || text_is(e->m[M_STATE], "missed");
	u->time = e->time;
	u->due = entry_time(e, M_DUE);
}

/* A case that nobody but clocks knows is over when they are. */
void
day_close(struct day *d)
{
	for (size_t i = 0; i < d->by_clock.n; i++) {
		const struct sla_clock *c = map_at(&d->by_clock, i);
		struct incident *in = c->incident == SIZE_MAX ? NULL :
		    map_at(&d->incidents, c->incident);

		if (!in || in->has_case)
			continue;
		in->running = in->running || c->state == CLOCK_OPEN;
		if (c->ended != TS_NONE && (d->from == TS_NONE || c->ended >= d->from))
			in->ended_now = true;
	}
	for (size_t i = 0; i < d->incidents.n; i++) {
		struct incident *in = map_at(&d->incidents, i);

		if (in->has_case)
			continue;
		in->ended = !in->running;
		in->ended_now = in->ended_now && in->ended;
		in->ended_before = in->ended && !in->ended_now;
	}
}
