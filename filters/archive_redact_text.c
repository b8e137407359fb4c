/* archive_redact_text - the content that goes, of a segment and of what is beside it. */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_fetch.h"
#include "archive_files.h"
#include "archive_redact.h"
#include "err.h"
#include "file.h"
#include "json.h"

enum { PART_BYTES = 64 };	/* of a record that is no other's by chance */

void
redact_line(struct buf *to, uint64_t seq, const char *order)
{
	buf_fmt(to, "{\"type\":\"redacted\",\"seq\":%llu,\"order\":",
	    (unsigned long long)seq);
	json_put_buf(to, order, strlen(order));
	buf_str(to, "}\n");
}

void
redact_text(const struct fetch *f, const struct redacted *list, size_t n,
    const char *order, struct buf *to)
{
	const char *p = f->text.p, *end = p + f->text.n;
	size_t k = 0;

	buf_cut(to, 0);
	for (uint64_t i = 0; p < end; i++) {
		const char *next = (const char *)memchr(p, '\n', (size_t)(end - p)) + 1;

		if (k < n && list[k].i == i) {
			redact_line(to, f->segment.first + i, order);
			k++;
		} else {
			buf_put(to, p, (size_t)(next - p));
		}
		p = next;
	}
}

/* Is a line, whole or cut off, perhaps with holes, of that record? */
static bool
part_of(const char *line, size_t n, const char *rec, size_t nrec)
{
	size_t part = nrec < PART_BYTES ? nrec : PART_BYTES;

	if (n == 0)
		return false;
	if (n <= nrec && memcmp(line, rec, n) == 0)
		return true;
	return n >= part && (memcmp(line, rec, part) == 0 ||
	    memcmp(line + n - part, rec + nrec - part, part) == 0);
}

/* Is it, of one of those in the lines? */
static bool
is_gone(const char *line, size_t len, const char *lines, size_t n)
{
	const char *end = lines + n, *nl;

	for (; lines < end; lines = nl + 1) {
		nl = memchr(lines, '\n', (size_t)(end - lines));
		if (part_of(line, len, lines, (size_t)(nl - lines)))
			return true;
	}
	return false;
}

/* A file of torn bytes without what is of the records in lines. */
static int
clean_torn(const char *path, const char *lines, size_t n)
{
	struct buf old = BUF_INIT, new = BUF_INIT;
	int rc = files_load(path, &old);

	for (size_t at = 0; rc == 0 && at < old.n;) {
		const char *line = old.p + at;
		const char *nl = memchr(line, '\n', old.n - at);
		size_t len = nl ? (size_t)(nl - line) : old.n - at;

		if (!is_gone(line, len, lines, n))
			buf_put(&new, line, len);
		if (nl)
			buf_char(&new, '\n');
		at += len + (nl != NULL);
	}
	if (rc == 0 && new.n != old.n)
		rc = file_replace(path, new.p ? new.p : "", new.n, ARCHIVE_FILE_MODE);
	buf_clear(&old);
	buf_clear(&new);
	return rc;
}

static _Noreturn void
cannot(const char *what)
{
	die_errno(EXIT_TROUBLE, "cannot take the content out of '%s'", what);
}

/* The tail that became this segment, when its writer was killed before it removed it. */
static int
remove_tail(const char *dir, uint64_t segment, struct buf *path)
{
	files_path(path, dir, segment, FILE_COPY);
	if (unlink(path->p) < 0 && errno != ENOENT)
		return -1;
	if (!files_there(dir, segment, FILE_TAIL))
		return 0;
	files_path(path, dir, segment, FILE_TAIL);
	if (!files_there(dir, segment + 1, FILE_TAIL) &&
	    !files_there(dir, segment + 1, FILE_SEALED)) {
		errno = EBUSY;
		return -1;
	}
	return unlink(path->p);
}

void
redact_tail(const char *dir, uint64_t segment)
{
	struct buf path = BUF_INIT;

	if (remove_tail(dir, segment, &path) < 0)
		cannot(path.p);
	buf_clear(&path);
}

void
redact_torn(const char *dir, const char *lines, size_t n)
{
	struct buf path = BUF_INIT;
	DIR *d = opendir(dir);
	struct dirent *e;

	if (!d)
		cannot(dir);
	while ((e = readdir(d)) != NULL) {
		enum file_kind kind;
		uint64_t segment = files_number(e->d_name, &kind);

		if (!segment || kind != FILE_TORN)
			continue;
		files_path(&path, dir, segment, kind);
		if (clean_torn(path.p, lines, n) < 0)
			cannot(path.p);
	}
	closedir(d);
	buf_clear(&path);
}
