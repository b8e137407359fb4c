/* logclassify_rules - the rules, as they are read from files. */
#include "logclassify.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "conf.h"
#include "err.h"
#include "expr.h"
#include "json.h"
#include "mem.h"
#include "re.h"
#include "scan.h"

enum { WHY_MAX = 256 };

/* What [defaults] of a file says. */
struct defaults {
	struct settings settings;
	size_t where[1], nwhere;
	const char *with;
};

static bool
is_rule_name(const char *s)
{
	static const char marks[] = "._-";

	for (; *s; s++)
		if (!(*s >= 'a' && *s <= 'z') && !(*s >= 'A' && *s <= 'Z') &&
		    !(*s >= '0' && *s <= '9') && !strchr(marks, *s))
			return false;
	return true;
}

/* The number of the condition with this text; compiled when it is new. */
static void
read_condition(struct rules *rs, const struct conf_section *s, const struct conf_entry *e,
    size_t where[], size_t *n)
{
	char why[WHY_MAX] = "";
	size_t i = 0;

	while (i < rs->nconditions && strcmp(rs->conditions[i].text, e->value) != 0)
		i++;
	if (i == rs->nconditions) {
		struct expr *expr = expr_new(e->value, why, sizeof why);

		if (!expr) {
			conf_bad(s, e->line, "bad where '%s': %s", e->value, why);
			return;
		}
		rs->conditions = mem_grow(rs->conditions, &rs->conditions_cap, i + 1,
		    sizeof *rs->conditions);
		rs->conditions[rs->nconditions++] = (struct condition){
			.text = e->value, .expr = expr,
		};
	}
	where[(*n)++] = i;
}

/* The keys that a rule and the defaults have in common. */
static void
read_common(struct rules *rs, const struct conf_section *s, struct settings *set,
    size_t where[], size_t *nwhere, const char **with)
{
	bool asked = false;

	for (size_t i = 0; i < s->n; i++) {
		const struct conf_entry *e = &s->entries[i];
		const char *why;

		if (strcmp(e->key, "set") == 0) {
			if ((why = settings_add(set, e->value)) != NULL)
				conf_bad(s, e->line, "bad set '%s': %s", e->value, why);
		} else if (strcmp(e->key, "with") == 0) {
			*with = e->value;
		} else if (strcmp(e->key, "where") == 0) {
			if (asked)
				conf_bad(s, e->line, "a second where");
			else
				read_condition(rs, s, e, where, nwhere);
			asked = true;
		}
	}
}

static void
read_defaults(struct rules *rs, const struct conf_section *s, struct defaults *d)
{
	static const char *const keys[] = { "set", "where", "with", NULL };

	conf_only(s, keys);
	if (s != s->conf->sections)
		conf_bad(s, s->line, "[defaults] is not the first section");
	else
		read_common(rs, s, &d->settings, d->where, &d->nwhere, &d->with);
}

static void
read_match(struct rules *rs, const struct conf_section *s, const struct conf_entry *e)
{
	char why[WHY_MAX] = "";
	struct re *re;

	if (rs->npatterns == PATTERNS_MAX) {
		conf_bad(s, e->line, "more than %d match lines", PATTERNS_MAX);
		return;
	}
	re = re_new(e->value, 0, why, sizeof why);
	if (!re) {
		conf_bad(s, e->line, "bad match '%s': %s", e->value, why);
		return;
	}
	rs->patterns = mem_grow(rs->patterns, &rs->patterns_cap, rs->npatterns + 1,
	    sizeof *rs->patterns);
	rs->patterns[rs->npatterns++] = (struct pattern){
		.re = re, .rule = rs->n, .line = e->line,
	};
}

static void
set_name(struct rule *rule)
{
	struct buf json = BUF_INIT;

	json_put_buf(&json, rule->name, strlen(rule->name));
	settings_put(&rule->settings, "rule", json.p, json.n);
	buf_clear(&json);
}

static void
read_rule(struct rules *rs, const struct conf_section *s, const struct defaults *d)
{
	static const char *const keys[] = {
		"match", "no", "set", "where", "with", "yes", NULL
	};
	struct rule rule = {
		.name = s->head, .section = s, .with = d->with, .first = rs->npatterns,
		.nwhere = d->nwhere, .where = { d->where[0] },
	};

	conf_only(s, keys);
	if (!is_rule_name(s->head))
		conf_bad(s, s->line,
		    "bad name of a rule '%s': letters, digits, '.', '_', '-'", s->head);
	if (rs->n == RULES_MAX) {
		conf_bad(s, s->line, "more than %d rules", RULES_MAX);
		return;
	}
	settings_copy(&rule.settings, &d->settings);
	read_common(rs, s, &rule.settings, rule.where, &rule.nwhere, &rule.with);
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->entries[i].key, "match") == 0)
			read_match(rs, s, &s->entries[i]);
	rule.npatterns = rs->npatterns - rule.first;
	if (!conf_get(s, "match"))
		conf_bad(s, s->line, "rule '%s' has no match", s->head);
	if (!conf_get(s, "set") && d->settings.n == 0)
		conf_bad(s, s->line, "rule '%s' sets nothing", s->head);
	set_name(&rule);
	rs->rules = mem_grow(rs->rules, &rs->cap, rs->n + 1, sizeof *rs->rules);
	rs->rules[rs->n++] = rule;
}

static void
read_file(const char *path, void *arg)
{
	struct defaults d = { 0 };
	struct rules *rs = arg;
	struct conf *c = conf_read(path);

	if (!c) {
		rs->bad = true;
		return;
	}
	rs->files = mem_grow(rs->files, &rs->files_cap, rs->nfiles + 1,
	    sizeof *rs->files);
	rs->files[rs->nfiles++] = c;
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->sections[i].head, "defaults") == 0)
			read_defaults(rs, &c->sections[i], &d);
		else
			read_rule(rs, &c->sections[i], &d);
	settings_clear(&d.settings);
}

int
rules_read(struct rules *rs, const char *path)
{
	return conf_walk(path, ".rules", read_file, rs) < 0 ? -1 : 0;
}

/* By name, and rules of one name in their order. */
static int
by_name(const void *a, const void *b)
{
	const struct rule *x = *(const struct rule *const *)a,
	    *y = *(const struct rule *const *)b;
	int order = strcmp(x->name, y->name);

	return order ? order : (x > y) - (x < y);
}

static void
check_names(struct rules *rs)
{
	const struct rule **sorted = mem_zero(rs->n + 1, sizeof *sorted);

	for (size_t i = 0; i < rs->n; i++)
		sorted[i] = &rs->rules[i];
	qsort(sorted, rs->n, sizeof *sorted, by_name);
	for (size_t i = 1; i < rs->n; i++) {
		const struct conf_section *a = sorted[i - 1]->section,
		    *b = sorted[i]->section;

		if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0)
			conf_bad(b, b->line, "rule '%s' is already at %s:%u", b->head,
			    a->conf->path, a->line);
	}
	free(sorted);
}

/* Give the literals of a pattern to the prefilter; false when it has none that serve. */
static bool
give_literals(struct scan *scan, const struct re *re, size_t tag)
{
	size_t n = re_literals(re);
	const char *s;
	bool nocase;

	for (size_t i = 0; i < n; i++)
		if (re_literals_get(re, i, &s, &nocase) < SCAN_LEAST)
			return false;
	for (size_t i = 0; i < n; i++) {
		size_t len = re_literals_get(re, i, &s, &nocase);

		scan_add(scan, s, len, nocase, tag);
	}
	return n > 0;
}

void
rules_ready(struct rules *rs)
{
	check_names(rs);
	for (size_t i = 0; i < rs->nfiles; i++)
		rs->bad = rs->bad || rs->files[i]->bad;
	rs->words = rs->npatterns / 64 + 1;
	rs->always = mem_zero(rs->words, sizeof *rs->always);
	rs->maybe = mem_zero(rs->words, sizeof *rs->maybe);
	rs->scan = scan_new();
	for (size_t i = 0; i < rs->npatterns; i++)
		if (!give_literals(rs->scan, rs->patterns[i].re, i))
			rs->always[i / 64] |= UINT64_C(1) << (i % 64);
	scan_ready(rs->scan);
}

void
rules_clear(struct rules *rs)
{
	for (size_t i = 0; i < rs->n; i++)
		settings_clear(&rs->rules[i].settings);
	for (size_t i = 0; i < rs->npatterns; i++)
		re_free(rs->patterns[i].re);
	for (size_t i = 0; i < rs->nconditions; i++)
		expr_free(rs->conditions[i].expr);
	for (size_t i = 0; i < rs->nfiles; i++)
		conf_free(rs->files[i]);
	scan_free(rs->scan);
	free(rs->rules);
	free(rs->patterns);
	free(rs->conditions);
	free(rs->files);
	free(rs->always);
	free(rs->maybe);
	*rs = (struct rules){ 0 };
}
