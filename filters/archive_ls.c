/* archive_ls - list the segments, and close the open one. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_covers.h"
#include "archive_files.h"
#include "archive_hash.h"
#include "archive_segment.h"
#include "archive_store.h"
#include "archive_tail.h"
#include "err.h"
#include "opt.h"
#include "out.h"
#include "rec.h"
#include "ts.h"

enum { TRIES = 2 };	/* the tail may be sealed while we look for it */

static void
put_line(struct out *o, const struct segment *s, const char *state, uint64_t size)
{
	char from[TS_MAX] = "-", to[TS_MAX] = "-";

	if (s->from != TS_NONE) {
		ts_format(from, s->from, 0, 3);
		ts_format(to, s->to, 0, 3);
	}
	out_fmt(o, "%10llu  %-7s %12llu %10llu %12llu %12llu  %-24s  %s",
	    (unsigned long long)s->number, state, (unsigned long long)s->first,
	    (unsigned long long)s->count, (unsigned long long)s->bytes,
	    (unsigned long long)size, from, to);
	if (out_end(o) < 0)
		out_die(o);
}

/* The tail as far as it is whole. */
static int
tail_segment(struct tail *t, const char *path, uint64_t number, struct segment *s)
{
	struct commit c;
	struct rec *r;

	if (tail_load(t, path, number) < 0)
		return -1;
	r = rec_new();
	*s = (struct segment){ .number = number, .first = t->first,
		.from = TS_NONE, .to = TS_NONE };
	while (tail_next(t, &c) == TAIL_COMMIT) {
		const char *p = c.p, *end = c.p + c.n;

		s->count += c.count;
		s->bytes += c.n;
		while (p < end) {
			const char *nl = memchr(p, '\n', (size_t)(end - p));
			int64_t time;

			if (rec_parse(r, p, (size_t)(nl - p)) == 0 &&
			    rec_time(r, "time", &time))
				segment_time(s, time);
			p = nl + 1;
		}
	}
	rec_free(r);
	return 0;
}

/*
 * One of several in a file, which takes its share of that; NULL: it is not.  What has
 * expired takes nothing.
 */
static const char *
covered(struct covers *c, uint64_t number, struct segment *s, uint64_t *size)
{
	struct seglines l = { .rec = c->rec };
	struct cover cover;
	struct segment each;
	uint64_t bytes = 0;
	struct stat st;

	if (covers_find(c, number, &cover) <= 0)
		return NULL;
	*s = cover.segment;
	*size = 0;
	if (cover.kind == FILE_GONE)
		return "expired";
	l.p = c->lines;
	l.end = c->lines + c->nlines;
	while (seglines_next(&l, &each) > 0)
		bytes += each.bytes;
	if (bytes > 0 && stat(c->path.p, &st) == 0)
		*size = (uint64_t)((double)st.st_size * (double)s->bytes / (double)bytes);
	return "cold";
}

/* Describe a segment and how long its file is: its state; NULL: it cannot be read. */
static const char *
look(struct covers *covers, uint64_t number, struct tail *t, struct segment *s,
    uint64_t *size)
{
	const char *dir = covers->dir;
	struct buf path = BUF_INIT, b = BUF_INIT;
	struct index_text index = { .rec = rec_new() };
	const char *state = NULL;
	struct stat st;

	for (int i = 0; i < TRIES && !state; i++) {
		files_path(&path, dir, number, FILE_SEALED);
		if (segment_peek(path.p, s, &index, &b) == 0 && stat(path.p, &st) == 0) {
			state = "sealed";
			*size = (uint64_t)st.st_size;
			break;
		}
		if (errno != ENOENT)
			break;
		files_path(&path, dir, number, FILE_TAIL);
		if (tail_segment(t, path.p, number, s) == 0) {
			state = "open";
			*size = t->raw.n;
		} else if (errno != ENOENT) {
			break;
		} else {
			state = covered(covers, number, s, size);
		}
	}
	buf_clear(&path);
	buf_clear(&b);
	rec_free(index.rec);
	return state;
}

static bool
list_one(struct covers *c, uint64_t number, struct tail *t, struct out *o)
{
	struct segment s;
	uint64_t size;
	const char *state = look(c, number, t, &s, &size);

	if (state)
		put_line(o, &s, state, size);
	else
		warn_msg("segment %llu of '%s' cannot be read: see archive verify",
		    (unsigned long long)number, c->dir);
	return state != NULL;
}

int
archive_ls(int argc, char *argv[])
{
	const char *dir = archive_only_dir(argc, argv, "archive ls DIR");
	struct out o = OUT_INIT(STDOUT_FILENO);
	struct range all;
	struct covers covers;
	struct tail t;
	bool ok = true;

	if (files_range(dir, &all) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", dir);
	if (all.last == 0)
		die_msg(EXIT_TROUBLE, "'%s' is no archive: no segment is in it", dir);
	tail_init(&t);
	covers_init(&covers, dir);
	out_fmt(&o, "%10s  %-7s %12s %10s %12s %12s  %-24s  %s", "segment", "state",
	    "first", "records", "bytes", "on disk", "from", "to");
	if (out_end(&o) < 0)
		out_die(&o);
	for (uint64_t i = all.first; i <= all.last; i++)
		ok = list_one(&covers, i, &t, &o) && ok;
	if (out_flush(&o) < 0)
		out_die(&o);
	tail_clear(&t);
	covers_clear(&covers);
	out_clear(&o);
	return ok ? EXIT_OK : EXIT_TROUBLE;
}

int
archive_seal(int argc, char *argv[])
{
	const char *dir = archive_only_dir(argc, argv, "archive seal DIR");
	struct range all;
	struct store s;

	if (files_range(dir, &all) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", dir);
	if (all.last == 0)
		die_msg(EXIT_TROUBLE, "'%s' is no archive: no segment is in it", dir);
	store_open(&s, dir);
	store_seal(&s);
	return store_close(&s) < 0 ? EXIT_TROUBLE : EXIT_OK;
}
