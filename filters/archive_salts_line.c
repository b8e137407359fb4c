/* archive_salts_line - the line of an index that gives the salts: printed and read. */
#include <stdlib.h>
#include <string.h>

#include "archive_salts.h"
#include "archive_text.h"
#include "buf.h"
#include "mem.h"
#include "num.h"
#include "rec.h"

enum { KEY_HEX = 2 * DIGEST_SIZE, SALT_HEX = 2 * SALT_SIZE };

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
		if (salts_opened(s, g))
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
		    nhex != salts_group(group, count) * SALT_HEX)
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
	salts_forget(s);
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
		salts_forget(s);
		s->whole = false;
		return false;
	}
	salts_print(s, &again);
	same = again.n == n + 1 && memcmp(again.p, line, n) == 0;
	buf_clear(&again);
	return same;
}
