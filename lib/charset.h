/*
 * charset.h - text of any encoding as UTF-8, piece by piece, through iconv.
 *
 * A piece is a line, cut out of the raw bytes with charset_newline().  Nothing is kept
 * from one piece to the next, so it does not matter how a file was read.  Encodings that
 * have one meaning for each sequence of bytes (GB18030, Big5, Shift_JIS, EUC, code pages)
 * are decoded by tables that are filled from iconv as characters are met; UTF-8, UTF-16
 * and UTF-32 are decoded here; all others by iconv, a piece at a time from the initial
 * shift state.
 *
 * Bytes that are no character are not lost: each becomes one U+FFFD, and the text `bad`
 * says where and which.  It is a list of runs, "12:ff 40:c0af": the offset in the UTF-8
 * text of the first U+FFFD of the run, and its bytes in hexadecimal.  Putting the
 * bytes of each run in the place of as many U+FFFD gives back what was there.  The list
 * ends with "..." where it would have been longer than CHARSET_BAD_MAX bytes.
 */
#ifndef LIB_CHARSET_H
#define LIB_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct charset;

enum {
	CHARSET_NAME_MAX = 64,		/* room for the name of an encoding and its NUL */
	CHARSET_BAD_MAX = 16 << 10,	/* longest text of runs */
	CHARSET_POOL_MAX = 64,		/* encodings of a pool */
};

/*
 * An encoding by any name that iconv knows, in either case.  NULL and errno: EINVAL when
 * there is none of that name, else what iconv_open() says.  UTF-16 and UTF-32 without an
 * order of bytes are little-endian; see charset_head().  In Shift_JIS and Johab the bytes
 * 0x5C and 0x7E are taken for the ASCII characters that logs mean by them, where
 * iconv sees the signs of yen, won and overline.
 */
struct charset *charset_new(const char *name);
void charset_free(struct charset *);	/* NULL: nothing */

/* In capitals; of UTF-8, UTF-16 and UTF-32 one name only: "UTF-8", "UTF-16LE". */
const char *charset_name(const struct charset *);

size_t charset_unit(const struct charset *);	/* bytes of a code unit: 1, 2 or 4 */

/*
 * The first line end between p and e: where the unit begins that is '\n' in this
 * encoding, or NULL.  p is at the border of a unit.
 */
const char *charset_newline(const struct charset *, const char *p, const char *e);

/*
 * Append n bytes at s to `to` as UTF-8.  A byte that is no part of a character becomes
 * U+FFFD, and so does the first byte of a sequence that its next bytes do not
 * complete: these are looked at again.  Of UTF-16 and UTF-32 whole units are bad.  bad,
 * unless NULL, has the runs appended; they count from the start of `to`, with what it
 * held before.  Returns how many bytes were bad.
 */
uint64_t charset_decode(struct charset *, const char *s, size_t n, struct buf *to,
    struct buf *bad);

/* The same for bytes that claim to be UTF-8; needs no struct charset. */
uint64_t charset_decode_utf8(const char *s, size_t n, struct buf *to, struct buf *bad);

/* The first byte from p to e that is no part of well-formed UTF-8, or e. */
const char *charset_utf8(const char *p, const char *e);

/* The first byte from p to e that is not ASCII, or e. */
const char *charset_ascii(const char *p, const char *e);

/*
 * Append the runs of bad[0..n) to `to`, moved by add bytes: of a text that is put behind
 * add bytes of another.  Within CHARSET_BAD_MAX; what is no list of runs ends it.
 */
void charset_bad_join(struct buf *to, const char *bad, size_t n, size_t add);

/* Of the runs in bad, keep what lies in the first n bytes of the text. */
void charset_bad_cut(struct buf *bad, size_t n);

/*
 * The opposite, for those who want the bytes: append text[0..n) to `to` with the runs of
 * bad[0..nbad) in their places.  False: the two do not fit, or bad ends with "...".
 */
bool charset_bad_undo(const char *text, size_t n, const char *bad, size_t nbad,
    struct buf *to);

/* Encodings that several files share: each is opened once and lives with the pool. */
struct charset_pool;

struct charset_pool *charset_pool_new(void);
void charset_pool_free(struct charset_pool *);	/* NULL: nothing */

/* As charset_new(), but owned by the pool; NULL and ENOSPC: over CHARSET_POOL_MAX. */
struct charset *charset_pool_get(struct charset_pool *, const char *name);

enum { CHARSET_HEAD_MAX = 64 << 10 };	/* bytes of a file that are looked at */

/*
 * What the first n bytes of a file say about its encoding: a byte order mark, or the zero
 * bytes of UTF-16 without one.  *name is "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE",
 * "UTF-32BE", "GB18030", or NULL when they say nothing: then it is a file of bytes.
 * Returns the length of the mark, which is no text, 0 if there is none; or -1 when more
 * bytes are needed to tell.  all: there will be no more, so the answer is not -1.
 */
int charset_head(const char *p, size_t n, bool all, const char **name);

/*
 * The encoding to open for a configured one, in the light of what charset_head() said:
 * "UTF-16" and "UTF-32" take the order of bytes from head, others are as configured.
 */
const char *charset_resolve(const char *configured, const char *head);

/*
 * Which encoding the lines of a file are in, guessed from the lines themselves: those
 * that are no UTF-8 are scored in each candidate by how common their characters are.
 * What is answered depends on the lines in their order and on nothing else.  The guess is
 * fixed after enough evidence.  The members are private.
 */
enum { CHARSET_CANDIDATES = 6 };

struct charset_guess {
	int32_t bits[CHARSET_CANDIDATES];	/* how unlikely each is, in 1/4 bits */
	uint32_t seen;				/* bytes that were scored */
	signed char leader;			/* -1: none, no such line so far */
	bool fixed;
	bool utf8;		/* there were lines that can only be UTF-8 */
};

#define CHARSET_GUESS_INIT { .leader = -1 }

/*
 * The encoding of the next line, from the pool.  A line that is well-formed UTF-8 is
 * UTF-8, and so is one that was until bytes of it were lost.  One exception: sequences of
 * two bytes only, in a file that is known to be in another encoding and had no UTF-8 so
 * far, which are likely there ("目录" in GBK, but not "café").  Bytes over 0x7F that are
 * nothing else are letters of CP1252 only where a file has many of them; before that
 * they are bytes of UTF-8 that are no character.  NULL and errno as charset_new() when an
 * encoding cannot be opened.
 */
struct charset *charset_guess_line(struct charset_guess *, struct charset_pool *,
    const char *p, size_t n);

/* The name of the leading candidate; "UTF-8" while there is none. */
const char *charset_guess_name(const struct charset_guess *);

/*
 * All that was learnt, as a short text without spaces and quotes to go on with later:
 * "GB18030" when it is fixed, else with what the guess rests on,
 * "GB18030+:12:456,600,804,702,610,672".  The name alone is taken for fixed.  _take() is
 * false, and the guess as new, when the text is none of those.
 */
enum { CHARSET_GUESS_TEXT = 128 };	/* longest such text, with a NUL */
void charset_guess_put(const struct charset_guess *, struct buf *);
bool charset_guess_take(struct charset_guess *, const char *s, size_t n);

#endif
