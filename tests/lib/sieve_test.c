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

/* Text of several alphabets, an escape, a long run. */
static void
phrases(struct buf *b, unsigned n, unsigned seed)
{
	static const char *const words[] = { "Failed", "password", "\u6570\u636e\u5e93",
		"\u8fde\u63a5", "\\u00e9t\\u00e9", "\xff\xfe raw", "na\u00efve", "err", "GET",
		"/index.html", "Kelvin", "camelCaseName", "x86_64", "a-b_c.d" };
	const unsigned nwords = sizeof words / sizeof *words;

	for (unsigned i = 0; i < n; i++) {
		unsigned x = (i + seed) * 2654435761u;

		buf_fmt(b, "{\"k%u\":\"%s %s%s", x % 7, words[x % nwords],
		    words[x / 16 % nwords], words[x / 256 % nwords]);
		for (unsigned k = 0; i % 97 == 3 && k < 5000; k++)
			buf_char(b, "abcdefgh\xe4\xb8\xadXYZ0_-"[(k * k + x) % 17]);
		buf_fmt(b, " blk_%u%u\"}\n", x, i);
	}
}

static void
make_both(const struct buf *text, struct buf *to)
{
	struct sieve *s = sieve_new();

	/* what was forgotten leaves nothing; the text comes in two pieces */
	sieve_add(s, "forgotten 1234567890123\n", 24);
	sieve_forget(s);
	for (size_t at = 0; at < text->n;) {
		const char *nl = memchr(text->p + at + (text->n - at) / 2, '\n',
		    text->n - at - (text->n - at) / 2);
		size_t n = nl && at == 0 ? (size_t)(nl + 1 - text->p) : text->n - at;

		sieve_add(s, text->p + at, n);
		at += n;
	}
	sieve_put(s, to);
	sieve_free(s);
}

/* Words and identifiers: no part of a line is missed, in any case of its letters. */
static void
no_part_of_a_line_is_missed(void)
{
	struct buf text = BUF_INIT, made = BUF_INIT;
	struct sieve_bits bits;

	phrases(&text, 400, 1);
	make_both(&text, &made);
	CHECK(sieve_read(&bits, made.p, made.n));
	for (size_t at = 0; at < text.n; at += 1 + at % 3)
		for (size_t n = 1; n < 60 && at + n <= text.n; n += 1 + n / 7) {
			char other[60];

			for (size_t i = 0; i < n; i++) {
				char c = text.p[at + i], low = (char)(c | 0x20);

				other[i] = low >= 'a' && low <= 'z' ? (char)(c ^ 0x20) : c;
			}
			if (!sieve_bits_may(&bits, text.p + at, n) ||
			    !sieve_bits_may(&bits, other, n)) {
				CHECK(!"a part is missed");
				printf("# '%.*s'\n", (int)n, text.p + at);
				return;
			}
		}
	CHECK(sieve_bits_may(&bits, text.p, text.n));
	CHECK(!sieve_bits_may(&bits, "nowhere", 7));
	CHECK(!sieve_bits_may(&bits, "a nosuchword in it", 18));
	CHECK(!sieve_bits_may(&bits, "\u8b66\u544a", 6));
	CHECK(!sieve_bits_may(&bits, "forgotten", 9));
	CHECK(!sieve_bits_may(&bits, "blk_99999999999999", 18));
	CHECK(sieve_bits_may(&bits, "xyz", 3));		/* no piece of a word */
	CHECK(sieve_bits_may(&bits, "12 34:56 78-9", 13));
	buf_clear(&text);
	buf_clear(&made);
}

/* Those of words, as archive.5 says it. */
static void
words_are_as_written_down(void)
{
	struct buf text = BUF_INIT, made = BUF_INIT;
	struct sieve_bits bits;
	unsigned char *want;

	phrases(&text, 3000, 5);
	make_both(&text, &made);
	CHECK(sieve_read(&bits, made.p, made.n));
	want = calloc(1, bits.nwords);
	for (size_t at = 0; at + 4 <= text.n; at++) {
		uint32_t x = 0;
		bool word = true;
		size_t k;

		for (size_t i = at; i < at + 4; i++) {
			unsigned char c = (unsigned char)text.p[i];

			word = word && (c >= 0x80 ||
			    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
			x |= (uint32_t)(c | 0x20) << 8 * (i - at);
		}
		if (!word)
			continue;
		x *= 0x9e3779b1u;
		k = (size_t)((uint64_t)(x >> 14) * (bits.nwords * 8) >> 18);
		want[k / 8] |= (unsigned char)(1 << k % 8);
	}
	CHECK(memcmp(want, bits.words, bits.nwords) == 0);
	free(want);
	buf_clear(&text);
	buf_clear(&made);
}

/* Bits of a text know it; those of another one do not. */
static void
bits_know_their_text(void)
{
	struct buf text = BUF_INIT, made = BUF_INIT, more = BUF_INIT;
	struct sieve *s = sieve_new();
	struct sieve_bits bits, none = { 0 };

	phrases(&text, 500, 1);
	make_both(&text, &made);
	sieve_add(s, text.p, text.n);
	CHECK(sieve_read(&bits, made.p, made.n));
	CHECK(sieve_bits_know(&bits, s));
	CHECK(sieve_bits_know(&none, s));	/* what says nothing hides nothing */
	buf_str(&more, "something quite different\n");
	sieve_add(s, more.p, more.n);
	CHECK(!sieve_bits_know(&bits, s));
	sieve_forget(s);
	sieve_add(s, text.p, text.n);
	CHECK(sieve_bits_know(&bits, s));
	sieve_add(s, "77777-88888-99999\n", 18);
	CHECK(!sieve_bits_know(&bits, s));
	sieve_free(s);
	buf_clear(&text);
	buf_clear(&made);
	buf_clear(&more);
}

static bool
reads(const char *text, size_t n)
{
	struct sieve_bits bits;

	return sieve_read(&bits, text, n);
}

static void
what_is_no_filter_is_not_read(void)
{
	struct sieve_bits bits;

	CHECK(reads("filter 2 1 2\nabc", 16));
	CHECK(reads("filter 2 0 0\n", 13));
	CHECK(!reads("filter 2 1 2\nab", 15));
	CHECK(!reads("filter 2 1 2\nabcd", 17));
	CHECK(!reads("filter 1 1 2\nabc", 16));
	CHECK(!reads("filter 2 01 2\nabc", 17));
	CHECK(!reads("filter 2 1 2 \nabc", 17));
	CHECK(!reads("filter 2 -1 4\nabc", 17));
	CHECK(!reads("filter 2  3\nabc", 15));
	CHECK(!reads("filter 2 123456789 1\n", 21));
	CHECK(!reads("filter 2 1", 10));
	CHECK(!reads("filter 2 ", 9));
	CHECK(!reads("", 0));
	CHECK(sieve_read(&bits, "filter 2 0 0\n", 13));
	CHECK(sieve_bits_may(&bits, "anything", 8));
}

static void
some_needles_ask(void)
{
	CHECK(sieve_asks("word", 4));
	CHECK(sieve_asks("1 2 3 word", 10));
	CHECK(sieve_asks("\u6570\u636e", 6));
	CHECK(sieve_asks("10.251.203.11", 13));
	CHECK(!sieve_asks("", 0));
	CHECK(!sieve_asks("abc", 3));
	CHECK(!sieve_asks("a1b2c3d4", 8));
	CHECK(!sieve_asks("2026-11-21", 10));
	CHECK(!sieve_asks("-._-._-._-._-._", 15));
}

int
main(void)
{
	RUN(no_part_of_a_line_is_missed);
	RUN(words_are_as_written_down);
	RUN(bits_know_their_text);
	RUN(what_is_no_filter_is_not_read);
	RUN(some_needles_ask);
	RUN(what_is_there_may_be_there);
	RUN(what_is_not_there_is_mostly_told);
	RUN(bits_are_as_written_down);
	RUN(odd_texts);
	return check_end();
}
