/*
 * cal_test - working-time arithmetic, held against a second by
 * second count where that is possible.
 */
#include "cal.h"

#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "ts.h"

#define HOUR (3600 * TS_SECOND)

static int64_t
at(const char *text)
{
	int64_t ns = TS_NONE;

	CHECK(ts_parse(text, strlen(text), &ns, NULL));
	return ns;
}

static struct cal *
cal(const char *text)
{
	struct cal *c = cal_parse("etc/calendars", "test", text, strlen(text));

	if (!c) {
		printf("not ok - the calendar of a test cannot be read\n");
		exit(1);
	}
	return c;
}

#define OFFICE "[calendar]\nzone = +08:00\n[hours]\nmon-fri = 09:00-17:00\n"
#define LUNCH "[calendar]\nzone = +08:00\n[hours]\n" \
	"mon-fri = 08:30-12:00\nmon-fri = 13:30-17:30\n"
#define BERLIN "[calendar]\nzone = Europe/Berlin\n[hours]\n"

/* Does this machine have zone files?  What needs them is left out where not. */
static bool
zones(void)
{
	return access("/usr/share/zoneinfo/Europe/Berlin", R_OK) == 0;
}

static void
adds(void)
{
	struct cal *c = cal(LUNCH);

	CHECK_INT(cal_add(c, at("2026-03-02T09:00:00+08:00"), HOUR),
	    at("2026-03-02T10:00:00+08:00"));
	CHECK_INT(cal_add(c, at("2026-03-02T11:30:00+08:00"), HOUR),
	    at("2026-03-02T14:00:00+08:00"));
	CHECK_INT(cal_add(c, at("2026-03-02T12:30:00+08:00"), HOUR),
	    at("2026-03-02T14:30:00+08:00"));
	CHECK_INT(cal_add(c, at("2026-03-06T17:00:00+08:00"), HOUR),
	    at("2026-03-09T09:00:00+08:00"));
	CHECK_INT(cal_add(c, at("2026-03-07T10:00:00+08:00"), HOUR),
	    at("2026-03-09T09:30:00+08:00"));
	CHECK_INT(cal_add(c, at("2026-03-02T09:00:00.000000001+08:00"), HOUR),
	    at("2026-03-02T10:00:00.000000001+08:00"));
	CHECK_INT(cal_add(c, at("2026-03-02T09:00:00+08:00"), -1), TS_NONE);
	CHECK_INT(cal_add(c, TS_NONE, 0), TS_NONE);
	CHECK_INT(cal_add(c, at("2026-03-02T09:00:00+08:00"), INT64_MAX), TS_NONE);
	cal_free(c);
}

static void
at_openings_and_closings(void)
{
	struct cal *c = cal(OFFICE);
	struct cal *next = cal("[calendar]\nzone = +08:00\ndue_at_close = next\n"
	    "[hours]\nmon-fri = 09:00-17:00\n");

	CHECK_INT(cal_add(c, at("2026-03-06T16:00:00+08:00"), HOUR),
	    at("2026-03-06T17:00:00+08:00"));
	CHECK_INT(cal_add(next, at("2026-03-06T16:00:00+08:00"), HOUR),
	    at("2026-03-09T09:00:00+08:00"));
	CHECK_INT(cal_add(c, at("2026-03-06T17:00:00+08:00"), 0),
	    at("2026-03-09T09:00:00+08:00"));
	CHECK_INT(cal_add(c, at("2026-03-06T16:59:59+08:00"), 0),
	    at("2026-03-06T16:59:59+08:00"));
	CHECK_INT(cal_add(c, at("2026-03-06T08:00:00+08:00"), 0),
	    at("2026-03-06T09:00:00+08:00"));
	CHECK_INT(cal_between(c, at("2026-03-06T17:00:00+08:00"),
	    at("2026-03-09T09:00:00+08:00")),
	    0);
	CHECK_INT(cal_between(c, at("2026-03-06T16:59:59+08:00"),
	    at("2026-03-09T09:00:01+08:00")),
	    2 * TS_SECOND);
	CHECK_INT(cal_between(c, at("2026-03-09T09:00:00+08:00"),
	    at("2026-03-02T09:00:00+08:00")),
	    0);
	cal_free(c);
	cal_free(next);
}

/* A deadline on a make-up Sunday, over Spring Festival, and in the other year. */
static void
chinese_days(void)
{
	struct cal *c = cal_read("etc/calendars", "office");
	const char *name;

	CHECK(c != NULL);
	if (!c)
		return;
	CHECK_INT(cal_add(c, at("2026-02-14T16:30:00+08:00"), 4 * HOUR),
	    at("2026-02-24T11:30:00+08:00"));
	CHECK_INT(cal_add(c, at("2026-09-18T17:00:00+08:00"), 2 * HOUR),
	    at("2026-09-20T10:00:00+08:00"));
	CHECK_INT(cal_add(c, at("2018-12-28T17:00:00+08:00"), 2 * HOUR),
	    at("2018-12-29T10:00:00+08:00"));
	CHECK_INT(cal_day(c, ts_days(2026, 2, 14), &name), CAL_MAKEUP);
	CHECK_STR(name, "春节");
	CHECK_INT(cal_day(c, ts_days(2026, 2, 17), &name), CAL_HOLIDAY);
	CHECK_INT(cal_day(c, ts_days(2026, 3, 7), &name), CAL_OFF);
	CHECK_STR(name, "");
	CHECK_INT(cal_day(c, ts_days(2026, 3, 9), &name), CAL_WORKDAY);
	CHECK(cal_knows(c, 2026) && cal_knows(c, 2007) && !cal_knows(c, 2027) &&
	    !cal_knows(c, 2006));
	CHECK_INT(cal_unknown(c, at("2026-12-30T10:00:00+08:00"),
	    at("2027-01-05T10:00:00+08:00")),
	    2027);
	CHECK_INT(cal_unknown(c, at("2026-12-30T10:00:00+08:00"),
	    at("2026-12-31T10:00:00+08:00")),
	    0);
	CHECK_STR(cal_name(c), "office");
	cal_free(c);
}

/* Statutory days: weekdays off less weekend days worked were 11 a year, 13 since 2025. */
static void
chinese_years_add_up(void)
{
	static const struct {
		int year, days;
	} years[] = {
		{ 2009, 11 }, { 2010, 11 }, { 2013, 11 }, { 2014, 11 }, { 2016, 11 },
		{ 2017, 11 }, { 2018, 11 }, { 2021, 11 }, { 2022, 11 }, { 2023, 11 },
		{ 2024, 11 }, { 2025, 13 }, { 2026, 13 },
	};
	struct cal *c = cal_read("etc/calendars", "cn");
	const char *name;

	for (size_t i = 0; c && i < sizeof years / sizeof *years; i++) {
		int off = 0;

		for (int64_t d = ts_days(years[i].year, 1, 1);
		    d < ts_days(years[i].year + 1, 1, 1); d++) {
			bool weekend = ts_weekday(d) == 0 || ts_weekday(d) == 6;

			off += cal_day(c, d, &name) == CAL_HOLIDAY && !weekend;
			off -= cal_day(c, d, &name) == CAL_MAKEUP && weekend;
		}
		CHECK_INT(off, years[i].days);
	}
	cal_free(c);
}

static void
clock_changes(void)
{
	struct cal *c;

	if (!zones())
		return;
	c = cal(BERLIN "daily = 00:00-24:00\n");
	CHECK_INT(cal_add(c, at("2026-03-28T12:00:00+01:00"), 24 * HOUR),
	    at("2026-03-29T13:00:00+02:00"));
	CHECK_INT(cal_add(c, at("2026-10-24T12:00:00+02:00"), 24 * HOUR),
	    at("2026-10-25T11:00:00+01:00"));
	CHECK_INT(cal_between(c, at("2026-03-29T00:00:00+01:00"),
	    at("2026-03-30T00:00:00+02:00")),
	    23 * HOUR);
	CHECK_INT(cal_between(c, at("2026-10-25T00:00:00+02:00"),
	    at("2026-10-26T00:00:00+01:00")),
	    25 * HOUR);
	cal_free(c);
	/* the opening does not exist on one day */
	c = cal(BERLIN "daily = 02:30-04:00\n");
	CHECK_INT(cal_add(c, at("2026-03-29T00:00:00+01:00"), 0),
	    at("2026-03-29T03:00:00+02:00"));
	CHECK_INT(cal_between(c, at("2026-03-29T00:00:00+01:00"),
	    at("2026-03-30T00:00:00+02:00")),
	    HOUR);
	cal_free(c);
	c = cal(BERLIN "daily = 02:10-02:50\n");	/* the whole of it does not */
	CHECK_INT(cal_add(c, at("2026-03-29T00:00:00+01:00"), 0),
	    at("2026-03-30T02:10:00+02:00"));
	CHECK(!cal_is_workday(c, ts_days(2026, 3, 29)));
	cal_free(c);
	c = cal("[calendar]\nzone = America/Sao_Paulo\n[hours]\ndaily = 00:00-24:00\n");
	CHECK_INT(cal_add(c, at("2018-11-03T12:00:00-03:00"), 24 * HOUR),
	    at("2018-11-04T13:00:00-02:00"));
	CHECK_INT(cal_utc(c, at("2018-11-04T00:30:00Z")),
	    at("2018-11-04T01:00:00-02:00"));
	cal_free(c);
}

static void
workdays(void)
{
	struct cal *c = cal_read("etc/calendars", "cn");

	CHECK(c != NULL);
	if (!c)
		return;
	CHECK_INT(cal_workday(c, ts_days(2024, 5, 1), 1), ts_days(2024, 5, 6));
	CHECK_INT(cal_workday(c, ts_days(2024, 5, 10), 1), ts_days(2024, 5, 11));
	CHECK_INT(cal_workday(c, ts_days(2024, 5, 6), -1), ts_days(2024, 4, 30));
	CHECK_INT(cal_workday(c, ts_days(2024, 5, 12), 0), ts_days(2024, 5, 13));
	CHECK_INT(cal_workday(c, ts_days(2024, 5, 11), 0), ts_days(2024, 5, 11));
	CHECK_INT(cal_workday(c, ts_days(2024, 5, 11), INT32_MAX), TS_NONE);
	cal_free(c);
	c = cal(OFFICE);
	CHECK_INT(cal_add_days(c, at("2026-03-06T10:00:00+08:00"), 1, false),
	    at("2026-03-09T10:00:00+08:00"));
	CHECK_INT(cal_add_days(c, at("2026-03-06T10:00:00+08:00"), 1, true),
	    at("2026-03-09T17:00:00+08:00"));
	CHECK_INT(cal_add_days(c, at("2026-03-07T10:00:00+08:00"), 1, false),
	    at("2026-03-09T10:00:00+08:00"));
	CHECK_INT(cal_add_days(c, at("2026-03-06T17:00:00+08:00"), 1, false),
	    at("2026-03-09T17:00:00+08:00"));
	CHECK_INT(cal_add_days(c, at("2026-03-06T18:00:00+08:00"), 1, false),
	    at("2026-03-10T09:00:00+08:00"));
	CHECK_INT(cal_add_days(c, at("2026-03-06T08:00:00+08:00"), 1, false),
	    at("2026-03-09T09:00:00+08:00"));
	CHECK_INT(cal_add_days(c, at("2026-03-07T08:00:00+08:00"), 0, false),
	    at("2026-03-09T09:00:00+08:00"));
	cal_free(c);
}

static void
sections(void)
{
	struct cal *c = cal("[calendar]\nzone = +08:00\nholidays = cn\n"
	    "[hours]\nmon-fri = 09:00-17:00\nsat = 10:00-12:00\n"
	    "[holidays]\n2026-02-14 = ours\n01-06 = every year\n"
	    "[workdays]\n2027-01-06 = dated\n"
	    "[shifts]\n2026-02-17 = 08:00-09:00\n2026-03-02 = off\n"
	    "[breaks]\n2026-03-03 = 09:30-10:00, 16:00-18:00\n");
	struct cal_open open[CAL_OPEN_MAX];
	const char *name;

	CHECK_INT(cal_day(c, ts_days(2026, 2, 14), &name), CAL_HOLIDAY); /* cn: worked */
	CHECK_STR(name, "ours");
	CHECK_INT(cal_day(c, ts_days(2026, 1, 6), &name), CAL_HOLIDAY);
	CHECK_INT(cal_day(c, ts_days(2027, 1, 6), &name), CAL_MAKEUP);
	CHECK_INT(cal_day(c, ts_days(2026, 2, 17), &name), CAL_SHIFT);	/* cn: off */
	CHECK_INT(cal_open(c, ts_days(2026, 2, 17), open), 1);
	CHECK_INT(open[0].from, at("2026-02-17T08:00:00+08:00"));
	CHECK_INT(cal_open(c, ts_days(2026, 3, 2), open), 0);
	CHECK_INT(cal_open(c, ts_days(2026, 3, 3), open), 2);
	CHECK_INT(open[0].to, at("2026-03-03T09:30:00+08:00"));
	CHECK_INT(open[1].to, at("2026-03-03T16:00:00+08:00"));
	/* a make-up Sunday: Monday's hours */
	CHECK_INT(cal_open(c, ts_days(2026, 9, 20), open), 1);
	CHECK_INT(open[0].to - open[0].from, 8 * HOUR);
	cal_free(c);
}

static void
refused(void)
{
	static const char *const bad[] = {
		"",
		"[hours]\nmon = 09:00-17:00\n",
		"[calendar]\nzone = +08:00\n",
		"[calendar]\n[hours]\nmon = 09:00-17:00\n",
		OFFICE "tue-xyz = 09:00-10:00\n",
		OFFICE "mon = 16:00-18:00\n",
		OFFICE "sat = 22:00-06:00\n",
		OFFICE "sat = 9-17\n",
		OFFICE "sat = 09:00-24:01\n",
		OFFICE "[holidays]\n2026-02-30 = no\n",
		OFFICE "[holidays]\n2026-02-03..2026-02-01 = no\n",
		OFFICE "[holidays]\n13-01 = no\n",
		OFFICE "[nonsense]\n",
		"[calendar]\nzone = Mars/Olympus\n[hours]\nmon = 09:00-10:00\n",
		"[calendar]\nzone = UTC\nknown = 2020-19\n[hours]\nmon = 09:00-10:00\n",
		"[calendar]\nzone = UTC\nmakeup = sat\n[hours]\nmon = 09:00-10:00\n",
		"[calendar]\nzone = UTC\nholidays = nowhere\n[hours]\nmon = 09:00-10:00",
		"[calendar]\nzone = UTC\nother = 1\n[hours]\nmon = 09:00-10:00\n",
		OFFICE "[calendar]\nzone = UTC\n",
		OFFICE
		"sat = 00:00-01:00 02:00-03:00 04:00-05:00 06:00-07:00 08:00-09:00 "
		"10:00-11:00 12:00-13:00 14:00-15:00 16:00-17:00\n",
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cal *c = cal_parse("etc/calendars", "bad", bad[i], strlen(bad[i]));

		if (!CHECK(c == NULL))
			printf("# accepted: %s\n", bad[i]);
		cal_free(c);
	}
	CHECK(cal_read("etc/calendars", "nowhere") == NULL);
	cal_free(NULL);
}

/*
 * Skipped weeks must not change an answer: against the same
 * calendar where each day is an exception.
 */
static void
weeks_do_not_matter(void)
{
	char text[65536];
	size_t n = (size_t)snprintf(text, sizeof text, LUNCH "[breaks]\n");
	struct cal *plain = cal(LUNCH "[holidays]\n05-01 = yearly\n02-29 = leap\n");
	struct cal *slow;
	uint64_t draw = 1;
	int bad = 0;

	for (int64_t d = ts_days(2024, 1, 1); d < ts_days(2028, 1, 1); d++) {
		int y, m, day;

		ts_from_days(d, &y, &m, &day);
		n += (size_t)snprintf(text + n, sizeof text - n,
		    "%04d-%02d-%02d = 12:30-12:45\n", y, m, day);
	}
	n += (size_t)snprintf(text + n, sizeof text - n,
	    "[holidays]\n05-01 = yearly\n02-29 = leap\n");
	slow = cal(text);
	for (int i = 0; i < 3000; i++) {
		int64_t a, span;

		draw = draw * 6364136223846793005u + 1442695040888963407u;
		a = at("2024-01-05T00:00:00Z") +
		    (int64_t)(draw >> 33) % 31536000 * TS_SECOND;
		draw = draw * 6364136223846793005u + 1442695040888963407u;
		span = (int64_t)(draw >> 33) % 10000000 * TS_SECOND;
		bad += cal_add(plain, a, span) != cal_add(slow, a, span);
		bad += cal_between(plain, a, a + span) != cal_between(slow, a, a + span);
		bad += cal_between(plain, a, cal_add(plain, a, span)) != span;
	}
	CHECK_INT(bad, 0);
	cal_free(plain);
	cal_free(slow);
}

/* Two years, over changes of clocks, counted hour by hour through the open stretches. */
static void
counts_like_a_clock(void)
{
	struct cal *c;
	int bad = 0;

	if (!zones())
		return;
	c = cal(BERLIN "mon-fri = 00:00-08:00 09:00-24:00\nsun = 01:00-03:00\n"
	    "[holidays]\n12-25 = x\n");
	for (int64_t t = at("2025-01-01T00:30:00Z"); t < at("2026-12-31T00:00:00Z");
	    t += 7 * HOUR) {
		struct cal_open open[CAL_OPEN_MAX];
		int64_t sum = 0, end = t + 60 * 24 * HOUR;

		for (int64_t d = cal_local_day(c, t); d <= cal_local_day(c, end); d++) {
			size_t n = cal_open(c, d, open);

			for (size_t i = 0; i < n; i++) {
				int64_t a = open[i].from > t ? open[i].from : t;
				int64_t b = open[i].to < end ? open[i].to : end;

				sum += a < b ? b - a : 0;
			}
		}
		bad += cal_between(c, t, end) != sum;
		bad += cal_between(c, t, cal_add(c, t, sum)) != sum;
	}
	CHECK_INT(bad, 0);
	cal_free(c);
}

int
main(void)
{
	if (!freopen("/dev/null", "w", stderr))
		return 2;
	setenv("SLUICE_ETC", "etc", 1);
	RUN(adds);
	RUN(at_openings_and_closings);
	RUN(chinese_days);
	RUN(chinese_years_add_up);
	RUN(clock_changes);
	RUN(workdays);
	RUN(sections);
	RUN(refused);
	RUN(weeks_do_not_matter);
	RUN(counts_like_a_clock);
	return check_end();
}
