/* logtail_dir - the names in a directory, read once for all paths in it. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "logtail.h"
#include "mem.h"

/* After a change the clock of a file system may stand still for so long. */
#define SETTLED_NS INT64_C(20000000)

static int64_t
ns_of(const struct timespec *ts)
{
	return (int64_t)ts->tv_sec * TS_SECOND + ts->tv_nsec;
}

static int
by_name(const void *a, const void *b)
{
	const struct dir_name *x = a, *y = b;

	return strcmp(x->name, y->name);
}

void
dir_clear(struct dir *d)
{
	for (size_t i = 0; i < d->n; i++)
		free(d->v[i].name);
	free(d->v);
	free(d->path);
	*d = (struct dir){ 0 };
}

bool
dir_settled(const struct dir *d)
{
	struct stat st;

	return d->settled && stat(d->path, &st) == 0 && st.st_ino == d->ino &&
	    ns_of(&st.st_mtim) == d->changed_ns;
}

const struct dir *
dir_read(struct dir *d, const char *path, bool anew)
{
	struct dirent *e;
	struct stat st;
	DIR *stream;

	if (!anew && d->path && strcmp(d->path, path) == 0 && dir_settled(d))
		return d;
	dir_clear(d);
	d->path = mem_str(path);
	stream = opendir(path);
	if (!stream)
		return d;
	if (stat(path, &st) == 0) {
		d->ino = st.st_ino;
		d->changed_ns = ns_of(&st.st_mtim);
		d->settled = ts_now() - d->changed_ns > SETTLED_NS;
	}
	while ((e = readdir(stream)) != NULL) {
		d->v = mem_grow(d->v, &d->cap, d->n + 1, sizeof *d->v);
		d->v[d->n++] = (struct dir_name){ mem_str(e->d_name), e->d_ino };
	}
	closedir(stream);
	if (d->n > 1)
		qsort(d->v, d->n, sizeof *d->v, by_name);
	return d;
}

size_t
dir_prefix(const struct dir *d, const char *prefix, size_t n)
{
	size_t from = 0, to = d->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (strncmp(d->v[mid].name, prefix, n) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}
