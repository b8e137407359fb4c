/* logclassify_set - the members that a rule sets. */
#include "logclassify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "json.h"
#include "mem.h"
#include "num.h"

enum { PRIORITY_MAX = 4 };

static const char blanks[] = " \t";

static bool
is_name(const char *s, size_t n)
{
	static const char more[] = "_0123456789";

	for (size_t i = 0; i < n; i++) {
		bool letter = (s[i] >= 'a' && s[i] <= 'z') ||
		    (s[i] >= 'A' && s[i] <= 'Z');

		if (!letter && (i == 0 ? s[i] != '_' :
		    !memchr(more, s[i], sizeof more - 1)))
			return false;
	}
	return n > 0;
}

static bool
among(const char *const words[], const char *s, size_t n)
{
	for (; *words; words++)
		if (strlen(*words) == n && memcmp(*words, s, n) == 0)
			return true;
	return false;
}

/* What identifies a record, and what logclassify says itself. */
static bool
is_own(const char *s, size_t n)
{
	static const char *const own[] = {
		"time", "type", "msg", "path", "fid", "off", "end", "seq", "n", "rule",
		"fields", "fp", "template", NULL
	};

	return among(own, s, n);
}

static bool
is_severity(const char *json, size_t n)
{
	static const char *const severities[] = {
		"\"emerg\"", "\"alert\"", "\"crit\"", "\"err\"", "\"warning\"",
		"\"notice\"", "\"info\"", "\"debug\"", NULL
	};

	return among(severities, json, n);
}

void
settings_put(struct settings *set, const char *member, const char *json, size_t n)
{
	struct setting *s = NULL;

	for (size_t i = 0; i < set->n; i++)
		if (strcmp(set->v[i].member, member) == 0)
			s = &set->v[i];
	if (s) {
		free(s->json);
	} else {
		set->v = mem_grow(set->v, &set->cap, set->n + 1, sizeof *set->v);
		s = &set->v[set->n++];
		s->member = mem_str(member);
	}
	s->json = mem_copy(json, n);
	s->n = n;
}

void
settings_copy(struct settings *set, const struct settings *from)
{
	for (size_t i = 0; i < from->n; i++)
		settings_put(set, from->v[i].member, from->v[i].json, from->v[i].n);
}

void
settings_clear(struct settings *set)
{
	for (size_t i = 0; i < set->n; i++) {
		free(set->v[i].member);
		free(set->v[i].json);
	}
	free(set->v);
	*set = (struct settings){ 0 };
}

/* A word as JSON: whole numbers as they are spelled, true, false, else a string. */
static void
put_word(struct buf *json, const char *word)
{
	char spelled[32];
	int64_t v;

	if (num_i64(word, INT64_MIN, INT64_MAX, &v) == 0) {
		snprintf(spelled, sizeof spelled, "%" PRId64, v);
		if (strcmp(spelled, word) == 0) {
			buf_str(json, word);
			return;
		}
	}
	if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0)
		buf_str(json, word);
	else
		json_put_buf(json, word, strlen(word));
}

/* The value at *p, which moves past it: NULL, or what is wrong. */
static const char *
read_value(const char **p, struct buf *json)
{
	const char *why = NULL;
	size_t n, at;
	char *word;

	if (**p == '"') {
		n = json_value(*p, strlen(*p), &why, &at);
		if (n == 0)
			return why;
		buf_put(json, *p, n);
	} else {
		n = strcspn(*p, blanks);
		if (n == 0)
			return "a member without a value";
		if (!json_utf8(*p, n))
			return "not UTF-8";
		word = mem_copy(*p, n);
		put_word(json, word);
		free(word);
	}
	*p += n;
	return NULL;
}

static const char *
check(const char *member, struct buf *json)
{
	if (strcmp(member, "severity") == 0 && !is_severity(json->p, json->n))
		return "severity is one of emerg alert "
		    "crit err warning notice info debug";
	if (strcmp(member, "priority") == 0 &&
	    (json->n != 1 || json->p[0] < '1' || json->p[0] > '0' + PRIORITY_MAX))
		return "priority is 1 to 4";
	return NULL;
}

/* One member=value at *p, which moves past it. */
static const char *
read_one(struct settings *set, const char **p)
{
	size_t n = strcspn(*p, "= \t");
	struct buf json = BUF_INIT;
	const char *why;
	char *member;

	if ((*p)[n] != '=')
		return "not member=value";
	if (!is_name(*p, n))
		return "the name of a member is letters, digits and _";
	if (is_own(*p, n))
		return "this member is not for rules to set";
	member = mem_copy(*p, n);
	*p += n + 1;
	why = read_value(p, &json);
	if (!why)
		why = check(member, &json);
	if (!why && **p && !strchr(blanks, **p))
		why = "no blank after a value";
	if (!why)
		settings_put(set, member, json.p, json.n);
	free(member);
	buf_clear(&json);
	return why;
}

const char *
settings_add(struct settings *set, const char *line)
{
	const char *why = NULL;

	line += strspn(line, blanks);
	if (!*line)
		return "nothing to set";
	while (*line && !why) {
		if (set->n == SETTINGS_MAX)
			return "too many members";
		why = read_one(set, &line);
		line += strspn(line, blanks);
	}
	return why;
}
