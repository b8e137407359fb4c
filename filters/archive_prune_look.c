/* archive_prune_look - which segments may go, and why the others stay. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "archive_compare.h"
#include "archive_files.h"
#include "archive_pace.h"
#include "archive_prune.h"
#include "archive_reader.h"
#include "buf.h"
#include "err.h"
#include "mem.h"
#include "rec.h"
#include "ts.h"
#include "zone.h"

#define DAY (86400 * TS_SECOND)

enum { CLAMPED_DAYS = 4 };

/* Everything the manifest tells; it must be sound. */
static void
read_manifest(struct prune *p)
{
	enum chain_rc rc;
	struct chain c;

	if (manifest_open(&c, p->dir, &p->head) < 0)
		die_errno(EXIT_TROUBLE, "cannot read the manifest of '%s'", p->dir);
	while ((rc = chain_next(&c)) == CHAIN_LINE)
		if (!told_line(&p->told, c.rec) || !holds_line(&p->holds, c.rec))
			die_msg(EXIT_TROUBLE,
			    "'%s/" MANIFEST_NAME "': line %llu is wrong", p->dir,
			    (unsigned long long)c.number);
	if (rc == CHAIN_BAD || rc == CHAIN_ERROR)
		die_msg(EXIT_TROUBLE,
		    "the manifest of '%s' is damaged: nothing is changed", p->dir);
	chain_close(&c);
	told_sort(&p->told);
}

/* The least that is kept, and that each class keeps no less. */
static void
read_classes(struct prune *p)
{
	char *text = rec_dup(p->head.rec, "min_keep");
	struct period law;

	period_parse(MANIFEST_MIN_KEEP, &law);
	if (!text || period_parse(text, &p->least) < 0 || !period_covers(&p->least, &law))
		die_msg(EXIT_TROUBLE, "'%s' says to keep less than " MANIFEST_MIN_KEEP
		    ": nothing is changed", p->dir);
	if (!classes_read(&p->classes, p->head.rec))
		die_msg(EXIT_TROUBLE, "the classes of '%s' cannot be read", p->dir);
	for (size_t i = 0; i < p->classes.n; i++)
		if (!period_covers(&p->classes.v[i].keep, &p->least))
			die_msg(EXIT_TROUBLE,
			    "class '%s' of '%s' keeps less than %s: nothing is changed",
			    p->classes.v[i].name, p->dir, text);
	free(text);
}

/* The class of a record and how long that keeps it. */
static void
take_class(struct prune *p, struct fate *f, struct rec *r)
{
	struct class *c = classes_of(&p->classes, r);
	int64_t time, until;

	if (!c) {
		f->no_class++;
		return;
	}
	f->classes |= (uint64_t)1 << (c - p->classes.v);
	if (!rec_time(r, "time", &time)) {
		f->no_time++;
		return;
	}
	until = class_until(&p->classes, c, time);
	if (f->until == TS_NONE || until > f->until) {
		f->until = until;
		f->latest = (size_t)(c - p->classes.v);
	}
}

static void
take_record(struct prune *p, uint64_t segment, const char *line, size_t n,
    uint64_t number, struct rec *r)
{
	struct fate *f = &p->fates[segment - 1];
	const struct hold *h;

	f->records++;
	f->bytes += n + 1;
	if (told_redacted(&p->told, number))
		return;		/* its content is gone already */
	if (rec_parse(r, line, n) < 0) {
		f->no_class++;
		return;
	}
	h = holds_of(&p->holds, segment, r);
	if (h)
		f->hold = h->number;
	take_class(p, f, r);
}

static void
take_block(struct prune *p, const struct block *b, struct rec *r)
{
	const char *line = b->p, *end = b->p + b->n, *nl;

	for (uint64_t i = b->first; line < end; i++, line = nl + 1) {
		uint64_t segment = trunk_find(&p->trunk, i);

		nl = memchr(line, '\n', (size_t)(end - line));
		if (!nl || !segment)
			return;		/* of the tail */
		take_record(p, segment, line, (size_t)(nl - line), i, r);
	}
}

/*
 * What begins with records younger than the least is not read: none of them may go.  As
 * several days may lead to the same last day of a month, some days more are.
 */
static int64_t
youngest(const struct prune *p)
{
	int64_t lo = 0, hi = p->now;

	while (lo < hi) {
		int64_t mid = lo + (hi - lo + 1) / 2;

		if (period_after(&p->least, mid, p->classes.zone) <= p->now)
			lo = mid;
		else
			hi = mid - 1;
	}
	return lo + CLAMPED_DAYS * DAY;
}

void
prune_look(struct prune *p)
{
	struct rec *rec = rec_new();
	struct pace pace;
	struct reader r;
	struct block b;

	read_manifest(p);
	read_classes(p);
	trunk_load(&p->trunk, p->dir, p->head.digest);
	p->fates = mem_zero(p->trunk.n + 1, sizeof *p->fates);
	for (size_t i = 0; i < p->trunk.n; i++)
		p->fates[i].until = TS_NONE;
	reader_open(&r, p->dir);
	pace_begin(&pace, "prune", p->dir);
	r.pace = &pace;
	if (!p->least.forever)
		r.until = youngest(p) + 1;
	while (reader_next(&r, &b))
		take_block(p, &b, rec);
	(void)reader_close(&r, EXIT_OK);	/* what is damaged stays */
	rec_free(rec);
}

/* Is it in the copy?  NULL, or why not. */
static const char *
copied(struct prune *p, uint64_t segment)
{
	if (!p->copy)
		return "none is named (--copy)";
	return p->no_copy ? p->no_copy : compare_segment(&p->compare, segment);
}

/* What its classes want, beyond their time. */
static const char *
wants(struct prune *p, const struct fate *f, uint64_t segment, struct buf *why)
{
	for (size_t i = 0; i < p->classes.n; i++) {
		const struct class *c = &p->classes.v[i];
		const char *bad;

		if (!(f->classes >> i & 1))
			continue;
		buf_fmt(why, "class '%s' ", c->name);
		if (c->approval && !p->approval)
			buf_str(why, "needs an approval number (--approval)");
		else if (!class_hour(&p->classes, c, p->now))
			buf_fmt(why, "goes at %s only%s%s", c->hours_text,
			    p->classes.zone_text ? ", " : "",
			    p->classes.zone_text ? p->classes.zone_text : "");
		else if (c->copy && (bad = copied(p, segment)) != NULL)
			buf_fmt(why, "needs a verified copy: %s", bad);
		else
			buf_cut(why, 0);
		if (why->n)
			return buf_text(why);
	}
	return NULL;
}

/* How long its classes keep it, when that is not over. */
static void
put_time_left(struct prune *p, const struct fate *f, struct buf *why)
{
	const struct class *c = &p->classes.v[f->latest];
	char text[TS_MAX];

	if (f->no_class)
		buf_fmt(why, "no class says how long to keep %llu of its records",
		    (unsigned long long)f->no_class);
	else if (f->no_time)
		buf_fmt(why, "%llu of its records have no time",
		    (unsigned long long)f->no_time);
	else if (f->until == INT64_MAX)
		buf_fmt(why, "class '%s' is kept for ever", c->name);
	else if (f->until != TS_NONE && f->until > p->now) {
		ts_format(text, f->until, p->classes.zone ?
		    zone_offset(p->classes.zone, f->until / TS_SECOND) : 0, 0);
		buf_fmt(why, "class '%s' is kept until %s", c->name, text);
	}
}

const char *
prune_stays(struct prune *p, uint64_t segment, struct buf *why)
{
	const struct fate *f = &p->fates[segment - 1];
	const struct hold *h = holds_segment(&p->holds, segment);
	uint64_t next = segment < p->trunk.n ? p->trunk.firsts[segment] : p->trunk.next;

	buf_cut(why, 0);
	if (h || f->hold)
		buf_fmt(why, "hold %llu keeps it",
		    (unsigned long long)(h ? h->number : f->hold));
	else if (f->records == 0)
		buf_str(why, "none of its records is as old as the least that is kept");
	else if (f->records != next - p->trunk.firsts[segment - 1])
		buf_str(why, "it is damaged: see archive verify");
	else
		put_time_left(p, f, why);
	return why->n ? buf_text(why) : wants(p, f, segment, why);
}
