/* logclassify_try - rules test themselves: their yes and no lines are run. */
#include "logclassify.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "conf.h"
#include "rec.h"

static const char newline_sign[] = "\xE2\x90\xA4"; /* U+2424 stands for a line feed */

struct trial {
	struct rules *rules;
	struct rec *rec;	/* what the line at hand is the msg of */
	struct buf text;
	size_t lines;
};

static void
resolve(struct buf *text, const char *line)
{
	const char *at;

	buf_cut(text, 0);
	while ((at = strstr(line, newline_sign)) != NULL) {
		buf_put(text, line, (size_t)(at - line));
		buf_char(text, '\n');
		line = at + sizeof newline_sign - 1;
	}
	buf_str(text, line);
}

/* The record of a test line, or NULL when the rule says nothing of records. */
static struct rec *
dress(struct trial *t, const struct rule *rule)
{
	if (!rule->with || rec_parse(t->rec, rule->with, strlen(rule->with)) < 0)
		return NULL;
	if (!rec_has(t->rec, "type"))
		rec_set_text(t->rec, "type", "log");
	rec_set_str(t->rec, "msg", buf_text(&t->text), t->text.n);
	return t->rec;
}

static void
try_yes(struct trial *t, const struct rule *rule, const struct conf_entry *e)
{
	const struct conf_section *s = rule->section;
	struct rec *r = dress(t, rule);
	const struct rule *winner;
	struct re *re;

	winner = rules_match(t->rules, r, rule, buf_text(&t->text), t->text.n, &re);
	if (winner == rule)
		return;
	if (!rule_matches(t->rules, rule, buf_text(&t->text), t->text.n))
		conf_bad(s, e->line, "rule '%s' does not match its yes '%s'",
		    rule->name, e->value);
	else if (winner)
		conf_bad(s, e->line, "rule '%s' at %s:%u wins the yes of '%s': '%s'",
		    winner->name, winner->section->conf->path, winner->section->line,
		    rule->name, e->value);
	else
		conf_bad(s, e->line,
		    "the where of rule '%s' does not "
		    "hold for its yes '%s'", rule->name, e->value);
}

static void
try_rule(struct trial *t, const struct rule *rule)
{
	const struct conf_section *s = rule->section;
	size_t yes = 0, no = 0, at;

	if (rule->with && rec_parse(t->rec, rule->with, strlen(rule->with)) < 0)
		conf_bad(s, s->line, "with of rule '%s' is not an object: %s", rule->name,
		    rec_why(t->rec, &at));
	for (size_t i = 0; i < s->n; i++) {
		const struct conf_entry *e = &s->entries[i];

		resolve(&t->text, e->value);
		if (strcmp(e->key, "yes") == 0) {
			yes++;
			try_yes(t, rule, e);
		} else if (strcmp(e->key, "no") == 0) {
			no++;
			if (rule_matches(t->rules, rule, buf_text(&t->text), t->text.n))
				conf_bad(s, e->line,
				    "rule '%s' matches its "
				    "no '%s'", rule->name, e->value);
		}
	}
	if (yes == 0 || no == 0)
		conf_bad(s, s->line, "rule '%s' has no %s line", rule->name, yes ?
		    "no" : "yes");
	t->lines += yes + no;
}

size_t
rules_try(struct rules *rs)
{
	struct trial t = { .rules = rs, .rec = rec_new(), .text = BUF_INIT };

	for (size_t i = 0; i < rs->n; i++)
		try_rule(&t, &rs->rules[i]);
	for (size_t i = 0; i < rs->nfiles; i++)
		rs->bad = rs->bad || rs->files[i]->bad;
	buf_clear(&t.text);
	rec_free(t.rec);
	return t.lines;
}
