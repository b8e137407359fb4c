/* logtail_sources - files like those of etc/sources: what is read, and as what. */
#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "charset.h"
#include "conf.h"
#include "entry.h"
#include "err.h"
#include "logtail.h"
#include "mem.h"
#include "num.h"
#include "zone.h"

/* What a section makes, which its specs point into. */
struct section {
	struct section *next;
	const struct conf_section *head;
	struct zone *zone;
	struct entry_form *form;
	const char **exclude;
};

/* A file that was read. */
struct sources_file {
	struct sources_file *next;
	struct conf *conf;
};

/* A section while it is read. */
struct maker {
	struct sources *all;
	const struct conf_section *s;
	struct section *own;
	struct spec spec;
	int64_t timeout_ns;	/* of entries; 0: that of their form */
};

enum {
	WHY_MAX = 256,
	ENTRY_TIMEOUT_S = 3600,
};

/* --- values ---------------------------------------------------------------------- */

static const char *const kinds[] = {
	"app", "access", "op", "audit", "security", "db", "mw", "exchange", "os", "net",
	"host", "mail",
};

static void
take_kind(struct maker *m, const struct conf_entry *e)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(e->value, kinds[i]) == 0) {
			m->spec.kind = e->value;
			return;
		}
	conf_bad(m->s, e->line, "kind: '%s' is none of app access op audit security "
	    "db mw exchange os net host mail", e->value);
}

static void
take_system(struct maker *m, const struct conf_entry *e)
{
	m->spec.system = e->value;
}

static void
take_host(struct maker *m, const struct conf_entry *e)
{
	if (strlen(e->value) > HOST_NAME_LONGEST)
		conf_bad(m->s, e->line, "host: the name is longer than %d bytes",
		    HOST_NAME_LONGEST);
	m->spec.host = e->value;
}

static void
take_encoding(struct maker *m, const struct conf_entry *e)
{
	struct charset *c;

	m->spec.encoding = NULL;
	if (strcmp(e->value, "auto") == 0)
		return;
	c = charset_new(e->value);
	if (!c)
		conf_bad(m->s, e->line, "encoding: '%s' is not known", e->value);
	charset_free(c);
	m->spec.encoding = e->value;
}

/* How entries begin is said once: the last one counts. */
static void
take_form(struct maker *m, struct entry_form *form)
{
	entry_form_free(m->own->form);
	m->spec.form = m->own->form = form;
}

static void
take_entry(struct maker *m, const struct conf_entry *e)
{
	bool none = strcmp(e->value, "none") == 0;

	take_form(m, none ? NULL : entry_form_named(e->value));
	if (!none && !m->own->form)
		conf_bad(m->s, e->line, "entry: '%s' cannot be used", e->value);
}

static void
take_entry_start(struct maker *m, const struct conf_entry *e)
{
	char why[WHY_MAX];

	take_form(m, entry_form_start(e->value, why, sizeof why));
	if (!m->own->form)
		conf_bad(m->s, e->line, "entry_start: %s", why);
}

static void
take_entry_timeout(struct maker *m, const struct conf_entry *e)
{
	if (num_duration(e->value, TS_SECOND / 100, ENTRY_TIMEOUT_S * TS_SECOND,
	    &m->timeout_ns) < 0)
		conf_bad(m->s, e->line,
		    "entry_timeout: '%s' is not a duration from 10ms to 1h", e->value);
}

static void
take_zone(struct maker *m, const struct conf_entry *e)
{
	zone_free(m->own->zone);
	m->own->zone = zone_new(e->value);
	if (!m->own->zone)
		conf_bad(m->s, e->line, "zone: %s '%s'",
		    errno == ENOENT ? "there is no" : "cannot be read:", e->value);
	m->spec.zone = m->own->zone;
}

static void
take_max_age(struct maker *m, const struct conf_entry *e)
{
	m->spec.max_age_ns = 0;
	if (strcmp(e->value, "none") != 0 &&
	    num_duration(e->value, TS_SECOND, MAX_AGE_S * TS_SECOND,
	    &m->spec.max_age_ns) < 0)
		conf_bad(m->s, e->line, "max_age: '%s' is not none, nor a duration such "
		    "as 90s, 5m, 4h or 2d, from 1s to 366d", e->value);
}

static void
take_exclude(struct maker *m, const struct conf_entry *e)
{
	m->own->exclude[m->spec.nexclude++] = e->value;
}

/* --- what is read ---------------------------------------------------------------- */

/* What else is known of it comes later: see finish(). */
static struct spec *
add(struct sources *all)
{
	struct spec *x;

	all->v = mem_grow(all->v, &all->cap, all->n + 1, sizeof *all->v);
	x = &all->v[all->n++];
	*x = (struct spec){ .checked = mem_zero(1, sizeof *x->checked) };
	return x;
}

static void
finish(struct spec *x, const struct spec *like)
{
	struct spec own = *x;

	*x = *like;
	x->path = own.path;
	x->listen = own.listen;
	x->checked = own.checked;
}

/*
 * One more place, NULL when there is no room.  Of two sources
 * with one place each would say that the lines of it are its own.
 */
static struct spec *
add_place(struct maker *m, const struct conf_entry *e)
{
	for (size_t i = 0; i < m->all->n; i++) {
		const struct spec *x = &m->all->v[i];
		const char *text = x->listen ? x->listen : x->path;

		if (strcmp(text, e->value) == 0) {
			conf_bad(m->s, e->line, "%s: '%s' is in [source %s], too", e->key,
			    e->value, x->name ? x->name : m->s->name);
			return NULL;
		}
	}
	if (m->all->n < SOURCES_MAX)
		return add(m->all);
	conf_bad(m->s, e->line, "more than %d sources", SOURCES_MAX);
	return NULL;
}

static void
take_path(struct maker *m, const struct conf_entry *e)
{
	struct spec *x;

	if (strlen(e->value) >= PATH_MAX)
		conf_bad(m->s, e->line, "path: longer than %d bytes", PATH_MAX - 1);
	else if (strcmp(e->value, "-") == 0)
		conf_bad(m->s, e->line, "path: the standard input is no source");
	x = add_place(m, e);
	if (x)
		x->path = e->value;
}

static void
take_listen(struct maker *m, const struct conf_entry *e)
{
	static const char *const words[] = { "udp:", "tcp:", "unix:", "unix-stream:" };
	size_t i = 0, n = sizeof words / sizeof *words;
	struct spec *x;

	while (i < n && strncmp(e->value, words[i], strlen(words[i])) != 0)
		i++;
	if (i == n)
		conf_bad(m->s, e->line, "listen: '%s' is not udp:HOST:PORT, "
		    "tcp:HOST:PORT, unix:PATH or unix-stream:PATH", e->value);
	x = add_place(m, e);
	if (x)
		x->listen = e->value;
}

/* --- sections -------------------------------------------------------------------- */

static const struct key {
	const char *name;
	void (*take)(struct maker *, const struct conf_entry *);
} keys[] = {
	{ "path", take_path },
	{ "listen", take_listen },
	{ "exclude", take_exclude },
	{ "system", take_system },
	{ "kind", take_kind },
	{ "host", take_host },
	{ "encoding", take_encoding },
	{ "zone", take_zone },
	{ "entry", take_entry },
	{ "entry_start", take_entry_start },
	{ "entry_timeout", take_entry_timeout },
	{ "max_age", take_max_age },
};

static const struct key *
key_of(const char *name)
{
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

static void
take_keys(struct maker *m)
{
	for (size_t i = 0; i < m->s->n; i++) {
		const struct conf_entry *e = &m->s->entries[i];
		const struct key *key = key_of(e->key);

		if (!key)
			conf_bad(m->s, e->line, "unknown key '%s' in [%s]", e->key,
			    m->s->head);
		else if (*e->value == '\0')
			conf_bad(m->s, e->line, "%s: nothing is named", e->key);
		else
			key->take(m, e);
	}
}

/* Is it a section with a name of its own? */
static bool
named(struct maker *m)
{
	const struct section *x = m->all->sections;

	if (strcmp(m->s->kind, "source") != 0) {
		conf_bad(m->s, m->s->line, "unknown section [%s]", m->s->head);
		return false;
	}
	if (*m->s->name == '\0')
		conf_bad(m->s, m->s->line, "the source has no name");
	for (; x && strcmp(x->head->name, m->s->name) != 0; x = x->next)
		;
	if (x)
		conf_bad(m->s, m->s->line, "[source %s] is in %s:%u, too", m->s->name,
		    x->head->conf->path, x->head->line);
	return true;
}

static void
read_section(struct sources *all, const struct conf_section *s, const struct spec *like)
{
	struct maker m = { .all = all, .s = s, .spec = *like };
	size_t before = all->n;

	if (!named(&m))
		return;
	m.own = mem_zero(1, sizeof *m.own);
	m.own->head = s;
	m.own->exclude = mem_zero(s->n + 1, sizeof *m.own->exclude);
	m.own->next = all->sections;
	all->sections = m.own;
	m.spec.name = s->name;
	m.spec.exclude = m.own->exclude;
	m.spec.nexclude = 0;
	take_keys(&m);
	if (m.timeout_ns > 0 && m.own->form)
		entry_form_timeout(m.own->form, m.timeout_ns);
	else if (m.timeout_ns > 0)
		conf_bad(s, conf_entry(s, "entry_timeout")->line,
		    "entry_timeout: it is not said how entries begin");
	for (size_t i = before; i < all->n; i++)
		finish(&all->v[i], &m.spec);
	if (all->n == before && s->conf->bad == 0)
		conf_bad(s, s->line, "[%s] has neither path nor listen", s->head);
}

/* For conf_walk(). */
struct reader {
	struct sources *all;
	const struct spec *like;
};

static void
read_file(const char *path, void *arg)
{
	struct reader *r = arg;
	struct conf *c = conf_read(path);
	struct sources_file *f;

	if (!c) {
		r->all->bad++;
		return;
	}
	f = mem_zero(1, sizeof *f);
	f->conf = c;
	f->next = r->all->files;
	r->all->files = f;
	for (size_t i = 0; i < c->n; i++)
		read_section(r->all, &c->sections[i], r->like);
	r->all->bad += c->bad;
}

void
sources_read(struct sources *all, const char *path, const struct spec *like)
{
	struct reader r = { all, like };
	int n = conf_walk(path, ".conf", read_file, &r);

	if (n < 0)
		warn_errno("cannot read '%s'", path);
	else if (n == 0)
		warn_msg("no file *.conf in '%s'", path);
	if (n <= 0)
		all->bad++;
}

void
sources_add(struct sources *all, const char *path, const char *address,
    const struct spec *like)
{
	struct spec *x = add(all);

	x->path = path;
	x->listen = address;
	finish(x, like);
}

void
sources_clear(struct sources *all)
{
	while (all->sections) {
		struct section *x = all->sections;

		all->sections = x->next;
		zone_free(x->zone);
		entry_form_free(x->form);
		free(x->exclude);
		free(x);
	}
	while (all->files) {
		struct sources_file *f = all->files;

		all->files = f->next;
		conf_free(f->conf);
		free(f);
	}
	for (size_t i = 0; i < all->n; i++)
		free(all->v[i].checked);
	free(all->v);
	*all = (struct sources){ 0 };
}

bool
sources_excludes(const struct spec *spec, const char *path)
{
	const char *slash = strrchr(path, '/');

	for (size_t i = 0; i < spec->nexclude; i++) {
		const char *pattern = spec->exclude[i];

		if (fnmatch(pattern, strchr(pattern, '/') || !slash ? path : slash + 1,
		    FNM_PATHNAME | FNM_PERIOD) == 0)
			return true;
	}
	return false;
}
