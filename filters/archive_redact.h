/* archive_redact.h - records whose content is taken out. */
#ifndef FILTERS_ARCHIVE_REDACT_H
#define FILTERS_ARCHIVE_REDACT_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct fetch;
struct redacted;

/*
 * The text of a segment without n records, in order: each becomes a line that names its
 * number and the order.
 */
void redact_text(const struct fetch *, const struct redacted *, size_t n,
    const char *order, struct buf *to);

/*
 * Remove what is left of records outside of their segment, before its file is replaced:
 * its tail and copies of that; and bytes that were no whole commit, in any file, as far
 * as they are of these records (n bytes of lines).  Or they end the program.
 */
void redact_tail(const char *dir, uint64_t segment);
void redact_torn(const char *dir, const char *lines, size_t n);

/* The line that stands in the place of a record, with its newline. */
void redact_line(struct buf *, uint64_t seq, const char *order);

/* --- archive_redact_list.c ---------------------------------------------------------- */

struct expr;

struct redact_list {
	uint64_t *seqs;
	size_t n, cap;
};

/* Add N,N,...; a usage error where that is something else. */
void redact_parse(struct redact_list *, const char *text);

/* Add those for which the condition is true, or end when not all can be looked at. */
void redact_find(struct redact_list *, const char *dir, struct expr *where);
void redact_sort(struct redact_list *);	/* in order, each once */

/* --- archive_redact_cold.c ---------------------------------------------------------- */

/* Begins as zeros but for the first four. */
struct cold_cut {
	const char *path, *order;
	const uint64_t *seqs;	/* in order, n of them, all of records of that file */
	size_t n;
	struct cold_cut_record {
		uint64_t seq, segment;
		size_t bytes;
	} *v;			/* those that had their content, nv of them */
	size_t nv, cap;
	struct buf gone;	/* that content, a line each */
	struct buf file;	/* the file anew, without it; empty when there is none */
};

/* NULL, or why it cannot be done. */
const char *cold_cut(struct cold_cut *);
void cold_cut_clear(struct cold_cut *);

#endif
