/* rec_get - how the members of a record are read. */
#include <stdlib.h>

#include "gram.h"
#include "json.h"
#include "mem.h"
#include "num.h"
#include "rec.h"
#include "rec_member.h"
#include "ts.h"

void
rec_path_split(struct path *path, const char *text)
{
	const char *dot;

	path->n = 0;
	for (;;) {
		path->names[path->n] = text;
		dot = path->n < REC_NAMES_MAX - 1 ? strchr(text, '.') : NULL;
		path->lens[path->n++] = dot ? (size_t)(dot - text) : strlen(text);
		if (!dot)
			return;
		text = dot + 1;
	}
}

bool
rec_item_next(const char *p, const char *end, struct item *item)
{
	struct gram g = { .begin = p, .end = end };

	p = gram_space(p, end);
	if (p < end && *p == ',')
		p = gram_space(p + 1, end);
	if (p == end || *p == '}' || *p == ']')
		return false;
	item->name = item->name_end = NULL;
	item->value = p;
	if (*p == '"') {	/* a name, or a string of an array */
		const char *value = gram_name(&g, p, &item->name, &item->name_end);

		if (value)
			item->value = value;
		else
			item->name = item->name_end = NULL;
	}
	item->end = gram_value(&g, item->value, 0);
	return item->end != NULL;
}

static bool
item_named(const struct item *item, const char *name, size_t n)
{
	size_t nraw = (size_t)(item->name_end - item->name);

	if (nraw == n && memcmp(item->name, name, n) == 0)
		return true;	/* a name with escapes is longer than its text */
	return nraw > n && json_equal(item->name, nraw, name, n);
}

bool
rec_item_find(const char *object, size_t n, const char *name, size_t nname,
    struct item *found)
{
	const char *p = object + 1, *end = object + n;
	struct item item;
	bool any = false;

	for (; rec_item_next(p, end, &item); p = item.end)
		if (item_named(&item, name, nname)) {
			*found = item;
			any = true;
		}
	return any;
}

static enum rec_type
found(struct rec_value *v, const char *raw, size_t n)
{
	*v = (struct rec_value){ rec_member_type(*raw), raw, n };
	return v->type;
}

/* A path through objects; one whose whole name it is was looked for before. */
static enum rec_type
get_inside(const struct rec *r, const char *text, struct rec_value *v)
{
	const struct member *m;
	struct path path;
	struct item item;

	rec_path_split(&path, text);
	m = path.n > 1 ? rec_member_find(r, path.names[0], path.lens[0]) : NULL;
	if (!m)
		return REC_NONE;
	found(v, m->value, m->nvalue);
	for (size_t i = 1; i < path.n; i++) {
		if (v->type != REC_OBJECT ||
		    !rec_item_find(v->raw, v->n, path.names[i], path.lens[i], &item))
			return REC_NONE;
		found(v, item.value, (size_t)(item.end - item.value));
	}
	return v->type;
}

enum rec_type
rec_get(const struct rec *r, const char *path, struct rec_value *v)
{
	const struct member *m = rec_member_find(r, path, strlen(path));
	enum rec_type type;

	if (m) {
		*v = (struct rec_value){ m->type, m->value, m->nvalue };
		return v->type;
	}
	type = get_inside(r, path, v);
	if (type == REC_NONE)
		*v = (struct rec_value){ REC_NONE, "", 0 };
	return type;
}

enum rec_type
rec_get_name(const struct rec *r, const char *name, size_t n, struct rec_value *v)
{
	const struct member *m = rec_member_find(r, name, n);

	*v = m ? (struct rec_value){ m->type, m->value, m->nvalue } :
	    (struct rec_value){ REC_NONE, "", 0 };
	return v->type;
}

enum rec_type
rec_value_name(const struct rec_value *object, const char *name, size_t n,
    struct rec_value *v)
{
	struct item item;

	if (object->type == REC_OBJECT &&
	    rec_item_find(object->raw, object->n, name, n, &item))
		return found(v, item.value, (size_t)(item.end - item.value));
	*v = (struct rec_value){ REC_NONE, "", 0 };
	return REC_NONE;
}

bool
rec_has(const struct rec *r, const char *path)
{
	struct rec_value v;

	return rec_get(r, path, &v) != REC_NONE;
}

/* The inside of a string with its escapes resolved, in the arena. */
static const char *
decode(struct rec *r, const char *s, size_t n, size_t *ntext)
{
	char *text = arena_room(&r->texts, n);

	*ntext = json_unescape(text, s, n);
	arena_keep(&r->texts, *ntext);
	return text;
}

bool
rec_text(struct rec *r, const struct rec_value *v, const char **s, size_t *n)
{
	if (v->type != REC_STRING)
		return false;
	if (v->raw == r->decoded.raw) {
		*s = r->decoded.s;
		*n = r->decoded.n;
		return true;
	}
	*s = v->raw + 1;
	*n = v->n - 2;
	if (memchr(*s, '\\', *n)) {
		*s = decode(r, *s, *n, n);
		r->decoded.raw = v->raw;
		r->decoded.s = *s;
		r->decoded.n = *n;
	}
	return true;
}

bool
rec_str(struct rec *r, const char *path, const char **s, size_t *n)
{
	struct member *m = rec_member_find(r, path, strlen(path));
	struct rec_value v;

	if (!m)
		return get_inside(r, path, &v) != REC_NONE && rec_text(r, &v, s, n);
	if (m->type != REC_STRING)
		return false;
	if (!(m->flags & MEMBER_ESCAPED)) {
		*s = m->value + 1;
		*n = m->nvalue - 2;
		return true;
	}
	if (!(m->flags & MEMBER_DECODED)) {
		m->text = decode(r, m->value + 1, m->nvalue - 2, &m->ntext);
		m->flags |= MEMBER_DECODED;
	}
	*s = m->text;
	*n = m->ntext;
	return true;
}

bool
rec_is(struct rec *r, const char *path, const char *text)
{
	struct rec_value v;
	size_t n = strlen(text);

	if (rec_get(r, path, &v) != REC_STRING)
		return false;
	if (v.n - 2 == n && memcmp(v.raw + 1, text, n) == 0 && !memchr(text, '\\', n))
		return true;
	return json_equal(v.raw + 1, v.n - 2, text, n);
}

char *
rec_dup(struct rec *r, const char *path)
{
	const char *s;
	size_t n;

	return rec_str(r, path, &s, &n) ? mem_copy(s, strnlen(s, n)) : NULL;
}

bool
rec_int(const struct rec *r, const char *path, int64_t *v)
{
	struct rec_value value;

	return rec_get(r, path, &value) == REC_NUMBER &&
	    num_text_i64(value.raw, value.n, v);
}

bool
rec_num(const struct rec *r, const char *path, double *v)
{
	struct rec_value value;

	return rec_get(r, path, &value) == REC_NUMBER &&
	    num_text_f64(value.raw, value.n, v);
}

bool
rec_bool(const struct rec *r, const char *path, bool *v)
{
	struct rec_value value;
	enum rec_type type = rec_get(r, path, &value);

	if (type != REC_TRUE && type != REC_FALSE)
		return false;
	*v = type == REC_TRUE;
	return true;
}

bool
rec_time(struct rec *r, const char *path, int64_t *ns)
{
	const char *s;
	size_t n;

	return rec_str(r, path, &s, &n) && ts_parse(s, n, ns, NULL);
}

bool
rec_member(struct rec *r, size_t i, const char **key, size_t *nkey, struct rec_value *v)
{
	const struct member *m;

	if (i < r->walk_i)
		r->walk_i = r->walk_at = 0;
	for (;; r->walk_at++) {
		if (r->walk_at == r->n)
			return false;
		m = &r->members[r->walk_at];
		if (m->flags & MEMBER_REMOVED)
			continue;
		if (r->walk_i == i)
			break;
		r->walk_i++;
	}
	*key = m->key;
	*nkey = m->nkey;
	*v = (struct rec_value){ m->type, m->value, m->nvalue };
	return true;
}

bool
rec_each(struct rec *r, const struct rec_value *in, size_t *pos,
    const char **key, size_t *nkey, struct rec_value *v)
{
	struct item item;

	if (in->type != REC_OBJECT && in->type != REC_ARRAY)
		return false;
	if (!rec_item_next(in->raw + (*pos ? *pos : 1), in->raw + in->n, &item))
		return false;
	*pos = (size_t)(item.end - in->raw);
	found(v, item.value, (size_t)(item.end - item.value));
	if (!key)
		return true;
	*key = item.name ? item.name : "";
	*nkey = item.name ? (size_t)(item.name_end - item.name) : 0;
	if (*nkey && memchr(*key, '\\', *nkey))
		*key = decode(r, *key, *nkey, nkey);
	return true;
}
