/* logtail_pattern - paths with * ? and [, and the files that they mean. */
#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"
#include "mem.h"

bool
pattern_is(const char *path)
{
	return strpbrk(path, "*?[") != NULL && access(path, F_OK) < 0;
}

/* Where a file is that a rotated one may be of. */
struct beside {
	const char *path;	/* of the rotated one; its directory counts */
	size_t dir;		/* length of that, with the slash */
};

static bool
exists(const char *base, void *arg)
{
	const struct beside *b = arg;
	struct buf path = BUF_INIT;
	struct stat st;
	bool is;

	buf_put(&path, b->path, b->dir);
	buf_str(&path, base);
	is = stat(buf_text(&path), &st) == 0 && S_ISREG(st.st_mode);
	buf_clear(&path);
	return is;
}

bool
pattern_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct beside b = { path, slash ? (size_t)(slash + 1 - path) : 0 };
	struct stat st;

	return stat(path, &st) == 0 && !S_ISDIR(st.st_mode) &&
	    !names_is_rotated(path + b.dir, exists, &b);
}

static void
expand(const char *pattern, int flags, glob_t *g)
{
	if (glob(pattern, flags, NULL, g) == GLOB_NOSPACE) {
		errno = ENOMEM;
		die_errno(EXIT_TROUBLE, "cannot look for '%s'", pattern);
	}
}

void
pattern_walk(const char *pattern, void (*each)(const char *path, void *), void *arg)
{
	glob_t g = { 0 };

	expand(pattern, 0, &g);
	for (size_t i = 0; i < g.gl_pathc; i++)
		if (pattern_file(g.gl_pathv[i]))
			each(g.gl_pathv[i], arg);
	globfree(&g);
}

void
pattern_dirs(const char *pattern, void (*each)(const char *dir, void *), void *arg)
{
	size_t first = strcspn(pattern, "*?["), base = first;
	const char *slash = pattern + first;
	char *dir;

	while (base > 0 && pattern[base - 1] != '/')
		base--;
	dir = base == 0 ? mem_str(".") : mem_copy(pattern, base > 1 ? base - 1 : 1);
	each(dir, arg);		/* also when it is not there yet */
	free(dir);
	while ((slash = strchr(slash, '/')) != NULL) {
		char *text = mem_copy(pattern, (size_t)(slash - pattern));
		glob_t g = { 0 };

		expand(text, GLOB_ONLYDIR, &g);
		for (size_t k = 0; k < g.gl_pathc; k++)
			each(g.gl_pathv[k], arg);
		globfree(&g);
		free(text);
		slash++;
	}
}

bool
pattern_above(const char *pattern, const char *path)
{
	const char *slash = pattern;
	bool is = false;

	while (!is && (slash = strchr(slash, '/')) != NULL) {
		char *text = mem_copy(pattern, (size_t)(slash - pattern));

		is = fnmatch(text, path, FNM_PATHNAME | FNM_PERIOD) == 0;
		free(text);
		slash++;
	}
	return is;
}
