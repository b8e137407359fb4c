/*
 * calfile.h - calendar files: what they say of the days, before anybody counts with it.
 *
 * cal.h answers questions; this module reads.  The syntax is that of conf.h:
 *
 *	[calendar]
 *	title = text			what people read
 *	zone = Asia/Shanghai		as zone_new(); the hours are its local time
 *	holidays = cn			its days (not its hours), too; may repeat
 *	known = 2007-2026		the years whose holidays are listed; or "always"
 *	makeup = mon			whose hours a make-up workday has
 *	due_at_close = closing		or next: where a time lies that ends at a closing
 *	[hours]
 *	mon-fri = 09:00-12:00 13:00-17:00	also mon, mon,wed or daily; up to 24:00
 *	[holidays]
 *	01-01 = New Year		every year
 *	2026-02-15..2026-02-23 = name	days off
 *	[workdays]
 *	2026-02-14 = name		worked although its weekday says no (make-up, 调休)
 *	[shifts]
 *	2026-05-01 = 10:00-14:00	its hours, whatever else is said of it; or off
 *	[breaks]
 *	2026-01-02 = 10:00-11:30	taken out of that day's hours
 *
 * Known without a word are the years from the first to the last dated holiday, and all
 * years when none is dated.  Make-up workdays have the hours of the first weekday from
 * Monday on that has any, unless it is said whose.  Hours that are said again append.
 *
 * A dated entry wins over a yearly one, a shift over a make-up workday, that over a
 * holiday, and what a file says itself over what it takes from another.
 */
#ifndef LIB_CALFILE_H
#define LIB_CALFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calhours.h"

struct zone;

enum {
	CALFILE_DAYS_MAX = 20000,	/* dated days of one calendar with all it takes */
	CALFILE_YEARLY_MAX = 400,
	/* a calendar that takes days from one that takes days ... */
	CALFILE_DEPTH_MAX = 4,
};

enum calfile_kind { CALFILE_PLAIN, CALFILE_HOLIDAY, CALFILE_MAKEUP, CALFILE_SHIFT };

struct calfile_day {
	int64_t day;		/* since 1970-01-01, local */
	enum calfile_kind kind;
	char *name;
	struct calhours *shift, *breaks;	/* NULL without */
};

struct calfile_yearly {
	int month, day;
	char *name;
};

struct calfile {
	char *name, *title;
	struct zone *zone;
	struct calhours week[7];	/* from Sunday */
	struct calhours makeup;
	struct calfile_day *days;	/* ascending */
	struct calfile_yearly *yearly;
	size_t ndays, nyearly, days_cap, yearly_cap;
	int known_from, known_to;	/* years */
	bool due_next;
};

/*
 * The calendar NAME.conf in the directory dir (NULL: calendars of the installed
 * configuration), or the file itself when name has a '/' in it; what it takes is looked
 * for beside it, then in dir.  NULL after complaints on stderr.
 */
struct calfile *calfile_read(const char *dir, const char *name);
struct calfile *calfile_parse(const char *dir, const char *name, const char *text,
    size_t n);
void calfile_free(struct calfile *);

/* The entry of that day, or NULL; that of the first dated day from then on. */
const struct calfile_day *calfile_day(const struct calfile *, int64_t day);
const struct calfile_day *calfile_from(const struct calfile *, int64_t day);
const struct calfile_yearly *calfile_yearly(const struct calfile *, int64_t day);

/* "2026-02-14" whole, as a day since 1970-01-01. */
bool calfile_date(const char *s, size_t n, int64_t *day);

#endif
