/* archive_cold_print - cold files, written. */
#include "archive.h"
#include "archive_cold.h"
#include "pack.h"

static void
put_about(struct pack *pack, struct buf *to)
{
	struct buf text = BUF_INIT;

	for (const char *const *line = cold_text; *line; line++) {
		buf_str(&text, *line);
		buf_char(&text, '\n');
	}
	pack_data(pack, text.p, text.n, to);
	buf_clear(&text);
}

/* A frame for each column, and the names and sizes of them all; empties the set. */
static void
put_columns(struct column_set *set, struct pack *pack, struct buf *list, struct buf *to)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < set->n; i++) {
		struct column *c = set->v + i;
		size_t from = to->n;

		buf_cut(&text, 0);
		buf_fmt(&text, "column %s %zu\n", c->name, c->text.n);
		buf_put(&text, c->text.p, c->text.n);
		buf_clear(&c->text);	/* what is done is not needed any more */
		pack_data(pack, text.p, text.n, to);
		buf_fmt(list, " %s %zu %zu", c->name, text.n, to->n - from);
	}
	buf_clear(&text);
}

void
cold_print(const struct cold_parts *parts, struct buf *to)
{
	struct buf index = BUF_INIT, list = BUF_INIT;
	struct pack *pack = pack_new(parts->level);
	struct digest *d = digest_new_kind(parts->digest);
	struct buf filter = BUF_INIT;
	struct column_set set = { 0 };
	struct hash hash;
	size_t from;

	buf_cut(to, 0);
	column_write(&set, parts->records, parts->n);
	cold_put_filter(parts, &set, pack, &filter);
	put_about(pack, to);
	buf_fmt(&list, "about 0 %zu", to->n);
	put_columns(&set, pack, &list, to);
	buf_put(to, filter.p, filter.n);
	buf_char(&index, '\n');
	buf_put(&index, parts->lines->p, parts->lines->n);
	from = index.n;
	buf_fmt(&index, "{\"type\":\"cold\",\"version\":%d,\"level\":%d,"
	    "\"columns\":\"%.*s\"", ARCHIVE_VERSION, parts->level, (int)list.n, list.p);
	hash_seal(&index, from, d, &hash);
	segment_print_layout(parts->digest, to->p, to->n, &index);
	segment_put_index(&index, to);
	column_set_clear(&set);
	digest_free(d);
	pack_free(pack);
	buf_clear(&list);
	buf_clear(&filter);
}
