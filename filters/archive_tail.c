/* archive_tail - the open segment, read: a line that heads it, then commits. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_files.h"
#include "archive_hash.h"
#include "archive_salts.h"
#include "archive_tail.h"
#include "buf.h"
#include "rec.h"

static const char commit_head[] = "{\"type\":\"commit\",";

static void
let_go(struct tail *t)
{
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
}

/*
 * What is read of a tail while it is followed lasts from then on: no number that was
 * given out becomes that of another record, whatever happens to the machine.
 */
static int
make_durable(const struct tail *t)
{
	return fdatasync(t->fd) < 0 && errno != EINVAL && errno != EROFS ? -1 : 0;
}

/* All that is in the file; it stays open where it is followed. */
static int
load(struct tail *t, const char *path)
{
	int rc, saved;

	if (!t->follow)
		return files_load(path, &t->raw);
	let_go(t);
	buf_cut(&t->raw, 0);
	t->fd = files_open(path);
	if (t->fd < 0)
		return -1;
	rc = files_read(t->fd, &t->raw);
	if (rc == 0)
		rc = make_durable(t);
	saved = errno;
	if (rc < 0)
		let_go(t);
	errno = saved;
	return rc;
}

bool
tail_more(struct tail *t)
{
	/* what was no whole commit may have been taken back and written anew */
	buf_cut(&t->raw, t->at);
	return t->fd >= 0 && lseek(t->fd, (off_t)t->at, SEEK_SET) >= 0 &&
	    files_read(t->fd, &t->raw) == 0 && t->raw.n > t->at && make_durable(t) == 0;
}

void
tail_init(struct tail *t)
{
	*t = (struct tail){ .fd = -1, .rec = rec_new(), .d = digest_new() };
	tree_init(&t->tree, DIGEST_SHA256);
	salts_init(&t->salts, DIGEST_SHA256);
}

/* The archive hashes otherwise than we thought. */
static void
use_digest(struct tail *t, enum digest_kind kind)
{
	if (kind == t->digest)
		return;
	t->digest = kind;
	digest_free(t->d);
	t->d = digest_new_kind(kind);
	tree_clear(&t->tree);
	tree_init(&t->tree, kind);
	salts_clear(&t->salts);
	salts_init(&t->salts, kind);
}

void
tail_clear(struct tail *t)
{
	let_go(t);
	buf_clear(&t->raw);
	rec_free(t->rec);
	digest_free(t->d);
	tree_clear(&t->tree);
	salts_clear(&t->salts);
	t->rec = NULL;
	t->d = NULL;
}

/* The line at t->at and the place after its newline; false when it is cut off. */
static bool
next_line(const struct tail *t, size_t at, const char **line, size_t *n, size_t *next)
{
	const char *nl;

	*line = t->raw.p + at;
	nl = at < t->raw.n ? memchr(*line, '\n', t->raw.n - at) : NULL;
	if (!nl)
		return false;
	*n = (size_t)(nl - *line);
	*next = at + *n + 1;
	return true;
}

static bool
get_count(struct rec *r, const char *name, uint64_t *v)
{
	int64_t i;

	if (!rec_int(r, name, &i) || i < 0)
		return false;
	*v = (uint64_t)i;
	return true;
}

/* The members of the first line; which hash it has is one of them. */
static bool
read_head(struct tail *t, const char *line, size_t n)
{
	enum digest_kind kind = DIGEST_SHA256;
	struct hash seed;
	const char *name;
	uint64_t version;
	size_t nname;

	if (rec_parse(t->rec, line, n) < 0 || !rec_is(t->rec, "type", "tail") ||
	    !get_count(t->rec, "version", &version) || version != ARCHIVE_VERSION ||
	    (rec_has(t->rec, "digest") && (!rec_str(t->rec, "digest", &name, &nname) ||
	    !digest_named(name, nname, &kind))) ||
	    !get_count(t->rec, "segment", &t->segment) ||
	    !get_count(t->rec, "first", &t->first) || t->first == 0 ||
	    !hash_get(t->rec, "seed", &seed) || !hash_get(t->rec, "prev", &t->prev))
		return false;
	use_digest(t, kind);
	salts_seed(&t->salts, &seed);
	return true;
}

int
tail_load(struct tail *t, const char *path, uint64_t segment)
{
	const char *line;
	size_t n;

	if (load(t, path) < 0)
		return -1;
	errno = EBADMSG;
	if (!next_line(t, 0, &line, &n, &t->at) || !read_head(t, line, n) ||
	    !hash_sealed(line, n, t->d, &t->last) || t->segment != segment)
		return -1;
	tree_reset(&t->tree);
	t->next = t->first;
	return 0;
}

/* What the commit line at `at` says; *next is where its records begin. */
static bool
read_commit(struct tail *t, size_t at, const char **line, size_t *nline,
    struct commit *c, uint64_t *bytes, size_t *next)
{
	return next_line(t, at, line, nline, next) && *nline >= sizeof commit_head &&
	    memcmp(*line, commit_head, sizeof commit_head - 1) == 0 &&
	    rec_parse(t->rec, *line, *nline) == 0 &&
	    get_count(t->rec, "first", &c->first) &&
	    get_count(t->rec, "count", &c->count) && get_count(t->rec, "bytes", bytes);
}

/* The same, with its records, which must all be there; whether they are right or not. */
static bool
read_line(struct tail *t, size_t at, const char **line, size_t *nline, struct commit *c)
{
	uint64_t bytes;
	size_t next;

	if (!read_commit(t, at, line, nline, c, &bytes, &next) ||
	    bytes > t->raw.n - next)
		return false;
	c->p = t->raw.p + next;
	c->n = (size_t)bytes;
	return c->n == 0 || c->p[c->n - 1] == '\n';
}

enum tail_rc
tail_next(struct tail *t, struct commit *c)
{
	const char *line;
	size_t n;

	if (t->at == t->raw.n)
		return TAIL_END;
	if (!read_line(t, t->at, &line, &n, c) || c->first != t->next)
		return TAIL_TORN;
	digest_add(t->d, t->last.b, sizeof t->last.b);
	if (tree_add_lines(&t->tree, &t->salts, c->p, c->n, t->d) != c->count ||
	    !hash_sealed(line, n, t->d, &t->last)) {
		struct hash none;

		digest_end(t->d, none.b);	/* what was added is of no use */
		return TAIL_TORN;
	}
	t->next += c->count;
	t->at += n + 1 + c->n;
	return TAIL_COMMIT;
}

bool
tail_goes_on(struct tail *t)
{
	const char *p = t->raw.p + t->at, *end = t->raw.p + t->raw.n, *line;
	uint64_t bytes, after = 0;	/* a torn record may look like a commit */
	struct commit c;
	size_t n, inside = t->at;

	if (read_commit(t, t->at, &line, &n, &c, &bytes, &inside)) {
		after = c.first + c.count;
		inside = bytes > t->raw.n - inside ? t->raw.n : inside + (size_t)bytes;
	}
	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		size_t at = (size_t)(++p - t->raw.p);

		if (read_line(t, at, &line, &n, &c) && c.first >= t->next &&
		    (at >= inside || c.first == after))
			return true;
	}
	return false;
}
