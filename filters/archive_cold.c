/* archive_cold - cold files, opened. */
#include "archive.h"
#include "archive_cold.h"
#include "archive_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"
#include "num.h"
#include "pack.h"
#include "rec.h"

enum { FRAMES_MAX = 2 * COLUMN_MEMBERS_MAX + 2, NUMBER_MAX = 20 };

static const char salt_head[] = "{\"type\":\"salt\",",
    segment_head[] = "{\"type\":\"segment\",";

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
	const struct segment *before;
	struct cold_segment *s;
	const char *line;
	size_t n;

	c->segments = mem_grow(c->segments, &c->room, c->nsegments + 1,
	    sizeof *c->segments);
	s = c->segments + c->nsegments;
	before = c->nsegments ? &s[-1].s : NULL;
	*s = (struct cold_segment){ 0 };
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
	size_t at = 0;

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
		f->at = at;
		at += f->packed;
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

/* The index: n bytes of a file. */
static int
take_index(struct cold *c, const char *index, size_t n, struct rec *rec)
{
	struct pack_frame f;
	const char *p, *end, *line;
	size_t len;

	if (n < PACK_SKIP_HEAD + 1 + SEGMENT_END ||
	    pack_look(index, n, &f) != PACK_SKIP || f.size != n ||
	    f.kind != SEGMENT_INDEX_KIND || *f.p != '\n')
		return -1;
	p = f.p + 1;
	end = index + n - SEGMENT_END;
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

int
cold_open(struct cold *c, const struct buf *file, struct rec *rec)
{
	size_t n = segment_index_size(file->p, file->n);

	*c = (struct cold){ .file = file, .fd = -1 };
	if (n > file->n)
		return -1;
	c->packed = file->n - n;
	return take_index(c, file->p + c->packed, n, rec);
}

int
cold_open_path(struct cold *c, const char *path, struct buf *text, struct rec *rec)
{
	size_t n, size;

	*c = (struct cold){
		.fd = file_open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0),
	};
	if (c->fd < 0 || segment_read_index_at(c->fd, text, &n, &size) < 0)
		return -1;
	c->packed = size - n;
	errno = 0;
	return take_index(c, text->p + text->n - n, n, rec);
}

const char *
cold_bytes(struct cold *c, size_t at, size_t n)
{
	if (at > c->packed || n > c->packed - at)
		return NULL;
	if (c->file)
		return c->file->p + at;
	buf_cut(&c->part, 0);
	buf_room(&c->part, n);
	while (c->part.n < n) {
		ssize_t got = pread(c->fd, c->part.p + c->part.n, n - c->part.n,
		    (off_t)(at + c->part.n));

		if (got <= 0 && !(got < 0 && errno == EINTR))
			return NULL;
		c->part.n += got > 0 ? (size_t)got : 0;
	}
	return c->part.p;
}

/* The text of a column, with the line that heads it. */
static bool
unpack(struct cold *c, struct cold_frame *f)
{
	const char *nl = NULL, *p = cold_bytes(c, f->at, f->packed);
	struct buf head = BUF_INIT;
	struct pack_frame frame;

	buf_fmt(&head, "column %s ", f->name);
	if (p && pack_look(p, f->packed, &frame) == PACK_DATA &&
	    frame.size == f->packed && frame.content == f->unpacked &&
	    pack_unpack(c->pack, p, &frame, ARCHIVE_FILE_MAX, &f->text) == 0 &&
	    begins(f->text.p, f->text.n, buf_text(&head)))
		nl = memchr(f->text.p, '\n', f->text.n);
	f->head = nl ? (size_t)(nl + 1 - f->text.p) : 0;
	buf_clear(&head);
	return nl != NULL;
}

/* The first frame is no column. */
static void
fetch(struct cold *c, struct cold_frame *f)
{
	if (f->tried)
		return;
	f->tried = true;
	f->here = unpack(c, f);
	if (!f->here) {
		buf_clear(&f->text);
		c->damaged++;
	}
}

/* Of a column_source. */
static bool
get_column(void *arg, const char *name, const char **p, size_t *n)
{
	struct cold *c = arg;
	size_t i = 1;

	while (i < c->nframes && strcmp(c->frames[i].name, name) != 0)
		i++;
	if (i >= c->nframes)
		return false;
	fetch(c, c->frames + i);
	*p = c->frames[i].text.p + c->frames[i].head;
	*n = c->frames[i].text.n - c->frames[i].head;
	return c->frames[i].here;
}

struct column_source
cold_source(struct cold *c, struct pack *pack)
{
	c->pack = pack;
	return (struct column_source){ get_column, c };
}

void
cold_open_rows(struct cold *c, struct pack *pack)
{
	struct column_source source = cold_source(c, pack);

	if (!c->rows)
		c->rows = column_reader_open(&source);
}

void
cold_unpack(struct cold *c, struct pack *pack)
{
	cold_open_rows(c, pack);
	for (size_t i = 1; i < c->nframes; i++)
		fetch(c, c->frames + i);
}

size_t
cold_unpacked(const struct cold *c)
{
	size_t n = 0;

	for (size_t i = 1; i < c->nframes; i++)
		n += c->frames[i].unpacked;
	return n;
}

void
cold_close(struct cold *c)
{
	column_reader_free(c->rows);
	column_hits_clear(&c->hits);
	for (size_t i = 0; i < c->nframes; i++)
		buf_clear(&c->frames[i].text);
	free(c->segments);
	free(c->frames);
	buf_clear(&c->part);
	buf_clear(&c->filter);
	if (c->fd > 0)
		close(c->fd);
	*c = (struct cold){ .fd = -1 };
}

/* The next row; to: NULL to pass over it. */
static enum column_rc
next_row(struct cold *c, struct buf *to)
{
	c->left -= c->told && !c->segments[c->at].skip &&
	    c->hits.rows[c->read] != COLUMN_NOT;
	c->row++;
	c->read++;
	if (!c->rows)
		return COLUMN_LOST;
	return to ? column_next(c->rows, to) : column_pass(c->rows);
}

/* Is the next record of the segment one that may be wanted? */
static bool
wants(const struct cold *c)
{
	return !c->segments[c->at].skip &&
	    (!c->told || c->hits.rows[c->read] != COLUMN_NOT);
}

/* No more are wanted: to the end. */
static void
pass_rest(struct cold *c)
{
	for (; c->at < c->nsegments; c->at++, c->row = 0)
		if (!c->segments[c->at].skip)
			c->passed += c->segments[c->at].s.count - c->row;
}

/* To the next record that is wanted. */
static bool
find_record(struct cold *c)
{
	for (; c->at < c->nsegments; c->at++, c->row = 0)
		while (c->row < c->segments[c->at].s.count) {
			if (c->told && c->left == 0) {
				pass_rest(c);
				return false;
			}
			if (wants(c))
				return true;
			c->passed += !c->segments[c->at].skip;
			next_row(c, NULL);
		}
	return false;
}

bool
cold_run_on(struct cold *c, struct cold_run *run, size_t max, struct buf *to)
{
	const struct segment *s;

	max += to->n;
	if (!find_record(c))
		return false;
	s = &c->segments[c->at].s;
	*run = (struct cold_run){ .segment = c->at, .first = s->first + c->row,
		.passed = c->passed };
	c->passed = 0;
	while (c->row < s->count && to->n < max && run->lost == 0 && wants(c)) {
		if (next_row(c, to) == COLUMN_ROW)
			run->count++;
		else
			run->lost++;
	}
	while (run->lost > 0 && c->row < s->count && !c->rows) {
		run->lost++;
		c->row++;
	}
	return true;
}

bool
cold_run(struct cold *c, struct cold_run *run, size_t max, struct buf *to)
{
	buf_cut(to, 0);
	return cold_run_on(c, run, max, to);
}
