/*
 * slawatch_time - the time of a stream in which several sources tick.
 *
 * A source is known from its first tick on.  While one is, lines of logs do not move
 * time, since the time in a line is anybody's; while several are, ticks alone do: a
 * record says when something happened, a tick what is not to come any more.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "slawatch.h"
#include "ts.h"

/* More between two ticks of a source does not make its lines more credible. */
#define STEP_MAX (86400 * TS_SECOND)

void
time_init(struct stream_time *t, int64_t silence)
{
	*t = (struct stream_time){ .silence = silence, .record = TS_NONE };
}

void
time_clear(struct stream_time *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->sources[i].name);
}

/* b is more than that after a, whatever years they are of. */
static bool
is_after(int64_t b, int64_t a, int64_t more)
{
	return b > a && (uint64_t)b - (uint64_t)a > (uint64_t)more;
}

/* How many sources tick that are not silent, and the least of their ticks. */
static size_t
least_tick(const struct stream_time *t, int64_t *least)
{
	size_t live = 0;

	*least = TS_NONE;
	for (size_t i = 0; i < t->n; i++) {
		const struct source *s = &t->sources[i];

		if (!s->silent && (live++ == 0 || s->tick < *least))
			*least = s->tick;
	}
	return live;
}

static void
give_up(const struct stream_time *t, struct source *s)
{
	s->silent = true;
	if (!s->told)
		warn_msg("source '%s' has not ticked while others went on for more "
		    "than %" PRId64 " s: it holds time back no longer", s->name,
		    t->silence / TS_SECOND);
	s->told = true;
}

/* So far time has gone on; no leap is enough to find others silent, however far it is. */
static int64_t
gone_on(const struct stream_time *t, int64_t from, int64_t to)
{
	if (from == TS_NONE || to <= from)
		return 0;
	return is_after(to, from, t->silence) ? t->silence : to - from;
}

/* --- records ------------------------------------------------------------------ */

/*
 * One source that ticks holds no record back but lines of logs.  When none of several
 * ticks any more, records that go on show that all are silent.
 */
int64_t
time_record(struct stream_time *t, int64_t time)
{
	int64_t least, step;

	if (least_tick(t, &least) < 2)
		return time;
	if (t->record == TS_NONE)
		t->record = time;
	step = gone_on(t, t->record, time);
	t->record += step;
	t->gone += step;
	if (t->gone <= t->silence)
		return least;
	for (size_t i = 0; i < t->n; i++)
		if (!t->sources[i].silent)
			give_up(t, &t->sources[i]);
	return time;
}

int64_t
time_line(struct stream_time *t, int64_t *time)
{
	const struct source *latest = NULL;
	int64_t least;

	for (size_t i = 0; i < t->n; i++)
		if (!t->sources[i].silent &&
		    (!latest || t->sources[i].tick > latest->tick))
			latest = &t->sources[i];
	if (!latest)
		return *time;
	if (is_after(*time, latest->tick, t->silence + latest->step)) {
		if (t->misdated++ == 0)
			warn_msg("a line of a log is dated long after all ticks: "
			    "taken at the latest");
		*time = latest->tick;
	}
	least_tick(t, &least);
	return least;
}

/* --- ticks -------------------------------------------------------------------- */

/* A place for a new source: one of its own, or that of a silent one. */
static size_t
new_place(struct stream_time *t)
{
	size_t at = 0;

	if (t->n < SOURCES_MAX)
		return t->n++;
	while (at < SOURCES_MAX && !t->sources[at].silent)
		at++;
	if (at == SOURCES_MAX)
		return at;
	free(t->sources[at].name);
	for (size_t i = 0; i < t->n; i++)
		t->sources[i].gone[at] = 0;
	return at;
}

/* Where a source has its place; SOURCES_MAX when there is none left. */
static size_t
place_of(struct stream_time *t, const char *name, size_t n)
{
	size_t at;

	if (n > SOURCE_MAX)
		n = SOURCE_MAX;
	for (at = 0; at < t->n; at++)
		if (strlen(t->sources[at].name) == n &&
		    memcmp(t->sources[at].name, name, n) == 0)
			return at;
	at = new_place(t);
	if (at < SOURCES_MAX)
		t->sources[at] = (struct source){
			.name = mem_copy(name, n), .tick = TS_NONE,
		};
	else if (t->over++ == 0)
		warn_msg("more than %d sources tick: '%.*s' does not hold time back",
		    SOURCES_MAX, (int)n, name);
	return at;
}

/*
 * Each source is held against the others by how far each of them has come since its own
 * last tick, so that clocks which differ are not taken for silence.
 */
static void
find_silent(struct stream_time *t, size_t at, int64_t step)
{
	for (size_t i = 0; i < t->n; i++) {
		struct source *s = &t->sources[i];

		if (i == at || s->silent)
			continue;
		s->gone[at] += step;
		if (s->gone[at] > t->silence)
			give_up(t, s);
	}
}

/* A source is believed when it sets its clock back. */
int64_t
time_tick(struct stream_time *t, const char *name, size_t n, int64_t time)
{
	size_t at = n > 0 ? place_of(t, name, n) : SOURCES_MAX;
	struct source *s = &t->sources[at];
	int64_t least;

	if (at == SOURCES_MAX)
		return time_record(t, time);
	s->step = s->tick == TS_NONE || time <= s->tick ? 0 :
	    is_after(time, s->tick, STEP_MAX) ? STEP_MAX : time - s->tick;
	find_silent(t, at, gone_on(t, s->tick, time));
	s->tick = time;
	s->silent = false;
	memset(s->gone, 0, sizeof s->gone);
	t->record = TS_NONE;
	t->gone = 0;
	least_tick(t, &least);
	return least;
}

void
time_report(const struct stream_time *t)
{
	if (t->misdated > 1)
		warn_msg("%" PRIu64 " lines of logs were dated long after all ticks",
		    t->misdated);
}
