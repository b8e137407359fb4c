/*
 * scan - which of many literals occur in a text.
 *
 * Each literal is represented by the three bytes of it that are rarest in logs, and by
 * the byte after them.  A table of 16 KiB, indexed by a hash of three bytes, says which
 * fourth bytes may follow (in eight classes); it is asked at every byte of the text,
 * without a branch and without waiting for the answer at the byte before.  Where it says
 * yes, up to eight bytes are compared with those of every literal of that hash, which lie
 * together, and then the literals that are left.
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
	COMMON = 40,		/* how much a frequent word counts against a place */
	NONE = -1,
};

struct entry {
	/* eight bytes from the three on, without case; those it has */
	uint64_t sign, care;
	uint32_t hash;
	bool nocase;
	bool last;		/* of its hash */
	size_t back;		/* where in s the three bytes stand */
	char *s;
	size_t n, tag;
};

struct scan {
	unsigned char follow[1 << HASH_BITS];	/* bit: class of the fourth byte */
	int32_t first[1 << HASH_BITS];		/* entry with that hash, or NONE */
	struct entry *entries;	/* in the order of hashes after scan_ready() */
	size_t n, cap;
};

/*
 * The case of ASCII letters is dropped, and a
 * difference between other bytes: it is a filter.
 */
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

static uint64_t
load8(const char *s, size_t n)
{
	uint64_t v = 0;

	memcpy(&v, s, n < sizeof v ? n : sizeof v);
	return le64toh(v) | UINT64_C(0x2020202020202020);
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

/* Are the four bytes part of a word that is in many messages? */
static bool
is_common(const char *s)
{
	static const char words[] =
	    "error failed failure connection info warning user from lock "
	    "work authentication package command time "
	    "server session file open read request "
	    "exception start stop java org.apache. "
	    "http note client sent thread null closed "
	    "received disk memory address process "
	    "system for the not with port status security "
	    "service database table query access denied "
	    "invalid cannot could unable timeout ";
	char four[5];

	for (size_t i = 0; i < 4; i++)
		four[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] | 0x20) : s[i];
	four[4] = '\0';
	return strstr(words, four) != NULL;
}

/*
 * Where in the literal its rarest three bytes
 * stand; with a fourth after them if it has one.
 */
static size_t
rarest(const char *s, size_t n)
{
	size_t last = n > GRAM ? n - GRAM - 1 : 0, best = 0;
	unsigned least = 0;

	for (size_t i = 0; i <= last; i++) {
		unsigned sum = 0;

		for (size_t j = 0; j < GRAM + 1 && i + j < n; j++)
			sum += frequency(s[i + j]);
		if (n > GRAM && is_common(s + i))
			sum += COMMON;
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

/* The bits of the first n of eight bytes. */
static uint64_t
cared_for(size_t n)
{
	return n >= sizeof(uint64_t) ? UINT64_MAX : (UINT64_C(1) << 8 * n) - 1;
}

void
scan_add(struct scan *scan, const char *s, size_t n, bool nocase, size_t tag)
{
	size_t back = rarest(s, n);
	uint32_t folded = load(s + back, n - back);
	uint32_t hash = hash_of(folded);
	unsigned classes;

	scan->entries = mem_grow(scan->entries, &scan->cap, scan->n + 1,
	    sizeof *scan->entries);
	scan->entries[scan->n++] = (struct entry){
		.sign = load8(s + back, n - back), .care = cared_for(n - back),
		.hash = hash,
		.nocase = nocase, .back = back, .s = mem_copy(s, n), .n = n, .tag = tag,
	};
	classes = n - back > GRAM ? 1U << class_of(folded) : 0xFF;
	scan->follow[hash] = (unsigned char)(scan->follow[hash] | classes);
}

static int
by_hash(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

void
scan_ready(struct scan *scan)
{
	for (size_t i = 0; i < 1 << HASH_BITS; i++)
		scan->first[i] = NONE;
	if (scan->n == 0)
		return;
	qsort(scan->entries, scan->n, sizeof *scan->entries, by_hash);
	for (size_t i = scan->n; i-- > 0;) {
		struct entry *e = &scan->entries[i];

		e->last = i + 1 == scan->n || e[1].hash != e->hash;
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
	const struct entry *e = scan->first[hash] == NONE ? NULL :
	    &scan->entries[scan->first[hash]];
	uint64_t sign = load8(s + at, n - at);

	for (bool more = e; more; more = !e++->last) {
		const char *p;

		if ((sign ^ e->sign) & e->care || e->back > at ||
		    e->n > n - (at - e->back))
			continue;
		p = s + at - e->back;
		if (e->nocase ? same_nocase(p, e->s, e->n) : memcmp(p, e->s, e->n) == 0)
			found[e->tag / 64] |= UINT64_C(1) << (e->tag % 64);
	}
}

/* Four bytes from bit shift of eight. */
static unsigned
asks(const struct scan *scan, uint64_t eight, unsigned shift)
{
	uint32_t four = (uint32_t)(eight >> shift);

	return (unsigned)scan->follow[hash_of(four)] >> class_of(four) & 1U;
}

void
scan_text(const struct scan *scan, const char *s, size_t n, uint64_t *found)
{
	size_t i = 0;

	if (scan->n == 0)
		return;
	/*
	 * the eighth position of a step has its fourth
	 * byte at i + 10; load8() reads to i + 11
	 */
	for (; i + STEP + 4 <= n; i += STEP) {
		uint64_t a = load8(s + i, 8), b = load8(s + i + 4, 8);
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

		if (asks(scan, four, 0))
			compare(scan, s, n, i, hash, found);
	}
}
