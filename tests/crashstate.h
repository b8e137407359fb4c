/*
 * crashstate.h - what a power failure may leave of a directory, from a log of its changes.
 *
 * The log (writelog.h) is cut after some entry.  What was synced before that is there for good: the
 * data and the size of a file after its sync, names after the sync of the directory.  Everything
 * else may be there or not, in any order, as file systems do it: a write whole, cut at a sector,
 * with some of its sectors only, or as a size without data; a name that is new or renamed before
 * the data of its file; names in the order of a journal or in none.
 */
#ifndef TESTS_CRASHSTATE_H
#define TESTS_CRASHSTATE_H

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "numbered.h"
#include "writelog.h"

enum { CRASH_SECTOR = 512, CRASH_NAMES = 256 };

/* What becomes of a change that was not synced. */
enum crash_fate { CRASH_GONE, CRASH_WHOLE, CRASH_ZEROS, CRASH_CUT, CRASH_MIXED };

struct crash_op {
	enum writelog_what what;
	int file;		/* which file it concerns; -1: names */
	uint64_t at;
	size_t n;
	const char *data, *name, *to;
	bool synced;		/* before the cut: crash_cut() */
	enum crash_fate fate;
	uint64_t arg;		/* CRASH_CUT: sectors kept; CRASH_MIXED: which */
};

struct crash_file {
	char *p;
	size_t n, cap;
};

struct crash_name {
	const char *name;
	int file;
};

struct crash_log {
	char *raw;
	struct crash_op *v;
	size_t n, cap;
	int nfiles;
	/* the directory before the log */
	bool there;
	struct crash_name base[CRASH_NAMES];
	struct crash_file *based;	/* contents of those: file numbers from 0 */
	size_t nbase;
	/* while it is read */
	struct crash_name live[CRASH_NAMES];
	size_t nlive;
	struct { uint32_t pid, file; int is; } *open;
	size_t nopen, capopen;
};

static inline _Noreturn void
crash_fail(const char *what)
{
	fprintf(stderr, "the log of writes: %s\n", what);
	exit(2);
}

static inline struct crash_name *
crash_find(struct crash_name *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].name, name) == 0)
			return &v[i];
	return NULL;
}

static inline void
crash_unlink(struct crash_name *v, size_t *n, const char *name)
{
	struct crash_name *e = crash_find(v, *n, name);

	if (e)
		*e = v[--*n];
}

static inline void
crash_link(struct crash_name *v, size_t *n, const char *name, int file)
{
	crash_unlink(v, n, name);
	if (*n == CRASH_NAMES)
		crash_fail("too many names");
	v[(*n)++] = (struct crash_name){ name, file };
}

/* Do to the names what the entry did. */
static inline void
crash_names(struct crash_name *v, size_t *n, const struct crash_op *op)
{
	struct crash_name *from = crash_find(v, *n, op->name);

	switch (op->what) {
	case WRITELOG_OPEN:
		crash_link(v, n, op->name, op->file);
		break;
	case WRITELOG_RENAME:
	case WRITELOG_LINK:
		if (!from)
			break;	/* made by an entry that is gone */
		crash_link(v, n, op->to, from->file);
		if (op->what == WRITELOG_RENAME)
			crash_unlink(v, n, op->name);
		break;
	case WRITELOG_UNLINK:
		crash_unlink(v, n, op->name);
		break;
	default:
		break;
	}
}

static inline bool
crash_is_name(const struct crash_op *op)
{
	return op->what == WRITELOG_OPEN || op->what == WRITELOG_RENAME ||
	    op->what == WRITELOG_LINK || op->what == WRITELOG_UNLINK ||
	    op->what == WRITELOG_MKDIR;
}

static inline bool
crash_is_data(const struct crash_op *op)
{
	return op->what == WRITELOG_WRITE || op->what == WRITELOG_SIZE;
}

static inline void
crash_add(struct crash_log *l, struct crash_op op)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof *l->v);
	l->v[l->n++] = op;
}

static inline int
crash_opened(const struct crash_log *l, uint32_t pid, uint32_t file)
{
	for (size_t i = l->nopen; i-- > 0;)
		if (l->open[i].pid == pid && l->open[i].file == file)
			return l->open[i].is;
	crash_fail("a file that was not opened");
}

/* A file opened: an entry when that makes or empties it. */
static inline void
crash_open(struct crash_log *l, const struct writelog *w, const char *name)
{
	struct crash_name *e = crash_find(l->live, l->nlive, name);
	int is = e ? e->file : l->nfiles++;

	if (!e) {
		crash_link(l->live, &l->nlive, name, is);
		crash_add(l, (struct crash_op){ .what = WRITELOG_OPEN, .file = is, .name = name });
	} else if (w->at) {
		crash_add(l, (struct crash_op){ .what = WRITELOG_SIZE, .file = is });
	}
	l->open = mem_grow(l->open, &l->capopen, l->nopen + 1, sizeof *l->open);
	l->open[l->nopen].pid = w->pid;
	l->open[l->nopen].file = w->file;
	l->open[l->nopen++].is = is;
}

static inline void
crash_entry(struct crash_log *l, const struct writelog *w, const char *name, const char *to,
    const char *data)
{
	struct crash_op op = { .what = w->what, .file = -1, .at = w->at, .n = w->n,
		.data = data, .name = name, .to = to };
	struct crash_name *e;

	switch (op.what) {
	case WRITELOG_OPEN:
		crash_open(l, w, name);
		return;
	case WRITELOG_RUN:
		return;
	case WRITELOG_WRITE:
	case WRITELOG_SYNC:
	case WRITELOG_SIZE:
		e = w->file ? NULL : crash_find(l->live, l->nlive, name);
		op.file = e ? e->file : crash_opened(l, w->pid, w->file);
		break;
	default:
		if (*name && !crash_find(l->live, l->nlive, name))
			crash_fail("a name that is not there");
		crash_names(l->live, &l->nlive, &op);
	}
	crash_add(l, op);
}

/* The names and data of an entry end in no NUL: they get room of their own. */
static inline void
crash_read(struct crash_log *l, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	size_t size, at = 0, text = 0;
	char *names;

	if (fd < 0 || fstat(fd, &st) < 0)
		crash_fail(path);
	size = (size_t)st.st_size;
	l->raw = mem_zero(2 * size + 1, 1);
	names = l->raw + size;		/* an entry takes less room there than its head does */
	if (read(fd, l->raw, size) != (ssize_t)size)
		crash_fail("cannot be read");
	close(fd);
	while (at < size) {
		struct writelog w;
		char *name = names + text, *to;

		if (size - at < sizeof w)
			crash_fail("cut");
		memcpy(&w, l->raw + at, sizeof w);
		if (w.magic != WRITELOG_MAGIC || w.n + w.nname + w.nto > size - at - sizeof w)
			crash_fail("not in its form");
		at += sizeof w;
		memcpy(name, l->raw + at, w.nname);
		name[w.nname] = '\0';
		to = name + w.nname + 1;
		memcpy(to, l->raw + at + w.nname, w.nto);
		to[w.nto] = '\0';
		text += w.nname + w.nto + 2;
		at += w.nname + w.nto;
		crash_entry(l, &w, name, to, l->raw + at);
		at += w.n;
	}
}

/* Begin with what is in a directory, all of it there for good. */
static inline void
crash_base(struct crash_log *l, bool there, const struct crash_name *names, size_t n,
    struct crash_file *files)
{
	*l = (struct crash_log){ .there = there, .nbase = n, .nlive = n, .nfiles = (int)n,
		.based = files };
	for (size_t i = 0; i < n; i++)
		l->base[i] = l->live[i] = (struct crash_name){ names[i].name, (int)i };
}

static inline void
crash_clear(struct crash_log *l)
{
	free(l->raw);
	free(l->v);
	free(l->open);
}

/* The failure comes after `cut` entries: which were synced by then? */
static inline void
crash_cut(struct crash_log *l, size_t cut)
{
	for (size_t i = 0; i < cut; i++) {
		l->v[i].synced = false;
		l->v[i].fate = CRASH_WHOLE;
	}
	for (size_t i = 0; i < cut; i++) {
		const struct crash_op *s = &l->v[i];

		for (size_t j = 0; j < i; j++) {
			struct crash_op *op = &l->v[j];

			if (s->what == WRITELOG_SYNC ?
			    crash_is_data(op) && op->file == s->file :
			    s->what == WRITELOG_SYNC_DIR && crash_is_name(op) &&
			    (op->what == WRITELOG_MKDIR) == (s->at == 1))
				op->synced = true;
		}
	}
}

static inline void
crash_size(struct crash_file *f, size_t n)
{
	if (n > f->n) {
		f->p = mem_grow(f->p, &f->cap, n, 1);
		memset(f->p + f->n, 0, n - f->n);
	}
	f->n = n;
}

static inline void
crash_reach(struct crash_file *f, size_t n)
{
	if (n > f->n)
		crash_size(f, n);
}

static inline void
crash_write(struct crash_file *f, const struct crash_op *op, enum crash_fate fate)
{
	size_t at = (size_t)op->at, end = at + op->n, cut;

	if (op->what == WRITELOG_SIZE) {
		crash_size(f, at);
		return;
	}
	switch (fate) {
	case CRASH_CUT:
		cut = (at / CRASH_SECTOR + (size_t)op->arg) * CRASH_SECTOR;
		if (cut <= at)
			break;
		end = cut < end ? cut : end;
		/* fall through */
	case CRASH_WHOLE:
		crash_reach(f, end);
		memcpy(f->p + at, op->data, end - at);
		break;
	case CRASH_MIXED:
		crash_reach(f, end);
		for (size_t i = at; i < end; i++)
			if (numbered_mix(i / CRASH_SECTOR + op->arg) & 1)
				f->p[i] = op->data[i - at];
		break;
	case CRASH_ZEROS:
		crash_reach(f, end);
		break;
	case CRASH_GONE:
		break;
	}
}

/* What the cut and the fates leave. */
struct crash_state {
	bool there;		/* the directory */
	struct crash_name names[CRASH_NAMES];
	size_t n;
	struct crash_file *files;
	int nfiles;
};

static inline void
crash_state(const struct crash_log *l, size_t cut, struct crash_state *s)
{
	*s = (struct crash_state){ .there = l->there, .n = l->nbase, .nfiles = l->nfiles };
	memcpy(s->names, l->base, l->nbase * sizeof *l->base);
	s->files = mem_zero((size_t)l->nfiles + 1, sizeof *s->files);
	for (size_t i = 0; i < l->nbase; i++) {
		crash_reach(&s->files[i], l->based[i].n);
		if (l->based[i].n)
			memcpy(s->files[i].p, l->based[i].p, l->based[i].n);
	}
	for (size_t i = 0; i < cut; i++) {
		const struct crash_op *op = &l->v[i];
		enum crash_fate fate = op->synced ? CRASH_WHOLE : op->fate;

		if (fate == CRASH_GONE)
			continue;
		if (op->what == WRITELOG_MKDIR)
			s->there = true;
		else if (crash_is_name(op))
			crash_names(s->names, &s->n, op);
		else if (crash_is_data(op))
			crash_write(&s->files[op->file], op, fate);
	}
	if (!s->there)
		s->n = 0;
}

static inline void
crash_state_clear(struct crash_state *s)
{
	for (int i = 0; i < s->nfiles; i++)
		free(s->files[i].p);
	free(s->files);
}

/* The same for states that are the same. */
static inline uint64_t
crash_state_hash(const struct crash_state *s, uint64_t h)
{
	h = numbered_mix(h + s->there);
	for (size_t i = 0; i < s->n; i++) {
		const struct crash_file *f = &s->files[s->names[i].file];
		uint64_t one = 14695981039346656037u;

		for (const char *p = s->names[i].name; *p; p++)
			one = (one ^ (unsigned char)*p) * 1099511628211u;
		for (size_t k = 0; k < f->n; k++)
			one = (one ^ (unsigned char)f->p[k]) * 1099511628211u;
		h += numbered_mix(one);	/* the order of names says nothing */
	}
	return h;
}

/* Make it a directory on disk, where none is. */
static inline void
crash_state_put(const struct crash_state *s, const char *dir)
{
	char path[4096];

	if (!s->there)
		return;
	if (mkdir(dir, 0755) < 0)
		crash_fail(dir);
	for (size_t i = 0; i < s->n; i++) {
		const struct crash_file *f = &s->files[s->names[i].file];
		int fd;

		snprintf(path, sizeof path, "%s/%s", dir, s->names[i].name);
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
		if (fd < 0 || (f->n && write(fd, f->p, f->n) != (ssize_t)f->n))
			crash_fail(path);
		close(fd);
	}
}

#endif
