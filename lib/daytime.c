/* daytime - a time of day as it is written in logs, with its zone. */
#include "daytime.h"

#include <string.h>

#include "cursor.h"

enum { HALF_NONE = -1, HALF_AM = 0, HALF_PM = 12 };

/* AM, PM or the Chinese words for a part of the day, after blanks. */
static int
half(struct cursor *c)
{
	static const struct {
		char word[8];
		int half;
	} words[] = {
		{ "上午", HALF_AM }, { "下午", HALF_PM }, { "凌晨", HALF_AM },
		{ "早上", HALF_AM }, { "中午", HALF_PM }, { "晚上", HALF_PM },
		{ "AM", HALF_AM }, { "PM", HALF_PM }, { "am", HALF_AM },
		{ "pm", HALF_PM }, { "a.m.", HALF_AM }, { "p.m.", HALF_PM },
	};
	struct cursor at = *c;

	cursor_blanks(&at);
	switch (cursor_peek(&at, 0)) {
	case 'A': case 'P': case 'a': case 'p': case '\xe4': case '\xe5': case '\xe6':
		break;
	default:
		return HALF_NONE;
	}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (!cursor_text(&at, words[i].word))
			continue;
		if (cursor_letter(words[i].word[0]) && cursor_letter(cursor_peek(&at, 0)))
			return HALF_NONE;	/* the start of another word */
		*c = at;
		return words[i].half;
	}
	return HALF_NONE;
}

/* Over ":" and two digits, or a Chinese word and one or two; the number or -1. */
static int
sixtieth(struct cursor *c, const char *mark, const char *word, const char *other)
{
	struct cursor at = *c;
	int v;

	if (cursor_one(&at, mark)) {
		v = cursor_run(&at) >= 2 ? cursor_take(&at, 2) : -1;
	} else if (cursor_text(&at, word) || cursor_text(&at, other)) {
		cursor_blanks(&at);
		v = cursor_number(&at, 1, 2);
	} else {
		return -1;
	}
	if (v >= 0)
		*c = at;
	return v;
}

/* Hour, minute and second with marks between them. */
static bool
marked(struct cursor *c, bool short_ok, struct daytime *t)
{
	const char *mark;

	if ((t->hour = cursor_number(c, 1, 2)) < 0)
		return false;
	mark = cursor_peek(c, 0) == '.' ? "." : ":";
	if ((t->minute = sixtieth(c, mark, "时", "時")) < 0 &&
	    (t->minute = sixtieth(c, mark, "点", "點")) < 0)
		return false;
	if ((t->second = sixtieth(c, mark, "分", "分")) < 0) {
		if (!short_ok || *mark == '.' || cursor_peek(c, 0) == ':')
			return false;
		t->second = 0;
		cursor_text(c, "分");
	}
	cursor_text(c, "秒");
	return true;
}

static void
fraction(struct cursor *c, struct daytime *t)
{
	char mark = cursor_peek(c, 0);
	struct cursor at = { c->p + 1, c->e };
	size_t n;
	int ns = 0;

	if (mark != '.' && mark != ',' && mark != ':')
		return;
	n = cursor_run(&at);
	if (n == 0 || (mark == ':' && (n != 3 || cursor_peek(&at, 3) == ':')))
		return;		/* 20:52:36:123 is WebSphere's way */
	for (; cursor_digit(cursor_peek(&at, 0)); at.p++)
		if (t->digits < 9) {
			ns = ns * 10 + (*at.p - '0');
			t->digits++;
		}
	for (int i = t->digits; i < 9; i++)
		ns *= 10;
	t->nanosecond = ns;
	*c = at;
}

/* Make one time of the parts; false when there is none such. */
static bool
settle(struct daytime *t, int part)
{
	if (part == HALF_AM && t->hour == 12)
		t->hour = 0;
	else if (part == HALF_PM && t->hour < 12)
		t->hour += 12;
	if (t->second == 60) {
		t->second = 59;
		t->nanosecond = 999999999;
		t->digits = 9;
	}
	return t->hour < 24 && t->minute < 60 && t->second < 60;
}

bool
daytime_read(struct cursor *c, bool short_ok, struct daytime *t)
{
	int part = half(c), after;

	*t = (struct daytime){ 0 };
	if (part != HALF_NONE)
		cursor_blanks(c);
	if (cursor_run(c) == 6) {
		t->hour = cursor_take(c, 2);
		t->minute = cursor_take(c, 2);
		t->second = cursor_take(c, 2);
	} else if (!marked(c, short_ok, t)) {
		return false;
	}
	if (cursor_digit(cursor_peek(c, 0)))
		return false;
	t->whole = c->p;
	fraction(c, t);
	after = half(c);
	return settle(t, after == HALF_NONE ? part : after);
}

static void
zoned(struct daytime *t, int sign, int hours, int minutes)
{
	t->zoned = true;
	t->offset_s = sign * (hours * 3600 + minutes * 60);
}

/* +08:00, +0800, +08 and DB2's minutes +480; after a blank only with four digits. */
static bool
offset(struct cursor *c, bool blank, struct daytime *t)
{
	struct cursor at = *c;
	int sign = cursor_peek(&at, 0) == '-' ? -1 : 1, h, m = 0;
	size_t n;

	if (!cursor_one(&at, "+-"))
		return false;
	n = cursor_run(&at);
	if (n == 3 && !blank) {
		m = cursor_take(&at, 3);
		h = m / 60;
		m %= 60;
	} else if (n == 4 || n == 2) {
		struct cursor minutes;

		h = cursor_take(&at, 2);
		minutes = at;
		if (n == 4)
			m = cursor_take(&at, 2);
		else if (cursor_one(&minutes, ":") && cursor_run(&minutes) == 2) {
			m = cursor_take(&minutes, 2);
			at = minutes;
		} else if (blank)
			return false;
	} else {
		return false;
	}
	if (h > 14 || m > 59 || (blank && m % 15 != 0))
		return false;
	*c = at;
	zoned(t, sign, h, m);
	return true;
}

/* UTC+8, GMT+08:00, GMT+0800: what follows the name. */
static void
offset_named(struct cursor *c, struct daytime *t)
{
	struct cursor at = *c;
	int sign = cursor_peek(&at, 0) == '-' ? -1 : 1, h;

	if (offset(c, false, t) || !cursor_one(&at, "+-") ||
	    (h = cursor_number(&at, 1, 1)) < 0)
		return;
	*c = at;
	zoned(t, sign, h, 0);
}

static bool
in_area(char c)
{
	return c == '_' || c == '-' || c == '+' || cursor_digit(c);
}

/* Asia/Shanghai, Etc/GMT-8, America/Port-au-Prince */
static bool
area(struct cursor *c, struct daytime *t)
{
	size_t n = 0, slash = 0;

	if (cursor_peek(c, 0) < 'A' || cursor_peek(c, 0) > 'Z')
		return false;
	for (char x; n < 40; n++) {
		x = cursor_peek(c, n);
		if (x == '/' && n > 0)
			slash = n;
		else if (!cursor_letter(x) && !(slash && in_area(x)))
			break;
	}
	if (slash < 2 || n == slash + 1)
		return false;
	t->zone = c->p;
	t->nzone = n;
	c->p += n;
	return true;
}

static void
abbreviation(struct cursor *c, struct daytime *t)
{
	static const struct {
		char name[5];
		short minutes;
	} known[] = {
		{ "UTC", 0 }, { "GMT", 0 }, { "HKT", 480 }, { "JST", 540 },
		{ "KST", 540 }, { "CET", 60 }, { "CEST", 120 }, { "EET", 120 },
		{ "EEST", 180 }, { "MSK", 180 }, { "EDT", -240 }, { "EST", -300 },
		{ "CDT", -300 }, { "MST", -420 }, { "MDT", -360 }, { "PDT", -420 },
		{ "PST", -480 },
	}, several[] = { { "CST", 0 }, { "IST", 0 }, { "BST", 0 } };
	size_t n = 0;

	if (!cursor_letter(cursor_peek(c, 0)))
		return;
	while (n < 5 && cursor_letter(cursor_peek(c, n)))
		n++;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strlen(known[i].name) == n && memcmp(known[i].name, c->p, n) == 0) {
			zoned(t, 1, 0, known[i].minutes);
			c->p += n;
			if (known[i].minutes == 0)
				offset_named(c, t);
			return;
		}
	for (size_t i = 0; i < sizeof several / sizeof several[0]; i++)
		if (n == 3 && memcmp(several[i].name, c->p, n) == 0) {
			t->zone = c->p;
			t->nzone = n;
			c->p += n;
			return;
		}
}

void
daytime_zone(struct cursor *c, struct daytime *t)
{
	struct cursor at = *c;
	bool blank = cursor_one(&at, " ");
	const char *from = at.p;

	if (cursor_peek(&at, 0) == 'Z' && !blank) {
		at.p++;
		if (cursor_letter(cursor_peek(&at, 0)) ||
		    cursor_digit(cursor_peek(&at, 0)))
			return;
		zoned(t, 1, 0, 0);
	} else if (!offset(&at, blank, t) && !area(&at, t)) {
		abbreviation(&at, t);
	}
	if (at.p != from)
		*c = at;
}
