/* Tests of lib/sieve. */
#include "sieve.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "check.h"

static void
ids(struct buf *b, unsigned n, unsigned seed)
{
	for (unsigned i = 0; i < n; i++) {
		unsigned x = (i + seed) * 2654435761u, y = x * 40503u + i;

		buf_fmt(b, "{\"n\":%u,\"msg\":\"block blk_-%u%u from 10.251.%u.%u:50010, "
		    "req-%08x-%04x-%08X; and so many words that have no digit in them as there "
		    "are in most of the lines that programs write, or even some more: "
		    "identifiers are a part of a text only\"}\n", i, x, y, x % 251, y % 251,
		    x, y & 0xffff, x ^ y);
	}
}

/* No part of an identifier is ever missed, in any case of its letters. */
static void
what_is_there_may_be_there(void)
{
	struct buf text = BUF_INIT, bits = BUF_INIT;

	ids(&text, 500, 1);
	sieve_make(text.p, text.n, &bits);
	for (size_t at = 0; at < text.n; at++)
		for (size_t n = 1; n < 70 && at + n <= text.n; n += 1 + n / 9) {
			char low[70];

			for (size_t i = 0; i < n; i++)
				low[i] = text.p[at + i] >= 'A' && text.p[at + i] <= 'Z' ?
				    (char)(text.p[at + i] | 0x20) : text.p[at + i];
			if (!sieve_may(bits.p, bits.n, text.p + at, n) ||
			    !sieve_may(bits.p, bits.n, low, n)) {
				CHECK(!"a part is missed");
				printf("# '%.*s'\n", (int)n, text.p + at);
				return;
			}
		}
	CHECK(sieve_may(bits.p, bits.n, "", 0));
	buf_clear(&text);
	buf_clear(&bits);
}

/* Of other identifiers most are told to be not there; of what is none, nothing is told. */
static void
what_is_not_there_is_mostly_told(void)
{
	struct buf text = BUF_INIT, bits = BUF_INIT, other = BUF_INIT;
	size_t asked = 0, told = 0;

	ids(&text, 5000, 1);
	ids(&other, 5000, 100000);
	sieve_make(text.p, text.n, &bits);
	CHECK(bits.n <= text.n / 256 + 8);
	for (const char *p = other.p, *end = p + other.n; p + 22 < end; p += 280) {
		const char *id = memmem(p, (size_t)(end - p), "blk_-", 5);

		if (!id || end - id < 20)
			break;
		asked++;
		told += !sieve_may(bits.p, bits.n, id, 20);
	}
	CHECK(asked > 1000);
	CHECK(told * 2 > asked);
	CHECK(sieve_may(bits.p, bits.n, "nowhere", 7));
	CHECK(sieve_may(bits.p, bits.n, "not-a-digit-in-it", 17));
	CHECK(sieve_may(bits.p, bits.n, "short-1 short-2 short-3", 23));
	buf_clear(&text);
	buf_clear(&bits);
	buf_clear(&other);
}

static bool
is_of_one(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

/* As archive.5 says it, one window after the other. */
static void
set_run(const char *p, size_t n, size_t nbits, unsigned char *bits)
{
	for (size_t i = 0; i + 12 <= n; i++) {
		uint64_t least = UINT64_MAX;
		size_t k;

		for (size_t j = i; j < i + 7; j++) {
			uint64_t x = 0;

			for (size_t c = j; c < j + 6; c++)
				x = x << 8 | (p[c] >= 'A' && p[c] <= 'Z' ?
				    (unsigned char)(p[c] + 32) : (unsigned char)p[c]);
			x *= 0x9e3779b97f4a7c15u;
			least = x < least ? x : least;
		}
		k = (size_t)((least >> 20 & 0x3fffff) * nbits >> 22);
		bits[k / 8] |= (unsigned char)(1 << k % 8);
	}
}

static bool
is_as_written(const char *text, size_t n, const struct buf *got)
{
	unsigned char *bits = calloc(1, got->n);
	bool same;

	for (size_t at = 0, to; at < n; at = to + 1) {
		bool digit = false;

		for (to = at; to < n && is_of_one((unsigned char)text[to]); to++)
			digit |= text[to] >= '0' && text[to] <= '9';
		if (digit)
			set_run(text + at, to - at, got->n * 8, bits);
	}
	same = memcmp(bits, got->p, got->n) == 0;
	free(bits);
	return same;
}

/* Every bit: by runs that lie over the borders of what is looked at together, too. */
static void
bits_are_as_written_down(void)
{
	static const size_t lengths[] = { 11, 12, 13, 63, 64, 65, 75, 76, 77, 4095, 4096,
		4097, 4107, 9000 };
	struct buf text = BUF_INIT, bits = BUF_INIT;

	for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++)
		for (size_t before = 4000; before < 4100; before += 3) {
			buf_cut(&text, 0);
			buf_cut(&bits, 0);
			for (size_t i = 0; i < before; i++)
				buf_char(&text, i % 64 == 63 ? '\n' : '/');
			for (size_t i = 0; i < lengths[k]; i++)
				buf_char(&text, "abXYz_.-"[(i * i / 7 + before) % 8]);
			text.p[text.n - 1] = '7';
			buf_str(&text, " 0123456789\xffQ\x80\n");
			sieve_make(text.p, text.n, &bits);
			if (!is_as_written(text.p, text.n, &bits)) {
				CHECK(!"other bits");
				printf("# %zu behind %zu\n", lengths[k], before);
				return;
			}
		}
	buf_cut(&text, 0);
	buf_cut(&bits, 0);
	ids(&text, 5000, 7);
	sieve_make(text.p, text.n, &bits);
	CHECK(is_as_written(text.p, text.n, &bits));
	buf_clear(&text);
	buf_clear(&bits);
}

static void
odd_texts(void)
{
	struct buf bits = BUF_INIT;

	sieve_make("", 0, &bits);
	CHECK(bits.n > 0);
	CHECK(!sieve_may(bits.p, bits.n, "abcdefgh1234", 12));
	CHECK(sieve_may(NULL, 0, "abcdefgh1234", 12));	/* nothing is known */
	buf_cut(&bits, 0);
	sieve_make("abcdefgh1234", 12, &bits);
	CHECK(sieve_may(bits.p, bits.n, "abcdefgh1234", 12));
	CHECK(sieve_may(bits.p, bits.n, "bcdefgh1234", 11));
	buf_clear(&bits);
}

int
main(void)
{
	RUN(what_is_there_may_be_there);
	RUN(what_is_not_there_is_mostly_told);
	RUN(bits_are_as_written_down);
	RUN(odd_texts);
	return check_end();
}
