/* archive_cold - cold files, written and opened. */
#include "archive.h"
#include "archive_cold.h"
#include "archive_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "num.h"
#include "pack.h"
#include "rec.h"

enum { FRAMES_MAX = 2 * COLUMN_MEMBERS_MAX + 2, NUMBER_MAX = 20 };

static const char cold_head[] = "{\"type\":\"cold\",",
    salt_head[] = "{\"type\":\"salt\",", segment_head[] = "{\"type\":\"segment\",";

/* --- written ------------------------------------------------------------------------ */

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
	struct column_set set = { 0 };
	struct hash hash;
	size_t from;

	buf_cut(to, 0);
	column_write(&set, parts->records, parts->n);
	put_about(pack, to);
	buf_fmt(&list, "about 0 %zu", to->n);
	put_columns(&set, pack, &list, to);
	buf_char(&index, '\n');
	buf_put(&index, parts->lines->p, parts->lines->n);
	from = index.n;
	buf_fmt(&index, "%s\"version\":%d,\"level\":%d,\"columns\":\"%.*s\"", cold_head,
	    ARCHIVE_VERSION, parts->level, (int)list.n, list.p);
	hash_seal(&index, from, d, &hash);
	segment_print_layout(parts->digest, to->p, to->n, &index);
	segment_put_index(&index, to);
	column_set_clear(&set);
	digest_free(d);
	pack_free(pack);
	buf_clear(&list);
}

/* --- opened ------------------------------------------------------------------------- */

static bool
begins(const char *p, size_t n, const char *head)
{
	return n >= strlen(head) && memcmp(p, head, strlen(head)) == 0;
}

/* A segment line and its salt line, which follow those before. */
static bool
take_segment(struct cold *c, struct rec *rec, const char **p, const char *end)
{
	struct index_text t = { .rec = rec };
	struct cold_segment *s = c->segments + c->nsegments;
	const struct segment *before = c->nsegments ? &s[-1].s : NULL;
	const char *line;
	size_t n;

	if (c->nsegments == COLD_SEGMENTS_MAX || (line = text_line(p, end, &n)) == NULL ||
	    segment_line(line, n, &s->s, &t) < 0 || !t.sound)
		return false;
	s->line = line;
	s->salt = text_line(p, end, &s->nsalt);
	if (!s->salt || !begins(s->salt, s->nsalt, salt_head))
		return false;
	if (before && (s->s.number != before->number + 1 ||
	    s->s.first != before->first + before->count ||
	    !hash_same(&s->s.prev, &before->hash)))
		return false;
	c->nsegments++;
	return true;
}

/* A number of the list, and a space or the end behind it. */
static bool
take_size(const char **p, const char *end, size_t *v)
{
	char text[NUMBER_MAX + 1];
	size_t n = 0;
	int64_t x;

	while (*p < end && **p != ' ' && n < NUMBER_MAX)
		text[n++] = *(*p)++;
	text[n] = '\0';
	if (num_i64(text, 0, ARCHIVE_FILE_MAX, &x) < 0)
		return false;
	*v = (size_t)x;
	*p += *p < end;
	return true;
}

/* The names and sizes of the columns; the first is what the file says of itself. */
static bool
take_columns(struct cold *c, const char *p, size_t n)
{
	const char *end = p + n;

	c->frames = mem_zero(FRAMES_MAX + 1, sizeof *c->frames);
	while (p < end) {
		struct cold_frame *f = c->frames + c->nframes;
		const char *space = memchr(p, ' ', (size_t)(end - p));

		if (!space || (size_t)(space - p) >= sizeof f->name ||
		    c->nframes > FRAMES_MAX)
			return false;
		memcpy(f->name, p, (size_t)(space - p));
		p = space + 1;
		if (!take_size(&p, end, &f->unpacked) || !take_size(&p, end, &f->packed))
			return false;
		c->nframes++;
	}
	return c->nframes > 0;
}

static bool
take_cold(struct cold *c, struct rec *rec, const char *line, size_t n)
{
	struct digest *d = digest_new_kind(c->segments[0].s.digest);
	struct hash hash;
	bool sound = hash_sealed(line, n, d, &hash);
	const char *list;
	size_t nlist;
	int64_t level;

	digest_free(d);
	if (!sound || rec_parse(rec, line, n) < 0 || !rec_is(rec, "type", "cold") ||
	    !rec_int(rec, "level", &level) || level < 1 || level > PACK_LEVEL_MAX)
		return false;
	c->level = (int)level;
	return rec_str(rec, "columns", &list, &nlist) && take_columns(c, list, nlist);
}

int
cold_open(struct cold *c, const struct buf *file, struct rec *rec)
{
	size_t n = segment_index_size(file->p, file->n), len;
	struct pack_frame f;
	const char *p, *end, *line;

	*c = (struct cold){ .file = file };
	if (n < PACK_SKIP_HEAD + 1 + SEGMENT_END || n > file->n)
		return -1;
	c->packed = file->n - n;
	if (pack_look(file->p + c->packed, n, &f) != PACK_SKIP || f.size != n ||
	    f.kind != SEGMENT_INDEX_KIND || *f.p != '\n')
		return -1;
	p = f.p + 1;
	end = file->p + file->n - SEGMENT_END;
	c->segments = mem_zero(COLD_SEGMENTS_MAX + 1, sizeof *c->segments);
	while (begins(p, (size_t)(end - p), segment_head))
		if (!take_segment(c, rec, &p, end))
			return -1;
	if (c->nsegments == 0 || (line = text_line(&p, end, &len)) == NULL ||
	    !take_cold(c, rec, line, len))
		return -1;
	c->layout = p;
	c->nlayout = (size_t)(end - p);
	return 0;
}

/* The text of a column, without the line that heads it. */
static bool
unpack(struct pack *pack, const char *p, const struct cold_frame *f, struct buf *to)
{
	struct buf head = BUF_INIT;
	struct pack_frame frame;
	bool ok;

	buf_fmt(&head, "column %s ", f->name);
	ok = pack_look(p, f->packed, &frame) == PACK_DATA && frame.size == f->packed &&
	    frame.content == f->unpacked &&
	    pack_unpack(pack, p, &frame, ARCHIVE_FILE_MAX, to) == 0 &&
	    begins(to->p, to->n, head.p ? buf_text(&head) : "");
	if (ok) {
		const char *nl = memchr(to->p, '\n', to->n);

		ok = nl != NULL;
		if (ok) {
			size_t n = (size_t)(nl + 1 - to->p);

			memmove(to->p, to->p + n, to->n - n);
			buf_cut(to, to->n - n);
		}
	}
	buf_clear(&head);
	return ok;
}

void
cold_unpack(struct cold *c, struct pack *pack)
{
	size_t at = 0;

	for (size_t i = 0; i < c->nframes; i++) {
		const struct cold_frame *f = c->frames + i;
		struct column *column;

		if (f->packed > c->packed - at) {
			c->damaged++;
			break;
		}
		if (i > 0) {
			column = column_set_add(&c->set, f->name);
			if (!unpack(pack, c->file->p + at, f, &column->text)) {
				buf_clear(&column->text);
				c->set.n--;
				c->damaged++;
			}
		}
		at += f->packed;
	}
	c->rows = column_reader_new(&c->set);
}

void
cold_close(struct cold *c)
{
	column_reader_free(c->rows);
	column_set_clear(&c->set);
	free(c->segments);
	free(c->frames);
	*c = (struct cold){ 0 };
}

/* The next row; to: NULL to pass over it. */
static enum column_rc
next_row(struct cold *c, struct buf *to)
{
	if (!c->rows)
		return COLUMN_LOST;
	return to ? column_next(c->rows, to) : column_pass(c->rows);
}

/* To the next segment of which records are wanted. */
static bool
find_segment(struct cold *c)
{
	for (; c->at < c->nsegments; c->at++, c->row = 0) {
		const struct cold_segment *s = c->segments + c->at;

		if (!s->skip && c->row < s->s.count)
			return true;
		for (; c->row < s->s.count; c->row++)
			next_row(c, NULL);
	}
	return false;
}

bool
cold_run(struct cold *c, struct cold_run *run, size_t max, struct buf *to)
{
	const struct segment *s;

	buf_cut(to, 0);
	if (!find_segment(c))
		return false;
	s = &c->segments[c->at].s;
	*run = (struct cold_run){ .segment = c->at, .first = s->first + c->row };
	while (c->row < s->count && to->n < max && run->lost == 0) {
		if (next_row(c, to) == COLUMN_ROW)
			run->count++;
		else
			run->lost++;
		c->row++;
	}
	while (run->lost > 0 && c->row < s->count && !c->rows) {
		run->lost++;
		c->row++;
	}
	return true;
}
