/* sieve_bits - the bits of identifiers and words as one text, and what they say. */
#include "sieve.h"

#include <string.h>

#include "buf.h"
#include "sieve_part.h"

enum { DIGITS_MAX = 8 };

static const char head[] = "filter 2 ";

void
sieve_put(struct sieve *s, struct buf *to)
{
	struct buf words = BUF_INIT, ids = BUF_INIT;

	sieve_put_words(s, &words);
	sieve_put_ids(s, &ids);
	buf_fmt(to, "%s%zu %zu\n", head, words.n, ids.n);
	buf_put(to, words.p, words.n);
	buf_put(to, ids.p, ids.n);
	buf_clear(&words);
	buf_clear(&ids);
}

/* A number as it is printed, up to the byte that ends it; *p goes past that. */
static bool
get_number(const char **p, const char *end, char last, size_t *v)
{
	const char *from = *p, *at = from;

	for (*v = 0; at < end && *at >= '0' && *at <= '9'; at++) {
		if (at - from == DIGITS_MAX)
			return false;
		*v = 10 * *v + (size_t)(*at - '0');
	}
	if (at == from || at == end || *at != last || (*from == '0' && at - from > 1))
		return false;
	*p = at + 1;
	return true;
}

bool
sieve_read(struct sieve_bits *b, const char *p, size_t n)
{
	const char *at = p + sizeof head - 1, *end = p + n;

	*b = (struct sieve_bits){ 0 };
	if (n < sizeof head || memcmp(p, head, sizeof head - 1) != 0 ||
	    !get_number(&at, end, ' ', &b->nwords) ||
	    !get_number(&at, end, '\n', &b->nids) ||
	    b->nwords + b->nids != (size_t)(end - at)) {
		*b = (struct sieve_bits){ 0 };
		return false;
	}
	b->words = at;
	b->ids = at + b->nwords;
	return true;
}

bool
sieve_bits_may(const struct sieve_bits *b, const char *needle, size_t n)
{
	return sieve_may_words(b->words, b->nwords, needle, n) &&
	    sieve_may(b->ids, b->nids, needle, n);
}

bool
sieve_bits_know(const struct sieve_bits *b, struct sieve *s)
{
	return sieve_in_words(s, b->words, b->nwords) && sieve_in_ids(s, b->ids, b->nids);
}
