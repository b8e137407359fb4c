/*
 * logtail_put.h - the pieces that the text of a record is made of; inline.
 *
 * Each is written at o, where there is room, and returns the place behind it.  Some write
 * further than that, over bytes that come later: copies of a fixed size are quick.
 */
#ifndef FILTERS_LOGTAIL_PUT_H
#define FILTERS_LOGTAIL_PUT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "logtail.h"

static inline char *
put(char *o, const char *s, size_t n)
{
	memcpy(o, s, n);
	return o + n;
}

#define PUT(o, s) put((o), (s), sizeof(s) - 1)

static inline void
put_two(char *o, unsigned v)
{
	static const char pairs[] =
	    "00010203040506070809101112131415161718192021222324252627282930313233343536"
	    "37383940414243444546474849505152535455565758596061626364656667686970717273"
	    "7475767778798081828384858687888990919293949596979899";

	memcpy(o, pairs + 2 * v, 2);
}

/* Any number; writes over NUMBER_MAX bytes. */
static inline char *
put_number(char *o, uint64_t v)
{
	char text[2 * NUMBER_MAX];
	size_t n = NUMBER_MAX;

	for (; v >= 100; v /= 100)
		put_two(text + (n -= 2), (unsigned)(v % 100));
	if (v >= 10)
		put_two(text + (n -= 2), (unsigned)v);
	else
		text[--n] = (char)('0' + v);
	memcpy(o, text + n, NUMBER_MAX);
	return o + NUMBER_MAX - n;
}

/*
 * A number that is mostly close to the last one: only its last four digits are made anew.
 * Writes over NUMBER_MAX bytes.
 */
static inline char *
put_place(char *o, struct high_digits *high, uint64_t v)
{
	uint64_t value = v / 10000;
	unsigned low = (unsigned)(v % 10000);

	if (value == 0)
		return put_number(o, v);
	if (value != high->value) {
		high->value = value;
		high->n = (size_t)(put_number(high->text, value) - high->text);
	}
	memcpy(o, high->text, NUMBER_MAX);
	o += high->n;
	put_two(o, low / 100);
	put_two(o + 2, low % 100);
	return o + 4;
}

#endif
