/* conf - configuration files: sections of keys, one syntax for all of etc. */
#include "conf.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "buf.h"
#include "err.h"
#include "file.h"
#include "mem.h"
#include "num.h"

enum { MESSAGE_MAX = 1024 };

/* What the reading of one file needs: conf grows as its lines are seen. */
struct reader {
	struct conf *conf;
	size_t sections_cap, entries_cap;
	unsigned line;		/* of the logical line being read */
};

static void __attribute__((format(printf, 3, 0)))
complain(const struct conf *c, unsigned line, const char *fmt, va_list ap)
{
	char text[MESSAGE_MAX];

	vsnprintf(text, sizeof text, fmt, ap);
	warn_msg("%s:%u: %s", c->path, line, text);
}

void
conf_bad(const struct conf_section *s, unsigned line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	complain(s->conf, line, fmt, ap);
	va_end(ap);
	s->conf->bad++;
}

static void __attribute__((format(printf, 2, 3)))
bad_line(struct reader *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	complain(r->conf, r->line, fmt, ap);
	va_end(ap);
	r->conf->bad++;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static char *
trim(char *s)
{
	char *end;

	while (is_blank(*s))
		s++;
	end = s + strlen(s);
	while (end > s && is_blank(end[-1]))
		*--end = '\0';
	return s;
}

/* "[head]": a new section, its kind and name cut from a copy of the head. */
static void
take_section(struct reader *r, char *s)
{
	struct conf *c = r->conf;
	struct conf_section *section;
	size_t n = strlen(s);
	char *kind, *name;

	if (s[n - 1] == ']')
		s[n - 1] = '\0';
	else
		bad_line(r, "section '%s' lacks its ']'", s);
	s = trim(s + 1);
	if (!*s)
		bad_line(r, "section without a name");
	c->sections = mem_grow(c->sections, &r->sections_cap, c->n + 1,
	    sizeof *c->sections);
	section = &c->sections[c->n++];
	r->entries_cap = 0;
	kind = mem_str(s);
	for (name = kind; *name && !is_blank(*name); name++)
		;
	if (*name) {
		*name++ = '\0';
		while (is_blank(*name))
			name++;
	}
	*section = (struct conf_section){
		.head = s, .kind = kind, .name = name, .line = r->line, .conf = c,
		.words = kind,
	};
}

static void
take_entry(struct reader *r, char *s)
{
	char *equals = strchr(s, '=');
	struct conf_section *section;

	if (!equals || equals == s) {
		bad_line(r, "'%s' is not 'key = value'", s);
		return;
	}
	if (r->conf->n == 0) {
		bad_line(r, "key before the first [section]");
		return;
	}
	*equals = '\0';
	section = &r->conf->sections[r->conf->n - 1];
	section->entries = mem_grow(section->entries, &r->entries_cap, section->n + 1,
	    sizeof *section->entries);
	section->entries[section->n++] = (struct conf_entry){
		.key = trim(s), .value = trim(equals + 1), .line = r->line,
	};
}

/* The next line of text at *p, without its end, which is moved past; NULL at the end. */
static char *
next_line(char **p)
{
	char *line = *p, *end;

	if (!*line)
		return NULL;
	end = line + strcspn(line, "\n");
	*p = *end ? end + 1 : end;
	*end = '\0';
	if (end > line && end[-1] == '\r')
		end[-1] = '\0';
	return line;
}

static bool
is_comment(const char *line)
{
	while (is_blank(*line))
		line++;
	return *line == '#' || *line == ';';
}

/*
 * Append to line the lines that it goes on with, as long as they end in a
 * backslash; comments among them are passed over, as systemd does.  What is
 * appended is moved down in place: the text never grows.
 */
static void
join_lines(char *line, char **p, unsigned *number)
{
	size_t n = strlen(line), nmore;
	char *more;

	while (n > 0 && line[n - 1] == '\\' && (more = next_line(p)) != NULL) {
		++*number;
		if (is_comment(more))
			continue;
		nmore = strlen(more);
		line[n - 1] = ' ';
		memmove(line + n, more, nmore + 1);
		n += nmore;
	}
	if (n > 0 && line[n - 1] == '\\')
		line[n - 1] = '\0';	/* the file ends here: nothing to go on with */
}

static void
read_lines(struct reader *r, char *p)
{
	unsigned number = 0;
	char *line;

	while ((line = next_line(&p)) != NULL) {
		r->line = ++number;
		if (is_comment(line))
			continue;
		join_lines(line, &p, &number);
		line = trim(line);
		if (*line == '[')
			take_section(r, line);
		else if (*line)
			take_entry(r, line);
	}
}

struct conf *
conf_parse(const char *path, const char *text, size_t n)
{
	struct conf *c = mem_zero(1, sizeof *c);
	struct reader r = { .conf = c, .line = 1 };
	static const char bom[] = "\xef\xbb\xbf";

	c->path = mem_str(path);
	if (n >= 3 && memcmp(text, bom, 3) == 0) {
		text += 3;
		n -= 3;
	}
	c->text = mem_copy(text, n);
	if (memchr(text, '\0', n)) {
		bad_line(&r, "NUL byte: not a text file");
		return c;
	}
	read_lines(&r, c->text);
	return c;
}

struct conf *
conf_read(const char *path)
{
	struct buf b = BUF_INIT;
	struct conf *c = NULL;

	if (file_read(path, CONF_FILE_MAX, &b) < 0)
		warn_errno("cannot read '%s'", path);
	else
		c = conf_parse(path, b.n ? b.p : "", b.n);
	buf_clear(&b);
	return c;
}

void
conf_free(struct conf *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n; i++) {
		free(c->sections[i].words);
		free(c->sections[i].entries);
	}
	free(c->sections);
	free(c->text);
	free(c->path);
	free(c);
}

const struct conf_entry *
conf_entry(const struct conf_section *s, const char *key)
{
	for (size_t i = s->n; i > 0; i--)
		if (strcmp(s->entries[i - 1].key, key) == 0)
			return &s->entries[i - 1];
	return NULL;
}

const char *
conf_get(const struct conf_section *s, const char *key)
{
	const struct conf_entry *e = conf_entry(s, key);

	return e ? e->value : NULL;
}

bool
conf_bool(const struct conf_section *s, const char *key, bool otherwise)
{
	static const char *const words[] = {
		"no", "yes", "false", "true", "off", "on", "0", "1",
	};
	const struct conf_entry *e = conf_entry(s, key);

	if (!e)
		return otherwise;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(e->value, words[i]) == 0)
			return i % 2;
	conf_bad(s, e->line, "%s: '%s' is not yes or no", key, e->value);
	return otherwise;
}

int64_t
conf_int(const struct conf_section *s, const char *key, int64_t min, int64_t max,
    int64_t otherwise)
{
	const struct conf_entry *e = conf_entry(s, key);
	int64_t v;

	if (!e)
		return otherwise;
	if (num_i64(e->value, min, max, &v) == 0)
		return v;
	conf_bad(s, e->line, "%s: '%s' is not a number from %" PRId64 " to %" PRId64,
	    key, e->value, min, max);
	return otherwise;
}

int64_t
conf_duration(const struct conf_section *s, const char *key, int64_t otherwise)
{
	const struct conf_entry *e = conf_entry(s, key);
	int64_t v;

	if (!e)
		return otherwise;
	if (num_duration(e->value, 0, INT64_MAX, &v) == 0)
		return v;
	conf_bad(s, e->line, "%s: '%s' is not a duration such as 30s, 5m, 4h or 2d",
	    key, e->value);
	return otherwise;
}

int64_t
conf_size(const struct conf_section *s, const char *key, int64_t otherwise)
{
	const struct conf_entry *e = conf_entry(s, key);
	int64_t v;

	if (!e)
		return otherwise;
	if (num_size(e->value, 0, INT64_MAX, &v) == 0)
		return v;
	conf_bad(s, e->line, "%s: '%s' is not a size such as 64K, 10M or 1G",
	    key, e->value);
	return otherwise;
}

void
conf_only(const struct conf_section *s, const char *const keys[])
{
	for (size_t i = 0; i < s->n; i++) {
		const char *const *k = keys;

		while (*k && strcmp(*k, s->entries[i].key) != 0)
			k++;
		if (!*k)
			conf_bad(s, s->entries[i].line, "unknown key '%s' in [%s]",
			    s->entries[i].key, s->head);
	}
}

static bool
ends_with(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n > m && strcmp(s + n - m, suffix) == 0;
}

int
conf_walk(const char *path, const char *suffix,
    void (*each)(const char *, void *), void *arg)
{
	struct dirent **names;
	struct stat st;
	int n, below, calls = 0;

	if (stat(path, &st) < 0)
		return -1;
	if (!S_ISDIR(st.st_mode)) {
		each(path, arg);
		return 1;
	}
	n = scandir(path, &names, NULL, alphasort);
	if (n < 0)
		return -1;
	for (int i = 0; i < n; i++) {
		struct buf b = BUF_INIT;
		const char *name = names[i]->d_name;

		buf_fmt(&b, "%s/%s", path, name);
		if (name[0] == '.' || stat(buf_text(&b), &st) < 0)
			below = 0;
		else if (S_ISDIR(st.st_mode) || ends_with(name, suffix))
			below = conf_walk(buf_text(&b), suffix, each, arg);
		else
			below = 0;
		calls = below < 0 || calls < 0 ? -1 : calls + below;
		free(names[i]);
		buf_clear(&b);
	}
	free(names);
	return calls;
}

char *
conf_etc(const char *sub)
{
	const char *etc = getenv("SLUICE_ETC");
	struct buf b = BUF_INIT;

	buf_fmt(&b, "%s/%s", etc && *etc ? etc : "/etc/sluice", sub);
	buf_text(&b);
	return b.p;
}
