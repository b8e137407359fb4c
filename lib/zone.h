/*
 * zone.h - time zones by name, without the libc's single global one.
 *
 * Reads the system's TZif files (RFC 8536), of versions 1 to 4, with the rule
 * in their footer for the years after the table.  Zones that count leap seconds
 * ("right/...") are refused: no other part of a record does.
 */
#ifndef LIB_ZONE_H
#define LIB_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct zone;

enum { ZONE_FILE_MAX = 1 << 20 };	/* bytes of one TZif file */

/*
 * "Asia/Shanghai", "UTC", "+08:00", "-0330"; "" or NULL is the zone of this machine (TZ,
 * then /etc/localtime, then UTC).  TZ may also hold a POSIX rule ("CST-8"), a name may
 * not: "UTC+8" would be eight hours west there.  NULL and errno when there is no such
 * zone (ENOENT) or its file is not sound (EINVAL).  Release with zone_free().
 */
struct zone *zone_new(const char *name);

/* The zone in the n bytes of a TZif file.  NULL and EINVAL when it is not sound. */
struct zone *zone_parse(const char *name, const void *data, size_t n);

/*
 * The zone of a POSIX rule: "CET-1CEST,M3.5.0,M10.5.0/3".
 * NULL and EINVAL when it is none.
 */
struct zone *zone_rule(const char *rule);

void zone_free(struct zone *);		/* does nothing on NULL */
const char *zone_name(const struct zone *);	/* as given; lives as long as the zone */

/* Seconds east of UTC at the moment utc_s (seconds since 1970). */
int zone_offset(const struct zone *, int64_t utc_s);

/*
 * The first moment after utc_s from which another offset may
 * hold; false when none is to come.
 */
bool zone_next(const struct zone *, int64_t utc_s, int64_t *at);

enum zone_fit {
	ZONE_ONE,	/* the local time happened once */
	/* clocks were moved on over it: read with the offset before the gap */
	ZONE_GAP,
	/* clocks were moved back: it happened twice, *utc_s is the first */
	ZONE_TWO,
};

/* The moment of a local time, in seconds since 1970-01-01T00:00:00 of that zone. */
enum zone_fit zone_utc(const struct zone *, int64_t local_s, int64_t *utc_s);

#endif
