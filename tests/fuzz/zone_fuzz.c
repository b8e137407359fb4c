/*
 * zone_fuzz - any bytes: a zone that is read keeps its
 * promises, everything else is refused.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
ask(const struct zone *z, int64_t t)
{
	int off = zone_offset(z, t);
	int64_t next, u;
	enum zone_fit fit = zone_utc(z, t + off, &u);

	if (off < -90000 || off > 93600)
		abort();
	if (fit == ZONE_GAP || u > t || u + zone_offset(z, u) != t + off)
		/* the local time of a moment leads back to it, or to an earlier one */
		abort();
	if (fit == ZONE_ONE && u != t)
		abort();
	if (zone_next(z, t, &next) && (next <= t || zone_offset(z, next - 1) != off))
		abort();	/* nothing changes before the next change */
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const int64_t years[] = {
		-2208988800, 0, 1000, 1773000000, 1793000000, 7258118400,
	};
	struct zone *z;

	if (n >= 4 && memcmp(data, "TZif", 4) == 0) {
		z = zone_parse("fuzz", data, n);
	} else {
		char *text = malloc(n + 1);

		if (!text)
			return 0;
		memcpy(text, data, n);
		text[n] = '\0';
		z = zone_rule(text);
		free(text);
	}
	for (size_t i = 0; z && i < sizeof years / sizeof *years; i++) {
		int64_t at;

		ask(z, years[i]);
		if (zone_next(z, years[i], &at) && at > -9000000000 && at < 9000000000) {
			ask(z, at - 1);
			ask(z, at);
		}
	}
	zone_free(z);
	return 0;
}
