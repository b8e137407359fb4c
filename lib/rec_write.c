/* rec_write - the record back to a line: the bytes that came, with the changes put in. */
#include "buf.h"
#include "json.h"
#include "out.h"
#include "rec.h"
#include "rec_member.h"

/* At least as long as the record will be. */
static size_t
bound(const struct rec *r)
{
	return r->nline + r->extra;
}

static inline char *
put(char *dst, const char *p, size_t n)
{
	memcpy(dst, p, n);
	return dst + n;
}

/*
 * The members of the line with some replaced or removed, and all between them.  What
 * stands before a removed member goes with it, but for the first one that stays.
 * *any: is there one left?
 */
static char *
print_parsed(const struct rec *r, char *dst, uint32_t *done, bool *any)
{
	for (size_t i = 0; i < r->nparsed; i++) {
		const struct member *m = &r->members[i];

		if (m->flags & MEMBER_REMOVED) {
			if (*any || i + 1 == r->nparsed)
				*done = m->end;
			continue;
		}
		if (!*any && i > 0)	/* those before it are gone */
			*done = m->start;
		*any = true;
		if (m->flags & MEMBER_REPLACED) {
			dst = put(dst, r->line + *done, m->from - *done);
			dst = put(dst, m->value, m->nvalue);
		} else {
			dst = put(dst, r->line + *done, m->end - *done);
		}
		*done = m->end;
	}
	return dst;
}

static char *
print_added(const struct rec *r, char *dst, bool any)
{
	for (size_t i = r->nparsed; i < r->n; i++) {
		const struct member *m = &r->members[i];

		if (any)
			*dst++ = ',';
		any = true;
		*dst++ = '"';
		dst += json_escape(dst, m->key, m->nkey, NULL);
		*dst++ = '"';
		*dst++ = ':';
		dst = put(dst, m->value, m->nvalue);
	}
	return dst;
}

/* The record to dst, which has room for bound(); its length. */
static size_t
print(const struct rec *r, char *dst)
{
	char *p = dst;
	uint32_t done = r->inside;	/* of the line, up to here */
	bool any = false;

	if (r->nremoved == 0 && r->nreplaced == 0) {	/* only added to: in one piece */
		if (r->nparsed > 0)
			done = r->members[r->nparsed - 1].end;
		p = put(p, r->line, done);
		any = r->nparsed > 0;
	} else {
		p = put(p, r->line, done);
		p = print_parsed(r, p, &done, &any);
	}
	p = print_added(r, p, any);
	p = put(p, r->line + done, r->nline - done);
	return (size_t)(p - dst);
}

static bool
unchanged(const struct rec *r)
{
	return r->n == r->nparsed && r->nremoved == 0 && r->nreplaced == 0;
}

void
rec_write(struct rec *r, struct out *o)
{
	if (unchanged(r))
		out_put(o, r->line, r->nline);
	else
		o->text.n += print(r, out_room(o, bound(r)));
}

void
rec_print(struct rec *r, struct buf *b)
{
	if (unchanged(r))
		buf_put(b, r->line, r->nline);
	else
		b->n += print(r, buf_room(b, bound(r)));
}
