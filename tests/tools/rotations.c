/*
 * rotations - a log is rotated in all ways, at full speed and calmly, while it is followed and
 * while it is not: tests/follower.h tells what is run and what must come out.
 */
#include <stdint.h>

#include "follower.h"

/* Rotated as fast as it is written: nobody waits for the follower. */
static void
fast(struct follower *t, enum rotate_how how, bool dated)
{
	t->w.dated = dated;
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		rotate(&t->w, how);
		while (stages_read(&t->s, 0))
			;
	}
	writer_lines(&t->w, t->lines);
	follower_await(t);
	follower_stop(t);
}

/* Rotated when all was read. */
static void
calm(struct follower *t, enum rotate_how how, bool dated)
{
	t->w.dated = dated;
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		follower_await(t);
		rotate(&t->w, how);
	}
	writer_lines(&t->w, t->lines);
	follower_await(t);
	follower_stop(t);
}

static void
rename_fast(struct follower *t)
{
	fast(t, ROTATE_RENAME, false);
}

static void
rename_dated(struct follower *t)
{
	fast(t, ROTATE_RENAME, true);
}

static void
rename_calm(struct follower *t)
{
	calm(t, ROTATE_RENAME, false);
}

/* The program goes on writing to the file that was renamed, until it is told. */
static void
rename_late(struct follower *t)
{
	t->w.keep_open = true;
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		rotate(&t->w, ROTATE_RENAME);
		writer_lines(&t->w, t->lines / 2 + 1);
		writer_part(&t->w);
		if (i % 2)
			follower_expect(t, stages_await(&t->s, t->w.written),
			    "what is written to a renamed file comes out");
		writer_rest(&t->w);
		writer_reopen(&t->w);
	}
	writer_lines(&t->w, t->lines);
	follower_await(t);
	follower_stop(t);
}

static void
copy_fast(struct follower *t)
{
	fast(t, ROTATE_COPY, false);
}

static void
copy_dated(struct follower *t)
{
	fast(t, ROTATE_COPY, true);
}

static void
copy_calm(struct follower *t)
{
	calm(t, ROTATE_COPY, false);
}

/* Rotated n times while nobody follows; what was rotated away is compressed by packer. */
static void
stopped(struct follower *t, int n, enum rotate_how how, const char *packer)
{
	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		follower_await(t);
		follower_stop(t);
		for (int k = 0; k < n; k++) {
			writer_lines(&t->w, t->lines);
			rotate(&t->w, how);
		}
		if (packer)
			rotate_pack(&t->w, packer);
		writer_lines(&t->w, t->lines);
		follower_start(t);
		follower_await(t);
	}
	follower_stop(t);
}

static void
stopped_once(struct follower *t)
{
	stopped(t, 1, ROTATE_RENAME, NULL);
}

static void
stopped_thrice(struct follower *t)
{
	stopped(t, 3, ROTATE_RENAME, NULL);
}

static void
stopped_copy(struct follower *t)
{
	stopped(t, 1, ROTATE_COPY, NULL);
}

static void
stopped_copies(struct follower *t)
{
	stopped(t, 3, ROTATE_COPY, NULL);
}

static void
stopped_gzip(struct follower *t)
{
	stopped(t, 3, ROTATE_RENAME, "gzip");
}

static void
stopped_xz(struct follower *t)
{
	stopped(t, 3, ROTATE_RENAME, "xz");
}

static void
stopped_zstd(struct follower *t)
{
	stopped(t, 3, ROTATE_RENAME, "zstd");
}

static void
stopped_copy_gzip(struct follower *t)
{
	stopped(t, 2, ROTATE_COPY, "gzip");
}

/* Rotated and compressed at once while it is followed. */
static void
packed_fast(struct follower *t)
{
	static const char *const packers[] = { "gzip", "xz", "zstd" };

	follower_start(t);
	for (int64_t i = 0; i < t->rotations; i++) {
		writer_lines(&t->w, t->lines);
		rotate(&t->w, i % 2 ? ROTATE_COPY : ROTATE_RENAME);
		rotate_pack(&t->w, packers[i % 3]);
		while (stages_read(&t->s, 0))
			;
	}
	writer_lines(&t->w, t->lines);
	follower_await(t);
	follower_stop(t);
}

static const struct follower_scenario scenarios[] = {
	{ "rename-fast", rename_fast, 10000, 20 },
	{ "rename-dated", rename_dated, 10000, 20 },
	{ "rename-calm", rename_calm, 500, 20 },
	{ "rename-late", rename_late, 500, 20 },
	{ "copy-fast", copy_fast, 10000, 20 },
	{ "copy-dated", copy_dated, 10000, 20 },
	{ "copy-calm", copy_calm, 500, 20 },
	{ "stopped-once", stopped_once, 500, 4 },
	{ "stopped-thrice", stopped_thrice, 500, 4 },
	{ "stopped-copy", stopped_copy, 500, 4 },
	{ "stopped-copies", stopped_copies, 500, 4 },
	{ "stopped-gzip", stopped_gzip, 500, 3 },
	{ "stopped-xz", stopped_xz, 500, 3 },
	{ "stopped-zstd", stopped_zstd, 500, 3 },
	{ "stopped-copy-gzip", stopped_copy_gzip, 500, 3 },
	{ "packed-fast", packed_fast, 2000, 20 },
	{ NULL, NULL, 0, 0 },
};

int
main(int argc, char *argv[])
{
	return follower_main(scenarios, argc, argv);
}
