/* archive_compare - a copy of an archive: is what one has in the other, and whole? */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_cold.h"
#include "archive_compare.h"
#include "archive_deed.h"
#include "archive_files.h"
#include "archive_pace.h"
#include "archive_salts.h"
#include "archive_text.h"
#include "archive_trunk.h"
#include "err.h"
#include "json.h"
#include "opt.h"
#include "out.h"
#include "rec.h"

#define SYNOPSIS "archive compare [--by WHO] [--why TEXT] DIR COPY"

static bool
same_file(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
	    x.st_ino == y.st_ino;
}

const char *
compare_open(struct compare *c, const char *dir, const char *copy)
{
	struct manifest_head head;
	bool same;

	*c = (struct compare){ .dir = dir, .copy = copy, .rec = rec_new() };
	covers_init(&c->here, dir);
	covers_init(&c->there, copy);
	archive_head(dir, &c->head);
	fetch_init(&c->fetch, c->head.digest);
	if (same_file(dir, copy))
		return "it is the same directory";
	if (manifest_head(copy, &head) < 0)
		return files_why(errno);
	same = hash_same(&head.hash, &c->head.hash);
	manifest_head_clear(&head);
	return same ? NULL : "it is of another archive";
}

void
compare_close(struct compare *c)
{
	manifest_head_clear(&c->head);
	fetch_clear(&c->fetch);
	covers_clear(&c->here);
	covers_clear(&c->there);
	buf_clear(&c->path);
	buf_clear(&c->raw);
	buf_clear(&c->salt);
	buf_clear(&c->cold);
	rec_free(c->rec);
}

/*
 * The segment line of n in dir: its kind, or -1 and errno.  salt: the line behind it, as
 * long as nothing else is looked for; NULL: there is none.
 */
static int
find(struct compare *c, struct covers *covers, uint64_t n, struct segment *s,
    const char **salt, size_t *nsalt)
{
	struct index_text t = { .rec = c->rec };
	struct cover cover;
	int rc;

	*salt = NULL;
	*nsalt = 0;
	files_path(&c->path, covers->dir, n, FILE_SEALED);
	if (segment_peek(c->path.p, s, &t, &c->raw) == 0) {
		if (t.sound && s->number == n) {
			*salt = t.salt;
			*nsalt = t.nsalt;
			return FILE_SEALED;
		}
		errno = EILSEQ;
		return -1;
	}
	if (errno != ENOENT)
		return -1;
	rc = covers_find(covers, n, &cover);
	if (rc <= 0) {
		errno = rc < 0 ? errno : ENOENT;
		return -1;
	}
	*s = cover.segment;
	*salt = cover.salt;
	*nsalt = cover.nsalt;
	return (int)cover.kind;
}

/* The cold file of the copy that was found last; it is looked into once. */
static const char *
check_cold(struct compare *c)
{
	const char *path = buf_text(&c->there.path);

	if (c->cold.n && strcmp(buf_text(&c->cold), path) == 0)
		return c->cold_why;
	buf_cut(&c->cold, 0);
	buf_str(&c->cold, path);
	c->cold_why = files_load(path, &c->raw) < 0 ? files_why(errno) :
	    cold_check(&c->raw, c->rec);
	return c->cold_why;
}

const char *
compare_whole(struct compare *c, uint64_t n)
{
	struct segment s;
	const char *salt;
	size_t nsalt;
	int kind = find(c, &c->there, n, &s, &salt, &nsalt);

	if (kind < 0)
		return errno == ENOENT ? "it is not there" : files_why(errno);
	if (kind == FILE_GONE)
		return NULL;
	return kind == FILE_COLD ? check_cold(c) : fetch_segment(&c->fetch, c->copy, n);
}

/* Are the records that were redacted (c->salt) those of the copy, by its salt line? */
static bool
redacted_too(const struct compare *c, const char *salt, size_t nsalt)
{
	return c->salt.n == 0 || (salt && nsalt == c->salt.n &&
	    memcmp(salt, c->salt.p, nsalt) == 0);
}

/* A link to the file itself is no copy: of a segment, or of the cold files found last. */
static bool
one_file(struct compare *c, uint64_t n, bool cold)
{
	if (cold)
		return same_file(buf_text(&c->here.path), buf_text(&c->there.path));
	files_path(&c->raw, c->dir, n, FILE_SEALED);
	files_path(&c->path, c->copy, n, FILE_SEALED);
	return same_file(c->raw.p, c->path.p);
}

static const char *
why_not(const char *nowhere)
{
	return errno == ENOENT ? nowhere : files_why(errno);
}

const char *
compare_segment(struct compare *c, uint64_t n)
{
	struct segment here, there;
	const char *salt;
	size_t nsalt;
	int kind = find(c, &c->here, n, &here, &salt, &nsalt), copy;

	if (kind < 0)
		return why_not("it is not there");
	buf_cut(&c->salt, 0);
	if (salt && salts_punctured(salt, nsalt))
		buf_put(&c->salt, salt, nsalt);
	copy = find(c, &c->there, n, &there, &salt, &nsalt);
	if (copy < 0)
		return why_not("it is not in the copy");
	if (!hash_same(&here.hash, &there.hash))
		return "it is another one in the copy";
	if (copy == FILE_GONE)
		return kind == FILE_GONE ? NULL : "it expired in the copy";
	if (!redacted_too(c, salt, nsalt))
		return "records of it were redacted, and not in the copy";
	if (kind == copy && one_file(c, n, kind == FILE_COLD))
		return "it is the same file in the copy";
	if (copy == FILE_COLD)
		return check_cold(c);
	return fetch_segment(&c->fetch, c->copy, n);
}

/* What was compared, with which outcome, in the manifest: nobody has to remember it. */
static void
tell(struct compare *c, const struct deed *deed, uint64_t n, uint64_t bad)
{
	struct buf b = BUF_INIT;

	manifest_line(&b, "compare", deed);
	text_member(&b, "copy", c->copy);
	buf_fmt(&b, ",\"segments\":%llu,\"bad\":%llu", (unsigned long long)n,
	    (unsigned long long)bad);
	if (manifest_add(c->dir, &c->head, &b, true) < 0)
		die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'", c->dir);
	buf_clear(&b);
}

int
archive_compare(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct deed deed = DEED_INIT;
	struct trunk trunk;
	struct compare c;
	struct pace pace;
	const char *why;
	uint64_t bad = 0;

	deed_options(&deed, argc, argv, 2, SYNOPSIS);
	why = compare_open(&c, argv[optind], argv[optind + 1]);
	if (why)
		die_msg(EXIT_TROUBLE, "'%s' is no copy of '%s': %s", c.copy, c.dir, why);
	trunk_load(&trunk, c.dir, c.head.digest);
	pace_begin(&pace, "compare", c.dir);
	for (uint64_t n = 1; n <= trunk.n; n++) {
		pace_to(&pace, n);
		why = compare_segment(&c, n);
		if (!why)
			continue;
		bad++;
		out_fmt(&out, "segment %llu: %s", (unsigned long long)n, why);
		if (out_end(&out) < 0)
			out_die(&out);
	}
	pace_end(&pace);
	tell(&c, &deed, trunk.n, bad);
	out_fmt(&out, "%zu segments, %llu not in the copy as they are here\n", trunk.n,
	    (unsigned long long)bad);
	if (out_flush(&out) < 0)
		out_die(&out);
	trunk_clear(&trunk);
	compare_close(&c);
	out_clear(&out);
	return bad ? EXIT_NO : EXIT_OK;
}
