/* opt - the options that every program has, and how it explains itself. */
#include "opt.h"

#include <stdio.h>
#include <stdlib.h>

#include "err.h"

/* The Makefile gives the version bare, so that it needs no quotes on its way here. */
#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

/* stdout may be a full disk: an explanation that did not arrive is trouble. */
static _Noreturn void
leave(void)
{
	if (fflush(stdout) != 0 || ferror(stdout))
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
	printf("%s (sluice) %s\n", err_program(), TEXT(SLUICE_VERSION));
	leave();
}

void
opt_usage(const char *synopsis)
{
	die_msg(EXIT_USAGE, "usage: %s; see '%s --help'", synopsis, err_program());
}
