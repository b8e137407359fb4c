/* reportfmt_check - the latest state of every check of every target. */
#include "reportfmt.h"
#include "ts.h"

static enum check_status
status_of(struct text t)
{
	if (text_is(t, "ok"))
		return CHECK_OK;
	if (text_is(t, "warning"))
		return CHECK_WARNING;
	return text_is(t, "critical") ? CHECK_CRITICAL : CHECK_UNKNOWN;
}

/* Two members with something between them when both are there. */
static struct text
pair(struct day *d, const struct entry *e, enum member a, enum member b,
    const char *between, bool dash)
{
	struct text x = e->m[a], y = e->m[b];

	buf_cut(&d->text, 0);
	if (x.n || y.n) {
		buf_put(&d->text, x.n || !dash ? x.s : "-", x.n || !dash ? x.n : 1);
		if (y.n || dash)
			buf_str(&d->text, between);
		buf_put(&d->text, y.n || !dash ? y.s : "-", y.n || !dash ? y.n : 1);
	}
	return (struct text){ .s = buf_text(&d->text), .n = d->text.n };
}

static void
keep_texts(struct day *d, const struct entry *e, struct check *c)
{
	if (!c->name) {
		c->host = text_keep(NULL, e->m[M_HOST]);
		c->target = text_keep(NULL, e->m[M_TARGET]);
		c->name = text_keep(NULL, e->m[M_CHECK]);
	}
	c->system = text_keep(c->system, e->m[M_SYSTEM]);
	c->value = text_keep(c->value, pair(d, e, M_VALUE, M_UNIT, " ", false));
	c->limits = text_keep(c->limits, pair(d, e, M_WARN, M_CRIT, " / ", true));
	c->text = text_keep(c->text, e->m[M_MSG]);
}

void
day_check(struct day *d, const struct entry *e)
{
	static const enum member list[] = { M_HOST, M_TARGET, M_CHECK };
	struct text key = day_key(d, e, list, sizeof list / sizeof *list);
	struct check *c = map_row(&d->by_check, key.s, key.n);
	enum check_status status = status_of(e->m[M_STATUS]);

	if (e->now)
		d->checks++;
	if (!c || (c->name && e->time < c->time))	/* an older one came late */
		return;
	if (!c->name || c->status == CHECK_OK)
		c->since = e->time;
	c->status = status;
	c->time = e->time;
	keep_texts(d, e, c);
}
