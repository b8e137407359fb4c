/* opt - the options that every program has, and how it explains itself. */
#include "opt.h"

#include <stdio.h>
#include <stdlib.h>

#include "err.h"

/* stdout may be a full disk: an explanation that did not arrive is trouble. */
static _Noreturn void
leave(void)
{
	if (fflush(stdout) != 0)
		die_errno(EXIT_TROUBLE, "cannot write output");
	exit(EXIT_OK);
}

void
opt_help(const char *text)
{
	fputs(text, stdout);
	leave();
}

void
opt_version(void)
{
	printf("%s (sluice) %s\n", err_program(), SLUICE_VERSION);
	leave();
}

void
opt_usage(const char *synopsis)
{
	die_msg(EXIT_USAGE, "usage: %s; see '%s --help'", synopsis, err_program());
}
