/* logtail_journal - entries of the systemd journal, as journalctl -o json gives them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "err.h"
#include "json.h"
#include "logtail.h"
#include "mem.h"
#include "rec.h"

enum {
	FID_BYTES = 8,
	ID_MAX = 64,		/* bytes of the id of a sequence */
	ORIGINS_MAX = 256,	/* sequences that are known at a time */
	MEMBER_MAX = 1024,	/* bytes of a member beside the message */
	LEVELS = 8,
};

/* A sequence of entries: those that one journald numbered. */
struct origin {
	char id[ID_MAX + 1], fid[FID_MAX];
	int64_t resumed;	/* entries before that were there before this run */
	int64_t next;		/* entries before that are no news */
	int64_t renew;		/* bytes until the source record is renewed; 0: now */
	uint64_t used;		/* when, in lines */
	struct charset_guess guess;	/* of messages that are not UTF-8 */
	struct common common;
};

struct journal {
	struct rec *rec;
	struct charset *charset;	/* of those; NULL: that which is guessed */
	struct origin *origins[ORIGINS_MAX];
	size_t norigins;
	struct origin *last;
	struct buf msg, members;
	uint64_t lines, bad, repeated, empty;
	uint64_t ill, cut;	/* messages that are not UTF-8; too long */
};

/* What is known of an entry. */
struct message {
	const char *id;		/* of its sequence */
	size_t nid;
	int64_t number;		/* in that */
	const char *msg;
	size_t nmsg;
};

static struct journal *
begin(struct tail *t)
{
	if (!t->journal) {
		t->journal = mem_zero(1, sizeof *t->journal);
		t->journal->rec = rec_new();
		t->journal->charset = text_named(t, t->spec.encoding);
	}
	return t->journal;
}

/* All digits, to the base of 10 or 16; false: not such a number, or too large. */
static bool
read_number(const char *s, size_t n, int base, int64_t *v)
{
	static const char digits[] = "0123456789abcdef";
	const char *at;

	*v = 0;
	for (size_t i = 0; i < n; i++) {
		at = memchr(digits, s[i], (size_t)base);
		if (!at || *v > (INT64_MAX - (at - digits)) / base)
			return false;
		*v = *v * base + (at - digits);
	}
	return n > 0;
}

/* A field; of several with one name the first. */
static bool
field(struct journal *j, const char *name, const char **s, size_t *n)
{
	struct rec_value v, first;
	size_t pos = 0;

	if (rec_get(j->rec, name, &v) == REC_STRING)
		return rec_text(j->rec, &v, s, n);
	return v.type == REC_ARRAY && rec_each(j->rec, &v, &pos, NULL, NULL, &first) &&
	    first.type == REC_STRING && rec_text(j->rec, &first, s, n);
}

static bool
number(struct journal *j, const char *name, int64_t *v)
{
	const char *s;
	size_t n;

	return field(j, name, &s, &n) && read_number(s, n, 10, v);
}

/* The part of a cursor that begins with key, as in "s=ID;i=NUMBER;...". */
static bool
part(const char *cursor, size_t n, const char *key, const char **s, size_t *len)
{
	const char *p = cursor, *e = cursor + n, *end;

	for (; p < e; p = end < e ? end + 1 : e) {
		end = memchr(p, ';', (size_t)(e - p));
		if (!end)
			end = e;
		if (end - p >= 2 && memcmp(p, key, 2) == 0) {
			*s = p + 2;
			*len = (size_t)(end - *s);
			return true;
		}
	}
	return false;
}

/* Which entry it is: its number, and of which sequence. */
static bool
identify(struct journal *j, struct message *x)
{
	const char *cursor, *i;
	size_t n, ni;

	if (!field(j, "__CURSOR", &cursor, &n) ||
	    !part(cursor, n, "s=", &x->id, &x->nid) || !part(cursor, n, "i=", &i, &ni) ||
	    x->nid == 0 || x->nid > ID_MAX || !read_number(i, ni, 16, &x->number))
		return false;
	return x->number < INT64_MAX;
}

/* A byte of a message that is no text is given as a number. */
static void
add_byte(struct buf *b, const struct rec_value *v)
{
	int64_t byte;

	if (read_number(v->raw, v->n, 10, &byte) && byte <= UINT8_MAX)
		buf_char(b, (char)byte);
}

static void
add_bytes(struct journal *j, const struct rec_value *in)
{
	struct rec_value v;
	size_t pos = 0;

	while (rec_each(j->rec, in, &pos, NULL, NULL, &v))
		add_byte(&j->msg, &v);
}

/* An array: the bytes of a message that is not UTF-8, or several messages. */
static void
join(struct journal *j, const struct rec_value *in)
{
	struct rec_value v;
	const char *s;
	size_t pos = 0, n;

	buf_cut(&j->msg, 0);
	while (rec_each(j->rec, in, &pos, NULL, NULL, &v)) {
		if (v.type == REC_NUMBER) {
			add_byte(&j->msg, &v);
			continue;
		}
		if (j->msg.n > 0)
			buf_char(&j->msg, '\n');
		if (v.type == REC_STRING && rec_text(j->rec, &v, &s, &n))
			buf_put(&j->msg, s, n);
		else if (v.type == REC_ARRAY)
			add_bytes(j, &v);
		else
			j->empty++;
	}
}

static void
read_message(struct journal *j, struct message *x)
{
	struct rec_value v;

	x->msg = "";
	x->nmsg = 0;
	switch (rec_get(j->rec, "MESSAGE", &v)) {
	case REC_STRING:
		rec_text(j->rec, &v, &x->msg, &x->nmsg);
		break;
	case REC_ARRAY:
		join(j, &v);
		x->msg = j->msg.n > 0 ? j->msg.p : "";
		x->nmsg = j->msg.n;
		break;
	case REC_NULL:
		j->empty++;
		break;
	default:
		break;
	}
}

static void
member(struct journal *j, const char *name, const char *s, size_t n)
{
	if (n > MEMBER_MAX)
		for (n = MEMBER_MAX; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
			n--;
	buf_fmt(&j->members, ",\"%s\":", name);
	json_put_buf(&j->members, s, n);
}

static void
make_members(struct journal *j)
{
	const char *s, *facility;
	int64_t v;
	size_t n;

	buf_cut(&j->members, 0);
	if (number(j, "SYSLOG_FACILITY", &v) && (facility = listen_facility(v)) != NULL)
		member(j, "facility", facility, strlen(facility));
	if (field(j, "SYSLOG_IDENTIFIER", &s, &n) || field(j, "_COMM", &s, &n))
		member(j, "app", s, n);
	if (number(j, "_PID", &v) || number(j, "SYSLOG_PID", &v))
		buf_fmt(&j->members, ",\"pid\":%" PRId64, v);
	if (field(j, "_SYSTEMD_UNIT", &s, &n))
		member(j, "unit", s, n);
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
	char hex[DIGEST_HEX], path[sizeof "journal:" + ID_MAX] = "journal:";

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
	struct told told = { .time_ns = us * 1000, .level = LEVEL_NONE };
	struct piece p = {
		.p = x->msg, .n = x->nmsg, .off = x->number, .end = x->number + 1,
		.length = (int64_t)x->nmsg, .lines = 1,
	};
	int64_t priority;

	make_members(j);
	told.members = j->members.p;
	told.nmembers = j->members.n;
	if (number(j, "PRIORITY", &priority) && priority < LEVELS)
		told.level = (enum level)priority;
	if (!field(j, "_HOSTNAME", &told.host, &told.nhost))
		told.host = NULL;
	text_message(t, j->charset, &o->guess, &p);
	if (!lines_wanted(t, &p))
		return;
	t->totals.records++;
	o->common.told = &told;
	record_piece(t, &o->common, &p);
	o->common.told = NULL;
}

/* Only what is hexadecimal can stand in a record as it is. */
static bool
plain(const struct message *x)
{
	for (size_t i = 0; i < x->nid; i++)
		if (!cursor_letter(x->id[i]) && !cursor_digit(x->id[i]))
			return false;
	return true;
}

/* A line that was read as a record is an entry. */
static void
take(struct tail *t, size_t n)
{
	struct journal *j = t->journal;
	struct origin *o;
	struct message x;
	int64_t us;

	if (!identify(j, &x) || !plain(&x)) {
		bad_line(j, "no entry of the journal: its __CURSOR is not known", 0);
		return;
	}
	if (!number(j, "__REALTIME_TIMESTAMP", &us) || us > INT64_MAX / 1000) {
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
	read_message(j, &x);
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
	} else if (n > 0 && rec_parse(j->rec, line, n) < 0) {
		why = rec_why(j->rec, &at);
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
	say(t, j->empty, "messages that journalctl left out (its option -a gives them)");
	say(t, j->repeated, "entries that were not in their order, skipped");
	say(t, j->ill, "messages with bytes that are not UTF-8");
	say(t, j->cut, "messages that were too long and were cut");
	rec_free(j->rec);
	buf_clear(&j->msg);
	buf_clear(&j->members);
	free(j);
	t->journal = NULL;
}
