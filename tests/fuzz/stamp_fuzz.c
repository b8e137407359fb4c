/*
 * stamp_fuzz - lines of a log, the first perhaps the form of their times: what stamp says of a line is a moment of our time that lies inside
 * it, says the same again and the same as a memo that never knows a time at a glance, and
 * level_find() takes it, and lines alike to it have the same level.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "alike.h"
#include "level.h"
#include "stamp.h"
#include "zone.h"

enum { LATEST = 1795276800 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(int ok)
{
	if (!ok)
		abort();
}

static void
same(const struct stamp *a, const struct stamp *b)
{
	must(a->ns == b->ns && a->from == b->from && a->to == b->to &&
	    a->offset_s == b->offset_s && a->digits == b->digits && a->form == b->form &&
	    a->doubt == b->doubt);
}

/* The long way; its memo must go the way of the other. */
static bool
slow(struct stamp_memo *m, const char *s, size_t n, struct stamp *st)
{
	stamp_rest(m);
	m->calm.zone = NULL;
	return stamp_find(m, s, n, st);
}

/* The level as logtail finds it: by what lines alike have. */
static enum level
again_level(struct alike *a, const char *s, size_t n, const struct stamp *st)
{
	const struct alike_line *known = n == 0 || strchr("<{\t", s[0]) ? NULL :
	    alike_find(a, s, n, st->from, st->to, 0);
	const char *far;
	enum level level;
	int fact[ALIKE_FACTS] = { 0 };

	if (known)
		return (enum level)known->fact[0];
	fact[0] = level = level_search(s, n, st->from, st->to, &far);
	if (far)
		alike_learn(a, s, n, st->from, st->to, 0, far, fact);
	return level;
}

static void
one(struct stamp_memo *m, struct stamp_memo *cold, struct alike *alike, const char *s,
    size_t n)
{
	struct stamp st = { 0 }, again;
	char text[TS_MAX];
	enum level level;

	if (stamp_find(m, s, n, &st)) {
		must(st.from < st.to && st.to <= n);
		must(st.from < STAMP_REACH || s[0] == '{');
		must(st.digits >= 0 && st.digits <= 9);
		must(st.offset_s > -86400 && st.offset_s < 86400);
		must(st.ns > -2 * 86400 * TS_SECOND && st.ns / TS_SECOND < INT64_C(7258204800));
		must(ts_format(text, st.ns, st.offset_s, st.digits) < TS_MAX);
		must(slow(cold, s, n, &again));
		same(&st, &again);
		must(stamp_find(m, s, n, &again));
		must(slow(cold, s, n, &st));
		same(&st, &again);
	} else {
		must(!slow(cold, s, n, &again));
		st.from = st.to = 0;
	}
	level = level_find(s, n, st.from, st.to);
	must(again_level(alike, s, n, &st) == level);
	must(again_level(alike, s, n, &st) == level);
	must(level == LEVEL_NONE || level_of(level_name(level), strlen(level_name(level))) == level);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct stamp_memo m = STAMP_MEMO_INIT, cold = STAMP_MEMO_INIT;
	struct zone *zone = zone_rule("CET-1CEST,M3.5.0,M10.5.0/3");
	const char *p = (const char *)data, *e = p + n, *nl, *why;
	struct stamp_format *f = NULL;
	struct alike alike = { 0 };
	char form[64];

	m.zone = zone;
	m.latest_s = LATEST;
	cold.zone = zone;
	cold.latest_s = LATEST;
	nl = n > 0 ? memchr(p, '\n', n) : NULL;
	if (nl && *p == '%' && (size_t)(nl - p) < sizeof form) {
		memcpy(form, p, (size_t)(nl - p));
		form[nl - p] = '\0';
		f = stamp_format_new(form, &why);
		must(f || *why);
		m.format = cold.format = f;
	}
	for (; p < e; p = nl + (nl < e)) {
		nl = memchr(p, '\n', (size_t)(e - p));
		if (!nl)
			nl = e;
		one(&m, &cold, &alike, p, (size_t)(nl - p));
	}
	stamp_clear(&m);
	stamp_clear(&cold);
	stamp_format_free(f);
	zone_free(zone);
	return 0;
}
