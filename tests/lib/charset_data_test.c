/* charset: texts of another project, by name and by guess, where they are at hand. */
#include "charset.h"

#include <stdlib.h>
#include <unistd.h>

#include "buf.h"
#include "check.h"
#include "json.h"

enum { FILE_MAX = 4096 };

static const char *data;
static char log_text[FILE_MAX], out_text[FILE_MAX];

static size_t
load(const char *name, const char *suffix, char *to)
{
	char path[FILE_MAX];
	FILE *f;
	size_t n = 0;

	snprintf(path, sizeof path, "%s/encodings/%s.%s", data, name, suffix);
	f = fopen(path, "rb");
	if (CHECK(f != NULL)) {
		n = fread(to, 1, FILE_MAX - 1, f);
		fclose(f);
	}
	to[n] = '\0';
	return n;
}

/* The text of the next line of the form {"log":"..."}; false at the end. */
static bool
next_text(char **p, char *text, size_t *n)
{
	static const char before[] = "{\"log\":\"";
	char *s = *p, *e;

	if (strncmp(s, before, sizeof before - 1) != 0)
		return false;
	s += sizeof before - 1;
	e = strchr(s, '"');
	*n = json_unescape(text, s, (size_t)(e - s));
	*p = strchr(e, '\n');
	*p = *p ? *p + 1 : e + strlen(e);
	return true;
}

/* Each line with that encoding, or when it is NULL with the one that is guessed. */
static void
file_is(const char *name, const char *encoding)
{
	struct charset_pool *pool = charset_pool_new();
	struct charset_guess g = CHARSET_GUESS_INIT;
	struct buf text = BUF_INIT;
	size_t n = load(name, "log", log_text), len, lines = 0;
	char want[FILE_MAX], *out = out_text, *p = log_text, *e = p + n, *newline;
	struct charset *c;

	load(name, "out", out_text);
	while ((newline = memchr(p, '\n', (size_t)(e - p))) && next_text(&out, want, &len)) {
		size_t bytes = (size_t)(newline - p);

		c = encoding ? charset_pool_get(pool, encoding) :
		    charset_guess_line(&g, pool, p, bytes);
		buf_cut(&text, 0);
		if (CHECK(c != NULL))
			charset_decode(c, p, bytes, &text, NULL);
		check_mem(text.p, text.n, want, len, name, __FILE__, __LINE__);
		p = newline + 1;
		lines++;
	}
	CHECK(lines >= 10);
	buf_clear(&text);
	charset_pool_free(pool);
}

static void
by_name(void)
{
	file_is("gbk", "GBK");
	file_is("gbk", "GB18030");
	file_is("gb18030", "GB18030");
	file_is("big5", "Big5");
	file_is("sjis", "Shift_JIS");
	file_is("sjis", "CP932");
}

static void
by_guess(void)
{
	file_is("gbk", NULL);
	file_is("gb18030", NULL);
	file_is("big5", NULL);
	file_is("sjis", NULL);
}

/* With its mark and without, also of the first bytes only. */
static void
units_of_two_bytes(void)
{
	static const struct { const char *name, *is; } files[] = {
		{ "unicode_c", "UTF-16LE" }, { "unicode_j", "UTF-16LE" },
		{ "unicode_be_c", "UTF-16BE" }, { "unicode_be_j", "UTF-16BE" },
	};
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		size_t n = load(files[i].name, "log", log_text);
		struct charset *c = charset_new(files[i].is);
		const char *name;

		CHECK_INT(charset_head(log_text, n, false, &name), 2);
		CHECK_STR(name, files[i].is);
		CHECK_INT(charset_head(log_text + 2, n - 2, false, &name), 0);
		CHECK_STR(name, files[i].is);
		CHECK(charset_newline(c, log_text + 2, log_text + n) == log_text + n - 2);
		buf_cut(&text, 0);
		CHECK_INT(charset_decode(c, log_text + 2, n - 2, &text, NULL), 0);
		CHECK(strstr(buf_text(&text), i % 2 ? "Unicode" : "Fluent Bit") != NULL);
		charset_free(c);
	}
	buf_clear(&text);
}

int
main(void)
{
	char path[FILE_MAX];

	data = getenv("SLUICE_DATA");
	if (!data)
		data = "../shared/data";
	snprintf(path, sizeof path, "%s/encodings", data);
	if (access(path, R_OK) < 0) {
		printf("ok - %s: encodings # SKIP no %s\n", __FILE__, path);
		return 0;
	}
	RUN(by_name);
	RUN(by_guess);
	RUN(units_of_two_bytes);
	return check_end();
}
