/* archive_copy - a copy of an archive: its files as they are, each checked. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_cold.h"
#include "archive_copy.h"
#include "archive_create.h"
#include "archive_deed.h"
#include "archive_files.h"
#include "archive_pace.h"
#include "archive_register.h"
#include "archive_tail.h"
#include "archive_text.h"
#include "archive_trunk.h"
#include "buf.h"
#include "err.h"
#include "file.h"
#include "json.h"
#include "opt.h"
#include "out.h"

#define SYNOPSIS "archive copy [--by WHO] [--why TEXT] DIR COPY"

enum { TRIES = 8 };

static void
load_manifest(const char *dir, struct buf *b)
{
	struct buf path = BUF_INIT;
	const char *nl;

	buf_fmt(&path, "%s/" MANIFEST_NAME, dir);
	if (files_load(buf_text(&path), b) < 0)
		die_msg(EXIT_TROUBLE, "cannot read '%s': %s", path.p, files_why(errno));
	nl = b->n ? memrchr(b->p, '\n', b->n) : NULL;
	buf_cut(b, nl ? (size_t)(nl - b->p) + 1 : 0);	/* the rest is being written */
	buf_clear(&path);
}

static void
write_file(const char *path, const struct buf *b)
{
	if (file_replace(path, b->p, b->n, ARCHIVE_FILE_MODE) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", path);
}

void
copy_manifest(const char *dir, const char *copy)
{
	struct buf have = BUF_INIT, want = BUF_INIT, path = BUF_INIT;

	load_manifest(dir, &want);
	buf_fmt(&path, "%s/" MANIFEST_NAME, copy);
	if (access(buf_text(&path), F_OK) == 0) {
		load_manifest(copy, &have);
		if (have.n > want.n || memcmp(have.p, want.p, have.n) != 0)
			die_msg(EXIT_TROUBLE,
			    "'%s' has a history of its own: its manifest is not the "
			    "beginning of that of '%s'", copy, dir);
	}
	if (have.n != want.n)
		write_file(path.p, &want);
	buf_clear(&have);
	buf_clear(&want);
	buf_clear(&path);
}

/* A directory that is a copy, or can become one. */
static void
open_copy(const char *dir, const char *copy)
{
	struct buf path = BUF_INIT;
	struct range all;

	if (create_dir(copy) == 0)
		file_sync_dir(copy);
	else if (errno != EEXIST)
		die_errno(EXIT_TROUBLE, "cannot make '%s'", copy);
	buf_fmt(&path, "%s/" MANIFEST_NAME, copy);
	if (access(buf_text(&path), F_OK) < 0) {
		if (files_range(copy, &all) < 0)
			die_errno(EXIT_TROUBLE, "cannot read '%s'", copy);
		if (all.last > 0 || all.others > 0)
			die_msg(EXIT_TROUBLE,
			    "cannot copy to '%s': other files are in it", copy);
	}
	copy_manifest(dir, copy);
	buf_clear(&path);
}

/*
 * The copy has segments of a cold file as they were before: they go, so that what was
 * taken out of that file is not there any more.
 */
static const char *
drop_hot(struct compare *c, const struct buf *cold, const struct cover *cover)
{
	const char *why = cold_check(cold, c->rec);
	struct buf path = BUF_INIT;

	for (uint64_t i = cover->first; !why && i <= cover->last; i++) {
		files_path(&path, c->copy, i, FILE_SEALED);
		if (unlink(path.p) < 0 && errno != ENOENT)
			why = files_why(errno);
	}
	if (!why && file_sync_dir(path.p) < 0)
		why = files_why(errno);
	buf_clear(&path);
	return why;
}

/* The file of dir that holds a segment, and perhaps others, into the copy. */
static const char *
copy_one(struct compare *c, uint64_t n, struct copied *done)
{
	struct buf from = BUF_INIT, to = BUF_INIT, file = BUF_INIT;
	enum file_kind kind = FILE_SEALED;
	const char *why = NULL;
	struct cover cover;
	uint64_t first = n;

	files_path(&from, c->dir, n, FILE_SEALED);
	if (files_load(from.p, &file) < 0) {
		if (errno != ENOENT || covers_find(&c->here, n, &cover) <= 0) {
			why = files_why(errno);
		} else {
			first = cover.first;
			kind = cover.kind;
			files_path(&from, c->dir, first, kind);
			if (files_load(from.p, &file) < 0)
				why = files_why(errno);
		}
	}
	if (!why) {
		files_path(&to, c->copy, first, kind);
		write_file(to.p, &file);
		done->files++;
		done->bytes += file.n;
		c->there.listed = false;
		buf_cut(&c->cold, 0);
		if (kind == FILE_COLD)
			why = drop_hot(c, &file, &cover);
		if (!why)
			why = compare_segment(c, n);
	}
	buf_clear(&from);
	buf_clear(&to);
	buf_clear(&file);
	return why;
}

/* The open segment as far as it is whole: false when it was sealed meanwhile. */
static bool
copy_tail(const char *dir, const char *copy, uint64_t n, struct copied *done)
{
	struct buf path = BUF_INIT;
	struct commit commit;
	struct tail t;
	bool there;

	tail_init(&t);
	files_path(&path, dir, n, FILE_TAIL);
	there = tail_load(&t, path.p, n) == 0;
	if (!there && errno != ENOENT)
		die_msg(EXIT_TROUBLE, "cannot read '%s': %s", path.p, files_why(errno));
	if (there) {
		while (tail_next(&t, &commit) == TAIL_COMMIT)
			;
		buf_cut(&t.raw, t.at);
		files_path(&path, copy, n, FILE_TAIL);
		write_file(path.p, &t.raw);
		done->files++;
		done->bytes += t.raw.n;
		done->tail = n;
		if (files_sweep(copy, n) < 0)
			die_errno(EXIT_TROUBLE, "cannot tidy up '%s'", copy);
	}
	tail_clear(&t);
	buf_clear(&path);
	return there;
}

static void
copy_sealed(struct compare *c, uint64_t from, uint64_t to, struct pace *pace,
    struct copied *done)
{
	for (uint64_t n = from; n <= to; n++) {
		const char *why;

		pace_to(pace, n);
		why = compare_segment(c, n);
		if (why)
			why = copy_one(c, n, done);
		if (!why)
			continue;
		warn_msg("segment %llu of '%s' is not in '%s': %s", (unsigned long long)n,
		    c->dir, c->copy, why);
		done->bad++;
	}
}

void
copy_files(const char *dir, const char *copy, const char *what, struct copied *done)
{
	uint64_t sealed = 0;
	struct pace pace;
	struct compare c;
	const char *why;

	*done = (struct copied){ 0 };
	open_copy(dir, copy);
	why = compare_open(&c, dir, copy);
	if (why)
		die_msg(EXIT_TROUBLE, "'%s' cannot be a copy of '%s': %s", copy, dir,
		    why);
	pace_begin(&pace, what, dir);
	for (int i = 0; i < TRIES && !done->tail; i++) {
		struct trunk trunk;

		trunk_load(&trunk, dir, c.head.digest);
		copy_sealed(&c, sealed + 1, trunk.n, &pace, done);
		sealed = trunk.n;
		trunk_clear(&trunk);
		copy_tail(dir, copy, sealed + 1, done);
	}
	pace_end(&pace);
	if (!done->tail)
		die_msg(EXIT_TROUBLE, "'%s' has no tail, or is sealed faster than copied",
		    dir);
	done->segments = sealed - done->bad;
	compare_close(&c);
}

int
archive_copy(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct manifest_head head;
	struct deed deed = DEED_INIT;
	struct buf b = BUF_INIT;
	struct copied done;
	const char *dir, *copy;

	deed_options(&deed, argc, argv, 2, SYNOPSIS);
	dir = argv[optind];
	copy = argv[optind + 1];
	archive_head(dir, &head);
	copy_files(dir, copy, "copy", &done);
	manifest_line(&b, "copy", &deed);
	text_member(&b, "copy", copy);
	buf_fmt(&b, ",\"segments\":%llu,\"files\":%llu,\"bytes\":%llu,\"bad\":%llu",
	    (unsigned long long)done.segments, (unsigned long long)done.files,
	    (unsigned long long)done.bytes, (unsigned long long)done.bad);
	if (manifest_add(dir, &head, &b, true) < 0)
		die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'", dir);
	copy_manifest(dir, copy);
	register_copy(dir, copy);
	out_fmt(&out, "%llu segments in '%s', %llu files written, %llu bytes\n",
	    (unsigned long long)done.segments, copy, (unsigned long long)done.files,
	    (unsigned long long)done.bytes);
	if (out_flush(&out) < 0)
		out_die(&out);
	buf_clear(&b);
	manifest_head_clear(&head);
	out_clear(&out);
	return done.bad ? EXIT_TROUBLE : EXIT_OK;
}
