/* logtail_silence - of paths that are followed: silence and size records. */
#include <inttypes.h>
#include <string.h>

#include "json.h"
#include "logtail.h"
#include "ts.h"
#include "zone.h"

static void
put_string(struct tail *t, const char *key, const char *s)
{
	out_fmt(&t->out, ",\"%s\":", key);
	json_put_out(&t->out, s, strlen(s));
}

static void
put_time(struct tail *t, const char *key, const struct spec *spec, int64_t ns)
{
	char time[TS_MAX];

	ts_format(time, ns, zone_offset(spec->zone, ns / TS_SECOND), 3);
	out_fmt(&t->out, "\"%s\":\"%s\"", key, time);
}

void
check_begin(struct tail *t, const struct spec *spec, const char *type)
{
	out_str(&t->out, "{");
	put_time(t, "time", spec, ts_now());
	put_string(t, "type", type);
	put_string(t, "host", spec->host ? spec->host : t->host);
	if (spec->system)
		put_string(t, "system", spec->system);
	put_string(t, "target", spec->name ? spec->name : spec->path);
}

static void
put_silence(struct tail *t, const struct spec *spec, const char *state)
{
	check_begin(t, spec, "silence");
	put_string(t, "path", spec->path);
	put_string(t, "state", state);
	out_str(&t->out, ",");
	put_time(t, "since", spec, spec->checked->since_ns);
	out_fmt(&t->out, ",\"max_age_s\":%" PRId64 "}", spec->max_age_ns / TS_SECOND);
	control_end(t);
}

void
check_grown(const struct spec *spec, int64_t grown_ns)
{
	if (grown_ns > spec->checked->grown_ns)
		spec->checked->grown_ns = grown_ns;
}

static void
check_one(struct tail *t, const struct spec *spec, int64_t now_ns)
{
	struct checked *c = spec->checked;

	if (c->grown_ns == 0)
		c->grown_ns = now_ns;	/* there is nothing yet: from now on */
	if (c->silent && c->grown_ns > c->since_ns) {
		c->silent = false;
		put_silence(t, spec, "ended");
	}
	if (!c->silent && now_ns - c->grown_ns > spec->max_age_ns) {
		c->silent = true;
		c->since_ns = c->grown_ns;
		put_silence(t, spec, "began");
	}
}

static bool
has_age(const struct spec *spec)
{
	return spec->path && spec->max_age_ns > 0;
}

bool
check_any(const struct sources *s)
{
	size_t i = 0;

	while (i < s->n && !has_age(&s->v[i]))
		i++;
	return i < s->n;
}

void
check_silence(struct tail *t, const struct sources *s, int64_t now_ns)
{
	for (size_t i = 0; i < s->n; i++)
		if (has_age(&s->v[i]))
			check_one(t, &s->v[i], now_ns);
}

void
check_size(struct tail *t, const struct spec *spec, const char *path, int64_t size,
    int64_t *last)
{
	check_begin(t, spec, "size");
	put_string(t, "path", path);
	out_fmt(&t->out, ",\"size\":%" PRId64, size);
	if (*last >= 0)
		out_fmt(&t->out, ",\"delta\":%" PRId64, size - *last);
	out_str(&t->out, "}");
	control_end(t);
	*last = size;
}
