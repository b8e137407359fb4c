/* archive_salts - the salts of the records of a segment. */
#include <stdlib.h>
#include <string.h>

#include "archive_salts.h"
#include "archive_text.h"
#include "buf.h"
#include "mem.h"
#include "num.h"
#include "rec.h"

enum { KEY_HEX = 2 * DIGEST_SIZE, SALT_HEX = 2 * SALT_SIZE };

void
salts_init(struct salts *s, enum digest_kind kind)
{
	*s = (struct salts){ .d = digest_new_kind(kind), .whole = true,
		.group = UINT64_MAX };
}

/* Nothing is known of the records. */
static void
forget(struct salts *s)
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
	forget(s);
	digest_free(s->d);
	s->d = NULL;
}

void
salts_seed(struct salts *s, const struct hash *seed)
{
	forget(s);
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

/* A group of which not all salts are there. */
static const struct salts_open *
find_open(const struct salts *s, uint64_t group)
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
	const struct salts_open *o = find_open(s, i / SALT_GROUP);

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
		if (!s->whole && (group >= s->nkeys || find_open(s, group)))
			return salt_of_open(s, i);
		find_salts(s, group);
	}
	return s->two[i % SALT_GROUP / 2].b + i % 2 * SALT_SIZE;
}

/* As many salts as the group has records. */
static size_t
group_size(uint64_t group, uint64_t count)
{
	uint64_t left = count - group * SALT_GROUP;

	return left < SALT_GROUP ? (size_t)left : SALT_GROUP;
}

/* The salts of a group, of which those that are redacted become zeros. */
static struct salts_open
open_group(struct salts *s, uint64_t group, uint64_t count)
{
	struct salts_open o = { .group = group, .n = group_size(group, count) };

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
	forget(s);
	memset(&s->seed, 0, sizeof s->seed);
	*s = new;
	s->d = d;
	s->group = UINT64_MAX;
}

static void
put_hex(struct buf *b, const unsigned char *p, size_t n)
{
	char hex[DIGEST_HEX];

	digest_hex(p, n, hex);
	buf_put(b, hex, 2 * n);
}

static void
put_dashes(struct buf *b, size_t n)
{
	memset(buf_room(b, n), '-', n);
	b->n += n;
}

static void
print_open(const struct salts *s, struct buf *b)
{
	for (size_t o = 0; o < s->nopen; o++) {
		const struct salts_open *open = &s->open[o];

		buf_fmt(b, "%s\"%llu\":\"", o ? "," : "",
		    (unsigned long long)open->group);
		for (size_t k = 0; k < open->n; k++)
			if (salts_redacted(s, open->group * SALT_GROUP + k))
				put_dashes(b, SALT_HEX);
			else
				put_hex(b, open->salts + k * SALT_SIZE, SALT_SIZE);
		buf_char(b, '"');
	}
}

void
salts_print(const struct salts *s, struct buf *b)
{
	buf_str(b, "{\"type\":\"salt\"");
	if (s->whole) {
		hash_put(b, "seed", &s->seed);
		buf_str(b, "}\n");
		return;
	}
	buf_str(b, ",\"keys\":\"");
	for (size_t g = 0; g < s->nkeys; g++)
		if (find_open(s, g))
			put_dashes(b, KEY_HEX);
		else
			put_hex(b, s->keys[g].b, DIGEST_SIZE);
	buf_str(b, "\",\"salts\":{");
	print_open(s, b);
	buf_str(b, "},\"redacted\":{");
	for (size_t k = 0; k < s->nredacted; k++) {
		buf_fmt(b, "%s\"%llu\":\"", k ? "," : "",
		    (unsigned long long)s->redacted[k].i);
		put_hex(b, s->redacted[k].leaf.b, DIGEST_SIZE);
		buf_char(b, '"');
	}
	buf_str(b, "}}\n");
}

bool
salts_punctured(const char *line, size_t n)
{
	static const char head[] = "{\"type\":\"salt\",\"keys\":";

	return n >= sizeof head && memcmp(line, head, sizeof head - 1) == 0;
}

/* A number as the name of a member. */
static bool
name_number(const char *key, size_t n, uint64_t below, uint64_t *v)
{
	return text_number(key, n, 0, v) && *v < below;
}

/* n bytes in hexadecimal digits, or dashes: zeros. */
static bool
get_bytes(const char *hex, size_t n, unsigned char *to)
{
	if (hex[0] != '-')
		return digest_unhex(hex, n, to);
	memset(to, 0, n);
	return true;
}

static bool
read_keys(struct salts *s, struct rec *r, uint64_t count)
{
	const char *hex;
	size_t n;

	s->nkeys = (size_t)((count + SALT_GROUP - 1) / SALT_GROUP);
	if (!rec_str(r, "keys", &hex, &n) || n != s->nkeys * KEY_HEX)
		return false;
	s->keys = mem_zero(s->nkeys, sizeof *s->keys);
	for (size_t g = 0; g < s->nkeys; g++)
		if (!get_bytes(hex + g * KEY_HEX, DIGEST_SIZE, s->keys[g].b))
			return false;
	return true;
}

static bool
read_open(struct salts *s, struct rec *r, uint64_t count)
{
	struct rec_value all, v;
	size_t pos = 0, cap = 0, n, nhex;
	const char *key, *hex;
	uint64_t group;

	if (rec_get(r, "salts", &all) != REC_OBJECT)
		return false;
	while (rec_each(r, &all, &pos, &key, &n, &v)) {
		struct salts_open *o;

		if (!name_number(key, n, s->nkeys, &group) ||
		    (s->nopen && s->open[s->nopen - 1].group >= group) ||
		    !rec_text(r, &v, &hex, &nhex) ||
		    nhex != group_size(group, count) * SALT_HEX)
			return false;
		s->open = mem_grow(s->open, &cap, s->nopen + 1, sizeof *s->open);
		o = &s->open[s->nopen++];
		*o = (struct salts_open){ .group = group, .n = nhex / SALT_HEX };
		o->salts = mem_zero(o->n, SALT_SIZE);
		for (size_t k = 0; k < o->n; k++)
			if (!get_bytes(hex + k * SALT_HEX, SALT_SIZE,
			    o->salts + k * SALT_SIZE))
				return false;
	}
	return true;
}

static bool
read_redacted(struct salts *s, struct rec *r, uint64_t count)
{
	struct rec_value all, v;
	size_t pos = 0, cap = 0, n, nhex;
	const char *key, *hex;
	uint64_t i;

	if (rec_get(r, "redacted", &all) != REC_OBJECT)
		return false;
	while (rec_each(r, &all, &pos, &key, &n, &v)) {
		if (!name_number(key, n, count, &i) ||
		    (s->nredacted && s->redacted[s->nredacted - 1].i >= i) ||
		    !rec_text(r, &v, &hex, &nhex) || nhex != KEY_HEX)
			return false;
		s->redacted = mem_grow(s->redacted, &cap, s->nredacted + 1,
		    sizeof *s->redacted);
		s->redacted[s->nredacted].i = i;
		if (!digest_unhex(hex, DIGEST_SIZE, s->redacted[s->nredacted].leaf.b))
			return false;
		s->nredacted++;
	}
	return s->nredacted > 0;
}

static bool
read_members(struct salts *s, struct rec *r, uint64_t count)
{
	struct hash seed;

	if (hash_get(r, "seed", &seed)) {
		salts_seed(s, &seed);
		return true;
	}
	forget(s);
	s->whole = false;
	return read_keys(s, r, count) && read_open(s, r, count) &&
	    read_redacted(s, r, count);
}

bool
salts_read(struct salts *s, struct rec *r, const char *line, size_t n, uint64_t count)
{
	struct buf again = BUF_INIT;
	bool same;

	if (rec_parse(r, line, n) < 0 || !rec_is(r, "type", "salt") ||
	    !read_members(s, r, count)) {
		forget(s);
		s->whole = false;
		return false;
	}
	salts_print(s, &again);
	same = again.n == n + 1 && memcmp(again.p, line, n) == 0;
	buf_clear(&again);
	return same;
}
