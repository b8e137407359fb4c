/* level - the severity that a line of a log states, as a keyword of RFC 5424. */
#include "level.h"

#include <string.h>
#include <strings.h>

#include "cursor.h"

enum {
	WORDS_MAX = 6,		/* bare words that are looked at */
	PLAIN_MAX = 1,		/* of them, words as in a sentence */
	BRACKET_MAX = 48,	/* longest text in brackets */
	KEY_REACH = 512,	/* how far a key "level" is looked for */
};

static const struct word {
	char text[16];
	signed char level;
	bool plain;	/* also a word of sentences: never without a mark unless in capitals */
} words[] = {
	{ "emerg", LEVEL_EMERG, false }, { "emergency", LEVEL_EMERG, false },
	{ "panic", LEVEL_EMERG, true }, { "alert", LEVEL_ALERT, true },
	{ "crit", LEVEL_CRIT, false }, { "critical", LEVEL_CRIT, false },
	{ "fatal", LEVEL_CRIT, false }, { "err", LEVEL_ERR, false },
	{ "erro", LEVEL_ERR, false }, { "error", LEVEL_ERR, false },
	{ "severe", LEVEL_ERR, true }, { "warn", LEVEL_WARNING, false },
	{ "warning", LEVEL_WARNING, false }, { "notice", LEVEL_NOTICE, true },
	{ "noti", LEVEL_NOTICE, false }, { "note", LEVEL_NOTICE, true },
	{ "info", LEVEL_INFO, false }, { "information", LEVEL_INFO, false },
	{ "informational", LEVEL_INFO, false }, { "config", LEVEL_INFO, true },
	{ "debug", LEVEL_DEBUG, false }, { "debu", LEVEL_DEBUG, false },
	{ "trace", LEVEL_DEBUG, true }, { "fine", LEVEL_DEBUG, true },
	{ "finer", LEVEL_DEBUG, true }, { "finest", LEVEL_DEBUG, true },
	{ "verbose", LEVEL_DEBUG, true }, { "log", LEVEL_INFO, true },
}, chinese[] = {
	{ "致命错误", LEVEL_CRIT, false }, { "致命", LEVEL_CRIT, false },
	{ "严重", LEVEL_ERR, false }, { "错误", LEVEL_ERR, false },
	{ "警告", LEVEL_WARNING, false }, { "注意", LEVEL_NOTICE, false },
	{ "通知", LEVEL_NOTICE, false }, { "信息", LEVEL_INFO, false },
	{ "日志", LEVEL_INFO, false }, { "调试", LEVEL_DEBUG, false },
};

/* What a line says in a place, while it is read. */
struct look {
	struct cursor c;
	int bare, plain;	/* words so far; of them in small letters only */
	bool capitals;		/* the last was a word in capitals */
	int max;		/* words to look at */
	bool timed;		/* it stands behind a time */
};

static bool
upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static const struct word *
find(const char *s, size_t n)
{
	if (n == 6 && memcmp(s, "DEBUG", 5) == 0 && s[5] >= '1' && s[5] <= '5')
		n = 5;		/* PostgreSQL has five */
	if (n < 3 || n > 15)
		return NULL;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if ((s[0] | 0x20) == words[i].text[0] && strncasecmp(s, words[i].text, n) == 0 &&
		    words[i].text[n] == '\0')
			return &words[i];
	for (size_t i = 0; (s[0] & 0x80) && i < sizeof chinese / sizeof chinese[0]; i++)
		if (strlen(chinese[i].text) == n && memcmp(s, chinese[i].text, n) == 0)
			return &chinese[i];
	return NULL;
}

enum level
level_of(const char *word, size_t n)
{
	const struct word *w = find(word, n);

	return w ? (enum level)w->level : LEVEL_NONE;
}

const char *
level_name(enum level level)
{
	static const char *const names[] = {
		"emerg", "alert", "crit", "err", "warning", "notice", "info", "debug",
	};

	return level >= LEVEL_EMERG && level <= LEVEL_DEBUG ? names[level] : "";
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

/* The level in brackets, [error], [ INFO], <Warning>, [core:error]; goes over them. */
static enum level
in_brackets(struct look *l, char close)
{
	const char *s = l->c.p + 1, *e, *from;
	size_t n = (size_t)(l->c.e - s);

	e = memchr(s, close, n < BRACKET_MAX ? n : BRACKET_MAX);
	if (!e) {
		l->c.p++;
		return LEVEL_NONE;
	}
	l->c.p = e + 1;
	l->capitals = false;
	if (e - s == 6 && memcmp(s, "System", 6) == 0 && cursor_text(&l->c, " [MY-"))
		return LEVEL_NOTICE;	/* MySQL 8 */
	for (from = e; from > s && from[-1] != ':'; from--)
		;
	if (from > s && from - s > 1 && !lower(s[0]))	/* only Apache's module:level */
		from = s;
	while (from < e && *from == ' ')
		from++;
	while (e > from && e[-1] == ' ')
		e--;
	return level_of(from, (size_t)(e - from));
}

/* level=warn, severity="ERROR", db2diag's LEVEL: Error */
static enum level
of_pair(struct cursor c)
{
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
	return level_of(c.p, n);
}

/* Is this word, which is in the list, used as a level here? */
static bool
as_level(const struct look *l, const struct word *w, const char *s, size_t n)
{
	char next = cursor_peek(&l->c, n), after = cursor_peek(&l->c, n + 1);
	bool colon = next == ':' || (next == '\xef' && after == '\xbc');

	if (n == 3 && memcmp(s, "LOG", 3) == 0)
		return colon;
	if (s[0] & 0x80)
		return colon || (l->timed && l->bare == 0);
	for (size_t i = 0; i < n; i++)
		if (!upper(s[i]))
			return !w->plain && l->bare == 0 && (colon ||
			    (l->timed && (next == ',' || next == '|' || next == '\t' ||
			    (next == ' ' && after == ' '))));
	return l->timed || colon || (l->bare == 0 && next == ' ' && after == ' ');
}

/* The end of the word at the start of s. */
static size_t
word_end(const struct cursor *c)
{
	size_t n = 0;

	for (char x; (x = cursor_peek(c, n)) != '\0'; n++)
		if (strchr(" \t|[]<>,;:\"", x) || (x == '\xef' && cursor_peek(c, n + 1) == '\xbc'))
			break;
	return n;
}

/* A bare word: LEVEL_NONE to go on; done says that no level can follow. */
static enum level
bare(struct look *l, bool *done)
{
	const char *s = l->c.p;
	size_t n = word_end(&l->c);
	const struct word *w = find(s, n);
	char next = cursor_peek(&l->c, n);
	bool capitals = n > 1, small = n > 0;
	enum level level;

	if (w && !l->capitals && as_level(l, w, s, n))
		return (enum level)w->level;
	for (size_t i = 0; i < n; i++) {
		capitals = capitals && upper(s[i]);
		small = small && lower(s[i]);
	}
	if (n > 3 && (s[0] | 0x20) >= 'l' && (level = of_pair(l->c)) != LEVEL_NONE)
		return level;
	l->capitals = capitals;
	l->bare++;
	l->plain += small;
	*done = l->bare >= l->max || l->plain > PLAIN_MAX || (capitals && next == ':');
	l->c.p += n ? n : 1;
	return LEVEL_NONE;
}

/* Look along a part of the line. */
static enum level
look(const char *s, size_t n, bool timed)
{
	struct look l = { .c = { s, s + n },
	    .max = timed ? WORDS_MAX : 1, .timed = timed };
	enum level level = LEVEL_NONE;
	bool done = false;

	while (level == LEVEL_NONE && !done && l.c.p < l.c.e) {
		switch (*l.c.p) {
		case ' ': case '\t': case '|': case ',': case '-': case ':': case ';':
		case ']': case '>': case '.':
			l.c.p++;
			break;
		case '[': level = in_brackets(&l, ']'); break;
		case '<': level = in_brackets(&l, '>'); break;
		case '"': case '{': case '\0':
			done = true;
			break;
		default: level = bare(&l, &done);
		}
	}
	return level;
}

/* "level":"INFO" and its like in a line that is JSON. */
static enum level
in_json(const char *line, size_t n)
{
	static const char *const keys[] = {
		"\"level\"", "\"severity\"", "\"levelname\"", "\"log.level\"", "\"loglevel\"",
		"\"lvl\"", "\"Level\"",
	};

	n = n < KEY_REACH ? n : KEY_REACH;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		struct cursor c = { memmem(line, n, keys[i], strlen(keys[i])), line + n };
		size_t len = 0;

		if (!c.p)
			continue;
		c.p += strlen(keys[i]);
		cursor_blanks(&c);
		if (!cursor_one(&c, ":"))
			continue;
		cursor_blanks(&c);
		if (!cursor_one(&c, "\""))
			continue;
		while (cursor_peek(&c, len) != '\0' && c.p[len] != '"' && c.p[len] != ' ')
			len++;
		return level_of(c.p, len);
	}
	return LEVEL_NONE;
}

/* One letter: MongoDB's "I NETWORK", Redis' "* Ready", glog's first. */
static enum level
of_letter(const char *line, size_t n, size_t from, size_t to)
{
	static const char letters[] = "FEWID", marks[] = "#*-.";
	static const enum level letter_levels[] = {
		LEVEL_CRIT, LEVEL_ERR, LEVEL_WARNING, LEVEL_INFO, LEVEL_DEBUG,
	}, mark_levels[] = { LEVEL_WARNING, LEVEL_NOTICE, LEVEL_INFO, LEVEL_DEBUG };
	const char *at;

	if (from == 1 && upper(line[0]) && (at = strchr(letters, line[0])) != NULL)
		return letter_levels[at - letters];
	if (to + 4 > n || line[to] != ' ' || line[to + 1] == '\0' || line[to + 2] != ' ')
		return LEVEL_NONE;
	if ((at = strchr(letters, line[to + 1])) != NULL && upper(line[to + 3]))
		return letter_levels[at - letters];
	if ((at = strchr(marks, line[to + 1])) != NULL && from > 2 && cursor_digit(line[0]) &&
	    line[from - 1] == ' ' && (upper(line[from - 2]) || line[from - 2] == ']'))
		return mark_levels[at - marks];
	return LEVEL_NONE;
}

/* SQL Server: Error: 18456, Severity: 14, State: 8. */
static enum level
of_sqlserver(const char *s, size_t n)
{
	static const char mark[] = ", Severity: ";
	struct cursor c = { memmem(s, n, mark, sizeof mark - 1), s + n };
	int v;

	if (!c.p)
		return LEVEL_NONE;
	c.p += sizeof mark - 1;
	v = cursor_number(&c, 1, 2);
	if (v < 0 || v > 25 || cursor_peek(&c, 0) != ',')
		return LEVEL_NONE;
	return v <= 10 ? LEVEL_INFO : v <= 16 ? LEVEL_ERR : v <= 19 ? LEVEL_CRIT : LEVEL_ALERT;
}

enum level
level_find(const char *line, size_t n, size_t from, size_t to)
{
	enum level level;
	size_t left = n - to < LEVEL_REACH ? n - to : LEVEL_REACH;

	if (n == 0 || line[0] == '\t' || (level = of_pri(line, n)) != LEVEL_NONE)
		return n == 0 || line[0] == '\t' ? LEVEL_NONE : level;
	if (line[0] == '{')
		return in_json(line, n);
	if (to == 0)
		return line[0] == ' ' ? LEVEL_NONE : look(line, left, false);
	if (from > 0 && (level = look(line, from, true)) != LEVEL_NONE)
		return level;
	if ((level = of_letter(line, n, from, to)) == LEVEL_NONE &&
	    (level = look(line + to, left, true)) == LEVEL_NONE)
		level = of_sqlserver(line + to, left);
	return level;
}
