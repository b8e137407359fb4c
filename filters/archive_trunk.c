/* archive_trunk - the tree over the hashes of all sealed segments. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "archive_covers.h"
#include "archive_files.h"
#include "archive_manifest.h"
#include "archive_note.h"
#include "archive_segment.h"
#include "archive_trunk.h"
#include "buf.h"
#include "err.h"
#include "mem.h"
#include "merkle.h"
#include "rec.h"

static void
add(struct trunk *t, struct digest *d, const struct segment *s)
{
	t->leaves = mem_grow(t->leaves, &t->cap, t->n + 1, sizeof *t->leaves);
	t->firsts = mem_grow(t->firsts, &t->cap_firsts, t->n + 1, sizeof *t->firsts);
	t->firsts[t->n] = s->first;
	t->next = s->first + s->count;
	merkle_leaf(d, s->hash.b, sizeof s->hash.b, t->leaves[t->n++].b);
}

/* All segments of the file that stands for this one. */
static void
add_cover(struct trunk *t, struct digest *d, const struct covers *c)
{
	struct seglines l = { .p = c->lines, .end = c->lines + c->nlines, .rec = c->rec };
	uint64_t number = t->n + 1;
	struct segment s;

	while (seglines_next(&l, &s) > 0)
		if (s.number >= number)
			add(t, d, &s);
}

/* Nothing may be behind it but a tail. */
static void
check_end(const char *dir, size_t n)
{
	struct range all;

	if (files_range(dir, &all) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", dir);
	/* one more may be sealed meanwhile */
	if (all.last > n + 2 || !(files_there(dir, n + 1, FILE_TAIL) ||
	    files_there(dir, n + 1, FILE_SEALED)))
		die_msg(EXIT_TROUBLE,
		    "segment %zu of '%s' is missing: see archive verify", n + 1, dir);
}

void
trunk_load(struct trunk *t, const char *dir, enum digest_kind kind)
{
	struct index_text index = { .rec = rec_new() };
	struct buf path = BUF_INIT, b = BUF_INIT;
	struct digest *d = digest_new_kind(kind);
	struct covers covers;
	struct cover cover;
	struct segment s;
	int rc = 1;

	*t = (struct trunk){ .n = 0 };
	covers_init(&covers, dir);
	while (rc > 0) {
		files_path(&path, dir, t->n + 1, FILE_SEALED);
		if (segment_peek(path.p, &s, &index, &b) == 0 && index.sound &&
		    s.number == t->n + 1) {
			add(t, d, &s);
			continue;
		}
		rc = errno == ENOENT ? covers_find(&covers, t->n + 1, &cover) : -1;
		if (rc > 0)
			add_cover(t, d, &covers);
	}
	if (rc < 0)
		die_msg(EXIT_TROUBLE, "cannot read the index of '%s': see archive verify",
		    path.p);
	check_end(dir, t->n);
	covers_clear(&covers);
	digest_free(d);
	rec_free(index.rec);
	buf_clear(&path);
	buf_clear(&b);
}

void
trunk_clear(struct trunk *t)
{
	free(t->leaves);
	free(t->firsts);
}

uint64_t
trunk_find(const struct trunk *t, uint64_t record)
{
	size_t lo = 0, hi = t->n;

	if (t->n == 0 || record < t->firsts[0] || record >= t->next)
		return 0;
	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (t->firsts[mid] <= record)
			lo = mid;
		else
			hi = mid;
	}
	return lo + 1;
}

void
trunk_root(const struct trunk *t, size_t n, struct digest *d, struct hash *root)
{
	struct merkle m = { .n = 0 };

	for (size_t i = 0; i < n; i++)
		merkle_add(&m, d, t->leaves[i].b);
	merkle_root(&m, d, root->b);
}

void
trunk_note(const struct trunk *t, const struct manifest_head *head, struct note *note)
{
	struct digest *d = digest_new_kind(head->digest);

	*note = (struct note){ .segments = t->n, .digest = head->digest };
	memcpy(note->id, head->id, sizeof note->id);
	trunk_root(t, t->n, d, &note->root);
	digest_free(d);
}
