/* logtail_journal - entries of the systemd journal, as journalctl -o json gives them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "logtail.h"
#include "logtail_fields.h"
#include "mem.h"
#include "rec.h"

enum {
	FID_BYTES = 8,
	ORIGINS_MAX = 256,	/* sequences that are known at a time */
	LEVELS = 8,
};

/* A sequence of entries: those that one journald numbered. */
struct origin {
	char id[JOURNAL_ID_MAX + 1], fid[FID_MAX];
	int64_t resumed;	/* entries before that were there before this run */
	int64_t next;		/* entries before that are no news */
	int64_t renew;		/* bytes until the source record is renewed; 0: now */
	uint64_t used;		/* when, in lines */
	struct charset_guess guess;	/* of messages that are not UTF-8 */
	struct common common;
};

struct journal {
	struct fields fields;	/* of the entry that is read */
	struct charset *charset;	/* of those; NULL: that which is guessed */
	struct origin *origins[ORIGINS_MAX];
	size_t norigins;
	struct origin *last;
	uint64_t lines, bad, repeated;
	uint64_t ill, cut;	/* messages that are not UTF-8; too long */
};

static struct journal *
begin(struct tail *t)
{
	if (!t->journal) {
		t->journal = mem_zero(1, sizeof *t->journal);
		fields_init(&t->journal->fields);
		t->journal->charset = text_named(t, t->spec.encoding);
	}
	return t->journal;
}

static void
let_go(struct journal *j, struct origin *o)
{
	j->ill += o->common.bad.n;
	j->cut += o->common.cut.n;
	record_clear(&o->common);
	free(o);
}

/* The slot of a new sequence: a free one, or that of the one not seen for longest. */
static struct origin **
slot(struct journal *j)
{
	size_t oldest = 0;

	if (j->norigins < ORIGINS_MAX)
		return &j->origins[j->norigins++];
	for (size_t i = 1; i < ORIGINS_MAX; i++)
		if (j->origins[i]->used < j->origins[oldest]->used)
			oldest = i;
	let_go(j, j->origins[oldest]);
	return &j->origins[oldest];
}

static struct origin *
find_origin(struct tail *t, const struct message *x)
{
	struct journal *j = t->journal;
	unsigned char sum[DIGEST_SIZE];
	const struct mark *known;
	struct origin *o;

	if (j->last && strlen(j->last->id) == x->nid &&
	    memcmp(j->last->id, x->id, x->nid) == 0)
		return j->last;
	for (size_t i = 0; i < j->norigins; i++) {
		o = j->origins[i];
		if (strlen(o->id) == x->nid && memcmp(o->id, x->id, x->nid) == 0)
			return o;
	}
	o = mem_zero(1, sizeof *o);
	memcpy(o->id, x->id, x->nid);
	digest_of(x->id, x->nid, sum);
	digest_hex(sum, FID_BYTES, o->fid);
	known = marks_by_fid(&t->marks, o->fid);
	if (known)
		o->resumed = o->next = known->off;
	o->guess = (struct charset_guess)CHARSET_GUESS_INIT;
	o->common.spec = &t->spec;
	o->common.memo.zone = t->spec.zone;
	record_begin(&o->common, "journal", o->fid);
	*slot(j) = o;
	return o;
}

/*
 * How far the sequence was read, as of a file, so that it is known again; its cursor is
 * for journalctl --cursor.
 */
static void
introduce(struct tail *t, struct origin *o)
{
	struct mark m = {
		.off = o->next, .tail_off = o->next, .size = -1, .time_ns = t->now_ns,
	};
	char hex[DIGEST_HEX], path[sizeof "journal:" + JOURNAL_ID_MAX] = "journal:";

	memcpy(path + strlen(path), o->id, sizeof o->id);
	memcpy(m.fid, o->fid, sizeof m.fid);
	digest_of("", 0, m.head);
	memcpy(m.tail, m.head, sizeof m.tail);
	digest_hex(m.head, DIGEST_SIZE, hex);
	control_begin(t, "source");
	out_fmt(&t->out, ",\"path\":\"%s\",\"fid\":\"%s\",\"dev\":0,\"ino\":0"
	    ",\"head_n\":0,\"head\":\"%s\",\"off\":%" PRId64
	    ",\"tail_n\":0,\"tail\":\"%s\"", path, o->fid, hex, o->next, hex);
	if (o->next > 0)
		out_fmt(&t->out, ",\"cursor\":\"s=%s;i=%" PRIx64 "\"", o->id,
		    (uint64_t)o->next - 1);
	out_str(&t->out, "}");
	control_end(t);
	marks_add(&t->marks, &m, path);
	t->moved = true;
	o->renew = RENEW;
}

/* A state file that is written now says how far it was read. */
static void
note(struct tail *t, const struct origin *o)
{
	struct mark *m = t->o.state ? marks_by_fid(&t->marks, o->fid) : NULL;

	if (!m)
		return;
	m->off = m->tail_off = o->next;
	m->time_ns = t->now_ns;
	t->moved = true;
}

static void
bad_line(struct journal *j, const char *why, size_t at)
{
	if (j->bad++ == 0)
		warn_msg("entry %" PRIu64 ", byte %zu: %s, skipped", j->lines, at + 1,
		    why);
}

static void
give(struct tail *t, struct origin *o, const struct message *x, int64_t us)
{
	struct journal *j = t->journal;
	struct fields *f = &j->fields;
	struct told told = { .time_ns = us * 1000, .level = LEVEL_NONE };
	struct piece p = {
		.p = x->msg, .n = x->nmsg, .off = x->number, .end = x->number + 1,
		.length = (int64_t)x->nmsg, .lines = 1,
	};
	int64_t priority;

	fields_members(f);
	told.members = f->members.p;
	told.nmembers = f->members.n;
	if (fields_number(f, "PRIORITY", &priority) && priority < LEVELS)
		told.level = (enum level)priority;
	if (!fields_text(f, "_HOSTNAME", &told.host, &told.nhost))
		told.host = NULL;
	text_message(t, j->charset, &o->guess, &p);
	if (!lines_wanted(t, &p))
		return;
	t->totals.records++;
	o->common.told = &told;
	record_piece(t, &o->common, &p);
	o->common.told = NULL;
}

/* A line that was read as a record is an entry. */
static void
take(struct tail *t, size_t n)
{
	struct journal *j = t->journal;
	struct fields *f = &j->fields;
	struct origin *o;
	struct message x;
	int64_t us;

	if (!fields_identify(f, &x)) {
		bad_line(j, "no entry of the journal: its __CURSOR is not known", 0);
		return;
	}
	if (!fields_number(f, "__REALTIME_TIMESTAMP", &us) || us > INT64_MAX / 1000) {
		bad_line(j, "an entry without a time", 0);
		return;
	}
	o = j->last = find_origin(t, &x);
	o->used = j->lines;
	if (x.number < o->next) {
		j->repeated += x.number >= o->resumed;
		return;
	}
	if (o->renew <= 0)
		introduce(t, o);
	fields_message(f, &x);
	give(t, o, &x, us);
	o->next = x.number + 1;
	note(t, o);
	o->renew -= (int64_t)n;
}

void
journal_line(struct tail *t, const char *line, size_t n, bool cut)
{
	struct journal *j = begin(t);
	const char *why;
	size_t at;

	j->lines++;
	t->totals.lines++;
	if (cut) {
		bad_line(j, "line too long", n);
	} else if (n > 0 && rec_parse(j->fields.rec, line, n) < 0) {
		why = rec_why(j->fields.rec, &at);
		bad_line(j, why, at);
	} else if (n > 0) {
		take(t, n);
	}
}

static void
say(struct tail *t, uint64_t n, const char *what)
{
	if (n == 0)
		return;
	warn_msg("journal: %s: %" PRIu64, what, n);
	t->trouble = true;
}

void
journal_free(struct tail *t)
{
	struct journal *j = t->journal;

	if (!j)
		return;
	for (size_t i = 0; i < j->norigins; i++) {
		if (j->origins[i]->next > j->origins[i]->resumed)
			introduce(t, j->origins[i]);
		let_go(j, j->origins[i]);
	}
	say(t, j->bad, "lines that were no entries");
	say(t, j->fields.empty,
	    "messages that journalctl left out (its option -a gives them)");
	say(t, j->repeated, "entries that were not in their order, skipped");
	say(t, j->ill, "messages with bytes that are not UTF-8");
	say(t, j->cut, "messages that were too long and were cut");
	fields_clear(&j->fields);
	free(j);
	t->journal = NULL;
}
