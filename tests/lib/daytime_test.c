/* Times of day and what may follow them. */
#include "daytime.h"

#include "check.h"
#include "cursor.h"

/* Reads a time of day and its zone; how many bytes that were, 0 for none. */
static size_t
reads(const char *s, struct daytime *t)
{
	struct cursor c = { s, s + strlen(s) };

	if (!daytime_read(&c, false, t))
		return 0;
	daytime_zone(&c, t);
	return (size_t)(c.p - s);
}

static void
marks(void)
{
	struct daytime t;

	CHECK_INT(reads("20:52:36 x", &t), 8);
	CHECK_INT(reads("20:52:36,5 x", &t), 10);
	CHECK_INT(t.nanosecond, 500000000);
	CHECK_INT(reads("20:52:36:123 x", &t), 12);
	CHECK_INT(t.nanosecond, 123000000);
	CHECK_INT(reads("20:52:36:12 x", &t), 8);
	CHECK_INT(reads("20.52.36.123456 x", &t), 15);
	CHECK_INT(reads("205236 x", &t), 6);
	CHECK_INT(reads("20:52", &t), 0);
	CHECK_INT(reads("20:5:36", &t), 0);
	CHECK_INT(reads("2052", &t), 0);
	CHECK_INT(reads("24:00:00", &t), 0);
	CHECK_INT(reads("20:52:361", &t), 0);
}

static void
halves(void)
{
	struct daytime t;

	CHECK(reads("12:00:00 AM", &t) > 0);
	CHECK_INT(t.hour, 0);
	CHECK(reads("12:00:00 PM", &t) > 0);
	CHECK_INT(t.hour, 12);
	CHECK(reads("下午8:52:36", &t) > 0);
	CHECK_INT(t.hour, 20);
	CHECK(reads("晚上 8时5分6秒", &t) > 0);
	CHECK_INT(t.hour, 20);
	CHECK_INT(t.minute, 5);
	CHECK(reads("8:52:36 PMX", &t) > 0);
	CHECK_INT(t.hour, 8);
}

static void
offsets(void)
{
	struct daytime t;

	CHECK_INT(reads("20:52:36Z", &t), 9);
	CHECK(t.zoned);
	CHECK_INT(reads("20:52:36Zx", &t), 8);
	CHECK(!t.zoned);
	CHECK_INT(reads("20:52:36-03:30", &t), 14);
	CHECK_INT(t.offset_s, -12600);
	CHECK_INT(reads("20:52:36 +0545 x", &t), 14);
	CHECK_INT(t.offset_s, 20700);
	CHECK_INT(reads("20:52:36 +0507 x", &t), 8);
	CHECK_INT(reads("20:52:36 -12 x", &t), 8);
	CHECK_INT(reads("20:52:36+1500", &t), 8);
	CHECK_INT(reads("20:52:36 UTC-3 x", &t), 14);
	CHECK_INT(t.offset_s, -10800);
	CHECK_INT(reads("20:52:36 CST x", &t), 12);
	CHECK(!t.zoned);
	CHECK_INT(reads("20:52:36 INFO x", &t), 8);
	CHECK(t.zone == NULL);
}

int
main(void)
{
	RUN(marks);
	RUN(halves);
	RUN(offsets);
	return check_end();
}
