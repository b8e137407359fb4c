/*
 * check.h - what the unit tests of lib stand on.
 *
 *	static void adds(void) { CHECK_INT(1 + 1, 2); }
 *	int main(void) { RUN(adds); return check_end(); }
 *
 * Each RUN prints one line, "ok - FILE: adds" or "not ok - ...", after a line "# ..."
 * for each check that failed.
 */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int check_failed, check_failed_tests;

static inline bool
check_that(bool ok, const char *what, const char *file, int line)
{
	if (!ok) {
		printf("# %s:%d: %s\n", file, line, what);
		check_failed++;
	}
	return ok;
}

static inline bool
check_int(intmax_t got, intmax_t want, const char *what, const char *file, int line)
{
	if (got == want)
		return true;
	printf("# %s:%d: %s is %" PRIdMAX ", not %" PRIdMAX "\n", file, line, what, got, want);
	check_failed++;
	return false;
}

static inline bool
check_mem(const char *got, size_t ngot, const char *want, size_t nwant,
    const char *what, const char *file, int line)
{
	if (got && ngot == nwant && memcmp(got, want, nwant) == 0)
		return true;
	printf("# %s:%d: %s is '%.*s', not '%.*s'\n", file, line, what,
	    got ? (int)ngot : 6, got ? got : "(null)", (int)nwant, want);
	check_failed++;
	return false;
}

static inline bool
check_str(const char *got, const char *want, const char *what, const char *file, int line)
{
	return check_mem(got, got ? strlen(got) : 0, want, strlen(want), what, file, line);
}

#define CHECK(c) check_that((c), #c, __FILE__, __LINE__)
#define CHECK_INT(got, want) \
	check_int((intmax_t)(got), (intmax_t)(want), #got, __FILE__, __LINE__)
#define CHECK_STR(got, want) check_str((got), (want), #got, __FILE__, __LINE__)
#define CHECK_MEM(got, n, want) \
	check_mem((got), (n), (want), strlen(want), #got, __FILE__, __LINE__)

#define RUN(test) check_run(test, #test, __FILE__)

static inline void
check_run(void (*test)(void), const char *name, const char *file)
{
	check_failed = 0;
	test();
	printf("%s - %s: %s\n", check_failed ? "not ok" : "ok", file, name);
	fflush(stdout);
	if (check_failed)
		check_failed_tests++;
}

static inline int
check_end(void)
{
	return check_failed_tests ? 1 : 0;
}

#endif
