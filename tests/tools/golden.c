/*
 * golden - do the entries of a log say what a golden file of another parser says?
 *
 *	golden FILE.yaml <ENTRIES
 *
 * ENTRIES: JSON lines with msg, time, severity; those without msg are passed over.  The golden file is the subset of YAML in
 * which fluent-bit's results are kept: a list of entries, of which message (or, of access
 * logs, the method, address and target of the request), timestamp and severity count.
 * Each golden entry must be found in an entry, in order: the message in its text, with
 * the same time and the same severity.  "timestamp: now" and a severity that is absent
 * say nothing.  Says what differs, then "N of N golden entries in N entries"; status 1
 * when not all are there.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "err.h"
#include "json.h"
#include "line.h"
#include "rec.h"
#include "ts.h"

struct golden {
	struct buf text[4];	/* message, or parts of a request */
	size_t ntext;
	char time[40];
	int severity;		/* 0: none */
};

static struct golden *want;
static size_t nwant, cap;

static void
grow(void)
{
	if (nwant == cap) {
		cap = cap ? 2 * cap : 64;
		want = realloc(want, cap * sizeof *want);
		if (!want)
			die_errno(EXIT_TROUBLE, "no memory");
	}
	want[nwant++] = (struct golden){ .severity = 0 };
}

static void
add_text(struct golden *g, const char *s)
{
	struct buf *b = &g->text[g->ntext];
	size_t n = strlen(s);

	if (g->ntext == sizeof g->text / sizeof *g->text)
		return;
	g->ntext++;
	if (n >= 2 && s[0] == '"' && s[n - 1] == '"')	/* escapes as in JSON */
		b->n = json_unescape(buf_room(b, n), s + 1, n - 2);
	else if (n >= 2 && s[0] == '\'' && s[n - 1] == '\'')
		buf_put(b, s + 1, n - 2);
	else
		buf_put(b, s, n);
}

/* Lines of a block that begin with at least that many blanks; returns the line after. */
static char *
block(struct golden *g, char *p, size_t indent)
{
	struct buf *b = &g->text[g->ntext++];

	while (*p) {
		size_t n = strcspn(p, "\n");

		if (n > 0 && strspn(p, " ") < indent)
			break;
		if (b->n)
			buf_char(b, '\n');
		if (n > indent)
			buf_put(b, p + indent, n - indent);
		p += n + (p[n] == '\n');
	}
	return p;
}

static bool
is(const char *line, const char *key, const char **value)
{
	size_t n = strlen(key);

	if (strncmp(line, key, n) != 0)
		return false;
	*value = line + n;
	return true;
}

static char *
one_line(char *line, char *next)
{
	struct golden *g;
	const char *v;

	if (strncmp(line, "  - ", 4) == 0 || strncmp(line, "- entries:", 10) == 0) {
		if (line[0] == ' ')
			grow();
		return next;
	}
	if (nwant == 0)
		return next;
	g = &want[nwant - 1];
	if (is(line, "      message: |-", &v))
		return block(g, next, 8);
	if (is(line, "      requestUrl: ", &v)) {
		char *query = strchr(line, '?');

		if (query) {	/* apart from the path in the logs of IIS */
			*query++ = '\0';
			add_text(g, query);
		}
		add_text(g, v);
	} else if (is(line, "      message: ", &v) || is(line, "      remoteIp: ", &v) ||
	    is(line, "      requestMethod: ", &v))
		add_text(g, v);
	else if (is(line, "    timestamp: ", &v))
		snprintf(g->time, sizeof g->time, "%s", v);
	else if (is(line, "    severity: ", &v))
		g->severity = (int)strtol(v, NULL, 10);
	return next;
}

static void
read_golden(const char *path)
{
	static char text[4 << 20];
	FILE *f = fopen(path, "r");
	size_t n;

	if (!f)
		die_errno(EXIT_USAGE, "cannot open '%s'", path);
	n = fread(text, 1, sizeof text - 1, f);
	text[n] = '\0';
	fclose(f);
	for (char *p = text; *p;) {
		char *line = p, *next = p + strcspn(p, "\n");

		if (*next)
			*next++ = '\0';
		p = one_line(line, next);
	}
}

static bool
contains(const struct golden *g, const char *s, size_t n)
{
	static struct buf escaped;

	for (size_t i = 0; i < g->ntext; i++) {
		const struct buf *t = &g->text[i];

		if (t->n == 0 && n > 0 && g->ntext == 1)
			return false;	/* an empty message is an empty line */
		if (t->n == 0 || memmem(s, n, t->p, t->n))
			continue;
		buf_cut(&escaped, 0);	/* in an entry that is JSON itself */
		escaped.n = json_escape(buf_room(&escaped, json_escape_max(t->n)), t->p,
		    t->n, NULL);
		if (!memmem(s, n, escaped.p, escaped.n))
			return false;
	}
	return true;
}

static const char *
severity_of(int google)
{
	static const char *const names[] = { "", "debug", "info", "notice", "warning", "err",
		"crit", "alert", "emerg" };

	return google % 100 == 0 && google / 100 <= 8 ? names[google / 100] : "?";
}

static bool
says_the_same(const struct golden *g, size_t at, struct rec *r)
{
	const char *s = "none";
	size_t n = 4;
	int64_t found, wanted;
	bool same = true;

	if (strcmp(g->time, "now") != 0 && (!rec_time(r, "time", &found) ||
	    !ts_parse(g->time, strlen(g->time), &wanted, NULL) || found != wanted)) {
		rec_str(r, "time", &s, &n);
		printf("golden entry %zu: time %s, found %.*s\n", at + 1, g->time, (int)n, s);
		same = false;
	}
	if (g->severity && !rec_is(r, "severity", severity_of(g->severity))) {
		s = "none", n = 4;
		rec_str(r, "severity", &s, &n);
		printf("golden entry %zu: severity %s, found %.*s\n", at + 1,
		    severity_of(g->severity), (int)n, s);
		same = false;
	}
	return same;
}

int
main(int argc, char *argv[])
{
	struct line_in in = LINE_IN_INIT(STDIN_FILENO, NULL);
	struct rec *r = rec_new();
	size_t at = 0, entries = 0, same = 0, n;
	const char *msg;
	char *line;

	err_init(argv[0]);
	if (argc != 2)
		die_msg(EXIT_USAGE, "usage: golden file.yaml <entries");
	read_golden(argv[1]);
	while (line_next(&in, &line, &n) == LINE_OK) {
		if (rec_parse(r, line, n) < 0)
			die_msg(EXIT_TROUBLE, "line %zu is no record", (size_t)in.number);
		if (!rec_str(r, "msg", &msg, &n))
			continue;
		entries++;
		if (at < nwant && contains(&want[at], msg, n)) {
			same += says_the_same(&want[at], at, r);
			at++;
		}
	}
	if (at < nwant)
		printf("golden entry %zu: not found: %s\n", at + 1,
		    want[at].ntext ? buf_text(&want[at].text[0]) : "(no message)");
	rec_free(r);
	line_clear(&in);
	printf("%zu of %zu golden entries in %zu entries\n", same, nwant, entries);
	return same == nwant ? EXIT_OK : EXIT_NO;
}
