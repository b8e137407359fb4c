/* archive_sets - which values some members have in the records of a segment. */
#include <string.h>

#include "archive_sets.h"
#include "json.h"
#include "rec.h"

static const struct {
	const char *name;
	size_t n;
} members[SETS_MEMBERS] = {
	{ "host", 4 }, { "system", 6 }, { "kind", 4 }, { "severity", 8 }, { "path", 4 },
};

void
sets_clear(struct sets *s)
{
	for (size_t i = 0; i < SETS_MEMBERS; i++)
		buf_clear(&s->member[i].texts);
}

void
sets_reset(struct sets *s)
{
	for (size_t i = 0; i < SETS_MEMBERS; i++) {
		struct set *m = &s->member[i];

		buf_cut(&m->texts, 0);
		m->n = m->last = 0;
		m->many = false;
	}
}

static bool
is_value(const struct set *m, size_t i, const char *raw, size_t n)
{
	return m->v[i].n == n && memcmp(m->texts.p + m->v[i].at, raw, n) == 0;
}

/* The place of a value, which is new where it is m->n; SETS_VALUES: it has none. */
static size_t
find(struct set *m, const char *raw, size_t n)
{
	size_t i = 0;

	if (m->last < m->n && is_value(m, m->last, raw, n))
		return m->last;
	while (i < m->n && !is_value(m, i, raw, n))
		i++;
	if (i < m->n)
		return i;
	if (i == SETS_VALUES || n > SETS_VALUE_BYTES)
		return SETS_VALUES;
	m->v[i] = (struct set_value){ .at = m->texts.n, .n = n };
	buf_put(&m->texts, raw, n);
	m->n++;
	return i;
}

static void
add(struct set *m, const char *raw, size_t n, size_t bytes)
{
	size_t i = find(m, raw, n);

	if (i == SETS_VALUES) {
		m->many = true;
		return;
	}
	m->last = i;
	m->v[i].records++;
	m->v[i].bytes += bytes;
}

void
sets_add(struct sets *s, struct rec *r, size_t bytes)
{
	struct rec_value v;
	struct buf plain = BUF_INIT;
	const char *text;
	size_t n;

	for (size_t i = 0; i < SETS_MEMBERS; i++) {
		struct set *m = &s->member[i];
		const char *name = members[i].name;

		if (m->many || rec_get_name(r, name, members[i].n, &v) != REC_STRING)
			continue;
		if (memchr(v.raw, '\\', v.n) == NULL) {
			add(m, v.raw, v.n, bytes);
		} else if (rec_text(r, &v, &text, &n)) {
			/* one spelling of each text, so that it is found */
			json_put_buf(&plain, text, n);
			add(m, plain.p, plain.n, bytes);
			buf_clear(&plain);
		}
	}
}

static void
print_member(const struct set *m, const char *name, const char *sep, struct buf *b)
{
	buf_fmt(b, "%s\"%s\":{", sep, name);
	for (size_t i = 0; i < m->n; i++) {
		if (i)
			buf_char(b, ',');
		buf_put(b, m->texts.p + m->v[i].at, m->v[i].n);
		buf_fmt(b, ":[%llu,%llu]", (unsigned long long)m->v[i].records,
		    (unsigned long long)m->v[i].bytes);
	}
	buf_char(b, '}');
}

void
sets_print(const struct sets *s, struct buf *b)
{
	const char *sep = ",\"sets\":{";

	for (size_t i = 0; i < SETS_MEMBERS; i++) {
		const struct set *m = &s->member[i];

		if (m->many)
			continue;
		print_member(m, members[i].name, sep, b);
		sep = ",";
	}
	if (!sep[1])
		buf_char(b, '}');
}
