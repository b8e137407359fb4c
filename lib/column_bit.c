/* column_bit - a part of a needle, and values that fit it. */
#include "column_look.h"

enum {
	FORM_TEXT_MAX = 4 * COLUMN_PATTERN_MAX,
	/* in the text of a form: */
	DIGIT = 1, LETTER, DIGIT_OR_SPACE,
};

static char
fold(const struct column_bit *b, char c)
{
	return b->nocase && c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* c: of a text, or of a form. */
static bool
alike(const struct column_bit *b, char c, char is)
{
	switch (c) {
	case DIGIT: return is_digit(is);
	case LETTER: return is_letter(is);
	case DIGIT_OR_SPACE: return is_digit(is) || is == ' ';
	default: return fold(b, c) == is;
	}
}

static bool
is_at(const struct column_bit *b, const char *p)
{
	for (size_t i = 0; i < b->n; i++)
		if (!alike(b, p[i], b->s[i]))
			return false;
	return true;
}

static bool
fits(const struct column_bit *b, const char *p, size_t n)
{
	if (n < b->n || (b->where == COLUMN_IS && n != b->n))
		return false;
	if (b->where == COLUMN_ENDS)
		return is_at(b, p + n - b->n);
	if (b->where != COLUMN_INSIDE)
		return is_at(b, p);
	for (size_t i = 0; i + b->n <= n; i++)
		if (is_at(b, p + i))
			return true;
	return false;
}

bool
column_bit_fits(const struct column_bit *b, const char *p, size_t n)
{
	return fits(b, p, n);
}

/* What a value in the form looks like. */
static size_t
shape(const char *form, char *to)
{
	size_t n = 0;

	for (; *form; form++) {
		size_t len = 2;
		char c = DIGIT;

		if (*form != '%') {
			to[n++] = *form;
			continue;
		}
		switch (*++form) {
		case 'Y': len = 4; break;
		case 'e': c = DIGIT_OR_SPACE; break;
		case 'a': case 'b': c = LETTER; len = 3; break;
		default:
			if (is_digit(*form))
				len = (size_t)(*form - '0');
			break;
		}
		memset(to + n, c, len);
		n += len;
	}
	return n;
}

bool
column_bit_time(const struct column_bit *b, const struct column_pattern *p)
{
	char text[FORM_TEXT_MAX + 16];

	return fits(b, text, shape(p->form, text));
}

bool
column_bit_number(const struct column_bit *b, size_t most)
{
	size_t i = b->n > 0 && *b->s == '-' ? 1 : 0;

	if (b->n == 0 || b->n > most)
		return false;
	while (i < b->n && is_digit(b->s[i]))
		i++;
	return i == b->n;
}
