/* dbcheck_connect - the connection string of a target, and where its password is. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "buf.h"
#include "conf.h"
#include "dbcheck.h"
#include "err.h"
#include "file.h"

/* --- lines of product.conf, filled in -------------------------------------------- */

static void
put_braced(struct buf *b, const char *s)
{
	buf_char(b, '{');
	for (; *s; s++) {
		buf_char(b, *s);
		if (*s == '}')
			buf_char(b, '}');
	}
	buf_char(b, '}');
}

static void
put_uri(struct buf *b, const char *s)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789-._~/";

	for (; *s; s++)
		if (strchr(plain, *s))
			buf_char(b, *s);
		else
			buf_fmt(b, "%%%02X", (unsigned char)*s);
}

static bool
put_time(struct buf *b, const char *key, const struct target *t)
{
	int64_t ns = strncmp(key, "deadline", 8) == 0 ? t->deadline_ns : t->timeout_ns;
	const char *unit = strrchr(key, '_');

	if (!unit || (strncmp(key, "deadline_", 9) != 0 &&
	    strncmp(key, "timeout_", 8) != 0))
		return false;
	if (strcmp(unit, "_ms") == 0)
		buf_fmt(b, "%" PRId64, (ns + 999999) / 1000000);
	else if (strcmp(unit, "_s") == 0)
		buf_fmt(b, "%" PRId64, (ns + 999999999) / 1000000000);
	else
		return false;
	return true;
}

/* key, key:q or key:uri, n bytes. */
static bool
put_key(struct buf *b, const char *s, size_t n, const struct target *t,
    const char *secret)
{
	const char *colon = memchr(s, ':', n), *value;
	size_t nkey = colon ? (size_t)(colon - s) : n;
	char key[32];

	if (nkey >= sizeof key)
		return false;
	memcpy(key, s, nkey);
	key[nkey] = '\0';
	if (put_time(b, key, t))
		return true;
	value = strcmp(key, "password") == 0 ? secret : target_get(t, key);
	if (!value || !*value)
		return false;
	if (!colon)
		buf_str(b, value);
	else if (n - nkey == 2 && colon[1] == 'q')
		put_braced(b, value);
	else
		put_uri(b, value);
	return true;
}

bool
connect_fill(struct buf *b, const char *template, const struct target *t,
    const char *secret)
{
	const char *open, *close;

	while ((open = strchr(template, '{')) != NULL &&
	    (close = strchr(open, '}')) != NULL) {
		buf_put(b, template, (size_t)(open - template));
		if (!put_key(b, open + 1, (size_t)(close - open) - 1, t, secret))
			return false;
		template = close + 1;
	}
	buf_str(b, template);
	return true;
}

/* --- the whole ------------------------------------------------------------------- */

/* Does the connection string have an attribute of that name? */
static bool
has_attribute(const char *s, const char *name)
{
	size_t n = strlen(name), blanks;

	while (s) {
		s += strspn(s, " \t;");
		if (strncasecmp(s, name, n) == 0) {
			blanks = strspn(s + n, " \t");
			if (s[n + blanks] == '=')
				return true;
		}
		s = strchr(s, ';');
	}
	return false;
}

static void
put_attribute(struct buf *b, const char *s)
{
	if (b->n > 0 && b->p[b->n - 1] != ';')
		buf_char(b, ';');
	buf_str(b, s);
}

/*
 * The option lines of a target as they stand, the connect lines of its product filled in.
 */
static void
put_lines(struct buf *b, const struct conf_section *s, const char *key,
    const struct target *t, const char *secret)
{
	bool fill = strcmp(key, "connect") == 0;

	for (size_t i = 0; s && i < s->n; i++) {
		const char *value = s->entries[i].value;
		struct buf line = BUF_INIT;

		if (strcmp(s->entries[i].key, key) != 0)
			continue;
		if (!fill)
			put_attribute(b, value);
		else if (connect_fill(&line, value, t, secret))
			put_attribute(b, buf_text(&line));
		if (line.p)
			explicit_bzero(line.p, line.cap);
		buf_clear(&line);
	}
}

void
connect_string(struct buf *b, const struct target *t, const char *secret)
{
	const char *given = target_get(t, "connection"),
	    *driver = target_get(t, "driver");

	if (!given)
		given = "";
	if (!has_attribute(given, "driver") && !has_attribute(given, "dsn")) {
		buf_str(b, "Driver=");
		put_braced(b, driver ? driver : t->product->driver);
	}
	if (*given)
		put_attribute(b, given);
	put_lines(b, target_section(t, "option"), "option", t, secret);
	put_lines(b, t->product->section, "connect", t, secret);
	buf_text(b);
}

/* --- the password ---------------------------------------------------------------- */

/* The file of a secret below $CREDENTIALS_DIRECTORY. */
static bool
credential_path(struct buf *b, const char *name)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");

	if (!dir || !*dir)
		return false;
	buf_fmt(b, "%s/%s", dir, name);
	return true;
}

/* Where the password is: a file, or NULL and *variable of the environment, or neither. */
static bool
secret_place(const struct target *t, struct buf *path, const char **variable)
{
	const char *file = target_get(t, "password_file"),
	    *name = target_get(t, "credential");
	struct stat st;

	*variable = target_get(t, "password_env");
	if (file) {
		buf_str(path, file);
		return true;
	}
	if (*variable)
		return true;
	if (name)
		return credential_path(path, name);
	/* A credential with the name of the target needs no word in the configuration. */
	if (!credential_path(path, t->name))
		return true;
	if (stat(buf_text(path), &st) < 0)
		buf_cut(path, 0);
	return true;
}

static bool
take_secret(const char *s, size_t n, char secret[SECRET_MAX + 1], struct buf *why)
{
	if (n > 0 && s[n - 1] == '\n')
		n--;
	if (n > 0 && s[n - 1] == '\r')
		n--;
	if (n == 0 || n > SECRET_MAX || memchr(s, '\n', n) || memchr(s, '\0', n)) {
		buf_fmt(why, "it is not one line of 1 to %d bytes", SECRET_MAX);
		return false;
	}
	memcpy(secret, s, n);
	secret[n] = '\0';
	return true;
}

static bool
secret_of_file(const char *path, char secret[SECRET_MAX + 1], struct buf *why)
{
	struct buf text = BUF_INIT;
	bool ok = false;

	if (file_read(path, SECRET_MAX + 2, &text) < 0)
		buf_fmt(why, "cannot read '%s': %s", path, strerror(errno));
	else
		ok = take_secret(text.p ? text.p : "", text.n, secret, why);
	if (text.p)
		explicit_bzero(text.p, text.cap);
	buf_clear(&text);
	return ok;
}

bool
connect_secret(const struct target *t, char secret[SECRET_MAX + 1], struct buf *why)
{
	struct buf path = BUF_INIT;
	const char *variable, *value;
	bool ok = true;

	secret[0] = '\0';
	if (!secret_place(t, &path, &variable)) {
		buf_str(why, "there is no $CREDENTIALS_DIRECTORY");
		ok = false;
	} else if (path.n > 0) {
		ok = secret_of_file(buf_text(&path), secret, why);
	} else if (variable) {
		value = getenv(variable);
		if (value) {
			ok = take_secret(value, strlen(value), secret, why);
		} else {
			buf_fmt(why, "there is no $%s in the environment", variable);
			ok = false;
		}
	}
	buf_clear(&path);
	return ok;
}

/* All of secret in b from start on; its first bytes at the very end, too. */
static void
hide(struct buf *b, size_t start, const char *secret)
{
	static const char stars[] = "***";
	size_t n = strlen(secret), from = start;
	struct buf clean = BUF_INIT;
	char *s = b->p, *hit;

	if (n == 0 || b->n == start)
		return;
	while ((hit = memmem(s + from, b->n - from, secret, n)) != NULL) {
		buf_put(&clean, s + from, (size_t)(hit - s) - from);
		buf_str(&clean, stars);
		from = (size_t)(hit - s) + n;
	}
	buf_put(&clean, s + from, b->n - from);
	buf_cut(b, start);
	buf_put(b, clean.p, clean.n);
	for (size_t k = n - 1; k >= 4 && k < n; k--)
		if (b->n - start >= k && memcmp(b->p + b->n - k, secret, k) == 0) {
			buf_cut(b, b->n - k);
			buf_str(b, stars);
			break;
		}
	buf_clear(&clean);
}

void
connect_hide(struct buf *b, const char *s, const char *secret)
{
	size_t start = b->n;
	struct buf braced = BUF_INIT;

	put_braced(&braced, secret);
	buf_cut(&braced, braced.n - 1);
	buf_str(b, s);
	hide(b, start, buf_text(&braced) + 1);
	hide(b, start, secret);
	explicit_bzero(braced.p, braced.cap);
	buf_clear(&braced);
}

/* --- what can be wrong ----------------------------------------------------------- */

/*
 * Does a connect line of the product take the key
 * as it stands, neither quoted nor encoded?
 */
static bool
is_bare(const struct conf_section *p, const char *key)
{
	char name[32];

	snprintf(name, sizeof name, "{%s}", key);
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->entries[i].key, "connect") == 0 &&
		    strstr(p->entries[i].value, name))
			return true;
	return false;
}

static void
check_values(const struct target *t)
{
	static const char *const keys[] = {
		"server", "port", "socket", "database", "user", NULL,
	};

	for (size_t i = 0; keys[i]; i++) {
		const char *v = target_get(t, keys[i]);

		if (v && strpbrk(v, ";{}") && is_bare(t->product->section, keys[i]))
			conf_bad(t->section, t->section->line,
			    "'%s' may not contain ';', '{' or '}'", keys[i]);
	}
}

static void
check_file_mode(const struct target *t)
{
	const char *path = target_get(t, "password_file");
	struct stat st;

	if (path && stat(path, &st) == 0 && (st.st_mode & S_IROTH))
		conf_bad(t->section, t->section->line,
		    "everyone may read the password file '%s': chmod o-r", path);
}

/* The complaint does not repeat the value. */
static void
check_no_password(const struct target *t, const char *key)
{
	static const char *const names[] = { "pwd", "password" };
	const struct conf_section *s = target_section(t, key);

	for (size_t i = 0; s && i < s->n; i++)
		if (strcmp(s->entries[i].key, key) == 0 &&
		    (has_attribute(s->entries[i].value, names[0]) ||
		    has_attribute(s->entries[i].value, names[1])))
			conf_bad(s, s->entries[i].line,
			    "a password does not belong in '%s': use password_file", key);
}

void
connect_check(const struct target *t)
{
	const struct conf_section *p = t->product->section;
	const char *given = target_get(t, "connection");

	check_no_password(t, "connection");
	check_no_password(t, "option");
	for (size_t i = 0; !given && i < p->n; i++)
		if (strcmp(p->entries[i].key, "require") == 0 &&
		    !target_get(t, p->entries[i].value))
			conf_bad(t->section, t->section->line, "'%s' is missing",
			    p->entries[i].value);
	check_values(t);
	check_file_mode(t);
}
