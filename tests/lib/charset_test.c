/* charset: held against plain iconv, over all sequences of the encodings with tables. */
#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "buf.h"
#include "check.h"

enum { TEXT_MAX = 4096 };

/* Encodings of the list of tables; their names in iconv. */
static const char *const tabled[] = {
	"GBK", "GB18030", "GB2312", "BIG5", "CP950", "CP936", "SHIFT_JIS", "CP932", "EUC-JP",
	"EUC-JP-MS", "EUC-KR", "CP949", "EUC-TW", "JOHAB",
};

static const char *const others[] = {
	"CP1252", "CP1251", "CP1250", "CP1253", "CP1254", "CP1257", "CP437", "CP850", "CP866",
	"KOI8-R", "ISO-8859-1", "ISO-8859-15", "LATIN2", "ASCII", "IBM037", "IBM1047",
	"MACINTOSH", "TIS-620", "CP874", "UTF-8",
};

static struct buf text, bad, want;

/* Is the byte one that is ASCII here, and not to iconv? */
static bool
is_mended(const char *name, char c)
{
	return (c == '\\' || c == '~') &&
	    (strcmp(name, "SHIFT_JIS") == 0 || strcmp(name, "JOHAB") == 0);
}

/* What plain iconv makes of it, byte by byte over what it refuses: into want. */
static void
reference(iconv_t cd, const char *name, size_t unit, const char *s, size_t n)
{
	char out[16], *in, *o;
	size_t left, room, len;
	bool ok;

	buf_cut(&want, 0);
	for (const char *e = s + n; s < e;) {
		if (is_mended(name, *s)) {
			buf_char(&want, *s++);
			continue;
		}
		ok = false;
		for (len = 1; !ok && len <= (size_t)(e - s) && len <= 8; len++) {
			in = (char *)(uintptr_t)s;
			o = out;
			left = len;
			room = sizeof out;
			iconv(cd, NULL, NULL, NULL, NULL);
			ok = iconv(cd, &in, &left, &o, &room) != (size_t)-1;
			if (!ok && errno != EINVAL)
				break;
		}
		if (ok) {
			buf_put(&want, out, (size_t)(o - out));
			s = in;
			continue;
		}
		for (len = unit; len > 0 && s < e; len--, s++)
			buf_str(&want, "\xEF\xBF\xBD");
	}
}

static bool
same(struct charset *c, iconv_t cd, const char *name, const char *s, size_t n)
{
	buf_cut(&text, 0);
	charset_decode(c, s, n, &text, NULL);
	reference(cd, name, charset_unit(c), s, n);
	if (text.n == want.n && memcmp(text.p, want.p, text.n) == 0)
		return true;
	printf("# %s:", name);
	for (size_t i = 0; i < n && i < 16; i++)
		printf(" %02x", (unsigned char)s[i]);
	printf(" is '%s'", buf_text(&text));
	printf(", not '%s'\n", buf_text(&want));
	return false;
}

/* All sequences of two bytes, which have those of one byte in them. */
static bool
all_pairs(const char *name)
{
	struct charset *c = charset_new(name);
	iconv_t cd = iconv_open("UTF-8", name);
	bool ok = CHECK(c != NULL) && CHECK(cd != (iconv_t)-1);
	char s[2];

	for (unsigned i = 0; ok && i < 0x10000; i++) {
		s[0] = (char)(i >> 8);
		s[1] = (char)i;
		ok = CHECK(same(c, cd, name, s, 2));
	}
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	charset_free(c);
	return ok;
}

static void
pairs(void)
{
	for (size_t i = 0; i < sizeof tabled / sizeof *tabled; i++)
		all_pairs(tabled[i]);
}

static void
code_pages(void)
{
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		all_pairs(others[i]);
}

/* All of four bytes in GB18030, more than the tables have room for. */
static void
four_bytes(void)
{
	struct charset *c = charset_new("GB18030");
	iconv_t cd = iconv_open("UTF-8", "GB18030");
	bool ok = CHECK(c != NULL) && CHECK(cd != (iconv_t)-1);
	unsigned valid = 0;
	char s[4];

	for (unsigned i = 0; ok && i < 126 * 10 * 126 * 10; i++) {
		s[0] = (char)(0x81 + i / (10 * 126 * 10));
		s[1] = (char)(0x30 + i / (126 * 10) % 10);
		s[2] = (char)(0x81 + i / 10 % 126);
		s[3] = (char)(0x30 + i % 10);
		ok = CHECK(same(c, cd, "GB18030", s, 4));
		valid += memcmp(text.p, "\xEF\xBF\xBD", 3) != 0;
	}
	/* all planes but the first; and of that what has no two bytes */
	CHECK(valid > 0x100000 + 39000 && valid < 0x100000 + 40000);
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	charset_free(c);
}

/* Three bytes in EUC-JP after 0x8F, four in EUC-TW after 0x8E. */
static void
longer_sequences(void)
{
	static const struct { const char *name, *lead; size_t n; } sets[] = {
		{ "EUC-JP", "\x8f", 1 }, { "EUC-JP-MS", "\x8f", 1 },
		{ "EUC-TW", "\x8e\xa1", 2 }, { "EUC-TW", "\x8e\xa2", 2 },
		{ "EUC-TW", "\x8e\xaf", 2 },
	};
	char s[4];

	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		struct charset *c = charset_new(sets[i].name);
		iconv_t cd = iconv_open("UTF-8", sets[i].name);
		bool ok = CHECK(c != NULL) && CHECK(cd != (iconv_t)-1);

		memcpy(s, sets[i].lead, sets[i].n);
		for (unsigned k = 0; ok && k < 0x10000; k++) {
			s[sets[i].n] = (char)(k >> 8);
			s[sets[i].n + 1] = (char)k;
			ok = CHECK(same(c, cd, sets[i].name, s, sets[i].n + 2));
		}
		iconv_close(cd);
		charset_free(c);
	}
}

static uint64_t state = 88172645463325252u;

static unsigned
draw(unsigned below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state % below);
}

/* Bytes as they come in such texts: ASCII runs, high bytes, now and then anything. */
static size_t
make_bytes(char *s, size_t max)
{
	size_t n = draw((unsigned)max), i = 0;
	unsigned kind = 0, left = 0;

	for (; i < n; i++, left--) {
		if (left == 0) {
			kind = draw(4);
			left = 1 + draw(40);
		}
		s[i] = (char)(kind == 0 ? draw(256) : kind == 1 ? 0x20 + draw(95) :
		    kind == 2 ? 0xA1 + draw(94) : draw(2) ? 0x81 + draw(126) : 0x30 + draw(10));
	}
	return n;
}

/* Long texts: the vector copies, ends in the middle of a character, what follows a bad byte. */
static void
long_texts(void)
{
	static const char *const wide[] = { "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" };
	char s[300];

	for (size_t i = 0; i < sizeof tabled / sizeof *tabled + 4; i++) {
		const char *name = i < 4 ? wide[i] : tabled[i - 4];
		struct charset *c = charset_new(name);
		iconv_t cd = iconv_open("UTF-8", name);
		bool ok = CHECK(c != NULL) && CHECK(cd != (iconv_t)-1);

		for (int k = 0; ok && k < 500; k++) {
			size_t n = make_bytes(s, sizeof s);

			/* characters that there are, also in units of two and four bytes */
			for (size_t j = 0; i < 4 && j < n; j++)
				if (draw(4) && (i < 2 ? j % 2 == (i == 0) :
				    i == 2 ? j % 4 > 1 : j % 4 < 2))
					s[j] = 0;
			ok = CHECK(same(c, cd, name, s, n));
		}
		iconv_close(cd);
		charset_free(c);
	}
}

static void
decodes(const char *name, const char *s, size_t n, const char *as, const char *runs)
{
	struct charset *c = charset_new(name);
	uint64_t count;

	buf_cut(&text, 0);
	buf_cut(&bad, 0);
	if (!CHECK(c != NULL))
		return;
	count = charset_decode(c, s, n, &text, &bad);
	CHECK_STR(buf_text(&text), as);
	CHECK_STR(buf_text(&bad), runs);
	CHECK_INT(count > 0, *runs != '\0');
	charset_free(c);
}

#define R "\xEF\xBF\xBD"

static void
bad_bytes(void)
{
	decodes("GB18030", "a\xc4\xe3\xba\xc3", 5, "a你好", "");
	decodes("GB18030", "a\xff\x80z", 4, "a" R R "z", "1:ff80");
	decodes("GB18030", "\xc4\xe3\xba", 3, "你" R, "3:ba");
	decodes("GB18030", "\xc4 x", 3, R " x", "0:c4");
	decodes("GB18030", "\x81\x30\x81", 3, R "0" R, "0:81 4:81");
	decodes("GBK", "\xff" "a\xff\xff", 4, R "a" R R, "0:ff 4:ffff");
	decodes("BIG5", "\xa5\x5c\xc0|!", 5, "功嚐!", "");
	decodes("SHIFT_JIS", "\x95\x5c\\~\x83", 5, "表\\~" R, "5:83");
	decodes("EUC-JP", "\x8f\xb0", 2, R R, "0:8fb0");
	decodes("UTF-8", "\xc0\xaf\xe4\xb8\xad\xed\xa0\x80\xf5", 9, R R "中" R R R R,
	    "0:c0af 9:eda080f5");
	decodes("utf-16le", "a\0\x3d\xd8" "b\0\0\xde\x3d\xd8\0\xde\n", 13,
	    "a" R R "b" R R "😀" R, "1:3dd8 8:00de 18:0a");
	decodes("UTF-16BE", "\0a\xd8\x3d\xde\0\xd8\x3d", 8, "a😀" R R, "5:d83d");
	decodes("UTF-32LE", "a\0\0\0\0\xd8\0\0\0\0\x11\0bc", 14, "a" R R R R R R R R R R,
	    "1:00d8000000001100" "6263");
}

static void
states(void)
{
	static const char iso[] = "a\x1b$B%(%i!<\x1b(Bb";

	decodes("ISO-2022-JP", iso, sizeof iso - 1, "aエラーb", "");
	decodes("ISO-2022-JP", "\x1b$B%(%", 6, "エ" R, "3:25");
	decodes("ISO-2022-JP", "a\xff" "b", 3, "a" R "b", "1:ff");
	decodes("BIG5-HKSCS", "\x88\x62\x88\x66", 4, "\xc3\x8a\xcc\x84\xc3\x8a", "");
	decodes("BIG5-HKSCS", "\x88\x62", 2, "\xc3\x8a\xcc\x84", "");
	decodes("BIG5-HKSCS", "\x88", 1, R, "0:88");
	decodes("CP1258", "xa", 2, "xa", "");
	decodes("UTF-7", "a+Ti1lhw-b", 10, "a中文b", "");
	decodes("UCS-2LE", "a\0\x2d\x4e", 4, "a中", "");
	decodes("CP1258", "a\xec", 2, "á", "");
}

static void
names(void)
{
	static const char *const none[] = {
		"", "nonsense", "GBK//IGNORE", "UTF-8//TRANSLIT", "//",
		"a-name-that-is-much-longer-than-any-name-of-an-encoding-of-texts-is",
	};
	static const struct { const char *name, *is; size_t unit; } known[] = {
		{ "utf8", "UTF-8", 1 }, { "gb18030", "GB18030", 1 }, { "utf-16", "UTF-16LE", 2 },
		{ "UTF-16be", "UTF-16BE", 2 }, { "UCS-2", "UCS-2", 2 }, { "ucs-4", "UCS-4", 4 },
		{ "utf-32", "UTF-32LE", 4 }, { "iso-2022-kr", "ISO-2022-KR", 1 },
	};

	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		errno = 0;
		CHECK(charset_new(none[i]) == NULL);
		CHECK_INT(errno, EINVAL);
	}
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct charset *c = charset_new(known[i].name);

		if (CHECK(c != NULL)) {
			CHECK_STR(charset_name(c), known[i].is);
			CHECK_INT(charset_unit(c), known[i].unit);
		}
		charset_free(c);
	}
	charset_free(NULL);
}

/* Where the line end is, or -1. */
static long
newline_at(const char *name, const char *s, size_t n)
{
	struct charset *c = charset_new(name);
	const char *at = charset_newline(c, s, s + n);

	charset_free(c);
	return at ? (long)(at - s) : -1;
}

static void
newlines(void)
{
	char s[200];

	CHECK_INT(newline_at("GBK", "ab\ncd\n", 6), 2);
	CHECK_INT(newline_at("GBK", "ab", 2), -1);
	CHECK_INT(newline_at("GBK", "", 0), -1);
	CHECK_INT(newline_at("IBM037", "\x81\n\x25", 3), 2);
	CHECK_INT(newline_at("UTF-16LE", "\0\n\0\0\n\0", 6), 4);	/* not U+0A00 */
	CHECK_INT(newline_at("UTF-16LE", "a\0\n", 3), -1);
	CHECK_INT(newline_at("UTF-16BE", "\n\0\0\n", 4), 2);
	CHECK_INT(newline_at("UTF-16LE", "\x0a\x4e\n\0", 4), 2);
	CHECK_INT(newline_at("UTF-32BE", "\0\0\n\0\0\0\0\n", 8), 4);
	CHECK_INT(newline_at("UTF-32LE", "\0\n\0\0\n\0\0\0", 8), 4);
	CHECK_INT(newline_at("UCS-2BE", "\n\0\0\n", 4), 2);
	for (size_t at = 0; at < sizeof s; at += 2) {	/* everywhere in vectors and after */
		memset(s, 'n', sizeof s);
		s[at] = '\n';
		s[at + 1] = '\0';
		CHECK_INT(newline_at("UTF-16LE", s, sizeof s), at);
		CHECK_INT(newline_at("UTF-16LE", s, at + 1), -1);
	}
}

int
main(void)
{
	RUN(names);
	RUN(newlines);
	RUN(bad_bytes);
	RUN(states);
	RUN(pairs);
	RUN(code_pages);
	RUN(longer_sequences);
	RUN(four_bytes);
	RUN(long_texts);
	buf_clear(&text);
	buf_clear(&bad);
	buf_clear(&want);
	return check_end();
}
