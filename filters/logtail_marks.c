/* logtail_marks - the generations of files that are known. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "logtail.h"
#include "mem.h"

void
marks_init(struct marks *m)
{
	*m = (struct marks){ 0 };
	TAILQ_INIT(&m->places);
}

static uint64_t
hash_of(const char *s)
{
	return table_hash(TABLE_SEED, s, strlen(s));
}

static uint64_t
hash_ino(uint64_t ino)
{
	return table_hash(TABLE_SEED, &ino, sizeof ino);
}

static void
drop(struct marks *m, struct mark *x)
{
	table_remove(&m->by_fid, &x->by_fid);
	table_remove(&m->by_ino, &x->by_ino);
	TAILQ_REMOVE(&x->place->marks, x, next);
	x->place->n--;
	m->n--;
	free(x);
}

void
marks_clear(struct marks *m)
{
	struct place *p;
	struct mark *x;

	while ((p = TAILQ_FIRST(&m->places)) != NULL) {
		while ((x = TAILQ_FIRST(&p->marks)) != NULL)
			drop(m, x);
		TAILQ_REMOVE(&m->places, p, next);
		free(p->path);
		free(p);
	}
	table_clear(&m->by_fid);
	table_clear(&m->by_ino);
	table_clear(&m->by_path);
}

struct mark *
marks_by_fid(const struct marks *m, const char *fid)
{
	struct table_link *at = table_first(&m->by_fid, hash_of(fid));

	for (; at; at = table_next(at)) {
		struct mark *x = TABLE_THING(at, struct mark, by_fid);

		if (strcmp(x->fid, fid) == 0)
			return x;
	}
	return NULL;
}

struct place *
marks_place(const struct marks *m, const char *path)
{
	struct table_link *at = table_first(&m->by_path, hash_of(path));

	for (; at; at = table_next(at)) {
		struct place *p = TABLE_THING(at, struct place, by_path);

		if (strcmp(p->path, path) == 0)
			return p;
	}
	return NULL;
}

static struct place *
place_of(struct marks *m, const char *path)
{
	struct place *p = marks_place(m, path);

	if (!p) {
		p = mem_zero(1, sizeof *p);
		p->path = mem_str(path);
		TAILQ_INIT(&p->marks);
		TAILQ_INSERT_TAIL(&m->places, p, next);
		table_add(&m->by_path, hash_of(path), &p->by_path);
	}
	return p;
}

bool
marks_add(struct marks *m, const struct mark *mark, const char *path)
{
	struct mark *x = marks_by_fid(m, mark->fid);
	struct place *p;

	if (x) {	/* a generation stays where it was read first */
		p = x->place;
		drop(m, x);
	} else {
		if (m->n >= MARKS_MAX)
			return false;
		p = place_of(m, path);
	}
	while (p->n >= PLACE_MAX)
		drop(m, TAILQ_LAST(&p->marks, mark_list));
	x = mem_zero(1, sizeof *x);
	*x = *mark;
	x->place = p;
	TAILQ_INSERT_HEAD(&p->marks, x, next);
	p->n++;
	m->n++;
	table_add(&m->by_fid, hash_of(x->fid), &x->by_fid);
	table_add(&m->by_ino, hash_ino(x->ino), &x->by_ino);
	return true;
}

void
marks_note(struct tail *t, const struct gen *g, const unsigned char *tail, int64_t tail_n)
{
	int64_t off = gen_place(g);
	struct mark m = {
		.dev = g->dev, .ino = g->ino, .born_ns = g->born_ns, .head_n = g->head_n,
		.tail_n = tail_n, .off = off, .tail_off = off, .size = g->size,
		.time_ns = t->now_ns, .changed_ns = g->changed_ns,
	};

	memcpy(m.fid, g->fid, sizeof m.fid);
	text_guessed(g, m.encoding);
	memcpy(m.head, g->head, sizeof m.head);
	memcpy(m.tail, tail, sizeof m.tail);
	marks_add(&t->marks, &m, g->path);
	t->moved = true;
}

struct mark *
marks_latest(const struct marks *m, const char *path)
{
	struct place *p = marks_place(m, path);

	return p ? TAILQ_FIRST(&p->marks) : NULL;
}

bool
marks_know_ino(const struct marks *m, uint64_t ino)
{
	return table_first(&m->by_ino, hash_ino(ino)) != NULL;
}

struct mark *
marks_find(const struct marks *m, int fd, const struct stat *st)
{
	struct table_link *at = table_first(&m->by_ino, hash_ino(st->st_ino));
	int64_t born = at ? gen_born(fd) : 0;

	for (; at; at = table_next(at)) {
		struct mark *x = TABLE_THING(at, struct mark, by_ino);

		/* device numbers may change when the machine starts anew */
		if (x->ino != st->st_ino ||
		    (born != 0 && x->born_ns != 0 && born != x->born_ns))
			continue;
		if (fit_file(x, fd, st->st_size).fits)
			return x;
	}
	return NULL;
}
