/* num.h - numbers, sizes and durations from text, whole and in bounds. */
#ifndef LIB_NUM_H
#define LIB_NUM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Each reads the whole of s (no space, no rest) into *v.  0, or -1 with errno
 * EINVAL (not such a number) or ERANGE (outside min..max).
 */
int num_i64(const char *s, int64_t min, int64_t max, int64_t *v);
int num_f64(const char *s, double *v);	/* decimal, finite; no locale */
int num_size(const char *s, int64_t min, int64_t max, int64_t *v);	/* 64K 10M 1G: powers of 1024 */

/* 200ms 30s 5m 4h 2d 1w, also one after the other (1h30m); in nanoseconds. */
int num_duration(const char *s, int64_t min, int64_t max, int64_t *ns);

/* The digits at s (exactly n of them) as a number, or -1. */
int num_digits(const char *s, size_t n);

#endif
