/* archive_note - checkpoints: signed notes of all that is sealed. */
#include <string.h>

#include "archive_note.h"
#include "archive_text.h"
#include "base64.h"
#include "buf.h"
#include "num.h"
#include "sign.h"

enum { KEY_ID = 4 };

#define NOTE_NAME "sluice-archive"

static const char origin[] = "sluice archive ", dash[] = "\xe2\x80\x94 " NOTE_NAME " ";

/* The four bytes that tell which key it was. */
static void
key_id(const struct sign_key *k, unsigned char id[KEY_ID])
{
	unsigned char raw[SIGN_PUBLIC_MAX], sum[DIGEST_SIZE];
	size_t n = sign_public(k, raw);
	struct digest *d = digest_new();

	digest_add(d, NOTE_NAME "\n", sizeof NOTE_NAME);
	if (sign_kind(k) == SIGN_SM2)
		digest_add(d, "\xffsm2", 4);	/* a kind that has no number of its own */
	else
		digest_add(d, "\x01", 1);
	digest_add(d, raw, n);
	digest_end(d, sum);
	digest_free(d);
	memcpy(id, sum, KEY_ID);
}

void
note_key(const struct sign_key *k, struct buf *b)
{
	unsigned char raw[SIGN_PUBLIC_MAX];
	size_t n = sign_public(k, raw);

	buf_str(b, sign_kind(k) == SIGN_SM2 ? "sm2:" : "ed25519:");
	base64_put(b, raw, n);
}

struct sign_key *
note_key_read(const char *text, size_t n)
{
	unsigned char raw[SIGN_PUBLIC_MAX];
	const char *colon = n ? memchr(text, ':', n) : NULL;
	size_t head = colon ? (size_t)(colon - text) : 0;
	enum sign_kind kind = SIGN_ED25519;
	long got;

	if (head == 3 && memcmp(text, "sm2", 3) == 0)
		kind = SIGN_SM2;
	else if (head != 7 || memcmp(text, "ed25519", 7) != 0)
		return NULL;
	got = base64_get(colon + 1, n - head - 1, raw, sizeof raw);
	return got < 0 ? NULL : sign_from_public(kind, raw, (size_t)got);
}

static void
put_text(const struct note *note, struct buf *b)
{
	buf_fmt(b, "%s%s\n%llu\n", origin, note->id, (unsigned long long)note->segments);
	base64_put(b, note->root.b, sizeof note->root.b);
	buf_char(b, '\n');
	if (note->digest != DIGEST_SHA256)
		buf_fmt(b, "digest %s\n", digest_name(note->digest));
}

void
note_sign(struct buf *b, size_t from, const struct sign_key *key)
{
	unsigned char sig[KEY_ID + SIGN_MAX];
	size_t n;

	key_id(key, sig);
	n = sign_text(key, b->p + from, b->n - from, sig + KEY_ID);
	buf_char(b, '\n');
	buf_str(b, dash);
	base64_put(b, sig, KEY_ID + n);
	buf_char(b, '\n');
}

void
note_print(const struct note *note, const struct sign_key *key, struct buf *b)
{
	size_t from = b->n;

	put_text(note, b);
	if (key)
		note_sign(b, from, key);
	else
		buf_char(b, '\n');
}

static bool
take_origin(const char *line, size_t n, struct note *note)
{
	size_t head = sizeof origin - 1;
	unsigned char id[(ARCHIVE_ID_SIZE - 1) / 2];

	if (n != head + ARCHIVE_ID_SIZE - 1 || memcmp(line, origin, head) != 0 ||
	    !digest_unhex(line + head, sizeof id, id))
		return false;
	memcpy(note->id, line + head, n - head);
	note->id[n - head] = '\0';
	return true;
}

static bool
take_segments(const char *line, size_t n, struct note *note)
{
	return text_number(line, n, 0, &note->segments);
}

/* Where the blank line is, which ends the text; NULL: nowhere. */
static const char *
text_end(const char *p, size_t n)
{
	const char *blank = n ? memmem(p, n, "\n\n", 2) : NULL;

	return blank ? blank + 1 : NULL;
}

bool
note_read(const char *p, size_t n, struct note *note)
{
	const char *at = p, *end = text_end(p, n), *line;
	struct buf again = BUF_INIT;
	size_t len;
	bool ok;

	*note = (struct note){ .digest = DIGEST_SHA256 };
	ok = end && (line = text_line(&at, end, &len)) != NULL &&
	    take_origin(line, len, note) &&
	    (line = text_line(&at, end, &len)) != NULL &&
	    take_segments(line, len, note) &&
	    (line = text_line(&at, end, &len)) != NULL &&
	    base64_get(line, len, note->root.b, sizeof note->root.b) == DIGEST_SIZE;
	if (ok && (line = text_line(&at, end, &len)) != NULL)
		ok = len > 7 && memcmp(line, "digest ", 7) == 0 &&
		    digest_named(line + 7, len - 7, &note->digest);
	if (!ok)
		return false;
	put_text(note, &again);		/* in exactly this form */
	ok = again.n == (size_t)(end - p) && memcmp(again.p, p, again.n) == 0;
	buf_clear(&again);
	return ok;
}

/* Is it the line of a signature by that key, and right? */
static enum note_rc
check_line(const char *line, size_t n, const char *text, size_t ntext,
    const struct sign_key *key)
{
	unsigned char sig[KEY_ID + SIGN_MAX], id[KEY_ID];
	size_t head = sizeof dash - 1;
	long got;

	if (n < head || memcmp(line, dash, head) != 0)
		return NOTE_UNSIGNED;
	got = base64_get(line + head, n - head, sig, sizeof sig);
	key_id(key, id);
	if (got <= KEY_ID || memcmp(sig, id, KEY_ID) != 0)
		return NOTE_UNSIGNED;
	return sign_check(key, text, ntext, sig + KEY_ID, (size_t)got - KEY_ID) ?
	    NOTE_SIGNED : NOTE_FALSE;
}

enum note_rc
note_check(const char *p, size_t n, const struct sign_key *key, bool only)
{
	const char *end = text_end(p, n), *at = end ? end + 1 : p, *line;
	enum note_rc rc = NOTE_UNSIGNED;
	size_t len;

	while (end && rc == NOTE_UNSIGNED &&
	    (line = text_line(&at, p + n, &len)) != NULL) {
		rc = check_line(line, len, p, (size_t)(end - p), key);
		if (only && (rc != NOTE_SIGNED || at != p + n))
			return NOTE_FALSE;
	}
	return rc;
}
