/*
 * unpack - what lib/packed finds in files: their text on stdout, one after the other.
 *
 *	unpack [-b BYTES] FILE...
 *
 * Reads BYTES at once (65536).  A fault is said on stderr, with what was given before it;
 * the status is then 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "packed.h"

static const char *
said(int error)
{
	switch (error) {
	case EBADMSG: return "damaged";
	case ENODATA: return "cut off";
	case EFBIG: return "over the bound of memory";
	case ENOTSUP: return "of an unknown way";
	default: return strerror(error);
	}
}

static int
unpack(const char *path, char *block, size_t size)
{
	struct packed *p = NULL;
	unsigned char head[PACKED_LOOK_MIN];
	int fd = file_open(path, O_RDONLY, 0);
	enum packed_kind kind;
	ssize_t n;

	if (fd < 0 || (n = pread(fd, head, sizeof head, 0)) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", path);
	kind = packed_look(head, (size_t)n);
	if (kind == PACKED_NONE)
		die_msg(EXIT_TROUBLE, "'%s' is not packed", path);
	p = packed_new(fd, kind);
	if (!p)
		die_errno(EXIT_TROUBLE, "cannot unpack '%s'", path);
	while ((n = packed_read(p, block, size)) > 0)
		if (file_write(STDOUT_FILENO, block, (size_t)n) < 0)
			die_errno(EXIT_TROUBLE, "cannot write");
	if (n < 0)
		warn_msg("'%s' is %s after %lld bytes", path, said(errno),
		    (long long)packed_offset(p));
	packed_free(p);
	close(fd);
	return n < 0 ? 1 : 0;
}

int
main(int argc, char *argv[])
{
	size_t size = 65536;
	char *block;
	int bad = 0;

	err_init(argv[0]);
	for (int c; (c = getopt(argc, argv, "b:")) != -1;) {
		if (c != 'b')
			return EXIT_USAGE;
		size = strtoul(optarg, NULL, 10);
	}
	block = malloc(size ? size : 1);
	if (!block || !size)
		return EXIT_USAGE;
	for (; optind < argc; optind++)
		bad |= unpack(argv[optind], block, size);
	free(block);
	return bad;
}
