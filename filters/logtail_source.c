/* logtail_source - a path as it is now, after what was rotated away from it. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "logtail.h"

enum {
	/* so much of a file must be known before another one is taken for a copy of it */
	COPY_LEAST = 4 * EDGE,
};

/*
 * stdin is named "-"; a named pipe that is followed never ends, whoever writes into it.
 */
static int
open_path(const struct tail *t, const char *path)
{
	struct stat st;

	if (strcmp(path, "-") == 0)
		return STDIN_FILENO;
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return file_open(path, t->o.follow && S_ISFIFO(st.st_mode) ?
		    O_RDWR | O_NONBLOCK : O_RDONLY, 0);
	return gen_open(path);
}

/* The path opened; -1 when it cannot be, which is said unless quiet, and errno. */
static int
open_checked(struct tail *t, const char *path, bool quiet, struct stat *st)
{
	int fd = open_path(t, path), reason;

	if (fd >= 0 && fstat(fd, st) == 0 && !S_ISDIR(st->st_mode))
		return fd;
	reason = fd >= 0 && S_ISDIR(st->st_mode) ? EISDIR : errno;
	if (fd > STDIN_FILENO)
		close(fd);
	errno = reason;
	if (!quiet && !(t->o.follow && reason == ENOENT)) {
		warn_errno("cannot read '%s'", path);
		t->trouble = true;
	}
	return -1;
}

/* What is known of the file that the path leads to. */
static struct mark *
recognise(struct tail *t, const char *path, int fd, const struct stat *st)
{
	struct mark *m = marks_find(&t->marks, fd, st), *latest;

	if (m)
		return m;
	/* a file that was replaced by a copy of itself, as editors do it */
	latest = marks_latest(&t->marks, path);
	return latest && latest->off >= COPY_LEAST && latest->tail_n == EDGE &&
	    fit_file(latest, fd, st->st_size).fits ? latest : NULL;
}

/* Where all that there is under a path is read, what was rotated away is, too. */
static bool
wants_all(const struct tail *t, const char *path)
{
	bool of_a_time = t->o.since_ns != TS_NONE || t->o.until_ns != TS_NONE;

	return marks_latest(&t->marks, path) || ((t->o.resume || t->o.state ||
	    of_a_time) && (t->o.last < 0 || t->begun));
}

/* A plain file: where it was left, and what came before it. */
static void
place(struct tail *t, struct gen *g, const struct stat *st, rotate_fn *fn)
{
	struct mark *m = recognise(t, g->path, g->fd, st), known, *latest;

	if (m) {
		known = *m;	/* the marks move while files are read */
		gen_take_up(t, g, &known);
		if (!fit_file(&known, g->fd, st->st_size).fits) {
			gen_forget(g);	/* it was truncated just now */
			m = NULL;
		}
	}
	latest = marks_latest(&t->marks, g->path);
	if (latest && !m)
		memcpy(g->before, latest->fid, sizeof g->before);
	g->busy = true;
	if (wants_all(t, g->path) &&
	    rotate_catch_up(t, g->spec, g->path, g, fn))
		g->before[0] = '\0';
	g->busy = false;
	if (g->off > 0) {
		free(g->pin);
		g->pin = NULL;
	}
	if (!m && !latest && t->o.last >= 0 && !t->begun)
		gen_last_lines(t, g, t->o.last);
	since_seek(t, g);
}

struct gen *
source_open(struct tail *t, const struct spec *spec, const char *path, bool quiet,
    rotate_fn *fn)
{
	bool is_stdin = strcmp(path, "-") == 0;
	struct stat st;
	struct gen *g;
	int fd = open_checked(t, path, quiet, &st);

	if (fd < 0)
		return NULL;
	g = gen_new(spec, path, fd, &st);
	g->stream |= is_stdin;
	g->is_stdin = is_stdin;
	if (S_ISREG(st.st_mode) && !is_stdin)
		place(t, g, &st, fn);
	t->totals.files++;
	return g;
}

void
source_gone(struct tail *t, const struct spec *spec, const char *path, rotate_fn *fn)
{
	if (wants_all(t, path))
		rotate_catch_up(t, spec, path, NULL, fn);
}

/* Nothing of it was read, and what it had then it still has: it may only have grown. */
static bool
has_grown(const struct gen *g, const struct gen *new)
{
	return g->off == 0 && new->pin_n >= g->pin_n &&
	    memcmp(new->pin, g->pin, (size_t)g->pin_n) == 0;
}

struct gen *
source_again(struct tail *t, struct gen *g, rotate_fn *fn)
{
	struct gen *new = gen_again(t, g);
	int64_t lost = g->size > g->off ? g->size - g->off : 0;
	bool begun = !has_grown(g, new), found = false;

	g->busy = true;
	if (g->fid[0] == '\0')		/* what was there before that is still not read */
		memcpy(new->before, g->before, sizeof new->before);
	if (g->fid[0] != '\0' || wants_all(t, g->path))
		found = rotate_catch_up(t, new->spec, new->path, new, fn);
	if (found)
		new->before[0] = '\0';
	if (begun && g->fid[0] == '\0' && g->pin)	/* nothing of it was read yet */
		found = rotate_has(t, g->path, g->pin, g->pin_n);
	lines_finish(g);
	if (begun && !found) {
		if (lost > 0)
			ledger_gap(t, g->path, g->fid, g->off, lost,
			    "truncated before it was read");
		g->ledger.lost += lost;
		g->ledger.unseen = true;
	}
	if (begun)
		ledger_stat(t, g, "truncated");
	return new;
}

static rotate_fn read_rotated;

/*
 * All of it; whoever rotated it away may still write the last line: it is taken as it is.
 */
static void
read_to_end(struct tail *t, struct gen *g)
{
	enum gen_rc rc = GEN_MORE;

	if (g->stream)
		stream_drain(t, g);
	while (!g->stream && rc == GEN_MORE && !*t->stop) {
		rc = gen_read(t, g, true);
		if (rc == GEN_CHANGED) {
			struct gen *new = source_again(t, g, read_rotated);

			gen_free(t, g);
			g = new;
			rc = GEN_MORE;
		}
	}
	lines_finish(g);
	control_source(t, g);
	ledger_stat(t, g, *t->stop ? "stopped" : "end");
	gen_free(t, g);
}

/* One that was rotated away. */
static bool
read_rotated(struct tail *t, struct gen *g)
{
	if (!g->stream && gen_was_empty(g) && gen_read(t, g, true) == GEN_CHANGED) {
		gen_free(t, g);
		return false;
	}
	read_to_end(t, g);
	return true;
}

/* What a walk over a pattern is for. */
struct walk {
	struct tail *t;
	const struct spec *spec;
	size_t found;
};

static void
read_path(struct tail *t, const struct spec *spec, const char *path)
{
	struct gen *g = *t->stop ? NULL : source_open(t, spec, path, false, read_rotated);

	if (g)
		read_to_end(t, g);
	else if (!*t->stop)
		source_gone(t, spec, path, read_rotated);
}

static void
read_found(const char *path, void *arg)
{
	struct walk *w = arg;

	w->found++;
	if (!sources_excludes(w->spec, path))
		read_path(w->t, w->spec, path);
}

void
source_read(struct tail *t, const struct spec *spec)
{
	struct walk w = { t, spec, 0 };

	if (!pattern_is(spec->path)) {
		read_path(t, spec, spec->path);
		return;
	}
	pattern_walk(spec->path, read_found, &w);
	if (w.found == 0 && !*t->stop) {
		warn_msg("no file matches '%s'", spec->path);
		t->trouble = true;
	}
}
