/* logtail_values - what the keys of a source say of its lines. */
#include <errno.h>
#include <string.h>

#include "charset.h"
#include "conf.h"
#include "entry.h"
#include "logtail.h"
#include "num.h"
#include "zone.h"

enum {
	WHY_MAX = 256,
	ENTRY_TIMEOUT_S = 3600,
};

/* Where a value goes. */
struct take {
	struct spec *spec;
	struct spec_own *own;
	const struct conf_section *s;
};

static const char *const kinds[] = {
	"app", "access", "op", "audit", "security", "db", "mw", "exchange", "os", "net",
	"host", "mail",
};

bool
values_kind(const char *name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(name, kinds[i]) == 0)
			return true;
	return false;
}

static void
take_kind(struct take *t, const struct conf_entry *e)
{
	if (!values_kind(e->value))
		conf_bad(t->s, e->line, "kind: '%s' is none of " KINDS, e->value);
	t->spec->kind = e->value;
}

static void
take_system(struct take *t, const struct conf_entry *e)
{
	t->spec->system = e->value;
}

static void
take_host(struct take *t, const struct conf_entry *e)
{
	if (strlen(e->value) > HOST_NAME_LONGEST)
		conf_bad(t->s, e->line, "host: the name is longer than %d bytes",
		    HOST_NAME_LONGEST);
	t->spec->host = e->value;
}

static void
take_encoding(struct take *t, const struct conf_entry *e)
{
	struct charset *c;

	t->spec->encoding = NULL;
	if (strcmp(e->value, "auto") == 0)
		return;
	c = charset_new(e->value);
	if (!c)
		conf_bad(t->s, e->line, "encoding: '%s' is not known", e->value);
	charset_free(c);
	t->spec->encoding = e->value;
}

static void
take_time_format(struct take *t, const struct conf_entry *e)
{
	const char *why;

	stamp_format_free(t->own->time_format);
	t->own->time_format = stamp_format_new(e->value, &why);
	if (!t->own->time_format)
		conf_bad(t->s, e->line, "time_format: %s", why);
	t->spec->time_format = t->own->time_format;
}

/* How entries begin is said once: the last one counts. */
static void
take_form(struct take *t, struct entry_form *form)
{
	entry_form_free(t->own->form);
	t->spec->form = t->own->form = form;
}

static void
take_entry(struct take *t, const struct conf_entry *e)
{
	bool none = strcmp(e->value, "none") == 0;

	take_form(t, none ? NULL : entry_form_named(e->value));
	if (!none && !t->own->form)
		conf_bad(t->s, e->line, "entry: '%s' cannot be used", e->value);
}

static void
take_entry_start(struct take *t, const struct conf_entry *e)
{
	char why[WHY_MAX];

	take_form(t, entry_form_start(e->value, why, sizeof why));
	if (!t->own->form)
		conf_bad(t->s, e->line, "entry_start: %s", why);
}

static void
take_entry_timeout(struct take *t, const struct conf_entry *e)
{
	if (num_duration(e->value, TS_SECOND / 100, ENTRY_TIMEOUT_S * TS_SECOND,
	    &t->own->timeout_ns) < 0)
		conf_bad(t->s, e->line,
		    "entry_timeout: '%s' is not a duration from 10ms to 1h", e->value);
}

static void
take_zone(struct take *t, const struct conf_entry *e)
{
	zone_free(t->own->zone);
	t->own->zone = zone_new(e->value);
	if (!t->own->zone)
		conf_bad(t->s, e->line, "zone: %s '%s'",
		    errno == ENOENT ? "there is no" : "cannot be read:", e->value);
	t->spec->zone = t->own->zone;
}

static void
take_max_age(struct take *t, const struct conf_entry *e)
{
	t->spec->max_age_ns = 0;
	if (strcmp(e->value, "none") != 0 &&
	    num_duration(e->value, TS_SECOND, MAX_AGE_S * TS_SECOND,
	    &t->spec->max_age_ns) < 0)
		conf_bad(t->s, e->line, "max_age: '%s' is not none, nor a duration such "
		    "as 90s, 5m, 4h or 2d, from 1s to 366d", e->value);
}

static const struct key {
	const char *name;
	void (*take)(struct take *, const struct conf_entry *);
} keys[] = {
	{ "system", take_system },
	{ "kind", take_kind },
	{ "host", take_host },
	{ "encoding", take_encoding },
	{ "zone", take_zone },
	{ "time_format", take_time_format },
	{ "entry", take_entry },
	{ "entry_start", take_entry_start },
	{ "entry_timeout", take_entry_timeout },
	{ "max_age", take_max_age },
};

bool
values_take(struct spec *spec, struct spec_own *own, const struct conf_section *s,
    const struct conf_entry *e)
{
	struct take t = { spec, own, s };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(keys[i].name, e->key) == 0) {
			keys[i].take(&t, e);
			return true;
		}
	return false;
}

void
values_end(struct spec_own *own, const struct conf_section *s)
{
	if (own->timeout_ns > 0 && own->form)
		entry_form_timeout(own->form, own->timeout_ns);
	else if (own->timeout_ns > 0)
		conf_bad(s, conf_entry(s, "entry_timeout")->line,
		    "entry_timeout: it is not said how entries begin");
}

void
values_clear(struct spec_own *own)
{
	zone_free(own->zone);
	stamp_format_free(own->time_format);
	entry_form_free(own->form);
}
