/* archive_manifest - what the archive is, and all that was done to it. */
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "archive.h"
#include "archive_deed.h"
#include "archive_manifest.h"
#include "archive_segment.h"
#include "archive_text.h"
#include "err.h"
#include "file.h"
#include "json.h"
#include "rec.h"
#include "ts.h"

enum { HOST_MAX = 256, TIME_DIGITS = 3 };

static const struct hash nothing;

/* The name of the user, by the file: a name service would be asked through a socket. */
static void
put_name(struct buf *text)
{
	FILE *f = fopen("/etc/passwd", "re");
	const struct passwd *who = NULL;

	while (f && (who = fgetpwent(f)) != NULL && who->pw_uid != geteuid())
		;
	if (who)
		buf_str(text, who->pw_name);
	else
		buf_fmt(text, "%ld", (long)geteuid());
	if (f)
		fclose(f);
}

/* user@host, as far as they are known. */
static void
put_user(struct buf *b)
{
	char host[HOST_MAX + 1] = "";
	struct buf text = BUF_INIT;

	if (gethostname(host, HOST_MAX) < 0)
		host[0] = '\0';
	put_name(&text);
	buf_fmt(&text, "@%s", host);
	json_put_buf(b, text.p, text.n);
	buf_clear(&text);
}

void
manifest_line(struct buf *b, const char *type, const struct deed *deed)
{
	char text[TS_MAX];
	struct timespec t;
	int64_t now = deed->now;

	if (now == TS_NONE) {
		clock_gettime(CLOCK_REALTIME, &t);
		now = (int64_t)t.tv_sec * TS_SECOND + t.tv_nsec;
	}
	ts_format(text, now, 0, TIME_DIGITS);
	buf_cut(b, 0);
	buf_fmt(b, "{\"type\":\"%s\",\"time\":\"%s\",\"by\":", type, text);
	if (deed->by)
		json_put_buf(b, deed->by, strlen(deed->by));
	else
		put_user(b);
	text_member(b, "why", deed->why);
}

int
manifest_make(const char *dir, const struct manifest_new *new, const struct deed *deed)
{
	struct chain_file f = { .dir = dir, .name = MANIFEST_NAME, .kind = new->digest };
	struct buf b = BUF_INIT, path = BUF_INIT;
	unsigned char id[(ARCHIVE_ID_SIZE - 1) / 2];
	char hex[ARCHIVE_ID_SIZE];
	struct digest *d = digest_new_kind(new->digest);
	struct hash h;
	int rc;

	digest_random(id, sizeof id);
	digest_hex(id, sizeof id, hex);
	manifest_line(&b, "archive", deed);
	buf_fmt(&b, ",\"version\":%d,\"id\":\"%s\",\"digest\":\"%s\",\"min_keep\":\"%s\"",
	    ARCHIVE_VERSION, hex, digest_name(new->digest), new->min_keep);
	if (new->classes)
		buf_fmt(&b, ",\"classes\":%s", new->classes);
	text_member(&b, "key", new->key);
	hash_put(&b, "prev", &nothing);
	digest_add(d, nothing.b, sizeof nothing.b);
	hash_seal(&b, 0, d, &h);
	digest_free(d);
	buf_fmt(&path, "%s/%s", f.dir, f.name);
	rc = access(buf_text(&path), F_OK) == 0 ? -1 : 0;
	if (rc < 0)
		errno = EEXIST;
	else
		rc = file_replace(path.p, b.p, b.n, ARCHIVE_FILE_MODE);
	buf_clear(&b);
	buf_clear(&path);
	return rc;
}

/* Which hash do the lines have?  The header says so itself. */
static bool
take_head(struct manifest_head *h)
{
	const char *s;
	int64_t version;
	size_t n;

	if (rec_parse(h->rec, h->line.p, h->line.n) < 0 ||
	    !rec_is(h->rec, "type", "archive") ||
	    !rec_int(h->rec, "version", &version) || version != ARCHIVE_VERSION ||
	    !rec_str(h->rec, "digest", &s, &n) || !digest_named(s, n, &h->digest) ||
	    !rec_str(h->rec, "id", &s, &n) || n != ARCHIVE_ID_SIZE - 1)
		return false;
	memcpy(h->id, s, n);
	h->id[n] = '\0';
	return true;
}

int
manifest_head(const char *dir, struct manifest_head *h)
{
	struct digest *d = NULL;
	struct chain c;
	bool sound;

	*h = (struct manifest_head){ .digest = DIGEST_SHA256 };
	if (chain_open(&c, dir, MANIFEST_NAME, h->digest, &nothing) < 0)
		return -1;
	h->rec = rec_new();
	(void)chain_next(&c);	/* sound only when that is its hash; we look again */
	if (c.text)
		buf_put(&h->line, c.text, c.n);
	sound = c.text && take_head(h);
	if (sound) {
		d = digest_new_kind(h->digest);
		digest_add(d, nothing.b, sizeof nothing.b);
		sound = hash_sealed(h->line.p, h->line.n, d, &h->hash);
		digest_free(d);
	}
	chain_close(&c);
	if (sound)
		return 0;
	manifest_head_clear(h);
	errno = EBADMSG;
	return -1;
}

void
manifest_head_clear(struct manifest_head *h)
{
	buf_clear(&h->line);
	rec_free(h->rec);
	h->rec = NULL;
}

int
manifest_open(struct chain *c, const char *dir, const struct manifest_head *h)
{
	return chain_open(c, dir, MANIFEST_NAME, h->digest, &nothing);
}

int
manifest_add(const char *dir, const struct manifest_head *h, struct buf *b, bool sync)
{
	struct chain_file f = { .dir = dir, .name = MANIFEST_NAME, .kind = h->digest,
		.sync = sync };

	return chain_add(&f, b);
}

int
manifest_seal(const char *dir, const struct manifest_head *h, const struct segment *s)
{
	struct deed deed = DEED_INIT;
	struct buf b = BUF_INIT;
	int rc;

	manifest_line(&b, "seal", &deed);
	buf_fmt(&b, ",\"segment\":%llu,\"first\":%llu,\"count\":%llu",
	    (unsigned long long)s->number, (unsigned long long)s->first,
	    (unsigned long long)s->count);
	hash_put(&b, "root", &s->root);
	hash_put(&b, "chain", &s->hash);
	rc = manifest_add(dir, h, &b, false);
	buf_clear(&b);
	return rc;
}

int
manifest_sealed(const char *dir, const struct manifest_head *h, uint64_t *last)
{
	struct chain c;
	enum chain_rc rc;
	int64_t segment;

	*last = 0;
	if (manifest_open(&c, dir, h) < 0)
		return -1;
	while ((rc = chain_next(&c)) == CHAIN_LINE || rc == CHAIN_BAD)
		if (rc == CHAIN_LINE && rec_is(c.rec, "type", "seal") &&
		    rec_int(c.rec, "segment", &segment) && segment > 0 &&
		    (uint64_t)segment > *last)
			*last = (uint64_t)segment;
	chain_close(&c);
	return rc == CHAIN_ERROR ? -1 : 0;
}
