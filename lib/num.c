/* num - numbers, sizes and durations from text, whole and in bounds. */
#include "num.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The digits at *s, moved past, as a number; -1 and errno when none or too many. */
static int
take_digits(const char **s, int64_t *v)
{
	const char *p = *s;
	int64_t n = 0;

	if (!is_digit(*p)) {
		errno = EINVAL;
		return -1;
	}
	for (; is_digit(*p); p++)
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *p - '0', &n)) {
			errno = ERANGE;
			return -1;
		}
	*s = p;
	*v = n;
	return 0;
}

static int
in_bounds(int64_t n, int64_t min, int64_t max, int64_t *v)
{
	if (n < min || n > max) {
		errno = ERANGE;
		return -1;
	}
	*v = n;
	return 0;
}

int
num_i64(const char *s, int64_t min, int64_t max, int64_t *v)
{
	bool minus = *s == '-';
	int64_t n;

	if (minus && strcmp(s, "-9223372036854775808") == 0)
		return in_bounds(INT64_MIN, min, max, v);
	s += minus;
	if (take_digits(&s, &n) < 0)
		return -1;
	if (*s) {
		errno = EINVAL;
		return -1;
	}
	return in_bounds(minus ? -n : n, min, max, v);
}

/* Is s [-]digits[.digits][e[+-]digits]?  strtod accepts more: hex, inf, blanks. */
static bool
is_decimal(const char *s)
{
	s += *s == '-';
	if (!is_digit(*s))
		return false;
	while (is_digit(*s))
		s++;
	if (*s == '.') {
		if (!is_digit(*++s))
			return false;
		while (is_digit(*s))
			s++;
	}
	if (*s == 'e' || *s == 'E') {
		s++;
		s += *s == '+' || *s == '-';
		if (!is_digit(*s))
			return false;
		while (is_digit(*s))
			s++;
	}
	return *s == '\0';
}

int
num_f64(const char *s, double *v)
{
	double d;

	if (!is_decimal(s)) {
		errno = EINVAL;
		return -1;
	}
	d = strtod(s, NULL);	/* no program calls setlocale(): the point is a point */
	if (!isfinite(d)) {
		errno = ERANGE;
		return -1;
	}
	*v = d;
	return 0;
}

int
num_size(const char *s, int64_t min, int64_t max, int64_t *v)
{
	static const char units[] = "KMGT";
	const char *unit;
	int64_t n;

	if (take_digits(&s, &n) < 0)
		return -1;
	if (*s) {
		unit = strchr(units, *s);
		if (!unit || s[1]) {
			errno = EINVAL;
			return -1;
		}
		if (__builtin_mul_overflow(n, INT64_C(1) << 10 * (unit - units + 1), &n)) {
			errno = ERANGE;
			return -1;
		}
	}
	return in_bounds(n, min, max, v);
}

/* The unit at *s, moved past, in nanoseconds; 0 when it is none. */
static int64_t
take_unit(const char **s)
{
	static const struct {
		const char *name;
		int64_t ns;
	} units[] = {
		{ "ns", 1 }, { "us", 1000 }, { "ms", 1000000 },
		{ "s", INT64_C(1000000000) }, { "m", INT64_C(60000000000) },
		{ "h", INT64_C(3600000000000) }, { "d", INT64_C(86400000000000) },
		{ "w", INT64_C(604800000000000) },
	};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t n = strlen(units[i].name);

		if (strncmp(*s, units[i].name, n) == 0 && (!(*s)[n] || is_digit((*s)[n]))) {
			*s += n;
			return units[i].ns;
		}
	}
	return 0;
}

int
num_duration(const char *s, int64_t min, int64_t max, int64_t *ns)
{
	int64_t sum = 0, n, unit;

	do {
		if (take_digits(&s, &n) < 0)
			return -1;
		unit = take_unit(&s);
		if (unit == 0) {
			errno = EINVAL;
			return -1;
		}
		if (__builtin_mul_overflow(n, unit, &n) || __builtin_add_overflow(sum, n, &sum)) {
			errno = ERANGE;
			return -1;
		}
	} while (*s);
	return in_bounds(sum, min, max, ns);
}

int
num_digits(const char *s, size_t n)
{
	int v = 0;

	if (n > 9)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!is_digit(s[i]))
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}
