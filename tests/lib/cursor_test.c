/* The pieces of a text, up to its end and not over it. */
#include "cursor.h"

#include "check.h"

static void
pieces(void)
{
	const char *s = "ab  12x";
	struct cursor c = { s, s + 7 };

	CHECK(!cursor_text(&c, "b"));
	CHECK(cursor_text(&c, "ab"));
	CHECK(!cursor_one(&c, "x,"));
	cursor_blanks(&c);
	CHECK_INT(cursor_run(&c), 2);
	CHECK_INT(cursor_number(&c, 1, 1), -1);
	CHECK_INT(cursor_number(&c, 1, 2), 12);
	CHECK_INT(cursor_peek(&c, 0), 'x');
	CHECK_INT(cursor_peek(&c, 1), '\0');
	CHECK(cursor_one(&c, ",x"));
	CHECK(c.p == c.e);
}

static void
end(void)
{
	const char *s = "1234";
	struct cursor c = { s, s + 2 };

	CHECK_INT(cursor_run(&c), 2);
	CHECK(!cursor_text(&c, "123"));
	CHECK_INT(cursor_number(&c, 2, 2), 12);
	CHECK_INT(cursor_number(&c, 1, 2), -1);
	CHECK(!cursor_one(&c, "3"));
	cursor_blanks(&c);
	CHECK(c.p == c.e);
}

int
main(void)
{
	RUN(pieces);
	RUN(end);
	return check_end();
}
