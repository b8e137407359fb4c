/*
 * dbcheck_quiet - the settings of the drivers, with their logs switched off.
 *
 * odbcinst.ini may have drivers write logs (psqlodbc does, as Debian installs it: a file
 * in /tmp for each process) and the driver manager trace every call.  No word in a
 * connection string undoes all of that, so the process is given a copy of the file, in
 * memory, in which it is off: what was asked and answered is written to no file.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include "buf.h"
#include "dbcheck.h"
#include "file.h"

enum { INI_MAX = 1 << 20 };

/* Is s (n bytes) a line that switches a log on? */
static bool
is_noisy(const char *s, size_t n)
{
	static const char *const keys[] = { "CommLog", "Debug", "Trace" };
	size_t nkey;

	while (n > 0 && (*s == ' ' || *s == '\t')) {
		s++;
		n--;
	}
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		nkey = strlen(keys[i]);
		if (n > nkey && strncasecmp(s, keys[i], nkey) == 0 &&
		    strchr(" \t=", s[nkey]))
			return true;
	}
	return false;
}

/* Leave the noisy lines out: all of these are off where they are not named. */
static bool
filter(const struct buf *in, struct buf *out)
{
	const char *p = in->p, *end = in->p + in->n, *next;

	for (; p < end; p = next) {
		next = memchr(p, '\n', (size_t)(end - p));
		next = next ? next + 1 : end;
		if (!is_noisy(p, (size_t)(next - p)))
			buf_put(out, p, (size_t)(next - p));
	}
	return out->n < in->n;
}

/* Point unixODBC to fd; the data sources stay where they are. */
static void
use_copy(int fd, const char *dir)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b, "%s/odbc.ini", dir);
	setenv("ODBCINI", buf_text(&b), 0);
	buf_cut(&b, 0);
	buf_fmt(&b, "%d", fd);
	setenv("ODBCINSTINI", buf_text(&b), 1);
	setenv("ODBCSYSINI", "/proc/self/fd", 1);
	buf_clear(&b);
}

void
quiet_drivers(void)
{
	const char *dir = getenv("ODBCSYSINI"), *name = getenv("ODBCINSTINI");
	struct buf path = BUF_INIT, in = BUF_INIT, out = BUF_INIT;
	int fd;

	if (!dir || !*dir)
		dir = "/etc";
	buf_fmt(&path, "%s/%s", dir, name && *name ? name : "odbcinst.ini");
	if (file_read(buf_text(&path), INI_MAX, &in) == 0 && in.n > 0 &&
	    filter(&in, &out)) {
		fd = memfd_create("odbcinst.ini", 0);
		if (fd >= 0 && file_write(fd, out.p ? out.p : "", out.n) == 0)
			use_copy(fd, dir);
	}
	buf_clear(&path);
	buf_clear(&in);
	buf_clear(&out);
}
