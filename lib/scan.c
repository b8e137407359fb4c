/*
 * scan - which of many literals occur in a text.
 *
 * Each literal is represented by the three bytes of it that are rarest in logs, and by the byte
 * after them.  A table of 16 KiB, indexed by a hash of three bytes, says which fourth bytes may
 * follow (in eight classes); it is asked at every byte of the text, without a branch and without
 * waiting for the answer at the byte before.  Where it says yes, the literals are compared.
 */
#include "scan.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum {
	HASH_BITS = 14,
	GRAM = 3,		/* bytes that are hashed */
	STEP = 8,		/* bytes looked at between two branches */
	NO_ENTRY = -1,
};

struct entry {
	char *s;
	size_t n, tag;
	uint32_t hash;
	size_t back;		/* where in s the three bytes stand */
	bool nocase;
	int32_t next;		/* with the same hash, or NO_ENTRY */
};

struct scan {
	unsigned char follow[1 << HASH_BITS];	/* bit: class of the fourth byte */
	int32_t first[1 << HASH_BITS];
	struct entry *entries;
	size_t n, cap;
};

/* The case of ASCII letters is dropped, and a difference between other bytes: it is a filter. */
static uint32_t
fold(uint32_t four)
{
	return four | 0x20202020;
}

static uint32_t
hash_of(uint32_t folded)
{
	return (folded << 8) * UINT32_C(0x9E3779B1) >> (32 - HASH_BITS);
}

static unsigned
class_of(uint32_t folded)
{
	return folded >> 24 & 7;
}

static uint32_t
load(const char *s, size_t n)
{
	uint32_t v = 0;

	memcpy(&v, s, n < sizeof v ? n : sizeof v);
	return fold(le32toh(v));
}

/* How often a byte is seen in logs, roughly: what is rare makes a good sign. */
static unsigned
frequency(char c)
{
	static const char often[] = "zqjxkvbywgfhmpucdlrsniotae";
	unsigned char folded = (unsigned char)(c | 0x20);
	const char *at;

	if (folded >= 0x80)
		return folded >= 0xE0 ? 24 : 16;
	at = memchr(often, folded, sizeof often - 1);
	if (at)
		return (unsigned)(at - often) + (folded == 'e');
	if (folded == ' ')
		return 30;
	return folded >= '0' && folded <= '9' ? 18 : 12;
}

/* Where in the literal its rarest three bytes stand; with a fourth after them if it has one. */
static size_t
rarest(const char *s, size_t n)
{
	size_t last = n > GRAM ? n - GRAM - 1 : 0, best = 0;
	unsigned least = 0;

	for (size_t i = 0; i <= last; i++) {
		unsigned sum = 0;

		for (size_t j = 0; j < GRAM + 1 && i + j < n; j++)
			sum += frequency(s[i + j]);
		if (i == 0 || sum < least) {
			least = sum;
			best = i;
		}
	}
	return best;
}

struct scan *
scan_new(void)
{
	return mem_zero(1, sizeof(struct scan));
}

void
scan_free(struct scan *scan)
{
	if (!scan)
		return;
	for (size_t i = 0; i < scan->n; i++)
		free(scan->entries[i].s);
	free(scan->entries);
	free(scan);
}

void
scan_add(struct scan *scan, const char *s, size_t n, bool nocase, size_t tag)
{
	size_t back = rarest(s, n);
	uint32_t folded = load(s + back, n - back);
	uint32_t hash = hash_of(folded);

	scan->entries = mem_grow(scan->entries, &scan->cap, scan->n + 1, sizeof *scan->entries);
	scan->entries[scan->n++] = (struct entry){
		.s = mem_copy(s, n), .n = n, .tag = tag, .hash = hash, .back = back,
		.nocase = nocase, .next = NO_ENTRY,
	};
	scan->follow[hash] |= n - back > GRAM ? (unsigned char)(1U << class_of(folded)) : 0xFF;
}

void
scan_ready(struct scan *scan)
{
	for (size_t i = 0; i < 1 << HASH_BITS; i++)
		scan->first[i] = NO_ENTRY;
	for (size_t i = scan->n; i-- > 0;) {
		struct entry *e = &scan->entries[i];

		e->next = scan->first[e->hash];
		scan->first[e->hash] = (int32_t)i;
	}
}

static bool
same_nocase(const char *s, const char *lower, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		if (c != lower[i])
			return false;
	}
	return true;
}

/* Compare the literals that may stand around byte at. */
static void
compare(const struct scan *scan, const char *s, size_t n, size_t at, uint32_t hash,
    uint64_t *found)
{
	for (int32_t i = scan->first[hash]; i != NO_ENTRY; i = scan->entries[i].next) {
		const struct entry *e = &scan->entries[i];
		const char *p = s + at - e->back;

		if (e->back > at || e->n > n - (at - e->back))
			continue;
		if (e->nocase ? same_nocase(p, e->s, e->n) : memcmp(p, e->s, e->n) == 0)
			found[e->tag / 64] |= UINT64_C(1) << (e->tag % 64);
	}
}

/* Four bytes from bit shift of eight. */
static unsigned
asks(const struct scan *scan, uint64_t eight, unsigned shift)
{
	uint32_t four = (uint32_t)(eight >> shift);

	return scan->follow[hash_of(four)] >> class_of(four) & 1U;
}

static uint64_t
load8(const char *s)
{
	uint64_t v;

	memcpy(&v, s, sizeof v);
	return le64toh(v) | UINT64_C(0x2020202020202020);
}

void
scan_text(const struct scan *scan, const char *s, size_t n, uint64_t *found)
{
	size_t i = 0;

	/* the eighth position of a step has its fourth byte at i + 10; load8() reads to i + 11 */
	for (; i + STEP + 4 <= n; i += STEP) {
		uint64_t a = load8(s + i), b = load8(s + i + 4);
		unsigned hits = asks(scan, a, 0) | asks(scan, a, 8) << 1 |
		    asks(scan, a, 16) << 2 | asks(scan, a, 24) << 3 |
		    asks(scan, b, 0) << 4 | asks(scan, b, 8) << 5 |
		    asks(scan, b, 16) << 6 | asks(scan, b, 24) << 7;

		for (; hits; hits &= hits - 1) {
			size_t at = i + (size_t)__builtin_ctz(hits);

			compare(scan, s, n, at, hash_of(load(s + at, 4)), found);
		}
	}
	for (; i + GRAM <= n; i++) {
		uint32_t four = load(s + i, n - i), hash = hash_of(four);

		if (scan->follow[hash] >> class_of(four) & 1U)
			compare(scan, s, n, i, hash, found);
	}
}
