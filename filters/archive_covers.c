/* archive_covers - files that stand for several segments: .cold and .gone. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "archive_covers.h"
#include "mem.h"
#include "pack.h"
#include "rec.h"

enum { COVERS_TRIED = 8 };	/* files before a segment that may reach as far as it */

static const char segment_head[] = "{\"type\":\"segment\",", salt_head[] =
    "{\"type\":\"salt\",";

static bool
begins(const char *p, size_t n, const char *head)
{
	return n >= strlen(head) && memcmp(p, head, strlen(head)) == 0;
}

static const char *
line_end(const char *p, const char *end)
{
	const char *nl = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;

	return nl ? nl : end;
}

int
seglines_next(struct seglines *l, struct segment *s)
{
	while (l->p < l->end) {
		const char *line = l->p, *nl = line_end(line, l->end);
		const char *next = nl < l->end ? nl + 1 : nl;
		int rc;

		l->p = next;
		if (!begins(line, (size_t)(nl - line), segment_head)) {
			if (l->only)
				return -1;
			continue;
		}
		if (l->only && nl == l->end)
			return -1;	/* without its newline */
		l->text = (struct index_text){ .rec = l->rec };
		rc = segment_line(line, (size_t)(nl - line), s, &l->text);
		nl = line_end(next, l->end);
		if (begins(next, (size_t)(nl - next), salt_head)) {
			l->text.salt = next;
			l->text.nsalt = (size_t)(nl - next);
		}
		return rc == 0 && l->text.sound ? 1 : -1;
	}
	return 0;
}

void
covers_init(struct covers *c, const char *dir)
{
	*c = (struct covers){ .dir = dir, .rec = rec_new() };
}

void
covers_clear(struct covers *c)
{
	free(c->v);
	buf_clear(&c->path);
	buf_clear(&c->text);
	rec_free(c->rec);
}

/* In the order in which they are tried: the last first, tombstones before cold files. */
static int
by_number(const void *a, const void *b)
{
	const struct cover_name *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? 1 : -1;
	return (x->kind != FILE_GONE) - (y->kind != FILE_GONE);
}

static int
list(struct covers *c)
{
	DIR *d = opendir(c->dir);
	struct dirent *e;

	if (!d)
		return -1;
	c->n = 0;
	while ((e = readdir(d)) != NULL) {
		enum file_kind kind;
		uint64_t n = files_number(e->d_name, &kind);

		if (!n || (kind != FILE_COLD && kind != FILE_GONE))
			continue;
		c->v = mem_grow(c->v, &c->cap, c->n + 1, sizeof *c->v);
		c->v[c->n++] = (struct cover_name){ .first = n, .kind = kind };
	}
	closedir(d);
	if (c->n > 1)
		qsort(c->v, c->n, sizeof *c->v, by_number);
	c->listed = true;
	return 0;
}

int
covers_index(const char *path, struct buf *b, const char **p, size_t *n)
{
	struct pack_frame f;
	size_t size;

	if (segment_read_index(path, b, &size, NULL) < 0)
		return -1;
	errno = 0;
	if (pack_look(b->p + b->n - size, size, &f) != PACK_SKIP || f.size != size)
		return -1;
	*p = f.p;
	*n = size - PACK_SKIP_HEAD;
	return 0;
}

/* Is it the first one of the file, or the one after its last so far? */
static bool
follows(struct cover *c, const struct segment *s)
{
	if (c->last)
		return s->number == c->last + 1 && s->first == c->next &&
		    hash_same(&s->prev, &c->hash);
	c->prev = s->prev;
	c->record = s->first;
	return s->number == c->first;
}

/* The lines of c->path, all of them checked against each other: does it reach segment? */
static int
reaches(struct covers *c, uint64_t segment, struct cover *found)
{
	struct seglines l = { .p = c->lines, .end = c->lines + c->nlines,
		.only = found->kind == FILE_GONE, .rec = c->rec };
	struct segment s;
	bool there = false;
	int rc;

	found->last = 0;
	while ((rc = seglines_next(&l, &s)) > 0) {
		if (!follows(found, &s)) {
			rc = -1;
			break;
		}
		found->last = s.number;
		found->next = s.first + s.count;
		found->hash = s.hash;
		if (s.number == segment) {
			found->segment = s;
			found->salt = l.text.salt;
			found->nsalt = l.text.nsalt;
			there = true;
		}
	}
	errno = EILSEQ;
	if (rc < 0 || found->last == 0)
		return -1;
	return there;
}

static int
try(struct covers *c, const struct cover_name *name, uint64_t segment,
    struct cover *found)
{
	int rc;

	files_path(&c->path, c->dir, name->first, name->kind);
	*found = (struct cover){ .kind = name->kind, .first = name->first };
	if (name->kind == FILE_GONE) {
		rc = files_load(c->path.p, &c->text);
		c->lines = c->text.p;
		c->nlines = c->text.n;
	} else {
		rc = covers_index(c->path.p, &c->text, &c->lines, &c->nlines);
		if (rc < 0 && errno == 0)
			errno = EILSEQ;
	}
	return rc < 0 ? -1 : reaches(c, segment, found);
}

/* Among those that are listed; ENOENT: the list is old. */
static int
look(struct covers *c, uint64_t segment, struct cover *found)
{
	int tried = 0, bad = 0;

	for (size_t i = 0; i < c->n && tried < COVERS_TRIED; i++) {
		int rc;

		if (c->v[i].first > segment)
			continue;
		tried++;
		rc = try(c, &c->v[i], segment, found);
		if (rc > 0)
			return 1;
		if (rc < 0 && errno == ENOENT)
			return -1;
		if (rc < 0 && tried == 1)
			bad = errno;	/* the nearest one: it would be here */
	}
	if (!bad)
		return 0;
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].first <= segment) {
			files_path(&c->path, c->dir, c->v[i].first, c->v[i].kind);
			break;
		}
	errno = bad;
	return -1;
}

int
covers_find(struct covers *c, uint64_t segment, struct cover *found)
{
	int rc = c->listed ? look(c, segment, found) : 0;

	/* compaction and expiry go on meanwhile */
	if (rc <= 0) {
		if (list(c) < 0)
			return -1;
		rc = look(c, segment, found);
	}
	return rc;
}
