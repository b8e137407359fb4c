/* Tests of the search in columns: beside what is told stands what is there. */
#include "column.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "check.h"

enum { NEEDLE_MAX = 64 };

/* What became of the searches. */
static struct {
	size_t searches, told, hits, sure, maybe;
} seen;

static bool
has(const char *p, size_t n, const struct column_needle *x)
{
	for (size_t i = 0; i + x->n <= n; i++) {
		size_t k = 0;

		while (k < x->n && (p[i + k] == x->s[k] || (x->nocase && p[i + k] >= 'A' &&
		    p[i + k] <= 'Z' && (p[i + k] | 0x20) == x->s[k])))
			k++;
		if (k == x->n)
			return true;
	}
	return false;
}

/* Every row: is what is told of it so? */
static bool
holds(const struct column_hits *h, const struct buf *in, const struct column_needle *x)
{
	uint64_t maybe = 0, sure = 0;
	size_t row = 0;

	for (const char *p = in->p, *end = p + in->n; p < end; row++) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		bool there = has(p, (size_t)(nl - p), x);

		if (there ? h->rows[row] == COLUMN_NOT : h->rows[row] == COLUMN_SURE)
			return false;
		maybe += h->rows[row] == COLUMN_MAYBE;
		sure += h->rows[row] == COLUMN_SURE;
		seen.hits += there;
		p = nl + 1;
	}
	seen.maybe += maybe;
	seen.sure += sure;
	return maybe == h->maybe && sure == h->sure;
}

static void
look_for(struct column_set *set, const struct buf *in, const char *s, size_t n,
    bool nocase, const unsigned char *letters)
{
	struct column_reader *r = column_reader_new(set);
	char text[NEEDLE_MAX];
	struct column_needle x = { text, n, nocase, letters };
	struct column_hits h = { 0 };

	for (size_t i = 0; i < n; i++)
		text[i] = nocase && s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] | 0x20) : s[i];
	seen.searches++;
	if (CHECK(r != NULL) && column_look(r, &x, &h)) {
		seen.told++;
		if (!CHECK(holds(&h, in, &x)))
			printf("# needle '%.*s'\n", (int)n, text);
	}
	column_hits_clear(&h);
	column_reader_free(r);
}

/* Texts from all places of the lines, of some lengths; and such that differ in a byte. */
static void
look_for_parts(const struct buf *in, size_t step)
{
	static const size_t lengths[] = { 1, 2, 3, 5, 8, 13, 30, 60 };
	unsigned char letters[COLUMN_LETTERS];
	struct column_set set = { 0 };

	column_write(&set, in->p, in->n);
	column_letters(&set, letters);
	for (size_t at = 0; at < in->n; at += step)
		for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
			char other[NEEDLE_MAX];
			size_t n = lengths[k];

			if (at + n > in->n || memchr(in->p + at, '\n', n))
				break;
			look_for(&set, in, in->p + at, n, k % 3 == 1,
			    at % 2 ? letters : NULL);
			memcpy(other, in->p + at, n);
			other[at % n] ^= 1 + (char)(at % 6);
			if (!memchr(other, '\n', n))
				look_for(&set, in, other, n, false, letters);
		}
	column_set_clear(&set);
}

/* Records of three programs. */
static void
logs(struct buf *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t f = i / 5 % 3;

		buf_fmt(b, "{\"time\":\"2026-03-%02zuT10:%02zu:%02zu.%03zuZ\",\"type\":\"log\","
		    "\"host\":\"db%zu\",\"off\":%zu,\"end\":%zu,\"user\":\"u%zu\",\"note\":\"%zux\","
		    "\"msg\":\"", 1 + i / 300, i / 60 % 60, i % 60, i * 7 % 1000, f, i * 90,
		    i * 90 + 90, i * i % 7, i * 31);
		if (f == 0)
			buf_fmt(b, "Mar %2zu 10:%02zu:%02zu db sshd[%zu]: %s \\\"%zu\\\" port %zu22",
			    1 + i / 300, i / 60 % 60, i % 60, 400 + i, i % 3 ? "Failed" : "OK", i,
			    i % 17);
		else if (f == 1)
			buf_fmt(b, "blk_-%zu77%zu is on 10.0.%zu.%zu:50010 (%05zu)", i * 7919, i, i % 9,
			    i * 13 % 256, i);
		else
			buf_fmt(b, "%zu %zu req-%zx%zx \\u00e9 %s", i, i, i * 104729, i * 31, i % 2 ?
			    "INFO" : "info");
		buf_str(b, "\"}\n");
	}
}

static void
what_is_told_is_so(void)
{
	struct buf in = BUF_INIT;

	logs(&in, 400);
	buf_str(&in, "no record 123\n{ \"a\" : 1 }\n{\"a\":2}\r\n{}\n{\"a\":\"\\\\\"}\n");
	look_for_parts(&in, 149);
	buf_clear(&in);
	logs(&in, 12);
	look_for_parts(&in, 1);
	buf_clear(&in);
	/* it did not do that by telling nothing */
	printf("# %zu searches, %zu told, rows with it %zu: sure %zu, maybe %zu\n",
	    seen.searches, seen.told, seen.hits, seen.sure, seen.maybe);
	CHECK(seen.told > seen.searches / 2);
	CHECK(seen.sure > seen.hits / 2);
}

struct counted {
	struct column_set *set;
	size_t asked;
	const char *without;
};

static bool
get(void *arg, const char *name, const char **p, size_t *n)
{
	struct counted *c = arg;
	const struct column *x = column_set_find(c->set, name);

	c->asked++;
	if (!x || (c->without && strcmp(c->without, name) == 0))
		return false;
	*p = x->text.p;
	*n = x->text.n;
	return true;
}

static bool
tells(struct column_reader *r, const char *text, struct column_hits *h)
{
	struct column_needle x = { text, strlen(text), false, NULL };

	return column_look(r, &x, h);
}

/* Columns that are not needed are not taken; without one that is, nothing is told. */
static void
what_is_not_needed_is_not_taken(void)
{
	struct column_set set = { 0 };
	struct column_hits h = { 0 };
	struct counted c = { &set, 0, NULL };
	unsigned char letters[COLUMN_LETTERS];
	struct column_source source = { get, &c };
	struct column_reader *r;
	struct buf in = BUF_INIT, out = BUF_INIT;
	size_t n = 0;

	logs(&in, 400);
	column_write(&set, in.p, in.n);
	r = column_reader_open(&source);
	CHECK(r != NULL);
	CHECK_INT(c.asked, 1);
	CHECK(!tells(r, "\"off\":1\n", &h));
	CHECK(tells(r, "not there", &h));
	CHECK_INT(h.maybe + h.sure, 0);
	CHECK(c.asked < set.n);
	column_reader_free(r);
	column_letters(&set, letters);
	c.asked = 0;
	r = column_reader_open(&source);
	CHECK(column_look(r, &(struct column_needle){ "nowhere", 7, false, letters }, &h));
	CHECK_INT(h.maybe + h.sure, 0);
	CHECK_INT(c.asked, 2);		/* words, and one column of lines */
	CHECK(column_letters_may(letters, "bl", 2));
	CHECK(column_letters_may(letters, "1x2", 3));
	CHECK(column_letters_may(NULL, "nowhere", 7));
	CHECK(tells(r, "Failed", &h));
	CHECK(h.maybe == 0 && h.sure > 0);
	for (uint64_t i = 0; i < column_rows(r); i++)	/* rows come out as before */
		if (h.rows[i] == COLUMN_NOT)
			CHECK(column_pass(r) == COLUMN_ROW);
		else if (CHECK(column_next(r, &out) == COLUMN_ROW))
			n += memmem(out.p, out.n, "Failed", 6) != NULL, buf_cut(&out, 0);
	CHECK_INT(n, h.sure);
	column_reader_free(r);
	for (size_t i = 0; i < set.n; i++) {
		c.without = set.v[i].name;
		r = column_reader_open(&source);
		if (r && !tells(r, "blk_-", &h))
			n = 0;
		else if (r)
			CHECK(h.sure > 100);
		column_reader_free(r);
	}
	CHECK_INT(n, 0);
	column_hits_clear(&h);
	column_set_clear(&set);
	buf_clear(&in);
	buf_clear(&out);
}

/* The letters of variables: of few values, of many, and none of what is in templates. */
static void
letters_of_variables(void)
{
	static const char *const words[] = { "alpha7x", "BETA1", "9gamma", "del_1_ta" };
	static const char *const there[] = { "alph", "beta", "amm", "del", "blue", "lue" };
	static const char *const other[] = { "delta", "deb", "template", "word", "xbl" };
	unsigned char letters[COLUMN_LETTERS];
	struct column_set set = { 0 };
	struct buf in = BUF_INIT;

	for (unsigned i = 0; i < 400; i++)
		buf_fmt(&in, "{\"time\":\"2026-03-01T10:00:00Z\",\"msg\":\"a template of this "
		    "word %s and that: x%ublue%u\"}\n", words[i % 4], i * 7919, i);
	column_write(&set, in.p, in.n);
	CHECK(memmem(set.v[3].text.p, set.v[3].text.n, "@4\n", 3) != NULL);
	column_letters(&set, letters);
	for (size_t i = 0; i < sizeof there / sizeof *there; i++)
		CHECK(column_letters_may(letters, there[i], strlen(there[i])));
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		CHECK(!column_letters_may(letters, other[i], strlen(other[i])));
	column_set_clear(&set);
	column_letters(&set, letters);	/* nothing is known of no columns */
	CHECK(column_letters_may(letters, "anything", 8));
	buf_clear(&in);
}

/* A search of texts that have very many ways ends soon, and is right. */
static void
many_ways(void)
{
	struct column_set set = { 0 };
	struct buf in = BUF_INIT;
	char spaces[NEEDLE_MAX - 3];

	memset(spaces, ' ', sizeof spaces);
	for (unsigned i = 0; i < 1500; i++) {
		buf_fmt(&in, "{\"msg\":\"%c%c%c", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
		for (unsigned k = 0; k < 40; k++)
			buf_fmt(&in, "%.*s%u", (int)(i * k % 37), spaces, i % 3 ? k : i * k);
		buf_str(&in, "\"}\n");
	}
	column_write(&set, in.p, in.n);
	for (size_t n = 1; n < sizeof spaces; n += 7)
		look_for(&set, &in, spaces, n, n % 2, NULL);
	spaces[sizeof spaces / 2] = '1';
	look_for(&set, &in, spaces, sizeof spaces, false, NULL);
	look_for(&set, &in, spaces + 20, 20, true, NULL);
	column_set_clear(&set);
	buf_clear(&in);
}

/* Times and numbers that no column has as they stand are told, and told for sure. */
static void
times_and_numbers(void)
{
	static const char *const needles[] = { "10:03", "3-01T10", "T10:0", ".007Z", "Mar  1 10",
		" 10:00:0", "1", "00", "270", "\"off\":27", ",\"end\":9", "270,", "7Z\",\"type", "Z" };
	struct column_set set = { 0 };
	struct column_reader *r;
	struct column_hits h = { 0 };
	struct buf in = BUF_INIT;

	logs(&in, 700);
	column_write(&set, in.p, in.n);
	for (size_t i = 0; i < sizeof needles / sizeof *needles; i++) {
		size_t n = seen.told;

		look_for(&set, &in, needles[i], strlen(needles[i]), i % 3 == 0, NULL);
		CHECK_INT(seen.told, n + 1);
	}
	r = column_reader_new(&set);
	for (size_t i = 0; i < 9 && CHECK(r != NULL); i++) {
		CHECK(tells(r, needles[i], &h));
		CHECK_INT(h.maybe, 0);
		CHECK(h.sure > 0);
	}
	column_reader_free(r);
	column_hits_clear(&h);
	column_set_clear(&set);
	buf_clear(&in);
}

/* Rows that are passed over change nothing in those that are read. */
static void
rows_between(void)
{
	struct column_set set = { 0 };
	struct buf in = BUF_INIT, out = BUF_INIT;

	logs(&in, 900);
	buf_str(&in, "no record 123\n{ \"a\" : 1 }\n{\"a\":2}\r\n{}\n{\"a\":\"\\\\\"}\n");
	column_write(&set, in.p, in.n);
	for (size_t step = 1; step < 60; step += 1 + step / 3) {
		struct column_reader *r = column_reader_new(&set);
		size_t row = 0;

		if (!CHECK(r != NULL))
			continue;
		for (const char *p = in.p, *nl; p < in.p + in.n; p = nl + 1, row++) {
			nl = memchr(p, '\n', in.n - (size_t)(p - in.p));
			if (row % step < row / 400) {
				CHECK_INT(column_pass(r), COLUMN_ROW);
				continue;
			}
			buf_cut(&out, 0);
			CHECK_INT(column_next(r, &out), COLUMN_ROW);
			CHECK(out.n == (size_t)(nl + 1 - p) && memcmp(out.p, p, out.n) == 0);
		}
		CHECK_INT(column_pass(r), COLUMN_END);
		column_reader_free(r);
	}
	column_set_clear(&set);
	buf_clear(&in);
	buf_clear(&out);
}

/* A number that is longer than the words say is damage, not a row that searches miss. */
static void
numbers_that_are_too_long(void)
{
	struct column_set set = { 0 };
	struct column_reader *r;
	struct buf in = BUF_INIT, out = BUF_INIT;
	struct column_hits h = { 0 };
	char *at;

	for (unsigned i = 0; i < 300; i++)
		buf_fmt(&in, "{\"n\":%u}\n", 1000000 + i * 3);
	column_write(&set, in.p, in.n);
	at = memmem(set.v[0].text.p, set.v[0].text.n, "ints prev 7\n", 12);
	if (CHECK(at != NULL))
		at[10] = '6';
	r = column_reader_new(&set);
	CHECK(r && column_next(r, &out) == COLUMN_LOST);
	CHECK(!tells(r, "003", &h));
	column_reader_free(r);
	column_hits_clear(&h);
	column_set_clear(&set);
	buf_clear(&in);
	buf_clear(&out);
}

int
main(void)
{
	RUN(many_ways);
	RUN(numbers_that_are_too_long);
	RUN(letters_of_variables);
	RUN(times_and_numbers);
	RUN(rows_between);
	RUN(what_is_told_is_so);
	RUN(what_is_not_needed_is_not_taken);
	return check_end();
}
