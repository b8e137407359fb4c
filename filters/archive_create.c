/* archive_create - new files and directories, whatever the umask is. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_create.h"
#include "file.h"

enum { DIR_MODE = 0750, TRIES = 8 };

static int
make(const char *path, int flags)
{
	int fd = file_open(path, flags | O_CREAT | O_EXCL, ARCHIVE_FILE_MODE);

	if (fd >= 0 && fchmod(fd, ARCHIVE_FILE_MODE) < 0) {
		int saved = errno;

		close(fd);
		errno = saved;
		return -1;
	}
	return fd;
}

int
create_file(const char *path, int flags)
{
	int fd = -1;

	flags |= O_NOFOLLOW;
	if (flags & O_EXCL)
		return make(path, flags);
	/* others make and remove it meanwhile */
	for (int i = 0; i < TRIES; i++) {
		fd = file_open(path, flags, 0);
		if (fd >= 0 || errno != ENOENT)
			break;
		fd = make(path, flags);
		if (fd >= 0 || errno != EEXIST)
			break;
	}
	return fd;
}

int
create_dir(const char *path)
{
	if (mkdir(path, DIR_MODE) < 0)
		return -1;
	return chmod(path, DIR_MODE);
}
