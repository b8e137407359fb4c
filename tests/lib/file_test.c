/* file: whole files, replaced whole, locked by one. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "check.h"

static char dir[] = "/tmp/file_test.XXXXXX";
static char path[64];

static void
replaced(void)
{
	struct buf b = BUF_INIT;
	struct stat st;

	CHECK_INT(file_replace(path, "one", 3, 0640), 0);
	CHECK_INT(file_replace(path, "second", 6, 0600), 0);
	CHECK_INT(file_read(path, 6, &b), 0);
	CHECK_STR(buf_text(&b), "second");
	CHECK(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600);
	CHECK(file_read(path, 5, &b) < 0 && errno == EFBIG);
	CHECK_STR(buf_text(&b), "second");	/* as before the call that failed */
	CHECK(file_read("/nonexistent", 5, &b) < 0 && errno == ENOENT);
	CHECK(file_replace("/nonexistent/x", "1", 1, 0600) < 0 && errno == ENOENT);
	buf_clear(&b);
}

/* In two steps: before the second, path is as it was. */
static void
prepared(void)
{
	struct buf b = BUF_INIT, tmp = BUF_INIT;

	CHECK_INT(file_replace(path, "old", 3, 0600), 0);
	CHECK_INT(file_prepare(path, "new", 3, 0600, &tmp), 0);
	CHECK_INT(file_read(path, 6, &b), 0);
	CHECK_STR(buf_text(&b), "old");
	CHECK(file_finish(tmp.p, "/nonexistent/x") < 0 && errno == ENOENT);
	CHECK(access(tmp.p, F_OK) < 0);		/* gone with that */
	CHECK_INT(file_prepare(path, "new", 3, 0600, &tmp), 0);
	CHECK_INT(file_finish(tmp.p, path), 0);
	CHECK(access(tmp.p, F_OK) < 0);
	buf_cut(&b, 0);
	CHECK_INT(file_read(path, 6, &b), 0);
	CHECK_STR(buf_text(&b), "new");
	CHECK(file_prepare("/nonexistent/x", "1", 1, 0600, &tmp) < 0 && errno == ENOENT);
	CHECK_INT(file_replace(path, "second", 6, 0600), 0);
	buf_clear(&b);
	buf_clear(&tmp);
}

static void
locked_once(void)
{
	int fd = file_open(path, O_RDWR, 0), status;
	pid_t child;

	CHECK(!file_locked(fd));	/* asking takes nothing */
	CHECK_INT(file_lock(fd), 0);
	child = fork();
	if (child == 0) {
		int other = file_open(path, O_RDWR, 0);

		_exit(file_locked(other) && file_lock(other) < 0 &&
		    errno == EWOULDBLOCK ? 0 : 1);
	}
	waitpid(child, &status, 0);
	CHECK_INT(status, 0);
	close(fd);
	fd = file_open(path, O_RDWR, 0);
	CHECK_INT(file_lock(fd), 0);
	close(fd);
}

int
main(void)
{
	if (!mkdtemp(dir))
		return 2;
	snprintf(path, sizeof path, "%s/f", dir);
	RUN(replaced);
	RUN(prepared);
	RUN(locked_once);
	unlink(path);
	rmdir(dir);
	return check_end();
}
