/*
 * slawatch_contract - contracts: the sections of their
 * files, calendars and record types.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cal.h"
#include "conf.h"
#include "err.h"
#include "expr.h"
#include "mem.h"
#include "num.h"
#include "slawatch.h"
#include "ts.h"

enum { CLOCKS_MAX = 100000 };	/* open ones, unless the contract says otherwise */

#define FORGET (30 * 86400 * TS_SECOND)

struct cal *
contract_cal(struct contract *c, const struct conf_section *s, unsigned line,
    const char *name)
{
	for (size_t i = 0; i < c->ncals; i++)
		if (strcmp(cal_name(c->cals[i]), name) == 0)
			return c->cals[i];
	if (c->ncals == CALS_MAX) {
		conf_bad(s, line, "more than %d calendars", CALS_MAX);
		return NULL;
	}
	c->cals[c->ncals] = cal_read(NULL, name);
	if (!c->cals[c->ncals]) {
		conf_bad(s, line, "calendar '%s' cannot be used", name);
		return NULL;
	}
	return c->cals[c->ncals++];
}

/* The bit of a record type, given one when it is new; 0 at the bound. */
static uint32_t
type_bit(struct contract *c, const char *name, size_t n)
{
	for (size_t i = 0; i < c->ntypes; i++)
		if (strlen(c->types[i]) == n && memcmp(c->types[i], name, n) == 0)
			return UINT32_C(1) << i;
	if (c->ntypes == TYPES_MAX)
		return 0;
	c->types[c->ntypes] = mem_copy(name, n);
	return UINT32_C(1) << c->ntypes++;
}

/* "on = case check": the types of records that the section's conditions look at. */
uint32_t
contract_types(struct contract *c, const struct conf_section *s, const char *otherwise)
{
	const struct conf_entry *e = conf_entry(s, "on");
	const char *p = e ? e->value : otherwise;
	uint32_t set = 0;

	while (*(p += strspn(p, " \t,"))) {
		size_t n = strcspn(p, " \t,");
		uint32_t bit = type_bit(c, p, n);

		if (!bit)
			conf_bad(s, e ? e->line : s->line,
			    "more than %d types of records", TYPES_MAX);
		set |= bit;
		p += n;
	}
	if (!set && e)
		conf_bad(s, e->line, "on: no type of records");
	return set;
}

struct expr *
contract_expr(const struct conf_section *s, const char *key, const char **text)
{
	const struct conf_entry *e = conf_entry(s, key);
	char why[256];
	struct expr *x;

	if (text)
		*text = e ? e->value : NULL;
	if (!e)
		return NULL;
	x = expr_new(e->value, why, sizeof why);
	if (!x)
		conf_bad(s, e->line, "%s: %s", key, why);
	return x;
}

static void
read_head(struct contract *c, const struct conf_section *s)
{
	static const char *const keys[] = {
		"name", "title", "calendar", "key", "level", "clocks_max", "forget", NULL,
	};
	const struct conf_entry *e = conf_entry(s, "calendar");
	const char *v;

	conf_only(s, keys);
	if ((v = conf_get(s, "name")) != NULL)
		c->name = v;
	if ((v = conf_get(s, "title")) != NULL)
		c->title = v;
	if ((v = conf_get(s, "key")) != NULL)
		c->key = v;
	if (e)
		c->cal = contract_cal(c, s, e->line, e->value);
	c->level = (int)conf_int(s, "level", 1, LEVELS_MAX, c->level);
	c->clocks_max = conf_int(s, "clocks_max", 1, 100000000, c->clocks_max);
	c->forget = conf_duration(s, "forget", c->forget);
}

static int
level_number(struct contract *c, const struct conf_section *s)
{
	int64_t v;

	if (num_i64(s->name, 1, LEVELS_MAX, &v) < 0) {
		conf_bad(s, s->line, "'%s' is not a level from 1 to %d", s->name,
		    LEVELS_MAX);
		return 0;
	}
	if (c->has_level[v])
		conf_bad(s, s->line, "level %s a second time", s->name);
	return (int)v;
}

static void
read_level(struct contract *c, const struct conf_section *s)
{
	int level = level_number(c, s);
	const char *title = conf_get(s, "title");

	c->has_level[level] = true;
	c->level_title[level] = title ? title : "";
	clock_levels(c, s, level);
}

static void
check_name(const struct conf_section *s, const char *other)
{
	if (!*s->name)
		conf_bad(s, s->line, "[%s] without a name", s->kind);
	else if (other)
		conf_bad(s, s->line, "[%s] a second time", s->head);
}

static const char *
same_clock(const struct contract *c, const char *name)
{
	for (size_t i = 0; i < c->nclocks; i++)
		if (strcmp(c->clocks[i].name, name) == 0)
			return name;
	return NULL;
}

static const char *
same_duty(const struct contract *c, const char *name)
{
	for (size_t i = 0; i < c->nduties; i++)
		if (strcmp(c->duties[i].name, name) == 0)
			return name;
	return NULL;
}

static void
read_named(struct contract *c, const struct conf_section *s)
{
	if (strcmp(s->kind, "clock") == 0) {
		check_name(s, same_clock(c, s->name));
		clock_read(c, &c->clocks[c->nclocks++], s);
	} else if (strcmp(s->kind, "duty") == 0) {
		check_name(s, same_duty(c, s->name));
		duty_read(c, &c->duties[c->nduties++], s);
	}
}

/* Calls take for the sections of one kind. */
static void
each_section(struct contract *c, const char *kind,
    void (*take)(struct contract *, const struct conf_section *))
{
	for (size_t i = 0; i < c->nconfs; i++)
		for (size_t k = 0; k < c->confs[i]->n; k++)
			if (strcmp(c->confs[i]->sections[k].kind, kind) == 0)
				take(c, &c->confs[i]->sections[k]);
}

static void
check_kind(const struct conf_section *s)
{
	static const char *const kinds[] = { "contract", "clock", "duty", "level" };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i], s->kind) == 0)
			return;
	conf_bad(s, s->line, "unknown section '%s'", s->head);
}

static void
read_sections(struct contract *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nconfs; i++) {
		n += c->confs[i]->n;
		for (size_t k = 0; k < c->confs[i]->n; k++)
			check_kind(&c->confs[i]->sections[k]);
	}
	c->clocks = mem_zero(n + 1, sizeof *c->clocks);
	c->duties = mem_zero(n + 1, sizeof *c->duties);
	each_section(c, "contract", read_head);
	each_section(c, "clock", read_named);
	each_section(c, "duty", read_named);
	each_section(c, "level", read_level);
	for (size_t i = 0; i < c->nclocks; i++)
		clock_check(c, &c->clocks[i]);
}

static void
take_file(const char *path, void *arg)
{
	struct contract *c = arg;
	struct conf *conf = conf_read(path);

	if (!conf) {
		c->bad++;
		return;
	}
	c->confs = mem_grow(c->confs, &c->confs_cap, c->nconfs + 1, sizeof *c->confs);
	c->confs[c->nconfs++] = conf;
}

static void
read_path(struct contract *c, const char *path)
{
	int files = conf_walk(path, ".conf", take_file, c);

	if (files < 0) {
		warn_errno("cannot read contract '%s'", path);
		c->bad++;
	} else if (files == 0) {
		warn_msg("contract '%s' has no files '*.conf'", path);
		c->bad++;
	}
	if (c->bad)
		return;
	read_sections(c);
	for (size_t i = 0; i < c->nconfs; i++)
		c->bad += c->confs[i]->bad;
	if (!c->bad && c->nclocks + c->nduties == 0) {
		warn_msg("contract '%s' has neither clocks nor duties", path);
		c->bad++;
	}
}

struct contract *
contract_read(const char *name)
{
	struct contract *c = mem_zero(1, sizeof *c);
	struct buf path = BUF_INIT;
	const char *slash = strrchr(name, '/');
	char *etc = conf_etc("contracts");

	if (slash)
		buf_str(&path, name);
	else
		buf_fmt(&path, "%s/%s", etc, name);
	free(etc);
	c->name = slash && slash[1] ? slash + 1 : name;
	c->title = "";
	c->key = "case";
	c->clocks_max = CLOCKS_MAX;
	c->forget = FORGET;
	read_path(c, buf_text(&path));
	buf_clear(&path);
	if (!c->bad)
		return c;
	contract_free(c);
	return NULL;
}

void
contract_free(struct contract *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->nclocks; i++)
		clock_free(&c->clocks[i]);
	for (size_t i = 0; i < c->nduties; i++)
		duty_free(&c->duties[i]);
	for (size_t i = 0; i < c->ntypes; i++)
		free(c->types[i]);
	for (size_t i = 0; i < c->ncals; i++)
		cal_free(c->cals[i]);
	for (size_t i = 0; i < c->nconfs; i++)
		conf_free(c->confs[i]);
	free(c->confs);
	free(c->clocks);
	free(c->duties);
	free(c);
}

void
contract_say(const struct contract *c)
{
	size_t levels = 0;

	for (int i = 1; i <= LEVELS_MAX; i++)
		levels += c->has_level[i];
	printf("%s: %zu levels, %zu clocks, %zu duties, %zu calendars\n", c->name, levels,
	    c->nclocks, c->nduties, c->ncals);
}
