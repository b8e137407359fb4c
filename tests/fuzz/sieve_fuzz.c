/*
 * Fuzz target of lib/sieve: no part of a text is told to be missing in it; any bits and
 * any needle are read safely.
 *
 * The first three bytes of an input say which part.
 */
#include <stdint.h>
#include <stdlib.h>

#include "buf.h"
#include "sieve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

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
	buf_clear(&bits);
	return 0;
}
