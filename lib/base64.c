/* base64 - bytes as text: base64 of RFC 4648, with its padding. */
#include "base64.h"

#include <stdint.h>
#include <string.h>

#include "buf.h"

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_put(struct buf *b, const void *p, size_t n)
{
	const unsigned char *from = p;

	for (; n > 0; from += 3, n -= n < 3 ? n : 3) {
		uint32_t second = n > 1 ? from[1] : 0, third = n > 2 ? from[2] : 0;
		uint32_t v = (uint32_t)from[0] << 16 | second << 8 | third;

		buf_char(b, digits[v >> 18]);
		buf_char(b, digits[v >> 12 & 63]);
		buf_char(b, n > 1 ? digits[v >> 6 & 63] : '=');
		buf_char(b, n > 2 ? digits[v & 63] : '=');
	}
}

/* Four digits to three bytes; pad of them are padding. -1: they are no digits. */
static long
quad(const char *s, size_t pad)
{
	long v = 0;

	for (size_t i = 0; i < 4; i++) {
		const char *d = digits;

		if (i < 4 - pad)
			d = s[i] ? strchr(digits, s[i]) : NULL;
		if (!d)
			return -1;
		v = v << 6 | (d - digits);
	}
	return v;
}

long
base64_get(const char *text, size_t n, void *to, size_t max)
{
	unsigned char *out = to;
	size_t pad = n >= 4 && text[n - 1] == '=' ? (text[n - 2] == '=' ? 2 : 1) : 0;
	size_t bytes = n / 4 * 3 - pad, k = 0;

	if (n % 4 != 0 || bytes > max)
		return -1;
	for (size_t i = 0; i < n; i += 4) {
		size_t skip = i + 4 == n ? pad : 0;
		long v = quad(text + i, skip);

		/* what padding leaves over must be zero: each text has one spelling */
		if (v < 0 || (skip && v & ((1L << 8 * skip) - 1)))
			return -1;
		for (size_t j = 0; j < 3 - skip; j++)
			out[k++] = (unsigned char)(v >> (16 - 8 * j));
	}
	return (long)k;
}
