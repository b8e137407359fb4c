/* err.h - one-line messages on stderr, and the exit statuses. */
#ifndef LIB_ERR_H
#define LIB_ERR_H

enum {
	EXIT_OK = 0,		/* done: yes */
	EXIT_NO = 1,		/* done: no; nothing matched, a limit was broken */
	EXIT_TROUBLE = 2,	/* could not do all of it; trying again may help */
	EXIT_USAGE = 3,		/* wrong options or configuration; trying will not help */
};

/* Remember the last part of argv0; the first call in every main(). */
void err_init(const char *argv0);
const char *err_program(void);	/* what err_init() remembered */

/* Called before each message, such as to take a line off the terminal; or NULL. */
void err_before(void (*)(void));

/*
 * Each call writes "program: message\n" with a single write(2), so that the
 * stages of a pipeline do not tear each other's lines apart.  Control bytes
 * in the message become '?', a message over 4 KiB is cut.  The _errno forms
 * append ": " and the reason.  None of them changes errno.
 */
void warn_msg(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void warn_errno(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void die_msg(int status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
_Noreturn void die_errno(int status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
