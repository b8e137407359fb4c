/* dbcheck_product - a product and its checks, read from etc/checks/PRODUCT. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "conf.h"
#include "dbcheck.h"
#include "err.h"
#include "mem.h"

static bool
is_name(const char *s)
{
	return *s && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

const struct check *
product_check(const struct product *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->checks[i].name, name) == 0)
			return &p->checks[i];
	return NULL;
}

/* --- one check ------------------------------------------------------------------- */

static void
read_limit(const struct conf_section *s, const char *key, const char *unit,
    bool *has, double *v)
{
	const struct conf_entry *e = conf_entry(s, key);

	if (e && !value_limit(e->value, unit, has, v))
		conf_bad(s, e->line, "bad limit '%s'", e->value);
}

static void
read_words(const struct conf_section *s, struct check *c)
{
	const struct conf_entry *e;

	if ((e = conf_entry(s, "worse")) != NULL) {
		c->limits.low = strcmp(e->value, "low") == 0;
		if (!c->limits.low && strcmp(e->value, "high") != 0)
			conf_bad(s, e->line,
			    "worse is 'high' or 'low', not '%s'", e->value);
	}
	if ((e = conf_entry(s, "norow")) != NULL) {
		if (strcmp(e->value, "ok") == 0)
			c->norow = NOROW_OK;
		else if (strcmp(e->value, "skip") == 0)
			c->norow = NOROW_SKIP;
		else if (strcmp(e->value, "unknown") != 0)
			conf_bad(s, e->line,
			    "norow is 'unknown', 'ok' or 'skip', not '%s'", e->value);
	}
	if ((e = conf_entry(s, "measure")) != NULL) {
		c->latency = strcmp(e->value, "latency") == 0;
		if (!c->latency && strcmp(e->value, "value") != 0)
			conf_bad(s, e->line, "measure is 'value' or 'latency', not '%s'",
			    e->value);
	}
}

static void
read_null(const struct conf_section *s, struct check *c)
{
	const struct conf_entry *e = conf_entry(s, "null");
	enum status i = STATUS_OK;

	c->null = STATUS_UNKNOWN;
	if (!e)
		return;
	while (i < STATUS_UNKNOWN && strcmp(e->value, status_name(i)) != 0)
		i++;
	c->null = i;
	if (strcmp(e->value, status_name(i)) != 0)
		conf_bad(s, e->line, "null is a status, not '%s'", e->value);
}

static void
check_order(const struct conf_section *s, const struct limits *l)
{
	if (l->has_warn && l->has_crit &&
	    (l->low ? l->warn < l->crit : l->warn > l->crit))
		conf_bad(s, s->line,
		    "the limit for a warning lies beyond the critical one");
}

static void
read_check(struct product *p, const struct conf_section *s)
{
	static const char *const keys[] = {
		"about", "sql", "unit", "warn", "crit", "worse", "msg", "norow", "null",
		"value", "label", "measure", "grants", "default", NULL,
	};
	struct check c = { 0 };

	conf_only(s, keys);
	if (!is_name(s->name))
		conf_bad(s, s->line,
		    "bad name of a check '%s': a to z, 0 to 9, _", s->name);
	else if (product_check(p, s->name))
		conf_bad(s, s->line, "there is a check '%s' already", s->name);
	c.about = conf_get(s, "about") ? conf_get(s, "about") : "";
	c.unit = conf_get(s, "unit") ? conf_get(s, "unit") : "";
	c.sql = conf_get(s, "sql");
	c.msg = conf_get(s, "msg");
	c.grants = conf_get(s, "grants");
	c.optional = !conf_bool(s, "default", true);
	if (!c.sql || !*c.sql)
		conf_bad(s, s->line, "'sql' is missing");
	c.value = conf_get(s, "value");
	c.label = conf_get(s, "label");
	read_words(s, &c);
	read_null(s, &c);
	read_limit(s, "warn", c.unit, &c.limits.has_warn, &c.limits.warn);
	read_limit(s, "crit", c.unit, &c.limits.has_crit, &c.limits.crit);
	check_order(s, &c.limits);
	if (p->n >= CHECKS_MAX) {
		conf_bad(s, s->line, "more than %d checks of one product", CHECKS_MAX);
		return;
	}
	c.name = mem_str(s->name);
	p->checks = mem_grow(p->checks, &p->cap, p->n + 1, sizeof *p->checks);
	p->checks[p->n++] = c;
}

static void
read_checks(const char *path, void *arg)
{
	struct product *p = arg;
	struct conf *c = conf_read(path);

	if (!c) {
		p->bad++;
		return;
	}
	p->files = mem_grow(p->files, &p->files_cap, p->nfiles + 1, sizeof *p->files);
	p->files[p->nfiles++] = c;
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->sections[i].kind, "check") == 0)
			read_check(p, &c->sections[i]);
		else
			conf_bad(&c->sections[i], c->sections[i].line,
			    "unknown section '%s'", c->sections[i].head);
	p->bad += c->bad;
}

/* --- the product ----------------------------------------------------------------- */

static void
read_text(struct product *p)
{
	const struct conf_entry *e = conf_entry(p->section, "text");

	p->utf8 = e && strcmp(e->value, "utf8") == 0;
	if (e && !p->utf8 && strcmp(e->value, "wide") != 0)
		conf_bad(p->section, e->line,
		    "text is 'wide' or 'utf8', not '%s'", e->value);
}

static void
read_product(struct product *p, const char *dir)
{
	static const char *const keys[] = {
		"title", "driver", "text", "connect", "require", "session", NULL,
	};
	struct buf path = BUF_INIT;

	buf_fmt(&path, "%s/product.conf", dir);
	p->conf = conf_read(buf_text(&path));
	if (!p->conf) {
		p->bad++;
	} else {
		for (size_t i = 0; i < p->conf->n; i++) {
			const struct conf_section *s = &p->conf->sections[i];

			if (strcmp(s->head, "product") != 0 || p->section)
				conf_bad(s, s->line, "unknown section '%s'", s->head);
			else
				p->section = s;
		}
		if (p->section) {
			conf_only(p->section, keys);
			p->title = conf_get(p->section, "title");
			p->driver = conf_get(p->section, "driver");
			read_text(p);
		}
		if (!p->title || !p->driver) {
			warn_msg("%s: no [product] with a title and a driver",
			    p->conf->path);
			p->bad++;
		}
		p->bad += p->conf->bad;
	}
	buf_clear(&path);
}

struct product *
product_new(const char *name)
{
	struct product *p = mem_zero(1, sizeof *p);
	struct buf dir = BUF_INIT;
	char *etc = conf_etc("checks");

	p->name = mem_str(name);
	buf_fmt(&dir, "%s/%s", etc, name);
	free(etc);
	if (!is_name(name))
		errno = ENOENT;
	if (!is_name(name) || conf_walk(buf_text(&dir), ".check", read_checks, p) < 0) {
		int e = errno;

		buf_clear(&dir);
		product_free(p);
		errno = e;
		return NULL;
	}
	read_product(p, buf_text(&dir));
	buf_clear(&dir);
	return p;
}

void
product_free(struct product *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->n; i++)
		free(p->checks[i].name);
	free(p->checks);
	for (size_t i = 0; i < p->nfiles; i++)
		conf_free(p->files[i]);
	free(p->files);
	conf_free(p->conf);
	free(p->name);
	free(p);
}
