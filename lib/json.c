/* json - the grammar of JSON and its strings. */
#include "json.h"

#include <string.h>

#include "buf.h"
#include "gram.h"
#include "out.h"

_Static_assert((int)JSON_DEPTH == (int)GRAM_DEPTH, "one bound of nesting");

size_t
json_value(const char *s, size_t n, const char **why, size_t *at)
{
	struct gram g = { .begin = s, .end = s + n };
	const char *p;

	p = n ? gram_value(&g, s, 0) : gram_fault(&g, s, "no value");
	if (p)
		return (size_t)(p - s);
	*why = g.why;
	*at = (size_t)(g.at - s);
	return 0;
}

bool
json_utf8(const char *s, size_t n)
{
	const char *end = s + n;
	size_t k;

	while (s < end) {
		uint64_t x;

		if (end - s >= 8) {
			memcpy(&x, s, sizeof x);
			if ((x & UINT64_C(0x8080808080808080)) == 0) {
				s += 8;
				continue;
			}
		}
		if ((unsigned char)*s < 0x80) {
			s++;
			continue;
		}
		k = gram_utf8(s, end);
		if (k == 0)
			return false;
		s += k;
	}
	return true;
}

/* --- text to the inside of a string --- */

/* Copies what needs no escape from *s on; the new end of dst. */
static char *
copy_plain(char *dst, const char **s, const char *end)
{
	const char *p = *s;

#ifdef __SSE2__
	for (; end - p >= 32; p += 32, dst += 32) {
		unsigned odd = gram_odd_16(p) | gram_odd_16(p + 16) << 16;

		memcpy(dst, p, 32);	/* 16 bytes of text have room for 96 */
		if (odd) {
			*s = p + __builtin_ctz(odd);
			return dst + __builtin_ctz(odd);
		}
	}
	if (end - p >= 16) {
		unsigned odd = gram_odd_16(p);

		memcpy(dst, p, 16);
		if (odd) {
			*s = p + __builtin_ctz(odd);
			return dst + __builtin_ctz(odd);
		}
		p += 16;
		dst += 16;
	}
	if (p < end && p - *s >= 16 && !(gram_odd_16(end - 16) >> (16 - (end - p)))) {
		memcpy(dst - (16 - (end - p)), end - 16, 16);	/* some once more */
		dst += end - p;
		*s = end;
		return dst;
	}
#endif
	for (; end - p >= 8 && !gram_odd_8(p); p += 8, dst += 8)
		memcpy(dst, p, 8);
	for (; p < end && (unsigned char)*p >= ' ' && (unsigned char)*p < 0x80 &&
	    *p != '"' && *p != '\\'; p++)
		*dst++ = *p;
	*s = p;
	return dst;
}

/* Characters of three bytes: most are of no row in which some are refused. */
static char *
copy_threes(char *dst, const char **s, const char *end)
{
	const char *p = *s;
	uint32_t x, mask, form;

	memcpy(&mask, "\xF0\xC0\xC0", sizeof mask);
	memcpy(&form, "\xE0\x80\x80", sizeof form);
	for (; end - p >= 4; p += 3, dst += 3) {
		memcpy(&x, p, sizeof x);
		if ((x & mask) != form || *p == '\xE0' || *p == '\xED')
			break;
		memcpy(dst, &x, sizeof x);	/* the fourth is written over */
	}
	*s = p;
	return dst;
}

/* The run of bytes over 0x7F at *s: as they are where well-formed. */
static char *
copy_utf8(char *dst, const char **s, const char *end, uint64_t *bad)
{
	const char *p = *s;

	while (dst = copy_threes(dst, &p, end), p < end && (unsigned char)*p >= 0x80) {
		size_t n = gram_utf8(p, end);

		if (n > 0) {
			memcpy(dst, p, n);
			dst += n;
			p += n;
		} else {
			memcpy(dst, "\xEF\xBF\xBD", 3);
			*bad += 1;
			dst += 3;
			p++;
		}
	}
	*s = p;
	return dst;
}

static char *
put_escape(char *dst, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	static const char letters[32] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
	};

	*dst++ = '\\';
	if (c >= ' ' || letters[c]) {
		*dst++ = c >= ' ' ? (char)c : letters[c];
		return dst;
	}
	memcpy(dst, "u00", 3);
	dst[3] = hex[c >> 4];
	dst[4] = hex[c & 15];
	return dst + 5;
}

size_t
json_escape(char *dst, const char *s, size_t n, uint64_t *bad)
{
	const char *end = s + n;
	char *start = dst;
	uint64_t replaced = 0;

	for (;;) {
		dst = copy_plain(dst, &s, end);
		if (s == end)
			break;
		if ((unsigned char)*s >= 0x80)
			dst = copy_utf8(dst, &s, end, &replaced);
		else
			dst = put_escape(dst, (unsigned char)*s++);
	}
	if (bad)
		*bad += replaced;
	return (size_t)(dst - start);
}

static size_t
put_quoted(char *dst, const char *s, size_t n)
{
	size_t len;

	dst[0] = '"';
	len = n ? json_escape(dst + 1, s, n, NULL) : 0;
	dst[len + 1] = '"';
	return len + 2;
}

void
json_put_out(struct out *o, const char *s, size_t n)
{
	o->text.n += put_quoted(out_room(o, json_escape_max(n) + 2), s, n);
}

void
json_put_buf(struct buf *b, const char *s, size_t n)
{
	b->n += put_quoted(buf_room(b, json_escape_max(n) + 2), s, n);
}

/* --- the inside of a string to text --- */

static unsigned
hex_value(const char *s)
{
	unsigned v = 0;

	for (int i = 0; i < 4; i++) {
		unsigned c = (unsigned char)s[i];

		v = v << 4 | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return v;
}

static size_t
put_utf8(char *dst, unsigned c)
{
	if (c < 0x80) {
		dst[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		dst[0] = (char)(0xC0 | c >> 6);
		dst[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		dst[0] = (char)(0xE0 | c >> 12);
		dst[1] = (char)(0x80 | (c >> 6 & 0x3F));
		dst[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	dst[0] = (char)(0xF0 | c >> 18);
	dst[1] = (char)(0x80 | (c >> 12 & 0x3F));
	dst[2] = (char)(0x80 | (c >> 6 & 0x3F));
	dst[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

/* The code point of the \u escape at *s, of two where they are a pair; moved past. */
static unsigned
take_unicode(const char **s, const char *end)
{
	const char *p = *s + 6;
	unsigned high = hex_value(*s + 2), low;

	*s = p;
	if (high < 0xD800 || high > 0xDFFF)
		return high;
	if (high < 0xDC00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u') {
		low = hex_value(p + 2);
		if (low >= 0xDC00 && low <= 0xDFFF) {
			*s = p + 6;
			return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
		}
	}
	return 0xFFFD;
}

/* The text of the escape at *s, moved past, to dst (4 bytes); its length. */
static size_t
take_escape(char *dst, const char **s, const char *end)
{
	char c = (*s)[1];

	if (c == 'u')
		return put_utf8(dst, take_unicode(s, end));
	*s += 2;
	switch (c) {
	case 'b': c = '\b'; break;
	case 'f': c = '\f'; break;
	case 'n': c = '\n'; break;
	case 'r': c = '\r'; break;
	case 't': c = '\t'; break;
	default: break;		/* itself */
	}
	*dst = c;
	return 1;
}

size_t
json_unescape(char *dst, const char *s, size_t n)
{
	const char *end = s + n, *slash;
	char *start = dst;

	while ((slash = memchr(s, '\\', (size_t)(end - s))) != NULL) {
		memcpy(dst, s, (size_t)(slash - s));
		dst += slash - s;
		s = slash;
		dst += take_escape(dst, &s, end);
	}
	memcpy(dst, s, (size_t)(end - s));
	dst += end - s;
	return (size_t)(dst - start);
}

bool
json_equal(const char *s, size_t n, const char *text, size_t ntext)
{
	const char *end = s + n;
	char c[4];

	while (s < end) {
		size_t len = 1;

		if (*s == '\\')
			len = take_escape(c, &s, end);
		else
			c[0] = *s++;
		if (ntext < len || memcmp(text, c, len) != 0)
			return false;
		text += len;
		ntext -= len;
	}
	return ntext == 0;
}

char *
json_lone_surrogate(char *s, size_t n)
{
	const char *end = s + n, *after;
	char *slash;

	while ((slash = memchr(s, '\\', (size_t)(end - s))) != NULL) {
		s = slash + 2;
		if (slash[1] != 'u')
			continue;
		after = slash;
		if (take_unicode(&after, end) == 0xFFFD && hex_value(slash + 2) != 0xFFFD)
			return slash;
		s = slash + (after - slash);
	}
	return NULL;
}
