/* logtail_host - the host that a line in the form of syslog names. */
#include <string.h>

#include "cursor.h"
#include "logtail.h"

enum { HOST_MAX = 255 };

/* Over a word that may be a host: letters, digits, dots, dashes, colons of IPv6. */
static size_t
host_word(const struct cursor *c)
{
	size_t n = 0;
	bool proper = false;

	for (char x; (x = cursor_peek(c, n)) != '\0' && x != ' '; n++) {
		proper |= cursor_letter(x) || x == '.' || x == ':';
		if (!cursor_letter(x) && !cursor_digit(x) && x != '.' &&
		    x != '-' && x != '_' && x != ':')
			return 0;
	}
	return proper && n <= HOST_MAX && c->p[n - 1] != ':' ? n : 0;
}

/* Does TAG: or TAG[PID]: follow?  strict: only with its PID, or as the kernel. */
static bool
tagged(struct cursor c, bool strict)
{
	size_t n = 0;
	char x;

	while ((x = cursor_peek(&c, n)) != '\0' && x != ' ' && x != '[' && x != ':')
		n++;
	if (n == 0)
		return false;
	if (x == '[') {
		c.p += n + 1;
		return cursor_number(&c, 1, 10) >= 0 && cursor_text(&c, "]:");
	}
	return x == ':' && (!strict || (n == 6 && memcmp(c.p, "kernel", 6) == 0));
}

bool
host_named(const char *line, size_t n, const struct stamp *st,
    const char **host, size_t *len)
{
	struct cursor c = { line, line + n };
	bool pri, rfc5424 = false;

	pri = cursor_one(&c, "<") && cursor_number(&c, 1, 3) >= 0 && cursor_one(&c, ">");
	if (pri)
		rfc5424 = cursor_text(&c, "1 ");
	else
		c.p = line;
	if (c.p != line + st->from)
		return false;
	if (st->form != DATE_SYSLOG && st->form != DATE_ISO && st->form != DATE_NAMED)
		return false;
	if (st->form == DATE_ISO && line[st->from + 10] != 'T')
		return false;
	c.p = line + st->to;
	if (!cursor_one(&c, " "))
		return false;
	*host = c.p;
	*len = host_word(&c);
	c.p += *len;
	if (*len == 0 || !cursor_one(&c, " "))
		return false;
	return rfc5424 || tagged(c, st->form != DATE_SYSLOG && !pri);
}
