/* buf.h - a text that grows in memory. */
#ifndef LIB_BUF_H
#define LIB_BUF_H

#include <stdarg.h>
#include <stddef.h>

struct buf {
	char *p;	/* n bytes; NUL-terminated after buf_text() only */
	size_t n, cap;
};

#define BUF_INIT { 0 }

/* Room for n more bytes at p + n; the caller adds what it used to n. */
char *buf_room(struct buf *, size_t n);
void buf_put(struct buf *, const void *, size_t);
void buf_str(struct buf *, const char *);
void buf_char(struct buf *, char);
void buf_fmt(struct buf *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vfmt(struct buf *, const char *fmt, va_list)
    __attribute__((format(printf, 2, 0)));

/* The text, NUL-terminated; until the next change. "" when empty. */
const char *buf_text(struct buf *);

void buf_cut(struct buf *, size_t n);	/* keep the first n bytes, and the memory */
void buf_clear(struct buf *);		/* as after BUF_INIT */

#endif
