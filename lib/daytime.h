/*
 * daytime.h - a time of day as it is written in logs, with its zone.
 *
 * 20:52:36, 20:52:36.123456 or ,123 or :123, 20.52.36, 205236, 8:52:36 PM,
 * 下午08时52分36秒, each with Z, +08:00, +0800, +08, UTC, UTC+8, Asia/Shanghai, CST.
 */
#ifndef LIB_DAYTIME_H
#define LIB_DAYTIME_H

#include <stdbool.h>
#include <stddef.h>

struct cursor;

struct daytime {
	int hour, minute, second, nanosecond;
	int digits;		/* of the fraction as written, 0 to 9 */
	bool zoned;		/* the text states its offset */
	int offset_s;
	/* the name of a zone whose offset daytime does not know, or NULL */
	const char *zone;
	size_t nzone;
	const char *whole;	/* the end of the seconds */
	/*
	 * The ends of hour, minute and second where they are two digits each, else NULL;
	 * of an hour that a word like PM changes, always NULL.
	 */
	const char *ends[3];
};

/*
 * Goes over a time of day, without its zone; false (and anywhere) when none is next.
 * short_ok accepts 20:52.  Midnight is 0 o'clock; the second :60 is the last nanosecond
 * of :59.
 */
bool daytime_read(struct cursor *, bool short_ok, struct daytime *);

enum daytime_half { DAYTIME_NONE = -1, DAYTIME_AM = 0, DAYTIME_PM = 12 };

/* Over AM, PM or a Chinese word for a part of the day, after blanks, when it is next. */
enum daytime_half daytime_half(struct cursor *);

/*
 * Goes over the zone after it, if there is one.  Abbreviations that mean one offset
 * count; of CST, IST and BST only the name is given.
 */
void daytime_zone(struct cursor *, struct daytime *);

/*
 * Is it plain at a glance that what follows the seconds and their fraction at s is no
 * part of the time: no more digits, no half of a day, no zone?  When in doubt, false.
 */
bool daytime_ends(const char *s, const char *e);

#endif
