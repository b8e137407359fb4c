/*
 * archive.h - what all parts of archive share; archive.5 describes the files.
 *
 * A directory holds a manifest and numbered segments.  NNNNNNNNNN.zst is sealed: a zstd
 * frame of records and a skippable frame with its index.  NNNNNNNNNN.tail is the open
 * one, with the greatest number: a line that heads it, then commits, each a line and the
 * records it counts.  Each subject has a header of its own, archive_SUBJECT.h.
 */
#ifndef FILTERS_ARCHIVE_H
#define FILTERS_ARCHIVE_H

enum {
	ARCHIVE_VERSION = 2,
	SEGMENT_BYTES = 4 << 20,	/* the default of --segment */
	SEGMENT_BYTES_MAX = 32 << 20,
	COMMIT_BYTES = 1 << 20,		/* the default of --commit */
	COMMIT_BYTES_MAX = 8 << 20,
	TEXT_MAX = 64 << 20,		/* records of one segment; more is not ours */
	ARCHIVE_FILE_MAX = 160 << 20,	/* bytes of one file */
	ARCHIVE_FILE_MODE = 0640,
	TAIL_BYTES = 40 << 20,		/* of commits in a tail, however few records */
};

/* --help, --version, and what is no option: ends the program. */
_Noreturn void archive_common_option(int c, const char *synopsis);

/* The only operand of a command without options. */
const char *archive_only_dir(int argc, char *argv[], const char *synopsis);
struct manifest_head;
struct sign_key;

/* The header of an archive; a key in a file.  Or they end the program. */
void archive_head(const char *dir, struct manifest_head *);
struct sign_key *archive_private_key(const char *path);
struct sign_key *archive_public_key(const char *path);

/* One file a command. */
int archive_init(int argc, char *argv[]);
int archive_key(int argc, char *argv[]);
int archive_checkpoint(int argc, char *argv[]);
int archive_prove(int argc, char *argv[]);
int archive_check_proof(int argc, char *argv[]);
int archive_redact(int argc, char *argv[]);
int archive_prune(int argc, char *argv[]);
int archive_hold(int argc, char *argv[]);
int archive_access(int argc, char *argv[]);
int archive_copy(int argc, char *argv[]);
int archive_restore(int argc, char *argv[]);
int archive_clean_list(int argc, char *argv[]);
int archive_sample(int argc, char *argv[]);
int archive_export(int argc, char *argv[]);
int archive_parity(int argc, char *argv[]);
int archive_repair(int argc, char *argv[]);
int archive_compare(int argc, char *argv[]);
int archive_attest(int argc, char *argv[]);
int archive_append(int argc, char *argv[]);
int archive_cat(int argc, char *argv[]);
int archive_grep(int argc, char *argv[]);
int archive_tail(int argc, char *argv[]);
int archive_verify(int argc, char *argv[]);
int archive_ls(int argc, char *argv[]);
int archive_du(int argc, char *argv[]);
int archive_top(int argc, char *argv[]);
int archive_diff(int argc, char *argv[]);
int archive_positions(int argc, char *argv[]);
int archive_seal(int argc, char *argv[]);
int archive_compact(int argc, char *argv[]);


#endif
