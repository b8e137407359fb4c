/* rec_set - how a record is changed. */
#include <math.h>

#include "gram.h"
#include "json.h"
#include "mem.h"
#include "num.h"
#include "rec.h"
#include "rec_member.h"
#include "ts.h"

/* --- members of the record itself --- */

static void
give_value(struct member *m, const char *value, size_t n, uint8_t flags)
{
	m->value = value;
	m->nvalue = n;
	m->type = (uint8_t)rec_member_type(*value);
	m->flags = flags;
	if (m->type == REC_STRING && memchr(value, '\\', n))
		m->flags |= MEMBER_ESCAPED;
}

static void
replace(struct rec *r, struct member *m, const char *value, size_t n)
{
	uint8_t flags = 0;

	if (m < r->members + r->nparsed) {
		if (!(m->flags & MEMBER_REPLACED))
			r->nreplaced++;
		flags = MEMBER_REPLACED;
	}
	give_value(m, value, n, flags);
	r->extra += n;
}

static void
add(struct rec *r, const char *name, size_t nname, const char *value, size_t n)
{
	struct member *m;

	if (r->n == r->cap || r->n == r->tags_cap) {
		r->members = mem_grow(r->members, &r->cap, r->n + 1, sizeof *r->members);
		r->tags = mem_grow(r->tags, &r->tags_cap, r->n + 1, sizeof *r->tags);
	}
	m = &r->members[r->n];
	m->key = arena_copy(&r->texts, name, nname);
	m->nkey = (uint32_t)nname;
	give_value(m, value, n, 0);
	r->tags[r->n++] = rec_member_tag(m->key, nname, nname);
	r->extra += json_escape_max(nname) + n + 4;	/* quotes, colon, comma */
}

/* --- members of objects inside --- */

/* Where a path leads in the text of a member's value, and what must be written there. */
struct place {
	size_t from, to;	/* is replaced */
	bool comma;		/* after members that are there */
	size_t level;		/* the names from here on are to be written */
	size_t named;		/* ... and this many of them are there already, 0 or 1 */
};

static struct place
find_place(const char *text, size_t n, const struct path *path)
{
	const char *object = text, *end = text + n;
	struct item item, last;
	size_t i = 1, from;

	for (;;) {
		from = (size_t)(object - text);
		/* what is no object gives way to one */
		if (i == path->n || *object != '{')
			return (struct place){ from, (size_t)(end - text),
			    false, i - 1, 1 };
		if (!rec_item_find(object, (size_t)(end - object), path->names[i],
		    path->lens[i], &item))
			break;
		object = item.value;
		end = item.end;
		i++;
	}
	last.end = NULL;
	for (const char *p = object + 1; rec_item_next(p, end, &item); p = item.end)
		last = item;
	from = (size_t)((last.end ? last.end : object + 1) - text);
	return (struct place){ from, from, last.end != NULL, i, 0 };
}

/* The names from level on around the value, "a":{"b":value}; the first not when named. */
static char *
print_nested(char *dst, const struct path *path, size_t level, size_t named,
    const char *value, size_t n)
{
	for (size_t i = level + named; i < path->n; i++) {
		if (i > level)
			*dst++ = '{';
		*dst++ = '"';
		dst += json_escape(dst, path->names[i], path->lens[i], NULL);
		*dst++ = '"';
		*dst++ = ':';
	}
	memcpy(dst, value, n);
	dst += n;
	for (size_t i = level + 1; i < path->n; i++)
		*dst++ = '}';
	return dst;
}

static size_t
names_room(const struct path *path)
{
	size_t room = 1;

	for (size_t i = 0; i < path->n; i++)
		room += json_escape_max(path->lens[i]) + 5; /* quotes, colon, braces */
	return room;
}

/* The value of member m (NULL: absent) with the rest of path set in it, in the arena. */
static const char *
set_inside(struct rec *r, const struct member *m, const struct path *path,
    const char *value, size_t n, size_t *nnew)
{
	struct place at = { 0, 0, false, 0, 1 };
	const char *old = m ? m->value : "";
	size_t nold = m ? m->nvalue : 0;
	char *new = arena_room(&r->texts, nold + n + names_room(path)), *p = new;

	if (m)
		at = find_place(old, nold, path);
	memcpy(p, old, at.from);
	p += at.from;
	if (at.comma)
		*p++ = ',';
	p = print_nested(p, path, at.level, at.named, value, n);
	memcpy(p, old + at.to, nold - at.to);
	p += nold - at.to;
	*nnew = (size_t)(p - new);
	arena_keep(&r->texts, *nnew);
	return new;
}

/* --- setting --- */

/* Set path to a value that lies in the arena. */
static void
set(struct rec *r, const char *text, const char *value, size_t n)
{
	size_t ntext = strlen(text);
	struct member *m = rec_member_find(r, text, ntext);
	struct path path;

	r->walk_i = r->walk_at = 0;
	if (!m && memchr(text, '.', ntext)) {
		rec_path_split(&path, text);
		m = rec_member_find(r, path.names[0], path.lens[0]);
		value = set_inside(r, m, &path, value, n, &n);
		text = path.names[0];
		ntext = path.lens[0];
	}
	if (m)
		replace(r, m, value, n);
	else
		add(r, text, ntext, value, n);
}

static void
set_copy(struct rec *r, const char *path, const char *value, size_t n)
{
	set(r, path, arena_copy(&r->texts, value, n), n);
}

void
rec_set_str(struct rec *r, const char *path, const char *s, size_t n)
{
	char *value = arena_room(&r->texts, json_escape_max(n) + 2);
	size_t len = n ? json_escape(value + 1, s, n, NULL) : 0;

	value[0] = value[len + 1] = '"';
	arena_keep(&r->texts, len + 2);
	set(r, path, value, len + 2);
}

void
rec_set_text(struct rec *r, const char *path, const char *s)
{
	rec_set_str(r, path, s, strlen(s));
}

void
rec_set_int(struct rec *r, const char *path, int64_t v)
{
	char text[24], *p = text + sizeof text;
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		*--p = '-';
	set_copy(r, path, p, (size_t)(text + sizeof text - p));
}

void
rec_set_num(struct rec *r, const char *path, double v)
{
	char text[NUM_TEXT_MAX];

	if (isfinite(v))
		set_copy(r, path, text, num_print_f64(text, v));
	else
		set_copy(r, path, "null", 4);
}

void
rec_set_bool(struct rec *r, const char *path, bool v)
{
	set_copy(r, path, v ? "true" : "false", v ? 4 : 5);
}

void
rec_set_time(struct rec *r, const char *path, int64_t ns, int offset_s)
{
	char text[TS_MAX];
	int digits = ns % 1000000 == 0 ? 3 : ns % 1000 == 0 ? 6 : 9;

	rec_set_str(r, path, text, ts_format(text, ns, offset_s, digits));
}

/* How many objects will be around the value that path names? */
static unsigned
depth_of(const char *path)
{
	unsigned depth = 1;

	for (; (path = strchr(path, '.')) != NULL && depth < REC_NAMES_MAX; path++)
		depth++;
	return depth;
}

void
rec_set_raw(struct rec *r, const char *path, const char *json, size_t n)
{
	struct gram g = { .begin = json, .end = json + n };

	if (n == 0 || gram_value(&g, json, depth_of(path)) != g.end ||
	    memchr(json, '\n', n)) {	/* it would not be one record on one line */
		json = "null";
		n = 4;
	}
	set_copy(r, path, json, n);
}

/* --- removing --- */

static void
remove_at(struct rec *r, size_t i)
{
	if (i < r->nparsed) {
		r->members[i].flags |= MEMBER_REMOVED;
		r->nremoved++;
		return;
	}
	r->n--;
	memmove(&r->members[i], &r->members[i + 1], (r->n - i) * sizeof *r->members);
	memmove(&r->tags[i], &r->tags[i + 1], (r->n - i) * sizeof *r->tags);
}

/* An object without the members that the names from level on lead to, to dst; its end. */
static char *
print_without(char *dst, const char *object, size_t n, const struct path *path,
    size_t level)
{
	const char *p = object + 1, *end = object + n;
	const char *done = p;	/* written up to here */
	bool any = false, cut = false;	/* a member was written, one was left out */
	struct item item;

	*dst++ = '{';
	for (; rec_item_next(p, end, &item); p = item.end) {
		size_t nraw = (size_t)(item.name_end - item.name);
		bool named = json_equal(item.name, nraw, path->names[level],
		    path->lens[level]);

		if (named && level + 1 == path->n) {	/* with the comma before it */
			done = item.end;
			cut = true;
			continue;
		}
		if (!any && cut)
			done = item.name - 1;
		any = true;
		if (named && *item.value == '{') {
			memcpy(dst, done, (size_t)(item.value - done));
			dst += item.value - done;
			dst = print_without(dst, item.value,
			    (size_t)(item.end - item.value), path, level + 1);
		} else {
			memcpy(dst, done, (size_t)(item.end - done));
			dst += item.end - done;
		}
		done = item.end;
	}
	memcpy(dst, done, (size_t)(end - done));
	return dst + (end - done);
}

static bool
remove_inside(struct rec *r, struct member *m, const struct path *path)
{
	char *new;
	size_t n;

	if (m->type != REC_OBJECT)
		return false;
	new = arena_room(&r->texts, m->nvalue);
	n = (size_t)(print_without(new, m->value, m->nvalue, path, 1) - new);
	if (n == m->nvalue)
		return false;
	arena_keep(&r->texts, n);
	replace(r, m, new, n);
	return true;
}

static bool
named(const struct member *m, const char *name, size_t n)
{
	return !(m->flags & MEMBER_REMOVED) && m->nkey == n &&
	    memcmp(m->key, name, n) == 0;
}

bool
rec_remove(struct rec *r, const char *text)
{
	size_t ntext = strlen(text);
	struct path path;
	bool any = false;

	rec_path_split(&path, text);
	r->walk_i = r->walk_at = 0;
	for (size_t i = r->n; i-- > 0;) {
		struct member *m = &r->members[i];

		if (named(m, text, ntext)) {
			remove_at(r, i);
			any = true;
		} else if (path.n > 1 && named(m, path.names[0], path.lens[0])) {
			any |= remove_inside(r, m, &path);
		}
	}
	return any;
}
