/* The members of lines of JSON, whole and broken. */
#include "keys.h"

#include <string.h>

#include "check.h"

/* All names, each followed by the first byte of its value. */
static const char *
names(const char *line)
{
	static char text[100];
	struct keys k;
	size_t at = 0;

	keys_init(&k, line, strlen(line));
	while (keys_next(&k)) {
		memcpy(text + at, k.name, k.n);
		at += k.n;
		text[at++] = cursor_peek(&k.c, 0);
		text[at++] = ' ';
	}
	text[at] = '\0';
	return text;
}

int
main(void)
{
	struct keys k;

	CHECK_STR(names("{\"a\":1,\"b\":\"x\",\"c\":null}"), "a1 b\" cn ");
	CHECK_STR(names("{ \"a\" : { \"in\":1,\"x\":[{\"y\":2}] } , \"b\" : [1,{\"z\":3}], \"c\":4 }"),
	    "a{ b[ c4 ");
	CHECK_STR(names("{\"a\":\"\\\"b\\\":1,\\\\\",\"c\\\"\":\"}\",\"d\":1}"), "a\" c\\\"\" d1 ");
	CHECK_STR(names("{\"a\":\"no end"), "a\" ");
	CHECK_STR(names("{\"a\":[1,2"), "a[ ");
	CHECK_STR(names("{\"a\""), "");
	CHECK_STR(names("{\"a"), "");
	CHECK_STR(names("{a:1}"), "");
	CHECK_STR(names("{}"), "");
	CHECK_STR(names("[{\"a\":1}]"), "");
	CHECK_STR(names(""), "");
	keys_init(&k, "{\"@TimeStamp\":1}", 16);
	CHECK(keys_next(&k));
	CHECK(keys_is(&k, "timestamp"));
	CHECK(!keys_is(&k, "time"));
	CHECK(!keys_is(&k, "timestamps"));
	return check_end();
}
