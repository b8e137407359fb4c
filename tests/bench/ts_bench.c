/* ts_bench - times read and written a second, one core; strptime() with timegm() beside it. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ts.h"

enum { ROUNDS = 4000000, TEXTS = 1024 };

static char texts[TEXTS][TS_MAX];
static size_t lengths[TEXTS];
static int64_t moments[TEXTS];

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
main(void)
{
	int64_t ns, sum = 0;
	double start, parse, format, libc;
	char text[TS_MAX];

	for (int i = 0; i < TEXTS; i++) {
		moments[i] = INT64_C(1795179156123000000) + i * INT64_C(86399123000000);
		lengths[i] = ts_format(texts[i], moments[i], 8 * 3600, 3);
	}
	start = now();
	for (int i = 0; i < ROUNDS; i++)
		if (ts_parse(texts[i % TEXTS], lengths[i % TEXTS], &ns, NULL))
			sum += ns;
	parse = now() - start;
	start = now();
	for (int i = 0; i < ROUNDS; i++)
		sum += (int64_t)ts_format(text, moments[i % TEXTS], 8 * 3600, 3);
	format = now() - start;
	start = now();
	for (int i = 0; i < ROUNDS; i++) {
		struct tm tm = { 0 };

		if (strptime(texts[i % TEXTS], "%Y-%m-%dT%H:%M:%S", &tm))
			sum += timegm(&tm);
	}
	libc = now() - start;
	printf("| ts | million a second | times libc |\n|---|---|---|\n");
	printf("| ts_parse | %.1f | %.1f |\n", ROUNDS / parse / 1e6, libc / parse);
	printf("| ts_format | %.1f | |\n", ROUNDS / format / 1e6);
	printf("| strptime + timegm (seconds only) | %.1f | 1 |\n", ROUNDS / libc / 1e6);
	return sum == 42;	/* the sum is used, so the loops are run */
}
