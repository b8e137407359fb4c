/* charset - text of any encoding as UTF-8: names, line ends, what only iconv knows. */
#include "charset.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "buf.h"
#include "charset_part.h"
#include "mem.h"

/* The encodings that are Unicode, by the names of them that are taken here. */
static const struct {
	const char *name, *is;
	enum charset_kind kind;
	size_t unit;
	bool big;
} unicode[] = {
	{ "UTF-8", "UTF-8", KIND_UTF8, 1, false },
	{ "UTF8", "UTF-8", KIND_UTF8, 1, false },
	{ "UTF-16", "UTF-16LE", KIND_UTF16, 2, false },
	{ "UTF16", "UTF-16LE", KIND_UTF16, 2, false },
	{ "UTF-16LE", "UTF-16LE", KIND_UTF16, 2, false },
	{ "UTF16LE", "UTF-16LE", KIND_UTF16, 2, false },
	{ "UTF-16BE", "UTF-16BE", KIND_UTF16, 2, true },
	{ "UTF16BE", "UTF-16BE", KIND_UTF16, 2, true },
	{ "UTF-32", "UTF-32LE", KIND_UTF32, 4, false },
	{ "UTF32", "UTF-32LE", KIND_UTF32, 4, false },
	{ "UTF-32LE", "UTF-32LE", KIND_UTF32, 4, false },
	{ "UTF32LE", "UTF-32LE", KIND_UTF32, 4, false },
	{ "UTF-32BE", "UTF-32BE", KIND_UTF32, 4, true },
	{ "UTF32BE", "UTF-32BE", KIND_UTF32, 4, true },
};

/*
 * Encodings of several bytes a character where what a sequence means does not depend
 * on what is before or after it.  Those of one byte need not be here: they are tried.
 */
static const char *const stateless[] = {
	"BIG-5", "BIG-FIVE", "BIG5", "BIGFIVE", "CN-BIG5", "CN-GB", "CP1361", "CP932",
	"CP936", "CP949", "CP950", "CSEUCKR", "CSEUCPKDFMTJAPANESE", "CSGB2312",
	"CSSHIFTJIS", "CSWINDOWS31J", "EUC-CN", "EUC-JP", "EUC-JP-MS", "EUC-KR", "EUC-TW",
	"EUCCN", "EUCJP", "EUCJP-MS", "EUCJP-OPEN", "EUCJP-WIN", "EUCKR", "EUCTW",
	"GB13000", "GB18030", "GB2312", "GBK", "JOHAB", "MS932", "MS936", "MSCP1361",
	"MSCP949", "MS_KANJI", "SHIFT-JIS", "SHIFT_JIS", "SJIS", "SJIS-OPEN", "SJIS-WIN",
	"UHC", "UJIS", "WINDOWS-31J", "WINDOWS-936",
};

static bool
is_listed(const char *name)
{
	for (size_t i = 0; i < sizeof stateless / sizeof *stateless; i++)
		if (strcmp(name, stateless[i]) == 0)
			return true;
	return false;
}

/* The name in capitals; false: it is none.  "//" would begin a suffix of iconv. */
static bool
set_name(struct charset *c, const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n >= sizeof c->name || strstr(name, "//"))
		return false;
	for (size_t i = 0; i <= n; i++)
		c->name[i] = (char)toupper((unsigned char)name[i]);
	return true;
}

/* As the encoding of Unicode that it names; false: it names none. */
static bool
open_unicode(struct charset *c)
{
	for (size_t i = 0; i < sizeof unicode / sizeof *unicode; i++)
		if (strcmp(c->name, unicode[i].name) == 0) {
			memcpy(c->name, unicode[i].is, strlen(unicode[i].is) + 1);
			c->kind = unicode[i].kind;
			c->unit = unicode[i].unit;
			c->big = unicode[i].big;
			return true;
		}
	return false;
}

/* What a line end is here, by the second of two: the first may have a mark before it. */
static bool
find_unit(struct charset *c)
{
	iconv_t cd = iconv_open(c->name, "UTF-8");
	char in[2] = "\n\n", out[OUTPUT_MAX], *p = in, *o = out, *second;
	size_t n = 1, left = sizeof out;
	bool ok;

	if (cd == (iconv_t)-1)
		return false;
	ok = iconv(cd, &p, &n, &o, &left) == 0;
	n = 1;
	second = o;
	ok = ok && iconv(cd, &p, &n, &o, &left) == 0;
	iconv_close(cd);
	c->unit = (size_t)(o - second);
	if (!ok || (c->unit != 1 && c->unit != 2 && c->unit != 4))
		return false;
	c->newline = *second;
	c->big = c->unit > 1 && second[0] == 0;
	return true;
}

static bool
open_other(struct charset *c)
{
	c->cd = iconv_open("UTF-8", c->name);
	if (c->cd == (iconv_t)-1)
		return false;
	c->kind = KIND_TABLE;
	c->unit = 1;
	if (table_open(c, is_listed(c->name)))
		return true;
	table_close(c);
	c->kind = KIND_ICONV;
	if (find_unit(c))
		return true;
	errno = EINVAL;
	return false;
}

struct charset *
charset_new(const char *name)
{
	struct charset *c = mem_zero(1, sizeof *c);
	int saved;

	c->cd = (iconv_t)-1;
	c->newline = '\n';
	if (!set_name(c, name)) {
		errno = EINVAL;
	} else if (open_unicode(c) || open_other(c)) {
		return c;
	}
	saved = errno;
	charset_free(c);
	errno = saved;
	return NULL;
}

void
charset_free(struct charset *c)
{
	if (!c)
		return;
	table_close(c);
	if (c->cd != (iconv_t)-1)
		iconv_close(c->cd);
	free(c);
}

const char *
charset_name(const struct charset *c)
{
	return c->name;
}

size_t
charset_unit(const struct charset *c)
{
	return c->unit;
}

/* The first '\n' of units of two or four bytes; n is a multiple of the unit. */
static const char *
wide_newline(const char *p, const char *e, size_t unit, bool big)
{
	char newline[4] = { 0 };

	newline[big ? unit - 1 : 0] = '\n';
#ifdef __SSE2__
	short two;
	int four;

	memcpy(&two, newline, sizeof two);
	memcpy(&four, newline, sizeof four);
	for (; e - p >= 16; p += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
		unsigned hit = (unsigned)_mm_movemask_epi8(unit == 2 ?
		    _mm_cmpeq_epi16(x, _mm_set1_epi16(two)) :
		    _mm_cmpeq_epi32(x, _mm_set1_epi32(four)));

		if (hit)
			return p + __builtin_ctz(hit);
	}
#endif
	for (; p < e; p += unit)
		if (memcmp(p, newline, unit) == 0)
			return p;
	return NULL;
}

const char *
charset_newline(const struct charset *c, const char *p, const char *e)
{
	size_t n = (size_t)(e - p);

	if (n < c->unit)
		return NULL;
	if (c->unit == 1)
		return memchr(p, c->newline, n);
	return wide_newline(p, p + n / c->unit * c->unit, c->unit, c->big);
}

/* Room for n bytes behind what was written; the place of the last run moves along. */
static void
sink_room(struct sink *k, size_t n)
{
	ptrdiff_t run = k->run ? k->run - k->to->p : -1;

	sink_end(k);
	k->o = buf_room(k->to, n);
	k->run = run < 0 ? NULL : k->to->p + run;
}

/* One step of iconv(); errno is 0 when all went well. */
static void
step(struct charset *c, char **p, size_t *n, struct sink *k, size_t room)
{
	sink_room(k, room);
	errno = 0;
	if (iconv(c->cd, p, n, &k->o, &room) != (size_t)-1)
		errno = 0;
}

/* Encodings with a state: from the initial one, and back to it. */
static void
iconv_decode(struct charset *c, const char *s, size_t n, struct sink *k)
{
	char *p = (char *)(uintptr_t)s;		/* iconv() does not write there */
	size_t len, room = GROWTH * n + SLACK;
	const char *before;

	iconv(c->cd, NULL, NULL, NULL, NULL);
	while (n > 0) {
		before = p;
		step(c, &p, &n, k, room);
		if (errno == 0)
			break;
		if (errno == E2BIG && p > before)
			continue;
		len = c->unit < n ? c->unit : n;
		if (len == 0)
			break;
		sink_room(k, GROWTH * len + SLACK);
		sink_bad(k, p, len);
		p += len;
		n -= len;
	}
	step(c, NULL, NULL, k, SLACK);	/* what it still held */
}

uint64_t
charset_decode(struct charset *c, const char *s, size_t n, struct buf *to,
    struct buf *bad)
{
	struct sink k;

	sink_begin(&k, to, bad, GROWTH * n + SLACK);
	switch (c->kind) {
	case KIND_UTF8:
		utf8_decode(s, n, &k);
		break;
	case KIND_UTF16:
		utf16_decode(c, s, n, &k);
		break;
	case KIND_UTF32:
		utf32_decode(c, s, n, &k);
		break;
	case KIND_TABLE:
		table_decode(c, s, n, &k);
		break;
	case KIND_ICONV:
		iconv_decode(c, s, n, &k);
		break;
	}
	return sink_end(&k);
}

uint64_t
charset_decode_utf8(const char *s, size_t n, struct buf *to, struct buf *bad)
{
	struct sink k;

	sink_begin(&k, to, bad, GROWTH * n + SLACK);
	utf8_decode(s, n, &k);
	return sink_end(&k);
}
