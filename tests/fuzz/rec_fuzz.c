/*
 * rec_fuzz - records read beside libjq 1.6, changed and written.
 *
 * The input is a line; what follows its first line feed says how it is changed.  Properties:
 * what rec accepts, libjq reads with the same members and values, and it is written as
 * it came; what was set is read back; all other members keep their bytes and their
 * order; what is written is a record again.
 */
#include <jv.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "jqleaks.h"
#include "json.h"
#include "num.h"
#include "rec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* --- beside libjq --- */

static void same(struct rec *, const struct rec_value *, jv);

/* Is there a member of that name in the object after *pos? */
static bool
comes_again(struct rec *r, const struct rec_value *object, size_t pos, const char *name, size_t n)
{
	struct rec_value v;
	const char *key;
	size_t nkey;

	while (rec_each(r, object, &pos, &key, &nkey, &v))
		if (nkey == n && memcmp(key, name, n) == 0)
			return true;
	return false;
}

static void
same_object(struct rec *r, const struct rec_value *object, jv want)
{
	size_t pos = 0, nkey;
	struct rec_value v;
	const char *key;
	int count = 0;

	while (rec_each(r, object, &pos, &key, &nkey, &v)) {
		if (comes_again(r, object, pos, key, nkey))
			continue;	/* the last one counts */
		same(r, &v, jv_object_get(jv_copy(want), jv_string_sized(key, (int)nkey)));
		count++;
	}
	must(count == jv_object_length(jv_copy(want)));
}

static void
same_array(struct rec *r, const struct rec_value *array, jv want)
{
	size_t pos = 0;
	struct rec_value v;
	int i = 0;

	while (rec_each(r, array, &pos, NULL, NULL, &v))
		same(r, &v, jv_array_get(jv_copy(want), i++));
	must(i == jv_array_length(jv_copy(want)));
}

static void
same_number(const struct rec_value *v, double want)
{
	double d;
	int64_t i;

	if (!num_text_f64(v->raw, v->n, &d))
		must(!isfinite(want));		/* 1e999: no number here, infinite there */
	else
		must(d == want);
	if (num_text_i64(v->raw, v->n, &i))
		must((double)i == want);
	else
		must(want != floor(want) || fabs(want) >= 1LL << 52 || want == 0 ||
		    v->n > 16);		/* rounded: more digits than a double has, 1e-999 */
}

/* Frees want. */
static void
same(struct rec *r, const struct rec_value *v, jv want)
{
	static const jv_kind kinds[] = {
		[REC_NULL] = JV_KIND_NULL, [REC_FALSE] = JV_KIND_FALSE, [REC_TRUE] = JV_KIND_TRUE,
		[REC_NUMBER] = JV_KIND_NUMBER, [REC_STRING] = JV_KIND_STRING,
		[REC_ARRAY] = JV_KIND_ARRAY, [REC_OBJECT] = JV_KIND_OBJECT,
	};
	const char *s;
	size_t n;

	must(v->type != REC_NONE && jv_get_kind(want) == kinds[v->type]);
	if (v->type == REC_OBJECT)
		same_object(r, v, want);
	if (v->type == REC_ARRAY)
		same_array(r, v, want);
	if (v->type == REC_NUMBER)
		same_number(v, jv_number_value(want));
	if (v->type == REC_STRING) {
		must(rec_text(r, v, &s, &n));
		must(n == (size_t)jv_string_length_bytes(jv_copy(want)));
		must(memcmp(s, jv_string_value(want), n) == 0);
	}
	jv_free(want);
}

/* What libjq 1.6 accepts although it is no record; see json_fuzz.c. */
static bool
lenient(const char *why, const char *line, size_t n)
{
	static const char *const known[] = {
		"string is not UTF-8", "control byte in string", "nested too deep",
		"number starts with zero", "no digit after the point", "no digit in number", "no value",
		"not an object",
		"byte order mark instead of an object",	/* it is skipped there */
		"too many members",
	};

	if (n && memchr(line, '\0', n))
		return true;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(why, known[i]) == 0)
			return true;
	return false;
}

/* What it rejects although it is one: a high surrogate without its low one. */
static bool
strict(jv fault)
{
	jv message = jv_invalid_get_msg(fault);
	bool surrogate = jv_get_kind(message) == JV_KIND_STRING &&
	    strstr(jv_string_value(message), "surrogate pair escape") != NULL;

	jv_free(message);
	return surrogate;
}

/* --- changes --- */

struct copy {
	char *key, *raw;
	size_t nkey, nraw;
};

struct copies {
	struct copy v[REC_MEMBERS_MAX + 8];
	size_t n;
};

static char *
copy_of(const char *p, size_t n)
{
	char *copy = malloc(n + 1);

	must(copy != NULL);
	memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}

/* All members but those that the path names or leads into. */
static void
copy_others(struct rec *r, const char *path, struct copies *c)
{
	struct rec_value v;
	const char *key;
	size_t nkey, first = strcspn(path, ".");

	c->n = 0;
	for (size_t i = 0; rec_member(r, i, &key, &nkey, &v); i++) {
		bool named = nkey == strlen(path) && memcmp(key, path, nkey) == 0;

		named |= nkey == first && memcmp(key, path, first) == 0;
		if (!named)
			c->v[c->n++] = (struct copy){ copy_of(key, nkey), copy_of(v.raw, v.n), nkey, v.n };
	}
}

static void
must_be_same(struct copies *a, struct copies *b)
{
	must(a->n == b->n);
	for (size_t i = 0; i < a->n; i++) {
		must(a->v[i].nkey == b->v[i].nkey && a->v[i].nraw == b->v[i].nraw);
		must(memcmp(a->v[i].key, b->v[i].key, a->v[i].nkey) == 0);
		must(memcmp(a->v[i].raw, b->v[i].raw, a->v[i].nraw) == 0);
		free(a->v[i].key);
		free(a->v[i].raw);
		free(b->v[i].key);
		free(b->v[i].raw);
	}
}

/* The record printed is a record that prints the same. */
static void
must_print_well(struct rec *r)
{
	struct buf text = BUF_INIT, again = BUF_INIT;
	struct rec *read = rec_new();

	rec_print(r, &text);
	if (rec_parse(read, text.p, text.n) == 0) {
		rec_print(read, &again);
		must(text.n == again.n && memcmp(text.p, again.p, text.n) == 0);
	} else {	/* one too many was added */
		size_t at;

		must(strcmp(rec_why(read, &at), "too many members") == 0);
	}
	rec_free(read);
	buf_clear(&text);
	buf_clear(&again);
}

static void
set(struct rec *r, const char *path, char how, const char *arg, size_t narg)
{
	struct rec_value v;
	const char *s;
	size_t n, at;
	int64_t i;
	double d;

	switch (how) {
	case 's':
		rec_set_str(r, path, arg, narg);
		must(rec_str(r, path, &s, &n));
		must(!json_utf8(arg, narg) || (n == narg && memcmp(s, arg, n) == 0));
		break;
	case 'i':
		rec_set_int(r, path, (int64_t)narg - 3);
		must(rec_int(r, path, &i) && i == (int64_t)narg - 3);
		break;
	case 'n':
		rec_set_num(r, path, (double)narg / 7);
		must(rec_num(r, path, &d) && d == (double)narg / 7);
		break;
	case 'w':
		rec_set_raw(r, path, arg, narg);
		must(rec_get(r, path, &v) != REC_NONE);
		if (v.n == narg && memcmp(v.raw, arg, narg) == 0)
			must(json_value(arg, narg, &s, &at) == narg);
		else
			must(v.type == REC_NULL);
		break;
	default:
		rec_remove(r, path);
		must(!rec_has(r, path) && !rec_remove(r, path));
		break;
	}
}

/* One change: how, a path, a space, an argument. */
static void
change(struct rec *r, const char *text, size_t n)
{
	static struct copies before, after;
	const char *space = memchr(text, ' ', n);
	size_t npath = space ? (size_t)(space - text) : n, narg = space ? n - npath - 1 : 0;
	char *path;

	if (n == 0)
		return;
	path = copy_of(text + 1, npath > 0 ? npath - 1 : 0);
	if (!json_utf8(path, strlen(path))) {	/* paths come from programs and configuration */
		free(path);
		return;
	}
	copy_others(r, path, &before);
	set(r, path, text[0], space ? space + 1 : "", narg);
	copy_others(r, path, &after);
	must_be_same(&before, &after);
	must_print_well(r);
	free(path);
}

static void
change_all(struct rec *r, const char *text, const char *end)
{
	for (int i = 0; i < 8 && text < end; i++) {
		const char *nl = memchr(text, '\n', (size_t)(end - text));

		change(r, text, (size_t)((nl ? nl : end) - text));
		text = nl ? nl + 1 : end;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *text = (const char *)data, *nl = n ? memchr(text, '\n', n) : NULL;
	size_t nline = nl ? (size_t)(nl - text) : n, at = 0;
	char *line = malloc(nline ? nline : 1);		/* ends where its memory ends */
	struct rec *r = rec_new();
	struct buf out = BUF_INIT;
	jv value;

	must(line != NULL);
	if (nline)
		memcpy(line, text, nline);
	value = jv_parse_sized(line, (int)nline);
	if (rec_parse(r, line, nline) == 0) {
		struct rec_value whole = { REC_OBJECT, line, nline };

		rec_print(r, &out);
		must(out.n == nline && memcmp(out.p, line, nline) == 0);
		while (*whole.raw != '{') {
			whole.raw++;
			whole.n--;
		}
		if (jv_is_valid(value))
			same(r, &whole, jv_copy(value));
		else
			must(strict(jv_copy(value)));
		if (nl)
			change_all(r, nl + 1, text + n);
	} else {
		const char *why = rec_why(r, &at);

		must(at <= nline);
		must(!jv_is_valid(value) || lenient(why, line, nline));
		rec_print(r, &out);
		must(out.n == 2);
	}
	jv_free(value);
	buf_clear(&out);
	rec_free(r);
	free(line);
	return 0;
}
