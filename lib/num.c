/* num - numbers, sizes and durations from text, whole and in bounds. */
#include "num.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

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
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, *p - '0', &n)) {
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
		if (__builtin_mul_overflow(n,
		    INT64_C(1) << 10 * (unit - units + 1), &n)) {
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

		if (strncmp(*s, units[i].name, n) == 0 &&
		    (!(*s)[n] || is_digit((*s)[n]))) {
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
		if (__builtin_mul_overflow(n, unit, &n) ||
		    __builtin_add_overflow(sum, n, &sum)) {
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

/*
 * A decimal number in its parts: the digits from
 * first on, of which n count, times 10^exp.
 */
struct decimal {
	bool minus;
	const char *first;	/* the point may stand among them */
	size_t n;
	int64_t exp;
};

/* The exponent's digits; what is too large for any use stays too large. */
static int64_t
take_exponent(const char *s, const char *end)
{
	const int64_t huge = INT64_C(1) << 50;
	bool minus = *s == '-';
	int64_t e = 0;

	for (s += *s == '-' || *s == '+'; s < end; s++)
		if (e < huge)
			e = e * 10 + (*s - '0');
	return minus ? -e : e;
}

/* Leading and trailing zeros do not count; n is 0 for zero. */
static struct decimal
take_decimal(const char *s, size_t len)
{
	const char *end = s + len, *p;
	struct decimal d = { .minus = *s == '-' };
	bool fraction = false;
	size_t zeros = 0;	/* since the last other digit */

	for (p = s + d.minus; p < end && *p != 'e' && *p != 'E'; p++) {
		if (*p == '.') {
			fraction = true;
			continue;
		}
		if (fraction)
			d.exp--;
		if (*p == '0') {
			zeros++;
			continue;
		}
		if (d.n == 0)
			d.first = p;
		d.n = d.n ? d.n + zeros + 1 : 1;
		zeros = 0;
	}
	d.exp += (int64_t)zeros;
	if (p < end)
		d.exp += take_exponent(p + 1, end);
	return d;
}

/* Its first digits as a number; there are at most 19. */
static uint64_t
decimal_digits(const struct decimal *d)
{
	const char *p = d->first;
	uint64_t v = 0;

	for (size_t i = 0; i < d->n; p++)
		if (*p != '.') {
			v = v * 10 + (uint64_t)(*p - '0');
			i++;
		}
	return v;
}

/* Up to 15 digits and nothing else, the usual number: false when it is another. */
static bool
take_short(const char *s, size_t n, int64_t *v)
{
	int64_t u = 0;

	if (n == 0 || n > 15)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!is_digit(s[i]))
			return false;
		u = u * 10 + (s[i] - '0');
	}
	*v = u;
	return true;
}

bool
num_text_i64(const char *s, size_t n, int64_t *v)
{
	struct decimal d;
	uint64_t u;

	if (take_short(s, n, v))
		return true;
	d = take_decimal(s, n);
	*v = 0;
	if (d.n == 0)
		return true;
	if (d.exp < 0 || d.n > 19 || d.exp > 19 - (int64_t)d.n)
		return false;
	u = decimal_digits(&d);
	for (; d.exp > 0; d.exp--)
		u *= 10;	/* 19 digits fit */
	if (u > (uint64_t)INT64_MAX + d.minus)
		return false;
	*v = d.minus ? (int64_t)(0 - u) : (int64_t)u;
	return true;
}

bool
num_text_f64(const char *s, size_t n, double *v)
{
	static const double tens[] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
		1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
	};
	struct decimal d;
	char text[512], *copy;
	int64_t i;
	uint64_t u;
	double x;
	bool ok;

	if (take_short(s, n, &i)) {
		*v = (double)i;
		return true;
	}
	d = take_decimal(s, n);
	if (d.n <= 19 && d.exp >= -22 && d.exp <= 22) {
		u = decimal_digits(&d);
		if (u <= UINT64_C(1) << 53) {	/* both exact: rounded once */
			x = d.exp < 0 ? (double)u / tens[-d.exp] :
			    (double)u * tens[d.exp];
			*v = d.minus ? -x : x;
			return true;
		}
	}
	copy = n < sizeof text ? memcpy(text, s, n) : mem_copy(s, n);
	copy[n] = '\0';
	ok = num_f64(copy, v) == 0;
	if (copy != text)
		free(copy);
	return ok;
}

size_t
num_print_f64(char text[NUM_TEXT_MAX], double v)
{
	double back;
	/* 15 survive when not subnormal, 17 suffice */
	int digits = fabs(v) < DBL_MIN ? 1 : 15;

	for (; digits <= 17; digits++) {
		snprintf(text, NUM_TEXT_MAX, "%.*g", digits, v);
		if (num_f64(text, &back) == 0 && back == v)
			break;
	}
	return strlen(text);
}
