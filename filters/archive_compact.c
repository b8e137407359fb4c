/*
 * archive_compact - sealed segments become cold files, in idle time.
 *
 * A cold file is in its place, durable and checked, before the segments it replaces go:
 * at any moment each record is in one of them or in both, and readers look for a segment
 * under its old name first.  What a run that was killed left half done is found by the
 * next one: a file that was not finished is removed, and a segment that is in a cold file
 * already goes when that file is sound.
 *
 * Records are hashed once, as they come out of the cold file, against the roots under
 * which they were sealed: that holds for all that was done with them before.  Only where
 * it fails are segments hashed first, to tell which of them is to blame.
 */
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "archive.h"
#include "archive_cold.h"
#include "archive_covers.h"
#include "archive_deed.h"
#include "archive_fetch.h"
#include "archive_files.h"
#include "archive_manifest.h"
#include "archive_upkeep.h"
#include "err.h"
#include "file.h"
#include "num.h"
#include "opt.h"
#include "out.h"
#include "pack.h"
#include "progress.h"
#include "rec.h"
#include "ts.h"

#define SYNOPSIS "archive compact [--level N] [--block SIZE] [--older AGE] [--dry] " \
	"[--by NAME] [--why TEXT] [--now TIME] DIR"

enum { OPT_LEVEL = OPT_OWN, OPT_BLOCK, OPT_OLDER, OPT_DRY };

enum {
	LEVEL = 9,			/* the default of --level */
	IDLE_NICE = 19,
	IO_IDLE = 3 << 13,		/* ioprio_set(2): waits for all others */
};

struct compact {
	const char *dir;
	int64_t level, block;
	uint64_t full;			/* a file: segments are a bit over their size */
	int64_t older;			/* in nanoseconds; -1: any age */
	bool dry;
	struct deed deed;
	struct manifest_head head;
	struct range range;
	struct covers covers;
	struct fetch fetch;
	struct rec *rec;
	struct buf records, lines, file, path;
	uint64_t first, last;		/* segments that are in records */
	struct hash hash;		/* of the last of them */
	enum digest_kind digest;
	bool doubt;			/* each segment is hashed before it is taken */
	int status;
	struct progress progress;	/* by bytes of records */
	struct out out;
};

static void
parse_opts(struct compact *c, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "level", required_argument, NULL, OPT_LEVEL },
		{ "block", required_argument, NULL, OPT_BLOCK },
		{ "older", required_argument, NULL, OPT_OLDER },
		{ "dry", no_argument, NULL, OPT_DRY },
		DEED_LONGOPTS,
		OPT_COMMON,
	};

	for (int o; (o = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		switch (o) {
		case OPT_LEVEL:
			if (num_i64(optarg, 1, PACK_LEVEL_MAX, &c->level) < 0)
				die_msg(EXIT_USAGE, "bad value '%s' of --level: 1 to %d",
				    optarg, PACK_LEVEL_MAX);
			break;
		case OPT_BLOCK:
			if (num_size(optarg, COLD_BLOCK_MIN, COLUMN_BYTES_MAX,
			    &c->block) < 0)
				die_msg(EXIT_USAGE,
				    "bad value '%s' of --block: 64K to 64M", optarg);
			break;
		case OPT_OLDER:
			if (num_duration(optarg, 0, INT64_MAX, &c->older) < 0)
				die_msg(EXIT_USAGE,
				    "bad value '%s' of --older: a time like 7d", optarg);
			break;
		case OPT_DRY: c->dry = true; break;
		default: deed_option(&c->deed, o, optarg, SYNOPSIS);
		}
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	c->dir = argv[optind];
}

/* Others come first, for the processor and for the disk. */
static void
be_idle(void)
{
	(void)setpriority(PRIO_PROCESS, 0, IDLE_NICE);
	(void)syscall(SYS_ioprio_set, 1, 0, IO_IDLE);
}

/* --- what is done ------------------------------------------------------------------- */

/* Does the manifest tell of the cold file? */
static bool
is_told(struct compact *c, uint64_t first, uint64_t last)
{
	struct buf want = BUF_INIT;
	struct chain chain;
	enum chain_rc rc;
	bool told = false;

	if (manifest_open(&chain, c->dir, &c->head) < 0)
		return false;
	buf_fmt(&want, "\"segments\":[%llu,%llu],", (unsigned long long)first,
	    (unsigned long long)last);
	while ((rc = chain_next(&chain)) == CHAIN_LINE || rc == CHAIN_BAD)
		if (rc == CHAIN_LINE && rec_is(chain.rec, "type", "compact") &&
		    memmem(chain.text, chain.n, want.p, want.n))
			told = true;
	chain_close(&chain);
	buf_clear(&want);
	return told;
}

/* Lines of c->path, which is sound: tell the manifest. */
static void
tell(struct compact *c, uint64_t first, uint64_t last, const struct hash *chain,
    size_t packed)
{
	struct buf b = BUF_INIT;

	manifest_line(&b, "compact", &c->deed);
	buf_fmt(&b, ",\"segments\":[%llu,%llu],\"packed\":%zu",
	    (unsigned long long)first, (unsigned long long)last, packed);
	hash_put(&b, "chain", chain);
	if (manifest_add(c->dir, &c->head, &b, true) < 0)
		die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'", c->dir);
	buf_clear(&b);
}

/* The hot files of segments that are in a cold one go. */
static void
remove_hot(struct compact *c, uint64_t first, uint64_t last)
{
	for (uint64_t i = first; i <= last; i++) {
		files_path(&c->path, c->dir, i, FILE_SEALED);
		if (unlink(c->path.p) < 0 && errno != ENOENT)
			die_errno(EXIT_TROUBLE, "cannot remove '%s'", c->path.p);
	}
	if (file_sync_dir(c->path.p) < 0)
		die_errno(EXIT_TROUBLE, "cannot sync '%s'", c->dir);
}

static void
say_done(struct compact *c, uint64_t first, uint64_t last, size_t bytes, size_t packed)
{
	progress_clear(&c->progress);
	out_fmt(&c->out, "segments %llu to %llu: %zu bytes of records",
	    (unsigned long long)first, (unsigned long long)last, bytes);
	if (packed > 0)
		out_fmt(&c->out, " in %zu, %.1f to 1", packed,
		    (double)bytes / (double)packed);
	if (out_end(&c->out) < 0 || out_flush(&c->out) < 0)
		out_die(&c->out);
}

/* The cold file in c->file is in its place, and the segments in it go. */
static void
put_in_place(struct compact *c)
{
	if (file_replace(c->path.p, c->file.p, c->file.n, ARCHIVE_FILE_MODE) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", c->path.p);
	tell(c, c->first, c->last, &c->hash, c->file.n);
	remove_hot(c, c->first, c->last);
}

static void take(struct compact *, uint64_t first, uint64_t last);

/* What came out is not what was sealed: the same segments again, each hashed first. */
static void
take_again(struct compact *c)
{
	c->doubt = true;
	take(c, c->first, c->last);
	c->doubt = false;
}

/* The segments in c->records become a file. */
static void
write_cold(struct compact *c)
{
	struct cold_parts parts = { .records = c->records.p, .n = c->records.n,
		.lines = &c->lines, .digest = c->digest,
		.level = (int)c->level };
	size_t bytes = c->records.n, packed = 0;
	const char *why = NULL;

	if (bytes == 0)
		return;
	if (!c->dry) {
		cold_print(&parts, &c->file);
		packed = c->file.n;
		why = cold_check(&c->file, c->rec);
		files_path(&c->path, c->dir, c->first, FILE_COLD);
		if (why && c->doubt)
			die_msg(EXIT_TROUBLE, "cannot compact to '%s': %s",
			    c->path.p, why);
		if (!why)
			put_in_place(c);
	}
	buf_cut(&c->records, 0);
	buf_cut(&c->lines, 0);
	if (why)
		take_again(c);
	else
		say_done(c, c->first, c->last, bytes, packed);
}

/* --- which segments ----------------------------------------------------------------- */

/* One that has become part of a cold file already: that one is sound, or nothing goes. */
static void
finish(struct compact *c, const struct cover *cover)
{
	const char *path = buf_text(&c->covers.path), *why;
	struct segment s = cover->segment;

	if (files_load(path, &c->file) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", path);
	why = cold_check(&c->file, c->rec);
	if (why)
		die_msg(EXIT_TROUBLE, "'%s' is damaged: %s; segment %llu is there "
		    "besides: remove that file and go on", path, why,
		    (unsigned long long)s.number);
	if (c->dry)
		return;
	if (!is_told(c, cover->first, cover->last))
		tell(c, cover->first, cover->last, &cover->hash, c->file.n);
	remove_hot(c, cover->first, cover->last);
}

static bool
is_old(const struct compact *c, const struct segment *s)
{
	return c->older < 0 || s->to == TS_NONE || s->to <= c->deed.now - c->older;
}

/* Is it there as a hot file, and old enough? */
static bool
wanted(struct compact *c, uint64_t number, struct segment *s)
{
	struct index_text t = { .rec = c->rec };
	struct cover cover;

	files_path(&c->path, c->dir, number, FILE_SEALED);
	if (segment_peek(c->path.p, s, &t, &c->file) < 0 || !t.sound) {
		if (errno != ENOENT)
			warn_msg("'%s' is left as it is: its index cannot be read",
			    c->path.p);
		return false;
	}
	if (covers_find(&c->covers, number, &cover) > 0) {
		if (cover.kind == FILE_COLD)
			finish(c, &cover);
		return false;	/* one that expires is not ours */
	}
	return is_old(c, s);
}

/* Add its records to those of the file to be. */
static bool
add(struct compact *c, uint64_t number)
{
	struct fetch *f = &c->fetch;
	size_t from = c->records.n;
	const char *why;

	if (c->doubt || c->dry) {
		why = fetch_segment(f, c->dir, number);
		if (!why)
			buf_put(&c->records, f->text.p, f->text.n);
	} else {
		why = fetch_hot(f, c->dir, number, &c->records);
	}
	if (why) {
		warn_msg("'%s' is left as it is: %s", f->path.p, why);
		buf_cut(&c->records, from);
		return false;
	}
	if (from == 0)
		c->first = number;
	c->last = number;
	c->hash = f->segment.hash;
	c->digest = f->segment.digest;
	buf_put(&c->lines, f->line.p, f->line.n);
	buf_char(&c->lines, '\n');
	salts_print(&f->salts, &c->lines);
	return true;
}

/* Segment by segment: a file is full, or ends where the next one may not be taken. */
static void
take(struct compact *c, uint64_t first, uint64_t last)
{
	for (uint64_t i = first; i <= last; i++) {
		struct segment s;

		if (!wanted(c, i, &s)) {
			write_cold(c);
			continue;
		}
		if (c->records.n > 0 && (c->records.n + s.bytes > c->full ||
		    c->last - c->first + 1 >= COLD_SEGMENTS_MAX))
			write_cold(c);
		if (!add(c, i)) {
			c->status = EXIT_TROUBLE;
			write_cold(c);
		} else if (!c->doubt) {
			progress_add(&c->progress, s.bytes);
		}
	}
	write_cold(c);
}

/* How much is to be read. */
static void
begin_progress(struct compact *c)
{
	struct index_text t = { .rec = c->rec };
	uint64_t whole = 0;
	struct segment s;

	if (!isatty(STDERR_FILENO))
		return;
	for (uint64_t i = c->range.first; i <= c->range.last; i++) {
		files_path(&c->path, c->dir, i, FILE_SEALED);
		if (segment_peek(c->path.p, &s, &t, &c->file) == 0 && is_old(c, &s))
			whole += s.bytes;
	}
	progress_begin(&c->progress, "compact", whole);
}

int
archive_compact(int argc, char *argv[])
{
	struct compact c = { .level = LEVEL, .block = COLD_BLOCK, .older = -1,
		.deed = DEED_INIT, .rec = rec_new(), .out = OUT_INIT(STDOUT_FILENO) };

	parse_opts(&c, argc, argv);
	c.full = (uint64_t)(c.block + c.block / 16);
	if (c.full > COLUMN_BYTES_MAX)
		c.full = COLUMN_BYTES_MAX;
	archive_head(c.dir, &c.head);
	if (files_range(c.dir, &c.range) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", c.dir);
	if (c.deed.now == TS_NONE)
		c.deed.now = ts_now();
	if (!c.dry) {
		upkeep_lock(c.dir);
		if (files_sweep_cold(c.dir) < 0)
			die_errno(EXIT_TROUBLE, "cannot clean '%s'", c.dir);
		be_idle();
	}
	covers_init(&c.covers, c.dir);
	fetch_init(&c.fetch, c.head.digest);
	begin_progress(&c);
	take(&c, c.range.first, c.range.last);
	progress_end(&c.progress);
	fetch_clear(&c.fetch);
	covers_clear(&c.covers);
	manifest_head_clear(&c.head);
	rec_free(c.rec);
	buf_clear(&c.records);
	buf_clear(&c.lines);
	buf_clear(&c.file);
	buf_clear(&c.path);
	out_clear(&c.out);
	return c.status;
}
