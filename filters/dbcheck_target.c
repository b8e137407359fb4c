/* dbcheck_target - the targets of a configuration and the checks each one gets. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "conf.h"
#include "dbcheck.h"
#include "err.h"
#include "mem.h"
#include "num.h"
#include "ts.h"

static const int64_t deadline_default = 10 * TS_SECOND, deadline_max = 3600 * TS_SECOND;

static const char *const keys[] = { "product", "system", "host", "connection", "driver",
	"server", "port", "socket", "database", "user", "password_file", "password_env",
	"credential", "option", "checks", "skip", "deadline", "timeout", NULL };

const struct conf_section *
target_section(const struct target *t, const char *key)
{
	if (conf_get(t->section, key))
		return t->section;
	return t->defaults && conf_get(t->defaults, key) ? t->defaults : NULL;
}

const char *
target_get(const struct target *t, const char *key)
{
	const struct conf_section *s = target_section(t, key);

	return s ? conf_get(s, key) : NULL;
}

/* --- keys ------------------------------------------------------------------------ */

/* The check that "warn.CHECK" or "crit.CHECK" names; NULL for another key. */
static const char *
limit_of(const char *key)
{
	return strncmp(key, "warn.", 5) == 0 || strncmp(key, "crit.", 5) == 0 ?
	    key + 5 : NULL;
}

static void
only_known(const struct conf_section *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const char *key = s->entries[i].key;
		size_t k = 0;

		while (keys[k] && strcmp(keys[k], key) != 0)
			k++;
		if (strcmp(key, "password") == 0)
			conf_bad(s, s->entries[i].line,
			    "a password does not belong here: use password_file");
		else if (!keys[k] && !limit_of(key))
			conf_bad(s, s->entries[i].line, "unknown key '%s'", key);
	}
}

static int64_t
get_duration(const struct target *t, const char *key, int64_t otherwise)
{
	const struct conf_section *s = target_section(t, key);
	int64_t ns = s ? conf_duration(s, key, otherwise) : otherwise;

	if (ns > 0 && ns <= deadline_max)
		return ns;
	conf_bad(s, conf_entry(s, key)->line, "'%s' is not between 1ms and 1h", key);
	return otherwise;
}

/* --- the checks of a target ------------------------------------------------------ */

static void
add_task(struct target *t, const struct check *c)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->tasks[i].check == c)
			return;
	t->tasks[t->n++] = (struct task){ .check = c, .limits = c->limits };
}

/* Is name one of the words of a list? */
static bool
in_list(const char *list, const char *name)
{
	size_t n = strlen(name), word;

	for (; list && *list; list += word) {
		list += strspn(list, " \t,");
		word = strcspn(list, " \t,");
		if (word == n && strncmp(list, name, n) == 0)
			return true;
	}
	return false;
}

/* Do all words of a list name checks of the product? */
static void
check_list(const struct target *t, const char *key)
{
	const struct conf_section *s = target_section(t, key);
	const char *p = s ? conf_get(s, key) : NULL;
	struct buf word = BUF_INIT;

	while (p && *(p += strspn(p, " \t,"))) {
		size_t n = strcspn(p, " \t,");

		buf_cut(&word, 0);
		buf_put(&word, p, n);
		/* A list in [defaults] is for targets of several products. */
		if (s == t->section && !product_check(t->product, buf_text(&word)))
			conf_bad(s, conf_entry(s, key)->line, "%s has no check '%s'",
			    t->product->title, buf_text(&word));
		p += n;
	}
	buf_clear(&word);
}

/* In the order of the files, but what says whether it is there at all comes first. */
static void
choose_checks(struct target *t)
{
	const struct product *p = t->product;
	const char *list = target_get(t, "checks"), *skip = target_get(t, "skip");

	check_list(t, "checks");
	check_list(t, "skip");
	t->tasks = mem_zero(p->n + 1, sizeof *t->tasks);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < p->n; i++) {
			const struct check *c = &p->checks[i];

			if (c->latency == (pass == 0) && !in_list(skip, c->name) &&
			    (list ? in_list(list, c->name) : !c->optional))
				add_task(t, c);
		}
	if (t->n == 0)
		conf_bad(t->section, t->section->line,
		    "no check is left of target '%s'", t->name);
}

static void
override_limit(struct target *t, const struct conf_section *s, const struct conf_entry *e)
{
	const char *name = limit_of(e->key);
	const struct check *c = product_check(t->product, name);
	struct limits *l;

	if (!c && s == t->section)
		conf_bad(s, e->line, "%s has no check '%s'", t->product->title, name);
	for (size_t i = 0; i < t->n; i++) {
		if (t->tasks[i].check != c)
			continue;
		l = &t->tasks[i].limits;
		if (!value_limit(e->value, c->unit, e->key[0] == 'w' ? &l->has_warn :
		    &l->has_crit, e->key[0] == 'w' ? &l->warn : &l->crit))
			conf_bad(s, e->line, "bad limit '%s'", e->value);
	}
}

static void
override_limits(struct target *t, const struct conf_section *s)
{
	for (size_t i = 0; s && i < s->n; i++)
		if (limit_of(s->entries[i].key))
			override_limit(t, s, &s->entries[i]);
	for (size_t i = 0; i < t->n && s == t->section; i++) {
		const struct limits *l = &t->tasks[i].limits;

		if (l->has_warn && l->has_crit &&
		    (l->low ? l->warn < l->crit : l->warn > l->crit))
			conf_bad(s, s->line,
			    "%s: the limit for a warning lies beyond the critical one",
			    t->tasks[i].check->name);
	}
}

/* --- one target ------------------------------------------------------------------ */

/* The product, read once whatever the number of its targets. */
static const struct product *
find_product(struct config *cfg, const struct target *t)
{
	const struct conf_section *s = target_section(t, "product");
	const char *name = s ? conf_get(s, "product") : NULL;
	struct product *p;

	if (!name) {
		conf_bad(t->section, t->section->line, "'product' is missing");
		return NULL;
	}
	for (p = cfg->products; p; p = p->next)
		if (strcmp(p->name, name) == 0)
			return p->section ? p : NULL;
	p = product_new(name);
	if (!p) {
		int e = errno;
		char *etc = conf_etc("checks");

		conf_bad(s, conf_entry(s, "product")->line,
		    "no product '%s' in '%s': %s", name, etc, strerror(e));
		free(etc);
		/* remembered: said once, not for each target */
		p = mem_zero(1, sizeof *p);
		p->name = mem_str(name);
	}
	p->next = cfg->products;
	cfg->products = p;
	cfg->bad += p->bad;
	return p->section && p->title && p->driver ? p : NULL;
}

/* A server that is named is the host; what has none runs here. */
static char *
find_host(const struct target *t)
{
	const char *host = target_get(t, "host"), *server = target_get(t, "server");
	char name[256] = "";

	if (host)
		return mem_str(host);
	if (server && *server != '/' && strcmp(server, "localhost") != 0 &&
	    strncmp(server, "127.", 4) != 0)
		return mem_str(server);
	gethostname(name, sizeof name - 1);
	return mem_str(name);
}

static void
take_target(struct config *cfg, const struct conf_section *s,
    const struct conf_section *defaults)
{
	struct target t = { .name = s->name, .section = s, .defaults = defaults };

	only_known(s);
	for (size_t i = 0; i < cfg->n; i++)
		if (strcmp(cfg->targets[i].name, t.name) == 0)
			conf_bad(s, s->line, "there is a target '%s' already", t.name);
	if (!*t.name)
		conf_bad(s, s->line, "a target needs a name: [target NAME]");
	if (cfg->n == TARGETS_MAX)
		conf_bad(s, s->line, "more than %d targets", TARGETS_MAX);
	t.product = find_product(cfg, &t);
	if (!t.product || cfg->n >= TARGETS_MAX)
		return;
	t.system = target_get(&t, "system");
	t.host = find_host(&t);
	t.deadline_ns = get_duration(&t, "deadline", deadline_default);
	t.timeout_ns = get_duration(&t, "timeout", t.deadline_ns / 2);
	choose_checks(&t);
	override_limits(&t, defaults);
	override_limits(&t, s);
	connect_check(&t);
	cfg->targets = mem_grow(cfg->targets, &cfg->cap, cfg->n + 1,
	    sizeof *cfg->targets);
	cfg->targets[cfg->n++] = t;
}

/* --- the configuration ----------------------------------------------------------- */

static void
read_file(const char *path, void *arg)
{
	struct config *cfg = arg;
	struct conf *c = conf_read(path);
	const struct conf_section *defaults = NULL;

	if (!c) {
		cfg->bad++;
		return;
	}
	cfg->files = mem_grow(cfg->files, &cfg->files_cap, cfg->nfiles + 1,
	    sizeof *cfg->files);
	cfg->files[cfg->nfiles++] = c;
	for (size_t i = 0; i < c->n; i++) {
		const struct conf_section *s = &c->sections[i];

		if (strcmp(s->head, "defaults") == 0) {
			only_known(s);
			defaults = s;
		} else if (strcmp(s->kind, "target") == 0) {
			take_target(cfg, s, defaults);
		} else {
			conf_bad(s, s->line, "unknown section '%s'", s->head);
		}
	}
	cfg->bad += c->bad;
}

struct config *
config_read(const char *path)
{
	struct config *cfg = mem_zero(1, sizeof *cfg);

	if (conf_walk(path, ".conf", read_file, cfg) < 0) {
		warn_errno("cannot read '%s'", path);
		cfg->bad++;
	} else if (cfg->bad == 0 && cfg->n == 0) {
		warn_msg("no target in '%s'", path);
		cfg->bad++;
	}
	return cfg;
}

void
config_free(struct config *cfg)
{
	struct product *next;

	for (size_t i = 0; i < cfg->n; i++) {
		free(cfg->targets[i].host);
		free(cfg->targets[i].tasks);
	}
	free(cfg->targets);
	for (struct product *p = cfg->products; p; p = next) {
		next = p->next;
		product_free(p);
	}
	for (size_t i = 0; i < cfg->nfiles; i++)
		conf_free(cfg->files[i]);
	free(cfg->files);
	free(cfg);
}
