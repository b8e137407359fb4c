/*
 * opt.h - the options that every program has, and how it explains itself.
 *
 *	static const struct option longopts[] = {
 *		{ "follow", no_argument, NULL, 'f' },
 *		OPT_COMMON,
 *	};
 */
#ifndef LIB_OPT_H
#define LIB_OPT_H

#include <getopt.h>
#include <stddef.h>

enum {
	OPT_HELP = 256,		/* --help: call opt_help() */
	OPT_VERSION,		/* --version: call opt_version() */
	OPT_OWN,		/* the first value for a program's own long options */
};

#define OPT_COMMON \
	{ "help", no_argument, NULL, OPT_HELP }, \
	{ "version", no_argument, NULL, OPT_VERSION }, \
	{ NULL, 0, NULL, 0 }

_Noreturn void opt_help(const char *text);	/* on stdout, as it stands; status 0 */
_Noreturn void opt_version(void);		/* "logtail (sluice) 0.1.0"; status 0 */

/* Wrong use: "usage: ..." in one line on stderr; status EXIT_USAGE. */
_Noreturn void opt_usage(const char *synopsis);

#endif
