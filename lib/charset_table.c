/* charset_table - encodings without state, by tables that are filled from iconv. */
#include <errno.h>
#include <stdlib.h>

#include "buf.h"
#include "charset_part.h"
#include "mem.h"

static enum entry_kind
kind_of(uint32_t entry)
{
	return (enum entry_kind)(entry >> 24);
}

static uint32_t
entry_of(enum entry_kind kind, uint32_t rest)
{
	return (uint32_t)kind << 24 | rest;
}

/*
 * The one character of n bytes of UTF-8, which iconv made; UINT32_MAX when there
 * are more, or none.
 */
static uint32_t
only_code(const char *s, size_t n)
{
	unsigned char a = (unsigned char)s[0];
	uint32_t code;

	if (n == 0 || n != (a < 0x80 ? 1 : utf8_length(s, s + n)))
		return UINT32_MAX;
	code = n == 1 ? a : a & (0xFFU >> (n + 1));
	for (size_t i = 1; i < n; i++)
		code = code << 6 | ((unsigned char)s[i] & 0x3F);
	return code;
}

static uint32_t
entry_char(uint32_t code)
{
	char utf8[4] = { 0 };
	size_t n = (size_t)(put_utf8(utf8, code) - utf8);
	uint32_t bytes = 0;

	if (n == 4)
		return entry_of(ENTRY_FOUR, code);
	for (size_t i = 0; i < n; i++)
		bytes |= (uint32_t)(unsigned char)utf8[i] << 8 * i;
	return entry_of((enum entry_kind)n, bytes);
}

/*
 * What iconv says of n bytes that are a character, or the beginning of one, or neither:
 * out holds what they are, *nout is how long that is.
 */
static enum entry_kind
ask(struct charset *c, const char *p, size_t n, char *out, size_t *nout)
{
	char bytes[SEQUENCE_MAX], *in = bytes, *o = out;
	size_t left = OUTPUT_MAX;

	memcpy(bytes, p, n);
	iconv(c->cd, NULL, NULL, NULL, NULL);
	*nout = 0;
	if (iconv(c->cd, &in, &n, &o, &left) == (size_t)-1)
		return errno == EINVAL && in == bytes ? ENTRY_TABLE : ENTRY_BAD;
	*nout = (size_t)(o - out);
	return ENTRY_ASK;
}

/* The number of a new table, for what follows the bytes that led to it. */
static uint32_t
new_table(struct charset *c)
{
	if (c->ntables == TABLES_MAX)
		return entry_of(ENTRY_ASK, 0);
	c->tables = mem_grow(c->tables, &c->tables_cap, c->ntables + 1,
	    sizeof *c->tables);
	c->tables[c->ntables] = mem_zero(1, sizeof **c->tables);
	return entry_of(ENTRY_TABLE, (uint32_t)c->ntables++);
}

/* The entry of the last of n bytes, which was not known. */
static uint32_t
learn(struct charset *c, const char *p, size_t n)
{
	char out[OUTPUT_MAX];
	size_t nout;
	uint32_t code, entry;

	switch (ask(c, p, n, out, &nout)) {
	case ENTRY_TABLE:
		if (n == SEQUENCE_MAX)
			return entry_of(ENTRY_BAD, 0);
		entry = new_table(c);
		if (n == 1 && kind_of(entry) == ENTRY_TABLE)
			c->second[(unsigned char)*p] = c->tables[entry & 0xFFFFFF];
		return entry;
	case ENTRY_BAD:
		return entry_of(ENTRY_BAD, 0);
	default:
		code = only_code(out, nout);
		return code == UINT32_MAX ? entry_of(ENTRY_ASK, 0) : entry_char(code);
	}
}

/* What the bytes at p are, and in *n how many they are. */
static uint32_t
look_up(struct charset *c, const char *p, const char *e, size_t *n)
{
	struct table *t = c->root;
	uint32_t *entry;

	for (size_t i = 0; p + i < e; i++) {
		entry = &t->entry[(unsigned char)p[i]];
		if (*entry == 0)
			*entry = learn(c, p, i + 1);
		*n = i + 1;
		if (kind_of(*entry) != ENTRY_TABLE)
			return *entry;
		t = c->tables[*entry & 0xFFFFFF];
	}
	return entry_of(ENTRY_BAD, 0);	/* it ends too early */
}

/* A sequence that has no entry, from its first *n bytes on; what it is goes to out. */
static size_t
ask_longer(struct charset *c, const char *p, const char *e, size_t *n, char *out)
{
	size_t nout;
	enum entry_kind kind;

	for (; *n <= SEQUENCE_MAX && *n <= (size_t)(e - p); ++*n) {
		kind = ask(c, p, *n, out, &nout);
		if (kind != ENTRY_TABLE)
			return kind == ENTRY_BAD ? 0 : nout;
	}
	return 0;
}

struct character
table_character(struct charset *c, const char *p, const char *e)
{
	static const struct character none = { UINT32_MAX, 1 };
	char out[OUTPUT_MAX];
	size_t n = 1, nout;
	uint32_t entry = look_up(c, p, e, &n), code;

	switch (kind_of(entry)) {
	case ENTRY_UTF8_1: case ENTRY_UTF8_2: case ENTRY_UTF8_3:
		for (int i = 0; i < 3; i++)
			out[i] = (char)(entry >> 8 * i);
		code = only_code(out, kind_of(entry));
		break;
	case ENTRY_FOUR:
		code = entry & 0xFFFFFF;
		break;
	case ENTRY_ASK:
		nout = ask_longer(c, p, e, &n, out);
		code = only_code(out, nout);
		break;
	default:
		return none;
	}
	return code == UINT32_MAX ? none : (struct character){ code, (uint32_t)n };
}

/* One character that the short way does not know; returns the place after it. */
static const char *
decode_one(struct charset *c, const char *p, const char *e, struct sink *k)
{
	char out[OUTPUT_MAX];
	size_t n = 1, nout;
	uint32_t entry = look_up(c, p, e, &n);

	switch (kind_of(entry)) {
	case ENTRY_UTF8_1: case ENTRY_UTF8_2: case ENTRY_UTF8_3:
		for (uint32_t i = 0; i < kind_of(entry); i++)
			*k->o++ = (char)(entry >> 8 * i);
		return p + n;
	case ENTRY_FOUR:
		k->o = put_utf8(k->o, entry & 0xFFFFFF);
		return p + n;
	case ENTRY_ASK:
		nout = ask_longer(c, p, e, &n, out);
		if (nout > 0 && nout <= n * GROWTH) {
			memcpy(k->o, out, nout);
			k->o += nout;
			return p + n;
		}
		break;
	default:
		break;
	}
	sink_bad(k, p, 1);
	return p + 1;
}

/* The entry at p of one byte, or of two when it has a table of second bytes. */
static inline uint32_t
short_entry(const struct charset *c, const char *p, const char *e, size_t *n)
{
	const struct table *t = c->second[(unsigned char)*p];

	if (t && e - p >= 2) {
		*n = 2;
		return t->entry[(unsigned char)p[1]];
	}
	*n = 1;
	return c->root->entry[(unsigned char)*p];
}

void
table_decode(struct charset *c, const char *s, size_t n, struct sink *k)
{
	const char *p = s, *e = s + n;
	uint32_t entry;
	size_t len;

	while (p < e) {
		if (c->plain && (unsigned char)*p < 0x80) {
			k->o = copy_ascii(&p, e, k->o);
			if (p == e)
				return;
		}
		do {
			entry = short_entry(c, p, e, &len);
			if (entry >> 24 <= ENTRY_UTF8_3 && entry != 0) {
				char *o = k->o;

				o[0] = (char)entry;
				o[1] = (char)(entry >> 8);
				o[2] = (char)(entry >> 16);
				o[3] = (char)(entry >> 24);	/* written over */
				k->o = o + (entry >> 24);
				p += len;
			} else {
				p = decode_one(c, p, e, k);
			}
		} while (p < e && ((unsigned char)*p >= 0x80 || !c->plain));
	}
}

/*
 * The root is filled at once, which also shows whether the encoding is what it should be:
 * a byte is a character, or bad; only one of the list has bytes that begin one.
 */
bool
table_open(struct charset *c, bool listed)
{
	char byte, out[OUTPUT_MAX];
	size_t nout;
	uint32_t entry;

	c->root = mem_zero(1, sizeof *c->root);
	c->plain = true;
	for (int i = 0; i < 256; i++) {
		byte = (char)i;
		switch (ask(c, &byte, 1, out, &nout)) {
		case ENTRY_TABLE:
			if (!listed || i < 0x80)
				return false;
			continue;	/* its table comes with its first character */
		case ENTRY_BAD:
			entry = entry_of(ENTRY_BAD, 0);
			break;
		default:
			if (only_code(out, nout) == UINT32_MAX || nout > GROWTH)
				return false;
			entry = entry_char(only_code(out, nout));
		}
		if (listed && i < 0x80)
			entry = entry_char((uint32_t)i);
		c->root->entry[i] = entry;
		if (i < 0x80 && entry != entry_char((uint32_t)i))
			c->plain = false;
		if (entry == entry_char('\n'))
			c->newline = byte;
	}
	return true;
}

void
table_close(struct charset *c)
{
	for (size_t i = 0; i < c->ntables; i++)
		free(c->tables[i]);
	free(c->tables);
	free(c->root);
	c->root = NULL;
	c->tables = NULL;
	c->ntables = 0;
}
