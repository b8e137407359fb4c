/* daytime - a time of day as it is written in logs, with its zone. */
#include "daytime.h"

#include <string.h>

#include "cursor.h"

enum daytime_half
daytime_half(struct cursor *c)
{
	static const struct {
		char word[8];
		enum daytime_half half;
	} words[] = {
		{ "上午", DAYTIME_AM }, { "下午", DAYTIME_PM }, { "凌晨", DAYTIME_AM },
		{ "早上", DAYTIME_AM }, { "中午", DAYTIME_PM }, { "晚上", DAYTIME_PM },
		{ "AM", DAYTIME_AM }, { "PM", DAYTIME_PM }, { "am", DAYTIME_AM },
		{ "pm", DAYTIME_PM }, { "a.m.", DAYTIME_AM }, { "p.m.", DAYTIME_PM },
	};
	struct cursor at = *c;

	cursor_blanks(&at);
	switch (cursor_peek(&at, 0)) {
	case 'A': case 'P': case 'a': case 'p': case '\xe4': case '\xe5': case '\xe6':
		break;
	default:
		return DAYTIME_NONE;
	}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (!cursor_text(&at, words[i].word))
			continue;
		if (cursor_letter(words[i].word[0]) && cursor_letter(cursor_peek(&at, 0)))
			return DAYTIME_NONE;	/* the start of another word */
		*c = at;
		return words[i].half;
	}
	return DAYTIME_NONE;
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

/* The end of what was read, when that was two digits. */
static const char *
two_digits(const struct cursor *c)
{
	return cursor_digit(c->p[-2]) ? c->p : NULL;
}

/* Hour, minute and second with marks between them. */
static bool
marked(struct cursor *c, bool short_ok, struct daytime *t)
{
	const char *mark, *from = c->p;

	if ((t->hour = cursor_number(c, 1, 2)) < 0)
		return false;
	t->ends[0] = c->p == from + 2 ? c->p : NULL;
	mark = cursor_peek(c, 0) == '.' ? "." : ":";
	if ((t->minute = sixtieth(c, mark, "时", "時")) < 0 &&
	    (t->minute = sixtieth(c, mark, "点", "點")) < 0)
		return false;
	t->ends[1] = two_digits(c);
	if ((t->second = sixtieth(c, mark, "分", "分")) < 0) {
		if (!short_ok || *mark == '.' || cursor_peek(c, 0) == ':')
			return false;
		t->second = 0;
		cursor_text(c, "分");
	} else {
		t->ends[2] = two_digits(c);
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
settle(struct daytime *t, enum daytime_half part)
{
	if (part == DAYTIME_AM && t->hour == 12)
		t->hour = 0;
	else if (part == DAYTIME_PM && t->hour < 12)
		t->hour += 12;
	if (t->second == 60) {
		t->second = 59;
		t->nanosecond = 999999999;
		t->digits = 9;
		t->ends[2] = NULL;
	}
	return t->hour < 24 && t->minute < 60 && t->second < 60;
}

bool
daytime_read(struct cursor *c, bool short_ok, struct daytime *t)
{
	enum daytime_half part = daytime_half(c), after;

	*t = (struct daytime){ 0 };
	if (part != DAYTIME_NONE)
		cursor_blanks(c);
	if (cursor_run(c) == 6) {
		t->hour = cursor_take(c, 2);
		t->minute = cursor_take(c, 2);
		t->second = cursor_take(c, 2);
		for (int i = 0; i < 3; i++)
			t->ends[i] = c->p - 4 + 2 * i;
	} else if (!marked(c, short_ok, t)) {
		return false;
	}
	if (cursor_digit(cursor_peek(c, 0)))
		return false;
	t->whole = c->p;
	fraction(c, t);
	after = daytime_half(c);
	if (after != DAYTIME_NONE)
		part = after;
	if (part != DAYTIME_NONE)
		t->ends[0] = NULL;
	return settle(t, part);
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

/* Abbreviations that mean one offset, in minutes, and those that mean several. */
static const struct abbreviation {
	char name[5];
	bool several;
	short minutes;
} abbreviations[] = {
	{ "UTC", false, 0 }, { "GMT", false, 0 }, { "HKT", false, 480 },
	{ "JST", false, 540 }, { "KST", false, 540 }, { "CET", false, 60 },
	{ "CEST", false, 120 }, { "EET", false, 120 }, { "EEST", false, 180 },
	{ "MSK", false, 180 }, { "EDT", false, -240 }, { "EST", false, -300 },
	{ "CDT", false, -300 }, { "MST", false, -420 }, { "MDT", false, -360 },
	{ "PDT", false, -420 }, { "PST", false, -480 },
	{ "CST", true, 0 }, { "IST", true, 0 }, { "BST", true, 0 },
};

/* Their second letters by the first ones. */
static bool
may_abbreviate(const char *s)
{
	switch (*s) {
	case 'C': case 'E': return s[1] == 'E' || s[1] == 'D' || s[1] == 'S';
	case 'M': case 'P': return s[1] == 'S' || s[1] == 'D';
	case 'B': case 'I': case 'J': case 'K': return s[1] == 'S';
	case 'G': return s[1] == 'M';
	case 'H': return s[1] == 'K';
	case 'U': return s[1] == 'T';
	default: return false;
	}
}

static const struct abbreviation *
abbreviation(const char *s, size_t n)
{
	if (!may_abbreviate(s))
		return NULL;
	for (size_t i = 0; i < sizeof abbreviations / sizeof abbreviations[0]; i++)
		if (abbreviations[i].name[0] == s[0] &&
		    strlen(abbreviations[i].name) == n &&
		    memcmp(abbreviations[i].name, s, n) == 0)
			return &abbreviations[i];
	return NULL;
}

/* Over a zone by its name, as Java and Windows write it out. */
static bool
long_named(struct cursor *c, struct daytime *t)
{
	static const struct {
		const char *name;
		int minutes;
	} known[] = {
		{ "China Standard Time", 480 }, { "中国标准时间", 480 },
		{ "Coordinated Universal Time", 0 }, { "协调世界时间", 0 },
		{ "协调世界时", 0 }, { "Greenwich Mean Time", 0 },
		{ "格林尼治标准时间", 0 },
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (cursor_text(c, known[i].name)) {
			zoned(t, 1, 0, known[i].minutes);
			return true;
		}
	return false;
}

/* Over a zone by its abbreviation. */
static void
abbreviated(struct cursor *c, struct daytime *t)
{
	const struct abbreviation *a;
	size_t n = 0;

	while (n < 5 && cursor_letter(cursor_peek(c, n)))
		n++;
	if (n < 3 || (a = abbreviation(c->p, n)) == NULL)
		return;
	if (a->several) {
		t->zone = c->p;
		t->nzone = n;
	} else {
		zoned(t, 1, 0, a->minutes);
	}
	c->p += n;
	if (!a->several && a->minutes == 0)
		offset_named(c, t);
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
	} else if (!offset(&at, blank, t) && !area(&at, t) && !long_named(&at, t)) {
		abbreviated(&at, t);
	}
	if (at.p != from)
		*c = at;
}

/* Does a zone begin with this word in capitals, behind a blank or not? */
static bool
zone_word(const char *s, const char *e)
{
	size_t n = 0;
	char next;

	while (s + n < e && cursor_letter(s[n]))
		n++;
	next = s + n < e ? s[n] : '\0';
	if (next == '/')
		return true;		/* Asia/Shanghai */
	if (next == ' ' && n > 4 && (*s == 'C' || *s == 'G'))
		return true;		/* China Standard Time */
	return n >= 3 && n <= 4 && abbreviation(s, n);
}

/* No half of a day and no zone begins with this word. */
static bool
other_word(const char *s, const char *e)
{
	if (((*s | 0x20) == 'a' || (*s | 0x20) == 'p') && e - s > 1 &&
	    ((s[1] | 0x20) == 'm' || s[1] == '.'))
		return false;
	return *s >= 'a' || !zone_word(s, e);
}

/* Is nothing next, or no digit, behind a mark that stands before digits? */
static bool
no_digit(const char *s, const char *e)
{
	return e - s == 1 || !cursor_digit(s[1]);
}

/* Is what is next, behind a blank, no part of a time? */
static bool
behind_blank(const char *s, const char *e)
{
	if (*s == '+' || *s == '-')
		return no_digit(s, e);
	if (cursor_letter(*s))
		return other_word(s, e);
	return (unsigned char)*s < 0xe4 || (unsigned char)*s > 0xe7;	/* Chinese */
}

bool
daytime_ends(const char *s, const char *e)
{
	bool blank = s < e && *s == ' ';

	if (s < e && (*s == '.' || *s == ',' || *s == ':'))
		return no_digit(s, e);
	while (s < e && *s == ' ')
		s++;
	return s == e || (blank ? behind_blank(s, e) : *s != 'Z' && !cursor_digit(*s) &&
	    behind_blank(s, e));
}
