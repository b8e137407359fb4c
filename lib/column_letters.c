/* column_letters - which three letters follow each other in variables. */
#include "column_look.h"

enum { LETTERS = 26, NONE = LETTERS * LETTERS * LETTERS };

/* The next three letters that end with c: their number; or NONE. */
struct three {
	unsigned v, n;
};

static unsigned
turn(struct three *t, char c)
{
	unsigned u = ((unsigned char)c | 0x20u) - 'a';

	if (u >= LETTERS) {
		t->n = 0;
		return NONE;
	}
	t->v = (t->v * LETTERS + u) % NONE;
	return ++t->n < 3 ? NONE : t->v;
}

static void
add(unsigned char *bits, const char *p, const char *end)
{
	struct three t = { 0, 0 };

	for (; p < end; p++) {
		unsigned k = turn(&t, *p);

		if (k != NONE)
			bits[k / 8] |= (unsigned char)(1 << k % 8);
	}
}

static void
add_text(unsigned char *bits, const struct column_in *in)
{
	for (size_t i = 0; i < in->ntemplates; i++) {
		const struct column_template *t = in->templates + i;
		const char *p, *end;

		for (size_t s = 0; s < t->nslots; s++)
			if (column_slot_lines(t, s, &p, &end))
				add(bits, p, end);
	}
}

/* All may be there where nothing is known. */
void
column_letters_of(struct column_reader *r, unsigned char bits[COLUMN_LETTERS])
{
	bool known = r != NULL;

	memset(bits, 0, COLUMN_LETTERS);
	for (unsigned m = 0; known && m < r->nin; m++) {
		const struct column_in *in = r->in + m;

		if (!in->there || in->type != COLUMN_TEXT || in->ntemplates == 0)
			continue;
		known = column_load_vars(r, m) &&
		    in->templates[in->ntemplates - 1].vars.p != NULL;
		if (known)
			add_text(bits, in);
	}
	if (!known)
		memset(bits, 0xff, COLUMN_LETTERS);
}

void
column_letters(struct column_set *set, unsigned char bits[COLUMN_LETTERS])
{
	struct column_reader *r = column_reader_new(set);

	column_letters_of(r, bits);
	column_reader_free(r);
}

bool
column_letters_may(const unsigned char *bits, const char *s, size_t n)
{
	struct three t = { 0, 0 };

	for (size_t i = 0; bits && i < n; i++) {
		unsigned k = turn(&t, s[i]);

		if (k != NONE && !(bits[k / 8] >> k % 8 & 1))
			return false;
	}
	return true;
}
