/*
 * entry.h - lines of a log joined to entries: stack traces, dumps, blocks, pairs.
 *
 * A form says how the entries of a kind of log begin and go on; it is read once from a
 * file of etc/entries (entries.5) and shared by many streams.  A struct entry holds what
 * one stream has pending: at most ENTRY_MAX bytes of the entry whose lines are coming,
 * and, where lines of several entries are mixed (the form has a key), the entries of the
 * last ENTRY_HOLD_LINES lines and ENTRY_HOLD bytes.
 *
 * Entries are given out in the order of their first bytes, each line is in exactly one of
 * them, and what they are depends on the lines alone, in whatever portions they come -
 * but for entry_expire(), which gives up waiting.
 *
 * To go on after a crash from the position P where the last entry that is safe ended:
 * feed a new struct entry the lines from a line start that is entry_replay() bytes before
 * P or more (or the first of the file), after entry_resume(e, P).  Without a key in the
 * form that is 0: P itself will do.
 */
#ifndef LIB_ENTRY_H
#define LIB_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	ENTRY_MAX = 1 << 20,	/* bytes of text of an entry; the rest is cut off */
	ENTRY_LINES_MAX = 1 << 16,	/* lines of which the text is kept */
	/* bytes of the source after which an entry ends, whatever the next line is */
	ENTRY_SPAN = 16 << 20,
	ENTRY_HOLD = 256 << 10,	/* how far the lines of a key may be from their entry */
	ENTRY_HOLD_LINES = 1024,	/* the same in lines: the most a form may say */
	ENTRY_INVALID_MAX = 64 << 10,	/* bytes of piece.invalid; the rest is dropped */
	ENTRY_RULES_MAX = 64,	/* patterns of a form */
	ENTRY_KEYS_MAX = 8,	/* patterns for its key */
};

/* A piece of a log: a line, or the lines of one entry. */
struct piece {
	/* its text without the line end; lines of an entry are joined by '\n' */
	const char *p;
	size_t n;
	/*
	 * Of its bytes in the source: the first, and after the last line end.  Of
	 * lines that stand apart, those that follow the first one without a gap.
	 */
	int64_t off, end;
	/* the true length of the text in the source; more than n when it was cut */
	int64_t length;
	uint32_t lines;		/* how many it has; those that were cut off, too */
	/* bytes of it that were no characters, "OFFSET:HEX ..." of p; or NULL */
	const char *invalid;
	size_t ninvalid;
};

struct entry_form;	/* how entries begin and go on */
struct entry;		/* what one stream has pending */
typedef void entry_fn(void *arg, const struct piece *);

/*
 * The form of a file: etc/entries/NAME.conf, or the path itself when name has a '/'.
 * NULL when it cannot be read or is not right; everything that is wrong has been said
 * on stderr with file and line.  Free it after the last struct entry that has it.
 */
struct entry_form *entry_form_named(const char *name);

/*
 * An entry begins with a line that the regular expression matches, and goes on up to the
 * next one.  NULL when it is none; why (of size bytes) then says so.
 */
struct entry_form *entry_form_start(const char *pattern, char *why, size_t size);
void entry_form_timeout(struct entry_form *, int64_t ns);	/* instead of its own */
void entry_form_free(struct entry_form *);	/* NULL: nothing */
/* What it is for, in words; "" when its file does not say. */
const char *entry_form_title(const struct entry_form *);

/* fn(arg, piece) is called for each entry; the piece is valid until fn returns. */
struct entry *entry_new(const struct entry_form *, entry_fn *fn, void *arg);
void entry_free(struct entry *);	/* NULL: nothing; drops what is pending */

/*
 * The next line; off and end must not decrease.  It is copied.  now_ns, on any clock, is
 * only remembered.  Calls fn for what is complete.
 */
void entry_line(struct entry *, const struct piece *line, int64_t now_ns);

/* Everything pending goes out: the file ended, was rotated, is no longer followed. */
void entry_flush(struct entry *);

/*
 * The moment at which the oldest pending entry had no new line for the time-out of the
 * form, TS_NONE: nothing is pending.  entry_expire() gives out what is due by now_ns;
 * call it only when all lines that there are have been handed over, or a slow reader
 * would tear entries apart.
 */
int64_t entry_due(const struct entry *);
void entry_expire(struct entry *, int64_t now_ns);

/* The offset of the first byte that did not go out yet; -1: nothing is pending. */
int64_t entry_pending(const struct entry *);

/*
 * Before the first line: entries that begin before pos are not given out.  A line at pos
 * begins an entry, also when it looks like the rest of the one before: that one is out.
 */
void entry_resume(struct entry *, int64_t pos);

/* How many bytes before the position a new stream must begin to be as the old one was. */
int64_t entry_replay(const struct entry_form *);

#endif
