/* calfile - calendar files: what they say of the days, before anybody counts with it. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "calfile_reader.h"
#include "conf.h"
#include "err.h"
#include "mem.h"
#include "num.h"
#include "zone.h"

/* --- the sections ------------------------------------------------------------- */

static void
take_hours(struct calfile_reader *r, const struct conf_section *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct conf_entry *e = &s->entries[i];
		unsigned set = calhours_weekdays(e->key);
		const char *why = NULL;

		if (set == 0)
			conf_bad(s, e->line,
			    "'%s' is not a weekday such as mon or mon-fri", e->key);
		for (int d = 0; d < 7 && !why && r->depth == 0; d++)
			if (set & 1U << d)
				why = calhours_add(&r->cal->week[d], e->value);
		if (why)
			conf_bad(s, e->line, "'%s' %s", e->value, why);
	}
}

/* Of several lists taken together, only the years that all know are known. */
static void
know(struct calfile *c, int from, int to)
{
	if (from > c->known_from)
		c->known_from = from;
	if (to < c->known_to)
		c->known_to = to;
}

static void
take_known(struct calfile_reader *r, const struct conf_section *s)
{
	const struct conf_entry *e = conf_entry(s, "known");
	int from, to;

	if (!e)
		return;
	r->known_said = true;
	if (strcmp(e->value, "always") == 0)
		return;
	from = to = strlen(e->value) >= 4 ? num_digits(e->value, 4) : -1;
	if (from >= 0 && strlen(e->value) == 9 && e->value[4] == '-')
		to = num_digits(e->value + 5, 4);
	else if (strlen(e->value) != 4)
		from = -1;
	if (from < 0 || to < from)
		conf_bad(s, e->line,
		    "known: '%s' is not years such as 2020-2026, or always", e->value);
	else
		know(r->cal, from, to);
}

static void
take_zone(struct calfile_reader *r, const struct conf_section *s)
{
	const struct conf_entry *e = conf_entry(s, "zone");

	if (r->depth > 0)
		return;
	if (!e || !*e->value) {
		conf_bad(s, s->line, "no zone: say whose local time the hours are");
		return;
	}
	zone_free(r->cal->zone);
	r->cal->zone = zone_new(e->value);
	if (!r->cal->zone)
		conf_bad(s, e->line, "zone '%s': %s", e->value,
		    errno == ENOENT ? "no such zone (is tzdata installed?)" :
		    "its file is not sound");
}

static bool take_file(struct calfile_reader *, const char *path, struct conf *);

/* The path of another calendar: a file, or NAME.conf beside the first or in dir. */
static struct conf *
open_calendar(const char *dir, const char *beside, const char *name, struct buf *path)
{
	const char *slash = beside ? strrchr(beside, '/') : NULL;
	char *etc = NULL;

	buf_cut(path, 0);
	if (strchr(name, '/')) {
		buf_str(path, name);
		return conf_read(buf_text(path));
	}
	if (slash) {
		buf_put(path, beside, (size_t)(slash - beside) + 1);
		buf_str(path, name);
		buf_str(path, ".conf");
		if (access(buf_text(path), F_OK) == 0)
			return conf_read(buf_text(path));
		buf_cut(path, 0);
	}
	if (!dir)
		dir = etc = conf_etc("calendars");
	buf_fmt(path, "%s/%s.conf", dir, name);
	free(etc);
	return conf_read(buf_text(path));
}

static void
take_others(struct calfile_reader *r, const struct conf_section *s)
{
	struct buf path = BUF_INIT;

	for (size_t i = 0; i < s->n; i++) {
		const struct conf_entry *e = &s->entries[i];
		struct calfile_reader other = {
			.cal = r->cal, .dir = r->dir, .depth = r->depth + 1,
		};
		struct conf *c;

		if (strcmp(e->key, "holidays") != 0)
			continue;
		if (r->depth == CALFILE_DEPTH_MAX) {
			conf_bad(s, e->line,
			    "calendars take days from each other too deeply");
			break;
		}
		c = open_calendar(r->dir, s->conf->path, e->value, &path);
		if (!c || !take_file(&other, buf_text(&path), c))
			conf_bad(s, e->line, "holidays: cannot take the days of '%s'",
			    e->value);
		conf_free(c);
	}
	buf_clear(&path);
}

static void
take_makeup(struct calfile_reader *r, const struct conf_section *s)
{
	const struct conf_entry *e = conf_entry(s, "makeup");
	struct calfile *c = r->cal;
	int d = e ? calhours_weekday(e->value, strlen(e->value)) : 1;

	if (r->depth > 0)
		return;
	if (d < 0) {
		conf_bad(s, e->line, "makeup: '%s' is not a weekday such as mon",
		    e->value);
		return;
	}
	for (int i = 0; !e && i < 7 && c->week[d].n == 0; i++)
		d = (d + 1) % 7;
	c->makeup = c->week[d];
	if (e && c->makeup.n == 0)
		conf_bad(s, e->line, "makeup: %s has no hours", e->value);
}

static void
take_calendar(struct calfile_reader *r, const struct conf_section *s)
{
	static const char *const keys[] = {
		"title", "zone", "holidays", "known", "makeup", "due_at_close", NULL,
	};
	const struct conf_entry *e = conf_entry(s, "due_at_close");
	const char *title = conf_get(s, "title");

	conf_only(s, keys);
	take_zone(r, s);
	take_known(r, s);
	take_others(r, s);
	if (r->depth > 0)
		return;
	free(r->cal->title);
	r->cal->title = mem_str(title ? title : r->cal->name);
	if (e && strcmp(e->value, "next") == 0)
		r->cal->due_next = true;
	else if (e && strcmp(e->value, "closing") != 0)
		conf_bad(s, e->line, "due_at_close: '%s' is not closing or next",
		    e->value);
}

static bool
has_hours(const struct calfile *c)
{
	for (int d = 0; d < 7; d++)
		if (c->week[d].n > 0)
			return true;
	return false;
}

/* Others first, then the rest in the order in which one wins over the other. */
static void
take_sections(struct calfile_reader *r, const struct conf *conf)
{
	static const struct {
		const char *kind;
		void (*take)(struct calfile_reader *, const struct conf_section *);
	} order[] = {
		{ "calendar", take_calendar },
		{ "hours", take_hours },
		{ "holidays", calfile_take_holidays },
		{ "workdays", calfile_take_workdays },
	};

	for (size_t k = 0; k < sizeof order / sizeof *order; k++)
		for (size_t i = 0; i < conf->n; i++)
			if (strcmp(conf->sections[i].head, order[k].kind) == 0)
				order[k].take(r, &conf->sections[i]);
	for (size_t i = 0; i < conf->n; i++) {
		const struct conf_section *s = &conf->sections[i];

		if (strcmp(s->head, "shifts") == 0 || strcmp(s->head, "breaks") == 0)
			calfile_take_dated_hours(r, s, s->head[0] == 's');
		else if (strcmp(s->head, "calendar") == 0)
			take_makeup(r, s);
		else if (strcmp(s->head, "hours") != 0 &&
		    strcmp(s->head, "holidays") != 0 && strcmp(s->head, "workdays") != 0)
			conf_bad(s, s->line, "unknown section '%s'", s->head);
	}
}

static bool
take_file(struct calfile_reader *r, const char *path, struct conf *conf)
{
	unsigned calendars = 0;

	r->dated_from = INT_MAX;
	r->dated_to = INT_MIN;
	for (size_t i = 0; i < conf->n; i++)
		if (strcmp(conf->sections[i].head, "calendar") == 0 && ++calendars > 1)
			conf_bad(&conf->sections[i], conf->sections[i].line,
			    "[calendar] a second time");
	take_sections(r, conf);
	if (!r->known_said && r->dated_from <= r->dated_to)
		know(r->cal, r->dated_from, r->dated_to);
	if (!calendars && conf->bad == 0) {
		warn_msg("%s:1: no section [calendar]", path);
		conf->bad++;
	}
	if (r->depth == 0 && conf->bad == 0 && !has_hours(r->cal)) {
		warn_msg("%s:1: no hours: without a section [hours] no time ever counts",
		    path);
		conf->bad++;
	}
	return conf->bad == 0;
}

/* Takes conf over. */
static struct calfile *
from_conf(const char *dir, const char *name, const char *path, struct conf *conf)
{
	struct calfile *c = mem_zero(1, sizeof *c);
	struct calfile_reader r = { .cal = c, .dir = dir };
	bool good;

	c->name = mem_str(name);
	c->known_from = INT_MIN;
	c->known_to = INT_MAX;
	good = conf->bad == 0 && take_file(&r, path, conf);
	conf_free(conf);
	if (good)
		return c;
	calfile_free(c);
	return NULL;
}

/* "calendars/5x8.conf" is called 5x8. */
static char *
short_name(const char *name)
{
	const char *slash = strrchr(name, '/');
	size_t n;

	name = slash ? slash + 1 : name;
	n = strlen(name);
	if (n > 5 && strcmp(name + n - 5, ".conf") == 0)
		n -= 5;
	return mem_copy(name, n);
}

struct calfile *
calfile_read(const char *dir, const char *name)
{
	struct buf path = BUF_INIT;
	struct conf *conf = open_calendar(dir, NULL, name, &path);
	struct calfile *c = NULL;
	char *own = short_name(name);

	if (conf)
		c = from_conf(dir, own, buf_text(&path), conf);
	free(own);
	buf_clear(&path);
	return c;
}

struct calfile *
calfile_parse(const char *dir, const char *name, const char *text, size_t n)
{
	return from_conf(dir, name, name, conf_parse(name, text, n));
}

void
calfile_free(struct calfile *c)
{
	if (!c)
		return;
	calfile_free_days(c);
	zone_free(c->zone);
	free(c->title);
	free(c->name);
	free(c);
}
