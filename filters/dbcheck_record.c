/* dbcheck_record - the check records: who, what, how it is, why. */
#include <string.h>

#include "buf.h"
#include "dbcheck.h"
#include "json.h"
#include "out.h"
#include "rec.h"
#include "ts.h"
#include "zone.h"

static void
put_string(struct out *o, const char *key, const char *s, size_t n)
{
	out_fmt(o, ",\"%s\":", key);
	json_put_out(o, s, n);
}

static void
put_raw(struct out *o, const char *key, const struct rec_value *v)
{
	if (v->type == REC_NONE)
		return;
	out_fmt(o, ",\"%s\":", key);
	out_put(o, v->raw, v->n);
}

static void
put_double(struct out *o, const char *key, double v)
{
	struct buf b = BUF_INIT;

	value_put(&b, v);
	out_fmt(o, ",\"%s\":%s", key, buf_text(&b));
	buf_clear(&b);
}

static void
put_identity(struct writer *w, const struct target *t, const struct answer *a)
{
	struct out *o = &w->out;
	char time[TS_MAX];
	int64_t now = ts_now();
	struct buf name = BUF_INIT;

	ts_format(time, now, zone_offset(w->zone, now / TS_SECOND), 3);
	out_fmt(o, "{\"time\":\"%s\",\"type\":\"check\"", time);
	put_string(o, "host", t->host, strlen(t->host));
	if (t->system)
		put_string(o, "system", t->system, strlen(t->system));
	buf_str(&name, t->name);
	if (a->label) {
		buf_char(&name, '/');
		buf_put(&name, a->label, a->nlabel);
	}
	put_string(o, "target", name.p, name.n);
	put_string(o, "check", a->task->check->name, strlen(a->task->check->name));
	buf_clear(&name);
}

void
record_put(struct writer *w, const struct target *t, const struct answer *a)
{
	const struct limits *l = &a->task->limits;
	struct out *o = &w->out;

	put_identity(w, t, a);
	put_raw(o, "status", &a->status);
	put_raw(o, "value", &a->value);
	if (*a->task->check->unit)
		put_string(o, "unit", a->task->check->unit, strlen(a->task->check->unit));
	if (l->has_warn)
		put_double(o, "warn", l->warn);
	if (l->has_crit)
		put_double(o, "crit", l->crit);
	if (l->low && (l->has_warn || l->has_crit))
		put_string(o, "worse", "low", 3);
	put_raw(o, "used", &a->used);
	put_raw(o, "limit", &a->limit);
	put_raw(o, "msg", &a->msg);
	out_str(o, "}");
	if (out_end(o) < 0)
		out_die(o);
}

void
record_put_failure(struct writer *w, const struct target *t, const struct task *task,
    enum status s, const char *why)
{
	struct answer a = { .task = task };
	struct buf status = BUF_INIT, msg = BUF_INIT;

	buf_fmt(&status, "\"%s\"", status_name(s));
	json_put_buf(&msg, why, strlen(why));
	a.status = (struct rec_value){ REC_STRING, status.p, status.n };
	a.msg = (struct rec_value){ REC_STRING, msg.p, msg.n };
	record_put(w, t, &a);
	buf_clear(&status);
	buf_clear(&msg);
}
