/*
 * cal_fuzz - any text: a calendar that is read counts
 * consistently, everything else is refused.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "cal.h"
#include "ts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
ask(const struct cal *c, int64_t from)
{
	static const int64_t spans[] = { 0, 1, 3600, 86400, 30 * 86400 };
	struct cal_open open[CAL_OPEN_MAX];
	int64_t day = cal_local_day(c, from), before = from, last = from;
	const char *name;

	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
		int64_t at = cal_add(c, from, spans[i] * TS_SECOND);

		if (at == TS_NONE)
			break;
		must(at >= before);
		must(cal_between(c, from, at) == spans[i] * TS_SECOND);
		before = at;
	}
	for (int64_t d = day; d < day + 10; d++) {
		size_t m = cal_open(c, d, open);

		must(m == 0 || cal_day(c, d, &name) != CAL_HOLIDAY);
		must(m == 0 || cal_is_workday(c, d));
		for (size_t i = 0; i < m; i++) {
			must(open[i].from < open[i].to);
			must(i == 0 || open[i].from >= open[i - 1].to);
		}
	}
	for (int days = 0; days < 5; days++) {
		int64_t at = cal_add_days(c, from, days, false);

		if (at == TS_NONE)
			break;
		must(at >= last);
		last = at;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const int64_t days[] = { 0, 14245, 17836, 20512, 20541, 20744 };
	static int quiet;
	struct cal *c;

	if (!quiet++ && !freopen("/dev/null", "w", stderr))
		abort();
	c = cal_parse("nowhere", "fuzz", (const char *)data, n);
	for (size_t i = 0; c && i < sizeof days / sizeof *days; i++)
		ask(c, (days[i] * 86400 + 45296) * TS_SECOND);
	cal_free(c);
	return 0;
}
