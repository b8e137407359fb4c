/*
 * reportfmt_syslog - records as messages of RFC 5424, one by one.
 *
 *	<PRI>1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID [SD-ID NAME="VALUE" ...] BOM MSG
 *
 * What is not in the head or the message goes into the structured data, so that
 * nothing of the record is lost.
 */
#include <stdio.h>
#include <string.h>

#include "out.h"
#include "rec.h"
#include "reportfmt.h"
#include "ts.h"

enum {			/* RFC 5424, section 6 */
	HOSTNAME_MAX = 255, APPNAME_MAX = 48, PROCID_MAX = 128, MSGID_MAX = 32,
	SDNAME_MAX = 32, DIGITS_MAX = 6,
	LEVEL_UNKNOWN = 5,	/* notice */
};

static const char *const facilities[] = {
	"kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron",
	"authpriv", "ftp", "ntp", "audit", "alert", "clock", "local0", "local1", "local2",
	"local3", "local4", "local5", "local6", "local7",
};

bool
syslog_facility(const char *name, unsigned *facility)
{
	for (unsigned i = 0; i < sizeof facilities / sizeof *facilities; i++)
		if (strcmp(facilities[i], name) == 0) {
			*facility = i;
			return true;
		}
	return false;
}

/* A character of an SD-NAME. */
static bool
name_char(char c)
{
	return c > ' ' && c < 0x7f && c != '=' && c != ']' && c != '"';
}

bool
syslog_id(const char *s)
{
	size_t n = strlen(s);

	for (size_t i = 0; i < n; i++)
		if (!name_char(s[i]))
			return false;
	return n > 0 && n <= SDNAME_MAX;
}

bool
syslog_wanted(const struct syslog *y, struct rec *r)
{
	for (size_t i = 0; i < y->ntypes; i++)
		if (rec_is(r, "type", y->types[i]))
			return true;
	if (y->ntypes > 0)
		return false;
	return !rec_is(r, "type", "tick") && !rec_is(r, "type", "flush") &&
	    !rec_is(r, "type", "source");
}

/* What a record without a severity is worth. */
static unsigned
severity_of(struct rec *r)
{
	static const struct {
		const char *member, *value;
		unsigned severity;
	} known[] = {
		{ "status", "critical", 2 }, { "status", "warning", 4 },
		{ "status", "unknown", 4 }, { "status", "ok", 6 },
		{ "state", "breached", 3 }, { "state", "missed", 3 },
		{ "state", "warning", 4 }, { "state", "started", 6 },
		{ "state", "met", 6 }, { "state", "done", 6 },
	};
	int64_t level;

	for (unsigned i = 0; i < SEVERITY_NONE; i++)
		if (rec_is(r, "severity", severity_names[i]))
			return i;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (rec_is(r, known[i].member, known[i].value))
			return known[i].severity;
	if (rec_int(r, "priority", &level) && level >= 1 && level < LEVELS)
		return (unsigned)level + 1;	/* 1 is crit, 4 is notice */
	return LEVEL_UNKNOWN;
}

static void
put_time(struct buf *b, struct rec *r)
{
	char text[TS_MAX];
	const char *s, *dot;
	size_t n, digits = 0;
	int64_t ns;
	int offset;

	if (!rec_str(r, "time", &s, &n) || !ts_parse(s, n, &ns, &offset)) {
		buf_str(b, " -");
		return;
	}
	dot = memchr(s, '.', n);
	if (dot)
		while (digits < DIGITS_MAX && dot + 1 + digits < s + n &&
		    dot[1 + digits] >= '0' && dot[1 + digits] <= '9')
			digits++;
	n = ts_format(text, ns, offset, (int)digits);
	buf_char(b, ' ');
	buf_put(b, text, n);
}

/* A field of the head: printable ASCII without blanks; "-" when that cannot say it. */
static void
put_head(struct buf *b, struct rec *r, const char *member, size_t max)
{
	const char *s;
	size_t n;

	buf_char(b, ' ');
	if (!rec_str(r, member, &s, &n) || n == 0) {
		buf_char(b, '-');
		return;
	}
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80) {	/* it is in the structured data */
			buf_char(b, '-');
			return;
		}
	for (size_t i = 0; i < n && i < max; i++)
		buf_char(b, s[i] > ' ' && s[i] < 0x7f ? s[i] : '_');
}

/* Text: control bytes become #ooo, but in counted frames only NUL needs to. */
static void
put_text(const struct syslog *y, struct buf *b, const char *s, size_t n, bool param)
{
	char *start = buf_room(b, 4 * n), *p = start;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == 0 || (!y->octets && (c < ' ' || c == 0x7f) && c != '\t')) {
			*p++ = '#';
			*p++ = (char)('0' + (c >> 6));
			*p++ = (char)('0' + (c >> 3 & 7));
			*p++ = (char)('0' + (c & 7));
			continue;
		}
		if (param && (c == '"' || c == '\\' || c == ']'))
			*p++ = '\\';
		*p++ = (char)c;
	}
	b->n += (size_t)(p - start);
}

static void
put_param(const struct syslog *y, struct buf *b, const char *name, size_t n,
    const char *s, size_t size)
{
	char *p = buf_room(b, SDNAME_MAX + 4);

	*p++ = ' ';
	for (size_t i = 0; i < n && i < SDNAME_MAX; i++)
		*p++ = name_char(name[i]) ? name[i] : '_';
	if (n == 0)
		*p++ = '_';
	*p++ = '=';
	*p++ = '"';
	b->n = (size_t)(p - b->p);
	put_text(y, b, s, size, true);
	buf_char(b, '"');
}

static void
put_value(const struct syslog *y, struct buf *b, struct rec *r,
    const char *name, size_t n, const struct rec_value *v)
{
	const char *s = v->raw;
	size_t size = v->n;

	if (v->type == REC_STRING && !rec_text(r, v, &s, &size))
		return;
	put_param(y, b, name, n, s, size);
}

/* The members of an object inside, as name.member. */
static void
put_object(const struct syslog *y, struct buf *b, struct rec *r,
    const char *name, size_t n, const struct rec_value *in)
{
	struct rec_value v;
	const char *key;
	size_t nkey, pos = 0;
	char path[2 * SDNAME_MAX + 2];

	if (n > SDNAME_MAX)
		n = SDNAME_MAX;
	memcpy(path, name, n);
	path[n++] = '.';
	while (rec_each(r, in, &pos, &key, &nkey, &v)) {
		if (nkey > SDNAME_MAX)
			nkey = SDNAME_MAX;
		memcpy(path + n, key, nkey);
		put_value(y, b, r, path, n + nkey, &v);
	}
}

static bool
is(const char *key, size_t n, const char *name)
{
	return strlen(name) == n && memcmp(key, name, n) == 0;
}

static void
put_data(const struct syslog *y, struct buf *b, struct rec *r)
{
	struct rec_value v;
	const char *key;
	size_t n, start = b->n;

	buf_fmt(b, " [%s", y->sd_id);
	start = b->n;
	for (size_t i = 0; rec_member(r, i, &key, &n, &v); i++) {
		if (is(key, n, "time") || is(key, n, "msg"))
			continue;
		if (v.type == REC_OBJECT)
			put_object(y, b, r, key, n, &v);
		else if (v.type != REC_NULL)
			put_value(y, b, r, key, n, &v);
	}
	if (b->n > start) {
		buf_char(b, ']');
	} else {
		buf_cut(b, start - strlen(y->sd_id) - 1);
		buf_char(b, '-');
	}
}

/*
 * What a record without a message would say: "clock response breached C-17 due 2026-...".
 */
static void
sum_up(struct buf *b, struct rec *r)
{
	static const char *const members[] = {
		"type", "clock", "duty", "check", "event", "state", "status", "case",
		"key", "target", "period", "due",
	};
	const char *s;
	size_t n;

	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		if (!rec_str(r, members[i], &s, &n) || n == 0)
			continue;
		if (b->n)
			buf_char(b, ' ');
		if (strcmp(members[i], "due") == 0)
			buf_str(b, "due ");
		buf_put(b, s, n);
	}
}

static void
put_message(const struct syslog *y, struct buf *b, struct rec *r)
{
	struct buf whole = BUF_INIT;
	const char *s;
	size_t n;

	if (!rec_str(r, "msg", &s, &n)) {
		sum_up(&whole, r);
		s = whole.p;
		n = whole.n;
	}
	if (n > 0) {
		buf_char(b, ' ');
		for (size_t i = 0; i < n; i++)
			if ((unsigned char)s[i] >= 0x80) {
				buf_str(b, "\xef\xbb\xbf");
				break;
			}
		put_text(y, b, s, n, false);
	}
	buf_clear(&whole);
}

void
syslog_write(struct syslog *y, struct rec *r, struct out *o)
{
	struct buf *b = &y->frame;

	buf_cut(b, 0);
	buf_fmt(b, "<%u>1", 8 * y->facility + severity_of(r));
	put_time(b, r);
	put_head(b, r, "host", HOSTNAME_MAX);
	put_head(b, r, "system", APPNAME_MAX);
	put_head(b, r, "pid", PROCID_MAX);
	put_head(b, r, "type", MSGID_MAX);
	put_data(y, b, r);
	put_message(y, b, r);
	if (!y->octets) {
		out_put(o, b->p, b->n);
		face_line(o);
		return;
	}
	out_fmt(o, "%zu ", b->n);
	out_put(o, b->p, b->n);
	if (o->text.n >= OUT_CHUNK && out_flush(o) < 0)
		out_die(o);
}
