/* archive_upkeep - one at a time changes what is sealed. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_create.h"
#include "archive_upkeep.h"
#include "buf.h"
#include "err.h"
#include "file.h"

enum { PID_DIGITS = 31 };

void
upkeep_lock(const char *dir)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	char pid[PID_DIGITS + 1];
	ssize_t n;
	int fd;

	buf_fmt(&path, "%s/upkeep.lock", dir);
	fd = create_file(buf_text(&path), O_RDWR);
	if (fd < 0)
		die_errno(EXIT_TROUBLE, "cannot open '%s'", path.p);
	if (file_lock(fd) < 0) {
		if (errno != EWOULDBLOCK)
			die_errno(EXIT_TROUBLE, "cannot lock '%s'", path.p);
		n = pread(fd, pid, PID_DIGITS, 0);
		pid[n > 0 ? n : 0] = '\0';
		pid[strspn(pid, "0123456789")] = '\0';
		die_msg(EXIT_TROUBLE, "cannot change '%s': process %s is changing it",
		    dir, *pid ? pid : "(unknown)");
	}
	buf_fmt(&text, "%ld\n", (long)getpid());
	if (ftruncate(fd, 0) < 0 || file_write(fd, text.p, text.n) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", path.p);
	buf_clear(&path);
	buf_clear(&text);
}
