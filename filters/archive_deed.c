/* archive_deed - who does something to an archive, when and why. */
#include <string.h>

#include "archive.h"
#include "archive_deed.h"
#include "err.h"
#include "ts.h"

static int64_t
time_of(const char *text)
{
	int64_t ns;

	if (!ts_parse(text, strlen(text), &ns, NULL))
		die_msg(EXIT_USAGE, "bad time '%s' of --now: RFC 3339", text);
	return ns;
}

void
deed_option(struct deed *d, int c, const char *arg, const char *synopsis)
{
	switch (c) {
	case OPT_BY: d->by = arg; break;
	case OPT_WHY: d->why = arg; break;
	case OPT_NOW: d->now = time_of(arg); break;
	default: archive_common_option(c, synopsis);
	}
}

void
deed_options(struct deed *d, int argc, char *argv[], int operands, const char *synopsis)
{
	static const struct option longopts[] = { DEED_LONGOPTS, OPT_COMMON };

	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		deed_option(d, c, optarg, synopsis);
	if (argc - optind != operands)
		opt_usage(synopsis);
}
