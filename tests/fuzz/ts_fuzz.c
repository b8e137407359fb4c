/* ts: what is read as a time is written and read again as the same moment. */
#include "ts.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char text[TS_MAX];
	int64_t ns, back;
	int offset, offset_back;

	if (!ts_parse((const char *)data, n, &ns, &offset))
		return 0;
	if (n < 20 || abs(offset) > 23 * 3600 + 59 * 60)
		abort();
	n = ts_format(text, ns, offset, 9);
	/* An offset may push the text out of the years that are read: 2262 and 1677. */
	if (!ts_parse(text, n, &back, &offset_back)) {
		if (text[0] != '2' && text[0] != '1')
			abort();
		return 0;
	}
	if (back != ns || offset_back != offset)
		abort();
	return 0;
}
