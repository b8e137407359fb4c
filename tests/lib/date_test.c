/* Dates at the start of a text: how far they reach, what they leave open. */
#include "date.h"

#include "check.h"

static size_t
reads(const char *s, struct date *d)
{
	return date_read(s, strlen(s), d);
}

static void
length(void)
{
	struct date d;

	CHECK_INT(reads("2026-11-20T20:52:36.123+08:00 x", &d), 29);
	CHECK_INT(d.whole, 19);
	CHECK_INT(d.digits, 3);
	CHECK_INT(d.civil.nanosecond, 123000000);
	CHECK(d.zoned);
	CHECK_INT(d.offset_s, 28800);
	CHECK_INT(reads("Fri Nov 20 20:52:36 2026 x", &d), 24);
	CHECK_INT(d.civil.year, 2026);
	CHECK(!d.zoned);
	CHECK_INT(reads("20/Nov/2026:20:52:36 +0800] x", &d), 26);
	CHECK_INT(d.form, DATE_CLF);
}

static void
open_ends(void)
{
	struct date d;

	CHECK_INT(reads("Nov 20 20:52:36 host", &d), 15);
	CHECK_INT(d.form, DATE_SYSLOG);
	CHECK_INT(d.civil.year, 0);
	CHECK(reads("2026-11-20 20:52:36 CST x", &d) > 0);
	CHECK(!d.zoned);
	CHECK_MEM(d.zone, d.nzone, "CST");
	CHECK(reads("2026-11-20 20:52:36 Asia/Shanghai x", &d) > 0);
	CHECK_MEM(d.zone, d.nzone, "Asia/Shanghai");
	CHECK(reads("1763643156.25 x", &d) > 0);
	CHECK_INT(d.form, DATE_EPOCH);
	CHECK_INT(d.epoch_s, 1763643156);
	CHECK_INT(d.civil.nanosecond, 250000000);
}

static void
orders(void)
{
	struct date d;

	CHECK(reads("03/04/26 10:00:00", &d) > 0);
	CHECK_INT(d.form, DATE_NUMERIC);
	CHECK_INT(d.civil.month, 3);
	CHECK(date_order(&d, DATE_DMY));
	CHECK_INT(d.civil.month, 4);
	CHECK(date_order(&d, DATE_YMD));
	CHECK_INT(d.civil.year, 2003);
	CHECK_INT(d.civil.day, 26);
	CHECK(reads("03-04-2026 10:00:00", &d) > 0);
	CHECK_INT(d.civil.month, 4);
	CHECK(!date_order(&d, DATE_YMD));
	CHECK(reads("25/04/2026 10:00:00", &d) > 0);
	CHECK(!date_order(&d, DATE_MDY));
	CHECK_INT(d.civil.day, 25);
}

static void
cut_short(void)
{
	static const char *const texts[] = {
		"2026-11-20T20:52:36.123456+08:00", "Fri Nov 20 20:52:36 CST 2026",
		"2026年11月20日 下午08时52分36秒", "Nov 20, 2026 8:52:36 PM",
	};
	struct date d;

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		for (size_t n = 0; n <= strlen(texts[i]); n++)
			CHECK(date_read(texts[i], n, &d) <= n);
	CHECK_INT(date_read(texts[0], 0, &d), 0);
	CHECK_INT(date_read(texts[0], 10, &d), 0);
}

int
main(void)
{
	RUN(length);
	RUN(open_ends);
	RUN(orders);
	RUN(cut_short);
	return check_end();
}
