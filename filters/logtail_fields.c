/* logtail_fields - the fields of an entry of the systemd journal. */
#include <inttypes.h>
#include <string.h>

#include "cursor.h"
#include "json.h"
#include "logtail.h"
#include "logtail_fields.h"
#include "logtail_listen.h"
#include "rec.h"

enum {
	MEMBER_MAX = 1024,	/* bytes of a member beside the message */
};

void
fields_init(struct fields *f)
{
	*f = (struct fields){ .rec = rec_new() };
}

void
fields_clear(struct fields *f)
{
	rec_free(f->rec);
	buf_clear(&f->msg);
	buf_clear(&f->members);
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
bool
fields_text(struct fields *f, const char *name, const char **s, size_t *n)
{
	struct rec_value v, first;
	size_t pos = 0;

	if (rec_get(f->rec, name, &v) == REC_STRING)
		return rec_text(f->rec, &v, s, n);
	return v.type == REC_ARRAY && rec_each(f->rec, &v, &pos, NULL, NULL, &first) &&
	    first.type == REC_STRING && rec_text(f->rec, &first, s, n);
}

bool
fields_number(struct fields *f, const char *name, int64_t *v)
{
	const char *s;
	size_t n;

	return fields_text(f, name, &s, &n) && read_number(s, n, 10, v);
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
bool
fields_identify(struct fields *f, struct message *x)
{
	const char *cursor, *i;
	size_t n, ni;

	if (!fields_text(f, "__CURSOR", &cursor, &n) ||
	    !part(cursor, n, "s=", &x->id, &x->nid) || !part(cursor, n, "i=", &i, &ni) ||
	    x->nid == 0 || x->nid > JOURNAL_ID_MAX || !read_number(i, ni, 16, &x->number))
		return false;
	return x->number < INT64_MAX && plain(x);
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
add_bytes(struct fields *f, const struct rec_value *in)
{
	struct rec_value v;
	size_t pos = 0;

	while (rec_each(f->rec, in, &pos, NULL, NULL, &v))
		add_byte(&f->msg, &v);
}

/* An array: the bytes of a message that is not UTF-8, or several messages. */
static void
join(struct fields *f, const struct rec_value *in)
{
	struct rec_value v;
	const char *s;
	size_t pos = 0, n;

	buf_cut(&f->msg, 0);
	while (rec_each(f->rec, in, &pos, NULL, NULL, &v)) {
		if (v.type == REC_NUMBER) {
			add_byte(&f->msg, &v);
			continue;
		}
		if (f->msg.n > 0)
			buf_char(&f->msg, '\n');
		if (v.type == REC_STRING && rec_text(f->rec, &v, &s, &n))
			buf_put(&f->msg, s, n);
		else if (v.type == REC_ARRAY)
			add_bytes(f, &v);
		else
			f->empty++;
	}
}

void
fields_message(struct fields *f, struct message *x)
{
	struct rec_value v;

	x->msg = "";
	x->nmsg = 0;
	switch (rec_get(f->rec, "MESSAGE", &v)) {
	case REC_STRING:
		rec_text(f->rec, &v, &x->msg, &x->nmsg);
		break;
	case REC_ARRAY:
		join(f, &v);
		x->msg = f->msg.n > 0 ? f->msg.p : "";
		x->nmsg = f->msg.n;
		break;
	case REC_NULL:
		f->empty++;
		break;
	default:
		break;
	}
}

static void
member(struct fields *f, const char *name, const char *s, size_t n)
{
	if (n > MEMBER_MAX)
		for (n = MEMBER_MAX; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
			n--;
	buf_fmt(&f->members, ",\"%s\":", name);
	json_put_buf(&f->members, s, n);
}

void
fields_members(struct fields *f)
{
	const char *s, *facility;
	int64_t v;
	size_t n;

	buf_cut(&f->members, 0);
	if (fields_number(f, "SYSLOG_FACILITY", &v) &&
	    (facility = listen_facility(v)) != NULL)
		member(f, "facility", facility, strlen(facility));
	if (fields_text(f, "SYSLOG_IDENTIFIER", &s, &n) ||
	    fields_text(f, "_COMM", &s, &n))
		member(f, "app", s, n);
	if (fields_number(f, "_PID", &v) || fields_number(f, "SYSLOG_PID", &v))
		buf_fmt(&f->members, ",\"pid\":%" PRId64, v);
	if (fields_text(f, "_SYSTEMD_UNIT", &s, &n))
		member(f, "unit", s, n);
}
