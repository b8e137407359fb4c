/* reportfmt_form - the form of a report: its sections, their order, and all its words. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "err.h"
#include "mem.h"
#include "reportfmt.h"
#include "zone.h"

const char *const severity_names[] = {
	"emerg", "alert", "crit", "err", "warning", "notice", "info", "debug",
	"none", NULL,
};

const char *const form_keys[] = {
	"numbers", "none", "period", "period.none", "made", "list", "rows.more",
	"sev.emerg", "sev.alert", "sev.crit", "sev.err", "sev.warning",
	"sev.notice", "sev.info", "sev.debug", "sev.none",
	"level.none", "level.1", "level.2", "level.3", "level.4",
	"status.ok", "status.warning", "status.critical", "status.unknown",
	"state.breached.open", "state.breached.met", "state.breached.stopped",
	"state.warned.open", "state.warned.met", "state.warned.stopped",
	"sum.records", "sum.log", "sum.errors", "sum.warnings", "sum.opened", "sum.open",
	"sum.breached", "sum.checks", "sum.duties", "sum.bad",
	"col.system", "col.total", "col.level", "col.carried", "col.opened",
	"col.ended", "col.open", "col.met", "col.breached", "col.done.at", "col.share",
	"col.share.met", "col.case", "col.clock", "col.due", "col.state", "col.warned.at",
	"col.breached.at", "col.target", "col.check", "col.status", "col.value",
	"col.limits", "col.since", "col.time", "col.msg", "col.duty", "col.period",
	"col.group", "col.count", "col.first", "col.last", "col.severity", "col.example",
	"col.path", "col.host", "col.records", "col.bytes", "col.type", "row.none",
	"row.other", "row.total", "part.error", "part.warning", "part.info", "part.none",
	"axis.hour", "axis.day", "axis.month", "axis.year", "chart.figures",
	"no.log", "no.cases", "no.clocks", "no.checks", "no.duties", "no.sources",
	"clocks.fine", "checks.sum", "checks.fine", "duties.fine",
	"groups.none", "groups.without", "groups.over", "groups.rule",
	"input.bad", "input.clean", "input.no.time", "input.not.own", "input.outside",
	"input.unknown", "input.over",
	NULL,
};

/* Families of words whose names come from records or from a contract. */
static const char *const families[] = {
	"clock.", "duty.", "check.", "type.", "system.", NULL,
};

enum { ZH, EN, LANGS };

static const char *const langs[LANGS] = { "zh", "en" };
static const char both[] = " / ";	/* between them */

struct reader {
	struct form *form;
	struct map words[LANGS];	/* key to text */
	bool bad;
};

const char *
form_word(const struct form *f, const char *key)
{
	const char *const *word = map_find(&f->words, key, strlen(key));

	return word ? *word : key;
}

const char *
form_name(const struct form *f, const char *family, const char *name)
{
	char key[DAY_TEXT_MAX + 32];
	size_t a = strlen(family), n = strlen(name);
	const char *const *word;

	if (a + n + 1 > sizeof key)
		return name;
	memcpy(key, family, a);
	memcpy(key + a, name, n);
	word = map_find(&f->words, key, a + n);
	return word ? *word : name;
}

enum half { WHOLE, FIRST, SECOND };	/* of a text that is joined of two languages */

static void
put_half(struct buf *b, const char *s, enum half half)
{
	const char *cut = half == WHOLE ? NULL : strstr(s, both);

	if (cut && half == FIRST)
		buf_put(b, s, (size_t)(cut - s));
	else
		buf_str(b, cut ? cut + strlen(both) : s);
}

/*
 * "{1}", or "{1:one|many}": the first word when
 * the argument is 1.  The bytes of it; 0: neither.
 */
static size_t
put_arg(struct buf *b, const char *s, size_t n, const char *const args[3], enum half half)
{
	const char *arg, *close = memchr(s, '}', n), *bar;

	if (!close || close - s < 2 || s[1] < '1' || s[1] > '3')
		return 0;
	arg = args[s[1] - '1'] ? args[s[1] - '1'] : "";
	bar = memchr(s, '|', (size_t)(close - s));
	if (close == s + 2)
		put_half(b, arg, half);
	else if (s[2] != ':' || !bar)
		return 0;
	else if (strcmp(arg, "1") == 0)
		buf_put(b, s + 3, (size_t)(bar - s - 3));
	else
		buf_put(b, bar + 1, (size_t)(close - bar - 1));
	return (size_t)(close - s) + 1;
}

/* The pattern with its arguments; each language of it gets the same language of them. */
static void
fill(struct buf *b, const char *s, size_t n, const char *const args[3], enum half half)
{
	size_t len;

	for (const char *end = s + n; s < end; s += len) {
		len = *s == '{' ? put_arg(b, s, (size_t)(end - s), args, half) : 0;
		if (len == 0) {
			buf_char(b, *s);
			len = 1;
		}
	}
}

const char *
form_say(const struct form *f, struct doc *d, const char *key, const char *one,
    const char *two, const char *three)
{
	const char *const args[] = { one, two, three };
	const char *s = form_word(f, key), *cut = f->lang == LANG_BOTH ?
	    strstr(s, both) : NULL;
	struct buf b = BUF_INIT;
	const char *text;

	if (cut) {
		fill(&b, s, (size_t)(cut - s), args, FIRST);
		buf_str(&b, both);
		s = cut + strlen(both);
	}
	fill(&b, s, strlen(s), args, cut ? SECOND : WHOLE);
	text = doc_text(d, buf_text(&b), b.n);
	buf_clear(&b);
	return text;
}

static bool
wanted(const struct form *f, int lang)
{
	return f->lang == LANG_BOTH || (f->lang == LANG_EN) == (lang == EN);
}

/* Texts in both languages are joined, Chinese first; NULL when there is none. */
static const char *
join(const struct form *f, const char *const text[LANGS])
{
	const char *zh = wanted(f, ZH) ? text[ZH] : NULL, *en = wanted(f, EN) ?
	    text[EN] : NULL;

	if (zh && en && strcmp(zh, en) != 0)
		return doc_fmt(f->texts, "%s%s%s", zh, both, en);
	return doc_str(f->texts, zh ? zh : en);
}

/* What key.zh and key.en say. */
static const char *
localized(const struct form *f, const struct conf_section *s, const char *key)
{
	const char *text[LANGS];

	for (int i = 0; i < LANGS; i++) {
		char name[64];

		snprintf(name, sizeof name, "%s.%s", key, langs[i]);
		text[i] = conf_get(s, name);
	}
	return join(f, text);
}

static bool
known_key(const char *key)
{
	for (const char *const *k = form_keys; *k; k++)
		if (strcmp(*k, key) == 0)
			return true;
	for (const char *const *k = families; *k; k++)
		if (strncmp(*k, key, strlen(*k)) == 0)
			return true;
	return false;
}

/*
 * [words zh], [words en]: the first of two with
 * one key counts, and the form's own are first.
 */
static void
read_words(struct reader *r, const struct conf_section *s)
{
	int lang = strcmp(s->name, langs[ZH]) == 0 ? ZH : EN;

	if (strcmp(s->name, langs[lang]) != 0) {
		conf_bad(s, s->line, "[words %s]: only zh and en are known", s->name);
		return;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct conf_entry *e = &s->entries[i];
		const char **text;

		if (!known_key(e->key)) {
			conf_bad(s, e->line, "unknown word '%s'", e->key);
			continue;
		}
		text = map_row(&r->words[lang], e->key, strlen(e->key));
		if (!text)
			conf_bad(s, e->line, "more than %d words", FORM_WORDS_MAX);
		else if (!*text)
			*text = doc_str(r->form->texts, e->value);
	}
}

static void
join_words(struct reader *r)
{
	for (int lang = 0; lang < LANGS; lang++)
		for (size_t i = 0; i < r->words[lang].n; i++) {
			const char *key = map_text(&r->words[lang], i), *text[LANGS];
			const char **word = map_row(&r->form->words, key, strlen(key));

			for (int k = 0; k < LANGS; k++) {
				const char *const *found =
				    map_find(&r->words[k], key, strlen(key));

				text[k] = found ? *found : NULL;
			}
			if (word)
				*word = join(r->form, text);
		}
}

static void
check_words(struct reader *r, const char *path)
{
	for (const char *const *key = form_keys; *key; key++)
		for (int lang = 0; lang < LANGS; lang++)
			if (wanted(r->form, lang) &&
			    !map_find(&r->words[lang], *key, strlen(*key))) {
				warn_msg("%s: no word '%s' in [words %s]", path, *key,
				    langs[lang]);
				r->bad = true;
			}
}

static void
read_least(const struct conf_section *s, struct part *p)
{
	const struct conf_entry *e = conf_entry(s, "least");

	p->least = SEVERITY_NONE;
	if (!e)
		return;
	for (unsigned i = 0; i < SEVERITIES; i++)
		if (strcmp(severity_names[i], e->value) == 0) {
			p->least = i;
			return;
		}
	conf_bad(s, e->line,
	    "least: '%s' is not a severity, such as err or warning", e->value);
}

/* "clock = NAME" and "who.zh = TITLE" may be there several times. */
static void
read_list(struct reader *r, const struct conf_section *s, struct part *p)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct conf_entry *e = &s->entries[i];
		bool who = strncmp(e->key, "who.", 4) == 0;

		if (strcmp(e->key, "clock") != 0 &&
		    !(who && wanted(r->form, strcmp(e->key, "who.zh") == 0 ? ZH : EN)))
			continue;
		if (p->nlist == FORM_LIST_MAX)
			conf_bad(s, e->line, "%s: more than %d", e->key, FORM_LIST_MAX);
		else
			p->list[p->nlist++] = doc_str(r->form->texts, e->value);
	}
	if (strcmp(p->kind->name, "cases") == 0)
		memcpy(r->form->clocks, p->list, sizeof p->list);
}

static void
read_section(struct reader *r, const struct conf_section *s)
{
	static const char *const keys[] = {
		"title.zh", "title.en", "note.zh", "note.en", "rows", "least", "clock",
		"who.zh", "who.en", NULL,
	};
	struct form *f = r->form;
	struct part *p = &f->parts[f->nparts];

	conf_only(s, keys);
	if (f->nparts == FORM_PARTS_MAX) {
		conf_bad(s, s->line, "more than %d sections", FORM_PARTS_MAX);
		return;
	}
	p->kind = part_kind(s->name);
	if (!p->kind) {
		conf_bad(s, s->line, "unknown section '%s'", s->name);
		return;
	}
	p->title = localized(f, s, "title");
	p->note = localized(f, s, "note");
	p->rows = (size_t)conf_int(s, "rows", 1, FORM_ROWS_MAX, FORM_ROWS);
	read_least(s, p);
	read_list(r, s, p);
	f->nparts++;
}

static void
read_lang(struct form *f, const struct conf_section *s, enum lang lang)
{
	const struct conf_entry *e = conf_entry(s, "lang");

	f->lang = LANG_ZH;
	if (e && !form_lang(e->value, &f->lang))
		conf_bad(s, e->line, "lang: '%s' is not zh, en or both", e->value);
	if (lang != LANG_FORM)
		f->lang = lang;
}

static void
read_head(struct form *f, const struct conf_section *s, enum lang lang)
{
	static const char *const keys[] = {
		"lang", "zone", "words", "title.zh", "title.en", "org.zh",
		"org.en", NULL,
	};
	const struct conf_entry *zone = conf_entry(s, "zone");

	conf_only(s, keys);
	read_lang(f, s, lang);
	if (zone) {
		zone_free(f->zone);
		f->zone = *zone->value ? zone_new(zone->value) : NULL;
		if (!f->zone)
			conf_bad(s, zone->line, "zone '%s': %s", zone->value,
			    *zone->value ? strerror(errno) : "empty");
	}
	f->title = localized(f, s, "title");
	f->org = localized(f, s, "org");
	if (!f->title)
		conf_bad(s, s->line,
		    "no title.zh or title.en for the language of the report");
}

/* The file of words lies beside the form. */
static struct conf *
words_file(const struct conf *c)
{
	const char *name = c->n ? conf_get(&c->sections[0], "words") : NULL, *slash;
	struct conf *words;
	struct buf path = BUF_INIT;

	if (!name)
		return NULL;
	slash = strrchr(c->path, '/');
	if (slash && name[0] != '/')
		buf_put(&path, c->path, (size_t)(slash - c->path) + 1);
	buf_str(&path, name);
	words = conf_read(buf_text(&path));
	buf_clear(&path);
	return words;
}

static void
read_sections(struct reader *r, struct conf *c, bool words_only)
{
	for (size_t i = words_only ? 0 : 1; i < c->n; i++) {
		const struct conf_section *s = &c->sections[i];

		if (strcmp(s->kind, "words") == 0)
			read_words(r, s);
		else if (strcmp(s->kind, "section") == 0 && !words_only)
			read_section(r, s);
		else
			conf_bad(s, s->line, "unknown section [%s]", s->head);
	}
}

struct form *
form_read(const char *path, enum lang lang)
{
	struct reader r = { .words = { MAP_INIT(FORM_WORDS_MAX, char *),
	    MAP_INIT(FORM_WORDS_MAX, char *) } };
	struct conf *c = conf_read(path), *words = NULL;
	struct form *f = r.form = mem_zero(1, sizeof *f);

	f->texts = doc_new();
	f->words = (struct map)MAP_INIT(2 * FORM_WORDS_MAX, char *);
	if (c && (c->n == 0 || strcmp(c->sections[0].head, "report") != 0)) {
		warn_msg("%s: does not begin with [report]", path);
		r.bad = true;
	} else if (c) {
		read_head(f, &c->sections[0], lang);
		read_sections(&r, c, false);
		words = words_file(c);
		if (words)
			read_sections(&r, words, true);
		else if (conf_get(&c->sections[0], "words"))
			r.bad = true;
		if (!r.bad)
			check_words(&r, path);
		join_words(&r);
	}
	if (!c || c->bad || (words && words->bad))
		r.bad = true;
	map_clear(&r.words[ZH]);
	map_clear(&r.words[EN]);
	conf_free(c);
	conf_free(words);
	if (!r.bad)
		return f;
	form_free(f);
	return NULL;
}

bool
form_lang(const char *name, enum lang *lang)
{
	static const char *const names[] = { "zh", "en", "both" };

	for (int i = 0; i < 3; i++)
		if (strcmp(names[i], name) == 0) {
			*lang = (enum lang)(LANG_ZH + i);
			return true;
		}
	return false;
}

void
form_free(struct form *f)
{
	if (!f)
		return;
	map_clear(&f->words);
	doc_free(f->texts);
	zone_free(f->zone);
	free(f);
}
