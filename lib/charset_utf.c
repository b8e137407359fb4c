/* charset_utf - the encodings of Unicode: UTF-8, UTF-16, UTF-32. */
#include "buf.h"
#include "charset_part.h"

const char *
charset_ascii(const char *p, const char *e)
{
#ifdef __SSE2__
	for (; e - p >= 64; p += 64) {
		const __m128i *x = (const __m128i *)(const void *)p;

		if (_mm_movemask_epi8(_mm_or_si128(
		    _mm_or_si128(_mm_loadu_si128(x), _mm_loadu_si128(x + 1)),
		    _mm_or_si128(_mm_loadu_si128(x + 2), _mm_loadu_si128(x + 3)))))
			break;
	}
	for (; e - p >= 16; p += 16) {
		unsigned high = (unsigned)_mm_movemask_epi8(
		    _mm_loadu_si128((const __m128i *)(const void *)p));

		if (high)
			return p + __builtin_ctz(high);
	}
#endif
	while (p < e && (unsigned char)*p < 0x80)
		p++;
	return p;
}

/* The most common form: three bytes of which no second one is refused. */
static inline bool
is_plain_three(const char *p)
{
	unsigned char a = (unsigned char)p[0];

	return a > 0xE0 && a < 0xED && utf8_is_tail(p[1]) && utf8_is_tail(p[2]);
}

const char *
charset_utf8(const char *p, const char *e)
{
	size_t n;

	while ((p = charset_ascii(p, e)) < e)
		do {
			while (e - p >= 3 && is_plain_three(p))
				p += 3;
			if (p == e || (unsigned char)*p < 0x80)
				break;
			n = utf8_length(p, e);
			if (n == 0)
				return p;
			p += n;
		} while (p < e && (unsigned char)*p >= 0x80);
	return p;
}

void
utf8_decode(const char *s, size_t n, struct sink *k)
{
	const char *p = s, *e = s + n, *good;

	while (p < e) {
		good = charset_utf8(p, e);
		memcpy(k->o, p, (size_t)(good - p));
		k->o += good - p;
		p = good;
		if (p < e)
			sink_bad(k, p++, 1);
	}
}

static uint32_t
unit16(const char *p, bool big)
{
	const unsigned char *u = (const unsigned char *)p;

	return big ? (uint32_t)u[0] << 8 | u[1] : (uint32_t)u[1] << 8 | u[0];
}

/* The character at p, and in *n its bytes; UINT32_MAX: none. */
static uint32_t
utf16_character(const char *p, const char *e, bool big, size_t *n)
{
	uint32_t high = unit16(p, big), low;

	*n = 2;
	if (high < 0xD800 || high > 0xDFFF)
		return high;
	if (high > 0xDBFF || e - p < 4)
		return UINT32_MAX;
	low = unit16(p + 2, big);
	if (low < 0xDC00 || low > 0xDFFF)
		return UINT32_MAX;
	*n = 4;
	return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

/* Units from p on that are ASCII, eight at once. */
static const char *
utf16_ascii(const char *p, const char *e, bool big, char **o)
{
#ifdef __SSE2__
	const __m128i none = _mm_setzero_si128(), odd = _mm_set1_epi16((short)0xFF80);

	for (; e - p >= 16; p += 16, *o += 8) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);

		if (big)
			x = _mm_or_si128(_mm_slli_epi16(x, 8), _mm_srli_epi16(x, 8));
		if (_mm_movemask_epi8(_mm_cmpeq_epi16(_mm_and_si128(x, odd), none)) !=
		    0xFFFF)
			break;
		_mm_storel_epi64((__m128i *)(void *)*o, _mm_packus_epi16(x, x));
	}
#else
	(void)e, (void)big, (void)o;
#endif
	return p;
}

void
utf16_decode(const struct charset *c, const char *s, size_t n, struct sink *k)
{
	const char *p = s, *e = s + n;
	uint32_t code;
	size_t len;

	while (e - p >= 2) {
		code = utf16_character(p, e, c->big, &len);
		if (code == UINT32_MAX)
			sink_bad(k, p, len);
		else
			k->o = put_utf8(k->o, code);
		p += len;
		if (code < 0x80)
			p = utf16_ascii(p, e, c->big, &k->o);
	}
	if (p < e)
		sink_bad(k, p, 1);
}

void
utf32_decode(const struct charset *c, const char *s, size_t n, struct sink *k)
{
	const char *p = s, *e = s + n;
	uint32_t first, second, code;

	for (; e - p >= 4; p += 4) {
		first = unit16(p, c->big);
		second = unit16(p + 2, c->big);
		code = c->big ? first << 16 | second : second << 16 | first;
		if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
			sink_bad(k, p, 4);
		else
			k->o = put_utf8(k->o, code);
	}
	if (p < e)
		sink_bad(k, p, (size_t)(e - p));
}
