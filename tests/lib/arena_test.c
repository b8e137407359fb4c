/* arena - texts that stay where they are. */
#include <stdlib.h>

#include "arena.h"
#include "check.h"

static void
texts_stay_where_they_are(void)
{
	struct arena a = ARENA_INIT;
	char *texts[2000], text[32];

	for (int i = 0; i < 2000; i++) {
		snprintf(text, sizeof text, "text number %d", i);
		texts[i] = arena_copy(&a, text, strlen(text) + 1);
	}
	for (int i = 0; i < 2000; i++) {
		snprintf(text, sizeof text, "text number %d", i);
		CHECK_STR(texts[i], text);
	}
	arena_clear(&a);
	arena_clear(&a);
}

static void
room_that_is_not_kept_is_given_again(void)
{
	struct arena a = ARENA_INIT;
	char *p = arena_room(&a, 100);

	memset(p, 'x', 100);
	arena_keep(&a, 10);
	CHECK(arena_room(&a, 100) == p + 10);
	CHECK(arena_room(&a, 0) == p + 10);
	arena_clear(&a);
}

/* After a reset there is one block, as large as all before: the same work moves nothing. */
static void
memory_is_kept_over_a_reset(void)
{
	struct arena a = ARENA_INIT;
	const char *first, *last;

	for (int i = 0; i < 100; i++)
		arena_keep(&a, arena_room(&a, 1000) ? 1000 : 0);
	arena_reset(&a);
	for (int round = 0; round < 3; round++) {
		first = arena_copy(&a, "first", 5);
		for (int i = 0; i < 99; i++)
			arena_keep(&a, arena_room(&a, 1000) ? 1000 : 0);
		last = arena_copy(&a, "last", 4);
		CHECK_INT(last - first, 5 + 99 * 1000);
		arena_reset(&a);
	}
	arena_clear(&a);
}

static void
a_large_text_has_a_block_of_its_own(void)
{
	struct arena a = ARENA_INIT;
	char *small = arena_copy(&a, "small", 6), *large = arena_room(&a, 10 << 20);

	memset(large, 'x', 10 << 20);
	arena_keep(&a, 10 << 20);
	CHECK_STR(small, "small");
	CHECK(arena_copy(&a, NULL, 0) != NULL);
	arena_clear(&a);
}

int
main(void)
{
	RUN(texts_stay_where_they_are);
	RUN(room_that_is_not_kept_is_given_again);
	RUN(memory_is_kept_over_a_reset);
	RUN(a_large_text_has_a_block_of_its_own);
	return check_end();
}
