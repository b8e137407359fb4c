/* archive_back - all records of an archive, block by block from the last to the first. */
#include <stdlib.h>
#include <string.h>

#include "archive_back.h"
#include "archive_pace.h"
#include "err.h"
#include "mem.h"

void
back_open(struct back *b, const char *dir)
{
	*b = (struct back){ 0 };
	reader_open(&b->reader, dir);
	b->first = b->reader.number;
	b->at = b->reader.last;
	if (b->reader.before) {
		warn_msg("segments 1 to %llu of '%s' are missing",
		    (unsigned long long)b->reader.before, dir);
		b->reader.before = 0;
		b->reader.damaged++;
	}
}

/* A segment may come in several blocks; each lasts only until the next. */
static void
keep(struct back *b, const struct block *x)
{
	b->v = mem_grow(b->v, &b->cap, b->n + 1, sizeof *b->v);
	b->v[b->n++] = (struct back_block){ x->first, b->text.n, x->n };
	buf_put(&b->text, x->p, x->n);
}

static void
read_segments(struct back *b, uint64_t from, uint64_t to)
{
	struct reader *r = &b->reader;
	struct block x;

	b->n = 0;
	buf_cut(&b->text, 0);
	r->number = from;
	r->stop = to;
	r->end = r->in_tail = r->chained = false;
	while (reader_next(r, &x))
		keep(b, &x);
}

/* The segment at b->at, and those that are in the same file. */
static void
load(struct back *b)
{
	struct reader *r = &b->reader;
	uint64_t last = b->at, first = last;

	if (!files_there(r->dir, last, FILE_SEALED) &&
	    !files_there(r->dir, last, FILE_TAIL) &&
	    covers_find(&r->covers, last, &r->cover) > 0)
		first = r->cover.first;
	read_segments(b, first, last);
	if (b->pace)
		pace_part(b->pace, first, last + 1);
	b->at = first - 1;
}

bool
back_next(struct back *b, struct block *x)
{
	const struct back_block *from;

	while (b->n == 0 && b->at >= b->first)
		load(b);
	if (b->n == 0)
		return false;
	from = &b->v[--b->n];
	*x = (struct block){ .first = from->first, .p = b->text.p + from->at,
		.n = from->n };
	return true;
}

int
back_close(struct back *b, int status)
{
	if (b->pace)
		pace_end(b->pace);
	free(b->v);
	buf_clear(&b->text);
	return reader_close(&b->reader, status);
}

static uint64_t
count_lines(const char *p, const char *end)
{
	uint64_t n = 0;

	for (; p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
		n++;
	return n;
}

void
back_lines(struct back_lines *l, const struct block *b)
{
	*l = (struct back_lines){ .begin = b->p, .end = b->p + b->n,
		.number = b->first + count_lines(b->p, b->p + b->n) };
}

bool
back_line(struct back_lines *l, const char **line, size_t *n)
{
	const char *last = l->end - 1, *nl;

	if (l->end == l->begin)
		return false;
	nl = last > l->begin ? memrchr(l->begin, '\n', (size_t)(last - l->begin)) : NULL;
	*line = nl ? nl + 1 : l->begin;
	*n = (size_t)(last - *line);
	l->end = *line;
	l->number--;
	return true;
}
