/* stamp_local - local times: which moment they mean, and how late they can be. */
#include "stamp_part.h"
#include "zone.h"

/* How far around a moment offsets are looked at. */
enum { SPAN_S = 400 * STAMP_DAY_S };

int64_t
stamp_limit(struct stamp_memo *m)
{
	int64_t at = m->latest_s + STAMP_DAY_S;

	if (m->limit_of != at) {
		m->limit_of = at;
		m->limit_s = at + (m->zone ? zone_offset(m->zone, at) : 0);
	}
	return m->limit_s;
}

/*
 * Keep the stretch around a moment in which local times are plain: what clocks skipped
 * or told twice when it began and ended does not belong to it.
 */
static void
find_calm(struct stamp_calm *c, const struct zone *zone, int64_t utc_s, int offset_s)
{
	int64_t from = utc_s - SPAN_S, to = utc_s + SPAN_S, at = from;
	int before, after = offset_s;

	while (zone_next(zone, at, &at) && at <= utc_s)
		from = at;
	before = zone_offset(zone, from - 1);
	if (zone_next(zone, utc_s, &at) && at < to) {
		to = at;
		after = zone_offset(zone, to);
	}
	*c = (struct stamp_calm){
		.zone = zone, .offset_s = offset_s,
		.from_s = from + (before > offset_s ? before : offset_s),
		.to_s = to + (after < offset_s ? after : offset_s),
	};
}

/*
 * Of a local time that happened twice, the first unless the line before was later: after
 * the clocks were moved, or by about the step later than this line would be.
 */
static int64_t
one_of_two(const struct stamp_memo *m, const struct zone *zone, int64_t local_s,
    int64_t first_s)
{
	int64_t past_s = m->past_ns / TS_SECOND, moved_s, second_s;

	if (m->past_ns == 0 || !zone_next(zone, first_s, &moved_s))
		return first_s;
	second_s = local_s - zone_offset(zone, moved_s);
	if (past_s >= moved_s)
		return past_s - second_s < STAMP_DAY_S ? second_s : first_s;
	return past_s - first_s >= (second_s - first_s) / 2 ? second_s : first_s;
}

int
stamp_offset(struct stamp_memo *m, const struct zone *zone, int64_t local_s,
    enum stamp_doubt *doubt)
{
	int64_t utc_s;

	*doubt = STAMP_SURE;
	if (!zone)
		return 0;
	if (zone == m->calm.zone && local_s >= m->calm.from_s && local_s < m->calm.to_s)
		return m->calm.offset_s;
	switch (zone_utc(zone, local_s, &utc_s)) {
	case ZONE_ONE:
		find_calm(&m->calm, zone, utc_s, (int)(local_s - utc_s));
		break;
	case ZONE_GAP:
		*doubt = STAMP_NEVER;
		break;
	case ZONE_TWO:
		*doubt = STAMP_TWICE;
		utc_s = one_of_two(m, zone, local_s, utc_s);
		break;
	}
	return (int)(local_s - utc_s);
}
