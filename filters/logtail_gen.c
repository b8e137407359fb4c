/* logtail_gen - a generation of a file: what it is, and where it is taken up. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "logtail.h"
#include "mem.h"
#include "packed.h"

enum {
	FID_BYTES = 8,
	LOOK_BACK = 64 << 10, /* bytes before a place to go on: the last time is there */
};

int
gen_open(const char *file)
{
	int fd = file_open(file, O_RDONLY | O_NOATIME | O_NONBLOCK, 0);

	/* only the owner may leave the time of access alone */
	return fd < 0 && errno == EPERM ? file_open(file, O_RDONLY | O_NONBLOCK, 0) : fd;
}

int64_t
gen_steady_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * TS_SECOND + ts.tv_nsec;
}

static int64_t
born_of(const struct statx *x)
{
	return x->stx_mask & STATX_BTIME ?
	    x->stx_btime.tv_sec * TS_SECOND + x->stx_btime.tv_nsec : 0;
}

int64_t
gen_born(int fd)
{
	struct statx x;

	return statx(fd, "", AT_EMPTY_PATH, STATX_BTIME, &x) < 0 ? 0 : born_of(&x);
}

int
gen_look(const char *file, struct stat *st, int64_t *born_ns)
{
	struct statx x;

	*born_ns = 0;
	if (statx(AT_FDCWD, file, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME,
	    &x) < 0)
		return lstat(file, st);	/* there are sandboxes that know no statx */
	*born_ns = born_of(&x);
	*st = (struct stat){
		.st_dev = makedev(x.stx_dev_major, x.stx_dev_minor),
		.st_ino = x.stx_ino,
		.st_mode = x.stx_mode,
		.st_size = (off_t)x.stx_size,
		.st_mtim = { x.stx_mtime.tv_sec, x.stx_mtime.tv_nsec },
	};
	return 0;
}

ssize_t
gen_pread(int fd, char *p, size_t n, int64_t off)
{
	size_t done = 0;

	while (done < n) {
		ssize_t k = pread(fd, p + done, n - done, (off_t)off + (off_t)done);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return -1;
		if (k == 0)
			break;
		done += (size_t)k;
	}
	return (ssize_t)done;
}

/* Remember how the file begins, before anything is concluded from what it is. */
void
gen_pin(struct gen *g)
{
	char edge[EDGE];
	ssize_t n = gen_pread(g->fd, edge, EDGE, 0);

	g->pin_n = n > 0 ? n : 0;
	free(g->pin);
	g->pin = mem_copy(edge, (size_t)g->pin_n);
}

struct gen *
gen_new(const struct spec *spec, const char *path, int fd, const struct stat *st)
{
	struct gen *g = mem_zero(1, sizeof *g);
	char head[PACKED_LOOK_MIN];
	enum packed_kind kind = PACKED_NONE;
	ssize_t n;

	g->spec = spec;
	g->path = mem_str(path);
	g->fd = fd;
	g->dev = st->st_dev;
	g->ino = st->st_ino;
	g->size = st->st_size;
	g->changed_ns = st->st_mtim.tv_sec * TS_SECOND + st->st_mtim.tv_nsec;
	g->stream = !S_ISREG(st->st_mode);
	if (!g->stream) {
		g->born_ns = gen_born(fd);
		gen_pin(g);
		n = gen_pread(fd, head, sizeof head, 0);
		kind = n > 0 ? packed_look(head, (size_t)n) : PACKED_NONE;
	}
	if (kind != PACKED_NONE) {
		g->packed = packed_new(fd, kind);
		if (!g->packed)
			die_errno(EXIT_TROUBLE, "cannot unpack '%s'", path);
		g->stream = true;
		g->size = -1;
	}
	g->guess = (struct charset_guess)CHARSET_GUESS_INIT;
	g->limit = -1;
	g->source_off = -1;
	g->ledger.done = -1;
	g->counted = true;
	g->wd = -1;
	g->common.spec = spec;
	g->common.memo.zone = spec->zone;
	g->common.memo.format = spec->time_format;
	g->common.memo.latest_s = st->st_mtim.tv_sec;
	return g;
}

static void
say_fault(const struct gen *g, const struct fault *f, const char *what)
{
	if (f->n > 0 && g->counted)
		warn_msg("'%s': %s: %" PRIu64 ", the first at line %" PRIu64,
		    g->path, what, f->n, f->line);
	else if (f->n > 0)
		warn_msg("'%s': %s: %" PRIu64 ", the first at byte %" PRId64,
		    g->path, what, f->n, f->off);
}

void
gen_free(struct tail *t, struct gen *g)
{
	if (!g)
		return;
	say_fault(g, &g->common.bad, "lines with bytes that are no characters");
	say_fault(g, &g->common.cut, "lines that were too long and were cut");
	if (g->common.bad.n > 0 || g->common.cut.n > 0)
		t->trouble = true;
	open_keep(t, g);
	packed_free(g->packed);
	if (g->fd >= 0)
		close(g->fd);
	record_clear(&g->common);
	entry_free(g->entry);
	digest_free(g->ledger.digest);
	free(g->pin);
	free(g->held);
	free(g->edge);
	free(g->path);
	free(g);
}

int64_t
gen_place(const struct gen *g)
{
	int64_t pending = g->entry ? entry_pending(g->entry) : -1;
	int64_t place = pending >= 0 ? pending : g->off;

	return place > g->resumed ? place : g->resumed;
}

/*
 * The fid: a hash over device, inode, birth and first line, so that the same file has the
 * same one when it is read again; salted when it is known to mean another generation.
 */
void
gen_name(struct tail *t, struct gen *g, const char *line, size_t n)
{
	bool lasting = !g->stream || g->packed;
	unsigned char sum[DIGEST_SIZE];
	uint64_t salt = lasting ? 0 : (uint64_t)ts_now() ^ (uint64_t)getpid() << 32;

	if (n > EDGE)
		n = EDGE;
	gen_head(g, line, n);	/* of a stream */
	do {
		struct digest *d = digest_new();
		uint64_t id[4] = { g->dev, g->ino, (uint64_t)g->born_ns, salt };

		digest_add(d, id, sizeof id);
		digest_add(d, line, n);
		digest_end(d, sum);
		digest_free(d);
		digest_hex(sum, FID_BYTES, g->fid);
		salt = (uint64_t)ts_now() + ++t->salt;
	} while (marks_by_fid(&t->marks, g->fid));
}

/* The time of the last line before off that had one: what follows may have none. */
static void
look_back(struct tail *t, struct gen *g)
{
	int64_t n = g->off < LOOK_BACK ? g->off : LOOK_BACK;
	ssize_t k = gen_pread(g->fd, t->block, (size_t)n, g->off - n);
	const char *p = t->block, *e = t->block + (k > 0 ? k : 0), *nl;

	while ((nl = text_newline(g, p, e)) != NULL) {
		struct piece x = { .p = p, .n = (size_t)(nl - p) };

		text_decode(t, g, &x);
		if (p > t->block || n == g->off)
			record_look(&g->common, x.p, x.n);
		p = nl + text_unit(g);
	}
}

/* The bytes before off are kept, to be known again. */
static void
take_context(struct gen *g)
{
	int64_t want = CONTEXT < g->off ? CONTEXT : g->off;
	ssize_t n = gen_pread(g->fd, g->last, (size_t)want, g->off - want);

	g->nlast = n > 0 ? (size_t)n : 0;
	g->unended = text_unended(g, g->last, g->nlast);
}

/* Lines before off that what joins lines must see again: they begin there. */
static int64_t
replay_from(struct tail *t, struct gen *g)
{
	int64_t from = g->off - entry_replay(g->spec->form), low;
	const char *p, *e, *nl;
	ssize_t n;

	if (from <= 0)
		return 0;
	low = from > LOOK_BACK ? from - LOOK_BACK : 0;
	n = gen_pread(g->fd, t->block, (size_t)(from - low), low);
	p = t->block;
	e = p + (n > 0 ? n : 0);
	if (low == 0)
		return 0;
	nl = text_newline(g, p, e);
	return nl ? low + (nl + text_unit(g) - p) : from;
}

/* Entries that begin before off are out; lines that tell of the next are read again. */
static void
take_up_entries(struct tail *t, struct gen *g)
{
	lines_begin(t, g);
	entry_resume(g->entry, g->off);
	g->resumed = g->off;
	ledger_add(t, g, "", 0, g->off);
	if (entry_replay(g->spec->form) == 0 || g->packed)
		return;
	g->off = replay_from(t, g);
	take_context(g);
	g->unended = false;
}

void
gen_take_up(struct tail *t, struct gen *g, const struct mark *m)
{
	memcpy(g->fid, m->fid, sizeof g->fid);
	memcpy(g->head, m->head, sizeof g->head);
	g->head_n = m->head_n;
	g->off = m->off;
	g->counted = m->off == 0;
	if (m->encoding[0])
		charset_guess_take(&g->guess, m->encoding, strlen(m->encoding));
	if (!g->packed) {	/* else what is before off is read, and passed over */
		text_begin(t, g, NULL, 0, true);
		take_context(g);
		look_back(t, g);
	}
	if (g->spec->form)
		take_up_entries(t, g);
}

bool
gen_was_empty(const struct gen *g)
{
	return g->off == 0 && g->pin_n == 0;
}

void
gen_forget(struct gen *g)
{
	g->fid[0] = '\0';
	g->head_n = g->off = 0;
	g->nlast = 0;
	g->counted = true;
	g->unended = g->common.timed = false;
	entry_free(g->entry);
	g->entry = NULL;
	g->resumed = 0;
	g->ledger.done = -1;
	digest_free(g->ledger.digest);
	g->ledger.digest = NULL;
}

struct gen *
gen_again(struct tail *t, struct gen *g)
{
	unsigned char tail[DIGEST_SIZE];
	struct stat st;
	int fd = fcntl(g->fd, F_DUPFD_CLOEXEC, 0);

	if (fd < 0 || fstat(fd, &st) < 0)
		die_errno(EXIT_TROUBLE, "cannot go on with '%s'", g->path);
	if (g->fid[0]) {
		digest_of(g->last, g->nlast, tail);
		marks_note(t, g, tail, (int64_t)g->nlast);
	}
	return gen_new(g->spec, g->path, fd, &st);
}

void
gen_begin_at(struct tail *t, struct gen *g, int64_t off)
{
	g->off = off;
	if (off == 0)
		return;
	text_begin(t, g, NULL, 0, true);
	g->counted = false;
	take_context(g);
	g->unended = false;
	look_back(t, g);
}

/* The last line end from p to e, of a block that begins at offset from; or NULL. */
static const char *
last_newline(const struct gen *g, const char *p, const char *e, int64_t from)
{
	size_t unit = text_unit(g);
	const char *at = e, *start;

	while ((at = memrchr(p, '\n', (size_t)(at - p))) != NULL) {
		/* the byte may be any of a code unit, or of two */
		start = at - (size_t)(from + (at - p)) % unit;
		if (start >= p && start + unit <= e &&
		    text_newline(g, start, start + unit) == start)
			return start;
	}
	return NULL;
}

/* Where the last n lines begin. */
static int64_t
last_lines(struct tail *t, const struct gen *g, int64_t size, int64_t n)
{
	int64_t unit = (int64_t)text_unit(g), at = size - size % unit, line;
	bool ended = false;

	while (at > 0) {
		int64_t from = at > BLOCK ? at - BLOCK : 0;
		ssize_t k = gen_pread(g->fd, t->block, (size_t)(at - from), from);
		const char *p = t->block + (k > 0 ? k : 0);

		if (k != at - from)
			return size;
		while ((p = last_newline(g, t->block, p, from)) != NULL) {
			line = from + (p - t->block) + unit;
			if (line == size && !ended)
				/* the end of the last line is no line's start */
				ended = true;
			else if (n-- == 0)
				return line;
		}
		at = from;
	}
	return 0;
}

void
gen_head(struct gen *g, const char *p, size_t n)
{
	size_t k = n < EDGE ? n : EDGE;

	if ((int64_t)k <= g->head_n)
		return;
	digest_of(p, k, g->head);
	g->head_n = (int64_t)k;
}

/* In what is compressed: where that line begins, from 0 on, and how many there are. */
static int64_t
packed_line(struct tail *t, struct gen *g, int64_t line, int64_t *lines)
{
	size_t unit = text_unit(g), held = 0;
	int64_t from = 0, begin = 0, start = 0;	/* of the line that is read */
	const char *p, *e, *nl;
	ssize_t n;

	*lines = 0;
	while ((n = packed_read(g->packed, t->block + held, BLOCK)) > 0) {
		gen_head(g, t->block, from == 0 && held == 0 ? (size_t)n : 0);
		e = t->block + held + n;
		held = (size_t)(e - t->block) % unit;
		e -= held;
		for (p = t->block; (nl = text_newline(g, p, e)) != NULL; p = nl + unit) {
			if (*lines == line)
				begin = start;
			start = from + (nl + (ssize_t)unit - t->block);
			++*lines;
		}
		/* what is cut of a code unit is looked at with the next bytes */
		from += e - t->block;
		memmove(t->block, e, held);
	}
	if (from + (int64_t)held > start) {	/* the last one has no end */
		if (*lines == line)
			begin = start;
		++*lines;
	}
	if (packed_rewind(g->packed) < 0)
		die_errno(EXIT_TROUBLE, "cannot unpack '%s'", g->path);
	return line >= *lines ? from + (int64_t)held : begin;
}

/*
 * What is compressed has to be read to be counted; where it is
 * damaged, those lines are the last ones that can be read.
 */
static void
last_packed(struct tail *t, struct gen *g, int64_t n)
{
	int64_t lines;

	text_begin(t, g, NULL, 0, true);
	packed_line(t, g, INT64_MAX, &lines);
	g->off = n < lines ? packed_line(t, g, lines - n, &lines) : 0;
	g->counted = g->off == 0;
}

void
gen_last_lines(struct tail *t, struct gen *g, int64_t n)
{
	struct stat st;

	if (g->packed)
		last_packed(t, g, n);
	if (g->stream || fstat(g->fd, &st) < 0)
		return;
	text_begin(t, g, NULL, 0, true);
	gen_begin_at(t, g, n > 0 ? last_lines(t, g, st.st_size, n - 1) : st.st_size);
}
