/* archive_clean - which files of sources may be cleaned away: all of them is archived. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_compare.h"
#include "archive_coverage.h"
#include "archive_manifest.h"
#include "archive_pace.h"
#include "archive_reader.h"
#include "archive_sources.h"
#include "archive_trunk.h"
#include "buf.h"
#include "err.h"
#include "json.h"
#include "out.h"
#include "rec.h"

enum { HOST_MAX = 256 };

struct clean {
	const char *dir;
	struct coverage coverage;
	struct sources sources;
	struct rec *rec;
	char host[HOST_MAX + 1];
	struct out out;
};

/* Every segment against its root: false when one is not whole, which is said. */
static bool
check_all(const char *dir)
{
	struct compare c;
	struct trunk trunk;
	struct pace pace;
	bool ok = true;

	(void)compare_open(&c, dir, dir);	/* it is checked against itself */
	trunk_load(&trunk, dir, c.head.digest);
	pace_begin(&pace, "clean-list", dir);
	for (uint64_t n = 1; n <= trunk.n; n++) {
		const char *why = compare_whole(&c, n);

		pace_to(&pace, n);
		if (!why)
			continue;
		warn_msg("segment %llu of '%s': %s", (unsigned long long)n, dir, why);
		ok = false;
	}
	pace_end(&pace);
	trunk_clear(&trunk);
	compare_close(&c);
	return ok;
}

static bool
read_coverage(struct clean *c)
{
	struct reader r;
	struct block b;
	struct pace pace;

	reader_open(&r, c->dir);
	pace_begin(&pace, "clean-list", c->dir);
	r.pace = &pace;
	while (reader_next(&r, &b)) {
		const char *p = b.p, *end = b.p + b.n, *nl;

		for (uint64_t i = b.first; p < end; i++, p = nl + 1) {
			nl = memchr(p, '\n', (size_t)(end - p));
			if (rec_parse(c->rec, p, (size_t)(nl - p)) == 0)
				coverage_take(&c->coverage, c->rec, i);
		}
	}
	return reader_close(&r, EXIT_OK) == EXIT_OK && c->coverage.left_out == 0;
}

static const struct covered *
covered_of(const struct clean *c, const char *fid)
{
	for (const struct covered *s = c->coverage.first; s; s = s->next)
		if (strcmp(s->fid, fid) == 0)
			return s;
	return NULL;
}

/* The file that the source record tells of, against what is archived: NULL, it may go. */
static const char *
keep(const struct covered *s, struct rec *r, const char *path)
{
	int64_t dev, ino;
	struct stat st;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ? "it is not there any more" : strerror(errno);
	if (!S_ISREG(st.st_mode))
		return "it is no regular file";
	if (!rec_int(r, "dev", &dev) || !rec_int(r, "ino", &ino) ||
	    (uint64_t)dev != st.st_dev || (uint64_t)ino != st.st_ino)
		return "another file has its name now";
	if (!s || s->records == 0)
		return st.st_size == 0 ? NULL : "no record of it is archived";
	if (s->off != 0)
		return "its beginning is not archived";
	if (s->missing > 0 || s->gaps)
		return "bytes of it are missing in the archive";
	if (s->end != st.st_size)
		return "its end is not archived";
	return NULL;
}

static void
put(struct clean *c, const struct source *src, const char *path, const char *why)
{
	struct stat st;
	struct buf b = BUF_INIT;

	buf_fmt(&b, "{\"type\":\"%s\",\"path\":", why ? "keep" : "clean");
	json_put_buf(&b, path, strlen(path));
	buf_str(&b, ",\"fid\":");
	json_put_buf(&b, src->fid, strlen(src->fid));
	if (lstat(path, &st) == 0)
		buf_fmt(&b, ",\"bytes\":%lld", (long long)st.st_size);
	if (why) {
		buf_str(&b, ",\"why\":");
		json_put_buf(&b, why, strlen(why));
	}
	buf_char(&b, '}');
	out_put(&c->out, b.p, b.n);
	if (out_end(&c->out) < 0)
		out_die(&c->out);
	buf_clear(&b);
}

static void
list(struct clean *c, bool whole)
{
	for (size_t i = 0; i < c->sources.n; i++) {
		const struct source *src = &c->sources.v[i];
		char *path;

		if (!src->text || rec_parse(c->rec, src->text, strlen(src->text)) < 0 ||
		    !rec_is(c->rec, "host", c->host))
			continue;	/* not of this machine */
		path = rec_dup(c->rec, "path");
		if (path)
			put(c, src, path, whole ?
			    keep(covered_of(c, src->fid), c->rec, path) :
			    "the archive is not whole");
		free(path);
	}
}

int
archive_clean_list(int argc, char *argv[])
{
	struct clean c = { .sources = SOURCES_INIT, .rec = rec_new(),
		.out = OUT_INIT(STDOUT_FILENO) };
	bool whole;

	c.dir = archive_only_dir(argc, argv, "archive clean-list DIR");
	if (gethostname(c.host, HOST_MAX) < 0)
		die_errno(EXIT_TROUBLE, "cannot tell the name of this host");
	coverage_init(&c.coverage);
	whole = check_all(c.dir) && read_coverage(&c);
	positions_read(c.dir, &c.sources);
	list(&c, whole);
	if (out_flush(&c.out) < 0)
		out_die(&c.out);
	coverage_clear(&c.coverage);
	sources_clear(&c.sources);
	rec_free(c.rec);
	out_clear(&c.out);
	return whole ? EXIT_OK : EXIT_TROUBLE;
}
