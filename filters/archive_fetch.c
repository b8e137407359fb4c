/* archive_fetch - one sealed segment, whole, with its salts: to prove, to redact. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "archive_cold.h"
#include "archive_covers.h"
#include "archive_fetch.h"
#include "archive_files.h"
#include "mem.h"
#include "merkle.h"
#include "pack.h"
#include "rec.h"

static const char damaged[] = "its records are damaged";

void
fetch_init(struct fetch *f, enum digest_kind kind)
{
	*f = (struct fetch){ .pack = pack_new(PACK_LEVEL), .rec = rec_new() };
	salts_init(&f->salts, kind);
}

void
fetch_clear(struct fetch *f)
{
	salts_clear(&f->salts);
	buf_clear(&f->line);
	buf_clear(&f->text);
	buf_clear(&f->path);
	buf_clear(&f->file);
	free(f->leaves);
	free(f->starts);
	pack_free(f->pack);
	rec_free(f->rec);
}

/* All leaves: do they make the root? */
static bool
make_leaves(struct fetch *f)
{
	const char *p = f->text.p, *end = p + f->text.n;
	struct merkle m = { .n = 0 };
	struct digest *d = f->salts.d;
	struct hash root;
	uint64_t i = 0;

	free(f->leaves);
	free(f->starts);
	f->leaves = mem_zero((size_t)f->segment.count + 1, sizeof *f->leaves);
	f->starts = mem_zero((size_t)f->segment.count + 1, sizeof *f->starts);
	while (p < end && i < f->segment.count) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		const unsigned char *salt = salts_at(&f->salts, i);
		const struct redacted *r = salt ? NULL : salts_redacted(&f->salts, i);

		if (!salt && !r)
			return false;
		if (salt)
			tree_leaf(d, salt, p, (size_t)(nl - p), &f->leaves[i]);
		else
			f->leaves[i] = r->leaf;
		merkle_add(&m, d, f->leaves[i++].b);
		p = nl + 1;
		f->starts[i] = (size_t)(p - f->text.p);
	}
	merkle_root(&m, d, root.b);
	return p == end && i == f->segment.count && hash_same(&root, &f->segment.root);
}

/* The records of one segment of the cold file in f->file. */
static const char *
fetch_cold(struct fetch *f, uint64_t number)
{
	struct buf part = BUF_INIT;
	struct cold_run run;
	const char *why = NULL;
	struct cold c;

	f->cold = true;
	if (cold_open(&c, &f->file, f->rec) < 0) {
		cold_close(&c);
		return "its index is damaged";
	}
	for (size_t i = 0; i < c.nsegments; i++) {
		struct cold_segment *s = c.segments + i;

		s->skip = s->s.number != number;
		if (s->skip)
			continue;
		f->segment = s->s;
		buf_cut(&f->line, 0);	/* the salt line follows it */
		buf_put(&f->line, s->line, (size_t)(s->salt - 1 - s->line));
		if (!salts_read(&f->salts, f->rec, s->salt, s->nsalt, s->s.count))
			why = "its salts are damaged";
	}
	if (!why) {
		buf_cut(&f->text, 0);
		cold_unpack(&c, f->pack);
		while (cold_run(&c, &run, COLD_RUN_BYTES, &part))
			buf_put(&f->text, part.p, part.n);
		if (!make_leaves(f))
			why = damaged;
	}
	buf_clear(&part);
	cold_close(&c);
	return why;
}

/* Not a hot segment: what else there is of it. */
static const char *
elsewhere(struct fetch *f, const char *dir, uint64_t number)
{
	struct covers covers;
	struct cover cover;
	const char *why = "it is not there";
	int rc;

	covers_init(&covers, dir);
	rc = covers_find(&covers, number, &cover);
	if (rc != 0) {
		buf_cut(&f->path, 0);
		buf_str(&f->path, buf_text(&covers.path));
		buf_text(&f->path);
		why = rc < 0 ? files_why(errno) : cover.kind == FILE_GONE ?
		    "its records have expired" : files_load(f->path.p, &f->file) < 0 ?
		    strerror(errno) : fetch_cold(f, number);
	}
	covers_clear(&covers);
	return why;
}

/* The hot file in f->file, but for its hashes; its records are appended to text. */
static const char *
read_sealed(struct fetch *f, uint64_t number, struct buf *text)
{
	struct index_text t = { .rec = f->rec };
	size_t n = segment_index_size(f->file.p, f->file.n);

	f->cold = false;
	if (n == 0 || n > f->file.n ||
	    segment_index(f->file.p + f->file.n - n, n, &f->segment, &t) < 0 ||
	    !t.sound || f->segment.number != number)
		return "its index is damaged";
	buf_cut(&f->line, 0);
	buf_put(&f->line, t.line, t.nline);
	if (!salts_read(&f->salts, f->rec, t.salt, t.nsalt, f->segment.count))
		return "its salts are damaged";
	return segment_text(f->pack, f->file.p, f->file.n, text) < 0 ? damaged : NULL;
}

const char *
fetch_hot(struct fetch *f, const char *dir, uint64_t number, struct buf *text)
{
	files_path(&f->path, dir, number, FILE_SEALED);
	return files_load(f->path.p, &f->file) < 0 ? files_why(errno) :
	    read_sealed(f, number, text);
}

const char *
fetch_segment(struct fetch *f, const char *dir, uint64_t number)
{
	const char *why;

	files_path(&f->path, dir, number, FILE_SEALED);
	if (files_load(f->path.p, &f->file) < 0)
		return errno == ENOENT ? elsewhere(f, dir, number) : files_why(errno);
	buf_cut(&f->text, 0);
	why = read_sealed(f, number, &f->text);
	return why || make_leaves(f) ? why : damaged;
}

const char *
fetch_line(const struct fetch *f, uint64_t i, size_t *n)
{
	*n = f->starts[i + 1] - f->starts[i] - 1;
	return f->text.p + f->starts[i];
}
