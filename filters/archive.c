/* archive - keep records: compressed, durable, in order, so that a change is seen. */
#include <string.h>

#include "archive.h"
#include "err.h"
#include "opt.h"

#define SYNOPSIS "archive append|cat|grep|verify|positions|ls|seal [OPTION]... DIR"

static const char help[] =
"usage: archive append [--pass] [--commit TIME|SIZE] [--segment SIZE] DIR\n"
"       archive cat [--seq] [--since TIME] [--until TIME] [--where JQ] DIR\n"
"       archive grep [-F] [-i] [-v] [-c] [--seq] [--field NAME] [--since TIME]\n"
"                    [--until TIME] [--where JQ] PATTERN DIR\n"
"       archive verify [-q] DIR\n"
"       archive positions DIR\n"
"       archive ls DIR\n"
"       archive seal DIR\n"
"\n"
"Keep records (JSON objects, one a line) in the directory DIR: compressed, durable,\n"
"in order, and so that any later change is seen.  'zstd -dc DIR/*.zst' reads them too.\n"
"\n"
"append     store the records of standard input; a log record that is there already\n"
"           (its fid and off) is left out\n"
"  --pass   write each record to standard output once it is durable, with its number\n"
"           as member seq\n"
"  --commit make records durable after this time (200ms) or so many bytes (1M) at the\n"
"           latest; sooner whenever the input pauses\n"
"  --segment close a segment when it holds so many bytes of records (4M)\n"
"cat        write all records, byte for byte\n"
"grep       write the records that match an expression (PCRE2) anywhere in their line\n"
"  -F       PATTERN is plain text         -i   upper and lower case are the same\n"
"  -v       those that do not match       -c   only how many there are\n"
"  --field  look at the text of one member only\n"
"verify     check every byte of every record against the chain of hashes\n"
"positions  write, for each source, up to which byte it is archived\n"
"ls         list the segments: number, state, first record, records, bytes, times\n"
"seal       close the open segment, small as it may be\n"
"\n"
"--seq      add the number of the record as member seq\n"
"--since TIME, --until TIME  only records of that time: RFC 3339, or a date (UTC)\n"
"--where JQ only records for which the jq condition is true\n"
"--help, --version\n"
"\n"
"exit status: 0 done; 1 nothing matched, or the archive is not whole; 2 trouble;\n"
"3 wrong use\n";

static const struct {
	const char *name;
	int (*run)(int argc, char *argv[]);
} commands[] = {
	{ "init", archive_init },
	{ "key", archive_key },
	{ "append", archive_append },
	{ "cat", archive_cat },
	{ "grep", archive_grep },
	{ "verify", archive_verify },
	{ "positions", archive_positions },
	{ "ls", archive_ls },
	{ "seal", archive_seal },
	{ "checkpoint", archive_checkpoint },
};

void
archive_common_option(int c, const char *synopsis)
{
	if (c == OPT_HELP)
		opt_help(help);
	if (c == OPT_VERSION)
		opt_version();
	opt_usage(synopsis);
}

const char *
archive_only_dir(int argc, char *argv[], const char *synopsis)
{
	static const struct option longopts[] = { OPT_COMMON };

	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		archive_common_option(c, synopsis);
	if (argc - optind != 1)
		opt_usage(synopsis);
	return argv[optind];
}

int
main(int argc, char *argv[])
{
	static const struct option longopts[] = { OPT_COMMON };

	err_init(argv[0]);
	opterr = 0;
	if (argc < 2)
		opt_usage(SYNOPSIS);
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	if (argv[1][0] == '-')
		archive_common_option(getopt_long(argc, argv, "", longopts, NULL),
		    SYNOPSIS);
	die_msg(EXIT_USAGE, "no command '%s'; see 'archive --help'", argv[1]);
}
