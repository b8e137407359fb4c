/*
 * conf.h - configuration files: sections of keys, one syntax for all of etc.
 *
 * The syntax is that of systemd.syntax(7): "[head]", "key = value", the value to
 * the end of the line as it stands, a line that ends in a backslash goes on (the
 * backslash becomes a space), '#' and ';' start comment lines.  Sections and
 * keys keep their order; a key may occur again.  Files are UTF-8.
 *
 * Every complaint is one line "file:line: ..." on stderr; the caller looks at conf.bad
 * when it has seen everything, so that one run shows all mistakes.
 */
#ifndef LIB_CONF_H
#define LIB_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CONF_FILE_MAX = 8 << 20 };	/* bytes of one file */

struct conf_entry {
	const char *key, *value;
	unsigned line;		/* where it starts, from 1 */
};

struct conf_section {
	const char *head;	/* what stands between the brackets */
	/* head cut at its first blanks; name is "" without one */
	const char *kind, *name;
	unsigned line;
	struct conf_entry *entries;
	size_t n;
	struct conf *conf;	/* that it belongs to */

	char *words;		/* private: kind and name */
};

struct conf {
	char *path;
	struct conf_section *sections;
	size_t n;
	unsigned bad;		/* complaints so far */

	char *text;		/* private: what the strings point into */
};

/*
 * Everything lives until conf_free().  NULL when the file cannot be read, which is said.
 */
struct conf *conf_read(const char *path);

/* The same of a text in memory; path names it in complaints. */
struct conf *conf_parse(const char *path, const char *text, size_t n);
void conf_free(struct conf *);

/* "file:line: message" on stderr, counted in bad. */
void conf_bad(const struct conf_section *, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The value of a key, the last one when there are several; NULL when there is none. */
const char *conf_get(const struct conf_section *, const char *key);
const struct conf_entry *conf_entry(const struct conf_section *, const char *key);
/* yes no true false on off 1 0 */
bool conf_bool(const struct conf_section *, const char *key, bool otherwise);
int64_t conf_int(const struct conf_section *, const char *key, int64_t min, int64_t max,
    int64_t otherwise);
/* ns */
int64_t conf_duration(const struct conf_section *, const char *key, int64_t otherwise);
int64_t conf_size(const struct conf_section *, const char *key, int64_t otherwise);

/* Complain about keys that are not in the list, which ends with NULL. */
void conf_only(const struct conf_section *, const char *const keys[]);

/*
 * The files of a configuration directory or one file: calls each(path, arg) for path
 * itself, or for the files in it (and below) whose names end in suffix, in byte order.
 * -1 and errno when path cannot be read; else the number of calls.
 */
int conf_walk(const char *path, const char *suffix,
    void (*each)(const char *, void *), void *arg);

/*
 * Where sub (such as "rules") of the installed configuration lies: $SLUICE_ETC/sub, or
 * /etc/sluice/sub.  free() it.
 */
char *conf_etc(const char *sub);

#endif
