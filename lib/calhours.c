/* calhours - hours of a day and sets of weekdays, as calendar files write them. */
#include "calhours.h"

#include <stdbool.h>
#include <string.h>

#include "num.h"

static const char *const weekdays[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

/* HH:MM or HH:MM:SS, up to 24:00, moved past. */
static bool
time_of_day(const char **s, int *seconds)
{
	const char *p = *s;
	int h = num_digits(p, 2), m, sec = 0;

	if (h < 0 || p[2] != ':' || (m = num_digits(p + 3, 2)) < 0)
		return false;
	p += 5;
	if (*p == ':') {
		if ((sec = num_digits(p + 1, 2)) < 0)
			return false;
		p += 3;
	}
	*seconds = h * 3600 + m * 60 + sec;
	*s = p;
	return m < 60 && sec < 60 && *seconds <= CALHOURS_DAY;
}

/* Put it in its place; false when it overlaps another or there are too many. */
static const char *
add_range(struct calhours *h, struct calhours_range r)
{
	size_t at = h->n;

	if (h->n == CALHOURS_MAX)
		return "more stretches than a day may have";
	while (at > 0 && h->r[at - 1].from > r.from) {
		h->r[at] = h->r[at - 1];
		at--;
	}
	h->r[at] = r;
	h->n++;
	if ((at > 0 && h->r[at - 1].to > r.from) ||
	    (at + 1 < h->n && h->r[at + 1].from < r.to))
		return "overlaps other hours of the day";
	return NULL;
}

const char *
calhours_add(struct calhours *h, const char *s)
{
	for (;;) {
		struct calhours_range r;
		const char *why;

		s += strspn(s, " \t,");
		if (!*s)
			return NULL;
		if (!time_of_day(&s, &r.from) || *s++ != '-' || !time_of_day(&s, &r.to) ||
		    (*s && !strchr(" \t,", *s)))
			return "is not hours such as 09:00-12:00 13:00-17:00";
		if (r.to <= r.from)
			return "ends before it starts (a night is two days: "
			    "22:00-24:00, 00:00-06:00)";
		if ((why = add_range(h, r)) != NULL)
			return why;
	}
}

int
calhours_weekday(const char *s, size_t n)
{
	for (int i = 0; i < 7; i++)
		if (n == 3 && memcmp(s, weekdays[i], 3) == 0)
			return i;
	return -1;
}

unsigned
calhours_weekdays(const char *s)
{
	unsigned set = 0;

	if (strcmp(s, "daily") == 0)
		return 0x7f;
	for (;;) {
		size_t n = strcspn(s, ",-");
		int first = calhours_weekday(s, n), last = first;

		s += n;
		if (*s == '-') {
			n = strcspn(++s, ",-");
			last = calhours_weekday(s, n);
			s += n;
		}
		if (first < 0 || last < 0)
			return 0;
		for (int i = first; ; i = (i + 1) % 7) {
			set |= 1U << i;
			if (i == last)
				break;
		}
		if (!*s)
			return set;
		if (*s++ != ',')
			return 0;
	}
}
