/*
 * first_rule - what logclassify must find, the simple way: every rule is tried, in order.
 *
 *	first_rule RULES...	reads records; prints the name of the first rule that matches, or "-"
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "err.h"
#include "expr.h"
#include "mem.h"
#include "re.h"
#include "rec.h"
#include "stream.h"

enum { STEPS_MAX = 100000 };

/* One match line; those of a rule follow one another. */
struct step {
	const char *rule;
	struct re *re;
	struct expr *where[2];
};

static struct step steps[STEPS_MAX];
static size_t nsteps;

static struct expr *
condition(const struct conf_section *s)
{
	const char *text = conf_get(s, "where");
	char why[128];

	return text ? expr_new(text, why, sizeof why) : NULL;
}

static void
read_rules(const char *path, void *arg)
{
	struct conf *c = conf_read(path);
	const struct conf_section *defaults = NULL;
	char why[128];

	(void)arg;
	if (!c)
		exit(EXIT_USAGE);
	for (size_t i = 0; i < c->n; i++) {
		const struct conf_section *s = &c->sections[i];

		if (strcmp(s->head, "defaults") == 0)
			defaults = s;
		for (size_t j = 0; j < s->n && nsteps < STEPS_MAX; j++) {
			if (strcmp(s->entries[j].key, "match") != 0)
				continue;
			steps[nsteps].rule = s->head;
			steps[nsteps].where[0] = defaults ? condition(defaults) : NULL;
			steps[nsteps].where[1] = condition(s);
			steps[nsteps].re = re_new(s->entries[j].value, 0, why, sizeof why);
			if (!steps[nsteps++].re)
				die_msg(EXIT_USAGE, "%s: %s", path, why);
		}
	}
}

static bool
holds(struct expr *e, struct rec *r)
{
	return !e || expr_test(e, r) == EXPR_YES;
}

static const char *
first(struct rec *r)
{
	const char *msg;
	size_t n;

	if (!rec_is(r, "type", "log") || !rec_str(r, "msg", &msg, &n))
		return "-";
	for (size_t i = 0; i < nsteps; i++)
		if (re_match(steps[i].re, msg, n) == RE_YES && holds(steps[i].where[0], r) &&
		    holds(steps[i].where[1], r))
			return steps[i].rule;
	return "-";
}

int
main(int argc, char *argv[])
{
	struct stream s;
	struct rec *r;

	err_init(argv[0]);
	for (int i = 1; i < argc; i++)
		if (conf_walk(argv[i], ".rules", read_rules, NULL) < 0)
			die_errno(EXIT_USAGE, "cannot read '%s'", argv[i]);
	stream_init(&s);
	while ((r = stream_next(&s)) != NULL)
		puts(first(r));
	fflush(stdout);
	_Exit(stream_end(&s, EXIT_OK));	/* the rules live as long as the program */
}
