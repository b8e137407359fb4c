/* err - one-line messages on stderr, and the exit statuses. */
#include "err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MESSAGE_MAX = 4096 };

static const char *program = "sluice";
static void (*before)(void);

void
err_init(const char *argv0)
{
	const char *slash;

	if (!argv0 || !*argv0)
		return;
	slash = strrchr(argv0, '/');
	program = slash ? slash + 1 : argv0;
}

const char *
err_program(void)
{
	return program;
}

void
err_before(void (*fn)(void))
{
	before = fn;
}

/* How much of what snprintf() wanted to write is there, room bytes being its room. */
static size_t
written(int wanted, size_t room)
{
	if (wanted < 0)
		return 0;
	return (size_t)wanted < room ? (size_t)wanted : room - 1;
}

/* "program: message[: reason]\n" in one write; what does not fit is cut. */
static void __attribute__((format(printf, 2, 0)))
say(int err, const char *fmt, va_list ap)
{
	char text[MESSAGE_MAX];
	size_t room = sizeof text - 1, n;	/* one byte for the newline */

	n = written(snprintf(text, room, "%s: ", program), room);
	n += written(vsnprintf(text + n, room - n, fmt, ap), room - n);
	if (err) {
		n += written(snprintf(text + n, room - n, "%s", ": "), room - n);
		n += written(snprintf(text + n, room - n, "%s", strerror(err)), room - n);
	}
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			text[i] = '?';
	text[n++] = '\n';
	if (before)
		before();
	while (write(STDERR_FILENO, text, n) < 0 && errno == EINTR)
		;
}

void
warn_msg(const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, fmt);
	say(0, fmt, ap);
	va_end(ap);
	errno = saved;
}

void
warn_errno(const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, fmt);
	say(saved, fmt, ap);
	va_end(ap);
	errno = saved;
}

void
die_msg(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(0, fmt, ap);
	va_end(ap);
	exit(status);
}

void
die_errno(int status, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, fmt);
	say(saved, fmt, ap);
	va_end(ap);
	exit(status);
}
