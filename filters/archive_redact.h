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
 * Remove what is left of the records of a segment outside of it: its tail and copies of
 * that, and bytes that were no whole commit.  Before its file is replaced.  Or ends the
 * program.
 */
void redact_rests(const char *dir, const struct fetch *, const struct redacted *,
    size_t n);

#endif
