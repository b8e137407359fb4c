/* charset_part.h - what the parts of charset share. */
#ifndef LIB_CHARSET_PART_H
#define LIB_CHARSET_PART_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "charset.h"

enum {
	TABLES_MAX = 2048,	/* of 1 KiB each, in one encoding; else iconv is asked */
	SEQUENCE_MAX = 8,	/* bytes of a character */
	OUTPUT_MAX = 24,	/* bytes of UTF-8 that iconv may make of one sequence */
	/* UTF-8 for each byte, at most, and room to store a vector past the end */
	GROWTH = 3,
	SLACK = 32,
};

enum charset_kind {
	KIND_UTF8,
	KIND_UTF16,
	KIND_UTF32,
	KIND_TABLE,
	KIND_ICONV,
};

/*
 * What a byte means after those before it.  The top byte of the number is the kind; the
 * rest are up to three bytes of UTF-8, the first one lowest, or a character, or a table.
 */
enum entry_kind {
	ENTRY_UNKNOWN,		/* not asked yet */
	ENTRY_UTF8_1, ENTRY_UTF8_2, ENTRY_UTF8_3,
	ENTRY_FOUR,		/* a character whose UTF-8 has four bytes */
	ENTRY_TABLE,		/* one more byte is needed: the number of its table */
	ENTRY_ASK,		/* known to iconv only, each time */
	ENTRY_BAD,
};

struct table {
	uint32_t entry[256];
};

struct charset {
	char name[CHARSET_NAME_MAX];
	enum charset_kind kind;
	size_t unit;
	bool big;		/* endian */
	bool plain;		/* ASCII bytes are ASCII */
	char newline;		/* of units of one byte */
	iconv_t cd;		/* (iconv_t)-1: none */
	struct table *root;	/* of first bytes */
	struct table *second[256];	/* of the byte after that one; NULL: none yet */
	struct table **tables;	/* all but root, which owns them */
	size_t ntables, tables_cap;
};

/* Where UTF-8 is written to, and what is said of bad bytes. */
struct sink {
	struct buf *to, *bad;
	char *o;		/* to->p + to->n, and on */
	const char *run;	/* where the last run ended, or NULL */
	uint64_t count;
};

void sink_begin(struct sink *, struct buf *to, struct buf *bad, size_t room);
uint64_t sink_end(struct sink *);
void sink_bad(struct sink *, const char *p, size_t n);	/* there must be room */

/* Runs of bad bytes: "OFFSET:HEX", with a space before all but the first. */
void bad_start(struct buf *, size_t offset);
void bad_byte(struct buf *, unsigned char);

static inline char *
put_utf8(char *o, uint32_t c)
{
	if (c < 0x80) {
		*o++ = (char)c;
	} else if (c < 0x800) {
		*o++ = (char)(0xC0 | c >> 6);
		*o++ = (char)(0x80 | (c & 0x3F));
	} else if (c < 0x10000) {
		*o++ = (char)(0xE0 | c >> 12);
		*o++ = (char)(0x80 | (c >> 6 & 0x3F));
		*o++ = (char)(0x80 | (c & 0x3F));
	} else {
		*o++ = (char)(0xF0 | c >> 18);
		*o++ = (char)(0x80 | (c >> 12 & 0x3F));
		*o++ = (char)(0x80 | (c >> 6 & 0x3F));
		*o++ = (char)(0x80 | (c & 0x3F));
	}
	return o;
}

/*
 * Copy ASCII from *p on, as far as it goes; returns the place after it in o, which has
 * room for 16 bytes more than that.
 */
static inline char *
copy_ascii(const char **p, const char *e, char *o)
{
	const char *s = *p;

#ifdef __SSE2__
	for (; e - s >= 16; s += 16, o += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)s);
		unsigned high = (unsigned)_mm_movemask_epi8(x);

		_mm_storeu_si128((__m128i *)(void *)o, x);
		if (high) {
			unsigned n = (unsigned)__builtin_ctz(high);

			*p = s + n;
			return o + n;
		}
	}
#endif
	while (s < e && (unsigned char)*s < 0x80)
		*o++ = *s++;
	*p = s;
	return o;
}

/* The bytes of one character, and what it is. */
struct character {
	uint32_t code;		/* UINT32_MAX: none, and n is 1 */
	uint32_t n;
};

/* charset_table.c */
bool table_open(struct charset *, bool listed);	/* false: it has no tables */
void table_close(struct charset *);
void table_decode(struct charset *, const char *s, size_t n, struct sink *);
struct character table_character(struct charset *, const char *p, const char *e);

/* charset_utf.c */
static inline bool
utf8_is_tail(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Three bytes, the first from 0xE0 to 0xEF: no overlong form, no surrogate. */
static inline bool
utf8_is_three(const char *p)
{
	unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];

	return utf8_is_tail(p[1]) && utf8_is_tail(p[2]) && (a != 0xE0 || b >= 0xA0) &&
	    (a != 0xED || b < 0xA0);
}

/* Four bytes, the first from 0xF0 to 0xF4: no overlong form, nothing over U+10FFFF. */
static inline bool
utf8_is_four(const char *p)
{
	unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];

	return utf8_is_tail(p[1]) && utf8_is_tail(p[2]) && utf8_is_tail(p[3]) &&
	    (a != 0xF0 || b >= 0x90) && (a != 0xF4 || b < 0x90);
}

/* The length of the well-formed sequence at p, which is no ASCII, or 0. */
static inline size_t
utf8_length(const char *p, const char *e)
{
	unsigned char a = (unsigned char)p[0];
	size_t left = (size_t)(e - p);

	if (a >= 0xE0 && a < 0xF0)
		return left >= 3 && utf8_is_three(p) ? 3 : 0;
	if (a >= 0xC2 && a < 0xE0)
		return left >= 2 && utf8_is_tail(p[1]) ? 2 : 0;
	return a >= 0xF0 && a < 0xF5 && left >= 4 && utf8_is_four(p) ? 4 : 0;
}
void utf8_decode(const char *s, size_t n, struct sink *);
void utf16_decode(const struct charset *, const char *s, size_t n, struct sink *);
void utf32_decode(const struct charset *, const char *s, size_t n, struct sink *);

/* charset_common.c */
enum common {
	COMMON_SIMPLIFIED, COMMON_TRADITIONAL, COMMON_JAPANESE, COMMON_KOREAN, COMMON_MAX,
};

/* Sets of characters that are common in a language. */
struct charset_common;

struct charset_common *common_new(void);
void common_free(struct charset_common *);
bool common_has(const struct charset_common *, enum common, uint32_t code);

/* charset_pool.c */
const struct charset_common *pool_common(struct charset_pool *);
enum { POOL_KNOWN = CHARSET_CANDIDATES + 1 };
/* charset_pool_get(), remembered under the number i, which goes with the name. */
struct charset *pool_known(struct charset_pool *, int i, const char *name);

#endif
