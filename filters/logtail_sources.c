/* logtail_sources - files like those of etc/sources: what is read, and as what. */
#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "err.h"
#include "logtail.h"
#include "mem.h"

/* What a section makes, which its specs point into. */
struct section {
	struct section *next;
	const struct conf_section *head;
	struct spec_own own;
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
};

static void
take_exclude(struct maker *m, const struct conf_entry *e)
{
	m->own->exclude[m->spec.nexclude++] = e->value;
}

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

static const struct key {
	const char *name;
	void (*take)(struct maker *, const struct conf_entry *);
} keys[] = {
	{ "path", take_path },
	{ "listen", take_listen },
	{ "exclude", take_exclude },
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

		if (*e->value == '\0')
			conf_bad(m->s, e->line, "%s: nothing is named", e->key);
		else if (key)
			key->take(m, e);
		else if (!values_take(&m->spec, &m->own->own, m->s, e))
			conf_bad(m->s, e->line, "unknown key '%s' in [%s]", e->key,
			    m->s->head);
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
	values_end(&m.own->own, s);
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
		values_clear(&x->own);
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
