/* archive_pick - which records are wanted, and how they come out. */
#include <string.h>

#include "archive.h"
#include "archive_option.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "buf.h"
#include "err.h"
#include "expr.h"
#include "out.h"
#include "rec.h"
#include "ts.h"

enum { WHY_MAX = 256, DATE_SIZE = 10 };

/* A date alone is its first moment, UTC. */
int64_t
pick_time(const char *option, const char *text)
{
	struct buf b = BUF_INIT;
	int64_t ns;
	bool ok;

	buf_str(&b, text);
	if (b.n == DATE_SIZE)
		buf_str(&b, "T00:00:00Z");
	ok = ts_parse(b.p ? b.p : "", b.n, &ns, NULL);
	buf_clear(&b);
	if (!ok)
		die_msg(EXIT_USAGE,
		    "bad value '%s' of %s: a time as 2026-11-21T08:00:00+08:00, "
		    "or a date", text, option);
	return ns;
}

struct expr *
pick_where(const char *text)
{
	char why[WHY_MAX];
	struct expr *e = expr_new(text, why, sizeof why);

	if (!e)
		die_msg(EXIT_USAGE, "bad condition '%s': %s", text, why);
	return e;
}

void
pick_member(struct pick *p, const char *name, const char *value)
{
	struct pick_member *m;

	if (p->nmembers == PICK_MEMBERS_MAX)
		die_msg(EXIT_USAGE, "more than %d systems and kinds", PICK_MEMBERS_MAX);
	m = &p->members[p->nmembers++];
	m->name = name;
	m->value = value;
}

bool
pick_option(struct pick *p, int c, const char *arg)
{
	switch (c) {
	case 's': pick_member(p, "system", arg); break;
	case 'k': pick_member(p, "kind", arg); break;
	case OPT_SEQ: p->seq = true; break;
	case OPT_SINCE: p->since = pick_time("--since", arg); break;
	case OPT_UNTIL: p->until = pick_time("--until", arg); break;
	case OPT_WHERE: expr_free(p->where); p->where = pick_where(arg); break;
	case OPT_REASON:
		if (!*arg)
			die_msg(EXIT_USAGE, "an empty --reason is none");
		p->access.deed.why = arg;
		break;
	case OPT_BY: case OPT_NOW: deed_option(&p->access.deed, c, arg, ""); break;
	case OPT_CLEARANCE:
		p->access.clearance = secrecy_level(arg);
		if (p->access.clearance < 0)
			die_msg(EXIT_USAGE,
			    "bad value '%s' of --clearance: " SECRECY_LEVELS, arg);
		break;
	default: return false;
	}
	return true;
}

bool
pick_any(const struct pick *p)
{
	return !p->access.any && !p->where && p->since == TS_NONE &&
	    p->until == TS_NONE && p->nmembers == 0;
}

bool
pick_all(const struct pick *p)
{
	return !p->seq && pick_any(p);
}

/* Of each name that is asked for, one of the values. */
static bool
has_members(struct pick *p)
{
	for (size_t i = 0; i < p->nmembers; i++) {
		const char *name = p->members[i].name;
		bool is = false;

		for (size_t k = 0; k < p->nmembers && !is; k++)
			is = strcmp(p->members[k].name, name) == 0 &&
			    rec_is(p->rec, name, p->members[k].value);
		if (!is)
			return false;
	}
	return true;
}

/* Does a segment have a value that is asked for, of all members of that name? */
static bool
set_has(const struct pick *p, const char *name, const struct rec_value *sets)
{
	struct rec_value set, v;

	if (rec_value_name(sets, name, strlen(name), &set) != REC_OBJECT)
		return true;	/* too many to be told */
	for (size_t i = 0; i < p->nmembers; i++) {
		const char *value = p->members[i].value;

		if (strcmp(p->members[i].name, name) == 0 &&
		    rec_value_name(&set, value, strlen(value), &v) != REC_NONE)
			return true;
	}
	return false;
}

bool
pick_segment(const void *pick, struct rec *line)
{
	const struct pick *p = pick;
	struct rec_value sets;

	if (rec_get(line, "sets", &sets) != REC_OBJECT)
		return true;
	for (size_t i = 0; i < p->nmembers; i++)
		if (!set_has(p, p->members[i].name, &sets))
			return false;
	return true;
}

void
pick_access(struct pick *p, const char *dir, char *const args[])
{
	access_open(&p->access, dir, args);
}

void
pick_bounds(const struct pick *p, struct reader *r)
{
	r->since = p->since;
	r->until = p->until;
	r->wants = p->nmembers > 0 ? pick_segment : NULL;
	r->wants_arg = p;
}

static bool
in_time(struct pick *p)
{
	int64_t ns;

	if (p->since == TS_NONE && p->until == TS_NONE)
		return true;
	if (!rec_time(p->rec, "time", &ns))
		return false;
	return (p->since == TS_NONE || ns >= p->since) &&
	    (p->until == TS_NONE || ns < p->until);
}

static bool
is_true(struct pick *p)
{
	enum expr_rc rc = p->where ? expr_test(p->where, p->rec) : EXPR_YES;

	if (rc == EXPR_ERROR && p->failed++ == 0)
		warn_msg("the condition fails: %s", expr_why(p->where));
	return rc == EXPR_YES;
}

bool
pick_takes(struct pick *p, const char *line, size_t n)
{
	if (pick_any(p))
		return true;
	if (rec_parse(p->rec, line, n) < 0)
		return false;
	return in_time(p) && has_members(p) && is_true(p) &&
	    (!p->access.any || access_gives(&p->access, p->rec));
}

void
pick_text(struct pick *p, const char *line, size_t n, uint64_t number, struct buf *to)
{
	buf_cut(to, 0);
	if (p->seq && rec_parse(p->rec, line, n) == 0 && !rec_has(p->rec, "seq")) {
		rec_set_int(p->rec, "seq", (int64_t)number);
		rec_print(p->rec, to);
	} else {
		buf_put(to, line, n);
	}
}

void
pick_put(struct pick *p, const char *line, size_t n, uint64_t number)
{
	if (p->seq && rec_parse(p->rec, line, n) == 0 && !rec_has(p->rec, "seq")) {
		rec_set_int(p->rec, "seq", (int64_t)number);
		rec_write(p->rec, p->out);
	} else {
		out_put(p->out, line, n);
	}
	if (out_end(p->out) < 0)
		out_die(p->out);
}

int
pick_close(struct pick *p, int status)
{
	if (out_flush(p->out) < 0)
		out_die(p->out);
	if (p->failed > 1)
		warn_msg("the condition failed on %llu records, left out",
		    (unsigned long long)p->failed);
	if (!access_close(&p->access))
		status = EXIT_TROUBLE;
	expr_free(p->where);
	rec_free(p->rec);
	out_clear(p->out);
	return p->failed ? EXIT_TROUBLE : status;
}
