/* stamp_json - where lines of JSON state their time. */
#include "stamp_json.h"

#include <string.h>
#include <strings.h>

/* A name that says when the line was written, and nothing else. */
static bool
certain(const struct keys *k)
{
	static const char *const names[] = {
		"time", "ts", "t", "timestamp", "date", "datetime", "asctime", "logtime",
		"log_time", "timemillis", "realtime_timestamp", "instant", "eventtime",
		"event_time", "time_local", "time_iso8601",
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (keys_is(k, names[i]))
			return true;
	return false;
}

static bool
ends_in(const struct keys *k, const char *s)
{
	size_t n = strlen(s);

	return k->n > n && strncasecmp(k->name + k->n - n, s, n) == 0;
}

/* startTime, request_timestamp, but no time at which something ends. */
static bool
likely(const struct keys *k)
{
	static const char *const later[] = {
		"exp", "end", "until", "valid", "not", "next", "due",
	};

	for (size_t i = 0; i < sizeof later / sizeof later[0]; i++) {
		size_t n = strlen(later[i]);

		if (k->n >= n && strncasecmp(k->name, later[i], n) == 0)
			return false;
	}
	return ends_in(k, "time") || ends_in(k, "stamp") || ends_in(k, "_ts");
}

/* {"$date":"..."} of MongoDB, {"epochSecond":...} of Log4j: the value inside. */
static struct cursor
unwrapped(struct cursor c)
{
	struct keys in;

	keys_init(&in, c.p, (size_t)(c.e - c.p));
	if (cursor_peek(&c, 0) == '{' && keys_next(&in) && in.n > 0 &&
	    (in.name[0] == '$' || keys_is(&in, "epochSecond")))
		return in.c;
	return c;
}

size_t
stamp_json(struct keys *k, const char *line, bool sure)
{
	while (keys_next(k)) {
		struct cursor c;

		if (sure ? !certain(k) : !likely(k) || cursor_peek(&k->c, 0) != '"')
			continue;
		c = unwrapped(k->c);
		cursor_one(&c, "\"");
		cursor_one(&c, "[");
		return (size_t)(c.p - line);
	}
	return 0;
}
