/* dbcheck_row - one row of an answer, and the message made of it. */
#include <string.h>

#include "buf.h"
#include "dbcheck.h"

bool
row_has(const struct row *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->names[i], name) == 0)
			return true;
	return false;
}

const char *
row_get(const struct row *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->names[i], name) == 0)
			return r->values[i];
	return NULL;
}

void
message_cut(struct buf *b, size_t start, size_t max)
{
	static const char dots[] = "...";
	size_t n = start + max - (sizeof dots - 1);

	if (b->n - start <= max)
		return;
	while (n > start && ((unsigned char)b->p[n] & 0xc0) == 0x80)
		n--;
	buf_cut(b, n);
	buf_str(b, dots);
}

/* What stands between the braces: name, or name:unit. */
static void
put_field(struct buf *b, const char *s, size_t n, const struct row *r,
    const double *value, const char *unit)
{
	const char *colon = memchr(s, ':', n), *text;
	char name[64], how[16] = "";
	double v;

	if (colon && (size_t)(s + n - colon) - 1 < sizeof how) {
		memcpy(how, colon + 1, (size_t)(s + n - colon) - 1);
		how[s + n - colon - 1] = '\0';
		n = (size_t)(colon - s);
	}
	if (n >= sizeof name)
		return;
	memcpy(name, s, n);
	name[n] = '\0';
	if (strcmp(name, "value") == 0 && value) {
		value_say(b, *value, *how ? how : unit);
		return;
	}
	text = row_get(r, strcmp(name, "used") == 0 ? "value" : name);
	if (!text)
		buf_char(b, '?');
	else if (*how && value_read(text, &v))
		value_say(b, v, how);
	else
		buf_str(b, text);
}

void
row_message(struct buf *b, const char *template, const struct row *r, const double *value,
    const char *unit)
{
	size_t start = b->n;
	const char *open, *close;

	while ((open = strchr(template, '{')) != NULL &&
	    (close = strchr(open, '}')) != NULL) {
		buf_put(b, template, (size_t)(open - template));
		put_field(b, open + 1, (size_t)(close - open) - 1, r, value, unit);
		template = close + 1;
	}
	buf_str(b, template);
	message_cut(b, start, MSG_MAX);
}
