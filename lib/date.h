/*
 * date.h - a date with a time of day, as programs and people write it.
 *
 * Reads at one place of a text: ISO 8601 and its relatives, syslog's and Apache's,
 * those of the databases, of Java, Windows and of Chinese systems.  What the text
 * leaves open (the year, the zone, which of 03/04 is the month) is said and left to
 * the caller.  logtail(1) lists the forms.
 */
#ifndef LIB_DATE_H
#define LIB_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ts.h"

struct cursor;

enum { DATE_TEXT_MAX = 96 };	/* no date is longer */

enum date_form {
	DATE_ISO,	/* year, month, day in this order, with marks or words between */
	DATE_COMPACT,	/* digits only: 20261120205236, 261120 20:52:36 */
	DATE_CLF,	/* 20/Nov/2026:20:52:36 +0800 */
	DATE_NAMED,	/* the month by name, and a year */
	DATE_SYSLOG,	/* the month by name, no year */
	DATE_GLOG,	/* month and day in four digits, no year: 1120 20:52:36.123456 */
	DATE_NUMERIC,	/* 11/20/2026: the order is open */
	DATE_EPOCH,	/* seconds since 1970, or thousandths, millionths ... of them */
};

enum date_order { DATE_MDY, DATE_DMY, DATE_YMD, DATE_ORDERS };

struct date {
	enum date_form form;
	struct ts_civil civil;	/* year 0: not stated */
	int64_t epoch_s;	/* DATE_EPOCH only: seconds since 1970 */
	int digits;		/* of the fraction as it is written, 0 to 9 */
	bool zoned;		/* the text states its offset */
	int offset_s;
	const char *zone;	/* the name of a zone (Asia/Shanghai, CST), or NULL */
	size_t nzone;
	int part[3], year_digits;	/* DATE_NUMERIC only: as written */
	size_t whole;		/* bytes to the end of the seconds */
	bool open_year;		/* a year behind the time would have counted */
	/* bytes to the ends of hour, minute and second; 0: see daytime.h */
	size_t ends[3];
};

/*
 * Read at the start of s: the number of bytes that belong to the date, or 0.
 * All parts are in their bounds: no 30 February, no 25 o'clock; of a date without a
 * year 29 February passes.  A DATE_NUMERIC is read month first (day first with dashes)
 * when that gives a date.
 */
size_t date_read(const char *s, size_t n, struct date *);

/* Over a month by name: Nov, November, 11月, 十一月; 1 to 12, or -1 when none is next. */
int date_month(struct cursor *);

/* Over a day of the week, Fri, Friday, 星期五, 周五, when one is next. */
bool date_weekday(struct cursor *);

int date_full_year(int y);	/* of two digits: 70 to 99 are of the last century */

/* Read a DATE_NUMERIC in that order; false, and no change, when it is no date so. */
bool date_order(struct date *, enum date_order);

#endif
