/*
 * writelog.h - the log of what a program changed below a directory, and what it passed on.
 *
 * fault/writelog.c writes it, call by call; crashstate.h makes of it what a power failure may
 * leave.  Entries follow one another: the head, the two names, the data.
 */
#ifndef TESTS_WRITELOG_H
#define TESTS_WRITELOG_H

#include <stdint.h>

enum writelog_what {
	WRITELOG_OPEN = 1,	/* name, at: 1 when it is emptied; made when it is not there */
	WRITELOG_WRITE,		/* data at `at` */
	WRITELOG_SIZE,		/* of an open file, or of name: at */
	WRITELOG_RENAME,	/* name, to */
	WRITELOG_LINK,		/* name, to */
	WRITELOG_UNLINK,	/* name */
	WRITELOG_MKDIR,		/* the directory itself */
	WRITELOG_SYNC,		/* of an open file */
	WRITELOG_SYNC_DIR,	/* at: 0 the directory, 1 the one that it is in */
	WRITELOG_ACK,		/* data went to standard output */
	WRITELOG_RUN,		/* a program begins */
};

struct writelog {
	uint32_t magic, what;
	uint32_t pid, file;	/* an open file: the number of its opening in that process */
	uint64_t at, n;		/* n: bytes of data */
	uint32_t nname, nto;
};

enum { WRITELOG_MAGIC = 0x676f6c77 };

#endif
