/* Calendar periods: what they are written like, and where they lead. */
#include "period.h"

#include "check.h"
#include "ts.h"
#include "zone.h"

static int64_t
at(const char *text)
{
	int64_t ns = TS_NONE;

	CHECK(ts_parse(text, strlen(text), &ns, NULL));
	return ns;
}

static void
leads(const char *from, const char *period, const char *to, const char *zone)
{
	struct zone *z = zone ? zone_new(zone) : NULL;
	struct period p;
	char text[TS_MAX];
	int64_t ns;

	CHECK_INT(period_parse(period, &p), 0);
	ns = period_after(&p, at(from), z);
	if (!to) {
		CHECK(ns == INT64_MAX);
	} else {
		ts_format(text, ns, z ? zone_offset(z, ns / TS_SECOND) : 0, 0);
		CHECK_STR(text, to);
	}
	zone_free(z);
}

static void
dates(void)
{
	leads("2025-08-31T00:00:00Z", "6month", "2026-02-28T00:00:00Z", NULL);
	leads("2023-08-31T00:00:00Z", "6 months", "2024-02-29T00:00:00Z", NULL);
	leads("2024-02-29T12:30:00Z", "1year", "2025-02-28T12:30:00Z", NULL);
	leads("2024-02-29T12:30:00Z", "4years", "2028-02-29T12:30:00Z", NULL);
	leads("2025-12-31T23:59:59Z", "2month", "2026-02-28T23:59:59Z", NULL);
	leads("2025-01-31T00:00:00Z", "1month", "2025-02-28T00:00:00Z", NULL);
	leads("2025-12-01T00:00:00Z", "1 month", "2026-01-01T00:00:00Z", NULL);
	leads("2025-12-31T00:00:00Z", "180d", "2026-06-29T00:00:00Z", NULL);
	leads("2025-12-31T00:00:00Z", "2w", "2026-01-14T00:00:00Z", NULL);
	leads("2025-12-31T00:00:00Z", "0d", "2025-12-31T00:00:00Z", NULL);
	leads("2025-12-31T00:00:00Z", "forever", NULL, NULL);
	leads("2200-12-31T00:00:00Z", "200year", NULL, NULL);
	leads("1969-12-31T23:59:59Z", "1month", "1970-01-31T23:59:59Z", NULL);
}

/* The day is that of the zone: 31 August begins there while it is the 30th in UTC. */
static void
zones(void)
{
	leads("2025-08-30T16:00:00Z", "6month", "2026-02-28T00:00:00+08:00", "Asia/Shanghai");
	leads("2025-08-30T16:00:00Z", "6month", "2026-02-28T16:00:00Z", NULL);
	leads("2026-01-29T02:30:00+01:00", "2month", "2026-03-29T03:30:00+02:00",
	    "Europe/Berlin");
}

static void
not_periods(void)
{
	static const char *const bad[] = {
		"", "month", "6", "6m", "-6month", "6.5month", "6month ", "6monthly", "2401month",
		"201year", "1000000d", "73201d", "9999999999month", "for ever",
	};
	struct period p;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK_INT(period_parse(bad[i], &p), -1);
}

/* What period_covers() says is true of every day in a cycle of leap years. */
static void
covers(void)
{
	static const char *const texts[] = {
		"1month", "28d", "29d", "31d", "32d", "6month", "180d", "181d", "183d", "184d",
		"185d", "12month", "1year", "365d", "366d", "3year", "1095d", "1096d", "36month",
		"52w", "0d", "11month", "334d", "337d", "338d",
	};
	enum { N = sizeof texts / sizeof texts[0] };
	struct period p[N], forever = { .forever = true };

	for (size_t i = 0; i < N; i++)
		CHECK_INT(period_parse(texts[i], &p[i]), 0);
	for (size_t i = 0; i < N; i++)
		for (size_t k = 0; k < N; k++) {
			bool always = true;

			for (int64_t day = ts_days(2023, 1, 1); day < ts_days(2028, 1, 1); day++) {
				int64_t ns = day * 86400 * TS_SECOND;

				always &= period_after(&p[i], ns, NULL) >=
				    period_after(&p[k], ns, NULL);
			}
			if (period_covers(&p[i], &p[k]) && !always)
				CHECK_STR(texts[i], texts[k]);
		}
	CHECK(period_covers(&p[5], &p[5]) && period_covers(&p[12], &p[11]));
	CHECK(period_covers(&p[10], &p[5]) && !period_covers(&p[8], &p[5]));
	CHECK(period_covers(&forever, &p[15]) && !period_covers(&p[15], &forever));
	CHECK(period_covers(&forever, &forever));
}

int
main(void)
{
	RUN(dates);
	RUN(zones);
	RUN(not_periods);
	RUN(covers);
	return check_end();
}
