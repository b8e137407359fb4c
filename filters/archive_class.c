/* archive_class - how long records are kept, and what may be done with them. */
#include "archive_class.h"
#include "archive_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "conf.h"
#include "err.h"
#include "expr.h"
#include "json.h"
#include "mem.h"
#include "rec.h"
#include "ts.h"
#include "zone.h"

enum { WHY_MAX = 256, DAY_S = 86400 };

static const char *const class_keys[] = {
	"where", "keep", "approval", "copy", "reason", "access", "hours",
	"secrecy", NULL,
};
static const char *const archive_keys[] = { "zone", "strict", NULL };

static const char *const levels[][2] = {
	{ "public", "公开" }, { "internal", "内部" }, { "confidential", "秘密" },
	{ "secret", "机密" }, { "top-secret", "绝密" },
};

int
secrecy_level(const char *text)
{
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		if (strcmp(text, levels[i][0]) == 0 || strcmp(text, levels[i][1]) == 0)
			return (int)i;
	return -1;
}

static void
class_clear(struct class *c)
{
	free(c->name);
	free(c->condition);
	free(c->keep_text);
	free(c->hours_text);
	free(c->secrecy_text);
	expr_free(c->where);
}

void
classes_clear(struct classes *a)
{
	for (size_t i = 0; i < a->n; i++)
		class_clear(&a->v[i]);
	free(a->v);
	free(a->zone_text);
	zone_free(a->zone);
	*a = (struct classes){ 0 };
}

/* The parts of a class from their texts; NULL, or which key is wrong and why. */
static const char *
set(struct class *c, const char **why)
{
	static char text[WHY_MAX];
	const char *bad;

	if (c->condition)
		c->where = expr_new(c->condition, text, sizeof text);
	if (c->condition && !c->where) {
		*why = text;
		return "where";
	}
	if (!c->keep_text || period_parse(c->keep_text, &c->keep) < 0) {
		*why = "a period as 6month, 3year, forever";
		return "keep";
	}
	if (c->hours_text && (bad = calhours_add(&c->hours, c->hours_text)) != NULL) {
		*why = bad;
		return "hours";
	}
	if (c->secrecy_text && (c->secrecy = secrecy_level(c->secrecy_text)) < 0) {
		*why = "one of " SECRECY_LEVELS;
		return "secrecy";
	}
	return NULL;
}

static char *
copy_of(const char *text)
{
	return text ? mem_str(text) : NULL;
}

static void
load_class(struct classes *a, const struct conf_section *s, const struct period *least)
{
	struct class *c = &a->v[a->n++];
	const struct conf_entry *e;
	const char *bad, *why;

	*c = (struct class){
		.name = mem_str(s->name),
		.condition = copy_of(conf_get(s, "where")),
		.keep_text = copy_of(conf_get(s, "keep")),
		.hours_text = copy_of(conf_get(s, "hours")),
		.secrecy_text = copy_of(conf_get(s, "secrecy")),
		.approval = conf_bool(s, "approval", false),
		.copy = conf_bool(s, "copy", false),
		.reason = conf_bool(s, "reason", false),
		.access = conf_bool(s, "access", false),
	};
	conf_only(s, class_keys);
	if (*s->name == '\0')
		conf_bad(s, s->line, "a class has a name: [class NAME]");
	if ((bad = set(c, &why)) != NULL) {
		e = conf_entry(s, bad);
		conf_bad(s, e ? e->line : s->line, "bad %s: %s", bad, why);
	} else if (!period_covers(&c->keep, least)) {
		conf_bad(s, conf_entry(s, "keep")->line,
		    "'%s' is shorter than the least that records must be kept",
		    c->keep_text);
	}
	c->access |= c->reason;
}

static void
load_archive(struct classes *a, const struct conf_section *s)
{
	const char *name = conf_get(s, "zone");

	conf_only(s, archive_keys);
	a->strict = conf_bool(s, "strict", false);
	if (!name)
		return;
	a->zone = zone_new(name);
	if (!a->zone)
		conf_bad(s, conf_entry(s, "zone")->line, "no zone '%s'", name);
	a->zone_text = mem_str(name);
}

bool
classes_load(struct classes *a, const char *path, const struct period *min_keep)
{
	struct conf *f = conf_read(path);
	bool ok = f != NULL;

	*a = (struct classes){ 0 };
	if (!f)
		return false;
	a->v = mem_zero(f->n + 1, sizeof *a->v);
	for (size_t i = 0; i < f->n; i++) {
		const struct conf_section *s = &f->sections[i];

		if (strcmp(s->kind, "class") == 0 && a->n < CLASSES_MAX)
			load_class(a, s, min_keep);
		else if (strcmp(s->kind, "archive") == 0)
			load_archive(a, s);
		else
			conf_bad(s, s->line, a->n < CLASSES_MAX ?
			    "[class NAME] or [archive] expected" : "too many classes");
	}
	ok = f->bad == 0;
	conf_free(f);
	return ok;
}

static void
put_flag(struct buf *b, const char *name, bool is)
{
	if (is)
		buf_fmt(b, ",\"%s\":true", name);
}

void
classes_print(const struct classes *a, struct buf *b)
{
	buf_char(b, '[');
	for (size_t i = 0; i < a->n; i++) {
		const struct class *c = &a->v[i];

		buf_str(b, i ? ",{\"class\":" : "{\"class\":");
		json_put_buf(b, c->name, strlen(c->name));
		text_member(b, "where", c->condition);
		text_member(b, "keep", c->keep_text);
		put_flag(b, "approval", c->approval);
		put_flag(b, "copy", c->copy);
		put_flag(b, "reason", c->reason);
		put_flag(b, "access", c->access);
		text_member(b, "hours", c->hours_text);
		text_member(b, "secrecy", c->secrecy_text);
		text_member(b, "zone", a->zone_text);
		put_flag(b, "strict", a->strict);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static char *
get_text(struct rec *r, const char *name)
{
	const char *s;
	size_t n;

	return rec_str(r, name, &s, &n) && n < CLASS_TEXT_MAX ? mem_copy(s, n) : NULL;
}

static bool
get_flag(struct rec *r, const char *name)
{
	struct rec_value v;

	return rec_get(r, name, &v) == REC_TRUE;
}

static bool
read_class(struct classes *a, struct rec *r)
{
	struct class *c = &a->v[a->n++];
	const char *why;

	*c = (struct class){
		.name = get_text(r, "class"),
		.condition = get_text(r, "where"),
		.keep_text = get_text(r, "keep"),
		.hours_text = get_text(r, "hours"),
		.secrecy_text = get_text(r, "secrecy"),
		.approval = get_flag(r, "approval"),
		.copy = get_flag(r, "copy"),
		.reason = get_flag(r, "reason"),
		.access = get_flag(r, "access"),
	};
	a->strict |= get_flag(r, "strict");
	if (!a->zone_text && (a->zone_text = get_text(r, "zone")) != NULL)
		a->zone = zone_new(a->zone_text);
	return c->name && (!a->zone_text || a->zone) && set(c, &why) == NULL;
}

bool
classes_read(struct classes *a, struct rec *header)
{
	struct rec_value all, v;
	struct rec *one = rec_new();
	size_t pos = 0;
	bool ok = true;

	*a = (struct classes){ .v = mem_zero(CLASSES_MAX, sizeof *a->v) };
	if (rec_get(header, "classes", &all) == REC_ARRAY)
		while (ok && rec_each(header, &all, &pos, NULL, NULL, &v))
			ok = a->n < CLASSES_MAX && v.type == REC_OBJECT &&
			    rec_parse(one, v.raw, v.n) == 0 && read_class(a, one);
	rec_free(one);
	return ok;
}

struct class *
classes_of(const struct classes *a, struct rec *r)
{
	for (size_t i = 0; i < a->n; i++)
		if (!a->v[i].where || expr_test(a->v[i].where, r) == EXPR_YES)
			return &a->v[i];
	return NULL;
}

bool
class_hour(const struct classes *a, const struct class *c, int64_t now)
{
	int64_t second = now / TS_SECOND;
	int64_t local = second + (a->zone ? zone_offset(a->zone, second) : 0);
	int of_day = (int)(local % DAY_S);

	for (size_t i = 0; i < c->hours.n; i++)
		if (of_day >= c->hours.r[i].from && of_day < c->hours.r[i].to)
			return true;
	return c->hours.n == 0;
}

int64_t
class_until(const struct classes *a, const struct class *c, int64_t time)
{
	return time == TS_NONE ? INT64_MAX : period_after(&c->keep, time, a->zone);
}
