/*
 * dbcheck_value - the numbers of checks: read, judged, written for machines and people.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "dbcheck.h"
#include "num.h"

/* 2^53: whole numbers up to here are exact */
static const double exact = 9007199254740992.0;

const char *
status_name(enum status s)
{
	static const char *const names[] = { "ok", "warning", "critical", "unknown" };

	return names[s];
}

double
value_round(double v)
{
	if (fabs(v) < exact / 1000)
		v = round(v * 1000) / 1000;
	return v == 0 ? 0 : v;	/* no minus sign on nothing */
}

bool
value_read(const char *text, double *v)
{
	char s[64];
	size_t n = strlen(text);

	while (n > 0 && text[n - 1] == ' ')
		n--;
	while (n > 0 && *text == ' ') {
		text++;
		n--;
	}
	if (n > 0 && *text == '+') {
		text++;
		n--;
	}
	if (n == 0 || n >= sizeof s)
		return false;
	memcpy(s, text, n);
	s[n] = '\0';
	if (num_f64(s, v) < 0)
		return false;
	*v = value_round(*v);
	return true;
}

void
value_put(struct buf *b, double v)
{
	char text[64];
	size_t n;

	if (fabs(v) >= exact) {
		buf_fmt(b, "%.15g", v);
		return;
	}
	n = (size_t)snprintf(text, sizeof text, "%.3f", v);
	while (text[n - 1] == '0')
		n--;
	if (text[n - 1] == '.')
		n--;
	buf_put(b, text, n);
}

/* With one decimal below 10, two digits below 1 and none above, as people say it. */
static void
say_short(struct buf *b, double v, const char *unit)
{
	if (fabs(v) < 0.995 && v != 0)
		buf_fmt(b, "%.2g %s", v, unit);
	else if (fabs(v) < 9.95 && v != round(v))
		buf_fmt(b, "%.1f %s", v, unit);
	else
		buf_fmt(b, "%.0f %s", v, unit);
}

static void
say_bytes(struct buf *b, double v)
{
	static const char *const units[] = { "bytes", "KiB", "MiB", "GiB", "TiB", "PiB" };
	size_t i = 0;

	while (fabs(v) >= 1023.5 && i + 1 < sizeof units / sizeof *units) {
		v /= 1024;
		i++;
	}
	say_short(b, v, units[i]);
}

/* The two largest parts: 3 d 4 h, 2 h 5 min, 4 min 10 s, 12 s. */
static void
say_seconds(struct buf *b, double v)
{
	static const struct {
		int64_t s;
		const char *unit;
	} parts[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" }, { 1, "s" } };
	int64_t s = (int64_t)(v + 0.5);

	if (v > 0 && v < 0.9995) {
		say_short(b, v * 1000, "ms");
		return;
	}
	if (v < 59.5 || v > 1e12) {
		say_short(b, v, "s");
		return;
	}
	for (size_t i = 0; i + 1 < sizeof parts / sizeof *parts; i++)
		if (s >= parts[i].s) {
			buf_fmt(b, "%" PRId64 " %s", s / parts[i].s, parts[i].unit);
			s = s % parts[i].s / parts[i + 1].s;
			if (s > 0)
				buf_fmt(b, " %" PRId64 " %s", s, parts[i + 1].unit);
			return;
		}
}

void
value_say(struct buf *b, double v, const char *unit)
{
	if (strcmp(unit, "B") == 0) {
		say_bytes(b, v);
	} else if (strcmp(unit, "s") == 0) {
		say_seconds(b, v);
	} else if (strcmp(unit, "ms") == 0) {
		if (v >= 1000)
			say_seconds(b, v / 1000);
		else
			say_short(b, v, "ms");
	} else {
		if (strcmp(unit, "%") == 0 && fabs(v) >= 1 && fabs(v) < exact / 10)
			v = round(v * 10) / 10;
		value_put(b, v);
		if (*unit)
			buf_fmt(b, " %s", unit);
	}
}

bool
value_limit(const char *text, const char *unit, bool *has, double *v)
{
	int64_t n;

	*has = strcmp(text, "none") != 0;
	if (!*has || num_f64(text, v) == 0)
		return true;
	if (strcmp(unit, "B") == 0 && num_size(text, 0, INT64_MAX, &n) == 0)
		*v = (double)n;
	else if (strcmp(unit, "s") == 0 && num_duration(text, 0, INT64_MAX, &n) == 0)
		*v = (double)n / 1e9;
	else if (strcmp(unit, "ms") == 0 && num_duration(text, 0, INT64_MAX, &n) == 0)
		*v = (double)n / 1e6;
	else
		return false;
	return true;
}

enum status
value_judge(double v, const struct limits *l)
{
	if (l->has_crit && (l->low ? v < l->crit : v >= l->crit))
		return STATUS_CRITICAL;
	if (l->has_warn && (l->low ? v < l->warn : v >= l->warn))
		return STATUS_WARNING;
	return STATUS_OK;
}
