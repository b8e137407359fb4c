/* archive_create.h - new files and directories, whatever the umask is. */
#ifndef FILTERS_ARCHIVE_CREATE_H
#define FILTERS_ARCHIVE_CREATE_H

/*
 * Open a file, no symbolic link, with these flags of open(2); one that is not there is
 * made, with mode 0640 (O_EXCL: only such a one).  A descriptor; -1 and errno.
 */
int create_file(const char *path, int flags);

/* Make a directory with mode 0750: 0, or -1 and errno. */
int create_dir(const char *path);

#endif
