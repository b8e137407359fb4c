/* archive_deed.h - who does something to an archive, when and why; the options for it. */
#ifndef FILTERS_ARCHIVE_DEED_H
#define FILTERS_ARCHIVE_DEED_H

#include <stdint.h>

#include "opt.h"

struct deed {
	int64_t now;		/* TS_NONE: what the clock says */
	const char *by;		/* NULL: user@host */
	const char *why;	/* NULL: not said */
};

#define DEED_INIT { .now = INT64_MIN }

/* Behind all that a command has of its own. */
enum { OPT_BY = OPT_OWN + 100, OPT_WHY, OPT_NOW };

#define DEED_LONGOPTS \
	{ "by", required_argument, NULL, OPT_BY }, \
	{ "why", required_argument, NULL, OPT_WHY }, \
	{ "now", required_argument, NULL, OPT_NOW }

/*
 * Take one of them with its argument, which is borrowed; or --help, --version; else usage
 * error with that synopsis.
 */
void deed_option(struct deed *, int c, const char *arg, const char *synopsis);

/* A command that has no other options, and so many operands from argv[optind] on. */
void deed_options(struct deed *, int argc, char *argv[], int operands,
    const char *synopsis);

#endif
