/*
 * csv - is this what RFC 4180 says, and what does it say?
 *
 * Every line ends in CR LF and has the same number of fields; quotes are as the RFC has them; no
 * field begins like a formula.  Prints the fields of a line with tabs between; or on stderr
 * what is wrong, and then the status is 1.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "err.h"
#include "file.h"
#include "num.h"

enum { FILE_MAX = 64 << 20 };

/* One field, from *p on, into b; what stands after it is ',' or '\r'. */
static const char *
field(const char *p, const char *end, struct buf *b)
{
	if (p < end && *p == '"') {
		for (p++; p < end && (*p != '"' || (p + 1 < end && p[1] == '"')); p++) {
			buf_char(b, *p);
			p += *p == '"';
		}
		if (p == end)
			die_msg(EXIT_NO, "a quote is not closed");
		return p + 1;
	}
	for (; p < end && !strchr(",\r\n", *p); p++) {
		if (*p == '"')
			die_msg(EXIT_NO, "a quote inside of a bare field");
		buf_char(b, *p);
	}
	return p;
}

static void
check(const char *s)
{
	double v;

	if (*s && strchr("=+-@\t", *s) && num_f64(s, &v) < 0)
		die_msg(EXIT_NO, "'%s' would be a formula", s);
}

int
main(int argc, char *argv[])
{
	struct buf b = BUF_INIT, f = BUF_INIT;
	size_t fields = 0, n = 0, line = 1;
	const char *p, *end;

	(void)argc;
	err_init(argv[0]);
	if (file_read("/dev/stdin", FILE_MAX, &b) < 0)
		die_errno(EXIT_TROUBLE, "cannot read");
	p = b.p;
	end = b.p + b.n;
	if (b.n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	while (p < end) {
		buf_cut(&f, 0);
		p = field(p, end, &f);
		check(buf_text(&f));
		printf("%s%s", n ? "\t" : "", buf_text(&f));
		n++;
		if (p < end && *p == ',') {
			p++;
			continue;
		}
		if (end - p < 2 || p[0] != '\r' || p[1] != '\n')
			die_msg(EXIT_NO, "line %zu does not end in CR LF", line);
		if (line++ > 1 && n != fields)
			die_msg(EXIT_NO, "line %zu has %zu fields, not %zu", line - 1, n, fields);
		fields = n;
		n = 0;
		p += 2;
		putchar('\n');
	}
	buf_clear(&b);
	buf_clear(&f);
	return 0;
}
