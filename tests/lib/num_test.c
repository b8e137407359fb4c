/* num: whole, in bounds, nothing else. */
#include "num.h"

#include <errno.h>

#include "check.h"

static int64_t v;

static int
i64(const char *s)
{
	errno = 0;
	return num_i64(s, INT64_MIN, INT64_MAX, &v);
}

static void
integers(void)
{
	CHECK(i64("0") == 0 && v == 0);
	CHECK(i64("-17") == 0 && v == -17);
	CHECK(i64("9223372036854775807") == 0 && v == INT64_MAX);
	CHECK(i64("-9223372036854775808") == 0 && v == INT64_MIN);
	CHECK(i64("9223372036854775808") < 0 && errno == ERANGE);
	CHECK(num_i64("5", 6, 9, &v) < 0 && errno == ERANGE);
	CHECK(num_i64("9", 6, 9, &v) == 0 && v == 9);
}

static void
not_integers(void)
{
	static const char *const bad[] = { "", "-", "+1", " 1", "1 ", "0x10", "1e3", "1.0", "--1", "1a" };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(i64(bad[i]) < 0 && errno == EINVAL);
}

static void
decimals(void)
{
	static const char *const bad[] = { "", ".5", "1.", "1e", "inf", "nan", "0x1p3", " 1", "1 " };
	double d;

	CHECK(num_f64("-0.25", &d) == 0 && d == -0.25);
	CHECK(num_f64("1e3", &d) == 0 && d == 1000);
	CHECK(num_f64("1e999", &d) < 0 && errno == ERANGE);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(num_f64(bad[i], &d) < 0 && errno == EINVAL);
}

static void
sizes(void)
{
	CHECK(num_size("64K", 0, INT64_MAX, &v) == 0 && v == 65536);
	CHECK(num_size("10M", 0, INT64_MAX, &v) == 0 && v == 10485760);
	CHECK(num_size("2T", 0, INT64_MAX, &v) == 0 && v == INT64_C(2) << 40);
	CHECK(num_size("7", 0, INT64_MAX, &v) == 0 && v == 7);
	CHECK(num_size("9999999T", 0, INT64_MAX, &v) < 0 && errno == ERANGE);
	CHECK(num_size("1k", 0, INT64_MAX, &v) < 0 && errno == EINVAL);
	CHECK(num_size("1KB", 0, INT64_MAX, &v) < 0 && errno == EINVAL);
	CHECK(num_size("-1K", 0, INT64_MAX, &v) < 0 && errno == EINVAL);
}

static void
durations(void)
{
	CHECK(num_duration("200ms", 0, INT64_MAX, &v) == 0 && v == 200000000);
	CHECK(num_duration("1h30m", 0, INT64_MAX, &v) == 0 && v == INT64_C(5400000000000));
	CHECK(num_duration("2d", 0, INT64_MAX, &v) == 0 && v == INT64_C(172800000000000));
	CHECK(num_duration("1w", 0, INT64_MAX, &v) == 0 && v == INT64_C(604800000000000));
	CHECK(num_duration("30", 0, INT64_MAX, &v) < 0 && errno == EINVAL);
	CHECK(num_duration("m", 0, INT64_MAX, &v) < 0 && errno == EINVAL);
	CHECK(num_duration("5x", 0, INT64_MAX, &v) < 0 && errno == EINVAL);
	CHECK(num_duration("999999999d", 0, INT64_MAX, &v) < 0 && errno == ERANGE);
	CHECK(num_duration("1s", 2, INT64_MAX, &v) == 0 && v == 1000000000);
}

static void
digits(void)
{
	CHECK_INT(num_digits("0421x", 4), 421);
	CHECK_INT(num_digits("04x1", 4), -1);
	CHECK_INT(num_digits("0123456789", 10), -1);
}

int
main(void)
{
	RUN(integers);
	RUN(not_integers);
	RUN(decimals);
	RUN(sizes);
	RUN(durations);
	RUN(digits);
	return check_end();
}
