/* zonerule - the rule of a time zone, as POSIX writes it. */
#include "zonerule.h"

#include <string.h>

#include "ts.h"

enum {
	DAY = 86400,
	RULE_HOURS = 167,	/* a rule's time of day reaches a week either way */
};

/* --- reading ----------------------------------------------------------------- */

static bool
read_int(const char **s, int max, int *v)
{
	const char *p = *s;

	for (*v = 0; *p >= '0' && *p <= '9'; p++)
		if ((*v = *v * 10 + (*p - '0')) > max)
			return false;
	if (p == *s)
		return false;
	*s = p;
	return true;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool
read_hms(const char **s, int max_hours, int *seconds)
{
	int sign = **s == '-' ? -1 : 1, h, m = 0, sec = 0;

	if (**s == '-' || **s == '+')
		++*s;
	if (!read_int(s, max_hours, &h))
		return false;
	if (**s == ':') {
		++*s;
		if (!read_int(s, 59, &m))
			return false;
	}
	if (**s == ':') {
		++*s;
		if (!read_int(s, 59, &sec))
			return false;
	}
	*seconds = sign * (h * 3600 + m * 60 + sec);
	return true;
}

static bool
is_alpha(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The abbreviation: three letters or more, or anything between < and >. */
static bool
skip_abbreviation(const char **s)
{
	const char *p = *s;

	if (*p == '<') {
		const char *end = strchr(p, '>');

		if (!end)
			return false;
		*s = end + 1;
		return true;
	}
	while (is_alpha(*p))
		p++;
	if (p - *s < 3)
		return false;
	*s = p;
	return true;
}

static bool
eat(const char **s, char c)
{
	if (**s != c)
		return false;
	++*s;
	return true;
}

static bool
read_turn(const char **s, struct zonerule_turn *t)
{
	*t = (struct zonerule_turn){ .kind = 'D', .second = 2 * 3600 };
	if (eat(s, 'M')) {
		t->kind = 'M';
		if (!read_int(s, 12, &t->month) || t->month < 1 || !eat(s, '.') ||
		    !read_int(s, 5, &t->week) || t->week < 1 || !eat(s, '.') ||
		    !read_int(s, 6, &t->day))
			return false;
	} else if (eat(s, 'J')) {
		t->kind = 'J';
		if (!read_int(s, 365, &t->day) || t->day < 1)
			return false;
	} else if (!read_int(s, 365, &t->day)) {
		return false;
	}
	return !eat(s, '/') || read_hms(s, RULE_HOURS, &t->second);
}

bool
zonerule_read(const char *s, struct zonerule *r)
{
	*r = (struct zonerule){ .set = true };
	if (!skip_abbreviation(&s) || !read_hms(&s, 24, &r->std))
		return false;
	r->std = -r->std;	/* POSIX counts westward */
	if (*s == '\0')
		return true;
	r->moves = true;
	r->dst = r->std + 3600;
	if (!skip_abbreviation(&s))
		return false;
	if (*s != ',') {
		if (!read_hms(&s, 24, &r->dst))
			return false;
		r->dst = -r->dst;
	}
	return eat(&s, ',') && read_turn(&s, &r->to_dst) &&
	    eat(&s, ',') && read_turn(&s, &r->to_std) && *s == '\0';
}

/* --- what the rule says --------------------------------------------------- */

/*
 * The turn in that year, in seconds since 1970 of the
 * local time that it is written in.
 */
static int64_t
turn_local(const struct zonerule_turn *t, int year)
{
	int64_t day = ts_days(year, 1, 1) + t->day;

	if (t->kind == 'J') {
		day--;
		if (t->day >= 60 && ts_month_days(year, 2) == 29)
			day++;
	} else if (t->kind == 'M') {
		int64_t first = ts_days(year, t->month, 1);
		int in = (t->day - ts_weekday(first) + 7) % 7 + (t->week - 1) * 7;

		if (in >= ts_month_days(year, t->month))
			in -= 7;
		day = first + in;
	}
	return day * DAY + t->second;
}

struct event {
	int64_t at;
	int off;	/* from then on */
};

/* The two turns of a year, in order. */
static void
year_events(const struct zonerule *r, int year, struct event e[2])
{
	struct event dst = { turn_local(&r->to_dst, year) - r->std, r->dst };
	struct event std = { turn_local(&r->to_std, year) - r->dst, r->std };

	e[0] = dst.at < std.at ? dst : std;
	e[1] = dst.at < std.at ? std : dst;
}

static int
year_of(int64_t s)
{
	struct ts_civil c;

	ts_civil_at(s, &c);
	return c.year;
}

/*
 * A turn's time of day reaches into the years beside it;
 * two years back, each kind is past.
 */
int
zonerule_offset(const struct zonerule *r, int64_t utc_s)
{
	int year, off = r->std;
	int64_t at = INT64_MIN;

	if (!r->moves)
		return r->std;
	year = year_of(utc_s + r->std);
	for (int y = year - 2; y <= year + 1; y++) {
		struct event e[2];

		year_events(r, y, e);
		for (int i = 0; i < 2; i++)
			if (e[i].at <= utc_s && e[i].at >= at) {
				at = e[i].at;
				off = e[i].off;
			}
	}
	return off;
}

bool
zonerule_next(const struct zonerule *r, int64_t utc_s, int64_t *at)
{
	int year;
	bool found = false;

	if (!r->set || !r->moves)
		return false;
	year = year_of(utc_s + r->std);
	for (int y = year - 1; y <= year + 2; y++) {
		struct event e[2];

		year_events(r, y, e);
		for (int i = 0; i < 2; i++)
			if (e[i].at > utc_s && (!found || e[i].at < *at)) {
				*at = e[i].at;
				found = true;
			}
	}
	return found;
}
