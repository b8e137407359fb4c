/* archive_option.h - the options by which cat, grep and tail tell which records. */
#ifndef FILTERS_ARCHIVE_OPTION_H
#define FILTERS_ARCHIVE_OPTION_H

#include <stdbool.h>

#include "archive_deed.h"
#include "opt.h"

struct pick;

enum {
	OPT_SEQ = OPT_OWN, OPT_SINCE, OPT_UNTIL, OPT_WHERE, OPT_REASON, OPT_CLEARANCE,
	OPT_COMMAND,
};

#define PICK_LETTERS "s:k:"
#define PICK_LONGOPTS \
	{ "system", required_argument, NULL, 's' }, \
	{ "kind", required_argument, NULL, 'k' }, \
	{ "seq", no_argument, NULL, OPT_SEQ }, \
	{ "since", required_argument, NULL, OPT_SINCE }, \
	{ "until", required_argument, NULL, OPT_UNTIL }, \
	{ "where", required_argument, NULL, OPT_WHERE }, \
	{ "reason", required_argument, NULL, OPT_REASON }, \
	{ "by", required_argument, NULL, OPT_BY }, \
	{ "clearance", required_argument, NULL, OPT_CLEARANCE }, \
	{ "now", required_argument, NULL, OPT_NOW }

/* Take one of them with its argument; false: it is another.  Or usage error. */
bool pick_option(struct pick *, int c, const char *arg);

#endif
