/* level_json - the severity that a line of JSON states. */
#include "level_json.h"

#include <string.h>

#include "keys.h"

enum level
level_letter(char c)
{
	switch (c) {
	case 'F': return LEVEL_CRIT;
	case 'E': return LEVEL_ERR;
	case 'W': return LEVEL_WARNING;
	case 'I': return LEVEL_INFO;
	case 'D': return LEVEL_DEBUG;
	default: return LEVEL_NONE;
	}
}

/* The number of pino and bunyan: 10 to 60. */
static enum level
of_tens(int v)
{
	static const signed char levels[] = {
		LEVEL_DEBUG, LEVEL_DEBUG, LEVEL_INFO, LEVEL_WARNING, LEVEL_ERR,
		LEVEL_CRIT,
	};

	if (v % 10 != 0 || v < 10 || v > 60)
		return LEVEL_NONE;
	return (enum level)levels[v / 10 - 1];
}

/* The level that is the value at c, as a word or, by journald and GELF, as a digit. */
static enum level
of_value(struct cursor c, bool digit)
{
	bool quoted = cursor_one(&c, "\"");
	size_t n = 0;

	if (digit && cursor_run(&c) == 1 && c.p[0] <= '7')
		return (enum level)(c.p[0] - '0');
	while (quoted && cursor_peek(&c, n) != '\0' && c.p[n] != '"' && c.p[n] != ' ')
		n++;
	return level_of(c.p, n);
}

static bool
names_level(const struct keys *k)
{
	static const char *const names[] = {
		"level", "severity", "levelname", "log.level", "loglevel", "log_level",
		"lvl", "l",
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (keys_is(k, names[i]))
			return true;
	return false;
}

/* What the members before told of who writes so. */
struct writer {
	bool mongodb, gelf, node;	/* node: pino or bunyan */
	int number;			/* the level as a number, -1: none */
};

/* {"log":{"level":"info"}} */
static enum level
nested(struct cursor c)
{
	struct keys in;

	keys_init(&in, c.p, (size_t)(c.e - c.p));
	if (!keys_next(&in) || !keys_is(&in, "level"))
		return LEVEL_NONE;
	return of_value(in.c, false);
}

/* What one member says. */
static enum level
of_member(const struct keys *k, struct writer *w)
{
	struct cursor c = k->c;

	if (keys_is(k, "level") && cursor_run(&c) > 0) {
		w->number = cursor_number(&c, 1, 2);
		return LEVEL_NONE;
	}
	if (names_level(k))
		return of_value(c, false);
	if (keys_is(k, "log"))
		return nested(c);
	if (k->n == 8 && memcmp(k->name, "PRIORITY", 8) == 0)
		return of_value(c, true);
	if (w->mongodb && keys_is(k, "s") && cursor_one(&c, "\"") &&
	    cursor_peek(&c, 1) == '"')
		return level_letter(c.p[0]);
	w->mongodb |= keys_is(k, "t") && cursor_peek(&c, 0) == '{';
	w->gelf |= keys_is(k, "short_message");
	w->node |= keys_is(k, "pid");
	return LEVEL_NONE;
}

/* "level":"INFO" and its like in a line that is JSON. */
enum level
level_json(const char *line, size_t n)
{
	struct writer w = { .number = -1 };
	enum level level = LEVEL_NONE;
	struct keys k;

	keys_init(&k, line, n);
	while (level == LEVEL_NONE && keys_next(&k))
		level = of_member(&k, &w);
	if (level != LEVEL_NONE || w.number < 0)
		return level;
	if (w.gelf)
		return w.number <= 7 ? (enum level)w.number : LEVEL_NONE;
	return w.node ? of_tens(w.number) : LEVEL_NONE;
}
