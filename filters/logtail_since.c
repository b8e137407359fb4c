/* logtail_since - lines of a time: which is asked for, and where they are in a file. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cursor.h"
#include "date.h"
#include "logtail.h"
#include "num.h"
#include "zone.h"

/* Lines of several threads are out of order by as much. */
#define SLACK_NS (60 * TS_SECOND)

/* A time that happened twice, when clocks were moved back, may be off by as much. */
#define DOUBT_NS (2 * 3600 * TS_SECOND)

enum {
	DAY_S = 86400,
	NEAR = 64 << 10,
	LOOKS = 16,		/* as many of them are searched for a line with a time */
	TIME_MAX = 64,		/* longest text of an option */
};

/* --- times as options name them --- */

/* The moment at which a day of the zone begins. */
static int64_t
start_of_day(const struct zone *z, int64_t day)
{
	int64_t utc_s;

	zone_utc(z, day * DAY_S, &utc_s);
	return utc_s * TS_SECOND;
}

static int64_t
today(const struct zone *z, int64_t now_ns)
{
	int64_t s = now_ns / TS_SECOND;

	s += zone_offset(z, s);
	return s / DAY_S;
}

static bool
by_word(const char *text, const struct zone *z, int64_t now_ns, int64_t *ns)
{
	if (strcmp(text, "now") == 0)
		*ns = now_ns;
	else if (strcmp(text, "today") == 0)
		*ns = start_of_day(z, today(z, now_ns));
	else if (strcmp(text, "yesterday") == 0)
		*ns = start_of_day(z, today(z, now_ns) - 1);
	else
		return false;
	return true;
}

/* "2h", "-2h", "2h ago": so long before now. */
static bool
by_age(const char *text, int64_t now_ns, int64_t *ns)
{
	char age[TIME_MAX];
	size_t n = strlen(text);
	int64_t ago;

	if (n > 4 && strcmp(text + n - 4, " ago") == 0)
		n -= 4;
	if (n > 0 && *text == '-') {
		text++;
		n--;
	}
	if (n == 0 || n >= sizeof age)
		return false;
	memcpy(age, text, n);
	age[n] = '\0';
	if (num_duration(age, 0, INT64_MAX / 2, &ago) < 0)
		return false;
	*ns = now_ns - ago;
	return true;
}

/* A date with a time, whole. */
static bool
by_date(const char *text, const struct zone *z, int64_t *ns)
{
	size_t n = strlen(text);
	struct date d;
	int64_t s;

	if (date_read(text, n, &d) != n || (d.form != DATE_EPOCH && d.civil.year == 0))
		return false;
	if (d.form == DATE_EPOCH)
		s = d.epoch_s;
	else if (d.zoned)
		s = ts_civil_seconds(&d.civil) - d.offset_s;
	else
		zone_utc(z, ts_civil_seconds(&d.civil), &s);
	*ns = s * TS_SECOND + d.civil.nanosecond;
	return true;
}

bool
since_time(const char *text, const struct zone *z, int64_t now_ns, int64_t *ns)
{
	static const char *const behind[] = { "", ":00", " 00:00:00" };
	struct buf b = BUF_INIT;
	int year, month, day;
	bool ok;

	if (*text == '\0' || strlen(text) >= TIME_MAX)
		return false;
	ok = by_word(text, z, now_ns, ns) || by_age(text, now_ns, ns);
	ts_from_days(today(z, now_ns), &year, &month, &day);
	for (size_t i = 0; i < 6 && !ok; i++) {	/* as it is; as a time of today */
		buf_cut(&b, 0);
		if (i >= 3)
			buf_fmt(&b, "%04d-%02d-%02d ", year, month, day);
		buf_fmt(&b, "%s%s", text, behind[i % 3]);
		ok = by_date(buf_text(&b), z, ns);
	}
	buf_clear(&b);
	return ok;
}

/* The Monday of week number n of a year, by ISO 8601: week 1 is that of 4 January. */
static int64_t
monday(int year, int week)
{
	int64_t fourth = ts_days(year, 1, 4);

	return fourth - (ts_weekday(fourth) + 6) % 7 + 7 * (week - 1);
}

bool
since_week(const char *text, const struct zone *z, int64_t now_ns, int64_t *from,
    int64_t *to)
{
	struct cursor c = { text, text + strlen(text) };
	int64_t day = today(z, now_ns);
	int year, week;

	day -= (ts_weekday(day) + 6) % 7;
	if (strcmp(text, "prev") == 0) {
		day -= 7;
	} else if (strcmp(text, "this") != 0) {
		year = cursor_number(&c, 4, 4);
		if (year < 1970 || year > 2200 || !cursor_text(&c, "-W"))
			return false;
		week = cursor_number(&c, 2, 2);
		if (week < 1 || c.p != c.e || monday(year, week) >= monday(year + 1, 1))
			return false;
		day = monday(year, week);
	}
	*from = start_of_day(z, day);
	*to = start_of_day(z, day + 7);
	return true;
}

/* --- where they are in a file --- */

/* What a search needs: the file, and a memory of how its times are written. */
struct search {
	struct tail *t;
	struct gen *g;
	struct stamp_memo memo;
	int64_t doubt_ns;	/* is added to times that happened twice */
};

/* Does that line state a time? */
static bool
stated(struct search *s, const char *p, const char *nl, int64_t *ns)
{
	struct piece x = { .p = p, .n = (size_t)(nl - p), .length = nl - p };
	struct stamp st;
	bool is;

	text_decode(s->t, s->g, &x);
	is = stamp_find(&s->memo, x.p, x.n, &st);
	if (is)
		*ns = st.ns + (st.doubt == STAMP_TWICE ? s->doubt_ns : 0);
	return is;
}

/* The first line from byte at on that states a time: where it begins, and its time. */
static bool
line_at(struct search *s, int64_t at, int64_t end, int64_t *begin, int64_t *ns)
{
	size_t unit = text_unit(s->g);
	bool start = at == 0;	/* else the first line is cut */

	for (int look = 0; look < LOOKS && at < end; look++) {
		ssize_t n = gen_pread(s->g->fd, s->t->block, NEAR, at);
		const char *p = s->t->block, *e = p + (n > 0 ? n : 0), *nl;

		for (; (nl = text_newline(s->g, p, e)) != NULL; p = nl + unit) {
			if (start && stated(s, p, nl, ns)) {
				*begin = at + (p - s->t->block);
				return *begin < end;
			}
			start = true;
		}
		if (n < NEAR)
			return false;
		if (p == s->t->block)	/* a line that is longer than all that */
			p = e;
		at += p - s->t->block;
	}
	return false;
}

/*
 * A line from which on all of that time are found: what stands before it is earlier.
 * Where no times are found, it is further to the front than it might be.
 */
static int64_t
find(struct search *s, int64_t size, int64_t ns)
{
	int64_t low = 0, high = size, begin, at_ns;

	while (high - low > NEAR) {
		int64_t mid = low + (high - low) / 2;

		mid -= mid % (int64_t)text_unit(s->g);
		if (line_at(s, mid, high, &begin, &at_ns) && at_ns < ns)
			low = begin;
		else
			high = mid;
	}
	return low;
}

void
since_seek(struct tail *t, struct gen *g)
{
	const struct opts *o = &t->o;
	struct search s = {
		.t = t, .g = g,
		.memo = { .zone = g->spec->zone, .format = g->spec->time_format },
	};
	struct charset_guess guess = g->guess;
	struct stat st;

	if (g->stream || (o->since_ns == TS_NONE && o->until_ns == TS_NONE) ||
	    fstat(g->fd, &st) < 0)
		return;
	s.memo.latest_s = st.st_mtim.tv_sec;
	text_begin(t, g, NULL, 0, true);
	if (o->until_ns != TS_NONE && !o->follow) {
		int64_t end;

		s.doubt_ns = -DOUBT_NS;
		end = find(&s, st.st_size, o->until_ns + SLACK_NS);

		/* from there on at most so much is of a time before */
		g->limit = end + NEAR < st.st_size ? end + NEAR : -1;
	}
	s.doubt_ns = DOUBT_NS;
	if (o->since_ns != TS_NONE && g->off == 0)
		gen_begin_at(t, g, find(&s, st.st_size, o->since_ns - SLACK_NS));
	g->guess = guess;	/* what is looked at here is not what is read */
	stamp_clear(&s.memo);
}
