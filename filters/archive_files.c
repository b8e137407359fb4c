/* archive_files - the files of an archive's directory. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_files.h"
#include "buf.h"
#include "file.h"
#include "num.h"

enum { NUMBER_DIGITS = 10, READ_CHUNK = 256 * 1024 };

#define COLD_COPY ".cold.tmp."		/* one that is being written */

static const char *const endings[] = {
	[FILE_SEALED] = ".zst",
	[FILE_TAIL] = ".tail",
	[FILE_COPY] = ".open.zst",
	[FILE_TORN] = ".torn",
	[FILE_COLD] = ".cold",
	[FILE_GONE] = ".gone",
};

/* What belongs to an archive besides its segments. */
static const char *const known[] = {
	"lock", "manifest", "manifest.torn", "access", "access.torn", "upkeep.lock",
};

void
files_path(struct buf *b, const char *dir, uint64_t segment, enum file_kind kind)
{
	buf_cut(b, 0);
	buf_fmt(b, "%s/%0*llu%s", dir, NUMBER_DIGITS, (unsigned long long)segment,
	    endings[kind]);
	buf_text(b);
}

bool
files_there(const char *dir, uint64_t segment, enum file_kind kind)
{
	struct buf path = BUF_INIT;
	struct stat st;
	bool there;

	files_path(&path, dir, segment, kind);
	there = lstat(path.p, &st) == 0;
	buf_clear(&path);
	return there;
}

/* The number at the start of a name, and what follows it; 0 when it is no such name. */
static uint64_t
number_of(const char *name, const char **ending)
{
	char digits[NUMBER_DIGITS + 1];
	int64_t v;

	if (strlen(name) <= NUMBER_DIGITS)
		return 0;
	memcpy(digits, name, NUMBER_DIGITS);
	digits[NUMBER_DIGITS] = '\0';
	*ending = name + NUMBER_DIGITS;
	if (strspn(digits, "0123456789") != NUMBER_DIGITS ||
	    num_i64(digits, 1, INT64_MAX, &v) < 0)
		return 0;
	return (uint64_t)v;
}

const char *
files_why(int err)
{
	if (err == EILSEQ)
		return "its segment lines are damaged";
	return err == EBADMSG ? "its first line is damaged" : strerror(err);
}

int
files_read(int fd, struct buf *b)
{
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) < 0)
		return -1;
	if (!S_ISREG(st.st_mode) || st.st_size > ARCHIVE_FILE_MAX) {
		errno = S_ISREG(st.st_mode) ? EFBIG : EINVAL;
		return -1;
	}
	buf_room(b, (size_t)st.st_size + 1);
	while ((n = read(fd, buf_room(b, READ_CHUNK), READ_CHUNK)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n > 0 && b->n > ARCHIVE_FILE_MAX) {
			errno = EFBIG;
			return -1;
		}
		if (n < 0)
			return -1;
		b->n += (size_t)n;
	}
	return 0;
}

int
files_open(const char *path)
{
	return file_open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
}

int
files_load(const char *path, struct buf *b)
{
	int fd = files_open(path), rc, saved;

	buf_cut(b, 0);
	if (fd < 0)
		return -1;
	rc = files_read(fd, b);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

uint64_t
files_number(const char *name, enum file_kind *kind)
{
	const char *ending;
	uint64_t n = number_of(name, &ending);

	for (size_t i = 0; n && i < sizeof endings / sizeof *endings; i++)
		if (strcmp(ending, endings[i]) == 0) {
			*kind = (enum file_kind)i;
			return n;
		}
	return 0;
}

static bool
is_known(const char *name)
{
	const char *ending;

	if (name[0] == '.' || number_of(name, &ending) || strstr(name, ".tmp.") != NULL)
		return true;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(name, known[i]) == 0)
			return true;
	return false;
}

int
files_range(const char *dir, struct range *r)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	*r = (struct range){ 0 };
	if (!d)
		return -1;
	while ((e = readdir(d)) != NULL) {
		enum file_kind kind;
		uint64_t n = files_number(e->d_name, &kind);

		if (n && kind != FILE_COPY && kind != FILE_TORN) {
			if (r->first == 0 || n < r->first)
				r->first = n;
			if (n > r->last)
				r->last = n;
		} else if (!n && !is_known(e->d_name)) {
			r->others++;
		}
	}
	closedir(d);
	return 0;
}

/* What the writer of the tail has no use for; a tail only when its segment is sealed. */
static bool
left_behind(const char *dir, const char *name, uint64_t tail)
{
	const char *ending;
	uint64_t n = number_of(name, &ending);

	if (!n)
		return strncmp(name, "manifest.tmp.", 13) == 0;
	if (strcmp(ending, endings[FILE_TAIL]) == 0)
		return n != tail && files_there(dir, n, FILE_SEALED);
	if (strncmp(ending, COLD_COPY, strlen(COLD_COPY)) == 0)
		return false;	/* upkeep may write it just now */
	return strcmp(ending, endings[FILE_COPY]) == 0 || strstr(ending, ".tmp.") != NULL;
}

int
files_sweep(const char *dir, uint64_t tail)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	struct buf path = BUF_INIT;
	int rc = 0;

	if (!d)
		return -1;
	while (rc == 0 && (e = readdir(d)) != NULL)
		if (left_behind(dir, e->d_name, tail)) {
			buf_cut(&path, 0);
			buf_fmt(&path, "%s/%s", dir, e->d_name);
			rc = unlink(buf_text(&path));
		}
	closedir(d);
	/* a copy that came back would be older than the tail */
	if (rc == 0 && path.n > 0)
		rc = file_sync_dir(path.p);
	buf_clear(&path);
	return rc;
}

int
files_sweep_cold(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	struct buf path = BUF_INIT;
	int rc = 0;

	if (!d)
		return -1;
	while (rc == 0 && (e = readdir(d)) != NULL) {
		const char *ending;

		if (!number_of(e->d_name, &ending) ||
		    strncmp(ending, COLD_COPY, strlen(COLD_COPY)) != 0)
			continue;
		buf_cut(&path, 0);
		buf_fmt(&path, "%s/%s", dir, e->d_name);
		rc = unlink(buf_text(&path));
	}
	closedir(d);
	buf_clear(&path);
	return rc;
}
