/* conf: whatever the text, what is read is what stands there, and bounds hold. */
#include "conf.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static bool
has_edge_blank(const char *s)
{
	size_t n = strlen(s);

	return n && (s[0] == ' ' || s[0] == '\t' || s[n - 1] == ' ' || s[n - 1] == '\t');
}

/* Trimmed, in order of lines, found again by name: the last of its name. */
static void
check_section(const struct conf_section *s, unsigned *line)
{
	must(s->line > *line && !has_edge_blank(s->head) && !has_edge_blank(s->name));
	must(strncmp(s->head, s->kind, strlen(s->kind)) == 0);
	*line = s->line;
	for (size_t i = 0; i < s->n; i++) {
		const struct conf_entry *e = &s->entries[i], *found = conf_entry(s, e->key);

		must(e->line > *line && !has_edge_blank(e->key) && !has_edge_blank(e->value));
		must(found >= e && strcmp(found->key, e->key) == 0);
		must(!strchr(e->key, '=') && !strchr(e->value, '\n'));
		*line = e->line;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static int quiet = -1, loud;
	unsigned line = 0;
	struct conf *c;

	if (quiet < 0) {
		loud = dup(STDERR_FILENO);
		quiet = open("/dev/null", O_WRONLY);
		must(loud >= 0 && quiet >= 0);
	}
	dup2(quiet, STDERR_FILENO);	/* its complaints are not looked at here */
	c = conf_parse("fuzz.conf", (const char *)data, n);
	dup2(loud, STDERR_FILENO);
	for (size_t i = 0; i < c->n; i++)
		check_section(&c->sections[i], &line);
	conf_free(c);
	return 0;
}
