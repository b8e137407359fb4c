/* archive_pace - how far a command has come in the files of an archive. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive_files.h"
#include "archive_pace.h"
#include "buf.h"

/* Bytes of the files that have that number; a cold file is counted at its first one. */
static uint64_t
bytes_of(struct buf *path, const char *dir, uint64_t segment)
{
	static const enum file_kind kinds[] = { FILE_SEALED, FILE_COLD, FILE_TAIL };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct stat st;

		files_path(path, dir, segment, kinds[i]);
		if (lstat(path->p, &st) == 0)
			return (uint64_t)st.st_size;
	}
	return 0;
}

static uint64_t
bytes_between(const char *dir, uint64_t from, uint64_t to)
{
	struct buf path = BUF_INIT;
	uint64_t sum = 0;

	for (uint64_t n = from; n < to; n++)
		sum += bytes_of(&path, dir, n);
	buf_clear(&path);
	return sum;
}

/* Of all of them: what their names tell may be far from how many there are. */
static uint64_t
bytes_of_all(const char *dir)
{
	DIR *d = opendir(dir);
	uint64_t sum = 0;
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL) {
		enum file_kind kind;
		struct stat st;

		if (files_number(e->d_name, &kind) != 0 && (kind == FILE_SEALED ||
		    kind == FILE_COLD || kind == FILE_TAIL) &&
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			sum += (uint64_t)st.st_size;
	}
	if (d)
		closedir(d);
	return sum;
}

void
pace_begin(struct pace *p, const char *what, const char *dir)
{
	struct range all;

	*p = (struct pace){ .dir = dir };
	if (!isatty(STDERR_FILENO) || files_range(dir, &all) < 0)
		return;
	p->next = all.first;
	progress_begin(&p->progress, what, bytes_of_all(dir));
}

void
pace_begin_file(struct pace *p, const char *what, const char *dir)
{
	struct stat st;

	*p = (struct pace){ .dir = dir };
	if (fstat(STDOUT_FILENO, &st) == 0 && S_ISREG(st.st_mode))
		pace_begin(p, what, dir);
}

void
pace_part(struct pace *p, uint64_t from, uint64_t to)
{
	if (p->progress.on)
		progress_add(&p->progress, bytes_between(p->dir, from, to));
}

void
pace_to(struct pace *p, uint64_t segment)
{
	if (segment <= p->next)
		return;
	pace_part(p, p->next, segment);
	p->next = segment;
}

void
pace_clear(struct pace *p)
{
	progress_clear(&p->progress);
}

void
pace_end(struct pace *p)
{
	progress_end(&p->progress);
}
