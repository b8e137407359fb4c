/* entry_file - the form of entries, as a file of etc/entries says it. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "conf.h"
#include "entry_parts.h"
#include "err.h"
#include "mem.h"

enum {
	LIKE_MAX = 4,		/* files that are like others that are like others */
	WHY = 256,
	LEAST = 1 << 10,	/* bytes of an entry that may be the most */
};

static const char *const roles[ENTRY_ROLES] = {
	[ENTRY_START] = "start",
	[ENTRY_HEAD] = "head",
	[ENTRY_NOT_START] = "not_start",
	[ENTRY_CONTINUE] = "continue",
	[ENTRY_GOES_ON] = "goes_on",
	[ENTRY_MAY_GO_ON] = "may_go_on",
	[ENTRY_END] = "end",
	[ENTRY_JOIN] = "join",
	[ENTRY_PAIR] = "pair",
};

static const char *const known[] = {
	"title", "like", "start", "head", "not_start", "continue", "goes_on", "may_go_on",
	"end", "join", "pair", "key", "hold", "indent", "empty", "braces", "timeout",
	"max", "yes", "no", NULL
};

static void
take_patterns(struct entry_form *f, const struct conf_section *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct conf_entry *e = &s->entries[i];
		const char *bad = NULL;
		char why[WHY];

		for (size_t role = 0; role < ENTRY_ROLES; role++)
			if (strcmp(e->key, roles[role]) == 0)
				bad = entry_form_add(f, (enum entry_role)role, e->value,
				    why, sizeof why);
		if (strcmp(e->key, "key") == 0)
			bad = entry_form_key(f, e->value, why, sizeof why);
		if (bad)
			conf_bad(s, e->line, "%s: %s", e->key, bad);
	}
}

static void
take_values(struct entry_form *f, const struct conf_section *s)
{
	const char *title = conf_get(s, "title");
	int64_t max = conf_size(s, "max", (int64_t)f->max);

	if (title) {
		free(f->title);
		f->title = mem_str(title);
	}
	f->indent = conf_bool(s, "indent", f->indent);
	f->empty = conf_bool(s, "empty", f->empty);
	f->braces = conf_bool(s, "braces", f->braces);
	f->hold = (size_t)conf_int(s, "hold", 1, ENTRY_HOLD_LINES, (int64_t)f->hold);
	f->timeout_ns = conf_duration(s, "timeout", f->timeout_ns);
	if (max < LEAST || max > ENTRY_MAX)
		conf_bad(s, conf_entry(s, "max")->line, "max: from %d to %d bytes", LEAST,
		    ENTRY_MAX);
	else
		f->max = (size_t)max;
}

static bool
begins(const struct entry_form *f, const char *line)
{
	size_t n = strlen(line);
	uint64_t may = entry_may(f, line, n);

	return !entry_is(f, ENTRY_CONTINUE, may, line, n) &&
	    (entry_is(f, ENTRY_HEAD, may, line, n) || entry_starts(f, may, line, n));
}

/* The sample lines of the file hold. */
static void
try_samples(const struct entry_form *f, const struct conf_section *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct conf_entry *e = &s->entries[i];

		if (strcmp(e->key, "yes") == 0 && !begins(f, e->value))
			conf_bad(s, e->line, "yes: this line begins no entry");
		else if (strcmp(e->key, "no") == 0 && begins(f, e->value))
			conf_bad(s, e->line, "no: this line begins an entry");
	}
}

static const struct conf_section *
only_section(struct conf *c)
{
	const struct conf_section *found = NULL;

	for (size_t i = 0; i < c->n; i++) {
		struct conf_section *s = &c->sections[i];

		if (strcmp(s->head, "entry") != 0)
			conf_bad(s, s->line, "unknown section [%s]", s->head);
		else if (found)
			conf_bad(s, s->line, "[entry] again");
		else
			found = s;
	}
	return found;
}

static bool read_into(struct entry_form *f, const char *path, unsigned depth);

/* The rules of NAME.conf in the same directory come first. */
static void
take_like(struct entry_form *f, const struct conf_section *s, unsigned depth)
{
	const struct conf_entry *e = conf_entry(s, "like");
	const char *slash = strrchr(s->conf->path, '/');
	struct buf path = BUF_INIT;

	if (!e)
		return;
	if (depth == LIKE_MAX) {
		conf_bad(s, e->line, "like: more than %d files deep", LIKE_MAX);
		return;
	}
	if (slash)
		buf_put(&path, s->conf->path, (size_t)(slash + 1 - s->conf->path));
	buf_fmt(&path, "%s.conf", e->value);
	if (strchr(e->value, '/') || !read_into(f, buf_text(&path), depth + 1))
		conf_bad(s, e->line, "like: no good form '%s' beside this one", e->value);
	buf_clear(&path);
}

static void
take_section(struct entry_form *f, const struct conf_section *s, unsigned depth)
{
	conf_only(s, known);
	take_like(f, s, depth);
	take_patterns(f, s);
	take_values(f, s);
	if (depth > 0 || s->conf->bad)
		return;
	if ((f->of[ENTRY_JOIN] || f->of[ENTRY_PAIR]) != (f->nkeys > 0))
		conf_bad(s, s->line, "join or pair need a key, and a key one of them");
	entry_form_ready(f);
	try_samples(f, s);
}

static bool
read_into(struct entry_form *f, const char *path, unsigned depth)
{
	struct conf *c = conf_read(path);
	const struct conf_section *s;
	bool ok;

	if (!c)
		return false;
	s = only_section(c);
	if (s)
		take_section(f, s, depth);
	else if (!c->bad)
		warn_msg("%s:1: no section [entry]", path);
	ok = s && !c->bad;
	conf_free(c);
	return ok;
}

struct entry_form *
entry_form_named(const char *name)
{
	struct entry_form *f = entry_form_new();
	struct buf path = BUF_INIT;
	char *dir = NULL;

	if (strchr(name, '/')) {
		buf_str(&path, name);
	} else {
		dir = conf_etc("entries");
		buf_fmt(&path, "%s/%s.conf", dir, name);
	}
	if (!read_into(f, buf_text(&path), 0)) {
		entry_form_free(f);
		f = NULL;
	}
	buf_clear(&path);
	free(dir);
	return f;
}
