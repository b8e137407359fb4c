/*
 * calfile_reader.h - the reading of a calendar; for the
 * calfile*.c files, and for nothing else.
 */
#ifndef LIB_CALFILE_READER_H
#define LIB_CALFILE_READER_H

#include <stdbool.h>

#include "calfile.h"

struct conf_section;

/* What the reading of one calendar needs, with all it takes from others. */
struct calfile_reader {
	struct calfile *cal;
	const char *dir;
	int depth;		/* 0: the calendar that was asked for */
	bool known_said;
	int dated_from, dated_to;	/* years of this file's own dated holidays */
	unsigned bad;
};

/* The sections of dated days; shift: of hours of their own, else of breaks. */
void calfile_take_holidays(struct calfile_reader *, const struct conf_section *);
void calfile_take_workdays(struct calfile_reader *, const struct conf_section *);
void calfile_take_dated_hours(struct calfile_reader *, const struct conf_section *,
    bool shift);
void calfile_free_days(struct calfile *);

#endif
