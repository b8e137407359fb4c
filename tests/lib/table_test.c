/* table - find things by a hash. */
#include <stdlib.h>

#include "check.h"
#include "table.h"

enum { MANY = 10000 };

struct thing {
	int value;
	struct table_link link;
};

static uint64_t
hash_of(int value)
{
	return table_hash(TABLE_SEED, &value, sizeof value);
}

static struct thing *
find(const struct table *t, int value)
{
	struct table_link *x = table_first(t, hash_of(value));

	for (; x; x = table_next(x))
		if (TABLE_THING(x, struct thing, link)->value == value)
			return TABLE_THING(x, struct thing, link);
	return NULL;
}

static void
many_are_found_and_removed(void)
{
	static struct thing things[MANY];
	struct table t = TABLE_INIT;
	int wrong = 0;

	CHECK(find(&t, 1) == NULL);
	for (int i = 0; i < MANY; i++) {
		things[i].value = i;
		table_add(&t, hash_of(i), &things[i].link);
	}
	for (int i = 0; i < MANY; i++)
		wrong += find(&t, i) != &things[i];
	for (int i = 0; i < MANY; i += 2)
		table_remove(&t, &things[i].link);
	for (int i = 0; i < MANY; i++)
		wrong += find(&t, i) != (i % 2 ? &things[i] : NULL);
	CHECK_INT(wrong, 0);
	CHECK_INT(t.n, MANY / 2);
	table_clear(&t);
	CHECK(find(&t, 1) == NULL);
}

/* Of one hash the latest is the first, also after the table has grown. */
static void
things_of_one_hash_keep_their_order(void)
{
	static struct thing same[100], other[1000];
	struct table t = TABLE_INIT;
	struct table_link *x;
	int at = 100;

	for (int i = 0; i < 100; i++) {
		same[i].value = i;
		table_add(&t, 7, &same[i].link);
	}
	for (int i = 0; i < 1000; i++)
		table_add(&t, 8 + (uint64_t)i, &other[i].link);
	for (x = table_first(&t, 7); x; x = table_next(x))
		CHECK_INT(TABLE_THING(x, struct thing, link)->value, --at);
	CHECK_INT(at, 0);
	table_remove(&t, &same[99].link);
	CHECK(table_first(&t, 7) == &same[98].link);
	table_clear(&t);
}

static int sum;

static void
add_value(struct table_link *x)
{
	sum += TABLE_THING(x, struct thing, link)->value;
}

static void
each_is_met_once(void)
{
	static struct thing things[100];
	struct table t = TABLE_INIT;

	table_each(&t, add_value);
	for (int i = 0; i < 100; i++) {
		things[i].value = i;
		table_add(&t, hash_of(i), &things[i].link);
	}
	table_each(&t, add_value);
	CHECK_INT(sum, 4950);
	table_clear(&t);
}

static void
the_hash_is_that_of_the_whole_text(void)
{
	CHECK(table_hash(TABLE_SEED, "", 0) == TABLE_SEED);
	CHECK(table_hash(TABLE_SEED, "a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
	CHECK(table_hash(table_hash(TABLE_SEED, "foo", 3), "bar", 3) ==
	    table_hash(TABLE_SEED, "foobar", 6));
}

int
main(void)
{
	RUN(many_are_found_and_removed);
	RUN(things_of_one_hash_keep_their_order);
	RUN(each_is_met_once);
	RUN(the_hash_is_that_of_the_whole_text);
	return check_end();
}
