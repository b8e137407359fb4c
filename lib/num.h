/* num.h - numbers, sizes and durations from text, whole and in bounds. */
#ifndef LIB_NUM_H
#define LIB_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Each reads the whole of s (no space, no rest) into *v.  0, or -1 with errno
 * EINVAL (not such a number) or ERANGE (outside min..max).
 */
int num_i64(const char *s, int64_t min, int64_t max, int64_t *v);
int num_f64(const char *s, double *v);	/* decimal, finite; no locale */
/* 64K 10M 1G: powers of 1024 */
int num_size(const char *s, int64_t min, int64_t max, int64_t *v);

/* 200ms 30s 5m 4h 2d 1w, also one after the other (1h30m); in nanoseconds. */
int num_duration(const char *s, int64_t min, int64_t max, int64_t *ns);

/*
 * The value of a checked JSON number of n bytes: false when it is not an integer
 * that fits (1e3 and 2.0 are), or not finite as the nearest double.
 */
bool num_text_i64(const char *s, size_t n, int64_t *v);
bool num_text_f64(const char *s, size_t n, double *v);

/* v as a JSON number, the shortest that reads back as v; the length.  v is finite. */
enum { NUM_TEXT_MAX = 32 };
size_t num_print_f64(char text[NUM_TEXT_MAX], double v);

/* The digits at s (exactly n of them) as a number, or -1. */
int num_digits(const char *s, size_t n);

#endif
