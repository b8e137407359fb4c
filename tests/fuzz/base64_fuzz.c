/* base64: bytes come back, and what is read has no other spelling. */
#include "base64.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	unsigned char *bytes = malloc(n + 1);
	struct buf b = BUF_INIT;
	long got;

	if (!bytes)
		return 0;
	got = base64_get((const char *)data, n, bytes, n);
	if (got >= 0) {
		base64_put(&b, bytes, (size_t)got);
		if (b.n != n || (n && memcmp(b.p, data, n) != 0))
			abort();
	}
	buf_cut(&b, 0);
	base64_put(&b, data, n);
	if (base64_get(b.p ? b.p : "", b.n, bytes, n) != (long)n ||
	    memcmp(bytes, data, n) != 0)
		abort();
	if (n && base64_get(b.p, b.n, bytes, n - 1) != -1)
		abort();
	buf_clear(&b);
	free(bytes);
	return 0;
}
