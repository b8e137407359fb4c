/* archive_salts - the salts of the records of a segment. */
#include <stdlib.h>
#include <string.h>

#include "archive_salts.h"
#include "mem.h"

void
salts_init(struct salts *s, enum digest_kind kind)
{
	*s = (struct salts){ .d = digest_new_kind(kind), .whole = true,
		.group = UINT64_MAX };
}

void
salts_forget(struct salts *s)
{
	for (size_t i = 0; i < s->nopen; i++)
		free(s->open[i].salts);
	free(s->open);
	free(s->keys);
	free(s->redacted);
	s->open = NULL;
	s->keys = NULL;
	s->redacted = NULL;
	s->nopen = s->nkeys = s->nredacted = 0;
	s->group = UINT64_MAX;
	memset(&s->key, 0, sizeof s->key);
	memset(s->two, 0, sizeof s->two);
}

void
salts_clear(struct salts *s)
{
	salts_forget(s);
	digest_free(s->d);
	s->d = NULL;
}

void
salts_seed(struct salts *s, const struct hash *seed)
{
	salts_forget(s);
	s->whole = true;
	s->seed = *seed;
}

void
salts_new(struct salts *s)
{
	struct hash seed;

	digest_random(seed.b, sizeof seed.b);
	salts_seed(s, &seed);
}

static void
find_key(struct salts *s, uint64_t group)
{
	unsigned char number[8];

	s->group = UINT64_MAX;	/* two is not of that key, or not yet */
	if (!s->whole) {
		s->key = s->keys[group];
		return;
	}
	for (int i = 0; i < 8; i++)
		number[i] = (unsigned char)(group >> (56 - 8 * i));
	digest_pair(s->d, s->seed.b, sizeof s->seed.b, number, sizeof number, s->key.b);
}

const struct salts_open *
salts_opened(const struct salts *s, uint64_t group)
{
	for (size_t lo = 0, hi = s->nopen; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->open[mid].group == group)
			return &s->open[mid];
		if (s->open[mid].group < group)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const struct redacted *
salts_redacted(const struct salts *s, uint64_t i)
{
	for (size_t lo = 0, hi = s->nredacted; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->redacted[mid].i == i)
			return &s->redacted[mid];
		if (s->redacted[mid].i < i)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static const unsigned char *
salt_of_open(const struct salts *s, uint64_t i)
{
	const struct salts_open *o = salts_opened(s, i / SALT_GROUP);

	if (!o || salts_redacted(s, i))
		return NULL;
	return i % SALT_GROUP < o->n ? o->salts + i % SALT_GROUP * SALT_SIZE : NULL;
}

/* All salts of a group. */
static void
find_salts(struct salts *s, uint64_t group)
{
	struct digest_message m[SALT_GROUP / 2];
	unsigned char j[SALT_GROUP / 2];

	find_key(s, group);
	for (size_t i = 0; i < SALT_GROUP / 2; i++) {
		j[i] = (unsigned char)i;
		m[i] = (struct digest_message){ s->key.b, &j[i], sizeof s->key.b, 1,
			s->two[i].b };
	}
	digest_many(s->d, m, SALT_GROUP / 2);
	s->group = group;
}

const unsigned char *
salts_at(struct salts *s, uint64_t i)
{
	uint64_t group = i / SALT_GROUP;

	if (s->group != group) {
		if (!s->whole && (group >= s->nkeys || salts_opened(s, group)))
			return salt_of_open(s, i);
		find_salts(s, group);
	}
	return s->two[i % SALT_GROUP / 2].b + i % 2 * SALT_SIZE;
}

size_t
salts_group(uint64_t group, uint64_t count)
{
	uint64_t left = count - group * SALT_GROUP;

	return left < SALT_GROUP ? (size_t)left : SALT_GROUP;
}

/* The salts of a group, of which those that are redacted become zeros. */
static struct salts_open
open_group(struct salts *s, uint64_t group, uint64_t count)
{
	struct salts_open o = { .group = group, .n = salts_group(group, count) };

	o.salts = mem_zero(o.n, SALT_SIZE);
	for (size_t k = 0; k < o.n; k++) {
		const unsigned char *salt = salts_at(s, group * SALT_GROUP + k);

		if (salt)
			memcpy(o.salts + k * SALT_SIZE, salt, SALT_SIZE);
	}
	return o;
}

/* Both lists in one, in order. */
static struct redacted *
join(const struct redacted *a, size_t na, const struct redacted *b, size_t nb)
{
	struct redacted *all = mem_zero(na + nb, sizeof *all);
	size_t i = 0, j = 0;

	while (i < na || j < nb)
		if (j == nb || (i < na && a[i].i < b[j].i)) {
			all[i + j] = a[i];
			i++;
		} else {
			all[i + j] = b[j];
			j++;
		}
	return all;
}

void
salts_puncture(struct salts *s, uint64_t count, const struct redacted *list, size_t n)
{
	struct salts new = { .nkeys = (size_t)((count + SALT_GROUP - 1) / SALT_GROUP),
		.nredacted = s->nredacted + n };
	struct digest *d = s->d;

	new.keys = mem_zero(new.nkeys, sizeof *new.keys);
	new.open = mem_zero(new.nkeys, sizeof *new.open);
	new.redacted = join(s->redacted, s->nredacted, list, n);
	for (size_t g = 0, k = 0; g < new.nkeys; g++) {
		while (k < new.nredacted && new.redacted[k].i < g * SALT_GROUP)
			k++;
		if (k < new.nredacted && new.redacted[k].i < (g + 1) * SALT_GROUP) {
			struct salts_open *o = &new.open[new.nopen++];

			*o = open_group(s, g, count);
			for (size_t m = k; m < new.nredacted &&
			    new.redacted[m].i / SALT_GROUP == g; m++)
				memset(o->salts + new.redacted[m].i % SALT_GROUP *
				    SALT_SIZE, 0, SALT_SIZE);
		} else {
			find_key(s, g);
			new.keys[g] = s->key;
		}
	}
	salts_forget(s);
	memset(&s->seed, 0, sizeof s->seed);
	*s = new;
	s->d = d;
	s->group = UINT64_MAX;
}
