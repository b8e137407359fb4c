/* ts: RFC 3339 both ways, and the calendar held against the C library's. */
#include "ts.h"

#include <time.h>

#include "check.h"

static int64_t
parse(const char *s)
{
	int64_t ns;

	return ts_parse(s, strlen(s), &ns, NULL) ? ns : TS_NONE;
}

static void
reads(void)
{
	CHECK_INT(parse("1970-01-01T00:00:00Z"), 0);
	CHECK_INT(parse("2026-11-20T20:52:36+08:00"), INT64_C(1795179156) * TS_SECOND);
	CHECK_INT(parse("2026-11-20 12:52:36.5z"), INT64_C(1795179156) * TS_SECOND + 500000000);
	CHECK_INT(parse("2026-11-20t12:52:36.123456789999Z"),
	    INT64_C(1795179156) * TS_SECOND + 123456789);
	CHECK_INT(parse("1969-12-31T23:59:59.999999999Z"), -1);
	CHECK_INT(parse("2016-12-31T23:59:60Z"), parse("2017-01-01T00:00:00Z") - 1);
	CHECK_INT(parse("2000-02-29T00:00:00-03:30"), INT64_C(951795000) * TS_SECOND);
}

static void
refuses(void)
{
	static const char *const bad[] = {
		"", "2026-11-20", "2026-11-20T20:52:36", "2026-11-20T20:52:36+0800",
		"2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
		"2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z",
		"2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
		"2026-01-01T00:00:00.Z", "2026-01-01T00:00:00Zx", "2026-01-01T00:00:00+24:00",
		"2026-01-01T00:00:00+08:60", "2026-01-01  00:00:00Z", "1677-12-31T00:00:00Z",
		"2262-01-01T00:00:00Z", "2026-1-01T00:00:00Z0", "-026-01-01T00:00:00Z",
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!CHECK(parse(bad[i]) == TS_NONE))
			printf("# '%s' was read\n", bad[i]);
}

static void
writes(void)
{
	char text[TS_MAX];

	ts_format(text, INT64_C(1795179156123456789), 8 * 3600, 3);
	CHECK_STR(text, "2026-11-20T20:52:36.123+08:00");
	ts_format(text, INT64_C(1795179156123456789), 0, 9);
	CHECK_STR(text, "2026-11-20T12:52:36.123456789Z");
	ts_format(text, -1, -(3 * 3600 + 1800), 0);
	CHECK_STR(text, "1969-12-31T20:29:59-03:30");
	ts_format(text, -1, 0, 12);
	CHECK_STR(text, "1969-12-31T23:59:59.999999999Z");
	CHECK_INT(ts_format(text, INT64_MAX, 14 * 3600, 9), 35);
	CHECK_STR(text, "2262-04-12T13:47:16.854775807+14:00");
}

/* Every day of 700 years: to a date and back, weekday and date as gmtime_r() has them. */
static void
days(void)
{
	for (int64_t d = ts_days(1600, 1, 1); d < ts_days(2300, 1, 1); d++) {
		time_t t = (time_t)(d * 86400);
		struct tm tm;
		int y, m, day;

		ts_from_days(d, &y, &m, &day);
		gmtime_r(&t, &tm);
		if (!CHECK(ts_days(y, m, day) == d && tm.tm_year + 1900 == y && tm.tm_mon + 1 == m &&
		    tm.tm_mday == day && tm.tm_wday == ts_weekday(d)))
			return;
	}
	CHECK_INT(ts_month_days(2100, 2), 28);
	CHECK_INT(ts_month_days(2000, 2), 29);
	CHECK_INT(ts_month_days(2026, 12), 31);
}

/* Written and read again: the same moment, with any offset. */
static void
round_trip(void)
{
	uint64_t x = 88172645463325252u;

	for (int i = 0; i < 200000; i++) {
		char text[TS_MAX];
		int64_t ns, back;
		int offset, offset_back;
		size_t n;

		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		ns = (int64_t)(x % (UINT64_C(2240) - 1700) + 1700 - 1970) * 31556952 * TS_SECOND +
		    (int64_t)(x >> 20);
		offset = (int)(x % 1681 - 840) * 60;
		n = ts_format(text, ns, offset, 9);
		if (!CHECK(ts_parse(text, n, &back, &offset_back) && back == ns && offset_back == offset)) {
			printf("# %s\n", text);
			return;
		}
	}
}

static void
civil(void)
{
	struct ts_civil c = { .year = 2024, .month = 2, .day = 29, .hour = 23, .minute = 59, .second = 59 };
	struct ts_civil back;

	CHECK(ts_valid(&c));
	ts_civil_at(ts_civil_seconds(&c), &back);
	CHECK(memcmp(&c, &back, sizeof c) == 0);
	c.year = 2023;
	CHECK(!ts_valid(&c));
	ts_civil_at(-1, &back);
	CHECK(back.year == 1969 && back.month == 12 && back.day == 31 && back.hour == 23 &&
	    back.second == 59);
}

int
main(void)
{
	RUN(reads);
	RUN(refuses);
	RUN(writes);
	RUN(days);
	RUN(round_trip);
	RUN(civil);
	return check_end();
}
