/* slawatch_limit - limits of clocks, in working time or in workdays. */
#include <string.h>

#include "cal.h"
#include "num.h"
#include "slawatch.h"

enum { WORKDAYS_MAX = 10000 };

/* "3wd" or "3wd-eod" */
static bool
read_workdays(const char *text, struct limit *l)
{
	size_t digits = strspn(text, "0123456789");
	char number[8];
	int64_t v;

	if (digits == 0 || digits >= sizeof number)
		return false;
	memcpy(number, text, digits);
	number[digits] = '\0';
	if (num_i64(number, 0, WORKDAYS_MAX, &v) < 0)
		return false;
	l->days = (int)v;
	l->of_day = strcmp(text + digits, "wd-eod") == 0;
	return l->of_day || strcmp(text + digits, "wd") == 0;
}

bool
limit_read(const char *text, struct limit *l)
{
	*l = (struct limit){ .text = text, .days = -1 };
	return num_duration(text, 0, INT64_MAX, &l->ns) == 0 || read_workdays(text, l);
}

int64_t
limit_due(const struct limit *l, const struct cal *c, int64_t start)
{
	if (l->days >= 0)
		return cal_add_days(c, start, l->days, l->of_day);
	return cal_add(c, start, l->ns);
}
