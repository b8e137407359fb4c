/* zone_test - zones by name, by rule and by file, held against the libc's. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "ts.h"
#include "zone.h"

static int64_t
sec(const char *text)
{
	int64_t ns = TS_NONE;

	CHECK(ts_parse(text, strlen(text), &ns, NULL));
	return ns / TS_SECOND;
}

static void
fixed_offsets(void)
{
	static const struct { const char *name; int off; } good[] = {
		{ "UTC", 0 }, { "+08:00", 28800 }, { "+0800", 28800 }, { "+08", 28800 },
		{ "-03:30", -12600 }, { "+00:00", 0 },
	};
	static const char *const bad[] = {
		"+8", "+24:00", "+08:60", "+08-00", "+08:00x", "UTC+8", "CST-8",
		"Nowhere/Land", "../etc/passwd", "/etc/passwd", "Asia/../UTC", "Asia",
	};

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct zone *z = zone_new(good[i].name);

		CHECK(z != NULL);
		if (!z)
			continue;
		CHECK_INT(zone_offset(z, 0), good[i].off);
		CHECK_STR(zone_name(z), good[i].name);
		zone_free(z);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		errno = 0;
		CHECK(zone_new(bad[i]) == NULL);
		CHECK_INT(errno, ENOENT);
	}
	zone_free(NULL);
}

static void
rules(void)
{
	static const char *const bad[] = {
		"", "CE-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0",
		"CET-1CEST,M3.5.0,M13.5.0", "CET-1CEST,M3.6.0,M10.5.0",
		"CET-1CEST,M3.5.7,M10.5.0", "CET-25", "CET-1:60", "CET-1CEST,J0,J365",
		"CET-1CEST,366,0", "CET-1CEST,M3.5.0/168,M10.5.0", "<CET-1",
		"CET-1CEST,M3.5.0,M10.5.0/3x", "CET-99999999999999999999",
	};
	struct zone *z = zone_rule("CET-1CEST,M3.5.0,M10.5.0/3");

	CHECK(z != NULL);
	if (!z)
		return;
	CHECK_INT(zone_offset(z, sec("2026-03-29T00:59:59Z")), 3600);
	CHECK_INT(zone_offset(z, sec("2026-03-29T01:00:00Z")), 7200);
	CHECK_INT(zone_offset(z, sec("2026-10-25T00:59:59Z")), 7200);
	CHECK_INT(zone_offset(z, sec("2026-10-25T01:00:00Z")), 3600);
	zone_free(z);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		z = zone_rule(bad[i]);
		if (!CHECK(z == NULL))
			printf("# accepted '%s'\n", bad[i]);
		zone_free(z);
	}
}

static void
rules_of_all_kinds(void)
{
	/* summer over new year */
	struct zone *z = zone_rule("AEST-10AEDT,M10.1.0,M4.1.0/3");

	CHECK_INT(zone_offset(z, sec("2026-01-01T00:00:00Z")), 39600);
	CHECK_INT(zone_offset(z, sec("2026-04-04T15:59:59Z")), 39600);
	CHECK_INT(zone_offset(z, sec("2026-04-04T16:00:00Z")), 36000);
	CHECK_INT(zone_offset(z, sec("2026-10-03T16:00:00Z")), 39600);
	zone_free(z);
	z = zone_rule("EST5EDT,0/0,J365/25");	/* summer all the year */
	CHECK_INT(zone_offset(z, sec("2026-01-01T05:00:00Z")), -14400);
	CHECK_INT(zone_offset(z, sec("2026-01-01T04:00:00Z")), -14400);
	CHECK_INT(zone_offset(z, sec("2026-07-01T00:00:00Z")), -14400);
	zone_free(z);
	z = zone_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");	/* the day before */
	CHECK_INT(zone_offset(z, sec("2026-03-29T00:59:59Z")), -7200);
	CHECK_INT(zone_offset(z, sec("2026-03-29T01:00:00Z")), -3600);
	zone_free(z);
	z = zone_rule("XXX0YYY,J60,J300");	/* 1 March, leap year or not */
	CHECK_INT(zone_offset(z, sec("2024-03-01T02:00:00Z")), 3600);
	CHECK_INT(zone_offset(z, sec("2024-03-01T01:59:59Z")), 0);
	CHECK_INT(zone_offset(z, sec("2026-03-01T02:00:00Z")), 3600);
	zone_free(z);
	/* day 59 from 0: 29 February in leap years */
	z = zone_rule("XXX0YYY,59,300");
	CHECK_INT(zone_offset(z, sec("2024-02-29T02:00:00Z")), 3600);
	CHECK_INT(zone_offset(z, sec("2026-03-01T01:59:59Z")), 0);
	zone_free(z);
}

static void
local_times(void)
{
	struct zone *z = zone_rule("CET-1CEST,M3.5.0,M10.5.0/3");
	int64_t u;

	CHECK_INT(zone_utc(z, sec("2026-01-01T12:00:00Z"), &u), ZONE_ONE);
	CHECK_INT(u, sec("2026-01-01T11:00:00Z"));
	CHECK_INT(zone_utc(z, sec("2026-03-29T02:30:00Z"), &u), ZONE_GAP);
	CHECK_INT(u, sec("2026-03-29T01:30:00Z"));
	CHECK_INT(zone_utc(z, sec("2026-03-29T03:00:00Z"), &u), ZONE_ONE);
	CHECK_INT(u, sec("2026-03-29T01:00:00Z"));
	CHECK_INT(zone_utc(z, sec("2026-10-25T02:30:00Z"), &u), ZONE_TWO);
	CHECK_INT(u, sec("2026-10-25T00:30:00Z"));
	CHECK_INT(zone_utc(z, sec("2026-10-25T03:00:00Z"), &u), ZONE_ONE);
	CHECK_INT(u, sec("2026-10-25T02:00:00Z"));
	CHECK(zone_next(z, sec("2026-01-01T00:00:00Z"), &u));
	CHECK_INT(u, sec("2026-03-29T01:00:00Z"));
	CHECK(zone_next(z, u, &u));
	CHECK_INT(u, sec("2026-10-25T01:00:00Z"));
	CHECK(zone_next(z, u, &u));
	CHECK_INT(u, sec("2027-03-28T01:00:00Z"));
	zone_free(z);
}

static void
be32(unsigned char *p, uint32_t v)
{
	for (int i = 3; i >= 0; i--, v >>= 8)
		p[i] = (unsigned char)v;
}

/* Version 1: one hour east at 1000, nothing known after it. */
static size_t
small_file(unsigned char *p)
{
	memset(p, 0, 44);
	memcpy(p, "TZif", 4);
	be32(p + 32, 1);	/* times */
	be32(p + 36, 2);	/* types */
	be32(p + 40, 4);	/* letters */
	be32(p + 44, 1000);
	p[48] = 1;
	memset(p + 49, 0, 16);
	be32(p + 55, 3600);
	return 44 + 5 + 12 + 4;
}

static void
files(void)
{
	unsigned char p[256];
	size_t n = small_file(p);
	struct zone *z = zone_parse("small", p, n);

	CHECK(z != NULL);
	if (z) {
		CHECK_INT(zone_offset(z, 999), 0);
		CHECK_INT(zone_offset(z, 1000), 3600);
		CHECK_INT(zone_offset(z, 4000000000), 3600);
	}
	zone_free(z);
	for (size_t cut = 0; cut < n; cut++)
		CHECK(zone_parse("cut", p, cut) == NULL);
	p[48] = 2;		/* a type that is not there */
	CHECK(zone_parse("type", p, n) == NULL);
	small_file(p);
	be32(p + 55, 200000);	/* no such offset */
	CHECK(zone_parse("offset", p, n) == NULL);
	small_file(p);
	be32(p + 28, 1);	/* leap seconds */
	CHECK(zone_parse("leap", p, n + 8) == NULL);
	small_file(p);
	be32(p + 32, 0xffffffff);
	CHECK(zone_parse("huge", p, n) == NULL);
	CHECK_INT(errno, EINVAL);
}

/* Each zone of the system, each hour around each change, against the libc. */
static void
same_as_libc(void)
{
	static const char *const names[] = {
		"Asia/Shanghai", "Asia/Tehran", "Europe/Berlin", "Europe/Dublin",
		"Africa/Casablanca", "America/Sao_Paulo", "America/New_York",
		"America/Godthab", "Australia/Sydney", "Australia/Lord_Howe",
		"Pacific/Apia", "Asia/Kathmandu", "Antarctica/Troll", "Africa/Monrovia",
		"America/St_Johns", "Asia/Gaza", "Africa/Cairo", "Etc/GMT+8",
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct zone *z = zone_new(names[i]);
		int64_t t = sec("1900-01-01T00:00:00Z"), at, u;
		int64_t end = sec("2200-01-01T00:00:00Z");
		int bad = 0;

		if (!z)
			continue;
		setenv("TZ", names[i], 1);
		tzset();
		while (t < end) {
			for (int64_t x = t - 7201; x <= t + 7201; x += 3600) {
				time_t tt = (time_t)x;
				struct tm tm;

				localtime_r(&tt, &tm);
				bad += tm.tm_gmtoff != zone_offset(z, x);
				bad += zone_utc(z, x + tm.tm_gmtoff, &u) == ZONE_GAP;
				bad += u > x || u + zone_offset(z, u) != x + tm.tm_gmtoff;
			}
			if (!zone_next(z, t, &at))
				break;
			bad += at <= t;
			t = at;
		}
		CHECK_INT(bad, 0);
		zone_free(z);
	}
	setenv("TZ", "UTC", 1);
	tzset();
}

static void
of_this_machine(void)
{
	struct zone *z;

	setenv("TZ", "CST-8", 1);
	z = zone_new("");
	CHECK(z && zone_offset(z, 0) == 28800);
	zone_free(z);
	setenv("TZ", "", 1);
	z = zone_new(NULL);
	CHECK(z && zone_offset(z, 0) == 0);
	zone_free(z);
	setenv("TZ", "No/Such", 1);
	CHECK(zone_new("") == NULL);
	unsetenv("TZ");
	z = zone_new("");
	CHECK(z != NULL);
	zone_free(z);
	setenv("TZ", "UTC", 1);
}

int
main(void)
{
	RUN(fixed_offsets);
	RUN(rules);
	RUN(rules_of_all_kinds);
	RUN(local_times);
	RUN(files);
	RUN(same_as_libc);
	RUN(of_this_machine);
	return check_end();
}
