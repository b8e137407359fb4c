/*
 * zone.h - time zones by name, without the libc's single global one.
 *
 * Reads the system's TZif files (RFC 8536), of versions 1 to 4, with the rule
 * in their footer for the years after the table.
 */
#ifndef LIB_ZONE_H
#define LIB_ZONE_H

#include <stdint.h>

struct zone;

/*
 * "Asia/Shanghai", "UTC", "+08:00", "-03:30"; "" or NULL is the zone of this
 * machine (TZ, then /etc/localtime, then UTC).  NULL and errno when there is
 * no such zone or its file is not sound.  Release with zone_free().
 */
struct zone *zone_new(const char *name);
void zone_free(struct zone *);
const char *zone_name(const struct zone *);	/* as given; lives as long as the zone */

/* Seconds east of UTC at the moment utc_s (seconds since 1970). */
int zone_offset(const struct zone *, int64_t utc_s);

enum zone_fit {
	ZONE_ONE,	/* the local time happened once */
	ZONE_GAP,	/* clocks were moved on over it: read with the offset before the gap */
	ZONE_TWO,	/* clocks were moved back: it happened twice, *utc_s is the first */
};

/* The moment of a local time, in seconds since 1970-01-01T00:00:00 of that zone. */
enum zone_fit zone_utc(const struct zone *, int64_t local_s, int64_t *utc_s);

#endif
