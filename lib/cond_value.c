/*
 * cond_value - the values that conditions are about: found in the record, and compared.
 */
#include <string.h>

#include "cond_node.h"
#include "num.h"

const struct value cond_null = { .type = REC_NULL, .made = true };

unsigned
cond_unsure(struct eval *e)
{
	e->unsure = true;
	return 0;
}

void
cond_text(struct eval *e, const struct value *v, const char **s, size_t *n)
{
	*s = v->s;
	*n = v->n;
	if (!v->made)
		rec_text(e->rec, &(struct rec_value){ REC_STRING, v->s, v->n }, s, n);
}

static struct value
value_of(const struct rec_value *v)
{
	return (struct value){ .type = v->type, .s = v->raw, .n = v->n };
}

struct value
cond_follow(struct eval *e, const struct node *path, const struct value *in)
{
	struct value v = *in;
	struct rec_value from, to;

	for (size_t i = 0; i < path->nnames; i++) {
		const struct name *name = &path->names[i];

		if (v.type == REC_NULL)
			break;
		if (v.type != REC_OBJECT) {
			cond_unsure(e);
			break;
		}
		from = (struct rec_value){ REC_OBJECT, v.s, v.n };
		if ((v.root ? rec_get_name(e->rec, name->s, name->n, &to) :
		    rec_value_name(&from, name->s, name->n, &to)) == REC_NONE)
			return cond_null;
		v = value_of(&to);
	}
	return v;
}

/* The number of characters of a text. */
static size_t
characters(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xC0) != 0x80;
	return count;
}

struct value
cond_length(struct eval *e, const struct value *v)
{
	struct value number = { .type = REC_NUMBER, .made = true };
	const char *s;
	size_t n;

	if (v->type == REC_STRING) {
		cond_text(e, v, &s, &n);
		number.num = (double)characters(s, n);
	} else if (v->type != REC_NULL) {
		cond_unsure(e);
	}
	return number;
}

static bool
number_of(struct eval *e, const struct value *v, double *num)
{
	if (v->made)
		*num = v->num;
	else if (!num_text_f64(v->s, v->n, num))
		return cond_unsure(e);
	return true;
}

static int
sign(bool less, bool more)
{
	return more - less;
}

int
cond_compare(struct eval *e, const struct value *a, const struct value *b)
{
	double da, db;
	const char *sa, *sb;
	size_t na, nb;
	int c;

	if (a->type != b->type)
		return sign(a->type < b->type, a->type > b->type);
	switch (a->type) {
	case REC_NUMBER:
		if (!number_of(e, a, &da) || !number_of(e, b, &db))
			return 0;
		return sign(da < db, da > db);
	case REC_STRING:
		cond_text(e, a, &sa, &na);
		cond_text(e, b, &sb, &nb);
		c = memcmp(sa, sb, na < nb ? na : nb);
		return c ? c : sign(na < nb, na > nb);
	case REC_ARRAY:
	case REC_OBJECT:
		cond_unsure(e);
		return 0;
	default:
		return 0;
	}
}
