/*
 * logclassify_match - which rule a text belongs to: one
 * pass of the prefilter, then the few that are left.
 */
#include "logclassify.h"

#include <inttypes.h>
#include <string.h>

#include "err.h"
#include "expr.h"
#include "re.h"
#include "rec.h"
#include "scan.h"

static bool
ask(struct rules *rs, const struct rule *rule, struct condition *c, struct rec *r)
{
	enum expr_rc rc;

	if (c->asked == rs->asked)
		return c->holds;
	rc = expr_test(c->expr, r);
	if (rc == EXPR_ERROR && !c->complained) {
		warn_msg("line %" PRIu64 ": where of rule '%s': %s, taken for no",
		    rs->line, rule->name, expr_why(c->expr));
		c->complained = true;
	}
	c->asked = rs->asked;
	c->holds = rc == EXPR_YES;
	return c->holds;
}

/*
 * Do the conditions of the rule hold for r?  Without r: are they all among those of like?
 */
static bool
holds(struct rules *rs, const struct rule *rule, struct rec *r, const struct rule *like)
{
	for (size_t i = 0; i < rule->nwhere; i++) {
		bool found = false;

		if (r) {
			found = ask(rs, rule, &rs->conditions[rule->where[i]], r);
		} else {
			for (size_t j = 0; j < like->nwhere; j++)
				found = found || like->where[j] == rule->where[i];
		}
		if (!found)
			return false;
	}
	return true;
}

static bool
try(struct rules *rs, const struct pattern *p, const char *text, size_t n)
{
	struct rule *rule = &rs->rules[p->rule];
	enum re_rc rc = re_match(p->re, text, n);

	if (rc == RE_LIMIT && rule->gave_up++ == 0)
		warn_msg("line %" PRIu64 ": rule '%s' takes too many steps, not matched",
		    rs->line, rule->name);
	return rc == RE_YES;
}

const struct rule *
rules_match(struct rules *rs, struct rec *r, const struct rule *like,
    const char *text, size_t n, struct re **re)
{
	memcpy(rs->maybe, rs->always, rs->words * sizeof *rs->maybe);
	scan_text(rs->scan, text, n, rs->maybe);
	rs->asked++;
	for (size_t w = 0; w < rs->words; w++)
		for (uint64_t set = rs->maybe[w]; set; set &= set - 1) {
			const struct pattern *p = &rs->patterns[w * 64 +
			    (size_t)__builtin_ctzll(set)];
			const struct rule *rule = &rs->rules[p->rule];

			if (holds(rs, rule, r, like) && try(rs, p, text, n)) {
				*re = p->re;
				return rule;
			}
		}
	return NULL;
}

bool
rule_matches(struct rules *rs, const struct rule *rule, const char *text, size_t n)
{
	for (size_t i = 0; i < rule->npatterns; i++)
		if (try(rs, &rs->patterns[rule->first + i], text, n))
			return true;
	return false;
}

bool
rules_always(const struct rules *rs, size_t pattern)
{
	return rs->always[pattern / 64] >> (pattern % 64) & 1;
}
