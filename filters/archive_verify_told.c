/* archive_verify_told - the segments against the manifest and against checkpoints. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "archive.h"
#include "archive_chain.h"
#include "archive_files.h"
#include "archive_manifest.h"
#include "archive_verify.h"
#include "base64.h"
#include "err.h"
#include "file.h"
#include "rec.h"
#include "sign.h"

/* The root over all segments up to this one, where a checkpoint tells of it. */
static void
check_root(struct verify *v, uint64_t segments, const struct hash *said, const char *by)
{
	struct hash root;

	if (v->trunk.n != segments)
		return;
	merkle_root(&v->trunk, v->d, root.b);
	if (!hash_same(&root, said))
		verify_bad(v, "segments 1 to %llu are not those of which %s tells",
		    (unsigned long long)segments, by);
}

static void
check_trunk(struct verify *v, const struct segment *s)
{
	struct hash leaf;

	if (!v->d)
		v->d = digest_new_kind(s->digest);
	if (v->trunk.n + 1 != s->number)
		return;		/* one before it is missing, which was said */
	merkle_leaf(v->d, s->hash.b, sizeof s->hash.b, leaf.b);
	merkle_add(&v->trunk, v->d, leaf.b);
	while (v->checked < v->told.nchecks &&
	    v->told.checks[v->checked].segments <= s->number) {
		check_root(v, v->told.checks[v->checked].segments,
		    &v->told.checks[v->checked].root, "a checkpoint in the manifest");
		v->checked++;
	}
	if (v->note)
		check_root(v, v->checkpoint.segments, &v->checkpoint.root, v->note);
}

/* Does the manifest say the same of it? */
void
verify_told(struct verify *v, const struct segment *s, bool expired)
{
	const struct told_segment *told = told_segment(&v->told, s->number);

	if (expired && !(told && told->expired) && verify_told_anew(v))
		told = told_segment(&v->told, s->number);
	check_trunk(v, s);
	v->seen = s->number;
	if (!v->has_told)
		return;
	if (told && told->sealed && !hash_same(&told->hash, &s->hash))
		verify_bad(v, "segment %llu is not the one of which the manifest tells",
		    (unsigned long long)s->number);
	/* the last lines may be lost after a crash; who writes next adds them */
	if (s->number < v->told_last && !(told && told->sealed))
		verify_bad(v, "the manifest does not tell that segment %llu was sealed",
		    (unsigned long long)s->number);
	if (expired && !(told && told->expired))
		verify_bad(v, "the manifest does not tell that segment %llu expired",
		    (unsigned long long)s->number);
}

/*
 * The last line of the manifest is only the beginning of one that follows from the
 * archive: who writes next writes it again.
 */
static bool
unfinished_seal(struct chain *c)
{
	static const char head[] = "{\"type\":\"seal\",";
	size_t n = c->n < sizeof head - 1 ? c->n : sizeof head - 1;
	struct hash h;

	if (c->n == 0 || c->raw.p + c->raw.n != c->text + c->n ||
	    memcmp(c->text, head, n) != 0)
		return false;	/* it has its newline, or is another line */
	digest_add(c->d, c->before.b, sizeof c->before.b);
	return !hash_sealed(c->text, c->n - 1, c->d, &h);
}

/* Did the key that the header names sign the header? */
static void
check_signature(struct verify *v, const struct manifest_head *head, struct chain *c)
{
	unsigned char sig[SIGN_MAX];
	struct sign_key *key = NULL;
	const char *s;
	size_t n;
	long got;

	if (rec_str(head->rec, "key", &s, &n))
		key = note_key_read(s, n);
	got = key && rec_str(c->rec, "signature", &s, &n) ?
	    base64_get(s, n, sig, sizeof sig) : -1;
	if (got < 0 || !sign_check(key, head->line.p, head->line.n, sig, (size_t)got))
		verify_bad(v, "the signature of its header is false");
	sign_free(key);
}

/* The next line of the manifest; the last one may be written just now. */
static enum chain_rc
next_told(struct chain *c)
{
	enum chain_rc rc = chain_next(c);

	return rc == CHAIN_TORN ? chain_again(c) : rc;
}

static void
read_lines(struct verify *v, const struct manifest_head *head, struct chain *c)
{
	bool is_signed = !rec_has(head->rec, "key");
	enum chain_rc rc;

	while ((rc = next_told(c)) == CHAIN_LINE || rc == CHAIN_BAD) {
		if (rc == CHAIN_LINE && rec_is(c->rec, "type", "signature")) {
			check_signature(v, head, c);
			is_signed = true;
		}
		if (rc == CHAIN_BAD || !told_line(&v->told, c->rec))
			verify_bad(v, "line %llu is damaged",
			    (unsigned long long)c->number);
	}
	if (!is_signed)
		verify_bad(v, "its header is not signed");
	if (rc == CHAIN_TORN && !unfinished_seal(c) && !file_locked(c->fd))
		verify_bad(v, "line %llu, the last one, is damaged or not whole",
		    (unsigned long long)c->number);
	if (rc == CHAIN_ERROR)
		verify_bad(v, "%s", strerror(errno));
}

static off_t
size_of(const struct chain *c)
{
	struct stat st;

	return fstat(c->fd, &st) < 0 ? 0 : st.st_size;
}

bool
verify_told_anew(struct verify *v)
{
	struct manifest_head head;
	struct told told = { 0 };
	enum chain_rc rc;
	struct chain c;
	off_t size;

	if (!v->has_told || manifest_head(v->r.dir, &head) < 0)
		return false;
	if (manifest_open(&c, v->r.dir, &head) < 0) {
		manifest_head_clear(&head);
		return false;
	}
	size = size_of(&c);
	if (size != v->told_size) {
		/* what is wrong with its lines was said when it was read first */
		while ((rc = next_told(&c)) == CHAIN_LINE || rc == CHAIN_BAD)
			if (rc == CHAIN_LINE)
				(void)told_line(&told, c.rec);
		told_sort(&told);
		told_clear(&v->told);
		v->told = told;
		v->changing = verify_locked(v, "upkeep.lock");
	}
	chain_close(&c);
	manifest_head_clear(&head);
	if (size == v->told_size)
		return false;
	v->told_size = size;
	return true;
}

/* What the manifest tells of the segments. */
void
verify_read_told(struct verify *v)
{
	struct manifest_head head;
	struct chain c;

	buf_cut(&v->r.path, 0);
	buf_fmt(&v->r.path, "%s/" MANIFEST_NAME, v->r.dir);
	buf_text(&v->r.path);
	if (manifest_head(v->r.dir, &head) < 0 ||
	    manifest_open(&c, v->r.dir, &head) < 0) {
		verify_bad(v, "%s", files_why(errno));
		return;
	}
	v->has_told = true;
	v->told_size = size_of(&c);
	memcpy(v->id, head.id, sizeof v->id);
	read_lines(v, &head, &c);
	chain_close(&c);
	manifest_head_clear(&head);
	told_sort(&v->told);
	v->changing = verify_locked(v, "upkeep.lock");
	for (size_t i = 0; i < v->told.n; i++)
		if (v->told.v[i].sealed)
			v->told_last = i + 1;
}

void
verify_read_note(struct verify *v, const char *path, const struct sign_key *key)
{
	struct buf text = BUF_INIT;

	if (file_read(path, NOTE_BYTES_MAX, &text) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", path);
	if (!note_read(text.p, text.n, &v->checkpoint))
		die_msg(EXIT_TROUBLE, "'%s' is no checkpoint", path);
	v->note = path;
	buf_cut(&v->r.path, 0);
	buf_str(&v->r.path, path);
	buf_text(&v->r.path);
	switch (note_check(text.p, text.n, key, false)) {
	case NOTE_SIGNED: break;
	case NOTE_UNSIGNED: verify_bad(v, "not signed by that key"); break;
	default: verify_bad(v, "its signature is false");
	}
	if (v->has_told && strcmp(v->checkpoint.id, v->id) != 0)
		verify_bad(v, "it is of archive %s, not of %s", v->checkpoint.id, v->id);
	buf_clear(&text);
}

void
verify_told_end(struct verify *v)
{
	uint64_t most = v->told_last;

	if (v->told.nchecks && v->told.checks[v->told.nchecks - 1].segments > most)
		most = v->told.checks[v->told.nchecks - 1].segments;
	if (most > v->seen)
		verify_bad(v, "the manifest tells of segments up to %llu: the end of "
		    "the archive is not here", (unsigned long long)most);
	if (v->note && v->checkpoint.segments > v->trunk.n)
		verify_bad(v, "'%s' tells of segments up to %llu: they are not all here",
		    v->note, (unsigned long long)v->checkpoint.segments);
	if (v->trunk.n > 0)
		merkle_root(&v->trunk, v->d, v->root.b);
	digest_free(v->d);
}

void
verify_tell(const struct verify *v, const struct deed *deed)
{
	struct manifest_head head;
	struct buf b = BUF_INIT;

	archive_head(v->r.dir, &head);
	manifest_line(&b, "verify", deed);
	buf_fmt(&b, ",\"segments\":%llu", (unsigned long long)v->trunk.n);
	if (v->trunk.n > 0)
		hash_put(&b, "root", &v->root);
	buf_fmt(&b, ",\"records\":%llu,\"findings\":%llu",
	    (unsigned long long)v->at.records, (unsigned long long)v->at.findings);
	if (manifest_add(v->r.dir, &head, &b, true) < 0)
		die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'", v->r.dir);
	manifest_head_clear(&head);
	buf_clear(&b);
}
