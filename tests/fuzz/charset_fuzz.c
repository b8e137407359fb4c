/*
 * charset: what is decoded is UTF-8, gives its bad bytes back, is the same line by line, and
 * encoded again and decoded the same; a guess that is taken up goes on as it would have.
 * The first byte of an input chooses the encoding.
 */
#include "charset.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const names[] = {
	"UTF-8", "GB18030", "GBK", "BIG5", "SHIFT_JIS", "CP932", "EUC-JP", "EUC-KR", "CP949",
	"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "CP1252", "EUC-TW", "BIG5-HKSCS",
	"ISO-2022-JP", "UTF-7", "IBM037", "JOHAB",
};

enum { NAMES = sizeof names / sizeof *names };

static struct charset_pool *pool;
static struct buf text, bad, back, again;

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static bool
equal(const struct buf *a, const struct buf *b)
{
	return a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

static bool
is_tabled(const struct charset *c)
{
	return charset_unit(c) == 1 && strcmp(charset_name(c), "BIG5-HKSCS") != 0 &&
	    strcmp(charset_name(c), "ISO-2022-JP") != 0 && strcmp(charset_name(c), "UTF-7") != 0;
}

/* The decoded text encoded by iconv, where it can be, and decoded once more. */
static void
goes_round(struct charset *c)
{
	iconv_t cd = iconv_open(charset_name(c), "UTF-8");
	size_t left = text.n, room = 8 * text.n + 64;
	char *in = text.p, *out;
	bool ok;

	must(cd != (iconv_t)-1);
	buf_cut(&back, 0);
	out = buf_room(&back, room);
	ok = iconv(cd, &in, &left, &out, &room) != (size_t)-1 &&
	    iconv(cd, NULL, NULL, &out, &room) != (size_t)-1;
	iconv_close(cd);
	if (!ok)
		return;		/* there is more to read than to write in some */
	back.n = (size_t)(out - back.p);
	buf_cut(&again, 0);
	must(charset_decode(c, back.p, back.n, &again, NULL) == 0);
	must(equal(&again, &text));
}

/* Each line by itself, joined by what ends them, with its list moved to its place. */
static void
is_same_by_lines(struct charset *c, const char *s, size_t n)
{
	const char *e = s + n, *newline;
	struct buf list = BUF_INIT, one = BUF_INIT;

	buf_cut(&again, 0);
	for (; (newline = charset_newline(c, s, e)) != NULL; s = newline + charset_unit(c)) {
		buf_cut(&back, 0);
		buf_cut(&one, 0);
		charset_decode(c, s, (size_t)(newline - s), &back, &one);
		charset_bad_join(&list, one.p, one.n, again.n);
		buf_put(&again, back.p, back.n);
		buf_char(&again, '\n');
	}
	charset_decode(c, s, (size_t)(e - s), &again, &list);
	must(equal(&again, &text) && equal(&list, &bad));
	buf_clear(&list);
	buf_clear(&one);
}

static void
try(struct charset *c, const char *s, size_t n)
{
	uint64_t count;

	buf_cut(&text, 0);
	buf_cut(&bad, 0);
	buf_cut(&back, 0);
	count = charset_decode(c, s, n, &text, &bad);
	must(text.n == 0 || charset_utf8(text.p, text.p + text.n) == text.p + text.n);
	must((count > 0) == (bad.n > 0) && bad.n <= CHARSET_BAD_MAX && count <= n);
	if (bad.n < 3 || memcmp(bad.p + bad.n - 3, "...", 3) != 0) {
		must(charset_bad_undo(text.p, text.n, bad.p, bad.n, &back));
		must(back.n == text.n - 2 * count);
		if (strcmp(charset_name(c), "UTF-8") == 0)
			must(back.n == n && (n == 0 || memcmp(back.p, s, n) == 0));
	}
	if (count == 0 && text.n > 0)
		goes_round(c);
	if (is_tabled(c) || charset_unit(c) > 1)
		is_same_by_lines(c, s, n);
}

static void
guess(const char *s, size_t n)
{
	struct charset_guess g = CHARSET_GUESS_INIT, h;
	const char *e = s + n, *newline, *name;
	int mark = charset_head(s, n, true, &name);

	must(mark >= 0 && (size_t)mark <= n && (mark == 0 || name));
	for (; s < e; s = newline + 1) {
		newline = memchr(s, '\n', (size_t)(e - s));
		if (!newline)
			newline = e;
		buf_cut(&back, 0);
		charset_guess_put(&g, &back);
		must(charset_guess_take(&h, back.p, back.n));
		must(charset_guess_line(&h, pool, s, (size_t)(newline - s)) ==
		    charset_guess_line(&g, pool, s, (size_t)(newline - s)));
		must(h.leader == g.leader && h.utf8 == g.utf8 && h.fixed == g.fixed);
		if (newline == e)
			break;
	}
	buf_cut(&bad, 0);
	charset_bad_join(&bad, s, (size_t)(e - s), 1);	/* any text for a list */
	must(bad.n <= CHARSET_BAD_MAX);
	charset_bad_cut(&bad, n / 2);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct charset *c;

	if (n == 0)
		return 0;
	if (!pool)
		pool = charset_pool_new();
	c = charset_pool_get(pool, names[data[0] % NAMES]);
	must(c != NULL);
	try(c, (const char *)data + 1, n - 1);
	guess((const char *)data + 1, n - 1);
	return 0;
}
