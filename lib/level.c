/* level - the severity that a line of a log states, as a keyword of RFC 5424. */
#include "level.h"

#include <string.h>

#include "cursor.h"
#include "level_json.h"
#include "level_word.h"

enum {
	WORDS_MAX = 6,		/* bare words that are looked at */
	BRACKET_MAX = 48,	/* longest text in brackets */
	BYTES = 10,	/* at the start and behind the time, that count in any case */
};

static bool
upper(char c)
{
	return level_class(c) == LEVEL_UPPER;
}

static bool
lower(char c)
{
	return level_class(c) == LEVEL_LOWER;
}

/* <165> at the start of the line: facility * 8 + severity. */
static enum level
of_pri(const char *line, size_t n)
{
	struct cursor c = { line, line + n };
	int pri;

	if (!cursor_one(&c, "<") || (pri = cursor_number(&c, 1, 3)) < 0 || pri > 191 ||
	    !cursor_one(&c, ">"))
		return LEVEL_NONE;
	return (enum level)(pri % 8);
}

/* Bytes before that place count. */
static void
reach(struct level_look *l, const char *far)
{
	if (far > l->far)
		l->far = far;
}

/* Does a digit of this word count? */
static bool
has_digit(const char *s, size_t n)
{
	return n > 0 && (*s == '%' || (n == 6 && memcmp(s, "DEBUG", 5) == 0));
}

/* The text in brackets without blanks around it and the module before it, s to e. */
static void
inside(const char **s, const char **e)
{
	const char *from = *e;

	while (from > *s && from[-1] != ':')
		from--;
	if (from > *s && from - *s > 1 && !lower(**s))	/* only Apache's module:level */
		from = *s;
	while (from < *e && *from == ' ')
		from++;
	while (*e > from && (*e)[-1] == ' ')
		--*e;
	*s = from;
}

/* The level in brackets, [error], [ INFO], <Warning>, [core:error]; goes over them. */
static enum level
in_brackets(struct level_look *l, char close)
{
	const char *s = l->c.p + 1, *e;
	size_t n = (size_t)(l->c.e - s);

	e = memchr(s, close, n < BRACKET_MAX ? n : BRACKET_MAX);
	if (!e) {
		reach(l, s + (n < BRACKET_MAX ? n : BRACKET_MAX));
		l->c.p++;
		return LEVEL_NONE;
	}
	l->c.p = e + 1;
	reach(l, e + 1 + sizeof " [MY-");
	l->capitals = false;
	if (e - s == 6 && memcmp(s, "System", 6) == 0 && cursor_text(&l->c, " [MY-"))
		return LEVEL_NOTICE;	/* MySQL 8 */
	inside(&s, &e);
	l->digits |= has_digit(s, (size_t)(e - s));
	return level_of(s, (size_t)(e - s));
}

/* The level in the brackets of Chinese text. */
static enum level
in_wide(struct level_look *l)
{
	static const char close[] = "】";
	const char *s, *e;

	if (cursor_text(&l->c, close))
		return LEVEL_NONE;	/* of what stood before */
	if (!cursor_text(&l->c, "【")) {
		l->c.p = l->c.e;
		return LEVEL_NONE;
	}
	s = l->c.p;
	e = memmem(s, (size_t)(l->c.e - s), close, sizeof close - 1);
	l->c.p = e ? e + sizeof close - 1 : l->c.e;
	reach(l, l->c.p);
	return e ? level_of(s, (size_t)(e - s)) : LEVEL_NONE;
}

/* level=warn, severity="ERROR", db2diag's LEVEL: Error */
static enum level
of_pair(struct level_look *l)
{
	struct cursor c = l->c;
	static const char *const keys[] = {
		"level=", "LEVEL=", "lvl=", "severity=", "loglevel=", "LEVEL: ",
	};
	size_t n = 0, i = 0;

	while (i < sizeof keys / sizeof keys[0] && !cursor_text(&c, keys[i]))
		i++;
	if (i == sizeof keys / sizeof keys[0])
		return LEVEL_NONE;
	cursor_one(&c, "\"");
	while (cursor_letter(cursor_peek(&c, n)))
		n++;
	reach(l, c.p + n + 1);
	return level_of(c.p, n);
}

static bool
all_upper(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!upper(s[i]))
			return false;
	return true;
}

/* Does it stand behind a word and a colon, "general: error: x"? */
static bool
behind_colon(const struct level_look *l, const char *s)
{
	return l->timed && l->bare == 1 && s - l->start > 2 && s[-1] == ' ' &&
	    s[-2] == ':';
}

/* May this word be a level?  In small letters only the first, or behind a colon. */
static bool
worth(const struct level_look *l, const char *s)
{
	if (l->capitals)
		return false;
	return (upper(s[0]) && upper(s[1])) || l->bare == 0 || (s[0] & 0x80) ||
	    behind_colon(l, s);
}

/* A word of the list before next; strong: in capitals or Chinese.  Is it a level? */
static bool
placed(const struct level_look *l, const struct level_word *w, bool strong,
    bool capitals, char next)
{
	if (l->bare > 0)
		return l->timed && capitals;
	if (strong)
		return l->timed || (next == '\t' && capitals);
	return l->timed && !w->plain && next != ' ' && next != '\0';
}

/* Is this word, which is in the list, used as a level here? */
static bool
as_level(const struct level_look *l, const struct level_word *w, const char *s, size_t n)
{
	char next = cursor_peek(&l->c, n);
	bool capitals = all_upper(s, w->n), strong = capitals || s[0] & 0x80;

	if (next == ':' || next == '\xef')		/* also the wide colon */
		return strong || (!w->plain && (l->bare == 0 || behind_colon(l, s)));
	if (w->n == 3 && w->text[0] == 'l')
		return false;			/* LOG only before a colon */
	if (next == ' ' && cursor_peek(&l->c, n + 1) == ' ')
		next = '\t';			/* a gap as wide */
	return placed(l, w, strong, capitals, next);
}

static bool
of_switch_word(char c)
{
	return upper(c) || cursor_digit(c) || c == '_';
}

/* %LINK-3-UPDOWN of Cisco, %%10SHELL/5/SHELL_LOGIN of Huawei and H3C. */
static enum level
of_switch(const char *s, size_t n)
{
	struct cursor c = { s, s + n };
	bool two = cursor_text(&c, "%%");
	const char *from, *mark = two ? "/" : "-";

	if (!two && !cursor_text(&c, "%"))
		return LEVEL_NONE;
	from = c.p;
	while (of_switch_word(cursor_peek(&c, 0)))
		c.p++;
	if (c.p == from || !cursor_one(&c, mark) || cursor_run(&c) != 1 || *c.p > '7')
		return LEVEL_NONE;
	c.p++;
	return cursor_one(&c, mark) ? (enum level)(c.p[-2] - '0') : LEVEL_NONE;
}

/* production.ERROR: of Monolog. */
static enum level
of_channel(const struct level_look *l, const char *s, size_t n)
{
	const char *dot;

	if (!l->timed || l->bare > 0 || cursor_peek(&l->c, n) != ':' ||
	    (dot = memrchr(s, '.', n)) == NULL)
		return LEVEL_NONE;
	n -= (size_t)(dot + 1 - s);
	return all_upper(dot + 1, n) ? level_of(dot + 1, n) : LEVEL_NONE;
}

/* A bare word: LEVEL_NONE to go on; done says that no level can follow. */
static enum level
bare(struct level_look *l, bool *done)
{
	const struct level_word *w = NULL;
	struct level_token t = level_token(l->c.p, l->c.e);
	enum level level = LEVEL_NONE;

	reach(l, t.s + t.n + 3);
	l->digits |= has_digit(t.s, t.n);
	if (t.pair || (t.n == 5 && memcmp(t.s, "LEVEL", 5) == 0))
		level = of_pair(l);
	else if ((w = level_word(t.s, t.n)) != NULL && !worth(l, t.s))
		w = NULL;
	if (w && as_level(l, w, t.s, t.n))
		return (enum level)w->level;
	if (!w && level == LEVEL_NONE)
		level = t.n > 0 && *t.s == '%' ? of_switch(t.s, t.n) :
		    of_channel(l, t.s, t.n);
	*done = level_over(l, &t, cursor_peek(&l->c, t.n));
	return level;
}

/* Look along a part of the line; far as in level_search(). */
static enum level
look(const char *s, size_t n, bool timed, const char **far)
{
	struct level_look l = { .c = { s, s + n }, .start = s,
	    .max = timed ? WORDS_MAX : 1, .timed = timed };
	enum level level = LEVEL_NONE;
	bool done = false;

	while (level == LEVEL_NONE && !done && !level_skip(&l)) {
		switch (*l.c.p) {
		case '[': level = in_brackets(&l, ']'); break;
		case '<': level = in_brackets(&l, '>'); break;
		case '\xe3': level = in_wide(&l); break;
		case '"': case '{': case '\0':
			done = true;
			break;
		default: level = bare(&l, &done);
		}
	}
	reach(&l, l.c.p + 2);
	*far = l.digits ? NULL : l.far;
	return level;
}

/* Redis: "12345:M 20 Nov 2026 20:52:36.123 * Ready", "[12345] 20 Nov ...". */
static enum level
of_redis(const char *line, size_t from, char mark)
{
	if (from < 3 || line[from - 1] != ' ' || !cursor_digit(line[line[0] == '[']) ||
	    (!upper(line[from - 2]) && line[from - 2] != ']'))
		return LEVEL_NONE;
	switch (mark) {
	case '#': return LEVEL_WARNING;
	case '*': return LEVEL_NOTICE;
	case '-': return LEVEL_INFO;
	case '.': return LEVEL_DEBUG;
	default: return LEVEL_NONE;
	}
}

/* One byte: glog's first letter, MongoDB's "I NETWORK", Redis' mark. */
static enum level
of_byte(const char *line, size_t n, size_t from, size_t to)
{
	if (from == 1 && upper(line[0]))
		return level_letter(line[0]);
	if (to + 4 > n || line[to] != ' ' || line[to + 2] != ' ')
		return LEVEL_NONE;
	if (upper(line[to + 1]) && upper(line[to + 3]))
		return level_letter(line[to + 1]);
	return of_redis(line, from, line[to + 1]);
}

/* PHP Warning:  x */
static enum level
of_php(struct cursor c, const char **far)
{
	cursor_one(&c, "]");
	if (!cursor_text(&c, " PHP "))
		return LEVEL_NONE;
	*far = NULL;
	if (cursor_text(&c, "Fatal error:"))
		return LEVEL_CRIT;
	if (cursor_text(&c, "Parse error:") ||
	    cursor_text(&c, "Recoverable fatal error:"))
		return LEVEL_ERR;
	if (cursor_text(&c, "Warning:"))
		return LEVEL_WARNING;
	if (cursor_text(&c, "Notice:") || cursor_text(&c, "Deprecated:"))
		return LEVEL_NOTICE;
	return LEVEL_NONE;
}

/* SQL Server: Error: 18456, Severity: 14, State: 8. */
static enum level
of_sqlserver(const char *s, size_t n, const char **far)
{
	static const char mark[] = ", Severity: ";
	struct cursor c = { s, s + n };
	int v;

	if (!cursor_text(&c, " spid") && !cursor_text(&c, " Logon ") &&
	    !cursor_text(&c, " Server ") && !cursor_text(&c, " Backup "))
		return LEVEL_NONE;
	*far = NULL;
	c.p = memmem(s, n, mark, sizeof mark - 1);
	if (!c.p)
		return LEVEL_NONE;
	c.p += sizeof mark - 1;
	v = cursor_number(&c, 1, 2);
	if (v < 0 || v > 25 || cursor_peek(&c, 0) != ',')
		return LEVEL_NONE;
	return v <= 10 ? LEVEL_INFO : v <= 16 ? LEVEL_ERR :
	    v <= 19 ? LEVEL_CRIT : LEVEL_ALERT;
}

/* Behind the time, which stands at from..to. */
static enum level
behind(const char *line, size_t n, size_t from, size_t to, const char **far)
{
	size_t left = n - to < LEVEL_REACH ? n - to : LEVEL_REACH;
	struct cursor c = { line + to, line + to + left };
	const char *php = c.e;
	enum level level = of_byte(line, n, from, to);

	*far = line + to + BYTES;
	if (level == LEVEL_NONE)
		level = of_php(c, &php);
	cursor_one(&c, "\"");	/* time="..." level=... */
	if (level == LEVEL_NONE)
		level = look(c.p, (size_t)(c.e - c.p), true, far);
	if (*far && *far < line + to + BYTES)
		*far = line + to + BYTES;
	if (!php)
		*far = NULL;
	return level == LEVEL_NONE ? of_sqlserver(line + to, left, far) : level;
}

/* The end of the time of day that the line begins with, 20:52:36.123; 0: none. */
static size_t
clock_end(const char *line, size_t n)
{
	struct cursor c = { line, line + n };

	cursor_one(&c, "[");
	for (int i = 0; i < 3; i++)
		if ((i > 0 && !cursor_one(&c, ":")) || cursor_number(&c, 2, 2) < 0)
			return 0;
	if (cursor_one(&c, ".,"))
		c.p += cursor_run(&c);
	return (size_t)(c.p - line);
}

/* A line of which nobody knows when it was written. */
static enum level
untimed(const char *line, size_t n, const char **far)
{
	enum level level;

	if (line[0] == ' ')
		return LEVEL_NONE;
	level = look(line, n < LEVEL_REACH ? n : LEVEL_REACH, false, far);
	if (*far && *far < line + BYTES)	/* it does not begin with a time of day */
		*far = line + BYTES;
	return level;
}

enum level
level_search(const char *line, size_t n, size_t from, size_t to, const char **far)
{
	enum level level = LEVEL_NONE;
	const char *before = line;

	*far = NULL;
	if (n == 0 || line[0] == '\t')
		return LEVEL_NONE;
	if ((level = of_pri(line, n)) != LEVEL_NONE)
		return level;
	if (line[0] == '{')
		return level_json(line, n);
	if (to == 0)
		to = clock_end(line, n);
	if (to == 0)
		return untimed(line, n, far);
	if (from > 0)
		level = look(line, from, true, &before);
	if (level == LEVEL_NONE)
		level = behind(line, n, from, to, far);
	else
		*far = line + to;
	if (!before || line[0] == '<')
		*far = NULL;
	return level;
}

enum level
level_find(const char *line, size_t n, size_t from, size_t to)
{
	const char *far;

	return level_search(line, n, from, to, &far);
}
