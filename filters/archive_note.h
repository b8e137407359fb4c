/*
 * archive_note.h - checkpoints: signed notes (C2SP) of all that is sealed.
 *
 *	sluice archive ID
 *	SEGMENTS
 *	ROOT in base64
 *	[digest sm3]
 *
 *	- NAME SIGNATURE in base64, after four bytes that tell the key
 *
 * (an em dash).  ROOT is that of the tree of RFC 6962 over the hashes of segments 1 to
 * SEGMENTS.
 */
#ifndef FILTERS_ARCHIVE_NOTE_H
#define FILTERS_ARCHIVE_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive_hash.h"
#include "archive_manifest.h"

struct buf;
struct sign_key;

enum { NOTE_BYTES_MAX = 64 << 10 };

struct note {
	char id[ARCHIVE_ID_SIZE];
	uint64_t segments;
	struct hash root;
	enum digest_kind digest;
};

/* Append it, signed by key, or by nobody where key is NULL. */
void note_print(const struct note *, const struct sign_key *, struct buf *);

/* Sign what the buf holds from there on: lines, of which none is empty. */
void note_sign(struct buf *, size_t from, const struct sign_key *);

/* Read it: false when it is none.  Its signatures are looked at by note_check() alone. */
bool note_read(const char *p, size_t n, struct note *);

enum note_rc { NOTE_SIGNED, NOTE_UNSIGNED, NOTE_FALSE };

/*
 * Signed by that key?  NOTE_UNSIGNED: it has no signature of it.  only: nothing else may
 * be behind the text.
 */
enum note_rc note_check(const char *p, size_t n, const struct sign_key *, bool only);

/* "ed25519:BASE64" or "sm2:BASE64": a public key as the header of an archive has it. */
void note_key(const struct sign_key *, struct buf *);
struct sign_key *note_key_read(const char *, size_t n);	/* NULL: it is none */

#endif
