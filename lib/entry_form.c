/* entry_form - the form of entries, put together from patterns. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entry_parts.h"
#include "mem.h"
#include "re.h"
#include "scan.h"
#include "ts.h"

enum {
	HOLD_LINES = 64,
	FEW = 3,		/* literals for which a scan costs more than it spares */
};

struct entry_form *
entry_form_new(void)
{
	struct entry_form *f = mem_zero(1, sizeof *f);

	f->title = mem_str("");
	f->empty = true;
	f->hold = HOLD_LINES;
	f->timeout_ns = TS_SECOND;
	f->max = ENTRY_MAX;
	return f;
}

void
entry_form_timeout(struct entry_form *f, int64_t ns)
{
	f->timeout_ns = ns;
}

void
entry_form_free(struct entry_form *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->nrules; i++)
		re_free(f->rules[i]);
	for (size_t i = 0; i < f->nkeys; i++)
		re_free(f->keys[i]);
	scan_free(f->scan);
	free(f->title);
	free(f);
}

const char *
entry_form_title(const struct entry_form *f)
{
	return f->title;
}

int64_t
entry_replay(const struct entry_form *f)
{
	/* twice: which of several lines with one key is waited for is settled, too */
	return f->nkeys ? 2 * ENTRY_HOLD : 0;
}

/* With which bytes can a line begin that rule i matches? */
static void
note_first(struct entry_form *f, size_t i, const char *pattern)
{
	bool first[256] = { false }, known = entry_first(pattern, first);

	for (size_t c = 0; c < 256; c++)
		if (!known || first[c])
			f->begins[c] |= UINT64_C(1) << i;
	f->all |= UINT64_C(1) << i;
	if (!known)
		f->scanned |= UINT64_C(1) << i;	/* if entry_form_ready() can */
}

const char *
entry_form_add(struct entry_form *f, enum entry_role role, const char *pattern, char *why,
    size_t size)
{
	struct re *re;

	if (f->nrules == ENTRY_RULES_MAX) {
		snprintf(why, size, "more than %d patterns", ENTRY_RULES_MAX);
		return why;
	}
	re = re_new(pattern, 0, why, size);
	if (!re)
		return why;
	f->of[role] |= UINT64_C(1) << f->nrules;
	note_first(f, f->nrules, pattern);
	f->rules[f->nrules++] = re;
	return NULL;
}

const char *
entry_form_key(struct entry_form *f, const char *pattern, char *why, size_t size)
{
	struct re *re = NULL;

	if (f->nkeys == ENTRY_KEYS_MAX)
		snprintf(why, size, "more than %d keys", ENTRY_KEYS_MAX);
	else
		re = re_new(pattern, 0, why, size);
	if (!re)
		return why;
	f->keys[f->nkeys++] = re;
	return NULL;
}

/* Does it have literals, one of which must be there, all long enough for scan? */
static bool
can_scan(const struct re *re)
{
	size_t n = re_literals(re);
	const char *s;
	bool nocase;

	for (size_t i = 0; i < n; i++)
		if (re_literals_get(re, i, &s, &nocase) < SCAN_LEAST)
			return false;
	return n > 0;
}

static void
add_literals(struct entry_form *f, size_t i)
{
	const char *s;
	bool nocase;

	for (size_t j = 0; j < re_literals(f->rules[i]); j++) {
		size_t n = re_literals_get(f->rules[i], j, &s, &nocase);

		scan_add(f->scan, s, n, nocase, i);
	}
}

void
entry_form_ready(struct entry_form *f)
{
	size_t literals = 0;

	for (size_t i = 0; i < f->nrules; i++)
		if (!can_scan(f->rules[i]))
			f->scanned &= ~(UINT64_C(1) << i);
		else if (f->scanned >> i & 1)
			literals += re_literals(f->rules[i]);
	if (literals <= FEW) {
		f->scanned = 0;
		return;
	}
	f->scan = scan_new();
	for (size_t i = 0; i < f->nrules; i++)
		if (f->scanned >> i & 1)
			add_literals(f, i);
	scan_ready(f->scan);
}

struct entry_form *
entry_form_start(const char *pattern, char *why, size_t size)
{
	struct entry_form *f = entry_form_new();

	if (entry_form_add(f, ENTRY_START, pattern, why, size)) {
		entry_form_free(f);
		return NULL;
	}
	entry_form_ready(f);
	return f;
}
