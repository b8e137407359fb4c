/* archive - keep records: compressed, durable, in order, so that a change is seen. */
#include <string.h>

#include "archive.h"
#include "buf.h"
#include "err.h"
#include "opt.h"

#define SYNOPSIS "archive COMMAND [OPTION]... DIR"

/* In parts, as the standard bounds the length of one. */
static const char *const help[] = {
"usage: archive init [--sm3] [--key FILE] [--min-keep PERIOD] [-c CLASSES]\n"
"                    [--by WHO] DIR\n"
"       archive key [--sm2] FILE\n"
"       archive append [--pass] [--commit TIME|SIZE] [--segment SIZE] DIR\n"
"       archive cat [--reverse] [--seq] [-s SYSTEM] [-k KIND] [--since TIME]\n"
"                   [--until TIME] [--where JQ] [--threads N] DIR\n"
"       archive grep [-FPivcloq] [-m N] [-A N] [-B N] [-C N] [--field NAME]\n"
"                    [-s SYSTEM] [-k KIND] [--since TIME] [--until TIME] [--where JQ]\n"
"                    [--seq] [--color[=WHEN]] [--explain] [--threads N]\n"
"                    [-e] PATTERN DIR\n"
"       archive tail [-f] [-n N | --after N] [--seq] [-s SYSTEM] [-k KIND]\n"
"                    [--since TIME] [--until TIME] [--where JQ] DIR\n"
"       archive verify [-q] [--since TIME] [--checkpoint NOTE --key PUB]\n"
"                      [--filters] [--threads N] [--by WHO] [--why TEXT]\n"
"                      DIR\n"
"       archive positions [--after] DIR\n"
"       archive ls DIR\n"
"       archive du [--by source|system|day|host|kind|severity] [-h] DIR\n"
"       archive top [-h] [-n N] [-s SYSTEM] [-k KIND] [--since TIME] [--until TIME]\n"
"                   [--where JQ] DIR\n"
"       archive diff [-h] [-n N] [--ratio X] [--least N] [-s SYSTEM] [-k KIND]\n"
"                    [--where JQ] DAY1 DAY2 DIR\n"
"       archive seal DIR\n"
"       archive compact [--level N] [--block SIZE] [--older AGE] [--dry] [--by WHO]\n"
"                       [--why TEXT] [--now TIME] DIR\n"
"       archive checkpoint [--no-seal] --key FILE DIR\n"
"       archive prove [--key FILE | --checkpoint NOTE] SEQ DIR\n"
"       archive check-proof [--key PUB] FILE\n"
"       archive redact {--seq N[,N]... | --where JQ} --order NUMBER --by WHO\n"
"                      --why TEXT [--yes] DIR\n"
"       archive prune [--yes] [--approval NUMBER] [--copy COPY] [--by WHO]\n"
"                     [--why TEXT] DIR\n"
"       archive hold [--segments RANGE] [--since TIME] [--until TIME]\n"
"                    [--where JQ] --by WHO --why TEXT DIR\n"
"       archive hold [--release N --by WHO --why TEXT] DIR\n"
"       archive access DIR\n"
"       archive export --to OUT [--format ndjson|csv --fields NAME,...]\n"
"                      [--volume SIZE] [--pipe COMMAND] [--label TEXT] [--medium ID]\n"
"                      [--keeper NAME] [--expires DATE] [--case ID] [--need KIND,...]\n"
"                      [--supplement LABEL] [-s SYSTEM] [-k KIND] [--since TIME]\n"
"                      [--until TIME] [--where JQ] DIR\n"
"       archive copy [--by WHO] [--why TEXT] DIR COPY\n"
"       archive compare [--by WHO] [--why TEXT] DIR COPY\n"
"       archive restore --approval NUMBER --by WHO --why TEXT [--yes] COPY DIR\n"
"       archive parity [--group N] DIR\n"
"       archive repair [--yes] [--by WHO] [--why TEXT] DIR\n"
"       archive sample [-n N] [--seed N] DIR\n"
"       archive clean-list DIR\n"
"       archive attest [--since TIME] [--until TIME] [--key FILE] DIR\n"
"\n"
"Keep records (JSON objects, one a line) in the directory DIR: compressed, durable,\n"
"in order, and so that any later change is seen.  'zstd -dc DIR/*.zst' reads them too.\n"
"\n",
"init       make an archive that is not the usual one; append makes that\n"
"  --sm3    its hashes are SM3, not SHA-256\n"
"  --key    a private key that signs its header\n"
"  --min-keep  how long all of it must be kept at least: 6month (the least), 3year,\n"
"           forever\n"
"key        make a pair of keys: Ed25519, or SM2 (--sm2)\n"
"append     store the records of standard input; a log record that is there already\n"
"           (its fid and off) is left out\n"
"  --pass   write each record to standard output once it is durable, with its number\n"
"           as member seq\n"
"  --commit make records durable after this time (200ms) or so many bytes (1M) at the\n"
"           latest; sooner whenever the input pauses\n"
"  --segment close a segment when it holds so many bytes of records (4M)\n"
"cat        write all records, byte for byte\n"
"  --reverse  the last one first\n"
"grep       write the records that match an expression (PCRE2) anywhere in their line\n"
"  -F       PATTERN is plain text         -P   it is an expression: the default\n"
"  -i       upper and lower case are the same\n"
"  -v       those that do not match       -c   only how many there are\n"
"  -l       only the names of segments    -o   only the parts that match\n"
"  -q       nothing: the status tells     -m   N of them at most\n"
"  -A, -B, -C  so many records after, before, around each as well\n"
"  -e       what follows is PATTERN       --field  look at the text of one member only\n"
"  --color  what matches in colour: auto (on a terminal), always, never\n"
"  --explain  say on standard error what was searched and what was left out\n"
"tail       write the last records\n"
"  -n       so many (10)                  --after  all after the one with this number\n"
"  -f       go on with those that come\n"
"verify     check every byte of every record against the chain of hashes\n"
"  --since  do not look into older segments\n"
"  --checkpoint  that it still is what this checkpoint told, which PUB signed\n"
"  --by, --why  and leave a line in the manifest: who looked, why, what was found\n"
"positions  write, for each source, up to which byte it is archived\n"
"  --after  write the number for tail --after of the archive that these records are\n"
"           derived from\n"
"ls         list the segments: number, state, first record, records, bytes, times\n"
"du         tell how many records and bytes are of each system\n"
"  --by     of each source, day, host, kind, severity instead\n"
"  -h       sizes for people: the default on a terminal\n"
"top        tell which messages there are most of, but for words with digits\n"
"  -n       so many (20; 0: all)          -h  a table: the default on a terminal\n"
"diff       tell which messages are new on the second day, gone, more or less\n"
"  --ratio  so many times as many or as few (2)\n"
"  --least  records on one of the days (10; 1 of what is new or gone)\n"
"seal       close the open segment, small as it may be\n"
"compact    turn sealed segments into cold files, which are much smaller; what a run\n"
"           leaves half done the next one does\n"
"  --level  of packing, 1 to 19 (9)        --block  bytes of records of a file (16M)\n"
"  --older  only segments that are older than this (7d)    --dry  only say which\n"
"checkpoint seal, and write a signed note of all there is, to keep elsewhere\n"
"prove      write the proof that a record is in the archive\n"
"check-proof  check such a proof; it needs no archive\n"
"redact     take the content of records out; what is left can still be proved\n"
"  --yes    do it: otherwise it only says what it would do\n",
"prune      remove what was kept long enough, on the conditions of its class\n"
"  --yes    do it: otherwise it only says what would go, and why the rest stays\n"
"  --approval, --copy  the number and the verified copy that a class may want\n"
"hold       keep records whatever their class says; list the holds; --release one\n"
"access     write and check the register of who read what\n"
"export     write records into volumes in OUT, each with a label and hashes\n"
"  --volume bytes of records in a volume, at most\n"
"  --pipe   a shell command that each volume goes through, to encrypt it\n"
"  --case   only records whose member case is this\n"
"  --need   kinds of which there must be a record, else the export is incomplete\n"
"  --supplement  only what came after the export whose last label this is\n"
"copy       bring a copy up to date, its files as they are, each checked\n"
"compare    is all of it in the copy, and whole?\n"
"restore    put a verified copy in the place of DIR, which is kept under another name\n"
"parity     write parity of groups of segments, of which one may then be lost\n"
"repair     make lost or damaged files again from it\n"
"sample     write records drawn by chance, the same for the same --seed\n"
"clean-list say which source files are wholly archived, and why the others are not\n"
"attest     say which bytes of which sources are here, and which are missing\n"
"\n"
"--seq      add the number of the record as member seq\n"
"--since TIME, --until TIME  only records of that time: RFC 3339, or a date (UTC)\n"
"-s SYSTEM, -k KIND  only of that system, of that kind; may be given again\n"
"--threads N  so many at work; as many as there are processors unless given\n"
"--reason TEXT, --by WHO  for the register, where the class of a record asks for it\n"
"--clearance LEVEL  public, internal, confidential, secret, top-secret\n"
"--where JQ only records for which the jq condition is true\n"
"--help, --version\n"
"\n"
"exit status: 0 done; 1 nothing matched, or the archive is not whole; 2 trouble;\n"
"3 wrong use\n"
};

static const struct {
	const char *name;
	int (*run)(int argc, char *argv[]);
} commands[] = {
	{ "init", archive_init },
	{ "key", archive_key },
	{ "append", archive_append },
	{ "cat", archive_cat },
	{ "grep", archive_grep },
	{ "tail", archive_tail },
	{ "verify", archive_verify },
	{ "positions", archive_positions },
	{ "ls", archive_ls },
	{ "du", archive_du },
	{ "top", archive_top },
	{ "diff", archive_diff },
	{ "seal", archive_seal },
	{ "compact", archive_compact },
	{ "checkpoint", archive_checkpoint },
	{ "attest", archive_attest },
	{ "redact", archive_redact },
	{ "prune", archive_prune },
	{ "hold", archive_hold },
	{ "compare", archive_compare },
	{ "access", archive_access },
	{ "copy", archive_copy },
	{ "parity", archive_parity },
	{ "repair", archive_repair },
	{ "export", archive_export },
	{ "clean-list", archive_clean_list },
	{ "sample", archive_sample },
	{ "restore", archive_restore },
	{ "prove", archive_prove },
	{ "check-proof", archive_check_proof },
};

void
archive_common_option(int c, const char *synopsis)
{
	struct buf text = BUF_INIT;

	if (c == OPT_HELP) {
		for (size_t i = 0; i < sizeof help / sizeof *help; i++)
			buf_str(&text, help[i]);
		opt_help(buf_text(&text));
	}
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
