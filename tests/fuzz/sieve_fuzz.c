/*
 * Fuzz target of lib/sieve: no part of a text is told to be missing in it, whether it
 * came at once or in lines; any bits and any needle are read safely.
 *
 * The first three bytes of an input say which part.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "sieve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The same of a text that comes line by line, as far as it has whole ones. */
static void
try_lines(const char *text, size_t n, size_t at, size_t len)
{
	struct sieve *s = sieve_new();
	struct sieve_bits bits;
	struct buf made = BUF_INIT;
	const char *nl;

	for (const char *p = text, *end = text + n; p < end; p = nl) {
		nl = memchr(p, '\n', (size_t)(end - p));
		nl = nl ? nl + 1 : end;
		sieve_add(s, p, (size_t)(nl - p));
	}
	sieve_put(s, &made);
	if (!sieve_read(&bits, made.p, made.n) || !sieve_bits_know(&bits, s) ||
	    !sieve_bits_may(&bits, text + at, len))
		abort();
	if (len > 0 && !sieve_asks(text + at, len)) {
		struct sieve_bits none = { .words = "", .ids = "", .nwords = 1, .nids = 1 };

		if (!sieve_bits_may(&none, text + at, len))
			abort();	/* it told of what it does not ask */
	}
	if (sieve_read(&bits, text, n)) {	/* any text as a filter */
		(void)sieve_bits_may(&bits, text + at, len);
		(void)sieve_bits_know(&bits, s);
	}
	sieve_free(s);
	buf_clear(&made);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *text = (const char *)data + 3;
	struct buf bits = BUF_INIT;
	size_t at, len;

	if (n < 4)
		return 0;
	n -= 3;
	at = ((size_t)data[0] * 256 + data[1]) % n;
	len = (size_t)data[2] < n - at ? data[2] : n - at;
	sieve_make(text, n, &bits);
	if (!sieve_may(bits.p, bits.n, text + at, len) ||
	    !sieve_may(bits.p, bits.n, text, n))
		abort();
	(void)sieve_may(text + at, n - at, text, n);
	try_lines(text, n, at, len);
	buf_clear(&bits);
	return 0;
}
