/* archive_verify_tail - the open segment, commit by commit, and its plain copy. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_files.h"
#include "archive_segment.h"
#include "archive_tail.h"
#include "archive_verify.h"
#include "file.h"
#include "pack.h"

/* Does another process write just now? */
bool
verify_written_to(const struct verify *v)
{
	return verify_locked(v, "lock");
}

bool
verify_locked(const struct verify *v, const char *name)
{
	struct buf path = BUF_INIT;
	bool busy;
	int fd;

	buf_fmt(&path, "%s/%s", v->r.dir, name);
	fd = file_open(buf_text(&path), O_RDONLY | O_NOFOLLOW, 0);
	busy = fd >= 0 && file_locked(fd);
	if (fd >= 0)
		close(fd);
	buf_clear(&path);
	return busy;
}

/* Is the tail on disk still the one that was read? */
static bool
same_tail(struct verify *v)
{
	struct stat st;

	files_path(&v->r.path, v->r.dir, v->r.number, FILE_TAIL);
	return lstat(v->r.path.p, &st) == 0 && (uint64_t)st.st_size == v->r.tail.raw.n &&
	    !verify_written_to(v);
}

/* The plain copy of the tail, if there is one: it holds the same records. */
static void
check_copy(struct verify *v)
{
	struct pack_frame f;

	files_path(&v->r.path, v->r.dir, v->r.number, FILE_COPY);
	if (files_load(v->r.path.p, &v->r.file) < 0) {
		if (errno != ENOENT)
			verify_bad(v, "cannot be read: %s", strerror(errno));
		return;
	}
	if (!same_tail(v))
		return;		/* it is not the copy of that */
	files_path(&v->r.path, v->r.dir, v->r.number, FILE_COPY);
	buf_cut(&v->again, 0);
	if (pack_look(v->r.file.p, v->r.file.n, &f) == PACK_DATA)
		segment_print_copy_end(v->r.tail.digest, v->r.file.p, f.size, &v->again);
	else
		f.size = 0;
	if (v->again.n != v->r.file.n - f.size ||
	    memcmp(v->again.p, v->r.file.p + f.size, v->again.n) != 0)
		verify_bad(v, "the copy of the tail is damaged");
	buf_cut(&v->again, 0);
	if (f.size == 0 ||
	    pack_unpack(v->r.pack, v->r.file.p, &f, TEXT_MAX, &v->again) < 0 ||
	    v->again.n != v->text.n || memcmp(v->again.p, v->text.p, v->text.n) != 0)
		verify_bad(v, "the copy of the tail has other records than the tail");
}

/* busy: somebody wrote when it was read. */
void
verify_tail(struct verify *v, bool busy)
{
	struct tail *t = &v->r.tail;
	struct commit c;
	enum tail_rc rc;
	v->at.segments++;
	verify_chain(v, t->first, &t->prev);
	buf_cut(&v->text, 0);
	while ((rc = tail_next(t, &c)) == TAIL_COMMIT) {
		v->at.records += c.count;
		v->at.bytes += c.n;
		buf_put(&v->text, c.p, c.n);
	}
	v->at.prev = t->last;
	v->at.next = t->next;
	v->at.chained = false;	/* only sealing gives the segment its hash */
	busy |= verify_written_to(v);
	if (rc == TAIL_TORN && (!busy || tail_goes_on(t)))
		verify_bad(v,
		    "damaged after record %llu, at byte %zu: %zu bytes are no whole "
		    "commit",
		    (unsigned long long)(t->next - 1), t->at, t->raw.n - t->at);
	if (!busy)
		check_copy(v);
}

/* Does anything follow the tail?  It may be sealed by now. */
bool
verify_after_tail(struct verify *v, const struct checked *before)
{
	struct reader *r = &v->r;
	bool more = files_there(r->dir, r->number + 1, FILE_TAIL) ||
	    reader_sealed(r, r->number + 1);

	/* after that: it was sealed meanwhile, perhaps with more records */
	if (!reader_sealed(r, r->number))
		return more;
	v->at = *before;
	r->number--;
	return true;
}
