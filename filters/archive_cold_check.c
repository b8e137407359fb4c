/* archive_cold_check - a cold file against the roots of its segments. */
#include <string.h>

#include "archive_cold.h"
#include "archive_salts.h"
#include "pack.h"

struct check {
	struct tree tree;
	struct salts salts;
	struct pack *pack;
	struct buf text;
};

static const char *
check_segment(struct check *k, const struct cold_segment *s, uint64_t count)
{
	struct hash root;

	tree_root(&k->tree, &root);
	return count == s->s.count && hash_same(&root, &s->s.root) ? NULL :
	    "its records are not those of its segments";
}

static const char *
check_rows(struct check *k, struct cold *c, struct rec *rec)
{
	const char *why = NULL;
	uint64_t count = 0;
	struct cold_run run;

	cold_unpack(c, k->pack);
	if (c->damaged > 0)
		return "its columns are damaged";
	while (!why && cold_run(c, &run, COLD_RUN_BYTES, &k->text)) {
		const struct cold_segment *s = c->segments + run.segment;

		if (run.first == s->s.first) {
			tree_reset(&k->tree);
			count = 0;
			if (!salts_read(&k->salts, rec, s->salt, s->nsalt, s->s.count))
				return "its salts are damaged";
		}
		tree_add_lines(&k->tree, &k->salts, k->text.p, k->text.n, NULL);
		count += run.count;
		if (run.lost > 0)
			why = "some of its records are lost";
		else if (run.first + run.count == s->s.first + s->s.count)
			why = check_segment(k, s, count);
	}
	return why;
}

const char *
cold_check(const struct buf *file, struct rec *rec)
{
	struct check k = { .pack = pack_new(PACK_LEVEL) };
	const char *why = "its index is damaged";
	struct buf layout = BUF_INIT;
	struct cold c;

	if (cold_open(&c, file, rec) == 0) {
		enum digest_kind kind = c.segments[0].s.digest;

		tree_init(&k.tree, kind);
		salts_init(&k.salts, kind);
		segment_print_layout(kind, file->p, c.packed, &layout);
		why = layout.n == c.nlayout &&
		    memcmp(layout.p, c.layout, layout.n) == 0 ? check_rows(&k, &c, rec) :
		    "its packed bytes are not those that were written";
		tree_clear(&k.tree);
		salts_clear(&k.salts);
	}
	cold_close(&c);
	pack_free(k.pack);
	buf_clear(&k.text);
	buf_clear(&layout);
	return why;
}
