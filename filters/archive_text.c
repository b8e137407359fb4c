/* archive_text - text in the files of an archive: members of lines, lines, numbers. */
#include <string.h>

#include "archive_text.h"
#include "json.h"
#include "num.h"
#include "ts.h"

enum { DIGITS_MAX = 20 };

void
text_member(struct buf *b, const char *name, const char *text)
{
	if (!text)
		return;
	buf_fmt(b, ",\"%s\":", name);
	json_put_buf(b, text, strlen(text));
}

void
text_time(struct buf *b, const char *name, int64_t ns, int digits)
{
	char text[TS_MAX];

	if (ns == TS_NONE)
		return;
	ts_format(text, ns, 0, digits);
	buf_fmt(b, ",\"%s\":\"%s\"", name, text);
}

const char *
text_line(const char **p, const char *end, size_t *n)
{
	const char *line = *p;
	const char *nl = line < end ? memchr(line, '\n', (size_t)(end - line)) : NULL;

	if (!nl)
		return NULL;
	*n = (size_t)(nl - line);
	*p = nl + 1;
	return line;
}

bool
text_number(const char *p, size_t n, uint64_t min, uint64_t *v)
{
	char digits[DIGITS_MAX + 1];
	int64_t i;

	if (n > DIGITS_MAX)
		return false;
	memcpy(digits, p, n);
	digits[n] = '\0';
	if (num_i64(digits, (int64_t)min, INT64_MAX, &i) < 0)
		return false;
	*v = (uint64_t)i;
	return true;
}
